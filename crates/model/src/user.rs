//! A registered user of the embedded directory.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Attributes, Id, Person, Time};

/// One user. Attributes go by the names that applications ask for: `cn`, `givenName`, `sn`, `email`, `phone_number`, `locale`, `zoneinfo`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub id: Id,
    pub directory: Id,
    /// The site that owns the user.
    pub site: Id,
    /// The login name as given; matched by `fold`.
    pub name: String,
    pub attributes: Attributes,
    /// `email` was proved or is trusted by an administrator.
    pub email_verified: bool,
    pub phone_verified: bool,
    pub enabled: bool,
    pub not_before: Option<Time>,
    pub expires: Option<Time>,
    pub created: Time,
    /// Moves when a password or factor changes; tokens and sessions made before it are judged against it (case M067).
    pub version: i64,
}

/// Why a user may not log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    Disabled,
    /// Not before this time.
    NotYet(Time),
    /// Since this time.
    Expired(Time),
}

impl User {
    pub const fn person(&self) -> Person {
        Person::Registered { directory: self.directory, user: self.id }
    }
    /// Whether the person may log in at this time (requirement G9).
    pub fn usable(&self, now: Time) -> bool {
        self.unusable(now).is_none()
    }
    /// Why the person may not log in at this time.
    pub fn unusable(&self, now: Time) -> Option<Unusable> {
        if !self.enabled {
            return Some(Unusable::Disabled);
        }
        if let Some(from) = self.not_before.filter(|t| now < *t) {
            return Some(Unusable::NotYet(from));
        }
        self.expires.filter(|t| now >= *t).map(Unusable::Expired)
    }
    pub fn first(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).and_then(|v| v.first()).map(String::as_str).filter(|v| !v.is_empty())
    }
    /// The number that codes go to: `phone_number`, or `mobile` as directories of other products have it.
    pub fn phone(&self) -> Option<&str> {
        self.first("phone_number").or_else(|| self.first("mobile"))
    }
    /// Values of an attribute by our name of it, or by the name that directories commonly have for it.
    pub fn values(&self, attribute: &str) -> Vec<String> {
        if let Some(values) = self.attributes.get(attribute) {
            return values.clone();
        }
        match common(attribute) {
            Common::Login => vec![self.name.clone()],
            Common::Attribute(ours) => self.attributes.get(ours).cloned().unwrap_or_default(),
        }
    }
    /// What pages call the person.
    pub fn display(&self) -> &str {
        self.first("cn").unwrap_or(&self.name)
    }
}

/// What an attribute of a directory is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Common<'a> {
    /// The login name, which is no attribute.
    Login,
    Attribute(&'a str),
}

/// An attribute by the name that directories commonly have for it (RFC 4519, RFC 2798), without regard to case; others keep theirs.
pub fn common(name: &str) -> Common<'_> {
    let known = COMMON.iter().find(|(theirs, _)| theirs.eq_ignore_ascii_case(name));
    known.map_or(Common::Attribute(name), |(_, ours)| *ours)
}

/// The one place that knows both names.
const COMMON: [(&str, Common<'static>); 16] = [
    ("uid", Common::Login),
    ("userid", Common::Login),
    ("login", Common::Login),
    ("sAMAccountName", Common::Login),
    ("cn", Common::Attribute("cn")),
    ("commonName", Common::Attribute("cn")),
    ("name", Common::Attribute("cn")),
    ("displayName", Common::Attribute("cn")),
    ("givenName", Common::Attribute("givenName")),
    ("sn", Common::Attribute("sn")),
    ("surname", Common::Attribute("sn")),
    ("mail", Common::Attribute("email")),
    ("email", Common::Attribute("email")),
    ("mobile", Common::Attribute("phone_number")),
    ("telephoneNumber", Common::Attribute("phone_number")),
    ("preferredLanguage", Common::Attribute("locale")),
];

/// Login names are compared without regard to case, surrounding space or how accents are written, so that no spelling has counters
/// of its own.
pub fn fold(name: &str) -> String {
    name.trim().nfc().collect::<String>().to_lowercase().nfc().collect()
}

/// Per-method activation of one user (requirement G9); absent means active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activation {
    pub method: Id,
    pub active: bool,
}

/// What a person allowed an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    pub person: String,
    pub application: Id,
    pub scopes: Vec<String>,
    pub at: Time,
}
