//! What happened with the account, from the audit record.

use axum::{extract::State as Shared, response::Response};
use login::World;
use model::{Noun, Span, audit::Event};
use serde::Serialize;
use store::{AuditFilter, AuditRecord};

use super::{Guest, Wish, gate};
use crate::{
    State,
    agent::Agent,
    visit::Visit,
    words::{Scribe, Words},
};

/// One event, as a row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub when: String,
    /// `ok`, `warn`, `bad` or nothing: the badge.
    pub kind: &'static str,
    pub what: Words,
    pub application: String,
    pub address: String,
    pub device: Option<Words>,
}

/// Events that people know by a sentence; the others stay in the record.
pub fn rows(world: &World, records: &[AuditRecord], scribe: &Scribe, most: usize) -> Vec<Row> {
    records.iter().filter_map(|record| row(world, record.event.as_ref()?, scribe)).take(most).collect()
}

fn row(world: &World, event: &Event, scribe: &Scribe) -> Option<Row> {
    let password = world.named(&event.method).is_some_and(|m| m.kind.factor == plug::Factor::Knowledge);
    let key = if password && event.action == "enrolment.done" {
        "password-changed".to_owned()
    } else {
        event.action.replace('.', "-")
    };
    let what = scribe.known(&format!("activity-{key}"))?;
    let method = world.catalogue.at(Noun::Method, &event.method).and_then(|e| world.catalogue.method(e.id));
    let method =
        method.map_or_else(|| event.method.clone(), |(entry, m)| m.title.or(scribe.locale(), &entry.path).to_owned());
    let application =
        world.catalogue.at(Noun::Application, &event.application).and_then(|e| world.catalogue.application(e.id));
    let device = (!event.agent.is_empty()).then(|| Agent::of(&event.agent).words());
    Some(Row {
        when: scribe.stamp(event.at),
        kind: badge(&event.action),
        what: what.with("method", method),
        application: application
            .map_or_else(String::new, |(entry, a)| a.title.or(scribe.locale(), entry.name()).to_owned()),
        address: event.from.clone(),
        device,
    })
}

fn badge(action: &str) -> &'static str {
    match action {
        "login.granted" | "method.passed" | "user.unlocked" => "ok",
        "login.denied" | "method.missed" => "bad",
        "account.locked" => "warn",
        _ => "",
    }
}

/// The person's events of the last 90 days, newest first.
pub async fn records(state: &State, guest: &Guest) -> Result<Vec<AuditRecord>, Response> {
    let since = state.engine().now() - Span::days(90);
    let filter =
        AuditFilter { person: guest.present.person.key(), since: Some(since), limit: 200, ..AuditFilter::default() };
    state.engine().store().audit(&filter).await.map_err(|error| guest.trouble(state, &error.into()))
}

pub async fn show(Shared(state): Shared<State>, visit: Visit) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::LoggedIn, "/account/activity").await?;
        let records = records(&state, &guest).await?;
        let rows = rows(&state.world(), &records, &guest.scribe(&state), 200);
        let page = guest.page("account/activity.html", "activity-page-title", serde_json::json!({ "activity": rows }));
        Ok(state.kit().page(&guest.visit.reader, page))
    };
    shown.await.unwrap_or_else(|response: Response| response)
}
