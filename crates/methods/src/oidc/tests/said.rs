//! What an identity says beside who it is: when, how, of which tenant.

use super::*;
use oidc::{jws::Alg, jwt::SigningKey};
use op::NOW;

/// O120: the ID token of an old login, one without an end, and one for another service.
#[tokio::test]
async fn o120_a_token_without_end_or_of_another_time_lets_nobody_in() {
    for (name, value, good) in [
        ("exp", Value::Null, false),
        ("exp", json!(NOW - 60), false),
        ("exp", json!(NOW - 59), true),
        ("iat", json!(NOW + 61), false),
        ("iat", json!(NOW - 661), false),
        ("iat", json!(NOW - 600), true),
    ] {
        assert_eq!(with_claim(name, value.clone()).await.is_ok(), good, "{name} {value}");
    }
}

/// What an application asks about freshness is asked there, and what is said is held against it.
#[tokio::test]
async fn a_login_there_is_as_young_as_was_asked() {
    for (fresh, since, auth_time, good) in [
        (false, None, Some(NOW - 9_000), true),
        (false, Some(NOW - 100), Some(NOW - 90), true),
        (false, Some(NOW - 100), Some(NOW - 200), false),
        (false, Some(NOW - 100), None, false),
        (true, Some(NOW), Some(NOW), true),
        (true, Some(NOW), Some(NOW - 100), false),
        (true, Some(NOW), None, true),
    ] {
        let op = Op::start().await;
        op.change(|op| op.claims = json!({ "auth_time": auth_time }));
        let mut house = House::opening();
        house.around.wish.fresh = fresh;
        house.around.wish.fresh_since = since.map(model::Time::from_seconds);
        let told = login(&mut house, &op, &method(&op, &[])).await;
        assert_eq!(told.is_ok(), good, "{fresh} {since:?} {auth_time:?}");
    }
}

/// What the provider states about contexts and ways counts where a line says so.
#[tokio::test]
async fn acr_and_amr_count_where_a_line_says_so() {
    let op = Op::start().await;
    op.change(|op| op.claims = json!({ "acr": "gold", "amr": ["hwk"] }));
    for (lines, references, amr) in [
        (&[][..], None, None),
        (&["relayAcr true"], Some(vec!["gold"]), None),
        (&["relayAcr true", "acrMap urn:two gold", "acrMap urn:one silver"], Some(vec!["urn:two"]), None),
        (&["relayAcr true", "acrMap urn:one silver"], Some(vec![]), None),
        (&["trustAmr true"], None, Some(vec!["hwk"])),
    ] {
        let evidence = login(&mut House::opening(), &op, &method(&op, lines)).await.unwrap();
        let owned = |list: Option<Vec<&str>>| list.map(|l| l.into_iter().map(str::to_owned).collect::<Vec<_>>());
        assert_eq!((evidence.references, evidence.amr), (owned(references), owned(amr)), "{lines:?}");
    }
}

/// People of one provider with many tenants are told apart by issuer and subject (and by no address that a tenant writes).
#[tokio::test]
async fn o115_people_of_many_tenants_are_told_apart() {
    let op = Op::start().await;
    let shared = format!("{}/{{tenantid}}/v2.0", op.issuer());
    op.change(|op| op.metadata = json!({ "issuer": shared }));
    let mut seen = Vec::new();
    for tenant in ["one", "two"] {
        let issuer = format!("{}/{tenant}/v2.0", op.issuer());
        op.change(|op| op.claims = json!({ "iss": issuer, "tid": tenant }));
        let evidence = login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap();
        // Anybody may be a tenant's administrator, who says of any address that it is verified.
        assert_eq!(
            (evidence.attributes["email"][0].as_str(), evidence.attributes.get("email_verified")),
            ("ada@acme.test", None)
        );
        seen.push((evidence.subject.value, evidence.who.unwrap()));
    }
    assert_eq!(seen[0].0, seen[1].0);
    assert_ne!(seen[0].1, seen[1].1);
    // A what-if asks for the same without a login: which of them, or nobody knows.
    let (house, shared) = (House::opening(), method(&op, &[]));
    for (issuer, told) in [("", None), ("/one/v2.0", Some(&seen[0].1)), ("/two/v2.0", Some(&seen[1].1))] {
        let issuer = if issuer.is_empty() { String::new() } else { format!("{}{issuer}", op.issuer()) };
        let evidence = plug::Evidence::subject(&seen[0].0).with("email", "a@b.test").with("email_verified", "true");
        let (made, _) = house.at(async |cx| shared.completed(cx, &issuer, evidence)).await;
        assert_eq!(made.who.as_ref(), told, "{issuer}");
        assert_eq!(made.attributes.keys().collect::<Vec<_>>(), ["email"], "what any tenant may say is not believed");
    }
    for (issuer, tenant) in [("/one/v2.0", json!("two")), ("/one/v2.0", Value::Null), ("", json!("one"))] {
        let issuer = format!("{}{issuer}", op.issuer());
        op.change(|op| op.claims = json!({ "iss": issuer, "tid": tenant }));
        assert_eq!(
            login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap_err(),
            INVALID,
            "{issuer} {tenant}"
        );
    }
}

/// O115: an address that nobody verified is not said to be verified.
#[tokio::test]
async fn o115_an_unverified_address_is_not_told_as_verified() {
    let op = Op::start().await;
    for (claim, expected) in [(json!(false), Some("false")), (Value::Null, None), (json!(true), Some("true"))] {
        op.change(|op| op.claims = json!({ "email_verified": claim }));
        let evidence = login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap();
        assert_eq!(evidence.attributes.get("email_verified").map(|v| v[0].as_str()), expected);
    }
}

/// O115: that an address was verified is said of the one beside it, and of no other that comes from elsewhere.
#[tokio::test]
async fn o115_what_is_said_of_one_address_is_said_of_no_other() {
    let op = Op::start().await;
    let told = async |claims: Value, about: Value| {
        let mut about = about;
        about["sub"] = json!("248");
        op.change(|op| {
            op.claims = claims;
            op.userinfo = (200, "application/json".into(), about.to_string());
        });
        let all = login(&mut House::opening(), &op, &method(&op, &[])).await.unwrap().attributes;
        let of = |name: &str| all.get(name).map_or("-", |v| v[0].as_str()).to_owned();
        format!("{} {}", of("email"), of("email_verified"))
    };
    for (claims, about, expected) in [
        (json!({}), json!({}), "ada@acme.test true"),
        (json!({}), json!({ "email": "ada@acme.test" }), "ada@acme.test true"),
        (json!({}), json!({ "email": "bob@acme.test" }), "bob@acme.test -"),
        (json!({}), json!({ "email": "bob@acme.test", "email_verified": true }), "bob@acme.test true"),
        (json!({ "email_verified": null }), json!({ "email_verified": true }), "ada@acme.test -"),
        (json!({}), json!({ "email_verified": false }), "ada@acme.test false"),
        (json!({ "email": null }), json!({ "email": "bob@acme.test" }), "bob@acme.test -"),
    ] {
        assert_eq!(told(claims.clone(), about.clone()).await, expected, "{claims} {about}");
    }
}

#[test]
fn a_key_for_a_secret_is_read_with_its_frame_or_without() {
    let der = SigningKey::generate(Alg::Es256).unwrap();
    let text = data_encoding::BASE64.encode(&der);
    assert!(super::super::client::key_of(&text).is_some());
    let framed = format!("-----BEGIN PRIVATE KEY-----\\n{text}\\n-----END PRIVATE KEY-----");
    assert!(super::super::client::key_of(&framed).is_some());
    for bad in ["", "x", &text[..40]] {
        assert!(super::super::client::key_of(bad).is_none());
    }
}
