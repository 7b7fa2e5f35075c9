//! Audit: what happened, as typed values that are saved with what they report.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One event. Codes, secrets and tokens never stand in it (case M096).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Event {
    pub at: Time,
    /// What happened, such as `login.granted`, `method.miss`, `credential.put`, `session.ended`.
    pub action: String,
    pub outcome: Outcome,
    /// `Reason::key` of a failure or denial.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// `Person::key` of whom it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub person: String,
    /// Their login name as stored or typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Who did it, where it was not the person: an administrator's name, `system`, `ctl`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub actor: String,
    /// Path of the application, such as `demosite/demoapp`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub application: String,
    /// Path of the site, where neither application nor object tell it; see [`Event::place`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// Client address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agent: String,
    /// The login, session or request that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Id>,
    /// What else is worth knowing; for changes, before and after with secrets masked.
    #[serde(default, skip_serializing_if = "serde_json::Value::is_null")]
    pub detail: serde_json::Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Success,
    Failure,
}

impl Outcome {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
        }
    }
}

impl Event {
    pub fn new(at: Time, action: &str, outcome: Outcome) -> Self {
        Self {
            at,
            action: action.to_owned(),
            outcome,
            reason: String::new(),
            person: String::new(),
            name: String::new(),
            actor: String::new(),
            application: String::new(),
            site: String::new(),
            method: String::new(),
            from: String::new(),
            agent: String::new(),
            correlation: None,
            detail: serde_json::Value::Null,
        }
    }
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = detail;
        self
    }
    /// Path of the one site that it stands in: as it says itself, else that of the application, else that of the object it is about.
    /// Empty for what belongs to the whole system.
    pub fn place(&self) -> &str {
        if !self.site.is_empty() {
            return &self.site;
        }
        if let Some((site, _)) = self.application.rsplit_once('/') {
            return site;
        }
        self.detail.get("object").and_then(serde_json::Value::as_str).map(place_of).unwrap_or_default()
    }
}

/// The site of an object by its API path: `acme` of `/group/acme/staff`, `acme` of `/site/acme`, none of `/method/totp.1`.
fn place_of(object: &str) -> &str {
    let path = object.trim_start_matches('/');
    match path.split_once('/') {
        Some(("site", path)) => path,
        Some((_, path)) => path.rsplit_once('/').map_or("", |(site, _)| site),
        None => "",
    }
}

/// Whether a site is another or lies below it, by their paths.
pub fn is_within(site: &str, root: &str) -> bool {
    site.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) && !root.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_stands_in_one_site() {
        let event = |site: &str, application: &str, object: &str| {
            let mut event = Event::new(Time::default(), "x", Outcome::Success);
            (event.site, event.application) = (site.into(), application.into());
            event.detail(serde_json::json!({ "object": object }))
        };
        for (site, application, object, place) in [
            ("acme/fi", "acme/wiki", "", "acme/fi"),
            ("", "acme/fi/wiki", "/site/other", "acme/fi"),
            ("", "", "/site/acme/fi", "acme/fi"),
            ("", "", "/group/acme/staff", "acme"),
            ("", "", "/method/totp.1", ""),
            ("", "", "/server", ""),
            ("", "", "", ""),
        ] {
            assert_eq!(event(site, application, object).place(), place, "{site} {application} {object}");
        }
        assert!(is_within("acme", "acme") && is_within("acme/fi", "acme"));
        assert!(
            !is_within("acmeother", "acme")
                && !is_within("acme", "acme/fi")
                && !is_within("", "acme")
                && !is_within("acme", "")
        );
    }
}
