//! The kind `oath`: events, the outer window and PINs; each refusal beside a control that differs only in what is attacked.

use crate::house::{House, answer, asked, told};
use crate::oath::{Moving, OathMethod, State, Token, craft::CRAFT};
use model::{Credential, Id, Lines, Span, Time, credential::CredentialState, token::Tag};
use oath::{Hotp, Seed, Totp};
use plug::{Field, Method, Step, token::SeedRecord};

const SEED: &[u8] = b"12345678901234567890";
/// RFC 4226, appendix D.
const VECTORS: [&str; 10] =
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];

fn lines(texts: &[&str]) -> Lines {
    Lines::parse(["oathPinMemory 8", "oathPinPasses 1"].into_iter().chain(texts.iter().copied())).unwrap()
}

fn method(texts: &[&str]) -> OathMethod {
    OathMethod::open(plug::config::read(&lines(texts), &[]).unwrap()).unwrap()
}

fn hotp(counter: u64) -> String {
    Hotp::default().code(&Seed::from_bytes(SEED.to_vec()).unwrap(), counter).expose().to_owned()
}

fn totp(at: Time) -> String {
    Totp::default().code(&Seed::from_bytes(SEED.to_vec()).unwrap(), at.millis()).expose().to_owned()
}

/// Ada with one token of that method, by event from this counter on; the PIN is told.
fn by_event(texts: &[&str], next: u64) -> (House, OathMethod, String) {
    with(texts, plug::token::Moving::Event { next })
}

fn by_time(texts: &[&str]) -> (House, OathMethod, String) {
    with(texts, plug::token::Moving::Time { period_ms: 30_000, t0_ms: 0, drift: 0 })
}

fn with(texts: &[&str], moving: plug::token::Moving) -> (House, OathMethod, String) {
    let mut house = House::new();
    let record = SeedRecord {
        seed: model::Secret::new(SEED.to_vec()),
        moving,
        algorithm: "SHA1".into(),
        digits: 6,
        since: None,
        until: None,
    };
    let plug::token::Placed { body, counter } = (CRAFT.make)(&lines(texts), &record).unwrap();
    let mut token = Credential {
        id: Id::fixed(1),
        person: String::new(),
        method: house.around.method,
        kind: "oath".into(),
        label: String::new(),
        state: CredentialState::Assigned,
        created: house.now,
        used: None,
        counter,
        version: 1,
        token: Some(Tag { serial: "FTK-1".into(), site: Id::fixed(3) }),
        body,
    };
    let issued = (CRAFT.issue)(&lines(texts), &token, &house.chance, house.now).unwrap();
    token.body = issued.body;
    house.credentials.push(token);
    (house, method(texts), issued.pin.map(|pin| pin.expose().clone()).unwrap_or_default())
}

async fn login(house: &mut House, method: &OathMethod, line: &str) -> String {
    step(house, method, State::Asked { opens: !house.around.follows }, line).await.0
}

/// What a line comes to, and what is remembered where it goes on.
async fn step(house: &mut House, method: &OathMethod, state: State, line: &str) -> (String, Option<State>) {
    let stepped = house.verify(method, state, &answer([("code", line)])).await;
    let told = told(&stepped);
    match stepped {
        Ok(Step::Again(_, prompt, state)) => (format!("{told} {}", prompt.text), Some(state)),
        Ok(Step::Owe(_, prompt, state)) => (format!("owe {} {}", prompt.notice, prompt.text), Some(state)),
        _ => (told, None),
    }
}

/// RFC 4226, appendix D, through the method itself.
#[tokio::test]
async fn the_vectors_of_the_rfc_pass_in_turn() {
    let (mut house, method, _) = by_event(&[], 0);
    for code in VECTORS {
        assert_eq!(login(&mut house, &method, code).await, "pass ada", "{code}");
    }
    assert_eq!(house.credentials[0].counter, 9);
}

/// M006: a counter of 10 with a look-ahead of 10: 15 passes, then 14 and 15 are refused; the next is good.
#[tokio::test]
async fn m006_a_counter_moves_forward_only() {
    let (mut house, method, _) = by_event(&["oathEventOuterWindow 0"], 10);
    assert_eq!(login(&mut house, &method, &hotp(15)).await, "pass ada");
    assert_eq!(login(&mut house, &method, &hotp(14)).await, "fail replay");
    assert_eq!(login(&mut house, &method, &hotp(15)).await, "fail replay");
    assert_eq!(login(&mut house, &method, &hotp(16)).await, "pass ada");
    assert_eq!(login(&mut house, &method, &hotp(28)).await, "fail wrong", "beyond the window");
    assert_eq!(login(&mut house, &method, &hotp(27)).await, "pass ada", "at its end");
}

#[tokio::test]
async fn a_token_that_was_assigned_is_active_with_its_first_code() {
    let (mut house, method, _) = by_event(&[], 0);
    assert_eq!(login(&mut house, &method, "000000").await, "fail wrong");
    assert_eq!((house.credentials[0].state, house.events.len()), (CredentialState::Assigned, 0));
    assert_eq!(login(&mut house, &method, &hotp(0)).await, "pass ada");
    assert_eq!(house.credentials[0].state, CredentialState::Active);
    assert_eq!(login(&mut house, &method, &hotp(1)).await, "pass ada");
    assert_eq!(house.events, ["token.activated"], "once");
}

/// M006: a code of the outer window passes with the one after it, and with nothing else.
#[tokio::test]
async fn m006_a_token_far_ahead_needs_two_codes_in_a_row() {
    for (second, passes) in [(51, true), (50, false), (52, false), (3, false)] {
        let (mut house, method, _) = by_event(&[], 0);
        let (told, state) = step(&mut house, &method, State::Asked { opens: false }, &hotp(50)).await;
        assert_eq!(told, "again next-code oath-next-code");
        assert_eq!(house.credentials[0].counter, -1, "nothing is spent");
        let (told, state) = step(&mut house, &method, state.unwrap(), &hotp(second)).await;
        if passes {
            assert_eq!((told.as_str(), house.credentials[0].counter), ("pass ada", 51));
            assert_eq!(house.events, ["token.resynced", "token.activated"]);
            assert_eq!(login(&mut house, &method, &hotp(50)).await, "fail replay");
        } else {
            assert_eq!(told, "again wrong oath-prompt", "{second}");
            assert_eq!(house.credentials[0].counter, -1);
            assert_eq!(step(&mut house, &method, state.unwrap(), &hotp(0)).await.0, "pass ada", "asked as before");
        }
    }
    let (mut house, method, _) = by_event(&[], 0);
    assert_eq!(login(&mut house, &method, &hotp(100)).await, "again next-code oath-next-code", "at its end");
    assert_eq!(login(&mut house, &method, &hotp(101)).await, "fail wrong", "beyond it");
}

/// What was asked for the next code is not worth more than the token is then.
#[tokio::test]
async fn a_next_code_is_judged_by_what_the_token_is_now() {
    let (mut house, method, _) = by_event(&[], 0);
    let asked =
        async |house: &mut House| step(house, &method, State::Asked { opens: false }, &hotp(50)).await.1.unwrap();
    let state = asked(&mut house).await;
    house.credentials[0].counter = 50;
    assert_eq!(step(&mut house, &method, state, &hotp(51)).await.0, "again wrong oath-prompt", "spent meanwhile");
    house.credentials[0].counter = -1;
    let state = asked(&mut house).await;
    let gone = house.credentials.remove(0);
    assert_eq!(step(&mut house, &method, state, &hotp(51)).await.0, "again wrong oath-prompt", "taken back meanwhile");
    house.credentials.push(gone);
    let state = asked(&mut house).await;
    assert_eq!(step(&mut house, &method, state, &hotp(51)).await.0, "pass ada", "control");
}

/// M005: a clock that is far off is found by two codes in a row, and the window lies around it from then on.
#[tokio::test]
async fn m005_a_clock_far_off_is_found_by_two_codes() {
    for off in [15, -15] {
        let (mut house, method, _) = by_time(&[]);
        let at = |house: &House, steps: i64| totp(house.now + Span::seconds(30 * steps));
        let line = at(&house, off);
        let (told, state) = step(&mut house, &method, State::Asked { opens: false }, &line).await;
        assert_eq!(told, "again next-code oath-next-code");
        house.pass(Span::seconds(30));
        let line = at(&house, off);
        assert_eq!(step(&mut house, &method, state.unwrap(), &line).await.0, "pass ada");
        house.pass(Span::seconds(300));
        let line = at(&house, off);
        assert_eq!(login(&mut house, &method, &line).await, "pass ada", "{off}: inside its window now");
        let line = at(&house, 0);
        assert_ne!(login(&mut house, &method, &line).await, "pass ada", "{off}: our own time is outside it");
    }
    let (mut house, method, _) = by_time(&[]);
    let far = totp(house.now + Span::seconds(30 * 21));
    assert_eq!(login(&mut house, &method, &far).await, "fail wrong", "outside the outer window");
}

/// A PIN is judged with the code, in one line: each alone is nothing, and a right code with a wrong PIN is not spent.
#[tokio::test]
async fn a_pin_goes_with_its_code() {
    for place in ["prepend", "append"] {
        let place_line = format!("oathPinPlace {place}");
        let (mut house, method, pin) = by_event(&["oathPin server", "oathPinFirstChange false", &place_line], 0);
        let line =
            |pin: &str, code: &str| if place == "prepend" { format!("{pin}{code}") } else { format!("{code}{pin}") };
        let code = hotp(0);
        let wrong = if pin == "482915" { "482916" } else { "482915" };
        for (typed, expected) in [
            (line("", &code), "fail malformed"),
            (line(wrong, &code), "fail wrong"),
            (line(&pin, "000000"), "fail wrong"),
            (line(&pin[..5], &code), "fail wrong"),
            (line(&code, &pin), "fail wrong"),
            (line(&pin, &code), "pass ada"),
            (line(&pin, &code), "fail replay"),
            (line(wrong, &code), "fail replay"),
            (line(&pin, &hotp(1)), "pass ada"),
        ] {
            assert_eq!(login(&mut house, &method, &typed).await, expected, "{place}");
        }
        assert_eq!(house.credentials[0].counter, 1);
    }
}

/// A wrong PIN is told of no more beyond the window than inside it.
#[tokio::test]
async fn a_wrong_pin_learns_nothing_of_the_outer_window() {
    let (mut house, method, pin) = by_event(&["oathPin server", "oathPinFirstChange false"], 0);
    assert_eq!(login(&mut house, &method, &format!("99{pin}{}", hotp(50))).await, "fail wrong");
    let (told, state) = step(&mut house, &method, State::Asked { opens: false }, &format!("{pin}{}", hotp(50))).await;
    assert_eq!(told, "again next-code oath-next-code", "control");
    assert_eq!(step(&mut house, &method, state.unwrap(), &hotp(51)).await.0, "pass ada", "the code alone");
}

#[tokio::test]
async fn a_pin_that_was_told_is_changed_at_its_first_use() {
    let (mut house, method, pin) = by_event(&["oathPin server"], 0);
    let (told, state) = step(&mut house, &method, State::Asked { opens: false }, &format!("{pin}{}", hotp(0))).await;
    assert_eq!(told, "owe oath-pin-first oath-new-pin");
    let mut state = state.unwrap();
    let back: String = pin.chars().rev().collect();
    for (new, again, key) in [
        ("1234", Some("1234"), "oath-pin-trivial"),
        ("13", Some("13"), "oath-pin-short"),
        ("135792468", Some("135792468"), "oath-pin-long"),
        ("13!57", Some("13!57"), "oath-pin-characters"),
        (pin.as_str(), Some(pin.as_str()), "oath-pin-same"),
        (&back, Some(&back), "oath-pin-same"),
        ("48215", Some("48216"), "oath-pin-differ"),
    ] {
        let fields = [("new_pin", new)].into_iter().chain(again.map(|a| ("new_pin_again", a)));
        let stepped = house.verify(&method, state, &plug::Answer::new(fields)).await;
        let (prompt, next) = asked(stepped);
        assert_eq!(prompt.refusals.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), [key]);
        state = next;
    }
    let both = answer([("new_pin", "48215"), ("new_pin_again", "48215")]);
    assert_eq!(crate::house::told(&house.verify(&method, state, &both).await), "pass ada");
    assert_eq!(house.events, ["token.activated", "token.pin-changed"]);
    assert_eq!(login(&mut house, &method, &format!("{pin}{}", hotp(1))).await, "fail wrong", "the old one");
    assert_eq!(login(&mut house, &method, &format!("48215{}", hotp(1))).await, "pass ada");
}

/// Where a door has one line only, the new PIN is asked for twice.
#[tokio::test]
async fn a_new_pin_can_be_typed_line_by_line() {
    for (second, good) in [("48215", true), ("48216", false)] {
        let (mut house, method, pin) = by_event(&["oathPin server"], 0);
        let state =
            step(&mut house, &method, State::Asked { opens: false }, &format!("{pin}{}", hotp(0))).await.1.unwrap();
        let (prompt, state) = asked(house.verify(&method, state, &answer([("new_pin", "48215")])).await);
        assert_eq!(prompt.text, "oath-new-pin-again");
        assert!(!serde_json::to_string(&state).unwrap().contains("48215"), "remembered as a hash");
        let stepped = house.verify(&method, state, &answer([("new_pin", second)])).await;
        if good {
            assert_eq!(told(&stepped), "pass ada");
        } else {
            assert_eq!(asked(stepped).0.refusals[0].0, "oath-pin-differ");
        }
    }
}

#[tokio::test]
async fn an_old_pin_is_replaced_by_the_servers() {
    let (mut house, method, pin) =
        by_event(&["oathPin server", "oathPinBy server", "oathPinFirstChange false", "oathPinMaxAge 90"], 0);
    assert_eq!(login(&mut house, &method, &format!("{pin}{}", hotp(0))).await, "pass ada");
    house.pass(Span::days(90));
    let stepped =
        house.verify(&method, State::Asked { opens: false }, &answer([("code", &format!("{pin}{}", hotp(1)))])).await;
    let Ok(Step::Owe(_, prompt, state)) = stepped else { panic!("{}", told(&stepped)) };
    assert_eq!((prompt.text.as_str(), prompt.notice.as_str()), ("oath-pin-given", "oath-pin-old"));
    let [Field::List { items }] = &prompt.fields[..] else { panic!("{prompt:?}") };
    assert!(!serde_json::to_string(&state).unwrap().contains(&items[0]), "remembered as a hash");
    assert_eq!(told(&house.verify(&method, state, &answer([])).await), "pass ada");
    assert_eq!(login(&mut house, &method, &format!("{pin}{}", hotp(2))).await, "fail wrong");
    assert_eq!(login(&mut house, &method, &format!("{}{}", items[0], hotp(2))).await, "pass ada");
}

/// M055: before the first proof a question and a judgement tell nothing of the person.
#[tokio::test]
async fn nobody_is_asked_and_judged_like_somebody() {
    for texts in [&[][..], &["oathPin server"]] {
        let (somebody, method, _) = by_event(texts, 0);
        let mut somebody = House { around: House::opening().around, ..somebody };
        let mut nobody = House::nobody();
        let (theirs, ours) = (asked(somebody.challenge(&method).await).0, asked(nobody.challenge(&method).await).0);
        assert_eq!(theirs, ours);
        assert_eq!(theirs.fields.len(), 2, "the name is asked too");
        for typed in ["000000", "0000", "482915000000", "x", "", "a b c d", &"1".repeat(30)] {
            let expected = login(&mut somebody, &method, typed).await;
            assert_eq!(login(&mut nobody, &method, typed).await, expected, "{typed}");
        }
    }
}

/// A token by event that its owner makes: the QR code says so, and the first code is used up.
#[tokio::test]
async fn a_token_is_enrolled_with_its_first_code_and_a_pin() {
    let method = method(&["oathMode event", "oathPin server"]);
    let mut house = House::new();
    house.around.enrolling = true;
    let (prompt, state) = asked(house.enrol(&method).await);
    let Some(Field::Key { uri, .. }) = prompt.fields.first() else { panic!("{prompt:?}") };
    assert!(uri.starts_with("otpauth://hotp/"), "{uri}");
    let read = oath::OtpAuth::parse(uri).unwrap();
    let kept = serde_json::to_value(&state).unwrap();
    let again = || serde_json::from_value(kept.clone()).unwrap();
    let show = |counter| Hotp::default().code(&read.seed, counter).expose().to_owned();
    let fields = |code: String, pin: &str| {
        plug::Answer::new([("code", code), ("new_pin", pin.to_owned()), ("new_pin_again", pin.to_owned())])
    };
    assert_eq!(told(&house.confirm(&method, again(), &fields("000000".into(), "48215")).await), "fail wrong");
    let refused = asked(house.confirm(&method, again(), &fields(show(0), "1234")).await).0;
    assert_eq!(refused.refusals[0].0, "oath-pin-trivial");
    assert!(house.credentials.is_empty());
    assert_eq!(told(&house.confirm(&method, again(), &fields(show(0), "48215")).await), "pass ada");
    assert_eq!(login(&mut house, &method, &format!("48215{}", show(0))).await, "fail replay");
    assert_eq!(login(&mut house, &method, &format!("48215{}", show(1))).await, "pass ada");
}

/// An administrator's two codes, and an export, which is what was imported.
#[test]
fn what_the_inventory_asks_of_a_token() {
    let (house, _, _) = by_event(&[], 5);
    let token = &house.credentials[0];
    let record = (CRAFT.record)(token).unwrap();
    assert_eq!((record.seed.expose().as_slice(), record.moving), (SEED, plug::token::Moving::Event { next: 5 }));
    let resync = |first, second| (CRAFT.resync)(token, [&hotp(first), &hotp(second)], house.now).unwrap();
    assert_eq!(resync(700, 701).map(|placed| placed.counter), Some(701));
    for (first, second) in [(700, 702), (701, 700), (3, 4), (2_000, 2_001)] {
        assert!(resync(first, second).is_none(), "{first} {second}");
    }
    let (house, _, pin) = by_time(&["oathPin server"]);
    let token = &house.credentials[0];
    let chance = &house.chance;
    assert_eq!(pin.len(), 6);
    assert!((CRAFT.set_pin)(token, Some("1111"), chance, house.now).is_err(), "trivial");
    let set = (CRAFT.set_pin)(token, Some("48215"), chance, house.now).unwrap();
    assert_eq!(set.pin.unwrap().expose(), "48215");
    assert!(!set.body.to_string().contains("48215"));
    let free = Credential { body: set.body, ..token.clone() };
    let withdrawn: Token = serde_json::from_value((CRAFT.withdraw)(&free).unwrap()).unwrap();
    assert!(withdrawn.served().unwrap().1.is_none() && matches!(withdrawn.moving, Moving::Time { .. }));
    let no_pin = by_event(&[], 0).0.credentials.remove(0);
    assert!((CRAFT.set_pin)(&no_pin, None, chance, house.now).is_err());
}

/// A token that the server judges a PIN for and that has none passes nobody.
#[tokio::test]
async fn a_token_without_its_pin_proves_nothing() {
    let (mut house, method, pin) = by_event(&["oathPin server", "oathPinFirstChange false"], 0);
    let whole = house.credentials[0].clone();
    house.credentials[0].body = (CRAFT.withdraw)(&whole).unwrap();
    for line in [hotp(0), format!("{pin}{}", hotp(0)), format!("nothing{}", hotp(0))] {
        assert!(login(&mut house, &method, &line).await.starts_with("fail "), "{line}");
    }
    house.credentials[0] = whole;
    assert_eq!(login(&mut house, &method, &format!("{pin}{}", hotp(0))).await, "pass ada");
}

/// A token is used while its maker lets it be, and not a moment longer.
#[tokio::test]
async fn a_token_has_its_time() {
    let (mut house, method, _) = by_event(&[], 0);
    let now = house.now;
    for (since, until, told) in [
        (None, None, "pass ada"),
        (Some(now), Some(now), "pass ada"),
        (Some(now + Span::seconds(1)), None, "fail wrong"),
        (None, Some(now - Span::seconds(1)), "fail wrong"),
    ] {
        let token: Token = serde_json::from_value(house.credentials[0].body.clone()).unwrap();
        house.credentials[0].body = Token { since, until, ..token }.body().unwrap();
        let next = u64::try_from(house.credentials[0].counter + 1).unwrap();
        assert_eq!(login(&mut house, &method, &hotp(next)).await, told, "{since:?} {until:?}");
    }
}

/// A response of a door that shows no code.
struct Responds(String);

impl plug::Response for Responds {
    fn is(&self, candidate: &str) -> bool {
        self.0 == candidate
    }
    fn scheme(&self) -> plug::Scheme {
        plug::Scheme::Chap
    }
}

/// R039, M017: beside a token without a PIN, which a response is judged against, one with a PIN makes no try free.
#[tokio::test]
async fn r039_a_response_that_was_judged_counts() {
    let pin = ["oathPin server"];
    for (pinned, bare, expected) in
        [(true, false, "fail hashed-only"), (false, true, "fail wrong"), (true, true, "fail wrong")]
    {
        let (mut house, method, _) = by_event(&[], 0);
        let (other, ..) = by_event(&pin, 0);
        if !bare {
            house.credentials.clear();
        }
        if pinned {
            house.credentials.extend(other.credentials.into_iter().map(|c| Credential { id: Id::fixed(2), ..c }));
        }
        let guess = plug::Answer::new::<&str, &str>([]).responding(std::sync::Arc::new(Responds("000000".into())));
        let stepped = house.verify(&method, State::Asked { opens: true }, &guess).await;
        assert_eq!(told(&stepped), expected, "{pinned} {bare}");
        let right = plug::Answer::new::<&str, &str>([]).responding(std::sync::Arc::new(Responds(hotp(0))));
        let stepped = house.verify(&method, State::Asked { opens: true }, &right).await;
        assert_eq!(told(&stepped) == "pass ada", bare, "{pinned} {bare}");
    }
}
