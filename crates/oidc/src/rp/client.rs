//! Who we are at a provider: the answer of its registration (RFC 7591, section 3.2.1), and how a call shows it.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::jwt::{BadSigningKey, SigningKey, Typ};
use crate::params::encode;
use crate::{Hidden, assertion};

use super::Provider;

/// A registration at a provider.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    pub secret: Option<Hidden>,
    /// How it authenticates, where the registration says so.
    pub method: Option<AuthMethod>,
    /// What its ID tokens are signed with, where the registration says so.
    pub id_token_alg: Option<String>,
}

impl Client {
    /// Reads a registration. `None` where there is none yet.
    pub fn parse(registration: &Value) -> Result<Option<Self>, BadClient> {
        let members = match registration {
            Value::Null => return Ok(None),
            Value::Object(members) if members.is_empty() => return Ok(None),
            Value::Object(members) => members,
            _ => return Err(BadClient::Malformed),
        };
        let text = |name: &'static str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.len() <= 4096 => Ok(Some(text.clone()).filter(|t| !t.is_empty())),
            Some(_) => Err(BadClient::Member(name)),
        };
        for name in ["id_token_encrypted_response_alg", "userinfo_encrypted_response_alg"] {
            if text(name)?.is_some() {
                return Err(BadClient::Encrypted(name));
            }
        }
        let id = text("client_id")?.ok_or(BadClient::NoId)?;
        let method = match text("token_endpoint_auth_method")? {
            Some(name) => Some(AuthMethod::parse(&name).ok_or(BadClient::Member("token_endpoint_auth_method"))?),
            None => None,
        };
        let secret = text("client_secret")?.map(Hidden::new);
        if method.is_some_and(AuthMethod::takes_secret) && secret.is_none() {
            return Err(BadClient::NoSecret);
        }
        Ok(Some(Self { id, secret, method, id_token_alg: text("id_token_signed_response_alg")? }))
    }

    /// How to authenticate at a provider that speaks these ways.
    pub fn method_at(&self, provider: &Provider) -> AuthMethod {
        let speaks = |method: AuthMethod| provider.client_authentication.iter().any(|m| m == method.name());
        let usual = if self.secret.is_some() {
            [AuthMethod::Basic, AuthMethod::Post, AuthMethod::SecretJwt].into_iter().find(|m| speaks(*m))
        } else {
            [AuthMethod::None, AuthMethod::KeyJwt].into_iter().find(|m| speaks(*m))
        };
        let last = if self.secret.is_some() { AuthMethod::Basic } else { AuthMethod::None };
        self.method.or(usual).unwrap_or(last)
    }
}

/// How a client shows who it is (OpenID Connect Core, section 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthMethod {
    Basic,
    Post,
    SecretJwt,
    KeyJwt,
    None,
}

impl AuthMethod {
    pub const ALL: [Self; 5] = [Self::Basic, Self::Post, Self::SecretJwt, Self::KeyJwt, Self::None];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Post => "client_secret_post",
            Self::SecretJwt => "client_secret_jwt",
            Self::KeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    pub const fn takes_secret(self) -> bool {
        matches!(self, Self::Basic | Self::Post | Self::SecretJwt)
    }
}

/// Why a registration is not taken. For the administrator who brought it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadClient {
    #[error("not a registration: a JSON object")]
    Malformed,
    #[error("the registration has no client_id")]
    NoId,
    #[error("the registration has no client_secret, which its token_endpoint_auth_method needs")]
    NoSecret,
    #[error("{0} has a value that has no meaning here")]
    Member(&'static str),
    #[error("{0} is set, and encrypted tokens are not read")]
    Encrypted(&'static str),
}

impl BadClient {
    /// The member at fault; empty for the whole.
    pub const fn member(&self) -> &'static str {
        match self {
            Self::Malformed => "",
            Self::NoId => "client_id",
            Self::NoSecret => "client_secret",
            Self::Member(name) | Self::Encrypted(name) => name,
        }
    }
}

/// A form and the header that goes with it. What is in it is secret.
pub struct Form {
    fields: Vec<(Cow<'static, str>, Hidden)>,
    pub authorization: Option<Hidden>,
}

/// What proves a client beside its fields.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// The secret of the registration, or nothing.
    Secret(Option<&'a Hidden>),
    /// A signed assertion.
    Assertion(&'a str),
}

impl Form {
    pub fn new(fields: Vec<(&'static str, Hidden)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        Self { fields, authorization: None }
    }

    /// The same with names of any origin.
    pub fn named(fields: Vec<(String, Hidden)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| (Cow::Owned(name), value)).collect();
        Self { fields, authorization: None }
    }

    /// Adds who asks.
    #[must_use]
    pub fn from(mut self, client_id: &str, method: AuthMethod, proof: Proof<'_>) -> Self {
        match (method, proof) {
            (AuthMethod::Basic, Proof::Secret(Some(secret))) => {
                // Both halves are form-encoded first (RFC 6749, section 2.3.1).
                let mut pair = String::new();
                encode(&mut pair, client_id);
                pair.push(':');
                encode(&mut pair, secret.expose());
                self.authorization =
                    Some(Hidden::new(format!("Basic {}", STANDARD.encode(Hidden::new(pair).expose()))));
            }
            (_, Proof::Assertion(assertion)) => {
                self.add("client_id", Hidden::new(client_id));
                self.add("client_assertion_type", Hidden::new(assertion::ASSERTION_TYPE));
                self.add("client_assertion", Hidden::new(assertion));
            }
            (_, Proof::Secret(secret)) => {
                self.add("client_id", Hidden::new(client_id));
                if let Some(secret) = secret {
                    self.add("client_secret", secret.clone());
                }
            }
        }
        self
    }

    fn add(&mut self, name: &'static str, value: Hidden) {
        self.fields.push((Cow::Borrowed(name), value));
    }

    /// `application/x-www-form-urlencoded`.
    pub fn body(&self) -> String {
        let mut out = String::new();
        for (name, value) in &self.fields {
            if !out.is_empty() {
                out.push('&');
            }
            encode(&mut out, name);
            out.push('=');
            encode(&mut out, value.expose());
        }
        out
    }

    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.expose())
    }
}

/// What an assertion says (RFC 7523, section 3).
#[derive(Clone, Copy)]
pub struct Assertion<'a> {
    pub client_id: &'a str,
    /// The provider's issuer, or its token endpoint where it insists.
    pub audience: &'a str,
    /// Never used before.
    pub jti: &'a str,
    pub now: i64,
}

impl Assertion<'_> {
    /// How long it holds, in seconds.
    pub const LIFE: i64 = 60;

    fn claims(&self) -> Value {
        json!({
            "iss": self.client_id, "sub": self.client_id, "aud": self.audience, "jti": self.jti,
            "iat": self.now, "nbf": self.now, "exp": self.now.saturating_add(Self::LIFE),
        })
    }

    /// `private_key_jwt`
    pub fn by_key(&self, key: &SigningKey) -> Result<String, BadSigningKey> {
        key.sign(Typ::Jwt, &self.claims())
    }

    /// `client_secret_jwt`
    pub fn by_secret(&self, secret: &Hidden) -> String {
        let header = URL_SAFE_NO_PAD.encode(json!({ "alg": "HS256", "typ": "JWT" }).to_string());
        let signed = format!("{header}.{}", URL_SAFE_NO_PAD.encode(self.claims().to_string()));
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.expose().as_bytes());
        let tag = aws_lc_rs::hmac::sign(&key, signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(tag.as_ref()))
    }
}

/// A client secret that is itself a signed statement, good for a while: what Apple wants.
#[derive(Clone, Copy)]
pub struct SignedSecret<'a> {
    pub team: &'a str,
    pub client_id: &'a str,
    pub audience: &'a str,
    pub key_id: &'a str,
    pub now: i64,
}

impl SignedSecret<'_> {
    /// How long it holds, in seconds.
    pub const LIFE: i64 = 300;

    pub fn sign(&self, key: &SigningKey) -> Result<Hidden, BadSigningKey> {
        let claims = json!({
            "iss": self.team, "sub": self.client_id, "aud": self.audience,
            "iat": self.now, "exp": self.now.saturating_add(Self::LIFE),
        });
        key.sign_named(self.key_id, Typ::Jwt, &claims).map(Hidden::new)
    }
}
