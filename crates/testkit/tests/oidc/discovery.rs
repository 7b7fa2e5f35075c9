//! What the server says about itself, all of it tried.

use http::Method;
use model::Span;
use oidc::jws::Alg;
use serde_json::{Value, json};
use testkit::{House, on_both};

use super::support::*;

async fn document(house: &House) -> Value {
    good(raw(house, Method::GET, "/.well-known/openid-configuration", &[], "").await).json
}

fn list(document: &Value, name: &str) -> Vec<String> {
    document[name]
        .as_array()
        .unwrap_or_else(|| panic!("{name}"))
        .iter()
        .map(|v| v.as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    /// O001, O002: the names are ours, and everything advertised works.
    async fn o001_o002_everything_advertised_works(database: Database) {
        let house = plan(database).user("cleo").attribute("cn", "Cleo").attribute("phone_number", "+358401234567").attribute("address", "Main Street 1").start().await;
        let document = document(&house).await;
        let us = issuer(&house);
        assert_eq!(document["issuer"], json!(us));
        for (name, value) in document.as_object().unwrap().iter().filter(|(n, _)| n.ends_with("_endpoint") || *n == "jwks_uri") {
            let url = value.as_str().unwrap();
            assert!(url.starts_with(&format!("{us}/")), "{name}: {url}");
            let answer = raw(&house, Method::GET, &url[us.len()..], &[], "").await;
            assert_ne!(answer.status, 404, "{name}");
        }
        assert_eq!(document, good(raw(&house, Method::GET, "/.well-known/oauth-authorization-server", &[], "").await).json);
        assert_eq!(list(&document, "code_challenge_methods_supported"), ["S256"]);
        assert_eq!(document["authorization_response_iss_parameter_supported"], true);
        every_algorithm(&house, &document).await;
        every_authentication(&house, &document).await;
        every_scope_and_claim(&house, &document).await;
        every_prompt_and_mode(&house, &document).await;
        every_subject(&house, &document).await;
        assert_eq!(list(&document, "grant_types_supported"), ["authorization_code", "refresh_token", "client_credentials"]);
        assert_eq!(list(&document, "response_types_supported"), ["code"]);
        for never in ["request_parameter_supported", "request_uri_parameter_supported"] {
            assert_eq!(document[never], false, "O041 shows it");
        }
    }
}

async fn every_algorithm(house: &House, document: &Value) {
    for alg in list(document, "id_token_signing_alg_values_supported") {
        register(house, "wiki", json!({ "id_token_signed_response_alg": alg })).await;
        let outcome = enter(house).await;
        let answer = good(outcome.exchange().await);
        assert_eq!(part(answer.text("id_token"), 0)["alg"], json!(alg));
        let claims =
            outcome.client.verify(&outcome.browser, answer.text("id_token"), &outcome.asked.nonce, house.now()).await;
        let expected = oidc::idtoken::half_hash(Alg::parse(&alg).unwrap(), answer.text("access_token"));
        assert_eq!(claims["at_hash"], json!(expected));
    }
}

async fn every_authentication(house: &House, document: &Value) {
    let grant = ("grant_type", "client_credentials");
    let secret = testkit::plan::secret_of("blog");
    for method in list(document, "token_endpoint_auth_methods_supported") {
        if method == "private_key_jwt" {
            for alg in list(document, "token_endpoint_auth_signing_alg_values_supported") {
                // Keys for PS256 are those for RS256.
                let pair = Pair::new(Alg::parse(if alg == "PS256" { "RS256" } else { &alg }).unwrap());
                register(house, "blog", json!({ "token_endpoint_auth_method": method, "jwks": pair.jwks(), "grant_types": ["client_credentials"], "scope": "reports" })).await;
                let assertion = pair.assertion(house, "blog", json!(issuer(house)), &alg);
                let fields = [
                    grant,
                    ("client_assertion_type", oidc::assertion::ASSERTION_TYPE),
                    ("client_assertion", &assertion),
                ];
                good(raw(house, Method::POST, "/oauth2/token", &[FORM], &form(&fields)).await);
            }
            continue;
        }
        let grants = json!(["authorization_code", "refresh_token", "client_credentials"]);
        register(house, "blog", json!({ "token_endpoint_auth_method": method, "jwks": null, "grant_types": grants, "scope": "openid reports" })).await;
        let outcome = house.login("ada").at("blog").asking("scope", "openid").password().await;
        let (code, verifier, redirect) =
            (outcome.code(), outcome.asked.verifier.clone(), outcome.client.redirect.clone());
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("code_verifier", &verifier),
            ("redirect_uri", &redirect),
        ];
        let header = basic("blog", &encoded(&secret));
        let mut headers = vec![FORM];
        match method.as_str() {
            "client_secret_basic" => headers.push(("authorization", &header)),
            "client_secret_post" => fields.extend([("client_id", "blog"), ("client_secret", &secret)]),
            _ => fields.push(("client_id", "blog")),
        }
        good(raw(house, Method::POST, "/oauth2/token", &headers, &form(&fields)).await);
    }
    let usual = json!({ "token_endpoint_auth_method": null, "scope": null, "grant_types": ["authorization_code", "refresh_token"] });
    register(house, "blog", usual).await;
}

async fn every_scope_and_claim(house: &House, document: &Value) {
    let scopes = list(document, "scopes_supported");
    let outcome = house.login("cleo").asking("scope", &scopes.join(" ")).password().await;
    let answer = good(outcome.exchange().await);
    assert_eq!(answer.text("scope"), scopes.join(" "));
    good(outcome.client.refresh(&outcome.browser, answer.text("refresh_token")).await);
    let said = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await.json;
    for name in [
        "sub",
        "name",
        "preferred_username",
        "email",
        "email_verified",
        "phone_number",
        "phone_number_verified",
        "address",
        "amr",
    ] {
        assert!(said.get(name).is_some(), "{name} of {said}");
        assert!(list(document, "claims_supported").contains(&name.to_owned()), "{name}");
    }
    let token = part(answer.text("id_token"), 1);
    for name in ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "amr", "sid", "at_hash"] {
        assert!(token.get(name).is_some(), "{name} of {token}");
    }
}

async fn every_prompt_and_mode(house: &House, document: &Value) {
    let outcome = enter(house).await;
    for prompt in list(document, "prompt_values_supported") {
        let page = ask(house, &outcome.browser, &outcome.client, &[("prompt", &prompt)]).await;
        let right = match prompt.as_str() {
            "none" => page.returned("code").is_some(),
            "consent" => page.form_with("consent").is_some(),
            _ => page.asks("password"),
        };
        assert!(right, "{prompt}: {} {}", page.url, page.text());
    }
    for mode in list(document, "response_modes_supported") {
        let page = ask(house, &outcome.browser, &outcome.client, &[("response_mode", &mode)]).await;
        assert!(page.returned("code").is_some() || page.form("carry").is_some(), "{mode}: {}", page.text());
    }
    for locale in list(document, "ui_locales_supported") {
        let page = ask(house, &house.browser(), &outcome.client, &[("ui_locales", &locale)]).await;
        assert!(page.body.contains(&format!("<html lang=\"{locale}\"")), "{locale}");
    }
}

async fn every_subject(house: &House, document: &Value) {
    let mut seen = Vec::new();
    for kind in list(document, "subject_types_supported") {
        register(house, "blog", json!({ "subject_type": kind })).await;
        let of = async || house.login("ada").at("blog").password().await.claims(house).await["sub"].clone();
        let (one, two) = (of().await, of().await);
        assert_eq!(one, two, "{kind}");
        assert!(!seen.contains(&one));
        seen.push(one);
    }
    register(house, "blog", json!({ "subject_type": null })).await;
}

on_both! {
    /// O004: a rotation is announced; old and new key stand together, and old tokens still hold.
    async fn o004_old_and_new_key_stand_together(database: Database) {
        let house = house(database).await;
        let kids = async || {
            let keys = good(raw(&house, Method::GET, "/oauth2/jwks", &[], "").await).json;
            keys["keys"].as_array().unwrap().iter().filter(|k| k["kty"] == "RSA").map(|k| k["kid"].clone()).collect::<Vec<_>>()
        };
        let (first, old) = tokens(&house).await;
        let kid = |answer: &testkit::client::Answer| part(answer.text("id_token"), 0)["kid"].clone();
        assert_eq!(kids().await, [kid(&old)]);
        house.engine.rotate_keys((model::key::KeyPurpose::Token, "RS256"), Span::minutes(10), "test").await.unwrap();
        assert_eq!(kids().await.len(), 2);
        assert_eq!(kid(&tokens(&house).await.1), kid(&old), "announced, not in force");
        house.clock.forward(10);
        let (_, new) = tokens(&house).await;
        assert_ne!(kid(&new), kid(&old));
        for kept in [&old, &new] {
            assert!(kids().await.contains(&kid(kept)));
        }
        let page = ask(&house, &first.browser, &first.client, &[("prompt", "none"), ("id_token_hint", old.text("id_token"))]).await;
        assert_eq!(told(&page), "", "an old token still counts as a hint");
        let longest = house.engine.world().catalogue.system().session_minutes;
        house.clock.forward(i64::from(longest) + 1);
        assert_eq!(kids().await, [kid(&new)]);
    }
}

on_both! {
    /// O076: any place may read what is public, and none together with cookies.
    async fn o076_no_origin_is_reflected_with_credentials(database: Database) {
        let house = house(database).await;
        let origin = ("origin", "https://evil.example");
        for (method, path, open) in [
            (Method::GET, "/.well-known/openid-configuration", true),
            (Method::GET, "/oauth2/jwks", true),
            (Method::POST, "/oauth2/token", true),
            (Method::GET, "/oauth2/userinfo", true),
            (Method::OPTIONS, "/oauth2/token", true),
            (Method::OPTIONS, "/oauth2/userinfo", true),
            (Method::GET, "/oauth2/authorize", false),
            (Method::GET, "/oauth2/logout", false),
            (Method::GET, "/", false),
        ] {
            let answer = raw(&house, method.clone(), path, &[origin], "").await;
            assert_eq!(answer.page.header("access-control-allow-origin"), open.then_some("*"), "{method} {path}");
            assert_eq!(answer.page.header("access-control-allow-credentials"), None, "{method} {path}");
        }
    }
}
