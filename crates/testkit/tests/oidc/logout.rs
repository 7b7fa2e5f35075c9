//! Logout: asked for by a client, and told to the others.

use std::time::Duration;

use axum::{Router, extract::State, http::StatusCode, routing::post};
use oidc::jws::Alg;
use oidc::jwt::Typ;
use serde_json::json;
use testkit::{Browser, House, Page, Plan, on_both};
use tokio::sync::mpsc;

use super::support::*;

async fn logout(browser: &Browser, params: &[(&str, &str)]) -> Page {
    browser.get(&format!("/oauth2/logout?{}", form(params))).await
}

fn bye(application: &str) -> String {
    format!("http://127.0.0.1:9/{application}/bye")
}

on_both! {
    /// O100: a good hint ends the session, and the person goes where the client registered.
    async fn o100_a_good_hint_ends_the_session(database: Database) {
        let house = house(database).await;
        let (outcome, answer) = tokens(&house).await;
        assert_eq!(silently(&house, &outcome.browser, "wiki").await, None, "the control");
        let page = logout(&outcome.browser, &[("id_token_hint", answer.text("id_token")), ("post_logout_redirect_uri", &bye("wiki")), ("state", "a b&c")]).await;
        assert_eq!(page.left.as_ref().map(|u| u.as_str().split('?').next().unwrap().to_owned()), Some(bye("wiki")));
        assert_eq!(page.returned("state").as_deref(), Some("a b&c"));
        assert_eq!(silently(&house, &outcome.browser, "wiki").await.as_deref(), Some("login_required"));
        assert_eq!(outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await.status, 401);
        assert_eq!(house.audited("session.ended").await.len(), 1);
    }
}

on_both! {
    /// O101: without proof the person is asked, and goes nowhere else.
    async fn o101_without_proof_the_person_is_asked(database: Database) {
        let house = house(database).await;
        for params in [&[][..], &[("state", "x")]] {
            let outcome = enter(&house).await;
            let page = logout(&outcome.browser, params).await;
            assert!(page.left.is_none() && page.form("prompt").is_some(), "{}", page.text());
            assert_eq!(silently(&house, &outcome.browser, "wiki").await, None, "nothing ended yet");
            let page = outcome.browser.submit(&page, &page.prompt(), &[]).await;
            assert!(page.left.is_none() && page.status.is_success() && page.form("prompt").is_none(), "{}", page.text());
            assert_eq!(silently(&house, &outcome.browser, "wiki").await.as_deref(), Some("login_required"));
        }
        let page = logout(&house.browser(), &[]).await;
        assert!(page.left.is_none() && page.status.is_success());
    }
}

on_both! {
    /// O102: nobody is sent to an address that was not registered, or by a token that is not ours.
    async fn o102_doubtful_requests_lead_nowhere(database: Database) {
        let house = house(database).await;
        let (outcome, answer) = tokens(&house).await;
        let token = answer.text("id_token");
        let said = part(token, 1);
        let foreign = Pair::new(Alg::Rs256).key.sign(Typ::Jwt, &said).unwrap();
        let unsigned = forged(&json!({ "alg": "none" }), &said, |_| Vec::new());
        let home = bye("wiki");
        let longer = format!("{home}?x=1");
        for params in [
            vec![("id_token_hint", token), ("post_logout_redirect_uri", "https://evil.example/")],
            vec![("id_token_hint", token), ("post_logout_redirect_uri", &longer)],
            vec![("id_token_hint", token), ("post_logout_redirect_uri", "http://127.0.0.1:10/wiki/bye")],
            vec![("id_token_hint", token), ("client_id", "blog"), ("post_logout_redirect_uri", "http://127.0.0.1:9/blog/bye")],
            vec![("id_token_hint", &foreign), ("post_logout_redirect_uri", &home)],
            vec![("id_token_hint", &unsigned), ("post_logout_redirect_uri", &home)],
            vec![("post_logout_redirect_uri", &home)],
            vec![("client_id", "wiki"), ("post_logout_redirect_uri", &home)],
        ] {
            let page = logout(&outcome.browser, &params).await;
            assert!(page.left.is_none() && (page.form("prompt").is_some() || page.error().is_some()), "{params:?}: {}", page.text());
            assert_eq!(silently(&house, &outcome.browser, "wiki").await, None, "{params:?}");
        }
        // A client that only names itself: its own address, after the person said yes.
        let page = logout(&outcome.browser, &[("client_id", "wiki"), ("post_logout_redirect_uri", &home), ("state", "s")]).await;
        let page = outcome.browser.submit(&page, &page.prompt(), &[]).await;
        assert_eq!((page.left.is_some(), page.returned("state").as_deref()), (true, Some("s")));
    }
}

on_both! {
    /// O102, M070: another site can neither post the confirmation nor end the session.
    async fn another_site_cannot_log_anybody_out(database: Database) {
        let house = house(database).await;
        let outcome = enter(&house).await;
        for (path, body) in [("/oauth2/logout/confirm", ""), ("/oauth2/logout", ""), ("/oauth2/logout", "id_token_hint=x")] {
            let raw = testkit::Raw { headers: vec![(FORM.0.into(), FORM.1.into())], body: body.as_bytes().to_vec() };
            let raw = raw.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
            let answer = outcome.browser.send(http::Method::POST, &outcome.browser.url(path), raw).await;
            assert!(answer.status == 403 || answer.status == 303, "{path}: {}", answer.status);
            assert!(answer.set_cookies().is_empty(), "{:?}", answer.set_cookies());
            assert_eq!(silently(&house, &outcome.browser, "wiki").await, None);
        }
    }
}

on_both! {
    /// O107: a good hint ends the session it names also where the cookie is missing, and its name is never used again.
    async fn o107_a_hint_does_without_a_cookie(database: Database) {
        let house = house(database).await;
        for by_post in [false, true] {
            let (outcome, answer) = tokens(&house).await;
            let token = answer.text("id_token");
            let elsewhere = house.browser();
            if by_post {
                let raw = testkit::Raw::form(&[("id_token_hint".into(), token.into())]);
                let answer = elsewhere.send(http::Method::POST, &elsewhere.url("/oauth2/logout"), raw).await;
                assert_eq!(answer.status, 200);
            } else {
                assert!(logout(&elsewhere, &[("id_token_hint", token)]).await.status.is_success());
            }
            assert_eq!(silently(&house, &outcome.browser, "wiki").await.as_deref(), Some("login_required"));
            let sid = part(token, 1)["sid"].clone();
            assert!(sid.is_string());
            let again = house.login("ada").with(&outcome.browser).password().await;
            assert_ne!(again.claims(&house).await["sid"], sid);
        }
    }
}

/// A client's end of the back channel; `fail` refusals come first.
async fn listen(fail: u32) -> (String, mpsc::UnboundedReceiver<(StatusCode, String)>) {
    let (tell, told) = mpsc::unbounded_channel();
    let left = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(fail));
    type Told = (std::sync::Arc<std::sync::atomic::AtomicU32>, mpsc::UnboundedSender<(StatusCode, String)>);
    let take = async |State((left, tell)): State<Told>, body: String| {
        use std::sync::atomic::Ordering::SeqCst;
        let refuse = left.fetch_update(SeqCst, SeqCst, |n| n.checked_sub(1)).is_ok();
        let status = if refuse { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
        let _ = tell.send((status, body));
        status
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/out", post(take)).with_state((left, tell));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/out"), told)
}

async fn heard(told: &mut mpsc::UnboundedReceiver<(StatusCode, String)>) -> (StatusCode, String) {
    tokio::time::timeout(Duration::from_secs(20), told.recv())
        .await
        .expect("a logout token")
        .expect("a client that listens")
}

fn with_backchannel(plan: Plan, application: &str, uri: &str) -> Plan {
    plan.application(application)
        .allow(["password"])
        .application_with(registered(json!({ "backchannel_logout_uri": uri })))
}

on_both! {
    /// O104: every client of the session is told once, by a token that says only this.
    async fn o104_every_client_is_told(database: Database) {
        let (first, mut told_first) = listen(0).await;
        let (second, mut told_second) = listen(0).await;
        let (other, mut told_other) = listen(0).await;
        let plan = House::new().on(database);
        let plan = with_backchannel(with_backchannel(with_backchannel(plan, "one", &first), "two", &second), "three", &other);
        let house = plan.user("ada").start().await;
        let one = house.login("ada").at("one").password().await;
        let answer = good(one.exchange().await);
        let two = house.login("ada").with(&one.browser).at("two").await;
        let sid = two.claims(&house).await["sid"].clone();
        logout(&one.browser, &[("id_token_hint", answer.text("id_token"))]).await;
        for (client, told) in [("one", &mut told_first), ("two", &mut told_second)] {
            let (_, body) = heard(told).await;
            let (name, token) = body.split_once('=').unwrap();
            assert_eq!(name, "logout_token");
            let header = part(token, 0);
            assert_eq!((&header["typ"], &header["alg"]), (&json!("logout+jwt"), &json!("RS256")));
            let claims = part(token, 1);
            let iat = claims["iat"].as_i64().unwrap();
            assert_eq!((&claims["iss"], &claims["aud"], &claims["sid"]), (&json!(issuer(&house)), &json!(client), &sid));
            assert_eq!(claims["exp"].as_i64(), Some(iat + 120));
            assert_eq!(iat, house.now().seconds());
            assert_eq!(claims["sub"], part(answer.text("id_token"), 1)["sub"]);
            assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
            assert!(claims["jti"].as_str().is_some_and(|jti| jti.len() >= 16) && claims.get("nonce").is_none());
            verified(&house, client, token).await;
            assert!(told.try_recv().is_err(), "once");
        }
        assert!(told_other.try_recv().is_err(), "who had nothing of the session is told nothing");
    }
}

/// Checks the signature by the published keys.
async fn verified(house: &House, client: &str, token: &str) {
    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_str(&house.browser().get("/oauth2/jwks").await.body).unwrap();
    let header = jsonwebtoken::decode_header(token).unwrap();
    let key = keys.find(header.kid.as_deref().unwrap()).unwrap();
    let mut rules = jsonwebtoken::Validation::new(header.alg);
    rules.validate_exp = false;
    rules.set_audience(&[client]);
    jsonwebtoken::decode::<serde_json::Value>(token, &jsonwebtoken::DecodingKey::from_jwk(key).unwrap(), &rules)
        .unwrap();
}

on_both! {
    /// O104: one that does not answer is told again, with a token of that moment, and delays nobody.
    async fn o104_who_is_away_is_told_again(database: Database) {
        let (away, mut told_away) = listen(1).await;
        let (here, mut told_here) = listen(0).await;
        let house = with_backchannel(with_backchannel(House::new().on(database), "away", &away), "here", &here).user("ada").start().await;
        let one = house.login("ada").password().await;
        let answer = good(one.exchange().await);
        assert!(house.login("ada").with(&one.browser).at("here").await.granted());
        logout(&one.browser, &[("id_token_hint", answer.text("id_token"))]).await;
        let (status, first) = heard(&mut told_away).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        heard(&mut told_here).await;
        // When it is due again is counted from when the refusal was noted, so that time passes until it comes.
        let mut second = None;
        for _ in 0..200 {
            house.clock.seconds(10);
            house.engine.wake_outbox();
            second = tokio::time::timeout(Duration::from_millis(100), told_away.recv()).await.ok().flatten();
            if second.is_some() {
                break;
            }
        }
        let (status, second) = second.expect("a second token");
        assert_eq!(status, StatusCode::OK);
        let claims = |body: &str| part(body.split_once('=').unwrap().1, 1);
        assert_ne!(claims(&first)["jti"], claims(&second)["jti"]);
        assert!(claims(&second)["iat"].as_i64() > claims(&first)["iat"].as_i64(), "made when it leaves");
    }
}

on_both! {
    /// O012: the back channel calls no address of our own network that nobody opened.
    async fn o012_the_back_channel_calls_no_private_address(database: Database) {
        let closed = tokio::net::TcpListener::bind("[::1]:0").await.unwrap();
        let uri = format!("http://{}/out", closed.local_addr().unwrap());
        let (open, mut told_open) = listen(0).await;
        let house = with_backchannel(with_backchannel(House::new().on(database), "closed", &uri), "open", &open).user("ada").start().await;
        let one = house.login("ada").password().await;
        let answer = good(one.exchange().await);
        assert!(house.login("ada").with(&one.browser).at("open").await.granted());
        logout(&one.browser, &[("id_token_hint", answer.text("id_token"))]).await;
        heard(&mut told_open).await;
        let failed = async {
            while house.audited("message.failed").await.is_empty() {
                house.clock.forward(10);
                house.engine.wake_outbox();
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), failed).await.expect("the message is given up");
        let called = tokio::time::timeout(Duration::from_millis(1), closed.accept()).await;
        assert!(called.is_err(), "no connection came");
    }
}
