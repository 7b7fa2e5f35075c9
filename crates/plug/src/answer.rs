//! What came back.

use model::Secret;
use std::collections::BTreeMap;

/// The fields of an answer. Passwords and codes in it wipe themselves; it cannot be printed.
#[derive(Clone, Default)]
pub struct Answer(BTreeMap<String, Secret<String>>);

impl Answer {
    pub fn new<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(fields.into_iter().map(|(n, v)| (n.into(), Secret::new(v.into()))).collect())
    }
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
    /// The value of a field that was sent, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|v| v.expose().as_str())
    }
    /// A typed code without spaces and hyphens; `None` when the field is missing, empty or absurdly long.
    pub fn code(&self) -> Option<String> {
        let typed = self.get("code").filter(|c| c.len() <= 64)?;
        let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        (!code.is_empty()).then_some(code)
    }
    /// The typed password.
    pub fn password(&self) -> Option<Passcode<'_>> {
        self.get("password").filter(|p| !p.is_empty()).map(Passcode::Plain)
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A secret as it was typed at some door; the one question to it is whether it is a certain one.
#[derive(Clone, Copy)]
pub enum Passcode<'a> {
    Plain(&'a str),
}

impl Passcode<'_> {
    /// Whether it is this secret (constant time).
    pub fn is(&self, candidate: &str) -> bool {
        match self {
            Self::Plain(typed) => Secret::new((*typed).to_owned()).is(candidate),
        }
    }
    /// The characters, where the door carried them; challenge–response doors carry none.
    pub const fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(typed) => Some(typed),
        }
    }
}
