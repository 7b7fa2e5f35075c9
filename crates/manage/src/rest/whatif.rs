//! What would happen, and why something did: `POST whatif` with a question, `GET whatif/story` about a login or a person.

use axum::{body::Body, response::Response};
use http::Method;
use login::whatif::{Occurrence, Question, WhatIfError, Who};
use model::{Finding, Id, Noun};
use serde_json::{Value, json};

use super::{
    answer::Problem,
    body::{Sent, expected},
    front::{Call, not_allowed},
};
use crate::address::{Address, Type};

pub async fn handle(call: &Call<'_>, rest: &str, body: Body) -> Result<Response, Problem> {
    match (rest, &call.method) {
        ("", &Method::POST) => ask(call, body).await,
        ("", _) => Err(not_allowed("POST")),
        ("story", &Method::GET | &Method::HEAD) => story(call).await,
        ("story", _) => Err(not_allowed("GET, HEAD")),
        _ => Err(Problem::new(404, "missing")),
    }
}

/// Whoever may ask about an application sees its rules, and of people only those whom they may read.
async fn ask(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    let (Sent::Json(value), _) = Sent::read(&call.headers, body).await? else {
        return Err(Problem::new(415, "media-type").header("accept", "application/json"));
    };
    let question: Question = serde_json::from_value(value).map_err(|error| {
        let text = error.to_string();
        expected("", text.split(" at line ").next().unwrap_or_default())
    })?;
    let application = Address::object(Type::Object(Noun::Application), question.application.as_str());
    permit(call, "whatif", application.site())?;
    match &question.who {
        Some(Who::User { site, .. }) => permit(call, "user", Some(site))?,
        // As the audit knows somebody: whoever may read the whole of it.
        Some(Who::Person(_)) => permit(call, "audit", None)?,
        Some(Who::Unregistered { .. }) | None => {}
    }
    let explained = call.front.engine().what_if(&question).await.map_err(refused)?;
    Ok(call.writer.json(&serde_json::to_value(&explained).unwrap_or_default()))
}

fn permit(call: &Call<'_>, noun: &str, site: Option<&str>) -> Result<(), Problem> {
    if call.caller.may("read", noun, site) { Ok(()) } else { Err(Problem::new(403, "forbidden")) }
}

fn refused(error: WhatIfError) -> Problem {
    match error {
        WhatIfError::Unknown { what, name } => {
            Problem::findings(422, "invalid", vec![Finding::broken(what, "whatif-unknown").with("name", name)])
        }
        WhatIfError::TooMany => Problem::findings(422, "invalid", vec![Finding::broken("passed", "whatif-too-many")]),
        WhatIfError::Refused(findings) => Problem::findings(422, "refused", findings),
        WhatIfError::Impossible { method, why } => {
            let finding = Finding::broken("passed", "whatif-impossible").with("method", method).with("rule", why.rule);
            Problem::findings(422, "invalid", vec![finding])
        }
        WhatIfError::Engine(error) => error.into(),
    }
}

/// What happened in one login, or of late to one person.
async fn story(call: &Call<'_>) -> Result<Response, Problem> {
    let engine = call.front.engine();
    let of = match (call.query.get("login"), call.query.get("user")) {
        (Some(id), None) => {
            permit(call, "audit", None)?;
            Occurrence::Login(id.parse::<Id>().map_err(|_| expected("login", "an id"))?)
        }
        (None, Some(path)) => {
            let at = Address::parse(path).ok().filter(|at| at.kind == Type::User);
            let at = at.ok_or_else(|| expected("user", "a path such as /user/acme/ada"))?;
            permit(call, "audit", at.site())?;
            permit(call, "user", at.site())?;
            Occurrence::Person(call.front.desk().person_at(&call.caller, &at).await?)
        }
        _ => return Err(expected("login", "either login or user")),
    };
    let story = engine.explain_refusal(&of).await?;
    Ok(call.writer.json(&json!({ "story": serde_json::to_value(&story).unwrap_or(Value::Null) })))
}
