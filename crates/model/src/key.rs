//! Keys of the installation: signing keys that applications see, and secrets that tokens and counters are derived with.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One key; the private part is sealed in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    pub id: Id,
    pub purpose: KeyPurpose,
    /// `ES256`, `RS256`, `EdDSA`; `HS256` for secrets of our own.
    pub algorithm: String,
    pub created: Time,
    /// Signs from then on; published before.
    pub active: Time,
    /// Signs no more from then on; published until `until`.
    pub retires: Option<Time>,
    pub until: Option<Time>,
    /// PKCS#8 DER, or raw bytes of a secret.
    #[serde(skip)]
    pub private: crate::Secret<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyPurpose {
    /// Signs ID tokens and logout tokens.
    Token,
    /// Signs SAML messages, and opens what is encrypted to us; its private part has the certificate's DER behind the key's.
    Saml,
    /// Root of the keyed hashes: unknown names, codes in flight, forms, pairwise subjects.
    Root,
    /// Links the audit streams.
    Audit,
}

impl KeyPurpose {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Saml => "saml",
            Self::Root => "root",
            Self::Audit => "audit",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Token, Self::Saml, Self::Root, Self::Audit].into_iter().find(|k| k.name() == name)
    }
}

impl PartialEq for crate::Secret<Vec<u8>> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other.expose())
    }
}
impl Eq for crate::Secret<Vec<u8>> {}
