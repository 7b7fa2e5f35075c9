//! Two nodes on one PostgreSQL database: any node answers any step, and nothing is good twice because there are two.

use testkit::{Browser, Database, House};

use crate::support::{asked, at_once, attack, count, crowd, story, type_in};

/// A house and its second node; `None`, said aloud, without PostgreSQL.
async fn pair() -> Option<(House, House)> {
    if !Database::all().contains(&Database::Postgres) {
        return None;
    }
    let plan = House::new()
        .on(Database::Postgres)
        .application("wiki")
        .allow(["password", "totp"])
        .application("light")
        .allow(["password"]);
    let one = plan.user("ada").token("totp").user("bob").start().await;
    let two = one.another_node("second").await;
    Some((one, two))
}

/// G7: a login that one node began goes on at the other, step by step, and both know the session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g7_any_node_answers_any_step() {
    let Some((one, two)) = pair().await else { return };
    let browser = one.browser();
    let asked_for = one.client("wiki").authorize();
    let page = browser.get(&asked_for.path()).await;
    let there = browser.clone().through(two.net());
    let page =
        there.submit(&page, &page.prompt(), &[("username", "ada"), ("password", &one.someone("ada").password)]).await;
    assert!(page.asks("code"), "{}", page.text());
    let page = browser.code(&page, &one.code("ada")).await;
    let code = asked_for.code(&page).unwrap();
    let tokens = asked_for.client.exchange(&there, &code, &asked_for.verifier).await;
    assert!(tokens.ok(), "{}", tokens.page.body);
    let claims = asked_for.client.verify(&browser, tokens.text("id_token"), &asked_for.nonce, one.now()).await;
    assert_eq!(claims["iss"], browser.url("/").as_str().trim_end_matches('/'));
    let silent = two.client("light").authorize().with("prompt", "none");
    assert!(silent.code(&there.get(&silent.path()).await).is_some(), "the session on the other node");
}

/// L010: one TOTP code, 100 logins, half of them on either node, all at once: exactly one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l010_one_code_on_two_nodes() {
    let Some((one, two)) = pair().await else { return };
    let mut logins = Vec::new();
    for (n, browser) in crowd(&one, 100).into_iter().enumerate() {
        let browser = if n % 2 == 0 { browser } else { browser.through(two.net()) };
        let login = one.login("ada").with(&browser).password().await;
        assert!(login.page.asks("code"));
        logins.push(login);
    }
    let code = one.code("ada");
    let granted =
        at_once(logins.iter().map(|l| async { l.asked.code(&l.browser.code(&l.page, &code).await).is_some() })).await;
    assert_eq!(granted.iter().filter(|g| **g).count(), 1);
    assert_eq!(count(&story(&one, "ada").await, "account.locked", ""), 0);
}

/// L011: 100 wrong passwords on two nodes at once: five are counted, one lock, one notice; the lock holds on both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l011_one_lock_on_two_nodes() {
    let Some((one, two)) = pair().await else { return };
    let guests: Vec<Browser> = crowd(&one, 100)
        .into_iter()
        .enumerate()
        .map(|(n, b)| if n % 2 == 0 { b } else { b.through(two.net()) })
        .collect();
    let pages = at_once(guests.iter().map(|b| asked(&one, b, "light"))).await;
    at_once(guests.iter().zip(&pages).map(|(b, page)| type_in(b, page, "ada", "a guess"))).await;
    let record = store::Credentials::person(one.sql().as_ref(), &one.person("ada").key(), "").await.unwrap();
    assert_eq!(
        record.misses.iter().map(|(_, m)| m.failures).collect::<Vec<_>>(),
        [5],
        "counted by commits, whichever node judged"
    );
    assert_eq!(count(&story(&one, "ada").await, "account.locked", ""), 1);
    assert!(two.login("ada").at("light").password().await.refused());
    attack(&two, "bob", 5).await;
    one.inbox().newest("bob@demo.test", 1).await;
    assert_eq!(one.inbox().to("ada@demo.test").len(), 1);
}

/// M067, A2.11: what one node disabled is refused by the other at once, in a login under way and in a session.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn m067_what_one_node_ends_is_over_on_the_other() {
    let Some((one, two)) = pair().await else { return };
    let login = two.login("bob").at("light").password().await;
    let tokens = login.exchange().await;
    assert!(login.client.userinfo(&login.browser, tokens.text("access_token")).await.ok(), "the control");
    let halfway = two.browser();
    let page = asked(&two, &halfway, "light").await;
    one.edit_method("password", |m| m.enabled = false).await;
    let page = type_in(&halfway, &page, "bob", &two.someone("bob").password).await;
    assert!(page.left.is_none() && halfway.cookie("session").is_none(), "{}", page.text());
    one.edit_method("password", |m| m.enabled = true).await;
    assert!(two.login("bob").at("light").password().await.granted());
    one.edit_user("bob", |u| u.enabled = false).await;
    assert!(!login.client.userinfo(&login.browser, tokens.text("access_token")).await.ok());
    assert!(two.login("bob").at("light").password().await.refused());
}
