//! Where somebody is logged in, and in and out.

use http::StatusCode;

use crate::{at_account, house, type_password};

/// M068
#[tokio::test]
async fn ending_a_session_ends_that_one_only() {
    let house = house().await;
    let (here, _) = at_account(&house, "ada").await;
    let (there, _) = at_account(&house, "ada").await;
    let (third, _) = at_account(&house, "ada").await;
    let page = here.get("/account").await;
    let form = page.forms().into_iter().find(|f| f.action.ends_with("/end")).expect("a session to end");
    let page = here.submit(&page, &form, &[]).await;
    assert_eq!(page.url.path(), "/account");
    let mut alive = 0;
    for browser in [&here, &there, &third] {
        alive += usize::from(browser.get("/account").await.url.path() == "/account");
    }
    assert_eq!(alive, 2);
    assert_eq!(here.get("/account").await.url.path(), "/account");
}

/// M068
#[tokio::test]
async fn ending_all_others_asks_for_recent_proofs() {
    let house = house().await;
    let (there, _) = at_account(&house, "ada").await;
    let (here, page) = at_account(&house, "ada").await;
    house.clock.forward(6);
    let form = page.forms().into_iter().find(|f| f.action.ends_with("/others")).expect("a button");
    let asked = here.submit(&page, &form, &[]).await;
    assert!(asked.url.path().starts_with("/login/"), "{}", asked.url);
    assert_eq!(there.get("/account").await.url.path(), "/account", "nothing happened yet");
    let page = type_password(&house, &here, &asked, "ada").await;
    let page = here.submit(&page, &form_of_others(&page), &[]).await;
    assert_eq!(page.url.path(), "/account", "{}", page.text());
    assert!(there.get("/account").await.url.path().starts_with("/login/"));
    assert_eq!(here.get("/account").await.url.path(), "/account");
}

fn form_of_others(page: &testkit::Page) -> testkit::html::Form {
    page.forms().into_iter().find(|f| f.action.ends_with("/others")).expect("a button")
}

/// M062, M064: a new value after every login, in a cookie that only this host reads.
#[tokio::test]
async fn the_session_has_a_new_value_after_every_proof() {
    let house = house().await;
    let (browser, _) = at_account(&house, "ada").await;
    let first = browser.cookie("session").unwrap();
    let old = browser.copy();
    house.clock.forward(6);
    let page = browser.get("/account/add/totp").await;
    let page = type_password(&house, &browser, &page, "ada").await;
    assert_eq!(page.url.path(), "/account/add/totp", "{}", page.text());
    assert_ne!(browser.cookie("session").unwrap(), first);
    assert!(old.get("/account").await.url.path().starts_with("/login/"), "the old value is dead");
    for cookie in page.set_cookies().iter().filter(|c| c.starts_with("session=")) {
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn logging_out_ends_the_session() {
    let house = house().await;
    let (browser, page) = at_account(&house, "ada").await;
    let copy = browser.copy();
    let form = page.forms().into_iter().find(|f| f.action == "/account/logout").unwrap();
    let page = browser.submit(&page, &form, &[]).await;
    assert_eq!((page.url.path(), page.status), ("/logged-out", StatusCode::OK));
    assert!(copy.get("/account").await.url.path().starts_with("/login/"), "the cookie is worth nothing any more");
}

/// M076
#[tokio::test]
async fn after_a_login_one_stays_here() {
    let house = house().await;
    for evil in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "https:evil.example",
        "/%252f%252fevil.example/%2e%2e",
    ] {
        let browser = house.browser();
        let page =
            browser.get(&format!("/account/login?return={}", evil.replace(':', "%3A").replace('/', "%2F"))).await;
        let page = type_password(&house, &browser, &page, "ada").await;
        assert!(page.left.is_none(), "{evil} led to {:?}", page.left);
    }
    let browser = house.browser();
    let page = browser.get("/account/login?return=%2Faccount%2Factivity").await;
    assert_eq!(type_password(&house, &browser, &page, "ada").await.url.path(), "/account/activity");
}

#[tokio::test]
async fn the_start_page_lists_what_one_may_open() {
    let house = house().await;
    let page = house.browser().get("/").await;
    assert!(page.links().iter().any(|l| l.href.starts_with("/account/login")), "{}", page.text());
    let (browser, _) = at_account(&house, "ada").await;
    let page = browser.get("/").await;
    assert!(page.links().iter().any(|l| l.href == "http://127.0.0.1:9/wiki"), "{:?}", page.links());
}
