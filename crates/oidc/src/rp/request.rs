//! The authorization request (OpenID Connect Core, section 3.1.2.1): as a query, pushed (RFC 9126) or signed (RFC 9101).

use serde_json::{Map, Value};

use crate::jwt::{BadSigningKey, SigningKey, Typ};
use crate::params::append;
use crate::pkce::Challenge;

/// Parameters that the request sets itself; nothing that is configured replaces them.
pub const OWN: [&str; 15] = [
    "client_id",
    "client_secret",
    "redirect_uri",
    "response_type",
    "response_mode",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "prompt",
    "max_age",
    "id_token_hint",
    "dpop_jkt",
];

/// What is asked of a provider. There is always a challenge of the verifier, and with OpenID Connect a nonce.
#[derive(Clone, Copy, Debug, Default)]
pub struct AuthorizationRequest<'a> {
    pub client_id: &'a str,
    pub return_address: &'a str,
    pub scope: &'a str,
    pub state: &'a str,
    pub nonce: Option<&'a str>,
    pub challenge: Option<&'a Challenge>,
    /// The answer comes as a form.
    pub form_post: bool,
    pub prompt: Option<&'a str>,
    pub max_age: Option<i64>,
    pub acr_values: &'a str,
    pub login_hint: Option<&'a str>,
    pub ui_locales: &'a str,
    /// Names and values that the administrator adds.
    pub more: &'a [(String, String)],
}

impl AuthorizationRequest<'_> {
    /// All parameters.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                all.push((name.to_owned(), value.to_owned()));
            }
        };
        add("client_id", self.client_id);
        add("redirect_uri", self.return_address);
        add("response_type", "code");
        add("scope", self.scope);
        add("state", self.state);
        add("nonce", self.nonce.unwrap_or_default());
        if let Some(challenge) = self.challenge {
            add("code_challenge", &String::from(challenge.clone()));
            add("code_challenge_method", "S256");
        }
        if self.form_post {
            add("response_mode", "form_post");
        }
        add("prompt", self.prompt.unwrap_or_default());
        add("max_age", &self.max_age.map(|age| age.max(0).to_string()).unwrap_or_default());
        add("acr_values", self.acr_values);
        add("login_hint", self.login_hint.unwrap_or_default());
        add("ui_locales", self.ui_locales);
        for (name, value) in self.more.iter().filter(|(name, _)| !OWN.contains(&name.as_str())) {
            add(name, value);
        }
        all
    }

    /// The same as one signed parameter beside those that must stand outside (OpenID Connect Core, section 6.1).
    pub fn signed(
        &self,
        key: &SigningKey,
        audience: &str,
        jti: &str,
        now: i64,
    ) -> Result<Vec<(String, String)>, BadSigningKey> {
        let mut claims: Map<String, Value> =
            self.parameters().into_iter().map(|(name, value)| (name, value.into())).collect();
        if let Some(age) = self.max_age {
            claims.insert("max_age".into(), age.max(0).into());
        }
        claims.insert("iss".into(), self.client_id.into());
        claims.insert("aud".into(), audience.into());
        claims.insert("jti".into(), jti.into());
        for (name, at) in [("iat", now), ("nbf", now), ("exp", now.saturating_add(300))] {
            claims.insert(name.into(), at.into());
        }
        let token = key.sign(Typ::RequestObject, &claims)?;
        let outside = ["client_id", "response_type", "scope"];
        let mut all: Vec<_> = self.parameters().into_iter().filter(|(n, _)| outside.contains(&n.as_str())).collect();
        all.push(("request".to_owned(), token));
        Ok(all)
    }
}

/// The address that a browser is sent to, with these parameters behind the query it may have.
pub fn address(endpoint: &str, parameters: &[(String, String)]) -> String {
    append(endpoint, parameters.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}
