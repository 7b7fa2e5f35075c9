//! The messages: what the standard calls requests, responses and assertions, as values.

mod artifact;
mod assertion;
mod attribute;
mod authn_request;
mod authn_statement;
mod conditions;
mod head;
mod logout;
mod name_id;
mod response;
mod scoping;
mod status;
mod subject;

pub use artifact::{ArtifactResolve, ArtifactResponse};
pub use assertion::Assertion;
pub use attribute::{Attribute, Value};
pub use authn_request::{AcsChoice, AuthnRequest};
pub use authn_statement::AuthnStatement;
pub use conditions::{Conditions, ProxyRestriction};
pub use head::Head;
pub use logout::{LogoutRequest, LogoutResponse};
pub use name_id::{NameId, NameIdPolicy};
pub use response::{Assertions, Response};
pub use scoping::Scoping;
pub use status::{Status, code};
pub use subject::{Confirmation, Subject};

use crate::encryption::{Decrypted, Undecryptable, decrypt};
use crate::{Allow, DecryptionKey, Limits, Malformed, Node, ns};

/// What opens the encrypted parts of a message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opener<'a> {
    pub keys: &'a [DecryptionKey],
    pub allow: Allow,
}

impl Opener<'_> {
    /// The element that stands encrypted in this one, given to the reader.
    pub(crate) fn open<T>(
        &self,
        element: Node<'_>,
        read: impl FnOnce(Node<'_>) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        let plain = decrypt(element, self.keys, self.allow)?;
        let xml = plain.parse(&Limits::MESSAGE)?;
        read(Decrypted::element(&xml).ok_or(Undecryptable::Opaque)?)
    }
}

/// Why something is not read: by its form, or because it stays encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    Malformed(#[from] Malformed),
    #[error(transparent)]
    Undecryptable(#[from] Undecryptable),
}

/// What the message in a document is, by its outermost element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    AuthnRequest,
    Response,
    LogoutRequest,
    LogoutResponse,
    ArtifactResolve,
    ArtifactResponse,
    /// Changing names by message is recognised, to be refused by name.
    ManageNameId,
    /// Queries and what else the standard has.
    Other,
}

impl Kind {
    /// The kind of a message.
    pub fn of(node: Node<'_>) -> Self {
        match (node.namespace(), node.name()) {
            (ns::SAMLP, "AuthnRequest") => Self::AuthnRequest,
            (ns::SAMLP, "Response") => Self::Response,
            (ns::SAMLP, "LogoutRequest") => Self::LogoutRequest,
            (ns::SAMLP, "LogoutResponse") => Self::LogoutResponse,
            (ns::SAMLP, "ArtifactResolve") => Self::ArtifactResolve,
            (ns::SAMLP, "ArtifactResponse") => Self::ArtifactResponse,
            (ns::SAMLP, "ManageNameIDRequest" | "ManageNameIDResponse") => Self::ManageNameId,
            _ => Self::Other,
        }
    }
}
