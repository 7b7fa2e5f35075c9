//! Factor chains as nested lists, as one application sees them (requirement H3). What they lead to is told by [`ends`] alone.

use axum::{
    extract::{Query, Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    address::{self, Type},
    attributes::Attributes,
    desk::{Fault, Filter, How},
};
use model::{Finding, Noun, Severity};
use plug::{Needs, Opens};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Console, form,
    gate::{Seat, Sheet},
    links::fields,
    nav::{Place, form as query},
    object::{LIMITS, answered, object},
    said::Said,
};
use crate::{visit::Visit, words::Words};

#[derive(Deserialize, Default)]
pub struct Asked {
    #[serde(default)]
    application: String,
    #[serde(default)]
    after: String,
}

/// A method as the chains need it.
#[derive(Clone, Debug)]
struct Link {
    title: String,
    enabled: bool,
    fit: bool,
    /// It may begin a login.
    opens: Opens,
    mfa: bool,
    needs: Option<String>,
    acr: Option<String>,
    amr: String,
    next: Vec<String>,
}

/// The chosen application: its methods that are enabled there, those that open by a word of its own, and those of its site.
#[derive(Clone, Debug, Default)]
struct Seen {
    path: String,
    allowed: BTreeSet<String>,
    opens: BTreeSet<String>,
    of_site: BTreeSet<String>,
}

/// A box of the diagram, or an end of it.
#[derive(Clone, Debug, Serialize)]
struct Node {
    title: String,
    path: String,
    href: String,
    /// Chooses it as what the next factor comes after.
    add: String,
    badge: Option<Badge>,
    needs: Option<String>,
    /// How it came here, where it follows.
    from: Option<String>,
    below: Vec<Node>,
    end: Option<End>,
}

#[derive(Clone, Copy, Debug, Serialize)]
struct Badge {
    kind: &'static str,
    key: &'static str,
}

/// Who gets in or not, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct End {
    pub granted: bool,
    /// The box before it says that the person has none of what follows.
    pub nothing: bool,
    pub key: &'static str,
    pub args: BTreeMap<String, String>,
}

type Methods = BTreeMap<String, Link>;

/// Ways deeper than this are cut: rings are refused, so only a mistake is that long.
const DEEPEST: usize = 8;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    let back = format!("/console/chains?{}", query(&[("application", &asked.application), ("after", &asked.after)]));
    match console.gate(visit, &back).await {
        Ok(seat) => page(&console, &seat, &asked, &[]).unwrap_or_else(|fault| console.refused(&seat, &fault)),
        Err(response) => response,
    }
}

fn page(console: &Console, seat: &Seat, asked: &Asked, findings: &[Finding]) -> Result<Response, Fault> {
    let methods = methods(console, seat)?;
    let chosen = chosen(console, seat, &asked.application);
    let starts: Vec<Node> = beginnings(&methods, chosen.as_ref()).iter().filter_map(|m| node(&methods, chosen.as_ref(), &[m.as_str()])).collect();
    let (branching, single): (Vec<Node>, Vec<Node>) = starts.into_iter().partition(|n| n.below.iter().any(|b| b.end.is_none()));
    let applications = console.desk.names(&seat.caller, Noun::Application, &Filter { limit: 500, ..Filter::default() });
    let may_write = seat.caller.may("write", "method", None);
    let after = if methods.contains_key(&asked.after) { asked.after.clone() } else { methods.keys().next().cloned().unwrap_or_default() };
    let wrong: Vec<form::Wrong> = findings.iter().map(|f| form::wrong(f, "to", &seat.speaker)).collect();
    let context = json!({
        "applications": applications.iter().map(|n| json!({ "value": n.path, "label": seat.speaker.title(&n.titles, n.name()), "chosen": n.path == asked.application })).collect::<Vec<_>>(),
        "application": chosen.as_ref().map(|c| c.path.clone()),
        "branching": branching,
        "single": single,
        "may_write": may_write,
        "after": after,
        "from": methods.iter().map(|(path, m)| json!({ "value": path, "label": m.title, "chosen": *path == after })).collect::<Vec<_>>(),
        "to": methods.iter().map(|(path, m)| json!({ "value": path, "label": m.title, "why_not": why_not(&methods, &after, path) })).collect::<Vec<_>>(),
        "errors": wrong,
        "cli": format!("symbolon ctl link /method/{after} nextFactor /method/METHOD"),
    });
    let sheet = Sheet::new("console/chains.html", Words::new("console-page-chains"), context).at(Place { section: "chains", ..Place::default() });
    Ok(answered(console, seat, sheet, !wrong.is_empty()))
}

fn methods(console: &Console, seat: &Seat) -> Result<Methods, Fault> {
    let page = console.desk.list(&seat.caller, Noun::Method, &Filter { limit: 2000, ..Filter::default() })?;
    let kinds = console.desk.engine().kinds();
    let mut methods = Methods::new();
    for seen in page.seen {
        let text = |name: &str| seen.attributes.get(name).and_then(Value::as_str).map(str::to_owned);
        let class = text("className").unwrap_or_default();
        let kind = kinds.iter().map(|r| r.kind).find(|k| class.strip_prefix("symbolon.") == Some(k.name));
        let lines = seen.attributes.get("configuration").and_then(Value::as_array).cloned().unwrap_or_default();
        let mfa = lines.iter().filter_map(Value::as_str).filter_map(model::Line::parse).any(|l| l.name == "mfa" && l.value.eq_ignore_ascii_case("true"));
        let next = console.desk.links(&seat.caller, &object(Noun::Method, &seen.path), &["nextFactor".to_owned()])?;
        let named = console.desk.named(&seat.caller, Noun::Method, &seen.path);
        let link = Link {
            title: named.map_or_else(|| seen.path.clone(), |n| seat.speaker.title(&n.titles, n.name())),
            enabled: seen.attributes.get("enabled").and_then(Value::as_bool).unwrap_or(false),
            fit: !seen.findings.iter().any(|f| f.severity != Severity::Warning),
            opens: kind.map_or(Opens::No, |k| k.opens),
            needs: kind.and_then(|k| if let Needs::Attribute(name) = k.needs { Some(name.to_owned()) } else { None }).filter(|_| mfa),
            acr: text("acr"),
            amr: kind.map(|k| k.amr.join(" ")).unwrap_or_default(),
            next: next.links.into_iter().filter(|l| l.link == "nextFactor").map(|l| l.path).collect(),
            mfa,
        };
        methods.insert(seen.path, link);
    }
    Ok(methods)
}

fn chosen(console: &Console, seat: &Seat, path: &str) -> Option<Seen> {
    console.desk.named(&seat.caller, Noun::Application, path)?;
    let links = console.desk.links(&seat.caller, &object(Noun::Application, path), &["method".to_owned()]).ok()?;
    let with = |name: &str| links.links.iter().filter(|l| l.with.iter().any(|(n, on)| n == name && *on)).map(|l| l.path.clone()).collect();
    let site = path.rsplit_once('/').map_or("", |(site, _)| site);
    Some(Seen {
        path: path.to_owned(),
        allowed: with("enabled"),
        opens: with("opens"),
        of_site: console.desk.lent(&seat.caller, site).into_iter().map(|n| n.path).collect(),
    })
}

/// Methods that begin a chain: those that open a login there, or, with no application, those that nothing leads to.
fn beginnings(methods: &Methods, chosen: Option<&Seen>) -> Vec<String> {
    let followed: BTreeSet<&String> = methods.values().flat_map(|m| &m.next).collect();
    let begins = |path: &String, link: &Link| match chosen {
        None => !followed.contains(path),
        Some(seen) => {
            let opens = !link.mfa && (link.opens == Opens::Yes || seen.opens.contains(path));
            let leads = link.next.iter().any(|n| seen.allowed.contains(n));
            link.enabled && opens && seen.of_site.contains(path) && (seen.allowed.contains(path) || leads)
        }
    };
    methods.iter().filter(|(path, link)| begins(path, link)).map(|(path, _)| path.clone()).collect()
}

/// The box at the end of a way, with what follows it.
fn node(methods: &Methods, chosen: Option<&Seen>, way: &[&str]) -> Option<Node> {
    let path = *way.last()?;
    let link = methods.get(path)?;
    let goes_on = way.len() < DEEPEST && !way[..way.len() - 1].contains(&path) && badge_of(link, chosen, path).is_none_or(|b| b.kind != "warn");
    let mut below: Vec<Node> = Vec::new();
    if goes_on {
        let ways = link.next.iter().map(|next| [way, &[next.as_str()]].concat());
        below.extend(ways.filter_map(|way| node(methods, chosen, &way)));
    }
    if let Some(seen) = chosen {
        below.extend(ends(methods, seen, way).into_iter().map(|end| ended(end)));
    }
    Some(Node {
        title: link.title.clone(),
        path: path.to_owned(),
        href: format!("/console{}", address::id(Type::Object(Noun::Method), path)),
        add: format!("/console/chains?{}#add", query(&[("application", chosen.map_or("", |c| c.path.as_str())), ("after", path)])),
        badge: badge_of(link, chosen, path),
        needs: link.needs.clone(),
        from: way.len().checked_sub(2).map(|at| way[at].to_owned()),
        below,
        end: None,
    })
}

fn ended(end: End) -> Node {
    Node { title: String::new(), path: String::new(), href: String::new(), add: String::new(), badge: None, needs: None, from: None, below: Vec::new(), end: Some(end) }
}

fn badge_of(link: &Link, chosen: Option<&Seen>, path: &str) -> Option<Badge> {
    let badge = |kind, key| Some(Badge { kind, key });
    if !link.enabled {
        return badge("", "console-chain-disabled");
    }
    if !link.fit {
        return badge("warn", "console-chain-unfit");
    }
    let seen = chosen?;
    if seen.allowed.contains(path) { badge("ok", "console-chain-allowed") } else { badge("", "console-chain-not-allowed") }
}

/// Where a way through the chains ends for an application (requirements C5 and C6): after its last method, and where a person has
/// none of what follows.
///
/// The one place that knows; an answer of the engine's own What if can stand here.
fn ends(methods: &Methods, seen: &Seen, way: &[&str]) -> Vec<End> {
    let Some(link) = way.last().and_then(|last| methods.get(*last)) else { return Vec::new() };
    let last = way.last().copied().unwrap_or_default();
    let end = |granted, nothing, key| End { granted, nothing, key, args: BTreeMap::from([("method".to_owned(), link.title.clone())]) };
    if !link.enabled {
        return vec![end(false, false, "console-end-disabled")];
    }
    if !link.fit {
        return vec![end(false, false, "console-end-unfit")];
    }
    let allowed = seen.allowed.contains(last);
    if way.len() > 1 && !allowed {
        return vec![end(false, false, "console-end-not-offered")];
    }
    let follows = link.next.iter().any(|next| seen.allowed.contains(next) && methods.get(next).is_some_and(|n| n.enabled));
    let granted = |nothing| {
        let proven = way.iter().filter_map(|m| methods.get(*m)).map(|m| m.amr.as_str()).filter(|a| !a.is_empty());
        let amr = proven.collect::<Vec<_>>().join(" + ");
        let mut end = end(true, nothing, if link.acr.is_some() { "console-end-granted-acr" } else { "console-end-granted" });
        end.args.insert("amr".to_owned(), amr);
        end.args.insert("acr".to_owned(), link.acr.clone().unwrap_or_default());
        end
    };
    match (follows, allowed) {
        (false, true) => vec![granted(false)],
        (false, false) => vec![end(false, false, "console-end-alone")],
        (true, true) => vec![granted(true)],
        (true, false) => vec![end(false, true, "console-end-second-needed")],
    }
}

/// Why a method cannot follow another; nothing where it can.
fn why_not(methods: &Methods, from: &str, to: &str) -> Option<&'static str> {
    if from == to || reaches(methods, to, from) {
        return Some("console-chain-ring");
    }
    methods.get(from).is_some_and(|m| m.next.iter().any(|n| n == to)).then_some("console-chain-there")
}

fn reaches(methods: &Methods, from: &str, to: &str) -> bool {
    let (mut left, mut seen) = (vec![from], BTreeSet::new());
    while let Some(at) = left.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at) {
            left.extend(methods.get(at).into_iter().flat_map(|m| m.next.iter().map(String::as_str)));
        }
    }
    false
}

pub async fn act(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let form = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    match console.gate(visit, "/console/chains").await {
        Ok(seat) => done(&console, &seat, &form).await.unwrap_or_else(|fault| console.refused(&seat, &fault)),
        Err(response) => response,
    }
}

async fn done(console: &Console, seat: &Seat, form: &Form) -> Result<Response, Fault> {
    let application = form.get("application").unwrap_or_default();
    let back = if application.is_empty() { "/console/chains".to_owned() } else { format!("/console/chains?{}", query(&[("application", application)])) };
    let (act, from, to) = match form.filled("unlink").and_then(|pair| pair.split_once('/')) {
        Some((from, to)) => ("unlink", from, to),
        None => ("link", form.filled("from").unwrap_or_default(), form.filled("to").unwrap_or_default()),
    };
    let (at, segments) = (object(Noun::Method, from), ["nextFactor", "method", to].map(str::to_owned));
    let pair = format!("{from}/{to}");
    if act == "unlink" {
        console.desk.unlink(&seat.caller, &at, &segments, &How::default()).await?;
        let undo = fields(&[("from", from), ("to", to), ("application", application)]);
        let said = Said::new("chain-removed").with("from", from).with("to", to);
        return Ok(console.onward(seat, &back, said.undone_by("/console/chains", undo)));
    }
    match console.desk.link(&seat.caller, &at, &segments, &Attributes::new(), &How::default()).await {
        Ok(_) => {
            let undo = fields(&[("unlink", &pair), ("application", application)]);
            let said = Said::new("chain-added").with("from", from).with("to", to);
            Ok(console.onward(seat, &back, said.undone_by("/console/chains", undo)))
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            let asked = Asked { application: application.to_owned(), after: from.to_owned() };
            page(console, seat, &asked, &findings)
        }
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(opens: Opens, next: &[&str]) -> Link {
        let next = next.iter().map(|n| (*n).to_owned()).collect();
        Link { title: String::new(), enabled: true, fit: true, opens, mfa: false, needs: None, acr: None, amr: "x".into(), next }
    }

    fn methods() -> Methods {
        let mut all = Methods::from([
            ("password.1".to_owned(), link(Opens::Yes, &["totp.1", "sms.1"])),
            ("totp.1".to_owned(), link(Opens::WhereAsked, &[])),
            ("sms.1".to_owned(), link(Opens::No, &[])),
            ("passkey.1".to_owned(), link(Opens::Yes, &[])),
        ]);
        all.get_mut("sms.1").unwrap().fit = false;
        all
    }

    fn seen(allowed: &[&str]) -> Seen {
        let set = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
        Seen { path: "s/a".into(), allowed: set(allowed), opens: set(&[]), of_site: set(&["password.1", "totp.1", "sms.1", "passkey.1"]) }
    }

    /// C5, C6: a first factor that is allowed is enough where nothing else is available; one that is not never is.
    #[test]
    fn where_people_get_in() {
        for (allowed, way, expected) in [
            (&["password.1", "totp.1"][..], &["password.1"][..], &[(true, true)][..]),
            (&["totp.1"], &["password.1"], &[(false, true)]),
            (&["totp.1"], &["password.1", "totp.1"], &[(true, false)]),
            (&["password.1"], &["password.1"], &[(true, false)]),
            (&["password.1"], &["password.1", "totp.1"], &[(false, false)]),
            (&["passkey.1"], &["password.1"], &[(false, false)]),
            (&["password.1", "sms.1"], &["password.1", "sms.1"], &[(false, false)]),
        ] {
            let found: Vec<_> = ends(&methods(), &seen(allowed), way).iter().map(|e| (e.granted, e.nothing)).collect();
            assert_eq!(found, expected, "{allowed:?} {way:?}");
        }
    }

    #[test]
    fn chains_begin_where_a_login_can() {
        assert_eq!(beginnings(&methods(), None), ["passkey.1", "password.1"]);
        assert_eq!(beginnings(&methods(), Some(&seen(&["totp.1"]))), ["password.1"], "not allowed, but leads to what is");
        assert_eq!(beginnings(&methods(), Some(&seen(&["passkey.1"]))), ["passkey.1"]);
        let opens = Seen { opens: BTreeSet::from(["totp.1".to_owned()]), ..seen(&["totp.1"]) };
        assert_eq!(beginnings(&methods(), Some(&opens)), ["password.1", "totp.1"]);
    }

    #[test]
    fn what_would_make_a_ring_cannot_be_chosen() {
        let all = methods();
        for (from, to, why) in [
            ("totp.1", "password.1", Some("console-chain-ring")),
            ("totp.1", "totp.1", Some("console-chain-ring")),
            ("password.1", "totp.1", Some("console-chain-there")),
            ("totp.1", "passkey.1", None),
        ] {
            assert_eq!(why_not(&all, from, to), why, "{from} {to}");
        }
    }
}
