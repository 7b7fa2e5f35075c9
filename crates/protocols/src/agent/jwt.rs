//! The token that a service account is given: HS256 under a key of ours that differs by agent.
//!
//! One client library decodes the payload with the alphabet of plain Base64, so the payload is ASCII and never yields `-` or
//! `_`; see [`ascii`].

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::Time;
use serde::{Deserialize, Serialize};

/// What a token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub username: String,
    pub realm: String,
    pub nonce: String,
    pub role: String,
    pub authtype: String,
    /// Seconds since the epoch.
    pub exp: i64,
    pub rights: Vec<String>,
    /// The application it is for.
    pub aud: String,
    /// Changes with the account's secret.
    pub imprint: String,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unbelieved {
    Unreadable,
    Expired,
}

/// The token as text.
pub fn sign(claims: &Claims, key: &[u8]) -> String {
    let payload = ascii(&serde_json::to_string(claims).unwrap_or_default());
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(payload));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// The claims of a token that this key signed and whose time is not over.
///
/// The header is compared as a whole, so that no other algorithm is ever tried (RFC 8725, section 3.1).
pub fn verify(token: &str, key: &[u8], now: Time) -> Result<Claims, Unbelieved> {
    let (signed, tag) = token.rsplit_once('.').ok_or(Unbelieved::Unreadable)?;
    let (header, payload) = signed.split_once('.').ok_or(Unbelieved::Unreadable)?;
    let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| Unbelieved::Unreadable)?;
    if header != URL_SAFE_NO_PAD.encode(HEADER) {
        return Err(Unbelieved::Unreadable);
    }
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, key), signed.as_bytes(), &tag)
        .map_err(|_| Unbelieved::Unreadable)?;
    let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| Unbelieved::Unreadable)?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Unbelieved::Unreadable)?;
    if now.seconds() >= claims.exp { Err(Unbelieved::Expired) } else { Ok(claims) }
}

/// JSON with an escape for each character that Base64 may write differently in its two alphabets, or that is not ASCII.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte < 0x7f && !matches!(byte, b'>' | b'?' | b'~') => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\u{unit:04x}")),
        }
    }
    text
}

const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;
