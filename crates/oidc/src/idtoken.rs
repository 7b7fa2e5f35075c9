//! The ID token and the logout token: their claims, and which of them only the server sets.

use aws_lc_rs::digest::{SHA256, SHA512, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::Issuer;
use crate::claims::{Claims, reserved};
use crate::jws::Alg;

/// What an ID token says (OpenID Connect Core, section 2). Times are seconds since 1970.
#[derive(Clone, Copy)]
pub struct IdToken<'a> {
    /// This provider.
    pub issuer: &'a Issuer,
    /// The person, as this client knows them.
    pub subject: &'a str,
    /// The client.
    pub client_id: &'a str,
    /// When it is issued.
    pub issued: i64,
    /// When it ends.
    pub expires: i64,
    /// When the person last proved themselves.
    pub auth_time: i64,
    /// The authentication context that was reached.
    pub acr: Option<&'a str>,
    /// How the person proved themselves (RFC 8176).
    pub amr: &'a [&'a str],
    /// The nonce of the request, unchanged.
    pub nonce: Option<&'a str>,
    /// The session.
    pub sid: Option<&'a str>,
    /// The access token issued beside it, for `at_hash`.
    pub access_token: Option<&'a str>,
}

impl IdToken<'_> {
    /// The claims, to be signed with a key of this algorithm. Attributes of the person come from `custom`; a name that
    /// only the server sets is dropped from there.
    pub fn claims(&self, alg: Alg, custom: &Claims) -> Claims {
        let mut out = Claims::new();
        out.insert("iss".into(), self.issuer.as_str().into());
        out.insert("sub".into(), self.subject.into());
        out.insert("aud".into(), self.client_id.into());
        out.insert("exp".into(), self.expires.into());
        out.insert("iat".into(), self.issued.into());
        out.insert("auth_time".into(), self.auth_time.into());
        if !self.amr.is_empty() {
            out.insert("amr".into(), self.amr.into());
        }
        let at_hash = self.access_token.map(|token| half_hash(alg, token));
        for (name, value) in
            [("acr", self.acr), ("nonce", self.nonce), ("sid", self.sid), ("at_hash", at_hash.as_deref())]
        {
            out.extend(value.map(|value| (name.to_owned(), value.into())));
        }
        out.extend(
            custom.iter().filter(|(name, _)| !reserved(name)).map(|(name, value)| (name.clone(), value.clone())),
        );
        out
    }
}

/// What a logout token says (OpenID Connect Back-Channel Logout, section 2.4).
#[derive(Clone, Copy)]
pub struct LogoutToken<'a> {
    /// This provider.
    pub issuer: &'a Issuer,
    /// The client.
    pub client_id: &'a str,
    /// When it is issued, in seconds since 1970.
    pub issued: i64,
    /// The id of this token, never used before.
    pub jti: &'a str,
    /// Who or what is over.
    pub over: Over<'a>,
}

/// What has ended: at least one of the two is named.
#[derive(Clone, Copy)]
pub enum Over<'a> {
    /// One session of a person.
    Session {
        /// The person, as this client knows them.
        subject: &'a str,
        /// The session.
        sid: &'a str,
    },
    /// Every session of a person.
    Person {
        /// The person, as this client knows them.
        subject: &'a str,
    },
}

impl LogoutToken<'_> {
    /// How long it holds, in seconds.
    pub const LIFE: i64 = 120;

    /// The claims, to be signed with type `logout+jwt`. There is never a nonce.
    pub fn claims(&self) -> Claims {
        let mut out = Claims::new();
        out.insert("iss".into(), self.issuer.as_str().into());
        out.insert("aud".into(), self.client_id.into());
        out.insert("iat".into(), self.issued.into());
        out.insert("exp".into(), self.issued.saturating_add(Self::LIFE).into());
        out.insert("jti".into(), self.jti.into());
        out.insert("events".into(), json!({ LOGOUT_EVENT: {} }));
        match self.over {
            Over::Session { subject, sid } => {
                out.insert("sub".into(), subject.into());
                out.insert("sid".into(), sid.into());
            }
            Over::Person { subject } => {
                out.insert("sub".into(), subject.into());
            }
        }
        out
    }
}

/// The member of `events` in a logout token.
pub const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The left half of the hash that belongs to the algorithm (OpenID Connect Core, section 3.1.3.6); for Ed25519 that is
/// SHA-512 (RFC 8032, section 5.1).
pub fn half_hash(alg: Alg, text: &str) -> String {
    let hash = digest(if alg == Alg::EdDsa { &SHA512 } else { &SHA256 }, text.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2])
}
