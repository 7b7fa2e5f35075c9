//! The management API at `/sso-api`: the grammar of paths, bodies and answers over the desk.

pub(crate) mod answer;
pub(crate) mod asked;
mod audit;
mod auth;
pub(crate) mod body;
mod client;
mod configuration;
mod document;
mod front;
mod given;
pub(crate) mod import;
mod lists;
mod local;
pub(crate) mod management_token;
pub(crate) mod routes;
mod token;
pub(crate) mod webhook;
mod whatif;
mod xml;

use std::sync::Arc;

use axum::{Router, routing::any};
use kit::Kit;

pub use audit::file as audit_file;
pub use auth::SCOPE;
pub use client::{COMMAND_LINE, command_line};
pub use local::Local;

use crate::{caller::Caller, desk::Desk, openapi::Document};

/// Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    desk: Desk,
    document: Document,
    kit: Arc<Kit>,
    tries: login::Tries,
    /// Who calls, where that needs no proof: see [`Local`].
    known: Option<Caller>,
}

/// Where it lies.
pub const BASE: &str = "/sso-api";

impl Front {
    pub fn new(desk: Desk, kit: Arc<Kit>) -> Self {
        Self::made(desk, kit, None)
    }
    /// Everything is asked by this caller. Such a front has no listener.
    fn known(desk: Desk, kit: Arc<Kit>, caller: Caller) -> Self {
        Self::made(desk, kit, Some(caller))
    }
    fn made(desk: Desk, kit: Arc<Kit>, known: Option<Caller>) -> Self {
        let document = Document::new(desk.engine().kinds());
        Self(Arc::new(Inner { desk, document, kit, tries: login::Tries::default(), known }))
    }
    pub(crate) fn desk(&self) -> &Desk {
        &self.0.desk
    }
    fn engine(&self) -> &login::Engine {
        self.0.desk.engine()
    }
    fn document(&self) -> &Document {
        &self.0.document
    }
    pub(crate) fn kit(&self) -> &Kit {
        &self.0.kit
    }
}

pub fn router(front: Front) -> Router {
    let paths = ["/sso-api", "/sso-api/", "/sso-api/{*path}"];
    paths.into_iter().fold(Router::new(), |routes, path| routes.route(path, any(front::handle))).with_state(front)
}
