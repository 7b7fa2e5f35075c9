//! A role: a set of rights in a site and below (requirement G11).

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Role {
    pub title: Titles,
    pub rights: Vec<Right>,
}

/// A verb on a noun: `read` on `application`; `*` stands for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Right {
    pub noun: String,
    pub verb: String,
}

impl Role {
    pub fn grants(&self, noun: &str, verb: &str) -> bool {
        let fits = |have: &str, asked: &str| have == "*" || have == asked;
        self.rights.iter().any(|r| fits(&r.noun, noun) && fits(&r.verb, verb))
    }
}

impl Object for Role {
    const NOUN: Noun = Noun::Role;
    const LINKS: &'static [LinkRole] =
        &[LinkRole { name: "assignedTo", target: Noun::Group, many: true, reverse: "role", payload: &[] }];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.catalogue.site_of(around.me).is_none() {
            findings.push(Finding::broken("path", "site-missing").with("path", &around.me.path));
        }
        findings
    }
}
