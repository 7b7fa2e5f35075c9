//! Bearer tokens at the userinfo endpoint (RFC 6750).

use crate::{Error, ErrorCode, Hidden, Issuer, Params};

/// Finds the token of a request: in the header, or in the form of a POST; never in the URL, never in two places.
///
/// `form` is the form body of a POST, where there is one.
pub fn token(authorization: &[&str], query: &str, form: Option<&Params>) -> Result<Hidden, Refused> {
    const SEVERAL: Refused = Refused::Asked(Error::invalid_request("more than one access token"));
    Params::parse(query)
        .and_then(|query| query.refuse(&["access_token"], "this parameter is not accepted in the URL"))
        .map_err(Refused::Asked)?;
    let in_form = match form {
        Some(form) => form.at_most("access_token", MAX).map_err(Refused::Asked)?,
        None => None,
    };
    match (authorization, in_form) {
        ([], None) => Err(Refused::Anonymous),
        ([], Some(text)) => well_formed(text),
        ([header], None) => in_header(header),
        _ => Err(SEVERAL),
    }
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No token at all: the client is told how to bring one, and nothing more (RFC 6750, section 3.1).
    #[error("no access token")]
    Anonymous,
    /// The request or its token is not good.
    #[error(transparent)]
    Asked(Error),
}

impl Refused {
    /// The token is unknown, expired or revoked; which of them is not said.
    pub const INVALID_TOKEN: Self = Self::Asked(Error::new(ErrorCode::InvalidToken, "the access token is not valid"));
    /// The token is good but was not issued for this.
    pub const INSUFFICIENT_SCOPE: Self =
        Self::Asked(Error::new(ErrorCode::InsufficientScope, "the access token lacks a scope"));

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Anonymous => 401,
            Self::Asked(error) => error.code.status(),
        }
    }

    /// The `WWW-Authenticate` header (RFC 6750, section 3).
    pub fn challenge(&self, issuer: &Issuer) -> String {
        match self {
            Self::Anonymous => format!("Bearer realm=\"{issuer}\""),
            Self::Asked(error) => {
                let (code, what) = (error.code.as_str(), error.description());
                format!("Bearer realm=\"{issuer}\", error=\"{code}\", error_description=\"{what}\"")
            }
        }
    }
}

const MAX: usize = 4096;

/// The scheme in any case, one space or more, the token (RFC 9110, section 11.1).
fn in_header(header: &str) -> Result<Hidden, Refused> {
    match header.split_once(' ') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => well_formed(rest.trim_matches(' ')),
        _ if header.eq_ignore_ascii_case("bearer") => Err(Refused::INVALID_TOKEN),
        _ => Err(Refused::Anonymous),
    }
}

/// The alphabet of RFC 6750, section 2.1.
fn well_formed(text: &str) -> Result<Hidden, Refused> {
    let body = text.trim_end_matches('=');
    let sound = !body.is_empty()
        && text.len() <= MAX
        && body.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/".contains(&b));
    sound.then(|| Hidden::new(text)).ok_or(Refused::INVALID_TOKEN)
}
