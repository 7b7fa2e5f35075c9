//! Logins under way.

use crate::StoreError;

#[async_trait::async_trait]
pub trait Logins {
    /// The login that a handle (its SHA-256, hex) was given out for.
    async fn login(&self, handle: &str) -> Result<Option<model::Login>, StoreError>;
}
