//! Doors where one line is typed and lines of text are shown: RADIUS and agents.
//!
//! [`Engine::line`] begins a login with a name and a passcode, [`Engine::next_line`] goes on with one that was asked on. What a
//! passcode holds (the application's layout) and what a single letter means are decided here; the fronts know neither.

use std::sync::Arc;

use model::{Id, Reason, Request, Secret};
use plug::Response;

use crate::{Asked, Engine, EngineError, Grant, Handle, Offer, Opener, Page};

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

impl Engine {
    /// Begins a login with a name and what was typed beside it. One that ends here is not stored: its three calls make one unit.
    pub async fn line(&self, request: Request, opener: &Opener, name: &str, line: &Line) -> Result<Said, EngineError> {
        let _ = (request, opener, name, line);
        Err(EngineError::Unavailable("under way".into()))
    }

    /// Goes on with a login that was asked on. A handle that nobody has, of another opener, with another name, or used before is
    /// refused, and what it was for is over (case R020).
    pub async fn next_line(&self, handle: &str, opener: &Opener, name: &str, line: &Line) -> Result<Said, EngineError> {
        let _ = (handle, opener, name, line);
        Err(EngineError::Unavailable("under way".into()))
    }
}
