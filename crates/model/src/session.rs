//! A single sign-on session: proofs that later logins of the same browser may use.

use serde::{Deserialize, Serialize};

use crate::{Id, Person, Proof, Span, Time};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: Id,
    /// SHA-256 of the cookie's value, hex. A new value after every proof (case M062).
    pub hash: String,
    /// The top-level site whose applications it reaches.
    pub site: Id,
    pub person: Person,
    pub proofs: Vec<Proof>,
    pub created: Time,
    pub used: Time,
    /// Ends when unused for this long: the shortest of the system's and the applications' time-outs.
    pub idle: Span,
    /// Ends at this time in any case.
    pub until: Time,
    pub address: String,
    pub agent: String,
    /// Hash of the browser's long-lived id.
    pub browser: String,
    /// Applications that were logged in to, for single logout.
    pub participants: Vec<Participant>,
    pub ended: Option<Time>,
    pub version: i64,
}

impl Session {
    /// Whether it may still be used (case M066).
    pub fn alive(&self, now: Time) -> bool {
        self.ended.is_none() && now < self.until && now < self.used + self.idle
    }
}

/// An application that got something out of the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    pub application: Id,
    /// `oidc`, `saml`, `web`.
    pub protocol: String,
    /// The subject the application knows, for its logout token.
    pub subject: String,
    pub since: Time,
}
