//! Users: the list that finds them, and one user's page with what they are, may do, have, and did.

mod acts;
mod fields;
mod give;
mod list;
mod new;
mod tabs;

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    address::{Address, Tail, Type},
    desk::{Fault, Seen},
};
use model::Noun;
use serde_json::{Value, json};

use super::{
    Console,
    gate::{Seat, Sheet},
    nav::{Crumb, Place, at_site, form},
    object::LIMITS,
    save::quoted,
};
use crate::{visit::Visit, words::Words};

pub(super) use list::{hits, show as list};
pub(super) use new::{make, show as new};
pub(super) use tabs::token_href;

/// A user who is looked at, or helped.
pub(super) struct Them {
    pub at: Address,
    pub seen: Seen,
    /// What hangs on them, as the API tells it.
    pub view: Value,
    pub title: String,
    pub tab: &'static str,
    pub may: May,
}

impl Them {
    /// Site and name, as a command takes them.
    pub fn at_ctl(&self) -> String {
        let (site, name) = self.at.path.rsplit_once('/').unwrap_or(("", &self.at.path));
        format!("{} {}", quoted(site), quoted(name))
    }
}

/// What the seat may do to this user; nothing but read where the user has more rights than the seat.
#[derive(Clone, Copy, Debug)]
pub(super) struct May {
    pub write: bool,
    pub act: bool,
    pub delete: bool,
    pub outranked: bool,
}

const TABS: [&str; 5] = ["", "groups", "ways", "sessions", "activity"];

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let seat = match console.gate(visit, &format!("{path}?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(at) = address(&path) else { return console.refused(&seat, &Fault::Missing) };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    match console.them(&seat, at, query.get("tab").unwrap_or_default()).await {
        Ok(them) => match query.get("ask") {
            Some("delete") if them.may.delete => ask(&console, &seat, &them, ("delete", "")),
            Some("remove") if them.may.write => {
                ask(&console, &seat, &them, ("remove", query.get("credential").unwrap_or_default()))
            }
            _ => tabs::page(&console, &seat, &them).await.unwrap_or_else(|fault| console.refused(&seat, &fault)),
        },
        Err(fault) => console.refused(&seat, &fault),
    }
}

pub async fn act(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let sent = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    // What was typed comes back after another login, a password apart.
    let kept = sent.clone().without(&["password"]);
    let seat = match console.gate_of(visit, &path, &kept).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(at) = address(&path) else { return console.refused(&seat, &Fault::Missing) };
    acts::act(&console, &seat, at, &sent).await.unwrap_or_else(|fault| console.refused(&seat, &fault))
}

fn address(path: &str) -> Option<Address> {
    let at = Address::parse(path.strip_prefix("/console")?).ok()?;
    (at.tail == Tail::Object && at.kind == Type::User && !at.is_collection()).then_some(at)
}

impl Console {
    pub(super) async fn them(&self, seat: &Seat, at: Address, tab: &str) -> Result<Them, Fault> {
        let seen = self.desk.read(&seat.caller, &at).await?;
        let view = self.desk.user_details(&seat.caller, &at).await?;
        let touch = self.desk.may_touch(&seat.caller, &at).await?;
        let may = |verb: &str| touch && seat.caller.may(verb, "user", at.site());
        let name = at.name().to_owned();
        let title = view["display"].as_str().filter(|d| !d.is_empty()).map_or(name, str::to_owned);
        let may = May { write: may("write"), act: may("act"), delete: may("delete"), outranked: !touch };
        let tab = TABS.into_iter().find(|t| *t == tab).unwrap_or_default();
        Ok(Them { tab, seen, view, title, may, at })
    }

    /// A page of the user: what `context` holds, under the head and the tabs.
    pub(super) fn user_page(&self, seat: &Seat, them: &Them, template: &'static str, mut context: Value) -> Sheet {
        let id = them.seen.id();
        let tabs: Vec<Value> =
            TABS.iter().filter(|tab| may_open(seat, them, tab)).map(|tab| tab_of(them, tab)).collect();
        if let Some(members) = context.as_object_mut() {
            let mut put = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
            put("object", head(them));
            put("tabs", tabs.into());
            put("action", format!("/console{id}").into());
            put("etag", them.seen.etag.clone().into());
            put("may", json!({ "write": them.may.write, "act": them.may.act, "outranked": them.may.outranked }));
            put("locks", locks(them).into());
            put("unlock_cli", format!("symbolon ctl user unlock {}", them.at_ctl()).into());
        }
        let title = Words::new("console-object-title").with("title", them.title.as_str());
        Sheet::new(template, title, context).at(place(self, seat, &them.at))
    }
}

/// The audit record is for who may read it.
fn may_open(seat: &Seat, them: &Them, tab: &str) -> bool {
    tab != "activity" || seat.caller.may("read", "audit", them.at.site())
}

fn tab_of(them: &Them, tab: &str) -> Value {
    let count = |member: &str| {
        them.view[member].as_array().map(Vec::len).or_else(|| them.view[member].as_object().map(|o| o.len()))
    };
    let count = match tab {
        "groups" => count("groups"),
        "ways" => count("credentials"),
        "sessions" => count("sessions"),
        _ => None,
    };
    let key = match tab {
        "" => "console-tab-main".to_owned(),
        "groups" => "console-user-groups-tab".to_owned(),
        tab => format!("console-user-{tab}"),
    };
    json!({ "key": key, "href": href(&them.seen.id(), tab), "here": tab == them.tab, "count": count })
}

/// The address of a page of the user.
pub(super) fn href(id: &str, tab: &str) -> String {
    super::object::tab_href(id, tab)
}

fn head(them: &Them) -> Value {
    let delete = them.may.delete.then(|| format!("/console{}?ask=delete", them.seen.id()));
    json!({
        "title": them.title,
        "name": them.at.name(),
        "path": them.at.path,
        "enabled": them.view["enabled"],
        "usable": them.view["usable"],
        "delete": delete,
    })
}

/// Counters that keep the person from logging in.
fn locks(them: &Them) -> Vec<Value> {
    let all = them.view["locks"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|lock| lock["locked"] == true).collect()
}

/// Where users stand: below the sites above them and the list of users.
pub(super) fn place(console: &Console, seat: &Seat, at: &Address) -> Place {
    let mut crumbs = Vec::new();
    let mut path = String::new();
    for segment in at.site().unwrap_or_default().split('/').filter(|s| !s.is_empty()) {
        path = if path.is_empty() { segment.to_owned() } else { format!("{path}/{segment}") };
        if let Some(site) = console.desk.named(&seat.caller, Noun::Site, &path) {
            crumbs.push(Crumb::text(seat.speaker.title(&site.titles, site.name()), format!("/console{}", site.id())));
        }
    }
    let site = at.site().filter(|s| !s.is_empty());
    crumbs.push(Crumb::key("console-page-user", at_site("/console/user", site)));
    Place { crumbs, section: "user", site: site.map(str::to_owned), stays: Some("/console/user".into()) }
}

/// Destroying asks on a page of its own: the user, or one of the ways in that they have.
fn ask(console: &Console, seat: &Seat, them: &Them, (act, credential): (&str, &str)) -> Response {
    let id = them.seen.id();
    let credentials = them.view["credentials"].as_array().cloned().unwrap_or_default();
    let one = credentials.iter().find(|c| c["id"] == credential);
    if act == "remove" && one.is_none() {
        return console.refused(seat, &Fault::Missing);
    }
    let label = one.map(|c| name_of(c).to_owned()).unwrap_or_default();
    let cli = match act {
        "delete" => format!("symbolon ctl delete {}", quoted(&id)),
        _ => format!("symbolon ctl user remove-credential {} {}", them.at_ctl(), quoted(credential)),
    };
    let context = json!({
        "act": act,
        "credential": credential,
        "label": label,
        "left": credentials.len().saturating_sub(1),
        "sessions": them.view["sessions"].as_array().map(Vec::len),
        "back": href(&id, if act == "delete" { "" } else { "ways" }),
        "cli": cli,
    });
    let title = match act {
        "delete" => Words::new("console-delete-title").with("title", them.title.as_str()),
        _ => Words::new("console-user-remove-title").with("label", label.as_str()).with("title", them.title.as_str()),
    };
    let page = console.user_page(seat, them, "console/user_ask.html", context);
    console.page(seat, Sheet { title, ..page })
}

/// What a way in is called: by its owner, else by its method.
fn name_of(credential: &Value) -> &str {
    let text = |name: &str| credential[name].as_str().filter(|t| !t.is_empty());
    text("label").or_else(|| text("serial")).or_else(|| text("method")).unwrap_or_default()
}

/// A link to the list of users with these conditions.
pub(super) fn found(text: &str) -> String {
    format!("/console/user?{}", form(&[("q", text)]))
}
