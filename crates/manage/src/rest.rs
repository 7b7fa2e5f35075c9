//! The management API at `/sso-api`: the grammar of paths, bodies and answers over the desk.

mod answer;
mod audit;
mod auth;
mod body;
mod client;
mod configuration;
mod front;
mod import;
mod local;
mod management_token;
mod token;
mod webhook;
mod whatif;
mod xml;

use std::sync::Arc;

use axum::{Router, routing::any};
use kit::Kit;

pub use auth::SCOPE;
pub use client::{COMMAND_LINE, command_line};
pub use local::Local;

use crate::{caller::Caller, desk::Desk};

/// Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    desk: Desk,
    kit: Arc<Kit>,
    tries: login::Tries,
    /// Who calls, where that needs no proof: see [`Local`].
    known: Option<Caller>,
}

/// Where it lies.
pub const BASE: &str = "/sso-api";

impl Front {
    pub fn new(desk: Desk, kit: Arc<Kit>) -> Self {
        Self(Arc::new(Inner { desk, kit, tries: login::Tries::default(), known: None }))
    }
    /// Everything is asked by this caller. Such a front has no listener.
    fn known(desk: Desk, kit: Arc<Kit>, caller: Caller) -> Self {
        Self(Arc::new(Inner { desk, kit, tries: login::Tries::default(), known: Some(caller) }))
    }
    fn desk(&self) -> &Desk {
        &self.0.desk
    }
    fn engine(&self) -> &login::Engine {
        self.0.desk.engine()
    }
    fn kit(&self) -> &Kit {
        &self.0.kit
    }
}

pub fn router(front: Front) -> Router {
    Router::new().route("/sso-api", any(front::handle)).route("/sso-api/{*path}", any(front::handle)).with_state(front)
}
