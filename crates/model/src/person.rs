//! Who a login is about: a registered person, or one known only by what a method said.

use serde::{Deserialize, Serialize};

use crate::Id;

/// A person as proofs, sessions, counters and tokens know them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
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
    /// The person of such a key.
    pub fn parse(key: &str) -> Option<Self> {
        let mut parts = key.splitn(3, ':');
        let (kind, first, rest) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
        match kind {
            "u" => Some(Self::Registered { directory: first, user: rest.parse().ok()? }),
            "m" => Some(Self::Unregistered { method: first, subject: rest.to_owned() }),
            _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_person() {
        let (one, other) = (Id::fixed(1), Id::fixed(2));
        for person in [
            Person::Registered { directory: one, user: other },
            Person::Unregistered { method: one, subject: "a:b@c.example".into() },
        ] {
            assert_eq!(Person::parse(&person.key()), Some(person));
        }
        for odd in ["", "u:", "u:x:y", "n:0011", "u:00000000000000000000000001"] {
            assert_eq!(Person::parse(odd), None, "{odd}");
        }
    }
}
