//! A person logs in from a terminal by way of the browser, and out again.

use std::os::unix::fs::PermissionsExt;

use http::Method;
use serde_json::Value;
use testkit::{House, Raw};
use tokio::sync::mpsc;
use url::Url;

use super::{house, support::Terminal};
use crate::support::type_in;

/// Opens what a terminal asks to open, logs in there, and goes where that leads.
fn person(
    house: &House,
    name: &'static str,
) -> (mpsc::UnboundedSender<String>, tokio::task::JoinHandle<(Url, String)>) {
    let (sender, mut addresses) = mpsc::unbounded_channel::<String>();
    let (browser, password) = (house.browser(), house.someone(name).password.clone());
    let visit = tokio::spawn(async move {
        let address = Url::parse(&addresses.recv().await.unwrap()).unwrap();
        let page = browser.get(&format!("{}?{}", address.path(), address.query().unwrap())).await;
        let page = type_in(&browser, &page, name, &password).await;
        let back = page.left.clone().unwrap_or_else(|| panic!("{}", page.text()));
        let seen = browser.send(Method::GET, &back, Raw::default()).await;
        (address, seen.body)
    });
    (sender, visit)
}

async fn logged_in(house: &House) -> Terminal {
    let (browser, visit) = person(house, "ada");
    let mut terminal = Terminal::at(house);
    terminal.browser = Some(browser);
    let said = terminal.ctl("login").await;
    let (address, seen) = visit.await.unwrap();
    assert_eq!(said.code, 0, "{said:?} {seen}");
    assert!(seen.starts_with("Logged in."), "{seen}");
    let asked: std::collections::BTreeMap<String, String> = address.query_pairs().into_owned().collect();
    assert_eq!((asked["client_id"].as_str(), asked["code_challenge_method"].as_str()), ("symbolon-ctl", "S256"));
    assert_eq!(asked["scope"], "openid sso-api offline_access");
    terminal
}

fn kept(terminal: &Terminal) -> Value {
    let profile: Value = serde_json::from_slice(&std::fs::read(terminal.profile()).unwrap()).unwrap();
    let current = profile["current"].as_str().unwrap().to_owned();
    profile["servers"][&current].clone()
}

/// G2
#[tokio::test(flavor = "multi_thread")]
async fn g2_a_person_logs_in_by_the_browser_and_out_again() {
    let house = house().await;
    let mut terminal = logged_in(&house).await;
    let mode = std::fs::metadata(terminal.profile()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The login is meant where nothing is said any more.
    terminal.variables.remove("SYMBOLON_SERVER");
    let me = terminal.ctl("me").await;
    assert!(me.code == 0 && me.out.starts_with("ada\n") && me.out.contains("application"), "{me:?}");
    assert_eq!(terminal.ctl("list method").await.code, 4, "a person's rights are those of their roles");
    let first = kept(&terminal);
    house.clock.forward(24 * 60);
    assert_eq!(terminal.ctl("me").await.code, 0, "refreshed");
    let second = kept(&terminal);
    assert_ne!(first["access_token"], second["access_token"]);
    assert_ne!(first["refresh_token"], second["refresh_token"], "each is good once");
    let said = terminal.ctl("logout").await;
    assert!(said.code == 0 && said.err.contains("logged out"), "{said:?}");
    assert!(!std::fs::read_to_string(terminal.profile()).unwrap().contains("token"));
    // What was copied before is worth nothing.
    let server = house.browser().url("/").to_string();
    let copied = Terminal::at(&house).with("SYMBOLON_TOKEN", second["access_token"].as_str().unwrap());
    assert_eq!(copied.ctl(&format!("--server {server} me")).await.code, 4);
    assert_eq!(house.audited("token.revoked").await.len(), 1);
    assert_eq!(terminal.ctl("logout").await.code, 2, "there is nothing to leave");
}

/// A login that was ended elsewhere is forgotten here, with the word what to do.
#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_is_over_says_so() {
    let house = house().await;
    let terminal = logged_in(&house).await;
    let token = kept(&terminal)["refresh_token"].as_str().unwrap().to_owned();
    let ticket = house.store().ticket(&login::hashed(&token)).await.unwrap().unwrap();
    house.engine.end_family(ticket.family).await.unwrap();
    let over = terminal.ctl("me").await;
    assert!(over.code == 4 && over.err.contains("the login is over"), "{over:?}");
    assert!(!std::fs::read_to_string(terminal.profile()).unwrap().contains(&token));
}

/// What others may read is not used.
#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_others_may_read_is_refused() {
    let house = house().await;
    let terminal = logged_in(&house).await;
    let allow = |mode| std::fs::set_permissions(terminal.profile(), std::fs::Permissions::from_mode(mode)).unwrap();
    allow(0o640);
    let said = terminal.ctl("me").await;
    assert!(said.code == 2 && said.err.contains("chmod 600"), "{said:?}");
    allow(0o600);
    assert_eq!(terminal.ctl("me").await.code, 0, "control");
}

/// RFC 7009: a client ends its own tokens, and learns nothing of others'.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_ends_its_own_tokens_only() {
    let house = house().await;
    let terminal = logged_in(&house).await;
    let token = kept(&terminal)["access_token"].as_str().unwrap().to_owned();
    let browser = house.browser();
    let wiki = house.client("wiki");
    for body in [vec![("token", token.as_str())], vec![("token", "nobody-has-this-one")]] {
        let answer = wiki.post(&browser, oidc::discovery::REVOKE, &body).await;
        assert_eq!((answer.status.as_u16(), answer.json), (200, serde_json::json!({})));
    }
    assert_eq!(terminal.ctl("me").await.code, 0, "another client's token stays");
    let stranger = testkit::client::Client { id: "wiki".into(), secret: Some("wrong".into()), redirect: String::new() };
    assert_eq!(stranger.post(&browser, oidc::discovery::REVOKE, &[("token", &token)]).await.status.as_u16(), 401);
    assert_eq!(wiki.post(&browser, oidc::discovery::REVOKE, &[]).await.status.as_u16(), 400, "no token");
    let own = testkit::client::Client { id: "symbolon-ctl".into(), secret: None, redirect: String::new() };
    assert_eq!(own.post(&browser, oidc::discovery::REVOKE, &[("token", &token)]).await.status.as_u16(), 200);
    assert_eq!(terminal.ctl("me").await.code, 4);
}
