use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::json;

use crate::Issuer;
use crate::jwk::{Jwks, KeySet};
use crate::jws::{Alg, BadJwt, Compact};
use crate::jwt::{Expiry, SigningKey, Typ, verify_hint};

use super::{NOW, forged, issuer, key, keys_of};

fn claims() -> serde_json::Value {
    json!({"iss": "https://login.demo.test", "sub": "1", "aud": "wiki", "exp": NOW + 300, "iat": NOW, "sid": "s"})
}

fn hint(token: &str, keys: &KeySet) -> Result<String, BadJwt> {
    verify_hint(token, keys, &issuer(), Expiry::CheckedAt(NOW)).map(|hint| hint.subject)
}

#[test]
fn every_algorithm_signs_and_verifies_and_only_with_its_own_key() {
    for alg in Alg::SIGNING {
        let (own, other) = (key(alg), key(alg));
        let token = own.sign(Typ::Jwt, &claims()).unwrap();
        let compact = Compact::parse(&token).unwrap();
        assert_eq!((compact.alg, compact.kid.as_deref(), compact.typ.as_deref()), (alg, Some(own.kid()), Some("jwt")));
        assert_eq!(hint(&token, &keys_of(&own)), Ok("1".into()));
        assert_eq!(hint(&token, &keys_of(&other)), Err(BadJwt::NoKey));
        let (body, signature) = token.rsplit_once('.').unwrap();
        let flipped = format!("{body}.{}{}", if signature.starts_with('A') { 'B' } else { 'A' }, &signature[1..]);
        assert_eq!(hint(&flipped, &keys_of(&own)), Err(BadJwt::Signature), "{alg:?}");
        assert_eq!(hint(&format!("{body}."), &keys_of(&own)), Err(BadJwt::Signature), "{alg:?}");
        assert!(!format!("{own:?}").contains("Rs256("));
    }
    assert!(SigningKey::from_pkcs8(Alg::Es256, &SigningKey::generate(Alg::EdDsa).unwrap()).is_err());
    assert!(SigningKey::from_pkcs8(Alg::Ps256, &SigningKey::generate(Alg::Es256).unwrap()).is_err());
    assert!(SigningKey::from_pkcs8(Alg::Es256, b"x").is_err());
}

/// O004: the part of the keys; when a key leaves the set is decided elsewhere.
#[test]
fn o004_old_tokens_verify_while_the_old_key_is_in_the_set() {
    let (old, new) = (key(Alg::Es256), key(Alg::Es256));
    let both = Jwks { keys: vec![new.public_jwk(), old.public_jwk()] };
    let stored: Jwks = serde_json::from_str(&serde_json::to_string(&both).unwrap()).unwrap();
    let token = old.sign(Typ::Jwt, &claims()).unwrap();
    assert_eq!(hint(&token, &KeySet::own(&stored).unwrap()), Ok("1".into()));
    assert_eq!(hint(&token, &keys_of(&new)), Err(BadJwt::NoKey));
    assert_ne!(old.kid(), new.kid());
}

/// O069, O102
#[test]
fn o069_o102_none_odd_case_and_symmetric_are_refused() {
    let rsa = key(Alg::Rs256);
    let keys = keys_of(&rsa);
    assert_eq!(hint(&rsa.sign(Typ::Jwt, &claims()).unwrap(), &keys), Ok("1".into()));
    for alg in ["none", "nOnE", "None", "NONE", "", "rs256", "RS256 ", "RS1", "RS512", "HS512"] {
        let header = json!({"alg": alg, "typ": "JWT", "kid": rsa.kid()});
        for signature in ["", "AAAA"] {
            assert_eq!(hint(&forged(&header, &claims(), signature), &keys), Err(BadJwt::Algorithm), "{alg}");
        }
    }
    let public = serde_json::to_value(rsa.public_jwk()).unwrap();
    for secret in [URL_SAFE_NO_PAD.decode(public["n"].as_str().unwrap()).unwrap(), public.to_string().into_bytes()] {
        let unsigned = forged(&json!({"alg": "HS256", "typ": "JWT", "kid": rsa.kid()}), &claims(), "");
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret), unsigned.trim_end_matches('.').as_bytes());
        assert_eq!(hint(&format!("{unsigned}{}", URL_SAFE_NO_PAD.encode(tag)), &keys), Err(BadJwt::Algorithm));
    }
    let ec = key(Alg::Es256);
    let crossed = forged(&json!({"alg": "ES256", "kid": rsa.kid()}), &claims(), "AAAA");
    assert_eq!(hint(&crossed, &keys), Err(BadJwt::NoKey), "an algorithm that is not the key's");
    let inside = forged(&json!({"alg": "ES256", "jwk": ec.public_jwk()}), &claims(), "AAAA");
    assert_eq!(hint(&inside, &keys), Err(BadJwt::NoKey), "a key that came along");
}

#[test]
fn shape_extensions_and_type_are_checked() {
    let own = key(Alg::EdDsa);
    let keys = keys_of(&own);
    let good = own.sign(Typ::Jwt, &claims()).unwrap();
    let with_header = |header: serde_json::Value| {
        let token = forged(&header, &claims(), "AAAA");
        hint(&token, &keys)
    };
    assert_eq!(with_header(json!({"alg": "EdDSA", "crit": ["b64"], "b64": false})), Err(BadJwt::Malformed));
    assert_eq!(with_header(json!({"alg": "EdDSA", "crit": null})), Err(BadJwt::Malformed));
    assert_eq!(with_header(json!({"alg": "EdDSA", "kid": 1})), Err(BadJwt::Malformed));
    assert_eq!(with_header(json!({"typ": "JWT"})), Err(BadJwt::Malformed));
    for token in [
        "",
        ".",
        "..",
        "a.b.c",
        &format!("{good}.x"),
        &format!("{good}="),
        &format!(" {good}"),
        &good.replacen('.', "", 1),
    ] {
        assert_eq!(hint(token, &keys), Err(BadJwt::Malformed), "{token}");
    }
    assert_eq!(hint(&"a".repeat(Compact::MAX + 1), &keys), Err(BadJwt::Malformed));
    let logout = own.sign(Typ::LogoutJwt, &claims()).unwrap();
    assert_eq!(hint(&logout, &keys), Err(BadJwt::Refused("typ")), "a logout token is no hint");
}

#[test]
fn a_hint_is_ours_and_may_be_over_if_the_caller_says_so() {
    let own = key(Alg::Es256);
    let keys = keys_of(&own);
    let token = own.sign(Typ::Jwt, &claims()).unwrap();
    let at = |now| verify_hint(&token, &keys, &issuer(), Expiry::CheckedAt(now)).map(|_| ());
    assert_eq!((at(NOW), at(NOW + 299), at(NOW + 300)), (Ok(()), Ok(()), Err(BadJwt::Time("exp"))));
    let over = verify_hint(&token, &keys, &issuer(), Expiry::Ignored).ok().unwrap();
    assert_eq!(
        (over.subject.as_str(), over.audience, over.sid.as_deref(), over.expires),
        ("1", vec!["wiki".to_owned()], Some("s"), NOW + 300)
    );
    let elsewhere = Issuer::parse("https://other.demo.test").unwrap();
    assert_eq!(verify_hint(&token, &keys, &elsewhere, Expiry::Ignored).err(), Some(BadJwt::Refused("iss")));
    for (member, value) in [("exp", json!("9999999999")), ("exp", json!(null)), ("sub", json!(1)), ("aud", json!({}))] {
        let mut claims = claims();
        claims[member] = value;
        let token = own.sign(Typ::Jwt, &claims).unwrap();
        assert_eq!(hint(&token, &keys), Err(BadJwt::Claim("payload")), "{member}");
    }
}
