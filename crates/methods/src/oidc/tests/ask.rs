//! What is asked of a provider.

use super::*;
use model::request::{Comparison, Wanted};
use oidc::{
    jws::{Alg, Compact},
    pkce::Challenge,
};
use op::{NOW, ring};

#[tokio::test]
async fn a_request_has_state_nonce_and_challenge() {
    let op = Op::start().await;
    let mut house = House::opening();
    let (query, state) = left(&mut house, &method(&op, &[])).await;
    for (name, value) in [
        ("client_id", "rp"),
        ("redirect_uri", "https://login.acme.example/login/return/method.1"),
        ("response_type", "code"),
        ("scope", "openid profile email"),
        ("state", &"w".repeat(32)),
        ("nonce", &state.nonce),
        ("code_challenge", &String::from(Challenge::of(&state.verifier))),
        ("code_challenge_method", "S256"),
        ("ui_locales", "en"),
    ] {
        assert_eq!(query[name], value, "{name}");
    }
    assert_eq!(query.len(), 9);
    let (again, other) = left(&mut house, &method(&op, &[])).await;
    assert!(again["nonce"] != query["nonce"] && other.verifier != state.verifier && other.verifier.len() == 43);
}

#[tokio::test]
async fn what_the_application_wants_is_handed_on() {
    let op = Op::start().await;
    let asked = |lines: &'static [&'static str], change: fn(&mut plug::Wish)| {
        let op = op.clone();
        async move {
            let mut house = House::opening();
            change(&mut house.around.wish);
            left(&mut house, &method(&op, lines)).await.0
        }
    };
    let query = asked(&[], |w| w.passive = true).await;
    assert_eq!(query["prompt"], "none");
    let query = asked(&[], |w| w.fresh = true).await;
    assert_eq!((query["prompt"].as_str(), query.get("max_age")), ("login", None));
    let query = asked(&["ForceAuthn true"], |_| {}).await;
    assert_eq!(query["prompt"], "login");
    let query = asked(&[], |w| w.fresh_since = Some(model::Time::from_seconds(NOW - 90))).await;
    assert_eq!((query["max_age"].as_str(), query.get("prompt")), ("90", None));
    let query = asked(&[], |w| w.hint = Some("ada".into())).await;
    assert_eq!(query["login_hint"], "ada");
    let query = asked(&["loginHint false"], |w| w.hint = Some("ada".into())).await;
    assert_eq!(query.get("login_hint"), None);
}

#[tokio::test]
async fn contexts_are_asked_for_where_a_line_says_so() {
    let op = Op::start().await;
    let prefer = Wanted::Prefer(vec!["urn:two".into(), "urn:one".into()]);
    let demand = Wanted::Demand { references: vec!["urn:two".into()], comparison: Comparison::Exact };
    for (lines, wanted, expected) in [
        (&[][..], &prefer, None),
        (&["acrValues a b"], &prefer, Some("a b")),
        (&["relayAcr true"], &prefer, Some("urn:two urn:one")),
        (&["relayAcr true", "acrMap urn:two gold"], &prefer, Some("gold")),
        (&["relayAcr true", "acrMap urn:two gold"], &demand, Some("gold")),
        (&["relayAcr true", "acrMap urn:x gold", "acrValues silver"], &demand, Some("silver")),
        (&["relayAcr true"], &Wanted::Any, None),
    ] {
        let mut house = House::opening();
        house.around.wish.wanted = wanted.clone();
        let query = left(&mut house, &method(&op, lines)).await.0;
        assert_eq!(query.get("acr_values").map(String::as_str), expected, "{lines:?}");
    }
}

#[tokio::test]
async fn a_silent_request_for_a_fresh_login_is_not_even_sent() {
    let op = Op::start().await;
    let mut house = House::opening();
    house.around.wish.passive = true;
    house.around.wish.fresh = true;
    assert_eq!(told(&house.challenge(&method(&op, &[])).await), "fail login-required");
}

#[tokio::test]
async fn lines_add_to_a_request_and_change_its_form() {
    let op = Op::start().await;
    let lines = ["parameter hd acme.test", "scopes email", "responseMode form_post", "OperationMode private"];
    let query = left(&mut House::opening(), &method(&op, &lines)).await.0;
    assert_eq!((query["hd"].as_str(), query["scope"].as_str()), ("acme.test", "openid email"));
    assert_eq!(query["response_mode"], "form_post");
}

#[tokio::test]
async fn a_request_is_pushed_where_the_provider_requires_it() {
    let op = Op::start().await;
    let par = op.at("/par");
    op.change(|op| {
        op.metadata =
            json!({ "pushed_authorization_request_endpoint": par, "require_pushed_authorization_requests": true });
    });
    let (query, state) = left(&mut House::opening(), &method(&op, &[])).await;
    assert_eq!(query.keys().collect::<Vec<_>>(), ["client_id", "request_uri"]);
    let (body, header) = op.last("/par");
    assert!(body.contains(&format!("nonce={}", state.nonce)) && header.starts_with("Basic "), "{body}");
    op.change(|op| op.metadata = json!({ "pushed_authorization_request_endpoint": par }));
    assert!(left(&mut House::opening(), &method(&op, &[])).await.0.contains_key("nonce"));
    let pushed = left(&mut House::opening(), &method(&op, &["pushedRequest true"])).await.0;
    assert!(!pushed.contains_key("nonce"));
    op.change(|op| op.metadata = json!({ "require_pushed_authorization_requests": true }));
    assert_eq!(told(&House::opening().challenge(&method(&op, &[])).await), INVALID);
}

#[tokio::test]
async fn a_signed_request_stands_in_one_parameter() {
    let op = Op::start().await;
    let mut house = House::opening();
    house.keys = ring(&[Alg::Rs256]);
    let (query, state) = left(&mut house, &method(&op, &["signedRequest true"])).await;
    assert_eq!(query.keys().collect::<Vec<_>>(), ["client_id", "request", "response_type", "scope"]);
    let token = Compact::parse(&query["request"]).unwrap();
    assert_eq!(token.unverified("nonce"), Some(state.nonce));
    assert_eq!(token.unverified("aud"), Some(op.issuer()));
}

#[tokio::test]
async fn we_show_who_we_are_the_way_that_was_agreed() {
    for (line, expects) in [
        ("tokenEndpointAuthMethod client_secret_basic", ("", "Basic ")),
        ("tokenEndpointAuthMethod client_secret_post", ("client_secret=s3cret", "")),
        ("tokenEndpointAuthMethod client_secret_jwt", ("client_assertion=", "")),
        ("tokenEndpointAuthMethod private_key_jwt", ("client_assertion=", "")),
        ("tokenEndpointAuthMethod none", ("client_id=rp", "")),
    ] {
        let op = Op::start().await;
        let mut house = House::opening();
        house.keys = ring(&[Alg::Rs256, Alg::Es256]);
        login(&mut house, &op, &method(&op, &[line])).await.unwrap();
        let (body, header) = op.last("/token");
        assert!(body.contains(expects.0) && header.starts_with(expects.1), "{line}: {body}");
        assert_eq!((body.contains("s3cret"), header.is_empty()), (line.ends_with("post"), !line.ends_with("basic")));
        if line.ends_with("_jwt") {
            let assertion = body.split("client_assertion=").nth(1).unwrap().split('&').next().unwrap();
            let token = data_encoding::BASE64URL_NOPAD.decode(assertion.split('.').nth(1).unwrap().as_bytes()).unwrap();
            let claims: Value = serde_json::from_slice(&token).unwrap();
            assert_eq!(
                (&claims["iss"], &claims["sub"], &claims["aud"]),
                (&json!("rp"), &json!("rp"), &json!(op.issuer()))
            );
        }
    }
}

#[tokio::test]
async fn a_secret_that_is_signed_anew_goes_where_a_secret_goes() {
    use oidc::jwt::SigningKey;
    let op = Op::start().await;
    let text = data_encoding::BASE64.encode(&SigningKey::generate(Alg::Es256).unwrap());
    let key = format!("clientSecretKey {text}");
    let lines = [
        "tokenEndpointAuthMethod client_secret_post",
        "clientId app",
        &key,
        "clientSecretKeyId K1",
        "clientSecretTeam T1",
    ];
    op.change(|op| op.claims = json!({ "aud": "app" }));
    let documents = Documents { registration: json!({}), ..op.documents() };
    login(&mut House::opening(), &op, &with(&lines, documents)).await.unwrap();
    let (body, _) = op.last("/token");
    let secret = body.split("client_secret=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let token = Compact::parse(&secret).unwrap();
    assert_eq!((token.kid.as_deref(), token.unverified("iss")), (Some("K1"), Some("T1".into())));
    assert_eq!((token.unverified("sub"), token.unverified("aud")), (Some("app".into()), Some(op.issuer())));
}
