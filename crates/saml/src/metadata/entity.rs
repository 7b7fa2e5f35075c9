//! An entity: a name, and what it can do under it.

use super::{IdpRole, SpRole};
use crate::Instant;
use crate::message::Attribute;

/// One entity and its roles in SAML 2.0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entity {
    pub id: String,
    /// The identifier of this document, for its signature.
    pub document: Option<String>,
    /// Not to be used from then on.
    pub valid_until: Option<Instant>,
    /// To be fetched again after so many seconds.
    pub cache_duration: Option<u64>,
    pub idp: Option<IdpRole>,
    pub sp: Option<SpRole>,
    /// What others say about it: categories, levels.
    pub attributes: Vec<Attribute>,
    pub organization: Option<Organization>,
    pub contacts: Vec<Contact>,
}

/// Who runs an entity; texts by language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organization {
    pub names: Vec<(String, String)>,
    pub display_names: Vec<(String, String)>,
    pub urls: Vec<(String, String)>,
}

/// Whom to ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// `technical`, `support`, `administrative`, `billing` or `other`.
    pub kind: String,
    pub given_name: Option<String>,
    pub mails: Vec<String>,
}

impl Entity {
    /// Whether it may still be used.
    pub fn is_valid(&self, now: Instant) -> bool {
        self.valid_until.is_none_or(|end| now < end)
    }

    /// The values of an entity attribute.
    pub fn attribute<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e str> {
        self.attributes.iter().filter(move |a| a.name == name).flat_map(Attribute::texts)
    }
}
