use super::*;
use crate::password::encoding::{Cost, Encoding, Scheme};

const GOOD: &str = "vuosi vaihtuu Kemissä";
const NOW: Time = Time::from_seconds(1_000_000);

fn cx() -> Context<'static> {
    Context {
        username: "ada",
        personal: &["Ada Lovelace"],
        site: "demosite",
        applications: &["Payroll"],
        second_factor: false,
        current: None,
        history: &[],
        changed_at: None,
        now: NOW,
        voluntary: true,
    }
}

fn stored(password: &str) -> Encoded {
    let small = Cost { memory: 64, passes: 1, lanes: 1, bcrypt: 4, rounds: 1 };
    let hash = Encoding::new(Scheme::Argon2id, false, small).unwrap().encode(password, &[7; 16]).unwrap();
    Encoded::parse(hash.expose()).unwrap()
}

/// M044: fifteen characters alone, eight beside a second factor; characters are counted, not bytes.
#[test]
fn the_smallest_length_depends_on_the_second_factor() {
    let policy = Policy::default();
    let (eight, fourteen, fifteen) = ("kÖq7 zWå", "kÖq7 zWå mn4vx", "kÖq7 zWå mn4vxp");
    assert_eq!(policy.judge(fourteen, &cx()), [Refusal::TooShort { minimum: 15 }]);
    assert_eq!(policy.judge(fifteen, &cx()), []);
    let beside = Context { second_factor: true, ..cx() };
    assert_eq!(policy.judge(eight, &beside), []);
    assert!(policy.judge("kÖq7 zW", &beside).contains(&Refusal::TooShort { minimum: 8 }));
    let ten = Policy { length: Some(10), ..Policy::default() };
    assert!(ten.judge(eight, &beside).contains(&Refusal::TooShort { minimum: 10 }));
    assert_eq!(ten.judge(fourteen, &cx()), []);
}

/// M044: 64 and more, all Unicode and spaces, no composition rule.
#[test]
fn long_passwords_of_any_characters_are_taken() {
    let policy = Policy::default();
    let long = "correct horse battery staple ".repeat(141);
    for fine in
        [&long[..64], &long[..4096.min(long.len())], "пароль из длинных слов 🔑", "only lower case words here", GOOD]
    {
        assert_eq!(policy.judge(fine, &cx()), [], "{fine}");
    }
    assert_eq!(policy.judge(&"é".repeat(2049), &cx()), [Refusal::TooLong { maximum: 4096 }]);
}

/// M045
#[test]
fn the_block_list_is_on_by_default() {
    let policy = Policy::default();
    assert_eq!(policy.judge("passwordpassword", &cx()), [Refusal::Pattern]);
    assert_eq!(policy.judge("Lovelace-Payroll", &cx()), [Refusal::Name]);
    assert_eq!(policy.judge("Lovelace-Payroll", &Context { personal: &[], applications: &[], ..cx() }), []);
    let beside = Context { second_factor: true, ..cx() };
    assert_eq!(policy.judge("password1", &beside), [Refusal::Common]);
    assert_eq!(policy.judge("demosite", &beside), [Refusal::Name]);
}

#[test]
fn classes_and_charset_are_asked_when_configured() {
    let classes = Policy { complexity: true, ..Policy::default() };
    assert_eq!(classes.judge("only lower case words here", &cx()), [Refusal::TooFewClasses]);
    assert_eq!(classes.judge("only lower case Words here", &cx()), []);
    let ascii = Policy { charset: Charset::Ascii, ..Policy::default() };
    assert_eq!(ascii.judge(GOOD, &cx()), [Refusal::NotAscii]);
    assert_eq!(ascii.judge("vuosi vaihtuu Kemissa", &cx()), []);
}

#[test]
fn earlier_passwords_do_not_come_back() {
    let policy = Policy { history: 1, ..Policy::default() };
    let current = stored(GOOD);
    let among = |password: &str| {
        let history = [stored("first purple tulip row"), stored("older purple tulip row")];
        policy.judge(password, &Context { current: Some(&current), history: &history, ..cx() })
    };
    assert_eq!(among(GOOD), [Refusal::Unchanged]);
    assert_eq!(among("first purple tulip row"), [Refusal::Reused { history: 1 }]);
    assert_eq!(among("older purple tulip row"), []);
}

#[test]
fn a_fresh_password_may_only_be_changed_early_when_forced() {
    let policy = Policy { min_age: Some(Span::minutes(30)), ..Policy::default() };
    let fresh = Context { changed_at: Some(NOW - Span::minutes(29)), ..cx() };
    assert_eq!(policy.judge(GOOD, &fresh), [Refusal::TooYoung { until: NOW + Span::minutes(1) }]);
    assert_eq!(policy.judge(GOOD, &Context { voluntary: false, ..fresh }), []);
    assert_eq!(policy.judge(GOOD, &Context { changed_at: Some(NOW - Span::minutes(30)), ..cx() }), []);
}

#[test]
fn a_password_ages() {
    let policy = Policy {
        min_age: Some(Span::minutes(10)),
        max_age: Some(Span::minutes(100)),
        expiring: Some(Span::minutes(20)),
        ..Policy::default()
    };
    let at = |minutes| NOW + Span::minutes(minutes);
    for (minutes, age) in [
        (-5, Age::TooYoung { until: at(5) }),
        (0, Age::TooYoung { until: at(10) }),
        (9, Age::TooYoung { until: at(10) }),
        (10, Age::Fine),
        (79, Age::Fine),
        (80, Age::Expiring { until: at(100) }),
        (99, Age::Expiring { until: at(100) }),
        (100, Age::MustChange),
        (9999, Age::MustChange),
    ] {
        assert_eq!(policy.age(Some(NOW), at(minutes)), age, "after {minutes} minutes");
    }
    assert_eq!(policy.age(None, NOW), Age::MustChange);
    assert_eq!(Policy::default().age(None, NOW), Age::Fine);
    assert_eq!(Policy::default().age(Some(Time::from_seconds(0)), NOW), Age::Fine);
}

/// Every refusal has its sentence in every language.
#[test]
fn every_refusal_has_a_text() {
    let all = [
        Refusal::TooShort { minimum: 8 },
        Refusal::TooLong { maximum: 4096 },
        Refusal::NotAscii,
        Refusal::TooFewClasses,
        Refusal::Common,
        Refusal::Name,
        Refusal::Pattern,
        Refusal::Unchanged,
        Refusal::Reused { history: 5 },
        Refusal::TooYoung { until: NOW },
    ];
    let keys = |text: &str| -> Vec<String> {
        text.lines().filter_map(|l| l.split_once(" = ")).map(|(k, _)| k.to_owned()).collect()
    };
    let english = keys(include_str!("../texts/en.ftl"));
    for (language, text) in [
        ("en", include_str!("../texts/en.ftl")),
        ("fi", include_str!("../texts/fi.ftl")),
        ("sv", include_str!("../texts/sv.ftl")),
        ("fr", include_str!("../texts/fr.ftl")),
        ("de", include_str!("../texts/de.ftl")),
    ] {
        let keys = keys(text);
        assert_eq!(keys, english, "{language}");
        for refusal in all {
            assert!(keys.iter().any(|k| k == refusal.key()), "{language}: {}", refusal.key());
        }
    }
}
