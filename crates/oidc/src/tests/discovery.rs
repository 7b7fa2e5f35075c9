use serde_json::json;

use crate::Issuer;
use crate::discovery::Discovery;
use crate::jws::Alg;

use super::issuer;

/// O001, O002: the words; that each of them works is shown where the endpoints are.
#[test]
fn o001_o002_the_document_names_only_what_there_is() {
    let issuer = issuer();
    let document = Discovery {
        issuer: &issuer,
        signing: &Alg::SIGNING,
        more_scopes: &["groups"],
        more_claims: &["groups"],
        acr_values: &["one", "two"],
        ui_locales: &["en", "fi"],
    }
    .document();
    for (name, value) in [
        ("issuer", json!("https://login.demo.test")),
        ("authorization_endpoint", json!("https://login.demo.test/oauth2/authorize")),
        ("token_endpoint", json!("https://login.demo.test/oauth2/token")),
        ("userinfo_endpoint", json!("https://login.demo.test/oauth2/userinfo")),
        ("jwks_uri", json!("https://login.demo.test/oauth2/jwks")),
        ("revocation_endpoint", json!("https://login.demo.test/oauth2/revoke")),
        ("end_session_endpoint", json!("https://login.demo.test/oauth2/logout")),
        ("response_types_supported", json!(["code"])),
        ("response_modes_supported", json!(["query", "form_post"])),
        ("grant_types_supported", json!(["authorization_code", "refresh_token", "client_credentials"])),
        ("code_challenge_methods_supported", json!(["S256"])),
        ("authorization_response_iss_parameter_supported", json!(true)),
        ("id_token_signing_alg_values_supported", json!(["RS256", "ES256", "EdDSA"])),
        (
            "token_endpoint_auth_methods_supported",
            json!(["client_secret_basic", "client_secret_post", "private_key_jwt", "none"]),
        ),
        ("token_endpoint_auth_signing_alg_values_supported", json!(["RS256", "PS256", "ES256", "EdDSA"])),
        ("prompt_values_supported", json!(["none", "login", "consent", "select_account"])),
        ("claims_parameter_supported", json!(true)),
        ("request_parameter_supported", json!(false)),
        ("request_uri_parameter_supported", json!(false)),
        ("backchannel_logout_supported", json!(true)),
        ("backchannel_logout_session_supported", json!(true)),
        ("acr_values_supported", json!(["one", "two"])),
        ("ui_locales_supported", json!(["en", "fi"])),
        ("scopes_supported", json!(["openid", "profile", "email", "address", "phone", "offline_access", "groups"])),
    ] {
        assert_eq!(document[name], value, "{name}");
    }
    for endpoint in document.as_object().unwrap().iter().filter(|(name, _)| name.ends_with("_endpoint")) {
        assert!(endpoint.1.as_str().unwrap().starts_with("https://login.demo.test/"), "{endpoint:?}");
    }
    for absent in
        ["registration_endpoint", "introspection_endpoint", "check_session_iframe", "frontchannel_logout_supported"]
    {
        assert!(document.get(absent).is_none(), "{absent}");
    }
}

#[test]
fn an_issuer_is_canonical_and_without_trailing_slash() {
    for (text, good) in [
        ("https://login.demo.test", true),
        ("https://login.demo.test:8443", true),
        ("https://login.demo.test/sso", true),
        ("http://127.0.0.1:8080", true),
        ("http://[::1]:8080", true),
        ("http://localhost:8080", true),
        ("http://login.demo.test", false),
        ("https://login.demo.test/", false),
        ("https://login.demo.test/sso/", false),
        ("https://Login.demo.test", false),
        ("https://login.demo.test:443", false),
        ("https://login.demo.test?x", false),
        ("https://login.demo.test#x", false),
        ("https://ada@login.demo.test", false),
        ("https://login.demo.test/a/../b", false),
        (" https://login.demo.test", false),
        ("ftp://login.demo.test", false),
        ("login.demo.test", false),
        ("", false),
    ] {
        assert_eq!(Issuer::parse(text).is_ok(), good, "{text}");
    }
}
