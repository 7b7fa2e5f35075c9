//! Proof key for code exchange (RFC 7636), method S256 only.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::{Error, ErrorCode};

/// The challenge of an authorization request: the SHA-256 of the verifier, base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Challenge(String);

impl Challenge {
    /// Takes the two parameters as they came; `None` if neither did. Without a method the standard means `plain`
    /// (RFC 7636, section 4.3), which is refused like every method but `S256`.
    pub fn parse(challenge: Option<&str>, method: Option<&str>) -> Result<Option<Self>, Error> {
        match (challenge, method) {
            (None, None) => Ok(None),
            (Some(challenge), Some("S256")) => Self::new(challenge).map(Some),
            (None, Some(_)) => Err(Error::parameter("parameter missing", "code_challenge")),
            (Some(_), _) => Err(Error::parameter("must be S256", "code_challenge_method")),
        }
    }

    fn new(text: &str) -> Result<Self, Error> {
        let sound = text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok_and(|hash| hash.len() == 32);
        sound.then(|| Self(text.to_owned())).ok_or(Error::parameter("not a base64url SHA-256", "code_challenge"))
    }

    /// The challenge of a verifier.
    pub fn of(verifier: &str) -> Self {
        Self(URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes())))
    }

    /// Whether the verifier is well-formed and the one this challenge was made of; constant in time.
    pub fn verify(&self, verifier: &str) -> bool {
        well_formed(verifier) && bool::from(Self::of(verifier).0.as_bytes().ct_eq(self.0.as_bytes()))
    }
}

/// Judges a token request: challenge and verifier belong together, and neither comes alone. A verifier for a code that
/// was asked for without a challenge is the sign of a downgrade (RFC 9700, section 2.1.1).
pub fn check(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), Error> {
    const REFUSED: Error = Error::new(ErrorCode::InvalidGrant, "the code verifier does not fit");
    match (challenge, verifier) {
        (None, None) => Ok(()),
        (Some(challenge), Some(verifier)) => challenge.verify(verifier).then_some(()).ok_or(REFUSED),
        _ => Err(REFUSED),
    }
}

impl TryFrom<String> for Challenge {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::new(&text)
    }
}

impl From<Challenge> for String {
    fn from(challenge: Challenge) -> Self {
        challenge.0
    }
}

/// 43 to 128 characters of RFC 3986 *unreserved* (RFC 7636, section 4.1).
fn well_formed(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len()) && verifier.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}
