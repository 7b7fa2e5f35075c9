//! The ID token of a provider, judged (OpenID Connect Core, section 3.1.3.7).

use serde::Deserialize;
use subtle::ConstantTimeEq;

use crate::claims::Claims;
use crate::idtoken::half_hash;
use crate::jws::{Alg, Audience, BadJwt, NumericDate};

use super::{IssuerRule, Keys, SKEW};

/// What a good token looks like now.
#[derive(Clone, Copy)]
pub struct Expected<'a> {
    pub issuer: &'a IssuerRule,
    pub client_id: &'a str,
    /// Of the request; every request has one.
    pub nonce: &'a str,
    /// The access token that came with it.
    pub access_token: Option<&'a str>,
    /// The code that it was had for.
    pub code: Option<&'a str>,
    /// Whether and since when the person must have proved themselves there.
    pub fresh: Fresh,
    /// Seconds since 1970.
    pub now: i64,
}

/// What was asked about the age of the login there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// Nothing.
    Any,
    /// Not before that, if it says when (`prompt=login`).
    IfSaid(i64),
    /// Not before that, and it says when (`max_age`).
    Since(i64),
}

/// Who it is, as the provider says. Personal; no `Debug`.
#[derive(Clone, PartialEq)]
pub struct Identity {
    pub subject: String,
    /// The issuer as the token has it.
    pub issuer: String,
    pub sid: Option<String>,
    pub auth_time: Option<i64>,
    pub acr: Option<String>,
    pub amr: Vec<String>,
    /// All claims, those named here too.
    pub claims: Claims,
}

/// How old a token may be that was asked for just now, in seconds.
pub const MAX_AGE: i64 = 600;
const MAX_SUBJECT: usize = 255;

/// Verifies a token and judges what it says.
pub fn judge(token: &str, keys: Keys<'_>, expected: &Expected<'_>) -> Result<Identity, BadJwt> {
    let signed = keys.open(token)?;
    if signed.typ.as_deref().is_some_and(|typ| typ != "jwt") {
        return Err(BadJwt::Refused("typ"));
    }
    let claims: Claims = serde_json::from_slice(&signed.payload).map_err(|_| BadJwt::Claim("payload"))?;
    for (name, needed) in [("iss", true), ("sub", true), ("aud", true), ("exp", true), ("iat", true)] {
        if needed && claims.get(name).is_none_or(serde_json::Value::is_null) {
            return Err(BadJwt::Claim(name));
        }
    }
    let read: Read = serde_json::from_slice(&signed.payload).map_err(|_| BadJwt::Claim("payload"))?;
    read.judge(expected, signed.alg)?;
    Ok(Identity {
        subject: read.sub,
        issuer: read.iss,
        sid: read.sid,
        auth_time: read.auth_time.map(|t| t.0),
        acr: read.acr,
        amr: read.amr.unwrap_or_default(),
        claims,
    })
}

#[derive(Deserialize)]
struct Read {
    iss: String,
    sub: String,
    aud: Audience,
    exp: NumericDate,
    iat: NumericDate,
    #[serde(default)]
    nbf: Option<NumericDate>,
    #[serde(default)]
    azp: Option<String>,
    #[serde(default)]
    nonce: Option<String>,
    #[serde(default)]
    at_hash: Option<String>,
    #[serde(default)]
    c_hash: Option<String>,
    #[serde(default)]
    auth_time: Option<NumericDate>,
    #[serde(default)]
    acr: Option<String>,
    #[serde(default)]
    amr: Option<Vec<String>>,
    #[serde(default)]
    sid: Option<String>,
    #[serde(default)]
    tid: Option<String>,
}

impl Read {
    fn judge(&self, expected: &Expected<'_>, alg: Alg) -> Result<(), BadJwt> {
        if !expected.issuer.is(&self.iss, self.tid.as_deref()) {
            return Err(BadJwt::Refused("iss"));
        }
        if !sound_subject(&self.sub) {
            return Err(BadJwt::Refused("sub"));
        }
        // No audience beside this client is trusted.
        if self.aud.all().is_empty() || self.aud.all().iter().any(|aud| aud != expected.client_id) {
            return Err(BadJwt::Refused("aud"));
        }
        if self.azp.as_ref().is_some_and(|azp| azp != expected.client_id) {
            return Err(BadJwt::Refused("azp"));
        }
        let nonce = self.nonce.as_deref().ok_or(BadJwt::Claim("nonce"))?;
        if !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
            return Err(BadJwt::Refused("nonce"));
        }
        self.times(expected)?;
        for (name, said, text) in
            [("at_hash", &self.at_hash, expected.access_token), ("c_hash", &self.c_hash, expected.code)]
        {
            if let (Some(said), Some(text)) = (said, text)
                && *said != half_hash(alg, text)
            {
                return Err(BadJwt::Refused(name));
            }
        }
        Ok(())
    }

    fn times(&self, expected: &Expected<'_>) -> Result<(), BadJwt> {
        let now = expected.now;
        if self.exp.0 <= now.saturating_sub(SKEW) {
            return Err(BadJwt::Time("exp"));
        }
        let latest = now.saturating_add(SKEW);
        if self.iat.0 > latest || self.iat.0 < now.saturating_sub(MAX_AGE + SKEW) {
            return Err(BadJwt::Time("iat"));
        }
        if self.nbf.is_some_and(|nbf| nbf.0 > latest) {
            return Err(BadJwt::Time("nbf"));
        }
        let said = self.auth_time.map(|t| t.0);
        if said.is_some_and(|said| said > latest) {
            return Err(BadJwt::Time("auth_time"));
        }
        match (expected.fresh, said) {
            (Fresh::Any, _) | (Fresh::IfSaid(_), None) => Ok(()),
            (Fresh::Since(_), None) => Err(BadJwt::Claim("auth_time")),
            (Fresh::Since(since) | Fresh::IfSaid(since), Some(said)) => {
                if said < since.saturating_sub(SKEW) {
                    Err(BadJwt::Time("auth_time"))
                } else {
                    Ok(())
                }
            }
        }
    }
}

/// OpenID Connect Core, section 2: at most 255 characters; nothing that a page or a log could stumble over.
pub(crate) fn sound_subject(subject: &str) -> bool {
    !subject.is_empty() && subject.len() <= MAX_SUBJECT && !subject.chars().any(char::is_control)
}
