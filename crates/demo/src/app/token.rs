//! Judging a token: signature, issuer, audience, time, and what its kind asks for.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, jwk::JwkSet};
use serde_json::Value;

use super::{AppError, Claims};

/// What every token must say.
pub struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    /// In seconds since 1970.
    pub now: i64,
}

#[derive(Clone, Copy)]
pub enum Kind<'a> {
    /// OpenID Connect Core, section 3.1.3.7.
    Id { nonce: &'a str },
    /// OpenID Connect Back-Channel Logout, section 2.6.
    Logout,
}

/// The claims, or what is not as it should be.
pub fn judge(text: &str, keys: &JwkSet, expected: &Expected<'_>, kind: Kind<'_>) -> Result<Claims, AppError> {
    let header = decode_header(text).map_err(|_| AppError::NotBelieved("header"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(AppError::NotBelieved("algorithm"));
    }
    let kid = header.kid.as_deref().ok_or(AppError::NotBelieved("no key id"))?;
    let jwk = keys.find(kid).ok_or(AppError::NotBelieved("unknown key"))?;
    let fits = jwk.common.key_algorithm.is_none_or(|alg| alg.to_string() == format!("{:?}", header.alg));
    let key = DecodingKey::from_jwk(jwk).ok().filter(|_| fits).ok_or(AppError::NotBelieved("unfit key"))?;
    let mut rules = Validation::new(header.alg);
    rules.set_audience(&[expected.client_id]);
    rules.set_issuer(&[expected.issuer]);
    rules.set_required_spec_claims(&["exp", "iss", "aud"]);
    // The application's own clock judges the time.
    rules.validate_exp = false;
    let claims: Claims =
        decode(text, &key, &rules).map_err(|_| AppError::NotBelieved("signature, issuer or audience"))?.claims;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
    if seconds("exp").is_none_or(|exp| exp <= expected.now)
        || seconds("iat").is_none_or(|iat| iat > expected.now + LEEWAY)
    {
        return Err(AppError::NotBelieved("time"));
    }
    match kind {
        Kind::Id { nonce } if claims.get("nonce").and_then(Value::as_str) == Some(nonce) => Ok(claims),
        Kind::Id { .. } => Err(AppError::NotBelieved("nonce")),
        Kind::Logout
            if header.typ.as_deref() == Some(LOGOUT)
                && claims["events"].get(EVENT).is_some()
                && !claims.contains_key("nonce") =>
        {
            Ok(claims)
        }
        Kind::Logout => Err(AppError::NotBelieved("no logout token")),
    }
}

const ALGORITHMS: [Algorithm; 3] = [Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA];
const LOGOUT: &str = "logout+jwt";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
const LEEWAY: i64 = 60;
