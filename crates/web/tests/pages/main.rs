//! The pages through the front door: a whole server, and browsers without scripts.

mod account;
mod console;
mod login;
mod sessions;

use testkit::{Browser, House, Page};

/// A house with an application that asks for a password, then for what the person has.
pub async fn house() -> House {
    House::new()
        .site_with(|site| site.forgotten_password = true)
        .application("wiki")
        .allow(["password", "totp", "backup"])
        .user("ada")
        .user("bob")
        .token("totp")
        .user("eve")
        .disabled()
        .start()
        .await
}

/// Types name and password on the page of a login.
pub async fn type_password(house: &House, browser: &Browser, page: &Page, name: &str) -> Page {
    let password = house.someone(name).password.clone();
    browser.submit(page, &page.prompt(), &[("username", name), ("password", &password)]).await
}

/// Logs in to the account pages and stands at the first.
pub async fn at_account(house: &House, name: &str) -> (Browser, Page) {
    let browser = house.browser();
    let page = browser.get("/account").await;
    let mut page = type_password(house, &browser, &page, name).await;
    if page.asks("code") {
        page = browser.code(&page, &house.code(name)).await;
    }
    assert_eq!((page.url.path(), page.status.as_u16()), ("/account", 200), "{}", page.text());
    (browser, page)
}
