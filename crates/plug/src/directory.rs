//! What a directory is: where registered users are found and, for external ones, where their password is judged.

use model::{Finding, Id, User};

/// Users with a name or attribute.
pub type Found = Vec<User>;

/// What the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// Nobody answered; try another replica or later.
    #[error("the directory does not answer: {0}")]
    Unavailable(String),
    /// It answered what it should not; an administrator must look.
    #[error("the directory is not set up rightly")]
    Misconfigured(Finding),
}

#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// Users with this login name, in whatever site; the engine keeps those the application may see.
    async fn named(&self, name: &str) -> Result<Found, DirectoryError>;
    /// Users one of whose values of an attribute is this, no more than `most`: who gets so many asks for somebody otherwise.
    async fn with(&self, attribute: &str, value: &str, most: u32) -> Result<Found, DirectoryError>;
    async fn user(&self, id: Id) -> Result<Option<User>, DirectoryError>;
    /// Judges a password where the directory does that itself; `None` where passwords are credentials of ours.
    async fn judge(&self, _user: &User, _password: &str) -> Result<Option<bool>, DirectoryError> {
        Ok(None)
    }
}
