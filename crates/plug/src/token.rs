//! What the inventory of tokens asks of a kind whose credentials are tokens: to read and write what only the kind understands.
//!
//! The table is plain functions: they need no opened method, no clock and no store, and whoever calls keeps what they return.

use model::{Credential, Lines, Secret, Time};
use serde_json::Value;

use crate::{Chance, MethodError};

/// What a seed file says of one token, whatever the file's format.
#[derive(Clone, Debug)]
pub struct SeedRecord {
    pub seed: Secret<Vec<u8>>,
    pub moving: Moving,
    /// `SHA1`, `SHA256`, `SHA512`.
    pub algorithm: String,
    pub digits: u8,
    /// When it may be used, where the file says so.
    pub since: Option<Time>,
    pub until: Option<Time>,
}

/// What moves a token's codes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moving {
    /// By time; `drift` is how many steps the device is known to be ahead.
    Time { period_ms: u64, t0_ms: i64, drift: i64 },
    /// By event; the next counter.
    Event { next: u64 },
}

/// A body, and the last moving factor that counts as accepted.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    pub body: Value,
    pub counter: i64,
}

/// A body that is ready for its owner, and the PIN that goes with it, to be told this once.
#[derive(Clone, Debug)]
pub struct Issued {
    pub body: Value,
    pub pin: Option<Secret<String>>,
}

/// Why the kind does not do it; the text is one of its keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotIssued {
    /// The lines of the method, or the record, are not what a token can have.
    #[error("{0}")]
    Wrong(&'static str),
    /// The body does not read: an administrator must look.
    #[error("corrupt: {0}")]
    Corrupt(String),
}

impl From<MethodError> for NotIssued {
    fn from(error: MethodError) -> Self {
        Self::Corrupt(error.to_string())
    }
}

/// What a kind's part came to.
pub type Done<T> = Result<T, NotIssued>;
/// Codes of events in a row.
pub type Codes = Vec<Secret<String>>;

/// A kind's part in the inventory.
#[derive(Clone, Copy)]
pub struct Craft {
    /// Body and counter of a new token; the method's lines are its template.
    pub make: fn(&Lines, &SeedRecord) -> Done<Placed>,
    /// The same record again, for export.
    pub record: fn(&Credential) -> Done<SeedRecord>,
    /// The template applies anew when somebody gets the token; a PIN that the server judges is made for them.
    pub issue: fn(&Lines, &Credential, &dyn Chance, Time) -> Done<Issued>,
    /// Forgets what was its owner's.
    pub withdraw: fn(&Credential) -> Done<Value>,
    /// A new PIN: this one, or one by chance. It is changed at the next login if the template says so.
    pub set_pin: fn(&Credential, Option<&str>, &dyn Chance, Time) -> Done<Issued>,
    /// Body and counter after two codes that the device showed one after the other; `None` if they fit nowhere.
    pub resync: fn(&Credential, [&str; 2], Time) -> Done<Option<Placed>>,
    /// The codes of so many events from this one on; `None` where time moves them.
    pub ahead: fn(&Credential, u64, u32) -> Done<Option<Codes>>,
}
