//! A login in the making: the facts established so far and the challenges that are open.

use serde::{Deserialize, Serialize};

use crate::{Id, Person, Proof, Reason, Request, Span, Time};

/// How long a login may take from its opening.
pub const LIFE: Span = Span::minutes(10);

/// One stored login. `version` moves with every change, so that a late writer is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Login {
    pub id: Id,
    /// SHA-256 of the handle given out, hex.
    pub handle: String,
    /// The handle itself while a step is made, for upstreams to carry back; never stored.
    #[serde(skip)]
    pub way_back: WayBack,
    /// Hash of what the opener must show again: the browser's flow cookie, the RADIUS client, the agent.
    pub opener: String,
    pub version: i64,
    pub request: Request,
    pub created: Time,
    pub until: Time,
    /// Established by this login, oldest first.
    pub proofs: Vec<Proof>,
    /// Open challenges; an answer goes to each that has such a field.
    pub open: Vec<Challenge>,
    /// Owed by a method that passed; asked when nothing else is missing.
    #[serde(default)]
    pub due: Option<Challenge>,
    /// Owed besides, by other methods: asked one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub due_later: Vec<Challenge>,
    /// Somebody of a provider who is to be connected with the account that this login is about to prove.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linking: Option<Linking>,
    /// The name typed, or hinted, for the next page.
    pub name: String,
    /// The person this login is about, as soon as a proof says so.
    pub person: Option<Person>,
    /// The session that brought proofs along, if any.
    pub session: Option<Id>,
    /// Scopes consented to in this login.
    pub consented: Option<Vec<String>>,
    /// The last miss, for the next page.
    pub error: Option<Reason>,
    /// Counters that this login was judged under; it neither passes nor redeems while one of them is locked.
    pub judged: Vec<crate::lockout::CounterKey>,
    /// Lines of a question with several fields, where one line is typed at a time: a new password, before it is repeated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub typed: Vec<Typed>,
    /// Silent methods that were tried already: one miss is enough to know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tried: Vec<Id>,
    pub state: LoginState,
}

/// Who was proven elsewhere and has no account here yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linking {
    pub method: Id,
    /// Who that is among all people of the method.
    pub who: String,
    /// What the provider calls them, for the eyes of their owner.
    pub label: String,
}

/// One line that was typed, by the name of its input. It may be a secret; a login lies sealed in the store.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub input: String,
    pub value: String,
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Typed({})", self.input)
    }
}

impl Drop for Typed {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.value);
    }
}

/// A login's handle in the hands of the engine. Nothing that is written depends on it, so all are equal.
#[derive(Clone, Debug, Default)]
pub struct WayBack(pub crate::Secret<String>);

impl PartialEq for WayBack {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginState {
    /// Waiting for the person.
    Open,
    /// Nothing is missing; the protocol may redeem it, once.
    Granted,
    Denied(Reason),
    Redeemed,
}

/// A question that was asked and not yet answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Challenge {
    pub id: Id,
    pub method: Id,
    pub kind: String,
    /// Version of the state's form; one that no longer parses restarts the step.
    pub form: u32,
    /// What the method remembers. Never shown.
    pub state: serde_json::Value,
    /// What is shown (`plug::Prompt` as JSON).
    pub prompt: serde_json::Value,
    /// Where the browser goes for it (`plug::Departure` as JSON); null for what is answered here.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub departure: serde_json::Value,
    /// For an enrolment in the course of the login.
    pub enrolling: bool,
    /// Wrong answers to it so far.
    #[serde(default)]
    pub misses: u32,
    /// The message that belongs to it, if one was sent.
    #[serde(default)]
    pub message: Option<Id>,
    pub at: Time,
}
