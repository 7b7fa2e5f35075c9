//! An answer being protected: signed, encrypted, in the only order that others can undo.

use crate::encryption::{Unencrypted, encrypt};
use crate::message::{Assertion, Response};
use crate::signature::{Unsigned, sign};
use crate::{Certificate, SigningKey};

/// How the answers to one service provider are protected.
#[derive(Clone, Copy, Debug)]
pub struct Protection<'a> {
    pub key: &'a SigningKey,
    pub over: Over,
    /// The assertion is encrypted to its owner.
    pub recipient: Option<&'a Certificate>,
}

/// What the signature is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    Assertion,
    Response,
    /// Each has one: whatever a reader insists on is there.
    #[default]
    Both,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmade {
    #[error(transparent)]
    Unsigned(#[from] Unsigned),
    #[error(transparent)]
    Unencrypted(#[from] Unencrypted),
}

impl Protection<'_> {
    /// The document of a response and its assertion. What says no has no assertion, and is signed itself.
    pub fn response(&self, response: &Response, assertion: Option<&Assertion>) -> Result<String, Unmade> {
        self.response_named(response, assertion.map(|assertion| (assertion, None)))
    }

    /// The same, with the subject's name encrypted (an `EncryptedID`) where there is one.
    pub fn response_named(
        &self,
        response: &Response,
        assertion: Option<(&Assertion, Option<&str>)>,
    ) -> Result<String, Unmade> {
        let assertion = assertion.map(|(assertion, id)| self.assertion(assertion.write_sealed(id))).transpose()?;
        let document = response.write(assertion.as_deref());
        let bare = self.over == Over::Assertion && assertion.is_some();
        Ok(if bare { document } else { sign(&document, self.key)? })
    }

    /// Signed before it is encrypted, so that the signature is read from the element that is used.
    fn assertion(&self, assertion: String) -> Result<String, Unmade> {
        let assertion = if self.over == Over::Response { assertion } else { sign(&assertion, self.key)? };
        match self.recipient {
            Some(recipient) => Ok(encrypt(&assertion, "saml:EncryptedAssertion", recipient)?),
            None => Ok(assertion),
        }
    }
}
