//! One's own account: ways to log in, sessions, what happened. Every page asks the engine whether the session still
//! satisfies the page application `account`; what changes a way in asks for recent proofs, too (M022, M068).

mod activity;
mod enrol;
mod enter;
mod overview;
mod permissions;
mod profile;
mod sessions;
mod ways;

pub(crate) use enter::leave;

use std::sync::Arc;

use axum::{
    Router,
    response::Response,
    routing::{get, post},
};
use kit::{Brand, Page, Surface, edge::see_other};
use login::{EngineError, Present, World};
use model::{Id, Noun, Span};
use serde::Serialize;

use crate::{
    State, flash,
    visit::{Visit, with_cookie},
    words::Scribe,
};

pub fn routes() -> Router<State> {
    Router::new()
        .route("/account", get(overview::show))
        .route("/account/login", get(enter::begin))
        .route("/account/enter/{handle}", get(enter::enter))
        .route("/account/logout", post(enter::leave))
        .route("/account/add", get(enrol::choose))
        .route("/account/add/{method}", get(enrol::begin).post(enrol::confirm))
        .route("/account/ways/{credential}/remove", get(ways::ask_remove).post(ways::remove))
        .route("/account/ways/{credential}/rename", get(ways::ask_rename).post(ways::rename))
        .route("/account/sessions/others", post(sessions::end_others))
        .route("/account/sessions/{session}/end", post(sessions::end))
        .route("/account/permissions/{application}/withdraw", post(permissions::withdraw))
        .route("/account/profile", get(profile::show).post(profile::save))
        .route("/account/activity", get(activity::show))
}

/// How old the proofs behind a change of ways in may be.
pub const RECENT: Span = Span::minutes(5);

/// Somebody at a page of the account.
pub struct Guest {
    pub visit: Visit,
    pub present: Present,
    pub site: Id,
    pub brand: Arc<Brand>,
}

/// What a page asks of its visitor.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    LoggedIn,
    /// Proofs of the last minutes, second factor included where there is one.
    Recent,
}

/// Lets the visitor in, or leads them through a login back to `back`.
pub async fn gate(state: &State, visit: Visit, wish: Wish, back: &str) -> Result<Guest, Response> {
    let since = (wish == Wish::Recent).then(|| state.engine().now() - RECENT);
    match here(state, &visit, since).await {
        Ok(Some((present, site))) => {
            let visit = visit.known(present.user.as_deref());
            Ok(Guest { brand: state.brand(Some(site)), visit, present, site })
        }
        Ok(None) => {
            let mut to = url::form_urlencoded::Serializer::new(String::from("/account/login?"));
            to.append_pair("return", back);
            if wish == Wish::Recent {
                to.append_pair("recent", "1");
            }
            Err(see_other(&to.finish()))
        }
        Err(error) => Err(state.trouble(&visit.reader, &error)),
    }
}

/// Who is here, with a session that satisfies the account pages of its site.
pub async fn here(
    state: &State,
    visit: &Visit,
    since: Option<model::Time>,
) -> Result<Option<(Present, Id)>, EngineError> {
    let Some(cookie) = visit.cookie() else { return Ok(None) };
    let Some(session) = state.engine().session(cookie).await? else { return Ok(None) };
    let Some(application) = application(&state.world(), session.site) else { return Ok(None) };
    let present = state.engine().present(Some(cookie), application, since, &visit.client).await?;
    Ok(present.map(|present| (present, session.site)))
}

/// The application that the account pages of a top-level site are.
pub fn application(world: &World, site: Id) -> Option<Id> {
    let path = format!("{}/account", world.catalogue.entry(site)?.path);
    let id = world.catalogue.at(Noun::Application, &path)?.id;
    world.catalogue.application(id).filter(|(_, a)| a.protocol == "page").map(|_| id)
}

/// The top-level site that stands for all where none is named: the first with account pages, else the first.
pub fn default_site(world: &World) -> Option<Id> {
    let mut tops = world
        .catalogue
        .sites()
        .filter(|(entry, site)| !entry.path.contains('/') && site.enabled)
        .map(|(entry, _)| entry.id);
    let all: Vec<Id> = tops.by_ref().collect();
    all.iter().copied().find(|site| application(world, *site).is_some()).or_else(|| all.first().copied())
}

/// What pages call the person.
pub fn name_of(present: &Present) -> String {
    let subject = || present.session.proofs.first().map(|p| p.subject.value.clone()).unwrap_or_default();
    present.user.as_deref().map_or_else(subject, |user| user.display().to_owned())
}

impl Guest {
    pub fn scribe(&self, state: &State) -> Scribe {
        state.scribe(&self.brand, &self.visit.reader)
    }

    /// A page of the account, with the person's name above.
    pub fn page(&self, template: &str, title: &str, context: impl Serialize) -> Page {
        let mut context = serde_json::to_value(context).unwrap_or_default();
        if let Some(members) = context.as_object_mut() {
            members.insert("name".into(), name_of(&self.present).into());
        }
        Page::new(Surface::Account, template, title).with(context).brand(Arc::clone(&self.brand))
    }

    /// On to another page, which says what was done.
    pub fn onward(&self, state: &State, to: &str, said: &str, name: &str) -> Response {
        with_cookie(see_other(to), flash::set(&state.kit().cookies, said, name))
    }

    pub fn trouble(&self, state: &State, error: &EngineError) -> Response {
        state.trouble(&self.visit.reader, error)
    }
}
