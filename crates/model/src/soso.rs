//! A SOSO configuration: a named set of lines that a method is given (requirement A3.3).
//!
//! What the source product does with it is not published. It is kept, shown and exported, and nothing here reads it.

use serde::{Deserialize, Serialize};

use crate::{Finding, Lines, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Soso {
    pub title: Titles,
    pub description: Vec<String>,
    /// Names and values, in the order given.
    pub configuration: Lines,
}

impl Object for Soso {
    const NOUN: Noun = Noun::Soso;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, _: &Neighbours<'_>) -> Vec<Finding> {
        Vec::new()
    }
}
