//! The issuer: the one name of this provider, and the base of its endpoints.

use std::fmt;

use serde::Serialize;
use url::{Host, Url};

/// The issuer identifier: `https` (or `http` on loopback), no trailing slash, no query, no fragment, no user.
///
/// It is kept byte for byte as it was configured, since clients compare it so (OpenID Connect Discovery, section 4.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Issuer(String);

impl Issuer {
    /// Takes the configured URL.
    pub fn parse(text: &str) -> Result<Self, BadIssuer> {
        let url = Url::parse(text).map_err(|_| BadIssuer)?;
        let secure = match (url.scheme(), url.host()) {
            ("https", Some(_)) => true,
            ("http", Some(Host::Ipv4(ip))) => ip.is_loopback(),
            ("http", Some(Host::Ipv6(ip))) => ip.is_loopback(),
            ("http", Some(Host::Domain(name))) => name == "localhost",
            _ => false,
        };
        let plain = url.username().is_empty()
            && url.password().is_none()
            && !text.contains(['?', '#', '@'])
            && !text.ends_with('/');
        // What the URL parser would write differently (case, dots, blanks), clients would compare differently.
        let canonical = url.as_str().trim_end_matches('/') == text;
        (secure && plain && canonical).then(|| Self(text.to_owned())).ok_or(BadIssuer)
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of one endpoint, by its path with a leading slash.
    pub fn endpoint(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// The token endpoint.
    pub fn token_endpoint(&self) -> String {
        self.endpoint("/oauth2/token")
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that can not be an issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an issuer: https (or http on loopback), canonical, without trailing slash, query, fragment and user")]
pub struct BadIssuer;
