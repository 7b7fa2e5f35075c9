//! What else a provider says: answers, tokens, userinfo, logout tokens.

use super::super::{key, keys_of};
use super::*;
use crate::idtoken::LOGOUT_EVENT;
use crate::rp::{BadAnswer, Returned, answer, logout, token, userinfo};

/// O110: `iss` is judged before anything else of an answer is used.
#[test]
fn o110_an_answer_of_another_provider_is_refused() {
    let read = |fields: &[(&'static str, &'static str)], promised| {
        answer::read(|name| fields.iter().find(|(n, _)| *n == name).map(|(_, v)| *v), &rule(), promised).map(
            |r| match r {
                Returned::Code(code) => code.expose().to_owned(),
                Returned::Refused(error) => format!("error {error}"),
            },
        )
    };
    let code = ("code", "abc");
    assert_eq!(read(&[code, ("iss", ISSUER)], true).as_deref(), Ok("abc"));
    assert_eq!(read(&[code], false).as_deref(), Ok("abc"));
    assert_eq!(read(&[code], true), Err(BadAnswer::NoIssuer));
    for promised in [true, false] {
        assert_eq!(read(&[code, ("iss", "https://evil.test/")], promised), Err(BadAnswer::OtherIssuer));
        let error = [("error", "access_denied"), ("iss", "https://evil.test/")];
        assert_eq!(read(&error, promised), Err(BadAnswer::OtherIssuer));
    }
    assert_eq!(read(&[("error", "access_denied"), ("iss", ISSUER)], true).as_deref(), Ok("error access_denied"));
    assert_eq!(read(&[("error", "<script>")], false), Err(BadAnswer::Malformed));
    assert_eq!(read(&[("code", "a\u{1}b")], false), Err(BadAnswer::Malformed));
    assert_eq!(read(&[("code", "")], false), Err(BadAnswer::Nothing));
    assert_eq!(read(&[], false), Err(BadAnswer::Nothing));
}

/// O112, plain and signed.
#[test]
fn o112_userinfo_about_somebody_else_is_refused() {
    let (key, rule) = (key(Alg::Es256), rule());
    let set = keys_of(&key);
    let expected = userinfo::Expected { subject: "248", issuer: &rule, client_id: "rp" };
    let read = |kind: &str, body: &[u8]| {
        userinfo::read(kind, body, Keys::Public { set: &set, allowed: ALL }, &expected).map(|claims| claims.len())
    };
    let json = "application/json; charset=utf-8";
    assert_eq!(read(json, br#"{"sub":"248","name":"Ada"}"#), Ok(2));
    assert_eq!(read(json, br#"{"sub":"249","name":"Ada"}"#), Err(BadJwt::Refused("sub")));
    assert_eq!(read(json, br#"{"name":"Ada"}"#), Err(BadJwt::Claim("sub")));
    let signed = |claims: Value| key.sign(Typ::Jwt, &claims).unwrap();
    let jwt = "application/jwt";
    let good = json!({ "iss": ISSUER, "aud": "rp", "sub": "248" });
    assert_eq!(read(jwt, signed(good.clone()).as_bytes()), Ok(3));
    for (name, value) in [("iss", "https://evil.test/"), ("aud", "other"), ("sub", "249")] {
        let mut claims = good.clone();
        claims[name] = value.into();
        assert!(read(jwt, signed(claims).as_bytes()).is_err(), "{name}");
    }
    assert_eq!(read(jwt, good.to_string().as_bytes()), Err(BadJwt::Malformed));
    let foreign = super::key(Alg::Es256).sign(Typ::Jwt, &good).unwrap();
    assert_eq!(read(jwt, foreign.as_bytes()), Err(BadJwt::NoKey));
}

/// O120: a logout token without an end, past it, from afar in time, or for another service.
#[test]
fn o120_a_logout_token_with_one_thing_wrong_is_refused() {
    let (key, rule) = (key(Alg::Es256), rule());
    let set = keys_of(&key);
    let judged = |typ: Typ, claims: &Value| {
        let token = key.sign(typ, claims).unwrap();
        let expected = logout::Expected { issuer: &rule, client_id: "rp", now: NOW };
        logout::judge(&token, Keys::Public { set: &set, allowed: ALL }, &expected).map(|over| (over.subject, over.sid))
    };
    let good = json!({ "iss": ISSUER, "aud": ["rp"], "iat": NOW, "exp": NOW + 120, "jti": "1", "sid": "s", "sub": "248",
                       "events": { LOGOUT_EVENT: {} } });
    assert_eq!(judged(Typ::LogoutJwt, &good), Ok((Some("248".into()), Some("s".into()))));
    assert!(judged(Typ::Jwt, &good).is_ok());
    assert_eq!(judged(Typ::RequestObject, &good), Err(BadJwt::Refused("typ")));
    for (name, value, why) in [
        ("iss", json!("https://evil.test/"), BadJwt::Refused("iss")),
        ("aud", json!("other"), BadJwt::Refused("aud")),
        ("iat", json!(NOW + 61), BadJwt::Time("iat")),
        ("iat", json!(NOW - 661), BadJwt::Time("iat")),
        ("exp", Value::Null, BadJwt::Claim("exp")),
        ("exp", json!(NOW - 60), BadJwt::Time("exp")),
        ("exp", json!(NOW + 3601), BadJwt::Time("exp")),
        ("jti", Value::Null, BadJwt::Claim("jti")),
        ("jti", json!(""), BadJwt::Claim("jti")),
        ("events", json!({}), BadJwt::Refused("events")),
        ("events", json!({ LOGOUT_EVENT: true }), BadJwt::Refused("events")),
        ("nonce", json!("n"), BadJwt::Refused("nonce")),
        ("sub", json!(""), BadJwt::Refused("sub")),
    ] {
        let mut claims = good.clone();
        claims[name] = value.clone();
        assert_eq!(judged(Typ::LogoutJwt, &claims), Err(why), "{name} {value}");
    }
    let mut nobody = good.clone();
    nobody["sub"] = Value::Null;
    assert_eq!(judged(Typ::LogoutJwt, &nobody), Ok((None, Some("s".into()))));
    nobody["sid"] = Value::Null;
    assert_eq!(judged(Typ::LogoutJwt, &nobody), Err(BadJwt::Claim("sub")));
    // An ID token is no logout token, and the other way round.
    assert!(judged(Typ::Jwt, &self::good()).is_err());
}

#[test]
fn tokens_are_read_or_their_absence_is_named() {
    let read = |status, body: &str| token::read(status, body.as_bytes()).map(|t| t.access_token.expose().to_owned());
    let good = r#"{"access_token":"a","token_type":"bearer","id_token":"x.y.z"}"#;
    assert_eq!(read(200, good).as_deref(), Ok("a"));
    for (status, body, why) in [
        (400, r#"{"error":"invalid_grant"}"#, token::NoTokens::Refused("invalid_grant".into())),
        (200, r#"{"error":"bad_verification_code"}"#, token::NoTokens::Refused("bad_verification_code".into())),
        (400, r#"{"error":"<b>\nx"}"#, token::NoTokens::Refused("bx".into())),
        (500, good, token::NoTokens::Trouble(500)),
        (302, "", token::NoTokens::Trouble(302)),
        (200, "a=b", token::NoTokens::Malformed),
        (200, r#"{"access_token":"a b"}"#, token::NoTokens::Malformed),
        (200, r#"{"access_token":"a","token_type":"DPoP"}"#, token::NoTokens::Kind),
    ] {
        assert_eq!(read(status, body), Err(why), "{body}");
    }
    assert_eq!(token::pushed(201, br#"{"request_uri":"urn:x","expires_in":60}"#).as_deref(), Ok("urn:x"));
    assert!(token::pushed(201, br#"{"request_uri":""}"#).is_err());
}

#[test]
fn a_logout_address_carries_the_hint_and_the_way_back() {
    let address = logout::address("https://op.test/end", Some("h.i.n"), "rp", "https://login.test/back", "w w");
    assert_eq!(
        address,
        "https://op.test/end?id_token_hint=h.i.n&client_id=rp&post_logout_redirect_uri=https%3A%2F%2Flogin.test%2Fback&state=w%20w"
    );
}
