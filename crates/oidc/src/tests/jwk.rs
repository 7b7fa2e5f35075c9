use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::jwk::{BadKeys, KeySet, thumbprint};
use crate::jws::{Alg, BadJwt, Compact};

use super::key;

fn rsa_vector() -> Value {
    serde_json::from_str(include_str!("../../vectors/rfc7638.json")).unwrap()
}

fn ed_vector() -> Value {
    serde_json::from_str(include_str!("../../vectors/rfc8037.json")).unwrap()
}

fn set(keys: &[Value]) -> Result<usize, BadKeys> {
    KeySet::parse(&json!({ "keys": keys }).to_string()).map(|set| set.len())
}

#[test]
fn thumbprints_of_rfc_7638_and_rfc_8037() {
    for vector in [rsa_vector(), ed_vector()] {
        assert_eq!(json!(thumbprint(vector.as_object().unwrap())), vector["thumbprint"]);
    }
}

#[test]
fn the_signature_of_rfc_8037_verifies() {
    let vector = ed_vector();
    let keys = KeySet::parse(&json!({ "keys": [vector] }).to_string()).unwrap();
    let jws = vector["jws"].as_str().unwrap();
    assert_eq!(keys.verify(&Compact::parse(jws).unwrap()), Ok(()));
    let other = jws.replace(".RXhh", ".RXhi");
    assert_eq!(keys.verify(&Compact::parse(&other).unwrap()), Err(BadJwt::Signature));
}

fn with(mut jwk: Value, name: &str, value: impl Into<Value>) -> Value {
    jwk[name] = value.into();
    jwk
}

fn modulus(bytes: usize, first: u8, last: u8) -> Value {
    let mut n = vec![0xa5; bytes];
    (n[0], n[bytes - 1]) = (first, last);
    with(rsa_vector(), "n", URL_SAFE_NO_PAD.encode(n))
}

/// O015
#[test]
fn o015_unsound_rsa_keys_are_refused() {
    let exponent = |bytes: &[u8]| with(rsa_vector(), "e", URL_SAFE_NO_PAD.encode(bytes));
    for (what, jwk, outcome) in [
        ("as in the standard", rsa_vector(), Ok(1)),
        ("leading zero", exponent(&[0, 1, 0, 1]), Ok(1)),
        ("65539", exponent(&[1, 0, 3]), Ok(1)),
        ("2048 bits", modulus(256, 0x80, 1), Ok(1)),
        ("8192 bits", modulus(1024, 0x80, 1), Ok(1)),
        ("2047 bits", modulus(256, 0x7f, 1), Err(BadKeys::Unsound)),
        ("1024 bits", modulus(128, 0x80, 1), Err(BadKeys::Unsound)),
        ("8200 bits", modulus(1025, 0x80, 1), Err(BadKeys::Unsound)),
        ("16384 bits", modulus(2048, 0x80, 1), Err(BadKeys::Unsound)),
        ("even modulus", modulus(256, 0x80, 2), Err(BadKeys::Unsound)),
        ("no modulus", with(rsa_vector(), "n", ""), Err(BadKeys::Unsound)),
        ("exponent 1", exponent(&[1]), Err(BadKeys::Unsound)),
        ("exponent 3", exponent(&[3]), Err(BadKeys::Unsound)),
        ("exponent 65536", exponent(&[1, 0, 0]), Err(BadKeys::Unsound)),
        ("even exponent", exponent(&[1, 0, 2]), Err(BadKeys::Unsound)),
        ("huge exponent", exponent(&[1, 0, 0, 0, 1]), Err(BadKeys::Unsound)),
        ("no exponent", exponent(&[]), Err(BadKeys::Unsound)),
        ("private", with(rsa_vector(), "d", "AQAB"), Err(BadKeys::Private)),
        ("a prime", with(rsa_vector(), "p", "AQAB"), Err(BadKeys::Private)),
        ("not base64url", with(rsa_vector(), "n", "+/=="), Err(BadKeys::Malformed)),
        ("kid a number", with(rsa_vector(), "kid", 1), Err(BadKeys::Malformed)),
    ] {
        assert_eq!(set(&[jwk]), outcome, "{what}");
    }
}

/// O015
#[test]
fn o015_points_off_their_curve_private_and_symmetric_keys_are_refused() {
    let ec = serde_json::to_value(key(Alg::Es256).public_jwk()).unwrap();
    let ed = serde_json::to_value(key(Alg::EdDsa).public_jwk()).unwrap();
    let zeros = URL_SAFE_NO_PAD.encode([0; 32]);
    let swapped = with(with(ec.clone(), "x", ec["y"].clone()), "y", ec["x"].clone());
    for (what, jwk, outcome) in [
        ("P-256", ec.clone(), Ok(1)),
        ("Ed25519", ed.clone(), Ok(1)),
        ("coordinates swapped", swapped, Err(BadKeys::Unsound)),
        ("point 0, 0", with(with(ec.clone(), "x", zeros.clone()), "y", zeros.clone()), Err(BadKeys::Unsound)),
        ("x too short", with(ec.clone(), "x", URL_SAFE_NO_PAD.encode([1; 31])), Err(BadKeys::Unsound)),
        ("private P-256", with(ec.clone(), "d", zeros.clone()), Err(BadKeys::Private)),
        ("private Ed25519", with(ed.clone(), "d", zeros.clone()), Err(BadKeys::Private)),
        ("Ed25519 of zeros", with(ed.clone(), "x", zeros), Err(BadKeys::Unsound)),
        ("Ed25519 too long", with(ed.clone(), "x", URL_SAFE_NO_PAD.encode([1; 33])), Err(BadKeys::Unsound)),
        ("symmetric", json!({"kty": "oct", "k": "AAAA"}), Err(BadKeys::Private)),
        ("symmetric without k", json!({"kty": "oct"}), Err(BadKeys::Private)),
        ("for encryption only", with(ec.clone(), "use", "enc"), Err(BadKeys::None)),
        ("another curve only", json!({"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"}), Err(BadKeys::None)),
        ("no kind", json!({"x": "AA"}), Err(BadKeys::Malformed)),
    ] {
        assert_eq!(set(&[jwk]), outcome, "{what}");
    }
    assert_eq!(set(&[ec.clone(), with(ec.clone(), "use", "enc"), ed]), Ok(2), "keys of no use are passed over");
    assert_eq!(
        set(&[ec.clone(), json!({"kty": "oct", "k": "AAAA"})]),
        Err(BadKeys::Private),
        "a bad one spoils the set"
    );
    assert_eq!(set(&vec![ec; 33]), Err(BadKeys::TooMany));
    for text in ["", "{}", "[]", r#"{"keys":{}}"#, r#"{"keys":[1]}"#] {
        assert_eq!(KeySet::parse(text).unwrap_err(), BadKeys::Malformed, "{text}");
    }
    assert_eq!(set(&[]), Err(BadKeys::None));
}

/// A key that names its algorithm is for no other; one that names none is for those of its kind. PS256 is what clients
/// may use and this provider does not.
#[test]
fn a_key_is_used_for_its_algorithm_only() {
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeyPair;
    use aws_lc_rs::signature::{RSA_PKCS1_SHA256, RSA_PSS_SHA256};

    use crate::jwt::SigningKey;

    let der = SigningKey::generate(Alg::Rs256).unwrap();
    let pair = KeyPair::from_pkcs8(&der).unwrap();
    let public = serde_json::to_value(SigningKey::from_pkcs8(Alg::Rs256, &der).unwrap().public_jwk()).unwrap();
    let mut any = public.clone();
    any.as_object_mut().unwrap().shift_remove("alg");
    let signed = |alg: &str, kid: Option<&str>| {
        let header = kid.map_or(json!({"alg": alg}), |kid| json!({"alg": alg, "kid": kid}));
        let unsigned = super::forged(&header, &json!({}), "");
        let mut signature = vec![0; pair.public_modulus_len()];
        let message = unsigned.trim_end_matches('.').as_bytes();
        let padding = if alg == "PS256" { &RSA_PSS_SHA256 } else { &RSA_PKCS1_SHA256 };
        pair.sign(padding, &SystemRandom::new(), message, &mut signature).unwrap();
        unsigned + &URL_SAFE_NO_PAD.encode(signature)
    };
    let own = public["kid"].as_str();
    for (jwk, alg, kid, outcome) in [
        (&any, "RS256", None, Ok(())),
        (&any, "PS256", None, Ok(())),
        (&any, "PS256", own, Ok(())),
        (&any, "PS256", Some("other"), Err(BadJwt::NoKey)),
        (&public, "RS256", own, Ok(())),
        (&public, "PS256", own, Err(BadJwt::NoKey)),
        (&with(any.clone(), "alg", "PS256"), "PS256", own, Ok(())),
        (&with(any.clone(), "alg", "PS256"), "RS256", own, Err(BadJwt::NoKey)),
        (&with(any.clone(), "alg", "RSA-OAEP"), "RS256", own, Err(BadJwt::NoKey)),
    ] {
        let keys = KeySet::parse(&json!({ "keys": [jwk] }).to_string()).unwrap();
        let token = signed(alg, kid);
        assert_eq!(keys.verify(&Compact::parse(&token).unwrap()), outcome, "{alg} {kid:?} {jwk}");
    }
    let other = serde_json::to_value(key(Alg::Rs256).public_jwk()).unwrap();
    let several = KeySet::parse(&json!({ "keys": [other, public] }).to_string()).unwrap();
    assert_eq!(
        several.verify(&Compact::parse(&signed("RS256", None)).unwrap()),
        Ok(()),
        "without a name every key of the kind is tried"
    );
}
