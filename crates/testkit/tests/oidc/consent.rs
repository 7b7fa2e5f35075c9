//! What a person allowed an application.

use serde_json::json;
use testkit::client::Client;
use testkit::on_both;

use super::support::*;

on_both! {
    /// O043: a public client that anybody could play is asked about every time; one at its own https address is not.
    async fn o043_an_unproved_client_is_asked_about_again(database: Database) {
        let (native, site) = ("http://127.0.0.1:4711/cb", "https://app.example/cb");
        let house = plan(database)
            .application("native").allow(["password"]).application_with(registered(public(native))).application_with(|a| a.consent = true)
            .application("site").allow(["password"]).application_with(registered(public(site))).application_with(|a| a.consent = true)
            .start()
            .await;
        for (name, redirect, again) in [("native", native, true), ("site", site, false)] {
            let client = Client { secret: None, ..client(&house, name, redirect) };
            let browser = house.browser();
            let password = house.someone("ada").password.clone();
            let page = ask(&house, &browser, &client, &[]).await;
            let page = browser.submit(&page, &page.prompt(), &[("username", "ada"), ("password", &password)]).await;
            let page = browser.press(&page, "consent", "yes").await;
            assert!(page.returned("code").is_some(), "{name}: {}", page.text());
            let next = ask(&house, &browser, &client, &[]).await;
            assert_eq!(next.left.is_none() && next.form_with("consent").is_some(), again, "{name}: {}", next.text());
            let silent = ask(&house, &browser, &client, &[("prompt", "none")]).await;
            assert_eq!(told(&silent), if again { "consent_required" } else { "" }, "{name}");
        }
    }
}

on_both! {
    /// O044: more than was allowed is asked for, and what nobody configured is never granted.
    async fn o044_new_scopes_are_asked_for(database: Database) {
        let house = plan(database)
            .application("asks").allow(["password"])
            .application_with(registered(json!({ "scope": "openid profile admin" })))
            .application_with(|a| a.consent = true)
            .start()
            .await;
        let first = house.login("ada").at("asks").asking("scope", "openid profile").password().press("consent", "yes").await;
        good(first.exchange().await);
        let browser = &first.browser;
        let same = house.login("ada").with(browser).at("asks").asking("scope", "openid profile").asking("prompt", "none").await;
        assert!(same.granted(), "the control");
        let more = |prompt: &'static str| house.login("ada").with(browser).at("asks").asking("scope", "openid profile admin root").asking("prompt", prompt);
        assert_eq!(told(&more("none").await.page), "consent_required");
        let asked = more("").await;
        assert!(asked.page.form_with("consent").is_some(), "{}", asked.page.text());
        let answer = good(more("").press("consent", "yes").await.exchange().await);
        assert_eq!(answer.text("scope"), "openid profile admin");
        let nothing = house.login("ada").with(browser).at("asks").asking("scope", "root").await;
        assert_eq!(told(&nothing.page), "invalid_scope");
    }
}
