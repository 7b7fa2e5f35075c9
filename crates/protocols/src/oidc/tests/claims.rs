//! Claims about people.

use model::policy::PolicyItem;
use model::{Attributes, Id, Policy, Time, User};
use oidc::Scopes;
use oidc::claims::{ClaimsRequest, RESERVED};
use serde_json::{Value, json};

use super::super::claims::Remembered;

fn attributes(pairs: &[(&str, &[&str])]) -> Attributes {
    pairs.iter().map(|(n, v)| ((*n).to_owned(), v.iter().map(|v| (*v).to_owned()).collect())).collect()
}

fn ada() -> User {
    User {
        id: Id::fixed(2),
        directory: Id::fixed(1),
        site: Id::fixed(3),
        name: "ada".into(),
        attributes: attributes(&[
            ("cn", &["Ada Lovelace"]),
            ("givenName", &["Ada"]),
            ("sn", &["Lovelace"]),
            ("email", &["ada@demo.test"]),
            ("phone_number", &["+358401234567"]),
            ("locale", &["fi"]),
            ("address", &["Main Street 1"]),
            ("employeeNumber", &["17"]),
        ]),
        email_verified: true,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: Time::default(),
        version: 1,
    }
}

fn asked(remembered: &Remembered, user: Option<&User>, scopes: &str, claims: &str) -> Value {
    let scopes = Scopes::parse(scopes).unwrap();
    let request = if claims.is_empty() { ClaimsRequest::default() } else { ClaimsRequest::parse(claims).unwrap() };
    Value::Object(remembered.userinfo("sub-1", user, &scopes, &request))
}

#[test]
fn scopes_decide_what_userinfo_says() {
    let remembered = Remembered::of(&ada().attributes, Some(&ada()), None);
    assert_eq!(remembered, Remembered::default(), "what the record says is not remembered");
    assert_eq!(asked(&remembered, Some(&ada()), "openid", ""), json!({ "sub": "sub-1" }));
    let email = json!({ "sub": "sub-1", "email": "ada@demo.test", "email_verified": true });
    assert_eq!(asked(&remembered, Some(&ada()), "openid email", ""), email);
    let phone = json!({ "sub": "sub-1", "phone_number": "+358401234567", "phone_number_verified": false });
    assert_eq!(asked(&remembered, Some(&ada()), "openid phone", ""), phone);
    let profile = asked(&remembered, Some(&ada()), "openid profile", "");
    for (name, value) in [
        ("name", "Ada Lovelace"),
        ("given_name", "Ada"),
        ("family_name", "Lovelace"),
        ("preferred_username", "ada"),
        ("locale", "fi"),
    ] {
        assert_eq!(profile[name], value, "{name}");
    }
    assert_eq!(
        asked(&remembered, Some(&ada()), "openid address", "")["address"],
        json!({ "formatted": "Main Street 1" })
    );
    // O034: a single claim without its scope.
    assert_eq!(
        asked(&remembered, Some(&ada()), "openid", r#"{"userinfo":{"name":{"essential":true}}}"#)["name"],
        "Ada Lovelace"
    );
    assert!(
        asked(&remembered, Some(&ada()), "openid profile email", r#"{"userinfo":{"employeeNumber":null}}"#)
            .get("employeeNumber")
            .is_none()
    );
}

#[test]
fn an_unregistered_person_has_what_the_method_delivered() {
    let remembered = Remembered::of(
        &attributes(&[("email", &["x@demo.test"]), ("email_verified", &["true"]), ("org", &["acme"])]),
        None,
        None,
    );
    let email = json!({ "sub": "sub-1", "email": "x@demo.test", "email_verified": true });
    assert_eq!(asked(&remembered, None, "openid email profile", ""), email);
    assert_eq!(asked(&remembered, None, "openid", ""), json!({ "sub": "sub-1" }));
}

/// O077: neither a policy nor an attribute sets what only the server knows.
#[test]
fn o077_reserved_claims_are_never_released() {
    let item = |name: &str, single: bool| PolicyItem {
        name: name.into(),
        value: "text:x".into(),
        single,
        ..PolicyItem::default()
    };
    let mut items: Vec<PolicyItem> = RESERVED.iter().map(|name| item(name, true)).collect();
    items.extend([item("roles", false), item("department", true), item("email", false)]);
    let policy = Policy { items, ..Policy::default() };
    let mut released: Attributes =
        RESERVED.iter().map(|name| ((*name).to_owned(), vec!["forged".to_owned()])).collect();
    released.extend(attributes(&[("roles", &["reader"]), ("department", &["it"]), ("email", &["work@demo.test"])]));
    let remembered = Remembered::of(&released, Some(&ada()), Some(&policy));
    let said = asked(&remembered, Some(&ada()), "openid", "");
    assert_eq!(said, json!({ "sub": "sub-1", "roles": ["reader"], "department": "it", "email": "work@demo.test" }));
    let in_token = Value::Object(remembered.for_id_token(Some(&ada()), &ClaimsRequest::default()));
    assert_eq!(in_token, json!({ "roles": ["reader"], "department": "it" }));
}
