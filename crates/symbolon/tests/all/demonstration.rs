//! The demo: somebody logs in to its application, and out everywhere.

use model::Span;
use radius::{Code, Key, Packet, Request, kind};
use std::sync::Arc;
use symbolon::{Demonstration, Shown, demonstrate};
use tempfile::TempDir;

use crate::browser::{self, Browser, Turned};

async fn show(dir: &TempDir, clock: &Turned) -> Shown {
    let listen = "127.0.0.1:0".parse().unwrap();
    demonstrate(Demonstration { listen, clock: Arc::new(clock.clone()), ..Demonstration::new(dir.path()) })
        .await
        .unwrap()
}

/// The newest code sent to somebody; the mail leaves after the page is shown.
async fn code(shown: &Shown, to: &str) -> String {
    loop {
        if let Some(letter) = shown.inbox.letters(Some(to)).into_iter().next() {
            let digits = |word: &&str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit());
            return letter.text.split(|c: char| !c.is_ascii_digit()).find(digits).unwrap().to_owned();
        }
        tokio::task::yield_now().await;
    }
}

async fn log_in(shown: &Shown, browser: &mut Browser) -> browser::Shown {
    let ada = shown.facts.person("ada").unwrap();
    let page = browser.get(&format!("{}/login", shown.facts.app.url)).await;
    let page = browser.fill(&page, &[("username", "ada"), ("password", &ada.password)]).await;
    let code = code(shown, &ada.email).await;
    browser.fill(&page, &[("code", &code)]).await
}

#[tokio::test]
async fn ada_logs_in_with_password_and_code_and_out_everywhere() {
    let (dir, clock) = (TempDir::new().unwrap(), Turned::new());
    let shown = show(&dir, &clock).await;
    let mut browser = Browser::new();
    let inside = log_in(&shown, &mut browser).await;
    assert_eq!(inside.url, shown.facts.app.url);
    for learned in ["Ada Lovelace", "urn:symbolon:acr:mfa", "ada@demo.test", "pwd"] {
        assert!(inside.text.contains(learned), "{learned}: {}", inside.title());
    }
    let account = browser.get(&format!("{}/account", shown.facts.url)).await;
    assert!(account.url.ends_with("/account"), "single sign-on: {}", account.url);
    let outside = browser
        .fill(&inside, &[("csrf", browser::between(&inside.text, "name=\"csrf\" value=\"", "\"").unwrap())])
        .await;
    assert_eq!(outside.url, shown.facts.app.url);
    assert!(browser.get(&format!("{}/account", shown.facts.url)).await.url.contains("/login/"));
    shown.server.stop().await;
}

/// A restart keeps the passwords, the people and the management token, and follows the new address.
#[tokio::test]
async fn a_restart_keeps_the_world() {
    let (dir, clock) = (TempDir::new().unwrap(), Turned::new());
    let first = show(&dir, &clock).await;
    let (facts, addr) = (first.facts.clone(), first.server.addr);
    first.server.stop().await;
    clock.turn(Span::days(1));
    let second = show(&dir, &clock).await;
    assert_ne!(second.server.addr, addr);
    assert_eq!(second.facts.management_token, facts.management_token);
    assert_eq!(second.facts.person("ada").unwrap().password, facts.person("ada").unwrap().password);
    assert!(log_in(&second, &mut Browser::new()).await.text.contains("Ada Lovelace"));
    let written: serde_json::Value =
        serde_json::from_slice(&std::fs::read(dir.path().join("demo.json")).unwrap()).unwrap();
    assert_eq!(written["url"], second.facts.url);
    second.server.stop().await;
}

/// Whoever has `demo.json` can try RADIUS: Ada's password leads to a challenge, her mailed code to an accept.
#[tokio::test]
async fn the_demo_speaks_radius() {
    let (dir, clock) = (TempDir::new().unwrap(), Turned::new());
    let shown = show(&dir, &clock).await;
    let (ada, radius) = (shown.facts.person("ada").unwrap().clone(), shown.facts.radius.clone().unwrap());
    let key = Key::new(radius.secret.as_bytes());
    let ask = |id: u8, line: &str| {
        let request = Request::new(Code::AccessRequest, id, [id; 16]).add(kind::USER_NAME, b"ada");
        request.user_password(&key, line.as_bytes())
    };
    let socket = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let exchange = async |request: Request| {
        let mut buffer = [0; Packet::MAX];
        socket.send_to(&request.finish(&key).unwrap(), &radius.address).await.unwrap();
        let length = socket.recv(&mut buffer).await.unwrap();
        buffer[..length].to_vec()
    };
    let challenge = exchange(ask(1, &ada.password)).await;
    let challenge = Packet::parse(&challenge).unwrap();
    assert_eq!(challenge.code(), Code::AccessChallenge);
    let code = code(&shown, &ada.email).await;
    let accept = exchange(ask(2, &code).add(kind::STATE, challenge.state().unwrap())).await;
    assert_eq!(Packet::parse(&accept).unwrap().code(), Code::AccessAccept);
    shown.server.stop().await;
}
