//! The audit record: `GET audit` searches it, `GET audit/export` gives it as a file, `GET audit/hours` counts logins.

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::stream;
use http::{HeaderValue, header};
use model::{Id, Span, Time, audit::Outcome};
use serde_json::{Value, json};
use store::AuditFilter;

use super::{
    answer::{Problem, typed},
    body::expected,
    front::{Call, not_allowed},
};
use crate::audit::{Export, Format, member, moment};

/// Longest time that hours are counted over.
const DAYS: i64 = 31;

pub async fn handle(call: &Call<'_>, rest: &str) -> Result<Response, Problem> {
    if !matches!(rest, "" | "export" | "hours") {
        return Err(Problem::new(404, "missing"));
    }
    if !matches!(call.method, http::Method::GET | http::Method::HEAD) {
        return Err(not_allowed("GET, HEAD"));
    }
    let sites = sites(call)?;
    match rest {
        "" => search(call, sites).await,
        "export" => export(call, sites).await,
        _ => hours(call, sites).await,
    }
}

/// The sites whose events the caller may read, narrowed to one and those below it where the query says so.
fn sites(call: &Call<'_>) -> Result<Option<Vec<String>>, Problem> {
    if !call.caller.may_somewhere("read", "audit") {
        return Err(Problem::new(403, "forbidden"));
    }
    let mine: Option<Vec<String>> =
        call.caller.sites("read", "audit").map(|sites| sites.into_iter().map(str::to_owned).collect());
    match call.query.filled("site").map(|site| site.trim_matches('/')) {
        None => Ok(mine),
        Some(site) if call.caller.may("read", "audit", Some(site)) => Ok(Some(vec![site.to_owned()])),
        Some(_) => Err(Problem::new(403, "forbidden")),
    }
}

fn filter(call: &Call<'_>, sites: Option<Vec<String>>) -> Result<AuditFilter, Problem> {
    let mut filter = AuditFilter { sites, limit: 100, ..AuditFilter::default() };
    let at = |name: &str, value: &str| moment(value).ok_or_else(|| expected(name, "2027-01-31T12:00:00Z or a day"));
    for (name, value) in call.query.iter() {
        match name {
            "person" => value.clone_into(&mut filter.person),
            "name" => value.clone_into(&mut filter.name),
            "application" => value.clone_into(&mut filter.application),
            "method" => value.clone_into(&mut filter.method),
            "action" => value.clone_into(&mut filter.action),
            "actor" => value.clone_into(&mut filter.actor),
            "result" => {
                filter.outcome = Some(match value {
                    "success" => Outcome::Success,
                    "failure" => Outcome::Failure,
                    _ => return Err(expected("result", "success or failure")),
                });
            }
            "login" => filter.correlation = Some(value.parse::<Id>().map_err(|_| expected("login", "an id"))?),
            "since" => filter.since = Some(at(name, value)?),
            "until" => filter.until = Some(at(name, value)?),
            "limit" => {
                let limit = value.parse().ok().filter(|n| (1..=1_000).contains(n));
                filter.limit = limit.ok_or_else(|| expected("limit", "a number from 1 to 1000"))?;
            }
            "after" => filter.before = Some(place(&call.cursor("audit", value)?)?),
            "site" | "format" => {}
            _ => return Err(expected(name, "a condition of the audit search")),
        }
    }
    Ok(filter)
}

fn place(text: &str) -> Result<(Time, String, i64), Problem> {
    let read = || {
        let mut parts = text.splitn(3, ' ');
        let (at, sequence, node) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
        Some((Time::from_millis(at), node.to_owned(), sequence))
    };
    read().ok_or_else(|| expected("after", "what `next` of a page said"))
}

async fn search(call: &Call<'_>, sites: Option<Vec<String>>) -> Result<Response, Problem> {
    let mut filter = filter(call, sites)?;
    filter.limit += 1;
    let mut records = call.front.engine().store().audit(&filter).await.map_err(login::EngineError::from)?;
    let more = records.len() == filter.limit as usize;
    records.truncate(filter.limit as usize - 1);
    let next = records
        .last()
        .filter(|_| more)
        .map(|last| call.next("audit", &format!("{} {} {}", last.at.millis(), last.sequence, last.node)));
    let events: Vec<Value> = records.iter().map(member).collect();
    Ok(call.writer.json(&json!({ "events": events, "next": next })))
}

/// The file leaves as it is read: any length of time fits.
async fn export(call: &Call<'_>, sites: Option<Vec<String>>) -> Result<Response, Problem> {
    let format = Format::parse(call.query.get("format").unwrap_or("jsonl"));
    let format = format.ok_or_else(|| expected("format", "csv, jsonl or syslog"))?;
    let engine = call.front.engine();
    let by = (engine.now(), call.caller.actor.name.as_str());
    let begun = Export::begin(engine.store().clone(), filter(call, sites)?, format, by).await;
    let begun = begun.map_err(login::EngineError::from)?;
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
    Ok(response)
}

async fn hours(call: &Call<'_>, sites: Option<Vec<String>>) -> Result<Response, Problem> {
    let filter = filter(call, sites)?;
    // This very moment counts too.
    let until = filter.until.unwrap_or_else(|| call.front.engine().now() + Span::hours(1));
    let since = filter.since.unwrap_or(until - Span::days(1));
    if since > until || until - since > Span::days(DAYS) {
        return Err(expected("since", "a time at most 31 days before `until`"));
    }
    let found = call.front.engine().store().audit_hours(since, until, filter.sites.as_deref()).await;
    let found = found.map_err(login::EngineError::from)?;
    let hours: Vec<Value> = found
        .iter()
        .map(|h| json!({ "at": h.at.rfc3339(), "granted": h.granted, "denied": h.denied, "locked": h.locked }))
        .collect();
    Ok(call.writer.json(&json!({ "since": since.rfc3339(), "until": until.rfc3339(), "hours": hours })))
}
