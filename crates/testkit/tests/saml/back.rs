//! The door for servers: artifacts, and logouts that need no browser.

use http::Method;
use saml::{
    Limits, Xml,
    binding::soap,
    message::{AcsChoice, ArtifactResolve, ArtifactResponse, AuthnRequest, Head, LogoutResponse, code},
    signature,
};
use serde_json::json;
use testkit::{Database, House, Page, Raw, on_both};

use super::sp::*;
use crate::support::type_in;

async fn house(database: Database, wiki: &Sp, shop: &Sp) -> House {
    let house =
        House::new().on(database).application("wiki").application_with(wiki.application(json!({}))).allow(["password"]);
    let house = house
        .application("shop")
        .application_with(shop.application(json!({})))
        .allow(["password"])
        .user("ada")
        .start()
        .await;
    learn(&house).await;
    house
}

async fn sent(house: &House, message: &str) -> Page {
    let browser = house.browser();
    let raw = Raw { body: soap::envelope(message).into_bytes(), ..Raw::default() };
    let raw = raw.header("content-type", "text/xml");
    browser.send(Method::POST, &browser.url("/saml2/soap"), raw).await
}

fn question(house: &House, sp: &Sp, artifact: &str) -> String {
    let id = format!("_q{}", house.engine.chance().id(house.now()).to_string().to_lowercase());
    let head = Head::new(&id, now(house), &sp.entity).to(&at(house, "/saml2/soap"));
    ArtifactResolve { head, artifact: artifact.to_owned() }.write()
}

/// An artifact for one application, and the request that it answers.
async fn artifact(house: &House, sp: &Sp) -> (String, AuthnRequest) {
    let browser = house.browser();
    let request = AuthnRequest { acs: AcsChoice::Index(1), ..sp.request(house) };
    let page = browser.get(&sp.address(&request, Some("state"))).await;
    let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
    assert_eq!(done.returned("RelayState").as_deref(), Some("state"), "{} {}", done.status, done.text());
    assert!(done.left.as_ref().unwrap().as_str().starts_with(&sp.role.acs[1].location));
    (done.returned("SAMLart").unwrap(), request)
}

/// Whether the answer holds a response that this application accepts.
fn holds(house: &House, sp: &Sp, page: &Page, request: &AuthnRequest) -> bool {
    assert_eq!(page.status, 200, "{}", page.body);
    let xml = Xml::parse(page.body.as_bytes(), &Limits::MESSAGE).unwrap();
    let soap::Body::Message(node) = soap::open(xml.root()).unwrap() else { return false };
    let known = keys(house);
    signature::verify(node, &known.keys, saml::Allow::default()).unwrap();
    assert!(ArtifactResponse::read(node).unwrap().status.is_success());
    let Some(message) = ArtifactResponse::message(node).unwrap() else { return false };
    let acs = &sp.role.acs[1].location;
    let expected = saml::sp::Expected { acs, ..sp.expected(house, &known, Some(request)) };
    expected.judge_element(message).unwrap().name_id.value == "ada"
}

on_both! {
    /// S086: an artifact is good once, for a minute, for its own application, which must sign.
    async fn s086_artifacts(database: Database) {
        let (wiki, shop, stranger) = (Sp::new("wiki", 0), Sp::new("shop", 1), Sp::new("wiki", 2));
        let house = house(database, &wiki, &shop).await;
        let (value, request) = artifact(&house, &wiki).await;
        let refused = |page: &Page| page.status == 500 && page.body.contains("Fault");
        assert!(refused(&sent(&house, &question(&house, &wiki, &value)).await), "unsigned");
        assert!(refused(&sent(&house, &signed(&question(&house, &wiki, &value), &stranger.key)).await), "by a stranger");
        let asked = || signed(&question(&house, &wiki, &value), &wiki.key);
        assert!(holds(&house, &wiki, &sent(&house, &asked()).await, &request), "the control");
        assert!(!holds(&house, &wiki, &sent(&house, &asked()).await, &request), "twice");
        let (value, request) = artifact(&house, &wiki).await;
        assert!(!holds(&house, &shop, &sent(&house, &signed(&question(&house, &shop, &value), &shop.key)).await, &request), "another's");
        assert!(!holds(&house, &wiki, &sent(&house, &signed(&question(&house, &wiki, &value), &wiki.key)).await, &request), "overheard, so spent");
        let (value, request) = artifact(&house, &wiki).await;
        house.clock.seconds(61);
        assert!(!holds(&house, &wiki, &sent(&house, &signed(&question(&house, &wiki, &value), &wiki.key)).await, &request), "too late");
        for nonsense in ["AAQAAA==", "x"] {
            assert!(!holds(&house, &wiki, &sent(&house, &signed(&question(&house, &wiki, nonsense), &wiki.key)).await, &request));
        }
        for body in ["", "<x/>", "<!DOCTYPE x><x/>"] {
            assert!(refused(&sent(&house, body).await), "{body}");
        }
    }
}

on_both! {
    /// S082, S083: a server ends a session without a browser; an unsigned wish ends nothing, and who was only reachable by browser was not told.
    async fn s083_a_server_logs_out(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop).await;
        for others in [false, true] {
            let browser = house.browser();
            let request = wiki.request(&house);
            let page = wiki.ask(&browser, &request).await;
            let page = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
            let accepted = wiki.accept(&house, &page, Some(&request)).unwrap();
            if others {
                let request = shop.request(&house);
                assert!(shop.accept(&house, &shop.ask(&browser, &request).await, Some(&request)).is_ok());
            }
            let mut goodbye = wiki.goodbye(&house, &accepted.name_id, accepted.authn.session_index.as_deref());
            goodbye.head.destination = Some(at(&house, "/saml2/soap"));
            let silent = async || {
                let mut passive = wiki.request(&house);
                passive.is_passive = true;
                wiki.accept(&house, &wiki.ask(&browser, &passive).await, Some(&passive)).is_ok()
            };
            assert_eq!(sent(&house, &goodbye.write()).await.status, 500);
            assert!(silent().await, "unsigned: the session lives");
            let answer = sent(&house, &signed(&goodbye.write(), &wiki.key)).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
            let xml = Xml::parse(answer.body.as_bytes(), &Limits::MESSAGE).unwrap();
            let soap::Body::Message(node) = soap::open(xml.root()).unwrap() else { panic!("{}", answer.body) };
            signature::verify(node, &keys(&house).keys, saml::Allow::default()).unwrap();
            let response = LogoutResponse::read(node).unwrap();
            assert!(response.status.is_success());
            assert_eq!(response.status.has(code::PARTIAL_LOGOUT), others);
            assert!(!silent().await);
        }
    }
}
