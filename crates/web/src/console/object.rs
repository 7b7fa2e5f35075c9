//! An object's page: its head, its tabs, and what the chosen one shows.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::{Form, Limits};
use manage::{
    address::{Address, Tail, Type},
    desk::{Fault, Seen},
};
use model::Noun;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Console, ask,
    gate::{Seat, Sheet},
    list,
    nav::{Crumb, Place, at_site, form, owned},
    save, tabs,
    tabs::Shows,
};
use crate::{visit::Visit, words::Words};

/// An object that is looked at, or changed.
pub(super) struct Here {
    pub at: Address,
    pub noun: Noun,
    pub seen: Seen,
    pub tab: &'static tabs::Tab,
    pub title: String,
    pub may_write: bool,
}

#[derive(Debug, Serialize)]
struct TabLink {
    key: String,
    text: String,
    href: String,
    here: bool,
    count: Option<usize>,
}

/// Long lists of boxes, pictures and templates.
pub(super) const LIMITS: Limits = Limits { bytes: 2 * 1024 * 1024, fields: 8000 };

/// Anything under `/console` that is named by its API path.
pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let back = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
    let seat = match console.gate(visit, &back).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(at) = address(&path) else { return console.refused(&seat, &Fault::Missing) };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    if at.is_collection() {
        return list::show(&console, &seat, &at, &query);
    }
    match console.here(&seat, at, query.get("tab").unwrap_or_default()).await {
        Ok(here) => match query.get("ask") {
            Some("delete") => ask::delete(&console, &seat, &here),
            _ => match here.tab.shows {
                Shows::Deliveries => match super::deliveries::show(&console, &seat, &here, &query, &[]).await {
                    Ok(response) => response,
                    Err(fault) => console.refused(&seat, &fault),
                },
                Shows::Mails => super::mails::show(&console, &seat, &here, &query),
                _ => console.shown(&seat, &here),
            },
        },
        Err(fault) => console.refused(&seat, &fault),
    }
}

/// A form of such a page.
pub async fn act(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let form = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    let seat = match console.gate_of(visit, &path, &form).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(at) = address(&path) else { return console.refused(&seat, &Fault::Missing) };
    let done = if at.is_collection() {
        list::act(&console, &seat, &at, &form).await
    } else {
        save::act(&console, &seat, at, &form).await
    };
    done.unwrap_or_else(|fault| console.refused(&seat, &fault))
}

fn address(path: &str) -> Option<Address> {
    let at = Address::parse(path.strip_prefix("/console")?).ok()?;
    (at.tail == Tail::Object && at.kind.noun().is_some()).then_some(at)
}

impl Console {
    pub(super) async fn here(&self, seat: &Seat, at: Address, tab: &str) -> Result<Here, Fault> {
        let noun = at.kind.noun().ok_or(Fault::Unsupported)?;
        let mut seen = self.desk.read(&seat.caller, &at).await?;
        let tab = tabs::named(noun, tab);
        if noun == Noun::OutboundMapping && matches!(tab.shows, Shows::Items) {
            super::items::by_paths(self, seat, &mut seen).await?;
        }
        let named = self.desk.named(&seat.caller, noun, &at.path);
        let title = match (noun, named) {
            (Noun::System, _) => seat.speaker.say("console-page-server"),
            (_, Some(named)) => seat.speaker.title(&named.titles, named.name()),
            _ => at.name().to_owned(),
        };
        let may_write = seat.caller.may("write", at.kind.right(), at.site());
        Ok(Here { noun, tab, seen, title, may_write, at })
    }

    /// The page of the chosen tab.
    pub(super) fn shown(&self, seat: &Seat, here: &Here) -> Response {
        match here.tab.shows {
            Shows::Main | Shows::Look | Shows::Provider => save::form(self, seat, here, None, &[]),
            Shows::Lines => super::lines::show(self, seat, here, None, &[]),
            Shows::Registration => super::registration::show(self, seat, here, None, &[]),
            Shows::Items => super::items::show(self, seat, here, None, &[]),
            Shows::Rights => super::rights::show(self, seat, here),
            Shows::Texts => super::texts::show(self, seat, here, None, &[]),
            Shows::Alerts => super::alerts::show(self, seat, here, None, &[]),
            Shows::Gateways => super::gateways::show(self, seat, here, None, &[]),
            // These need more than the object, and are shown by whoever has it.
            Shows::Mails | Shows::Deliveries => save::form(self, seat, here, None, &[]),
            Shows::Children => super::links::children(self, seat, here),
            Shows::Links(all) => super::links::show(self, seat, here, all),
        }
    }

    /// A page of the object: what `context` holds, under its head and tabs.
    pub(super) fn object_page(&self, seat: &Seat, here: &Here, template: &'static str, mut context: Value) -> Sheet {
        let id = here.seen.id();
        if let Some(members) = context.as_object_mut() {
            members.insert("object".into(), self.head(seat, here));
            members.insert("tabs".into(), serde_json::to_value(self.tabs(seat, here)).unwrap_or_default());
            members.insert("action".into(), format!("/console{id}").into());
            members.insert("etag".into(), here.seen.etag.clone().into());
            members.insert("may_write".into(), here.may_write.into());
            members.insert(
                "object_findings".into(),
                serde_json::to_value(seat.speaker.findings(&here.seen.findings)).unwrap_or_default(),
            );
        }
        Sheet::new(template, Words::new("console-object-title").with("title", here.title.as_str()), context)
            .at(place(self, seat, &here.at))
    }

    fn head(&self, seat: &Seat, here: &Here) -> Value {
        let enabled = here.seen.attributes.get("enabled").and_then(Value::as_bool);
        let has_switch = matches!(here.noun, Noun::Method | Noun::Application | Noun::Site | Noun::Directory);
        let site = if here.noun == Noun::Site { Some(here.at.parent()) } else { here.at.site() };
        let may_delete = here.noun != Noun::System && seat.caller.may("delete", here.at.kind.right(), site);
        let blocked = here.noun == Noun::Method && enabled == Some(true);
        json!({
            "title": here.title,
            "name": here.at.name(),
            "path": here.at.path,
            "noun": here.noun.name(),
            "kind": kind(self, seat, here),
            "class": here.seen.attributes.get("className"),
            "chains": match here.noun {
                Noun::Method => Some("/console/chains".to_owned()),
                Noun::Application if seat.caller.may("read", "method", None) => Some(format!("/console/chains?{}", form(&[("application", &here.at.path)]))),
                _ => None,
            },
            "enabled": has_switch.then(|| enabled.unwrap_or(false)),
            "delete": (may_delete && !blocked).then(|| format!("/console{}?ask=delete", here.seen.id())),
            "delete_why": (may_delete && blocked).then_some("console-delete-disable-first"),
        })
    }

    fn tabs(&self, seat: &Seat, here: &Here) -> Vec<TabLink> {
        let id = here.seen.id();
        let fitting = tabs::of(here.noun).iter().filter(|tab| fits(self, here, tab));
        let all: Vec<TabLink> = fitting
            .map(|tab| TabLink {
                key: tab_key(here.noun, tab),
                text: if matches!(tab.shows, Shows::Lines) { kind(self, seat, here) } else { String::new() },
                href: tab_href(&id, tab.name),
                here: tab.name == here.tab.name,
                count: match tab.shows {
                    Shows::Links(all) => {
                        Some(all.iter().filter(|l| !l.fixed).map(|l| self.linked(seat, here, l).len()).sum())
                    }
                    _ => None,
                },
            })
            .collect();
        if all.len() > 1 { all } else { Vec::new() }
    }
}

/// What a method's kind is called.
fn kind(console: &Console, seat: &Seat, here: &Here) -> String {
    kind_of(console, here).map(|k| seat.speaker.kind(k.name, k.type_name)).unwrap_or_default()
}

pub(super) fn kind_of(console: &Console, here: &Here) -> Option<&'static plug::Kind> {
    let class = here.seen.attributes.get("className").and_then(Value::as_str).unwrap_or_default();
    let mut kinds = console.desk.engine().kinds().iter().filter(|_| here.noun == Noun::Method).map(|r| r.kind);
    kinds.find(|k| class.strip_prefix("symbolon.") == Some(k.name))
}

/// Whether an object has the page at all.
fn fits(console: &Console, here: &Here, tab: &tabs::Tab) -> bool {
    let protocol = here.seen.attributes.get("protocol").and_then(Value::as_str).unwrap_or("oidc");
    match tab.shows {
        Shows::Registration => protocol != "page",
        Shows::Provider => kind_of(console, here).is_some_and(plug::Kind::leaves),
        Shows::Lines => {
            here.noun != Noun::Directory || here.seen.attributes.get("className").is_some_and(|c| c != "symbolon.local")
        }
        Shows::Links(all) if here.noun == Noun::Application => protocol == "oidc" || all[0].name != "role",
        _ => true,
    }
}

fn tab_key(noun: Noun, tab: &tabs::Tab) -> String {
    match tab.shows {
        Shows::Links(_) => format!("console-link-{}-{}", noun.name(), tab.name),
        _ if tab.name.is_empty() => "console-tab-main".to_owned(),
        _ => format!("console-tab-{}", tab.name),
    }
}

pub(super) fn tab_href(id: &str, tab: &str) -> String {
    if tab.is_empty() { format!("/console{id}") } else { format!("/console{id}?{}", form(&[("tab", tab)])) }
}

/// Where an object stands: below the sites above it and the list of its kind.
pub(super) fn place(console: &Console, seat: &Seat, at: &Address) -> Place {
    let noun = at.kind.noun().unwrap_or(Noun::System);
    let mut crumbs = Vec::new();
    let above = if noun == Noun::Site { Some(at.parent()) } else { at.site() };
    let mut path = String::new();
    for segment in above.unwrap_or_default().split('/').filter(|s| !s.is_empty()) {
        path = if path.is_empty() { segment.to_owned() } else { format!("{path}/{segment}") };
        if let Some(site) = console.desk.named(&seat.caller, Noun::Site, &path) {
            crumbs.push(Crumb::text(seat.speaker.title(&site.titles, site.name()), format!("/console{}", site.id())));
        }
    }
    if noun != Noun::System {
        let list = at_site(
            &format!("/console/{}", noun.name()),
            at.site().filter(|s| owned(noun) && noun != Noun::Site && !s.is_empty()),
        );
        crumbs.push(Crumb::key(format!("console-page-{}", noun.name()), list));
    }
    Place { crumbs, section: noun.name(), site: at.site().filter(|s| !s.is_empty()).map(str::to_owned), stays: None }
}

/// The answer to a form whose mistakes are shown where they were made.
pub(super) fn answered(console: &Console, seat: &Seat, sheet: Sheet, wrong: bool) -> Response {
    let mut response = console.page(seat, sheet.mistaken(wrong));
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    response
}

/// Its type, for paths of other objects.
pub(super) fn object(noun: Noun, path: &str) -> Address {
    Address::object(Type::Object(noun), path)
}
