//! Which client is speaking.

use aws_lc_rs::hmac;
use http::Method;
use oidc::jws::Alg;
use oidc::jwt::Typ;
use serde_json::{Value, json};
use testkit::client::Answer;
use testkit::{House, on_both};

use super::support::*;

const TOKEN: &str = "/oauth2/token";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A client that asks for a token of its own: nothing but its authentication is in question.
fn machine(changes: Value) -> Value {
    let mut all = json!({ "grant_types": ["client_credentials"], "scope": "reports" });
    all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    all
}

async fn by_assertion(house: &House, assertion: &str) -> Answer {
    let fields =
        [("grant_type", "client_credentials"), ("client_assertion_type", ASSERTION), ("client_assertion", assertion)];
    raw(house, Method::POST, TOKEN, &[FORM], &form(&fields)).await
}

on_both! {
    /// O064: a secret in the address, or two ways at once, are refused.
    async fn o064_one_way_and_never_in_the_address(database: Database) {
        let house = plan(database).application("robot").allow(["password"]).application_with(registered(machine(json!({})))).start().await;
        let secret = testkit::plan::secret_of("robot");
        let header = basic("robot", &secret);
        let asked = form(&[("grant_type", "client_credentials")]);
        let with_secret = form(&[("grant_type", "client_credentials"), ("client_id", "robot"), ("client_secret", &secret)]);
        let by_url = format!("{TOKEN}?client_id=robot&client_secret={secret}");
        assert_eq!(raw(&house, Method::POST, &by_url, &[FORM], &asked).await.status, 400);
        assert_eq!(raw(&house, Method::POST, &format!("{TOKEN}?client_secret={secret}"), &[FORM, ("authorization", &header)], &asked).await.status, 400);
        assert_eq!(error(&raw(&house, Method::POST, TOKEN, &[FORM, ("authorization", &header)], &with_secret).await), (400, "invalid_request"));
        assert_eq!(error(&raw(&house, Method::POST, TOKEN, &[FORM], &with_secret).await), (401, "invalid_client"), "it is registered for the header");
        good(raw(&house, Method::POST, TOKEN, &[FORM, ("authorization", &header)], &asked).await);
    }
}

on_both! {
    /// O065: both halves of the header are form-encoded, as the standard says.
    async fn o065_any_secret_works_in_the_header(database: Database) {
        let secret = "per%cent+plus:colon&äö€ blank/=secret";
        let house = plan(database).application("robot").allow(["password"]).application_with(registered(machine(json!({ "client_secret": secret })))).start().await;
        let asked = form(&[("grant_type", "client_credentials")]);
        for (header, status) in [
            (basic("robot", &encoded(secret)), 200),
            (basic(&encoded("robot"), &encoded(secret).replace('+', "%20")), 200),
            (basic("robot", secret), 401),
            (basic("robot", &encoded("per%cent")), 401),
            ("Basic ???".to_owned(), 401),
            ("Bearer x".to_owned(), 401),
        ] {
            let answer = raw(&house, Method::POST, TOKEN, &[FORM, ("authorization", &header)], &asked).await;
            assert_eq!(answer.status, status, "{header}: {}", answer.page.body);
            assert_eq!(answer.page.header("www-authenticate").is_some_and(|h| h.starts_with("Basic ")), status == 401);
        }
        assert!(house.audited("client.refused").await.iter().all(|e| e.application == "demo/robot"));
        assert!(!house.audited("client.refused").await.is_empty());
    }
}

on_both! {
    /// O066: the issuer alone as audience always does; the strict profile takes nothing else.
    async fn o066_the_audience_of_an_assertion(database: Database) {
        let pair = Pair::new(Alg::Es256);
        let keys = |strict: bool| machine(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": pair.jwks(), "strict_audience": strict }));
        let house = plan(database)
            .application("usual").allow(["password"]).application_with(registered(keys(false)))
            .application("strict").allow(["password"]).application_with(registered(keys(true)))
            .start()
            .await;
        let us = issuer(&house);
        let endpoint = format!("{us}{TOKEN}");
        for (number, (audience, strictly)) in
            [(json!(us), true), (json!(endpoint), false), (json!([us, "https://other.example"]), false), (json!([us]), false)].into_iter().enumerate()
        {
            let jti = format!("audience-{number}");
            good(by_assertion(&house, &pair.assertion(&house, "usual", audience.clone(), &jti)).await);
            let answer = by_assertion(&house, &pair.assertion(&house, "strict", audience.clone(), &jti)).await;
            assert_eq!(answer.ok(), strictly, "{audience}: {}", answer.page.body);
        }
        for client in ["usual", "strict"] {
            let foreign = pair.assertion(&house, client, json!("https://other.example"), "foreign");
            assert_eq!(error(&by_assertion(&house, &foreign).await), (401, "invalid_client"));
        }
        // An assertion is used once.
        let once = pair.assertion(&house, "usual", json!(us), "once");
        good(by_assertion(&house, &once).await);
        assert_eq!(error(&by_assertion(&house, &once).await), (401, "invalid_client"));
    }
}

on_both! {
    /// O068: a client that signs is believed by its signature and nothing else.
    async fn o068_a_signing_client_is_believed_by_its_signature(database: Database) {
        let pair = Pair::new(Alg::Es256);
        let signing = machine(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": pair.jwks() }));
        let house = plan(database).application("robot").allow(["password"]).application_with(registered(signing)).start().await;
        let us = issuer(&house);
        let secret = testkit::plan::secret_of("robot");
        let unsigned = forged(&json!({ "alg": "none" }), &claims(&house, "robot", json!(us), "u"), |_| Vec::new());
        let right = pair.assertion(&house, "robot", json!(us), "r");
        let grant = ("grant_type", "client_credentials");
        for fields in [
            vec![grant, ("client_id", "robot"), ("client_secret", &secret)],
            vec![grant, ("client_id", "robot"), ("client_secret", &secret), ("client_assertion_type", ASSERTION), ("client_assertion", &unsigned)],
            vec![grant, ("client_id", "robot"), ("client_assertion_type", ""), ("client_assertion", &right)],
            vec![grant, ("client_id", "robot"), ("client_assertion_type", ""), ("client_secret", &secret)],
            vec![grant, ("client_id", "robot"), ("client_assertion_type", ASSERTION), ("client_assertion", &unsigned)],
            vec![grant, ("client_id", "robot"), ("client_assertion_type", ASSERTION), ("client_assertion", "")],
            vec![grant, ("client_id", "robot")],
        ] {
            let answer = raw(&house, Method::POST, TOKEN, &[FORM], &form(&fields)).await;
            assert!(matches!(error(&answer), (401, "invalid_client") | (400, "invalid_request")), "{fields:?}: {}", answer.page.body);
        }
        assert_eq!(raw(&house, Method::POST, TOKEN, &[FORM, ("authorization", &basic("robot", &secret))], &form(&[grant])).await.status, 401);
        good(by_assertion(&house, &right).await);
    }
}

on_both! {
    /// O069: no signature, an odd spelling of none, and a public key used as a secret are no signatures.
    async fn o069_only_real_signatures_count(database: Database) {
        let pair = Pair::new(Alg::Rs256);
        let signing = machine(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": pair.jwks() }));
        let house = plan(database).application("robot").allow(["password"]).application_with(registered(signing)).start().await;
        let us = issuer(&house);
        let modulus = pair.jwks()["keys"][0]["n"].as_str().unwrap().to_owned();
        let symmetric = move |signed: &str| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, modulus.as_bytes());
            hmac::sign(&key, signed.as_bytes()).as_ref().to_vec()
        };
        let of = |jti: &str| claims(&house, "robot", json!(us), jti);
        for (header, token) in [
            ("none", forged(&json!({ "alg": "none" }), &of("1"), |_| Vec::new())),
            ("nOnE", forged(&json!({ "alg": "nOnE" }), &of("2"), |_| Vec::new())),
            ("HS256", forged(&json!({ "alg": "HS256" }), &of("3"), symmetric.clone())),
        ] {
            assert_eq!(error(&by_assertion(&house, &token).await), (401, "invalid_client"), "{header}");
        }
        good(by_assertion(&house, &pair.assertion(&house, "robot", json!(us), "4")).await);
        // The same with an ID token as a hint.
        let (outcome, answer) = tokens(&house).await;
        let said = part(answer.text("id_token"), 1);
        let keys = outcome.browser.get("/oauth2/jwks").await;
        let keys: Value = serde_json::from_str(&keys.body).unwrap();
        let ours = keys["keys"].as_array().unwrap().iter().find(|k| k["kty"] == "RSA").unwrap()["n"].as_str().unwrap().to_owned();
        let by_ours = move |signed: &str| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, ours.as_bytes()), signed.as_bytes()).as_ref().to_vec();
        let own_key = pair.key.sign(Typ::Jwt, &said).unwrap();
        for forgery in [
            forged(&json!({ "alg": "none" }), &said, |_| Vec::new()),
            forged(&json!({ "alg": "nOnE" }), &said, |_| Vec::new()),
            forged(&json!({ "alg": "HS256", "kid": part(answer.text("id_token"), 0)["kid"] }), &said, by_ours),
            own_key,
        ] {
            let page = ask(&house, &outcome.browser, &outcome.client, &[("prompt", "none"), ("id_token_hint", &forgery)]).await;
            assert_eq!(told(&page), "invalid_request");
        }
        let page = ask(&house, &outcome.browser, &outcome.client, &[("prompt", "none"), ("id_token_hint", answer.text("id_token"))]).await;
        assert!(page.returned("code").is_some());
    }
}

on_both! {
    /// O015: a key that is unsound makes its client unusable, and costs no time.
    async fn o015_unsound_keys_are_not_used(database: Database) {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as B64};
        let pair = Pair::new(Alg::Rs256);
        let good_key = pair.jwks()["keys"][0].clone();
        let with = |changes: Value| {
            let mut key = good_key.clone();
            key.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            json!({ "keys": [key] })
        };
        let huge = B64.encode([0xff; 2048]);
        let off_curve = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "x": B64.encode([1; 32]), "y": B64.encode([1; 32]) }] });
        let house = house(database).await;
        for (jwks, works) in [(with(json!({})), true), (with(json!({ "n": huge })), false), (with(json!({ "e": "AQ" })), false), (off_curve, false)] {
            register(&house, "blog", machine(json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": jwks }))).await;
            let assertion = pair.assertion(&house, "blog", json!(issuer(&house)), &format!("{works}-{}", jwks["keys"][0]["e"]));
            assert_eq!(by_assertion(&house, &assertion).await.ok(), works, "{jwks}");
        }
    }
}

on_both! {
    /// A token for the client itself: no person, no refresh, nothing but what it is registered for.
    async fn client_credentials_are_about_nobody(database: Database) {
        let house = plan(database).application("robot").allow(["password"]).application_with(registered(machine(json!({ "scope": "openid reports offline_access" })))).start().await;
        let robot = house.client("robot");
        let browser = house.browser();
        let ask = async |scope: &str| robot.post(&browser, TOKEN, &[("grant_type", "client_credentials"), ("scope", scope)]).await;
        let answer = good(ask("reports").await);
        assert!(answer.json.get("refresh_token").is_none() && answer.json.get("id_token").is_none());
        assert_eq!(error(&robot.userinfo(&browser, answer.text("access_token")).await), (403, "insufficient_scope"));
        for scope in ["openid", "offline_access", "admin"] {
            assert_eq!(error(&ask(scope).await), (400, "invalid_scope"), "{scope}");
        }
        let others = house.client("wiki").post(&browser, TOKEN, &[("grant_type", "client_credentials")]).await;
        assert_eq!(error(&others), (400, "unauthorized_client"));
    }
}

on_both! {
    /// Guessing a secret is slowed for its source, and for nobody else.
    async fn guessing_secrets_is_slowed(database: Database) {
        let house = house(database).await;
        let (wiki, browser) = (house.client("wiki"), house.browser());
        let wrong = testkit::client::Client { secret: Some("a guess".into()), ..wiki.clone() };
        let ask = async |client: &testkit::client::Client, browser: &testkit::Browser| {
            client.refresh(browser, "x").await.status.as_u16()
        };
        let mut guesses = 0;
        while ask(&wrong, &browser).await == 401 {
            guesses += 1;
            assert!(guesses < 100);
        }
        assert_eq!(ask(&wiki, &browser).await, 429);
        assert_eq!(ask(&wiki, &browser.copy().at("127.9.9.9")).await, 400);
        house.clock.forward(6);
        assert_eq!(ask(&wiki, &browser).await, 400);
    }
}
