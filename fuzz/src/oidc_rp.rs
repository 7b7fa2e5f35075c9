//! What a provider of somebody else's sends: metadata, answers, tokens, claims behind a good signature.

use std::sync::LazyLock;

use oidc::jwk::{Jwks, KeySet};
use oidc::jws::Alg;
use oidc::jwt::{SigningKey, Typ};
use oidc::rp::idtoken::{Expected, Fresh, MAX_AGE, judge};
use oidc::rp::{Client, IssuerRule, Keys, Provider, Returned, SKEW, answer, logout, provider, registration, token, userinfo};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{lines, text};

const NOW: i64 = 1_800_000_000;
const ISSUER: &str = "https://op.test";

/// Metadata that is read has only addresses that secrets may be sent to, and names the issuer that was asked for.
pub fn metadata(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(read) = Provider::parse(text, None) else { return };
    let optional = [
        &read.userinfo_endpoint,
        &read.jwks_uri,
        &read.registration_endpoint,
        &read.end_session_endpoint,
        &read.pushed_endpoint,
    ];
    let required = [&read.authorization_endpoint, &read.token_endpoint];
    assert!(required.into_iter().chain(optional.into_iter().flatten()).all(|url| provider::secure(url)));
    assert!(Provider::parse(text, Some(read.issuer.as_str())).as_ref() == Ok(&read));
    assert!(Provider::parse(text, Some(&format!("{}x", read.issuer.as_str()))).is_err());
    assert!(!read.issuer.is("", None) && !read.issuer.is(&format!("{}/", read.issuer.as_str()), Some("t")));
}

/// A code or a refusal, and never anything of another issuer. Lines: whether `iss` is promised, then the query.
pub fn answered(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([promised], query) = lines(text);
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let field = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let issuer = rule();
    match answer::read(field, &issuer, promised == "yes") {
        Ok(Returned::Code(code)) => assert_eq!(Some(code.expose()), field("code")),
        Ok(Returned::Refused(word)) => assert_eq!(Some(word.as_str()), field("error")),
        Err(_) => return,
    }
    let said = field("iss").filter(|iss| !iss.is_empty());
    assert!(said.map_or(promised != "yes", |iss| iss == ISSUER));
}

/// Claims behind a good signature: whoever is believed is of this provider, for us alone, in time. Lines: claims of an ID token.
pub fn claims(data: &[u8]) {
    let Ok(claims) = serde_json::from_slice::<Value>(data) else { return };
    let Ok(signed) = KEY.sign(Typ::Jwt, &claims) else { return };
    let keys = Keys::Public { set: &OWN, allowed: &Alg::ACCEPTED };
    let issuer = rule();
    let expected = Expected {
        issuer: &issuer,
        client_id: "rp",
        nonce: "n",
        access_token: Some("access"),
        code: None,
        fresh: Fresh::Any,
        now: NOW,
    };
    let who = judge(&signed, keys, &expected);
    let over = logout::judge(&signed, keys, &logout::Expected { issuer: &issuer, client_id: "rp", now: NOW });
    assert!(who.is_err() || over.is_err(), "a token of two kinds");
    if let Ok(who) = who {
        assert_eq!((claims["iss"].as_str(), claims["nonce"].as_str()), (Some(ISSUER), Some("n")));
        assert!(claims["aud"] == "rp" || claims["aud"].as_array().is_some_and(|a| a.iter().all(|one| one == "rp")));
        assert!(claims["azp"].is_null() || claims["azp"] == "rp");
        assert_eq!(claims["sub"].as_str(), Some(who.subject.as_str()));
        let iat = claims["iat"].as_f64().unwrap_or_default() as i64;
        assert!((NOW - MAX_AGE - SKEW - 1..=NOW + SKEW + 1).contains(&iat), "{iat}");
        for fresh in [Fresh::Since(NOW), Fresh::IfSaid(NOW)] {
            let fresh = judge(&signed, keys, &Expected { fresh, ..expected });
            assert!(fresh.is_err() || who.auth_time.is_none_or(|at| at >= NOW - SKEW));
        }
    }
    let about = userinfo::Expected { subject: "248", issuer: &issuer, client_id: "rp" };
    for (kind, body) in [("application/jwt", signed.as_bytes()), ("application/json", data)] {
        if userinfo::read(kind, body, keys, &about).is_ok() {
            assert_eq!(claims["sub"], "248");
        }
    }
}

/// Bodies of the provider's endpoints. Lines: a status, then the body.
pub fn bodies(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([status], body) = lines(text);
    let status = status.parse().unwrap_or(200);
    if let Ok(tokens) = token::read(status, body.as_bytes()) {
        assert!((200..300).contains(&status) && tokens.access_token.expose().bytes().all(|b| b.is_ascii_graphic()));
    }
    if let Ok(reference) = token::pushed(status, body.as_bytes()) {
        assert!(!reference.is_empty() && reference.len() <= 2048);
    }
    let asked = json!({ "redirect_uris": ["https://rp.test/back"], "scope": "openid" });
    if let Ok(registered) = registration::read(body.as_bytes(), &asked) {
        let client = Client::parse(&registered).unwrap_or_else(|e| panic!("{e}")).unwrap_or_else(|| panic!("nobody"));
        assert!(!client.id.is_empty());
        assert!(registered["redirect_uris"].as_array().is_some_and(|all| all.iter().any(|u| u == "https://rp.test/back")));
    }
}

fn rule() -> IssuerRule {
    IssuerRule::parse(ISSUER).unwrap_or_else(|| panic!("an issuer"))
}

static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let der = SigningKey::generate(Alg::Es256).unwrap_or_else(|e| panic!("{e}"));
    SigningKey::from_pkcs8(Alg::Es256, &der).unwrap_or_else(|e| panic!("{e}"))
});
static OWN: LazyLock<KeySet> =
    LazyLock::new(|| KeySet::own(&Jwks { keys: vec![KEY.public_jwk()] }).unwrap_or_else(|e| panic!("{e}")));
