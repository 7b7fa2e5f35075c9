//! What can go wrong below the seam, and what it is called above it.

use store::StoreError;

/// Why a statement, a unit or a group failed.
#[derive(Debug)]
pub enum Fault {
    /// A name or key is taken.
    Taken(String),
    /// The database undid the transaction because of another one; the same work may pass next time.
    Again(String),
    /// The database does not answer, or cannot write.
    Away(String),
    /// What was read does not fit what was written.
    Corrupt(String),
}

impl Fault {
    pub fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
    /// Whether only this piece of work failed, and its neighbours may go on.
    pub const fn is_its_own(&self) -> bool {
        matches!(self, Self::Taken(_) | Self::Corrupt(_))
    }
    /// The same fault, for every piece of work of a group.
    pub fn again(&self) -> Self {
        match self {
            Self::Taken(why) => Self::Taken(why.clone()),
            Self::Again(why) => Self::Again(why.clone()),
            Self::Away(why) => Self::Away(why.clone()),
            Self::Corrupt(why) => Self::Corrupt(why.clone()),
        }
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Taken(why) => Self::Conflict(why),
            Fault::Again(why) | Fault::Away(why) => Self::Unavailable(why),
            Fault::Corrupt(why) => Self::Corrupt(why),
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{ConstraintViolation, DatabaseCorrupt, NotADatabase};
        match error.sqlite_error_code() {
            Some(ConstraintViolation) => Self::Taken(error.to_string()),
            Some(DatabaseCorrupt | NotADatabase) => Self::Corrupt(error.to_string()),
            Some(_) => Self::Away(error.to_string()),
            None => Self::Corrupt(error.to_string()),
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|e| e.code()).map(std::borrow::Cow::into_owned);
        let why = error.to_string();
        match (code.as_deref(), &error) {
            // unique, check and not-null violations
            (Some(code), _) if code.starts_with("23") => Self::Taken(why),
            // serialization failure, deadlock, aborted transaction
            (Some("40001" | "40P01" | "25P02"), _) => Self::Again(why),
            // connection trouble, resources, shutdown, read-only standby
            (Some(code), _)
                if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) || code == "25006" =>
            {
                Self::Away(why)
            }
            (Some(_), _)
            | (None, sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::TypeNotFound { .. }) => {
                Self::Corrupt(why)
            }
            (None, _) => Self::Away(why),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        // The text of a parse error may quote the datum; its place does not.
        Self::Corrupt(format!("JSON at line {} column {}", error.line(), error.column()))
    }
}

impl From<model::id::NotAnId> for Fault {
    fn from(error: model::id::NotAnId) -> Self {
        Self::corrupt(error)
    }
}
