//! A2.14: the lock falls after five misses whatever comes at once, and ends by the clock.

use testkit::{House, on_both, password_of};

use crate::support::{asked, at_once, attack, count, crowd, story, type_in};

on_both! {
    /// L011: 49 wrong passwords and the right one at once; what counts is the order of commits.
    async fn l011_the_right_one_never_passes_after_five_misses(database: Database) {
        const ROUNDS: usize = 4;
        let mut plan = House::new().on(database).application("wiki").allow(["password"]);
        for round in 0..ROUNDS {
            plan = plan.user(&format!("ada{round}"));
        }
        let house = plan.start().await;
        for round in 0..ROUNDS {
            let name = format!("ada{round}");
            let right = (round * 17) % 50;
            let guests = crowd(&house, 50);
            let pages = at_once(guests.iter().map(|b| asked(&house, b, "wiki"))).await;
            let password = password_of(&name);
            let answers = guests.iter().zip(&pages).enumerate();
            at_once(answers.map(|(n, (b, page))| type_in(b, page, &name, if n == right { &password } else { "a guess" }))).await;
            let events = story(&house, &name).await;
            let (mut misses, mut locked) = (0, false);
            for event in &events {
                match (event.action.as_str(), event.reason.as_str()) {
                    ("method.missed", "wrong") => misses += 1,
                    ("method.passed" | "login.granted", _) => {
                        assert!(!locked, "{} after the lock in round {round}", event.action);
                        misses = if event.action == "method.passed" { 0 } else { misses };
                    }
                    _ => {}
                }
                assert!(misses <= 5, "a sixth miss counted in round {round}");
                locked |= misses == 5;
            }
            assert!(locked, "49 wrong answers lock");
            assert_eq!(count(&events, "account.locked", ""), 1, "one event");
            // The lock is of time, not of luck: the right one is refused now and taken afterwards.
            assert!(house.login(&name).password().await.refused());
            house.clock.forward(19);
            assert!(house.login(&name).password().await.refused());
            house.clock.forward(2);
            assert!(house.login(&name).password().await.granted());
        }
    }
}

on_both! {
    /// L011: 500 parallel failures: five are counted, one lock, one notice by mail.
    async fn l011_five_hundred_failures_make_one_lock_and_one_notice(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
        let guests = crowd(&house, 500);
        let pages = at_once(guests.iter().map(|b| asked(&house, b, "wiki"))).await;
        at_once(guests.iter().zip(&pages).map(|(b, page)| type_in(b, page, "ada", "a guess"))).await;
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "method.missed", "wrong"), 5);
        assert_eq!(count(&events, "account.locked", ""), 1);
        house.inbox().newest("ada@demo.test", 1).await;
        attack(&house, "ada", 2).await;
        // Bob's notice would come after any second one of Ada's.
        attack(&house, "bob", 5).await;
        house.inbox().newest("bob@demo.test", 1).await;
        assert_eq!(house.inbox().to("ada@demo.test").len(), 1, "one notice");
    }
}

on_both! {
    /// M051: an attacker on another network does not keep people out of a browser that they used before.
    async fn m051_a_known_browser_stays_open(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let known = house.browser();
        assert!(house.login("ada").with(&known).password().await.granted());
        attack(&house, "ada", 7).await;
        assert!(house.login("ada").password().await.refused(), "a browser that nobody knows");
        assert!(house.login("ada").with(&known).asking("prompt", "login").password().await.granted(), "the known one");
        // It has a counter of its own, which locks like the other.
        let mut page = known.get(&house.client("wiki").authorize().with("prompt", "login").path()).await;
        for _ in 0..5 {
            page = type_in(&known, &page, "ada", "a slip").await;
        }
        assert!(house.login("ada").with(&known).asking("prompt", "login").password().await.refused());
        house.clock.forward(21);
        assert!(house.login("ada").password().await.granted(), "both end by themselves");
        assert!(house.login("ada").with(&known).asking("prompt", "login").password().await.granted());
    }
}

on_both! {
    /// A2.14: one counter over all doors; another person's is another.
    async fn a2_14_one_counter_over_all_doors(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).application("files").allow(["password"]);
        let house = house.user("ada").user("bob").start().await;
        attack(&house, "ada", 3).await;
        assert!(house.login("ada").at("files").typing("a guess").await.refused());
        let browser = house.browser();
        let page = browser.get("/account").await;
        assert!(type_in(&browser, &page, "ada", "a guess").await.error().is_some());
        assert!(house.login("ada").password().await.refused(), "locked by misses at three doors");
        assert!(house.login("bob").password().await.granted());
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 1);
    }
}

on_both! {
    /// A2.14: a right password clears what was counted; four misses lock nobody.
    async fn a2_14_a_pass_clears_the_counter(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        for _ in 0..3 {
            attack(&house, "ada", 4).await;
            assert!(house.login("ada").password().await.granted());
        }
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 0);
    }
}

on_both! {
    /// A2.14: a duration of zero lasts until somebody unlocks, whatever the clock says.
    async fn a2_14_zero_minutes_last_until_somebody_unlocks(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let line = |text: &str| model::Line::parse(text).unwrap();
        house.edit_method("password", |m| m.configuration.0.extend([line("policy.lockout.duration 0"), line("policy.lockout.threshold 2")])).await;
        attack(&house, "ada", 2).await;
        // A year later the notice would be too old to leave.
        house.inbox().newest("ada@demo.test", 1).await;
        house.clock.forward(60 * 24 * 365);
        assert!(house.login("ada").password().await.refused());
        assert!(house.login("ada").password().await.refused(), "not by itself");
        let admin = login::Actor::named("admin");
        assert!(!manage::users::unlock(&house.engine, "demo", "", "nobody", &admin).await.unwrap(), "the control");
        assert!(manage::users::unlock(&house.engine, "demo", "", "ada", &admin).await.unwrap());
        assert!(house.login("ada").password().await.granted());
        // G5: the user is told of both.
        house.inbox().newest("ada@demo.test", 2).await;
        assert_eq!(house.inbox().to("ada@demo.test").len(), 2, "locked, and open again");
    }
}

on_both! {
    /// M052: while the account is locked nothing that began before the lock grants anything.
    async fn m052_no_door_grants_during_the_lock(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "totp"]).application("files").allow(["password"]);
        let house = house.user("ada").token("totp").user("bob").token("totp").start().await;
        for (name, locked) in [("bob", false), ("ada", true)] {
            // Begun before: an exchange with a refresh token, a code that nobody exchanged, a login with the password proven.
            let tokens = house.login(name).password().code(&house.code_at(name, -30)).asking("scope", "openid offline_access").asking("prompt", "consent").press("consent", "yes").await;
            let refresh = tokens.exchange().await;
            assert!(refresh.ok(), "{}", refresh.page.body);
            let unspent = house.login(name).password().code(&house.code(name)).await;
            assert!(unspent.granted());
            let halfway = house.login(name).password().await;
            assert!(halfway.page.asks("code"));
            if locked {
                attack(&house, name, 5).await;
            }
            let late = halfway.browser.code(&halfway.page, &house.code_at(name, 30)).await;
            assert_eq!(halfway.asked.code(&late).is_some(), !locked, "{name}: the second factor");
            assert_eq!(unspent.exchange().await.ok(), !locked, "{name}: the code");
            let again = tokens.client.refresh(&tokens.browser, refresh.text("refresh_token")).await;
            assert_eq!(again.ok(), !locked, "{name}: the refresh token: {}", again.page.body);
            if locked {
                house.clock.forward(21);
                let again = tokens.client.refresh(&tokens.browser, refresh.text("refresh_token")).await;
                assert!(again.ok(), "nothing was used up by the refusal: {}", again.page.body);
            }
        }
    }
}

on_both! {
    /// A2.14: one source is slowed for a person before anything is counted beyond the threshold; others are not.
    async fn a2_14_one_network_is_throttled(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let line = |text: &str| model::Line::parse(text).unwrap();
        house.edit_method("password", |m| m.configuration.0.push(line("policy.lockout.threshold 1000"))).await;
        attack(&house, "ada", 40).await;
        let counted = count(&story(&house, "ada").await, "method.missed", "wrong");
        assert!((5..40).contains(&counted), "{counted} were judged");
        let inside = house.browser().at("127.66.6.77");
        assert!(house.login("ada").with(&inside).password().await.refused(), "the same network");
        assert!(house.login("ada").password().await.granted(), "another network");
        house.clock.forward(6);
        assert!(house.login("ada").with(&inside).password().await.granted(), "later");
    }
}

on_both! {
    /// A2.11, M067: a method that was disabled meanwhile is neither asked nor accepted, and its proofs stop counting.
    async fn a2_11_a_disabled_method_ends_at_once(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "totp"]).user("ada").token("totp").start().await;
        let halfway = house.login("ada").password().await;
        let control = house.login("ada").password().await;
        assert!(control.asked.code(&control.browser.code(&control.page, &house.code_at("ada", -30)).await).is_some());
        house.edit_method("totp", |m| m.enabled = false).await;
        let form = halfway.page.prompt();
        let page = halfway.browser.submit(&halfway.page, &form, &[("code", &house.code("ada"))]).await;
        // C5: the factor does not exist any more, so that the first one alone is enough; the code itself proves nothing.
        let passed = count(&story(&house, "ada").await, "method.passed", "");
        assert_eq!(passed, 3, "two passwords and one code: {}", page.text());
    }
}

on_both! {
    /// M048: 200 wrong passwords from 50 networks: five are judged and counted, and the right one waits with all others.
    async fn m048_many_addresses_buy_no_more_guesses(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["password"]).application("files").allow(["password"]);
        let house = plan.user("ada").user("bob").start().await;
        let guests = crowd(&house, 50);
        for (n, browser) in guests.iter().enumerate() {
            let mut page = asked(&house, browser, if n % 2 == 0 { "wiki" } else { "files" }).await;
            for _ in 0..4 {
                page = type_in(browser, &page, "ada", "a guess").await;
            }
        }
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "method.missed", "wrong"), 5);
        assert_eq!(count(&events, "method.missed", "locked"), 195);
        assert!(house.login("ada").password().await.refused());
        assert!(house.login("bob").password().await.granted(), "the control");
    }
}
