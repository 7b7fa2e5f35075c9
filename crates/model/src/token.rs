//! A token (OATH): a credential with a serial number, its place in the inventory and its life (requirement F4.1).
//!
//! A token belongs to a site from its import to its deletion, and to a person from its assignment until it is taken back.
//! What an operation makes of a state stands in [`CredentialState::after`] and nowhere else.

use serde::{Deserialize, Serialize};

use crate::{Id, Time, credential::CredentialState};

/// A token as lists show it: everything but its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub id: Id,
    pub serial: String,
    pub site: Id,
    pub method: Id,
    pub kind: String,
    pub state: CredentialState,
    /// `Person::key` of its owner; empty in the inventory.
    pub person: String,
    pub created: Time,
    pub used: Option<Time>,
}

/// What a token carries beside its secret, whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// As the maker printed it; unique without regard to case.
    pub serial: String,
    /// The site that owns it.
    pub site: Id,
}

/// What can happen to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Makes it ready for somebody, also after it was lost or faulty.
    Initialise,
    Assign,
    /// By the first accepted code, or by hand.
    Activate,
    Suspend,
    Resume,
    Lock,
    Unlock,
    /// Takes it from its owner, or out of the stock.
    Revoke(Revoked),
    /// To a site below.
    Allocate,
    Delete,
}

/// As what a token comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Inventory,
    Lost,
    Faulty,
}

/// This cannot happen to a token in this state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token that is {} cannot be {}", .state.name(), .act.done())]
pub struct Misstep {
    pub state: CredentialState,
    pub act: Act,
}

impl CredentialState {
    /// The state that follows. Allocation and deletion leave it as it is; they need a token that nobody has.
    pub const fn after(self, act: Act) -> Result<Self, Misstep> {
        use CredentialState::{Active, Assigned, Faulty, Initialize, Inventory, Locked, Lost, Suspended};
        Ok(match (act, self) {
            (Act::Initialise, Initialize | Lost | Faulty) => Inventory,
            (Act::Assign, Inventory) => Assigned,
            (Act::Activate, Assigned) | (Act::Resume, Suspended) | (Act::Unlock, Locked) => Active,
            (Act::Suspend, Active | Locked) => Suspended,
            (Act::Lock, Active) => Locked,
            (Act::Revoke(Revoked::Inventory), Assigned | Active | Suspended | Locked) => Inventory,
            (Act::Revoke(Revoked::Lost), Initialize | Inventory | Assigned | Active | Suspended | Locked) => Lost,
            (Act::Revoke(Revoked::Faulty), Initialize | Inventory | Assigned | Active | Suspended | Locked) => Faulty,
            (Act::Allocate, Initialize | Inventory) | (Act::Delete, Initialize | Inventory | Lost | Faulty) => self,
            _ => return Err(Misstep { state: self, act }),
        })
    }
}

impl Act {
    /// The word of its audit event behind `token.`.
    pub const fn done(self) -> &'static str {
        match self {
            Self::Initialise => "initialised",
            Self::Assign => "assigned",
            Self::Activate => "activated",
            Self::Suspend => "suspended",
            Self::Resume => "resumed",
            Self::Lock => "locked",
            Self::Unlock => "unlocked",
            Self::Revoke(_) => "revoked",
            Self::Allocate => "allocated",
            Self::Delete => "deleted",
        }
    }
}

/// A serial number as it is kept: what a maker prints or a file can hold, and nothing that a list or a log trips over.
pub fn serial(text: &str) -> Option<String> {
    let text = text.trim();
    let legal = !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|b| (0x21..=0x7e).contains(&b));
    legal.then(|| text.to_owned())
}

/// Characters of a serial number at most.
const LONGEST: usize = 64;

/// Serial numbers are compared without regard to case.
pub fn fold(serial: &str) -> String {
    serial.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use CredentialState::{Active, Assigned, Faulty, Initialize, Inventory, Locked, Lost, Suspended};

    #[test]
    fn what_can_happen_in_each_state() {
        use Act::{Activate, Allocate, Assign, Delete, Initialise, Lock, Resume, Revoke, Suspend, Unlock};
        let acts = [
            Initialise,
            Assign,
            Activate,
            Suspend,
            Resume,
            Lock,
            Unlock,
            Revoke(Revoked::Inventory),
            Revoke(Revoked::Lost),
            Revoke(Revoked::Faulty),
            Allocate,
            Delete,
        ];
        // One row for each state, one column for each act in the order above.
        let none = None;
        for (state, row) in [
            (
                Initialize,
                [
                    Some(Inventory),
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    Some(Lost),
                    Some(Faulty),
                    Some(Initialize),
                    Some(Initialize),
                ],
            ),
            (
                Inventory,
                [
                    none,
                    Some(Assigned),
                    none,
                    none,
                    none,
                    none,
                    none,
                    none,
                    Some(Lost),
                    Some(Faulty),
                    Some(Inventory),
                    Some(Inventory),
                ],
            ),
            (
                Assigned,
                [
                    none,
                    none,
                    Some(Active),
                    none,
                    none,
                    none,
                    none,
                    Some(Inventory),
                    Some(Lost),
                    Some(Faulty),
                    none,
                    none,
                ],
            ),
            (
                Active,
                [
                    none,
                    none,
                    none,
                    Some(Suspended),
                    none,
                    Some(Locked),
                    none,
                    Some(Inventory),
                    Some(Lost),
                    Some(Faulty),
                    none,
                    none,
                ],
            ),
            (
                Suspended,
                [
                    none,
                    none,
                    none,
                    none,
                    Some(Active),
                    none,
                    none,
                    Some(Inventory),
                    Some(Lost),
                    Some(Faulty),
                    none,
                    none,
                ],
            ),
            (
                Locked,
                [
                    none,
                    none,
                    none,
                    Some(Suspended),
                    none,
                    none,
                    Some(Active),
                    Some(Inventory),
                    Some(Lost),
                    Some(Faulty),
                    none,
                    none,
                ],
            ),
            (Lost, [Some(Inventory), none, none, none, none, none, none, none, none, none, none, Some(Lost)]),
            (Faulty, [Some(Inventory), none, none, none, none, none, none, none, none, none, none, Some(Faulty)]),
        ] {
            for (act, expected) in acts.into_iter().zip(row) {
                assert_eq!(state.after(act).ok(), expected, "{state:?} {act:?}");
            }
        }
    }

    /// Nobody proves anything with what is not theirs, and nothing that is somebody's is allocated or deleted.
    #[test]
    fn what_proves_is_owned_and_what_is_owned_stays() {
        for state in CredentialState::ALL {
            assert!(!state.proves() || state.owned(), "{state:?}");
            assert!(!state.owned() || state.after(Act::Delete).is_err() && state.after(Act::Allocate).is_err());
            assert_eq!(CredentialState::parse(state.name()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.name());
        }
    }

    #[test]
    fn a_serial_number_is_one_word() {
        for (text, kept) in [
            (" 123-456 ", Some("123-456")),
            ("FTK/1.b", Some("FTK/1.b")),
            ("", None),
            ("a b", None),
            ("a\u{7}", None),
            ("ä", None),
            (&"x".repeat(65), None),
        ] {
            assert_eq!(serial(text).as_deref(), kept, "{text}");
        }
        assert_eq!(fold(" AbC "), "abc");
    }
}
