//! The inventory: `GET token`, `GET token/SERIAL`, `POST token/SERIAL/$action/assign`.

use axum::{body::Body, response::Response};
use http::Method;
use model::credential::CredentialState;
use serde_json::json;

use super::{
    answer::Problem,
    body::{Sent, expected},
    front::{Call, not_allowed},
    given::raw,
};
use crate::{Type, desk::TokenFilter};

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
            call.only_get()?;
            Ok(call.writer.json(&desk.token_counts(&call.caller).await?))
        }
        [serial] => {
            call.only_get()?;
            Ok(call.writer.json(&desk.token(&call.caller, serial).await?))
        }
        [serial, "$action", action] => {
            if call.method != Method::POST {
                return Err(not_allowed("POST"));
            }
            let (sent, _) = Sent::read(&call.headers, body).await?;
            call.asks_only(&[])?;
            let done = desk.act_on_token(&call.caller, serial, action, &raw(sent)?).await?;
            Ok(call.writer.json(&done))
        }
        _ => Err(Problem::new(404, "missing")),
    }
}

fn decoded(segment: &str) -> Option<String> {
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

async fn list(call: &Call<'_>) -> Result<Response, Problem> {
    call.only_get()?;
    let mut filter = TokenFilter { limit: 100, ..TokenFilter::default() };
    for (name, value) in call.query.iter() {
        match name {
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                filter.limit = limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?;
            }
            "after" => filter.after = Some(call.cursor("token", value)?),
            "site" => value.trim_matches('/').clone_into(&mut filter.site),
            "q" => filter.text = Some(value.to_owned()),
            "user" => filter.user = Some(value.trim_start_matches("/user/").to_owned()),
            "state" => {
                let state = CredentialState::parse(value);
                filter.state = Some(state.ok_or_else(|| expected("state", "a state of a token"))?);
            }
            _ => return Err(expected(name, "limit, after, site, q, user or state")),
        }
    }
    if let Some(user) = &filter.user {
        crate::Address::parse(&format!("/{}/{user}", Type::User.name()))
            .map_err(|_| expected("user", "a path such as acme/ada"))?;
    }
    let (tokens, next) = call.front.desk().tokens(&call.caller, &filter).await?;
    let next = next.map(|serial| call.next("token", &serial));
    Ok(call.writer.json(&json!({ "type": "token", "id": "/token", "objects": tokens, "next": next })))
}
