//! What is done to a webhook: another secret, a test, events once more; and how its deliveries go.

use axum::response::Response;
use serde_json::{Value, json};

use super::{
    answer::Problem,
    front::{Call, meant},
};
use crate::{
    Address,
    attributes::Attributes,
    audit::{member, moment},
    desk,
};

pub async fn act(call: &Call<'_>, at: &Address, action: &str, given: &Attributes) -> Result<Response, Problem> {
    let (at_desk, caller) = (call.front.desk(), &call.caller);
    let answer = match action {
        // Told this once.
        "rotate" => json!({ "secret": at_desk.rotate_webhook(caller, at).await.map_err(meant)?.expose() }),
        "endFormer" => {
            at_desk.end_former_secret(caller, at).await.map_err(meant)?;
            json!({ "ended": true })
        }
        "test" => {
            at_desk.test_webhook(caller, at).await.map_err(meant)?;
            json!({ "delivered": true })
        }
        "replay" => {
            let time = |name: &str| {
                let text = given.get(name).and_then(Value::as_str).and_then(moment);
                text.ok_or_else(|| meant(desk::not_meant(name, "2027-01-31T12:00:00Z or a day")))
            };
            let span = (time("since")?, time("until")?);
            json!({ "events": at_desk.replay_webhook(caller, at, span).await.map_err(meant)? })
        }
        _ => return Err(Problem::new(404, "missing")),
    };
    Ok(call.writer.json(&answer))
}

/// How deliveries go, and the last that were lost.
pub async fn state(call: &Call<'_>, at: &Address) -> Result<Response, Problem> {
    let state = call.front.desk().webhook_state(&call.caller, at).await?;
    let delivery = &state.delivery;
    Ok(call.writer.json(&json!({
        "failures": delivery.failures,
        "why": delivery.why,
        "delivered": delivery.delivered.map(model::Time::rfc3339),
        "failed": delivery.failed.map(model::Time::rfc3339),
        "waiting": state.waiting,
        "lost": state.lost.iter().map(member).collect::<Vec<_>>(),
    })))
}
