//! Signing keys, parsed once, and the key set that clients verify by.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use login::EngineError;
use model::{
    Id,
    key::{Key, KeyPurpose},
};
use oidc::jwk::{Jwks, KeySet};
use oidc::jws::Alg;
use oidc::jwt::SigningKey;

use super::Front;

/// Keys parsed so far, and the key set made of those that are published.
#[derive(Default)]
pub struct Keys {
    parsed: Mutex<HashMap<Id, Arc<SigningKey>>>,
    published: Mutex<Arc<Published>>,
}

/// The key set of a moment.
#[derive(Default)]
pub struct Published {
    ids: Vec<Id>,
    /// The document.
    pub document: Bytes,
    /// The same, ready to verify hints.
    pub set: KeySet,
    /// Algorithms there are keys for.
    pub algorithms: Vec<Alg>,
}

impl Front {
    /// The key that signs with this algorithm now.
    pub(super) async fn signing_key(&self, alg: Alg) -> Result<Arc<SigningKey>, EngineError> {
        let key = self.engine().signing_key(KeyPurpose::Token, alg.name()).await?;
        self.parsed(&key).ok_or_else(|| EngineError::Broken("a signing key cannot be read".into()))
    }

    /// The key set as of now: a rotation is seen at once.
    pub(super) async fn published(&self) -> Arc<Published> {
        let keys = self.engine().signing_keys(KeyPurpose::Token).await;
        let ids: Vec<Id> = keys.iter().map(|key| key.id).collect();
        let known = Arc::clone(&self.0.keys.published.lock().unwrap_or_else(PoisonError::into_inner));
        if known.ids == ids {
            return known;
        }
        let fresh = Arc::new(self.publish(ids, &keys));
        *self.0.keys.published.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }

    fn publish(&self, ids: Vec<Id>, keys: &[Key]) -> Published {
        let parsed: Vec<Arc<SigningKey>> = keys.iter().filter_map(|key| self.parsed(key)).collect();
        let jwks = Jwks { keys: parsed.iter().map(|key| key.public_jwk()).collect() };
        let algorithms = Alg::SIGNING.into_iter().filter(|alg| parsed.iter().any(|key| key.alg() == *alg)).collect();
        let document = serde_json::to_vec(&jwks).map(Bytes::from).unwrap_or_default();
        self.0.keys.parsed.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| ids.contains(id));
        Published { ids, document, set: KeySet::own(&jwks).unwrap_or_default(), algorithms }
    }

    fn parsed(&self, key: &Key) -> Option<Arc<SigningKey>> {
        let mut parsed = self.0.keys.parsed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = parsed.get(&key.id) {
            return Some(Arc::clone(known));
        }
        let read = Alg::parse(&key.algorithm).and_then(|alg| SigningKey::from_pkcs8(alg, key.private.expose()).ok());
        if read.is_none() {
            tracing::error!(key.id = %key.id, "A signing key cannot be read");
        }
        let fresh = Arc::new(read?);
        parsed.insert(key.id, Arc::clone(&fresh));
        Some(fresh)
    }
}
