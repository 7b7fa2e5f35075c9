//! Our keys with their certificates, parsed once: what signs, what opens, and what our metadata tells.

use std::sync::Arc;

use login::EngineError;
use model::{
    Id,
    key::{Key, KeyPurpose},
};
use saml::{Opening, SigningKey};

use super::Front;

impl Front {
    /// The key that signs with this algorithm now.
    pub(super) async fn signing_key(&self, algorithm: &str) -> Result<Arc<SigningKey>, EngineError> {
        let key = self.engine().signing_key(KeyPurpose::Saml, algorithm).await?;
        self.parsed(&key).ok_or_else(|| EngineError::Broken("a SAML key cannot be read".into()))
    }

    /// Everything that opens what is encrypted to us: the keys that our metadata names, and those that it named before.
    pub(super) async fn opening(&self) -> Arc<Opening<Id>> {
        let keys = self.published().await;
        let opening = keys.iter().filter(|key| key.algorithm == OPENS);
        let kept: Vec<(Id, &[u8])> = opening.map(|key| (key.id, key.private.expose().as_slice())).collect();
        self.0.keys.opening(&kept)
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
        self.0.keys.signing(key.id, key.private.expose())
    }
}

/// The algorithm whose keys can be encrypted to as well.
const OPENS: &str = "RS256";
