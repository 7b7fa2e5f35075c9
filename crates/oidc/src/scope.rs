//! Scopes: what a client asks to do (RFC 6749, section 3.3).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Error, ErrorCode};

/// A set of scope names in the order they were given. The order has no meaning, and a name twice is a name once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// The longest list that is read.
    pub const MAX: usize = 2048;

    /// Reads names between single spaces; each of printable ASCII without quote and backslash.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let mut names: Vec<String> = Vec::new();
        if text.len() > Self::MAX {
            return Err(Error::parameter("parameter too long", "scope"));
        }
        for name in text.split(' ').filter(|name| !name.is_empty()) {
            if !name.bytes().all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\') {
                return Err(Error::new(ErrorCode::InvalidScope, "a scope holds a character that is not allowed"));
            }
            if !names.iter().any(|n| n == name) {
                names.push(name.to_owned());
            }
        }
        Ok(Self(names))
    }

    /// Whether the name is among them.
    pub fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|n| n == name)
    }

    /// Whether every name is also among `others`.
    pub fn within(&self, others: &Scopes) -> bool {
        self.0.iter().all(|name| others.contains(name))
    }

    /// The names that pass.
    pub fn filter(&self, keep: impl Fn(&str) -> bool) -> Scopes {
        Self(self.0.iter().filter(|name| keep(name)).cloned().collect())
    }

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl PartialEq for Scopes {
    fn eq(&self, other: &Self) -> bool {
        self.0.len() == other.0.len() && self.within(other)
    }
}

impl Eq for Scopes {}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl TryFrom<String> for Scopes {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

impl From<Scopes> for String {
    fn from(scopes: Scopes) -> Self {
        scopes.to_string()
    }
}
