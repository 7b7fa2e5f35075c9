//! Lists of objects of one kind; that of the methods has a box for each, and saves them together (requirement A1.1).

use axum::response::Response;
use kit::{Form, edge::see_other};
use manage::{
    address::Address,
    attributes::Attributes,
    desk::{Fault, Filter, How, Seen},
};
use model::{Noun, Titles};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Console,
    gate::{Seat, Sheet},
    links::fields,
    nav::{Place, at_site, form, owned},
    object::object,
    said::Said,
    speak::Told,
};
use crate::words::Words;

#[derive(Debug, Serialize)]
struct Row {
    title: String,
    name: String,
    path: String,
    href: String,
    /// `None` where the kind cannot be switched off.
    enabled: Option<bool>,
    /// What else the columns of its kind say.
    cells: Vec<String>,
    findings: Vec<Told>,
}

/// Rows on one page.
const MOST: usize = 100;

pub(super) fn show(console: &Console, seat: &Seat, at: &Address, query: &Form) -> Response {
    let Some(noun) = at.kind.noun() else { return console.refused(seat, &Fault::Missing) };
    let site = query.filled("site").filter(|_| owned(noun));
    let troubled = query.get("state") == Some("findings");
    let filter = Filter {
        site: site.map(str::to_owned),
        text: query.filled("q").map(|q| q.trim().to_owned()),
        equal: equal(noun, query),
        after: query.filled("after").map(str::to_owned),
        // What is wrong may be anywhere.
        limit: if troubled { usize::MAX } else { MOST },
    };
    let page = match console.desk.list(&seat.caller, noun, &filter) {
        Ok(page) => page,
        Err(fault) => return console.refused(seat, &fault),
    };
    let rows: Vec<Row> =
        page.seen.iter().filter(|s| !troubled || !s.findings.is_empty()).map(|s| row(console, seat, noun, s)).collect();
    let path = format!("/console/{}", noun.name());
    let kept: Vec<(&str, &str)> =
        ["q", "site", "kind", "state"].iter().filter_map(|n| query.filled(n).map(|v| (*n, v))).collect();
    let next =
        page.next.as_deref().map(|after| format!("{path}?{}", form(&[kept.as_slice(), &[("after", after)]].concat())));
    let may_write = if owned(noun) {
        seat.caller.may_somewhere("write", noun.name())
    } else {
        seat.caller.may("write", noun.name(), None)
    };
    let new = may_write.then(|| {
        format!("/console/new/{}{}", noun.name(), site.map(|s| format!("?{}", form(&[("in", s)]))).unwrap_or_default())
    });
    let filtered = kept.iter().any(|(name, _)| *name != "site") || query.filled("after").is_some();
    let context = json!({
        "noun": noun.name(),
        "rows": rows,
        "heads": heads(noun),
        "switch": switchable(noun),
        "boxes": noun == Noun::Method && may_write,
        "kinds": kinds(console, seat, noun, query.get("kind")),
        "state": query.get("state").unwrap_or_default(),
        "text": filter.text,
        "site": site,
        "path": path,
        "new": new,
        "next": next,
        "filtered": filtered,
        "total": console.desk.count(&seat.caller, noun, site),
        "cli": format!("symbolon ctl get /{}", noun.name()),
    });
    let place = Place {
        section: noun.name(),
        site: site.map(str::to_owned),
        stays: owned(noun).then_some(path),
        ..Place::default()
    };
    console.page(
        seat,
        Sheet::new("console/list.html", Words::new(format!("console-page-{}", noun.name())), context).at(place),
    )
}

fn equal(noun: Noun, query: &Form) -> Vec<(String, String)> {
    let mut equal = Vec::new();
    if noun == Noun::Method
        && let Some(kind) = query.filled("kind")
    {
        equal.push(("className".to_owned(), format!("symbolon.{kind}")));
    }
    if switchable(noun)
        && let Some(state @ ("enabled" | "disabled")) = query.filled("state")
    {
        equal.push(("enabled".to_owned(), (state == "enabled").to_string()));
    }
    equal
}

const fn switchable(noun: Noun) -> bool {
    matches!(noun, Noun::Method | Noun::Application | Noun::Site | Noun::Directory)
}

/// Keys of the heads of the columns between name and findings.
const fn heads(noun: Noun) -> &'static [&'static str] {
    match noun {
        Noun::Method => &["console-head-type", "console-page-site", "console-page-application"],
        Noun::Application => &["console-head-protocol"],
        Noun::Role => &["console-head-role"],
        Noun::Policy | Noun::Mapping | Noun::UserMapping | Noun::OutboundMapping => &["console-head-rows"],
        Noun::Directory => &["console-head-type"],
        Noun::Group => &["console-head-members"],
        _ => &[],
    }
}

fn row(console: &Console, seat: &Seat, noun: Noun, seen: &Seen) -> Row {
    let attribute = |name: &str| seen.attributes.get(name);
    let text = |name: &str| attribute(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let titles: Titles = match attribute("title") {
        Some(Value::String(text)) => Titles::en(text),
        Some(other) => serde_json::from_value(other.clone()).unwrap_or_default(),
        None => Titles::default(),
    };
    let name = seen.path.rsplit('/').next().unwrap_or(&seen.path).to_owned();
    let linked = |role: &str| {
        let links = console.desk.object_links(&seat.caller, &object(noun, &seen.path), &[role.to_owned()]);
        links.map(|l| l.links.iter().filter(|l| l.link == role).count()).unwrap_or_default().to_string()
    };
    let count = |name: &str| attribute(name).and_then(Value::as_array).map_or(0, Vec::len).to_string();
    let cells = match noun {
        Noun::Method => vec![kind(console, seat, &text("className")), linked("site"), linked("application")],
        Noun::Application => vec![
            seat.speaker
                .say(&format!("console-protocol-{}", attribute("protocol").and_then(Value::as_str).unwrap_or("oidc"))),
        ],
        Noun::Role => vec![match attribute("builtIn").and_then(Value::as_str) {
            Some(of) => seat.speaker.say(&format!("console-role-{of}")),
            None => seat.speaker.say("console-role-own"),
        }],
        Noun::Policy | Noun::Mapping | Noun::UserMapping | Noun::OutboundMapping => vec![count("items")],
        Noun::Directory => vec![text("className")],
        Noun::Group => vec![match (attribute("everyone").and_then(Value::as_bool), text("filter")) {
            (Some(true), _) => seat.speaker.say("console-members-everyone"),
            (_, filter) if !filter.is_empty() => filter,
            _ => seat.speaker.say("console-members-listed"),
        }],
        _ => Vec::new(),
    };
    Row {
        title: seat.speaker.title(&titles, &name),
        href: format!("/console{}", seen.id()),
        enabled: switchable(noun).then(|| attribute("enabled").and_then(Value::as_bool).unwrap_or(false)),
        findings: seat.speaker.findings(&seen.findings),
        path: seen.path.clone(),
        name,
        cells,
    }
}

fn kind(console: &Console, seat: &Seat, class: &str) -> String {
    let mut kinds = console.desk.engine().kinds().iter().map(|r| r.kind);
    let kind = kinds.find(|k| class.strip_prefix("symbolon.") == Some(k.name));
    kind.map_or_else(|| class.to_owned(), |k| seat.speaker.kind(k.name, k.type_name))
}

fn kinds(console: &Console, seat: &Seat, noun: Noun, chosen: Option<&str>) -> Vec<Value> {
    if noun != Noun::Method {
        return Vec::new();
    }
    let kinds = console.desk.engine().kinds().iter();
    kinds.map(|r| json!({ "value": r.kind.name, "label": seat.speaker.kind(r.kind.name, r.kind.type_name), "chosen": chosen == Some(r.kind.name) })).collect()
}

/// Saves the boxes: those that are not as they were shown.
pub(super) async fn act(console: &Console, seat: &Seat, at: &Address, sent: &Form) -> Result<Response, Fault> {
    if at.kind.noun() != Some(Noun::Method) || sent.get("act") != Some("update") {
        return Err(Fault::Unsupported);
    }
    let mut undo = fields(&[("act", "update")]);
    let mut changed = Vec::new();
    for (name, shown) in
        sent.iter().filter_map(|(field, shown)| field.strip_prefix("shown.").map(|name| (name, shown == "1")))
    {
        let on = sent.get(&format!("on.{name}")).is_some();
        if on == shown {
            continue;
        }
        let given = Attributes::from_iter([("enabled".to_owned(), Value::Bool(on))]);
        console
            .desk
            .put(
                &seat.caller,
                &object(Noun::Method, name),
                &given,
                &How { if_match: Some(vec!["*".to_owned()]), ..How::default() },
            )
            .await?;
        undo.push((format!("shown.{name}"), if on { "1" } else { "0" }.to_owned()));
        if shown {
            undo.push((format!("on.{name}"), "on".to_owned()));
        }
        changed.push((name.to_owned(), on));
    }
    let said = match changed.as_slice() {
        [] => return Ok(see_other("/console/method")),
        [(name, true)] => Said::new("enabled").with("title", name),
        [(name, false)] => Said::new("disabled").with("title", name),
        several => Said::new("updated").with("count", &several.len().to_string()),
    };
    Ok(console.onward(seat, &at_site("/console/method", None), said.undone_by("/console/method", undo)))
}
