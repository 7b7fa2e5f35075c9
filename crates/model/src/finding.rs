//! What is wrong with an object, where, and how to mend it.

use serde::{Deserialize, Serialize};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Works, but somebody should look.
    Warning,
    /// Saved and shown with the reason, never offered to users.
    Unfit,
    /// The change is refused.
    Broken,
}

/// One thing that is wrong. The words shown to a person come from the texts under `finding-KEY`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Finding {
    pub severity: Severity,
    /// API path of the object, such as `/method/totp.1`; empty until the catalogue fills it in.
    pub object: String,
    /// The attribute, link (`link.nextFactor`) or line (`configuration[3]`).
    pub field: String,
    /// Which text explains it and its remedy, such as `ring`.
    pub key: String,
    /// Names and values that the text mentions. Never a secret.
    pub args: Vec<(String, String)>,
}

impl Finding {
    pub fn new(severity: Severity, field: impl Into<String>, key: &str) -> Self {
        Self { severity, object: String::new(), field: field.into(), key: key.to_owned(), args: Vec::new() }
    }
    pub fn broken(field: impl Into<String>, key: &str) -> Self {
        Self::new(Severity::Broken, field, key)
    }
    pub fn unfit(field: impl Into<String>, key: &str) -> Self {
        Self::new(Severity::Unfit, field, key)
    }
    pub fn warning(field: impl Into<String>, key: &str) -> Self {
        Self::new(Severity::Warning, field, key)
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.push((name.to_owned(), value.to_string()));
        self
    }
    #[must_use]
    pub fn at(mut self, object: impl Into<String>) -> Self {
        self.object = object.into();
        self
    }
    /// For logs and the command line, where no texts are at hand: `broken /method/a link.nextFactor: ring (to=b)`.
    pub fn plain(&self) -> String {
        let args: Vec<String> = self.args.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let tail = if args.is_empty() { String::new() } else { format!(" ({})", args.join(", ")) };
        let severity = match self.severity {
            Severity::Warning => "warning",
            Severity::Unfit => "unfit",
            Severity::Broken => "broken",
        };
        format!("{severity} {} {}: {}{tail}", self.object, self.field, self.key)
    }
}
