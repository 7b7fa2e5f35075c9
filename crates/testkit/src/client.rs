//! An OpenID Connect client whose redirect URI nobody serves: the browser stops at the Location header.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, StatusCode};
use jsonwebtoken::{DecodingKey, Validation, jwk::JwkSet};
use plug::Chance;
use serde_json::Value;
use url::Url;

use crate::browser::{Browser, Page, Raw};

/// A registered client.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    /// `None` for a public client.
    pub secret: Option<String>,
    pub redirect: String,
}

/// One authorization request.
#[derive(Clone, Debug)]
pub struct Authorize {
    pub client: Client,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    params: Vec<(String, String)>,
}

/// What an endpoint for programs answered.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub json: Value,
    pub page: Page,
}

impl Answer {
    pub fn of(page: Page) -> Self {
        Self { status: page.status, json: serde_json::from_str(&page.body).unwrap_or(Value::Null), page }
    }
    pub fn text(&self, name: &str) -> &str {
        self.json[name].as_str().unwrap_or_default()
    }
    pub fn ok(&self) -> bool {
        self.status == StatusCode::OK
    }
}

impl Client {
    /// A request for the scopes `openid profile email`, with PKCE, state and nonce by chance.
    pub fn authorize(&self) -> Authorize {
        let random = || URL_SAFE_NO_PAD.encode((&plug::clock::SystemChance as &dyn Chance).bytes::<32>());
        let (state, nonce, verifier) = (random(), random(), random());
        let challenge =
            URL_SAFE_NO_PAD.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, verifier.as_bytes()));
        let params = [
            ("response_type", "code"),
            ("client_id", &self.id),
            ("redirect_uri", &self.redirect),
            ("scope", "openid profile email"),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let params = params.map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
        Authorize { client: self.clone(), state, nonce, verifier, params }
    }

    /// Posts a form to an endpoint with this client's credentials.
    pub async fn post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(browser, path, fields).await.expect("an answer")
    }

    /// The same for a server that may be away.
    pub async fn try_post(&self, browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        if self.secret.is_none() {
            fields.push(("client_id".into(), self.id.clone()));
        }
        let mut raw = Raw::form(&fields).header("accept", "application/json");
        if let Some(secret) = &self.secret {
            let pair = format!("{}:{}", encoded(&self.id), encoded(secret));
            raw = raw
                .header("authorization", &format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)));
        }
        // A program has no cookies.
        let program = browser.copy();
        program.change_jar(|jar| *jar = crate::jar::Jar::default());
        program.try_send(Method::POST, &browser.url(path), raw).await.ok().map(Answer::of)
    }

    /// Exchanges a code.
    pub async fn exchange(&self, browser: &Browser, code: &str, verifier: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect),
            ("code_verifier", verifier),
        ];
        self.post(browser, oidc::discovery::TOKEN, &fields).await
    }

    /// Exchanges a refresh token.
    pub async fn refresh(&self, browser: &Browser, token: &str) -> Answer {
        self.post(browser, oidc::discovery::TOKEN, &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// What userinfo says for an access token.
    pub async fn userinfo(&self, browser: &Browser, token: &str) -> Answer {
        let raw =
            Raw::default().header("authorization", &format!("Bearer {token}")).header("accept", "application/json");
        let program = browser.copy();
        program.change_jar(|jar| *jar = crate::jar::Jar::default());
        Answer::of(program.send(Method::GET, &browser.url(oidc::discovery::USERINFO), raw).await)
    }

    /// The claims of an ID token after everything a client must check, by the server's clock.
    pub async fn verify(&self, browser: &Browser, token: &str, nonce: &str, now: model::Time) -> Value {
        let keys = browser.get(oidc::discovery::JWKS).await;
        let keys: JwkSet = serde_json::from_str(&keys.body).expect("a key set");
        let header = jsonwebtoken::decode_header(token).expect("a token");
        let key = keys.find(header.kid.as_deref().expect("a key id")).expect("a published key");
        let mut rules = Validation::new(header.alg);
        rules.validate_exp = false;
        rules.set_audience(&[&self.id]);
        rules.set_issuer(&[browser.url("/").as_str().trim_end_matches('/')]);
        let decoded = jsonwebtoken::decode::<Value>(token, &DecodingKey::from_jwk(key).expect("a key"), &rules);
        let claims = decoded.expect("a token that verifies").claims;
        assert_eq!(claims["nonce"], nonce, "the nonce of the request");
        assert!(claims["exp"].as_i64().is_some_and(|exp| now.seconds() < exp), "an ID token of now");
        claims
    }
}

impl Authorize {
    /// Another value for a parameter, or one more; an empty value takes it away.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.params.retain(|(n, _)| n != name);
        if !value.is_empty() {
            self.params.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Path and query of the request.
    pub fn path(&self) -> String {
        let query = serde_urlencoded::to_string(&self.params).expect("a query");
        format!("{}?{query}", oidc::discovery::AUTHORIZE)
    }

    /// Whether an address is this client's own.
    pub fn is_mine(&self, url: &Url) -> bool {
        url.as_str().starts_with(&self.client.redirect)
    }

    /// The code that a browser was sent away with, with every check of the response.
    pub fn code(&self, page: &Page) -> Option<String> {
        let left = page.left.as_ref()?;
        assert!(self.is_mine(left), "sent to {left}");
        assert_eq!(page.returned("state").as_deref(), Some(self.state.as_str()), "the state of the request");
        page.returned("code")
    }
}

/// RFC 6749, 2.3.1: both halves are form-encoded first.
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
