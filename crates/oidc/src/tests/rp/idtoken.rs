//! The ID token of a provider: believed only where nothing is wrong with it.

use super::super::{forged, key, keys_of};
use super::*;
use crate::idtoken::half_hash;
use crate::jwt::SigningKey;
use crate::rp::idtoken::{Fresh, judge};

/// O108: each claim that is wrong, beside the control that has only that one right.
#[test]
fn o108_an_id_token_with_one_wrong_claim_is_refused() {
    assert_eq!(judged(&good(), Fresh::Any).as_deref(), Ok("248"));
    for (name, value, why) in [
        ("iss", json!("https://op.test"), BadJwt::Refused("iss")),
        ("iss", Value::Null, BadJwt::Claim("iss")),
        ("aud", json!("other"), BadJwt::Refused("aud")),
        ("aud", json!(["rp", "other"]), BadJwt::Refused("aud")),
        ("aud", json!([]), BadJwt::Refused("aud")),
        ("aud", Value::Null, BadJwt::Claim("aud")),
        ("azp", json!("other"), BadJwt::Refused("azp")),
        ("nonce", json!("n-2"), BadJwt::Refused("nonce")),
        ("nonce", Value::Null, BadJwt::Claim("nonce")),
        ("sub", Value::Null, BadJwt::Claim("sub")),
        ("sub", json!(""), BadJwt::Refused("sub")),
        ("sub", json!(248), BadJwt::Claim("payload")),
        ("sub", json!("a\nb"), BadJwt::Refused("sub")),
        ("sub", json!("a".repeat(256)), BadJwt::Refused("sub")),
        ("iat", Value::Null, BadJwt::Claim("iat")),
        ("iat", json!(NOW + 61), BadJwt::Time("iat")),
        ("iat", json!(NOW - 661), BadJwt::Time("iat")),
        ("exp", Value::Null, BadJwt::Claim("exp")),
        ("exp", json!(NOW - 60), BadJwt::Time("exp")),
        ("nbf", json!(NOW + 61), BadJwt::Time("nbf")),
        ("auth_time", json!(NOW + 61), BadJwt::Time("auth_time")),
        ("at_hash", json!(half_hash(Alg::Es256, "other")), BadJwt::Refused("at_hash")),
        ("c_hash", json!(half_hash(Alg::Es256, "other")), BadJwt::Refused("c_hash")),
    ] {
        let mut claims = good();
        claims[name] = value.clone();
        assert_eq!(judged(&claims, Fresh::Any), Err(why), "{name} {value}");
    }
    for (name, value) in [
        ("aud", json!(["rp"])),
        ("azp", json!("rp")),
        ("iat", json!(NOW + 60)),
        ("iat", json!(NOW - 660)),
        ("exp", json!(NOW - 59)),
        ("exp", json!(NOW as f64 + 0.5)),
        ("nbf", json!(NOW + 60)),
        ("at_hash", Value::Null),
        ("c_hash", Value::Null),
        ("auth_time", Value::Null),
        ("sub", json!("a".repeat(255))),
    ] {
        let mut claims = good();
        claims[name] = value.clone();
        assert!(judged(&claims, Fresh::Any).is_ok(), "{name} {value}");
    }
}

/// O108, O069: who signed, and how.
#[test]
fn o069_o108_signatures_are_the_providers_and_by_an_allowed_algorithm() {
    let (ours, other, rsa) = (key(Alg::Es256), key(Alg::Es256), key(Alg::Rs256));
    let set = keys_of(&ours);
    let rule = rule();
    let judged = |token: &str, set: &KeySet, allowed: &[Alg]| {
        judge(token, Keys::Public { set, allowed }, &expected(&rule)).map(|_| ())
    };
    let token = ours.sign(Typ::Jwt, &good()).unwrap();
    assert_eq!(judged(&token, &set, ALL), Ok(()));
    assert_eq!(judged(&token, &set, &[Alg::Rs256]), Err(BadJwt::Algorithm));
    assert_eq!(judged(&other.sign(Typ::Jwt, &good()).unwrap(), &set, ALL), Err(BadJwt::NoKey));
    assert_eq!(judged(&other.sign_named(ours.kid(), Typ::Jwt, &good()).unwrap(), &set, ALL), Err(BadJwt::Signature));
    for alg in ["none", "nOnE", "HS256", "hs256"] {
        let token = forged(&json!({ "alg": alg }), &good(), "");
        assert_eq!(judged(&token, &set, ALL), Err(BadJwt::Algorithm), "{alg}");
    }
    for typ in [Typ::LogoutJwt, Typ::RequestObject] {
        assert_eq!(judged(&ours.sign(typ, &good()).unwrap(), &set, ALL), Err(BadJwt::Refused("typ")));
    }
    // The public key's bytes as a secret (CVE-2016-10555 and its kin) open nothing, since no secret was asked for.
    let jwks = keys_of(&rsa);
    let confused = hs256(&good(), &serde_json::to_string(&rsa.public_jwk()).unwrap());
    assert_eq!(judged(&confused, &jwks, ALL), Err(BadJwt::Algorithm));
}

fn hs256(claims: &Value, secret: &str) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let signed = forged(&json!({ "alg": "HS256" }), claims, "");
    let signed = signed.trim_end_matches('.');
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(aws_lc_rs::hmac::sign(&key, signed.as_bytes()).as_ref()))
}

/// O069: a shared secret is a way of its own, and takes no public key.
#[test]
fn o069_a_shared_secret_is_taken_only_where_it_was_agreed() {
    let rule = rule();
    let judged = |token: &str, secret: &str| {
        judge(token, Keys::Shared(&Hidden::new(secret)), &expected(&rule)).map(|who| who.subject)
    };
    assert_eq!(judged(&hs256(&good(), "secret"), "secret").as_deref(), Ok("248"));
    assert_eq!(judged(&hs256(&good(), "other"), "secret"), Err(BadJwt::Signature));
    assert_eq!(judged(&hs256(&good(), ""), ""), Err(BadJwt::Algorithm));
    assert_eq!(judged(&key(Alg::Es256).sign(Typ::Jwt, &good()).unwrap(), "secret"), Err(BadJwt::Algorithm));
    assert_eq!(judged(&forged(&json!({ "alg": "none" }), &good(), ""), "secret"), Err(BadJwt::Algorithm));
}

/// What was asked about the age of the login there.
#[test]
fn a_login_there_is_as_young_as_was_asked() {
    let mut silent = good();
    silent["auth_time"] = Value::Null;
    let mut old = good();
    old["auth_time"] = (NOW - 200).into();
    for (claims, fresh, expected) in [
        (&silent, Fresh::Since(NOW), Err(BadJwt::Claim("auth_time"))),
        (&silent, Fresh::IfSaid(NOW), Ok("248".to_owned())),
        (&old, Fresh::Since(NOW - 100), Err(BadJwt::Time("auth_time"))),
        (&old, Fresh::IfSaid(NOW - 100), Err(BadJwt::Time("auth_time"))),
        (&old, Fresh::Since(NOW - 140), Ok("248".to_owned())),
        (&old, Fresh::Any, Ok("248".to_owned())),
    ] {
        assert_eq!(judged(claims, fresh), expected, "{fresh:?}");
    }
}

/// O113: a key is found by its name, and without a name by its kind.
#[test]
fn o113_a_token_without_kid_is_verified_by_a_key_of_its_kind() {
    let (one, two, foreign) = (key(Alg::Es256), key(Alg::Es256), key(Alg::Es256));
    let unnamed = |key: &SigningKey| key.sign_named("", Typ::Jwt, &good()).unwrap();
    let both = KeySet::own(&crate::jwk::Jwks { keys: vec![one.public_jwk(), two.public_jwk()] }).unwrap();
    let judged =
        |token: &str, set: &KeySet| judge(token, Keys::Public { set, allowed: ALL }, &expected(&rule())).map(|_| ());
    // An empty name is a name that no key has.
    assert_eq!(judged(&unnamed(&one), &both), Err(BadJwt::NoKey));
    for (signer, expected) in [(&one, Ok(())), (&two, Ok(())), (&foreign, Err(BadJwt::NoKey))] {
        assert_eq!(judged(&signer.sign(Typ::Jwt, &good()).unwrap(), &both), expected);
    }
    let bare = |key: &SigningKey| key.sign_bare(&good()).unwrap();
    for (signer, set, expected) in [
        (&one, &keys_of(&one), Ok(())),
        (&two, &both, Ok(())),
        (&foreign, &both, Err(BadJwt::Signature)),
        (&one, &keys_of(&key(Alg::Rs256)), Err(BadJwt::NoKey)),
    ] {
        assert_eq!(judged(&bare(signer), set), expected);
    }
}
