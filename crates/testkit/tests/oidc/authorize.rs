//! Authorization requests: what must be asked, who is expected, which level is reached.

use http::Method;
use serde_json::json;
use testkit::{Browser, House, Way, on_both};

use super::support::*;

on_both! {
    /// O016: by GET and by POST a request means the same.
    async fn o016_a_request_by_get_and_by_post(database: Database) {
        let house = house(database).await;
        let client = house.client("wiki");
        for by_post in [false, true] {
            let (browser, asked) = (house.browser(), client.authorize());
            let page = if by_post { posted(&browser, &asked.path()).await } else { browser.get(&asked.path()).await };
            let page = type_in(&house, &browser, &page).await;
            let code = asked.code(&page).expect("a code");
            good(client.exchange(&browser, &code, &asked.verifier).await);
        }
        let other = raw(&house, Method::POST, "/oauth2/authorize", &[("content-type", "text/plain")], "a=b").await;
        assert_eq!(other.status, 415);
    }
}

async fn posted(browser: &Browser, path: &str) -> testkit::Page {
    let (path, query) = path.split_once('?').unwrap();
    let raw = testkit::Raw { headers: vec![(FORM.0.into(), FORM.1.into())], body: query.as_bytes().to_vec() };
    let raw = raw.header("origin", "http://127.0.0.1:9").header("sec-fetch-site", "cross-site");
    let first = browser.send(Method::POST, &browser.url(path), raw).await;
    assert_eq!(first.status, 303, "O037");
    browser.follow(first).await
}

async fn type_in(house: &House, browser: &Browser, page: &testkit::Page) -> testkit::Page {
    let password = house.someone("ada").password.clone();
    browser.submit(page, &page.prompt(), &[("username", "ada"), ("password", &password)]).await
}

on_both! {
    /// O017: order does not matter, and what nobody knows is passed over.
    async fn o017_order_and_unknown_parameters_do_not_matter(database: Database) {
        let house = house(database).await;
        let (browser, asked) = (house.browser(), house.client("wiki").authorize().with("scope", "email profile openid").with("unheard_of", "1"));
        let path = asked.path();
        let (path, query) = path.split_once('?').unwrap();
        let backwards: Vec<&str> = query.split('&').rev().collect();
        let page = browser.get(&format!("{path}?{}", backwards.join("&"))).await;
        let page = type_in(&house, &browser, &page).await;
        let code = asked.code(&page).expect("a code");
        let answer = good(house.client("wiki").exchange(&browser, &code, &asked.verifier).await);
        let claims = house.client("wiki").userinfo(&browser, answer.text("access_token")).await;
        assert_eq!(claims.json["email"], "ada@demo.test");
    }
}

on_both! {
    /// O018: a request that says nothing of the response type is refused, toward the client.
    async fn o018_without_a_response_type_the_client_is_told(database: Database) {
        let house = house(database).await;
        let client = house.client("wiki");
        let page = ask(&house, &house.browser(), &client, &[("response_type", "")]).await;
        assert_eq!(told(&page), "invalid_request");
        let page = ask(&house, &house.browser(), &client, &[("response_type", "token")]).await;
        assert_eq!(told(&page), "unsupported_response_type");
        assert!(ask(&house, &house.browser(), &client, &[]).await.asks("password"));
    }
}

on_both! {
    /// O025: a parameter that comes twice is refused, and nothing is begun.
    async fn o025_nothing_is_said_twice(database: Database) {
        let house = house(database).await;
        let (browser, client) = (house.browser(), house.client("wiki"));
        let path = client.authorize().path();
        for (twice, here) in [("client_id=wiki", true), (&*format!("redirect_uri={}", encoded(&client.redirect)), true), ("scope=openid", false), ("state=x", false)] {
            let page = browser.get(&format!("{path}&{twice}")).await;
            if here {
                assert!(kept_here(&page), "{twice}: {}", page.url);
            } else {
                assert_eq!(told(&page), "invalid_request", "{twice}");
            }
        }
        assert!(browser.get(&path).await.asks("password"));
        let outcome = enter(&house).await;
        let fields = [("grant_type", "authorization_code"), ("code", &outcome.code()), ("redirect_uri", &client.redirect), ("code_verifier", &outcome.asked.verifier)];
        for twice in [("grant_type", "authorization_code"), ("code", &*outcome.code()), ("redirect_uri", &*client.redirect)] {
            let mut more = fields.to_vec();
            more.push(twice);
            assert_eq!(error(&client.post(&browser, "/oauth2/token", &more).await), (400, "invalid_request"), "{}", twice.0);
        }
        good(client.post(&browser, "/oauth2/token", &fields).await);
    }
}

on_both! {
    /// O026, O027: silently, there is a session or there is an error, and never a page.
    async fn o026_o027_a_silent_request_shows_nothing(database: Database) {
        let house = house(database).await;
        assert_eq!(silently(&house, &house.browser(), "wiki").await.as_deref(), Some("login_required"));
        let first = enter(&house).await;
        let before = first.claims(&house).await["auth_time"].clone();
        house.clock.seconds(90);
        let again = house.login("ada").with(&first.browser).at("blog").asking("prompt", "none").await;
        assert_eq!(again.claims(&house).await["auth_time"], before);
    }
}

on_both! {
    /// O028: `prompt=login` asks again, whatever session there is.
    async fn o028_prompt_login_asks_again(database: Database) {
        let house = house(database).await;
        let first = enter(&house).await;
        let before = first.claims(&house).await["auth_time"].as_i64();
        house.clock.seconds(30);
        let silent = house.login("ada").with(&first.browser).await;
        assert_eq!(silent.claims(&house).await["auth_time"].as_i64(), before, "the control");
        let page = ask(&house, &first.browser, &house.client("wiki"), &[("prompt", "login")]).await;
        assert!(page.asks("password"), "{}", page.text());
        let again = house.login("ada").with(&first.browser).asking("prompt", "login").password().await;
        assert_eq!(again.claims(&house).await["auth_time"].as_i64(), before.map(|at| at + 30));
    }
}

on_both! {
    /// O030: `max_age` is kept, and `auth_time` always said.
    async fn o030_max_age_is_kept(database: Database) {
        let house = house(database).await;
        let first = enter(&house).await;
        let before = first.claims(&house).await["auth_time"].as_i64().expect("an auth_time");
        house.clock.seconds(2);
        let page = ask(&house, &first.browser, &house.client("wiki"), &[("max_age", "1")]).await;
        assert!(page.asks("password"), "{}", page.text());
        let young = house.login("ada").with(&first.browser).asking("max_age", "10000").await;
        assert_eq!(young.claims(&house).await["auth_time"], before);
        let again = house.login("ada").with(&first.browser).asking("max_age", "1").password().await;
        assert_eq!(again.claims(&house).await["auth_time"], before + 2);
    }
}

on_both! {
    /// O031: a hint about one person never gives the token of another.
    async fn o031_the_hinted_person_or_nobody(database: Database) {
        let house = house(database).await;
        let (ada, bob) = (tokens(&house).await.1, house.login("bob").password().await);
        let of_bob = good(bob.exchange().await);
        let silent = |hint: String| {
            let (house, browser) = (&house, bob.browser.clone());
            async move { house.login("bob").with(&browser).asking("prompt", "none").asking("id_token_hint", &hint).await }
        };
        let other = silent(ada.text("id_token").to_owned()).await;
        assert_eq!(told(&other.page), "login_required");
        let same = silent(of_bob.text("id_token").to_owned()).await;
        assert_eq!(same.claims(&house).await["sub"], part(of_bob.text("id_token"), 1)["sub"]);
        // The same by the `claims` parameter (OpenID Connect Core, section 5.5.1).
        let named = |sub: &serde_json::Value| json!({ "id_token": { "sub": { "value": sub } } }).to_string();
        let wrong = house.login("bob").with(&bob.browser).asking("prompt", "none").asking("claims", &named(&part(ada.text("id_token"), 1)["sub"])).await;
        assert_eq!(told(&wrong.page), "login_required");
        let right = house.login("bob").with(&bob.browser).asking("prompt", "none").asking("claims", &named(&part(of_bob.text("id_token"), 1)["sub"])).await;
        assert!(right.granted());
    }
}

on_both! {
    /// O032: a level that needs a second factor gets it, and the token says what was really done.
    async fn o032_a_higher_level_is_really_reached(database: Database) {
        let house = House::new()
            .on(database)
            .method(Way::named("password").acr("low"))
            .method(Way::named("totp").acr("high"))
            .application("wiki")
            .allow(["password"])
            .application("bank")
            .allow(["password", "totp"])
            .user("ada")
            .token("totp")
            .start()
            .await;
        let first = enter(&house).await;
        let low = first.claims(&house).await;
        assert_eq!((&low["acr"], &low["amr"]), (&json!("low"), &json!(["pwd"])));
        let silent = house.login("ada").with(&first.browser).at("bank").asking("acr_values", "high").asking("prompt", "none").await;
        assert_eq!(told(&silent.page), "login_required");
        let code = house.code("ada");
        let high = house.login("ada").with(&first.browser).at("bank").asking("acr_values", "high").code(&code).await;
        let claims = high.claims(&house).await;
        assert_eq!(claims["acr"], "high");
        let amr: Vec<&str> = claims["amr"].as_array().unwrap().iter().filter_map(|v| v.as_str()).collect();
        assert!(amr.contains(&"pwd") && amr.contains(&"otp") && amr.contains(&"mfa"), "{amr:?}");
        // A2.7: userinfo says the same. An essential `acr` that nobody reaches is an error, a wish is not.
        let demand = |acr: &str| json!({ "id_token": { "acr": { "essential": true, "values": [acr] } } }).to_string();
        let never = house.login("ada").with(&first.browser).asking("prompt", "none").asking("claims", &demand("high")).await;
        assert_eq!(told(&never.page), "unmet_authentication_requirements");
        let met = house.login("ada").with(&first.browser).asking("prompt", "none").asking("claims", &demand("low")).await;
        assert!(met.granted());
    }
}

on_both! {
    /// O034: wishes about claims, languages and looks are no errors; an essential name is said.
    async fn o034_wishes_are_taken(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").attribute("cn", "Ada Lovelace").start().await;
        let claims = json!({ "userinfo": { "name": { "essential": true } }, "id_token": { "name": null } }).to_string();
        for display in ["page", "popup"] {
            let outcome = house
                .login("ada")
                .asking("claims", &claims)
                .asking("claims_locales", "fi en")
                .asking("ui_locales", "fi en")
                .asking("display", display)
                .asking("login_hint", "ada")
                .asking("scope", "openid")
                .password()
                .await;
            let answer = good(outcome.exchange().await);
            assert_eq!(part(answer.text("id_token"), 1)["name"], "Ada Lovelace");
            let said = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
            assert_eq!(said.json["name"], "Ada Lovelace");
            assert!(said.json.get("email").is_none(), "what was not asked for: {}", said.json);
        }
        let page = ask(&house, &house.browser(), &house.client("wiki"), &[("ui_locales", "fi"), ("login_hint", "ada")]).await;
        assert!(page.body.contains("<html lang=\"fi\""), "{}", page.title());
    }
}

on_both! {
    /// O041: request objects are not read, so that nothing in one is ever half believed.
    async fn o041_request_objects_are_refused(database: Database) {
        let house = house(database).await;
        let object = forged(&json!({ "alg": "none" }), &json!({ "client_id": "wiki", "scope": "openid admin" }), |_| Vec::new());
        for (name, value, told_so) in [
            ("request", object.as_str(), "request_not_supported"),
            ("request_uri", "https://wiki.example/request", "request_uri_not_supported"),
            ("registration", "{}", "registration_not_supported"),
        ] {
            let page = ask(&house, &house.browser(), &house.client("wiki"), &[(name, value)]).await;
            assert_eq!(told(&page), told_so);
        }
        assert!(ask(&house, &house.browser(), &house.client("wiki"), &[]).await.asks("password"));
    }
}

on_both! {
    /// O053, O054: a public client without a proper challenge does not even begin.
    async fn o053_o054_public_clients_bring_a_challenge(database: Database) {
        let house = plan(database).application("app").allow(["password"]).application_with(registered(public("https://app.example/cb"))).start().await;
        let client = testkit::client::Client { secret: None, ..client(&house, "app", "https://app.example/cb") };
        for changes in [
            &[("code_challenge", ""), ("code_challenge_method", "")][..],
            &[("code_challenge_method", "plain")],
            &[("code_challenge_method", "")],
            &[("code_challenge", "")],
            &[("code_challenge", "short")],
        ] {
            assert_eq!(told(&ask(&house, &house.browser(), &client, changes).await), "invalid_request", "{changes:?}");
        }
        assert!(ask(&house, &house.browser(), &client, &[]).await.asks("password"));
        // A confidential client may leave it out, and may not weaken it.
        let wiki = house.client("wiki");
        assert!(ask(&house, &house.browser(), &wiki, &[("code_challenge", ""), ("code_challenge_method", "")]).await.asks("password"));
        assert_eq!(told(&ask(&house, &house.browser(), &wiki, &[("code_challenge_method", "plain")]).await), "invalid_request");
        register(&house, "wiki", json!({ "require_pkce": true })).await;
        assert_eq!(told(&ask(&house, &house.browser(), &wiki, &[("code_challenge", ""), ("code_challenge_method", "")]).await), "invalid_request");
    }
}
