//! Answers through the browser: what they carry, and how.

use serde_json::json;
use testkit::on_both;

use super::support::*;

on_both! {
    /// O035: every answer names the issuer, good or bad, by query and by form.
    async fn o035_every_answer_names_the_issuer(database: Database) {
        let house = house(database).await;
        let us = issuer(&house);
        let outcome = enter(&house).await;
        assert_eq!(outcome.page.returned("iss").as_deref(), Some(us.as_str()));
        let refused = ask(&house, &house.browser(), &outcome.client, &[("prompt", "none")]).await;
        assert_eq!((told(&refused).as_str(), refused.returned("iss").as_deref()), ("login_required", Some(us.as_str())));
        for prompt in ["none", ""] {
            let browser = if prompt.is_empty() { outcome.browser.clone() } else { house.browser() };
            let asked = outcome.client.authorize().with("response_mode", "form_post").with("prompt", prompt);
            let page = browser.get(&asked.path()).await;
            let form = page.form("carry").expect("a form that carries the answer");
            assert_eq!(form.action, outcome.client.redirect);
            assert_eq!(form.input("iss").map(|i| i.value.as_str()), Some(us.as_str()));
            assert_eq!(form.input("state").map(|i| i.value.as_str()), Some(asked.state.as_str()));
            assert_eq!(form.input("code").is_some(), prompt.is_empty());
            assert_eq!(form.input("error").is_some(), !prompt.is_empty());
        }
    }
}

on_both! {
    /// O036: whoever turns back is told of to the client, with its state.
    async fn o036_turning_back_is_access_denied(database: Database) {
        let house = plan(database).application("asks").allow(["password"]).application_with(|a| a.consent = true).start().await;
        let cancelled = house.login("ada").press("cancel", "").await;
        assert_eq!(told(&cancelled.page), "access_denied");
        assert_eq!(cancelled.page.returned("state").as_deref(), Some(cancelled.asked.state.as_str()));
        assert_eq!(cancelled.page.returned("iss"), Some(issuer(&house)));
        let refused = house.login("ada").at("asks").password().press("consent", "no").await;
        assert_eq!(told(&refused.page), "access_denied");
        assert_eq!(refused.page.returned("iss"), Some(issuer(&house)));
        assert!(house.login("ada").at("asks").password().press("consent", "yes").await.granted());
    }
}

on_both! {
    /// O037: the way back is a 303, which drops the posted form, and tells nobody where it came from.
    async fn o037_the_way_back_is_a_303(database: Database) {
        let house = house(database).await;
        let (browser, client) = (house.browser(), house.client("wiki"));
        let page = ask(&house, &browser, &client, &[]).await;
        let password = house.someone("ada").password.clone();
        let end = browser.submit(&page, &page.prompt(), &[("username", "ada"), ("password", &password)]).await;
        assert!(end.left.is_some() && !end.hops.is_empty());
        let answers = end.hops.iter().map(|h| (h.status, &h.headers)).chain([(end.status, &end.headers)]);
        for (status, headers) in answers {
            assert!(matches!(status.as_u16(), 302 | 303), "{status}");
            assert_eq!(headers["referrer-policy"], "no-referrer");
        }
    }
}

on_both! {
    /// O038: what a state holds is inert in the form that carries it, and arrives unchanged.
    async fn o038_a_state_is_inert_in_a_form(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        let evil = "\"'><img src=x onerror=alert(1)></script><script>alert(1)</script>&amp;{{ 7*7 }}";
        let asked = outcome.client.authorize().with("response_mode", "form_post").with("state", evil);
        let page = outcome.browser.get(&asked.path()).await;
        let form = page.form("carry").expect("a form");
        assert_eq!(form.input("state").map(|i| i.value.as_str()), Some(evil));
        assert!(!page.body.contains("<img") && !page.body.contains("<script>alert"));
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self'") && policy.contains("form-action 'self' http"), "{policy}");
        assert!(form.buttons.len() == 1, "works without scripts");
        let plain = ask(&house, &outcome.browser, &outcome.client, &[("state", evil)]).await;
        assert_eq!(plain.returned("state").as_deref(), Some(evil));
    }
}

on_both! {
    /// O040: state and nonce come back whole or not at all.
    async fn o040_nothing_is_cut_short(database: Database) {
        let house = house(database).await;
        let (state, nonce) = ("s".repeat(1000), "n".repeat(384));
        let outcome = house.login("ada").asking("state", &state).asking("nonce", &nonce).password().await;
        assert_eq!(outcome.page.returned("state").as_deref(), Some(state.as_str()));
        let code = outcome.page.returned("code").unwrap();
        let answer = good(outcome.client.exchange(&outcome.browser, &code, &outcome.asked.verifier).await);
        assert_eq!(part(answer.text("id_token"), 1)["nonce"], json!(nonce));
        for (name, value) in [("state", "s".repeat(3000)), ("nonce", "n".repeat(2000))] {
            let page = ask(&house, &outcome.browser, &outcome.client, &[(name, &value)]).await;
            assert_eq!(told(&page), "invalid_request", "{name}");
        }
    }
}
