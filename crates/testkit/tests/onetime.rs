//! What is good once is good once, however many send it at the same moment (L010), and what is old stays old.

use testkit::{Browser, Database, House, Outcome, Page, on_both};

use crate::support::{at_once, count, crowd, story};

/// A house where codes follow a password.
async fn house(database: Database, methods: &[&str]) -> House {
    let mut allowed = vec!["password"];
    allowed.extend(methods);
    let plan = House::new().on(database).application("wiki").allow(allowed).user("ada");
    let plan = if methods.contains(&"totp") { plan.token("totp") } else { plan };
    let plan = if methods.contains(&"backup") { plan.list("backup") } else { plan };
    plan.user("bob").start().await
}

/// Logins of Ada's that all wait for a code.
async fn waiting(house: &House, count: usize) -> Vec<Outcome> {
    let mut all = Vec::new();
    for browser in crowd(house, count) {
        let outcome = house.login("ada").with(&browser).password().await;
        assert!(outcome.page.asks("code"), "{}", outcome.page.text());
        all.push(outcome);
    }
    all
}

async fn answer(outcome: &Outcome, method: &str, code: &str) -> bool {
    let page = if outcome.page.methods().iter().any(|m| m == method) {
        outcome.browser.pick(&outcome.page, method).await
    } else {
        outcome.page.clone()
    };
    let page = outcome.browser.code(&page, code).await;
    outcome.asked.code(&page).is_some()
}

on_both! {
    /// M001, L010: one TOTP code, 200 logins, all at once: exactly one.
    async fn l010_one_totp_code_two_hundred_times(database: Database) {
        let house = house(database, &["totp"]).await;
        let logins = waiting(&house, 200).await;
        let code = house.code("ada");
        let granted = at_once(logins.iter().map(|l| answer(l, "totp", &code))).await;
        assert_eq!(granted.iter().filter(|g| **g).count(), 1);
        let events = story(&house, "ada").await;
        let passed = events.iter().filter(|e| e.action == "method.passed" && e.method == "totp").count();
        assert_eq!(passed, 1);
        assert_eq!(count(&events, "method.missed", "replay"), 199, "each other one is told as a replay");
        assert_eq!(count(&events, "account.locked", ""), 0, "replays are not counted");
        house.clock.seconds(30);
        assert!(house.login("ada").password().code(&house.code("ada")).await.granted());
    }
}

on_both! {
    /// M014, L010: one backup code, 200 logins, all at once: exactly one; the next code is still good.
    async fn l010_one_backup_code_two_hundred_times(database: Database) {
        let house = house(database, &["totp", "backup"]).await;
        let logins = waiting(&house, 200).await;
        let codes = house.someone("ada").codes.clone();
        let granted = at_once(logins.iter().map(|l| answer(l, "backup", &codes[3]))).await;
        assert_eq!(granted.iter().filter(|g| **g).count(), 1);
        let next = house.login("ada").password().await;
        assert!(answer(&next, "backup", &codes[4]).await);
    }
}

on_both! {
    /// M009, L010: one mailed code, 200 answers to its login at once: exactly one.
    async fn l010_one_mailed_code_two_hundred_times(database: Database) {
        let house = house(database, &["email"]).await;
        let login = house.login("ada").password().await;
        let code = house.mailed_code("ada", 1).await;
        let granted = at_once((0..200).map(|_| once(&login.browser, &login.page, &code))).await;
        // The first one ends at the application; the others see a login that is over, or what it has become.
        let passed = story(&house, "ada").await.into_iter().filter(|e| e.action == "method.passed" && e.method == "email").count();
        assert_eq!(passed, 1);
        let redeemed = story(&house, "ada").await.into_iter().filter(|e| e.action == "login.granted").count();
        assert_eq!(redeemed, 1);
        let codes: std::collections::BTreeSet<String> = granted.iter().filter_map(|p| login.asked.code(p)).collect();
        assert_eq!(codes.len(), 1);
    }
}

async fn once(browser: &Browser, page: &Page, code: &str) -> Page {
    browser.copy().code(page, code).await
}

on_both! {
    /// O047, L010: one authorization code, 200 exchanges at once: one gives tokens, and the replays take them back.
    async fn l010_one_authorization_code_two_hundred_times(database: Database) {
        let house = house(database, &[]).await;
        let login = house.login("ada").password().await;
        let answers = at_once((0..200).map(|_| login.exchange())).await;
        let good: Vec<_> = answers.iter().filter(|a| a.ok()).collect();
        assert_eq!(good.len(), 1);
        let info = login.client.userinfo(&login.browser, good[0].text("access_token")).await;
        assert!(!info.ok(), "a code that came twice is worth nothing any more");
        let control = house.login("ada").password().await.exchange().await;
        assert!(login.client.userinfo(&login.browser, control.text("access_token")).await.ok());
    }
}

on_both! {
    /// M057, L010: one reset link, 200 new passwords at once: exactly one is set.
    async fn l010_one_reset_link_two_hundred_times(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password"]);
        let house = plan.user("ada").start().await;
        let path = reset_link(&house, "ada", 1).await;
        let pages = at_once(crowd(&house, 200).into_iter().map(|b| {
            let path = path.clone();
            async move { (b.get(&path).await, b) }
        })).await;
        let set = at_once(pages.iter().enumerate().map(|(n, (page, browser))| async move {
            let new = format!("a new phrase number {n}");
            let form = page.prompt();
            let page = browser.submit(page, &form, &[("new_password", &new), ("new_password_again", &new)]).await;
            page.status.is_success() && page.form("prompt").is_none()
        })).await;
        assert_eq!(set.iter().filter(|s| **s).count(), 1);
        let winner = set.iter().position(|s| *s).unwrap();
        assert!(house.login("ada").typing(&format!("a new phrase number {winner}")).await.granted());
    }
}

/// Asks for a reset and gives the path of the mailed link.
pub async fn reset_link(house: &House, name: &str, mails: usize) -> String {
    let browser = house.browser();
    let page = browser.get("/forgot?site=demo").await;
    browser.submit(&page, &page.prompt(), &[("username", name)]).await;
    let mail = house.inbox().newest(&format!("{name}@demo.test"), mails).await;
    let link = testkit::inbox::link_in(&mail.text).unwrap();
    let url = url::Url::parse(&link).unwrap();
    assert_eq!(url.origin(), house.browser().url("/").origin());
    url.path().to_owned()
}

on_both! {
    /// M001: a code just accepted is refused in the same step and in the next one, at every door, and told as a replay.
    async fn m001_a_code_works_once(database: Database) {
        let house = house(database, &["totp"]).await;
        let code = house.code("ada");
        assert!(house.login("ada").password().code(&code).await.granted());
        assert!(house.login("ada").password().code(&code).await.refused());
        house.clock.seconds(30);
        assert!(house.login("ada").password().code(&code).await.refused(), "still inside the window");
        let browser = house.browser();
        let page = browser.get("/account").await;
        let page = crate::support::type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert!(browser.code(&page, &code).await.error().is_some(), "another door");
        assert_eq!(count(&story(&house, "ada").await, "method.missed", "replay"), 3);
        assert!(house.login("ada").password().code(&house.code("ada")).await.granted(), "the next code");
    }
}

on_both! {
    /// M002: after the code of step n the one of step n-1 is refused although it never was used.
    async fn m002_the_accepted_step_only_moves_forward(database: Database) {
        let house = house(database, &["totp"]).await;
        let (before, now) = (house.code_at("ada", -30), house.code("ada"));
        assert!(house.login("ada").password().code(&now).await.granted());
        assert!(house.login("ada").password().code(&before).await.refused());
        let control = self::house(database, &["totp"]).await;
        assert!(control.login("ada").password().code(&control.code_at("ada", -30)).await.granted());
    }
}

on_both! {
    /// M005: one step either side is accepted, more is refused; drift is followed only after a second good code.
    async fn m005_drift_is_followed_after_a_second_good_code(database: Database) {
        let house = house(database, &["totp"]).await;
        for off in [-60, 60, 120, -120] {
            assert!(house.login("ada").password().code(&house.code_at("ada", off)).await.refused(), "{off} s");
        }
        assert!(house.login("ada").password().code(&house.code_at("ada", 30)).await.granted());
        house.clock.forward(2);
        assert!(house.login("ada").password().code(&house.code_at("ada", 60)).await.refused(), "one good code proves no drift");
        assert!(house.login("ada").password().code(&house.code_at("ada", 30)).await.granted());
        house.clock.forward(2);
        assert!(house.login("ada").password().code(&house.code_at("ada", 60)).await.granted(), "two do");
        assert_eq!(house.audited("totp.drift").await.len(), 1);
    }
}

on_both! {
    /// M009: a mailed code is worth nothing in another login, another browser, for another person, too late, or replaced.
    async fn m009_a_mailed_code_belongs_to_one_login(database: Database) {
        let house = house(database, &["email"]).await;
        let first = house.login("ada").password().await;
        let one = house.mailed_code("ada", 1).await;
        let other = house.login("ada").password().await;
        let two = house.mailed_code("ada", 2).await;
        assert!(other.asked.code(&other.browser.code(&other.page, &one).await).is_none(), "another login");
        let bob = house.login("bob").password().await;
        house.mailed_code("bob", 1).await;
        assert!(bob.asked.code(&bob.browser.code(&bob.page, &one).await).is_none(), "another person");
        let stranger = house.browser();
        let form = first.page.prompt();
        let stolen = stranger.submit(&first.page, &form, &[("code", &one)]).await;
        assert!(!stolen.status.is_success() || stolen.left.is_none(), "another browser");
        assert!(first.asked.code(&stolen).is_none());
        // Replaced by a newer one.
        house.clock.forward(2);
        let page = first.browser.press(&first.page, "again", "").await;
        let three = house.mailed_code("ada", 3).await;
        assert!(first.asked.code(&first.browser.code(&page, &one).await).is_none(), "replaced");
        assert!(first.asked.code(&first.browser.code(&page, &three).await).is_some(), "the control");
        // Too late: the login of `two` is two minutes old, its code lives ten.
        house.clock.pass(model::Span::minutes(8));
        let late = other.browser.get(other.page.url.path()).await;
        assert!(late.forms().iter().all(|f| f.input("code").is_none()) || other.asked.code(&other.browser.code(&late, &two).await).is_none(), "too late");
    }
}

on_both! {
    /// M015: a backup code works once, the list is not shown again, a new list ends the old one, each use is told by mail.
    async fn m015_backup_codes_are_used_up_one_by_one(database: Database) {
        let house = house(database, &["totp", "backup"]).await;
        let codes = house.someone("ada").codes.clone();
        let login = house.login("ada").password().await;
        assert!(answer(&login, "backup", &codes[0]).await);
        house.inbox().newest("ada@demo.test", 1).await;
        let again = house.login("ada").password().await;
        assert!(!answer(&again, "backup", &codes[0]).await, "used");
        let upper = house.login("ada").password().await;
        assert!(answer(&upper, "backup", &codes[1].to_uppercase().replace('-', " ")).await, "as people type");
        let page = login.browser.get("/account").await;
        for code in &codes {
            assert!(!page.body.contains(code.as_str()) && !page.body.contains(&code.replace('-', "")));
        }
    }
}
