//! Backup codes: each refusal beside a control that differs only in what is attacked.

use super::{
    BackupMethod, Config, State, list,
    verify::{self, Verdict},
};
use crate::house::{House, answer, asked, told};
use model::Span;
use plug::{Field, Method, Value};
use std::collections::BTreeSet;

fn method() -> BackupMethod {
    BackupMethod::open(Config { memory: 64, passes: 1, ..Config::default() }).unwrap()
}

/// Makes a list and keeps it.
async fn make(house: &mut House) -> Vec<String> {
    let (prompt, state) = asked(house.enrol(&method()).await);
    let [Field::List { items }] = &prompt.fields[..] else { panic!("{prompt:?}") };
    let items = items.clone();
    assert_eq!(told(&house.confirm(&method(), state, &answer([])).await), "pass ada");
    house.pass(Span::minutes(1));
    items
}

async fn login(house: &mut House, code: &str) -> String {
    told(&house.verify(&method(), State::Asked, &answer([("code", code)])).await)
}

/// M015: each code is good once, in any order, and each use is told.
#[tokio::test]
async fn each_code_is_good_once() {
    let mut house = House::new();
    let codes = make(&mut house).await;
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10);
    for (left, place) in [(9, 7), (8, 0), (7, 9)] {
        assert_eq!(login(&mut house, &codes[place]).await, "pass ada");
        assert_eq!(login(&mut house, &codes[place]).await, "fail replay");
        let notice = house.sent.last().unwrap();
        assert_eq!(
            (notice.text.as_str(), notice.to.as_str(), notice.notice),
            ("backup-used", "ada@acme.example", true)
        );
        assert_eq!(notice.args["left"], Value::Number(left));
    }
    assert_eq!(house.sent.len(), 3);
}

/// M015: a new list ends the old one, and the list is in no later question.
#[tokio::test]
async fn a_new_list_ends_the_old_one() {
    let mut house = House::new();
    let old = make(&mut house).await;
    let first = house.credentials[0].id;
    let (offer, _) = asked(house.enrol(&method()).await);
    assert_eq!(offer.notice, "backup-replaces");
    assert_eq!(login(&mut house, &old[0]).await, "pass ada", "a list that is only shown ends nothing");
    let new = make(&mut house).await;
    assert_eq!(house.credentials.len(), 1);
    assert_ne!(house.credentials[0].id, first);
    assert_eq!(login(&mut house, &old[1]).await, "fail wrong");
    assert_eq!(login(&mut house, &new[1]).await, "pass ada");
    let prompt = serde_json::to_string(&asked(house.challenge(&method()).await).0).unwrap();
    assert!(new.iter().all(|c| !prompt.contains(c)));
}

/// M014: what is kept, and what an enrolment remembers, holds salted slow hashes alone.
#[tokio::test]
async fn no_code_is_kept() {
    let mut house = House::new();
    let (prompt, state) = asked(house.enrol(&method()).await);
    let [Field::List { items }] = &prompt.fields[..] else { panic!() };
    let kept = serde_json::to_string(&state).unwrap();
    for code in items {
        assert!(!kept.contains(code.as_str()) && !kept.contains(&code.replace('-', "")));
    }
    let (_, other) = asked(house.enrol(&method()).await);
    let salt = |state: &State| serde_json::to_value(state).unwrap()["offered"]["salt"].clone();
    assert_ne!(salt(&state), salt(&other));
    let usual = Config::default();
    assert!(usual.memory >= 19_456 && usual.passes >= 2, "the least that is advised for Argon2id");
}

#[tokio::test]
async fn people_type_as_they_read() {
    let mut house = House::new();
    let codes = make(&mut house).await;
    let plain = codes[0].replace('-', "");
    assert_eq!(login(&mut house, &plain.to_uppercase()).await, "pass ada");
    assert_eq!(login(&mut house, &format!(" {} ", codes[1].replace('-', " - "))).await, "pass ada");
    for (typed, read) in [
        ("OIlo234567", Some("0110234567")),
        ("ouu0234567", None),
        ("0110234567", Some("0110234567")),
        ("011023456", None),
        ("01102345678", None),
        ("011023456é", None),
    ] {
        assert_eq!(list::parse(typed).map(|c| c.expose().clone()).as_deref(), read, "{typed}");
    }
}

/// M017, and the same for people without a list.
#[tokio::test]
async fn an_odd_answer_is_a_miss() {
    let mut house = House::new();
    let codes = make(&mut house).await;
    let megabyte = "0".repeat(1 << 20);
    for (typed, expected) in [
        ("", "fail malformed"),
        ("null", "fail malformed"),
        ("[]", "fail malformed"),
        (&megabyte, "fail malformed"),
        ("0000000000", "fail wrong"),
        (&codes[3], "pass ada"),
    ] {
        assert_eq!(login(&mut house, typed).await, expected);
    }
    assert_eq!(login(&mut House::new(), &codes[3]).await, "fail wrong", "no list");
    assert_eq!(login(&mut House { user: None, ..House::new() }, &codes[4]).await, "fail wrong", "nobody");
}

/// M016: every hash of the list is compared whatever fits, so the place of a hit is not told.
#[test]
fn a_code_is_judged_by_its_place() {
    let hashes: Vec<String> = ["aa", "bb", "cc"].map(str::to_owned).to_vec();
    for (typed, spent, expected) in [
        ("bb", &[][..], Verdict::Good { index: 1, left: 2 }),
        ("bb", &[0, 2], Verdict::Good { index: 1, left: 0 }),
        ("bb", &[1], Verdict::Replay),
        ("bb", &[7], Verdict::Good { index: 1, left: 2 }),
        ("dd", &[], Verdict::Wrong),
        ("", &[], Verdict::Wrong),
    ] {
        assert_eq!(verify::judge(&hashes, typed, spent), expected, "{typed} {spent:?}");
    }
}

#[tokio::test]
async fn a_person_without_an_address_passes_too() {
    let mut house = House::new();
    house.user.as_mut().unwrap().attributes.clear();
    let codes = make(&mut house).await;
    assert_eq!(login(&mut house, &codes[0]).await, "pass ada");
    assert!(house.sent.is_empty());
}
