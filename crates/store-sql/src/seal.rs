//! Sealing: whole bodies that may hold secrets or personal data are unreadable without a master key (case M025).
//!
//! A sealed body is `1 ‖ key id (8) ‖ salt (16) ‖ nonce (12) ‖ AES-256-GCM ciphertext and tag`. The key of one body is
//! HMAC-SHA-256 of the salt under the master key, so that random nonces stay safe for any number of bodies (NIST SP 800-38D,
//! 8.3 limits one key to 2^32). The associated data names noun, row, column and key, so a body fits no other row.

use std::sync::Arc;

use aws_lc_rs::{aead, digest, hmac};
use model::{Id, Secret};
use zeroize::Zeroizing;

use crate::fault::Fault;

/// Fills a buffer with random bytes.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// Keys of 32 bytes each: the first seals, all open.
#[derive(Clone)]
pub struct MasterKeys(Arc<Vec<MasterKey>>);

struct MasterKey {
    id: [u8; 8],
    root: hmac::Key,
}

/// The list is empty, or a key does not have 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("master keys are 32 bytes each, and there is at least one")]
pub struct NotMasterKeys;

impl MasterKeys {
    pub fn new(keys: &[Secret<Vec<u8>>]) -> Result<Self, NotMasterKeys> {
        if keys.is_empty() || keys.iter().any(|key| key.expose().len() != 32) {
            return Err(NotMasterKeys);
        }
        let key = |key: &Secret<Vec<u8>>| {
            let mut id = [0; 8];
            id.copy_from_slice(&digest::digest(&digest::SHA256, key.expose()).as_ref()[..8]);
            MasterKey { id, root: hmac::Key::new(hmac::HMAC_SHA256, key.expose()) }
        };
        Ok(Self(Arc::new(keys.iter().map(key).collect())))
    }

    /// The id of the key that seals: the first bytes of its SHA-256, hex.
    pub fn first_id(&self) -> String {
        self.0.first().map(|key| data_encoding::HEXLOWER.encode(&key.id)).unwrap_or_default()
    }

    /// Whether a body that names this key can be opened.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.iter().any(|key| data_encoding::HEXLOWER.encode(&key.id) == id)
    }

    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8], chance: &Chance) -> Result<Vec<u8>, Fault> {
        let key = self.0.first().ok_or_else(|| Fault::corrupt("no master key"))?;
        let mut random = [0; SALT + NONCE];
        chance(&mut random);
        let mut sealed = Vec::with_capacity(HEAD + plain.len() + 16);
        sealed.push(FORM);
        sealed.extend_from_slice(&key.id);
        sealed.extend_from_slice(&random);
        sealed.extend_from_slice(plain);
        let (head, body) = sealed.split_at_mut(HEAD);
        let tag = key
            .body_key(&head[9..9 + SALT])?
            .seal_in_place_separate_tag(nonce(head)?, aead::Aad::from(place.bytes(&key.id)), body)
            .map_err(|_| Fault::corrupt("cannot seal"))?;
        sealed.extend_from_slice(tag.as_ref());
        Ok(sealed)
    }

    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let wrong = |why: &str| Fault::corrupt(format_args!("{} {}: {why}", place.noun, place.row));
        if sealed.len() < HEAD + 16 || sealed[0] != FORM {
            return Err(wrong("not a sealed body"));
        }
        let (head, body) = sealed.split_at(HEAD);
        let key = self
            .0
            .iter()
            .find(|key| key.id == head[1..9])
            .ok_or_else(|| wrong("sealed under a master key that is not in the list"))?;
        let mut plain = Zeroizing::new(body.to_vec());
        let length = key
            .body_key(&head[9..9 + SALT])?
            .open_in_place(nonce(head)?, aead::Aad::from(place.bytes(&key.id)), &mut plain)
            .map_err(|_| wrong("the sealed body was altered or belongs to another row"))?
            .len();
        plain.truncate(length);
        Ok(plain)
    }
}

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MasterKeys({}, first {})", self.0.len(), self.first_id())
    }
}

impl MasterKey {
    fn body_key(&self, salt: &[u8]) -> Result<aead::LessSafeKey, Fault> {
        let tag = hmac::sign(&self.root, salt);
        let key = aead::UnboundKey::new(&aead::AES_256_GCM, tag.as_ref()).map_err(|_| Fault::corrupt("no key"))?;
        Ok(aead::LessSafeKey::new(key))
    }
}

/// Where a sealed body lies.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub noun: &'static str,
    pub row: &'a str,
    pub column: &'static str,
}

impl<'a> Place<'a> {
    pub const fn body(noun: &'static str, row: &'a str) -> Self {
        Self { noun, row, column: "body" }
    }
    fn bytes(self, key: &[u8; 8]) -> Vec<u8> {
        [self.noun.as_bytes(), &[0], self.row.as_bytes(), &[0], self.column.as_bytes(), &[0], key].concat()
    }
}

/// A body on its way into a row: the key's id, and the sealed bytes.
pub(crate) struct Sealed {
    pub by: String,
    pub body: Vec<u8>,
}

pub(crate) fn json<T: serde::Serialize>(
    keys: &MasterKeys,
    chance: &Chance,
    noun: &'static str,
    row: Id,
    value: &T,
) -> Result<Sealed, Fault> {
    let plain = Zeroizing::new(serde_json::to_vec(value)?);
    Ok(Sealed { by: keys.first_id(), body: keys.seal(Place::body(noun, &row.to_string()), &plain, chance)? })
}

fn nonce(head: &[u8]) -> Result<aead::Nonce, Fault> {
    aead::Nonce::try_assume_unique_for_key(&head[9 + SALT..HEAD]).map_err(|_| Fault::corrupt("nonce"))
}

const FORM: u8 = 1;
const SALT: usize = 16;
const NONCE: usize = 12;
const HEAD: usize = 1 + 8 + SALT + NONCE;

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(first: u8, more: &[u8]) -> MasterKeys {
        let all: Vec<_> = [first].iter().chain(more).map(|n| Secret::new(vec![*n; 32])).collect();
        MasterKeys::new(&all).unwrap()
    }
    fn chance() -> Chance {
        Arc::new(|buffer: &mut [u8]| aws_lc_rs::rand::fill(buffer).unwrap())
    }

    /// M025
    #[test]
    fn a_body_opens_in_its_own_row_only() {
        let keys = keys(1, &[]);
        let here = Place::body("ticket", "A");
        let sealed = keys.seal(here, b"secret", &chance()).unwrap();
        assert_eq!(keys.open(here, &sealed).unwrap().as_slice(), b"secret");
        assert!(keys.open(Place::body("ticket", "B"), &sealed).is_err(), "another row");
        assert!(keys.open(Place::body("login", "A"), &sealed).is_err(), "another noun");
        for at in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[at] ^= 1;
            assert!(keys.open(here, &altered).is_err(), "byte {at}");
        }
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let old = keys(1, &[]).seal(Place::body("key", "A"), b"x", &chance()).unwrap();
        let rotated = keys(2, &[1]);
        assert!(rotated.open(Place::body("key", "A"), &old).is_ok());
        let new = rotated.seal(Place::body("key", "A"), b"x", &chance()).unwrap();
        assert!(keys(1, &[]).open(Place::body("key", "A"), &new).is_err());
        assert!(MasterKeys::new(&[]).is_err());
        assert!(MasterKeys::new(&[Secret::new(vec![0; 16])]).is_err());
    }
}
