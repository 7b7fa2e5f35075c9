//! Registrations.

use model::{Catalogue, Id, Severity};
use oidc::Hidden;
use oidc::jws::Alg;
use oidc::token::AuthMethod;
use serde_json::json;

use super::super::client::{Client, Clients, Grants, SubjectType, check};
use super::{client, entry, usual, with};

/// O010: a client without a method is confidential; only `none` makes it public.
#[test]
fn o010_what_is_left_out_has_the_defaults_of_the_standard() {
    let client = client(usual());
    assert_eq!(client.method, AuthMethod::ClientSecretBasic);
    assert!(!client.is_public() && !client.need_pkce);
    assert_eq!(client.alg, Alg::Rs256);
    assert_eq!(client.grants, Grants { code: true, refresh: false, credentials: false });
    assert_eq!(client.subject, SubjectType::Public);
    assert_eq!(client.scopes.to_string(), "openid profile email phone address offline_access");
}

/// O053: PKCE is always on for a public client, whatever its registration says.
#[test]
fn o053_a_public_client_needs_pkce() {
    let public = client(
        json!({ "client_id": "app", "token_endpoint_auth_method": "none", "redirect_uris": ["http://127.0.0.1/cb"], "require_pkce": false }),
    );
    assert!(public.is_public() && public.need_pkce);
    assert!(!client(with(json!({ "require_pkce": false }))).need_pkce);
    assert!(client(with(json!({ "require_pkce": true }))).need_pkce);
}

#[test]
fn a_secret_fits_only_its_own_client() {
    let client = client(usual());
    let fits = |secret: &str| Client::secret_fits(Some(&client), &Hidden::new(secret));
    assert!(fits("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"));
    for other in ["", "c2VjcmV0", "C2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0 "] {
        assert!(!fits(other), "{other}");
    }
    assert!(!Client::secret_fits(None, &Hidden::new("")));
    assert!(!format!("{client:?}").contains("c2Vj"));
}

/// O006, O008, O015: what cannot be registered, each beside one that can.
#[test]
fn o006_findings_name_the_field() {
    assert_eq!(check(&usual()), []);
    for (changes, field, key) in [
        (json!({ "client_id": "" }), "metadata.client_id", "client-id"),
        (json!({ "client_secret": "" }), "metadata.client_secret", "secret-missing"),
        (json!({ "client_secret": "short" }), "metadata.client_secret", "secret-short"),
        (
            json!({ "token_endpoint_auth_method": "client_secret_jwt" }),
            "metadata.token_endpoint_auth_method",
            "auth-method",
        ),
        (json!({ "redirect_uris": ["javascript:alert(1)"] }), "metadata.redirect_uris[1]", "redirect-uri"),
        (
            json!({ "redirect_uris": ["https://a.example/", "data:text/html,x"] }),
            "metadata.redirect_uris[2]",
            "redirect-uri",
        ),
        (json!({ "redirect_uris": ["https://a.example/#x"] }), "metadata.redirect_uris[1]", "redirect-uri"),
        (json!({ "redirect_uris": [] }), "metadata.redirect_uris", "redirect-uri-missing"),
        (
            json!({ "post_logout_redirect_uris": ["ftp://a.example"] }),
            "metadata.post_logout_redirect_uris[1]",
            "redirect-uri",
        ),
        (json!({ "grant_types": ["implicit"] }), "metadata.grant_types", "grant-type"),
        (json!({ "response_types": ["token"] }), "metadata.response_types", "response-type"),
        (json!({ "scope": "a\"b" }), "metadata.scope", "scope"),
        (json!({ "id_token_signed_response_alg": "none" }), "metadata.id_token_signed_response_alg", "signing-alg"),
        (json!({ "jwks": { "keys": [] } }), "metadata.jwks", "jwks"),
        (json!({ "token_endpoint_auth_method": "private_key_jwt" }), "metadata.jwks", "jwks"),
        (json!({ "jwks_uri": "https://a.example/jwks" }), "metadata.jwks_uri", "jwks-uri"),
        (json!({ "backchannel_logout_uri": "http://a.example/out" }), "metadata.backchannel_logout_uri", "backchannel"),
        (json!({ "subject_type": "secret" }), "metadata.subject_type", "subject-type"),
        (
            json!({ "subject_type": "pairwise", "redirect_uris": ["https://a.example/", "https://b.example/"] }),
            "metadata.subject_type",
            "sector",
        ),
        (json!({ "redirect_uris": "https://a.example/" }), "metadata", "metadata-malformed"),
    ] {
        let findings = check(&with(changes.clone()));
        assert!(findings.iter().any(|f| f.field == field && f.key == key), "{changes}: {findings:?}");
        assert!(findings.iter().all(|f| f.severity != Severity::Broken));
    }
}

/// Every finding has its words, in every language.
#[test]
fn findings_have_words() {
    for (language, texts) in crate::TEXTS.texts {
        for key in [
            "metadata-malformed",
            "client-id",
            "client-id-taken",
            "secret-missing",
            "secret-short",
            "auth-method",
            "redirect-uri",
            "redirect-uri-missing",
            "grant-type",
            "response-type",
            "scope",
            "signing-alg",
            "jwks",
            "jwks-uri",
            "backchannel",
            "subject-type",
            "sector",
            "public-credentials",
        ] {
            assert!(texts.contains(&format!("\nfinding-{key} = ")), "{language} {key}");
        }
    }
}

/// Of two applications with one name neither is served: nobody can take another's place.
#[test]
fn a_name_belongs_to_one_client() {
    let of = |names: &[&str]| {
        let entries = names.iter().zip(1..).map(|(name, n)| entry(n, with(json!({ "client_id": name }))));
        Clients::of(&Catalogue::load(3, entries))
    };
    let clients = of(&["wiki", "blog"]);
    assert_eq!(clients.version, 3);
    assert_eq!(clients.named("wiki").map(|c| c.application), Some(Id::fixed(1)));
    assert_eq!(clients.of_application(Id::fixed(2)).map(|c| c.client_id.as_str()), Some("blog"));
    assert!(clients.named("Wiki").is_none());
    let clients = of(&["wiki", "wiki", "blog"]);
    assert!(clients.named("wiki").is_none() && clients.of_application(Id::fixed(1)).is_none());
    assert!(clients.named("blog").is_some());
    assert!(of(&["", "blog"]).named("").is_none());
}
