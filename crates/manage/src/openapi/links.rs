//! Operations on links: each way that a link can lead from an object, along it or back.

use model::Noun;
use serde_json::{Map, Value, json};

use super::{
    Operation,
    answers::{either, leads, nothing, tagged, unchanged},
    objects::{capital, template},
    schemas::reference,
};
use crate::{
    Type,
    desk::{HELD, RULE_LINKS, Way, ways},
};

pub(super) fn operations(kind: Type) -> Vec<Operation> {
    let base = format!("{}/$link", template(kind, false));
    let noun = match kind {
        Type::Object(noun) => noun,
        Type::ServiceMappingItem => return of_rules(kind, &base),
        _ => return Vec::new(),
    };
    let mut all = lists(kind, &base, &names(noun)).to_vec();
    if !Type::children(noun).is_empty() {
        all.extend([("one", "directly"), ("sub", "at any depth")].map(|(link, how)| within(noun, &base, (link, how))));
    }
    if noun == Noun::System {
        all.extend(HELD.map(|kind| held(&base, kind)));
    }
    all.extend(ways(noun).iter().flat_map(|way| one(kind, &base, &Leads::of(way))));
    all
}

/// Links of a rule that asks a service.
fn of_rules(kind: Type, base: &str) -> Vec<Operation> {
    let leads = RULE_LINKS.map(|noun| Leads { name: noun.name(), other: Type::Object(noun), payload: &[] });
    let names: Vec<&str> = leads.iter().map(|l| l.name).collect();
    let mut all = lists(kind, base, &names).to_vec();
    all.extend(leads.iter().flat_map(|leads| one(kind, base, leads)));
    all
}

/// Lists of links, all and those of a name.
fn lists(kind: Type, base: &str, names: &[&str]) -> [Operation; 2] {
    let (name, id) = (kind.name(), capital(kind.name()));
    let links = |what: &str| tagged(either(what, &reference("links")));
    [
        Operation::new("get", base, format!("list{id}Links"))
            .says(format!("Lists the links of one {name}"))
            .asks(&["unlessKnown"])
            .refuses(&[404])
            .answers(200, links("Links to what the caller may read."))
            .answers(304, unchanged()),
        Operation::new("get", format!("{base}/{{link}}"), format!("list{id}LinksNamed"))
            .says(format!("Lists the links of one {name} that have a name, or what lies in it"))
            .with(json!({ "name": "link", "in": "path", "required": true, "schema": { "type": "string", "enum": names },
                "description": "Name of the links, or a type; `one` for what lies in it directly, `sub` for what lies in it at any depth." }))
            .asks(&["unlessKnown"])
            .refuses(&[404])
            .answers(200, links("Links to what the caller may read."))
            .answers(304, unchanged()),
    ]
}

/// Where one link leads, and what it carries.
struct Leads {
    name: &'static str,
    other: Type,
    payload: &'static [&'static str],
}

impl Leads {
    fn of(way: &Way) -> Self {
        Self { name: way.name(), other: Type::Object(way.other), payload: way.role.payload }
    }
}

/// Lists what lies in an object and is of one type.
fn within(noun: Noun, base: &str, (link, how): (&str, &str)) -> Operation {
    let types: Vec<&str> = Type::all().map(Type::name).collect();
    Operation::new(
        "get",
        format!("{base}/{link}/{{type}}"),
        format!("list{}{}OfType", capital(noun.name()), capital(link)),
    )
    .says(format!("Lists what lies in one {} {how} and is of one type", noun.name()))
    .with(json!({ "name": "type", "in": "path", "required": true, "schema": { "type": "string", "enum": types } }))
    .asks(&["unlessKnown"])
    .refuses(&[404])
    .answers(200, tagged(either("Links to what the caller may read.", &reference("links"))))
    .answers(304, unchanged())
}

/// What the system has by itself: a link that is read and not set.
fn held(base: &str, kind: Type) -> Operation {
    Operation::new("get", format!("{base}{}", template(kind, true)), format!("readServer{}Link", capital(kind.name())))
        .says(format!("Reads the link of the system to one {}", kind.name()))
        .asks(&["unlessKnown"])
        .refuses(&[404])
        .answers(200, tagged(either("The link.", &reference("links"))))
        .answers(304, unchanged())
}

/// What may stand behind `$link` alone.
fn names(noun: Noun) -> Vec<&'static str> {
    let mut names: Vec<&str> = ways(noun).iter().map(Way::name).collect();
    names.extend(["one", "sub"]);
    names.extend(Type::all().map(Type::name));
    let mut known = std::collections::BTreeSet::new();
    names.retain(|name| known.insert(*name));
    names
}

/// Reads, sets and removes one link.
fn one(kind: Type, base: &str, leads_to: &Leads) -> Vec<Operation> {
    let Leads { name, other, payload: carries } = *leads_to;
    let far = template(other, true);
    // The name of a link is left out where it is the type's.
    let path = if name == other.name() { format!("{base}{far}") } else { format!("{base}/{name}{far}") };
    let id = format!("{}{}", capital(kind.name()), capital(name));
    let (from, to) = (kind.name(), other.name());
    let says = |what: &str| format!("{what} the link {name} of one {from} to one {to}");
    let written = |operation: Operation| operation.asks(&["dryRun", "ifMatch"]).refuses(&[404, 412, 422]);
    let mut put =
        written(Operation::new("put", &path, format!("link{id}"))).says(says("Sets")).refuses(&[413, 415]).answers(
            200,
            leads(either("The link.", &reference("link")), &path, &[format!("read{id}Link"), format!("unlink{id}")]),
        );
    if !carries.is_empty() {
        put = put.takes(payload(carries));
    }
    vec![
        Operation::new("get", &path, format!("read{id}Link"))
            .says(says("Reads"))
            .asks(&["unlessKnown"])
            .refuses(&[404])
            .answers(200, tagged(either("The link.", &reference("links"))))
            .answers(304, unchanged()),
        put,
        written(Operation::new("delete", &path, format!("unlink{id}")))
            .says(says("Removes"))
            .answers(204, leads(nothing("It is gone."), &path, &[format!("read{id}Link")])),
    ]
}

/// A link's own attributes: those that are not given are off.
fn payload(carries: &[&str]) -> Value {
    let of = |truth: &Value| {
        let properties: Map<String, Value> = carries.iter().map(|name| ((*name).to_owned(), truth.clone())).collect();
        json!({ "schema": { "type": "object", "properties": properties, "additionalProperties": false } })
    };
    let in_form = json!({ "type": "string", "enum": ["true", "false", "on", "off", ""] });
    json!({ "application/json": of(&json!({ "type": "boolean" })), "application/x-www-form-urlencoded": of(&in_form) })
}
