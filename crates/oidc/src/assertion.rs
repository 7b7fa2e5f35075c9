//! Client authentication by a signed assertion (`private_key_jwt`: RFC 7523; OpenID Connect Core, section 9).

use serde::Deserialize;

use crate::Issuer;
use crate::jwk::KeySet;
use crate::jws::{Audience, BadJwt, Compact, NumericDate};

/// The value of `client_assertion_type`.
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a good assertion of this client looks like now.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The client, found by `client_id` or by the unverified `sub`.
    pub client_id: &'a str,
    /// This provider.
    pub issuer: &'a Issuer,
    /// Whose assertions may name what as audience.
    pub audience: AudienceRule,
    /// Seconds since 1970.
    pub now: i64,
}

/// What may stand as the audience of an assertion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AudienceRule {
    /// The issuer or the token endpoint, alone or among others.
    #[default]
    Usual,
    /// The issuer as a single string (FAPI 2.0 Security Profile, section 5.3.2.1).
    Strict,
}

/// An assertion found good. The caller remembers the id until then and refuses it when it comes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The id of the assertion.
    pub jti: String,
    /// Seconds since 1970; after it the assertion is refused by its age.
    pub remember_until: i64,
}

/// How far ahead an assertion may end, in seconds.
pub const MAX_AHEAD: i64 = 3_600;
/// How far the clocks may differ, in seconds; a difference of this much is already too much.
pub const SKEW: i64 = 60;
const MAX_JTI: usize = 256;

/// The client that an assertion claims to come from: good only for looking up the keys that [`verify`] needs.
pub fn claimed_client(assertion: &str) -> Option<String> {
    Compact::parse(assertion).ok()?.unverified("sub")
}

/// Verifies an assertion by the client's keys.
pub fn verify(assertion: &str, keys: &KeySet, expected: &Expected<'_>) -> Result<Accepted, BadJwt> {
    let compact = Compact::parse(assertion)?;
    if compact.typ.as_deref().is_some_and(|typ| typ != "jwt" && typ != "client-authentication+jwt") {
        return Err(BadJwt::Refused("typ"));
    }
    keys.verify(&compact)?;
    let claims: Claims = serde_json::from_slice(&compact.payload).map_err(|_| BadJwt::Claim("payload"))?;
    claims.judge(expected)
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: NumericDate,
    jti: String,
    #[serde(default)]
    nbf: Option<NumericDate>,
    #[serde(default)]
    iat: Option<NumericDate>,
}

impl Claims {
    fn judge(self, expected: &Expected<'_>) -> Result<Accepted, BadJwt> {
        let now = expected.now;
        for (name, value) in [("iss", &self.iss), ("sub", &self.sub)] {
            if value != expected.client_id {
                return Err(BadJwt::Refused(name));
            }
        }
        if !expected.audience.accepts(&self.aud, expected.issuer) {
            return Err(BadJwt::Refused("aud"));
        }
        let from_now = self.exp.0.saturating_sub(now);
        if from_now <= -SKEW || from_now > MAX_AHEAD {
            return Err(BadJwt::Time("exp"));
        }
        for (name, moment) in [("nbf", self.nbf), ("iat", self.iat)] {
            if moment.is_some_and(|moment| moment.0.saturating_sub(now) >= SKEW) {
                return Err(BadJwt::Time(name));
            }
        }
        if self.jti.is_empty() || self.jti.len() > MAX_JTI {
            return Err(BadJwt::Claim("jti"));
        }
        Ok(Accepted { jti: self.jti, remember_until: self.exp.0.saturating_add(SKEW) })
    }
}

impl AudienceRule {
    fn accepts(self, audience: &Audience, issuer: &Issuer) -> bool {
        match (self, audience) {
            (Self::Strict, Audience::One(one)) => one == issuer.as_str(),
            (Self::Strict, Audience::Several(_)) => false,
            (Self::Usual, audience) => {
                audience.all().iter().any(|one| one == issuer.as_str() || *one == issuer.token_endpoint())
            }
        }
    }
}
