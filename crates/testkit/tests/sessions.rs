//! Sessions: their cookies, their limits, and what ends them.

use model::Span;
use testkit::{Browser, House, on_both};

use crate::onetime::reset_link;

/// Whether the browser's session alone logs it in.
async fn silent(house: &House, browser: &Browser, application: &str) -> bool {
    let asked = house.client(application).authorize().with("prompt", "none");
    let page = browser.get(&asked.path()).await;
    let granted = asked.code(&page).is_some();
    assert!(granted || page.returned("error").as_deref() == Some("login_required"), "{:?} {}", page.left, page.text());
    granted
}

on_both! {
    /// M062: the session has no cookie before the login, and another value after each; the handle moves with each proof.
    async fn m062_a_new_value_after_every_proof(database: Database) {
        let plan = House::new().on(database).application("light").allow(["password"]).application("wiki").allow(["password", "totp"]);
        let house = plan.user("ada").token("totp").start().await;
        let browser = house.browser();
        let page = browser.get(&house.client("light").authorize().path()).await;
        assert_eq!(browser.cookie("session"), None, "before the login");
        let first_handle = page.url.clone();
        let page = crate::support::type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert!(page.left.is_some());
        let light = browser.cookie("session").unwrap();
        // Step-up: only what is missing is asked (C10).
        let before = browser.copy();
        let wiki = house.client("wiki").authorize();
        let page = browser.get(&wiki.path()).await;
        assert!(page.asks("code") && !page.asks("password"), "{}", page.text());
        let halfway = page.url.clone();
        assert_ne!(first_handle, halfway);
        let page = browser.code(&page, &house.code("ada")).await;
        assert!(wiki.code(&page).is_some());
        let stepped = browser.cookie("session").unwrap();
        assert_ne!(light, stepped);
        assert!(!silent(&house, &before, "light").await, "the old value is dead");
        assert!(silent(&house, &browser, "wiki").await, "the new one lives");
        // The handle of before the proof leads nowhere.
        let stale = browser.get(halfway.path()).await;
        assert!(stale.status.is_client_error(), "{}", stale.text());
        // A value that somebody planted is not taken over.
        let planted = house.browser();
        planted.get("/").await;
        let value = "a".repeat(32);
        let raw = testkit::Raw::default().header("cookie", &format!("session={value}"));
        planted.send(http::Method::GET, &planted.url(&house.client("light").authorize().path()), raw).await;
        let outcome = house.login("ada").at("light").with(&planted).password().await;
        assert!(outcome.granted());
        assert_ne!(planted.cookie("session").as_deref(), Some(value.as_str()));
    }
}

on_both! {
    /// M062: a proof in the middle of a login moves the handle, and the old one is dead.
    async fn m062_the_handle_moves_with_the_first_factor(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password", "totp"]).user("ada").token("totp").start().await;
        let browser = house.browser();
        let page = crate::support::asked(&house, &browser, "wiki").await;
        let before = page.url.clone();
        let page = crate::support::type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert_ne!(page.url, before);
        assert!(browser.get(before.path()).await.status.is_client_error());
        assert!(browser.get(page.url.path()).await.asks("code"));
        assert!(house.browser().get(page.url.path()).await.status.is_client_error(), "another browser");
    }
}

on_both! {
    /// M064: every cookie of a whole journey over https.
    async fn m064_cookies_are_host_only_secure_and_small(database: Database) {
        let plan = House::new().on(database).public("https://id.demo.test").application("wiki").allow(["password", "totp"]);
        let house = plan.user("ada").token("totp").start().await;
        let browser = house.browser();
        let mut lines = browser.get("/?lang=fi&theme=dark").await.set_cookies();
        let outcome = house.login("ada").with(&browser).password().code(&house.code("ada")).await;
        assert!(outcome.granted());
        lines.extend(outcome.page.set_cookies());
        let account = browser.get("/account").await;
        assert!(account.status.is_success());
        lines.extend(account.set_cookies());
        let leave = account.forms().into_iter().find(|f| f.action.ends_with("/logout")).unwrap_or_else(|| panic!("{}", account.text()));
        lines.extend(browser.submit(&account, &leave, &[]).await.set_cookies());
        assert!(lines.len() >= 4, "{lines:?}");
        for line in &lines {
            let (name, attributes) = line.split_once('=').unwrap();
            assert!(name.starts_with("__Host-"), "{line}");
            for needed in ["; Path=/", "; HttpOnly", "; Secure"] {
                assert!(attributes.contains(needed), "{line}");
            }
            assert!(attributes.contains("; SameSite=Lax") || attributes.contains("; SameSite=Strict"), "{line}");
            assert!(!attributes.to_ascii_lowercase().contains("domain") && line.len() < 4096, "{line}");
        }
    }
}

on_both! {
    /// M065: session values are long, all different, and not to be found in the store.
    async fn m065_session_values_are_long_and_kept_hashed(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let mut values = std::collections::BTreeSet::new();
        for browser in crate::support::crowd(&house, 40) {
            assert!(house.login("ada").with(&browser).password().await.granted());
            values.insert(browser.cookie("session").unwrap());
        }
        assert_eq!(values.len(), 40);
        assert!(values.iter().all(|v| data_encoding::BASE32_NOPAD.decode(v.to_uppercase().as_bytes()).unwrap().len() >= 16));
        let columns: Vec<Vec<u8>> = values.iter().map(|v| v.as_bytes().to_vec()).collect();
        let zeros: u32 = values.iter().map(|v| data_encoding::BASE32_NOPAD.decode(v.to_uppercase().as_bytes()).unwrap().iter().map(|b| b.count_zeros()).sum::<u32>()).sum();
        assert!((2_700..3_700).contains(&zeros), "{zeros} of 6400 bits are zero");
        let place = house.stop().await;
        for file in std::fs::read_dir(place.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(columns.iter().all(|v| !contains(&bytes, v)));
        }
    }
}

fn contains(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

on_both! {
    /// M066: an hour unused or a day in all, whatever cookie comes.
    async fn m066_a_session_ends_idle_or_old(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let browser = house.browser();
        assert!(house.login("ada").with(&browser).password().await.granted());
        house.clock.forward(59);
        assert!(silent(&house, &browser, "wiki").await);
        house.clock.forward(61);
        assert!(!silent(&house, &browser, "wiki").await, "idle");
        assert!(house.login("ada").with(&browser).password().await.granted());
        for _ in 0..28 {
            house.clock.forward(50);
            assert!(silent(&house, &browser, "wiki").await);
        }
        house.clock.forward(45);
        assert!(!silent(&house, &browser, "wiki").await, "a day");
    }
}

on_both! {
    /// G9: a session is as short as the shortest of the system and the applications used.
    async fn g9_the_shortest_time_out_holds(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["password"]).application("bank").allow(["password"]);
        let house = plan.application_with(|a| a.session_idle_minutes = 10).user("ada").start().await;
        let browser = house.browser();
        assert!(house.login("ada").with(&browser).password().await.granted());
        house.clock.forward(30);
        assert!(silent(&house, &browser, "bank").await);
        house.clock.forward(11);
        assert!(!silent(&house, &browser, "wiki").await);
    }
}

on_both! {
    /// M067: a disabled or deleted user, a reset password: sessions and tokens are over at the next request.
    async fn m067_what_ends_a_person_ends_what_they_hold(database: Database) {
        for end in ["nothing", "disabled", "deleted", "expired", "reset"] {
            let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password"]);
            let house = plan.user("ada").start().await;
            let outcome = house.login("ada").password().await;
            let tokens = outcome.exchange().await;
            let user = house.someone("ada").user.id;
            match end {
                "disabled" => house.edit_user("ada", |u| u.enabled = false).await,
                "expired" => {
                    let now = house.now();
                    house.edit_user("ada", |u| u.expires = Some(now)).await;
                }
                "deleted" => house.write(vec![store::Write::DropUser(user)]).await,
                "reset" => {
                    let path = reset_link(&house, "ada", 1).await;
                    let browser = house.browser();
                    let page = browser.get(&path).await;
                    let new = [("new_password", "a phrase nobody guesses"), ("new_password_again", "a phrase nobody guesses")];
                    let page = browser.submit(&page, &page.prompt(), &new).await;
                    assert!(page.status.is_success() && page.form("prompt").is_none(), "{}", page.text());
                }
                _ => {}
            }
            let alive = end == "nothing";
            assert_eq!(silent(&house, &outcome.browser, "wiki").await, alive, "the session, {end}");
            let info = outcome.client.userinfo(&outcome.browser, tokens.text("access_token")).await;
            assert_eq!(info.ok(), alive, "the access token, {end}");
            if let Some(refresh) = tokens.json["refresh_token"].as_str() {
                assert_eq!(outcome.client.refresh(&outcome.browser, refresh).await.ok(), alive, "the refresh token, {end}");
            }
        }
    }
}

on_both! {
    /// M068: one session is ended alone; ending all others takes a recent login.
    async fn m068_one_session_or_all_others(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let all: Vec<Browser> = (0..4).map(|_| house.browser()).collect();
        for browser in &all {
            assert!(house.login("ada").with(browser).password().await.granted());
            house.clock.seconds(1);
        }
        let page = all[3].get("/account").await;
        let ends: Vec<_> = page.forms().into_iter().filter(|f| f.action.ends_with("/end")).collect();
        assert_eq!(ends.len(), 3, "{}", page.text());
        all[3].submit(&page, &ends[0], &[]).await;
        let mut living = 0;
        for browser in &all {
            living += usize::from(silent(&house, browser, "wiki").await);
        }
        assert_eq!(living, 3, "that one and no other");
        // Ten minutes later all others need the password again.
        house.clock.pass(Span::minutes(10));
        let page = all[3].get("/account").await;
        let others = page.forms().into_iter().find(|f| f.action.ends_with("/others")).unwrap();
        let page = all[3].submit(&page, &others, &[]).await;
        assert!(page.asks("password"), "{}", page.text());
        let mut living = 0;
        for browser in &all {
            living += usize::from(silent(&house, browser, "wiki").await);
        }
        assert_eq!(living, 3, "nothing happened yet");
        let page = crate::support::type_in(&all[3], &page, "ada", &house.someone("ada").password).await;
        let others = page.forms().into_iter().find(|f| f.action.ends_with("/others")).unwrap_or_else(|| panic!("{}", page.text()));
        all[3].submit(&page, &others, &[]).await;
        let mut living = Vec::new();
        for browser in &all {
            living.push(silent(&house, browser, "wiki").await);
        }
        assert_eq!(living, [false, false, false, true]);
    }
}

on_both! {
    /// C10: a session that is not enough runs only what is missing; one of another person's login ends.
    async fn c10_another_person_ends_the_session(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
        let browser = house.browser();
        assert!(house.login("ada").with(&browser).password().await.granted());
        let old = browser.copy();
        assert!(house.login("bob").with(&browser).asking("prompt", "login").password().await.granted());
        assert!(!silent(&house, &old, "wiki").await, "Ada's session is over");
        assert!(silent(&house, &browser, "wiki").await);
    }
}

on_both! {
    /// M067: a password that is changed on the account page ends the other sessions, not this one.
    async fn m067_a_changed_password_ends_other_sessions(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (here, there) = (house.browser(), house.browser());
        for browser in [&here, &there] {
            assert!(house.login("ada").with(browser).password().await.granted());
        }
        let page = here.get("/account/add/password").await;
        let form = page.forms().into_iter().find(|f| f.input("new_password").is_some()).unwrap_or_else(|| panic!("{}", page.text()));
        let new = "a phrase nobody guesses";
        let old = house.someone("ada").password.clone();
        let mut fields = vec![("new_password", new), ("new_password_again", new)];
        if form.input("password").is_some() {
            fields.push(("password", &old));
        }
        let done = here.submit(&page, &form, &fields).await;
        assert_eq!(done.url.path(), "/account", "{}", done.text());
        assert!(silent(&house, &here, "wiki").await, "this one");
        assert!(!silent(&house, &there, "wiki").await, "the other");
        assert!(house.login("ada").password().await.refused(), "the old password");
        assert!(house.login("ada").typing(new).await.granted(), "the new one");
        house.inbox().newest("ada@demo.test", 1).await;
    }
}

on_both! {
    /// M067: a login that proved the password before it was changed does not outlive the change, wherever it stands.
    async fn m067_a_changed_password_ends_logins_under_way(database: Database) {
        for reset in [false, true] {
            let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password", "totp"]);
            let house = plan.user("ada").token("totp").start().await;
            let thief = house.browser();
            let page = crate::support::asked(&house, &thief, "wiki").await;
            let halfway = crate::support::type_in(&thief, &page, "ada", &house.someone("ada").password).await;
            assert!(halfway.asks("code"), "{}", halfway.text());
            house.clock.seconds(1);
            if reset {
                let path = reset_link(&house, "ada", 1).await;
                let browser = house.browser();
                let page = browser.get(&path).await;
                let new = [("new_password", "a phrase nobody guesses"), ("new_password_again", "a phrase nobody guesses")];
                let page = browser.submit(&page, &page.prompt(), &new).await;
                assert!(page.status.is_success() && page.form("prompt").is_none(), "{}", page.text());
            }
            let after = thief.code(&halfway, &house.code("ada")).await;
            assert_eq!(after.left.is_some(), !reset, "reset {reset}: {}", after.text());
            assert_eq!(silent(&house, &thief, "wiki").await, !reset);
        }
    }
}

on_both! {
    /// M062: a second factor of one person, proven on a session that is gone since, stands for nothing in a login that
    /// another one then begins to prove: what is asked of that one does not depend on it.
    async fn m062_a_login_changes_hands_with_nothing_left_in_it(database: Database) {
        let plan = House::new().on(database).application("light").allow(["password"]).application("wiki").allow(["password", "totp"]);
        let house = plan.application_with(|a| a.consent = true).user("mallory").token("totp").user("ada").token("totp").start().await;
        let browser = house.browser();
        assert!(house.login("mallory").at("light").with(&browser).password().await.granted());
        let page = browser.get(&house.client("wiki").authorize().path()).await;
        let page = browser.code(&page, &house.code("mallory")).await;
        assert!(page.form_with("consent").is_some(), "{}", page.text());
        // The first factor of that proof goes with the cookie.
        browser.change_jar(|jar| jar.forget("session"));
        let mut page = browser.get(page.url.path()).await;
        if !page.asks("password") {
            page = browser.press(&page, "method", "password").await;
        }
        let page = crate::support::type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert!(page.asks("code"), "{}", page.text());
        let tokens = store::Credentials::person(house.sql().as_ref(), &house.person("mallory").key(), "").await.unwrap().credentials;
        let token = tokens.iter().find(|c| c.kind == "totp").unwrap().id;
        house.write(vec![store::Write::RemoveCredential(token)]).await;
        let page = browser.get(page.url.path()).await;
        assert!(page.asks("code") && page.form_with("consent").is_none(), "{}", page.text());
        let page = browser.code(&page, &house.code("ada")).await;
        assert!(page.form_with("consent").is_some(), "the control: {}", page.text());
    }
}

on_both! {
    /// M047: a weak hash from elsewhere is accepted, and stored anew as Argon2id by the first login.
    async fn m047_a_weak_hash_is_upgraded_by_a_login(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["password"]).user("ada");
        // `slappasswd -h {SHA} -s secret` and `printf secret | openssl dgst -sha1 -binary | base64` agree on it.
        let house = plan.user_with(|g| g.encoded = Some("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=".into())).start().await;
        let held = || async {
            let record = store::Credentials::person(house.sql().as_ref(), &house.person("ada").key(), "").await.unwrap();
            record.credentials[0].body["hash"].as_str().unwrap().to_owned()
        };
        assert!(held().await.starts_with("{SHA}"));
        assert!(house.login("ada").typing("Secret").await.refused());
        assert!(held().await.starts_with("{SHA}"), "a wrong password upgrades nothing");
        assert!(house.login("ada").typing("secret").await.granted());
        assert!(held().await.starts_with("{ARGON2ID}$argon2id$"), "{}", held().await);
        assert!(house.login("ada").typing("secret").await.granted());
        let line = model::Line::parse("policy.password.encoding {SHA}").unwrap();
        let mut entry = house.engine.world().catalogue.entry(house.id(model::Noun::Method, "password")).unwrap().clone();
        if let model::AnyObject::Method(method) = &mut entry.object {
            method.configuration.0.push(line);
        }
        let refused = house.engine.change(vec![model::Change::put(entry)], "testkit").await;
        let shown = format!("{refused:?}");
        assert!(refused.is_err() || house.engine.world().findings.iter().any(|f| f.key == "password-encoding-refused"), "{shown}");
    }
}
