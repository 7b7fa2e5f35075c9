//! The inventory: `GET token`, `GET token/SERIAL`, `POST token/SERIAL/$action/assign`, `POST token/$action/allocate` for several at
//! once, and `POST token/$export?site=…` for a seed file.
//!
//! An export is sealed by the header `export-key` (32 bytes, hexadecimal or base64; `export-key-name` names it) or `export-password`;
//! `?inClear=pskc|csv|uris` says that nothing seals it.

use axum::{body::Body, response::Response};
use http::{HeaderMap, Method};
use model::{Secret, credential::CredentialState};
use serde_json::json;

use super::{
    answer::{Problem, typed},
    body::{Sent, expected},
    front::{Call, not_allowed},
    given::raw,
};
use crate::{
    Type,
    desk::TokenFilter,
    tokens::{Format, Wrap},
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
            call.only_get()?;
            Ok(call.writer.json(&desk.token_counts(&call.caller).await?))
        }
        ["$action", "allocate"] => allocate(call, body).await,
        ["$export"] => exported(call).await,
        [serial] => {
            call.only_get()?;
            Ok(call.writer.json(&desk.token(&call.caller, serial).await?))
        }
        [serial, "$action", action] => {
            if call.method != Method::POST {
                return Err(not_allowed("POST"));
            }
            let (sent, _) = Sent::read(&call.headers, body).await?;
            let done = desk.act_on_token(&call.caller, serial, action, &raw(sent)?).await?;
            Ok(call.writer.json(&done))
        }
        _ => Err(Problem::new(404, "missing")),
    }
}

/// Several tokens go to a site below theirs, or none of them does.
async fn allocate(call: &Call<'_>, body: Body) -> Result<Response, Problem> {
    if call.method != Method::POST {
        return Err(not_allowed("POST"));
    }
    let (Sent::Json(value), _) = Sent::read(&call.headers, body).await? else {
        return Err(Problem::new(415, "media-type").header("accept", "application/json"));
    };
    let given: Allocation = serde_json::from_value(value)
        .map_err(|_| expected("", "the members serials (serial numbers) and site (a path)"))?;
    if !(1..=MOST).contains(&given.serials.len()) {
        return Err(expected("serials", "1 to 1000 serial numbers"));
    }
    call.front.desk().allocate_tokens(&call.caller, &given.serials, given.site.trim_matches('/')).await?;
    Ok(call.writer.json(&json!({ "allocated": given.serials.len() })))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Allocation {
    serials: Vec<String>,
    site: String,
}

/// Tokens that one unit moves.
const MOST: usize = 1_000;

async fn exported(call: &Call<'_>) -> Result<Response, Problem> {
    if call.method != Method::POST {
        return Err(not_allowed("POST"));
    }
    call.asks_only(&["site", "inClear"])?;
    let site = call.query.filled("site").ok_or_else(|| expected("site", "a path"))?.trim_matches('/');
    let secret = |name: &str| secret_header(&call.headers, name);
    let key = secret("export-key")?.map(|text| exported_key(&text)).transpose()?;
    let (password, named) = (secret("export-password")?, secret("export-key-name")?);
    let name = named.as_ref().map_or("transport", |name| name.expose().as_str());
    let clear = call
        .query
        .get("inClear")
        .map(|name| Format::parse(name).ok_or_else(|| expected("inClear", "pskc, csv or uris")));
    let wrap = match (&key, &password, clear.transpose()?) {
        (Some(key), None, None) => Wrap::Key(name, key.expose()),
        (None, Some(password), None) => Wrap::Password(password.expose()),
        (None, None, Some(format)) => Wrap::InClear(format),
        _ => return Err(expected("export-key", "one of export-key, export-password and inClear")),
    };
    let file = call.front.desk().export_tokens(&call.caller, site, &wrap).await?;
    Ok(typed(file.expose().clone(), "application/octet-stream"))
}

/// A header that holds a secret; any text may be a password.
pub fn secret_header(headers: &HeaderMap, name: &str) -> Result<Option<Secret<String>>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let text = std::str::from_utf8(value.as_bytes()).ok().filter(|text| !text.is_empty());
    text.map(|text| Some(Secret::new(text.to_owned()))).ok_or_else(|| expected(name, "a text in UTF-8"))
}

fn exported_key(text: &Secret<String>) -> Result<Secret<Vec<u8>>, Problem> {
    let text = text.expose().trim();
    let hex = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let key = hex.or_else(|| data_encoding::BASE64.decode(text.as_bytes()).ok()).filter(|key| key.len() == 32);
    key.map(Secret::new).ok_or_else(|| expected("export-key", "32 bytes in hexadecimal or base64"))
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
            "behind" => filter.after = Some(value.to_owned()),
            "site" => value.trim_matches('/').clone_into(&mut filter.site),
            "q" => filter.text = Some(value.to_owned()),
            "user" => filter.user = Some(value.trim_start_matches("/user/").to_owned()),
            "state" => {
                let state = CredentialState::parse(value);
                filter.state = Some(state.ok_or_else(|| expected("state", "a state of a token"))?);
            }
            _ => return Err(expected(name, "limit, after, behind, site, q, user or state")),
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
