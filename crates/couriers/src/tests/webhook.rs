//! Webhooks: what is sent, which answers end it, and where nothing is sent.

use super::server::web;
use crate::Webhook;
use model::network::Networks;
use plug::{Courier, CourierError, Parcel, Web};

fn parcel(url: &str) -> Parcel {
    Parcel {
        to: url.into(),
        subject: String::new(),
        text: r#"{"type":"login.granted"}"#.into(),
        html: None,
        fields: vec![("webhook-id".into(), "evt_1".into())],
        mail: None,
        gateways: Vec::new(),
        id: "1".into(),
    }
}

#[tokio::test]
async fn g4_answers_are_told_apart() {
    let open = Web::new(Networks::parse("127.0.0.0/8").unwrap()).unwrap();
    for (status, expected) in [
        (200, "done"),
        (204, "done"),
        (302, "later"),
        (401, "later"),
        (404, "later"),
        (410, "never"),
        (429, "later"),
        (500, "later"),
    ] {
        let server = web(status).await;
        let done = Webhook.carry(&parcel(&format!("http://127.0.0.1:{}/in", server.port)), &open).await;
        let word = match &done {
            Ok(()) => "done",
            Err(CourierError::Later(_)) => "later",
            Err(CourierError::Never(_)) => "never",
        };
        assert_eq!(word, expected, "{status}");
        assert_eq!(server.heard().last().map(String::as_str), Some(r#"{"type":"login.granted"}"#));
        assert_eq!(
            (server.said("POST /in"), server.said("webhook-id: evt_1")),
            (1, 1),
            "once, no redirect is followed"
        );
        assert_eq!(server.said("content-type: application/json"), 1);
    }
}

/// O012: nothing is sent to a private address, unless it was opened; nothing in clear to a public one.
#[tokio::test]
async fn o012_private_addresses_are_not_called() {
    let closed = Web::new(Networks::default()).unwrap();
    let server = web(200).await;
    for url in [
        format!("http://127.0.0.1:{}/", server.port),
        format!("https://127.0.0.1:{}/", server.port),
        format!("http://localhost:{}/", server.port),
        format!("https://localhost:{}/", server.port),
        format!("http://[::1]:{}/", server.port),
        "https://169.254.169.254/latest".into(),
        "http://93.184.216.34/".into(),
        "file:///etc/passwd".into(),
        "no url".into(),
    ] {
        let done = Webhook.carry(&parcel(&url), &closed).await;
        assert!(matches!(done, Err(CourierError::Never(_))), "{url}: {done:?}");
    }
    assert_eq!(server.said(""), 0);
    // The control differs only in what is opened.
    let open = Web::new(Networks::parse("127.0.0.0/8").unwrap()).unwrap();
    for host in ["127.0.0.1", "localhost"] {
        Webhook.carry(&parcel(&format!("http://{host}:{}/", server.port)), &open).await.unwrap();
    }
}
