//! The inventory: `GET token`, `GET token/SERIAL`, `POST token/SERIAL/$action/assign`.

use axum::{body::Body, response::Response};
use model::credential::CredentialState;
use serde_json::json;

use super::{
    answer::Problem,
    asked::{PAGE, TOKENS},
    front::{Call, meant},
};
use crate::{
    Address, Type,
    address::Tail,
    desk::{self, Action, TOKEN_ACTIONS, TokenFilter},
};

pub async fn handle(call: &Call<'_>, rest: &str, body: Body) -> Result<Response, Problem> {
    let segments: Vec<String> = rest
        .split('/')
        .filter(|s| !s.is_empty())
        .map(decoded)
        .collect::<Option<_>>()
        .ok_or(Problem::new(404, "missing"))?;
    let desk = call.front.desk();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments[..] {
        [] => list(call).await,
        ["$counts"] => {
            call.asks_only(&[])?;
            Ok(call.writer.json(&desk.token_counts(&call.caller).await?))
        }
        [serial] => {
            call.asks_only(&[])?;
            Ok(call.writer.json(&desk.token(&call.caller, serial).await?))
        }
        [serial, "$action", action] => {
            let known = Action::find(&TOKEN_ACTIONS, action).ok_or(Problem::new(404, "missing"))?;
            let given = call.arguments("token", known, body).await?;
            let done = desk.act_on_token(&call.caller, serial, action, &given).await.map_err(meant)?;
            Ok(call.writer.json(&done))
        }
        _ => Err(Problem::new(404, "missing")),
    }
}

fn decoded(segment: &str) -> Option<String> {
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

async fn list(call: &Call<'_>) -> Result<Response, Problem> {
    call.asks(&[&PAGE, &TOKENS])?;
    let filter = TokenFilter {
        limit: call.limit(),
        after: call.query.get("after").map(|token| call.cursor("token", token)).transpose()?,
        site: call.text("site").trim_matches('/').to_owned(),
        text: call.query.get("q").map(str::to_owned),
        user: call.query.get("user").map(owner).transpose()?,
        state: call.query.get("state").and_then(CredentialState::parse),
    };
    let (tokens, next) = call.front.desk().tokens(&call.caller, &filter).await.map_err(meant)?;
    let next = next.map(|serial| call.next("token", &serial));
    Ok(call.writer.json(&json!({ "type": "token", "id": "/token", "objects": tokens, "next": next })))
}

/// The path of a user, with or without `/user/` before it.
fn owner(text: &str) -> Result<String, Problem> {
    let path = format!("/{}/{}", Type::User.name(), text.trim_start_matches("/user/"));
    let at = Address::parse(&path).ok().filter(|at| at.tail == Tail::Object && !at.is_collection());
    at.map(|at| at.path).ok_or_else(|| meant(desk::not_meant("user", "a path such as acme/ada")))
}
