//! The account pages: what may be changed with which proofs, and what is shown once.

use http::Method;
use testkit::{Browser, Database, House, Page, Raw, on_both};

use crate::support::{count, story, type_in};

/// A house where `light` is content with a password.
async fn house(database: Database) -> House {
    let plan = House::new()
        .on(database)
        .application("light")
        .allow(["password"])
        .application("wiki")
        .allow(["password", "totp"]);
    plan.user("ada").token("totp").list("backup").user("bob").start().await
}

/// A browser with everything proven just now.
async fn full(house: &House, name: &str) -> (Browser, Page) {
    let browser = house.browser();
    let mut page = browser.get("/account").await;
    page = type_in(&browser, &page, name, &house.someone(name).password).await;
    if page.asks("code") {
        page = browser.code(&page, &house.code(name)).await;
    }
    assert!(page.status.is_success() && page.url.path() == "/account", "{} {}", page.url, page.text());
    (browser, page)
}

async fn credentials(house: &House, name: &str) -> Vec<model::Credential> {
    store::Credentials::person(house.sql().as_ref(), &house.person(name).key(), "").await.unwrap().credentials
}

on_both! {
    /// M022: a password is not enough to see, add or take away a factor of somebody who has a second one.
    async fn m022_ways_are_changed_with_the_second_factor_only(database: Database) {
        let house = house(database).await;
        let weak = house.browser();
        assert!(house.login("ada").at("light").with(&weak).password().await.granted());
        let token = credentials(&house, "ada").await.into_iter().find(|c| c.kind == "totp").unwrap().id;
        let pages = ["/account".to_owned(), "/account/add".into(), "/account/add/totp".into(), "/account/add/backup".into(), format!("/account/ways/{token}/remove")];
        for path in &pages {
            let page = weak.get(path).await;
            assert!(page.asks("code"), "{path}: {}", page.text());
            assert!(!page.body.contains("otpauth://"));
        }
        let csrf = weak.get("/").await.forms().into_iter().find_map(|f| f.input("csrf").map(|i| i.value.clone()));
        let csrf = csrf.unwrap_or_else(|| "none".into());
        let removal = weak.url(&format!("/account/ways/{token}/remove"));
        let post = Raw::form(&[("csrf".into(), csrf)]);
        let answer = weak.send(Method::POST, &removal, post).await;
        assert!(!answer.status.is_success());
        assert!(credentials(&house, "ada").await.iter().any(|c| c.id == token), "nothing was taken away");
        // The control: with the second factor it goes.
        let (strong, _) = full(&house, "ada").await;
        let page = strong.get(&format!("/account/ways/{token}/remove")).await;
        let form = page.forms().into_iter().find(|f| f.action.ends_with("/remove")).unwrap_or_else(|| panic!("{}", page.text()));
        strong.submit(&page, &form, &[]).await;
        let left = credentials(&house, "ada").await;
        assert!(left.iter().all(|c| c.id != token), "taken away");
        // B21: the backup codes go with the last second factor.
        assert!(left.iter().all(|c| c.kind != "backup"), "{left:?}");
    }
}

on_both! {
    /// M022: proofs of ten minutes ago are too old for a change.
    async fn m022_a_change_takes_recent_proofs(database: Database) {
        let house = house(database).await;
        let (browser, _) = full(&house, "ada").await;
        let page = browser.get("/account/add/totp").await;
        assert!(page.body.contains("otpauth://"), "recent: {}", page.text());
        house.clock.forward(10);
        let page = browser.get("/account/add/totp").await;
        assert!(page.asks("password") || page.asks("code"), "{}", page.text());
        assert!(!page.body.contains("otpauth://"));
        assert!(browser.get("/account").await.url.path() == "/account", "looking takes none");
    }
}

on_both! {
    /// M024: a key is shown while it is enrolled, and nowhere ever after.
    async fn m024_a_key_is_shown_once(database: Database) {
        let house = house(database).await;
        let (browser, _) = full(&house, "bob").await;
        let page = browser.get("/account/add/totp").await;
        let uri = page.links().into_iter().map(|l| l.href).find(|h| h.starts_with("otpauth://")).unwrap();
        let secret = url::Url::parse(&uri).unwrap().query_pairs().find(|(n, _)| n == "secret").unwrap().1.into_owned();
        let seed = oath::Seed::from_base32(&secret).unwrap();
        let code = |at: model::Time| oath::Totp::default().code(&seed, at.millis()).expose().to_owned();
        let form = page.forms().into_iter().find(|f| f.input("code").is_some()).unwrap();
        let wrong = browser.submit(&page, &form, &[("code", "000000"), ("name", "Phone")]).await;
        assert!(wrong.error().is_some(), "the control: {}", wrong.text());
        let form = wrong.forms().into_iter().find(|f| f.input("code").is_some()).unwrap();
        let done = browser.submit(&wrong, &form, &[("code", &code(house.now())), ("name", "Phone")]).await;
        assert!(done.error().is_none(), "{}", done.text());
        assert_eq!(credentials(&house, "bob").await.iter().filter(|c| c.kind == "totp").count(), 1);
        house.clock.seconds(30);
        // It works, and asks for it.
        let login = house.login("bob").at("wiki").password().code(&code(house.now())).await;
        assert!(login.granted(), "{}", login.page.text());
        house.clock.seconds(30);
        let account = browser.get("/account").await;
        assert_eq!(account.url.path(), "/account", "confirming it was a proof of this session");
        assert!(!account.asks("code"), "{}", account.text());
        let grouped = secret.as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join(" ");
        for path in ["/account", "/account/add", "/account/activity", "/account/profile", "/account/add/totp"] {
            let page = browser.get(path).await;
            assert!(!page.body.contains(&secret) && !page.body.contains(&grouped), "{path}");
        }
        let audit = format!("{:?}", house.audit().await);
        assert!(!audit.contains(&secret));
        let place = house.stop().await;
        for file in std::fs::read_dir(place.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()));
            assert!(!bytes.windows(seed.expose().len()).any(|w| w == seed.expose()));
        }
    }
}

on_both! {
    /// M015: a new list of backup codes ends the old one, and is shown once.
    async fn m015_a_new_list_ends_the_old_one(database: Database) {
        let house = house(database).await;
        let (browser, _) = full(&house, "ada").await;
        let page = browser.get("/account/add/backup").await;
        let old = house.someone("ada").codes.clone();
        let shown: Vec<String> = testkit::html::text(&page.body).split(' ').filter(|w| w.len() == 11 && w.as_bytes()[5] == b'-').map(str::to_owned).collect();
        assert!(shown.len() >= 10, "{}", page.text());
        let form = page.forms().into_iter().find(|f| f.action.ends_with("/add/backup")).unwrap();
        let done = browser.submit(&page, &form, &[]).await;
        assert_eq!(done.url.path(), "/account", "{}", done.text());
        house.clock.forward(1);
        let with = |code: String| {
            let house = &house;
            async move {
                let login = house.login("ada").at("wiki").password().await;
                let page = if login.page.methods().contains(&"backup".to_owned()) { login.browser.pick(&login.page, "backup").await } else { login.page.clone() };
                login.asked.code(&login.browser.code(&page, &code).await).is_some()
            }
        };
        let _ = &with;
        house.edit(model::Noun::Application, "demo/wiki", |e| {
            let backup = e.links.iter().any(|l| l.role == "method" && l.with.is_empty());
            assert!(!backup);
        }).await;
        let backup = house.id(model::Noun::Method, "backup");
        house.edit(model::Noun::Application, "demo/wiki", |e| e.links.push(model::Link::new("method", backup).with("enabled"))).await;
        assert!(!with(old[0].clone()).await, "the old list is dead");
        assert!(with(shown[0].clone()).await, "the new one is good");
        assert!(!with(shown[0].clone()).await, "once");
    }
}

on_both! {
    /// M057: a reset link is good once and for a quarter of an hour; another link, a login or time ends it; the second factor stays.
    async fn m057_a_reset_link_is_used_once(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password", "totp"]);
        let mut house = plan.user("ada").token("totp").start().await;
        let new = "an entirely other phrase";
        let fields = [("new_password", new), ("new_password_again", new)];
        for end in ["used", "old", "replaced", "login", "nothing"] {
            let name = format!("eve-{end}");
            let mut guest = house.plan.guests[0].clone();
            guest.name.clone_from(&name);
            guest.email = Some(format!("{name}@demo.test"));
            guest.password = Some(testkit::password_of(&name));
            house.admit(&guest).await;
            let path = crate::onetime::reset_link(&house, &name, 1).await;
            let browser = house.browser();
            match end {
                "used" => {
                    let page = browser.get(&path).await;
                    browser.submit(&page, &page.prompt(), &fields).await;
                }
                "old" => house.clock.forward(16),
                "replaced" => drop(crate::onetime::reset_link(&house, &name, 2).await),
                "login" => assert!(house.login(&name).password().code(&house.code(&name)).await.granted()),
                _ => {}
            }
            let page = browser.get(&path).await;
            if end == "nothing" {
                let done = browser.submit(&page, &page.prompt(), &fields).await;
                assert!(done.status.is_success() && done.form("prompt").is_none(), "{}", done.text());
                let login = house.login(&name).typing(new).await;
                assert!(login.page.asks("code"), "the second factor is asked for all the same");
                assert_eq!(browser.cookie("session"), None, "nobody is logged in by it");
                house.inbox().newest(&format!("{name}@demo.test"), 2).await;
            } else {
                assert!(page.form("prompt").is_none() && !page.status.is_success(), "{end}: {}", page.text());
            }
        }
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 0);
    }
}
