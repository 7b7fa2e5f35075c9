//! What a login or a session has established: one proof a passed method.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::{Id, Person, Time};

/// Attributes by name, each with its values in order.
pub type Attributes = BTreeMap<String, Vec<String>>;

/// Unites two sets; the earlier one wins a clash.
pub fn unite(earlier: &mut Attributes, later: &Attributes) {
    for (name, values) in later {
        earlier.entry(name.clone()).or_insert_with(|| values.clone());
    }
}

/// The name a method delivered for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Subject {
    pub value: String,
    /// URN of the NameID format; empty means unspecified.
    pub format: String,
    pub name_qualifier: Option<String>,
    pub sp_name_qualifier: Option<String>,
}

/// A passed method: who, how, when. Facts only; what they are worth is asked afresh each turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub id: Id,
    pub method: Id,
    /// The method's name when it passed, for audit and applications.
    pub method_name: String,
    pub at: Time,
    pub person: Person,
    pub subject: Subject,
    pub attributes: Attributes,
    /// RFC 8176 values of this method.
    pub amr: Vec<String>,
    /// The proof this one followed in its login; `None` for what opened it.
    pub after: Option<Id>,
    /// What the upstream needs to be told at logout.
    pub upstream: Option<String>,
    /// What the upstream may call the session when it ends it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upstream_names: Vec<String>,
    /// It counts until then and no longer; as long as the session does where nobody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Time>,
    /// References of the context that the upstream stated, where they count instead of the method's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub references: Option<Vec<String>>,
}

impl Proof {
    /// Whether it counts: not older than wished, and not over.
    pub fn counts(&self, since: Option<Time>, now: Time) -> bool {
        since.is_none_or(|since| self.at >= since) && self.until.is_none_or(|until| now < until)
    }
}
