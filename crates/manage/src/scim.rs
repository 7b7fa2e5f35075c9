//! SCIM 2.0 (RFC 7643, 7644) at `/scim/v2/SITE`: how other systems keep a site's users and groups as theirs are, over the desk.
//!
//! A site's path is one segment of the address, percent-encoded. Callers are those of the management API, with the same rights.

mod bulk;
mod call;
mod error;
pub mod filter;
mod groups;
mod patch;
mod read;
pub mod schema;
mod user;
mod users;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    response::{IntoResponse, Response},
    routing::any,
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use kit::{Client, Form, Limits, Reader};
use model::Noun;

use self::{
    call::{Call, Query, Reply},
    error::Wrong,
};
use crate::{
    desk::Refused,
    rest::{Front, answer::Problem, body::Sent},
};

/// Where it lies.
pub const BASE: &str = "/scim/v2";

const MEDIA: &str = "application/scim+json";

pub fn router(front: Front) -> Router {
    Router::new().route("/scim/v2/{*path}", any(handle)).with_state(front)
}

async fn handle(State(front): State<Front>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(reader) = parts.extensions.get::<Reader>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match answer(&front, &parts, body, &reader).await {
        Ok(reply) => response(&parts.headers, reply),
        Err(wrong) => wrong.answer(front.kit(), &reader),
    }
}

async fn answer(front: &Front, parts: &Parts, body: Body, reader: &Reader) -> Result<Reply, Wrong> {
    let client = parts.extensions.get::<Client>().copied().ok_or(Problem::new(500, "broken"))?;
    let engine = front.desk().engine();
    let request = engine.chance().id(engine.now());
    let raw_query = parts.uri.query().unwrap_or_default();
    let caller = front.caller(&parts.headers, raw_query, client, request).await?;
    if caller.is_nobody() {
        if !parts.method.is_safe() {
            let (method, path) = (parts.method.as_str(), parts.uri.path());
            let refused = Refused { method, path, site: None, why: "forbidden", rows: None };
            front.desk().refused(&caller, refused).await.map_err(Problem::from)?;
        }
        return Err(Problem::new(403, "forbidden").into());
    }
    let segments = segments(parts.uri.path()).ok_or_else(Wrong::missing)?;
    let (site, rest) = segments.split_first().ok_or_else(Wrong::missing)?;
    // Whoever has no right in a site is not told whether there is one.
    let known = ["site", "user", "group"].iter().any(|noun| caller.may("read", noun, Some(site)));
    let there = engine.world().catalogue.at(Noun::Site, site).map(|entry| entry.id).filter(|_| known);
    let encoded = percent_encoding::utf8_percent_encode(site, percent_encoding::NON_ALPHANUMERIC);
    let public = engine.public_url().as_str().trim_end_matches('/').to_owned();
    let limits = Limits { bytes: 16 * 1024, fields: 100 };
    let form = Form::repeated(raw_query.as_bytes(), limits).map_err(|_| Wrong::value("query", "name=value pairs"))?;
    let call = Call {
        front,
        caller,
        site_id: there.ok_or_else(Wrong::missing)?,
        site: site.clone(),
        base: format!("{public}{BASE}/{encoded}"),
        query: Query::of(&form)?,
        reader,
    };
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    let (sent, _) = Sent::read(&parts.headers, body).await?;
    let sent = match sent {
        Sent::Nothing => None,
        Sent::Json(value) => Some(value),
        Sent::Form(_) => return Err(Problem::new(415, "media-type").header("accept", MEDIA).into()),
    };
    let tags = call::tags(parts.headers.get(header::IF_MATCH));
    let known = call::tags(parts.headers.get(header::IF_NONE_MATCH));
    let reply = match call.act(&parts.method, &rest, sent, tags).await {
        Err(wrong) if wrong.status() == 403 => {
            call.refused(&parts.method, parts.uri.path()).await?;
            return Err(wrong);
        }
        reply => reply?,
    };
    match (&reply.etag, known) {
        // Of a group the tag does not tell whether its members changed.
        (Some(tag), Some(known)) if parts.method.is_safe() && rest[0].eq_ignore_ascii_case("Users") => {
            let same = known.iter().any(|k| k == "*" || k == tag);
            Ok(if same { Reply { status: 304, body: None, ..reply } } else { reply })
        }
        _ => Ok(reply),
    }
}

/// The segments of a path below the base, decoded; what is empty at the end is nothing.
fn segments(path: &str) -> Option<Vec<String>> {
    let rest = path.strip_prefix(BASE)?.strip_prefix('/')?;
    let decoded =
        |segment: &str| percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(|s| s.into_owned());
    let all: Vec<String> = rest.trim_end_matches('/').split('/').map(decoded).collect::<Option<_>>()?;
    // A NUL is in no name, and the store need not be asked for one.
    all.iter().all(|s| !s.is_empty() && !s.contains('\0')).then_some(all)
}

fn response(headers: &HeaderMap, reply: Reply) -> Response {
    let body = reply.body.map(|body| body.to_string()).unwrap_or_default();
    let empty = body.is_empty();
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let answered = response.headers_mut();
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase();
    let plain = accept.contains("application/json") && !accept.contains(MEDIA);
    if !empty {
        let media = if plain { "application/json" } else { MEDIA };
        answered.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    }
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answered.insert(header::VARY, HeaderValue::from_static("accept, accept-language, authorization"));
    let tag = reply.etag.map(|tag| format!("W/\"{tag}\""));
    for (name, value) in [(header::ETAG, tag), (header::LOCATION, reply.location)] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            answered.insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_one_segment() {
        let split = |path: &str| segments(path).map(|all| all.join("|"));
        assert_eq!(split("/scim/v2/acme%2Ffi/Users/01H").as_deref(), Some("acme/fi|Users|01H"));
        assert_eq!(split("/scim/v2/acme/Users/").as_deref(), Some("acme|Users"));
        for path in ["/scim/v2/", "/scim/v2//Users", "/scim/v2/a%00/Users", "/scim/v2/%ff/Users", "/scim/v1/a"] {
            assert_eq!(split(path), None, "{path}");
        }
    }
}
