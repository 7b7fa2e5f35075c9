use super::*;
use crate::{Application, Catalogue, Change, Entry, Link, Severity, Site};

fn policy(format: &str, items: &[(u128, &str)]) -> OutboundMapping {
    let items = items.iter().map(|(user, name)| MappedUser { user: Id::fixed(*user), username: (*name).to_owned() });
    OutboundMapping { name_id_format: format.into(), items: items.collect(), ..OutboundMapping::default() }
}

fn catalogue() -> Catalogue {
    Catalogue::load(
        1,
        [Entry { id: Id::fixed(1), path: "s".into(), object: Site::default().into(), links: Vec::new() }],
    )
}

fn refused(policy: OutboundMapping) -> Vec<(String, String)> {
    let entry = Entry { id: Id::fixed(2), path: "s/p".into(), object: policy.into(), links: Vec::new() };
    let findings = catalogue().with(&[Change::put(entry)]).err().unwrap_or_default();
    let broken = findings.into_iter().filter(|f| f.severity == Severity::Broken);
    broken.map(|f| (f.field, f.key.to_string())).collect()
}

/// D5: formats by their URNs or short, and nothing else; the rest beside a control.
#[test]
fn d5_what_a_policy_may_say() {
    let wrong = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
    for format in ["persistent", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "transient", "unspecified"] {
        assert_eq!(refused(policy(format, &[])), [], "{format}");
    }
    assert_eq!(refused(policy("", &[])), wrong("nameIDFormat", "missing"));
    assert_eq!(refused(policy("emailAddress", &[])), wrong("nameIDFormat", "outbound-format"));
    let looks = |format: &str, look: &str| OutboundMapping { name_value: look.into(), ..policy(format, &[]) };
    assert_eq!(refused(looks("persistent", "PersistentIDFormat UUID")), []);
    assert_eq!(refused(looks("transient", "PersistentIDFormat UUID")), wrong("nameValue", "outbound-value"));
    assert_eq!(refused(looks("persistent", "PersistentIDFormat x")), wrong("nameValue", "outbound-value"));
    let affiliated = |id: &str| OutboundMapping { affiliation: id.to_owned(), ..policy("persistent", &[]) };
    assert_eq!(refused(affiliated("https://all.example")), []);
    assert_eq!(refused(affiliated("all example")), wrong("affiliation", "outbound-affiliation"));
}

/// D5: a name is one user's, and a user has one.
#[test]
fn d5_names_are_nobody_elses() {
    let wrong = |field: &str, key: &str| vec![(field.to_owned(), key.to_owned())];
    assert_eq!(refused(policy("unspecified", &[(7, "A.Lovelace"), (8, "boole")])), []);
    assert_eq!(refused(policy("unspecified", &[(7, "boole"), (8, "Boole")])), wrong("items[2].username", "name-taken"));
    assert_eq!(refused(policy("unspecified", &[(7, "a"), (7, "b")])), wrong("items[2].user", "outbound-twice"));
    assert_eq!(refused(policy("unspecified", &[(7, "")])), wrong("items[1].username", "missing"));
    for name in [" a", "a\u{0}", "a\n", "a\u{fffe}"] {
        assert_eq!(
            refused(policy("unspecified", &[(7, name)])),
            wrong("items[1].username", "outbound-name"),
            "{name:?}"
        );
    }
    assert_eq!(refused(policy("persistent", &[(7, "a")])), wrong("items", "outbound-users"));
}

/// D5: where a protocol cannot keep a policy, the link is refused; where it can, it is not.
#[test]
fn d5_a_policy_that_the_protocol_cannot_keep_is_refused() {
    for (protocol, format, good) in [
        ("saml", "unspecified", true),
        ("saml", "transient", true),
        ("saml", "persistent", true),
        ("oidc", "persistent", true),
        ("oidc", "unspecified", false),
        ("oidc", "transient", false),
        ("radius", "persistent", false),
    ] {
        let entry =
            Entry { id: Id::fixed(2), path: "s/p".into(), object: policy(format, &[]).into(), links: Vec::new() };
        let application = Application { protocol: protocol.into(), ..Application::default() };
        let links = vec![Link::new("outboundMappingPolicy", Id::fixed(2))];
        let application = Entry { id: Id::fixed(3), path: "s/a".into(), object: application.into(), links };
        let findings = catalogue().with(&[Change::put(entry), Change::put(application)]).err().unwrap_or_default();
        let told = findings.iter().any(|f| f.key == "outbound-protocol");
        assert_eq!(told, !good, "{protocol} {format}: {findings:?}");
    }
}
