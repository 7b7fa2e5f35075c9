//! A user mapping table: rules that turn what a method delivered into a registered user (requirement A3.2).
//!
//! A rule searches the directory itself, or asks a service whose account it is.

pub mod filter;
pub mod url;

pub use filter::Filter;
use serde::{Deserialize, Serialize};
pub use url::SearchUrl;

use crate::{
    Attributes, Finding, LinkRole, Neighbours, Noun, Object, Titles,
    mapping::{Condition, twice},
    written::Written,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct UserMapping {
    pub title: Titles,
    pub description: Vec<String>,
    pub items: Vec<UserMappingItem>,
}

/// One rule: where all its conditions hold, its searches are made, or its service is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct UserMappingItem {
    /// Its name among the items of the table; items may be without, and then go by their place.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// All must hold: `method:NAME=*`, `method:NAME=VALUE`, or `!=`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub condition: Vec<Written<Condition>>,
    /// `ldap:///BASE??SCOPE?FILTER`; the filter may hold `{method:NAME}` and `{subject:username}`, percent-encoded.
    #[serde(rename = "mappingURL", skip_serializing_if = "Vec::is_empty")]
    pub mapping_url: Vec<Written<SearchUrl>>,
    /// Name of the service that is asked in place of a search. Empty where the rule is for one and none was named yet: whoever it is
    /// for is then not let in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Name of the directory whose people the service knows; empty for the method's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub directory: String,
}

/// What a rule does to find somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way<'a> {
    Search(&'a SearchUrl),
    /// Asks a service about people of a directory, both by their names.
    Ask {
        service: &'a str,
        directory: &'a str,
    },
}

/// Attributes that reach somebody, and what says that they were checked (OpenID Connect Core, 5.1). Each is also what providers call
/// the value.
pub const VERIFIED: [(&str, &str); 2] = [("email", "email_verified"), ("phone_number", "phone_number_verified")];

impl Object for UserMapping {
    const NOUN: Noun = Noun::UserMapping;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = twice(self.items.iter().map(|item| item.name.as_str()));
        for (index, item) in self.items.iter().enumerate() {
            let field = format!("items[{}]", index + 1);
            findings
                .extend(item.condition.iter().filter_map(|condition| condition.finding(&format!("{field}.condition"))));
            let place = format!("{field}.mappingURL");
            match &item.service {
                None if item.mapping_url.is_empty() => findings.push(Finding::broken(&place, "missing")),
                Some(_) if !item.mapping_url.is_empty() => findings.push(Finding::broken(&place, "mapping-both")),
                _ => findings.extend(item.asking(&field, around)),
            }
            findings.extend(item.mapping_url.iter().filter_map(|url| url.finding(&place)));
            let sites = item.mapping_url.iter().filter_map(Written::meaning).map(|url| url.site.as_str());
            for site in sites.filter(|site| !site.is_empty() && around.catalogue.at(Noun::Site, site).is_none()) {
                findings.push(Finding::warning(&place, "site-missing").with("path", site));
            }
        }
        findings
    }
}

impl UserMappingItem {
    /// The first condition that does not hold; without one, the rule is for these attributes.
    pub fn unmet(&self, given: &Attributes) -> Option<&Written<Condition>> {
        self.condition.iter().find(|condition| !condition.meaning().is_some_and(|c| c.holds(given)))
    }

    /// What it does to find somebody.
    pub fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        let searches = self.mapping_url.iter().filter_map(Written::meaning).map(Way::Search);
        let ask = self.service.iter().map(|service| Way::Ask { service, directory: &self.directory });
        searches.chain(ask)
    }

    /// What is wrong with whom the rule asks, and about whom.
    fn asking(&self, field: &str, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let there = |noun, name: &str| around.catalogue.at(noun, name).is_some();
        match self.service.as_deref() {
            Some("") => findings.push(Finding::unfit(format!("{field}.service"), "service-unset")),
            Some(name) if !there(Noun::Service, name) => {
                findings.push(Finding::unfit(format!("{field}.service"), "service-missing").with("service", name));
            }
            _ => {}
        }
        let directory = format!("{field}.directory");
        if self.service.is_none() && !self.directory.is_empty() {
            findings.push(Finding::broken(directory, "mapping-directory-alone"));
        } else if !self.directory.is_empty() && !there(Noun::Directory, &self.directory) {
            findings.push(Finding::unfit(directory, "directory-unknown").with("directory", &self.directory));
        }
        findings
    }
}
