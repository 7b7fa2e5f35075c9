//! An authorization policy: which attributes an application receives, for members of which groups.

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Policy {
    pub title: Titles,
    pub items: Vec<PolicyItem>,
}

/// One attribute that goes out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PolicyItem {
    /// Its name among the items of the policy in the API; items may be without, and then go by their place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
    /// Path of the group whose members get it; empty means everybody.
    pub group: String,
    /// Evaluated only when one of these scopes was granted; empty means always.
    pub scope: Vec<String>,
    pub name: String,
    /// `text:CONSTANT`, `user:ATTRIBUTE`, `method:ATTRIBUTE`.
    pub value: String,
    /// More than one distinct value denies the login; the application gets a string instead of a list.
    pub single: bool,
    /// No value denies the login.
    pub required: bool,
}

impl Object for Policy {
    const NOUN: Noun = Noun::Policy;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = crate::mapping::twice(self.items.iter().map(|item| item.item.as_str()));
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        for (index, item) in self.items.iter().enumerate() {
            let field = format!("items[{}]", index + 1);
            if item.name.is_empty() {
                findings.push(Finding::broken(format!("{field}.name"), "missing"));
            }
            if RESERVED.contains(&item.name.as_str()) {
                findings.push(Finding::broken(format!("{field}.name"), "reserved").with("name", &item.name));
            }
            if !["text:", "user:", "method:"].iter().any(|p| item.value.starts_with(p)) {
                findings.push(Finding::broken(format!("{field}.value"), "value-form").with("value", &item.value));
            }
            if !item.group.is_empty() && around.catalogue.at(Noun::Group, &item.group).is_none() {
                findings.push(Finding::unfit(format!("{field}.group"), "group-missing").with("group", &item.group));
            }
        }
        findings
    }
}

/// Claims that the server alone sets (case O077).
pub const RESERVED: [&str; 19] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "iat",
    "nbf",
    "jti",
    "auth_time",
    "nonce",
    "acr",
    "amr",
    "azp",
    "sid",
    "at_hash",
    "c_hash",
    "active",
    "client_id",
    "scope",
    "token_type",
];
