//! The demo application: a real OpenID Connect client that happens to be served by the same process. It knows its issuer
//! only by the URL, speaks to it over HTTP, and believes what the issuer's published keys confirm.

mod client;
mod handlers;
mod token;

pub use client::{AppError, Client};

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Router,
    routing::{get, post},
};
use data_encoding::BASE64URL_NOPAD;
use model::{Span, Time};
use plug::{Chance, Clock};
use serde_json::{Map, Value};

use crate::Stage;

/// What an ID token or the userinfo endpoint says.
pub type Claims = Map<String, Value>;

/// The application: its client, and who is logged in to it. In memory, like everything of it.
pub struct App {
    pub client: Client,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// By state.
    begun: HashMap<String, Begun>,
    /// By cookie.
    sessions: HashMap<String, Session>,
}

/// A login on its way.
#[derive(Clone)]
struct Begun {
    at: Time,
    nonce: String,
    verifier: String,
    /// The browser that began it.
    browser: String,
}

/// Somebody who is logged in to the application.
#[derive(Clone)]
struct Session {
    at: Time,
    claims: Claims,
    userinfo: Claims,
    id_token: String,
}

impl App {
    pub fn new(client: Client, clock: Arc<dyn Clock>, chance: Arc<dyn Chance>) -> Self {
        Self { client, clock, chance, memory: Mutex::default() }
    }

    fn now(&self) -> Time {
        self.clock.now()
    }

    fn random(&self) -> String {
        BASE64URL_NOPAD.encode(&self.chance.bytes::<32>())
    }

    fn memory<T>(&self, act: impl FnOnce(&mut Memory) -> T) -> T {
        act(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A login of this browser begins: its state, nonce and PKCE verifier.
    fn begin(&self, browser: &str) -> (String, Begun) {
        let (state, now) = (self.random(), self.now());
        let begun = Begun { at: now, nonce: self.random(), verifier: self.random(), browser: browser.to_owned() };
        self.memory(|memory| {
            memory.begun.retain(|_, old| now - old.at < PATIENCE);
            if memory.begun.len() < MOST {
                memory.begun.insert(state.clone(), begun.clone());
            }
        });
        (state, begun)
    }

    /// Takes back what this browser began.
    fn take(&self, state: &str, browser: &str) -> Option<Begun> {
        let now = self.now();
        let begun = self.memory(|memory| memory.begun.remove(state))?;
        (begun.browser == browser && now - begun.at < PATIENCE).then_some(begun)
    }

    fn enter(&self, session: Session) -> String {
        let (cookie, now) = (self.random(), self.now());
        self.memory(|memory| {
            memory.sessions.retain(|_, old| now - old.at < DAY);
            if memory.sessions.len() < MOST {
                memory.sessions.insert(cookie.clone(), session);
            }
        });
        cookie
    }

    fn session(&self, cookie: &str) -> Option<Session> {
        let now = self.now();
        self.memory(|memory| memory.sessions.get(cookie).filter(|s| now - s.at < DAY).cloned())
    }

    fn leave(&self, cookie: &str) -> Option<Session> {
        self.memory(|memory| memory.sessions.remove(cookie))
    }

    /// Ends the sessions that a logout token names: those of one session of the issuer, else all of the person.
    fn end(&self, sid: Option<&str>, subject: Option<&str>) {
        let is = |session: &Session, name: &str, value: Option<&str>| {
            value.is_some() && session.claims.get(name).and_then(Value::as_str) == value
        };
        self.memory(|memory| {
            memory.sessions.retain(|_, s| if sid.is_some() { !is(s, "sid", sid) } else { !is(s, "sub", subject) })
        });
    }
}

pub fn routes() -> Router<Stage> {
    Router::new()
        .route("/demo/app", get(handlers::show))
        .route("/demo/app/login", get(handlers::login))
        .route("/demo/app/callback", get(handlers::callback))
        .route("/demo/app/logout", post(handlers::logout))
        .route("/demo/app/backchannel", post(handlers::backchannel))
}

const MOST: usize = 10_000;
const PATIENCE: Span = Span::minutes(15);
const DAY: Span = Span::days(1);
