//! Providers of OpenID Connect that are known here, as a table. Other lines of the method win over what stands in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::Authentication;

/// A provider by its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    None,
    Apple,
    Gitlab,
    Google,
    Microsoft,
    Salesforce,
    Slack,
    Yahoo,
}

/// What is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub preset: Preset,
    pub issuer: &'static str,
    /// Empty where it is below the issuer.
    pub discovery: &'static str,
    pub scopes: &'static str,
    pub form_post: bool,
    pub authentication: Authentication,
}

const USUAL: Known = Known {
    preset: Preset::None,
    issuer: "",
    discovery: "",
    scopes: super::config::SCOPES,
    form_post: false,
    authentication: Authentication::Automatic,
};

pub const KNOWN: &[Known] = &[
    Known {
        preset: Preset::Apple,
        issuer: "https://appleid.apple.com",
        scopes: "openid email name",
        // Apple answers with scopes by form only.
        form_post: true,
        authentication: Authentication::ClientSecretPost,
        ..USUAL
    },
    Known { preset: Preset::Gitlab, issuer: "https://gitlab.com", ..USUAL },
    Known { preset: Preset::Google, issuer: "https://accounts.google.com", ..USUAL },
    Known {
        preset: Preset::Microsoft,
        // Each tenant is an issuer of its own; a line `issuer` with the tenant's takes people of one tenant only.
        issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
        discovery: "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration",
        ..USUAL
    },
    Known { preset: Preset::Salesforce, issuer: "https://login.salesforce.com", ..USUAL },
    Known { preset: Preset::Slack, issuer: "https://slack.com", ..USUAL },
    Known { preset: Preset::Yahoo, issuer: "https://api.login.yahoo.com", ..USUAL },
];

pub fn of(preset: Preset) -> Option<&'static Known> {
    KNOWN.iter().find(|known| known.preset == preset)
}
