//! A directory: where registered users live.

use serde::{Deserialize, Serialize};

use crate::{Finding, Lines, LinkRole, Neighbours, Noun, Object, Titles};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Directory {
    pub title: Titles,
    /// `local` for the embedded one.
    pub kind: String,
    pub enabled: bool,
    pub configuration: Lines,
}

impl Default for Directory {
    fn default() -> Self {
        Self { title: Titles::default(), kind: "local".into(), enabled: true, configuration: Lines::default() }
    }
}

impl Object for Directory {
    const NOUN: Noun = Noun::Directory;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        if around.me.path.is_empty() || around.me.path.contains('/') {
            vec![Finding::broken("name", "name")]
        } else {
            Vec::new()
        }
    }
}
