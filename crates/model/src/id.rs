//! Identifiers of rows and objects: ULIDs, immutable and never reused, also when a name is.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

use crate::Time;

/// A ULID: 48 bits of time and 80 bits of chance, written as 26 characters that sort by age.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(ulid::Ulid);

impl Id {
    /// Makes an id from the time and ten random bytes.
    pub fn new(now: Time, chance: [u8; 10]) -> Self {
        let mut wide = [0_u8; 16];
        wide[6..].copy_from_slice(&chance);
        Self(ulid::Ulid::from_parts(u64::try_from(now.millis()).unwrap_or(0), u128::from_be_bytes(wide)))
    }

    /// When it was made, to the millisecond.
    pub fn time(self) -> Time {
        Time::from_millis(i64::try_from(self.0.timestamp_ms()).unwrap_or(0))
    }

    /// An id that always is the same for the same number: built-in objects and tests.
    pub const fn fixed(number: u128) -> Self {
        Self(ulid::Ulid(number))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is not 26 characters of Crockford's base 32.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

impl FromStr for Id {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        ulid::Ulid::from_string(text).map(Self).map_err(|_| NotAnId)
    }
}

impl schemars::JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{26}$" })
    }
}
