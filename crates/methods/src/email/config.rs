//! The settings of a method that sends codes by e-mail. Lifetimes and limits are the method's sending limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// Digits of a code.
    #[serde(rename = "codeLength")]
    #[schemars(range(min = 6, max = 10))]
    pub length: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self { length: 6 }
    }
}
