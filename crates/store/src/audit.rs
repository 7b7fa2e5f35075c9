//! Reading and verifying the audit streams.

use model::{Id, Time, audit::Event};

use crate::StoreError;

/// A record as stored. `event` is `None` where a person was erased.
#[derive(Clone, Debug)]
pub struct AuditRecord {
    pub node: String,
    pub sequence: i64,
    pub at: Time,
    pub event: Option<Event>,
}

/// Which records; all conditions hold together; empty strings mean any.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    pub person: String,
    pub name: String,
    pub application: String,
    pub method: String,
    pub action: String,
    pub correlation: Option<Id>,
    pub since: Option<Time>,
    pub until: Option<Time>,
    /// Newest first; records before this (time, node, sequence): paging.
    pub before: Option<(Time, String, i64)>,
    pub limit: u32,
}

/// The first record of a stream that does not fit, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFault {
    pub node: String,
    pub sequence: i64,
    /// `altered`, `missing`, `reordered`, `cut` (the stream is shorter than a checkpoint says), `checkpoint` (its signature or heads).
    pub kind: &'static str,
}

#[async_trait::async_trait]
pub trait Audits {
    async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError>;
    /// Reads every stream from its beginning (or last cut) against the links and checkpoints. Records checked, or the first fault.
    async fn verify_audit(&self) -> Result<Result<u64, AuditFault>, StoreError>;
    /// Stores a signed checkpoint over the heads of all streams.
    async fn checkpoint(&self, now: Time) -> Result<(), StoreError>;
    /// Drops salt and text of a person's records and keeps the links.
    async fn erase(&self, person: &str) -> Result<u64, StoreError>;
}
