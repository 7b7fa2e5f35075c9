//! Logging in: the pages of a login, forgotten passwords, the start page.

mod denied;
mod elsewhere;
mod fields;
pub(crate) mod forgot;
mod login;
pub mod setup;
mod start;
mod view;

#[cfg(test)]
pub(crate) use denied::GROUPS;
pub(crate) use fields::{Around, parts};
#[cfg(test)]
pub(crate) use login::sheet;
pub(crate) use view::{Place, add_address, choice, icon, question, scope};
#[cfg(test)]
pub(crate) use view::{Setting, view};

use axum::{Router, routing::get};

use crate::State;

pub fn routes() -> Router<State> {
    Router::new()
        .route("/login/{handle}", get(login::show).post(login::answer))
        .route("/login/return/{method}", get(elsewhere::returned).post(elsewhere::posted))
        .route("/login/return/{method}/{what}", get(elsewhere::spoken).post(elsewhere::spoken))
        .route("/login/leave/{ticket}", get(elsewhere::leave))
        .route("/saml2/sp/{method}/{what}", get(elsewhere::spoken).post(elsewhere::spoken))
        .route("/forgot", get(forgot::ask).post(forgot::send))
        .route("/reset/{link}", get(forgot::show).post(forgot::set))
        .route("/logged-out", get(start::logged_out))
        .route("/", get(start::home))
}
