//! Ways to log in.

use http::StatusCode;
use testkit::Page;

use crate::{at_account, house, type_password};

/// The key on an enrolment page, as letters.
fn key_on(page: &Page) -> String {
    let at = page.body.find("class=\"key\">").expect("a key") + "class=\"key\">".len();
    page.body[at..].split('<').next().expect("letters").replace(' ', "")
}

/// The code of a key now.
fn code_of(key: &str, now: model::Time) -> String {
    let seed = oath::Seed::from_base32(key).expect("a key in base 32");
    oath::Totp::default().code(&seed, now.millis()).expose().to_owned()
}

/// M024: the key is shown while the app is added and never again.
#[tokio::test]
async fn an_authenticator_app_is_added_and_taken_away() {
    let house = house().await;
    let (browser, page) = at_account(&house, "ada").await;
    assert!(page.links().iter().any(|l| l.href == "/account/add"), "{}", page.text());
    let choices = browser.get("/account/add").await;
    assert!(choices.links().iter().any(|l| l.href == "/account/add/totp"), "{:?}", choices.links());
    let page = browser.get("/account/add/totp").await;
    let key = key_on(&page);
    assert!(page.body.contains("class=\"qr\"") && page.body.contains("otpauth:"), "{}", page.body);
    let wrong = browser.submit(&page, &page.prompt(), &[("code", "000000")]).await;
    assert!(wrong.error().is_some() && key_on(&wrong) == key, "{}", wrong.text());
    let done = browser
        .submit(&wrong, &wrong.prompt(), &[("code", &code_of(&key, house.now())), ("name", "Old <b>phone")])
        .await;
    // The session was made without a second factor, which the person has from now on (C5): confirming it was a proof.
    assert_eq!(done.url.path(), "/account", "{}", done.text());
    assert!(done.body.contains("Old &lt;b&gt;phone") && !done.body.contains("<b>phone"), "{}", done.body);
    assert!(done.body.contains("alert ok") && !done.body.contains(&key), "{}", done.body);
    assert!(!browser.get("/account").await.body.contains("alert ok"), "said once");
    let remove = done.links().into_iter().find(|l| l.href.ends_with("/remove")).expect("a way to remove it").href;
    let page = browser.get(&remove).await;
    assert_eq!(page.url.path(), remove, "{}", page.text());
    let page = browser.submit(&page, &page.prompt(), &[]).await;
    let left = page.links().iter().any(|l| l.href.ends_with("/remove"));
    assert!(page.url.path() == "/account" && !left, "{}", page.text());
}

/// M022: a change of the ways in asks for recent proofs, with the second factor of those who have one.
#[tokio::test]
async fn a_change_asks_for_recent_proofs() {
    let house = house().await;
    let (browser, _) = at_account(&house, "bob").await;
    assert_eq!(browser.get("/account/add/totp").await.url.path(), "/account/add/totp");
    house.clock.forward(6);
    assert_eq!(browser.get("/account").await.url.path(), "/account", "looking needs nothing more");
    let page = browser.get("/account/add/totp").await;
    assert!(page.url.path().starts_with("/login/") && !page.body.contains("otpauth:"), "{}", page.url);
    let page = type_password(&house, &browser, &page, "bob").await;
    assert!(page.asks("code") && !page.body.contains("otpauth:"), "{}", page.text());
    let page = browser.code(&page, &house.code("bob")).await;
    assert_eq!(page.url.path(), "/account/add/totp", "{}", page.text());
}

/// M018: the account pages open only after everything that the login asks for.
#[tokio::test]
async fn half_a_login_opens_no_page() {
    let house = house().await;
    let browser = house.browser();
    let page = browser.get("/account").await;
    let page = type_password(&house, &browser, &page, "bob").await;
    assert!(page.asks("code"));
    for path in ["/account", "/account/add", "/account/add/totp", "/account/activity", "/account/profile"] {
        assert!(browser.get(path).await.url.path().starts_with("/login/"), "{path}");
    }
    let handle = page.url.path().rsplit('/').next().unwrap().to_owned();
    assert_eq!(browser.get(&format!("/account/enter/{handle}")).await.status, StatusCode::GONE);
    let page = browser.get("/account").await;
    let page = type_password(&house, &browser, &page, "bob").await;
    assert_eq!(browser.code(&page, &house.code("bob")).await.url.path(), "/account");
}

#[tokio::test]
async fn backup_codes_are_shown_once_and_counted() {
    let house = house().await;
    let (browser, _) = at_account(&house, "bob").await;
    let page = browser.get("/account/add/backup").await;
    let codes = page.body.matches("<li class=\"mono\">").count();
    assert!(codes >= 8, "{}", page.text());
    let page = browser.submit(&page, &page.prompt(), &[]).await;
    assert_eq!(page.url.path(), "/account");
    assert!(page.text().contains(&format!("{codes} of {codes}")), "{}", page.text());
    assert!(!page.body.contains("<li class=\"mono\">"));
}

#[tokio::test]
async fn a_password_is_changed_by_whoever_knows_it() {
    let house = house().await;
    let (browser, _) = at_account(&house, "ada").await;
    let (old, new) = (house.someone("ada").password.clone(), "seven quiet lamps above water");
    let page = browser.get("/account/add/password").await;
    let page = browser
        .submit(&page, &page.prompt(), &[("password", "not this"), ("new_password", new), ("new_password_again", new)])
        .await;
    assert!(page.error().is_some(), "{}", page.text());
    let page = browser
        .submit(&page, &page.prompt(), &[("password", &old), ("new_password", new), ("new_password_again", new)])
        .await;
    assert_eq!(page.url.path(), "/account", "{}", page.text());
    assert!(house.login("ada").typing(new).await.granted());
    assert!(house.login("ada").typing(&old).await.refused());
}

/// M074
#[tokio::test]
async fn a_name_that_is_markup_is_only_shown() {
    let evil = "<script>alert(1)</script>";
    let house =
        testkit::House::new().application("wiki").allow(["password"]).user("ada").attribute("cn", evil).start().await;
    let (_, page) = at_account(&house, "ada").await;
    assert!(!page.body.contains(evil) && page.body.contains("&lt;script&gt;alert(1)"), "{}", page.body);
}

#[tokio::test]
async fn a_device_gets_another_name() {
    let house = house().await;
    let (browser, page) = at_account(&house, "bob").await;
    let rename = page.links().into_iter().find(|l| l.href.ends_with("/rename")).expect("a way to rename it").href;
    let page = browser.get(&rename).await;
    let page = browser.submit(&page, &page.prompt(), &[("name", "Work phone")]).await;
    assert!(page.url.path() == "/account" && page.text().contains("Work phone"), "{}", page.text());
}

#[tokio::test]
async fn a_language_is_kept_with_the_person() {
    let house = house().await;
    let (browser, _) = at_account(&house, "ada").await;
    let page = browser.get("/account/profile").await;
    let page = browser.submit(&page, &page.prompt(), &[("locale", "de")]).await;
    assert!(page.url.path() == "/account" && page.body.contains("<html lang=\"de\""), "{}", page.text());
    let (_, page) = at_account(&house, "ada").await;
    assert!(page.body.contains("<html lang=\"de\""), "in another browser, too");
}

/// What happened is told in the person's words, and only what happened to them.
#[tokio::test]
async fn activity_is_ones_own() {
    let house = house().await;
    let (browser, _) = at_account(&house, "bob").await;
    assert!(house.login("ada").typing("not this one").await.refused());
    let page = browser.get("/account/activity").await;
    assert!(page.text().contains("Logged in") && !page.text().contains("wrong answer"), "{}", page.text());
    assert!(house.login("bob").typing("not this one").await.refused());
    assert!(browser.get("/account/activity").await.text().contains("wrong answer"));
}

/// What somebody allowed stands in the account until they take it back.
#[tokio::test]
async fn a_permission_is_given_and_taken_back() {
    let house = testkit::House::new()
        .application("wiki")
        .allow(["password"])
        .application_with(|application| application.consent = true)
        .user("ada")
        .start()
        .await;
    let asked = house.login("ada").password().await;
    assert!(!asked.granted() && asked.page.text().contains("see your"), "{}", asked.page.text());
    assert!(house.login("ada").password().press("consent", "yes").await.granted());
    let (browser, page) = at_account(&house, "ada").await;
    let form = page.forms().into_iter().find(|f| f.action.ends_with("/withdraw")).expect("a permission to take back");
    let page = browser.submit(&page, &form, &[]).await;
    assert!(page.url.path() == "/account" && !page.body.contains("/withdraw"), "{}", page.text());
    assert!(!house.login("ada").password().await.granted(), "asked again");
}
