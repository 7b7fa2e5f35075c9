//! What each page of a user shows.

use axum::response::Response;
use kit::Form;
use manage::desk::{Fault, Filter};
use model::{
    Finding, Noun,
    credential::CredentialState,
    token::{Act, Revoked},
};
use serde_json::{Value, json};
use store::AuditFilter;

use super::{Them, fields, give, name_of};
use crate::{
    agent::Agent,
    console::{Console, audit, form as forms, gate::Seat, nav::form, object::answered, save::quoted},
};

/// Groups that a select offers; above it the path is typed.
const GROUPS: usize = 200;
/// Events of the last activity.
const EVENTS: u32 = 60;

pub async fn page(console: &Console, seat: &Seat, them: &Them) -> Result<Response, Fault> {
    match them.tab {
        "groups" => groups(console, seat, them, &[]),
        "ways" => ways(console, seat, them, &[]),
        "sessions" => Ok(sessions(console, seat, them)),
        "activity" => activity(console, seat, them).await,
        _ => Ok(main(console, seat, them, None, &[])),
    }
}

pub fn main(console: &Console, seat: &Seat, them: &Them, typed: Option<&Form>, findings: &[Finding]) -> Response {
    let sheet = fields::Sheet { typed, findings, may_write: them.may.write, ..fields::Sheet::of(&them.seen) };
    let wrong = sheet.wrong(seat);
    let id = them.seen.id();
    let first = |name: &str| them.seen.attributes.get(name).and_then(|v| v.get(0)).and_then(Value::as_str);
    let words = fields::USUAL.iter().filter_map(|name| first(name).map(|value| format!(" {name}={}", quoted(value))));
    let whatif = seat
        .caller
        .may_somewhere("read", "whatif")
        .then(|| format!("/console/whatif?{}", form(&[("user", &them.at.path)])));
    let context = json!({
        "fields": sheet.fields(seat),
        "errors": wrong,
        "facts": {
            "site": them.view["site"], "directory": them.view["directory"], "created": them.view["created"],
            "id": them.view["id"], "tokens": tokens(seat, them), "whatif": whatif,
        },
        "cli": format!("symbolon ctl put {}{}", quoted(&id), words.collect::<String>()),
    });
    let page = console.user_page(seat, them, "console/user.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

/// The list of the tokens that they have, for who may see it.
fn tokens(seat: &Seat, them: &Them) -> Option<String> {
    let may = seat.caller.may("read", "token", them.at.site());
    may.then(|| format!("/console/token?{}", form(&[("user", &them.at.path)])))
}

pub fn groups(console: &Console, seat: &Seat, them: &Them, findings: &[Finding]) -> Result<Response, Fault> {
    let may = |path: &str| {
        !them.may.outranked && seat.caller.may("write", "group", path.rsplit_once('/').map(|(site, _)| site))
    };
    let present = them.view["groups"].as_object().cloned().unwrap_or_default();
    let rows: Vec<Value> = present
        .iter()
        .map(|(path, how)| {
            let named = console.desk.named(&seat.caller, Noun::Group, path);
            json!({
                "path": path,
                "title": named.as_ref().map_or_else(|| path.clone(), |n| seat.speaker.title(&n.titles, n.name())),
                "href": named.as_ref().map(|n| format!("/console{}", n.id())),
                "how": format!("console-member-{}", how.as_str().unwrap_or("listed")),
                "removable": how == "listed" && may(path),
                "roles": give::through(console, seat, path),
            })
        })
        .collect();
    let all = console.desk.names(&seat.caller, Noun::Group, &Filter { limit: 5000, ..Filter::default() });
    let open: Vec<Value> = all
        .iter()
        .filter(|g| may(&g.path) && present.get(&g.path).is_none_or(|how| how != "listed"))
        .map(|g| json!({ "path": g.path, "title": seat.speaker.title(&g.titles, g.name()) }))
        .collect();
    let wrong: Vec<forms::Wrong> = findings.iter().map(|f| forms::wrong(f, "join-group", &seat.speaker)).collect();
    let id = them.seen.id();
    let context = json!({
        "rows": rows,
        "typed": open.len() > GROUPS,
        "editable": !open.is_empty(),
        "joinable": if open.len() > GROUPS { Vec::new() } else { open },
        "errors": wrong,
        "give": give::choices(console, seat, them),
        "cli": format!("symbolon ctl link {} memberOf /group/SITE/NAME", quoted(&id)),
    });
    let page = console.user_page(seat, them, "console/user_groups.html", context);
    Ok(answered(console, seat, page, !wrong.is_empty()))
}

pub fn ways(console: &Console, seat: &Seat, them: &Them, findings: &[Finding]) -> Result<Response, Fault> {
    let kinds = console.desk.engine().kinds();
    let kind = |name: &str| {
        let known = kinds.iter().map(|r| r.kind).find(|k| k.name == name);
        known.map_or_else(|| name.to_owned(), |k| seat.speaker.kind(k.name, k.type_name))
    };
    let id = them.seen.id();
    let who = them.at_ctl();
    let listed = |member: &str| them.view[member].as_array().cloned().unwrap_or_default();
    let credentials: Vec<Value> = listed("credentials")
        .iter()
        .map(|c| {
            let (state, token) = (c["state"].as_str().unwrap_or_default(), c["serial"].as_str());
            let key = c["id"].as_str().unwrap_or_default();
            json!({
                "id": key, "name": name_of(c), "method": c["method"], "kind": kind(c["kind"].as_str().unwrap_or_default()),
                "state": format!("value-token-state-{state}"), "active": state == "active", "created": c["created"], "used": c["used"],
                "must_change": c["mustChange"],
                "token": token.map(token_href),
                "lost": token.filter(|_| lost(seat, them, state)).map(|serial| format!("{}?ask=revoke&to=lost", token_href(serial))),
                // Tokens have a page of their own for that.
                "suspend": token.is_none() && them.may.act && state == "active",
                "resume": token.is_none() && them.may.write && state == "suspended",
                "remove": (token.is_none() && them.may.write).then(|| format!("/console{id}?ask=remove&credential={key}")),
            })
        })
        .collect();
    let methods: Vec<Value> = listed("methods")
        .into_iter()
        .map(|m| json!({ "name": m["name"], "kind": kind(m["kind"].as_str().unwrap_or_default()), "enabled": m["enabled"], "active": m["active"], "credentials": m["credentials"] }))
        .collect();
    let password = console.desk.passwords().kind;
    let passwords: Vec<Value> =
        listed("methods").into_iter().filter(|m| m["kind"] == password).map(|m| m["name"].clone()).collect();
    let wrong: Vec<forms::Wrong> = findings.iter().map(|f| forms::wrong(f, "password", &seat.speaker)).collect();
    let has = credentials.iter().zip(listed("credentials")).any(|(_, c)| c["kind"] == password);
    let context = json!({
        "credentials": credentials,
        "methods": methods,
        "passwords": passwords,
        "has_password": has,
        "tokens": tokens(seat, them),
        "errors": wrong,
        "cli": format!("symbolon ctl user password {who} --must-change\nsymbolon ctl user method {who} METHOD --active false"),
    });
    let page = console.user_page(seat, them, "console/user_ways.html", context);
    Ok(answered(console, seat, page, !wrong.is_empty()))
}

/// Whether a token in this state can be taken back here, because it is lost.
fn lost(seat: &Seat, them: &Them, state: &str) -> bool {
    let may = !them.may.outranked && seat.caller.may("act", "token", them.at.site());
    may && CredentialState::parse(state).is_some_and(|state| state.after(Act::Revoke(Revoked::Lost)).is_ok())
}

/// The page of a token.
pub fn token_href(serial: &str) -> String {
    let serial = percent_encoding::utf8_percent_encode(serial, percent_encoding::NON_ALPHANUMERIC);
    format!("/console/token/{serial}")
}

fn sessions(console: &Console, seat: &Seat, them: &Them) -> Response {
    let mut all = them.view["sessions"].as_array().cloned().unwrap_or_default();
    for session in &mut all {
        let words = Agent::of(session["agent"].as_str().unwrap_or_default()).words();
        session["device"] = json!(words);
    }
    let context = json!({
        "sessions": all,
        "consents": them.view["consents"],
        "cli": format!("symbolon ctl user sessions {} --end-all", them.at_ctl()),
    });
    console.page(seat, console.user_page(seat, them, "console/user_sessions.html", context))
}

async fn activity(console: &Console, seat: &Seat, them: &Them) -> Result<Response, Fault> {
    let person = console.desk.person_at(&seat.caller, &them.at).await?.key();
    let filter = AuditFilter { person: person.clone(), limit: EVENTS, ..AuditFilter::default() };
    let (records, more) = console.desk.audit(&seat.caller, None, &filter).await?;
    let folds = audit::folds(console, seat, &records).await?;
    let all = format!("/console/audit?{}", form(&[("person", &person)]));
    let context = json!({
        "days": audit::days(&folds),
        "all": all,
        "more": more,
        "cli": format!("symbolon ctl audit list --person {}", quoted(&person)),
    });
    Ok(console.page(seat, console.user_page(seat, them, "console/user_activity.html", context)))
}
