//! Redirect URIs: what may be registered, what matches, and the answer that goes there.
//!
//! Comparison is byte for byte (RFC 9700, section 2.1); the one exception is the port of a loopback address in digits,
//! which a native application cannot know beforehand (RFC 8252, section 7.3).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::form_post::FormPost;
use crate::{Error, Issuer, params};

/// A registered redirect URI: `https`, or `http` on the client's own machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RedirectUri(String);

impl RedirectUri {
    /// The longest URI that is taken.
    pub const MAX: usize = 2048;

    /// Takes a URI at registration.
    pub fn register(text: &str) -> Result<Self, BadRedirectUri> {
        if text.len() > Self::MAX || !text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b)) {
            return Err(BadRedirectUri::Characters);
        }
        if text.contains('#') {
            return Err(BadRedirectUri::Fragment);
        }
        let (scheme, rest) = text.split_once("://").ok_or(BadRedirectUri::Scheme)?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        if authority.contains('@') {
            return Err(BadRedirectUri::User);
        }
        let host = match authority.strip_prefix('[') {
            Some(literal) => &authority[..literal.find(']').map_or(0, |end| end + 2)],
            None => authority.split(':').next().unwrap_or_default(),
        };
        match scheme {
            "https" => {}
            "http" if matches!(host, "127.0.0.1" | "[::1]" | "localhost") => {}
            _ => return Err(BadRedirectUri::Scheme),
        }
        // The URL parser must see the same host, so that no browser goes elsewhere.
        let url = Url::parse(text).map_err(|_| BadRedirectUri::Host)?;
        if host.is_empty() || authority.ends_with(':') || url.host_str() != Some(host.to_ascii_lowercase().as_str()) {
            return Err(BadRedirectUri::Host);
        }
        if url.query_pairs().any(|(name, _)| ANSWER_NAMES.contains(&name.as_ref())) {
            return Err(BadRedirectUri::Query);
        }
        Ok(Self(text.to_owned()))
    }

    /// Whether the URI of a request is this one.
    pub fn matches(&self, sent: &str) -> bool {
        self.0 == sent || LOOPBACK.iter().any(|host| self.matches_but_for_port(host, sent))
    }

    /// The URI.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn matches_but_for_port(&self, host: &str, sent: &str) -> bool {
        let behind = |uri: &'_ str| -> Option<usize> {
            let rest = uri.strip_prefix(host)?;
            let digits = rest.strip_prefix(':').map(|r| r.bytes().take_while(u8::is_ascii_digit).count());
            let tail = match digits {
                None => rest,
                Some(n) if rest[1..=n].parse::<u16>().is_ok_and(|port| port > 0) && !rest.starts_with(":0") => {
                    &rest[n + 1..]
                }
                Some(_) => return None,
            };
            (tail.is_empty() || tail.starts_with(['/', '?'])).then_some(uri.len() - tail.len())
        };
        matches!((behind(&self.0), behind(sent)), (Some(a), Some(b)) if self.0[a..] == sent[b..])
    }
}

impl TryFrom<String> for RedirectUri {
    type Error = BadRedirectUri;

    fn try_from(text: String) -> Result<Self, BadRedirectUri> {
        Self::register(&text)
    }
}

impl From<RedirectUri> for String {
    fn from(uri: RedirectUri) -> Self {
        uri.0
    }
}

/// Why a redirect URI can not be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRedirectUri {
    /// Too long, or a character that no URI has.
    #[error("too long, or with characters that must be percent-encoded")]
    Characters,
    /// Neither `https` nor `http` on loopback, in lower case.
    #[error("only https, or http on 127.0.0.1, [::1] or localhost")]
    Scheme,
    /// With a fragment (RFC 6749, section 3.1.2).
    #[error("a fragment is not allowed")]
    Fragment,
    /// With a user or password.
    #[error("a user is not allowed")]
    User,
    /// Without a proper host.
    #[error("the host is missing or not canonical")]
    Host,
    /// With a query that holds a parameter of the answer.
    #[error("the query holds a parameter of the answer")]
    Query,
}

/// How the answer travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseMode {
    /// In the query of the redirect URI.
    #[default]
    Query,
    /// In a form that the browser posts (OAuth 2.0 Form Post Response Mode).
    FormPost,
}

/// Where an answer goes: a redirect URI already found to be the client's, with the client's state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnTo {
    /// The redirect URI as it was sent.
    pub redirect_uri: String,
    /// Query or form.
    pub mode: ResponseMode,
    /// Given back unchanged.
    pub state: Option<String>,
}

impl fmt::Debug for ReturnTo {
    /// The state is the client's secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReturnTo")
            .field("redirect_uri", &self.redirect_uri)
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}

/// An authorization response. It always names the issuer (RFC 9207).
#[derive(Clone)]
pub struct Answer {
    to: ReturnTo,
    fields: Vec<(&'static str, String)>,
}

impl Answer {
    /// The answer that carries an authorization code.
    pub fn code(to: ReturnTo, issuer: &Issuer, code: &str) -> Self {
        Self::new(to, issuer, vec![("code", code.to_owned())])
    }

    /// The answer that carries a refusal.
    pub fn error(to: ReturnTo, issuer: &Issuer, error: &Error) -> Self {
        Self::new(
            to,
            issuer,
            vec![("error", error.code.as_str().to_owned()), ("error_description", error.description())],
        )
    }

    /// The answer as the browser gets it.
    pub fn deliver(self) -> Delivery {
        match self.to.mode {
            ResponseMode::Query => Delivery::Redirect(params::append(
                &self.to.redirect_uri,
                self.fields.iter().map(|(n, v)| (*n, v.as_str())),
            )),
            ResponseMode::FormPost => {
                Delivery::FormPost(FormPost { action: self.to.redirect_uri, fields: self.fields })
            }
        }
    }

    fn new(mut to: ReturnTo, issuer: &Issuer, mut fields: Vec<(&'static str, String)>) -> Self {
        fields.extend(to.state.take().map(|state| ("state", state)));
        fields.push(("iss", issuer.as_str().to_owned()));
        Self { to, fields }
    }
}

/// What the browser is told to do. It may hold a code and has no `Debug`.
#[derive(Clone)]
pub enum Delivery {
    /// Go to this URL, with status 302 or 303, never 307 or 308.
    Redirect(String),
    /// Post this form.
    FormPost(FormPost),
}

const LOOPBACK: [&str; 2] = ["http://127.0.0.1", "http://[::1]"];
const ANSWER_NAMES: [&str; 6] = ["code", "state", "iss", "error", "error_description", "error_uri"];
