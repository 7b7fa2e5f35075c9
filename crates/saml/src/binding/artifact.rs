//! Artifacts: short references to messages that are fetched behind the browser's back.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::{Engine, engine::general_purpose::STANDARD};

/// An artifact of type 4 (SAML bindings, 3.6.4): who made it, where it is resolved, and an unguessable handle.
#[derive(Clone, PartialEq, Eq)]
pub struct Artifact {
    pub endpoint: u16,
    source: [u8; 20],
    handle: [u8; 20],
}

/// This is no artifact of type 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no artifact")]
pub struct BadArtifact;

impl Artifact {
    /// An artifact of this entity; the handle is chance, and the caller's.
    pub fn new(entity: &str, endpoint: u16, handle: [u8; 20]) -> Self {
        Self { endpoint, source: source(entity), handle }
    }

    /// Reads an artifact.
    pub fn parse(text: &str) -> Result<Self, BadArtifact> {
        let bytes = STANDARD.decode(text).map_err(|_| BadArtifact)?;
        let [0, 4, e1, e2, rest @ ..] = &bytes[..] else { return Err(BadArtifact) };
        let (source, handle) = rest.split_first_chunk::<20>().ok_or(BadArtifact)?;
        let handle = handle.try_into().map_err(|_| BadArtifact)?;
        Ok(Self { endpoint: u16::from_be_bytes([*e1, *e2]), source: *source, handle })
    }

    /// Whether this entity made it.
    pub fn is_from(&self, entity: &str) -> bool {
        self.source == source(entity)
    }

    /// What the message is kept by, hashed: whoever reads the store can resolve nothing.
    pub fn key(&self) -> [u8; 32] {
        let hash = digest(&aws_lc_rs::digest::SHA256, &self.handle);
        let mut key = [0; 32];
        key.copy_from_slice(hash.as_ref());
        key
    }
}

impl std::fmt::Display for Artifact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = [&[0, 4][..], &self.endpoint.to_be_bytes(), &self.source, &self.handle].concat();
        f.write_str(&STANDARD.encode(bytes))
    }
}

/// It is worth a message: logs do not show it.
impl std::fmt::Debug for Artifact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Artifact").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// The SHA-1 of the entity's name: the standard's choice of a short name, not a signature.
fn source(entity: &str) -> [u8; 20] {
    let mut source = [0; 20];
    source.copy_from_slice(digest(&SHA1_FOR_LEGACY_USE_ONLY, entity.as_bytes()).as_ref());
    source
}
