//! A role's rights as a table of nouns and verbs. Those of a built-in role never change; a copy of them does.

use axum::response::Response;
use kit::Form;
use manage::{attributes::Attributes, desk::Fault};
use model::{
    Finding,
    role::{BuiltIn, RIGHT_NOUNS, Right, SITE_NOUNS, VERBS},
};
use serde_json::{Value, json};

use super::{
    Console,
    gate::Seat,
    nav::form,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
};

pub(super) fn show(console: &Console, seat: &Seat, here: &Here) -> Response {
    page(console, seat, here, None, &[])
}

fn page(console: &Console, seat: &Seat, here: &Here, typed: Option<&Form>, findings: &[Finding]) -> Response {
    let built_in = built_in(here);
    let rights = built_in.map_or_else(|| own(here), BuiltIn::rights);
    let may_copy = seat.caller.may_somewhere("write", "role");
    let in_site = here.at.path.contains('/');
    let nouns = std::iter::once("*").chain(RIGHT_NOUNS.into_iter().filter(|n| !in_site || SITE_NOUNS.contains(n)));
    let rows: Vec<Value> = nouns.map(|noun| row(noun, &rights, typed, seat)).collect();
    let example = rights.first().map_or_else(|| "user:read".to_owned(), |r| format!("{}:{}", r.noun, r.verb));
    let wrong: Vec<super::form::Wrong> = findings.iter().map(|f| super::form::wrong(f, "", &seat.speaker)).collect();
    let context = json!({
        "rows": rows,
        "verbs": std::iter::once("*").chain(VERBS).map(|verb| json!({ "key": verb_key(verb) })).collect::<Vec<_>>(),
        "built_in": built_in.map(|of| format!("console-role-{}", of.name())),
        "copy": may_copy.then(|| format!("/console/new/role?{}", form(&[("from", &here.at.path), ("in", here.at.parent())]))),
        "errors": wrong,
        "in_site": in_site,
        "cli": if built_in.is_some() { format!("symbolon ctl get {}", quoted(&here.seen.id())) } else { format!("symbolon ctl put {} rights={example}", quoted(&here.seen.id())) },
    });
    let page = console.object_page(seat, here, "console/rights.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn row(noun: &str, rights: &[Right], typed: Option<&Form>, seat: &Seat) -> Value {
    let key = if noun == "*" { "console-right-all".to_owned() } else { format!("console-right-{noun}") };
    let label = if seat.speaker.knows(&key) { seat.speaker.say(&key) } else { noun.to_owned() };
    let cells: Vec<Value> = std::iter::once("*")
        .chain(VERBS)
        .map(|verb| {
            let name = format!("right.{noun}.{verb}");
            let on = match typed {
                Some(form) => form.get(&name).is_some(),
                None => rights.iter().any(|r| r.noun == noun && r.verb == verb),
            };
            // What a wider right gives is told, though its own box is empty.
            let through = !on && rights.iter().any(|r| r.grants(noun, verb));
            json!({ "name": name, "on": on, "through": through, "verb": verb_key(verb) })
        })
        .collect();
    json!({ "noun": noun, "label": label, "cells": cells })
}

fn verb_key(verb: &str) -> String {
    if verb == "*" { "console-verb-all".to_owned() } else { format!("console-verb-{verb}") }
}

fn built_in(here: &Here) -> Option<BuiltIn> {
    let name = here.seen.attributes.get("builtIn").and_then(Value::as_str)?;
    BuiltIn::ALL.into_iter().find(|b| b.name() == name)
}

fn own(here: &Here) -> Vec<Right> {
    here.seen.attributes.get("rights").cloned().and_then(|r| serde_json::from_value(r).ok()).unwrap_or_default()
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let right = |name: &str| {
        let (noun, verb) = name.strip_prefix("right.")?.split_once('.')?;
        Some(json!({ "noun": noun, "verb": verb }))
    };
    if race::left(sent, "rights") {
        return Ok(saved(console, seat, here));
    }
    let rights: Vec<Value> = sent.names().filter_map(right).collect();
    let given = Attributes::from_iter([("rights".to_owned(), Value::Array(rights))]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(page(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => {
            let mine: Vec<Right> =
                given.get("rights").cloned().and_then(|r| serde_json::from_value(r).ok()).unwrap_or_default();
            let plain = |rights: &[Right]| {
                rights.iter().map(|r| format!("{} {}", r.noun, r.verb)).collect::<Vec<_>>().join("\n")
            };
            let whole =
                |rights: &[Right]| vec![race::whole("rights", seat.speaker.say("console-tab-rights"), plain(rights))];
            Ok(race::page(console, seat, here, (whole(&mine), whole(&own(here))), sent))
        }
        Err(fault) => Err(fault),
    }
}
