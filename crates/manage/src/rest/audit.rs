//! The audit record: `GET audit` searches it, `GET audit/export` gives it as a file, `GET audit/hours` counts logins.

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::stream;
use http::{HeaderValue, header};
use model::Span;
use serde_json::{Value, json};
use store::AuditFilter;

use super::{
    answer::{Problem, typed},
    body::expected,
    front::{Call, not_allowed},
};
use crate::{
    audit::{Export, Format, member},
    desk::{audit_cursor, audit_filter, audit_place},
};

/// Longest time that hours are counted over.
const DAYS: i64 = 31;

pub async fn handle(call: &Call<'_>, rest: &str) -> Result<Response, Problem> {
    if !matches!(rest, "" | "export" | "hours") {
        return Err(Problem::new(404, "missing"));
    }
    if !matches!(call.method, http::Method::GET | http::Method::HEAD) {
        return Err(not_allowed("GET, HEAD"));
    }
    // Whether the rights reach it is said before what is wrong with the question.
    call.front.desk().audit_sites(&call.caller, sites(call))?;
    match rest {
        "" => search(call).await,
        "export" => export(call).await,
        _ => hours(call).await,
    }
}

/// The sites that it is narrowed to.
fn sites<'q>(call: &'q Call<'_>) -> Vec<&'q str> {
    call.query.iter().filter(|(name, site)| *name == "site" && !site.is_empty()).map(|(_, site)| site).collect()
}

/// The conditions of the query.
fn asked(call: &Call<'_>) -> Result<AuditFilter, Problem> {
    let wrong = |finding| Problem::findings(400, "invalid", vec![finding]);
    let mut filter = audit_filter(&call.query).map_err(wrong)?;
    if let Some(limit) = call.query.get("limit") {
        let limit = limit.parse().ok().filter(|n| (1..=1_000).contains(n));
        filter.limit = limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?;
    }
    if let Some(after) = call.query.get("after") {
        filter.before = Some(audit_place(&call.cursor("audit", after)?).map_err(wrong)?);
    }
    Ok(filter)
}

async fn search(call: &Call<'_>) -> Result<Response, Problem> {
    let filter = asked(call)?;
    let (records, more) = call.front.desk().audit(&call.caller, sites(call), &filter).await?;
    let next = records.last().filter(|_| more).map(|last| call.next("audit", &audit_cursor(last)));
    let events: Vec<Value> = records.iter().map(member).collect();
    Ok(call.writer.json(&json!({ "events": events, "next": next })))
}

/// The file leaves as it is read: any length of time fits.
async fn export(call: &Call<'_>) -> Result<Response, Problem> {
    let format = Format::parse(call.query.get("format").unwrap_or("jsonl"));
    let format = format.ok_or_else(|| expected("format", "csv, jsonl or syslog"))?;
    let filter = asked(call)?;
    let begun = call.front.desk().audit_export(&call.caller, sites(call), filter, format).await?;
    Ok(file(begun, format))
}

/// An export on its way, as a file to save.
pub fn file(begun: Export, format: Format) -> Response {
    let parts = stream::unfold(begun, |mut export| async move {
        match export.next().await {
            Ok(part) => part.map(|bytes| (Ok(Bytes::from(bytes)), export)),
            // A file that ends too early is told apart from a whole one: the connection breaks.
            Err(error) => Some((Err(std::io::Error::other(error.to_string())), export)),
        }
    });
    let mut response = typed(String::new(), format.media_type());
    *response.body_mut() = Body::from_stream(parts);
    let name = format!("attachment; filename=\"audit.{}\"", format.name());
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

async fn hours(call: &Call<'_>) -> Result<Response, Problem> {
    let (site, filter) = (call.query.filled("site"), asked(call)?);
    // This very moment counts too.
    let until = filter.until.unwrap_or_else(|| call.front.engine().now() + Span::hours(1));
    let since = filter.since.unwrap_or(until - Span::days(1));
    if since > until || until - since > Span::days(DAYS) {
        return Err(expected("since", "a time at most 31 days before `until`"));
    }
    let found = call.front.desk().audit_hours(&call.caller, site, (since, until)).await?;
    let hours: Vec<Value> = found
        .iter()
        .map(|h| json!({ "at": h.at.rfc3339(), "granted": h.granted, "denied": h.denied, "locked": h.locked }))
        .collect();
    Ok(call.writer.json(&json!({ "since": since.rfc3339(), "until": until.rfc3339(), "hours": hours })))
}
