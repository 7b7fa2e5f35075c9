//! A catalogue with every noun goes out and comes back.

mod refused;
mod world;

use super::*;
use model::{AnyObject, Change, Severity, Time};
use world::*;

#[test]
fn what_is_exported_applies_to_an_empty_store_and_exports_the_same_bytes() {
    let before = full();
    let text = export(&before, KINDS, &Secrets::Sealed(&key()));
    let plan = diff_of(&Catalogue::default(), &text, Some(&key()), false).unwrap();
    let (after, _) = Catalogue::default().with(&plan.changes).unwrap();
    assert_eq!(export(&after, KINDS, &Secrets::Sealed(&key())), text);
    assert_eq!(client_secret(&after), "s3cret of the wiki");
    assert_eq!(line(&after, "sms.1", "smsPassword"), Some("pass word"));
    assert_eq!(after.system().mail.unwrap().password, "mail secret");
    assert_eq!(plan.shown.len(), before.all().count());
    assert!(plan.shown.iter().all(|line| line.starts_with("+ /")), "{:?}", plan.shown);
}

#[test]
fn equal_graphs_give_equal_bytes_whatever_the_order_they_were_made_in() {
    let mut entries: Vec<Entry> = full().all().cloned().collect();
    entries.reverse();
    for entry in &mut entries {
        entry.links.reverse();
    }
    let other = Catalogue::load(99, entries);
    for secrets in [Secrets::Omit, Secrets::Sealed(&key())] {
        assert_eq!(export(&full(), KINDS, &secrets), export(&other, KINDS, &secrets));
    }
}

#[test]
fn the_text_reads_as_the_management_api_names_things() {
    let text = export(&full(), KINDS, &Secrets::Omit);
    let expected = include_str!("export.toml");
    assert_eq!(text, expected, "\n{text}");
}

#[test]
fn nothing_is_different_from_itself() {
    for secrets in [Secrets::Omit, Secrets::Sealed(&key())] {
        let text = export(&full(), KINDS, &secrets);
        let plan = diff_of(&full(), &text, Some(&key()), true).unwrap();
        assert!(plan.is_empty() && plan.shown.is_empty(), "{:?}", plan.shown);
    }
}

/// M025: an export tells no secret, sealed or omitted.
#[test]
fn no_secret_stands_in_an_export() {
    for secrets in [Secrets::Omit, Secrets::Sealed(&key())] {
        let text = export(&full(), KINDS, &secrets);
        for secret in ["s3cret of the wiki", "pass word", "mail secret"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert!(text.contains("smsUser gateway"), "control: what is no secret stands there");
    }
    // A kind that this program was not built with may have secrets anywhere.
    let text = export(&full(), &[], &Secrets::Omit);
    assert!(!text.contains("pass word") && !text.contains("gateway"), "{text}");
}

#[test]
fn masked_secrets_keep_what_is_there_and_are_missed_where_nothing_is() {
    let text = export(&full(), KINDS, &Secrets::Omit).replace("title = \"Wiki\"", "title = \"The wiki\"");
    let plan = diff_of(&full(), &text, None, false).unwrap();
    assert_eq!(plan.shown, ["~ /application/demosite/wiki title: \"Wiki\" -> \"The wiki\""]);
    let (after, _) = full().with(&plan.changes).unwrap();
    assert_eq!(client_secret(&after), "s3cret of the wiki");

    let plan = diff_of(&Catalogue::default(), &text, None, false).unwrap();
    let missed: Vec<&str> =
        plan.findings.iter().filter(|f| f.key == "secret-omitted").map(|f| f.field.as_str()).collect();
    assert_eq!(missed, ["metadata.client_secret", "configuration.smsPassword", "mail.password"]);
    let (after, _) = Catalogue::default().with(&plan.changes).unwrap();
    assert_eq!(line(&after, "sms.1", "smsPassword"), None);
    assert_eq!(client_secret(&after), "");
}

/// M025: what a provider gave us at registration goes out sealed or not at all, and comes back.
#[test]
fn m025_a_registration_at_a_provider_is_sealed_or_left_out() {
    let mut entry = full().at(Noun::Method, "sms.1").unwrap().clone();
    if let AnyObject::Method(method) = &mut entry.object {
        method.registration = serde_json::json!({
            "client_id": "hub", "client_secret": "provider secret", "registration_access_token": "provider token",
        });
    }
    let (before, _) = full().with(&[Change::put(entry)]).unwrap();
    let registration = |catalogue: &Catalogue| match &catalogue.at(Noun::Method, "sms.1").unwrap().object {
        AnyObject::Method(method) => method.registration.clone(),
        _ => panic!(),
    };
    for secrets in [Secrets::Omit, Secrets::Sealed(&key())] {
        let text = export(&before, KINDS, &secrets);
        assert!(!text.contains("provider secret") && !text.contains("provider token"), "{text}");
        assert!(text.contains("\"hub\""), "control: what is no secret stands there");
        let again = diff_of(&before, &text, Some(&key()), true).unwrap();
        assert!(again.is_empty(), "{:?}", again.shown);
    }
    let sealed = export(&before, KINDS, &Secrets::Sealed(&key()));
    let plan = diff_of(&Catalogue::default(), &sealed, Some(&key()), false).unwrap();
    assert_eq!(registration(&Catalogue::default().with(&plan.changes).unwrap().0), registration(&before));
    let masked = login::masking::entry(before.at(Noun::Method, "sms.1").unwrap(), KINDS).to_string();
    assert!(!masked.contains("provider secret") && !masked.contains("provider token"), "{masked}");
    assert!(masked.contains("hub"));
}

#[test]
fn another_secret_is_shown_as_one_and_not_told() {
    let text = "[\"/method/sms.1\"]\nclassName = \"symbolon.sms\"\nconfiguration = [\"smsUser gateway\", \"smsPassword other\"]\n";
    let plan = diff_of(&full(), text, None, false).unwrap();
    assert!(
        plan.shown.contains(&"~ /method/sms.1 configuration.smsPassword: another secret".to_owned()),
        "{:?}",
        plan.shown
    );
    assert!(!plan.shown.concat().contains("other\""));
    let (after, _) = full().with(&plan.changes).unwrap();
    assert_eq!(line(&after, "sms.1", "smsPassword"), Some("other"));
}

#[test]
fn named_objects_are_made_so_and_others_left_alone() {
    let text = concat!(
        "[\"/method/password.1\"]\nclassName = \"symbolon.password\"\nenabled = true\nconfiguration = [\"policy.lockout.threshold 3\"]\n",
        "link.nextFactor = [\"/method/sms.1\", \"/method/new.1\"]\n",
        "[\"/method/new.1\"]\nmethodType = \"SPI Mobile Phone\"\nconfiguration = \"mfa true\"\n",
    );
    let plan = diff_of(&full(), text, None, false).unwrap();
    let expected = [
        "+ /method/new.1",
        "~ /method/password.1 configuration - \"policy.lockout.threshold 4\"",
        "~ /method/password.1 configuration - \"policy.password.length 10\"",
        "~ /method/password.1 configuration + \"policy.lockout.threshold 3\"",
        "~ /method/password.1 networks - \"10.0.0.0/8 2001:db8::/32\"",
        "~ /method/password.1 samlClassReference - \"urn:oasis:names:tc:SAML:2.0:ac:classes:Password\"",
        "~ /method/password.1 title - { en = \"Password\", fi = \"Salasana\" }",
        "~ /method/password.1 link.directory - /directory/local",
        "~ /method/password.1 link.nextFactor + /method/new.1",
    ];
    assert_eq!(plan.shown, expected);
    let (after, _) = full().with(&plan.changes).unwrap();
    let (old, new) = (full().at(Noun::Method, "password.1").unwrap().id, after.at(Noun::Method, "password.1").unwrap());
    assert_eq!(new.id, old, "ids stay");
    let AnyObject::Method(method) = &new.object else { panic!() };
    assert_eq!(method.declaration_reference, "urn:uuid:password", "the reference stays");
    assert!(method.networks.is_empty() && method.title.is_empty(), "attributes not named have their defaults");
    let (_, made) = after.method(after.at(Noun::Method, "new.1").unwrap().id).unwrap();
    assert_eq!(made.kind, "sms");
    assert!(
        made.declaration_reference.starts_with("urn:uuid:") && made.declaration_reference.len() == 45,
        "{}",
        made.declaration_reference
    );
    assert_eq!(after.all().count(), full().all().count() + 1);
    assert_eq!(after.at(Noun::Site, "demosite"), full().at(Noun::Site, "demosite"));
}

/// The class names of the source product are taken on input.
#[test]
fn source_class_names_mean_the_same_kind() {
    let text = "[\"/method/x\"]\nclassName = \"ubilogin.method.provider.spi.DirectoryPasswordMethod\"\nmethodType = \"SPI Password\"\n";
    let plan = diff_of(&Catalogue::default(), text, None, false).unwrap();
    let Change::Put(entry) = &plan.changes[0] else { panic!() };
    let AnyObject::Method(method) = &entry.object else { panic!() };
    assert_eq!(method.kind, "password");
}

#[test]
fn pruning_deletes_what_is_not_named_and_never_the_system() {
    let mut entries: Vec<Entry> = full().all().cloned().collect();
    for entry in &mut entries {
        if let AnyObject::Method(method) = &mut entry.object {
            method.enabled = false;
        }
    }
    let before = Catalogue::load(1, entries);
    let text = "[\"/site/demosite\"]\n";
    let plan = diff_of(&before, text, None, true).unwrap();
    assert!(plan.shown.contains(&"- /method/sms.1".to_owned()) && !plan.shown.concat().contains("- /server"));
    let (after, _) = before.with(&plan.changes).unwrap();
    let left: Vec<String> = after.all().map(Entry::api_path).collect();
    assert_eq!(left, ["/server", "/site/demosite"]);
    let kept = diff_of(&before, "[\"/site/other\"]\n", None, false).unwrap();
    assert!(!kept.shown.iter().any(|line| line.starts_with("- ")), "control: without prune nothing goes");
}

#[test]
fn links_keep_their_attributes() {
    let id = |path: &str, noun| full().at(noun, path).unwrap().id;
    let wiki = full().at(Noun::Application, "demosite/wiki").unwrap().clone();
    let to = |link: &&model::Link| link.to == id("password.1", Noun::Method);
    assert!(wiki.links_as("method").find(to).unwrap().has("enabled"));
    let text = export(&full(), KINDS, &Secrets::Omit)
        .replace("{ enabled = true, to = \"/method/password.1\" }", "\"/method/password.1\"");
    let plan = diff_of(&full(), &text, None, false).unwrap();
    assert!(
        plan.shown.contains(&"~ /application/demosite/wiki link.method - /method/password.1 enabled".to_owned()),
        "{:?}",
        plan.shown
    );
    assert!(plan.shown.contains(&"~ /application/demosite/wiki link.method + /method/password.1".to_owned()));
    assert!(
        plan.findings.iter().any(|f| f.severity == Severity::Warning && f.key == "opens-and-follows"),
        "{:?}",
        plan.findings
    );
}

#[test]
fn ids_come_from_chance_and_time() {
    let text = "[\"/site/new\"]\n";
    let plan = diff_of(&Catalogue::default(), text, None, false).unwrap();
    let Change::Put(entry) = &plan.changes[0] else { panic!() };
    assert_eq!(entry.id, model::Id::new(Time::from_seconds(1_700_000_000), [7; 10]));
}
