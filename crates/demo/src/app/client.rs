//! The client: discovery, the authorization request, the code, the claims (OpenID Connect Core, section 3.1).

use std::{path::Path, time::Duration};

use aws_lc_rs::digest::{SHA256, digest};
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use serde::Deserialize;
use tokio::sync::OnceCell;
use url::Url;

use super::{Claims, token};
use crate::Facts;

/// Knows its issuer by its URL alone.
pub struct Client {
    http: reqwest::Client,
    issuer: String,
    client_id: String,
    client_secret: String,
    redirect_uri: String,
    discovered: OnceCell<Discovered>,
}

/// What the client needs of the discovery document.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Discovered {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    userinfo_endpoint: String,
    pub jwks_uri: String,
    end_session_endpoint: String,
}

#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    id_token: String,
}

/// A finished login.
pub(super) struct Finished {
    pub claims: Claims,
    pub userinfo: Claims,
    pub id_token: String,
}

/// Why a login or logout did not work; the page says which of these, the log the rest.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The issuer does not answer.
    #[error("no answer: {0}")]
    NoAnswer(#[from] reqwest::Error),
    /// It answered what it should not.
    #[error("refused: {0}")]
    Refused(String),
    /// A token is not the issuer's, not for us, or too old.
    #[error("not believed: {0}")]
    NotBelieved(&'static str),
}

impl Client {
    /// The client of the demo's confidential application. `ca` is trusted where it is given, and nothing else then.
    pub fn new(facts: &Facts, ca: Option<&Path>) -> Result<Self, AppError> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .no_proxy()
            .user_agent("symbolon-demo");
        if let Some(path) = ca {
            let pem = std::fs::read(path).map_err(|e| AppError::Refused(e.to_string()))?;
            builder = builder.tls_certs_only([reqwest::Certificate::from_pem(&pem)?]);
        }
        let client = &facts.oidc.confidential;
        Ok(Self {
            http: builder.build()?,
            issuer: facts.oidc.issuer.clone(),
            client_id: client.client_id.clone(),
            client_secret: client.client_secret.clone(),
            redirect_uri: format!("{}/callback", facts.app.url),
            discovered: OnceCell::new(),
        })
    }

    pub(super) async fn discovered(&self) -> Result<&Discovered, AppError> {
        self.discovered
            .get_or_try_init(|| async {
                let url = format!("{}/.well-known/openid-configuration", self.issuer);
                let found: Discovered = self.http.get(url).send().await?.error_for_status()?.json().await?;
                if found.issuer == self.issuer { Ok(found) } else { Err(AppError::NotBelieved("issuer")) }
            })
            .await
    }

    /// Where the browser goes to log in.
    pub(super) async fn authorize(
        &self,
        state: &str,
        nonce: &str,
        verifier: &str,
        languages: &str,
        contexts: Option<&str>,
    ) -> Result<String, AppError> {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
        let found = self.discovered().await?;
        let mut asked = vec![
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", "openid profile email phone"),
            ("state", state),
            ("nonce", nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("ui_locales", languages),
        ];
        asked.extend(contexts.map(|contexts| ("acr_values", contexts)));
        address(&found.authorization_endpoint, &asked)
    }

    /// The answer must name its issuer (RFC 9207).
    pub(super) fn is_of_issuer(&self, iss: Option<&str>) -> bool {
        iss == Some(self.issuer.as_str())
    }

    /// Changes the code for tokens, and believes those that the issuer's keys confirm.
    pub(super) async fn finish(&self, code: &str, verifier: &str, nonce: &str, now: i64) -> Result<Finished, AppError> {
        let found = self.discovered().await?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", verifier),
        ];
        let sent =
            self.http.post(&found.token_endpoint).header("authorization", self.basic()).form(&form).send().await?;
        if !sent.status().is_success() {
            return Err(AppError::Refused(format!("the token endpoint answered {}", sent.status())));
        }
        let tokens: Tokens = sent.json().await?;
        let claims = self.judged(&tokens.id_token, now, token::Kind::Id { nonce }).await?;
        let asked = self.http.get(&found.userinfo_endpoint).bearer_auth(&tokens.access_token);
        let userinfo: Claims = asked.send().await?.error_for_status()?.json().await?;
        if userinfo.get("sub") != claims.get("sub") {
            return Err(AppError::NotBelieved("userinfo of somebody else"));
        }
        Ok(Finished { claims, userinfo, id_token: tokens.id_token })
    }

    /// A token's claims, if the issuer made it for us.
    pub(super) async fn judged(&self, text: &str, now: i64, kind: token::Kind<'_>) -> Result<Claims, AppError> {
        let keys = self.http.get(&self.discovered().await?.jwks_uri).send().await?.error_for_status()?.json().await?;
        token::judge(text, &keys, &token::Expected { issuer: &self.issuer, client_id: &self.client_id, now }, kind)
    }

    /// Where the browser goes to log out of everything (OpenID Connect RP-Initiated Logout).
    pub(super) async fn logout(&self, id_token: &str, back: &str) -> Result<String, AppError> {
        let found = self.discovered().await?;
        address(
            &found.end_session_endpoint,
            &[("id_token_hint", id_token), ("client_id", &self.client_id), ("post_logout_redirect_uri", back)],
        )
    }

    /// `client_secret_basic` (RFC 6749, section 2.3.1).
    fn basic(&self) -> String {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        format!(
            "Basic {}",
            BASE64_STANDARD.encode(format!("{}:{}", encoded(&self.client_id), encoded(&self.client_secret)))
        )
    }
}

fn address(endpoint: &str, parameters: &[(&str, &str)]) -> Result<String, AppError> {
    let mut url = Url::parse(endpoint).map_err(|e| AppError::Refused(e.to_string()))?;
    url.query_pairs_mut().extend_pairs(parameters);
    Ok(url.into())
}
