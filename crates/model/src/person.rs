//! Who a login is about: a registered person, or one known only by what a method said.

use serde::{Deserialize, Serialize};

use crate::Id;

/// A person as proofs, sessions, counters and tokens know them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Person {
    /// A user of a directory; never the search attribute, always the immutable id.
    Registered { directory: Id, user: Id },
    /// Authenticated by a method, in no directory: (method, subject), not an e-mail address.
    Unregistered { method: Id, subject: String },
}

impl Person {
    /// The key under which rows of this person are kept.
    pub fn key(&self) -> String {
        match self {
            Self::Registered { directory, user } => format!("u:{directory}:{user}"),
            Self::Unregistered { method, subject } => format!("m:{method}:{subject}"),
        }
    }
    pub const fn user(&self) -> Option<Id> {
        match self {
            Self::Registered { user, .. } => Some(*user),
            Self::Unregistered { .. } => None,
        }
    }
    pub const fn directory(&self) -> Option<Id> {
        match self {
            Self::Registered { directory, .. } => Some(*directory),
            Self::Unregistered { .. } => None,
        }
    }
}
