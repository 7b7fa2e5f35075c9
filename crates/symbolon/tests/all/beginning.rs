//! An empty store: a code opens it once, within an hour (case M099).

use model::Span;
use symbolon::offer_setup;
use tempfile::TempDir;

use crate::{
    browser::{Browser, Shown, Turned},
    doors::server,
};

const PASSWORD: &str = "seven quiet herons by the weir";

async fn set_up(browser: &mut Browser, page: &Shown, code: &str, password: &str, again: &str) -> Shown {
    let fields = [("code", code), ("username", "root"), ("new_password", password), ("new_password_again", again)];
    browser.fill(page, &fields).await
}

/// M099: nobody is there at first, the code makes one administrator, and then the page is gone.
#[tokio::test]
async fn m099_a_set_up_code_is_good_once() {
    let (dir, clock) = (TempDir::new().unwrap(), Turned::new());
    let server = server(&dir, &clock).await;
    let at = |path: &str| format!("http://{}{path}", server.addr);
    assert!(server.engine.world().catalogue.is_empty(), "no account and no client is there by itself");
    let code = offer_setup(&server.engine).await.unwrap().unwrap();
    let code = code.expose();
    let mut browser = Browser::new();
    let page = browser.get(&at("/setup")).await;
    assert_eq!(page.status, 200);
    for (code, password, again) in
        [("aaaa", PASSWORD, PASSWORD), (code, "short", "short"), (code, PASSWORD, "another"), ("", PASSWORD, PASSWORD)]
    {
        assert_eq!(set_up(&mut browser, &page, code, password, again).await.status, 422, "{code} {password} {again}");
    }
    let done = set_up(&mut browser, &page, code, PASSWORD, PASSWORD).await;
    assert!(done.url.contains("/login/"), "{}", done.url);
    let account = browser.fill(&done, &[("username", "root"), ("password", PASSWORD)]).await;
    assert_eq!((account.status.as_u16(), account.url), (200, at("/account")));
    assert_eq!(browser.get(&at("/setup")).await.status, 404);
    assert_eq!(set_up(&mut browser, &page, code, PASSWORD, PASSWORD).await.status, 404);
    assert!(offer_setup(&server.engine).await.unwrap().is_none());
    server.stop().await;
}

/// M099: after an hour the code is nothing; a moment before it is.
#[tokio::test]
async fn m099_a_set_up_code_is_good_for_an_hour() {
    for (wait, status) in [(Span::seconds(3599), 200), (Span::seconds(3600), 422)] {
        let (dir, clock) = (TempDir::new().unwrap(), Turned::new());
        let server = server(&dir, &clock).await;
        let code = offer_setup(&server.engine).await.unwrap().unwrap();
        let mut browser = Browser::new();
        let page = browser.get(&format!("http://{}/setup", server.addr)).await;
        clock.turn(wait);
        let grouped =
            code.expose().as_bytes().chunks(4).map(|c| std::str::from_utf8(c).unwrap()).collect::<Vec<_>>().join("-");
        assert_eq!(set_up(&mut browser, &page, &grouped, PASSWORD, PASSWORD).await.status, status);
        server.stop().await;
    }
}
