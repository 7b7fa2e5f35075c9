//! Followers: who reads the audit streams to the end, and how far; and what became of a webhook's deliveries.

use model::{Id, Time};

use crate::StoreError;

/// How the deliveries of a webhook go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    pub delivered: Option<Time>,
    pub failed: Option<Time>,
    /// Failed attempts since the last that was taken.
    pub failures: u32,
    /// Why the last one failed; never the other side's words.
    pub why: String,
}

#[async_trait::async_trait]
pub trait Followers {
    /// How far a follower has read each stream; empty for one that never began.
    async fn followed(&self, follower: &str) -> Result<Vec<(String, i64)>, StoreError>;
    async fn delivery(&self, webhook: Id) -> Result<Delivery, StoreError>;
}
