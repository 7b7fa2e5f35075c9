//! Single logout, as applications ask for it, and as they are told.

use axum::{Router, body::Bytes, extract::State, routing};
use saml::{
    Limits, Xml,
    binding::{Parameter, post, redirect, soap},
    message::{Head, LogoutRequest, LogoutResponse, NameId, Opener, Status, code},
    metadata::Endpoint,
    ns, signature,
};
use serde_json::json;
use std::sync::{Arc, Mutex};
use testkit::{Browser, Database, House, Page, Raw, on_both};

use super::sp::*;
use crate::support::type_in;

struct In {
    name: NameId,
    index: String,
}

async fn log_in(house: &House, browser: &Browser, sp: &Sp, name: &str) -> In {
    let request = sp.request(house);
    let mut page = sp.ask(browser, &request).await;
    if page.asks("password") {
        page = type_in(browser, &page, name, &house.someone(name).password).await;
    }
    let accepted = sp.accept(house, &page, Some(&request)).unwrap();
    In { name: accepted.name_id, index: accepted.authn.session_index.unwrap() }
}

async fn house(database: Database, all: &[&Sp]) -> House {
    let mut plan = House::new().on(database);
    for (number, sp) in all.iter().enumerate() {
        plan = plan.application(&format!("a{number}")).application_with(sp.application(json!({}))).allow(["password"]);
    }
    let house = plan.application("plain").allow(["password"]).user("ada").user("bob").start().await;
    learn(&house).await;
    house
}

async fn is_in(house: &House, browser: &Browser, sp: &Sp) -> bool {
    let mut passive = sp.request(house);
    passive.is_passive = true;
    sp.accept(house, &sp.ask(browser, &passive).await, Some(&passive)).is_ok()
}

/// The message that a browser was sent away with, by address.
fn carried(page: &Page) -> redirect::Received {
    let left = page.left.as_ref().unwrap_or_else(|| panic!("{} {} {}", page.status, page.url, page.text()));
    redirect::Received::parse(left.query().unwrap(), Limits::MESSAGE.bytes, 1_024).unwrap()
}

/// The answer that a browser was sent away with, verified.
fn answer(house: &House, page: &Page) -> (LogoutResponse, Option<String>) {
    let received = carried(page);
    assert_eq!(received.parameter, Parameter::Response);
    let xml = Xml::parse(received.xml(), &Limits::MESSAGE).unwrap();
    received.verify(&xml, &keys(house).keys, saml::Allow::default()).unwrap();
    (LogoutResponse::read(xml.root()).unwrap(), received.relay_state.map(|r| r.as_str().to_owned()))
}

/// The request that a browser was sent away with, verified, and where it went.
fn asked(house: &House, page: &Page) -> (LogoutRequest, String, String) {
    let received = carried(page);
    assert_eq!(received.parameter, Parameter::Request);
    let xml = Xml::parse(received.xml(), &Limits::MESSAGE).unwrap();
    let signed = received.verify(&xml, &keys(house).keys, saml::Allow::default()).unwrap();
    let request = LogoutRequest::read(&signed, &Opener::default()).unwrap();
    let to = page.left.as_ref().unwrap();
    let to = format!("{}{}", to.origin().ascii_serialization(), to.path());
    (request, received.relay_state.unwrap().as_str().to_owned(), to)
}

fn done(sp: &Sp, house: &House, request: &LogoutRequest, status: Status) -> String {
    let id = format!("_d{}", house.engine.chance().id(house.now()).to_string().to_lowercase());
    let head = Head::new(&id, now(house), &sp.entity).to(&at(house, "/saml2/slo")).answering(Some(&request.head.id));
    LogoutResponse { head, status }.write()
}

on_both! {
    /// S083: that session ends, others do not; every application that only a browser can tell is visited, and the one who asked learns
    /// how it went.
    async fn s083_one_asks_and_the_others_are_told(database: Database) {
        let (wiki, shop, mail) = (Sp::new("wiki", 0), Sp::new("shop", 1), Sp::new("mail", 2));
        let house = house(database, &[&wiki, &shop, &mail]).await;
        let (browser, elsewhere) = (house.browser(), house.browser());
        let here = log_in(&house, &browser, &wiki, "ada").await;
        let (at_shop, at_mail) = (log_in(&house, &browser, &shop, "ada").await, log_in(&house, &browser, &mail, "ada").await);
        log_in(&house, &elsewhere, &wiki, "ada").await;
        let request = wiki.goodbye(&house, &here.name, Some(&here.index));
        let mut page = browser.get(&wiki.address_of(Parameter::Request, &request.write(), Some("back home"))).await;
        let mut visited = Vec::new();
        for _ in 0..2 {
            let (told, handle, to) = asked(&house, &page);
            let (sp, there) = if to.contains("shop") { (&shop, &at_shop) } else { (&mail, &at_mail) };
            assert_eq!((&told.name_id, &told.session_indexes), (&there.name, &vec![there.index.clone()]));
            visited.push(to);
            page = browser.get(&sp.address_of(Parameter::Response, &done(sp, &house, &told, Status::success()), Some(&handle))).await;
        }
        visited.sort();
        assert_eq!(visited, ["https://mail.example/slo", "https://shop.example/slo"]);
        let (response, relay_state) = answer(&house, &page);
        assert_eq!((response.head.in_response_to.as_deref(), relay_state.as_deref()), (Some(request.head.id.as_str()), Some("back home")));
        assert!(response.status.is_success() && !response.status.has(code::PARTIAL_LOGOUT));
        assert!(!is_in(&house, &browser, &wiki).await);
        assert!(is_in(&house, &elsewhere, &wiki).await, "another session of hers lives");
    }
}

on_both! {
    /// S083, S085: an application that says no, or answers with what nobody believes, makes the logout partial; the session is gone all the same.
    async fn s085_a_logout_that_is_partial(database: Database) {
        let (wiki, shop, stranger) = (Sp::new("wiki", 0), Sp::new("shop", 1), Sp::new("shop", 2));
        let house = house(database, &[&wiki, &shop]).await;
        let failed = || Status::failure(code::RESPONDER, Some(code::REQUEST_DENIED));
        for (signer, status, well) in [(&shop, Status::success(), true), (&shop, failed(), false), (&stranger, Status::success(), false)] {
            let browser = house.browser();
            let here = log_in(&house, &browser, &wiki, "ada").await;
            log_in(&house, &browser, &shop, "ada").await;
            let request = wiki.goodbye(&house, &here.name, Some(&here.index));
            let page = browser.get(&wiki.address_of(Parameter::Request, &request.write(), None)).await;
            let (told, handle, _) = asked(&house, &page);
            let back = signer.address_of(Parameter::Response, &done(signer, &house, &told, status), Some(&handle));
            let (response, _) = answer(&house, &browser.get(&back).await);
            assert_eq!(response.status.has(code::PARTIAL_LOGOUT), !well);
            assert!(!is_in(&house, &browser, &shop).await);
            assert!(kept_here(&browser.get(&back).await), "an answer counts once");
        }
    }
}

on_both! {
    /// S082: unsigned, wrongly signed, ended, for another address or about another's session: the session lives.
    async fn s082_requests_that_end_nothing(database: Database) {
        let (wiki, shop, stranger) = (Sp::new("wiki", 0), Sp::new("shop", 1), Sp::new("wiki", 2));
        let house = house(database, &[&wiki, &shop]).await;
        let browser = house.browser();
        let here = log_in(&house, &browser, &wiki, "ada").await;
        let bobs = house.browser();
        let there = log_in(&house, &bobs, &wiki, "bob").await;
        let visit = async |address: String| house.browser().get(&address).await;
        let good = || wiki.goodbye(&house, &here.name, Some(&here.index));
        let by_wiki = |request: LogoutRequest| wiki.address_of(Parameter::Request, &request.write(), None);
        let unsigned = redirect::query(Parameter::Request, &good().write(), None, None).unwrap();
        assert!(kept_here(&visit(format!("/saml2/slo?{unsigned}")).await));
        assert!(kept_here(&visit(stranger.address_of(Parameter::Request, &good().write(), None)).await));
        let mut ended = good();
        ended.not_on_or_after = Some(now(&house).plus(-400));
        assert!(kept_here(&visit(by_wiki(ended)).await));
        let mut elsewhere = good();
        elsewhere.head.destination = Some("https://other.example/slo".into());
        assert!(kept_here(&visit(by_wiki(elsewhere)).await));
        let mut old = good();
        old.head.issue_instant = now(&house).plus(-800);
        assert!(kept_here(&visit(by_wiki(old)).await));
        // What is right in form and means nobody is answered so.
        let not_at_shop = shop.goodbye(&house, &here.name, Some(&here.index));
        let others_name = wiki.goodbye(&house, &there.name, Some(&here.index));
        let others_index = wiki.goodbye(&house, &here.name, Some(&there.index));
        let nonsense = wiki.goodbye(&house, &here.name, Some("_nothing"));
        for (sp, request) in [(&shop, not_at_shop), (&wiki, others_name), (&wiki, others_index), (&wiki, nonsense)] {
            let (response, _) = answer(&house, &visit(sp.address_of(Parameter::Request, &request.write(), None)).await);
            assert_eq!(response.status.why(), code::UNKNOWN_PRINCIPAL);
        }
        assert!(is_in(&house, &browser, &wiki).await && is_in(&house, &bobs, &wiki).await);
        let (response, _) = answer(&house, &visit(by_wiki(good())).await);
        assert!(response.status.is_success(), "the control");
        assert!(!is_in(&house, &browser, &wiki).await && is_in(&house, &bobs, &wiki).await);
    }
}

on_both! {
    /// G3: a logout by form, without a session index, means the browser's own session; and leaving our own page visits applications, too.
    async fn g3_other_ways_to_leave(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &[&wiki, &shop]).await;
        let browser = house.browser();
        let here = log_in(&house, &browser, &wiki, "ada").await;
        let request = wiki.goodbye(&house, &here.name, None);
        let page = browser.get(&wiki.address_of(Parameter::Request, &request.write(), None)).await;
        assert!(answer(&house, &page).0.status.is_success());
        assert!(!is_in(&house, &browser, &wiki).await);
        let here = log_in(&house, &browser, &wiki, "ada").await;
        let document = signed(&wiki.goodbye(&house, &here.name, Some(&here.index)).write(), &wiki.key);
        let page = wiki.posted(&browser, "/saml2/slo", Parameter::Request, &document).await;
        assert!(page.left.is_some() || page.forms().iter().any(|f| f.input("SAMLResponse").is_some()), "{}", page.text());
        assert!(!is_in(&house, &browser, &wiki).await);
        // The browser leaves our cookie out of a form that another site posts; it goes on where the cookie comes along.
        let here = log_in(&house, &browser, &wiki, "ada").await;
        let document = signed(&wiki.goodbye(&house, &here.name, None).write(), &wiki.key);
        let fields: Vec<(String, String)> = post::fields(Parameter::Request, &document, None).into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
        let posted = house.browser().send(http::Method::POST, &browser.url("/saml2/slo"), Raw::form(&fields)).await;
        assert!(is_in(&house, &browser, &wiki).await, "nobody knows yet whose it is");
        let strange = house.browser().get(posted.headers["location"].to_str().unwrap()).await;
        assert_eq!(answer(&house, &strange).0.status.why(), code::UNKNOWN_PRINCIPAL, "in a browser without a session nobody is meant");
        assert!(is_in(&house, &browser, &wiki).await);
        let posted = house.browser().send(http::Method::POST, &browser.url("/saml2/slo"), Raw::form(&fields)).await;
        let page = browser.follow(posted).await;
        assert!(answer(&house, &page).0.status.is_success(), "{} {}", page.url, page.text());
        assert!(!is_in(&house, &browser, &wiki).await);
        // Our own page.
        log_in(&house, &browser, &wiki, "ada").await;
        log_in(&house, &browser, &shop, "ada").await;
        let account = browser.get("/").await;
        let leave = account.forms().into_iter().find(|f| f.action.contains("logout") || f.action.contains("leave")).expect("a way out");
        let mut page = browser.submit(&account, &leave, &[]).await;
        for _ in 0..2 {
            let (told, handle, to) = asked(&house, &page);
            let sp = if to.contains("shop") { &shop } else { &wiki };
            page = browser.get(&sp.address_of(Parameter::Response, &done(sp, &house, &told, Status::success()), Some(&handle))).await;
        }
        assert!(page.url.path().contains("logged-out"), "{}", page.url);
        assert!(!is_in(&house, &browser, &shop).await);
    }
}

/// An application whose server is told, and what it heard.
async fn server(answers: bool) -> (Arc<Mutex<Vec<String>>>, String, Arc<Mutex<Option<Arc<Sp>>>>) {
    type Heard = (Arc<Mutex<Vec<String>>>, Arc<Mutex<Option<Arc<Sp>>>>, bool);
    async fn take(State((heard, sp, answers)): State<Heard>, body: Bytes) -> String {
        let text = String::from_utf8(body.to_vec()).unwrap();
        heard.lock().unwrap().push(text.clone());
        if !answers {
            tokio::time::sleep(std::time::Duration::from_secs(30)).await;
        }
        let xml = Xml::parse(text.as_bytes(), &Limits::MESSAGE).unwrap();
        let soap::Body::Message(node) = soap::open(xml.root()).unwrap() else { panic!("{text}") };
        let id = node.attr("ID").unwrap().to_owned();
        let sp = sp.lock().unwrap().clone().unwrap();
        let instant = node.instant("IssueInstant").unwrap().unwrap();
        let head = Head::new("_answer", instant, &sp.entity).answering(Some(&id));
        soap::envelope(&signed(&LogoutResponse { head, status: Status::success() }.write(), &sp.key))
    }
    let (heard, sp) = (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(None)));
    let routes =
        Router::new().route("/soap", routing::post(take)).with_state((Arc::clone(&heard), Arc::clone(&sp), answers));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/soap", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (heard, url, sp)
}

on_both! {
    /// S085: a server that answers is told at once, one that does not is not waited for, and is told again from the outbox; what it is to be
    /// told is stored with the session's end, so that it survives this node.
    async fn s085_servers_are_told_within_bounds(database: Database) {
        for answers in [true, false] {
            let (heard, url, owner) = server(answers).await;
            let wiki = Sp::new("wiki", 0);
            let mut shop = Sp::new("shop", 1);
            shop.role.slo = vec![Endpoint::new(ns::binding::SOAP, &url)];
            let house = house(database, &[&wiki, &shop]).await;
            let browser = house.browser();
            let here = log_in(&house, &browser, &wiki, "ada").await;
            let there = log_in(&house, &browser, &shop, "ada").await;
            *owner.lock().unwrap() = Some(Arc::new(shop));
            let request = wiki.goodbye(&house, &here.name, Some(&here.index));
            let begun = std::time::Instant::now();
            let lane = [url::Url::parse(&url).unwrap().authority().to_owned()];
            let waits = async || house.store().waiting(model::message::Courier::Post, &lane).await.unwrap();
            let meanwhile = async {
                while heard.lock().unwrap().is_empty() {
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
                waits().await
            };
            let asking = wiki.address_of(Parameter::Request, &request.write(), None);
            let (page, waiting) = tokio::join!(browser.get(&asking), meanwhile);
            let (response, _) = answer(&house, &page);
            assert!(begun.elapsed().as_secs() < 9, "{:?}", begun.elapsed());
            assert!(answers || waiting == 1);
            // The control: who answered is not told again.
            house.clock.forward(1);
            house.engine.wake_outbox();
            let told_again = async || {
                for _ in 0..40 {
                    if heard.lock().unwrap().len() > 1 {
                        return true;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                }
                false
            };
            assert_eq!((told_again().await, waits().await == 0), (!answers, answers));
            assert_eq!(response.status.has(code::PARTIAL_LOGOUT), !answers);
            assert!(!is_in(&house, &browser, &wiki).await);
            let told = heard.lock().unwrap()[0].clone();
            let xml = Xml::parse(told.as_bytes(), &Limits::MESSAGE).unwrap();
            let soap::Body::Message(node) = soap::open(xml.root()).unwrap() else { panic!("{told}") };
            let known = signature::verify(node, &keys(&house).keys, saml::Allow::default()).unwrap();
            let request = LogoutRequest::read(&known, &Opener::default()).unwrap();
            assert_eq!((request.name_id, request.session_indexes), (there.name, vec![there.index]));
        }
    }
}

on_both! {
    /// G3: a session that an administrator ends is told to servers from the outbox.
    async fn g3_the_end_of_a_session_reaches_servers(database: Database) {
        let (heard, url, owner) = server(true).await;
        let mut shop = Sp::new("shop", 1);
        shop.role.slo = vec![Endpoint::new(ns::binding::SOAP, &url)];
        let house = house(database, &[&shop]).await;
        let browser = house.browser();
        let there = log_in(&house, &browser, &shop, "ada").await;
        *owner.lock().unwrap() = Some(Arc::new(shop));
        let root = house.api().await;
        assert_eq!(root.post("/user/demo/ada/$action/endSessions", "").await.json, json!({ "ended": 1 }));
        for _ in 0..200 {
            if !heard.lock().unwrap().is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let told = heard.lock().unwrap().first().cloned().expect("it was told");
        assert!(told.contains(&there.index) && told.contains("LogoutRequest"), "{told}");
    }
}
