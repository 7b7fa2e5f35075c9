//! A denial as a page: what, why as far as the person may know, what they can do, a reference and the time.

use model::Reason;
use serde::Serialize;

use super::view::Setting;
use crate::words::{Scribe, Words, seen};

#[derive(Clone, Debug, Serialize)]
pub struct Denial {
    #[serde(skip)]
    pub title: Words,
    pub why: Words,
    pub todo: Vec<Words>,
    pub support: String,
    pub reference: String,
    pub at: i64,
    /// Another person could begin again at once.
    pub restart: bool,
    /// Takes the denial back to the application.
    pub home: String,
}

/// Denials that nobody needs to read: the application is told at once.
pub const fn goes_straight_back(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Cancelled
            | Reason::ConsentRejected
            | Reason::LoginRequired
            | Reason::ConsentRequired
            | Reason::InteractionRequired
    )
}

pub fn denial(reason: Reason, setting: Setting<'_>, scribe: &Scribe) -> Denial {
    let application = setting.page.application_title.as_str();
    let group = group(seen(reason, setting.page.who.is_some()));
    let words = |part: &str| Words::new(format!("denied-{group}-{part}")).with("application", application);
    let todo = ["todo", "todo-too"].map(|part| format!("denied-{group}-{part}"));
    Denial {
        title: words("title"),
        why: words("why"),
        todo: todo.iter().filter_map(|key| scribe.known(key)).map(|w| w.with("application", application)).collect(),
        support: setting.support.to_owned(),
        reference: setting.page.reference.to_string(),
        at: scribe.now().millis(),
        restart: matches!(group, "not-allowed" | "policy" | "wrong-person" | "disabled" | "second-factor" | "other"),
        home: format!("{}{}", setting.page.resume, setting.handle),
    }
}

/// Reasons that read the same stand together.
const fn group(reason: Reason) -> &'static str {
    match reason {
        Reason::NotAllowed => "not-allowed",
        Reason::PolicyUnmet => "policy",
        Reason::NothingOffered => "nothing-offered",
        Reason::SecondFactorUnavailable => "second-factor",
        Reason::Blocked => "blocked",
        Reason::NoContext => "no-context",
        Reason::WrongPerson => "wrong-person",
        Reason::Disabled => "disabled",
        Reason::Expired | Reason::Gone => "expired",
        Reason::Unavailable | Reason::NotSent | Reason::SendingLimit => "unavailable",
        Reason::FormatRule | Reason::Unverified | Reason::Ambiguous => "unsettled",
        _ => "other",
    }
}

/// All groups, for the test that looks for their texts.
#[cfg(test)]
pub const GROUPS: [&str; 12] = [
    "not-allowed",
    "policy",
    "nothing-offered",
    "second-factor",
    "blocked",
    "no-context",
    "wrong-person",
    "disabled",
    "expired",
    "unavailable",
    "unsettled",
    "other",
];
