//! SAML 2.0: Symbolon as identity provider. Requests become logins, grants become assertions.
//!
//! `front.rs` is where people pass through, `back.rs` where servers ask each other; `logout.rs` walks from one application to the next.
//! Messages themselves are read, judged and written by the wire crate.

mod back;
mod client;
mod common_domain;
mod discovery;
mod farewell;
mod front;
mod keys;
mod logout;
mod metadata;
mod name;
mod refresh;
mod request;
mod response;

use std::sync::{Arc, PoisonError, RwLock};

use axum::{
    Router,
    routing::{get, post},
};
use kit::Kit;
use login::{Engine, World};
use model::Id;
use saml::Instant;

pub use client::check;
use client::{Client, Clients};

use crate::visit::Door;

/// Everything that the handlers share. Cheap to clone; all clones are one front.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    engine: Engine,
    kit: Arc<Kit>,
    /// Our name toward applications, which is also where our metadata is.
    entity: String,
    clients: RwLock<Arc<Clients>>,
    keys: saml::Ring<Id>,
    asked: refresh::Asked,
}

impl Front {
    /// The front of an engine, named after the public URL.
    pub fn new(engine: Engine, kit: Arc<Kit>) -> Self {
        let entity = format!("{}{METADATA}", kit.public.origin());
        Self(Arc::new(Inner {
            engine,
            kit,
            entity,
            clients: RwLock::default(),
            keys: saml::Ring::default(),
            asked: refresh::Asked::default(),
        }))
    }

    /// Our entity identifier.
    pub fn entity(&self) -> &str {
        &self.0.entity
    }
    fn engine(&self) -> &Engine {
        &self.0.engine
    }
    fn now(&self) -> Instant {
        Instant::from_millis(self.engine().now().millis())
    }
    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.kit.public.origin())
    }

    /// A fresh identifier of a message or an assertion: 160 bits that nobody can guess (SAML core, 1.3.4).
    fn fresh_id(&self) -> String {
        format!("_{}", data_encoding::HEXLOWER.encode(&self.engine().chance().bytes::<20>()))
    }

    /// The service providers of the configuration as of now.
    fn clients(&self, world: &World) -> Arc<Clients> {
        let version = world.catalogue.version;
        {
            let known = self.0.clients.read().unwrap_or_else(PoisonError::into_inner);
            if known.version == version && version != 0 {
                return Arc::clone(&known);
            }
        }
        let before = Arc::clone(&self.0.clients.read().unwrap_or_else(PoisonError::into_inner));
        let fresh = Arc::new(Clients::of(&world.catalogue, &before));
        *self.0.clients.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }

    /// The service provider of this entity identifier, if people may come to it today and its metadata holds.
    fn client(&self, entity: &str) -> Option<Arc<Client>> {
        let world = self.engine().world();
        let client = self.clients(&world).named(entity).cloned()?;
        self.open(&world, client)
    }

    fn client_of(&self, application: Id) -> Option<Arc<Client>> {
        let world = self.engine().world();
        let client = self.clients(&world).of_application(application).cloned()?;
        self.open(&world, client)
    }

    fn open(&self, world: &World, client: Arc<Client>) -> Option<Arc<Client>> {
        let is_open = world.app(client.application).is_some_and(|app| world.is_open(app));
        (is_open && client.is_valid(self.now())).then_some(client)
    }
}

impl Door for Front {
    fn kit(&self) -> &Kit {
        &self.0.kit
    }
}

/// The routes of the front.
pub fn router(front: Front) -> Router {
    Router::new()
        .route(METADATA, get(metadata::document))
        .route(SSO, get(front::asked_by_address).post(front::asked_by_form))
        .route(START, get(front::start))
        .route(&format!("{RESUME}{{handle}}"), get(front::resume))
        .route(SLO, get(logout::by_address).post(logout::by_form))
        .route(&format!("{GOODBYE}{{handle}}"), get(logout::step))
        .route(SOAP, post(back::envelope))
        .route(DISCOVERY, get(discovery::ask).post(discovery::choose))
        .route(kit::common_domain::READ, get(common_domain::read))
        .route(kit::common_domain::WRITE, get(common_domain::write))
        .with_state(front)
}

/// Our metadata, whose address is our name.
pub const METADATA: &str = "/saml2/metadata";
/// Where authentication requests come to.
pub const SSO: &str = "/saml2/sso";
/// Where a login begins that no application asked for: `?application=SITE/APP`.
pub const START: &str = "/saml2/start";
/// Where finished logins come back; the handle is appended.
pub const RESUME: &str = "/saml2/resume/";
/// Where single logout comes to.
pub const SLO: &str = "/saml2/slo";
/// Where a logout goes on; the handle is appended.
pub const GOODBYE: &str = "/saml2/goodbye/";
/// Where applications send people to choose an identity provider.
pub const DISCOVERY: &str = "/discovery";
/// Where servers ask: artifacts and logouts behind the browser's back.
pub const SOAP: &str = "/saml2/soap";
