//! What a method needs before it is offered, and what is told where it is missing.

use super::*;
use crate::oidc::preset::{KNOWN, Preset};

fn refused(lines: &[&str], documents: &Documents) -> (String, &'static str) {
    match OpenIdConnect::open_with(config(lines), documents) {
        Ok(_) => ("opens".into(), ""),
        Err(error) => (error.name, error.key),
    }
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let op = Op::start().await;
    let whole = op.documents();
    let opens = ("opens".to_owned(), "");
    assert_eq!(refused(&[], &whole), opens);
    let none = Documents { metadata: String::new(), jwks: Value::Null, registration: json!({}) };
    for (lines, documents, name, key) in [
        (&[][..], none.clone(), "metadata", "upstream-metadata-missing"),
        (&["issuer https://op.test"], none.clone(), "registration", "upstream-registration-missing"),
        (&["issuer http://op.test"], none.clone(), "issuer", "line-value"),
        (&[], Documents { metadata: "<xml/>".into(), ..whole.clone() }, "metadata", "upstream-metadata"),
        (&["issuer https://op.test"], whole.clone(), "metadata", "upstream-metadata"),
        (&[], Documents { jwks: json!({ "keys": [] }), ..whole.clone() }, "jwks", "upstream-jwks"),
        (
            &[],
            Documents { jwks: json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] }), ..whole.clone() },
            "jwks",
            "upstream-jwks",
        ),
        (
            &[],
            Documents { registration: json!({ "client_secret": "x" }), ..whole.clone() },
            "registration",
            "upstream-registration",
        ),
        (
            &[],
            Documents {
                registration: json!({ "client_id": "a", "id_token_encrypted_response_alg": "RSA-OAEP" }),
                ..whole.clone()
            },
            "registration",
            "upstream-registration",
        ),
        (
            &["sharedSecretSignature true"],
            Documents { registration: json!({ "client_id": "a" }), ..whole.clone() },
            "clientSecret",
            "upstream-secret-missing",
        ),
        (&["parameter state x"], whole.clone(), "parameter", "upstream-parameter"),
        (&["parameter hd"], whole.clone(), "parameter", "line-value"),
        (&["clientSecretKey x"], whole.clone(), "clientSecretKey", "line-value"),
        (&["discovery http://op.test/"], whole.clone(), "discovery", "line-value"),
    ] {
        assert_eq!(refused(lines, &documents), (name.to_owned(), key), "{lines:?}");
    }
    for lines in [&["issuer https://op.test", "register true"][..], &["issuer https://op.test", "clientId a"]] {
        assert_eq!(refused(lines, &none), opens, "{lines:?}");
    }
}

#[test]
fn a_preset_is_complete_and_by_https() {
    for known in KNOWN {
        assert!(
            known.issuer.starts_with("https://") && oidc::rp::IssuerRule::parse(known.issuer).is_some(),
            "{known:?}"
        );
        assert!(known.discovery.is_empty() || known.discovery.starts_with("https://"));
        assert!(known.scopes.split(' ').any(|s| s == "openid"));
        let name = serde_json::to_value(known.preset).unwrap();
        let line = format!("preset {}", name.as_str().unwrap());
        assert_eq!(refused(&[&line, "clientId a", "clientSecret b"], &Documents::default()).0, "opens", "{line}");
        assert_eq!(KNOWN.iter().filter(|k| k.preset == known.preset).count(), 1);
    }
    let schema = serde_json::to_value(schemars::schema_for!(Preset)).unwrap().to_string();
    assert_eq!(schema.matches('"').count() > 0, KNOWN.len() == 7);
}

#[test]
fn lines_win_over_a_preset() {
    let config = config(&["preset microsoft", "issuer https://login.microsoftonline.com/9188/v2.0"]).completed();
    assert_eq!(config.issuer, "https://login.microsoftonline.com/9188/v2.0");
    assert_eq!(super::super::config::SCOPES, config.scopes);
    let apple = super::config(&["preset apple"]).completed();
    assert_eq!(apple.response_mode, super::super::config::Mode::FormPost);
}
