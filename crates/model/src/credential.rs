//! A credential: what a registered person can prove a method with. An OATH token is one, a password hash another.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One credential. The body is the method's own typed state, sealed in the store; the counter lies in a narrow row of
/// its own, because every accepted code moves it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    pub id: Id,
    /// `Person::key` of its owner.
    pub person: String,
    pub method: Id,
    pub kind: String,
    /// The owner's name for it, such as "Phone".
    pub label: String,
    pub state: CredentialState,
    pub created: Time,
    pub used: Option<Time>,
    /// The last moving factor that was accepted; codes at or below it are replays. -1 before the first.
    pub counter: i64,
    /// Moves with every put, so that one decided on an older body is told; 0 before the first.
    #[serde(default)]
    pub version: i64,
    pub body: serde_json::Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialState {
    Active,
    /// Kept, but not accepted until somebody reactivates it.
    Suspended,
}
