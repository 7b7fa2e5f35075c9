//! Doors where one line is typed, at the engine's own calls: layouts, triggers, choices, and what a line may never do.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use login::{Line, LineAsked, Opener, Said};
use model::{
    Locale, Noun, Reason, Request, Secret,
    application::{Layout, Passcodes},
    request::{Client, ConsentAsked, Front, Wanted},
};
use testkit::{Database, House, Way, on_both};

use crate::support::{at_once, count, story};

/// A door of the house with one line.
struct Door<'a> {
    house: &'a House,
    front: Front,
}

impl<'a> Door<'a> {
    const fn new(house: &'a House) -> Self {
        Self { house, front: Front::Radius }
    }
    const fn agent(house: &'a House) -> Self {
        Self { house, front: Front::Agent }
    }
    fn opener(&self) -> Opener {
        Opener { key: "door".into(), client: Client::default() }
    }
    fn request(&self) -> Request {
        Request {
            application: self
                .house
                .id(Noun::Application, &format!("{}/{}", self.house.plan.site, self.house.plan.doors[0].name)),
            wanted: Wanted::Any,
            fresh_since: None,
            passive: false,
            only: None,
            hint: None,
            consent: ConsentAsked::default(),
            locales: vec![Locale::En],
            front: self.front,
            client: Client::default(),
            resume: String::new(),
            returns_to: Vec::new(),
            forwarding: Default::default(),
            memory: serde_json::Value::Null,
        }
    }
    async fn say(&self, name: &str, line: &str) -> Said {
        self.house.engine.line(self.request(), &self.opener(), name, &plain(line)).await.unwrap()
    }
    async fn on(&self, asked: &LineAsked, name: &str, line: &str) -> Said {
        self.house.engine.next_line(asked.handle.expose(), &self.opener(), name, &plain(line)).await.unwrap()
    }
}

fn plain(line: &str) -> Line {
    Line::Plain(Secret::new(line.into()))
}

fn asked(said: Said) -> LineAsked {
    match said {
        Said::Asked(asked) => asked,
        other => panic!("{other:?}"),
    }
}

fn granted(said: &Said) -> bool {
    matches!(said, Said::Granted(_))
}

fn denied(said: &Said) -> Reason {
    match said {
        Said::Denied { why, .. } => *why,
        other => panic!("{other:?}"),
    }
}

fn pass(name: &str) -> String {
    testkit::password_of(name)
}

async fn house(database: Database, methods: &[&str], passcode: Passcodes) -> House {
    let mut allowed = vec!["password"];
    allowed.extend(methods);
    let plan =
        House::new().on(database).application("vpn").allow(allowed).application_with(move |a| a.passcode = passcode);
    let plan = plan.user("ada");
    let plan = if methods.contains(&"totp") { plan.token("totp") } else { plan };
    plan.user("bob").start().await
}

const SEPARATE: Passcodes = Passcodes { layout: Layout::Separate, simple: false };

on_both! {
    /// R019: a right password is asked on for the second factor; the State is fresh each time, and good once (R020).
    async fn r019_r020_password_then_code(database: Database) {
        let house = house(database, &["totp"], SEPARATE).await;
        let door = Door::new(&house);
        let first = asked(door.say("ada", &pass("ada")).await);
        assert_eq!((first.input, first.asked[0].prompt.text.as_str()), ("code", "totp-prompt"));
        assert_eq!(first.handle.expose().len(), 32);
        let code = house.code("ada");
        let said = door.on(&first, "ada", &code).await;
        assert!(granted(&said), "{said:?}");
        assert_eq!(denied(&door.on(&first, "ada", &code).await), Reason::Gone, "used twice");
        // Another name, or another opener: refused, and the right answer comes too late.
        house.clock.forward(2);
        for wrong in ["name", "opener"] {
            let again = asked(door.say("ada", &pass("ada")).await);
            let code = house.code("ada");
            let said = match wrong {
                "name" => door.on(&again, "bob", &code).await,
                _ => {
                    let other = Opener { key: "another".into(), client: Client::default() };
                    house.engine.next_line(again.handle.expose(), &other, "ada", &plain(&code)).await.unwrap()
                }
            };
            assert!(matches!(denied(&said), Reason::WrongPerson | Reason::Gone));
            assert_eq!(denied(&door.on(&again, "ada", &code).await), Reason::Gone, "burnt: {wrong}");
            let control = asked(door.say("ada", &pass("ada")).await);
            assert!(granted(&door.on(&control, "ada", &code).await), "the control");
            house.clock.forward(2);
        }
        assert_eq!(count(&story(&house, "ada").await, "login.granted", ""), 3);
    }
}

on_both! {
    /// R025: a counted miss ends a RADIUS login; the counter is everybody's, and locks every door.
    async fn r025_a_miss_ends_the_login(database: Database) {
        let house = house(database, &["totp"], SEPARATE).await;
        let door = Door::new(&house);
        let first = asked(door.say("ada", &pass("ada")).await);
        assert_eq!(denied(&door.on(&first, "ada", "000000").await), Reason::Wrong);
        assert_eq!(denied(&door.on(&first, "ada", &house.code("ada")).await), Reason::Gone);
        for _ in 0..4 {
            let next = asked(door.say("ada", &pass("ada")).await);
            assert_eq!(denied(&door.on(&next, "ada", "000000").await), Reason::Wrong);
        }
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 1);
        assert_eq!(denied(&door.say("ada", &pass("ada")).await), Reason::Wrong, "locked looks like wrong");
        assert!(house.login("ada").password().await.refused(), "in the browser, too");
        house.clock.pass(model::Span::minutes(20));
        let next = asked(door.say("ada", &pass("ada")).await);
        assert!(granted(&door.on(&next, "ada", &house.code("ada")).await));
    }
}

on_both! {
    /// An agent's question stays open after a wrong answer, under the same id; a pass ends it.
    async fn an_agents_question_stays_open(database: Database) {
        let house = house(database, &["totp"], SEPARATE).await;
        let door = Door::agent(&house);
        let first = asked(door.say("ada", &pass("ada")).await);
        assert!(first.handle.expose().len() == 49 && first.handle.expose().bytes().all(|b| b.is_ascii_digit()));
        assert_eq!(denied(&door.on(&first, "ada", "000000").await), Reason::Wrong);
        let code = house.code("ada");
        assert!(granted(&door.on(&first, "ada", &code).await));
        assert_eq!(denied(&door.on(&first, "ada", &code).await), Reason::Gone);
    }
}

on_both! {
    /// F3.2b: password and code in one field, in both orders; a code that nothing asks for, a wrong one, and a part alone.
    async fn f3_2b_password_and_code_in_one(database: Database) {
        for layout in [Layout::PasswordCode, Layout::CodePassword] {
            let house = house(database, &["totp"], Passcodes { layout, simple: false }).await;
            let door = Door::new(&house);
            let both = |code: &str, password: &str| match layout {
                Layout::PasswordCode => format!("{password}{code}"),
                _ => format!("{code}{password}"),
            };
            let code = house.code("ada");
            assert_eq!(denied(&door.say("ada", &both("000000", &pass("ada"))).await), Reason::Wrong);
            assert!(granted(&door.say("ada", &both(&code, &pass("ada"))).await));
            assert_eq!(denied(&door.say("ada", &both(&code, &pass("ada"))).await), Reason::Wrong, "once");
            house.clock.forward(2);
            let next = house.code("ada");
            let alone = asked(door.say("ada", &pass("ada")).await);
            assert!(granted(&door.on(&alone, "ada", &next).await), "the password alone is asked on");
            // Bob has no second factor: his password alone lets in (C5), with anything behind it it is wrong.
            assert!(granted(&door.say("bob", &pass("bob")).await));
            assert_eq!(denied(&door.say("bob", &both("123456", &pass("bob"))).await), Reason::Wrong);
            let events = story(&house, "ada").await;
            assert_eq!(count(&events, "login.granted", ""), 2);
            assert_eq!(count(&events, "method.missed", "replay"), 1);
        }
    }
}

on_both! {
    /// L010, M001: one passcode, 200 at once, through a door of one line: exactly one.
    async fn l010_one_passcode_two_hundred_times(database: Database) {
        let house = house(database, &["totp"], Passcodes { layout: Layout::PasswordCode, simple: false }).await;
        let door = Door::new(&house);
        let line = format!("{}{}", pass("ada"), house.code("ada"));
        let said = at_once((0..200).map(|_| async { house.engine.line(door.request(), &door.opener(), "ada", &plain(&line)).await })).await;
        assert_eq!(said.iter().filter(|s| s.as_ref().is_ok_and(granted)).count(), 1);
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "login.granted", ""), 1);
        assert_eq!(count(&events, "account.locked", ""), 0);
    }
}

on_both! {
    /// C6: a first factor that is not allowed never lets in alone; with nothing to follow it is denied.
    async fn c6_a_missing_factor_denies(database: Database) {
        let plan = House::new().on(database).application("vpn").allow(["totp"]).method(Way::named("password"));
        let house = plan.user("ada").token("totp").user("bob").start().await;
        let door = Door::new(&house);
        let first = asked(door.say("ada", &pass("ada")).await);
        assert!(granted(&door.on(&first, "ada", &house.code("ada")).await));
        assert_eq!(denied(&door.say("bob", &pass("bob")).await), Reason::SecondFactorUnavailable);
    }
}

on_both! {
    /// F1.5, F3.2, R022: in simple mode an empty or one-letter passcode asks for what can be sent, for everybody alike; a whole one is
    /// a code.
    async fn f3_2_simple_mode(database: Database) {
        let plan = House::new().on(database).application("vpn").allow(["totp", "email"]).opens("totp").opens("email");
        let plan = plan.application_with(|a| a.passcode.simple = true);
        let house = plan.user("ada").token("totp").start().await;
        let door = Door::new(&house);
        let code = house.code("ada");
        assert!(granted(&door.say("ada", &code).await));
        for letter in ["", "p", "x", "S", "g"] {
            let fallback = asked(door.say("ada", letter).await);
            assert_eq!((fallback.input, fallback.asked[0].method.kind), ("code", "totp"), "{letter}");
        }
        let sent = asked(door.say("ada", "E").await);
        assert_eq!(sent.asked[0].method.kind, "email.registered");
        let mailed = house.mailed_code("ada", 1).await;
        assert!(granted(&door.on(&sent, "ada", &mailed).await));
        // Nobody is asked like somebody, and no mail leaves.
        let nobody = asked(door.say("nobody", "e").await);
        assert_eq!(nobody.asked[0].prompt.text, sent.asked[0].prompt.text);
        assert_eq!(denied(&door.on(&nobody, "nobody", "123456").await), Reason::Wrong);
    }
}

on_both! {
    /// A choice of methods by number, letter or name; the code of the one that was picked.
    async fn a_choice_is_typed(database: Database) {
        let house = house(database, &["totp", "email"], SEPARATE).await;
        let door = Door::new(&house);
        for (n, pick) in ["1", "e", "email"].into_iter().enumerate() {
            let first = asked(door.say("ada", &pass("ada")).await);
            assert_eq!(first.asked[0].method.kind, "totp");
            assert_eq!(first.choices.iter().map(|c| c.offer.name.as_str()).collect::<Vec<_>>(), ["email"]);
            let picked = asked(door.on(&first, "ada", pick).await);
            assert_ne!(picked.handle.expose(), first.handle.expose());
            assert_eq!(picked.asked[0].method.kind, "email.registered");
            let mailed = house.mailed_code("ada", n + 1).await;
            assert!(granted(&door.on(&picked, "ada", &mailed).await));
        }
    }
}

on_both! {
    /// B1: an expired password is changed line by line, after the second factor; two lines that differ change nothing.
    async fn b1_an_expired_password_is_changed_by_lines(database: Database) {
        let plan = House::new().on(database).method(Way::named("password").line("policy.password.max-age 60"));
        let plan = plan.application("vpn").allow(["password", "totp"]).user("ada").token("totp");
        let house = plan.start().await;
        house.clock.pass(model::Span::hours(2));
        let door = Door::new(&house);
        let code = asked(door.say("ada", &pass("ada")).await);
        let new = asked(door.on(&code, "ada", &house.code("ada")).await);
        assert_eq!(new.input, "new_password");
        let again = asked(door.on(&new, "ada", "an entirely new phrase").await);
        assert_eq!(again.input, "new_password_again");
        let said = door.on(&again, "ada", "an entirely new phrase").await;
        assert!(granted(&said), "{said:?}");
        house.clock.forward(2);
        assert_eq!(denied(&door.say("ada", &pass("ada")).await), Reason::Wrong);
        asked(door.say("ada", "an entirely new phrase").await);
    }
}

/// A response whose secret the test knows.
struct Known(String, AtomicUsize);

impl plug::Response for Known {
    fn is(&self, candidate: &str) -> bool {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0 == candidate
    }
    fn scheme(&self) -> plug::Scheme {
        plug::Scheme::Chap
    }
}

on_both! {
    /// R039: a response is judged against a password that can be read, refused by name where only a hash is kept, and never
    /// parted.
    async fn r039_responses_need_readable_secrets(database: Database) {
        let plan = House::new().on(database).application("vpn").allow(["password"]);
        let plan = plan.user("ada").user("bob").user_with(|g| (g.password, g.encoded) = (None, Some("{PLAIN}open sesame, said bob".into())));
        let house = plan.start().await;
        let door = Door::new(&house);
        let respond = async |name: &str, secret: &str| {
            let line = Line::Response(Arc::new(Known(secret.into(), AtomicUsize::new(0))));
            house.engine.line(door.request(), &door.opener(), name, &line).await.unwrap()
        };
        assert_eq!(denied(&respond("ada", &pass("ada")).await), Reason::HashedOnly);
        assert_eq!(denied(&respond("bob", "open sesame").await), Reason::Wrong);
        assert!(granted(&respond("bob", "open sesame, said bob").await));
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "method.missed", "hashed-only"), 1);
    }
}

on_both! {
    /// M054: nobody, somebody with a wrong password, somebody disabled and somebody locked are told the same.
    async fn m054_a_line_tells_nothing(database: Database) {
        let house = house(database, &["totp"], SEPARATE).await;
        let door = Door::new(&house);
        for name in ["ada", "nobody", "", "ada\0", "*)(uid=*"] {
            assert_eq!(denied(&door.say(name, "wrong").await), Reason::Wrong, "{name:?}");
        }
        house.edit_user("bob", |u| u.enabled = false).await;
        assert_eq!(denied(&door.say("bob", "wrong").await), Reason::Wrong);
        assert_eq!(denied(&door.say("bob", &pass("bob")).await), Reason::Wrong);
    }
}

on_both! {
    /// A2.17: wrong answers that arrive at once use up an agent's mailed code like wrong answers one after the other.
    async fn a2_17_a_code_bears_no_more_at_once(database: Database) {
        let house = house(database, &["email"], SEPARATE).await;
        let door = Door::agent(&house);
        let first = asked(door.say("ada", &pass("ada")).await);
        house.mailed_code("ada", 1).await;
        at_once((0..3).map(|_| door.on(&first, "ada", "000000"))).await;
        let login = house.store().login(&login::hashed(first.handle.expose())).await.unwrap().unwrap();
        assert_eq!(login.open[0].misses, 3);
    }
}

on_both! {
    /// B1: two methods owe a new secret, and the login is granted when both have it.
    async fn b1_one_debt_does_not_pay_another(database: Database) {
        let aged = |way: Way| way.line("policy.password.max-age 60");
        let plan = House::new().on(database).method(aged(Way::named("password")).next(&["phrase"]));
        let plan = plan.method(aged(Way::new("phrase", "password")));
        let plan = plan.application("vpn").allow(["password", "phrase"]).user("ada");
        let house = plan.start().await;
        house.clock.pass(model::Span::hours(2));
        let door = Door::new(&house);
        let mut next = asked(door.say("ada", &pass("ada")).await);
        assert_eq!(next.input, "password");
        next = asked(door.on(&next, "ada", &pass("ada")).await);
        for (debt, phrase) in ["an entirely new phrase", "another new phrase, for the second"].into_iter().enumerate() {
            assert_eq!(next.input, "new_password", "debt {debt}");
            next = asked(door.on(&next, "ada", phrase).await);
            let said = door.on(&next, "ada", phrase).await;
            if debt == 1 {
                assert!(granted(&said), "{said:?}");
                return;
            }
            next = asked(said);
        }
    }
}

on_both! {
    /// M054, A2.17: whoever asks for codes too often is told so whether or not the name is somebody's; and doors that tell nobody
    /// apart have no limit that one person uses up for the others.
    async fn m054_the_sending_limits_tell_nothing(database: Database) {
        let plan = House::new().on(database).application("vpn").allow(["email"]).opens("email");
        let plan = plan.application_with(|a| a.passcode.simple = true);
        let house = plan.user("ada").user("bob").start().await;
        house.edit_method("email", |m| (m.sending.per_address_hour, m.sending.per_network_hour) = (2, 2)).await;
        let door = Door::new(&house);
        let mut stories = Vec::new();
        for name in ["ada", "nobody", "bob"] {
            let mut story = Vec::new();
            for _ in 0..4 {
                story.push(match door.say(name, "").await {
                    Said::Asked(asked) => asked.asked.first().map_or(asked.input, |a| &a.prompt.text).to_owned(),
                    Said::Denied { why, .. } => why.key().to_owned(),
                    Said::Granted(_) => panic!("granted"),
                });
            }
            stories.push(story);
        }
        assert_eq!(stories[0], stories[1], "nobody is like somebody");
        assert_eq!(stories[0], stories[2], "one is not in another's way");
        assert_eq!(stories[0][1..], ["email-code-unnamed", "method", "method"]);
    }
}
