//! What the provider says of a person: the name, and the attributes.

use model::{Attributes, proof::Subject};
use plug::Keyed;
use saml::message::{Attribute, NameId};
use serde::{Deserialize, Serialize};

/// A name, and between whom it is one.
pub struct Named<'a> {
    pub provider: &'a str,
    /// Our entity identifier.
    pub us: &'a str,
    pub name: &'a NameId,
}

/// What is needed to end the session there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct There {
    pub provider: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_qualifier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sp_name_qualifier: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sp_provided: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
}

impl Named<'_> {
    pub fn subject(&self) -> Subject {
        Subject {
            value: self.name.value.clone(),
            format: self.name.format.clone().unwrap_or_default(),
            name_qualifier: self.name.name_qualifier.clone(),
            sp_name_qualifier: self.name.sp_name_qualifier.clone(),
        }
    }

    /// Who that is among all people of the method. The same name of another provider, or in another qualifier, is somebody else; a
    /// qualifier that is left out is the provider, or we (SAML core, 8.3.7).
    pub fn who(&self) -> String {
        let NameId { value, name_qualifier, sp_name_qualifier, .. } = self.name;
        let theirs = name_qualifier.as_deref().unwrap_or(self.provider);
        let ours = sp_name_qualifier.as_deref().unwrap_or(self.us);
        // No part can look like two.
        [self.provider, theirs, ours, value].map(|part| part.replace('%', "%25").replace('!', "%21")).join("!")
    }

    pub fn session(&self, index: Option<&str>) -> There {
        let name = self.name.clone();
        There {
            provider: self.provider.to_owned(),
            name: name.value,
            format: name.format,
            name_qualifier: name.name_qualifier,
            sp_name_qualifier: name.sp_name_qualifier,
            sp_provided: name.sp_provided_id,
            index: index.map(str::to_owned),
        }
    }

    /// What the provider may call the session: by the person, and by its index.
    pub fn called(&self, index: Option<&str>, keyed: &Keyed) -> Vec<String> {
        std::iter::once(None).chain(index.map(Some)).map(|index| self.call(index, keyed)).collect()
    }

    pub fn call(&self, index: Option<&str>, keyed: &Keyed) -> String {
        let said = format!("{}\0{}", self.who(), index.unwrap_or_default());
        let purpose = if index.is_some() { "saml.session" } else { "saml.person" };
        data_encoding::HEXLOWER.encode(&keyed(purpose, said.as_bytes()))
    }
}

impl There {
    pub fn name_id(&self) -> NameId {
        NameId {
            value: self.name.clone(),
            format: self.format.clone(),
            name_qualifier: self.name_qualifier.clone(),
            sp_name_qualifier: self.sp_name_qualifier.clone(),
            sp_provided_id: self.sp_provided.clone(),
        }
    }
}

/// Attributes by their names, those whose name is a URI by their friendly names, too; and the names of those that were left out because
/// of their values' domains.
pub fn attributes(given: &[Attribute], owned: impl Fn(&str) -> bool, scoped: &[String]) -> (Attributes, Vec<String>) {
    let (mut attributes, mut friendly, mut dropped) = (Attributes::new(), Attributes::new(), Vec::new());
    for attribute in given.iter().take(MAX_ATTRIBUTES) {
        let names = [Some(attribute.name.as_str()), attribute.friendly_name.as_deref()];
        let is_scoped =
            names.iter().flatten().any(|name| SCOPED.contains(name) || scoped.iter().any(|known| known == name));
        let all: Vec<String> = attribute.texts().filter(|text| !text.trim().is_empty()).map(str::to_owned).collect();
        let kept: Vec<String> = all.iter().filter(|value| !is_scoped || owned(value)).cloned().collect();
        if kept.len() < all.len() {
            dropped.push(attribute.name.clone());
        }
        if kept.is_empty() {
            continue;
        }
        if let Some(name) =
            attribute.friendly_name.as_deref().filter(|name| is_word(name) && attribute.name.contains(':'))
        {
            friendly.entry(name.to_owned()).or_default().extend(kept.iter().cloned());
        }
        attributes.entry(attribute.name.clone()).or_default().extend(kept);
    }
    // A name counts more than what somebody would call it.
    model::proof::unite(&mut attributes, &friendly);
    (attributes, dropped)
}

fn is_word(name: &str) -> bool {
    (1..=128).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

const MAX_ATTRIBUTES: usize = 512;

/// Attributes whose values end in a domain that the provider speaks for (eduPerson, SAML subject identifiers).
const SCOPED: [&str; 12] = [
    "eduPersonPrincipalName",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
    "urn:mace:dir:attribute-def:eduPersonPrincipalName",
    "eduPersonScopedAffiliation",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.9",
    "urn:mace:dir:attribute-def:eduPersonScopedAffiliation",
    "eduPersonUniqueId",
    "urn:oid:1.3.6.1.4.1.5923.1.1.1.13",
    "subject-id",
    "urn:oasis:names:tc:SAML:attribute:subject-id",
    "pairwise-id",
    "urn:oasis:names:tc:SAML:attribute:pairwise-id",
];
