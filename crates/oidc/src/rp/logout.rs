//! Logout in both directions: the request that sends a browser to the provider, and the token that comes from it
//! (OpenID Connect RP-Initiated Logout; Back-Channel Logout).

use serde::Deserialize;
use serde_json::Value;

use crate::idtoken::LOGOUT_EVENT;
use crate::jws::{Audience, BadJwt, NumericDate};
use crate::params::append;

use super::idtoken::sound_subject;
use super::{IssuerRule, Keys, SKEW};

/// The address that ends a session at the provider and comes back.
pub fn address(endpoint: &str, hint: Option<&str>, client_id: &str, back: &str, state: &str) -> String {
    let hint = hint.map(|hint| ("id_token_hint", hint));
    let rest = [("client_id", client_id), ("post_logout_redirect_uri", back), ("state", state)];
    append(endpoint, hint.into_iter().chain(rest).filter(|(_, value)| !value.is_empty()))
}

/// What a good logout token looks like now.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    pub issuer: &'a IssuerRule,
    pub client_id: &'a str,
    pub now: i64,
}

/// What a provider says is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    pub issuer: String,
    pub subject: Option<String>,
    pub sid: Option<String>,
    /// Its id; it counts once until then.
    pub jti: String,
    pub remember_until: i64,
}

/// How old a token may be, in seconds.
pub const MAX_AGE: i64 = 600;

/// Verifies a logout token and judges what it says (Back-Channel Logout, section 2.6).
pub fn judge(token: &str, keys: Keys<'_>, expected: &Expected<'_>) -> Result<Over, BadJwt> {
    let signed = keys.open(token)?;
    if signed.typ.as_deref().is_some_and(|typ| typ != "logout+jwt" && typ != "jwt") {
        return Err(BadJwt::Refused("typ"));
    }
    let claims: serde_json::Map<String, Value> =
        serde_json::from_slice(&signed.payload).map_err(|_| BadJwt::Claim("payload"))?;
    for name in ["iss", "aud", "iat", "exp", "jti", "events"] {
        if claims.get(name).is_none_or(Value::is_null) {
            return Err(BadJwt::Claim(name));
        }
    }
    // With a nonce it could be an ID token.
    if claims.contains_key("nonce") {
        return Err(BadJwt::Refused("nonce"));
    }
    let read: Read = serde_json::from_slice(&signed.payload).map_err(|_| BadJwt::Claim("payload"))?;
    read.judge(expected)
}

#[derive(Deserialize)]
struct Read {
    iss: String,
    aud: Audience,
    iat: NumericDate,
    exp: NumericDate,
    jti: String,
    events: Value,
    #[serde(default)]
    sub: Option<String>,
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    tid: Option<String>,
}

impl Read {
    fn judge(self, expected: &Expected<'_>) -> Result<Over, BadJwt> {
        let now = expected.now;
        if !expected.issuer.is(&self.iss, self.tid.as_deref()) {
            return Err(BadJwt::Refused("iss"));
        }
        if !self.aud.all().iter().any(|aud| aud == expected.client_id) {
            return Err(BadJwt::Refused("aud"));
        }
        if self.exp.0 <= now.saturating_sub(SKEW) || self.exp.0 > now.saturating_add(3600) {
            return Err(BadJwt::Time("exp"));
        }
        if self.iat.0 > now.saturating_add(SKEW) || self.iat.0 < now.saturating_sub(MAX_AGE + SKEW) {
            return Err(BadJwt::Time("iat"));
        }
        if !self.events.get(LOGOUT_EVENT).is_some_and(Value::is_object) {
            return Err(BadJwt::Refused("events"));
        }
        if self.jti.is_empty() || self.jti.len() > 256 {
            return Err(BadJwt::Claim("jti"));
        }
        let named = |name: &Option<String>| name.as_deref().is_some_and(sound_subject);
        if self.sub.is_some() && !named(&self.sub) || self.sid.is_some() && !named(&self.sid) {
            return Err(BadJwt::Refused("sub"));
        }
        if self.sub.is_none() && self.sid.is_none() {
            return Err(BadJwt::Claim("sub"));
        }
        let remember_until = self.exp.0.saturating_add(SKEW);
        Ok(Over { issuer: self.iss, subject: self.sub, sid: self.sid, jti: self.jti, remember_until })
    }
}
