//! What is done to a webhook: another secret, a test, events once more; and how its deliveries go.

use axum::response::Response;
use http::Method;
use login::ChangeError;
use model::Finding;
use serde_json::{Value, json};

use super::{
    answer::Problem,
    body::expected,
    front::{Call, not_allowed},
};
use crate::{
    Address,
    attributes::Attributes,
    audit::{member, moment},
    webhooks::{self, WebhookError},
};

pub async fn act(call: &Call<'_>, at: &Address, action: &str, given: &Attributes) -> Result<Response, Problem> {
    if !call.caller.may("write", "webhook", at.site()) {
        return Err(Problem::new(403, "forbidden"));
    }
    let (engine, actor) = (call.front.engine(), call.caller.actor.name.as_str());
    let answer = match action {
        // Told this once.
        "rotate" => json!({ "secret": webhooks::rotate(engine, &at.path, actor).await.map_err(refused)?.expose() }),
        "endFormer" => {
            webhooks::end_former(engine, &at.path, actor).await.map_err(refused)?;
            json!({ "ended": true })
        }
        "test" => {
            webhooks::test(engine, &at.path, actor).await.map_err(refused)?;
            json!({ "delivered": true })
        }
        "replay" => {
            let time = |name: &str| {
                let text = given.get(name).and_then(Value::as_str).and_then(moment);
                text.ok_or_else(|| expected(name, "2027-01-31T12:00:00Z or a day"))
            };
            let span = (time("since")?, time("until")?);
            json!({ "events": webhooks::replay(engine, &at.path, span, actor).await.map_err(refused)? })
        }
        _ => return Err(Problem::new(404, "missing")),
    };
    Ok(call.writer.json(&answer))
}

/// How deliveries go, and the last that were lost.
pub async fn state(call: &Call<'_>, at: &Address) -> Result<Response, Problem> {
    if call.method != Method::GET && call.method != Method::HEAD {
        return Err(not_allowed("GET, HEAD"));
    }
    if !call.caller.may("read", "webhook", at.site()) {
        return Err(Problem::new(403, "forbidden"));
    }
    let engine = call.front.engine();
    let world = engine.world();
    let (entry, _) = webhooks::at(&world.catalogue, &at.path).map_err(refused)?;
    let state = webhooks::state(engine.store().as_ref(), entry).await.map_err(login::EngineError::from)?;
    let delivery = &state.delivery;
    Ok(call.writer.json(&json!({
        "failures": delivery.failures,
        "why": delivery.why,
        "delivered": delivery.delivered.map(model::Time::rfc3339),
        "waiting": state.waiting,
        "lost": state.lost.iter().map(member).collect::<Vec<_>>(),
    })))
}

fn refused(error: WebhookError) -> Problem {
    match error {
        WebhookError::Unknown(_) => Problem::new(404, "missing"),
        WebhookError::TooMany(most) => {
            Problem::findings(422, "invalid", vec![Finding::broken("since", "webhook-replay").with("most", most)])
        }
        WebhookError::NotDelivered(why) => {
            Problem::findings(422, "refused", vec![Finding::broken("url", "webhook-not-delivered").with("why", why)])
        }
        WebhookError::Change(ChangeError::Refused(findings)) => Problem::findings(422, "refused", findings),
        WebhookError::Change(ChangeError::Spent) => Problem::new(409, "moved"),
        WebhookError::Change(ChangeError::Engine(error)) | WebhookError::Engine(error) => error.into(),
    }
}
