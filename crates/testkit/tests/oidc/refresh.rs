//! Refresh tokens: replaced at every use, over in time, worth nothing once what stands behind them is not.

use model::request::Client as Caller;
use model::{AnyObject, Noun, Span};
use serde_json::json;
use testkit::client::Answer;
use testkit::{House, Outcome, on_both};

use super::support::*;

const OFFLINE: &str = "openid email offline_access";

async fn offline(house: &House) -> (Outcome, Answer) {
    let outcome = house.login("ada").asking("scope", OFFLINE).password().await;
    let answer = good(outcome.exchange().await);
    (outcome, answer)
}

on_both! {
    /// O058: the old token after the new one ends the family, and the audit knows.
    async fn o058_an_old_refresh_token_ends_the_family(database: Database) {
        let house = house(database).await;
        let (outcome, first) = tokens(&house).await;
        let (client, browser) = (&outcome.client, &outcome.browser);
        let second = good(client.refresh(browser, first.text("refresh_token")).await);
        let third = good(client.refresh(browser, second.text("refresh_token")).await);
        good(client.userinfo(browser, third.text("access_token")).await);
        assert_eq!(error(&client.refresh(browser, first.text("refresh_token")).await), (400, "invalid_grant"));
        assert_eq!(error(&client.refresh(browser, third.text("refresh_token")).await), (400, "invalid_grant"));
        for answer in [&first, &second, &third] {
            assert_eq!(client.userinfo(browser, answer.text("access_token")).await.status, 401);
        }
        let events = house.audited("token.replayed").await;
        assert_eq!(events.len(), 1 + usize::from(events.len() > 1), "{events:?}");
        assert_eq!(events[0].detail["kind"], "refresh");
        assert_eq!(events[0].application, "demo/wiki");
    }
}

on_both! {
    /// O061: a token that is used every day ends all the same.
    async fn o061_refresh_tokens_end_in_any_case(database: Database) {
        let house = plan(database).system_with(|s| (s.refresh_days, s.refresh_idle_days) = (5, 2)).start().await;
        let (outcome, mut answer) = offline(&house).await;
        for day in 1..=4 {
            house.clock.pass(Span::days(1));
            answer = good(outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await);
            assert!(!answer.text("id_token").is_empty(), "day {day}");
        }
        house.clock.pass(Span::days(1));
        assert_eq!(error(&outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await), (400, "invalid_grant"));
        // Unused, it ends sooner.
        let (outcome, answer) = offline(&house).await;
        house.clock.pass(Span::days(2));
        assert_eq!(error(&outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await), (400, "invalid_grant"));
    }
}

/// Ada forgot her password and sets a new one by the mailed link.
async fn reset(house: &House) {
    let caller = Caller { address: Some([127, 0, 0, 1].into()), ..Caller::default() };
    house.engine.forgot(house.id(Noun::Site, "demo"), "ada", model::Locale::En, &caller).await.unwrap();
    let mail = house.inbox().newest("ada@demo.test", 1).await;
    let link = testkit::inbox::link_in(&mail.text).expect("a link");
    let browser = house.browser();
    let page = browser.get(&link).await;
    let new = "a wholly different phrase";
    let fields = [("new_password", new), ("new_password_again", new)];
    let page = browser.submit(&page, &page.prompt(), &fields).await;
    assert!(page.status.is_success() && page.error().is_none(), "{}", page.text());
}

on_both! {
    /// O062: what is taken away is gone from the very next request.
    async fn o062_nothing_outlives_what_stands_behind_it(database: Database) {
        for what in ["nothing", "user disabled", "password reset", "sessions ended", "client disabled", "consent revoked", "offline scope removed", "group left"] {
            let house = plan(database).site_with(|site| site.forgotten_password = true).start().await;
            let (outcome, answer) = offline(&house).await;
            let person = house.person("ada");
            match what {
                "user disabled" => house.edit_user("ada", |user| user.enabled = false).await,
                "password reset" => reset(&house).await,
                // A lost device.
                "sessions ended" => {
                    house.engine.end_all_sessions(&person, what, &Caller::default()).await.unwrap();
                    house.write(vec![store::Write::EndSessionsOf { person: person.key(), except: None, now: house.now() }]).await;
                }
                "client disabled" => {
                    let disable = |entry: &mut model::Entry| {
                        if let AnyObject::Application(of) = &mut entry.object {
                            of.enabled = false;
                        }
                    };
                    house.edit(Noun::Application, "demo/wiki", disable).await;
                }
                "consent revoked" => house.engine.revoke_for(&person, house.id(Noun::Application, "demo/wiki"), &Caller::default()).await.unwrap(),
                "offline scope removed" => register(&house, "wiki", json!({ "scope": "openid email" })).await,
                "group left" => {
                    let close = |entry: &mut model::Entry| {
                        if let AnyObject::Group(of) = &mut entry.object {
                            of.everyone = false;
                        }
                    };
                    house.edit(Noun::Group, "demo/everyone", close).await;
                }
                _ => {}
            }
            let userinfo = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
            let refreshed = outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await;
            if what == "nothing" {
                good(userinfo);
                good(refreshed);
                continue;
            }
            if what != "offline scope removed" {
                assert_eq!(userinfo.status, 401, "{what}");
            }
            assert!(matches!(error(&refreshed), (400, "invalid_grant") | (401, "invalid_client")), "{what}: {}", refreshed.page.body);
        }
    }
}

on_both! {
    /// G3: without `offline_access` a refresh token ends with the session, with it it goes on.
    async fn refresh_tokens_and_the_session(database: Database) {
        let house = house(database).await;
        for (scope, goes_on) in [("openid email", false), (OFFLINE, true)] {
            let outcome = house.login("ada").asking("scope", scope).password().await;
            let answer = good(outcome.exchange().await);
            let page = outcome.browser.get(&format!("/oauth2/logout?id_token_hint={}", answer.text("id_token"))).await;
            assert!(page.status.is_success(), "{}", page.text());
            assert_eq!(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await.status, 401);
            let refreshed = outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await;
            assert_eq!(refreshed.ok(), goes_on, "{scope}: {}", refreshed.page.body);
            if goes_on {
                good(outcome.client.userinfo(&outcome.browser, refreshed.text("access_token")).await);
            }
        }
    }
}

on_both! {
    /// Fewer scopes may be asked for, more never.
    async fn a_refresh_asks_for_no_more_than_was_granted(database: Database) {
        let house = house(database).await;
        let (outcome, answer) = offline(&house).await;
        let refresh = async |token: &str, scope: &str| {
            let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)];
            outcome.client.post(&outcome.browser, "/oauth2/token", &fields).await
        };
        assert_eq!(error(&refresh(answer.text("refresh_token"), "openid phone").await), (400, "invalid_scope"));
        let narrow = good(refresh(answer.text("refresh_token"), "openid").await);
        assert_eq!(narrow.text("scope"), "openid");
        let said = outcome.client.userinfo(&outcome.browser, narrow.text("access_token")).await;
        assert!(said.json.get("email").is_none());
        let wide = good(outcome.client.refresh(&outcome.browser, narrow.text("refresh_token")).await);
        assert_eq!(wide.text("scope"), OFFLINE);
    }
}
