//! Registrations: what is wrong with one, and which of several a request fits.

use model::{Application, Entry, Id};
use serde_json::{Value, json};

use crate::agent::client::{Agent, Agents, Shown, check};
use crate::agent::params::{Params, Sent};

const KEY: &str = "a-key-of-more-than-enough-length";

pub fn agent(metadata: Value) -> Agent {
    numbered(1, metadata)
}

fn numbered(n: u128, metadata: Value) -> Agent {
    let application = Application { protocol: "agent".into(), metadata, ..Application::default() };
    let entry =
        Entry { id: Id::fixed(n), path: format!("site/{n}"), object: application.clone().into(), links: Vec::new() };
    Agent::read(&entry, &application).unwrap_or_else(|findings| panic!("{findings:?}"))
}

pub fn params(query: &str) -> Params {
    Params::read(&Sent { query: query.as_bytes(), ..Sent::default() }).unwrap()
}

/// Each finding beside the registration that has it.
#[test]
fn what_is_wrong_with_a_registration_is_told() {
    let good = |more: Value| {
        let mut metadata = json!({ "addresses": "192.0.2.0/24", "key": KEY });
        metadata.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        metadata
    };
    for (metadata, found) in [
        (good(json!({})), &[][..]),
        (json!({ "key": KEY }), &[]),
        (json!({ "addresses": "10.0.0.1 10.1.0.0/255.255.0.0 2001:db8::/32" }), &[]),
        (json!({ "addresses": ["10.0.0.1", "10.1.0.0/16"] }), &[]),
        (json!({ "addresses": [] }), &["agent-unidentified"]),
        (good(json!({ "clientFrom": "unknown" })), &[]),
        (json!({}), &["agent-unidentified"]),
        (json!({ "realms": ["corp"] }), &["agent-realm-alone"]),
        (json!({ "addresses": "0.0.0.0/0" }), &["agent-anywhere"]),
        (json!({ "addresses": "::/0", "key": KEY }), &[]),
        (json!({ "addresses": "10.0.0.0/33" }), &["agent-networks"]),
        (json!({ "key": "short" }), &["agent-secret-short"]),
        (json!({ "key": format!("{KEY} ä") }), &["agent-key-unprintable"]),
        (good(json!({ "adresses": "10.0.0.0/8" })), &["agent-member"]),
        (good(json!({ "certificate": "ab" })), &["agent-certificate"]),
        (good(json!({ "key": 7 })), &["metadata-malformed"]),
        (good(json!({ "clientFrom": "10.0.0.1>" })), &["agent-networks"]),
        (good(json!({ "clientFrom": "10.0.0.1>10.0.0.0/8, 10.0.0.2" })), &[]),
        (good(json!({ "encoding": "thrice" })), &["agent-encoding"]),
        (good(json!({ "serviceAccount": "adfs" })), &["agent-secret-missing"]),
        (good(json!({ "serviceAccount": "adfs", "secret": "x" })), &["agent-secret-short"]),
        (good(json!({ "secret": KEY })), &["agent-secret-idle"]),
        (good(json!({ "triggerChallenge": true })), &["agent-trigger-alone"]),
        (good(json!({ "pollOrigins": ["https://a.example/path"] })), &["agent-origin"]),
        (good(json!({ "pollOrigins": ["https://a.example", "http://127.0.0.1:3000"] })), &[]),
        (good(json!({ "language": "xx" })), &["agent-language"]),
        (good(json!({ "perMinute": 0 })), &["agent-per-minute"]),
        (good(json!({ "offline": { "count": 0 } })), &["agent-offline"]),
        (good(json!({ "offline": {} })), &["agent-offline-hazard"]),
    ] {
        let findings: Vec<String> = check(&metadata).into_iter().map(|f| f.key).collect();
        assert_eq!(findings, found, "{metadata}");
    }
    let told = format!("{:?}", check(&good(json!({ "key": "secret value" }))));
    assert!(!told.contains("secret value"), "a finding never holds a secret");
}

/// What a request shows, and the number of the agent that it is taken for.
#[test]
fn the_agent_that_says_most_is_recognised() {
    let agents = Agents::from([
        numbered(1, json!({ "addresses": "10.0.0.0/8" })),
        numbered(2, json!({ "addresses": "10.1.0.0/16" })),
        numbered(3, json!({ "addresses": "10.1.0.0/16", "realms": ["corp"] })),
        numbered(4, json!({ "key": KEY })),
        numbered(5, json!({ "key": KEY, "addresses": "10.2.0.0/16" })),
        numbered(6, json!({ "addresses": "2001:db8::/32" })),
        numbered(7, json!({ "addresses": "10.9.0.0/16", "realms": ["", "x"] })),
        numbered(8, json!({ "addresses": "10.9.0.0/16", "realms": ["y"] })),
    ]);
    for (address, key, query, expected) in [
        ("10.0.0.1", "", "user=a", Some(1)),
        ("::ffff:10.0.0.1", "", "user=a", Some(1)),
        ("10.1.0.1", "", "user=a", Some(2)),
        ("10.1.0.1", "", "user=a&realm=corp", Some(3)),
        ("10.1.0.1", "", "user=a@corp", Some(3)),
        ("10.1.0.1", "", "user=a@corporal", Some(2)),
        ("10.1.0.1", "", "user=CORP\\a", Some(3)),
        ("10.1.0.1", KEY, "user=a&realm=corp", Some(4)),
        ("192.0.2.1", KEY, "user=a", Some(4)),
        ("10.2.0.1", KEY, "user=a", Some(5)),
        ("10.2.0.1", "wrong", "user=a", Some(1)),
        ("192.0.2.1", "wrong", "user=a", None),
        ("192.0.2.1", "", "user=a", None),
        ("2001:db8::7", "", "user=a", Some(6)),
        ("2001:db9::7", "", "user=a", None),
        ("10.9.0.1", "", "user=a", Some(7)),
        ("10.9.0.1", "", "user=a&realm=y", Some(8)),
        ("10.9.0.1", "", "user=a&realm=z", Some(1)),
    ] {
        let keys: Vec<String> = Some(key.to_owned()).into_iter().filter(|k| !k.is_empty()).collect();
        let params = params(query);
        let shown = Shown { address: address.parse().ok(), keys: &keys, product: "", params: &params };
        let found = agents.recognised(&shown).map(|agent| agent.application);
        assert_eq!(found, expected.map(Id::fixed), "{address} {key} {query}");
    }
    let nowhere = Shown { address: None, keys: &[], product: "", params: &params("user=a") };
    assert!(agents.recognised(&nowhere).is_none());
}

/// Of two that fit equally well neither is believed, unless a third fits better.
#[test]
fn twins_are_not_served() {
    let twin = |n| numbered(n, json!({ "addresses": "10.0.0.0/8" }));
    let params = params("user=a");
    let shown = Shown { address: "10.1.0.1".parse().ok(), keys: &[], product: "", params: &params };
    assert!(Agents::from([twin(1), twin(2)]).recognised(&shown).is_none());
    let better = numbered(3, json!({ "addresses": "10.1.0.1" }));
    let found = Agents::from([twin(1), twin(2), better]).recognised(&shown);
    assert_eq!(found.map(|a| a.application), Some(Id::fixed(3)));
    assert_eq!(Agents::from([twin(1)]).recognised(&shown).map(|a| a.application), Some(Id::fixed(1)));
}
