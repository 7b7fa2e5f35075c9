//! The answer of a provider's userinfo endpoint (OpenID Connect Core, section 5.3).

use serde_json::Value;

use crate::claims::Claims;
use crate::jws::{Audience, BadJwt};

use super::{IssuerRule, Keys};

/// Whom an answer must be about, and from whom it must be.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    /// `sub` of the ID token.
    pub subject: &'a str,
    pub issuer: &'a IssuerRule,
    pub client_id: &'a str,
}

/// The longest answer that is read.
pub const MAX_BYTES: usize = 262_144;

/// Reads an answer, plain or signed, by its content type. One that is about somebody else is not believed (section 5.3.2).
pub fn read(content_type: &str, body: &[u8], keys: Keys<'_>, expected: &Expected<'_>) -> Result<Claims, BadJwt> {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let claims: Claims = if kind == "application/jwt" {
        let token = std::str::from_utf8(body).map_err(|_| BadJwt::Malformed)?;
        let signed = keys.open(token.trim())?;
        let claims: Claims = serde_json::from_slice(&signed.payload).map_err(|_| BadJwt::Claim("payload"))?;
        of_provider(&claims, expected)?;
        claims
    } else {
        serde_json::from_slice(body).map_err(|_| BadJwt::Claim("payload"))?
    };
    match claims.get("sub") {
        Some(Value::String(subject)) if subject == expected.subject => Ok(claims),
        Some(Value::String(_)) => Err(BadJwt::Refused("sub")),
        _ => Err(BadJwt::Claim("sub")),
    }
}

/// A signed answer says by whom and for whom it is, where it says so at all.
fn of_provider(claims: &Claims, expected: &Expected<'_>) -> Result<(), BadJwt> {
    if let Some(issuer) = claims.get("iss") {
        let tenant = claims.get("tid").and_then(Value::as_str);
        if !issuer.as_str().is_some_and(|issuer| expected.issuer.is(issuer, tenant)) {
            return Err(BadJwt::Refused("iss"));
        }
    }
    if let Some(audience) = claims.get("aud") {
        let audience: Audience = serde_json::from_value(audience.clone()).map_err(|_| BadJwt::Claim("aud"))?;
        if !audience.all().iter().any(|aud| aud == expected.client_id) {
            return Err(BadJwt::Refused("aud"));
        }
    }
    Ok(())
}
