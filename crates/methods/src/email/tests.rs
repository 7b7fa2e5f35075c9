//! Codes by e-mail: each refusal beside a control that differs only in what is attacked.

use super::{Config, EmailMethod, State, address::Address};
use crate::codes::verify;
use crate::house::{House, Seeded, answer, asked, told};
use model::{Id, Lines, Span, User};
use plug::{Field, Method, Value};

type Unregistered = EmailMethod<false>;
type Registered = EmailMethod<true>;

fn typed() -> Unregistered {
    Unregistered::open(Config::default()).unwrap()
}

fn known() -> Registered {
    Registered::open(Config::default()).unwrap()
}

/// Ada after a first factor that told her address.
fn following() -> House {
    let mut house = House::new();
    house.attributes.insert("email".into(), vec!["Ada@Acme.Example".into()]);
    house
}

/// Another code than this one.
fn other(code: &str) -> String {
    code.chars().map(|c| if c == '9' { '0' } else { char::from(c as u8 + 1) }).collect()
}

async fn sent_to_ada(house: &mut House) -> State {
    asked(house.challenge(&known()).await).1
}

#[tokio::test]
async fn the_address_is_asked_then_the_code() {
    let mut house = House::nobody();
    let (prompt, state) = asked(house.challenge(&typed()).await);
    assert_eq!((prompt.text.as_str(), prompt.fields), ("email-ask", vec![Field::Email { value: String::new() }]));
    let (prompt, state) = asked(house.verify(&typed(), state, &answer([("email", " Bob@Acme.Example ")])).await);
    assert_eq!(prompt.text, "email-code");
    assert_eq!(prompt.args["address"], Value::from("b••@a•••.example"));
    assert_eq!(prompt.again, Some(house.now + Span::seconds(60)));
    assert_eq!(prompt.until, Some(house.now + Span::minutes(10)));
    assert_eq!((house.sent.len(), house.sent[0].to.as_str(), house.sent[0].notice), (1, "bob@acme.example", false));
    let right = house.code();
    let spaced = format!("{} {}", &right[..3], &right[3..]);
    let step = house.verify(&typed(), state, &answer([("code", &spaced)])).await;
    assert_eq!(told(&step), "pass bob@acme.example");
    let Ok(plug::Step::Pass(evidence)) = step else { panic!() };
    assert_eq!(evidence.attributes["email"], ["bob@acme.example"]);
}

/// C2: behind another factor the address comes from its attributes; the person is not asked and cannot change it.
#[tokio::test]
async fn as_a_second_factor_the_address_is_the_first_factors() {
    let mut house = following();
    house.around.mfa = true;
    let (prompt, state) = asked(house.challenge(&typed()).await);
    assert_eq!((prompt.text.as_str(), prompt.fields.len()), ("email-code", 1));
    let fields = answer([("email", "eve@evil.example"), ("code", "000000")]);
    assert_eq!(told(&house.verify(&typed(), state, &fields).await), "again wrong");
    assert!(house.sent.iter().all(|m| m.to == "ada@acme.example"));
    for attribute in ["", "not an address", "a@b@c"] {
        house.attributes.insert("email".into(), vec![attribute.into()]);
        assert_eq!(told(&house.challenge(&typed()).await), "fail not-sent", "{attribute:?}");
    }
    house.attributes.clear();
    assert_eq!(told(&house.challenge(&typed()).await), "fail not-sent");
}

/// M009: good for ten minutes, not after a newer one, not for another challenge, not twice.
#[tokio::test]
async fn a_code_is_good_for_its_challenge_and_its_time() {
    for (wait, expected) in [(Span::minutes(9), "pass ada"), (Span::minutes(10), "fail expired")] {
        let mut house = following();
        let state = sent_to_ada(&mut house).await;
        house.pass(wait);
        let right = house.code();
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), expected);
    }
    let mut house = following();
    let first = sent_to_ada(&mut house).await;
    let old = house.code();
    let second = sent_to_ada(&mut house).await;
    assert_eq!(told(&house.verify(&known(), second, &answer([("code", &old)])).await), "again wrong");
    assert_eq!(told(&house.verify(&known(), first, &answer([("code", &old)])).await), "pass ada");
    assert!(house.spent[0].0.starts_with("code:"));
}

/// M009: a new code replaces the old one, and comes only after a while.
#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let mut house = following();
    let state = sent_to_ada(&mut house).await;
    let old = house.code();
    house.pass(Span::seconds(59));
    assert_eq!(told(&house.verify(&known(), state.clone(), &answer([("again", "1")])).await), "fail sending-limit");
    assert_eq!(house.sent.len(), 1);
    house.pass(Span::seconds(1));
    let (_, state) = asked(house.verify(&known(), state, &answer([("again", "1")])).await);
    assert_eq!(house.sent.len(), 2);
    assert_eq!(told(&house.verify(&known(), state.clone(), &answer([("code", &old)])).await), "again wrong");
    let new = house.code();
    assert_eq!(told(&house.verify(&known(), state, &answer([("code", &new)])).await), "pass ada");
}

/// A2.17: after five wrong answers the right one comes too late; after four it does not.
#[tokio::test]
async fn a_code_dies_of_wrong_answers() {
    for (misses, expected) in [(4, "pass ada"), (5, "fail expired")] {
        let mut house = following();
        let mut state = sent_to_ada(&mut house).await;
        let right = house.code();
        for _ in 0..misses {
            state = asked(house.verify(&known(), state, &answer([("code", &other(&right))])).await).1;
        }
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), expected);
    }
}

/// M009: a code proves the person it was sent to, whatever name comes with the answer, also after a new one was sent.
#[tokio::test]
async fn anothers_code_is_worth_nothing() {
    let mut house = House::opening();
    let (_, state) = asked(house.challenge(&known()).await);
    let (_, state) = asked(house.verify(&known(), state, &answer([("username", "ada")])).await);
    let right = house.code();
    let eve = User { id: Id::fixed(99), name: "eve".into(), ..crate::house::ada() };
    house.user = Some(eve);
    let as_eve = answer([("username", "eve"), ("code", &right)]);
    assert_eq!(told(&house.verify(&known(), state.clone(), &as_eve).await), "fail wrong");
    house.pass(Span::minutes(1));
    let (_, renewed) =
        asked(house.verify(&known(), state.clone(), &answer([("username", "eve"), ("again", "1")])).await);
    let newer = house.code();
    assert_eq!(told(&house.verify(&known(), renewed, &answer([("code", &newer)])).await), "fail wrong");
    house.user = Some(crate::house::ada());
    assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), "pass ada");
}

/// M055: as an opener it says and asks the same of everybody; only the mail is missing.
#[tokio::test]
async fn nobody_is_asked_like_somebody() {
    let mut without = House::opening();
    without.user.as_mut().unwrap().attributes.clear();
    let mut prompts = Vec::new();
    for (mut house, mails) in [(House::opening(), 1), (House::nobody(), 0), (without, 0)] {
        let (first, state) = asked(house.challenge(&known()).await);
        let (second, state) = asked(house.verify(&known(), state, &answer([("username", "ada")])).await);
        assert_eq!(house.sent.len(), mails);
        assert_eq!(told(&house.verify(&known(), state, &answer([("code", "000000")])).await), "again wrong");
        prompts.push((first, second));
    }
    assert!(prompts.windows(2).all(|pair| pair[0] == pair[1]), "{prompts:?}");
}

/// M017: no shape of an answer is a free try or skips the step.
#[tokio::test]
async fn an_odd_answer_is_a_miss() {
    let mut house = following();
    let state = sent_to_ada(&mut house).await;
    let right = house.code();
    let (long, megabyte) = (format!("{right}0"), "1".repeat(1 << 20));
    for typed in ["", " ", "null", "[]", "true", &right[1..], &long, &megabyte, "１２３４５６"] {
        let step = house.verify(&known(), state.clone(), &answer([("code", typed)])).await;
        assert_eq!(told(&step), "fail malformed", "{} bytes", typed.len());
    }
    assert_eq!(told(&house.verify(&known(), state.clone(), &answer([])).await), "fail malformed");
    assert_eq!(told(&house.verify(&known(), state, &answer([("code", &right)])).await), "pass ada");
    for empty in [answer([]), answer([("username", " ")]), answer([("code", "1")])] {
        assert_eq!(told(&House::opening().verify(&known(), State::Asked, &empty).await), "fail malformed");
    }
}

/// M014: neither the code nor anything that a guess could be checked against without the key is kept.
#[tokio::test]
async fn the_code_is_not_kept() {
    let mut house = following();
    let state = serde_json::to_string(&sent_to_ada(&mut house).await).unwrap();
    let right = house.code();
    assert!(!state.contains(&right), "{state}");
    let mac = |text: &str| data_encoding::HEXLOWER.encode(&crate::house::keyed("email-code", text.as_bytes()));
    let nonce =
        serde_json::from_str::<serde_json::Value>(&state).unwrap()["sent"]["nonce"].as_str().unwrap().to_owned();
    assert!(
        state.contains(&mac(&format!("{nonce}\nada@acme.example\n{right}"))),
        "the keyed hash covers nonce and address"
    );
}

/// M010: six digits or more, uniform, leading zeros kept; from the system's generator.
#[test]
fn codes_are_uniform() {
    let mut counted = [[0_u32; 10]; 6];
    let mut zeros = 0;
    for chance in [&Seeded::default() as &dyn plug::Chance, &plug::clock::SystemChance] {
        for _ in 0..10_000 {
            let code = verify::code(6, chance);
            assert_eq!(code.expose().len(), 6);
            zeros += u32::from(code.expose().starts_with('0'));
            for (place, digit) in code.expose().bytes().enumerate() {
                counted[place][usize::from(digit - b'0')] += 1;
            }
        }
    }
    assert!(zeros > 0);
    for digits in counted {
        // Chi square with nine degrees of freedom: above 50 once in ten million runs.
        let chi: f64 = digits.iter().map(|n| (f64::from(*n) - 2_000.0).powi(2) / 2_000.0).sum();
        assert!(chi < 50.0, "{digits:?}");
    }
}

/// M087: an address is one address and nothing else.
#[test]
fn an_address_is_small_and_dull() {
    for (text, read) in [
        ("ada@acme.example", Some("ada@acme.example")),
        (" Ada.L+x@ACME.example ", Some("ada.l+x@acme.example")),
        ("root@localhost", Some("root@localhost")),
        ("ada@örebro.example", Some("ada@xn--rebro-iua.example")),
        ("ada", None),
        ("@acme.example", None),
        ("ada@", None),
        ("ada@@acme.example", None),
        ("ada@acme.example,eve@evil.example", None),
        ("ada@acme.example\r\nBcc: eve@evil.example", None),
        ("ada\n@acme.example", None),
        ("Ada <ada@acme.example>", None),
        ("\"ada b\"@acme.example", None),
        ("ada(x)@acme.example", None),
        ("ada..l@acme.example", None),
        (".ada@acme.example", None),
        ("ada.@acme.example", None),
        ("ada@[127.0.0.1]", None),
        ("ada@127.0.0.1", None),
        ("ada@acme..example", None),
        ("ada@-acme.example", None),
        ("ada@acme%2eexample", None),
        ("ädä@acme.example", None),
        ("", None),
    ] {
        assert_eq!(Address::parse(text).as_ref().map(Address::as_str), read, "{text:?}");
    }
    let local = "a".repeat(64);
    assert!(Address::parse(&format!("{local}@acme.example")).is_some());
    assert!(Address::parse(&format!("{local}a@acme.example")).is_none());
    assert!(Address::parse(&format!("a@{}", "acme.".repeat(60))).is_none());
}

#[test]
fn lines_of_the_mail_server_are_kept_without_effect() {
    let lines = Lines::parse(["mail.smtp.host mail.acme.example", "codeLength 8"]).unwrap();
    assert!((super::UNREGISTERED.open)(&lines, &plug::Documents::default()).is_ok());
    let found = (super::UNREGISTERED.findings)(&lines);
    assert_eq!((found.len(), found[0].key.as_str(), found[0].field.as_str()), (1, "line-idle", "configuration[1]"));
    for (line, opens) in
        [("codeLength 5", false), ("codeLength 6", true), ("codeLength 10", true), ("codeLength 11", false)]
    {
        assert_eq!(
            (super::REGISTERED.open)(&Lines::parse([line]).unwrap(), &plug::Documents::default()).is_ok(),
            opens,
            "{line}"
        );
    }
}
