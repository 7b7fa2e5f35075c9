use serde_json::{Value, json};

use crate::Issuer;
use crate::assertion::{Accepted, AudienceRule, Expected, claimed_client, verify};
use crate::jws::{Alg, BadJwt};
use crate::jwt::{SigningKey, Typ};

use super::{NOW, forged, issuer, key, keys_of};

struct Bench {
    key: SigningKey,
    issuer: Issuer,
}

impl Bench {
    fn new() -> Self {
        Self { key: key(Alg::Es256), issuer: issuer() }
    }

    fn judge(&self, assertion: &str, audience: AudienceRule) -> Result<Accepted, BadJwt> {
        let expected = Expected { client_id: "wiki", issuer: &self.issuer, audience, now: NOW };
        verify(assertion, &keys_of(&self.key), &expected)
    }

    /// The usual assertion, with one member changed or, by null, left out.
    fn changed(&self, name: &str, value: Value) -> Result<Accepted, BadJwt> {
        self.judge(&self.key.sign(Typ::Jwt, &claims(name, value)).unwrap(), AudienceRule::Usual)
    }
}

fn claims(name: &str, value: Value) -> Value {
    let mut claims = json!({"iss": "wiki", "sub": "wiki", "aud": "https://login.demo.test", "exp": NOW + 60, "iat": NOW, "nbf": NOW, "jti": "j1"});
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().shift_remove(name)),
        value => claims[name] = value,
    }
    claims
}

#[test]
fn a_good_assertion_gives_its_id_to_be_remembered() {
    let bench = Bench::new();
    let good = Ok(Accepted { jti: "j1".into(), remember_until: NOW + 120 });
    assert_eq!(bench.changed("x", json!(1)), good);
    assert_eq!(claimed_client(&bench.key.sign(Typ::Jwt, &claims("x", json!(1))).unwrap()).as_deref(), Some("wiki"));
    for alg in [Alg::Rs256, Alg::EdDsa] {
        let bench = Bench { key: key(alg), ..Bench::new() };
        assert_eq!(bench.changed("x", json!(1)), good, "{alg:?}");
    }
}

#[test]
fn each_claim_is_judged() {
    let bench = Bench::new();
    for (name, value, outcome) in [
        ("iss", json!("other"), Err(BadJwt::Refused("iss"))),
        ("sub", json!("other"), Err(BadJwt::Refused("sub"))),
        ("sub", Value::Null, Err(BadJwt::Claim("payload"))),
        ("iss", Value::Null, Err(BadJwt::Claim("payload"))),
        ("aud", Value::Null, Err(BadJwt::Claim("payload"))),
        ("aud", json!([]), Err(BadJwt::Refused("aud"))),
        ("aud", json!(""), Err(BadJwt::Refused("aud"))),
        ("exp", Value::Null, Err(BadJwt::Claim("payload"))),
        ("exp", json!("1800000060"), Err(BadJwt::Claim("payload"))),
        ("exp", json!(NOW as f64 + 60.5), Ok(())),
        ("exp", json!(1e300), Err(BadJwt::Claim("payload"))),
        ("exp", json!(NOW - 59), Ok(())),
        ("exp", json!(NOW - 60), Err(BadJwt::Time("exp"))),
        ("exp", json!(NOW - 300), Err(BadJwt::Time("exp"))),
        ("exp", json!(NOW + 3_600), Ok(())),
        ("exp", json!(NOW + 3_601), Err(BadJwt::Time("exp"))),
        ("exp", json!(i64::MAX), Err(BadJwt::Time("exp"))),
        ("exp", json!(i64::MIN), Err(BadJwt::Time("exp"))),
        ("nbf", json!(NOW + 8), Ok(())),
        ("nbf", json!(NOW + 60), Err(BadJwt::Time("nbf"))),
        ("iat", json!(NOW + 8), Ok(())),
        ("iat", json!(NOW + 60), Err(BadJwt::Time("iat"))),
        ("iat", Value::Null, Ok(())),
        ("nbf", Value::Null, Ok(())),
        ("nbf", json!("0"), Err(BadJwt::Claim("payload"))),
        ("jti", Value::Null, Err(BadJwt::Claim("payload"))),
        ("jti", json!(""), Err(BadJwt::Claim("jti"))),
        ("jti", json!("j".repeat(257)), Err(BadJwt::Claim("jti"))),
    ] {
        assert_eq!(bench.changed(name, value.clone()).map(|_| ()), outcome, "{name} {value}");
    }
}

/// O066
#[test]
fn o066_the_audience_is_the_issuer_and_under_the_strict_profile_nothing_else() {
    let bench = Bench::new();
    let (issuer, token) = ("https://login.demo.test", "https://login.demo.test/oauth2/token");
    for (aud, usual, strict) in [
        (json!(issuer), true, true),
        (json!(token), true, false),
        (json!([issuer]), true, false),
        (json!([issuer, "https://other.test"]), true, false),
        (json!([token]), true, false),
        (json!("https://login.demo.test/oauth2/par"), false, false),
        (json!("https://login.demo.test/"), false, false),
        (json!("https://other.test"), false, false),
        (json!(["https://other.test"]), false, false),
    ] {
        let assertion = bench.key.sign(Typ::Jwt, &claims("aud", aud.clone())).unwrap();
        for (rule, good) in [(AudienceRule::Usual, usual), (AudienceRule::Strict, strict)] {
            let outcome = bench.judge(&assertion, rule).map(|_| ());
            assert_eq!(outcome, if good { Ok(()) } else { Err(BadJwt::Refused("aud")) }, "{aud} {rule:?}");
        }
    }
}

/// O068, O069
#[test]
fn o068_o069_unsigned_and_foreign_assertions_are_refused() {
    let bench = Bench::new();
    let good = bench.key.sign(Typ::Jwt, &claims("x", json!(1))).unwrap();
    assert!(bench.judge(&good, AudienceRule::Usual).is_ok());
    for alg in ["none", "nOnE", "HS256", "es256"] {
        let forged = forged(&json!({"alg": alg, "kid": bench.key.kid()}), &claims("x", json!(1)), "");
        assert_eq!(bench.judge(&forged, AudienceRule::Usual), Err(BadJwt::Algorithm), "{alg}");
    }
    let foreign = key(Alg::Es256).sign(Typ::Jwt, &claims("x", json!(1))).unwrap();
    assert_eq!(bench.judge(&foreign, AudienceRule::Usual), Err(BadJwt::NoKey));
    let named = forged(
        &json!({"alg": "ES256", "kid": bench.key.kid()}),
        &claims("x", json!(1)),
        foreign.rsplit_once('.').unwrap().1,
    );
    assert_eq!(bench.judge(&named, AudienceRule::Usual), Err(BadJwt::Signature));
    let typed = bench.key.sign(Typ::LogoutJwt, &claims("x", json!(1))).unwrap();
    assert_eq!(bench.judge(&typed, AudienceRule::Usual), Err(BadJwt::Refused("typ")));
}
