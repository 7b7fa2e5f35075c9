//! The side of a client: what a provider sends is believed only where nothing is wrong with it.

mod idtoken;
mod registration;
mod said;

use serde_json::{Value, json};

use super::{NOW, key, keys_of};
use crate::Hidden;
use crate::claims::Claims;
use crate::idtoken::half_hash;
use crate::jwk::KeySet;
use crate::jws::{Alg, BadJwt};
use crate::jwt::Typ;
use crate::rp::idtoken::{Expected, Fresh, judge};
use crate::rp::{BadProvider, IssuerRule, Keys, Provider, request};

const ISSUER: &str = "https://op.test/";

fn metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://op.test/authorize?tenant=1",
        "token_endpoint": "https://op.test/token",
        "userinfo_endpoint": "https://op.test/userinfo",
        "jwks_uri": "https://op.test/jwks",
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256", "none"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt", "client_secret_post"],
        "authorization_response_iss_parameter_supported": true,
    })
}

fn rule() -> IssuerRule {
    IssuerRule::parse(ISSUER).unwrap()
}

fn good() -> Value {
    json!({ "iss": ISSUER, "sub": "248", "aud": "rp", "exp": NOW + 300, "iat": NOW, "nonce": "n-1", "auth_time": NOW - 5,
            "at_hash": half_hash(Alg::Es256, "access"), "c_hash": half_hash(Alg::Es256, "code"), "name": "Ada" })
}

fn expected(issuer: &IssuerRule) -> Expected<'_> {
    Expected {
        issuer,
        client_id: "rp",
        nonce: "n-1",
        access_token: Some("access"),
        code: Some("code"),
        fresh: Fresh::Any,
        now: NOW,
    }
}

const ALL: &[Alg] = &Alg::ACCEPTED;

fn judged(claims: &Value, fresh: Fresh) -> Result<String, BadJwt> {
    let key = key(Alg::Es256);
    let (token, set) = (key.sign(Typ::Jwt, claims).unwrap(), keys_of(&key));
    let keys = Keys::Public { set: &set, allowed: ALL };
    judge(&token, keys, &Expected { fresh, ..expected(&rule()) }).map(|who| who.subject)
}

/// O109
#[test]
fn o109_metadata_of_another_issuer_is_refused() {
    let text = metadata().to_string();
    assert!(Provider::parse(&text, Some(ISSUER)).is_ok());
    for other in ["https://op.test", "https://OP.test/", "https://evil.test/"] {
        assert_eq!(Provider::parse(&text, Some(other)).unwrap_err(), BadProvider::OtherIssuer, "{other}");
    }
}

#[test]
fn metadata_is_sound_or_named() {
    let read = Provider::parse(&metadata().to_string(), None).unwrap();
    assert_eq!(read.signing, [Alg::Rs256, Alg::Es256]);
    assert!(read.names_itself && !read.pushed_required && !read.signs_with_secret);
    for (name, value, why) in [
        ("issuer", Value::Null, BadProvider::Address("issuer")),
        ("issuer", json!("https://op.test/?x"), BadProvider::Address("issuer")),
        ("issuer", json!("http://op.test/"), BadProvider::Address("issuer")),
        ("token_endpoint", Value::Null, BadProvider::Missing("token_endpoint")),
        ("token_endpoint", json!("http://op.test/token"), BadProvider::Address("token_endpoint")),
        ("authorization_endpoint", json!("javascript:alert(1)"), BadProvider::Address("authorization_endpoint")),
        ("authorization_endpoint", json!("https://op.test/a#b"), BadProvider::Address("authorization_endpoint")),
        ("userinfo_endpoint", json!("https://u:p@op.test/"), BadProvider::Address("userinfo_endpoint")),
        ("jwks_uri", json!(["https://op.test/jwks"]), BadProvider::Address("jwks_uri")),
        ("response_types_supported", json!(["token"]), BadProvider::Unsupported("response_types_supported")),
        (
            "code_challenge_methods_supported",
            json!(["plain"]),
            BadProvider::Unsupported("code_challenge_methods_supported"),
        ),
        (
            "id_token_signing_alg_values_supported",
            json!(["none", "ES512"]),
            BadProvider::Unsupported("id_token_signing_alg_values_supported"),
        ),
    ] {
        let mut metadata = metadata();
        metadata[name] = value;
        let error = Provider::parse(&metadata.to_string(), None).unwrap_err();
        assert_eq!((error, error.member()), (why, name));
    }
    for text in ["", "[]", "null", "{}", "{\"issuer\": 1}"] {
        assert!(Provider::parse(text, None).is_err(), "{text}");
    }
    assert!(Provider::parse(&format!("{{\"issuer\": \"{}\"}}", "a".repeat(Provider::MAX_BYTES)), None).is_err());
}

/// An issuer for many tenants is that of the tenant in the token, and of nobody who writes alike.
#[test]
fn an_issuer_of_tenants_is_the_tenants_own() {
    let rule = IssuerRule::parse("https://op.test/{tenantid}/v2.0").unwrap();
    assert!(rule.is_shared());
    for (issuer, tenant, expected) in [
        ("https://op.test/9188-a/v2.0", Some("9188-a"), true),
        ("https://op.test/9188-a/v2.0", Some("other"), false),
        ("https://op.test/9188-a/v2.0", None, false),
        ("https://op.test/{tenantid}/v2.0", Some("{tenantid}"), false),
        ("https://op.test/a/b/v2.0", Some("a/b"), false),
        ("https://evil.test/9188-a/v2.0", Some("9188-a"), false),
    ] {
        assert_eq!(rule.is(issuer, tenant), expected, "{issuer} {tenant:?}");
        assert!(!expected || rule.may_be(issuer));
    }
    assert!(!rule.may_be("https://op.test/a/b/v2.0") && !rule.may_be("https://op.test//v2.0"));
    assert!(IssuerRule::parse("https://op.test/{tenant}/v2.0").is_none());
}

#[test]
fn a_request_says_all_and_nothing_configured_replaces_it() {
    let challenge = crate::pkce::Challenge::of(&"v".repeat(43));
    let more = [("hd", "acme.test"), ("state", "evil"), ("redirect_uri", "https://evil.test")]
        .map(|(n, v)| (n.to_owned(), v.to_owned()));
    let request = request::AuthorizationRequest {
        client_id: "rp",
        return_address: "https://login.test/r",
        scope: "openid email",
        state: "s",
        nonce: Some("n"),
        challenge: Some(&challenge),
        max_age: Some(-3),
        more: &more,
        ..request::AuthorizationRequest::default()
    };
    let address = request::address("https://op.test/authorize?tenant=1", &request.parameters());
    let url = url::Url::parse(&address).unwrap();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    let one = |name: &str| {
        let all: Vec<&str> = pairs.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        assert_eq!(all.len(), 1, "{name}");
        all[0].to_owned()
    };
    assert_eq!(
        (one("tenant"), one("state"), one("hd"), one("max_age")),
        ("1".into(), "s".into(), "acme.test".into(), "0".into())
    );
    assert_eq!((one("redirect_uri"), one("code_challenge_method")), ("https://login.test/r".into(), "S256".into()));
    let key = key(Alg::Es256);
    let signed = request.signed(&key, "https://op.test", "j", NOW).unwrap();
    let names: Vec<&str> = signed.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(names, ["client_id", "response_type", "scope", "request"]);
    let token = crate::jws::Compact::parse(&signed[3].1).unwrap();
    assert_eq!(token.typ.as_deref(), Some("oauth-authz-req+jwt"));
    let claims: Claims = serde_json::from_slice(&token.payload).unwrap();
    assert_eq!(
        (&claims["state"], &claims["iss"], &claims["aud"]),
        (&json!("s"), &json!("rp"), &json!("https://op.test"))
    );
}
