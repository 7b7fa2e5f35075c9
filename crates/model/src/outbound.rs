//! An outbound mapping policy: what people are called toward the applications that it is linked to (requirement D5).

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::{
    Finding, Id, LinkRole, Neighbours, Noun, Object, Titles,
    method::format_urn,
    user::fold,
    written::{Meaning, Written, Wrong},
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct OutboundMapping {
    pub title: Titles,
    pub description: Vec<String>,
    /// Fixed after creation: `unspecified`, `persistent` or `transient`, or the URN of one of them.
    #[serde(rename = "nameIDFormat")]
    pub name_id_format: Written<Format>,
    /// How persistent names look: `PersistentIDFormat UUID`; empty for an XML identifier.
    pub name_value: Written<Look>,
    /// Applications with the same one share persistent names (`SPNameQualifier`); empty for names of each application's own.
    pub affiliation: String,
    /// Of a manual user mapping: who is called what.
    pub items: Vec<MappedUser>,
}

/// One registered user, by the id that is never given to another, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappedUser {
    pub user: Id,
    pub username: String,
}

/// Where names come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table of users (`unspecified`).
    Manual,
    Persistent,
    Transient,
}

/// How persistent names look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    XmlId,
    Uuid,
}

impl Meaning for Format {
    fn read(text: &str) -> Result<Self, Wrong> {
        match format_urn(text).and_then(|urn| urn.rsplit(':').next()) {
            Some("unspecified") => Ok(Self::Manual),
            Some("persistent") => Ok(Self::Persistent),
            Some("transient") => Ok(Self::Transient),
            _ if text.is_empty() => Err(Wrong::new("missing")),
            _ => Err(Wrong::new("outbound-format").with("value", text.chars().take(100).collect::<String>())),
        }
    }
}

impl Meaning for Look {
    fn read(text: &str) -> Result<Self, Wrong> {
        match text {
            "" => Ok(Self::XmlId),
            "PersistentIDFormat UUID" => Ok(Self::Uuid),
            _ => Err(Wrong::new("outbound-value")),
        }
    }
}

impl Object for OutboundMapping {
    const NOUN: Noun = Noun::OutboundMapping;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        findings.extend(self.name_id_format.finding("nameIDFormat"));
        findings.extend(self.name_value.finding("nameValue"));
        let persistent = self.format() == Some(Format::Persistent);
        if !persistent && self.name_value.meaning() == Some(&Look::Uuid) {
            findings.push(Finding::broken("nameValue", "outbound-value"));
        }
        if self.affiliation.len() > LONGEST_AFFILIATION || self.affiliation.chars().any(|c| c.is_control() || c == ' ')
        {
            findings.push(Finding::broken("affiliation", "outbound-affiliation"));
        }
        if !self.items.is_empty() && self.format() != Some(Format::Manual) {
            findings.push(Finding::broken("items", "outbound-users"));
        }
        findings.extend(self.users_wrong());
        findings
    }
}

impl OutboundMapping {
    pub fn format(&self) -> Option<Format> {
        self.name_id_format.meaning().copied()
    }

    /// A user has one name, and a name is one user's however it is spelt: an application that knows no case would take one for the
    /// other.
    fn users_wrong(&self) -> Vec<Finding> {
        let (mut users, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut findings = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            let field = |member: &str| format!("items[{}].{member}", index + 1);
            let name = item.username.as_str();
            if name.is_empty() {
                findings.push(Finding::broken(field("username"), "missing"));
            } else if name.trim() != name || name.len() > LONGEST || name.chars().any(is_unwritable) {
                findings.push(Finding::broken(field("username"), "outbound-name"));
            } else if !names.insert(fold(name)) {
                findings.push(Finding::broken(field("username"), "name-taken").with("name", name));
            }
            if !users.insert(item.user) {
                findings.push(Finding::broken(field("user"), "outbound-twice"));
            }
        }
        findings
    }
}

/// What no XML holds (XML 1.0, 2.2), so that one name would arrive as another.
fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Bytes of a name; some readers keep no longer ones (SAML core, 8.3.7).
const LONGEST: usize = 256;
/// Bytes of the identifier of an affiliation (SAML core, 8.3.6).
const LONGEST_AFFILIATION: usize = 1024;

#[cfg(test)]
mod tests;
