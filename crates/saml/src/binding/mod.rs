//! How messages travel: in an address, in a form, by an artifact, in an envelope.

pub mod artifact;
pub mod post;
pub mod redirect;
mod relay_state;
pub mod soap;

pub use relay_state::{BadRelayState, RelayState};

use base64::{Engine, engine::general_purpose::STANDARD};

/// Which of the two parameters a message came in, or goes out in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    Request,
    Response,
}

impl Parameter {
    /// Its name in forms and queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Request, Self::Response].into_iter().find(|parameter| parameter.name() == name)
    }
}

/// Base64 with padding. Line breaks are part of the encoding that the standard names (RFC 2045); anything else is not.
fn base64(text: &str) -> Option<Vec<u8>> {
    if text.bytes().any(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')) {
        let text: String = text.split_ascii_whitespace().collect();
        return STANDARD.decode(text).ok();
    }
    STANDARD.decode(text).ok()
}
