//! What came back.

use model::Secret;
use std::{collections::BTreeMap, sync::Arc};

/// The fields of an answer. Passwords and codes in it wipe themselves; it cannot be printed.
#[derive(Clone, Default)]
pub struct Answer {
    fields: BTreeMap<String, Secret<String>>,
    /// A secret that a challenge–response door did not carry: it stands for whatever field it is asked for as.
    response: Option<Arc<dyn Response>>,
    /// Name of the method at whose return address it came in; no form can say so.
    returned: Option<String>,
}

/// The response of a door that shows no secret, only whether a candidate is it: CHAP (RFC 2865, section 2.2), MS-CHAPv2 (RFC 2759).
pub trait Response: Send + Sync {
    /// Whether the secret behind the response is this one (constant time).
    fn is(&self, candidate: &str) -> bool;
    /// Which door it came through.
    fn scheme(&self) -> Scheme;
}

/// How a secret came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Plain,
    Chap,
    MsChap2,
}

impl Answer {
    pub fn new<N: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Self {
        let fields = fields.into_iter().map(|(n, v)| (n.into(), Secret::new(v.into()))).collect();
        Self { fields, ..Self::default() }
    }
    /// The same, come back from elsewhere for a method.
    #[must_use]
    pub fn returned_to(mut self, method: &str) -> Self {
        self.returned = Some(method.to_owned());
        self
    }
    /// The method whose provider sent it; `None` for what a person typed.
    pub fn returned(&self) -> Option<&str> {
        self.returned.as_deref()
    }
    /// A response where the secrets would stand, beside other fields.
    #[must_use]
    pub fn responding(mut self, response: Arc<dyn Response>) -> Self {
        self.response = Some(response);
        self
    }
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name) || self.responds_to(name)
    }
    /// The value of a field that was sent, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|v| v.expose().as_str())
    }
    /// A typed code without spaces and hyphens; `None` when the field is missing, empty or absurdly long.
    pub fn code(&self) -> Option<String> {
        let typed = self.get("code").filter(|c| c.len() <= 64)?;
        let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        (!code.is_empty()).then_some(code)
    }
    /// The secret of a field (`password`, `code`), however it came; empty ones are none.
    pub fn passcode(&self, name: &str) -> Option<Passcode<'_>> {
        if let Some(response) = self.response.as_deref().filter(|_| self.responds_to(name)) {
            return Some(Passcode::Response(response));
        }
        self.get(name).filter(|p| !p.is_empty()).map(Passcode::Plain)
    }
    fn responds_to(&self, name: &str) -> bool {
        self.response.is_some() && matches!(name, "password" | "code")
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

/// A secret as it was given at some door; the one question to it is whether it is a certain one.
#[derive(Clone, Copy)]
pub enum Passcode<'a> {
    Plain(&'a str),
    Response(&'a dyn Response),
}

impl Passcode<'_> {
    /// Whether it is this secret (constant time).
    pub fn is(&self, candidate: &str) -> bool {
        match self {
            Self::Plain(typed) => Secret::new((*typed).to_owned()).is(candidate),
            Self::Response(response) => response.is(candidate),
        }
    }
    /// The characters, where the door carried them; challenge–response doors carry none.
    pub const fn plain(&self) -> Option<&str> {
        match self {
            Self::Plain(typed) => Some(typed),
            Self::Response(_) => None,
        }
    }
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Plain(_) => Scheme::Plain,
            Self::Response(response) => response.scheme(),
        }
    }
}
