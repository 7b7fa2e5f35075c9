use serde_json::{Value, json};

use crate::Scopes;
use crate::claims::{Claims, ClaimsRequest, RESERVED, for_id_token, userinfo};

fn object(value: Value) -> Claims {
    match value {
        Value::Object(members) => members,
        _ => Claims::new(),
    }
}

fn ada() -> Claims {
    object(
        json!({"name": "Ada", "email": "ada@demo.test", "email_verified": true, "phone_number": "+358", "address": {"country": "FI"}, "groups": ["x"], "nickname": null, "sub": "evil", "sid": "evil"}),
    )
}

#[test]
fn userinfo_follows_scopes_and_claims() {
    for (scopes, claims, expected) in [
        ("openid", "{}", json!({"sub": "1"})),
        ("openid profile", "{}", json!({"sub": "1", "name": "Ada"})),
        ("openid email", "{}", json!({"sub": "1", "email": "ada@demo.test", "email_verified": true})),
        ("openid address phone", "{}", json!({"sub": "1", "phone_number": "+358", "address": {"country": "FI"}})),
        (
            "openid",
            r#"{"userinfo":{"name":{"essential":true},"groups":null,"sid":null}}"#,
            json!({"sub": "1", "name": "Ada", "groups": ["x"]}),
        ),
        ("openid", r#"{"id_token":{"name":null}}"#, json!({"sub": "1"})),
    ] {
        let asked = ClaimsRequest::parse(claims).unwrap();
        assert_eq!(
            Value::Object(userinfo("1", &ada(), &Scopes::parse(scopes).unwrap(), &asked)),
            expected,
            "{scopes} {claims}"
        );
    }
    let asked = ClaimsRequest::parse(r#"{"id_token":{"name":null,"sub":null}}"#).unwrap();
    assert_eq!(Value::Object(for_id_token(&ada(), &asked)), json!({"name": "Ada"}));
}

#[test]
fn the_claims_parameter_is_read_strictly() {
    let asked = ClaimsRequest::parse(
        r#"{"id_token":{"acr":{"essential":true,"values":["a","b"]},"sub":{"value":"1"}},"userinfo":null,"other":1}"#,
    )
    .unwrap();
    assert_eq!(asked.acr().map(|w| (w.essential, w.values.clone())), Some((true, vec![json!("a"), json!("b")])));
    assert_eq!(asked.subjects().collect::<Vec<_>>(), ["1"]);
    for bad in [
        "",
        "[]",
        "1",
        "{",
        r#"{"userinfo":[]}"#,
        r#"{"userinfo":{"name":1}}"#,
        r#"{"userinfo":{"name":{"essential":"yes"}}}"#,
        r#"{"userinfo":{"name":{"values":1}}}"#,
        r#"{"userinfo":{"name":{"value":1,"values":[1]}}}"#,
    ] {
        assert!(ClaimsRequest::parse(bad).is_err(), "{bad}");
    }
    assert!(ClaimsRequest::parse(&format!("{{\"userinfo\":{}null{}}}", "[".repeat(300), "]".repeat(300))).is_err());
    assert!(ClaimsRequest::parse(&" ".repeat(8193)).is_err());
}

#[test]
fn what_the_server_sets_is_reserved() {
    for name in [
        "iss",
        "sub",
        "aud",
        "exp",
        "iat",
        "nbf",
        "jti",
        "acr",
        "amr",
        "auth_time",
        "sid",
        "nonce",
        "azp",
        "at_hash",
        "events",
        "cnf",
    ] {
        assert!(RESERVED.contains(&name), "{name}");
    }
}
