//! Turning keys into words for messages; the faces' crate implements it, the outbox uses it.

use model::{Id, Locale};

use crate::Args;

/// Subject, text and HTML of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    pub text: String,
    pub html: String,
}

pub trait Render: Send + Sync {
    /// The mail `key` in a language, with the site's own texts and name. Values are shown as text, never as markup.
    fn mail(&self, site: Option<Id>, locale: Locale, key: &str, args: &Args) -> Words;
    /// The text message `key`. One with a `code` ends with the line by which phones and browsers fill it in at this server alone
    /// (WICG, *origin-bound one-time codes*).
    fn sms(&self, site: Option<Id>, locale: Locale, key: &str, args: &Args) -> String;
}
