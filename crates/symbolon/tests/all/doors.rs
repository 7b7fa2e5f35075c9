//! What every response carries, and what is not believed.

use std::sync::Arc;

use reqwest::{Client, StatusCode};
use store_sql::Location;
use symbolon::{Options, Server, StartError, master_key_file, open_store};
use tempfile::TempDir;

use crate::browser::Turned;

/// Options for a server on a store of its own.
pub async fn options(dir: &TempDir, clock: &Turned) -> Options {
    let chance = plug::clock::SystemChance;
    let keys = master_key_file(&dir.path().join("master.key"), &chance).unwrap();
    let store = open_store(Location::Sqlite(dir.path().join("s.db")), keys, "node", Arc::new(chance)).await.unwrap();
    Options { clock: Arc::new(clock.clone()), ..Options::new(Arc::new(store)) }
}

pub async fn server(dir: &TempDir, clock: &Turned) -> Server {
    Server::start(options(dir, clock).await).await.unwrap()
}

fn client() -> Client {
    Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

/// M058: another host gets nothing; ours gets the page, and no header makes us name another.
#[tokio::test]
async fn m058_only_our_own_host_is_served() {
    let dir = TempDir::new().unwrap();
    let server = server(&dir, &Turned::new()).await;
    let url = format!("http://{}/.well-known/openid-configuration", server.addr);
    let good = client().get(&url).send().await.unwrap();
    assert_eq!(good.status(), StatusCode::OK);
    for (name, value) in [("host", "evil.example"), ("host", "127.0.0.1"), ("host", "127.0.0.1:1")] {
        let told = client().get(&url).header(name, value).send().await.unwrap();
        assert_eq!(told.status(), StatusCode::BAD_REQUEST, "{name}: {value}");
    }
    for (name, value) in
        [("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "gopher"), ("forwarded", "host=evil.example")]
    {
        let told = client().get(&url).header(name, value).send().await.unwrap();
        assert!(!told.text().await.unwrap().contains("evil"), "{name}");
    }
    server.stop().await;
}

/// M072: pages, data, errors and files carry the same headers.
#[tokio::test]
async fn m072_every_response_says_what_a_browser_may_do() {
    let dir = TempDir::new().unwrap();
    let server = server(&dir, &Turned::new()).await;
    let asset = kit::Assets::href("kit.css");
    for (path, status) in [
        ("/", 200),
        ("/setup", 200),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/nothing/here", 404),
        ("/oauth2/token", 405),
        ("/.well-known/openid-configuration", 200),
        ("/oauth2/authorize", 400),
        ("/login/nobodys", 410),
        (asset.as_str(), 200),
    ] {
        let told =
            client().get(format!("http://{}{path}", server.addr)).header("accept", "text/html").send().await.unwrap();
        assert_eq!(told.status(), status, "{path}");
        let header = |name: &str| told.headers().get(name).map(|v| v.to_str().unwrap()).unwrap_or_default().to_owned();
        for part in ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(header("content-security-policy").contains(part), "{path}");
        }
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(
            (header("referrer-policy").as_str(), header("cross-origin-opener-policy").as_str()),
            ("no-referrer", "same-origin"),
            "{path}"
        );
        assert!(
            header("content-type").contains("charset=utf-8") || header("content-type") == "application/json",
            "{path}"
        );
    }
    server.stop().await;
}

/// M101, M077: plain HTTP for the network is refused unless somebody says which proxy stands in front; on loopback it is fine.
#[tokio::test]
async fn m101_passwords_in_clear_need_a_proxy_in_front() {
    let dir = TempDir::new().unwrap();
    let clock = Turned::new();
    let mut open = options(&dir, &clock).await;
    open.listen = "0.0.0.0:0".parse().unwrap();
    open.public_url = Some("https://login.example.org".parse().unwrap());
    let refused = Server::start(open).await.err();
    assert!(matches!(refused, Some(StartError::PlainHttp(_))), "{refused:?}");
    let dir = TempDir::new().unwrap();
    let mut behind = options(&dir, &clock).await;
    behind.listen = "0.0.0.0:0".parse().unwrap();
    behind.public_url = Some("https://login.example.org".parse().unwrap());
    behind.trusted_proxies = vec!["192.0.2.7/32".parse().unwrap()];
    Server::start(behind).await.unwrap().stop().await;
}

/// M095: while the store is away readiness says so, and a page tells a reference and nothing else.
#[tokio::test]
async fn m095_a_store_that_is_away_tells_nothing() {
    let dir = TempDir::new().unwrap();
    let server = server(&dir, &Turned::new()).await;
    let at = |path: &str| format!("http://{}{path}", server.addr);
    let status = async |path: &str| client().get(at(path)).send().await.unwrap().status().as_u16();
    assert_eq!((status("/readyz").await, status("/healthz").await), (200, 200));
    server.store.close().await;
    assert_eq!((status("/readyz").await, status("/healthz").await), (503, 200));
    let told = client()
        .get(at("/account"))
        .header("accept", "text/html")
        .header("cookie", "session=abc")
        .send()
        .await
        .unwrap();
    assert_eq!(told.status(), StatusCode::SERVICE_UNAVAILABLE);
    let text = told.text().await.unwrap().to_lowercase();
    assert!(text.contains("reference"), "{text}");
    for leak in ["sqlite", "sql", ".rs", "s.db", "panicked", "closed", dir.path().to_str().unwrap()] {
        assert!(!text.contains(leak), "{leak}: {text}");
    }
    server.stop().await;
}

/// M099: figures are for this machine, or for management's own listener and then for nobody else.
#[tokio::test]
async fn m099_figures_are_not_for_everybody() {
    let dir = TempDir::new().unwrap();
    let clock = Turned::new();
    let server = server(&dir, &clock).await;
    let url = format!("http://{}/metrics", server.addr);
    assert_eq!(client().get(&url).send().await.unwrap().status(), StatusCode::OK);
    assert_eq!(
        client().get(&url).header("x-forwarded-for", "192.0.2.1").send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
    server.stop().await;
    let dir = TempDir::new().unwrap();
    let apart = Options { admin_listen: Some("127.0.0.1:0".parse().unwrap()), ..options(&dir, &clock).await };
    let server = Server::start(apart).await.unwrap();
    let admin = server.admin_addr.unwrap();
    assert_eq!(
        client().get(format!("http://{}/metrics", server.addr)).send().await.unwrap().status(),
        StatusCode::NOT_FOUND
    );
    assert_eq!(client().get(format!("http://{admin}/metrics")).send().await.unwrap().status(), StatusCode::OK);
    // So is the console, with the pages of a login beside it: under the public name, whatever the port.
    for path in ["/console", "/console/method"] {
        let there = client().get(format!("http://{}{path}", server.addr)).send().await.unwrap();
        assert_eq!(there.status(), StatusCode::NOT_FOUND, "{path}");
        let here = client().get(format!("http://{admin}{path}")).send().await.unwrap();
        assert_eq!(here.status(), StatusCode::SEE_OTHER, "{path}");
        assert!(here.headers()["location"].to_str().unwrap().starts_with("/console/login?"), "{path}");
    }
    let foreign = client().get(format!("http://{admin}/console")).header("host", "evil.example").send().await.unwrap();
    assert_eq!(foreign.status(), StatusCode::BAD_REQUEST);
    assert_eq!(client().get(format!("http://{admin}/")).send().await.unwrap().status(), StatusCode::OK);
    server.stop().await;
}
