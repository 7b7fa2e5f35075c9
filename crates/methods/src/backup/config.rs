//! The settings of backup codes.

use model::Finding;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Codes on a new list.
    #[serde(rename = "backupCodes")]
    #[schemars(range(min = 5, max = 20))]
    pub codes: u8,
    /// Memory of a hash, in KiB.
    #[serde(rename = "backupMemory")]
    #[schemars(range(min = 8, max = 262_144))]
    pub memory: u32,
    /// Passes of a hash.
    #[serde(rename = "backupPasses")]
    #[schemars(range(min = 1, max = 10))]
    pub passes: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self { codes: 10, memory: 19_456, passes: 2 }
    }
}

impl Config {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let weak = self.memory < 8_192;
        weak.then(|| Finding::warning("backupMemory", "hash-weak").with("memory", self.memory)).into_iter().collect()
    }
}
