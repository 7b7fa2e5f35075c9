//! What does not read, what fails, what is written down, and what a fresh store lets in.

use http::{Method, StatusCode};
use testkit::{House, Raw, on_both};

use crate::support::{asked, type_in};

on_both! {
    /// M093: what does not read is a 400, whatever is in it.
    async fn m093_what_does_not_read_is_refused(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let browser = house.browser();
        let login = asked(&house, &browser, "wiki").await;
        let csrf = login.prompt().input("csrf").unwrap().value.clone();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        for path in [login.url.path(), "/oauth2/token", "/oauth2/authorize"] {
            let bodies: Vec<Vec<u8>> = vec![
                format!("csrf={csrf}&username=ada&username=bob&password=x").into_bytes(),
                format!("csrf={csrf}&username=%ff%fe&password=x").into_bytes(),
                [format!("csrf={csrf}&username=").as_bytes(), b"\xff\xfe", b"&password=x"].concat(),
                format!("csrf={csrf}&username=%zz&password=x").into_bytes(),
                format!("csrf={csrf}&username=a%00b&password=x").into_bytes(),
                (0..200).map(|n| format!("f{n}=1&")).collect::<String>().into_bytes(),
            ];
            for body in bodies {
                let shown = String::from_utf8_lossy(&body).chars().take(60).collect::<String>();
                let page = browser.send(Method::POST, &browser.url(path), Raw { body, ..Raw::default() }.header(kind.0, kind.1)).await;
                // What another site posted is looked at on the way back as a GET.
                let page = browser.follow(page).await;
                assert!(page.status.is_client_error(), "{path} {shown}: {}", page.status);
            }
        }
        let claims: String = url::form_urlencoded::byte_serialize(nested.as_bytes()).collect();
        let page = browser.get(&format!("/oauth2/authorize?client_id=wiki&claims={}", &claims[..30_000])).await;
        assert!(!page.status.is_server_error(), "{}", page.status);
        let huge = house.client("wiki").authorize().with("max_age", "99999999999999999999999999");
        let page = browser.get(&huge.path()).await;
        assert!(!page.status.is_server_error() && page.returned("code").is_none());
        assert!(house.login("ada").password().await.granted(), "the control");
    }
}

on_both! {
    /// M095: with the store away a page says that it did not work, with a reference and nothing else; nobody gets in.
    async fn m095_an_error_tells_a_reference_and_nothing_else(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let browser = house.browser();
        let page = asked(&house, &browser, "wiki").await;
        assert!(browser.get("/readyz").await.status.is_success());
        house.sql().close().await;
        let path = house.client("wiki").authorize().path();
        let mut pages = vec![browser.get(&path).await, browser.get(page.url.path()).await, browser.get("/account").await];
        pages.push(type_in(&browser, &page, "ada", &house.someone("ada").password).await);
        pages.push(house.client("wiki").exchange(&browser, "aaaa", "bbbb").await.page);
        for page in &pages {
            assert!(page.left.is_none() && (page.status.is_server_error() || page.url.path() != "/oauth2/token"), "{} {}", page.url, page.status);
            let lower = page.body.to_lowercase();
            for word in ["sqlite", "postgres", "select ", "panicked", "rusqlite", "sqlx", "/src/", "the store is closed", ".rs:", "tmp/"] {
                assert!(!lower.contains(word), "{word} on {}: {}", page.url, page.text());
            }
        }
        assert_eq!(pages[0].status, StatusCode::SERVICE_UNAVAILABLE, "{}", pages[0].text());
        assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(browser.get("/healthz").await.status.is_success());
    }
}

on_both! {
    /// M096: every event says who, what, when, from where and how it went; no secret is in any of them.
    async fn m096_the_audit_tells_everything_but_secrets(database: Database) {
        let plan = House::new().on(database).site_with(|s| s.forgotten_password = true).application("wiki").allow(["password", "totp", "email"]);
        let house = plan.user("ada").token("totp").start().await;
        let mut secrets = vec![house.someone("ada").password.clone(), house.code("ada"), "a wrong guess".into()];
        let refused = house.login("ada").typing("a wrong guess").await;
        assert!(refused.refused());
        let login = house.login("ada").password().code(&house.code("ada")).await;
        let tokens = login.exchange().await;
        for name in ["access_token", "refresh_token", "id_token"] {
            secrets.extend(tokens.json[name].as_str().map(str::to_owned));
        }
        secrets.push(login.code());
        secrets.extend(login.browser.cookie("session"));
        secrets.push(testkit::plan::secret_of("wiki"));
        secrets.push(house.someone("ada").seed.to_base32().to_string());
        let path = crate::onetime::reset_link(&house, "ada", 1).await;
        secrets.push(path.trim_start_matches("/reset/").to_owned());
        house.edit_method("totp", |m| m.hidden = true).await;
        let records = house.audit().await;
        let text = serde_json::to_string(&records.iter().filter_map(|r| r.event.clone()).collect::<Vec<_>>()).unwrap();
        for secret in secrets.iter().filter(|s| s.len() > 5) {
            assert!(!text.contains(secret.as_str()), "{secret} stands in the audit record");
        }
        let events: Vec<_> = records.into_iter().filter_map(|r| r.event).collect();
        for action in ["method.missed", "method.passed", "login.granted", "object.put"] {
            let event = events.iter().find(|e| e.action == action).unwrap_or_else(|| panic!("no {action}"));
            assert!(event.at.millis() > 0);
            if action == "object.put" {
                assert_eq!(event.actor, "testkit");
            } else {
                assert_eq!(event.from, "127.0.0.1", "{action}");
                assert!(!event.person.is_empty() && event.correlation.is_some() && event.application == "demo/wiki", "{action}: {event:?}");
            }
        }
        assert!(events.iter().any(|e| e.action.starts_with("token.") || e.action.contains("issued")), "{:?}", events.iter().map(|e| &e.action).collect::<Vec<_>>());
        assert!(house.sql().verify_audit_now().await > 0);
    }
}

/// The audit stream as the store itself checks it (M097; tampering is shown where the store is tested).
trait Verified {
    async fn verify_audit_now(&self) -> u64;
}

impl Verified for store_sql::SqlStore {
    async fn verify_audit_now(&self) -> u64 {
        store::Audits::verify_audit(self).await.unwrap().unwrap()
    }
}

on_both! {
    /// M099: nobody and nothing is there after the installation but the set-up page, which takes a code.
    async fn m099_a_fresh_store_lets_nobody_in(database: Database) {
        let house = House::new().on(database).empty().start().await;
        let browser = house.browser();
        for client in ["demoapp", "demospa", "admin", "symbolon", "account"] {
            let page = browser.get(&format!("/oauth2/authorize?response_type=code&client_id={client}&redirect_uri=http://127.0.0.1:3000/cb&scope=openid")).await;
            assert!(page.left.is_none() && page.status.is_client_error(), "{client}: {}", page.status);
        }
        let account = browser.get("/account").await;
        assert!(!account.asks("password"), "{}", account.text());
        for path in ["/console", "/sso-api/site", "/demo/inbox", "/demo/app"] {
            let page = browser.get(path).await;
            assert!(!page.status.is_success(), "{path}: {}", page.status);
        }
        let page = browser.get("/setup").await;
        if let Some(form) = page.form("prompt") {
            let new = "an administrator's phrase";
            for code in ["", "000000", "admin", "000000000000"] {
                let fields = [("code", code), ("username", "root"), ("new_password", new), ("new_password_again", new)];
                let after = browser.submit(&page, &form, &fields).await;
                assert!(after.form("prompt").is_some() || !after.status.is_success(), "{}", after.text());
            }
        }
        assert!(house.engine.world().catalogue.is_empty());
    }
}
