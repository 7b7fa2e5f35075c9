//! OpenID Connect: authorization requests become logins, grants become codes, codes become tokens.
//!
//! `front.rs` is where people pass through; `token.rs`, `userinfo.rs` and `metadata.rs` speak to programs; `logout.rs` and
//! `farewell.rs` end what was begun. Messages themselves are read and written by the wire crate.

mod auth;
mod claims;
mod client;
mod farewell;
mod front;
mod issue;
mod keys;
mod logout;
mod metadata;
mod request;
mod response;
mod revoke;
mod subject;
mod token;
mod userinfo;

#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::routing::{get, post};
use kit::Kit;
use login::{Engine, World};
use model::{Id, Person};
pub use oidc::issuer::BadIssuer;
use oidc::{Issuer, discovery};

use crate::visit::Door;
pub use client::check;
use client::{Client, Clients};

/// Everything that the handlers share. Cheap to clone; all clones are one front.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    engine: Engine,
    kit: Arc<Kit>,
    issuer: Issuer,
    clients: RwLock<Arc<Clients>>,
    keys: keys::Keys,
    prepared: metadata::Prepared,
    tries: login::Tries,
}

impl Front {
    /// The front of an engine. The issuer is the public URL.
    pub fn new(engine: Engine, kit: Arc<Kit>) -> Result<Self, BadIssuer> {
        let issuer = Issuer::parse(&kit.public.origin())?;
        Ok(Self(Arc::new(Inner {
            engine,
            kit,
            issuer,
            clients: RwLock::default(),
            keys: keys::Keys::default(),
            prepared: metadata::Prepared::default(),
            tries: login::Tries::default(),
        })))
    }

    pub fn issuer(&self) -> &Issuer {
        &self.0.issuer
    }
    fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The clients of the configuration as of now.
    fn clients(&self, world: &World) -> Arc<Clients> {
        let version = world.catalogue.version;
        {
            let known = self.0.clients.read().unwrap_or_else(PoisonError::into_inner);
            if known.version == version && version != 0 {
                return Arc::clone(&known);
            }
        }
        let fresh = Arc::new(Clients::of(&world.catalogue));
        *self.0.clients.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }

    /// The client of this name, if people may come to it today.
    fn client(&self, client_id: &str) -> Option<Arc<Client>> {
        let world = self.engine().world();
        let client = self.clients(&world).named(client_id).cloned()?;
        world.app(client.application).filter(|app| world.is_open(*app)).map(|_| client)
    }

    fn client_of(&self, application: Id) -> Option<Arc<Client>> {
        let world = self.engine().world();
        self.clients(&world).of_application(application).cloned()
    }

    /// What a person is called toward a client.
    fn subject(&self, client: &Client, person: &Person) -> String {
        subject::subject(&|purpose, bytes| self.engine().keyed(purpose, bytes), &client.subject, person)
    }
}

impl Door for Front {
    fn kit(&self) -> &Kit {
        &self.0.kit
    }
}

/// The routes of the front.
pub fn router(front: Front) -> Router {
    let open = |route: axum::routing::MethodRouter<Front>| route.options(response::preflight);
    Router::new()
        .route(discovery::WELL_KNOWN, open(get(metadata::document)))
        .route(discovery::WELL_KNOWN_OAUTH, open(get(metadata::document)))
        .route(discovery::JWKS, open(get(metadata::jwks)))
        .route(discovery::AUTHORIZE, get(front::authorize).post(front::authorize_by_form))
        .route(&format!("{RESUME}{{handle}}"), get(front::resume))
        .route(discovery::TOKEN, open(post(token::token)))
        .route(discovery::REVOKE, open(post(revoke::revoke)))
        .route(discovery::USERINFO, open(get(userinfo::userinfo).post(userinfo::userinfo)))
        .route(discovery::LOGOUT, get(logout::logout).post(logout::logout_by_form))
        .route(logout::CONFIRM, post(logout::confirm))
        .with_state(front)
}

/// Where finished logins come back; the handle is appended.
pub const RESUME: &str = "/oauth2/resume/";
