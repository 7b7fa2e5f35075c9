//! A role given to a user in one step: through a group that has it, which is made where there is none, and which may use the console.

use axum::response::Response;
use kit::Form;
use manage::{
    address::{Address, Type},
    attributes::Attributes,
    caller::roles_through,
    desk::{Fault, How},
};
use model::{AnyObject, Catalogue, Finding, Noun, role::BuiltIn};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

use super::{Them, href};
use crate::console::{Console, create, gate, gate::Seat, object::object, said::Said};

/// The roles, the narrowest first: what a form shows first is what is given by mistake.
const ROLES: [BuiltIn; 5] =
    [BuiltIn::Helpdesk, BuiltIn::Auditor, BuiltIn::Operator, BuiltIn::SiteManager, BuiltIn::Administrator];

/// Names that are tried for a new role and its group.
const NAMES: usize = 9;

/// What the seat can give, and where; nothing where that is nothing.
pub fn choices(console: &Console, seat: &Seat, them: &Them) -> Option<Value> {
    if them.may.outranked {
        return None;
    }
    let mut sites = create::sites(console, seat, Noun::Role, them.at.site());
    let path = |site: &Value| site["value"].as_str().unwrap_or_default().to_owned();
    sites.retain(|site| {
        may_make(seat, &path(site)) && ROLES.iter().any(|role| seat.caller.covers(&path(site), &role.rights()))
    });
    let open = |role: &BuiltIn| sites.iter().any(|site| seat.caller.covers(&path(site), &role.rights()));
    let roles = ROLES.iter().filter(|role| open(role));
    let roles: Vec<Value> =
        roles.map(|role| json!({ "value": role.name(), "label": seat.speaker.say(&title_key(*role)) })).collect();
    (!roles.is_empty()).then(|| json!({ "roles": roles, "sites": sites }))
}

fn may_make(seat: &Seat, site: &str) -> bool {
    let site = Some(site).filter(|s| !s.is_empty());
    seat.caller.may("write", "role", site) && (site.is_none() || seat.caller.may("write", "group", site))
}

fn title_key(role: BuiltIn) -> String {
    format!("console-role-{}", role.name())
}

/// The roles that a group's members have, as far as the seat may see them.
pub fn through(console: &Console, seat: &Seat, group: &str) -> Vec<Value> {
    let world = console.desk.engine().world();
    let Some(entry) = world.catalogue.at(Noun::Group, group) else { return Vec::new() };
    let roles = roles_through(&world.catalogue, entry.id);
    let named =
        roles.iter().filter_map(|id| console.desk.named(&seat.caller, Noun::Role, &world.catalogue.entry(*id)?.path));
    let each = named.map(|n| {
        let site = n.path.rsplit_once('/').map(|(site, _)| site);
        json!({ "title": seat.speaker.title(&n.titles, n.name()), "site": site, "href": format!("/console{}?tab=rights", n.id()) })
    });
    each.collect()
}

pub async fn give(console: &Console, seat: &Seat, them: &Them, sent: &Form) -> Result<Response, Fault> {
    let role = ROLES.into_iter().find(|role| Some(role.name()) == sent.get("role")).ok_or(Fault::Unsupported)?;
    let site = sent.get("in").map(str::trim).unwrap_or_default();
    // Judged before anything is made: what is begun here is not left half done for want of rights.
    if !may_make(seat, site) {
        return Err(Fault::Forbidden);
    }
    if them.may.outranked || !seat.caller.covers(site, &role.rights()) {
        return Err(Fault::Outranked);
    }
    let found = carrier(&console.desk.engine().world().catalogue, seat, role, site);
    let group = match found {
        Some(group) => group,
        None => made(console, seat, role, (site, them.at.site().unwrap_or_default())).await?,
    };
    let enters = lets_in(console, seat, them, &group).await?;
    link(console, seat, &them.at, ("memberOf", Noun::Group, &group)).await?;
    let said = Said::new(if enters { "role-given" } else { "role-given-apart" })
        .with("title", &them.title)
        .with("role", &seat.speaker.say(&title_key(role)))
        .with("group", &group);
    let undo = [("act", "leave"), ("tab", "groups"), ("group", &group)].map(|(n, v)| (n.to_owned(), v.to_owned()));
    let id = them.seen.id();
    Ok(console.onward(seat, &href(&id, "groups"), said.undone_by(format!("/console{id}"), undo.to_vec())))
}

fn site_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(site, _)| site)
}

/// A group that has this role in this site and no other one, whose members are listed, and which the seat may change.
fn carrier(catalogue: &Catalogue, seat: &Seat, role: BuiltIn, site: &str) -> Option<String> {
    let roles = catalogue.roles().filter(|(entry, r)| site_of(&entry.path) == site && r.built_in == Some(role));
    let groups = roles.flat_map(|(entry, _)| entry.links_as("assignedTo").map(move |link| (entry.id, link.to)));
    let fitting = groups.filter_map(|(role, group)| {
        let entry = catalogue.entry(group)?;
        let AnyObject::Group(of) = &entry.object else { return None };
        let listed = !of.everyone && of.filter.is_empty();
        let alone = roles_through(catalogue, group) == BTreeSet::from([role]);
        let may = seat.caller.may("write", "group", Some(site_of(&entry.path)));
        (listed && alone && may).then(|| entry.path.clone())
    });
    fitting.min()
}

/// A role and a group that has it, both named after what it is. What the whole system gives is held by a group of the user's site.
async fn made(console: &Console, seat: &Seat, role: BuiltIn, (site, home): (&str, &str)) -> Result<String, Fault> {
    let given = Attributes::from_iter([
        ("builtIn".to_owned(), role.name().into()),
        ("title".to_owned(), titles(console, role)),
    ]);
    let role_path = fresh(console, seat, (Noun::Role, site), role, &given).await?;
    let given = Attributes::from_iter([("title".to_owned(), titles(console, role))]);
    let group = fresh(console, seat, (Noun::Group, if site.is_empty() { home } else { site }), role, &given).await?;
    link(console, seat, &object(Noun::Role, &role_path), ("assignedTo", Noun::Group, &group)).await?;
    Ok(group)
}

fn titles(console: &Console, role: BuiltIn) -> Value {
    let texts = console.state.kit().pages.texts();
    let said = |l: kit::Locale| (l.tag().to_owned(), texts.say(l, &title_key(role), &kit::Args::new()).into());
    Value::Object(Map::from_iter(kit::Locale::ALL.map(said)))
}

/// A new object under the first name that is free.
async fn fresh(
    console: &Console,
    seat: &Seat,
    (noun, site): (Noun, &str),
    role: BuiltIn,
    given: &Attributes,
) -> Result<String, Fault> {
    let how = How { create_only: true, ..How::default() };
    for number in 1..=NAMES {
        let name = if number == 1 { role.name().to_owned() } else { format!("{}-{number}", role.name()) };
        let path = if site.is_empty() { name } else { format!("{site}/{name}") };
        match console.desk.put(&seat.caller, &object(noun, &path), given, &how).await {
            Ok(_) => return Ok(path),
            Err(Fault::Precondition) => {}
            Err(fault) => return Err(fault),
        }
    }
    Err(Fault::Invalid(vec![Finding::broken("name", "name-taken").with("name", role.name())]))
}

async fn link(
    console: &Console,
    seat: &Seat,
    from: &Address,
    (name, noun, path): (&str, Noun, &str),
) -> Result<(), Fault> {
    let segments = [name, noun.name()].into_iter().chain(path.split('/'));
    let segments: Vec<String> = segments.map(str::to_owned).collect();
    console.desk.link(&seat.caller, from, &segments, &Attributes::new(), &How::default()).await.map(drop)
}

/// Whether the group's members get in to the console, which is seen to where the seat may; the login there is the application's own.
async fn lets_in(console: &Console, seat: &Seat, them: &Them, group: &str) -> Result<bool, Fault> {
    let console_of = {
        let world = console.desk.engine().world();
        let catalogue = &world.catalogue;
        let top = them.at.site().and_then(|site| site.split('/').next());
        let site = top.and_then(|top| catalogue.at(Noun::Site, top)).map(|entry| entry.id);
        let Some(entry) = gate::application(&world, site).and_then(|id| catalogue.entry(id)) else { return Ok(false) };
        let allowed: BTreeSet<&str> =
            entry.links_as("allowedTo").filter_map(|l| catalogue.entry(l.to)).map(|e| e.path.as_str()).collect();
        let theirs = them.view["groups"].as_object();
        if allowed.contains(group) || theirs.is_some_and(|all| all.keys().any(|path| allowed.contains(path.as_str()))) {
            return Ok(true);
        }
        entry.path.clone()
    };
    if !seat.caller.may("write", "application", Some(site_of(&console_of))) {
        return Ok(false);
    }
    let at = Address::object(Type::Object(Noun::Application), &console_of);
    link(console, seat, &at, ("allowedTo", Noun::Group, group)).await?;
    Ok(true)
}
