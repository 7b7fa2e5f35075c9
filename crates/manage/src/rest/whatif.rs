//! What would happen, and why something did: `POST whatif` with a question, `GET whatif/story` about a login or a person.

use axum::{body::Body, response::Response};
use kit::Args;
use login::whatif::Question;
use model::{Finding, Id};
use serde_json::{Value, json};

use super::{
    answer::{Problem, finding},
    asked::STORY,
    body::Sent,
    front::{Call, meant},
    given::raw,
};
use crate::{
    address::{Address, Tail, Type},
    desk::not_meant,
};

pub async fn ask(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    call.asks(&[])?;
    let (sent, _) = Sent::read(&call.headers, body).await?;
    if matches!(sent, Sent::Form(_)) {
        return Err(Problem::new(415, "media-type").header("accept", "application/json"));
    }
    let given = call.judged("Question", raw(sent)?)?;
    let question: Question = serde_json::from_value(Value::Object(given)).map_err(|error| {
        let text = error.to_string();
        meant(not_meant("", text.split(" at line ").next().unwrap_or_default()))
    })?;
    let explained = call.front.desk().what_if(&call.caller, &question).await.map_err(meant)?;
    Ok(call.writer.json(&worded(call, serde_json::to_value(&explained).unwrap_or_default())))
}

/// What happened in one login, or of late to one person.
pub async fn story(call: &Call<'_>) -> Result<Response, Problem> {
    call.asks(&[&STORY])?;
    let desk = call.front.desk();
    let story = match (call.query.get("login"), call.query.get("user")) {
        (Some(id), None) => match id.parse::<Id>() {
            Ok(login) => desk.story_of_login(&call.caller, login).await?,
            Err(_) if !call.caller.may("read", "audit", None) => return Err(Problem::new(403, "forbidden")),
            Err(_) => return Err(meant(not_meant("login", "an id"))),
        },
        (None, Some(path)) => {
            let at = Address::parse(path).ok().filter(|at| at.kind == Type::User && at.tail == Tail::Object);
            let at = at.filter(|at| !at.is_collection());
            let at = at.ok_or_else(|| meant(not_meant("user", "a path such as /user/acme/ada")))?;
            desk.story_of_user(&call.caller, &at).await?
        }
        _ => return Err(meant(not_meant("login", "either login or user"))),
    };
    let story = worded(call, serde_json::to_value(&story).unwrap_or(Value::Null));
    Ok(call.writer.json(&json!({ "story": story })))
}

/// Every rule with its sentence beside its key, and findings as the API tells them everywhere.
fn worded(call: &Call<'_>, mut told: Value) -> Value {
    let texts = call.writer.kit.pages.texts();
    let mut left = vec![&mut told];
    while let Some(value) = left.pop() {
        let words = value["rule"].as_str().map(|rule| {
            let args = value["args"].as_object().into_iter().flatten();
            let args = args
                .fold(Args::new(), |args, (name, value)| args.with(name.as_str(), value.as_str().unwrap_or_default()));
            texts.say(call.writer.reader.locale, &format!("whatif-{rule}"), &args)
        });
        match value {
            Value::Object(members) => {
                members.extend(words.map(|words| ("detail".to_owned(), words.into())));
                if let Some(findings) = members.get_mut("findings") {
                    let raw: Vec<Finding> = serde_json::from_value(findings.take()).unwrap_or_default();
                    *findings = raw.iter().map(|f| finding(call.writer.kit, call.writer.reader, f)).collect();
                }
                left.extend(members.values_mut());
            }
            Value::Array(values) => left.extend(values),
            _ => {}
        }
    }
    told
}
