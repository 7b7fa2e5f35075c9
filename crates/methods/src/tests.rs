//! The table of kinds: what every folder must hold.

use crate::{ALL, texts};
use fluent_syntax::{ast::Entry, parser};
use model::{Lines, Locale, finding::Severity};
use std::collections::{BTreeMap, BTreeSet};

fn keys(source: &str) -> BTreeSet<String> {
    let resource = parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let id = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.body.iter().filter_map(id).collect()
}

#[test]
fn names_are_used_once() {
    for name in [|r: &plug::Registration| r.kind.name, |r: &plug::Registration| r.kind.type_name] {
        let names: BTreeSet<_> = ALL.iter().map(name).collect();
        assert_eq!(names.len(), ALL.len(), "{names:?}");
    }
    let classes: Vec<_> = ALL.iter().flat_map(|r| r.kind.class_names).collect();
    assert_eq!(classes.iter().collect::<BTreeSet<_>>().len(), classes.len());
    let shorthands: Vec<_> = ALL.iter().filter_map(|r| r.kind.shorthand).collect();
    assert_eq!(shorthands.iter().collect::<BTreeSet<_>>().len(), shorthands.len());
}

#[test]
fn a_kind_opens_with_its_own_defaults_and_nothing_to_complain_of() {
    for kind in ALL {
        let none = Lines::default();
        if kind.kind.leaves() {
            // Where to, its provider's documents say.
            let missing = (kind.open)(&none, &plug::Documents::default()).err().expect(kind.kind.name);
            assert_eq!(missing.iter().map(|f| f.severity).collect::<Vec<_>>(), [Severity::Unfit], "{}", kind.kind.name);
            assert_eq!((kind.findings)(&none), [], "{}", kind.kind.name);
            continue;
        }
        assert!((kind.open)(&none, &plug::Documents::default()).is_ok(), "{}", kind.kind.name);
        assert_eq!((kind.findings)(&none), [], "{}", kind.kind.name);
        let common = Lines::parse(["mfa true", "policy.lockout.threshold 3", "directory.schema Generic"]).unwrap();
        assert!((kind.open)(&common, &plug::Documents::default()).is_ok(), "{}", kind.kind.name);
        let warned: Vec<_> = (kind.findings)(&common).into_iter().map(|f| (f.severity, f.field, f.key)).collect();
        assert_eq!(warned, [(Severity::Warning, "configuration[3]".to_owned(), "line-idle".to_owned())]);
    }
}

/// A document that its kind does not read is warned of, each by its name.
#[test]
fn documents_that_nobody_reads_are_warned_of() {
    let documents = plug::Documents {
        metadata: "{}".into(),
        jwks: serde_json::json!({ "keys": [] }),
        registration: serde_json::json!({ "client_id": "x" }),
    };
    for kind in ALL {
        let warned = kind.warnings(&Lines::default(), &documents);
        assert!(
            warned.iter().all(|f| (f.severity, f.key.as_ref()) == (Severity::Warning, "document-idle")),
            "{warned:?}"
        );
        let idle: Vec<&str> = warned.iter().map(|f| f.field.as_str()).collect();
        let expected: &[&str] = match kind.kind.name {
            "oidc" => &[],
            "saml" | "saml.discovery" | "saml.cdc" => &["jwks", "registration"],
            _ => &["metadata", "jwks", "registration"],
        };
        assert_eq!(idle, expected, "{}", kind.kind.name);
        assert_eq!(kind.warnings(&Lines::default(), &plug::Documents::default()), [], "{}", kind.kind.name);
    }
}

#[test]
fn a_setting_says_what_it_is() {
    for kind in ALL {
        let schema = (kind.schema)();
        let Some(properties) = schema.get("properties").and_then(|p| p.as_object()) else { continue };
        for (name, property) in properties {
            let described = property.get("description").is_some_and(|d| d.as_str().is_some_and(|d| !d.is_empty()));
            assert!(described, "{}: {name} has no description", kind.kind.name);
            assert!(
                property.get("type").is_some(),
                "{}: {name} has no type that a line can be read by",
                kind.kind.name
            );
        }
    }
}

#[test]
fn an_event_is_explained() {
    for kind in ALL {
        for event in kind.kind.events {
            assert!(kind.readme.contains(&format!("`{event}`")), "{}: {event}", kind.kind.name);
        }
    }
}

#[test]
fn texts_are_there_in_every_language() {
    let mut owners: BTreeMap<String, [String; 5]> = BTreeMap::new();
    for (owner, texts) in texts() {
        let english = keys(texts[0].1);
        for (locale, (tag, source)) in Locale::ALL.into_iter().zip(texts) {
            assert_eq!(tag, locale.tag());
            assert_eq!(keys(source), english, "{owner} {tag}");
        }
        for key in english {
            // A line that two kinds know has the same words in both.
            let words = texts.map(|(_, source)| line_of(source, &key));
            match owners.insert(key.clone(), words.clone()) {
                None => {}
                Some(others) => assert!(key.starts_with("line-") && others == words, "{key} has two owners"),
            }
        }
    }
    for kind in ALL {
        let (own, name) = (keys(kind.texts[0].1), kind.kind.name);
        let short = name.split('.').next().unwrap();
        let offer = format!("offer-{}", name.replace('.', "-"));
        assert!(own.contains(&format!("{short}-title")), "{name} has no title");
        assert!(name == "password" || own.contains(&offer), "{name} has no {offer}");
        assert!(own.contains(&format!("{short}-wrong")), "{name} has no word for a wrong answer");
    }
}

/// What a file has for a key, as it stands.
fn line_of(source: &str, key: &str) -> String {
    let begins = format!("{key} = ");
    source.lines().find_map(|line| line.strip_prefix(&begins)).unwrap_or_default().to_owned()
}

/// What the console shows of a kind: its name, and each of its lines with a label and help.
#[test]
fn a_kind_and_its_lines_have_words() {
    // Kinds may share a line; its words stand with one of them.
    let all: BTreeSet<String> = texts().iter().flat_map(|(_, texts)| keys(texts[0].1)).collect();
    for kind in ALL {
        let own = keys(kind.texts[0].1);
        let plain = |name: &str| name.replace('.', "-");
        assert!(own.contains(&format!("kind-{}", plain(kind.kind.name))), "{}", kind.kind.name);
        let schema = (kind.schema)();
        let properties = schema.get("properties").and_then(|p| p.as_object());
        for name in properties.into_iter().flatten().map(|(name, _)| plain(name)) {
            assert!(all.contains(&format!("line-{name}")), "line-{name}");
            assert!(all.contains(&format!("line-{name}-help")), "line-{name}-help");
        }
    }
}

/// Every text a question names; a misspelt key would show in brackets.
#[test]
fn what_is_asked_has_words() {
    for (owner, needed) in [
        (
            "totp",
            &[
                "totp-prompt",
                "totp-prompt-hint",
                "totp-enrol",
                "totp-enrol-hint",
                "totp-enrol-button",
                "totp-malformed",
            ][..],
        ),
        (
            "email.registered",
            &["email-name", "email-code", "email-code-unnamed", "email-expired", "mail-code-subject", "mail-code-text"],
        ),
        ("email.unregistered", &["email-ask", "email-ask-malformed", "email-sending-limit", "email-not-sent"]),
        (
            "sms.registered",
            &["sms-name", "sms-code", "sms-code-hint", "sms-code-unnamed", "sms-expired", "message-code-sms"],
        ),
        ("sms.unregistered", &["sms-ask", "sms-ask-malformed", "sms-sending-limit", "sms-not-sent"]),
        (
            "backup",
            &[
                "backup-prompt",
                "backup-enrol",
                "backup-enrol-button",
                "backup-replaces",
                "mail-backup-used-subject",
                "mail-backup-used-text",
            ],
        ),
    ] {
        let own = keys(crate::kind(owner).unwrap().texts[0].1);
        for key in needed {
            assert!(own.contains(*key), "{key}");
        }
    }
}
