//! A service: a look-up by REST at somebody else's, which says whose account it is behind what a method delivered (requirement A3.2).
//!
//! It is asked by rules of user mapping tables. What is sent is worked out before anybody is known, and what comes back is looked at
//! for one value and nothing else.

mod address;
mod answer;

pub use address::{Address, Filled, Several};
pub use answer::{Misread, Output};
use serde::{Deserialize, Serialize};

use crate::{Finding, LinkRole, Neighbours, Noun, Object, Titles, written::Written};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Service {
    pub title: Titles,
    pub description: Vec<String>,
    /// `rest`: one GET, answered in JSON or XML.
    pub kind: String,
    /// The address that is asked, with `${method.NAME}` behind the host. `https:`; `http:` only to networks that `egress.allow` opens.
    pub template: Written<Address>,
    /// What the answer says and where: `directory.login /user/userid`, or another attribute than `login`.
    pub output_parameter: Written<Output>,
    /// How it is shown who asks.
    pub auth: ServiceAuth,
    /// The account at the service, for HTTP Basic.
    pub username: String,
    /// Kept sealed, reads back masked.
    #[schemars(extend("x-secret" = true))]
    pub password: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ServiceAuth {
    /// User name and password by HTTP Basic, where there is a user name.
    #[default]
    Basic,
    /// The password as a bearer token, where there is one.
    Bearer,
}

/// The only kind that there is.
pub const REST: &str = "rest";
/// What the source product calls it.
pub const CLASS: &str = "com.ubisecure.ubilogin.restclient.impl.UbiloginRestClientFactory";

impl Default for Service {
    fn default() -> Self {
        Self {
            title: Titles::default(),
            description: Vec::new(),
            kind: REST.to_owned(),
            template: Written::default(),
            output_parameter: Written::default(),
            auth: ServiceAuth::default(),
            username: String::new(),
            password: String::new(),
        }
    }
}

impl Object for Service {
    const NOUN: Noun = Noun::Service;
    const LINKS: &'static [LinkRole] = &[];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        if around.me.path.is_empty() || around.me.path.contains('/') {
            findings.push(Finding::broken("name", "name"));
        }
        if self.kind != REST {
            findings.push(Finding::broken("kind", "class-unknown").with("value", &self.kind).with("nearest", REST));
        }
        findings.extend(written("template", &self.template));
        if self.template.meaning().is_some_and(Address::is_clear) {
            findings.push(Finding::warning("template", "unsafe"));
        }
        findings.extend(written("outputParameter", &self.output_parameter));
        let visible = |text: &str| text.chars().all(|c| c.is_ascii_graphic());
        if self.auth == ServiceAuth::Bearer && !visible(&self.password) {
            findings.push(Finding::broken("password", "attribute-value").with("why", "expected visible ASCII"));
        }
        if self.username.contains(':') || self.username.chars().any(char::is_control) {
            findings
                .push(Finding::broken("username", "attribute-value").with("why", "expected a name without a colon"));
        }
        findings
    }
}

/// Nobody is let in by a service that is not set up yet; one that is wrong is never saved.
fn written<T>(field: &str, text: &Written<T>) -> Option<Finding> {
    if text.text().is_empty() { Some(Finding::unfit(field, "missing")) } else { text.finding(field) }
}

#[cfg(test)]
mod tests;
