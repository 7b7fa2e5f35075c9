//! What the token endpoint and the endpoint for pushed requests answer (RFC 6749, section 5; RFC 9126, section 2.2).

use serde::Deserialize;

use crate::Hidden;
use crate::rp::client::Form;

/// The longest answer that is read.
pub const MAX_BYTES: usize = 131_072;

/// Tokens had for a code.
#[derive(Debug)]
pub struct Tokens {
    pub access_token: Hidden,
    pub id_token: Option<Hidden>,
}

/// Why there are none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTokens {
    /// The provider says no, in a word of the protocol.
    #[error("the provider answers {0}")]
    Refused(String),
    /// It has trouble of its own.
    #[error("the provider answers with status {0}")]
    Trouble(u16),
    #[error("the answer is none of the protocol's")]
    Malformed,
    #[error("the token is no bearer token")]
    Kind,
}

/// The form that redeems a code; `verifier` is the one whose challenge was sent.
pub fn redeem(code: &Hidden, return_address: &str, verifier: Option<&Hidden>) -> Form {
    let mut fields = vec![
        ("grant_type", Hidden::new("authorization_code")),
        ("code", code.clone()),
        ("redirect_uri", Hidden::new(return_address)),
    ];
    fields.extend(verifier.map(|verifier| ("code_verifier", verifier.clone())));
    Form::new(fields)
}

/// Reads the answer to it. Some providers of plain OAuth 2.0 refuse with status 200, so an `error` is looked for first.
pub fn read(status: u16, body: &[u8]) -> Result<Tokens, NoTokens> {
    #[derive(Deserialize)]
    struct Read {
        access_token: String,
        #[serde(default)]
        token_type: Option<String>,
        #[serde(default)]
        id_token: Option<String>,
    }
    good(status, body)?;
    let read: Read = serde_json::from_slice(body).map_err(|_| NoTokens::Malformed)?;
    if !read.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return Err(NoTokens::Kind);
    }
    let sound = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic());
    if !sound(&read.access_token) {
        return Err(NoTokens::Malformed);
    }
    Ok(Tokens { access_token: Hidden::new(read.access_token), id_token: read.id_token.map(Hidden::new) })
}

/// Reads the answer to a pushed request: what stands for it.
pub fn pushed(status: u16, body: &[u8]) -> Result<String, NoTokens> {
    #[derive(Deserialize)]
    struct Read {
        request_uri: String,
    }
    good(status, body)?;
    let read: Read = serde_json::from_slice(body).map_err(|_| NoTokens::Malformed)?;
    let sound = (1..=2048).contains(&read.request_uri.len()) && read.request_uri.bytes().all(|b| b.is_ascii_graphic());
    if sound { Ok(read.request_uri) } else { Err(NoTokens::Malformed) }
}

fn good(status: u16, body: &[u8]) -> Result<(), NoTokens> {
    #[derive(Deserialize)]
    struct Refused {
        error: String,
    }
    if let Ok(Refused { error }) = serde_json::from_slice(body) {
        let word: String =
            error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == '-').take(64).collect();
        return Err(NoTokens::Refused(word));
    }
    match status {
        200..=299 => Ok(()),
        _ => Err(NoTokens::Trouble(status)),
    }
}
