//! What the fronts have in common in reading an application's registration.

use model::{Application, Entry, Finding, Id, Severity};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What was found wrong so far.
#[derive(Default)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    pub fn add(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// What was read, unless something found makes it unusable.
    pub fn unless_unfit<T>(self, read: Option<T>) -> Result<T, Vec<Finding>> {
        match read {
            Some(read) if self.0.iter().all(|f| f.severity == Severity::Warning) => Ok(read),
            _ => Err(self.0),
        }
    }
}

/// The registration as it is written. `weigh` says how bad one is that cannot be read.
pub fn parsed<T: DeserializeOwned>(
    metadata: &Value,
    weigh: fn(&'static str, &str) -> Finding,
    findings: &mut Findings,
) -> Option<T> {
    serde_json::from_value(metadata.clone())
        .map_err(|error| {
            // The value itself may be a secret; only of which sort the mistake is is told.
            let what = format!("{:?}", error.classify()).to_lowercase();
            findings.add(weigh("metadata", "metadata-malformed").with("what", what));
        })
        .ok()
}

/// Stands in for the application while only its registration is looked at.
pub fn nameless() -> Entry {
    Entry { id: Id::fixed(0), path: String::new(), object: Application::default().into(), links: Vec::new() }
}
