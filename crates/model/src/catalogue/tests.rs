use super::*;
use crate::{Link, method::Rule};

fn method(number: u128, name: &str, next: &[u128]) -> Entry {
    let object = Method {
        kind: "password".into(),
        enabled: true,
        declaration_reference: format!("urn:{name}"),
        ..Method::default()
    };
    let links = next.iter().map(|n| Link::new("nextFactor", Id::fixed(*n))).collect();
    Entry { id: Id::fixed(number), path: name.into(), object: object.into(), links }
}

fn keys(findings: &[Finding], severity: Severity) -> Vec<&str> {
    findings.iter().filter(|f| f.severity == severity).map(|f| f.key.as_str()).collect()
}

fn chain() -> Catalogue {
    Catalogue::load(1, [method(1, "a", &[2]), method(2, "b", &[3]), method(3, "c", &[])])
}

/// C1: a chain may branch; a ring is refused, names its way, and changes nothing.
#[test]
fn c1_a_ring_of_next_factors_is_refused() {
    let branch = chain().with(&[Change::put(method(1, "a", &[2, 3]))]);
    assert!(branch.is_ok(), "{branch:?}");
    for closing in [method(3, "c", &[1]), method(3, "c", &[3]), method(2, "b", &[3, 1])] {
        let refused = chain().with(&[Change::put(closing)]).expect_err("a ring");
        assert!(keys(&refused, Severity::Broken).contains(&"ring"), "{refused:?}");
        assert!(
            refused
                .iter()
                .any(|f| f.args.iter().any(|(name, way)| name == "way" && way.contains('→') || way.len() == 1))
        );
    }
}

/// A link to nothing, to another noun, or in a role that there is not, is refused with its place.
#[test]
fn a_link_that_leads_nowhere_is_refused() {
    for (link, key) in [
        (Link::new("nextFactor", Id::fixed(99)), "dangling"),
        (Link::new("directory", Id::fixed(1)), "dangling"),
        (Link::new("friend", Id::fixed(1)), "link-unknown"),
        (Link::new("nextFactor", Id::fixed(1)).with("enabled"), "link-attribute"),
    ] {
        let entry = Entry { links: vec![link], ..method(4, "d", &[]) };
        let refused = chain().with(&[Change::put(entry)]).expect_err(key);
        assert_eq!(keys(&refused, Severity::Broken), [key]);
        assert_eq!(refused[0].object, "/method/d");
    }
}

/// A2.2 and A2.5: names and declaration references are unique; a deleted name may be used again.
#[test]
fn a2_2_a2_5_names_and_declaration_references_are_unique() {
    let mut twin = method(4, "d", &[]);
    if let AnyObject::Method(m) = &mut twin.object {
        m.declaration_reference = "urn:a".into();
    }
    let refused = chain().with(&[Change::put(twin)]).expect_err("a twin");
    assert!(keys(&refused, Severity::Broken).contains(&"not-unique"));
    let (without, _) =
        chain().with(&[Change::Delete(Id::fixed(3)), Change::put(method(2, "b", &[]))]).expect("deleted");
    assert!(without.at(Noun::Method, "c").is_none());
    assert!(without.with(&[Change::put(method(9, "c", &[]))]).is_ok());
}

/// A2.8, A2.9: `set` overwrites, `assert` denies what differs, `any` keeps.
#[test]
fn a2_8_a2_9_rules_set_assert_and_keep() {
    let given = || Some("transient".to_owned());
    assert_eq!(Rule::Any.apply(given()), Some(given()));
    assert_eq!(
        Rule::try_from("set persistent".to_owned()).expect("a rule").apply(given()),
        Some(Some("persistent".into()))
    );
    assert_eq!(Rule::try_from("assert transient".to_owned()).expect("a rule").apply(given()), Some(given()));
    assert_eq!(Rule::try_from("assert persistent".to_owned()).expect("a rule").apply(given()), None);
    assert!(Rule::try_from("force x".to_owned()).is_err());
    let odd = Method { format: Rule::Set("oval".into()), kind: "password".into(), ..Method::default() };
    let refused = chain()
        .with(&[Change::put(Entry { object: odd.into(), ..method(4, "d", &[]) })])
        .expect_err("an unknown format");
    assert_eq!(keys(&refused, Severity::Broken), ["format-unknown"]);
}

/// A2.14: a threshold of nothing, or a duration that is no number, is named by its line.
#[test]
fn a2_14_lockout_lines_are_numbers() {
    for line in ["policy.lockout.threshold 0", "policy.lockout.threshold many", "policy.lockout.duration -1"] {
        let object = Method {
            kind: "password".into(),
            configuration: crate::Lines::parse([line]).expect("a line"),
            ..Method::default()
        };
        let refused =
            chain().with(&[Change::put(Entry { object: object.into(), ..method(4, "d", &[]) })]).expect_err(line);
        assert_eq!((refused[0].key.as_str(), refused[0].field.as_str()), ("line-value", "configuration[1]"));
    }
}

/// Nobody takes another client's name, which would stop both; RADIUS clients have none.
#[test]
fn a_client_id_is_had_once() {
    let client = |number: u128, protocol: &str| {
        let metadata = serde_json::json!({ "client_id": "wiki" });
        let object = crate::Application { protocol: protocol.into(), metadata, ..crate::Application::default() };
        Entry { id: Id::fixed(number), path: format!("demo/a{number}"), object: object.into(), links: Vec::new() }
    };
    let site =
        Entry { id: Id::fixed(1), path: "demo".into(), object: crate::Site::default().into(), links: Vec::new() };
    let one = Catalogue::load(1, [site, client(2, "oidc")]);
    let refused = one.with(&[Change::put(client(3, "oidc"))]).expect_err("a second of the name");
    assert_eq!(keys(&refused, Severity::Broken), ["client-id-taken"]);
    assert!(one.with(&[Change::put(client(2, "oidc"))]).is_ok());
    assert!(one.with(&[Change::put(client(3, "radius"))]).is_ok());
}
