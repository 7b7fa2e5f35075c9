//! The start page, which says what to try, and the inbox as a page.

use axum::{
    Router,
    extract::{RawQuery, Request, State},
    response::Response,
    routing::get,
};
use kit::{Page, Reader, Surface};
use serde_json::json;

use crate::{Stage, inbox};

pub fn routes() -> Router<Stage> {
    Router::new().route("/demo", get(start)).route("/demo/mail", get(mail).post(empty))
}

async fn start(State(stage): State<Stage>, reader: Reader) -> Response {
    let people: Vec<_> = stage
        .facts
        .users
        .iter()
        .map(|person| {
            let key = person.totp_secret.as_ref().map(|secret| {
                format!("otpauth://totp/Symbolon%20demo:{}?secret={secret}&issuer=Symbolon%20demo", person.name)
            });
            json!({ "name": person.name, "password": person.password, "email": person.email, "secret": person.totp_secret, "key": key })
        })
        .collect();
    let radius = stage.facts.radius.as_ref().map(|r| &r.address).filter(|a| !a.is_empty());
    let agent = stage.facts.agent.as_ref().map(|a| &a.url);
    let context =
        json!({ "people": people, "url": stage.facts.url, "ca": stage.facts.ca, "radius": radius, "agent": agent });
    stage.kit.page(&reader, Page::new(Surface::Account, "demo/start.html", "demo-start-title").with(context))
}

async fn mail(State(stage): State<Stage>, reader: Reader, RawQuery(query): RawQuery) -> Response {
    let letters: Vec<_> = stage
        .inbox
        .letters(inbox::to(query.as_deref()).as_deref())
        .into_iter()
        .map(|letter| {
            let lines: Vec<_> = letter.text.lines().map(|line| json!({ "text": line, "link": line.starts_with(&format!("{}/", stage.facts.url)) })).collect();
            json!({ "at": letter.time.millis(), "to": letter.to, "from": letter.from, "subject": letter.subject, "lines": lines })
        })
        .collect();
    stage.kit.page(
        &reader,
        Page::new(Surface::Account, "demo/mail.html", "demo-mail-title").with(json!({ "letters": letters })),
    )
}

async fn empty(State(stage): State<Stage>, request: Request) -> Response {
    match stage.kit.form(request).await {
        Ok(_) => {
            stage.inbox.empty(None);
            kit::edge::see_other("/demo/mail")
        }
        Err(refusal) => refusal,
    }
}
