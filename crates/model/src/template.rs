//! A page or mail template that a system administrator replaced.

use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Template {
    /// The source that stands in for the built-in one of the same name.
    pub source: String,
}

impl Object for Template {
    const NOUN: Noun = Noun::Template;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, _: &Neighbours<'_>) -> Vec<Finding> {
        if self.source.len() > 256 * 1024 { vec![Finding::broken("source", "too-long")] } else { Vec::new() }
    }
}
