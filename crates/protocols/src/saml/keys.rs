//! Our keys with their certificates, parsed once: what signs, what opens, and what our metadata tells.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use login::EngineError;
use model::{
    Id,
    key::{Key, KeyPurpose},
};
use saml::{Certificate, DecryptionKey, SigningKey};

use super::Front;

/// Keys parsed so far, and those that opened what came last.
#[derive(Default)]
pub struct Keys {
    signing: Mutex<HashMap<Id, Arc<SigningKey>>>,
    opening: Mutex<Arc<Opening>>,
}

/// What opens messages, by the keys of a moment.
#[derive(Default)]
pub struct Opening {
    ids: Vec<Id>,
    pub keys: Vec<DecryptionKey>,
}

impl Front {
    /// The key that signs with this algorithm now.
    pub(super) async fn signing_key(&self, algorithm: &str) -> Result<Arc<SigningKey>, EngineError> {
        let key = self.engine().signing_key(KeyPurpose::Saml, algorithm).await?;
        self.parsed(&key).ok_or_else(|| EngineError::Broken("a SAML key cannot be read".into()))
    }

    /// Everything that opens what is encrypted to us: the keys that our metadata names, and those that it named before.
    pub(super) async fn opening(&self) -> Arc<Opening> {
        let keys = self.published().await;
        let ids: Vec<Id> = keys.iter().map(|key| key.id).collect();
        let known = Arc::clone(&self.0.keys.opening.lock().unwrap_or_else(PoisonError::into_inner));
        if known.ids == ids {
            return known;
        }
        let opening = keys.iter().filter(|key| key.algorithm == OPENS).filter_map(|key| {
            let (pkcs8, _) = parts(key)?;
            DecryptionKey::new(pkcs8).ok()
        });
        let fresh = Arc::new(Opening { ids, keys: opening.collect() });
        *self.0.keys.opening.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }

    /// Certificates for our metadata: of all keys whose signatures may be met, and of the one to encrypt to.
    pub(super) async fn certificates(&self) -> saml::metadata::Keys {
        let keys = self.published().await;
        let mut told = saml::metadata::Keys::default();
        for key in &keys {
            told.signing.extend(self.parsed(key).map(|key| key.certificate().clone()));
        }
        let opens = self.signing_key(OPENS).await.ok();
        told.encryption.extend(opens.map(|key| key.certificate().clone()));
        told
    }

    async fn published(&self) -> Vec<Key> {
        let mut keys = self.engine().signing_keys(KeyPurpose::Saml).await;
        // What every reader knows stands first.
        keys.sort_by_key(|key| (key.algorithm != OPENS, key.active, key.id));
        keys
    }

    fn parsed(&self, key: &Key) -> Option<Arc<SigningKey>> {
        let mut known = self.0.keys.signing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(parsed) = known.get(&key.id) {
            return Some(Arc::clone(parsed));
        }
        let (pkcs8, certificate) = parts(key)?;
        let parsed = Arc::new(SigningKey::new(pkcs8, Certificate::from_der(certificate).ok()?).ok()?);
        known.insert(key.id, Arc::clone(&parsed));
        Some(parsed)
    }
}

/// The algorithm whose keys can be encrypted to as well.
const OPENS: &str = "RS256";

/// The private key, and the certificate behind it.
fn parts(key: &Key) -> Option<(&[u8], &[u8])> {
    let all = key.private.expose().as_slice();
    // A sequence of DER says itself how long it is.
    let length = match all {
        [0x30, 0x82, high, low, ..] => 4 + usize::from(u16::from_be_bytes([*high, *low])),
        [0x30, 0x81, length, ..] => 3 + usize::from(*length),
        [0x30, length @ 0..=0x7f, ..] => 2 + usize::from(*length),
        _ => return None,
    };
    all.split_at_checked(length)
}
