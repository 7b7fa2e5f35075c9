//! The client side of a login: an authorization code with PKCE for a program on somebody's own machine (RFC 8252), tokens, and
//! their end (RFC 7009).

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::BASE64URL_NOPAD;
use manage::{Chance, rest::SCOPE};
use serde::Deserialize;
use url::Url;

use crate::{
    Told,
    remote::{address, away},
};

/// What is needed of the discovery document.
#[derive(Deserialize)]
pub struct Discovered {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    #[serde(default)]
    revocation_endpoint: Option<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// What a token endpoint gives. It holds tokens, so it cannot be printed.
#[derive(Deserialize)]
pub struct Tokens {
    pub access_token: String,
    #[serde(default)]
    pub refresh_token: Option<String>,
    pub expires_in: i64,
}

pub enum Renewed {
    Tokens(Tokens),
    /// The refresh token is not good any more.
    Over,
}

/// One request for a code.
pub struct Request {
    pub state: String,
    verifier: String,
    client_id: String,
    redirect_uri: String,
}

/// What came back to the loopback address.
pub struct Returned {
    pub iss: Option<String>,
    /// A code, or the error that stands in its place.
    pub code: Result<String, String>,
}

pub async fn discover(http: &reqwest::Client, issuer: &str) -> Result<Discovered, Told> {
    let sent = http.get(format!("{issuer}/.well-known/openid-configuration")).send().await;
    let answer = sent.map_err(|e| away(issuer, &e))?;
    if !answer.status().is_success() {
        return Err(Told::Away(format!("{issuer} answers {}: it is no OpenID provider", answer.status().as_u16())));
    }
    let found: Discovered =
        answer.json().await.map_err(|_| Told::Failed(format!("{issuer}: the discovery document cannot be read")))?;
    if found.issuer != issuer {
        return Err(Told::Failed(format!(
            "{issuer} calls itself {}: log in there",
            crate::problem::tame(&found.issuer)
        )));
    }
    // Whoever wrote the document names the places that tokens go to.
    for endpoint in
        [Some(&found.authorization_endpoint), Some(&found.token_endpoint), found.revocation_endpoint.as_ref()]
    {
        endpoint.map_or(Ok(()), |endpoint| safe(endpoint))?;
    }
    Ok(found)
}

fn safe(endpoint: &str) -> Result<(), Told> {
    let url = Url::parse(endpoint).map_err(|_| Told::Failed("the discovery document names no address".into()))?;
    address(&url.origin().ascii_serialization()).map(|_| ())
}

impl Request {
    pub fn new(chance: &dyn Chance, client_id: &str, redirect_uri: String) -> Self {
        let random = || BASE64URL_NOPAD.encode(&chance.bytes::<32>());
        Self { state: random(), verifier: random(), client_id: client_id.to_owned(), redirect_uri }
    }

    /// Where the browser goes.
    pub fn url(&self, found: &Discovered) -> Result<Url, Told> {
        let challenge = BASE64URL_NOPAD.encode(digest(&SHA256, self.verifier.as_bytes()).as_ref());
        let mut url = Url::parse(&found.authorization_endpoint)
            .map_err(|_| Told::Failed("the discovery document names no address".into()))?;
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", &self.redirect_uri),
            ("scope", &format!("openid {SCOPE} offline_access")),
            ("state", &self.state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        Ok(url)
    }

    /// Tokens for what came back; an answer from another issuer is nobody's (RFC 9207).
    pub async fn finish(&self, http: &reqwest::Client, found: &Discovered, back: Returned) -> Result<Tokens, Told> {
        let own = match &back.iss {
            Some(iss) => *iss == found.issuer,
            None => !found.authorization_response_iss_parameter_supported,
        };
        if !own {
            return Err(Told::Failed("the answer came from another issuer".into()));
        }
        let code = back.code.map_err(|error| Told::NotAllowed(format!("the server refused: {error}")))?;
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", &self.client_id),
            ("code", &code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", &self.verifier),
        ];
        match posted(http, &found.token_endpoint, &fields).await? {
            Ok(tokens) => Ok(tokens),
            Err(error) => Err(Told::NotAllowed(format!("the server refused the code: {error}"))),
        }
    }
}

pub async fn refresh(http: &reqwest::Client, issuer: &str, client_id: &str, token: &str) -> Result<Renewed, Told> {
    let found = discover(http, issuer).await?;
    let fields = [("grant_type", "refresh_token"), ("client_id", client_id), ("refresh_token", token)];
    match posted(http, &found.token_endpoint, &fields).await? {
        Ok(tokens) => Ok(Renewed::Tokens(tokens)),
        Err(error) if error == "invalid_grant" || error == "invalid_client" => Ok(Renewed::Over),
        Err(error) => Err(Told::Away(format!("{issuer} gives no new token now: {error}"))),
    }
}

/// Ends a refresh token and everything that came of it; false where the server has no such endpoint.
pub async fn revoke(http: &reqwest::Client, issuer: &str, client_id: &str, token: &str) -> Result<bool, Told> {
    let found = discover(http, issuer).await?;
    let Some(endpoint) = &found.revocation_endpoint else { return Ok(false) };
    let fields = [("client_id", client_id), ("token", token), ("token_type_hint", "refresh_token")];
    let answer = http.post(endpoint).form(&fields).send().await.map_err(|e| away(issuer, &e))?;
    if answer.status().is_success() {
        Ok(true)
    } else {
        Err(Told::Failed(format!("{issuer} did not end the login: it answers {}", answer.status().as_u16())))
    }
}

/// Posts to a token endpoint; the inner error is the one word that it says.
async fn posted(
    http: &reqwest::Client,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Result<Result<Tokens, String>, Told> {
    let sent = http.post(endpoint).header("accept", "application/json").form(fields).send().await;
    let answer = sent.map_err(|e| away(endpoint, &e))?;
    let good = answer.status().is_success();
    let told: serde_json::Value = answer.json().await.unwrap_or_default();
    if good {
        let tokens = serde_json::from_value(told).map_err(|_| Told::Failed(format!("{endpoint} gave no tokens")))?;
        return Ok(Ok(tokens));
    }
    let error = told["error"].as_str().unwrap_or("it did not say why");
    Ok(Err(crate::problem::tame(error)))
}
