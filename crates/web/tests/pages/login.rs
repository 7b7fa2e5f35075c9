//! Logging in.

use http::{Method, StatusCode};
use testkit::Raw;

use crate::{house, type_password};

/// O037, M072, M073: a POST is answered by 303, each page forbids frames, foreign content and inline scripts.
#[tokio::test]
async fn a_login_goes_from_page_to_page_by_303() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get(&house.client("wiki").authorize().path()).await;
    let policy = page.header("content-security-policy").unwrap().to_owned();
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
    assert!(policy.split("; ").any(|part| part.starts_with("form-action 'self' http:")), "{policy}");
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    let password = house.someone("ada").password.clone();
    let answer = browser.submit_once(&page, &page.prompt(), &[("username", "ada"), ("password", &password)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let end = browser.follow(answer).await;
    assert!(
        end.hops.iter().all(|hop| hop.status == StatusCode::SEE_OTHER || hop.status == StatusCode::FOUND),
        "{:?}",
        end.hops
    );
    assert!(end.left.is_some_and(|to| to.query().is_some_and(|q| q.contains("code="))));
}

/// O036
#[tokio::test]
async fn going_back_tells_the_application() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get(&house.client("wiki").authorize().with("state", "s1").path()).await;
    let end = browser.press(&page, "cancel", "1").await;
    assert_eq!(
        (end.returned("error").as_deref(), end.returned("state").as_deref()),
        (Some("access_denied"), Some("s1"))
    );
    assert!(end.returned("iss").is_some());
}

/// M054: nobody can tell from the page whether a name exists, is disabled, or had a wrong password.
#[tokio::test]
async fn every_wrong_answer_before_the_first_proof_looks_the_same() {
    let house = house().await;
    let mut seen = Vec::new();
    for name in ["ada", "eve", "nobody"] {
        let browser = house.browser();
        let page = browser.get(&house.client("wiki").authorize().path()).await;
        let answer = browser
            .submit_once(&page, &page.prompt(), &[("username", name), ("password", "not this one, surely")])
            .await;
        let (status, cookies) = (answer.status, answer.set_cookies().len());
        let page = browser.follow(answer).await;
        seen.push((status, cookies, page.status, page.title(), page.error(), page.text()));
    }
    assert!(seen[0].4.is_some() && seen[0].3.starts_with("Error: "), "{:?}", seen[0]);
    assert!(seen.iter().all(|s| *s == seen[0]), "{seen:#?}");
}

/// M070
#[tokio::test]
async fn another_sites_post_is_refused_and_changes_nothing() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get(&house.client("wiki").authorize().path()).await;
    let (form, password) = (page.prompt(), house.someone("ada").password.clone());
    let to = page.url.join(&form.action).unwrap();
    let mut fields = form.filled();
    fields.retain(|(name, _)| !matches!(name.as_str(), "username" | "password"));
    fields.extend([("username".to_owned(), "ada".to_owned()), ("password".to_owned(), password)]);
    let without: Vec<_> = fields.iter().filter(|(name, _)| name != "csrf").cloned().collect();
    let foreign = Raw::form(&fields).header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    for refused in [
        Raw::form(&without),
        foreign,
        Raw { headers: vec![("content-type".into(), "text/plain".into())], ..Raw::form(&fields) },
    ] {
        let answer = browser.send(Method::POST, &to, refused).await;
        assert!(
            matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNSUPPORTED_MEDIA_TYPE),
            "{}",
            answer.status
        );
    }
    assert!(house.audited("method.passed").await.is_empty());
    let answer = browser.send(Method::POST, &to, Raw::form(&fields)).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(house.audited("method.passed").await.len(), 1);
}

/// A handle is worth nothing in another browser, and says no more than one that never was.
#[tokio::test]
async fn a_login_belongs_to_its_browser() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get(&house.client("wiki").authorize().path()).await;
    let other = house.browser().get(page.url.path()).await;
    let none = house.browser().get("/login/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await;
    assert_eq!((other.status, other.text()), (StatusCode::GONE, none.text()));
    assert_eq!(browser.get(page.url.path()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_second_factor_says_who_it_is_about_and_lets_them_begin_again() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get(&house.client("wiki").authorize().path()).await;
    let page = type_password(&house, &browser, &page, "bob").await;
    assert!(page.asks("code") && page.text().contains("bob"), "{}", page.text());
    let page = browser.code(&page, "000000").await;
    assert!(page.error().is_some() && page.body.contains("aria-invalid=\"true\""), "{}", page.text());
    let page = browser.press(&page, "restart", "1").await;
    assert!(page.asks("username") && page.error().is_none(), "{}", page.text());
}

/// M058
#[tokio::test]
async fn a_host_that_is_not_ours_gets_no_page() {
    let house = house().await;
    let browser = house.browser();
    let evil = Raw { headers: vec![("host".into(), "evil.example".into())], body: Vec::new() };
    assert_eq!(browser.send(Method::GET, &browser.url("/"), evil).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_chosen_language_stays() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get("/?lang=fi").await;
    assert!(page.body.contains("<html lang=\"fi\"") && page.text().contains("Kirjaudu"), "{}", page.text());
    assert!(browser.get("/logged-out").await.body.contains("<html lang=\"fi\""));
}

/// M057, M054: the link works once, and asking looks the same whoever is asked for.
#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_mailed_link() {
    let house = house().await;
    let browser = house.browser();
    let mut seen = Vec::new();
    for name in ["nobody", "ada"] {
        let page = browser.get("/forgot").await;
        let page = browser.submit(&page, &page.prompt(), &[("username", name)]).await;
        seen.push((page.status, page.text()));
    }
    assert_eq!(seen[0], seen[1]);
    let mail = house.inbox().newest("ada@demo.test", 1).await;
    let link = testkit::html::text(&testkit::inbox::link_in(&mail.text).unwrap());
    let path = &link[link.find("/reset/").unwrap()..];
    for _ in 0..2 {
        assert!(browser.get(path).await.asks("new_password"), "looking uses nothing up");
    }
    let page = browser.get(path).await;
    let page =
        browser.submit(&page, &page.prompt(), &[("new_password", "short"), ("new_password_again", "short")]).await;
    assert!(page.error().is_some() && page.asks("new_password"), "{}", page.text());
    let new = "seven quiet lamps above water";
    let page = browser.submit(&page, &page.prompt(), &[("new_password", new), ("new_password_again", new)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert_eq!(browser.get(path).await.status, StatusCode::GONE);
    assert!(house.login("ada").typing(new).await.granted());
}

/// G4b: where the site does not offer it, there is no such page and no link to it.
#[tokio::test]
async fn forgotten_passwords_are_off_until_a_site_wants_them() {
    let house = testkit::House::new().application("wiki").allow(["password"]).user("ada").start().await;
    let browser = house.browser();
    assert_eq!(browser.get("/forgot").await.status, StatusCode::NOT_FOUND);
    let page = browser.get(&house.client("wiki").authorize().path()).await;
    assert!(page.links().iter().all(|link| !link.href.contains("forgot")));
}
