//! A group: static members, members of other groups, everybody, or everybody who came by a method.

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Group {
    pub title: Titles,
    /// Everybody who has proved anything is a member, registered or not.
    pub everyone: bool,
    /// Registered users whose attribute has one of the values: `department=Sales`; empty for none (requirement D3).
    pub filter: String,
    /// What the system that provisions it calls it.
    pub external_id: String,
}

impl Object for Group {
    const NOUN: Noun = Noun::Group;
    const LINKS: &'static [LinkRole] = &[
        LinkRole { name: "member", target: Noun::Group, many: true, reverse: "memberOf", payload: &[] },
        LinkRole { name: "method", target: Noun::Method, many: true, reverse: "group", payload: &["enabled"] },
    ];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        if !self.filter.is_empty() && self.filter_parts().is_none() {
            findings.push(Finding::broken("filter", "filter"));
        }
        findings
    }
}

impl Group {
    /// Attribute and value of the filter.
    pub fn filter_parts(&self) -> Option<(&str, &str)> {
        self.filter
            .split_once('=')
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, value)| !name.is_empty() && !value.is_empty())
    }
}
