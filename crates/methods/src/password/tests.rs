//! What a person meets: each refusal beside a control that differs only in what is attacked.

mod change;
mod house;

use super::encoding::{Cost, Encoded, Encoding, LONGEST, Scheme};
use super::policy::Policy;
use super::{REGISTRATION, State, body_encoded, body_plain, to_be_changed};
use house::{FRESH, House, Outside, RIGHT, START, ada, answer, encoding};
use model::{Lines, Reason, Span, finding::Severity};
use plug::{Effect, Field, MethodError, Prompt, Step};

/// What a step came to, in a word.
fn told(stepped: &house::Stepped) -> String {
    match &stepped.0 {
        Ok(Step::Pass(evidence)) => format!("pass {}", evidence.subject.value),
        Ok(Step::Fail(reason)) => format!("fail {}", reason.key()),
        Ok(Step::Ask(prompt, State::Change(_)) | Step::Owe(_, prompt, State::Change(_))) => {
            format!("change {}", said(prompt))
        }
        Ok(Step::Ask(prompt, State::Expiring(_)) | Step::Owe(_, prompt, State::Expiring(_))) => {
            format!("expiring {}", said(prompt))
        }
        Ok(Step::Ask(prompt, _)) => format!("ask {}", said(prompt)),
        Ok(_) => "something else".into(),
        Err(MethodError::Unavailable(_)) => "unavailable".into(),
        Err(MethodError::Corrupt(_)) => "corrupt".into(),
        Err(MethodError::Unsupported) => "unsupported".into(),
    }
}

fn said(prompt: &Prompt) -> String {
    let refusals = prompt.refusals.iter().map(|(key, _)| key.as_str());
    std::iter::once(prompt.notice.as_str()).chain(refusals).filter(|k| !k.is_empty()).collect::<Vec<_>>().join(" ")
}

fn state(stepped: house::Stepped) -> State {
    match stepped.0 {
        Ok(Step::Ask(_, state) | Step::Owe(_, _, state)) => state,
        _ => panic!("{}", told(&stepped)),
    }
}

fn words(effects: &[Effect]) -> Vec<String> {
    let word = |effect: &Effect| match effect {
        Effect::Put(credential) => format!("put {}", credential.id),
        Effect::EndOthers => "end others".into(),
        Effect::Send(message) => format!("send {} {} {}", message.text, message.to, message.notice),
        Effect::Audit(event) => event.action.clone(),
        other => format!("{other:?}"),
    };
    effects.iter().map(word).collect()
}

#[tokio::test]
async fn name_and_password_are_asked_and_only_the_password_later() {
    for (follows, earlier, expected) in [(false, false, 2), (true, false, 1), (false, true, 1)] {
        let mut house = House::new();
        house.around.follows = follows;
        if earlier {
            house.attributes.insert("email".into(), vec!["ada@example.com".into()]);
        }
        let Ok(Step::Ask(prompt, State::Asked)) = house.challenge().await.0 else { panic!() };
        assert_eq!(prompt.fields.len(), expected);
        assert_eq!(prompt.fields.last(), Some(&Field::Password));
        assert_eq!(prompt.fields.contains(&Field::Username { value: "ada".into() }), expected == 2);
    }
}

#[tokio::test]
async fn the_right_password_passes_with_what_the_directory_says() {
    let (step, effects) = House::new().login(RIGHT).await;
    let Ok(Step::Pass(evidence)) = step else { panic!() };
    assert_eq!(evidence.subject.value, "ada");
    assert_eq!(evidence.attributes, ada().attributes);
    assert!(effects.is_empty(), "{:?}", words(&effects));
}

/// M055: one judgement on the pool, with the configured cost in it, whoever it is about and whatever was typed.
#[tokio::test]
async fn every_answer_costs_one_hash() {
    let unknown = || House { user: None, credentials: Vec::new(), ..House::new() };
    let without = || House { credentials: Vec::new(), ..House::new() };
    let outside = |right| House { outside: Some(Outside(right)), ..without() };
    let locked = || {
        let mut house = House::new();
        house.around.lockout.threshold = 1;
        house
    };
    let damaged = || House::new().body(serde_json::json!({ "hash": "{ARGON2ID}nonsense" }));
    for (case, mut house, typed, expected) in [
        ("known, right", House::new(), RIGHT, "pass ada"),
        ("known, wrong", House::new(), "vuosi vaihtuu taas Kemissa", "fail wrong"),
        ("unknown", unknown(), RIGHT, "fail wrong"),
        ("known, without a password", without(), RIGHT, "fail wrong"),
        ("known, locked, wrong", locked(), "x", "fail wrong"),
        ("judged elsewhere, right", outside("there"), "there", "pass ada"),
        ("judged elsewhere, wrong", outside("there"), RIGHT, "fail wrong"),
        ("damaged", damaged(), RIGHT, "corrupt"),
        ("known, nothing typed", House::new(), "", "fail malformed"),
        ("unknown, nothing typed", unknown(), "", "fail malformed"),
        ("known, a megabyte", House::new(), &"x".repeat(1 << 20), "fail malformed"),
    ] {
        let stepped = house.login(typed).await;
        assert_eq!(told(&stepped), expected, "{case}");
        assert_eq!(house.method.pool.done(), 1, "{case}");
    }
    let away = outside("").login(RIGHT).await;
    assert_eq!(told(&away), "unavailable");
}

/// M017: no shape of a missing answer skips the step; the control is the same form with the password in it.
#[tokio::test]
async fn a_missing_or_odd_answer_is_a_miss() {
    let long = "x".repeat(LONGEST + 1);
    for (fields, expected) in [
        (answer([]), "fail malformed"),
        (answer([("username", "ada")]), "fail malformed"),
        (answer([("password", "")]), "fail malformed"),
        (answer([("password", &long)]), "fail malformed"),
        (answer([("passwords", RIGHT)]), "fail malformed"),
        (answer([("skip", "true")]), "fail malformed"),
        (answer([("new_password", FRESH), ("new_password_again", FRESH)]), "fail malformed"),
        (answer([("password", "null")]), "fail wrong"),
        (answer([("password", &format!("{RIGHT} "))]), "fail wrong"),
        (answer([("password", RIGHT)]), "pass ada"),
    ] {
        let mut house = House::new();
        let stepped = house.verify(State::Asked, &fields).await;
        assert_eq!(told(&stepped), expected, "{fields:?}");
        assert_eq!(house.method.pool.done(), 1);
    }
    assert!(Reason::Malformed.counts());
}

#[tokio::test]
async fn a_full_pool_refuses_instead_of_queueing_without_end() {
    let mut house = House::new();
    let crowd = house.method.pool.crowd();
    assert_eq!(told(&house.login(RIGHT).await), "unavailable");
    drop(crowd);
    assert_eq!(told(&house.login(RIGHT).await), "pass ada");
}

/// M047: what came from elsewhere is stored as something stronger at the first right login, and never as something weaker.
#[tokio::test]
async fn a_login_upgrades_a_weak_hash() {
    for (stored, configured, becomes) in [
        (Scheme::Plain, Scheme::Argon2id, Scheme::Argon2id),
        (Scheme::Md4, Scheme::Bcrypt, Scheme::Bcrypt),
        (Scheme::Ssha, Scheme::Argon2id, Scheme::Argon2id),
        (Scheme::Argon2id, Scheme::Bcrypt, Scheme::Argon2id),
        (Scheme::Ssha512, Scheme::Ssha, Scheme::Ssha512),
    ] {
        let hash = encoding(stored).encode(RIGHT, &[3; 16]).unwrap();
        let mut house = House::new().stored(hash.expose());
        house.method.encoding = encoding(configured);
        let wrong = house.login("something else").await;
        assert_eq!((told(&wrong), words(&wrong.1).len()), ("fail wrong".into(), 0), "a wrong one changes nothing");
        let right = house.login(RIGHT).await;
        assert_eq!(told(&right), "pass ada");
        assert_eq!(words(&right.1).contains(&"credential.rehashed".into()), stored != becomes, "{stored}");
        let now = Encoded::parse(house.hash()).unwrap();
        assert_eq!(now.scheme(), becomes, "{stored} under {configured}");
        assert!(now.verify(RIGHT));
        assert_eq!(told(&house.login(RIGHT).await), "pass ada");
    }
}

/// bcrypt proves 72 bytes: what follows was never proved, so it is not stored as if it had been.
#[tokio::test]
async fn what_was_not_read_whole_is_not_stored_anew() {
    let long = "vuosi vaihtuu taas Kemissä ".repeat(4);
    let hash = bcrypt::hash(&long[..40], 4).unwrap();
    for (typed, renewed) in [(&long[..40], true), (long.as_str(), false)] {
        let hash = if renewed { hash.clone() } else { bcrypt_of(&long) };
        let mut house = House::new().stored(&format!("{{BCRYPT}}{hash}"));
        let stepped = house.login(typed).await;
        assert_eq!(told(&stepped), "pass ada");
        assert_eq!(!stepped.1.is_empty(), renewed);
    }
}

fn bcrypt_of(password: &str) -> String {
    bcrypt::hash_with_salt(&password.as_bytes()[..72], 4, [1; 16]).unwrap().to_string()
}

fn aging() -> Policy {
    let minutes = |n| Some(Span::minutes(n));
    Policy { min_age: minutes(30), max_age: minutes(1000), expiring: minutes(100), ..Policy::default() }
}

#[tokio::test]
async fn an_old_password_is_changed_before_it_counts() {
    for (minutes, typed, expected) in [
        (0, RIGHT, "pass ada"),
        (899, RIGHT, "pass ada"),
        (900, RIGHT, "expiring password-expiring"),
        (900, "wrong", "fail wrong"),
        (1000, RIGHT, "change password-expired"),
        (1000, "wrong", "fail wrong"),
    ] {
        let mut house = House::new().policy(aging()).after(minutes);
        assert_eq!(told(&house.login(typed).await), expected, "{minutes} {typed}");
    }
    let given = to_be_changed(body_plain(&encoding(Scheme::Argon2id), RIGHT, &[1; 16], START).unwrap());
    let mut house = House::new().body(given);
    assert_eq!(told(&house.login(RIGHT).await), "change password-must-change");
}

#[tokio::test]
async fn an_expiring_password_may_wait_and_an_expired_one_may_not() {
    let skip = answer([("skip", "true")]);
    for (minutes, expected) in [(900, "pass ada"), (1000, "fail malformed")] {
        let mut house = House::new().policy(aging()).after(minutes);
        let due = state(house.login(RIGHT).await);
        let stepped = house.verify(due, &skip).await;
        assert_eq!(told(&stepped), expected);
        assert!(stepped.1.is_empty());
    }
}

/// M047, M101: a weak encoding for new passwords needs the word `unsafe`, and shows.
#[test]
fn lines_open_or_say_what_is_wrong() {
    for (line, extra, expected) in [
        ("policy.password.encoding {ARGON2ID}", "", Ok(vec![])),
        ("policy.password.encoding {bcrypt}", "", Ok(vec![])),
        ("policy.password.encoding", "", Ok(vec![])),
        ("policy.password.encoding {SSHA}", "", Err((Severity::Unfit, "password-encoding-refused"))),
        (
            "policy.password.encoding {PLAIN}",
            "policy.password.encoding.unsafe false",
            Err((Severity::Unfit, "password-encoding-refused")),
        ),
        (
            "policy.password.encoding {PLAIN}",
            "policy.password.encoding.unsafe true",
            Ok(vec!["password-encoding-unsafe"]),
        ),
        ("policy.password.encoding {BCRYPT}", "policy.password.encoding.unsafe true", Ok(vec!["password-unsafe-idle"])),
        ("policy.password.encoding {CRYPT}", "", Err((Severity::Broken, "line-value"))),
        ("policy.password.max-age -1", "", Err((Severity::Broken, "line-value"))),
        ("policy.password.length 129", "", Err((Severity::Broken, "line-value"))),
        ("policy.password.charset utf-8", "", Ok(vec![])),
        ("policy.password.charset latin", "", Err((Severity::Broken, "line-value"))),
        ("policy.password.protocol UbiloginDirectory", "", Ok(vec!["line-idle"])),
        ("policy.password.expiring 10080", "", Ok(vec!["password-expiring-alone"])),
        ("policy.password.expiring 10080", "policy.password.max-age 43200", Ok(vec![])),
        ("policy.lockout.threshold 3", "", Ok(vec![])),
        ("policy.password.lenght 9", "", Err((Severity::Broken, "line-unknown"))),
    ] {
        let lines = Lines::parse([line, extra].into_iter().filter(|l| !l.is_empty())).unwrap();
        let opened = (REGISTRATION.open)(&lines, &plug::Documents::default()).map(|_| (REGISTRATION.findings)(&lines));
        match (opened, expected) {
            (Ok(warnings), Ok(keys)) => {
                assert_eq!(warnings.iter().map(|f| f.key.as_str()).collect::<Vec<_>>(), keys, "{line}")
            }
            (Err(findings), Err(expected)) => {
                assert_eq!((findings[0].severity, findings[0].key.as_str()), expected, "{line}")
            }
            (Ok(_), Err(_)) => panic!("{line} was taken"),
            (Err(findings), Ok(_)) => panic!("{line}: {findings:?}"),
        }
    }
}

/// M044: out of the box, nothing but length and guessability.
#[test]
fn the_defaults_are_the_strong_ones() {
    let config = super::Config::default();
    assert_eq!(config.policy(), Policy::default());
    assert_eq!(config.encoding().unwrap(), Encoding::new(Scheme::Argon2id, false, Cost::default()).unwrap());
    let schema = (REGISTRATION.schema)();
    let properties = schema.as_value()["properties"].as_object().unwrap();
    assert_eq!(properties.len(), 9);
    assert!(properties.values().all(|p| p["description"].is_string()), "{properties:#?}");
}

#[test]
fn bodies_are_made_for_imports_and_read_back() {
    let plain = body_plain(&encoding(Scheme::Argon2id), RIGHT, &[1; 16], START).unwrap();
    assert!(plain["hash"].as_str().unwrap().starts_with("{ARGON2ID}"));
    assert_eq!(plain["must_change"], false);
    assert_eq!(to_be_changed(plain)["must_change"], true);
    assert_eq!(body_encoded("{SSHA}MTIzNDU2Nzg5MDEyMzQ1Njc4OTBzYWx0", START).unwrap()["imported"], true);
    for bad in ["", "secret", "{CRYPT}x", "{ARGON2ID}x"] {
        assert!(body_encoded(bad, START).is_err(), "{bad}");
    }
}
