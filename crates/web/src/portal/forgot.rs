//! A forgotten password: a link by mail, where the site offers it. What is shown depends on nothing that is typed (M054).

use axum::{
    extract::{Path, Query, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::{Page, Surface, edge::see_other};
use login::{ResetTurn, World};
use model::{Id, Noun, Reason};
use plug::{Field, Prompt};
use serde::Deserialize;

use super::view::{Place, Question, question};
use crate::{
    State,
    account::default_site,
    state::{Link, Note},
    visit::{self, Visit},
    words::{Scribe, Words, ours},
};

#[derive(Deserialize)]
pub struct Asked {
    site: Option<String>,
    sent: Option<String>,
}

/// The address of *forgotten password* for a site, where it offers that.
pub fn address(world: &World, site: Id) -> Option<String> {
    let (entry, of) = world.catalogue.site(site)?;
    (of.forgotten_password && of.enabled && world.fit(entry)).then(|| {
        let mut path = String::from("/forgot?site=");
        path.extend(url::form_urlencoded::byte_serialize(entry.path.as_bytes()));
        path
    })
}

/// The site that is named, or the one that stands for all; `None` where it offers no such thing.
fn site_of(world: &World, named: Option<&str>) -> Option<Id> {
    let site = match named {
        Some(path) => world.catalogue.at(Noun::Site, path).map(|e| e.id),
        None => default_site(world),
    };
    site.filter(|site| address(world, *site).is_some())
}

pub async fn ask(Shared(state): Shared<State>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    let world = state.world();
    let Some(site) = site_of(&world, asked.site.as_deref()) else {
        return state.kit().problem(&visit.reader, StatusCode::NOT_FOUND);
    };
    let brand = state.brand(Some(site));
    if asked.sent.is_some() {
        let note = Note {
            state: "first",
            hint: Words::new("forgot-sent-hint"),
            act: None,
            more: Some(Link::new("/", "gone-home")),
        };
        return state.note(Some(brand), "forgot-sent-title", note).answer(&state, &visit.reader);
    }
    let scribe = state.scribe(&brand, &visit.reader);
    let path = world.catalogue.entry(site).map(|e| e.path.clone()).unwrap_or_default();
    let mut prompt = Prompt::new("forgot", vec![Field::Username { value: String::new() }]);
    prompt.button = "forgot-button".into();
    let sheet = sheet(
        "/forgot",
        "forgot-title",
        Words::new("forgot-hint"),
        &form_of(&prompt, None, &scribe),
        &[("site", &path)],
    );
    state.kit().page(&visit.reader, sheet.brand(brand))
}

pub async fn send(Shared(state): Shared<State>, visit: Visit, request: Request) -> Response {
    let form = match visit::posted(&state, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let world = state.world();
    let Some(site) = site_of(&world, form.get("site")) else {
        return state.kit().problem(&visit.reader, StatusCode::NOT_FOUND);
    };
    let name = form.get("username").unwrap_or_default();
    match state.engine().forgot(site, name, ours(visit.reader.locale), &visit.client).await {
        Ok(()) => see_other(&address(&world, site).map_or_else(|| "/".to_owned(), |path| format!("{path}&sent=1"))),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// Shows the form of a link, and uses nothing up: mail programs look at links before people do.
pub async fn show(Shared(state): Shared<State>, visit: Visit, Path(link): Path<String>) -> Response {
    match state.engine().reset_look(&link).await {
        Ok(Some(prompt)) => new_password(&state, &visit, &link, &prompt, None),
        Ok(None) => gone(&state, &visit),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

pub async fn set(Shared(state): Shared<State>, visit: Visit, Path(link): Path<String>, request: Request) -> Response {
    let form = match visit::posted(&state, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    match state.engine().reset(&link, &visit::answer(&form), &visit.client).await {
        Ok(ResetTurn::Done) => done(&state, &visit),
        Ok(ResetTurn::Ask(prompt, error)) => new_password(&state, &visit, &link, &prompt, error),
        Ok(ResetTurn::Gone) => gone(&state, &visit),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

fn new_password(state: &State, visit: &Visit, link: &str, prompt: &Prompt, error: Option<Reason>) -> Response {
    let brand = state.brand(default_site(&state.world()));
    let form = form_of(prompt, error, &state.scribe(&brand, &visit.reader));
    let wrong = error.is_some() || !prompt.refusals.is_empty();
    let sheet = sheet(&format!("/reset/{link}"), "reset-title", Words::new("reset-hint"), &form, &[]).error(wrong);
    state.kit().page(&visit.reader, sheet.brand(brand))
}

fn done(state: &State, visit: &Visit) -> Response {
    let brand = state.brand(default_site(&state.world()));
    let note = Note {
        state: "",
        hint: Words::new("reset-done-hint"),
        act: Some(Link::new("/", "landing-button")),
        more: None,
    };
    state.note(Some(brand), "reset-done-title", note).answer(state, &visit.reader)
}

fn gone(state: &State, visit: &Visit) -> Response {
    let world = state.world();
    let site = default_site(&world);
    let act = site.and_then(|site| address(&world, site)).map(|path| Link::new(path, "reset-gone-again"));
    let note =
        Note { state: "none", hint: Words::new("reset-gone-hint"), act, more: Some(Link::new("/", "gone-home")) };
    state.note(Some(state.brand(site)), "reset-gone-title", note).status(StatusCode::GONE).answer(state, &visit.reader)
}

/// A prompt outside a login, as one form.
pub fn form_of(prompt: &Prompt, error: Option<Reason>, scribe: &Scribe) -> Question {
    let offer = login::Offer {
        method: Id::fixed(0),
        name: String::new(),
        title: String::new(),
        icon: "",
        kind: "password",
        enrol: false,
    };
    let asked = login::Asked { method: offer, prompt: prompt.clone(), error, message: None };
    question(&asked, Place { index: 0, alone: true, proven: true, opening: false, waiting: None }, scribe)
}

/// The page `portal/form.html`.
pub fn sheet(action: &str, title: &str, hint: Words, question: &Question, hidden: &[(&str, &str)]) -> Page {
    let context = serde_json::json!({ "action": action, "hint": hint, "question": question, "hidden": hidden });
    Page::new(Surface::Portal, "portal/form.html", title).with(context)
}
