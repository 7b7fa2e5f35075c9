//! What a method says next; the same words serve login, enrolment and logout.

use model::{Attributes, Reason, Time, proof::Subject};
use serde::{Deserialize, Serialize};

use crate::Prompt;

#[derive(Clone, Debug)]
pub enum Step<S> {
    /// Needs an answer.
    Ask(Prompt, S),
    /// Goes on elsewhere; the answer comes back under the method's return address.
    Leave(Departure, S),
    /// The answer comes from elsewhere; poll again after that many milliseconds.
    Wait {
        prompt: Prompt,
        state: S,
        until: Time,
        again_ms: Option<u32>,
    },
    Pass(Evidence),
    /// Passes now, and owes an answer to one more question before the login is granted: a password that must be changed. It is
    /// asked only when nothing else is missing, so that nobody changes a factor with one factor alone (case M022).
    Owe(Evidence, Prompt, S),
    /// A miss or an end. When the challenge can go on it is asked again with this error; `reason.counts()` decides whether it counts.
    Fail(Reason),
    /// A miss like `Fail` that changes what the challenge remembers, such as the tries left to one code.
    Again(Reason, Prompt, S),
}

/// Where the browser is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Departure {
    Get(String),
    Post { to: String, fields: Vec<(String, String)> },
}

/// What a method established.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// What the method calls the person: the login name, the address.
    pub subject: Subject,
    pub attributes: Attributes,
    /// Who that is among all people of this method, where the subject's value alone does not tell: another provider, a qualifier.
    pub who: Option<String>,
    /// What the method needs to tell the upstream that a session ended; its own form. Sealed in the store.
    pub upstream: Option<String>,
    /// What the upstream may call the session when it ends it: a session index, a `sid`, a subject.
    pub upstream_names: Vec<String>,
    /// RFC 8176 values of this pass, where they differ from the kind's.
    pub amr: Option<Vec<String>>,
    /// When the upstream says the person logged in there, where that was earlier.
    pub at: Option<Time>,
    /// When the session there ends at the latest, where the upstream says so. What it says counts no longer.
    pub until: Option<Time>,
    /// References of the context that the upstream states, where they count instead of the method's own.
    pub references: Option<Vec<String>>,
}

impl Evidence {
    pub fn subject(value: &str) -> Self {
        Self { subject: Subject { value: value.to_owned(), ..Subject::default() }, ..Self::default() }
    }
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.insert(name.to_owned(), vec![value.to_owned()]);
        self
    }
}
