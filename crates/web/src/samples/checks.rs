//! What holds for every page: one heading, a title, a language, labels, tokens, and nothing that a browser would run.

use http::{StatusCode, header};
use kit::Locale;
use model::Reason;

use super::{EVIL, House, all, texts};
use crate::{portal::GROUPS, words::seen};

/// M074: whatever the names on it hold, a page shows it and runs none of it.
#[tokio::test]
async fn names_are_inert_on_every_page() {
    let house = House::new();
    for (name, _) in all() {
        for locale in Locale::ALL {
            let (_, html) = house.page(name, locale, true).await;
            assert!(!html.contains("<script>alert") && !html.contains("alert(1)</script>"), "{name} {locale:?}");
            assert!(
                !html.contains("49}") && !html.contains(">49<") && !html.contains(&format!("\"{EVIL}")),
                "{name} {locale:?}"
            );
        }
    }
}

/// DESIGN §8 and §10, and every text is there.
#[tokio::test]
async fn every_page_is_a_sound_document_in_every_language() {
    let house = House::new();
    for (name, _) in all() {
        for locale in Locale::ALL {
            let at = format!("{name} {locale:?}");
            let (parts, html) = house.page(name, locale, false).await;
            assert_eq!(parts.status, StatusCode::OK, "{at}");
            assert_eq!(parts.headers[header::CONTENT_LANGUAGE], locale.tag(), "{at}");
            assert!(html.contains(&format!("<html lang=\"{}\"", locale.tag())), "{at}");
            assert_eq!(html.matches("<h1").count(), 1, "{at}");
            assert!(!between(&html, "<title>", "</title>").first().unwrap().trim().is_empty(), "{at}");
            assert_eq!(html.matches("<main").count(), 1, "{at}");
            assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick="), "{at}");
            assert!(
                between(&html, "<script", "</script>")
                    .iter()
                    .all(|script| script.contains(" src=") && script.ends_with('>')),
                "{at}"
            );
            assert!(unknown_texts(&html).is_empty(), "{at}: {:?}", unknown_texts(&html));
            assert!(html.matches("id=\"error\"").count() <= 1, "{at}");
            unique_ids(&html, &at);
            labelled(&html, &at);
        }
    }
}

/// M070
#[tokio::test]
async fn every_form_that_changes_something_has_a_token_and_posts_to_us() {
    let house = House::new();
    for (name, _) in all() {
        let (_, html) = house.page(name, Locale::En, false).await;
        // A search changes nothing, and stands in the address.
        let changing = |form: &&str| !(form.contains("role=\"search\"") && form.contains("method=\"get\""));
        for form in between(&html, "<form", "</form>").into_iter().filter(changing) {
            assert!(form.contains("method=\"post\""), "{name}: {form}");
            assert!(form.contains("name=\"csrf\" value=\""), "{name}: {form}");
            let action = attribute(form, "action").unwrap_or_default().replace("&#x2f;", "/");
            assert!(action.starts_with('/') && !action.starts_with("//"), "{name}: {action}");
        }
    }
}

/// The names that scripts and password managers rely on (architecture §9).
#[tokio::test]
async fn the_login_form_keeps_its_names() {
    let house = House::new();
    for (name, expected) in [
        (
            "login-password",
            &[
                "id=\"prompt\"",
                "name=\"username\"",
                "name=\"password\"",
                "autocomplete=\"username\"",
                "autocomplete=\"current-password\"",
            ][..],
        ),
        (
            "login-password-wrong",
            &["id=\"error\"", "role=\"alert\"", "aria-invalid=\"true\"", "aria-describedby=\"error", "<title>Error: "],
        ),
        (
            "login-totp",
            &[
                "id=\"prompt\"",
                "name=\"code\"",
                "inputmode=\"numeric\"",
                "autocomplete=\"one-time-code\"",
                "name=\"method\" value=\"backup.1\"",
                "name=\"restart\"",
            ],
        ),
        (
            "login-totp-wrong",
            &["id=\"error\"", "role=\"alert\"", "aria-invalid=\"true\"", "aria-describedby=\"error\""],
        ),
        ("login-email-ask", &["name=\"email\"", "type=\"email\"", "autocomplete=\"email\""]),
        ("login-email-code", &["name=\"again\"", "14:12", "14:03", "14:02"]),
        (
            "login-change",
            &["name=\"new_password\"", "name=\"new_password_again\"", "autocomplete=\"new-password\"", "name=\"skip\""],
        ),
        ("login-change-refused", &["id=\"error\"", "aria-invalid=\"true\""]),
        ("login-menu", &["id=\"prompt\"", "name=\"method\" value=\"password.1\"", "name=\"cancel\""]),
        ("login-enrol", &["name=\"code\"", "name=\"name\"", "class=\"qr\"", "JBSW Y3DP"]),
        ("consent", &["name=\"consent\" value=\"yes\"", "name=\"consent\" value=\"no\""]),
        ("account-totp", &["name=\"enrolment\" value=\"abcd\"", "aria-describedby=\"error code-hint\""]),
    ] {
        let (_, html) = house.page(name, Locale::En, false).await;
        for part in expected {
            assert!(html.contains(part), "{name} lacks {part}\n{html}");
        }
    }
}

/// M054: before anything is proven a locked, throttled, disabled or unknown person reads the same.
#[test]
fn reasons_that_tell_about_a_person_look_like_a_wrong_answer() {
    for reason in [Reason::Locked, Reason::Throttled, Reason::Disabled, Reason::Replay, Reason::Wrong] {
        assert_eq!(seen(reason, false), Reason::Wrong, "{reason:?}");
    }
    assert_eq!(seen(Reason::Disabled, true), Reason::Disabled);
    assert_eq!(seen(Reason::Locked, true), Reason::Wrong);
}

#[test]
fn every_text_is_there_in_every_language() {
    let texts = texts();
    assert_eq!(texts.missing(), Vec::new());
    for group in GROUPS {
        for part in ["title", "why", "todo"] {
            assert!(texts.knows(&format!("denied-{group}-{part}")), "{group} {part}");
        }
    }
    for rule in login::whatif::KEYS {
        assert!(texts.knows(&format!("whatif-{rule}")), "{rule}");
    }
}

/// The pages that most people see, as they are.
#[tokio::test]
async fn the_form_of_a_login_is_known() {
    let house = House::new();
    for name in ["login-password-wrong", "login-totp", "denied"] {
        let (_, html) = house.page(name, Locale::En, false).await;
        insta::assert_snapshot!(name, between(&html, "<main", "</main>")[0]);
    }
}

fn between<'a>(html: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    html.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// A key that nobody knows is shown in brackets.
fn unknown_texts(html: &str) -> Vec<&str> {
    between(html, "[", "]")
        .into_iter()
        .filter(|key| key.contains('-') && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && *key != "0-9 ")
        .collect()
}

fn unique_ids(html: &str, at: &str) {
    let mut ids: Vec<&str> = between(html, " id=\"", "\"");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{at}: an id stands twice");
    for reference in
        between(html, " aria-describedby=\"", "\"").into_iter().chain(between(html, " aria-labelledby=\"", "\""))
    {
        for id in reference.split(' ') {
            assert!(ids.contains(&id), "{at}: nothing is called {id}");
        }
    }
}

fn labelled(html: &str, at: &str) {
    for input in between(html, "<input", ">").into_iter().chain(between(html, "<select", ">")) {
        if input.contains("type=\"hidden\"") {
            continue;
        }
        let id = attribute(input, "id").unwrap_or_else(|| panic!("{at}: an input without an id: {input}"));
        assert!(html.contains(&format!("<label for=\"{id}\"")), "{at}: no label for {id}");
        assert!(
            input.starts_with(" class=\"input") && (input.contains("autocomplete=") || !input.contains("type=")),
            "{at}: {input}"
        );
    }
}
