//! The common domain cookie: written after a login at us, read for a method that is tried before a menu is shown.

use testkit::{Raw, on_both};

use super::*;

const HOST: &str = "cdc.common.example";

/// A request under the second name, with what the browser has for it.
async fn under_second_name(house: &House, path: &str, cookie: Option<&str>) -> Page {
    let browser = house.browser();
    let host = format!("{HOST}:{}", house.address().port());
    let raw = Raw::default().header("host", &host);
    let raw = cookie.into_iter().fold(raw, |raw, cookie| raw.header("cookie", cookie));
    browser.send(http::Method::GET, &browser.url(path), raw).await
}

/// The path below the second name that a browser was sent to.
fn second(page: &Page) -> String {
    let to = left(page);
    assert_eq!(to.host_str(), Some(HOST), "{to}");
    path(to)
}

/// The pair of the common domain cookie that is set.
fn set(page: &Page) -> Option<String> {
    let cookies = page.set_cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("_saml_idp="))?;
    assert!(cookie.contains("; Path=/; Domain=common.example; HttpOnly; SameSite=Lax"), "{cookie}");
    Some(cookie.split(';').next().unwrap().to_owned())
}

/// A cookie of these providers, the newest last.
fn pair(ids: &[String]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let list = ids.iter().map(|id| STANDARD.encode(id)).collect::<Vec<_>>().join(" ");
    format!("_saml_idp={}", list.replace(' ', "%20").replace('=', "%3D").replace('+', "%2B").replace('/', "%2F"))
}

on_both! {
    /// B17: after a login here the cookie says so, under the second name; then the application is answered.
    async fn b17_a_login_here_is_known_in_the_common_domain(database: Database) {
        let clock = testkit::TestClock::default();
        let idp = provider(database, &clock, |plan| plan.common_domain(HOST)).await;
        let metadata = idp.browser().get("/saml2/metadata").await.body;
        let way = Way::new("saml.1", "saml").with(|method| method.metadata = metadata);
        let mut plan = House::new().on(database).method(way).application("wiki").allow(["saml.1"]);
        plan.clock = clock;
        let proxy = plan.start().await;
        register(&idp, "proxy", &proxy, "/saml2/sp/saml.1/metadata").await;
        let (here, there) = (proxy.browser(), idp.browser());
        let page = here.get(&proxy.client("wiki").authorize().path()).await;
        let page = there.get(&path(left(&page))).await;
        // Whoever does not log in is not known.
        let wrong = type_in(&there, &page, "ada", "wrong").await;
        assert!(wrong.left.is_none() && wrong.error().is_some());
        let page = type_in(&there, &page, "ada", &idp.someone("ada").password).await;
        let other = pair(&["https://other.test".into(), entity(&idp), "https://last.test".into()]);
        let written = under_second_name(&idp, &second(&page), Some(&other)).await;
        let expected = pair(&["https://other.test".into(), "https://last.test".into(), entity(&idp)]);
        assert_eq!(set(&written).as_deref(), Some(expected.as_str()));
        let back = written.location().expect("it goes on");
        assert_eq!(back.origin(), idp.browser().url("/").origin());
        let page = there.get(&path(&back)).await;
        let fields = Fields::of(&page).unwrap_or_else(|| panic!("no answer: {} {}", page.status, page.text()));
        assert!(bring(&proxy, &here, &fields).await.left.is_some());
    }
}

on_both! {
    /// M076, M064: under each name there is only what belongs there, and both lead back to us alone.
    async fn m076_the_second_name_serves_one_cookie_and_leads_back_to_us(database: Database) {
        let house = House::new().on(database).common_domain(HOST).application("wiki").allow(["password"]).start().await;
        let ours = house.browser().url("/login/return/saml.1?state=x");
        let at = |what: &str, back: &str| {
            let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
            format!("/cdc/{what}?return={back}")
        };
        let cookie = pair(&["https://idp.test".into()]);
        let read = under_second_name(&house, &at("read", ours.as_str()), Some(&cookie)).await;
        let to = read.location().expect("back");
        assert_eq!(said(&to, "_saml_idp").map(|value| format!("_saml_idp={value}")), Some(cookie.clone()));
        assert!(to.as_str().starts_with(ours.as_str()) && read.set_cookies().is_empty());
        let bare = under_second_name(&house, &at("read", ours.as_str()), None).await;
        assert_eq!(bare.location(), Some(ours.clone()));
        let twice = format!("{cookie}; _saml_idp=evil");
        assert_eq!(under_second_name(&house, &at("read", ours.as_str()), Some(&twice)).await.location(), Some(ours.clone()));
        let origin = String::from(house.browser().url("/"));
        for evil in [
            "https://evil.example/login/return/saml.1".to_owned(),
            format!("{origin}account"),
            format!("{origin}login/return/../../account"),
            format!("{origin}/evil.example/login/return/"),
            origin.trim_end_matches('/').to_owned() + "@evil.example/login/return/x",
            origin.trim_end_matches('/').to_owned() + ".evil.example/login/return/x",
            "/login/return/saml.1".to_owned(),
            String::new(),
        ] {
            for what in ["read", "write"] {
                let page = under_second_name(&house, &at(what, &evil), Some(&cookie)).await;
                assert_eq!((page.status.as_u16(), page.location()), (400, None), "{what} {evil}");
                assert_eq!(set(&page), None);
            }
        }
        // Nothing of ours is there, and nothing of it here.
        for path in ["/", "/account", "/saml2/metadata", "/.well-known/openid-configuration"] {
            assert_eq!(under_second_name(&house, path, None).await.status, 400, "{path}");
            assert_ne!(house.browser().get(path).await.status, 400, "{path}: the control");
        }
        assert_eq!(house.browser().get(&at("read", ours.as_str())).await.status, 400);
        let without = House::new().on(database).application("wiki").allow(["password"]).start().await;
        assert_eq!(without.browser().get(&at("read", ours.as_str())).await.status, 400);
    }
}

/// The method that the cookie is read for, beside a password where one is allowed.
async fn reading(database: Database, allowed: &[&str]) -> Trio {
    let lines = ["commonDomainUrl http://cdc.common.example/cdc/read"];
    let trio = Trio::start(database, "saml.cdc", &lines, |plan| {
        // A password that nothing follows: a chain that ends with the cookie's method would begin with it.
        let password = Way::named("password").next(&[]);
        plan.method(password).common_domain(HOST).application("wiki").allow(allowed.iter().copied()).user("bob")
    })
    .await;
    let port = trio.proxy.address().port();
    trio.proxy
        .edit_method("saml.1", |method| {
            let line = method.configuration.0.iter_mut().find(|line| line.name == "commonDomainUrl").unwrap();
            *line = model::Line::parse(&format!("commonDomainUrl http://{HOST}:{port}/cdc/read")).unwrap();
        })
        .await;
    trio
}

on_both! {
    /// B17: who has a session at the newest provider is in without having seen a page.
    async fn b17_the_cookie_lets_somebody_in_without_a_page(database: Database) {
        let trio = reading(database, &["saml.1", "password"]).await;
        let (here, there) = (trio.proxy.browser(), trio.second.browser());
        let cookie = pair(&[entity(&trio.first), entity(&trio.second), "https://unknown.test".into()]);
        let asked = trio.proxy.client("wiki").authorize();
        let page = here.get(&asked.path()).await;
        let read = under_second_name(&trio.proxy, &second(&page), Some(&cookie)).await;
        let page = here.get(&path(&read.location().unwrap())).await;
        assert!(is_at(&page, &trio.second), "{:?} {}", page.left, page.text());
        // Nobody is logged in there: it answers at once, nothing is shown, and the menu comes as if nothing had been tried.
        let answer = there.get(&path(left(&page))).await;
        let fields = Fields::of(&answer).unwrap_or_else(|| panic!("{} {}", answer.status, answer.text()));
        let page = bring(&trio.proxy, &here, &fields).await;
        assert!(page.asks("password") && page.error().is_none(), "{}", page.text());
        assert!(!page.body.contains("value=\"saml.1\""), "what is silent is no choice");
        let page = type_in(&here, &page, "bob", &trio.proxy.someone("bob").password).await;
        assert!(asked.code(&page).is_some(), "{}", page.text());
        // Somebody who has logged in there before is in here.
        let (here, there) = (trio.proxy.browser(), trio.second.browser());
        assert!(trio.second.login("ada").at("mail").with(&there).password().await.granted());
        let asked = trio.proxy.client("wiki").authorize();
        let page = here.get(&asked.path()).await;
        let read = under_second_name(&trio.proxy, &second(&page), Some(&cookie)).await;
        let page = here.get(&path(&read.location().unwrap())).await;
        let fields = Fields::of(&there.get(&path(left(&page))).await).expect("an answer without a page");
        let page = bring(&trio.proxy, &here, &fields).await;
        assert!(asked.code(&page).is_some(), "{}", page.text());
    }
}

on_both! {
    /// B17: without a cookie, and with one that names nobody of ours, the login is the usual one; its miss neither counts nor shows.
    async fn b17_a_miss_neither_counts_nor_shows(database: Database) {
        let trio = reading(database, &["saml.1", "password"]).await;
        for cookie in [None, Some(pair(&["https://unknown.test".into()])), Some("_saml_idp=%%%".to_owned())] {
            let here = trio.proxy.browser();
            let page = trio.open(&here).await;
            let read = under_second_name(&trio.proxy, &second(&page), cookie.as_deref()).await;
            let page = here.get(&path(&read.location().unwrap())).await;
            assert!(page.asks("password") && page.error().is_none() && page.left.is_none(), "{}", page.text());
        }
        assert_eq!(trio.proxy.audited("account.locked").await, []);
        // Where there is nothing else, nobody can log in from here.
        let alone = reading(database, &["saml.1"]).await;
        let here = alone.proxy.browser();
        let page = alone.open(&here).await;
        let read = under_second_name(&alone.proxy, &second(&page), None).await;
        let page = here.get(&path(&read.location().unwrap())).await;
        assert!(page.is_denial(), "{} {}", page.status, page.text());
    }
}
