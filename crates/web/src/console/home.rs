//! The first page of the console: what needs somebody, and what there is.

use axum::{
    extract::{Query, State as Shared},
    response::Response,
};
use manage::{address::Type, desk::Fault};
use model::{Noun, Span, Time};
use serde::{Deserialize, Serialize};
use store::AuditHour;

use super::{
    Console, audit,
    gate::{Seat, Sheet},
    lanes::{Chart, Lane},
    nav::{Place, at_site, form, may_see, owned},
};
use crate::{visit::Visit, words::Words};

#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
}

/// A number with what it counts and where it is shown.
#[derive(Debug, Serialize)]
struct Figure {
    key: String,
    value: u64,
    href: String,
}

/// Findings on this page.
const MOST: usize = 20;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    let site = asked.site.filter(|s| !s.is_empty());
    let seat = match console.gate(visit, &at_site("/console", site.as_deref())).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let findings = console.desk.findings(&seat.caller, site.as_deref());
    let records =
        async { Ok((hours(&console, &seat, site.as_deref()).await?, last(&console, &seat, site.as_deref()).await?)) };
    let (day, last) = match records.await {
        Ok(records) => records,
        Err(fault) => return console.refused(&seat, &fault),
    };
    let figures = match &day {
        Some(day) => happened(&day.lanes, site.as_deref()),
        None => present(&console, &seat, site.as_deref()),
    };
    let context = serde_json::json!({
        "figures": figures,
        "chart": day.map(|day| day.chart),
        "last": last,
        "all": at_site("/console/audit", site.as_deref()),
        "findings": seat.speaker.findings(&findings[..findings.len().min(MOST)]),
        "found": findings.len(),
        "more": findings.len().saturating_sub(MOST),
        "as_of": console.state.engine().now().millis(),
        "site": site,
        "site_href": site.as_deref().map(|path| format!("/console{}", manage::address::id(Type::Object(Noun::Site), path))),
        "again": at_site("/console", site.as_deref()),
    });
    let sheet = Sheet::new("console/home.html", Words::new("console-home-title"), context);
    console
        .page(&seat, sheet.at(Place { section: "overview", site, stays: Some("/console".into()), ..Place::default() }))
}

/// What happened in the hours of the chart, each with its records.
fn happened(lanes: &[Lane], site: Option<&str>) -> Vec<Figure> {
    let all = lanes.iter().zip(["login.granted", "login.denied", "account.locked"]);
    all.map(|(lane, action)| {
        let mut query = vec![("action", action)];
        query.extend(site.map(|site| ("site", site)));
        Figure {
            key: lane.key.replace("console-lane-", "console-day-"),
            value: lane.values.iter().sum(),
            href: format!("/console/audit?{}", form(&query)),
        }
    })
    .collect()
}

/// What there is, for who may not read what happened.
fn present(console: &Console, seat: &Seat, site: Option<&str>) -> Vec<Figure> {
    let all = [Noun::Application, Noun::Group, Noun::Method, Noun::Site, Noun::Policy];
    all.into_iter()
        .filter(|noun| may_see(&seat.caller, *noun))
        .map(|noun| {
            let site = site.filter(|_| owned(noun));
            Figure {
                key: format!("console-page-{}", noun.name()),
                value: console.desk.count(&seat.caller, noun, site) as u64,
                href: at_site(&format!("/console/{}", noun.name()), site),
            }
        })
        .collect()
}

/// Hours of the chart.
const HOURS: i64 = 24;
/// Failures and locks that are listed.
const LAST: u32 = 8;

/// The last hours in numbers, and as they are drawn.
struct Day {
    lanes: [Lane; 3],
    chart: Chart,
}

/// Logins, failures and locks of the last 24 hours, from the audit record, for who may read it; nothing draws no chart.
async fn hours(console: &Console, seat: &Seat, site: Option<&str>) -> Result<Option<Day>, Fault> {
    if console.desk.audit_sites(&seat.caller, site).is_err() {
        return Ok(None);
    }
    let now = console.desk.engine().now();
    let hour = 3_600_000;
    // The hour that runs is the last bar.
    let end = Time::from_millis((now.millis() / hour + 1) * hour);
    let since = end - Span::hours(HOURS);
    let counted = console.desk.audit_hours(&seat.caller, site, (since, end)).await?;
    let at = |n: i64| since + Span::hours(n);
    let lane = |key: &'static str, kind: &'static str, of: fn(&AuditHour) -> u64| Lane {
        key,
        kind,
        values: (0..HOURS).map(|n| counted.iter().filter(|h| h.at == at(n)).map(of).sum()).collect(),
    };
    let lanes = [
        lane("console-lane-granted", "", |h| h.granted),
        lane("console-lane-denied", "bad", |h| h.denied),
        lane("console-lane-locked", "warn", |h| h.locked),
    ];
    let names: Vec<String> = (0..HOURS).map(|n| seat.speaker.scribe.hour(at(n))).collect();
    let chart = Chart::new(&names, &lanes);
    Ok(Some(Day { lanes, chart }))
}

/// The newest locks and failures, for who may read the audit record.
async fn last(console: &Console, seat: &Seat, site: Option<&str>) -> Result<Vec<audit::Fold>, Fault> {
    if console.desk.audit_sites(&seat.caller, site).is_err() {
        return Ok(Vec::new());
    }
    audit::recent(console, seat, site, &["account.locked", "login.denied"], LAST).await
}
