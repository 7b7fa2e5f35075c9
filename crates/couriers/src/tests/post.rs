//! Posts: which answers end it.

use super::server::web;
use crate::Post;
use model::network::Networks;
use plug::{Courier, CourierError, Parcel, Web};

fn parcel(url: &str) -> Parcel {
    Parcel {
        to: url.into(),
        subject: String::new(),
        text: String::new(),
        html: None,
        fields: vec![("logout_token".into(), "a.b&c=d".into())],
        mail: None,
        gateways: Vec::new(),
        id: "1".into(),
    }
}

#[tokio::test]
async fn answers_are_told_apart() {
    let open = Web::new(Networks::parse("127.0.0.0/8").unwrap()).unwrap();
    for (status, expected) in [
        (200, "done"),
        (204, "done"),
        (302, "never"),
        (400, "never"),
        (404, "never"),
        (410, "never"),
        (408, "later"),
        (429, "later"),
        (500, "later"),
        (503, "later"),
    ] {
        let server = web(status).await;
        let done = Post.carry(&parcel(&format!("http://127.0.0.1:{}/logout", server.port)), &open).await;
        let word = match &done {
            Ok(()) => "done",
            Err(CourierError::Later(_)) => "later",
            Err(CourierError::Never(_)) => "never",
        };
        assert_eq!(word, expected, "{status}");
        assert_eq!(server.heard().last().map(String::as_str), Some("logout_token=a.b%26c%3Dd"));
        assert_eq!(server.said("POST /logout"), 1, "no redirect is followed, nothing is sent twice");
    }
}

/// O012: no post to a private address, unless it was opened.
#[tokio::test]
async fn private_addresses_are_not_called() {
    let closed = Web::new(Networks::default()).unwrap();
    let server = web(200).await;
    for url in [
        format!("http://127.0.0.1:{}/", server.port),
        format!("http://localhost:{}/", server.port),
        "ftp://x/".into(),
        "no url".into(),
    ] {
        let done = Post.carry(&parcel(&url), &closed).await;
        assert!(matches!(done, Err(CourierError::Never(_))), "{url}: {done:?}");
    }
    assert_eq!(server.said(""), 0);
}
