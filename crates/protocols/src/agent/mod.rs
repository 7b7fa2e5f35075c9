//! The agent API: what agents for Windows, AD FS, PAM, FreeRADIUS and web applications send becomes lines for the engine.
//!
//! It speaks a published protocol (privacyIDEA's validation API), so that existing agents work unchanged. `hear.rs` finds who
//! speaks, `front.rs` checks, `show.rs` says what the engine asked, and the other files hold one endpoint each.

mod client;
mod front;
mod hear;
mod jwt;
mod multipart;
mod offline;
mod origin;
mod params;
mod poll;
mod request;
mod response;
mod service;
mod show;
mod trigger;

#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::routing::{MethodRouter, any, get, post};
use kit::{Kit, Texts};
use login::{Engine, World};
use model::Span;

use client::Agents;
pub use client::check;
use hear::{Pace, Seldom};
pub use params::{Encoding, Params, Sent, Unreadable};

/// Everything that the handlers share. Cheap to clone; all clones are one front.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    engine: Engine,
    kit: Arc<Kit>,
    agents: RwLock<Arc<Agents>>,
    pace: Pace,
    /// Of browsers, which anybody can be: they use up nothing of the agent's own.
    pages: Pace,
    strangers: Seldom,
    guesses: Seldom,
    polls: Seldom,
    /// Hashes for use without a connection are made one login at a time.
    hashing: tokio::sync::Semaphore,
}

impl Front {
    pub fn new(engine: Engine, kit: Arc<Kit>) -> Self {
        Self(Arc::new(Inner {
            engine,
            kit,
            agents: RwLock::default(),
            pace: Pace::default(),
            pages: Pace::default(),
            strangers: Seldom::new(1, Span::minutes(1)),
            guesses: Seldom::new(30, Span::minutes(5)),
            polls: Seldom::new(100, Span::seconds(10)),
            hashing: tokio::sync::Semaphore::new(1),
        }))
    }

    fn engine(&self) -> &Engine {
        &self.0.engine
    }
    fn texts(&self) -> &Texts {
        self.0.kit.pages.texts()
    }

    /// The agents of the configuration as of now.
    fn agents(&self, world: &World) -> Arc<Agents> {
        let version = world.catalogue.version;
        {
            let known = self.0.agents.read().unwrap_or_else(PoisonError::into_inner);
            if known.version == version && version != 0 {
                return Arc::clone(&known);
            }
        }
        let fresh = Arc::new(Agents::of(&world.catalogue));
        *self.0.agents.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }
}

/// The routes of the front.
pub fn router(front: Front) -> Router {
    let both = |route: MethodRouter<Front>| route.fallback(response::not_so);
    Router::new()
        .route("/validate/check", both(get(front::check).post(front::check)))
        .route("/validate/radiuscheck", both(get(front::radius_check).post(front::radius_check)))
        .route("/validate/samlcheck", both(get(front::saml_check).post(front::saml_check)))
        .route("/validate/triggerchallenge", both(get(trigger::trigger).post(trigger::trigger)))
        .route("/validate/polltransaction", both(get(poll::poll)))
        .route("/validate/polltransaction/{id}", both(get(poll::poll_one)))
        .route("/validate/offlinerefill", both(post(offline::refill)))
        .route("/validate/initialize", both(get(front::initialize).post(front::initialize)))
        .route("/validate/{*other}", any(response::nowhere))
        .route("/auth", both(post(service::login)))
        .route("/token/", both(get(service::tokens)))
        .route("/token/init", both(post(service::enrol)))
        .route("/ttype/push", both(get(front::push).post(front::push)))
        .with_state(front)
}
