//! What comes back, and what is believed of it.

use super::*;
use crate::house::answer;
use oidc::{jws::Alg, jwt::Typ};
use op::{NOW, key};

#[tokio::test]
async fn who_comes_back_is_who_the_provider_says() {
    let op = Op::start().await;
    op.change(|op| {
        op.claims =
            json!({ "auth_time": NOW - 100, "acr": "gold", "amr": ["pwd", "otp"], "address": { "country": "FI" } });
    });
    let mut house = House::opening();
    let evidence = login(&mut house, &op, &method(&op, &[])).await.unwrap();
    assert_eq!(evidence.subject.value, "248");
    assert_eq!((evidence.who, evidence.amr, evidence.references), (None, None, None));
    assert_eq!(evidence.at, Some(house.now + Span::seconds(-100)));
    for (name, values) in [
        ("sub", vec!["248"]),
        ("name", vec!["Ada Byron"]),
        ("email", vec!["ada@acme.test"]),
        ("email_verified", vec!["true"]),
        ("groups", vec!["a", "b"]),
        ("address", vec![r#"{"country":"FI"}"#]),
    ] {
        assert_eq!(evidence.attributes[name], values, "{name}");
    }
    assert!(!["nonce", "aud", "exp", "sid", "at_hash"].iter().any(|name| evidence.attributes.contains_key(*name)));
    let (body, header) = op.last("/token");
    assert!(body.contains("grant_type=authorization_code&code=the-code") && body.contains("code_verifier="), "{body}");
    assert_eq!(header, "Basic cnA6czNjcmV0");
    assert_eq!(op.last("/userinfo").1, "Bearer access");
}

/// O108 at the front: one claim wrong, and nobody is let in.
#[tokio::test]
async fn o108_an_id_token_with_one_wrong_claim_lets_nobody_in() {
    assert!(with_claim("azp", json!("rp")).await.is_ok());
    for (name, value) in [
        ("iss", json!("https://evil.test")),
        ("aud", json!("other")),
        ("aud", json!(["rp", "other"])),
        ("nonce", json!("other")),
        ("nonce", Value::Null),
        ("sub", Value::Null),
        ("iat", Value::Null),
        ("exp", json!(NOW - 60)),
        ("azp", json!("other")),
        ("at_hash", json!("x")),
        ("c_hash", json!("x")),
    ] {
        assert_eq!(with_claim(name, value.clone()).await.unwrap_err(), INVALID, "{name} {value}");
    }
}

/// O069, O108: signed by somebody else, by nobody, or with what is no secret.
#[tokio::test]
async fn o069_o108_a_token_that_the_provider_did_not_sign_lets_nobody_in() {
    for (forge, expected) in [(0, "pass"), (1, INVALID), (2, INVALID), (3, INVALID)] {
        let op = Op::start().await;
        let (mut house, method) = (House::opening(), method(&op, &[]));
        let (query, state) = left(&mut house, &method).await;
        op.asked(&query);
        let good = op.id_token();
        let payload = good.split('.').nth(1).unwrap().to_owned();
        let unsigned = |alg: &str| {
            let header = data_encoding::BASE64URL_NOPAD.encode(json!({ "alg": alg }).to_string().as_bytes());
            format!("{header}.{payload}.")
        };
        let token = match forge {
            0 => good,
            1 => {
                let claims: Value =
                    serde_json::from_slice(&data_encoding::BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap())
                        .unwrap();
                key(Alg::Es256).sign(Typ::Jwt, &claims).unwrap()
            }
            2 => unsigned("none"),
            _ => unsigned("HS256"),
        };
        op.change(|op| op.token = Some(token));
        let told = back(&mut house, &method, state, &op.answer()).await;
        assert_eq!(told.map_or_else(|why| why, |_| "pass".into()), expected, "{forge}");
    }
}

/// O110: the answer of another provider is refused before any call is made.
#[tokio::test]
async fn o110_an_answer_that_names_another_provider_is_refused_before_any_call() {
    let op = Op::start().await;
    for (promised, iss, expected) in [
        (true, Some(op.issuer()), "pass"),
        (false, Some(op.issuer()), "pass"),
        (false, None, "pass"),
        (true, None, INVALID),
        (true, Some("https://evil.test".into()), INVALID),
        (false, Some("https://evil.test".into()), INVALID),
    ] {
        op.change(|op| op.metadata = json!({ "authorization_response_iss_parameter_supported": promised }));
        let (mut house, method) = (House::opening(), method(&op, &[]));
        let (query, state) = left(&mut house, &method).await;
        op.asked(&query);
        let before = op.called("/token");
        let mut fields = op.answer();
        fields.extend(iss.clone().map(|iss| ("iss".to_owned(), iss)));
        let told = back(&mut house, &method, state, &fields).await;
        assert_eq!(told.map_or_else(|why| why, |_| "pass".into()), expected, "{promised} {iss:?}");
        assert_eq!(op.called("/token") - before, usize::from(expected == "pass"));
    }
}

/// O112
#[tokio::test]
async fn o112_userinfo_of_somebody_else_lets_nobody_in() {
    for (status, kind, body, expected) in [
        (200, "application/json", json!({ "sub": "248" }).to_string(), "pass"),
        (200, "application/json", json!({ "sub": "249" }).to_string(), INVALID),
        (200, "application/json", json!({ "name": "Ada" }).to_string(), INVALID),
        (200, "text/html", "<html>".to_owned(), INVALID),
        (200, "application/jwt", json!({ "sub": "248" }).to_string(), INVALID),
        (401, "application/json", json!({}).to_string(), INVALID),
        (302, "application/json", json!({ "sub": "248" }).to_string(), INVALID),
        (503, "application/json", json!({}).to_string(), "error not available: userinfo answers with status 503"),
    ] {
        let op = Op::start().await;
        op.change(|op| op.userinfo = (status, kind.to_owned(), body.clone()));
        let told = login(&mut House::opening(), &op, &method(&op, &[])).await;
        assert_eq!(told.map_or_else(|why| why, |_| "pass".into()), expected, "{status} {body}");
    }
    let op = Op::start().await;
    let signed = op.says().key.sign(Typ::Jwt, &json!({ "sub": "248", "title": "Countess" })).unwrap();
    op.change(|op| op.userinfo = (200, "application/jwt".into(), signed));
    let evidence = login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap();
    assert_eq!(evidence.attributes["title"], ["Countess"]);
}

/// O114, O117: an answer counts once; typed fields are no answer; an answer for another method is none.
#[tokio::test]
async fn o114_o117_an_answer_counts_once_and_where_it_came_back() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), method(&op, &[]));
    let (query, state) = left(&mut house, &method).await;
    op.asked(&query);
    let fields = [("code", "the-code"), ("state", query["state"].as_str())];
    let typed = house.verify(&method, state.clone(), &answer(fields)).await;
    assert_eq!(told(&typed), INVALID);
    let elsewhere = house.verify(&method, state.clone(), &answer(fields).returned_to("method.2")).await;
    assert_eq!(told(&elsewhere), INVALID);
    assert_eq!(op.called("/token"), 0);
    assert!(back(&mut house, &method, state.clone(), &op.answer()).await.is_ok());
    let [(gate, nonce)] = &house.spent[..] else { panic!("spent once") };
    assert_eq!((gate.starts_with("oidc:"), nonce), (true, &query["nonce"]));
    // The second time the store says that it is spent.
    let again = plug::Answer::new(op.answer()).returned_to("method.1");
    let twice = tokio::spawn(async move { house.verify(&method, state, &again).await.is_ok() }).await;
    assert!(twice.is_err(), "the same nonce would be spent twice");
}

/// O113: a key that is not known yet is looked for, once a minute and no more.
#[tokio::test]
async fn o113_a_rotated_key_is_found_and_an_unknown_one_is_not_looked_for_again_and_again() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), method(&op, &[]));
    assert!(login(&mut house, &op, &method).await.is_ok());
    assert_eq!(op.called("/jwks"), 1);
    op.change(|op| op.key = key(Alg::Es256));
    assert_eq!(login(&mut house, &op, &method).await.unwrap_err(), INVALID, "not before a minute");
    assert_eq!(op.called("/jwks"), 1);
    house.pass(Span::seconds(61));
    let (query, state) = left(&mut house, &method).await;
    op.asked(&query);
    op.change(|op| op.claims = json!({ "iat": NOW + 61 }));
    assert!(back(&mut house, &method, state, &op.answer()).await.is_ok());
    assert_eq!(op.called("/jwks"), 2);
    op.change(|op| {
        op.key = key(Alg::Es256);
        op.published = false;
        op.others = vec![key(Alg::Es256)];
    });
    house.pass(Span::seconds(61));
    for _ in 0..5 {
        assert_eq!(login(&mut house, &op, &method).await.unwrap_err(), INVALID);
    }
    assert_eq!(op.called("/jwks"), 3);
}

/// What the provider says instead of a code.
#[tokio::test]
async fn a_refusal_is_told_in_our_words() {
    let op = Op::start().await;
    for (word, passive, expected) in [
        ("access_denied", false, "fail upstream-refused"),
        ("login_required", true, "fail login-required"),
        ("login_required", false, "fail upstream-refused"),
        ("interaction_required", true, "fail interaction-required"),
        ("consent_required", true, "fail consent-required"),
        ("unmet_authentication_requirements", false, "fail no-context"),
        ("temporarily_unavailable", false, "fail unavailable"),
        ("invalid_request", false, INVALID),
        ("<b>", false, INVALID),
    ] {
        let (mut house, method) = (House::opening(), method(&op, &[]));
        house.around.wish.passive = passive;
        let (_, state) = left(&mut house, &method).await;
        let told = back(&mut house, &method, state, &[("error".into(), word.into())]).await;
        assert_eq!(told.unwrap_err(), expected, "{word}");
        assert_eq!(house.events.len(), 1);
    }
}

#[tokio::test]
async fn a_token_endpoint_that_says_no_lets_nobody_in() {
    for (status, body, expected) in [
        (400, json!({ "error": "invalid_grant" }), INVALID),
        (401, json!({ "error": "invalid_client" }), INVALID),
        (200, json!({ "access_token": "access", "token_type": "Bearer" }), INVALID),
        (200, json!({ "access_token": "access", "id_token": 5 }), INVALID),
        (503, json!({}), "error not available: token endpoint: status 503"),
    ] {
        let op = Op::start().await;
        op.change(|op| op.tokens = Some((status, body)));
        assert_eq!(login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap_err(), expected);
    }
}

/// HS256 counts where a line says so, and then nothing else does.
#[tokio::test]
async fn o069_a_shared_secret_signs_only_where_a_line_says_so() {
    for (line, secret, expected) in [
        (true, Some("s3cret"), "pass"),
        (true, Some("other"), INVALID),
        (true, None, INVALID),
        (false, Some("s3cret"), INVALID),
    ] {
        let op = Op::start().await;
        let lines: &[&str] = if line { &["sharedSecretSignature true"] } else { &[] };
        let (mut house, method) = (House::opening(), method(&op, lines));
        let (query, state) = left(&mut house, &method).await;
        op.asked(&query);
        op.change(|op| op.claims = json!({ "at_hash": null, "c_hash": null }));
        let good = op.id_token();
        op.change(|op| op.token = Some(secret.map_or(good.clone(), |secret| shared(&good, secret))));
        let told = back(&mut house, &method, state, &op.answer()).await;
        assert_eq!(told.map_or_else(|why| why, |_| "pass".into()), expected, "{line} {secret:?}");
    }
}

fn shared(token: &str, secret: &str) -> String {
    let header = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"HS256"}"#);
    let signed = format!("{header}.{}", token.split('.').nth(1).unwrap());
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    let tag = aws_lc_rs::hmac::sign(&key, signed.as_bytes());
    format!("{signed}.{}", data_encoding::BASE64URL_NOPAD.encode(tag.as_ref()))
}

/// O118: a login that is under way when the method is pointed at another provider ends.
#[tokio::test]
async fn o118_an_answer_for_a_provider_that_was_replaced_is_refused() {
    let (op, other) = (Op::start().await, Op::start().await);
    let mut house = House::opening();
    let (query, state) = left(&mut house, &method(&op, &[])).await;
    op.asked(&query);
    let fields = op.answer();
    assert_eq!(back(&mut house, &method(&other, &[]), state.clone(), &fields).await.unwrap_err(), INVALID);
    assert_eq!(other.called("/token"), 0);
    assert!(back(&mut house, &method(&op, &[]), state, &fields).await.is_ok());
}
