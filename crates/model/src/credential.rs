//! A credential: what a registered person can prove a method with. An OATH token is one, a password hash another.

use serde::{Deserialize, Serialize};

use crate::{Id, Time, token::Tag};

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
    /// The place of a token in the inventory; credentials that are no tokens have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Tag>,
    pub body: serde_json::Value,
}

/// The life of a credential. All but tokens know only the first two of the owner's: active and suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CredentialState {
    /// In the inventory, and to be initialised before anybody can have it.
    Initialize,
    /// In the inventory, for anybody.
    Inventory,
    /// Somebody's, who has not used it yet; the first accepted code makes it active.
    Assigned,
    Active,
    /// Kept, but not accepted until somebody reactivates it.
    Suspended,
    /// Not accepted until somebody unlocks it.
    Locked,
    /// Taken back because it was lost.
    Lost,
    /// Taken back because it does not work.
    Faulty,
}

impl CredentialState {
    pub const ALL: [Self; 8] = [
        Self::Initialize,
        Self::Inventory,
        Self::Assigned,
        Self::Active,
        Self::Suspended,
        Self::Locked,
        Self::Lost,
        Self::Faulty,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Initialize => "initialize",
            Self::Inventory => "inventory",
            Self::Assigned => "assigned",
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Locked => "locked",
            Self::Lost => "lost",
            Self::Faulty => "faulty",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
    /// Whether the owner can prove something with it: what was never used is worth as much as what was.
    pub const fn proves(self) -> bool {
        matches!(self, Self::Assigned | Self::Active)
    }
    /// Whether it is somebody's.
    pub const fn owned(self) -> bool {
        matches!(self, Self::Assigned | Self::Active | Self::Suspended | Self::Locked)
    }
}
