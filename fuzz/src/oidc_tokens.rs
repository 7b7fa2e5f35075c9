//! Requests of OpenID Connect that programs send: token requests, assertions, key sets, tokens.

use std::sync::LazyLock;

use oidc::assertion::{AudienceRule, Expected, MAX_AHEAD, SKEW, claimed_client, verify};
use oidc::bearer::{self, Refused};
use oidc::jwk::{Jwks, KeySet};
use oidc::jws::{Alg, Compact};
use oidc::jwt::{Expiry, SigningKey, Typ, verify_hint};
use oidc::token::{AuthMethod, Call, Presented, TokenRequest};
use oidc::{Issuer, Params};
use serde_json::Value;

use crate::oidc::issuer;
use crate::{lines, text};

const NOW: i64 = 1_800_000_000;
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// Exactly one way of client authentication, and only where it belongs. Lines: `Authorization` headers until an empty
/// one, then the query, then the body.
pub fn request(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (headers, rest) = text.split_once("\n\n").unwrap_or(("", text));
    let ([query], body) = lines(rest);
    let headers: Vec<&str> = headers.lines().collect();
    let call = Call { query, authorization: &headers, content_type: FORM, body: body.as_bytes() };
    let Ok(request) = TokenRequest::parse(&call) else { return };
    let form = Params::parse(body).unwrap_or_else(|e| panic!("{e:?}"));
    let filled = |name| form.one(name).ok().flatten().is_some();
    let method = request.client.method();
    assert_eq!(method == AuthMethod::ClientSecretBasic, headers.len() == 1);
    assert_eq!(method == AuthMethod::ClientSecretPost, filled("client_secret"));
    assert_eq!(
        method == AuthMethod::PrivateKeyJwt,
        form.names("client_assertion") || form.names("client_assertion_type")
    );
    match (&request.client, request.client.client_id()) {
        (Presented::Assertion { .. }, _) => {}
        (_, Some(id)) => {
            assert!(!id.is_empty() && id.len() <= 255);
            assert!(!filled("client_id") || form.one("client_id") == Ok(Some(&id)));
        }
        (_, None) => panic!("nobody asks"),
    }
    for name in ["client_secret", "code", "refresh_token", "client_assertion"] {
        assert!(!Params::parse(query).is_ok_and(|query| query.names(name)), "{name}");
    }
    let another = Call { content_type: Some("application/json"), ..call };
    assert!(TokenRequest::parse(&another).is_err());
}

/// Claims of an assertion, judged behind a good signature.
pub fn assertion(data: &[u8]) {
    let Ok(claims) = serde_json::from_slice::<Value>(data) else { return };
    let Ok(token) = KEY.sign(Typ::Jwt, &claims) else { return };
    let issuer = issuer();
    let judge =
        |client_id, audience| verify(&token, &OWN, &Expected { client_id, issuer: &issuer, audience, now: NOW });
    let usual = judge("wiki", AudienceRule::Usual);
    assert!(usual.is_ok() || judge("wiki", AudienceRule::Strict).is_err());
    let Ok(accepted) = usual else { return };
    assert_eq!((claims["iss"].as_str(), claims["sub"].as_str()), (Some("wiki"), Some("wiki")));
    assert_eq!(claims["jti"].as_str(), Some(accepted.jti.as_str()));
    assert!(!accepted.jti.is_empty() && (NOW..=NOW + MAX_AHEAD + SKEW).contains(&accepted.remember_until));
    assert!(judge("other", AudienceRule::Usual).is_err());
    assert_eq!(claimed_client(&token).as_deref(), Some("wiki"));
}

/// A key set that is taken holds no private key and verifies nothing that was not signed.
pub fn keys(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(keys) = KeySet::parse(text) else { return };
    assert!((1..=KeySet::MAX_KEYS).contains(&keys.len()) && !keys.is_empty());
    let document: Value = serde_json::from_str(text).unwrap_or_default();
    for key in document["keys"].as_array().into_iter().flatten() {
        assert!(key.get("d").is_none() && key.get("k").is_none());
    }
    let same = text.contains(KEY_X);
    for token in [*SIGNED, "eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "eyJhbGciOiJFUzI1NiJ9.e30.AAAA"] {
        let token = Compact::parse(token).unwrap_or_else(|e| panic!("{e}"));
        assert!(same || keys.verify(&token).is_err());
    }
}

/// No token but the one that was signed is believed.
pub fn signed(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([token], _) = lines(text);
    let believed = verify_hint(token, &OWN, &issuer(), Expiry::Ignored).is_ok();
    assert_eq!(believed, token == *SIGNED, "{token}");
    let Ok(compact) = Compact::parse(token) else { return };
    assert_eq!(token.matches('.').count(), 2);
    assert_eq!(OWN.verify(&compact).is_ok(), believed);
    assert!(compact.typ.as_ref().is_none_or(|typ| !typ.contains(|c: char| c.is_ascii_uppercase())));
    assert_eq!(claimed_client(token), compact.unverified("sub"));
}

/// One token from one place, in the alphabet of RFC 6750. Lines: `Authorization` headers until an empty one, then the
/// query, then a form.
pub fn bearer(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (headers, rest) = text.split_once("\n\n").unwrap_or(("", text));
    let ([query], body) = lines(rest);
    let headers: Vec<&str> = headers.lines().collect();
    let form = Params::parse(body).ok();
    match bearer::token(&headers, query, form.as_ref()) {
        Ok(token) => {
            assert!(token.expose().bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b)));
            let in_form = form.as_ref().is_some_and(|form| form.one("access_token").ok().flatten().is_some());
            assert_eq!(headers.len() + usize::from(in_form), 1);
            assert!(Params::parse(query).is_ok_and(|query| !query.names("access_token")));
        }
        Err(refused) => {
            assert!((400..500).contains(&refused.status()));
            let challenge = refused.challenge(&issuer());
            assert!(challenge.bytes().all(|b| (b' '..=b'~').contains(&b)), "{challenge:?}");
            assert_eq!(refused == Refused::Anonymous, !challenge.contains("error="));
        }
    }
}

/// A key of nobody: Ed25519, 32 times the byte 1.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([1; 32]);
    SigningKey::from_pkcs8(Alg::EdDsa, &der).unwrap_or_else(|e| panic!("{e}"))
});
static OWN: LazyLock<KeySet> =
    LazyLock::new(|| KeySet::own(&Jwks { keys: vec![KEY.public_jwk()] }).unwrap_or_else(|e| panic!("{e}")));
/// Its public half.
const KEY_X: &str = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w";
/// An ID token of `wiki`, signed by it. Ed25519 has no chance in it, so that the token is always the same.
static SIGNED: LazyLock<&str> = LazyLock::new(|| {
    let claims = serde_json::json!({ "iss": Issuer::as_str(&issuer()), "sub": "ada", "aud": "wiki", "exp": NOW });
    KEY.sign(Typ::Jwt, &claims).unwrap_or_else(|e| panic!("{e}")).leak()
});
