//! Codes by text message: each refusal beside a control that differs only in what is attacked.

use super::{Config, SmsMethod, State};
use crate::house::{House, answer, asked, told};
use model::{Lines, Severity, Span, message::Courier};
use plug::{Documents, Field, Method, Value};

type Unregistered = SmsMethod<false>;
type Registered = SmsMethod<true>;

const ADA: &str = "+358401234567";

/// Numbers without a country are Finnish.
fn typed() -> Unregistered {
    Unregistered::open(Config { home: 358, ..Config::default() }).unwrap()
}

fn known() -> Registered {
    Registered::open(Config::default()).unwrap()
}

/// Ada after a first factor that told her number.
fn following() -> House {
    let mut house = House::new();
    house.attributes.insert("phone_number".into(), vec!["+358 40 123 4567".into()]);
    house
}

async fn sent_to_ada(house: &mut House) -> State {
    asked(house.challenge(&known()).await).1
}

/// B4: a number is typed, and its owner is a user of that name.
#[tokio::test]
async fn b4_the_number_is_asked_then_the_code() {
    let mut house = House::nobody();
    let (prompt, state) = asked(house.challenge(&typed()).await);
    assert_eq!((prompt.text.as_str(), prompt.fields), ("sms-ask", vec![Field::Phone { value: String::new() }]));
    let (prompt, state) = asked(house.verify(&typed(), state, &answer([("phone", " 040-123 4567 ")])).await);
    assert_eq!(prompt.text, "sms-code");
    assert_eq!(prompt.args["address"], Value::from("••• ••• 67"));
    assert_eq!(
        (prompt.again, prompt.until),
        (Some(house.now + Span::seconds(60)), Some(house.now + Span::minutes(10)))
    );
    let sent = &house.sent[0];
    assert_eq!((sent.to.as_str(), sent.courier, sent.notice, sent.blind), (ADA, Courier::Sms, false, false));
    let right = house.code();
    let step = house.verify(&typed(), state, &answer([("code", &right)])).await;
    assert_eq!(told(&step), "pass +358401234567");
    let Ok(plug::Step::Pass(evidence)) = step else { panic!() };
    assert_eq!(evidence.attributes["phone_number"], [ADA]);
}

/// C2: behind another factor the number comes from its attributes; the person is not asked and cannot change it.
#[tokio::test]
async fn c2_as_a_second_factor_the_number_is_the_first_factors() {
    let mut house = following();
    house.around.mfa = true;
    let (prompt, state) = asked(house.challenge(&typed()).await);
    assert_eq!((prompt.text.as_str(), prompt.fields.len()), ("sms-code", 1));
    let fields = answer([("phone", "+358409999999"), ("code", "000000")]);
    assert_eq!(told(&house.verify(&typed(), state, &fields).await), "again wrong");
    assert!(house.sent.iter().all(|m| m.to == ADA));
    for attribute in ["", "not a number", "+358", "+358401234567,+358401234568", "+881612345678"] {
        house.attributes.insert("phone_number".into(), vec![attribute.into()]);
        assert_eq!(told(&house.challenge(&typed()).await), "fail not-sent", "{attribute:?}");
    }
    house.attributes.clear();
    assert_eq!(told(&house.challenge(&typed()).await), "fail not-sent");
}

/// A2.17, M088: nothing leaves for a country that is not open; where none is named, for the default country alone, and
/// without one for no number that is typed.
#[tokio::test]
async fn a2_17_m088_only_open_countries_get_messages() {
    for (countries, home, to, when_typed, when_known) in [
        (&[358][..], 0, "+358401234567", true, true),
        (&[46], 0, "+358401234567", false, false),
        (&[358, 46], 0, "+46701234567", true, true),
        (&[46], 358, "+358401234567", false, false),
        (&[], 358, "+358401234567", true, true),
        (&[], 358, "+46701234567", false, false),
        (&[], 0, "+358401234567", false, true),
        (&[], 0, "+881612345678", false, false),
        (&[881], 0, "+881612345678", false, false),
        (&[1], 0, "+18765550123", false, false),
        (&[1], 0, "+14155550123", true, true),
    ] {
        let config = Config { home, ..Config::default() };
        let mut house = House::nobody();
        house.around.sending.countries = countries.to_vec();
        let step =
            house.verify(&Unregistered::open(config.clone()).unwrap(), State::Asked, &answer([("phone", to)])).await;
        let expected = if when_typed { "ask sms-code" } else { "fail malformed" };
        assert_eq!(
            (told(&step).as_str(), house.sent.len()),
            (expected, usize::from(when_typed)),
            "{countries:?} {home} {to}"
        );

        let mut house = following();
        house.around.sending.countries = countries.to_vec();
        house.attributes.insert("phone_number".into(), vec![to.into()]);
        let step = house.challenge(&Registered::open(config).unwrap()).await;
        let expected = if when_known { "ask sms-code" } else { "fail not-sent" };
        assert_eq!(
            (told(&step).as_str(), house.sent.len()),
            (expected, usize::from(when_known)),
            "{countries:?} {home} {to}"
        );
    }
}

/// B3: the number is the directory's, by either name.
#[tokio::test]
async fn b3_the_number_comes_from_the_directory() {
    for (name, number, sent) in [
        ("phone_number", "+358 40 123 4567", 1),
        ("mobile", "+358401234567", 1),
        ("telephoneNumber", "+358401234567", 0),
        ("mobile", "040 123 4567", 0),
    ] {
        let mut house = House::opening();
        house.user.as_mut().unwrap().attributes = [(name.to_owned(), vec![number.to_owned()])].into();
        let (_, state) = asked(house.challenge(&known()).await);
        let (prompt, state) = asked(house.verify(&known(), state, &answer([("username", "ada")])).await);
        assert_eq!((prompt.text.as_str(), house.sent.len()), ("sms-code-unnamed", sent), "{name} {number}");
        assert!(house.sent.iter().all(|m| m.to == ADA && m.blind));
        let given = if sent == 1 { house.code() } else { "000000".into() };
        let expected = if sent == 1 { "pass ada" } else { "again wrong" };
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", &given)])).await), expected);
    }
}

/// M055: as an opener it says and asks the same of everybody, also of who has a number that is not open; only the message is missing.
#[tokio::test]
async fn m055_nobody_is_asked_like_somebody() {
    let (mut without, mut closed) = (House::opening(), House::opening());
    without.user.as_mut().unwrap().attributes.clear();
    closed.user.as_mut().unwrap().attributes = [("phone_number".to_owned(), vec!["+881612345678".to_owned()])].into();
    let mut prompts = Vec::new();
    for (mut house, messages) in [(House::opening(), 1), (House::nobody(), 0), (without, 0), (closed, 0)] {
        let (first, state) = asked(house.challenge(&known()).await);
        let (second, state) = asked(house.verify(&known(), state, &answer([("username", "ada")])).await);
        assert_eq!(house.sent.len(), messages);
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", "000000")])).await), "again wrong");
        prompts.push((first, second));
    }
    assert!(prompts.windows(2).all(|pair| pair[0] == pair[1]), "{prompts:?}");
}

/// M009: good for ten minutes, once, not after a newer one, and a newer one comes only after a while.
#[tokio::test]
async fn m009_a_code_is_good_for_its_challenge_and_its_time() {
    for (wait, expected) in [(Span::minutes(9), "pass ada"), (Span::minutes(10), "fail expired")] {
        let mut house = following();
        let state = sent_to_ada(&mut house).await;
        house.pass(wait);
        let right = house.code();
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), expected);
    }
    let mut house = following();
    let state = sent_to_ada(&mut house).await;
    let old = house.code();
    house.pass(Span::seconds(59));
    assert_eq!(told(&house.verify(&known(), state.clone(), &answer([("again", "1")])).await), "fail sending-limit");
    house.pass(Span::seconds(1));
    let (_, state) = asked(house.verify(&known(), state, &answer([("again", "1")])).await);
    assert_eq!(told(&house.verify(&known(), state.clone(), &answer([("code", &old)])).await), "again wrong");
    let new = house.code();
    assert_eq!(told(&house.verify(&known(), state, &answer([("code", &new)])).await), "pass ada");
    assert!(house.spent[0].0.starts_with("code:"));
}

/// A2.17: after five wrong answers the right one comes too late; after four it does not.
#[tokio::test]
async fn a2_17_a_code_dies_of_wrong_answers() {
    for (misses, expected) in [(4, "pass ada"), (5, "fail expired")] {
        let mut house = following();
        let mut state = sent_to_ada(&mut house).await;
        let right = house.code();
        let other: String = right.chars().map(|c| if c == '9' { '0' } else { char::from(c as u8 + 1) }).collect();
        for _ in 0..misses {
            state = asked(house.verify(&known(), state, &answer([("code", &other)])).await).1;
        }
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), expected);
    }
}

/// M017, M087: no shape of an answer is a free try, a second number or more than a number.
#[tokio::test]
async fn m017_an_odd_answer_is_a_miss() {
    let megabyte = "1".repeat(1 << 20);
    for odd in [
        "",
        "ada",
        "112",
        "+358401234567,+358401234568",
        "+358401234567\r\n+358401234568",
        "+358401234567&to=+358401234568",
        "+35840123456７",
        &megabyte,
    ] {
        let mut house = House::nobody();
        let step = house.verify(&typed(), State::Asked, &answer([("phone", odd)])).await;
        assert_eq!((told(&step).as_str(), house.sent.len()), ("fail malformed", 0), "{} bytes", odd.len());
    }
    let step = House::nobody().verify(&typed(), State::Asked, &answer([("username", ADA)])).await;
    assert_eq!(told(&step), "fail malformed");
    assert_eq!(told(&House::nobody().verify(&typed(), State::Asked, &answer([("phone", ADA)])).await), "ask sms-code");
    let mut house = following();
    let state = sent_to_ada(&mut house).await;
    let right = house.code();
    for typed in ["", " ", "null", &right[1..], &format!("{right}0"), "１２３４５６"] {
        assert_eq!(told(&house.verify(&known(), state.clone(), &answer([("code", typed)])).await), "fail malformed");
    }
    assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), "pass ada");
}

/// M014: neither the code nor the key to it is kept.
#[tokio::test]
async fn m014_the_code_is_not_kept() {
    let mut house = following();
    let state = serde_json::to_string(&sent_to_ada(&mut house).await).unwrap();
    assert!(!state.contains(&house.code()), "{state}");
}

/// A2.15: the lines of the source product are taken; those without effect are kept with a warning.
#[test]
fn a2_15_lines_of_the_source_product_are_taken() {
    let opens = |lines: &[&str]| {
        (super::REGISTERED.open)(&Lines::parse(lines.iter().copied()).unwrap(), &Documents::default()).is_ok()
    };
    let found = |lines: &[&str]| -> Vec<(Severity, String)> {
        let found = (super::REGISTERED.findings)(&Lines::parse(lines.iter().copied()).unwrap());
        found.into_iter().map(|f| (f.severity, format!("{} {}", f.field, f.key))).collect()
    };
    let theirs = [
        "policy.password.encoding {SSHA}",
        "policy.password.protocol UbiloginDirectory",
        "password-name password.1",
        "directory.schema UbiloginDirectory",
        "directory.account.login mail",
        "methodUserGroupDN cn=sms,dc=test",
        "smsUrl https://gw.example/sendsms?to={mobile}&content={challenge}",
    ];
    assert!(opens(&theirs));
    let idle: Vec<_> = (1..=6).map(|n| (Severity::Warning, format!("configuration[{n}] line-idle"))).collect();
    assert_eq!(found(&theirs), idle);
    assert_eq!(
        found(&["smsUrl http://gw.example/?to={mobile}"]),
        [(Severity::Warning, "configuration[1] unsafe".into())]
    );
    assert_eq!(
        found(&["smsUrl https://gw.example/{x}"]),
        [(Severity::Unfit, "configuration[1] gateway-variable".into())]
    );
    for (line, good) in [
        ("codeLength 5", false),
        ("codeLength 8", true),
        ("codeLength 11", false),
        ("defaultCountry 358", true),
        ("defaultCountry 35", false),
        ("smsMethod post", true),
        ("smsMethod put", false),
        ("smsUrls x", false),
    ] {
        assert_eq!(opens(&[line]), good, "{line}");
    }
}
