//! A directory user mapping table: rules that turn what a method delivered into a registered user (requirement A3.2).

pub mod filter;
pub mod url;

pub use filter::Filter;
use serde::{Deserialize, Serialize};
pub use url::SearchUrl;

use crate::{
    Attributes, Finding, LinkRole, Neighbours, Noun, Object, Titles,
    mapping::{Condition, all_hold, twice},
    written::Written,
};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct UserMapping {
    pub title: Titles,
    pub description: Vec<String>,
    pub items: Vec<UserMappingItem>,
}

/// One rule: where all its conditions hold, its searches are made.
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
    #[serde(rename = "mappingURL")]
    pub mapping_url: Vec<Written<SearchUrl>>,
}

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
            if item.mapping_url.is_empty() {
                findings.push(Finding::broken(&place, "missing"));
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

impl UserMapping {
    /// The searches of the rules that hold, with the names of these.
    pub fn searches<'a>(&'a self, given: &'a Attributes) -> impl Iterator<Item = (&'a str, &'a SearchUrl)> {
        let rules = self.items.iter().filter(move |item| all_hold(&item.condition, given));
        rules.flat_map(|item| item.mapping_url.iter().filter_map(Written::meaning).map(|url| (item.name.as_str(), url)))
    }
}
