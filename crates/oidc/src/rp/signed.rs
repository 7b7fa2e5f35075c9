//! Verifying what a provider signed: by its public keys, or by the secret it shares with the client.

use aws_lc_rs::hmac;

use crate::Hidden;
use crate::jwk::KeySet;
use crate::jws::{Alg, BadJwt, Compact, Parts};

/// What a token must be signed with.
#[derive(Clone, Copy)]
pub enum Keys<'a> {
    /// A key of the provider, by one of these algorithms.
    Public { set: &'a KeySet, allowed: &'a [Alg] },
    /// The client's secret (HS256). Nothing else is taken then, so that no public key is ever used as a secret.
    Shared(&'a Hidden),
}

/// A token whose signature is good.
pub(crate) struct Signed {
    pub(crate) typ: Option<String>,
    pub(crate) payload: Vec<u8>,
    /// The algorithm whose hash `at_hash` and `c_hash` are made by.
    pub(crate) alg: Alg,
}

impl Keys<'_> {
    pub(crate) fn open(&self, token: &str) -> Result<Signed, BadJwt> {
        match self {
            Self::Public { set, allowed } => {
                let compact = Compact::parse(token)?;
                if !allowed.contains(&compact.alg) {
                    return Err(BadJwt::Algorithm);
                }
                set.verify(&compact)?;
                Ok(Signed { typ: compact.typ, payload: compact.payload, alg: compact.alg })
            }
            Self::Shared(secret) => {
                let parts = Parts::of(token)?;
                if parts.alg != "HS256" || secret.expose().is_empty() {
                    return Err(BadJwt::Algorithm);
                }
                let key = hmac::Key::new(hmac::HMAC_SHA256, secret.expose().as_bytes());
                hmac::verify(&key, parts.signed.as_bytes(), &parts.signature).map_err(|_| BadJwt::Signature)?;
                // Its hash is that of RS256.
                Ok(Signed { typ: parts.typ, payload: parts.payload, alg: Alg::Rs256 })
            }
        }
    }
}
