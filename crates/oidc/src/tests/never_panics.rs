//! No input makes a parser panic.

use proptest::prelude::*;

use crate::claims::ClaimsRequest;
use crate::jwk::KeySet;
use crate::jws::Compact;
use crate::logout::LogoutRequest;
use crate::redirect::RedirectUri;
use crate::token::{Call, TokenRequest};
use crate::{Issuer, Params, Scopes, assertion, authorize, bearer, pkce};

const NAMES: &[&str] = &[
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "prompt",
    "max_age",
    "claims",
    "code_challenge",
    "code_challenge_method",
    "grant_type",
    "code",
    "client_secret",
    "client_assertion",
    "client_assertion_type",
    "id_token_hint",
    "access_token",
    "x",
];

fn query() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        "\\PC{0,30}",
        "[%+&=a-f0-9 {}\":]{0,30}",
        Just("code".to_owned()),
        Just("https://rp.test/cb".to_owned())
    ];
    prop::collection::vec((prop::sample::select(NAMES), value), 0..12)
        .prop_map(|pairs| pairs.iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("&"))
}

proptest! {
    #[test]
    fn requests(query in query(), header in "\\PC{0,60}", body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = authorize::parse_query(&query);
        let _ = Params::parse_bytes(&body);
        if let Ok(params) = Params::parse(&query) {
            let _ = LogoutRequest::parse(&params);
            let _ = bearer::token(&[&header], &query, Some(&params));
        }
        let form = Some("application/x-www-form-urlencoded");
        for authorization in [vec![], vec![header.as_str()]] {
            let _ = TokenRequest::parse(&Call { query: "", authorization: &authorization, content_type: form, body: query.as_bytes() });
            let _ = TokenRequest::parse(&Call { query: "", authorization: &authorization, content_type: form, body: &body });
        }
    }

    #[test]
    fn texts(text in "\\PC{0,200}") {
        let _ = RedirectUri::register(&text);
        let _ = Issuer::parse(&text);
        let _ = Scopes::parse(&text);
        let _ = ClaimsRequest::parse(&text);
        let _ = KeySet::parse(&text);
        let _ = Compact::parse(&text);
        let _ = assertion::claimed_client(&text);
        let _ = pkce::check(Some(&pkce::Challenge::of(&text)), Some(&text));
        let registered = RedirectUri::register("http://127.0.0.1:1/cb").unwrap();
        let _ = registered.matches(&text);
        let _ = registered.matches(&format!("http://127.0.0.1{text}"));
        let _ = registered.matches(&format!("http://127.0.0.1:{text}"));
    }

    #[test]
    fn uris_near_the_real_thing(scheme in "https?|HTTPS|javascript", host in "[a-z0-9.@:\\[\\]%]{0,20}", rest in "[/?#&=%a-z0-9]{0,20}") {
        let text = format!("{scheme}://{host}{rest}");
        if let Ok(uri) = RedirectUri::register(&text) {
            prop_assert!(uri.matches(&text));
            prop_assert!(!text.contains('#') && !host.contains('@'));
        }
        let _ = Issuer::parse(&text);
    }

    /// O038, O040: what a form or a query carries is what the client gets back.
    #[test]
    fn state_comes_back_unchanged(state in "\\PC{1,200}") {
        let mut query = String::from("client_id=a&redirect_uri=https://rp.test/cb?x=1&response_type=code&state=");
        crate::params::encode(&mut query, &state);
        let request = authorize::parse_query(&query).unwrap();
        let issuer = Issuer::parse("https://login.demo.test").unwrap();
        let answer = crate::redirect::Answer::code(request.return_to, &issuer, "c");
        if let crate::redirect::Delivery::Redirect(url) = answer.deliver() {
            let read: Vec<_> = url::Url::parse(&url).unwrap().query_pairs().into_owned().collect();
            prop_assert!(read.contains(&("state".to_owned(), state)));
        }
    }

    #[test]
    fn keys_near_the_real_thing(n in prop::collection::vec(any::<u8>(), 0..300), e in prop::collection::vec(any::<u8>(), 0..6)) {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B};
        let (n, e) = (B.encode(n), B.encode(e));
        for jwk in [serde_json::json!({"kty": "RSA", "n": n, "e": e}), serde_json::json!({"kty": "EC", "crv": "P-256", "x": n, "y": e}), serde_json::json!({"kty": "OKP", "crv": "Ed25519", "x": n})] {
            let _ = KeySet::parse(&serde_json::json!({"keys": [jwk]}).to_string());
        }
    }
}
