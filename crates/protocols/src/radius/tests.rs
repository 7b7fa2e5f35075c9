//! Registrations, certificates and requests, as tables.

use std::net::SocketAddr;

use model::{Catalogue, Change, Entry, Finding, Id, Link, Noun, Reason, Severity};
use radius::{Code, Key, Packet, Request, kind};
use serde_json::{Value, json};

use super::client::{Client, check};
use super::clients::Clients;
use super::limits::Dropped;
use super::peer::Certificate;
use super::request::{self, Asking, Refused};

const SECRET: &str = "a secret that nobody finds";

fn metadata(member: &str, value: Value) -> Value {
    let mut metadata = json!({ "addresses": ["192.0.2.0/24"], "secret": SECRET });
    metadata[member] = value;
    metadata
}

fn told(findings: &[Finding]) -> Vec<(Severity, &str)> {
    findings.iter().map(|f| (f.severity, f.key.as_str())).collect()
}

#[test]
fn a_registration_is_judged() {
    use Severity::{Broken, Warning};
    type Told = &'static [(Severity, &'static str)];
    let cases: [(&str, Value, Told); 18] = [
        ("challenge", json!(true), &[]),
        ("certificate", json!("gate.example.org"), &[]),
        ("addresses", json!(["192.0.2.0/255.255.255.0", "2001:db8::1"]), &[]),
        ("addresses", json!([]), &[(Broken, "radius-address-missing")]),
        ("addresses", json!(["192.0.2.0/33"]), &[(Broken, "radius-address")]),
        ("addresses", json!(["192.0.2.0/24", "192.0.2.9/24"]), &[(Warning, "radius-address-twice")]),
        ("addresses", json!("192.0.2.0/24"), &[(Broken, "metadata-malformed")]),
        ("secret", json!(""), &[(Broken, "radius-secret-missing")]),
        ("secret", json!("fifteen letters"), &[(Broken, "radius-secret-short")]),
        ("secret", json!("ChangeMeChangeMe"), &[(Broken, "radius-secret-known")]),
        ("secret", json!("xxxxxxxxxxxxxxxxxxxxxxxx"), &[(Broken, "radius-secret-known")]),
        ("requireMessageAuthenticator", json!(false), &[(Warning, "radius-unsigned")]),
        ("chap", json!(true), &[(Warning, "radius-hashed")]),
        ("certificate", json!("*.example.org"), &[(Broken, "radius-certificate")]),
        ("certificate", json!("sha256:00"), &[(Broken, "radius-certificate")]),
        ("rejectDelay", json!(60_000), &[(Warning, "radius-reject-delay")]),
        ("callingStation", json!("perhaps"), &[(Broken, "metadata-malformed")]),
        ("sceret", json!("x"), &[(Broken, "radius-member")]),
    ];
    for (member, value, expected) in cases {
        let findings = check(&metadata(member, value.clone()));
        assert_eq!(told(&findings), expected, "{member} {value}");
    }
    let excused = json!({ "addresses": ["192.0.2.1"], "secret": "testing123", "shortSecret": true });
    assert_eq!(told(&check(&excused)), [(Warning, "radius-secret-short")]);
    let by_certificate = json!({ "addresses": ["192.0.2.1"], "certificate": "gate.example.org" });
    assert!(check(&by_certificate).is_empty(), "a client of TLS alone needs no secret");
}

/// Every finding has its words, which name no secret.
#[test]
fn findings_are_said_in_every_language() {
    let texts = kit::Texts::new(&[crate::TEXTS]);
    let odd = json!({ "addresses": ["x", "192.0.2.1", "192.0.2.1"], "secret": "short", "certificate": "*", "requireMessageAuthenticator": false,
        "chap": true, "mschap2": true, "rejectDelay": 60_000, "other": 1 });
    let findings = check(&odd);
    assert_eq!(findings.len(), 9, "{findings:?}");
    for finding in &findings {
        let args = finding.args.iter().fold(kit::Args::new(), |args, (n, v)| args.with(n.as_str(), v.as_str()));
        let key = format!("finding-{}", finding.key);
        for locale in kit::Locale::ALL {
            let said = texts.say(locale, &key, &args);
            assert!(texts.knows(&key) && !said.contains('{') && !said.contains("short\""), "{key} {said}");
        }
    }
}

fn catalogue(clients: &[(&str, Value)]) -> Catalogue {
    let entry = |(number, (name, metadata)): (u128, &(&str, Value))| Entry {
        id: Id::fixed(100 + number),
        path: format!("site/{name}"),
        object: model::Application { protocol: "radius".into(), metadata: metadata.clone(), ..Default::default() }
            .into(),
        links: Vec::new(),
    };
    Catalogue::load(1, (0..).zip(clients).map(entry))
}

/// R010: longest prefix, in both families; an IPv4 address that is mapped into IPv6 is an IPv4 address.
#[test]
fn r010_the_most_specific_network_is_found() {
    let of = |addresses: &[&str]| json!({ "addresses": addresses, "secret": SECRET });
    let clients = Clients::of(&catalogue(&[
        ("wide", of(&["10.0.0.0/8", "2001:db8::/32"])),
        ("narrow", of(&["10.1.0.0/16", "2001:db8:1::/48"])),
        ("one", of(&["10.1.2.3"])),
        ("broken", json!({ "addresses": ["10.9.0.0/16"], "secret": "" })),
        ("taken", of(&["10.7.0.0/16"])),
        ("taken too", of(&["10.7.0.0/255.255.0.0", "10.8.0.0/16"])),
    ]));
    for (address, expected) in [
        ("10.2.2.3", Some("site/wide")),
        ("10.1.9.9", Some("site/narrow")),
        ("10.1.2.3", Some("site/one")),
        ("::ffff:10.1.2.3", Some("site/one")),
        ("2001:db8:1::9", Some("site/narrow")),
        ("2001:db8:2::9", Some("site/wide")),
        ("10.9.0.1", Some("site/wide")),
        ("10.7.0.1", Some("site/wide")),
        ("10.8.0.1", Some("site/taken too")),
        ("192.0.2.1", None),
        ("::1", None),
    ] {
        let found = clients.at(address.parse().unwrap()).map(|c| c.path.as_str());
        assert_eq!(found, expected, "{address}");
    }
}

#[test]
fn two_clients_cannot_claim_one_network() {
    let of = |addresses: &[&str]| json!({ "addresses": addresses, "secret": SECRET });
    let before = catalogue(&[("one", of(&["10.1.0.0/16"]))]);
    let put = |addresses: &[&str]| {
        let site = Entry {
            id: Id::fixed(7),
            path: "site".into(),
            object: model::Site::default().into(),
            links: Vec::<Link>::new(),
        };
        let mut two = catalogue(&[("two", of(addresses))]).of(Noun::Application).next().unwrap().clone();
        two.id = Id::fixed(8);
        before.with(&[Change::put(site), Change::put(two)])
    };
    let refused = put(&["10.0.0.0/8", "10.1.9.9/16"]).unwrap_err();
    assert!(refused.iter().any(|f| f.key == "network-taken" && f.severity == Severity::Broken), "{refused:?}");
    assert!(put(&["10.0.0.0/8", "10.1.9.0/24"]).is_ok(), "overlapping is not the same");
}

fn client(more: &[(&str, Value)]) -> Client {
    let mut metadata = json!({ "addresses": ["192.0.2.0/24"], "secret": SECRET });
    for (member, value) in more {
        metadata[*member] = value.clone();
    }
    let all = catalogue(&[("vpn", metadata)]);
    let (entry, application) = all.applications().next().unwrap();
    Client::read(entry, application).unwrap()
}

fn ask() -> Request {
    Request::new(Code::AccessRequest, 7, *b"0123456789abcdef").add(kind::USER_NAME, b"ada")
}

fn read(request: &Request, client: &Client) -> Result<String, Refused> {
    let key = Key::new(SECRET.as_bytes());
    let bytes = request.finish(&key).unwrap();
    let packet = Packet::parse(&bytes).unwrap();
    let asking = Asking::read(&packet, client, &key)?;
    match &asking.line {
        login::Line::Plain(line) => Ok(line.expose().clone()),
        login::Line::Response(response) => Ok(format!("{:?}", response.scheme())),
    }
}

#[test]
fn one_line_is_read_from_a_request() {
    let (key, plain, all) = (Key::new(SECRET.as_bytes()), client(&[]), client(&[("chap", json!(true))]));
    let pap = |line: &[u8]| ask().user_password(&key, line);
    let reject = |why, word| Err(Refused::Reject(why, word));
    for (what, request, client, expected) in [
        ("a password", pap(b"open sesame"), &plain, Ok("open sesame".into())),
        ("UTF-8", pap("pässword".as_bytes()), &plain, Ok("pässword".into())),
        ("Latin-1", pap(b"p\xe4ssword"), &plain, Ok("pässword".into())),
        ("an empty one", pap(b""), &plain, Ok(String::new())),
        ("none", ask(), &plain, reject(Reason::Malformed, "none")),
        ("none, to a challenge", ask().add(kind::STATE, b"abc"), &plain, Ok(String::new())),
        ("CHAP, not allowed", ask().chap(1, b"x", &[1; 16]), &plain, reject(Reason::Blocked, "chap")),
        ("CHAP", ask().chap(1, b"x", &[1; 16]), &all, Ok("Chap".into())),
        ("EAP", ask().add(kind::EAP_MESSAGE, b"x"), &all, reject(Reason::Blocked, "eap")),
        ("two", pap(b"x").chap(1, b"x", &[1; 16]), &all, Err(Refused::Drop(Dropped::Credential))),
        ("State in bytes", pap(b"x").add(kind::STATE, &[0xff, 1]), &plain, reject(Reason::Gone, "state")),
        ("two States", pap(b"x").add(kind::STATE, b"a").add(kind::STATE, b"a"), &plain, reject(Reason::Gone, "state")),
        ("two names", pap(b"x").add(kind::USER_NAME, b"bob"), &plain, reject(Reason::Malformed, "user-name")),
    ] {
        assert_eq!(read(&request, client), expected, "{what}");
    }
}

/// A2.13: the person's address is what a trusted client says it is, and otherwise nobody knows it.
#[test]
fn a2_13_calling_station_id_counts_where_it_is_trusted() {
    let key = Key::new(SECRET.as_bytes());
    let from: SocketAddr = "[::ffff:192.0.2.9]:1000".parse().unwrap();
    let caller = |client: &Client, station: &[u8]| {
        let bytes = ask()
            .add(kind::CALLING_STATION_ID, station)
            .add(kind::NAS_IDENTIFIER, b"gate\x1b[2Jway")
            .finish(&key)
            .unwrap();
        request::caller(&Packet::parse(&bytes).unwrap(), client, from)
    };
    let (told, trusted) = (client(&[]), client(&[("callingStation", json!("trusted"))]));
    assert_eq!(caller(&told, b"198.51.100.7").address, None);
    assert_eq!(caller(&trusted, b"198.51.100.7").address, "198.51.100.7".parse().ok());
    assert_eq!(caller(&trusted, b"::ffff:198.51.100.7").address, "198.51.100.7".parse().ok());
    assert_eq!(caller(&trusted, b"00-11-22-33-44-55").address, None);
    assert_eq!(caller(&told, b"x").agent, "gate [2Jway (192.0.2.9)");
}

#[test]
fn certificates_are_named_by_name_or_fingerprint() {
    let digits = "ab".repeat(32);
    assert_eq!(Certificate::parse(" Gate.Example.org "), Some(Certificate::Name("gate.example.org".into())));
    assert_eq!(Certificate::parse(&format!("sha256:{digits}")), Some(Certificate::Fingerprint([0xab; 32])));
    let colons = ["AB"; 32].join(":");
    assert_eq!(Certificate::parse(&format!("SHA256:{colons}")), Some(Certificate::Fingerprint([0xab; 32])));
    for odd in ["", " ", "*.example.org", "sha256:abcd", "gate/example", "sha256:"] {
        assert_eq!(Certificate::parse(odd), None, "{odd:?}");
    }
    assert!(!Certificate::Name("gate.example.org".into()).is(b"no certificate"));
}
