use super::*;
use model::{Credential, Lockout, lockout::Misses, user::Activation};

/// M058: whatever a request said its host was, the link leads to the configured place.
#[test]
fn m058_the_link_leads_to_the_configured_place() {
    for (public, expected) in [
        ("https://id.example/", "https://id.example/reset/abc"),
        ("https://id.example", "https://id.example/reset/abc"),
        ("https://example.org/sso/", "https://example.org/sso/reset/abc"),
    ] {
        assert_eq!(link(public, "abc"), expected);
    }
}

#[test]
fn one_network_shares_its_limit_and_each_address_has_its_own() {
    let client = |address: &str| Client { address: address.parse().ok(), ..Client::default() };
    let [to, net] = scopes("aa", &client("192.0.2.7"));
    assert_eq!((to.as_str(), net.as_str()), ("reset:to:aa", "net:192.0.2.0/24"));
    assert_eq!(scopes("aa", &client("192.0.2.200")), [to.clone(), net.clone()]);
    assert_ne!(scopes("ab", &client("192.0.2.7"))[0], to);
    assert_ne!(scopes("aa", &client("198.51.100.7"))[1], net);
    assert_eq!(scopes("aa", &Client::default())[1], "net:-");
}

/// A2.14: a link does not lift a lock that only an administrator may lift.
#[test]
fn a_lock_without_end_outlasts_a_reset() {
    let now = Time::from_seconds(100);
    let locked = |class, duration| {
        let misses = Misses::default().after_miss(Lockout { threshold: 1, duration }, now);
        PersonRecord { misses: vec![(class, misses)], ..PersonRecord::default() }
    };
    assert!(clears(&PersonRecord::default(), now));
    assert!(clears(&locked(Class::First, Span::minutes(20)), now));
    assert!(!clears(&locked(Class::First, Span::ZERO), now));
    assert!(clears(&locked(Class::Second, Span::ZERO), now), "the other class is not touched at all");
}

/// M057: only who has a password in force is sent a link.
#[test]
fn m057_a_link_is_for_who_has_a_password() {
    let credential = |method: u128, state| Credential {
        id: Id::fixed(7),
        person: "p".into(),
        method: Id::fixed(method),
        kind: "password".into(),
        label: String::new(),
        state,
        created: Time::default(),
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body: serde_json::Value::Null,
    };
    let record =
        |method, state| PersonRecord { credentials: vec![credential(method, state)], ..PersonRecord::default() };
    let method = Id::fixed(1);
    assert!(holds(&record(1, CredentialState::Active), method));
    assert!(!holds(&record(1, CredentialState::Suspended), method));
    assert!(!holds(&record(2, CredentialState::Active), method));
    assert!(!holds(&PersonRecord::default(), method));
    let activations = vec![Activation { method, active: false }];
    assert!(!holds(&PersonRecord { activations, ..record(1, CredentialState::Active) }, method));
}
