//! New passwords: in a login, by choice, by a mailed link.

use super::house::{FRESH, House, RIGHT, START, ada, answer, encoding};
use super::{aging, state, told, words};
use crate::password::encoding::Scheme;
use crate::password::policy::{Charset, Policy};
use crate::password::{State, body_encoded, body_plain};
use model::Span;
use plug::{Field, Step};

#[tokio::test]
async fn a_change_in_a_login_ends_other_sessions_and_is_told_by_mail() {
    for minutes in [900, 1000] {
        let mut house = House::new().policy(aging()).after(minutes);
        let due = state(house.login(RIGHT).await);
        let stepped = house.change(due, FRESH).await;
        assert_eq!(told(&stepped), "pass ada");
        let put = format!("put {}", house.credentials[0].id);
        assert_eq!(words(&stepped.1), [put.as_str(), "end others", "send password-changed ada@example.com true"]);
        assert_eq!(told(&house.login(RIGHT).await), "fail wrong");
        assert_eq!(told(&house.login(FRESH).await), "pass ada");
    }
}

/// M018: the right to change belongs to the person and the password that were proved, not to the browser's state.
#[tokio::test]
async fn a_proof_is_good_only_for_the_password_that_was_judged() {
    for (case, expected) in [
        ("control", "pass ada"),
        ("another person", "fail expired"),
        ("nobody", "fail expired"),
        ("changed elsewhere", "fail expired"),
    ] {
        let mut house = House::new().policy(aging()).after(1000);
        let due = state(house.login(RIGHT).await);
        match case {
            "another person" => house.user.as_mut().unwrap().id = model::Id::fixed(77),
            "nobody" => house.user = None,
            "changed elsewhere" => {
                let body = body_plain(&encoding(Scheme::Argon2id), "set by support just now", &[1; 16], house.clock.0)
                    .unwrap();
                house = house.body(body);
            }
            _ => {}
        }
        assert_eq!(told(&house.change(due, FRESH).await), expected, "{case}");
    }
    let asked = House::new().change(State::Enrolling, FRESH).await;
    assert_eq!(told(&asked), "fail malformed", "an enrolment's state is none of a login's");
}

/// M044, M045: what is refused says why, everything at once; nothing is kept.
#[tokio::test]
async fn a_refused_password_is_asked_again_with_the_reasons() {
    let expired = || House::new().policy(Policy { max_age: Some(Span::minutes(10)), ..Policy::default() }).after(10);
    for (new, again, expected) in [
        (FRESH, FRESH, "pass ada"),
        (FRESH, "purple tulips on a dull payrol", "change password-differ"),
        ("9fK#2mVq!7xL", "9fK#2mVq!7xL", "change password-refused-short"),
        ("password", "password", "change password-refused-short password-refused-common"),
        ("Ada Lovelace 1815", "Ada Lovelace 1815", "change password-refused-name"),
        ("Zanzibarquay 1888", "Zanzibarquay 1888", "change password-refused-name"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaa", "change password-refused-pattern"),
        (RIGHT, RIGHT, "change password-refused-unchanged"),
        ("", "", "change password-refused-short password-refused-pattern"),
        ("密码很长也没关系的十五个字符 🔑 ", "密码很长也没关系的十五个字符 🔑 ", "pass ada"),
    ] {
        let mut house = expired();
        let due = state(house.login(RIGHT).await);
        let (step, effects) = house.verify(due, &answer([("new_password", new), ("new_password_again", again)])).await;
        assert_eq!(told(&(step, Vec::new())), expected, "{new}");
        assert_eq!(effects.is_empty(), expected != "pass ada", "{new}");
    }
    for (second_factor, expected) in [(false, "change password-refused-short"), (true, "pass ada")] {
        let mut house = expired();
        house.around.second_factor = second_factor;
        let due = state(house.login(RIGHT).await);
        assert_eq!(told(&house.change(due, "9fK#2mVq!7xL").await), expected);
    }
    let mut house = House::new().policy(Policy { charset: Charset::Ascii, ..aging() }).after(1000);
    let due = state(house.login(RIGHT).await);
    assert_eq!(told(&house.change(due, "vuosi vaihtuu taas Oulussä").await), "change password-refused-charset");
}

#[tokio::test]
async fn earlier_passwords_do_not_come_back_while_they_are_remembered() {
    let passwords = [RIGHT, FRESH, "eleven quiet herons at noon", "copper kettles hum in Turku"];
    for (history, expected) in [(0, "pass ada"), (1, "pass ada"), (2, "pass ada"), (3, "ask password-refused-reused")] {
        let mut house = House::new().policy(Policy { history, ..Policy::default() });
        for pair in passwords.windows(2) {
            assert_eq!(told(&house.confirm(&renewal(pair[0], pair[1])).await), "pass ada");
        }
        assert_eq!(told(&house.confirm(&renewal(passwords[3], RIGHT)).await), expected, "{history}");
    }
}

/// M047: a plain password does not live on in the history.
#[tokio::test]
async fn weak_hashes_do_not_enter_the_history() {
    for (hash, kept) in [(Scheme::Plain, 0), (Scheme::Argon2id, 1)] {
        let stored = encoding(hash).encode(RIGHT, &[3; 16]).unwrap();
        let mut house = House::new().policy(Policy { history: 5, ..Policy::default() }).stored(stored.expose());
        house.around.recovering = true;
        assert_eq!(told(&house.confirm(&renewal("", FRESH)).await), "pass ada");
        assert_eq!(house.credentials[0].body["history"].as_array().unwrap().len(), kept);
    }
}

fn renewal(current: &str, new: &str) -> plug::Answer {
    answer([("password", current), ("new_password", new), ("new_password_again", new)])
}

#[tokio::test]
async fn a_change_by_the_owner_proves_the_present_password() {
    for (current, expected) in [(RIGHT, "pass ada"), ("wrong", "fail wrong"), ("", "fail malformed")] {
        let mut house = House::new();
        let Ok(Step::Ask(prompt, _)) = house.enrol().await.0 else { panic!() };
        assert_eq!(prompt.fields[0], Field::Password);
        let stepped = house.confirm(&renewal(current, FRESH)).await;
        assert_eq!(told(&stepped), expected);
        assert_eq!(stepped.1.is_empty(), expected != "pass ada");
    }
}

#[tokio::test]
async fn a_mailed_link_and_a_first_password_ask_for_no_present_one() {
    for first in [true, false] {
        let mut house = House::new().policy(aging());
        house.around.recovering = !first;
        if first {
            house.credentials.clear();
        }
        let Ok(Step::Ask(prompt, _)) = house.enrol().await.0 else { panic!() };
        assert!(!prompt.fields.contains(&Field::Password));
        assert_eq!(told(&house.confirm(&renewal("", FRESH)).await), "pass ada");
        assert_eq!(told(&house.login(FRESH).await), "pass ada");
        assert_eq!(house.credentials[0].person, ada().person().key());
    }
    let mut nobody = House { user: None, ..House::new() };
    assert_eq!(told(&nobody.enrol().await), "unsupported");
    assert_eq!(told(&nobody.confirm(&renewal("", FRESH)).await), "unsupported");
}

#[tokio::test]
async fn the_smallest_age_holds_for_changes_by_choice() {
    let imported = body_encoded(encoding(Scheme::Argon2id).encode(RIGHT, &[3; 16]).unwrap().expose(), START).unwrap();
    for (minutes, recovering, body, expected) in [
        (29, false, None, "ask password-refused-young"),
        (30, false, None, "pass ada"),
        (29, true, None, "pass ada"),
        (29, false, Some(imported), "pass ada"),
    ] {
        let mut house = House::new().policy(aging()).after(minutes);
        house.around.recovering = recovering;
        if let Some(body) = body {
            house = house.body(body);
        }
        assert_eq!(told(&house.confirm(&renewal(RIGHT, FRESH)).await), expected, "{minutes} {recovering}");
    }
}
