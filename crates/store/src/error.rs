//! Three words for what can go wrong; missing is an `Option`.

/// What the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else was faster, or a name is taken: read again and decide again.
    #[error("conflict: {0}")]
    Conflict(String),
    /// The database does not answer, or the queue is full: try later.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// What was read does not fit what was written: an administrator must look.
    #[error("the store is corrupt: {0}")]
    Corrupt(String),
}
