//! Events folded: all that belongs to one login or one change stands together, the newest fold first and its steps in their order.

use std::collections::BTreeMap;

use manage::desk::Fault;
use model::{
    Id, Noun, Person,
    audit::{Event, Outcome},
};
use serde::Serialize;
use store::{AuditFilter, AuditRecord};

use crate::{
    console::{Console, gate::Seat, nav::form},
    words::Words,
};

/// One login or change.
#[derive(Clone, Debug, Serialize)]
pub struct Fold {
    pub at: i64,
    /// To the second.
    pub clock: String,
    pub day: String,
    pub title: Words,
    /// `ok`, `warn`, `bad` or nothing.
    pub kind: &'static str,
    pub badge: Label,
    pub steps: Vec<Step>,
    /// *What if*, for what was refused.
    pub why: Option<String>,
    pub open: bool,
}

/// What an event is called: a text, or its action where no text has it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Label {
    pub words: Option<Words>,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub kind: &'static str,
    pub icon: &'static str,
    /// To the millisecond.
    pub clock: String,
    pub label: Label,
    pub reason: String,
    /// What more it says, each with the key of its name.
    pub facts: Vec<(&'static str, String)>,
    pub detail: String,
}

#[derive(Debug, Serialize)]
pub struct Day<'a> {
    pub name: &'a str,
    pub folds: Vec<&'a Fold>,
}

/// Letters of a detail that a page shows; the whole is in the export.
const LONGEST: usize = 1200;

pub async fn folds(console: &Console, seat: &Seat, records: &[AuditRecord]) -> Result<Vec<Fold>, Fault> {
    let mut groups: Vec<Vec<&AuditRecord>> = Vec::new();
    let mut places: BTreeMap<Id, usize> = BTreeMap::new();
    for record in records {
        match record.event.as_ref().and_then(|event| event.correlation) {
            Some(login) => match places.get(&login) {
                Some(at) => groups[*at].push(record),
                None => {
                    places.insert(login, groups.len());
                    groups.push(vec![record]);
                }
            },
            None => groups.push(vec![record]),
        }
    }
    let mut folds = Vec::with_capacity(groups.len());
    for group in groups {
        let known = known(console, seat, &group).await?;
        let mut fold = fold(seat, &group, known.as_ref().map(|(_, name)| name.as_str()));
        fold.why = why(seat, &group, known);
        folds.push(fold);
    }
    Ok(folds)
}

/// Folds by day, as they come.
pub fn days<'a>(folds: &'a [Fold]) -> serde_json::Value {
    let mut days: Vec<Day<'a>> = Vec::new();
    for fold in folds {
        match days.last_mut() {
            Some(day) if day.name == fold.day => day.folds.push(fold),
            _ => days.push(Day { name: &fold.day, folds: vec![fold] }),
        }
    }
    serde_json::to_value(days).unwrap_or_default()
}

/// The newest events of these actions in the sites that the seat may read.
pub async fn recent(
    console: &Console,
    seat: &Seat,
    site: Option<&str>,
    actions: &[&str],
    most: u32,
) -> Result<Vec<Fold>, Fault> {
    let mut records = Vec::new();
    for action in actions {
        let filter = AuditFilter { action: (*action).to_owned(), limit: most, ..AuditFilter::default() };
        records.extend(console.desk.audit(&seat.caller, site, &filter).await?.0);
    }
    records.sort_by_key(|record| std::cmp::Reverse(record.at));
    records.truncate(most as usize);
    folds(console, seat, &records).await
}

fn fold(seat: &Seat, group: &[&AuditRecord], known: Option<&str>) -> Fold {
    let events: Vec<&Event> = group.iter().filter_map(|record| record.event.as_ref()).collect();
    let newest = group.first().map(|record| record.at).unwrap_or_default();
    let main = main(&events);
    let scribe = &seat.speaker.scribe;
    Fold {
        at: newest.millis(),
        clock: scribe.clock(newest, false),
        day: scribe.date(newest),
        title: title(&events, main, known.unwrap_or_default()),
        kind: main.map_or("", kind),
        badge: main.map_or_else(Label::default, |event| label(seat, event)),
        steps: group.iter().rev().map(|record| step(seat, record)).collect(),
        why: None,
        open: false,
    }
}

/// What it came to: the end of a login where it is on this page, else the gravest, else the last that happened.
fn main<'a>(events: &[&'a Event]) -> Option<&'a Event> {
    let ends = |event: &&&Event| matches!(event.action.as_str(), "login.granted" | "login.denied");
    let grave = |of: &str| events.iter().find(|event| kind(event) == of);
    events.iter().find(ends).or_else(|| grave("warn")).or_else(|| grave("bad")).or_else(|| events.first()).copied()
}

/// `known` is the name of whom it is about, where no event says one.
fn title(events: &[&Event], main: Option<&Event>, known: &str) -> Words {
    let Some(main) = main else { return Words::new("console-audit-erased") };
    let first = |of: fn(&Event) -> &str| events.iter().map(|e| of(e)).find(|text| !text.is_empty()).unwrap_or_default();
    let (name, application) = (first(|e| &e.name), first(|e| &e.application));
    let name = if name.is_empty() { known } else { name };
    let object = main.detail.get("object").and_then(serde_json::Value::as_str).unwrap_or_default();
    let about = [object, name, application].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    match (main.actor.as_str(), about) {
        ("", _) if !name.is_empty() && !application.is_empty() => {
            Words::new("console-audit-login").with("name", name).with("application", application)
        }
        ("", "") => Words::new("console-audit-system"),
        ("", about) => Words::new("console-audit-one").with("name", about),
        (actor, "") => Words::new("console-audit-one").with("name", actor),
        (actor, about) => Words::new("console-audit-change").with("actor", actor).with("object", about),
    }
}

fn kind(event: &Event) -> &'static str {
    match event.action.as_str() {
        "account.locked" | "webhook.failing" | "token.stolen" | "token.replayed" => "warn",
        _ if event.outcome == Outcome::Failure => "bad",
        "login.granted" | "method.passed" | "enrolment.done" => "ok",
        _ => "",
    }
}

fn label(seat: &Seat, event: &Event) -> Label {
    let action = event.action.replace('.', "-");
    let keys = [format!("console-event-{action}"), format!("activity-{action}")];
    let words = seat.speaker.scribe.first(&keys).map(|key| Words::new(key).with("method", event.method.as_str()));
    Label { words, text: event.action.clone() }
}

fn step(seat: &Seat, record: &AuditRecord) -> Step {
    let clock = seat.speaker.scribe.clock(record.at, true);
    let Some(event) = &record.event else {
        let label = Label { words: Some(Words::new("console-audit-erased")), text: String::new() };
        return Step {
            kind: "",
            icon: "dot",
            clock,
            label,
            reason: String::new(),
            facts: Vec::new(),
            detail: String::new(),
        };
    };
    let kind = kind(event);
    let facts = [
        ("console-audit-method", &event.method),
        ("console-audit-application", &event.application),
        ("console-audit-name", &event.name),
        ("console-audit-actor", &event.actor),
        ("console-audit-from", &event.from),
        ("console-audit-agent", &event.agent),
    ];
    let detail = if event.detail.is_null() {
        String::new()
    } else {
        serde_json::to_string_pretty(&event.detail).unwrap_or_default()
    };
    Step {
        kind,
        icon: match kind {
            "ok" => "ok",
            "bad" => "bad",
            "warn" => "warn",
            _ => "dot",
        },
        clock,
        label: label(seat, event),
        reason: event.reason.clone(),
        facts: facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (key, value.clone()))
            .collect(),
        detail: shortened(&detail),
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        text.to_owned()
    } else {
        format!("{}…", text.chars().take(LONGEST).collect::<String>())
    }
}

/// Site and name of the user whom it is about, where the seat may see them.
async fn known(console: &Console, seat: &Seat, group: &[&AuditRecord]) -> Result<Option<(String, String)>, Fault> {
    let events: Vec<&Event> = group.iter().filter_map(|record| record.event.as_ref()).collect();
    // Most say it themselves, and what was not refused is not asked about.
    if events.iter().any(|e| !e.name.is_empty()) && events.iter().all(|e| e.outcome != Outcome::Failure) {
        return Ok(None);
    }
    let person = events.iter().find_map(|e| Person::parse(&e.person)).and_then(|p| p.user());
    let Some(id) = person else { return Ok(None) };
    let Some(user) = console.desk.engine().store().user(id).await? else { return Ok(None) };
    let site = site_of(console, user.site).filter(|site| seat.caller.may("read", "user", Some(site)));
    Ok(site.map(|site| (site, user.name)))
}

/// The question that asks the same again, for what was refused and whom the seat may ask about.
fn why(seat: &Seat, group: &[&AuditRecord], known: Option<(String, String)>) -> Option<String> {
    let events: Vec<&Event> = group.iter().filter_map(|record| record.event.as_ref()).collect();
    let refused = events.iter().any(|e| e.outcome == Outcome::Failure && !e.application.is_empty());
    let event = events.iter().find(|e| !e.application.is_empty()).filter(|_| refused)?;
    let site = event.application.rsplit_once('/').map(|(site, _)| site);
    if !seat.caller.may("read", "whatif", site) {
        return None;
    }
    if let Some(login) = event.correlation.filter(|_| seat.caller.may("read", "audit", None)) {
        return Some(format!("/console/whatif?{}", form(&[("login", &login.to_string())])));
    }
    let user = known.map(|(site, name)| format!("{site}/{name}")).unwrap_or_default();
    let asked = [("application", event.application.as_str()), ("user", &user), ("address", &event.from)];
    let filled: Vec<(&str, &str)> = asked.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    Some(format!("/console/whatif?{}", form(&filled)))
}

fn site_of(console: &Console, id: Id) -> Option<String> {
    let world = console.desk.engine().world();
    world.catalogue.entry(id).filter(|entry| entry.noun() == Noun::Site).map(|entry| entry.path.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::Time;

    fn event(action: &str, change: impl FnOnce(&mut Event)) -> Event {
        let mut event = Event::new(Time::default(), action, Outcome::Success);
        change(&mut event);
        event
    }

    #[test]
    fn a_fold_says_who_and_what_about() {
        let login = event("login.denied", |e| {
            e.name = "ada".into();
            e.application = "demo/wiki".into();
        });
        let change = event("object.put", |e| {
            e.actor = "ines".into();
            e.detail = serde_json::json!({ "object": "/method/totp.1" });
        });
        let unlocked = event("user.unlocked", |e| {
            e.actor = "ines".into();
            e.name = "ada".into();
        });
        let quiet = event("key.made", |_| {});
        let locked = event("account.locked", |e| e.application = "demo/wiki".into());
        for (event, key, args) in [
            (&login, "console-audit-login", vec![("application", "demo/wiki"), ("name", "ada")]),
            (&change, "console-audit-change", vec![("actor", "ines"), ("object", "/method/totp.1")]),
            (&unlocked, "console-audit-change", vec![("actor", "ines"), ("object", "ada")]),
            (&quiet, "console-audit-system", vec![]),
        ] {
            let words = title(&[event], Some(event), "");
            let told = args.iter().fold(Words::new(key), |words, (name, value)| words.with(name, *value));
            assert_eq!(words, told);
        }
        let (sent, missed) = (event("message.sent", |_| {}), event("method.missed", |e| e.outcome = Outcome::Failure));
        for (events, action) in [
            (vec![&sent, &missed, &locked], "account.locked"),
            (vec![&sent, &missed], "method.missed"),
            (vec![&sent, &locked, &login], "login.denied"),
            (vec![&sent, &quiet], "message.sent"),
        ] {
            assert_eq!(main(&events).map(|e| e.action.as_str()), Some(action));
        }
        assert_eq!(title(&[], None, "").key, "console-audit-erased");
        let told = Words::new("console-audit-login").with("name", "ada").with("application", "demo/wiki");
        assert_eq!(title(&[&locked], Some(&locked), "ada"), told, "a lock names nobody; whose it is does");
    }
}
