//! The answer as a form that the browser posts (OAuth 2.0 Form Post Response Mode).

use url::Url;

/// The data of the page: a form with method POST, this action and these hidden fields. Whoever renders it escapes the
/// values for HTML; they can hold anything printable.
#[derive(Clone, PartialEq, Eq)]
pub struct FormPost {
    /// The redirect URI.
    pub action: String,
    /// Names and values in order.
    pub fields: Vec<(&'static str, String)>,
}

impl FormPost {
    /// Scheme, host and port of the action, for the `form-action` of the page's content security policy.
    pub fn origin(&self) -> String {
        Url::parse(&self.action).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }
}
