//! Codes by time: each refusal beside a control that differs only in what is attacked.

mod tokens;

use super::{Config, State, Token, TotpMethod};
use crate::house::{House, START, answer, asked, told};
use model::{Lines, Span, Time};
use oath::{Algorithm, Code, OtpAuth, Seed, Totp};
use plug::{Field, Method};

fn method() -> TotpMethod {
    TotpMethod::open(Config::default()).unwrap()
}

fn window(before: u8, after: u8) -> TotpMethod {
    TotpMethod::open(Config { window_before: before, window_after: after, ..Config::default() }).unwrap()
}

fn seed(byte: u8) -> Seed {
    Seed::from_bytes(vec![byte; 20]).unwrap()
}

/// Ada with devices of these seeds.
fn with(seeds: &[u8]) -> House {
    let mut house = House::new();
    for byte in seeds {
        let body = Token::new(seed(*byte), Totp::default()).body().unwrap();
        let id = model::Id::fixed(u128::from(*byte));
        house.credentials.push(model::Credential {
            id,
            person: String::new(),
            method: house.around.method,
            kind: "totp".into(),
            label: String::new(),
            state: model::credential::CredentialState::Active,
            created: START,
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body,
        });
    }
    house
}

fn code(byte: u8, at: Time) -> String {
    Totp::default().code(&seed(byte), at.millis()).expose().to_owned()
}

async fn login(house: &mut House, method: &TotpMethod, code: &str) -> String {
    let state = State::Asked { opens: !house.around.follows };
    told(&house.verify(method, state, &answer([("code", code)])).await)
}

fn steps(n: i64) -> Span {
    Span::seconds(30 * n)
}

/// M001, M002: an accepted step and every earlier one are spent, also in the next step; the next code is good.
#[tokio::test]
async fn a_code_is_good_once_and_earlier_ones_are_not_after_it() {
    let (mut house, method) = (with(&[1]), method());
    let now = house.now;
    assert_eq!(login(&mut house, &method, &code(1, now)).await, "pass ada");
    assert_eq!(login(&mut house, &method, &code(1, now)).await, "fail replay");
    assert_eq!(login(&mut house, &method, &code(1, now - steps(1))).await, "fail replay");
    house.pass(steps(1));
    assert_eq!(login(&mut house, &method, &code(1, now)).await, "fail replay");
    assert_eq!(login(&mut house, &method, &code(1, now + steps(1))).await, "pass ada");
}

/// M005: inside the window good, outside refused.
#[tokio::test]
async fn a_clock_may_be_off_by_the_window() {
    for (before, after, good) in [(1, 1, -1..=1), (0, 0, 0..=0), (4, 0, -4..=0), (2, 9, -2..=9)] {
        for off in -11..=11 {
            let mut house = with(&[1]);
            let typed = code(1, house.now + steps(off));
            let expected = if good.contains(&off) { "pass ada" } else { "fail wrong" };
            assert_eq!(login(&mut house, &window(before, after), &typed).await, expected, "{off} in {before}, {after}");
        }
    }
}

/// M005: drift is remembered only after a second good code with the same drift.
#[tokio::test]
async fn drift_is_believed_the_second_time() {
    let two_ahead = |house: &House| code(1, house.now + steps(2));
    let method = method();
    for (offsets, follows) in
        [(&[1][..], false), (&[1, 1], true), (&[1, 0, 1], false), (&[1, -1, 1], false), (&[1, 0, 1, 1], true)]
    {
        let mut house = with(&[1]);
        for off in offsets {
            house.pass(steps(5));
            let typed = code(1, house.now + steps(*off));
            assert_eq!(login(&mut house, &method, &typed).await, "pass ada", "{offsets:?}");
        }
        house.pass(steps(5));
        let typed = two_ahead(&house);
        let expected = if follows { "pass ada" } else { "fail wrong" };
        assert_eq!(login(&mut house, &method, &typed).await, expected, "{offsets:?}");
        assert_eq!(house.events.contains(&"totp.drift".to_owned()), follows);
    }
}

/// A device cannot pull its window further and further away.
#[tokio::test]
async fn drift_is_followed_for_ten_steps() {
    let (mut house, method) = (with(&[1]), method());
    let mut furthest = 0;
    for off in 1..=14 {
        for _ in 0..2 {
            house.pass(steps(20));
            let typed = code(1, house.now + steps(off));
            if login(&mut house, &method, &typed).await == "pass ada" {
                furthest = off;
            }
        }
    }
    assert_eq!(furthest, 11);
}

#[tokio::test]
async fn each_device_has_a_counter_of_its_own() {
    let (mut house, method) = (with(&[1, 2, 3]), method());
    let now = house.now;
    for device in [2, 1, 3] {
        assert_eq!(login(&mut house, &method, &code(device, now)).await, "pass ada");
        assert_eq!(login(&mut house, &method, &code(device, now)).await, "fail replay");
    }
    assert_eq!(login(&mut house, &method, &code(4, now)).await, "fail wrong");
}

/// M017: no shape of an answer is a free try or skips the step; the control is the code itself, and with spaces.
#[tokio::test]
async fn an_odd_answer_is_a_miss() {
    let right = code(1, START);
    let spaced = format!(" {} {} ", &right[..3], &right[3..]);
    let (long, megabyte) = (format!("{right}0"), "1".repeat(1 << 20));
    for (typed, expected) in [
        ("", "fail malformed"),
        ("   ", "fail malformed"),
        ("null", "fail malformed"),
        ("true", "fail malformed"),
        ("-1", "fail malformed"),
        ("[]", "fail malformed"),
        (&right[..5], "fail malformed"),
        (&long, "fail malformed"),
        (&megabyte, "fail malformed"),
        ("１２３４５６", "fail malformed"),
        ("000000", "fail wrong"),
        (&right, "pass ada"),
        (&spaced, "pass ada"),
    ] {
        assert_eq!(login(&mut with(&[1]), &method(), typed).await, expected, "{} bytes", typed.len());
    }
    let mut house = with(&[1]);
    let without = house.verify(&method(), State::Asked { opens: false }, &answer([("Code", &right)])).await;
    assert_eq!(told(&without), "fail malformed");
}

/// M055: before the first proof a question and a judgement tell nothing of the person.
#[tokio::test]
async fn nobody_is_asked_and_judged_like_somebody() {
    let mut somebody = House { around: House::opening().around, ..with(&[1]) };
    let mut nobody = House::nobody();
    let (theirs, ours) = (asked(somebody.challenge(&method()).await).0, asked(nobody.challenge(&method()).await).0);
    assert_eq!(theirs, ours);
    assert_eq!(theirs.fields.len(), 2, "the name is asked too");
    for typed in ["000000", "0000000", "0000", "x"] {
        let expected = login(&mut somebody, &method(), typed).await;
        assert_eq!(login(&mut nobody, &method(), typed).await, expected, "{typed}");
    }
    let now = somebody.now;
    assert_eq!(login(&mut somebody, &method(), &code(1, now)).await, "pass ada");
    assert_eq!(login(&mut nobody, &method(), &code(1, now)).await, "fail wrong");
    assert_eq!(asked(House::new().challenge(&method()).await).0.fields.len(), 1, "after a proof it is known");
}

/// M024: the key is in the question that offers it, and in no later one; the code that confirmed it is used up.
#[tokio::test]
async fn a_device_is_enrolled_with_its_first_code() {
    let (mut house, method) = (House::new(), method());
    house.around.enrolling = true;
    let (prompt, state) = asked(house.enrol(&method).await);
    let Some(Field::Key { uri, secret, .. }) = prompt.fields.first() else { panic!("{prompt:?}") };
    let read = OtpAuth::parse(uri).unwrap();
    assert_eq!((read.issuer.as_str(), read.account.as_str()), ("Acme & Söhne: demo", "ada"));
    assert_eq!(Seed::from_base32(secret).unwrap().expose(), read.seed.expose());
    assert_eq!(read.seed.expose().len(), 20);
    assert!(secret.split(' ').all(|group| group.len() == 4));
    assert!(house.credentials.is_empty(), "nothing is kept before the first code");

    let kept = serde_json::to_value(&state).unwrap();
    let again = || serde_json::from_value(kept.clone()).unwrap();
    let show = |at: Time| Totp::default().code(&read.seed, at.millis()).expose().to_owned();
    assert_eq!(told(&house.confirm(&method, again(), &answer([])).await), "fail malformed");
    assert_eq!(told(&house.confirm(&method, again(), &answer([("code", "000000")])).await), "fail wrong");
    let fields = [("code", show(house.now)), ("name", " Work\r\n phone ".to_owned())];
    assert_eq!(told(&house.confirm(&method, again(), &plug::Answer::new(fields)).await), "pass ada");
    assert_eq!(house.credentials[0].label, "Work phone");

    let now = house.now;
    assert_eq!(login(&mut house, &method, &show(now)).await, "fail replay");
    assert_eq!(login(&mut house, &method, &show(now + steps(1))).await, "pass ada");
    let later = serde_json::to_string(&asked(house.challenge(&method).await).0).unwrap();
    assert!(!later.contains(&**read.seed.to_base32()) && !later.contains(secret));
    house.user = None;
    assert_eq!(told(&house.enrol(&method).await), "error not supported");
}

/// M008 beyond six digits: a token keeps the settings it was enrolled with.
#[tokio::test]
async fn a_token_keeps_its_settings() {
    let old = Totp { algorithm: Algorithm::Sha512, digits: 8.try_into().unwrap(), ..Totp::default() };
    let mut house = with(&[1]);
    house.credentials[0].body = Token::new(seed(1), old).body().unwrap();
    let now = house.now;
    let typed = old.code(&seed(1), now.millis());
    assert_eq!(login(&mut house, &method(), typed.expose()).await, "pass ada");
    assert_eq!(login(&mut house, &method(), "000000").await, "fail malformed");
    house.credentials[0].body = serde_json::json!({ "key": "?" });
    assert!(login(&mut house, &method(), "00000000").await.starts_with("error corrupt"));
}

#[test]
fn lines_open_or_say_what_is_wrong() {
    let open = |line: &str| {
        (super::REGISTRATION.open)(&Lines::parse([line]).unwrap(), &plug::Documents::default())
            .map(drop)
            .map_err(|f| f[0].key.clone())
    };
    for (line, opens) in [
        ("totpAlgorithm HmacSHA512", true),
        ("totpAlgorithm hmacsha256", true),
        ("totpAlgorithm HmacMD5", false),
        ("totpDigits 4", true),
        ("totpDigits 3", false),
        ("totpDigits 9", false),
        ("totpTimeStep 60000", true),
        ("totpTimeStep 0", false),
        ("totpT0 -1", false),
        ("totpWindowBefore 9", true),
        ("totpWindowBefore 10", false),
        ("totpWindowAfter -1", false),
        ("totpKeySize 10", true),
        ("totpKeySize 99", true),
        ("totpKeySize 100", false),
        ("totpkeysize 20", false),
    ] {
        assert_eq!(open(line).is_ok(), opens, "{line}: {:?}", open(line));
    }
}

/// B6: four and five digits work and are warned of.
#[test]
fn weak_settings_are_warned_of() {
    for (line, key) in [
        ("totpDigits 5", Some("code-short")),
        ("totpDigits 6", None),
        ("totpKeySize 15", Some("key-short")),
        ("totpKeySize 16", None),
        ("totpTimeStep 30500", Some("no-self-enrolment")),
        ("totpT0 1", Some("no-self-enrolment")),
    ] {
        let found = (super::REGISTRATION.findings)(&Lines::parse(["mfa false", line]).unwrap());
        assert_eq!(found.first().map(|f| f.key.as_str()), key, "{line}");
        assert!(found.iter().all(|f| f.field == "configuration[2]"), "{found:?}");
    }
}

/// M008: the codes of RFC 6238, appendix B, through the method itself.
#[tokio::test]
async fn the_vectors_of_the_rfc_pass() {
    let method = TotpMethod::open(Config { digits: 8, ..Config::default() }).unwrap();
    let totp = Totp { digits: 8.try_into().unwrap(), ..Totp::default() };
    for (at, shown) in
        [(59, "94287082"), (1_111_111_109, "07081804"), (1_234_567_890, "89005924"), (20_000_000_000, "65353130")]
    {
        let mut house = with(&[1]);
        house.credentials[0].body =
            Token::new(Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap(), totp).body().unwrap();
        house.now = Time::from_seconds(at);
        assert!(Code::parse(shown).is_some());
        assert_eq!(login(&mut house, &method, shown).await, "pass ada", "{at}");
    }
}
