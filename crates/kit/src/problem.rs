//! What somebody sees when something went wrong: a status and a reference that finds the log line, nothing else.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use crate::Chance;

/// Eight characters such as `7H2K-93QF` that join an error page with the log. One per request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference(String);

impl Reference {
    pub fn new(chance: &Chance) -> Self {
        let letters: Vec<char> =
            chance.bytes::<8>().iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        let (left, right) = letters.split_at(4);
        Self(left.iter().chain(['-'].iter()).chain(right).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An error for a program: RFC 9457 with a reference and no detail.
#[derive(Clone, Debug)]
pub struct Problem {
    pub status: StatusCode,
    pub reference: Reference,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let title = self.status.canonical_reason().unwrap_or("Error");
        let body =
            serde_json::json!({ "status": self.status.as_u16(), "title": title, "reference": self.reference.as_str() });
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_can_be_read_aloud() {
        let reference = Reference::new(&Chance::seeded(1));
        assert_eq!((reference.as_str().len(), &reference.as_str()[4..5]), (9, "-"));
        assert!(reference.as_str().bytes().all(|b| b == b'-' || ALPHABET.contains(&b)));
        assert_ne!(reference, Reference::new(&Chance::seeded(2)));
    }
}
