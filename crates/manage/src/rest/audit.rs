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
    asked::{EVENTS, EXPORT, PAGE, STRETCH},
    front::{Call, meant},
};
use crate::{
    audit::{Export, Format, member},
    desk::{Fault, audit_cursor, audit_filter, audit_place, not_meant},
};

/// Longest time that hours are counted over.
const DAYS: i64 = 31;

/// Whether the rights reach it is said before what is wrong with the question.
fn permit(call: &Call<'_>) -> Result<(), Problem> {
    call.front.desk().audit_sites(&call.caller, sites(call))?;
    Ok(())
}

/// The sites that it is narrowed to.
fn sites<'q>(call: &'q Call<'_>) -> Vec<&'q str> {
    call.query.iter().filter(|(name, site)| *name == "site" && !site.is_empty()).map(|(_, site)| site).collect()
}

/// The conditions of the query.
fn conditions(call: &Call<'_>) -> Result<AuditFilter, Problem> {
    let wrong = |finding| meant(Fault::Invalid(vec![finding]));
    let mut filter = AuditFilter { limit: call.limit(), ..audit_filter(&call.query).map_err(wrong)? };
    if let Some(after) = call.query.get("after") {
        filter.before = Some(audit_place(&call.cursor("audit", after)?).map_err(wrong)?);
    }
    Ok(filter)
}

pub async fn search(call: &Call<'_>) -> Result<Response, Problem> {
    permit(call)?;
    call.asks(&[&PAGE, &STRETCH, &EVENTS])?;
    let filter = conditions(call)?;
    let (records, more) = call.front.desk().audit(&call.caller, sites(call), &filter).await?;
    let next = records.last().filter(|_| more).map(|last| call.next("audit", &audit_cursor(last)));
    let events: Vec<Value> = records.iter().map(member).collect();
    Ok(call.writer.json(&json!({ "events": events, "next": next })))
}

/// The file leaves as it is read: any length of time fits.
pub async fn export(call: &Call<'_>) -> Result<Response, Problem> {
    permit(call)?;
    call.asks(&[&EXPORT, &STRETCH, &EVENTS])?;
    let format = call.query.get("format").and_then(Format::parse).unwrap_or(Format::JsonLines);
    let filter = conditions(call)?;
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

pub async fn hours(call: &Call<'_>) -> Result<Response, Problem> {
    permit(call)?;
    call.asks(&[&STRETCH])?;
    let filter = conditions(call)?;
    // This very moment counts too.
    let until = filter.until.unwrap_or_else(|| call.front.engine().now() + Span::hours(1));
    let since = filter.since.unwrap_or(until - Span::days(1));
    if since > until || until - since > Span::days(DAYS) {
        return Err(meant(not_meant("since", "a time at most 31 days before `until`")));
    }
    let found = call.front.desk().audit_hours(&call.caller, sites(call), (since, until)).await?;
    let hours: Vec<Value> = found
        .iter()
        .map(|h| json!({ "at": h.at.rfc3339(), "granted": h.granted, "denied": h.denied, "locked": h.locked }))
        .collect();
    Ok(call.writer.json(&json!({ "since": since.rfc3339(), "until": until.rfc3339(), "hours": hours })))
}
