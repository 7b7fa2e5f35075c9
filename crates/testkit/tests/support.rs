//! What several tests say in the same words.

use futures_util::future::join_all;
use model::audit::Event;
use testkit::{Browser, House, Page};

/// A page where a name and a password are asked for.
pub async fn asked(house: &House, browser: &Browser, application: &str) -> Page {
    let page = browser.get(&house.client(application).authorize().path()).await;
    assert!(page.asks("password"), "{} {}", page.status, page.text());
    page
}

/// Types a name and a password on such a page.
pub async fn type_in(browser: &Browser, page: &Page, name: &str, password: &str) -> Page {
    let form = page.prompt();
    let mut fields = vec![("password", password)];
    if form.input("username").is_some() {
        fields.push(("username", name));
    }
    browser.submit(page, &form, &fields).await
}

/// Somebody on another network guesses the password wrong so often.
pub async fn attack(house: &House, name: &str, times: usize) {
    let browser = house.browser().at("127.66.6.6");
    let mut page = asked(house, &browser, &first(house)).await;
    for _ in 0..times {
        page = type_in(&browser, &page, name, "a guess").await;
        assert!(page.error().is_some(), "{}", page.text());
    }
}

/// Name of the first application.
pub fn first(house: &House) -> String {
    house.plan.doors[0].name.clone()
}

/// Browsers on many networks, no two of them the same.
pub fn crowd(house: &House, count: usize) -> Vec<Browser> {
    (0..count).map(|n| house.browser().at(&format!("127.{}.{}.1", 100 + n / 250, n % 250 + 1))).collect()
}

/// Everything at once.
pub async fn at_once<F: Future>(all: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    join_all(all).await
}

/// Events about a person, in the order of their commits.
pub async fn story(house: &House, name: &str) -> Vec<Event> {
    let person = house.person(name).key();
    let mut records = house.audit().await;
    records.sort_by_key(|r| (r.node.clone(), r.sequence));
    records.into_iter().filter_map(|r| r.event).filter(|e| e.person == person).collect()
}

/// How often something happened, with a reason.
pub fn count(events: &[Event], action: &str, reason: &str) -> usize {
    events.iter().filter(|e| e.action == action && (reason.is_empty() || e.reason == reason)).count()
}
