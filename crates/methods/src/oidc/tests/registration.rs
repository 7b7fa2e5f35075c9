//! Becoming known at a provider.

use super::*;

async fn renewed(house: &mut House, method: &OpenIdConnect, documents: &Documents) -> Option<Documents> {
    house.lent(async |cx| method.renew(cx, documents).await).await.unwrap()
}

/// O011 and O008 from the other side: what we ask for is by https and of our own.
#[tokio::test]
async fn the_request_to_send_is_told() {
    let op = Op::start().await;
    let method = with(&[], op.documents());
    let published = House::opening().lent(async |cx| method.publish(cx, "registration").await).await.unwrap();
    let request: Value = serde_json::from_slice(&published.body).unwrap();
    assert_eq!(request["redirect_uris"], json!(["https://login.acme.example/login/return/method.1"]));
    assert_eq!(
        request["post_logout_redirect_uris"],
        json!(["https://login.acme.example/login/return/method.1/logout"])
    );
    assert_eq!(published.content_type, "application/json");
    assert!(House::opening().lent(async |cx| method.publish(cx, "other").await).await.is_err());
}

#[tokio::test]
async fn we_register_once_where_a_line_says_so() {
    let op = Op::start().await;
    let empty = Documents { registration: json!({}), ..op.documents() };
    let method = with(&["register true", "initialAccessToken t0"], empty.clone());
    assert_eq!(method.renews(), Some(Span::minutes(1)));
    let mut house = House::opening();
    assert!(told(&house.challenge(&method).await).starts_with("error not available: not registered"));
    let fresh = renewed(&mut house, &method, &empty).await.unwrap();
    assert_eq!(
        (&fresh.registration["client_id"], &fresh.registration["client_secret"]),
        (&json!("made"), &json!("made-secret"))
    );
    let (body, header) = op.last("/register");
    assert!(body.contains("login/return/method.1") && header == "Bearer t0");
    let method = with(&["register true"], fresh.clone());
    assert_eq!((method.renews(), renewed(&mut house, &method, &fresh).await), (None, None));
    assert_eq!(op.called("/register"), 1);
    op.change(|op| op.claims = json!({ "aud": "made" }));
    assert!(login(&mut house, &op, &method).await.is_ok());
}

#[tokio::test]
async fn what_is_stored_is_kept_as_the_provider_has_it() {
    let op = Op::start().await;
    let jwks = serde_json::to_value(oidc::jwk::Jwks { keys: vec![op.says().key.public_jwk()] }).unwrap();
    let issuer = format!("issuer {}", op.issuer());
    let documents = Documents { jwks, ..op.documents() };
    let method = with(&[&issuer], documents.clone());
    assert_eq!(method.renews(), Some(Span::hours(24)));
    let mut house = House::opening();
    assert_eq!(renewed(&mut house, &method, &documents).await, None);
    op.change(|op| op.key = op::key(oidc::jws::Alg::Es256));
    let fresh = renewed(&mut house, &method, &documents).await.unwrap();
    assert!(fresh.jwks != documents.jwks && fresh.metadata == documents.metadata);
}
