use super::*;
use crate::{Id, Time};
use proptest::prelude::*;

fn user(name: &str, attributes: &[(&str, &str)]) -> User {
    User {
        id: Id::fixed(1),
        directory: Id::fixed(2),
        site: Id::fixed(3),
        name: name.into(),
        attributes: attributes.iter().map(|(n, v)| ((*n).to_owned(), vec![(*v).to_owned()])).collect(),
        email_verified: true,
        phone_verified: true,
        enabled: true,
        not_before: None,
        expires: None,
        created: Time::default(),
        version: 1,
    }
}

fn ada() -> User {
    user("ada", &[("email", "ada@demo.test"), ("phone_number", "+358401"), ("cn", "Ada (L)"), ("department", "it")])
}

fn given(name: &str, value: &str) -> Attributes {
    Attributes::from([(name.to_owned(), vec![value.to_owned()])])
}

fn fits(filter: &str, given: &Attributes) -> bool {
    Filter::read(filter)
        .unwrap_or_else(|w| panic!("{filter}: {w:?}"))
        .filled(given, "ada")
        .is_ok_and(|f| f.fits(&ada()))
}

#[test]
fn a3_2_filters_and_or_not_compare_and_ask_for_presence() {
    let email = given("mail", "ada@demo.test");
    for (filter, expected) in [
        ("(&(objectclass=ubiloginUser)(mail={method:mail}))", true),
        ("(&(objectClass=inetOrgPerson)(MAIL={mail}))", true),
        ("(&(objectclass=ubiloginGroup)(mail={mail}))", false),
        ("(email={lowercase:{method:mail}})", true),
        ("(uid={subject:username})", true),
        ("(uid=ADA)", true),
        ("(uid=bob)", false),
        ("(mobile=+358401)", true),
        ("(cn=Ada \\28L\\29)", true),
        ("(cn=\\41da \\28L\\29)", true),
        ("(|(uid=bob)(mail={mail}))", true),
        ("(&(uid=ada)(!(department=hr)))", true),
        ("(&(uid=ada)(!(department=it)))", false),
        ("(&(uid=ada)(department=*))", true),
        ("(&(uid=ada)(title=*))", false),
        // What is absent decides nothing, and neither does its opposite.
        ("(mail={method:gone})", false),
        ("(&(uid=ada)(!(mail={method:gone})))", false),
        ("(|(mail={method:gone})(uid=ada))", true),
        ("(mail=ada@{method:gone})", false),
    ] {
        assert_eq!(fits(filter, &email), expected, "{filter}");
    }
}

/// M080: whatever a provider sends is compared as it is, and finds nobody whom it does not name.
#[test]
fn m080_what_a_provider_sends_never_changes_the_filter() {
    let filter = "(&(objectclass=ubiloginUser)(mail={method:mail})(!(department=admin)))";
    assert!(fits(filter, &given("mail", "ada@demo.test")));
    for hostile in [
        "*",
        "ada*",
        "*)(uid=*",
        "x)(|(uid=ada)(mail=ada@demo.test",
        "x))(|(objectclass=*",
        "\\61da@demo.test",
        "\\2a",
        "{method:other}",
        "{subject:username}",
        "ada@demo.test\0",
        "ada@demo.test\u{200b}",
        "ad\u{0430}@demo.test",
        "\u{ff41}da@demo.test",
        "",
        " ",
    ] {
        let brought = Attributes::from([
            ("mail".to_owned(), vec![hostile.to_owned()]),
            ("other".to_owned(), vec!["ada@demo.test".to_owned()]),
        ]);
        assert!(!fits(filter, &brought), "{hostile:?}");
        let anchors: Vec<String> = Filter::read(filter)
            .expect("a filter")
            .filled(&brought, "ada")
            .map(|f| f.ways().into_iter().flatten().map(|a| a.value).collect())
            .unwrap_or_default();
        assert!(anchors.is_empty() || anchors == [hostile], "{hostile:?}");
    }
    // Two values where one is compared: one of them may be another's.
    let two = Attributes::from([("mail".to_owned(), vec!["ada@demo.test".to_owned(), "eve@demo.test".to_owned()])]);
    assert_eq!(Filter::read(filter).expect("a filter").filled(&two, "").map(|_| ()), Err(Several));
}

/// A3.2: each way finds everybody who fits; a login name goes first, and a choice is one way through all that it names.
#[test]
fn a3_2_ways_to_look_up_begin_with_what_few_have() {
    let given =
        Attributes::from([("team".to_owned(), vec!["x".to_owned()]), ("hetu".to_owned(), vec!["1".to_owned()])]);
    for (filter, expected) in [
        ("(team={method:team})", "team=x"),
        ("(&(objectclass=user)(team={method:team})(hetu={method:hetu}))", "team=x / hetu=1"),
        ("(&(team={method:team})(uid={subject:username}))", "uid=ada / team=x"),
        ("(|(team={method:team})(hetu={method:hetu}))", "team=x hetu=1"),
        ("(&(|(team={method:team})(hetu={method:hetu}))(uid={subject:username}))", "uid=ada / team=x hetu=1"),
        ("(&(!(team={method:team}))(hetu={method:hetu}))", "hetu=1"),
        // Compared with nothing: nobody is looked up.
        ("(&(team={method:gone})(hetu={method:hetu}))", " / hetu=1"),
    ] {
        let read = Filter::read(filter).expect(filter);
        let ways = read.filled(&given, "ada").expect("one value each").ways();
        let told = |a: &Anchor| match &a.sought {
            Sought::Login => format!("uid={}", a.value),
            Sought::Attribute(name) => format!("{name}={}", a.value),
        };
        let told: Vec<String> = ways.iter().map(|way| way.iter().map(told).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(told.join(" / "), expected, "{filter}");
    }
}

#[test]
fn letters_that_only_look_alike_are_not_the_same() {
    assert!(same("Ada@Demo.test", "ada@demo.TEST") && same("e\u{301}", "é"));
    for (one, other) in [("\u{212a}ari", "Kari"), ("\u{212a}ari", "kari"), ("ſam", "sam"), ("É", "é"), ("ı", "i")] {
        assert!(!same(one, other), "{one} {other}");
    }
}

#[test]
fn what_is_no_filter_is_refused_with_its_place() {
    let long = format!("({}", "(&".repeat(50));
    for (filter, key, told) in [
        ("", "text-expected", "( 1"),
        ("cn=x", "text-expected", "( 1"),
        ("(cn=x", "text-expected", ") 6"),
        ("(cn=x))", "text-expected", "end 7"),
        ("(cn=x)(cn=y)", "text-expected", "end 7"),
        ("(&)", "text-expected", "( 3"),
        ("(!(cn=x)", "text-expected", ") 9"),
        ("(=x)", "text-expected", "name 2"),
        ("(cn x)", "text-expected", "= 4"),
        ("(cn=)", "text-expected", "value 5"),
        ("(cn=a(b)", "text-expected", ") 6"),
        ("(cn=a*)", "mapping-match", "5"),
        ("(cn>=1)", "mapping-match", "4"),
        ("(cn~=a)", "mapping-match", "4"),
        ("(cn:dn:=a)", "mapping-match", "4"),
        ("(cn=\\2)", "text-expected", "\\XX 5"),
        ("(cn=\\zz)", "text-expected", "\\XX 5"),
        ("(cn=\\00)", "text-expected", "\\XX 5"),
        ("(cn={method:x)", "text-expected", "} 14"),
        ("(cn={})", "text-expected", "name 6"),
        ("(cn={subject:format})", "text-unknown", "format 14"),
        ("(cn={user:x})", "text-unknown", "user 6"),
        ("(cn=*)", "mapping-anchor", ""),
        ("(!(cn=x))", "mapping-anchor", ""),
        ("(objectclass=ubiloginUser)", "mapping-anchor", ""),
        ("(|(cn=x)(sn=*))", "mapping-anchor", ""),
        (&long, "text-expected", "name 2"),
    ] {
        let wrong = Filter::read(filter).expect_err(filter);
        let given: Vec<&str> = wrong.args.iter().map(|(_, v)| v.as_str()).filter(|v| !v.is_empty()).collect();
        assert_eq!((wrong.key, given.join(" ").as_str()), (key, told), "{filter}");
    }
    let deep = format!("{}(cn=x){}", "(&".repeat(40), ")".repeat(40));
    assert_eq!(Filter::read(&deep).expect_err("deep").key, "text-bounds");
    let wide = format!("(|{})", "(cn=x)".repeat(100));
    assert_eq!(Filter::read(&wide).expect_err("wide").key, "text-bounds");
}

proptest! {
    /// Whatever is brought, a filter finds only whom the comparison names.
    #[test]
    fn m080_no_value_finds_another(value in "\\PC{0,40}") {
        let found = fits("(&(objectclass=*)(mail={method:mail}))", &given("mail", &value));
        prop_assert_eq!(found, value.trim().eq_ignore_ascii_case("ada@demo.test"));
    }

    #[test]
    fn no_filter_panics(text in "[(&|!)cn=*{}:\\\\a-z0-9ä]{0,60}") {
        let _ = Filter::read(&text);
    }
}
