//! Doors where one line is typed and lines of text are shown: RADIUS and agents.
//!
//! [`Engine::line`] begins a login with a name and a passcode, [`Engine::next_line`] goes on with one that was asked on. What a
//! passcode holds (the application's layout) and what a single letter means are decided here; the fronts know neither.

mod end;
mod parts;
#[cfg(test)]
mod tests;
mod walk;

use std::sync::Arc;

use model::{
    Id, Login, Reason, Request, Secret,
    audit::{Event, Outcome},
    login::{LIFE, LoginState},
    request::Front,
    user::fold,
};
use plug::{Kind, Response};
use store::{Unit, When, Write};

use crate::{Asked, Engine, EngineError, Grant, Handle, Offer, Opener, Page, hashed, settle::Stage};

use walk::Walk;

/// What was typed beside a name.
#[derive(Clone)]
pub enum Line {
    Plain(Secret<String>),
    /// CHAP, MS-CHAPv2: the secret itself did not come.
    Response(Arc<dyn Response>),
}

/// What is said back.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one turn at a time, soon shown and dropped")]
pub enum Said {
    Granted(Box<Grant>),
    /// The login waits for one more line under this handle.
    Asked(LineAsked),
    Denied {
        why: Reason,
        /// The login's id, for the audit record and the person.
        reference: Id,
    },
}

/// One more line is wanted.
#[derive(Debug)]
pub struct LineAsked {
    /// Fresh for every question of a RADIUS login; an agent's stays while it answers wrongly.
    pub handle: Handle,
    /// Open questions; the line goes to each that has such a field. None: one of `choices` is picked first.
    pub asked: Vec<Asked>,
    /// Name of the input that the line is for: `password`, `code`, `new_password`, `new_password_again`; `method` for a choice.
    pub input: &'static str,
    /// Other ways: typed as their number (from 1), their letter, or their name.
    pub choices: Vec<Choice>,
    pub page: Page,
}

/// A method that a line may pick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub offer: Offer,
    /// `Kind::shorthand`.
    pub letter: Option<char>,
}

/// How often a line is decided again after the configuration moved.
const TRIES: u32 = 4;

impl Engine {
    /// Begins a login with a name and what was typed beside it. One that ends here is not stored: its three calls make one unit.
    pub async fn line(&self, request: Request, opener: &Opener, name: &str, line: &Line) -> Result<Said, EngineError> {
        for _ in 0..TRIES {
            let world = self.world();
            let app = world.app(request.application).ok_or(EngineError::NoApplication)?;
            let login = self.line_login(&request, opener, name);
            let walk = Walk::new(self, &world, app, login, Stage { session: Vec::new(), known: None }, false);
            if let Some(said) = walk.first(line).await? {
                return Ok(said);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the configuration keeps changing".into()))
    }

    /// Begins a login with a name alone, where the front's client has seen to a first factor by itself: asks for what may open
    /// here and is no secret that somebody knows, of one of these kinds where any are wished.
    pub async fn name_alone(
        &self,
        request: Request,
        opener: &Opener,
        name: &str,
        wished: &(dyn Fn(&Kind) -> bool + Sync),
    ) -> Result<Said, EngineError> {
        for _ in 0..TRIES {
            let world = self.world();
            let app = world.app(request.application).ok_or(EngineError::NoApplication)?;
            let login = self.line_login(&request, opener, name);
            let walk = Walk::new(self, &world, app, login, Stage { session: Vec::new(), known: None }, false);
            if let Some(said) = walk.named(wished).await? {
                return Ok(said);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the configuration keeps changing".into()))
    }

    /// Goes on with a login that was asked on. A handle that nobody has, of another opener, with another name, or used before is
    /// refused, and what it was for is over (case R020).
    pub async fn next_line(&self, handle: &str, opener: &Opener, name: &str, line: &Line) -> Result<Said, EngineError> {
        for _ in 0..TRIES {
            // Answers of one login are taken one at a time, so that each is judged on what the one before left.
            let Some(_turn) = self.0.queue.enter(&hashed(handle)).await else {
                return Err(EngineError::Unavailable("too many answers are waiting".into()));
            };
            let world = self.world();
            let mut login = match self.mine(handle, opener).await {
                Ok(login) => login,
                Err(EngineError::Gone) => return self.nobodys(handle, opener).await,
                Err(other) => return Err(other),
            };
            login.request.client = opener.client.clone();
            let app = world.app(login.request.application).ok_or(EngineError::NoApplication)?;
            let stage = match self.stage(&world, &login, None).await {
                Ok(stage) => stage,
                Err(EngineError::Gone) => Stage { session: Vec::new(), known: None },
                Err(other) => return Err(other),
            };
            let gone = stage.known.is_none() && !login.proofs.is_empty();
            let another = fold(name) != fold(&login.name);
            let walk = Walk::new(self, &world, app, login, stage, true);
            let said = match () {
                () if gone => walk.denied(Reason::Gone).await?,
                () if another => walk.denied(Reason::WrongPerson).await?,
                () => walk.later(line).await?,
            };
            if let Some(said) = said {
                return Ok(said);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the login keeps changing".into()))
    }

    /// A handle that leads nowhere is told in the audit record, too. One that somebody else was given has leaked, and is burnt.
    async fn nobodys(&self, handle: &str, opener: &Opener) -> Result<Said, EngineError> {
        let reference = self.new_id();
        let mut event = Event::new(self.now(), "login.denied", Outcome::Failure);
        event.reason = Reason::Gone.key().to_owned();
        event.from = opener.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = opener.client.agent.chars().take(256).collect();
        event.correlation = Some(reference);
        let mut unit = Unit::new().audit(When::Always, event);
        if let Some(leaked) = self.store().login(&hashed(handle)).await?.filter(|l| l.request.front == Front::Radius) {
            unit = unit.then(Write::DropLogin(leaked.id));
        }
        self.store().apply(unit).await?;
        Ok(Said::Denied { why: Reason::Gone, reference })
    }

    fn line_login(&self, request: &Request, opener: &Opener, name: &str) -> Login {
        let now = self.now();
        Login {
            id: self.new_id(),
            handle: String::new(),
            way_back: model::login::WayBack::default(),
            opener: opener.key.clone(),
            version: 0,
            request: Request { client: opener.client.clone(), ..request.clone() },
            created: now,
            until: now + LIFE,
            proofs: Vec::new(),
            open: Vec::new(),
            due: None,
            due_later: Vec::new(),
            linking: None,
            name: name.trim().chars().take(256).collect(),
            person: None,
            session: None,
            // Nobody is asked for consent where there is nothing to show it on; policies decide what goes out.
            consented: Some(Vec::new()),
            error: None,
            judged: Vec::new(),
            typed: Vec::new(),
            tried: Vec::new(),
            state: LoginState::Open,
        }
    }
}
