//! The lines of a password method, by the names that the source product gave them (requirements B1, A2.15).

use super::encoding::{Cost, Encoding, Scheme, Unfit};
use super::policy::{Charset, Policy};
use model::{Finding, Span};
use plug::ConfigError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

const ENCODING: &str = "policy.password.encoding";
const UNSAFE: &str = "policy.password.encoding.unsafe";
/// Ten years in minutes: ages above are slips of the pen.
const MOST_MINUTES: u32 = 5_256_000;

/// Settings of a password method.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// How new passwords are stored; empty means {ARGON2ID}.
    #[serde(rename = "policy.password.encoding")]
    pub encoding: Stored,
    /// Allows an encoding that does not protect a stolen store.
    #[serde(rename = "policy.password.encoding.unsafe")]
    pub allow_unsafe: bool,
    /// Minutes before the owner may change a password again.
    #[serde(rename = "policy.password.min-age", skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = MOST_MINUTES))]
    pub min_age: Option<u32>,
    /// Minutes after which a password must be changed; 0 means never.
    #[serde(rename = "policy.password.max-age", skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = MOST_MINUTES))]
    pub max_age: Option<u32>,
    /// Minutes before the maximum age at which the owner is told and offered a change.
    #[serde(rename = "policy.password.expiring", skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = MOST_MINUTES))]
    pub expiring: Option<u32>,
    /// How many earlier passwords may not come back.
    #[serde(rename = "policy.password.history")]
    #[schemars(range(min = 0, max = 24))]
    pub history: u8,
    /// Characters that a new password may have.
    #[serde(rename = "policy.password.charset")]
    pub charset: Characters,
    /// Fewest characters of a new password; without it 15, or 8 beside a second factor.
    #[serde(rename = "policy.password.length", skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 128))]
    pub length: Option<u16>,
    /// New passwords need three of digits, upper case, lower case and others.
    #[serde(rename = "policy.password.complexity")]
    pub complexity: bool,
}

impl Config {
    /// The rules for new passwords.
    pub fn policy(&self) -> Policy {
        let minutes = |n: Option<u32>| n.filter(|n| *n > 0).map(|n| Span::minutes(i64::from(n)));
        Policy {
            min_age: minutes(self.min_age),
            max_age: minutes(self.max_age),
            expiring: minutes(self.expiring),
            history: usize::from(self.history),
            charset: match self.charset {
                Characters::Utf8 => Charset::Utf8,
                Characters::Ascii => Charset::Ascii,
            },
            length: self.length.map(usize::from),
            complexity: self.complexity,
        }
    }

    /// How new passwords are stored. M047, M101: what does not protect them needs the word `unsafe`.
    pub fn encoding(&self) -> Result<Encoding, ConfigError> {
        Encoding::new(self.encoding.0, self.allow_unsafe, Cost::default()).map_err(|unfit| match unfit {
            Unfit::Unsafe => ConfigError::new(ENCODING, "password-encoding-refused"),
            Unfit::Cost => ConfigError::new(ENCODING, "password-encoding-cost"),
        })
    }

    /// What works and should be looked at.
    pub(super) fn doubts(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.allow_unsafe {
            let key = if self.encoding.0.safe() { "password-unsafe-idle" } else { "password-encoding-unsafe" };
            findings.push(Finding::warning(UNSAFE, key).with("encoding", self.encoding.0));
        }
        if self.policy().expiring.is_some() && self.policy().max_age.is_none() {
            findings.push(Finding::warning("policy.password.expiring", "password-expiring-alone"));
        }
        findings
    }
}

/// A scheme as a line names it, in braces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stored(pub Scheme);

impl TryFrom<String> for Stored {
    type Error = &'static str;
    fn try_from(name: String) -> Result<Self, Self::Error> {
        Scheme::named(&name).map(Self).ok_or("no known encoding")
    }
}

impl From<Stored> for String {
    fn from(stored: Stored) -> Self {
        stored.0.to_string()
    }
}

impl JsonSchema for Stored {
    fn schema_name() -> Cow<'static, str> {
        "Stored".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<String> =
            std::iter::once(String::new()).chain(Scheme::ALL.iter().map(Scheme::to_string)).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub enum Characters {
    #[default]
    #[serde(rename = "UTF-8")]
    Utf8,
    #[serde(rename = "ASCII")]
    Ascii,
}
