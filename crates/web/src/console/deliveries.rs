//! How a webhook's deliveries go, and what can be done about them: a test, another secret, events once more.

use axum::response::Response;
use kit::Form;
use manage::{audit::moment, desk::Fault};
use model::{Finding, Span};
use serde_json::{Value, json};

use super::{
    Console, form as forms,
    gate::{Seat, Sheet},
    object::{Here, answered, tab_href},
    said::Said,
    save::quoted,
};
use crate::words::Words;

pub(super) async fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: &Form,
    findings: &[Finding],
) -> Result<Response, Fault> {
    let state = console.desk.webhook_state(&seat.caller, &here.at).await?;
    let delivery = &state.delivery;
    let lost: Vec<Value> = state
        .lost
        .iter()
        .filter_map(|record| record.event.as_ref().map(|event| (record, event)))
        .map(|(record, event)| json!({ "at": record.at.rfc3339(), "event": event.detail["event"], "attempts": event.detail["attempts"], "why": event.detail["why"] }))
        .collect();
    let world = console.desk.engine().world();
    let former = manage::webhooks::at(&world.catalogue, &here.at.path).is_ok_and(|(_, w)| !w.former_secret.is_empty());
    let wrong: Vec<forms::Wrong> = findings
        .iter()
        .map(|f| forms::Wrong {
            label: String::new(),
            ..forms::wrong(f, if matches!(f.field.as_str(), "since" | "until") { "r-since" } else { "" }, &seat.speaker)
        })
        .collect();
    let webhook = quoted(&here.at.path);
    let context = json!({
        "failures": delivery.failures,
        "why": delivery.why,
        "delivered": delivery.delivered.map(model::Time::rfc3339),
        "waiting": state.waiting,
        "lost": lost,
        "former": former,
        "since": typed.get("since").unwrap_or_default(),
        "until": typed.get("until").unwrap_or_default(),
        "errors": wrong,
        "cli": format!("symbolon ctl webhook test {webhook}\nsymbolon ctl webhook deliveries {webhook}"),
    });
    let page = console.object_page(seat, here, "console/deliveries.html", context);
    Ok(answered(console, seat, page, !wrong.is_empty()))
}

/// A test, another secret, the end of the former one, or a replay; `act` says which.
pub(super) async fn act(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let (desk, caller) = (&console.desk, &seat.caller);
    let back = tab_href(&here.seen.id(), "deliveries");
    let done = match sent.get("act").unwrap_or_default() {
        "test" => desk.test_webhook(caller, &here.at).await.map(|()| Said::new("webhook-tested")),
        "endFormer" => desk.end_former_secret(caller, &here.at).await.map(|()| Said::new("webhook-former")),
        "rotate" => {
            let secret = desk.rotate_webhook(caller, &here.at).await?;
            let context = json!({ "label_key": "console-webhook-secret", "secret": secret.expose(), "back": back });
            let title = Words::new("console-secret-title").with("title", here.title.as_str());
            let place = super::object::place(console, seat, &here.at);
            return Ok(console.page(seat, Sheet::new("console/told.html", title, context).at(place)));
        }
        "replay" => match span(sent) {
            Ok(span) => {
                let sent = desk.replay_webhook(caller, &here.at, span).await;
                sent.map(|count| Said::new("webhook-replayed").with("count", &count.to_string()))
            }
            Err(finding) => Err(Fault::Invalid(vec![finding])),
        },
        _ => Err(Fault::Unsupported),
    };
    match done {
        Ok(said) => Ok(console.onward(seat, &back, said.with("title", &here.title))),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => show(console, seat, here, sent, &findings).await,
        Err(fault) => Err(fault),
    }
}

/// From the first moment of a day to the last of another, or between two moments.
fn span(sent: &Form) -> Result<(model::Time, model::Time), Finding> {
    let at = |name: &str| {
        let text = sent.get(name).map(str::trim).unwrap_or_default();
        let wrong = || Finding::broken(name, "attribute-value").with("why", "expected 2027-01-31T12:00:00Z or a day");
        moment(text).map(|at| (at, text.len() == 10)).ok_or_else(wrong)
    };
    let ((since, _), (until, day)) = (at("since")?, at("until")?);
    Ok((since, if day { until + Span::days(1) } else { until }))
}
