//! A ticket: something handed out that is worth an act when it comes back. Codes, access and refresh tokens, reset
//! and enrolment links, the set-up code and management tokens are tickets that differ in kind and body.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One ticket as stored; of its value only a hash is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    pub id: Id,
    pub kind: TicketKind,
    /// SHA-256 of the value, hex.
    pub hash: String,
    /// Tickets that die together: a code, its tokens and all their successors.
    pub family: Id,
    /// `Person::key`; empty where nobody is behind it (client credentials).
    pub person: String,
    pub application: Option<Id>,
    pub session: Option<Id>,
    pub created: Time,
    pub until: Time,
    /// When it was used up. A spent one that comes back ends its family.
    pub spent: Option<Time>,
    /// What the kind needs to remember; sealed in the store.
    pub body: serde_json::Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TicketKind {
    /// Authorization code.
    Code,
    Access,
    Refresh,
    /// Forgotten password.
    Reset,
    /// An enrolment under way or offered.
    Enrolment,
    /// First administrator on an empty store.
    Setup,
    /// Bearer of the management API.
    Management,
    /// A cross-site answer on its way to a same-site page.
    Return,
    /// A logout under way.
    Logout,
    /// More codes for a machine without a connection.
    Offline,
    /// What came of the first try under an idempotency key.
    Try,
}

impl TicketKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Access => "access",
            Self::Refresh => "refresh",
            Self::Reset => "reset",
            Self::Enrolment => "enrolment",
            Self::Setup => "setup",
            Self::Management => "management",
            Self::Return => "return",
            Self::Logout => "logout",
            Self::Offline => "offline",
            Self::Try => "try",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        [
            Self::Code,
            Self::Access,
            Self::Refresh,
            Self::Reset,
            Self::Enrolment,
            Self::Setup,
            Self::Management,
            Self::Return,
            Self::Logout,
            Self::Offline,
            Self::Try,
        ]
        .into_iter()
        .find(|k| k.name() == name)
    }
}

impl Ticket {
    pub fn usable(&self, now: Time) -> bool {
        self.spent.is_none() && now < self.until
    }
}
