//! What is refused, each with its place, beside a control that is not.

use super::*;

fn refused(text: &str) -> Vec<String> {
    diff_of(&full(), text, Some(&key()), false).unwrap_err().iter().map(Finding::plain).collect()
}

fn fits(text: &str) -> bool {
    diff_of(&full(), text, Some(&key()), false).is_ok()
}

#[test]
fn malformed_text_names_the_line() {
    let good = "[\"/site/a\"]\nenabled = true\n";
    assert!(fits(good), "control");
    let toml = refused("[\"/site/a\"]\nenabled = tru\n");
    assert!(toml[0].starts_with("broken  : toml (why=") && toml[0].ends_with("line=2)"), "{toml:?}");
    let twice = refused("[\"/site/a\"]\n\n[\"/site/a\"]\n");
    assert!(twice[0].ends_with("line=3)"), "{twice:?}");
}

#[test]
fn what_cannot_be_meant_is_refused_with_the_nearest_name() {
    let method = "[\"/method/a\"]\nclassName = \"symbolon.password\"\n";
    assert!(fits(method), "control");
    for (text, expected) in [
        ("[\"/methods/a\"]\n", "broken /methods/a : noun-unknown (path=/methods/a, nearest=method, line=1)"),
        ("[a]\n", "broken a : path (path=a, line=1)"),
        ("[\"/site/a//b\"]\n", "broken /site/a//b : path (path=/site/a//b, line=1)"),
        ("[\"/server/x\"]\n", "broken /server/x : path (path=/server/x, line=1)"),
        ("\"/site/a\" = 5\n", "broken /site/a : not-a-table (line=1)"),
        ("[\"/site/a\"]\nenable = true\n", "broken /site/a enable: attribute-unknown (nearest=enabled, line=2)"),
        ("[\"/site/a\"]\nenabled = 5\n", "broken /site/a enabled: attribute-value (why=expected a boolean, line=2)"),
        (
            "[\"/site/a\"]\nenabled = 2020-01-01\n",
            "broken /site/a enabled: attribute-value (why=expected a text, number, boolean, list or table, line=2)",
        ),
        ("[\"/site/a\"]\nname = \"b\"\n", "broken /site/a name: fixed (value=a, line=2)"),
        (
            "[\"/site/a\"]\nlink.methods = []\n",
            "broken /site/a link.methods: link-unknown (role=methods, nearest=method, line=2)",
        ),
        ("[\"/site/a\"]\nlink.method = [5]\n", "broken /site/a link.method: link-form (line=2)"),
        (
            "[\"/site/a\"]\nlink.method = [\"/method/sms\"]\n",
            "broken /site/a link.method: dangling (to=/method/sms, nearest=/method/sms.1, line=2)",
        ),
        (
            "[\"/site/a\"]\nlink.method = [\"/site/demosite\"]\n",
            "broken /site/a link.method: dangling (to=/site/demosite, nearest=/method/sms.1, line=2)",
        ),
        (
            "[\"/site/a\"]\nlink.method = [\"/method/sms.1\", { to = \"/method/sms.1\", enabled = true }]\n",
            "broken /site/a link.method: link-twice (to=/method/sms.1, line=2)",
        ),
        (
            "[\"/site/a\"]\nlink.method = [{ to = \"/method/sms.1\", enable = true }]\n",
            "broken /site/a link.method: link-attribute (attribute=enable, nearest=enabled, line=2)",
        ),
        ("[\"/method/a\"]\nenabled = true\n", "broken /method/a className: missing (line=1)"),
        (
            "[\"/method/a\"]\nclassName = \"symbolon.pasword\"\n",
            "broken /method/a className: class-unknown (value=symbolon.pasword, nearest=symbolon.password, line=2)",
        ),
        (
            "[\"/method/a\"]\nclassName = \"symbolon.password\"\nmethodType = \"SPI Mobile Phone\"\n",
            "broken /method/a methodType: type-differs (value=SPI Mobile Phone, nearest=SPI Password, line=3)",
        ),
        (
            "[\"/method/a\"]\nmethodType = \"SPI Pasword\"\n",
            "broken /method/a methodType: type-unknown (value=SPI Pasword, nearest=SPI Password, line=2)",
        ),
        (
            "[\"/method/sms.1\"]\nclassName = \"symbolon.password\"\n",
            "broken /method/sms.1 className: fixed (value=sms, line=2)",
        ),
        (
            "[\"/directory/a\"]\nclassName = \"ldap\"\n",
            "broken /directory/a className: class-unknown (value=ldap, line=2)",
        ),
    ] {
        assert_eq!(refused(text), [expected], "{text}");
    }
}

/// A2.15: a line that no kind knows is named.
#[test]
fn unknown_and_malformed_configuration_lines_are_named() {
    let with = |line: &str| {
        format!("[\"/method/a\"]\nclassName = \"symbolon.password\"\nconfiguration = [\"mfa true\", \"{line}\"]\n")
    };
    assert!(fits(&with("policy.password.length 8")), "control");
    let unknown = refused(&with("policy.password.lenght 8"));
    assert_eq!(
        unknown,
        [
            "broken /method/a configuration[2]: line-unknown (name=policy.password.lenght, nearest=policy.password.length, line=3)"
        ]
    );
    assert_eq!(refused(&with("=8")), ["broken /method/a configuration[2]: line-malformed (line=3)"]);
    assert_eq!(
        refused(&with("policy.password.length x"))[0],
        "broken /method/a configuration[2]: line-value (name=policy.password.length, value=x, line=3)"
    );
}

#[test]
fn a_ring_of_next_factors_is_refused_whole() {
    let text = |target: &str| {
        format!(
            "[\"/site/new\"]\n[\"/method/sms.1\"]\nclassName = \"symbolon.sms\"\nlink.nextFactor = [\"{target}\"]\n[\"/method/third\"]\nclassName = \"symbolon.sms\"\n"
        )
    };
    assert!(fits(&text("/method/third")), "control");
    let found = refused(&text("/method/password.1"));
    assert!(found.iter().any(|f| f.starts_with("broken /method/sms.1 link.nextFactor: ring")), "{found:?}");
}

/// A3.4: an application allows only what its site has, and the site keeps what its applications allow.
#[test]
fn a3_4_a_method_is_linked_to_the_site_before_its_applications_allow_it() {
    let application = |method: &str| {
        format!(
            "[\"/method/third\"]\nclassName = \"symbolon.sms\"\n[\"/application/demosite/new\"]\nlink.method = [{{ enabled = true, to = \"/method/{method}\" }}]\n"
        )
    };
    assert!(fits(&application("sms.1")), "control");
    let found = refused(&application("third"));
    assert!(
        found
            .iter()
            .any(|f| f.starts_with("broken /application/demosite/new link.method: method-not-in-site (method=third")),
        "{found:?}"
    );
    let site = |methods: &str| format!("[\"/site/demosite\"]\nlink.method = [{methods}]\n");
    assert!(fits(&site("\"/method/sms.1\", \"/method/password.1\"")), "control");
    let found = refused(&site("\"/method/sms.1\""));
    assert!(
        found.iter().any(|f| f.starts_with("broken /application/demosite/wiki link.method: method-not-in-site")),
        "{found:?}"
    );
}

/// A2.16
#[test]
fn an_enabled_method_is_not_deleted() {
    let mut wanted = parse(&export(&full(), KINDS, &Secrets::Omit)).unwrap();
    wanted.objects.retain(|object| object.path != "sms.1");
    wanted.objects.iter_mut().for_each(|object| object.links.retain(|link| link.to != "/method/sms.1"));
    let prune = |catalogue: &Catalogue| {
        diff(
            &wanted,
            &Given {
                catalogue,
                kinds: KINDS,
                key: None,
                now: Time::from_seconds(1),
                chance: &Counting::default(),
                prune: true,
            },
        )
    };
    let found: Vec<String> = prune(&full()).unwrap_err().iter().map(Finding::plain).collect();
    assert_eq!(found, ["broken /method/sms.1 enabled: delete-enabled"]);

    let disabled = Catalogue::load(
        1,
        full().all().cloned().map(|mut entry| {
            if let (AnyObject::Method(method), true) = (&mut entry.object, entry.path == "sms.1") {
                method.enabled = false;
            }
            entry
        }),
    );
    let plan = prune(&disabled).unwrap();
    assert!(plan.shown.contains(&"- /method/sms.1".to_owned()), "control: {:?}", plan.shown);
}

/// M025
#[test]
fn sealed_secrets_need_their_key_and_their_place() {
    let text = export(&full(), KINDS, &Secrets::Sealed(&key()));
    let with = |text: &str, key: Option<&ExportKey>| {
        diff_of(&Catalogue::default(), text, key, false).map_err(|wrong| {
            wrong.iter().map(|f| (f.object.clone(), f.field.clone(), f.key.clone())).collect::<Vec<_>>()
        })
    };
    assert!(with(&text, Some(&key())).is_ok(), "control");
    assert!(with(&text, None).unwrap_err().iter().all(|(.., key)| key == "secret-key-missing"));
    let other = ExportKey::parse(&"77".repeat(32)).unwrap();
    assert!(with(&text, Some(&other)).unwrap_err().iter().all(|(.., key)| key == "secret-not-opened"));
    let moved = text.replace("/method/sms.1", "/method/sms.2");
    let expected = ("/method/sms.2".to_owned(), "configuration.smsPassword".to_owned(), "secret-not-opened".to_owned());
    assert_eq!(with(&moved, Some(&key())).unwrap_err(), [expected]);
}

/// M096: what is wrong is told without the value that is wrong, which may be a secret.
#[test]
fn a_refusal_does_not_tell_the_value() {
    let found = refused(
        "[\"/server\"]\nmail.host = \"m\"\nmail.from = \"a@b.test\"\nmail.password = [\"hunter2\"]\nmail.port = \"hunter3\"\n",
    );
    assert!(found[0].starts_with("broken /server mail: attribute-value (why=expected "), "{found:?}");
    assert!(!found.concat().contains("hunter"), "{found:?}");
}
