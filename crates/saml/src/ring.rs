//! Our own keys as they are kept: a private key in PKCS#8 with its certificate's DER behind it, parsed once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::{Certificate, DecryptionKey, SigningKey};

/// Keys parsed so far, and those that opened what came last, by what their owner calls them.
pub struct Ring<I> {
    signing: Mutex<HashMap<I, Arc<SigningKey>>>,
    opening: Mutex<Arc<Opening<I>>>,
}

/// What opens messages, by the keys of a moment.
pub struct Opening<I> {
    ids: Vec<I>,
    pub keys: Vec<DecryptionKey>,
}

impl<I: Copy + Eq + Hash> Ring<I> {
    /// The key that signs; nothing where it cannot be read.
    pub fn signing(&self, id: I, kept: &[u8]) -> Option<Arc<SigningKey>> {
        let mut known = self.signing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = known.get(&id) {
            return Some(Arc::clone(parsed));
        }
        let (pkcs8, certificate) = parts(kept)?;
        let parsed = Arc::new(SigningKey::new(pkcs8, Certificate::from_der(certificate).ok()?).ok()?);
        known.insert(id, Arc::clone(&parsed));
        Some(parsed)
    }

    /// Everything that opens what is encrypted to us. Keys that cannot be encrypted to open nothing.
    pub fn opening(&self, kept: &[(I, &[u8])]) -> Arc<Opening<I>> {
        let ids: Vec<I> = kept.iter().map(|(id, _)| *id).collect();
        let known = Arc::clone(&self.opening.lock().unwrap_or_else(PoisonError::into_inner));
        if known.ids == ids {
            return known;
        }
        let keys = kept.iter().filter_map(|(_, kept)| DecryptionKey::new(parts(kept)?.0).ok()).collect();
        let fresh = Arc::new(Opening { ids, keys });
        *self.opening.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }
}

impl<I> Default for Ring<I> {
    fn default() -> Self {
        let none = Opening { ids: Vec::new(), keys: Vec::new() };
        Self { signing: Mutex::default(), opening: Mutex::new(Arc::new(none)) }
    }
}

/// The private key, and the certificate behind it.
fn parts(kept: &[u8]) -> Option<(&[u8], &[u8])> {
    // A sequence of DER says itself how long it is.
    let length = match kept {
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        [0x30, 0x81, length, ..] => 3 + usize::from(*length),
        [0x30, length @ 0..=0x7f, ..] => 2 + usize::from(*length),
        _ => return None,
    };
    kept.split_at_checked(length)
}
