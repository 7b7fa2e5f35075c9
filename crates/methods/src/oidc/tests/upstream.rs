//! What is known of a provider, and when it is looked at again.

use super::*;

fn discovered(op: &Op) -> OpenIdConnect {
    let issuer = format!("issuer {}", op.issuer());
    with(&[&issuer, "clientId rp", "clientSecret s3cret"], Documents::default())
}

const WHERE: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn metadata_is_found_by_the_issuer_and_kept_for_an_hour() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), discovered(&op));
    for _ in 0..3 {
        left(&mut house, &method).await;
    }
    assert_eq!(op.called(WHERE), 1);
    house.pass(Span::minutes(61));
    left(&mut house, &method).await;
    assert_eq!(op.called(WHERE), 2);
}

/// O109
#[tokio::test]
async fn o109_metadata_of_another_issuer_begins_no_login() {
    let op = Op::start().await;
    left(&mut House::opening(), &discovered(&op)).await;
    for other in [format!("{}/", op.issuer()), "https://evil.test".into()] {
        op.change(|op| op.metadata = json!({ "issuer": other }));
        let mut house = House::opening();
        assert_eq!(told(&house.challenge(&discovered(&op)).await), INVALID);
        assert_eq!(house.events, ["upstream.invalid"]);
    }
}

#[tokio::test]
async fn a_silent_provider_is_known_for_a_day_and_asked_once_a_minute() {
    let op = Op::start().await;
    let (mut house, method) = (House::opening(), discovered(&op));
    left(&mut house, &method).await;
    op.change(|op| op.silent = true);
    house.pass(Span::hours(2));
    for _ in 0..3 {
        left(&mut house, &method).await;
    }
    assert_eq!(op.called(WHERE), 2);
    house.pass(Span::hours(23));
    assert!(told(&house.challenge(&method).await).starts_with("error not available"));
    op.change(|op| op.silent = false);
    assert!(told(&house.challenge(&method).await).starts_with("error not available"), "not before a minute");
    house.pass(Span::seconds(61));
    left(&mut house, &method).await;
}

/// O012: what nothing of ours may call is not called, and nobody waits for it.
#[tokio::test]
async fn o012_a_provider_at_a_closed_address_is_not_called() {
    let op = Op::start().await;
    let mut house = House::opening();
    left(&mut house, &discovered(&op)).await;
    house.web = plug::Web::new(model::network::Networks::default()).unwrap();
    let before = op.called(WHERE);
    assert_eq!(told(&house.challenge(&discovered(&op)).await), "error not available: the address is not allowed");
    assert_eq!(op.called(WHERE), before);
}

#[tokio::test]
async fn stored_keys_do_without_a_call() {
    let op = Op::start().await;
    let jwks = serde_json::to_value(oidc::jwk::Jwks { keys: vec![op.says().key.public_jwk()] }).unwrap();
    let method = with(&[], Documents { jwks, ..op.documents() });
    assert!(login(&mut House::opening(), &op, &method).await.is_ok());
    assert_eq!(op.called("/jwks"), 0);
    op.change(|op| op.key = op::key(oidc::jws::Alg::Es256));
    assert!(login(&mut House::opening(), &op, &method).await.is_ok());
    assert_eq!(op.called("/jwks"), 1);
}

/// Many logins at once look for a key once.
#[tokio::test]
async fn one_at_a_time_looks_for_keys() {
    let op = Op::start().await;
    let method = std::sync::Arc::new(method(&op, &[]));
    let mut running = Vec::new();
    for _ in 0..8 {
        let (op, method) = (op.clone(), std::sync::Arc::clone(&method));
        let (query, state) = left(&mut House::opening(), &method).await;
        op.asked(&query);
        let _ = state;
        running.push(tokio::spawn(async move {
            let mut house = House::opening();
            let (_, state) = left(&mut house, &method).await;
            back(&mut house, &method, state, &op.answer()).await.is_ok()
        }));
    }
    for one in running {
        one.await.unwrap();
    }
    assert_eq!(op.called("/jwks"), 1);
}
