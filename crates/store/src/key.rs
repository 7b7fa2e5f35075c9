//! Keys of the installation.

use crate::StoreError;

#[async_trait::async_trait]
pub trait Keys {
    /// All keys with their private parts, oldest first.
    async fn keys(&self) -> Result<Vec<model::key::Key>, StoreError>;
    /// Seals again, under the first master key, up to `limit` rows that are sealed under another. Returns how many are left.
    async fn reseal(&self, limit: u32) -> Result<u64, StoreError>;
}
