//! In and out: a login for the console begins and ends here, as any application's does.

use axum::{
    extract::{Path, Query, Request as Posted, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::{
    LocalPath,
    edge::{Remember, see_other},
};
use login::{Answered, Turn};
use model::request::{ConsentAsked, Front, Request, Wanted};
use serde::Deserialize;

use super::{Console, gate::application};
use crate::{
    account,
    state::Note,
    visit::{Visit, session_cookie, with_cookie},
    words::{Words, ours},
};

#[derive(Deserialize)]
pub struct Wanting {
    #[serde(rename = "return")]
    back: Option<String>,
}

/// Opens a login for the console; a session that is enough comes straight back.
pub async fn begin(Shared(console): Shared<Console>, visit: Visit, Query(wanting): Query<Wanting>) -> Response {
    let state = &console.state;
    match open(&console, &visit, &wanting).await {
        Ok(Some(answered)) => {
            let path = if matches!(answered.turn, Turn::Granted) { ENTER } else { "/login/" };
            let mut response = see_other(&format!("{path}{}", answered.handle.expose()));
            response.extensions_mut().insert(Remember);
            response
        }
        Ok(None) => {
            let note = Note { state: "none", hint: Words::new("console-none-hint"), ..Note::default() };
            state.note(None, "console-none-title", note).status(StatusCode::NOT_FOUND).answer(state, &visit.reader)
        }
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

async fn open(console: &Console, visit: &Visit, wanting: &Wanting) -> Result<Option<Answered>, login::EngineError> {
    let engine = console.state.engine();
    let session = match visit.cookie() {
        Some(cookie) => engine.session(cookie).await?,
        None => None,
    };
    let Some(application) = application(&console.state.world(), session.map(|s| s.site)) else { return Ok(None) };
    let request = Request {
        application,
        wanted: Wanted::Any,
        fresh_since: None,
        passive: false,
        only: None,
        hint: None,
        consent: ConsentAsked::default(),
        locales: vec![ours(visit.reader.locale)],
        front: Front::Browser,
        client: visit.client.clone(),
        resume: ENTER.to_owned(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: serde_json::json!({ "return": back(wanting.back.as_deref()).as_str() }),
    };
    engine.open(request, &visit.opener, visit.cookie()).await.map(Some)
}

/// Takes a finished login: the session's new value becomes the cookie (M062).
pub async fn enter(Shared(console): Shared<Console>, visit: Visit, Path(handle): Path<String>) -> Response {
    match console.state.engine().redeem(&handle, &visit.opener, visit.cookie()).await {
        Ok(Ok(grant)) if grant.request.resume == ENTER => {
            let to = grant.request.memory.get("return").and_then(|path| path.as_str());
            let cookies = &console.state.kit().cookies;
            let cookie = grant.session.as_ref().and_then(|session| session_cookie(cookies, session));
            with_cookie(see_other(back(to).as_str()), cookie)
        }
        Ok(_) => see_other("/"),
        Err(error) => console.state.trouble(&visit.reader, &error),
    }
}

/// Ends the session of this browser.
pub async fn leave(Shared(console): Shared<Console>, visit: Visit, request: Posted) -> Response {
    account::leave(Shared(console.state), visit, request).await
}

/// A page of the console, whatever was asked for.
fn back(target: Option<&str>) -> LocalPath {
    let here = |path: &LocalPath| {
        path.as_str() == "/console" || path.as_str().starts_with("/console/") || path.as_str().starts_with("/console?")
    };
    target.and_then(LocalPath::parse).filter(here).unwrap_or_else(|| LocalPath::or(None, "/console"))
}

/// Where logins for these pages come back.
pub const ENTER: &str = "/console/enter/";
