//! Reading and verifying the audit streams.

use model::{
    Id, Time,
    audit::{Event, Outcome},
};

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
    /// An action, or the beginning of several where it ends with a point: `login.`.
    pub action: String,
    pub outcome: Option<Outcome>,
    pub actor: String,
    /// Paths of sites: events that stand there or below. `None` means any event, those of no site included.
    pub sites: Option<Vec<String>>,
    pub correlation: Option<Id>,
    pub since: Option<Time>,
    pub until: Option<Time>,
    /// Newest first; records before this (time, node, sequence): paging.
    pub before: Option<(Time, String, i64)>,
    /// Oldest first; `before` then means after.
    pub oldest_first: bool,
    pub limit: u32,
}

/// What a follower must know of a record to see whether it wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditStep {
    pub sequence: i64,
    pub action: String,
    /// Path of the site that it stands in; empty for none.
    pub site: String,
}

/// One hour of logins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditHour {
    /// Its first moment.
    pub at: Time,
    pub granted: u64,
    pub denied: u64,
    /// Accounts that were locked.
    pub locked: u64,
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
    /// Hours of `since..until` in which there were logins, oldest first, in these sites and below (all for `None`). Bounded:
    /// where there are more events than are counted at once, the oldest hours are left out, and none is shown short.
    async fn audit_hours(
        &self,
        since: Time,
        until: Time,
        sites: Option<&[String]>,
    ) -> Result<Vec<AuditHour>, StoreError>;
    /// Where every stream ends.
    async fn audit_heads(&self) -> Result<Vec<(String, i64)>, StoreError>;
    /// Where every stream stood at a moment: the number before the first record since then.
    async fn audit_heads_at(&self, at: Time) -> Result<Vec<(String, i64)>, StoreError>;
    /// The next records of a stream, in the order of their commits.
    async fn audit_steps(&self, node: &str, after: i64, limit: u32) -> Result<Vec<AuditStep>, StoreError>;
    async fn audit_record(&self, node: &str, sequence: i64) -> Result<Option<AuditRecord>, StoreError>;
    /// Reads every stream from its beginning (or last cut) against the links and checkpoints. Records checked, or the first fault.
    async fn verify_audit(&self) -> Result<Result<u64, AuditFault>, StoreError>;
    /// Stores a signed checkpoint over the heads of all streams.
    async fn checkpoint(&self, now: Time) -> Result<(), StoreError>;
    /// Drops salt and text of a person's records and keeps the links.
    async fn erase(&self, person: &str) -> Result<u64, StoreError>;
}
