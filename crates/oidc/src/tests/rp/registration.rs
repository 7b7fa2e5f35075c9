//! Who we are at a provider, and how a call shows it.

use super::super::{key, keys_of};
use super::*;
use crate::rp::client::{Assertion, AuthMethod, BadClient, Client, Form, Proof};
use crate::rp::registration;
use crate::{Issuer, assertion};

#[test]
fn a_registration_is_read_and_its_ways_are_chosen() {
    let provider = Provider::parse(&metadata().to_string(), None).unwrap();
    let read = |value: Value| Client::parse(&value);
    assert!(read(json!({})).unwrap().is_none() && read(Value::Null).unwrap().is_none());
    for (value, why) in [
        (json!([]), BadClient::Malformed),
        (json!({ "client_secret": "s" }), BadClient::NoId),
        (json!({ "client_id": 5 }), BadClient::Member("client_id")),
        (
            json!({ "client_id": "a", "token_endpoint_auth_method": "tls_client_auth" }),
            BadClient::Member("token_endpoint_auth_method"),
        ),
        (json!({ "client_id": "a", "token_endpoint_auth_method": "client_secret_post" }), BadClient::NoSecret),
        (
            json!({ "client_id": "a", "id_token_encrypted_response_alg": "RSA-OAEP" }),
            BadClient::Encrypted("id_token_encrypted_response_alg"),
        ),
    ] {
        assert_eq!(read(value).unwrap_err(), why);
    }
    for (value, expected) in [
        (json!({ "client_id": "a", "client_secret": "s" }), AuthMethod::Post),
        (json!({ "client_id": "a" }), AuthMethod::KeyJwt),
        (json!({ "client_id": "a", "token_endpoint_auth_method": "none" }), AuthMethod::None),
    ] {
        assert_eq!(read(value).unwrap().unwrap().method_at(&provider), expected);
    }
}

/// What a client asks to be, and what of the answer is taken.
#[test]
fn a_registration_is_asked_for_and_answered() {
    let mut provider = Provider::parse(&metadata().to_string(), None).unwrap();
    let wanted = registration::Wanted {
        origin: "https://login.test",
        return_address: "https://login.test/login/return/oidc.1",
        name: "Symbolon",
        scope: "openid",
        method: None,
    };
    let request = wanted.request(Some(&provider));
    assert_eq!(request["redirect_uris"], json!(["https://login.test/login/return/oidc.1"]));
    assert_eq!(request["token_endpoint_auth_method"], "client_secret_post");
    assert_eq!(request["backchannel_logout_uri"], "https://login.test/login/return/oidc.1/logout");
    provider.client_authentication = vec!["private_key_jwt".into()];
    assert_eq!(wanted.request(Some(&provider))["jwks_uri"], "https://login.test/oauth2/jwks");
    let answer = json!({ "client_id": "a", "client_secret": "s", "client_secret_expires_at": 0, "logo_uri": null });
    let read = registration::read(answer.to_string().as_bytes(), &request).unwrap();
    assert_eq!((&read["client_id"], &read["scope"]), (&json!("a"), &json!("openid")));
    let moved = json!({ "client_id": "a", "client_secret": "s", "redirect_uris": ["https://evil.test"] });
    let error = registration::read(moved.to_string().as_bytes(), &request).unwrap_err();
    assert_eq!(error, BadClient::Member("redirect_uris"));
    assert!(registration::read(b"[]", &request).is_err());
}

#[test]
fn a_call_shows_who_asks_in_one_way() {
    let secret = Hidden::new("p%+:ä");
    let form = |method, proof| Form::new(vec![("code", Hidden::new("c d"))]).from("my client", method, proof);
    let basic = form(AuthMethod::Basic, Proof::Secret(Some(&secret)));
    assert_eq!(basic.body(), "code=c%20d");
    // `my%20client:p%25%2B%3A%C3%A4`
    assert_eq!(basic.authorization.unwrap().expose(), "Basic bXklMjBjbGllbnQ6cCUyNSUyQiUzQSVDMyVBNA==");
    let post = form(AuthMethod::Post, Proof::Secret(Some(&secret)));
    assert_eq!(post.body(), "code=c%20d&client_id=my%20client&client_secret=p%25%2B%3A%C3%A4");
    assert!(post.authorization.is_none());
    assert_eq!(form(AuthMethod::None, Proof::Secret(None)).body(), "code=c%20d&client_id=my%20client");
    let jwt = form(AuthMethod::KeyJwt, Proof::Assertion("a.b.c"));
    assert_eq!(jwt.field("client_assertion"), Some("a.b.c"));
}

/// Our assertions are taken by our own provider.
#[test]
fn an_assertion_is_one_that_a_strict_provider_takes() {
    let (key, issuer) = (key(Alg::Rs256), Issuer::parse("https://op.test").unwrap());
    let assertion = Assertion { client_id: "rp", audience: "https://op.test", jti: "j", now: NOW };
    let expected =
        assertion::Expected { client_id: "rp", issuer: &issuer, audience: assertion::AudienceRule::Strict, now: NOW };
    let accepted = assertion::verify(&assertion.by_key(&key).unwrap(), &keys_of(&key), &expected).unwrap();
    assert_eq!(accepted.jti, "j");
    assert_eq!(assertion.by_secret(&Hidden::new("s")).split('.').count(), 3);
}
