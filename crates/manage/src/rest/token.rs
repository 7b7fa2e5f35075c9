//! The inventory: `GET token`, `GET token/SERIAL`, `POST token/SERIAL/$action/assign`, `POST token/$action/allocate` for several at
//! once, and `POST token/$export?site=…` for a seed file.
//!
//! An export is sealed by the header `export-key` (32 bytes, hexadecimal or base64; `export-key-name` names it) or `export-password`;
//! `?inClear=pskc|csv|uris` says that nothing seals it.

use axum::{body::Body, response::Response};
use http::HeaderMap;
use model::{Secret, credential::CredentialState};
use serde_json::json;

use super::{
    answer::{Problem, typed},
    asked::{EXPORT_TOKENS, PAGE, TOKENS},
    body::Sent,
    front::{Call, meant},
    given::raw,
};
use crate::{
    Address, Type,
    address::Tail,
    desk::{self, ALLOCATE, Action, TOKEN_ACTIONS, TokenFilter, not_meant},
    openapi,
    tokens::{Format, Wrap},
};

pub async fn counts(call: &Call<'_>) -> Result<Response, Problem> {
    call.asks_only(&[])?;
    Ok(call.writer.json(&call.front.desk().token_counts(&call.caller).await?))
}

pub async fn one(call: &Call<'_>, serial: &str) -> Result<Response, Problem> {
    call.asks_only(&[])?;
    Ok(call.writer.json(&call.front.desk().token(&call.caller, serial).await?))
}

pub async fn act(call: &Call<'_>, serial: &str, action: &str, body: Body) -> Result<Response, Problem> {
    let known = Action::find(&TOKEN_ACTIONS, action).ok_or(Problem::new(404, "missing"))?;
    let given = call.arguments("token", known, body).await?;
    let done = call.front.desk().act_on_token(&call.caller, serial, action, &given).await.map_err(meant)?;
    Ok(call.writer.json(&done))
}

/// Several tokens go to a site below theirs, or none of them does.
pub async fn allocate(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    call.asks_only(&[])?;
    let (sent, _) = Sent::read(&call.headers, body).await?;
    if matches!(sent, Sent::Form(_)) {
        return Err(Problem::new(415, "media-type").header("accept", "application/json"));
    }
    let given = call.judged(&openapi::action_schema("tokens", ALLOCATE.name), raw(sent)?)?;
    let serials: Vec<String> =
        given["serials"].as_array().into_iter().flatten().filter_map(|s| s.as_str()).map(str::to_owned).collect();
    if !(1..=MOST).contains(&serials.len()) {
        return Err(meant(not_meant("serials", "1 to 1000 serial numbers")));
    }
    let site = given["site"].as_str().unwrap_or_default().trim_matches('/');
    call.front.desk().allocate_tokens(&call.caller, &serials, site).await.map_err(meant)?;
    Ok(call.writer.json(&json!({ "allocated": serials.len() })))
}

/// Tokens that one unit moves.
const MOST: usize = 1_000;

pub async fn exported(call: &Call<'_>) -> Result<Response, Problem> {
    call.asks(&[&EXPORT_TOKENS])?;
    let secret = |name: &str| secret_header(&call.headers, name);
    let key = secret("export-key")?.map(|text| exported_key(&text)).transpose()?;
    let (password, named) = (secret("export-password")?, secret("export-key-name")?);
    let name = named.as_ref().map_or("transport", |name| name.expose().as_str());
    let wrap = match (&key, &password, call.query.get("inClear").and_then(Format::parse)) {
        (Some(key), None, None) => Wrap::Key(name, key.expose()),
        (None, Some(password), None) => Wrap::Password(password.expose()),
        (None, None, Some(format)) => Wrap::InClear(format),
        _ => return Err(meant(not_meant("export-key", "one of export-key, export-password and inClear"))),
    };
    let site = call.text("site").trim_matches('/');
    let file = call.front.desk().export_tokens(&call.caller, site, &wrap).await.map_err(meant)?;
    Ok(typed(file.expose().clone(), "application/octet-stream"))
}

/// A header that holds a secret; any text may be a password.
pub fn secret_header(headers: &HeaderMap, name: &str) -> Result<Option<Secret<String>>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = std::str::from_utf8(value.as_bytes()).ok().filter(|text| !text.is_empty());
    text.map(|text| Some(Secret::new(text.to_owned()))).ok_or_else(|| meant(not_meant(name, "a text in UTF-8")))
}

fn exported_key(text: &Secret<String>) -> Result<Secret<Vec<u8>>, Problem> {
    let text = text.expose().trim();
    let hex = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let key = hex.or_else(|| data_encoding::BASE64.decode(text.as_bytes()).ok()).filter(|key| key.len() == 32);
    key.map(Secret::new).ok_or_else(|| meant(not_meant("export-key", "32 bytes in hexadecimal or base64")))
}

pub async fn list(call: &Call<'_>) -> Result<Response, Problem> {
    call.asks(&[&PAGE, &TOKENS])?;
    let filter = TokenFilter {
        limit: call.limit(),
        after: match call.query.get("after") {
            Some(token) => Some(call.cursor("token", token)?),
            None => call.query.get("behind").map(str::to_owned),
        },
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
