//! What a method whose logins go on elsewhere has beside its steps: documents, addresses of its own, logout both ways.

use model::{Method, Secret};
use serde_json::Value;

use crate::{Answer, Departure};

/// One of the documents that can stand beside a method's lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    Metadata,
    Jwks,
    Registration,
}

impl Document {
    pub const ALL: [Self; 3] = [Self::Metadata, Self::Jwks, Self::Registration];

    /// Its attribute of the method.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Jwks => "jwks",
            Self::Registration => "registration",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.name() == name)
    }
}

/// What stands beside the lines of such a method.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Documents {
    /// What the provider says of itself: SAML metadata (XML), OpenID provider metadata (JSON). Empty where there is none.
    pub metadata: String,
    /// The provider's keys (RFC 7517).
    pub jwks: Value,
    /// The registration at the provider (RFC 7591), its secrets included.
    pub registration: Value,
}

impl Documents {
    pub fn of(method: &Method) -> Self {
        Self { metadata: method.metadata.clone(), jwks: method.jwks.clone(), registration: method.registration.clone() }
    }

    pub fn has(&self, which: Document) -> bool {
        let holds = |value: &Value| value.as_object().is_some_and(|members| !members.is_empty());
        match which {
            Document::Metadata => !self.metadata.trim().is_empty(),
            Document::Jwks => holds(&self.jwks),
            Document::Registration => holds(&self.registration),
        }
    }
}

/// A document that a method publishes for its provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub content_type: &'static str,
    pub body: Vec<u8>,
}

/// What came to an address of the method's own that is not an answer to a login: its single logout service.
#[derive(Clone, Default)]
pub struct Spoken {
    /// The query as it came, undecoded: signatures are over its bytes.
    pub query: String,
    /// Fields of the query, or of the form that was posted.
    pub fields: Answer,
    /// The body, where it is no form: SOAP.
    pub body: Secret<Vec<u8>>,
    /// It was posted.
    pub posted: bool,
}

/// What a method makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The provider ends its sessions of these names (`Evidence::upstream_names`), all of one person; then it is answered.
    Ends { names: Vec<String>, reply: Reply },
    /// The provider answered our logout; whether it went well. The browser goes on with what it carried back.
    Answered { well: bool, state: String },
}

/// How a provider is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Browser(Departure),
    Document(Published),
}
