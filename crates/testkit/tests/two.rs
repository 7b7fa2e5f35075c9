//! Two houses, one of which sends people to the other: what tests of either protocol share.

use testkit::{Browser, House, Page};
use url::{Position, Url};

/// Somebody's browser at both.
pub struct Person {
    pub there: Browser,
    pub here: Browser,
}

impl Person {
    pub fn of(there: &House, here: &House) -> Self {
        Self { there: there.browser(), here: here.browser() }
    }

    /// Walks from one site to the other by addresses until a page is there.
    pub async fn walk(&self, there: &House, here: &House, mut page: Page) -> Page {
        for _ in 0..10 {
            let Some(to) = page.left.clone() else { return page };
            page = match () {
                () if there.net().owns(&to) => self.there.get(&path(&to)).await,
                () if here.net().owns(&to) => self.here.get(&path(&to)).await,
                () => return page,
            };
        }
        panic!("a logout without an end, at {}", page.url);
    }
}

/// Whether a session lets a browser into an application without any page.
pub async fn lets_in(house: &House, browser: &Browser, application: &str) -> bool {
    let silent = house.client(application).authorize().with("prompt", "none");
    let page = browser.get(&silent.path()).await;
    // Whom no session lets in may be sent on to the provider instead of back.
    page.left.as_ref().is_some_and(|to| silent.is_mine(to)) && silent.code(&page).is_some()
}

/// Where a browser was sent away to.
pub fn left(page: &Page) -> &Url {
    page.left.as_ref().unwrap_or_else(|| panic!("nobody left: {} {} {}", page.status, page.url, page.text()))
}

pub fn path(url: &Url) -> String {
    url[Position::BeforePath..].to_owned()
}
