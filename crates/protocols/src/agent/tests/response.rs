//! The envelope, byte for byte.

use axum::body::to_bytes;
use axum::response::Response;
use model::Time;
use serde_json::{Value, json};

use crate::agent::response::{Authentication, Detail, Envelope, Fault, Outcome, short};
use crate::agent::show::type_of;

const PLAIN: Envelope<'_> = Envelope { at: Time::from_millis(1_700_000_000_250), nonce: None, hide_version: false };

async fn read(response: Response) -> (u16, Value) {
    assert_eq!(response.headers()["cache-control"], "no-cache");
    assert_eq!(response.headers()["content-type"], "application/json");
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await.unwrap()).unwrap())
}

/// C0.3: what stands there, and what must be absent and not null.
#[tokio::test]
async fn the_envelope_is_the_protocols() {
    let version = format!("symbolon {}", env!("CARGO_PKG_VERSION"));
    let rejected = PLAIN.outcome(Outcome::rejected("No.".into()));
    assert_eq!(
        read(rejected).await,
        (
            200,
            json!({
                "id": 2,
                "jsonrpc": "2.0",
                "result": { "status": true, "value": false, "authentication": "REJECT" },
                "time": 1_700_000_000.25,
                "version": version,
                "versionnumber": "3.13",
                "detail": { "message": "No.", "threadid": 0 },
            })
        )
    );
    let plain = PLAIN.outcome(Outcome::new(json!({ "count": 0 })));
    assert_eq!(
        read(plain).await.1,
        json!({
            "id": 1,
            "jsonrpc": "2.0",
            "result": { "status": true, "value": { "count": 0 } },
            "time": 1_700_000_000.25,
            "version": version,
            "versionnumber": "3.13",
        })
    );
    let fault = PLAIN.fault(Fault::PARAMETER, "Which?");
    assert_eq!(
        read(fault).await,
        (
            400,
            json!({
                "id": 1,
                "jsonrpc": "2.0",
                "result": { "status": false, "error": { "code": 905, "message": "ERR905: Which?" } },
                "time": 1_700_000_000.25,
                "version": version,
                "detail": null,
            })
        )
    );
}

#[tokio::test]
async fn versions_are_hidden_and_the_nonce_comes_back() {
    let quiet = Envelope { nonce: Some("n"), hide_version: true, ..PLAIN };
    let outcome = Outcome::new(true).authentication(Authentication::Accept).detail(Detail::new());
    let (_, body) = read(quiet.outcome(outcome)).await;
    assert_eq!((&body["nonce"], body.get("version"), body.get("versionnumber")), (&json!("n"), None, None));
    assert_eq!(body["result"]["authentication"], "ACCEPT");
}

/// C0.4: status, code, and whether the code stands before the message.
#[tokio::test]
async fn faults_have_the_protocols_codes() {
    for (fault, status, code, message) in [
        (Fault::PARAMETER, 400, 905, "ERR905: x"),
        (Fault::NOT_ALLOWED, 403, 303, "x"),
        (Fault::TOO_MANY, 429, 303, "x"),
        (Fault::NO_HEADER, 401, 4033, "x"),
        (Fault::TOKEN_UNREADABLE, 401, 4304, "x"),
        (Fault::TOKEN_EXPIRED, 401, 4305, "x"),
        (Fault::WRONG_ROLE, 401, 4306, "x"),
        (Fault::WRONG_CREDENTIALS, 401, 4031, "x"),
        (Fault::NO_NAME, 401, 4032, "x"),
        (Fault::REFILL, 400, 905, "ERR905: x"),
        (Fault::REFILL_CODE, 400, 401, "ERR401: x"),
        (Fault::NOT_MADE, 501, -501, "ERR-501: x"),
        (Fault::UNAVAILABLE, 503, -500, "ERR-500: x"),
        (Fault::BROKEN, 500, -500, "ERR-500: x"),
    ] {
        let (told, body) = read(PLAIN.fault(fault, "x")).await;
        assert_eq!((told, &body["result"]["error"]), (status, &json!({ "code": code, "message": message })));
        assert_eq!(body["detail"].is_object(), status == 401, "{code}");
    }
}

/// Every text that an agent shows fits into a RADIUS attribute, in every language.
#[test]
fn texts_are_short_and_there() {
    let texts = kit::Texts::new(&[crate::TEXTS]);
    for locale in kit::Locale::ALL {
        for fault in
            [Fault::PARAMETER, Fault::NOT_ALLOWED, Fault::TOO_MANY, Fault::REFILL, Fault::NO_HEADER, Fault::UNAVAILABLE]
        {
            let said = fault.said(&texts, locale);
            assert!(!said.starts_with('[') && said.len() <= 253, "{said}");
        }
    }
    assert_eq!(short("ä"), "ä");
    let long = short(&"ä".repeat(200));
    assert!(long.len() <= 253 && long.ends_with('…'));
}

#[test]
fn our_kinds_have_types_that_agents_know() {
    for (kind, kind_there) in [
        ("totp", "totp"),
        ("hotp", "hotp"),
        ("oath", "hotp"),
        ("email.registered", "email"),
        ("email.unregistered", "email"),
        ("sms.registered", "sms"),
        ("push", "push"),
        ("password", "pw"),
        ("backup", "paper"),
        ("something.new", "question"),
    ] {
        assert_eq!(type_of(kind), kind_there);
    }
}
