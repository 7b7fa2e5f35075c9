//! What an object is linked to, from either end: tables with boxes for what a link carries, and a way to add and to remove.

use axum::response::Response;
use http::StatusCode;
use kit::{Form, edge::see_other};
use manage::{
    address::{Address, Type},
    attributes::Attributes,
    desk::{Fault, Filter, How, Linked, Named},
};
use model::{Finding, Noun};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Console,
    gate::{Seat, Sheet},
    object::{Here, object, tab_href},
    said::Said,
    save::quoted,
    tabs::{Linking, Shows},
};
use crate::words::Words;

#[derive(Debug, Serialize)]
struct Table {
    linking: Linking,
    key: String,
    rows: Vec<Row>,
    /// How many more there are.
    left: usize,
    /// What can still be linked.
    more: Vec<Candidate>,
    /// Too many for a list: typed by its path.
    typed: bool,
    editable: bool,
    why_not: Option<&'static str>,
    cli: String,
}

#[derive(Debug, Serialize)]
struct Row {
    title: String,
    path: String,
    href: Option<String>,
    with: Vec<Box_>,
    removable: bool,
    findings: usize,
}

#[derive(Debug, Serialize)]
struct Box_ {
    name: String,
    on: bool,
}

#[derive(Debug, Serialize)]
struct Candidate {
    path: String,
    title: String,
}

/// Above this many a field stands for the list.
const MOST: usize = 100;
/// Rows of one table; the rest is found from the other end.
const LONGEST: usize = 500;

impl Console {
    pub(super) fn linked(&self, seat: &Seat, here: &Here, linking: &Linking) -> Vec<Linked> {
        let links = self.desk.object_links(&seat.caller, &here.at, &[linking.name.to_owned()]);
        let all = links.map(|l| l.links).unwrap_or_default();
        all.into_iter().filter(|l| l.link == linking.name && l.kind == Type::Object(linking.other)).collect()
    }

    /// Whether the caller may set such a link between two objects: as the desk judges, so that no button is refused.
    fn may_link(&self, seat: &Seat, here: &Here, linking: &Linking, other: &Address) -> bool {
        let along = here.noun.links().iter().any(|r| r.name == linking.name && r.target == linking.other);
        let (holder, target) = if along { (&here.at, other) } else { (other, &here.at) };
        if holder.kind == Type::Object(Noun::Site) {
            return seat.caller.may("write", "site", None);
        }
        let reads = seat.caller.may("read", target.kind.right(), target.site());
        let lent = || {
            let own = |site| self.desk.lent(&seat.caller, site).iter().any(|n| n.path == target.path);
            target.kind == Type::Object(Noun::Method) && holder.site().is_some_and(own)
        };
        seat.caller.may("write", holder.kind.right(), holder.site()) && (reads || lent())
    }

    fn candidates(&self, seat: &Seat, here: &Here, linking: &Linking) -> Vec<Named> {
        let filter = Filter { limit: MOST + 1, ..Filter::default() };
        let site = here.at.site().filter(|_| linking.other == Noun::Method && here.noun != Noun::Site);
        match site {
            Some(site) => self.desk.lent(&seat.caller, site),
            None => self.desk.names(&seat.caller, linking.other, &filter),
        }
    }
}

pub(super) fn show(console: &Console, seat: &Seat, here: &Here, all: &'static [Linking]) -> Response {
    let tables: Vec<Table> = all.iter().map(|linking| table(console, seat, here, linking)).collect();
    let page = console.object_page(seat, here, "console/links.html", json!({ "tables": tables }));
    console.page(seat, page)
}

fn table(console: &Console, seat: &Seat, here: &Here, linking: &Linking) -> Table {
    let linked = console.linked(seat, here, linking);
    let findings = console.desk.findings(&seat.caller, None);
    let shown = linked.iter().take(LONGEST);
    let rows: Vec<Row> =
        shown.map(|l| Row { findings: found(&findings, l), ..row(console, seat, here, linking, l) }).collect();
    let mut more = console.candidates(seat, here, linking);
    more.retain(|n| n.path != here.at.path || linking.other != here.noun);
    let typed = more.len() > MOST;
    more.retain(|n| !linked.iter().any(|l| l.path == n.path));
    more.retain(|n| console.may_link(seat, here, linking, &object(linking.other, &n.path)));
    let editable = !linking.fixed && (!more.is_empty() || typed && here.may_write);
    let example = more.first().map_or_else(|| "…".to_owned(), |n| format!("/{}/{}", n.kind.name(), n.path));
    let carried: String = linking.with.iter().map(|name| format!(" {name}=true")).collect();
    Table {
        linking: *linking,
        left: linked.len().saturating_sub(LONGEST),
        key: format!("console-link-{}-{}", here.noun.name(), linking.name),
        typed,
        editable,
        why_not: (linking.fixed).then_some("console-link-fixed"),
        // Where there is nothing to change, it tells what is there.
        cli: if editable || rows.iter().any(|r| r.removable) {
            format!("symbolon ctl link {} {} {}{carried}", quoted(&here.seen.id()), linking.name, quoted(&example))
        } else {
            format!("symbolon ctl links {}", quoted(&here.seen.id()))
        },
        more: more
            .iter()
            .take(MOST)
            .map(|n| Candidate { path: n.path.clone(), title: seat.speaker.title(&n.titles, n.name()) })
            .collect(),
        rows,
    }
}

fn row(console: &Console, seat: &Seat, here: &Here, linking: &Linking, linked: &Linked) -> Row {
    let other = object(linking.other, &linked.path);
    let named = console.desk.named(&seat.caller, linking.other, &linked.path);
    let lent = || {
        let site = here.at.site()?;
        console.desk.lent(&seat.caller, site).into_iter().find(|n| n.path == linked.path)
    };
    let title =
        named.clone().or_else(lent).map_or_else(|| linked.path.clone(), |n| seat.speaker.title(&n.titles, n.name()));
    Row {
        title,
        path: linked.path.clone(),
        href: named.map(|n| format!("/console{}", n.id())),
        with: linked.with.iter().map(|(name, on)| Box_ { name: name.clone(), on: *on == true }).collect(),
        removable: !linking.fixed && console.may_link(seat, here, linking, &other),
        findings: 0,
    }
}

fn found(findings: &[Finding], linked: &Linked) -> usize {
    let about = format!("/{}/{}", linked.kind.name(), linked.path);
    findings.iter().filter(|f| f.object == about).count()
}

/// Adds a link.
pub(super) async fn link(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let linking = linking(here, sent)?;
    let to = sent.filled("to").ok_or(Fault::Unsupported)?.trim();
    let to = to.strip_prefix(&format!("/{}/", linking.other.name())).unwrap_or(to);
    let given: Attributes = linking
        .with
        .iter()
        .map(|name| ((*name).to_owned(), Value::Bool(sent.get(&format!("with.{name}")).is_some())))
        .collect();
    let before = console.linked(seat, here, linking).into_iter().find(|_| linking.single);
    match console.desk.link(&seat.caller, &here.at, &segments(linking, to), &given, &How::default()).await {
        Ok(_) => {
            let said = Said::new("linked").with("title", &title(console, seat, linking, to)).with("to", &here.title);
            let undo = match before {
                Some(before) => {
                    fields(&[("act", "link"), ("tab", here.tab.name), ("link", linking.name), ("to", &before.path)])
                }
                None => fields(&[("act", "unlink"), ("tab", here.tab.name), ("link", linking.name), ("to", to)]),
            };
            let page = tab_href(&here.seen.id(), here.tab.name);
            Ok(console.onward(seat, &page, said.undone_by(format!("/console{}", here.seen.id()), undo)))
        }
        Err(Fault::Missing) => Err(Fault::Invalid(vec![
            Finding::broken(format!("link.{}", linking.name), "console-link-missing").with("path", to),
        ])),
        Err(fault) => Err(fault),
    }
}

/// Takes a link away; where others lean on it, a page offers to take those first.
pub(super) async fn unlink(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let linking = linking(here, sent)?;
    let to = sent.filled("to").ok_or(Fault::Unsupported)?;
    let link = console.linked(seat, here, linking).into_iter().find(|l| l.path == to).ok_or(Fault::Missing)?;
    let leaning = leaning(console, seat, here, linking, to);
    let page = tab_href(&here.seen.id(), here.tab.name);
    if !leaning.is_empty() {
        if sent.get("both").is_none() {
            return Ok(both(console, seat, here, linking, to, &leaning));
        }
        let method = if linking.other == Noun::Method { to } else { &here.at.path };
        for application in &leaning {
            let at = object(Noun::Application, application);
            console
                .desk
                .unlink(&seat.caller, &at, &["method".into(), "method".into(), method.to_owned()], &How::default())
                .await?;
        }
    }
    console.desk.unlink(&seat.caller, &here.at, &segments(linking, to), &How::default()).await?;
    let said = Said::new("unlinked").with("title", &title(console, seat, linking, to)).with("from", &here.title);
    if !leaning.is_empty() {
        return Ok(console.onward(seat, &page, said));
    }
    let mut undo = fields(&[("act", "link"), ("tab", here.tab.name), ("link", linking.name), ("to", to)]);
    undo.extend(
        link.with.iter().filter(|(_, on)| *on == true).map(|(name, _)| (format!("with.{name}"), "on".to_owned())),
    );
    Ok(console.onward(seat, &page, said.undone_by(format!("/console{}", here.seen.id()), undo)))
}

/// Applications of a site that allow a method which is about to be taken from it (requirement A3.4).
fn leaning(console: &Console, seat: &Seat, here: &Here, linking: &Linking, to: &str) -> Vec<String> {
    let (site, method) = match (here.noun, linking.other) {
        (Noun::Site, Noun::Method) => (here.at.path.as_str(), to),
        (Noun::Method, Noun::Site) => (to, here.at.path.as_str()),
        _ => return Vec::new(),
    };
    let links = console.desk.object_links(&seat.caller, &object(Noun::Method, method), &["application".to_owned()]);
    let all = links.map(|l| l.links).unwrap_or_default();
    let of_site = |path: &str| path.rsplit_once('/').is_some_and(|(above, _)| above == site);
    all.into_iter().filter(|l| l.link == "application" && of_site(&l.path)).map(|l| l.path).collect()
}

/// Both removals in one confirmed step.
fn both(console: &Console, seat: &Seat, here: &Here, linking: &Linking, to: &str, leaning: &[String]) -> Response {
    let named = |path: &String| title(console, seat, &Linking { other: Noun::Application, ..*linking }, path);
    let context = json!({
        "link": linking.name,
        "to": to,
        "leaning": leaning.iter().map(|path| json!({ "path": path, "title": named(path) })).collect::<Vec<_>>(),
        "back": tab_href(&here.seen.id(), here.tab.name),
    });
    let page = console.object_page(seat, here, "console/both.html", context);
    let title = Words::new("console-both-title")
        .with("method", title(console, seat, linking, to))
        .with("from", here.title.as_str());
    console.page(seat, Sheet { title, status: StatusCode::CONFLICT, ..page })
}

/// Saves the boxes of what links carry.
pub(super) async fn with(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let linking = linking(here, sent)?;
    let mut changed = 0;
    for linked in console.linked(seat, here, linking) {
        let Some(shown) = sent.get(&format!("row.{}", linked.path)) else { continue };
        // What was shown and is still so is left alone, so that nobody's change is undone by an old page.
        let wanted: Attributes = linking
            .with
            .iter()
            .filter(|name| {
                sent.get(&format!("with.{name}.{}", linked.path)).is_some() != shown.split(' ').any(|s| s == **name)
            })
            .map(|name| ((*name).to_owned(), Value::Bool(sent.get(&format!("with.{name}.{}", linked.path)).is_some())))
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let mut given: Attributes = linked.with.iter().map(|(name, on)| (name.clone(), on.clone())).collect();
        given.extend(wanted);
        console.desk.link(&seat.caller, &here.at, &segments(linking, &linked.path), &given, &How::default()).await?;
        changed += 1;
    }
    let page = tab_href(&here.seen.id(), here.tab.name);
    if changed == 0 {
        return Ok(see_other(&page));
    }
    Ok(console.onward(seat, &page, Said::new("saved").with("title", &here.title)))
}

fn linking<'a>(here: &'a Here, sent: &Form) -> Result<&'a Linking, Fault> {
    let Shows::Links(all) = here.tab.shows else { return Err(Fault::Unsupported) };
    let name = sent.get("link").unwrap_or_default();
    all.iter().find(|l| l.name == name && !l.fixed).ok_or(Fault::Unsupported)
}

fn segments(linking: &Linking, to: &str) -> Vec<String> {
    let path = to.split('/').map(str::to_owned);
    [linking.name.to_owned(), linking.other.name().to_owned()].into_iter().chain(path).collect()
}

fn title(console: &Console, seat: &Seat, linking: &Linking, path: &str) -> String {
    let named = console.desk.named(&seat.caller, linking.other, path);
    named.map_or_else(|| path.to_owned(), |n| seat.speaker.title(&n.titles, n.name()))
}

pub(super) fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Sites inside a site.
pub(super) fn children(console: &Console, seat: &Seat, here: &Here) -> Response {
    let filter = Filter { site: Some(here.at.path.clone()), limit: 1000, ..Filter::default() };
    let inside = console.desk.names(&seat.caller, Noun::Site, &filter);
    let direct = |n: &&Named| n.path.rsplit_once('/').is_some_and(|(above, _)| above == here.at.path);
    let rows: Vec<Value> = inside
        .iter()
        .filter(direct)
        .map(|n| {
            let below = inside.iter().filter(|s| s.path.starts_with(&format!("{}/", n.path))).count();
            json!({ "title": seat.speaker.title(&n.titles, n.name()), "path": n.path, "href": format!("/console{}", n.id()), "below": below })
        })
        .collect();
    let new = here.may_write.then(|| format!("/console/new/site?{}", super::nav::form(&[("in", &here.at.path)])));
    let cli = format!("symbolon ctl put {}", quoted(&format!("{}/NAME", here.seen.id())));
    let page =
        console.object_page(seat, here, "console/children.html", json!({ "rows": rows, "new": new, "cli": cli }));
    console.page(seat, page)
}

/// How often an object is used, for the rail beside its form.
pub(super) fn facts(console: &Console, seat: &Seat, here: &Here) -> Vec<Value> {
    let tabs = super::tabs::of(here.noun)
        .iter()
        .filter_map(|tab| if let Shows::Links(all) = tab.shows { Some((tab, all)) } else { None });
    let linkings = tabs.flat_map(|(tab, all)| all.iter().map(move |l| (tab, l)));
    let fact = |(tab, linking): (&super::tabs::Tab, &Linking)| {
        let linked = console.linked(seat, here, linking);
        json!({
            "key": format!("console-link-{}-{}", here.noun.name(), linking.name),
            "count": linked.len(),
            "only": linked.first().filter(|_| linking.single).map(|l| l.path.clone()),
            "href": tab_href(&here.seen.id(), tab.name),
        })
    };
    linkings.map(fact).collect()
}
