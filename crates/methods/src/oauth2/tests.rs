//! Logins at a provider of plain OAuth 2.0, with one on loopback.

use super::{OAuth2, State, preset::KNOWN, profile};
use crate::house::{House, answer, told};
use crate::oidc::tests::op::Op;
use plug::{Departure, Method, Step};
use serde_json::json;
use std::collections::BTreeMap;

fn config(lines: &[String]) -> super::Config {
    let lines = model::Lines::parse(lines.iter().map(String::as_str)).unwrap();
    plug::config::read(&lines, &model::method::COMMON_LINES).unwrap()
}

fn method(op: &Op, more: &[&str]) -> OAuth2 {
    let mut lines = vec![
        format!("authorizationEndpoint {}", op.at("/authorize")),
        format!("tokenEndpoint {}", op.at("/token")),
        format!("profileEndpoint {}", op.at("/userinfo")),
        "clientId rp".to_owned(),
        "clientSecret s3cret".to_owned(),
        "scopes user".to_owned(),
        "subjectField id".to_owned(),
    ];
    lines.extend(more.iter().map(|line| (*line).to_owned()));
    OAuth2::open(config(&lines)).unwrap()
}

async fn op(profile: serde_json::Value) -> Op {
    let op = Op::start().await;
    op.change(|op| {
        op.tokens = Some((200, json!({ "access_token": "access", "token_type": "bearer", "scope": "user" })));
        op.userinfo = (200, "application/json".into(), profile.to_string());
    });
    op
}

async fn left(house: &mut House, method: &OAuth2) -> (BTreeMap<String, String>, State) {
    let Ok(Step::Leave(Departure::Get(to), state)) = house.challenge(method).await else { panic!() };
    (url::Url::parse(&to).unwrap().query_pairs().into_owned().collect(), state)
}

async fn login(op: &Op, more: &[&str], fields: &[(&str, &str)]) -> (House, Result<plug::Evidence, String>) {
    let (mut house, method) = (House::opening(), method(op, more));
    let (_, state) = left(&mut house, &method).await;
    let answer = plug::Answer::new(fields.iter().copied()).returned_to("method.1");
    let step = house.verify(&method, state, &answer).await;
    let told = match step {
        Ok(Step::Pass(evidence)) => Ok(evidence),
        other => Err(told(&other)),
    };
    (house, told)
}

const INVALID: &str = "fail upstream-invalid";
const CODE: &[(&str, &str)] = &[("code", "the-code")];

/// B14: a social provider that speaks OAuth 2.0 and no OpenID Connect.
#[tokio::test]
async fn b14_who_comes_back_is_who_the_profile_says() {
    let op =
        op(json!({ "id": 248, "login": "ada", "data": { "name": "Ada" }, "mails": ["a@acme.test", "b@acme.test"] }))
            .await;
    let (house, evidence) = login(&op, &["attribute name data.name", "attribute email mails.0"], CODE).await;
    let evidence = evidence.unwrap();
    assert_eq!(evidence.subject.value, "248");
    assert_eq!(
        (evidence.attributes["name"][0].as_str(), evidence.attributes["email"][0].as_str()),
        ("Ada", "a@acme.test")
    );
    assert_eq!(evidence.attributes.len(), 2);
    assert_eq!(house.spent.len(), 1);
    assert_eq!(op.last("/userinfo").1, "Bearer access");
    let (body, header) = op.last("/token");
    assert!(body.contains("code_verifier=") && header.starts_with("Basic "), "{body}");
    let (_, all) = login(&op, &[], CODE).await;
    assert_eq!(all.unwrap().attributes.keys().collect::<Vec<_>>(), ["data", "id", "login", "mails"]);
}

#[tokio::test]
async fn a_request_has_state_and_challenge_and_no_nonce() {
    let op = op(json!({})).await;
    let (query, state) = left(&mut House::opening(), &method(&op, &["parameter access_type online"])).await;
    assert_eq!(query["state"], "w".repeat(32));
    assert_eq!(query["code_challenge"], String::from(oidc::pkce::Challenge::of(&state.verifier)));
    assert_eq!((query["scope"].as_str(), query["access_type"].as_str()), ("user", "online"));
    assert!(!query.contains_key("nonce"));
    let mut house = House::opening();
    house.around.wish.passive = true;
    assert_eq!(told(&house.challenge(&method(&op, &[])).await), "fail interaction-required");
}

/// A profile that does not name the person by a text or a whole number names nobody.
#[tokio::test]
async fn o108_a_profile_without_subject_lets_nobody_in() {
    for (id, good) in [
        (json!("248"), true),
        (json!(248), true),
        (json!(""), false),
        (json!(null), false),
        (json!(2.5), false),
        (json!(true), false),
        (json!(["248"]), false),
        (json!({ "x": 1 }), false),
        (json!("a\nb"), false),
        (json!("a".repeat(256)), false),
    ] {
        let op = op(json!({ "id": id })).await;
        let (_, told) = login(&op, &[], CODE).await;
        assert_eq!(told.is_ok(), good, "{id}");
    }
}

/// O110 where the provider names itself; O114, O117 everywhere.
#[tokio::test]
async fn o110_o114_answers_of_others_are_refused_before_any_call() {
    let op = op(json!({ "id": 1 })).await;
    let issuer = "issuer https://op.test";
    for (lines, fields, expected) in [
        (&[][..], CODE, "pass"),
        (&[], &[("code", "c"), ("iss", "https://anybody.test")], "pass"),
        (&[issuer], &[("code", "c"), ("iss", "https://op.test")], "pass"),
        (&[issuer], CODE, INVALID),
        (&[issuer], &[("code", "c"), ("iss", "https://evil.test")], INVALID),
        (&[], &[("error", "access_denied")], "fail upstream-refused"),
        (&[], &[], INVALID),
    ] {
        let before = op.called("/token");
        let (_, told) = login(&op, lines, fields).await;
        assert_eq!(told.map_or_else(|why| why, |_| "pass".into()), expected, "{fields:?}");
        assert_eq!(op.called("/token") - before, usize::from(expected == "pass"));
    }
    let (mut house, method) = (House::opening(), method(&op, &[]));
    let (_, state) = left(&mut house, &method).await;
    assert_eq!(told(&house.verify(&method, state.clone(), &answer([("code", "c")])).await), INVALID);
    let other = answer([("code", "c")]).returned_to("method.2");
    assert_eq!(told(&house.verify(&method, state, &other).await), INVALID);
}

#[tokio::test]
async fn a_provider_that_says_no_or_nothing_lets_nobody_in() {
    let op = op(json!({ "id": 1 })).await;
    op.change(|op| op.tokens = Some((200, json!({ "error": "bad_verification_code" }))));
    assert_eq!(login(&op, &[], CODE).await.1.unwrap_err(), INVALID);
    op.change(|op| op.tokens = Some((200, json!({ "access_token": "access" }))));
    assert!(login(&op, &[], CODE).await.1.is_ok());
    op.change(|op| op.userinfo = (403, "application/json".into(), "{}".into()));
    assert_eq!(login(&op, &[], CODE).await.1.unwrap_err(), INVALID);
    op.change(|op| op.userinfo = (200, "text/html".into(), "<html>".into()));
    assert_eq!(login(&op, &[], CODE).await.1.unwrap_err(), INVALID);
    op.change(|op| op.silent = true);
    assert!(login(&op, &[], CODE).await.1.unwrap_err().starts_with("error not available"));
}

#[test]
fn a_preset_is_complete_and_by_https() {
    for known in KNOWN {
        for url in [known.authorize, known.token, known.profile] {
            assert!(url.starts_with("https://"), "{url}");
        }
        assert!(!known.scopes.is_empty() && profile::is_path(known.subject) && !known.attributes.is_empty());
        assert!(known.attributes.iter().all(|(name, path)| !name.contains(' ') && profile::is_path(path)));
        let name = serde_json::to_value(known.preset).unwrap();
        let lines = [format!("preset {}", name.as_str().unwrap()), "clientId a".into(), "clientSecret b".into()];
        let opened = OAuth2::open(config(&lines)).map_err(|e| e.to_string()).unwrap();
        assert_eq!(opened.config.token, known.token);
        assert_eq!(KNOWN.iter().filter(|k| k.preset == known.preset).count(), 1);
    }
}

#[test]
fn what_is_missing_is_named() {
    let whole: Vec<String> = ["preset github", "clientId a", "clientSecret b"].map(Into::into).to_vec();
    let refused = |lines: &[String]| OAuth2::open(config(lines)).err().map(|e| (e.name, e.key));
    assert_eq!(refused(&whole), None);
    for (lines, name, key) in [
        (vec![], "authorizationEndpoint", "upstream-line-missing"),
        (vec!["preset github"], "clientId", "upstream-line-missing"),
        (vec!["preset github", "clientId a"], "clientSecret", "upstream-secret-missing"),
        (
            vec!["preset github", "clientId a", "clientSecret b", "tokenEndpoint http://github.com/x"],
            "tokenEndpoint",
            "line-value",
        ),
        (vec!["preset github", "clientId a", "clientSecret b", "subjectField a..b"], "subjectField", "line-value"),
        (vec!["preset github", "clientId a", "clientSecret b", "attribute name"], "attribute", "line-value"),
        (vec!["preset github", "clientId a", "clientSecret b", "parameter state x"], "parameter", "upstream-parameter"),
    ] {
        let lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
        assert_eq!(refused(&lines), Some((name.to_owned(), key)), "{lines:?}");
    }
}
