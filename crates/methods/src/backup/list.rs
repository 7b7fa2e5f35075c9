//! A list as it is kept: a salt, the numbers of its hash, and one hash for each code (case M014).

use model::Secret;
use plug::{Chance, MethodError};
use serde::{Deserialize, Serialize};

pub use crate::slow::Cost;
use crate::slow::digest;

/// Crockford's digits: no i, l, o or u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Characters of a code: 50 bits.
pub const LENGTH: usize = 10;

/// The body of the credential.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct List {
    salt: String,
    cost: Cost,
    hashes: Vec<String>,
}

impl List {
    /// Hashes fresh codes. Slow: not on a thread that serves others.
    pub fn of(codes: &[Secret<String>], salt: [u8; 16], cost: Cost) -> Result<Self, MethodError> {
        let hashes: Result<_, _> = codes.iter().map(|c| digest(c.expose(), &salt, cost)).collect();
        Ok(Self { salt: data_encoding::HEXLOWER.encode(&salt), cost, hashes: hashes? })
    }

    /// A list that holds no code, for people who have none: judging takes as long.
    pub fn nobody(salt: [u8; 16], cost: Cost) -> Self {
        Self { salt: data_encoding::HEXLOWER.encode(&salt), cost, hashes: Vec::new() }
    }

    /// The hash of what was typed, for `place`. Slow.
    pub fn hash(&self, typed: &str) -> Result<String, MethodError> {
        let salt =
            data_encoding::HEXLOWER.decode(self.salt.as_bytes()).map_err(|e| MethodError::Corrupt(e.to_string()))?;
        digest(typed, &salt, self.cost)
    }

    /// Hashes of the codes, in order.
    pub fn hashes(&self) -> &[String] {
        &self.hashes
    }
}

/// A code by chance.
pub fn fresh(chance: &dyn Chance) -> Secret<String> {
    let bytes: [u8; LENGTH] = chance.bytes();
    Secret::new(bytes.iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect())
}

/// Two groups of five, to be read and typed.
pub fn grouped(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

/// What was typed, as it would be on the list: lower case, look-alikes as the digits they look like.
pub fn parse(typed: &str) -> Option<Secret<String>> {
    let code = Secret::new(
        typed
            .chars()
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                c => c,
            })
            .collect::<String>(),
    );
    let legal = code.expose().len() == LENGTH && code.expose().bytes().all(|b| ALPHABET.contains(&b));
    legal.then_some(code)
}
