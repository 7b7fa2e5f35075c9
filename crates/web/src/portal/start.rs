//! The start page: a person's applications, or where to log in; and the page after logging out.

use std::collections::BTreeSet;

use axum::{extract::State as Shared, response::Response};
use kit::{Page, Surface};
use login::{Present, World, groups, scene};
use model::{Application, Entry, Id};
use serde::Serialize;

use crate::{
    State, account,
    state::{Link, Note},
    visit::Visit,
    words::{Words, ours},
};

/// The application list for those who are logged in.
pub async fn home(Shared(state): Shared<State>, visit: Visit) -> Response {
    match account::here(&state, &visit, None).await {
        Ok(Some((present, site))) => list(&state, visit, &present, site).await,
        Ok(None) => landing(&state, &visit),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

#[derive(Serialize)]
struct Listed {
    title: String,
    url: String,
}

async fn list(state: &State, visit: Visit, present: &Present, site: Id) -> Response {
    let visit = visit.known(present.user.as_deref());
    let record = match state.engine().store().person(&present.person.key(), &visit.client.browser).await {
        Ok(record) => record,
        Err(error) => return state.trouble(&visit.reader, &error.into()),
    };
    let world = state.world();
    let known = scene::Known { record: record.into(), user: present.user.clone(), usable: true };
    let path = scene::Path(present.session.proofs.iter().collect());
    let groups = groups::of(&world, Some(&known), &path);
    let locale = ours(visit.reader.locale);
    let mut applications: Vec<Listed> = open_to(&world, present, &groups)
        .map(|(entry, application)| Listed {
            title: application.title.or(locale, entry.name()).to_owned(),
            url: application.url.clone(),
        })
        .collect();
    applications.sort_by_key(|a| a.title.to_lowercase());
    let context = serde_json::json!({ "name": account::name_of(present), "applications": applications });
    let page =
        Page::new(Surface::Portal, "portal/start.html", "start-title").with(context).brand(state.brand(Some(site)));
    state.kit().page(&visit.reader, page)
}

/// Applications that single sign-on reaches, the person may enter and somebody wants listed.
fn open_to<'a>(
    world: &'a World,
    present: &'a Present,
    groups: &'a BTreeSet<Id>,
) -> impl Iterator<Item = (&'a Entry, &'a Application)> {
    world.catalogue.applications().filter(move |(entry, application)| {
        let reach = world.app(entry.id).is_some_and(|app| {
            let top = world.catalogue.top_of(app.site.id);
            world.is_open(app) && top.is_some_and(|top| world.catalogue.shared(present.session.site, top))
        });
        let entered = entry.links_as("allowedTo").any(|link| groups.contains(&link.to));
        application.listed && reach && entered && is_web(&application.url)
    })
}

/// Nothing but a plain address becomes a link (M074).
fn is_web(url: &str) -> bool {
    url.parse::<url::Url>().is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

fn landing(state: &State, visit: &Visit) -> Response {
    let site = account::default_site(&state.world());
    let brand = state.brand(site);
    let act = site.map(|_| Link::new("/account/login?return=/", "landing-button"));
    let note = Note { state: "", hint: Words::new("landing-hint"), act, more: None };
    let name = brand.name.clone();
    state.note(Some(brand), "landing-title", note).arg("site", &name).answer(state, &visit.reader)
}

pub async fn logged_out(Shared(state): Shared<State>, visit: Visit) -> Response {
    let brand = state.brand(account::default_site(&state.world()));
    let note = Note {
        state: "none",
        hint: Words::new("logged-out-hint"),
        act: Some(Link::new("/", "logged-out-again")),
        more: None,
    };
    state.note(Some(brand), "logged-out-title", note).answer(&state, &visit.reader)
}
