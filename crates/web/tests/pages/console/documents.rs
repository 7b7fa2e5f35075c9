//! Every page as a document, in every language, found by its links.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use http::StatusCode;
use testkit::{Browser, Page};

use super::{at_console, house};

/// Every page that a link of the console leads to is there for whom it is shown, and is a sound document in every language.
#[tokio::test]
async fn every_link_leads_to_a_sound_page() {
    let house = house().await;
    for (name, languages) in [("ada", &["en", "fi", "sv", "fr", "de"][..]), ("bob", &["en"])] {
        let (browser, _) = at_console(&house, name, "/console").await;
        for language in languages {
            browser.get(&format!("/console?lang={language}")).await;
            let pages = crawl(&browser).await;
            assert!(pages.len() > if name == "ada" { 60 } else { 25 }, "{name} {language}: {}", pages.len());
            for (path, page) in pages {
                let at = format!("{name} {language} {path}");
                assert_eq!(page.status, StatusCode::OK, "{at}: {}", page.text());
                sound(&page, language, &at);
            }
        }
    }
}

/// G11: who may only look finds nothing to press.
#[tokio::test]
async fn an_auditor_finds_no_form() {
    let house = house().await;
    let (browser, _) = at_console(&house, "dave", "/console").await;
    let pages = crawl(&browser).await;
    assert!(pages.len() > 50, "{}", pages.len());
    for (path, page) in pages {
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let posts = between(&page.body, "<form", ">").into_iter().filter(|f| f.contains("method=\"post\""));
        for form in posts {
            assert!(form.contains("logout"), "{path}: {form}");
        }
        assert!(!page.body.contains("ask=delete") && !page.body.contains("/console/new/"), "{path}");
    }
}

async fn crawl(browser: &Browser) -> BTreeMap<String, Page> {
    let mut seen = BTreeSet::from(["/console".to_owned()]);
    let mut left = VecDeque::from(["/console".to_owned()]);
    let mut pages = BTreeMap::new();
    while let Some(path) = left.pop_front() {
        let page = browser.get(&path).await;
        for link in page.links() {
            let href = link.href.split('#').next().unwrap_or_default().replace("&#x2f;", "/").replace("&amp;", "&");
            let ours = href == "/console" || href.starts_with("/console/") || href.starts_with("/console?");
            // A file is no page.
            let other = ["lang=", "theme=", "q=", "/audit/export"].iter().any(|part| href.contains(part));
            if ours && !other && seen.insert(href.clone()) {
                left.push_back(href);
            }
        }
        pages.insert(path, page);
    }
    pages
}

fn sound(page: &Page, language: &str, at: &str) {
    let html = &page.body;
    assert!(html.contains(&format!("<html lang=\"{language}\"")), "{at}");
    assert_eq!(html.matches("<h1").count(), 1, "{at}");
    assert_eq!(html.matches("<main").count(), 1, "{at}");
    assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick="), "{at}");
    let unknown: Vec<&str> = between(html, "[", "]")
        .into_iter()
        .filter(|k| k.contains('-') && k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !k.contains(' '))
        .collect();
    assert!(unknown.is_empty(), "{at}: {unknown:?}");
    let mut ids = between(html, " id=\"", "\"");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{at}: an id stands twice");
    for reference in [" aria-describedby=\"", " aria-labelledby=\""].iter().flat_map(|a| between(html, a, "\"")) {
        for id in reference.split(' ') {
            assert!(ids.contains(&id), "{at}: nothing is called {id}");
        }
    }
    for control in ["<input", "<select", "<textarea"].iter().flat_map(|tag| between(html, tag, ">")) {
        let id = between(control, " id=\"", "\"");
        let named =
            control.contains("aria-label=\"") || id.first().is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
        assert!(control.contains("type=\"hidden\"") || named, "{at}: nothing names {control}");
    }
    for form in between(html, "<form", "</form>").iter().filter(|f| f.contains("method=\"post\"")) {
        assert!(form.contains("name=\"csrf\" value=\""), "{at}: {form}");
    }
}

fn between<'a>(html: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    html.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}
