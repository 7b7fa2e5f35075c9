//! The management API at `/sso-api`: the grammar of paths, bodies and answers over the desk.

mod answer;
mod auth;
mod body;
mod configuration;
mod front;
mod xml;

use std::sync::Arc;

use axum::{Router, routing::any};
use kit::Kit;

pub use auth::SCOPE;

use crate::{desk::Desk, openapi::Document};

/// Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    desk: Desk,
    document: Document,
    kit: Arc<Kit>,
    tries: login::Tries,
}

/// Where it lies.
pub const BASE: &str = "/sso-api";

impl Front {
    pub fn new(desk: Desk, kit: Arc<Kit>) -> Self {
        let document = Document::new(desk.engine().kinds());
        Self(Arc::new(Inner { desk, document, kit, tries: login::Tries::default() }))
    }
    fn desk(&self) -> &Desk {
        &self.0.desk
    }
    fn engine(&self) -> &login::Engine {
        self.0.desk.engine()
    }
    fn document(&self) -> &Document {
        &self.0.document
    }
    fn kit(&self) -> &Kit {
        &self.0.kit
    }
}

pub fn router(front: Front) -> Router {
    let paths = ["/sso-api", "/sso-api/", "/sso-api/{*path}"];
    paths.into_iter().fold(Router::new(), |routes, path| routes.route(path, any(front::handle))).with_state(front)
}
