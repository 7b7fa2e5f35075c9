//! Sessions.

use model::{Id, Session};

use crate::StoreError;

#[async_trait::async_trait]
pub trait Sessions {
    /// The session of a cookie (SHA-256 of its value, hex), ended ones included.
    async fn session(&self, hash: &str) -> Result<Option<Session>, StoreError>;
    async fn session_by_id(&self, id: Id) -> Result<Option<Session>, StoreError>;
    /// Sessions of a person that were not ended, newest first.
    async fn sessions_of(&self, person: &str) -> Result<Vec<Session>, StoreError>;
    /// Sessions that were not ended and that an upstream may call so (`Proof::upstream_names`), newest first.
    async fn sessions_called(&self, name: &str) -> Result<Vec<Session>, StoreError>;
}
