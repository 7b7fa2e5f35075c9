//! An answer of *What if* for people: a sentence, then each decision with its because, and what was not offered.

use login::whatif::{Explained, How, Moment, Point, Received, Ruling, Standing, Step};
use model::audit::Outcome;
use serde_json::{Value, json};

use crate::{
    console::{Console, gate::Seat},
    words::Words,
};

/// Points that a page shows below one another.
const DEEPEST: usize = 6;

pub fn explained(console: &Console, seat: &Seat, all: &Explained) -> Value {
    let name = all.person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let application = all.application.trim_start_matches("/application/");
    let (key, mark) = verdict(all);
    let person = all.person.as_ref().map(|p| {
        json!({
            "name": p.name, "href": user_href(seat, &p.site, &p.name), "registered": p.registered, "site": p.site, "groups": p.groups, "enters_by": p.enters_by,
            "kept_out": p.kept_out.iter().map(|rule| about_user(seat, rule, &p.site, &p.name)).collect::<Vec<_>>(),
            "counters": p.counters.iter().filter(|c| c.failures > 0).map(|c| json!({ "class": c.class, "failures": c.failures, "locked": c.locked, "until": c.until })).collect::<Vec<_>>(),
            "credentials": p.credentials.iter().map(|c| json!({ "method": c.method, "label": c.label, "state": format!("value-token-state-{}", c.state) })).collect::<Vec<_>>(),
        })
    });
    json!({
        "verdict": Words::new(key).with("name", if name.is_empty() { seat.speaker.say("console-whatif-somebody") } else { name }).with("application", application),
        "mark": mark,
        "closed": rulings(seat, &all.closed),
        // Nothing that could be proven counts then.
        "out": out(all) && !matches!(all.point.step, Step::Deny { .. }),
        "person": person,
        "arrival": all.arrival.as_ref().map(|arrival| json!({
            "method": arrival.method,
            "href": method_href(seat, &arrival.method),
            "attributes": arrival.attributes.iter().map(|(name, values)| (name, values.join(", "))).collect::<Vec<_>>(),
            "rules": rulings(seat, &arrival.rules),
            "link": arrival.link.as_ref().map(|r| ruling(seat, r)),
            "outcome": ruling(seat, &arrival.outcome),
        })),
        "point": point(console, seat, &all.point, DEEPEST),
        "version": all.version,
        "application": { "path": application, "href": format!("/console{}", all.application) },
    })
}

/// The sentence that the answer begins with, and the mark beside it.
fn verdict(all: &Explained) -> (&'static str, &'static str) {
    match &all.point.step {
        Step::Grant => ("console-whatif-granted", "whole"),
        Step::Deny { .. } => ("console-whatif-denied", "apart"),
        _ if out(all) => ("console-whatif-never", "apart"),
        // Nobody in particular, or somebody who still has to say which account is theirs.
        _ if all.person.is_none() && all.arrival.as_ref().is_none_or(|a| a.outcome.rule == "links-first") => {
            ("console-whatif-asked", "first")
        }
        _ => match reach(&all.point) {
            (true, _) => ("console-whatif-can", "first"),
            (false, true) => ("console-whatif-perhaps", "first"),
            (false, false) => ("console-whatif-cannot", "apart"),
        },
    }
}

/// Whether the application is closed or the person is kept out of it, whatever is proven.
fn out(all: &Explained) -> bool {
    !all.closed.is_empty() || all.person.as_ref().is_some_and(|p| !p.kept_out.is_empty())
}

/// Whether some way from here ends with a grant, and whether one was too long to tell.
fn reach(point: &Point) -> (bool, bool) {
    if matches!(point.step, Step::Grant) {
        return (true, false);
    }
    let mut cut = false;
    for branch in &point.branches {
        cut |= branch.cut;
        if let Some(then) = &branch.then {
            let (granted, more) = reach(then);
            if granted {
                return (true, false);
            }
            cut |= more;
        }
    }
    (false, cut)
}

fn point(console: &Console, seat: &Seat, at: &Point, left: usize) -> Value {
    let left_out = at.methods.iter().filter(|m| m.standing == Standing::Refused);
    let refused: Vec<Value> = left_out
        .map(|m| json!({ "method": m.method, "kind": kind(console, seat, m.kind), "rules": rulings(seat, &m.rules), "href": method_href(seat, &m.method) }))
        .collect();
    let (key, icon, methods) = step(&at.step);
    let words = Words::new(key).with("methods", methods.join(", ").as_str()).with("reason", reason(&at.step));
    json!({
        "passed": at.passed,
        "words": words,
        "kind": icon,
        "icon": if icon.is_empty() { "dot" } else { icon },
        "why": rulings(seat, &at.why),
        "refused": refused,
        "received": at.received.as_ref().map(received),
        "branches": at.branches.iter().map(|b| json!({
            "words": Words::new(match b.how {
                How::Pass => "console-whatif-passes",
                How::Enrol => "console-whatif-sets-up",
                How::Consent => "console-whatif-consents",
            }).with("method", b.method.as_str()),
            "impossible": b.impossible.as_ref().map(|r| ruling(seat, r)),
            "then": b.then.as_ref().filter(|_| left > 0).map(|then| point(console, seat, then, left - 1)),
            "cut": b.cut || left == 0 && b.then.is_some(),
        })).collect::<Vec<_>>(),
    })
}

fn kind(console: &Console, seat: &Seat, name: &str) -> String {
    let known = console.desk.engine().kinds().iter().map(|r| r.kind).find(|k| k.name == name);
    known.map_or_else(|| name.to_owned(), |k| seat.speaker.kind(k.name, k.type_name))
}

fn step(step: &Step) -> (&'static str, &'static str, &[String]) {
    match step {
        Step::Choose { methods } if methods.len() == 1 => ("console-whatif-step-one", "", methods),
        Step::Choose { methods } => ("console-whatif-step-choose", "", methods),
        Step::Enrol { methods } => ("console-whatif-step-enrol", "", methods),
        Step::Owed { method } => ("console-whatif-step-owed", "", std::slice::from_ref(method)),
        Step::Consent { scopes } => ("console-whatif-step-consent", "", scopes),
        Step::Grant => ("console-whatif-step-grant", "ok", &[]),
        Step::Deny { .. } => ("console-whatif-step-deny", "bad", &[]),
    }
}

const fn reason(step: &Step) -> &'static str {
    match step {
        Step::Deny { reason } => reason,
        _ => "",
    }
}

fn rulings(seat: &Seat, all: &[Ruling]) -> Vec<Value> {
    all.iter().map(|one| ruling(seat, one)).collect()
}

/// A rule in words, with the object where it can be changed.
fn ruling(seat: &Seat, rule: &Ruling) -> Value {
    let words = rule
        .args
        .iter()
        .fold(Words::new(format!("whatif-{}", rule.rule)), |words, (name, value)| words.with(name, value.as_str()));
    // Only what the seat may open is a link.
    let path = manage::address::Address::parse(&rule.object).ok();
    let open = path.filter(|at| seat.caller.may("read", at.kind.right(), at.site()));
    json!({
        "words": words,
        "object": rule.object,
        "href": open.map(|_| format!("/console{}", rule.object)),
        "findings": seat.speaker.findings(&rule.findings),
    })
}

/// A rule about the person: what no other object decides is changed on the person's own page.
fn about_user(seat: &Seat, rule: &Ruling, site: &str, name: &str) -> Value {
    let mut told = ruling(seat, rule);
    if rule.object.is_empty() {
        told["href"] = json!(user_href(seat, site, name));
        told["object"] = json!(name);
    }
    told
}

fn user_href(seat: &Seat, site: &str, name: &str) -> Option<String> {
    let id = manage::address::id(manage::address::Type::User, &format!("{site}/{name}"));
    (!site.is_empty() && seat.caller.may("read", "user", Some(site))).then(|| format!("/console{id}"))
}

fn method_href(seat: &Seat, name: &str) -> Option<String> {
    let id = manage::address::id(manage::address::Type::Object(model::Noun::Method), name);
    seat.caller.may("read", "method", None).then(|| format!("/console{id}"))
}

/// What the application would be told, line by line.
fn received(all: &Received) -> Value {
    let facts: Vec<(&str, String)> = [
        ("console-whatif-subject", all.subject.clone()),
        ("console-whatif-methods", all.methods.join(", ")),
        ("console-whatif-acr", all.acr.clone().unwrap_or_default()),
        ("console-whatif-amr", all.amr.join(", ")),
        ("console-whatif-class", all.class_reference.clone().unwrap_or_default()),
        ("console-whatif-declaration", all.declaration_reference.clone().unwrap_or_default()),
        ("console-whatif-format", all.format.clone()),
        ("console-whatif-groups", all.groups.join(", ")),
        ("console-whatif-scopes", all.scopes.join(" ")),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .collect();
    let attributes: Vec<(&String, String)> =
        all.attributes.iter().map(|(name, values)| (name, values.join(", "))).collect();
    json!({ "facts": facts, "attributes": attributes })
}

/// An event of a login that is explained.
pub fn moment(seat: &Seat, moment: &Moment) -> Value {
    let action = moment.action.replace('.', "-");
    let keys = [format!("console-event-{action}"), format!("activity-{action}")];
    let words = seat.speaker.scribe.first(&keys).map(|key| Words::new(key).with("method", moment.method.as_str()));
    let failed = moment.outcome == Outcome::Failure;
    json!({
        "at": moment.at,
        "words": words,
        "action": moment.action,
        "reason": moment.reason,
        "from": moment.from,
        "kind": if failed { "bad" } else { "ok" },
    })
}
