//! Audit: what happened, as typed values that are saved with what they report.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One event. Codes, secrets and tokens never stand in it (case M096).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Success,
    Failure,
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
}
