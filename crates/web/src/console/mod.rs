//! Administration: what the management API does, as pages. Every page reads and writes through the [`Desk`] as the person who
//! is logged in, so that rights decide what is shown and what is done, and what a page does is what the command beside it does.
//!
//! An object's page is its API path under `/console`: `/console/method/password.1`. A POST to it carries the field `act`.

mod alerts;
mod ask;
mod audit;
mod chain;
mod create;
mod deliveries;
mod enter;
mod form;
mod gate;
mod gateways;
mod home;
mod items;
mod lanes;
mod layout;
mod lines;
mod links;
mod list;
mod mails;
mod nav;
mod object;
mod race;
mod registration;
mod rights;
mod said;
mod save;
mod schema;
mod search;
mod speak;
mod tabs;
mod texts;
mod token;
mod user;
mod whatif;
mod wizard;

use axum::{
    Router,
    extract::FromRef,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use kit::Source;
use manage::desk::Desk;

use crate::State;

pub use lanes::Lane;

/// Cheap to clone.
#[derive(Clone)]
pub struct Console {
    state: State,
    desk: Desk,
}

impl FromRef<Console> for State {
    fn from_ref(console: &Console) -> Self {
        console.state.clone()
    }
}

/// The routes of the console; `desk` is the one that the management API uses.
pub fn router(state: State, desk: Desk) -> Router {
    let console = Console { state, desk };
    let recorded = from_fn_with_state(console.clone(), gate::recorded);
    Router::new()
        .route("/console", get(home::show))
        .route("/console/login", get(enter::begin))
        .route("/console/enter/{handle}", get(enter::enter))
        .route("/console/logout", post(enter::leave))
        .route("/console/search", get(search::show))
        .route("/console/chains", get(chain::show).post(chain::act))
        .route("/console/user", get(user::list))
        .route("/console/new/user", get(user::new).post(user::make))
        .route("/console/user/{*path}", get(user::show).post(user::act))
        .route("/console/token", get(token::show))
        .route("/console/token/{serial}", get(token::one).post(token::act))
        .route("/console/import/token", get(token::import).post(token::take))
        .route("/console/audit", get(audit::show))
        .route("/console/audit/export", get(audit::export))
        .route("/console/whatif", get(whatif::show))
        .route("/console/new/{noun}", get(create::show).post(create::make))
        .route("/console/{*path}", get(object::show).post(object::act))
        .layer(recorded)
        .with_state(console)
}

/// The texts of the console; register them after those of the portal.
pub const TEXTS: Source = Source {
    owner: "console",
    texts: [
        ("en", include_str!("texts/en.ftl")),
        ("fi", include_str!("texts/fi.ftl")),
        ("sv", include_str!("texts/sv.ftl")),
        ("fr", include_str!("texts/fr.ftl")),
        ("de", include_str!("texts/de.ftl")),
    ],
};
