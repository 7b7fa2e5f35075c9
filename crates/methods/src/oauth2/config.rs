//! The settings of an OAuth 2.0 method.

use oidc::rp::provider::secure;
use plug::ConfigError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    preset::{self, Preset},
    profile,
};
use crate::oidc::config::pair;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// A provider that is known here: its addresses and ways are filled in, other lines win over them.
    #[schemars(extend("x-usual" = true))]
    pub preset: Preset,
    /// Where people log in.
    #[serde(rename = "authorizationEndpoint")]
    #[schemars(extend("x-usual" = true))]
    pub authorize: String,
    /// Where codes are redeemed.
    #[serde(rename = "tokenEndpoint")]
    #[schemars(extend("x-usual" = true))]
    pub token: String,
    /// Where the profile of a person is read, as JSON.
    #[serde(rename = "profileEndpoint")]
    #[schemars(extend("x-usual" = true))]
    pub profile: String,
    /// The provider's issuer, where it names itself in its answers (RFC 9207); they are refused without it then.
    pub issuer: String,
    /// Our name at the provider.
    #[serde(rename = "clientId")]
    #[schemars(extend("x-usual" = true))]
    pub client_id: String,
    /// Our secret at the provider.
    #[serde(rename = "clientSecret")]
    #[schemars(extend("x-secret" = true, "x-usual" = true))]
    pub client_secret: String,
    /// How we show the provider who we are.
    #[serde(rename = "tokenEndpointAuthMethod")]
    pub authentication: Way,
    /// Scopes that are asked for, between spaces.
    #[schemars(extend("x-usual" = true))]
    pub scopes: String,
    /// Where in the profile the name of the person is that never changes: a member, or members with dots between.
    #[serde(rename = "subjectField")]
    #[schemars(extend("x-usual" = true))]
    pub subject: String,
    /// An attribute and where it is in the profile; several lines. Without any, each member of the profile is an attribute.
    #[schemars(extend("x-usual" = true))]
    pub attribute: Vec<String>,
    /// A parameter that is added to the request, name and value; several lines.
    pub parameter: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            preset: Preset::None,
            authorize: String::new(),
            token: String::new(),
            profile: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret: String::new(),
            authentication: Way::ClientSecretBasic,
            scopes: String::new(),
            subject: String::new(),
            attribute: Vec::new(),
            parameter: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    #[default]
    ClientSecretBasic,
    ClientSecretPost,
    None,
}

impl Config {
    /// With what its preset fills in.
    pub(super) fn completed(mut self) -> Self {
        if let Some(known) = preset::of(self.preset) {
            for (line, value) in [
                (&mut self.authorize, known.authorize),
                (&mut self.token, known.token),
                (&mut self.profile, known.profile),
                (&mut self.scopes, known.scopes),
                (&mut self.subject, known.subject),
            ] {
                if line.is_empty() {
                    value.clone_into(line);
                }
            }
            if self.attribute.is_empty() {
                self.attribute = known.attributes.iter().map(|(name, path)| format!("{name} {path}")).collect();
            }
        }
        if self.subject.is_empty() {
            self.subject = "sub".into();
        }
        self
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let endpoints = [
            ("authorizationEndpoint", &self.authorize),
            ("tokenEndpoint", &self.token),
            ("profileEndpoint", &self.profile),
        ];
        for (name, url) in endpoints {
            if url.is_empty() {
                return Err(ConfigError::new(name, "upstream-line-missing"));
            }
            if !secure(url) {
                return Err(ConfigError::new(name, "line-value"));
            }
        }
        if self.client_id.is_empty() {
            return Err(ConfigError::new("clientId", "upstream-line-missing"));
        }
        if self.client_secret.is_empty() && self.authentication != Way::None {
            return Err(ConfigError::new("clientSecret", "upstream-secret-missing"));
        }
        if !self.issuer.is_empty() && oidc::rp::IssuerRule::parse(&self.issuer).is_none() {
            return Err(ConfigError::new("issuer", "line-value"));
        }
        if oidc::Scopes::parse(&self.scopes).is_err() {
            return Err(ConfigError::new("scopes", "line-value"));
        }
        let sound = |line: &String| pair(line).is_some_and(|(_, path)| profile::is_path(&path));
        if !self.attribute.iter().all(sound) {
            return Err(ConfigError::new("attribute", "line-value"));
        }
        if !profile::is_path(&self.subject) {
            return Err(ConfigError::new("subjectField", "line-value"));
        }
        if self.parameter.iter().any(|line| pair(line).is_none()) {
            return Err(ConfigError::new("parameter", "line-value"));
        }
        let reserved = |line: &String| pair(line).is_some_and(|(n, _)| oidc::rp::request::OWN.contains(&n.as_str()));
        if self.parameter.iter().any(reserved) {
            return Err(ConfigError::new("parameter", "upstream-parameter"));
        }
        Ok(())
    }
}
