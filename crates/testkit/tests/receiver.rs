//! Where webhooks arrive: a web server on loopback that keeps what it is told, and a verifier that is somebody else's program.

use axum::{Router, body::Bytes, extract::State, http::HeaderMap, http::StatusCode, routing::post};
use std::{
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{io::AsyncWriteExt, net::TcpListener, process::Command, sync::Notify};

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Heard {
    pub id: String,
    pub timestamp: String,
    pub signature: String,
    pub body: String,
}

impl Heard {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
    pub fn kind(&self) -> String {
        self.json()["type"].as_str().unwrap().to_owned()
    }
    /// Whether one of the signatures is this secret's, as OpenSSL computes it.
    pub async fn is_signed_by(&self, secret: &str) -> bool {
        let key = data_encoding::BASE64.decode(secret.strip_prefix("whsec_").unwrap().as_bytes()).unwrap();
        let key = format!("hexkey:{}", data_encoding::HEXLOWER.encode(&key));
        let mut child = Command::new("openssl")
            .args(["dgst", "-sha256", "-mac", "HMAC", "-macopt", &key, "-binary"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("openssl");
        let signed = format!("{}.{}.{}", self.id, self.timestamp, self.body);
        child.stdin.take().unwrap().write_all(signed.as_bytes()).await.unwrap();
        let tag = child.wait_with_output().await.unwrap().stdout;
        assert_eq!(tag.len(), 32, "OpenSSL computed something");
        let expected = format!("v1,{}", data_encoding::BASE64.encode(&tag));
        self.signature.split(' ').any(|one| one == expected)
    }
}

#[derive(Clone, Default)]
pub struct Receiver(Arc<Inner>);

#[derive(Default)]
struct Inner {
    heard: Mutex<Vec<Heard>>,
    /// Requests that are answered with 500 before others are taken.
    refusals: Mutex<u32>,
    news: Notify,
}

impl Receiver {
    /// Listens, and says where.
    pub async fn start() -> (Self, String) {
        let receiver = Self::default();
        let routes = Router::new().route("/in", post(hear)).with_state(receiver.clone());
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (receiver, url)
    }
    pub fn refuse(&self, count: u32) {
        *self.0.refusals.lock().unwrap() = count;
    }
    pub fn all(&self) -> Vec<Heard> {
        self.0.heard.lock().unwrap().clone()
    }
    pub fn of(&self, kind: &str) -> Vec<Heard> {
        self.all().into_iter().filter(|heard| heard.kind() == kind).collect()
    }
    /// Waits until this many have come; the bound only ends a test that fails.
    pub async fn wait(&self, kind: &str, count: usize) -> Vec<Heard> {
        let arrival = async {
            loop {
                let news = self.0.news.notified();
                let found = self.of(kind);
                if found.len() >= count {
                    return found;
                }
                news.await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), arrival).await;
        waited.unwrap_or_else(|_| panic!("no {kind} number {count}; there are {:?}", self.all()))
    }
}

async fn hear(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
    assert_eq!(header("content-type"), "application/json");
    let heard = Heard {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    receiver.0.heard.lock().unwrap().push(heard);
    receiver.0.news.notify_waiters();
    let mut left = receiver.0.refusals.lock().unwrap();
    if *left == 0 {
        return StatusCode::NO_CONTENT;
    }
    *left -= 1;
    StatusCode::INTERNAL_SERVER_ERROR
}
