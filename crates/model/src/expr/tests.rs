use super::*;
use crate::{Id, Time};
use proptest::prelude::*;

fn user() -> User {
    let attributes = Attributes::from(
        [
            ("cn", &["Ada Lovelace"][..]),
            ("email", &["ada@demo.test"]),
            ("phone_number", &["+358401234567"]),
            ("member", &["b", "a", "b"]),
            ("truth", &["true"]),
            ("description", &["sealed"]),
            ("blank", &[""]),
        ]
        .map(|(name, values)| (name.to_owned(), values.iter().map(|v| (*v).to_owned()).collect())),
    );
    User {
        id: Id::fixed(1),
        directory: Id::fixed(2),
        site: Id::fixed(3),
        name: "ada".into(),
        attributes,
        email_verified: true,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: Time::default(),
        version: 1,
    }
}

fn made(text: &str) -> Result<Made, Overrun> {
    let user = user();
    let method = Attributes::from([
        ("urn:oid:1.2.246.575.1.14".to_owned(), vec!["FI-1".to_owned()]),
        ("n".to_owned(), vec!["1".to_owned(), "2".to_owned()]),
    ]);
    let username = Subject {
        value: "ada.l".into(),
        format: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".into(),
        name_qualifier: Some("idp".into()),
        sp_name_qualifier: None,
    };
    let sso = Sso { id: "s1", locale: "fi", template: "" };
    let scope = Scope { user: Some(&user), method: &method, username: &username, sso };
    Template::read(text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}")).made(&scope)
}

fn values(text: &str) -> Vec<String> {
    match made(text) {
        Ok(Made::Values(values)) => values,
        other => panic!("{text}: {other:?}"),
    }
}

/// D4: each form that the source product's pages show.
#[test]
fn d4_what_policies_write_comes_to_what_they_mean() {
    for (text, made) in [
        // As the examples have them.
        ("${user.cn}@example.com", &["Ada Lovelace@example.com"][..]),
        ("${user.cn[0].concat('@example.com')}", &["Ada Lovelace@example.com"]),
        ("${method['urn:oid:1.2.246.575.1.14']}", &["FI-1"]),
        ("${sha1.text(sso.id).uuid}", &["640d87e7-41e6-5a4c-a69a-82a4cd304787"]),
        ("${sha256.text('abc').toString()}", &["ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"]),
        ("${sha1.text('abc')}", &["a9993e364706816aba3e25717850c26c9cd0d89d"]),
        ("${re:replace(user.mobile, '^\\\\+358', '0')}", &["0401234567"]),
        // Variables.
        ("${user.cn}", &["Ada Lovelace"]),
        ("${user['cn']}", &["Ada Lovelace"]),
        ("${user[\"cn\"]}", &["Ada Lovelace"]),
        ("${user.uid}", &["ada"]),
        ("${user.mail}", &["ada@demo.test"]),
        ("${user.member}", &["b", "a", "b"]),
        ("${user.member[1]}", &["a"]),
        ("${user.member[7]}", &[]),
        ("${method.n}", &["1", "2"]),
        ("${username.value}", &["ada.l"]),
        ("${username.format}", &["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"]),
        ("${username.nameQualifier}", &["idp"]),
        ("${username.spNameQualifier}", &[]),
        ("${sso.id}/${sso.locale}", &["s1/fi"]),
        ("${sso.template}", &[]),
        // Methods of texts.
        ("${user.cn.substring(4)}", &["Lovelace"]),
        ("${user.cn.substring(0, 3)}", &["Ada"]),
        ("${user.cn.substring(0, user.cn.indexOf(' '))}", &["Ada"]),
        ("${user.cn.substring(0, 99)}", &[]),
        ("${user.cn.substring(3, 1)}", &[]),
        ("${user.cn.substring(-1)}", &[]),
        ("${'äö'.substring(1)}", &["ö"]),
        ("${user.cn.indexOf('zz')}", &["-1"]),
        ("${user.cn.toUpperCase().toLowerCase()}", &["ada lovelace"]),
        ("${user.cn.startsWith('Ada')}", &["true"]),
        ("${user.cn.endsWith('Ada')}", &["false"]),
        ("${user.cn.contains('Love')}", &["true"]),
        ("${user.cn.length()}", &["12"]),
        ("${' a '.trim()}", &["a"]),
        // Choices and comparisons.
        ("${empty user.title ? 'none' : user.title}", &["none"]),
        ("${empty user.blank}", &["true"]),
        ("${!empty user.cn && user.cn == 'Ada Lovelace'}", &["true"]),
        ("${not (user.cn eq 'x') and true or false}", &["true"]),
        ("${user.cn != 'x' ? 1 : 2}", &["1"]),
        ("${user.title == null}", &["true"]),
        ("${user.title == 'x' || user.truth}", &["true"]),
        ("${user.member == 'a'}", &["true"]),
        ("${user.cn.length() == 12}", &["true"]),
        ("${true ? false ? 'a' : 'b' : 'c'}", &["b"]),
        ("${user.truth?user.cn:user.mail}", &["Ada Lovelace"]),
        // What is absent makes nothing.
        ("${user.title}", &[]),
        ("${user.title}@example.com", &[]),
        ("${user.title.concat('x')}", &[]),
        ("${sha1.text(user.title).uuid}", &[]),
        ("${re:replace(user.title, 'a', 'b')}", &[]),
        // Braces and dollars in quotes, and where no expression begins.
        ("a $ b } {${'}'}", &["a $ b } {}"]),
        ("${'it\\'s'}", &["it's"]),
        ("${re:replace(user.cn, '(\\\\w+) (\\\\w+)', '$2, $1')}", &["Lovelace, Ada"]),
        ("${re:replace('a.b', '[.]', '\\\\$1')}", &["a$1b"]),
    ] {
        assert_eq!(values(text), made, "{text}");
    }
}

/// A2.10: an expression that is a name or another attribute.
#[test]
fn a2_10_builders_make_names_and_attributes() {
    let x509 = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName";
    let email = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    let name = |value: Option<&str>, format: Option<&str>| MadeName {
        value: value.map(|v| vec![v.to_owned()]),
        format: format.map(str::to_owned),
        ..MadeName::default()
    };
    for (text, made_name) in [
        ("${nameID.value( user.cn ).format('x509subjectname')}", name(Some("Ada Lovelace"), Some(x509))),
        ("${nameID.value(user.mail).nameFormat('email')}", name(Some("ada@demo.test"), Some(email))),
        ("${nameID.format('emailAddress')}", name(None, Some(email))),
        ("${empty user.title ? nameID.value(user.mail) : nameID.value(user.title)}", name(Some("ada@demo.test"), None)),
        (
            "${nameID.value('x').nameQualifier('q').spNameQualifier(username.nameQualifier)}",
            MadeName {
                name_qualifier: Some("q".into()),
                sp_name_qualifier: Some("idp".into()),
                ..name(Some("x"), None)
            },
        ),
    ] {
        assert_eq!(made(text), Ok(Made::Name(made_name)), "{text}");
    }
    let attribute = Made::Attribute {
        name: "email".into(),
        values: vec!["ada@demo.test".into(), "b".into(), "a".into(), "b".into()],
        format: Some("uri".into()),
        friendly: None,
    };
    assert_eq!(made("${attribute.name(\"email\").values(user.mail, user.member).nameFormat('uri')}"), Ok(attribute));
}

/// Each refusal names the place, and what was expected or is known there.
#[test]
fn what_means_nothing_is_refused_with_its_place() {
    for (text, key, told) in [
        ("${", "text-expected", "value 3"),
        ("${}", "text-expected", "value 3"),
        ("${user}", "text-expected", ". 7"),
        ("${user.}", "text-expected", "name 8"),
        ("${user.cn", "text-expected", "} 10"),
        ("${user.cn)}", "text-expected", "} 10"),
        ("${user.cn + 'x'}", "text-expected", "value 11"),
        ("${user[method.n]}", "text-expected", "quoted 8"),
        ("${user['']}", "text-expected", "quoted 8"),
        ("${user.cn[0}", "text-expected", "] 12"),
        ("${'abc}", "text-expected", "' 8"),
        ("${a ? }", "text-unknown", "a 3"),
        ("${true ? 1}", "text-expected", ": 11"),
        ("${users.cn}", "text-unknown", "users 3 user"),
        ("${user.cn.concta('x')}", "text-unknown", "concta 11 concat"),
        ("${user.cn.getClass()}", "text-unknown", "getClass 11"),
        ("${username.handle}", "text-unknown", "handle 12"),
        ("${server.decrypt(user.description)}", "expression-refused", "server 3"),
        ("${response.issuer}", "expression-refused", "response 3"),
        ("${prefix['x']}", "expression-refused", "prefix 3"),
        ("${re:matches('a', 'b')}", "text-unknown", "re:matches 3"),
        ("${re:replace('a', user.cn, 'c')}", "text-expected", "quoted 19"),
        ("${re:replace('a', '(', 'c')}", "expression-pattern", "19"),
        ("${re:replace('a', '(?:a{1000}){1000}', 'c')}", "expression-pattern", "19"),
        ("${sha1.file('x')}", "text-unknown", "file 8"),
        ("${user.cn.concat()}", "expression-arguments", "concat 11 1"),
        ("${nameID.value(user.cn).format('oval')}", "format-unknown", "oval"),
        ("${nameID.value(user.cn).format('entity')}", "expression-refused", "entity 32"),
        ("${nameID.value(user.cn).format(user.cn)}", "text-expected", "quoted 32"),
        ("${nameID}", "text-expected", ". 9"),
        ("x${nameID.value(user.cn)}", "expression-alone", "nameID"),
        ("${nameID.value(nameID.value('x'))}", "expression-alone", "nameID"),
        ("${attribute.name('a').values('b') == 'b'}", "expression-alone", "attribute"),
        ("${attribute.values('b')}", "text-expected", ".name( 24"),
        // O077: what the server alone sets is not set by a way around either.
        ("${attribute.name('iss').values('b')}", "reserved", "iss"),
        ("${99999999999}", "text-expected", "number 3"),
        ("${#}", "text-expected", "value 3"),
    ] {
        let wrong = Template::read(text).expect_err(text);
        let given: Vec<&str> = wrong.args.iter().map(|(_, v)| v.as_str()).filter(|v| !v.is_empty()).collect();
        assert_eq!((wrong.key, given.join(" ").as_str()), (key, told), "{text}");
    }
}

/// Time and memory are bounded before anything is worked out, and while it is.
#[test]
fn nothing_is_too_long_too_deep_or_too_dear() {
    let long = format!("${{'{}'}}", "a".repeat(LONGEST));
    let deep = |open: &str, close: &str| format!("${{{}1{}}}", open.repeat(200), close.repeat(200));
    for text in [
        long,
        deep("(", ")"),
        deep("!", ""),
        deep("empty ", ""),
        deep("'a'.concat(", ")"),
        deep("true ? ", " : 1"),
        format!("${{'a'{}}}", ".trim()".repeat(200)),
        format!("${{true{}}}", " && true".repeat(200)),
        format!("${{user.cn{}}}", "[0]".repeat(200)),
    ] {
        assert_eq!(Template::read(&text).expect_err(&text).key, "text-bounds");
    }
    // Each replacement makes the text ten times as long; the sixth would be a million letters.
    let mut growing = "'a'".to_owned();
    for _ in 0..6 {
        growing = format!("re:replace({growing}, 'a', 'aaaaaaaaaa')");
    }
    assert_eq!(made(&format!("${{{growing}}}")), Err(Overrun));
    // The classic that makes a backtracking matcher run for ever.
    let text = format!("${{re:replace('{}', '(a+)+$', 'x')}}", "a".repeat(2000) + "!");
    assert_eq!(values(&text), [format!("{}!", "a".repeat(2000))]);
    // Searches that each look to the end and find one letter: the square of the length.
    let square = |n| format!("${{re:replace('{}', '.*[^A-Z]|[A-Z]', 'x')}}", "A".repeat(n));
    assert_eq!((values(&square(300)).len(), made(&square(3500))), (1, Err(Overrun)), "M092");
    // A group that is long, and stands often in what replaces it: four megabytes of two kilobytes.
    let often = |n| format!("${{re:replace('{}', '.+', '{}')}}", "A".repeat(n), "$0".repeat(n / 2));
    assert_eq!((values(&often(100))[0].len(), made(&often(1900))), (5000, Err(Overrun)));
    let dear = format!("${{{}}}", vec!["user.cn"; 20].join("==").replace("==", " == 'x' || "));
    assert!(made(&dear).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Nothing that is written makes it panic, and nothing that it comes to is larger than what was promised.
    #[test]
    fn no_text_panics_or_outgrows_its_bounds(words in proptest::collection::vec(prop_oneof![
        Just("${"), Just("}"), Just("user.cn"), Just("method['n']"), Just("nameID"), Just(".value("), Just(")"), Just("("),
        Just("'a'"), Just("\"b\""), Just(" ? "), Just(" : "), Just(" == "), Just(" && "), Just("!"), Just("empty "), Just("[0]"),
        Just(".concat("), Just(".substring("), Just("1"), Just("-"), Just(","), Just("re:replace("), Just("sha1.text("),
        Just(".uuid"), Just("attribute.name('x')"), Just(".values("), Just("'"), Just("\\"), Just("ä"), Just("null"),
    ], 0..30)) {
        let text = words.concat();
        if let Ok(template) = Template::read(&text) {
            let (user, method, username) = (user(), Attributes::new(), Subject::default());
            let sso = Sso { id: "s", locale: "en", template: "" };
            let scope = Scope { user: Some(&user), method: &method, username: &username, sso };
            if let Ok(Made::Values(values)) = template.made(&scope) {
                prop_assert!(values.iter().all(|v| v.len() <= LARGEST));
            }
        }
    }

    #[test]
    fn no_bytes_panic(text in "\\PC{0,200}") {
        let _ = Template::read(&format!("${{{text}}}"));
    }
}
