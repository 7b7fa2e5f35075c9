//! Ways through a login besides the table: forced enrolment, passwords that are due, codes that open, addresses from the first
//! factor, and the limits on sending.

use model::Span;
use testkit::{House, Outcome, Way, on_both};

use crate::support::{at_once, count, crowd, story};

on_both! {
    /// C6, architecture 5: where the site says so, somebody who never had a second factor enrols one instead of being denied.
    async fn c6_enrolment_instead_of_denial(database: Database) {
        for forced in [false, true] {
            let plan = House::new().on(database).site_with(|s| s.force_enrolment = forced).application("wiki").allow(["totp"]);
            let house = plan.user("ada").start().await;
            let login = house.login("ada").password().await;
            assert_eq!(login.denied(), !forced, "{}", login.page.text());
            if !forced {
                continue;
            }
            let page = if login.page.asks("code") { login.page.clone() } else { login.browser.pick(&login.page, "totp").await };
            let uri = page.links().into_iter().map(|l| l.href).find(|h| h.starts_with("otpauth://")).unwrap_or_else(|| panic!("{}", page.text()));
            let secret = url::Url::parse(&uri).unwrap().query_pairs().find(|(n, _)| n == "secret").unwrap().1.into_owned();
            let seed = oath::Seed::from_base32(&secret).unwrap();
            let code = oath::Totp::default().code(&seed, house.now().millis()).expose().to_owned();
            let form = page.forms().into_iter().find(|f| f.input("code").is_some()).unwrap();
            let done = login.browser.submit(&page, &form, &[("code", &code), ("name", "Phone")]).await;
            assert!(login.asked.code(&done).is_some(), "the confirmation is the proof: {}", done.text());
            house.clock.seconds(30);
            let again = house.login("ada").password().await;
            assert!(again.page.asks("code") && !again.page.body.contains("otpauth://"));
        }
    }
}

on_both! {
    /// B1: a password past its age is changed before it counts, by the rules; the old one is worth nothing afterwards.
    async fn b1_an_expired_password_is_changed_first(database: Database) {
        let way = Way::named("password").line("policy.password.max-age 60").line("policy.password.history 3").line("policy.password.expiring 10");
        let house = House::new().on(database).method(way).application("wiki").allow(["password"]).user("ada").start().await;
        let old = house.someone("ada").password.clone();
        house.clock.forward(55);
        let expiring = house.login("ada").password().await;
        assert!(expiring.page.asks("new_password"), "offered before it is due: {}", expiring.page.text());
        let later = expiring.browser.press(&expiring.page, "skip", "").await;
        assert!(expiring.asked.code(&later).is_some());
        house.clock.forward(10);
        let login = house.login("ada").password().await;
        assert!(login.page.asks("new_password"), "{}", login.page.text());
        assert!(login.page.form_with("skip").is_none(), "due now");
        for (bad, why) in [(old.as_str(), "the same"), ("short", "too short"), ("password", "everybody's"), ("wiki wiki wiki wiki", "a name from here")] {
            let page = login.browser.submit(&login.page, &login.page.prompt(), &[("new_password", bad), ("new_password_again", bad)]).await;
            assert!(page.error().is_some() && login.asked.code(&page).is_none(), "{why}: {}", page.text());
        }
        let page = login.browser.get(login.page.url.path()).await;
        let differ = login.browser.submit(&page, &page.prompt(), &[("new_password", "a phrase nobody guesses"), ("new_password_again", "another one")]).await;
        assert!(differ.error().is_some());
        let new = "a phrase nobody guesses";
        let done = login.browser.submit(&differ, &differ.prompt(), &[("new_password", new), ("new_password_again", new)]).await;
        assert!(login.asked.code(&done).is_some(), "{}", done.text());
        assert!(house.login("ada").typing(&old).await.refused());
        assert!(house.login("ada").typing(new).await.granted());
    }
}

on_both! {
    /// C3, Kind.opens: a code opens a login only where the application says so; codes by mail to a registered person, too.
    async fn c3_a_code_opens_only_where_it_is_asked_for(database: Database) {
        let plan = House::new().on(database).application("closed").allow(["totp", "email"]);
        let plan = plan.application("open").allow(["totp", "email"]).opens("totp").opens("email");
        let house = plan.user("ada").token("totp").start().await;
        let closed = house.browser().get(&house.client("closed").authorize().path()).await;
        assert!(closed.asks("password"), "only the password opens: {}", closed.text());
        let login = house.login("ada").at("open").await;
        let mut offered = login.page.methods();
        offered.sort();
        assert_eq!(offered, ["email", "password", "totp"]);
        let page = login.browser.pick(&login.page, "totp").await;
        let page = login.browser.submit(&page, &page.prompt(), &[("username", "ada"), ("code", &house.code("ada"))]).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        let login = house.login("ada").at("open").await;
        let page = login.browser.pick(&login.page, "email").await;
        let page = login.browser.submit(&page, &page.prompt(), &[("username", "ada")]).await;
        assert!(!page.body.contains("ada@") && !page.text().contains("demo.test"), "nothing of the address: {}", page.text());
        let page = login.browser.code(&page, &house.mailed_code("ada", 1).await).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
    }
}

on_both! {
    /// B5, C2: an unregistered person by a typed address; with `mfa true` the address comes from the first factor and is masked.
    async fn c2_the_address_comes_from_the_first_factor(database: Database) {
        let plan = House::new().on(database).application("open").allow(["typed"]).application("wiki").allow(["password", "smtp"]);
        let house = plan.user("ada").user("bob").without_email().start().await;
        let login = house.login("eve").at("open").await;
        let page = login.browser.submit(&login.page, &login.page.prompt(), &[("email", "Eve@Elsewhere.example")]).await;
        let mail = house.inbox().newest("eve@elsewhere.example", 1).await;
        let page = login.browser.code(&page, &testkit::inbox::code_in(&mail.text).unwrap()).await;
        assert!(login.asked.code(&page).is_some(), "{}", page.text());
        let chained = house.login("ada").at("wiki").password().await;
        assert!(chained.page.asks("code") && !chained.page.asks("email"), "{}", chained.page.text());
        assert!(!chained.page.body.contains("ada@demo.test"), "masked: {}", chained.page.text());
        let form = chained.page.prompt();
        let other = chained.browser.submit(&chained.page, &form, &[("email", "eve@elsewhere.example"), ("again", "1")]).await;
        house.clock.forward(2);
        let again = chained.browser.press(&other, "again", "").await;
        assert_eq!(house.inbox().to("eve@elsewhere.example").len(), 1, "the address cannot be changed");
        let page = chained.browser.code(&again, &house.mailed_code("ada", 2).await).await;
        assert!(chained.asked.code(&page).is_some(), "{}", page.text());
        // C5: without an address there is no factor.
        assert!(house.login("bob").at("wiki").password().await.granted());
    }
}

on_both! {
    /// G9: not before, expires, and a method that is not activated for a person.
    async fn g9_people_and_methods_have_their_time(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "totp"]).user("ada").token("totp").start().await;
        let start = house.now();
        house.edit_user("ada", |u| u.not_before = Some(start + Span::hours(1))).await;
        assert!(house.login("ada").password().await.refused());
        house.clock.forward(61);
        assert!(house.login("ada").password().await.page.asks("code"));
        house.edit_user("ada", |u| u.expires = Some(start + Span::hours(2))).await;
        let method = house.id(model::Noun::Method, "totp");
        let off = model::user::Activation { method, active: false };
        house.write(vec![store::Write::PutActivation { person: house.person("ada").key(), activation: off }]).await;
        assert!(house.login("ada").password().await.granted(), "C7: not activated is not available");
        house.clock.forward(60);
        assert!(house.login("ada").password().await.refused(), "expired");
    }
}

async fn asks_for_mail(house: &House, network: usize) -> Outcome {
    let browser = house.browser().at(&format!("127.77.{network}.1"));
    house.login("ada").with(&browser).password().await
}

on_both! {
    /// A2.17: per address and hour, per network and hour, per site and day; time makes room again. No limit drops the factor.
    async fn a2_17_messages_are_limited(database: Database) {
        for (what, change) in [
            ("address", Box::new(|m: &mut model::Method| m.sending.per_address_hour = 3) as Box<dyn FnOnce(&mut model::Method) + Send>),
            ("network", Box::new(|m: &mut model::Method| m.sending.per_network_hour = 3)),
            ("site", Box::new(|_: &mut model::Method| {})),
        ] {
            let plan = House::new().on(database).site_with(|s| s.messages_per_day = if what == "site" { 3 } else { 1_000 });
            let house = plan.method(Way::named("email").with(change)).application("wiki").allow(["password", "email"]).user("ada").start().await;
            for n in 0..3 {
                let login = asks_for_mail(&house, if what == "network" { 1 } else { n + 1 }).await;
                assert!(login.page.asks("code"), "{what} {n}: {}", login.page.text());
            }
            house.inbox().newest("ada@demo.test", 3).await;
            let late = asks_for_mail(&house, 1).await;
            assert!(!late.granted() && late.page.left.is_none(), "{what}: no factor is dropped");
            assert!(late.page.error().is_some() && !late.page.asks("code"), "{what}: the page says why: {}", late.page.text());
            assert_eq!(house.inbox().to("ada@demo.test").len(), 3, "{what}");
            assert!(count(&story(&house, "ada").await, "message.limited", "") >= 1, "{what}");
            if what == "network" {
                assert!(asks_for_mail(&house, 2).await.page.asks("code"), "another network");
            }
            house.clock.pass(if what == "site" { Span::hours(25) } else { Span::minutes(61) });
            assert!(asks_for_mail(&house, 3).await.page.asks("code"), "{what}: later");
        }
    }
}

on_both! {
    /// A2.17: another message only after the interval; a code bears so many wrong answers and no more.
    async fn a2_17_a_code_bears_few_answers_and_is_not_sent_at_will(database: Database) {
        let way = Way::named("email").with(|m| m.sending.attempts_per_code = 3).line("policy.lockout.threshold 100");
        let house = House::new().on(database).method(way).application("wiki").allow(["password", "email"]).user("ada").start().await;
        let login = house.login("ada").password().await;
        let code = house.mailed_code("ada", 1).await;
        let early = login.browser.press(&login.page, "again", "").await;
        assert!(early.error().is_some(), "{}", early.text());
        assert_eq!(house.inbox().to("ada@demo.test").len(), 1);
        let wrong = if code == "000000" { "111111" } else { "000000" };
        let mut page = early;
        for _ in 0..3 {
            page = login.browser.code(&page, wrong).await;
        }
        let over = if page.asks("code") { login.browser.code(&page, &code).await } else { page };
        assert!(login.asked.code(&over).is_none(), "three wrong answers used it up");
    }
}

on_both! {
    /// L010, A2.17: 50 logins ask for mail at once where 10 are allowed: exactly ten leave.
    async fn l010_the_limit_on_sending_holds_at_once(database: Database) {
        let way = Way::named("email").with(|m| m.sending.per_address_hour = 10);
        let house = House::new().on(database).method(way).application("wiki").allow(["password", "email"]).user("ada").start().await;
        let logins = at_once(crowd(&house, 50).into_iter().map(|b| {
            let house = &house;
            async move { house.login("ada").with(&b).password().await }
        })).await;
        let sent = logins.iter().filter(|l| l.page.asks("code")).count();
        assert_eq!(sent, 10);
        house.inbox().newest("ada@demo.test", 10).await;
        assert_eq!(house.inbox().to("ada@demo.test").len(), 10);
    }
}

on_both! {
    /// M018: a name sent along with an address, or with its code, lends no registered person to a method that proves an address.
    async fn m018_a_name_beside_an_address_is_nobody_s(database: Database) {
        let house = House::new().on(database).application("open").allow(["typed"]).user("ada").start().await;
        let lent = [("username", "ada"), ("name", "ada"), ("password", "x")];
        for (count, with) in [(1, &[][..]), (2, &lent[..])] {
            let login = house.login("eve").at("open").await;
            let asked = [&[("email", "eve@elsewhere.example")][..], with].concat();
            let page = login.browser.submit(&login.page, &login.page.prompt(), &asked).await;
            let mail = house.inbox().newest("eve@elsewhere.example", count).await;
            let code = testkit::inbox::code_in(&mail.text).unwrap();
            let answered = [&[("code", code.as_str())][..], with].concat();
            let page = login.browser.submit(&page, &page.prompt(), &answered).await;
            assert!(login.asked.code(&page).is_some(), "eve proves an address: {}", page.text());
        }
        let granted = house.audited("login.granted").await;
        assert_eq!(granted.len(), 2);
        assert!(granted.iter().all(|e| e.person.starts_with("m:")), "{granted:?}");
    }
}
