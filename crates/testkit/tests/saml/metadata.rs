//! Our metadata, its keys and their change, and metadata that is fetched.

use axum::{Router, extract::State, routing::get};
use model::{Span, key::KeyPurpose};
use saml::{
    Allow, Limits,
    metadata::{Endpoint, Entity, Source, SpRole},
    ns, signature,
};
use serde_json::json;
use std::sync::{Arc, Mutex};
use testkit::{House, on_both};

use super::sp::*;
use crate::support::type_in;

on_both! {
    /// S076: what we publish is signed, ends, names people to ask and only places that work.
    async fn s076_our_metadata(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).start().await;
        let page = house.browser().get("/saml2/metadata").await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, Some("application/samlmetadata+xml")));
        learn(&house).await;
        let known = keys(&house);
        let source = Source { keys: Some(&known.keys), allow: Allow::default(), now: now(&house), max_validity: Some(30 * 24 * 3_600), limits: Limits::ENTITY };
        let entity = source.entity(page.body.as_bytes()).unwrap();
        let idp = entity.idp.unwrap();
        assert_eq!(idp.keys.signing.iter().map(|c| c.key().kind()).collect::<Vec<_>>(), ["RSA-3072", "P-256"]);
        assert_eq!(idp.keys.encryption.len(), 1);
        assert!(idp.ui.display_name("fi").is_some() && idp.error_url.is_some() && !entity.contacts.is_empty());
        for endpoint in idp.sso.iter().chain(&idp.slo).chain(&idp.artifact) {
            let path = endpoint.location.replace(&at(&house, ""), "");
            let method = if endpoint.binding == ns::binding::REDIRECT { http::Method::GET } else { http::Method::POST };
            let answer = house.browser().send(method, &house.browser().url(&path), testkit::Raw::default()).await;
            assert!(![404, 405].contains(&answer.status.as_u16()), "{} {}", endpoint.binding, answer.status);
        }
        let changed = page.body.replacen("mdui:", "mdui: ", 1);
        assert!(source.entity(changed.as_bytes()).is_err(), "a changed byte");
    }
}

on_both! {
    /// O004 for SAML: the next key is published long before it signs, and the old one is believed until the metadata that names it ended.
    async fn s079_our_keys_change_in_their_time(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = House::new().on(database).application("wiki").application_with(sp.application(json!({}))).allow(["password"]).user("ada").start().await;
        learn(&house).await;
        let before = keys(&house);
        let announce = login::Engine::announce(KeyPurpose::Saml);
        house.engine.rotate_keys((KeyPurpose::Saml, "RS256"), announce, "test").await.unwrap();
        let login = async || {
            let browser = house.browser();
            let request = sp.request(&house);
            let page = sp.ask(&browser, &request).await;
            (type_in(&browser, &page, "ada", &house.someone("ada").password).await, request)
        };
        let judged = |known: &Known, page: &testkit::Page, request: &saml::message::AuthnRequest| sp.expected(&house, known, Some(request)).judge(&response_of(page).unwrap()).is_ok();
        let (page, request) = login().await;
        assert!(judged(&before, &page, &request), "who has the old metadata still believes us");
        learn(&house).await;
        let after = keys(&house);
        assert_eq!(after.keys.len(), before.keys.len() + 1);
        house.clock.forward(announce.as_seconds() + 60);
        house.engine.tend_keys().await.unwrap();
        let (page, request) = login().await;
        assert!(!judged(&before, &page, &request), "the new key signs");
        assert!(judged(&after, &page, &request), "and was published");
    }
}

/// A place that publishes whatever it is told.
async fn publisher() -> (Arc<Mutex<String>>, String) {
    let text = Arc::new(Mutex::new(String::new()));
    let routes = Router::new()
        .route("/metadata", get(|State(text): State<Arc<Mutex<String>>>| async move { text.lock().unwrap().clone() }))
        .with_state(Arc::clone(&text));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/metadata", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (text, url)
}

/// Metadata of a service provider that ends in so many days, signed.
fn published(house: &House, sp: &Sp, days: Option<i64>, signer: &saml::SigningKey) -> String {
    let role = SpRole { ..sp.role.clone() };
    let entity = Entity {
        id: sp.entity.clone(),
        document: Some("_published".into()),
        valid_until: days.map(|days| now(house).plus(days * 24 * 3_600)),
        sp: Some(role),
        ..Entity::default()
    };
    signature::sign(&entity.write(), signer).unwrap()
}

on_both! {
    /// S077: fetched metadata is taken over when a pinned key signed it and it ends in time; anything else leaves the last good copy.
    async fn s077_metadata_is_fetched_with_care(database: Database) {
        let (sp, publisher_key, stranger) = (Sp::new("wiki", 0), Sp::new("federation", 1), Sp::new("stranger", 2));
        let (text, url) = publisher().await;
        let pem = { use base64::Engine as _; base64::engine::general_purpose::STANDARD.encode(publisher_key.role.keys.signing[0].der()) };
        let registration = json!({ "entity_id": sp.entity, "descriptor_url": url, "descriptor_certificates": [pem], "descriptor_minutes": 5 });
        let house = House::new().on(database).application("wiki").application_with(move |a| {
            a.protocol = "saml".into();
            a.metadata = registration;
        });
        let house = house.allow(["password"]).user("ada").start().await;
        learn(&house).await;
        let front = protocols_of(&house);
        let refresh = async || {
            house.clock.seconds(301);
            front.refresh().await.unwrap();
        };
        let served = async || sp.ask(&house.browser(), &sp.request(&house)).await.asks("password");
        assert!(!served().await, "nothing was fetched");
        let bad = [
            published(&house, &sp, Some(7), &stranger.key),
            published(&house, &sp, None, &publisher_key.key),
            published(&house, &sp, Some(365), &publisher_key.key),
            published(&house, &sp, Some(-1), &publisher_key.key),
            published(&house, &stranger, Some(7), &publisher_key.key),
            published(&house, &sp, Some(7), &publisher_key.key).replacen("https://wiki.example/acs", "https://evil.example/acs", 1),
            sp.descriptor(),
            "<html/>".into(),
        ];
        for document in &bad {
            text.lock().unwrap().clone_from(document);
            refresh().await;
            assert!(!served().await, "{document}");
        }
        *text.lock().unwrap() = published(&house, &sp, Some(7), &publisher_key.key);
        refresh().await;
        assert!(served().await, "the control");
        let version = house.engine.world().catalogue.version;
        refresh().await;
        assert_eq!(house.engine.world().catalogue.version, version, "the same again writes nothing");
        for document in &bad {
            text.lock().unwrap().clone_from(document);
            refresh().await;
            assert!(served().await, "the last good copy stays");
        }
        let mut moved = Sp::new("wiki", 0);
        moved.role.acs = vec![Endpoint::new(ns::binding::POST, "https://wiki.example/new").indexed(0, true)];
        *text.lock().unwrap() = published(&house, &moved, Some(7), &publisher_key.key);
        refresh().await;
        let page = sp.ask(&house.browser(), &saml::message::AuthnRequest { acs: saml::message::AcsChoice::Named { url: Some(sp.acs.clone()), binding: None }, ..sp.request(&house) }).await;
        assert!(kept_here(&page), "the old place is gone");
        house.clock.forward(Span::days(8).as_seconds());
        assert!(!served().await, "its own end came");
        assert!(!house.audited("saml.metadata-refused").await.is_empty());
    }
}

/// A place that lets nobody have its document until it is told to; who asks is heard.
pub async fn slow_publisher(document: String) -> (Arc<(tokio::sync::Notify, tokio::sync::Notify)>, String) {
    let gates = Arc::new((tokio::sync::Notify::new(), tokio::sync::Notify::new()));
    let held = Arc::clone(&gates);
    let answer = move || {
        let (held, document) = (Arc::clone(&held), document.clone());
        async move {
            held.0.notify_one();
            held.1.notified().await;
            document
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/metadata", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/metadata", get(answer))).await });
    (gates, url)
}

on_both! {
    /// S077: what somebody changes while metadata is fetched stays changed, and the document goes nowhere once its registration is another.
    async fn s077_a_refresh_undoes_nothing(database: Database) {
        let (sp, publisher_key, stranger) = (Sp::new("wiki", 0), Sp::new("federation", 1), Sp::new("stranger", 2));
        let clock = testkit::TestClock::default();
        let mut plan = House::new().on(database).application("wiki").allow(["password"]).user("ada");
        plan.clock = clock;
        let house = plan.start().await;
        let (gates, url) = slow_publisher(published(&house, &sp, Some(7), &publisher_key.key)).await;
        let pin = |of: &Sp| { use base64::Engine as _; base64::engine::general_purpose::STANDARD.encode(of.role.keys.signing[0].der()) };
        let registration = json!({ "entity_id": sp.entity, "descriptor_url": url, "descriptor_certificates": [pin(&publisher_key)], "descriptor_minutes": 5 });
        let edit = async |change: &dyn Fn(&mut model::Application)| {
            let apply = |entry: &mut model::Entry| if let model::AnyObject::Application(application) = &mut entry.object { change(application) };
            house.edit(model::Noun::Application, "demo/wiki", apply).await;
        };
        let wiki = || {
            let world = house.engine.world();
            let (_, application) = world.catalogue.application(house.id(model::Noun::Application, "demo/wiki")).unwrap();
            application.clone()
        };
        let front = protocols_of(&house);
        // Something is changed between the question and its answer.
        let meanwhile = async |change: &dyn Fn(&mut model::Application)| {
            house.clock.seconds(301);
            let changed = async {
                gates.0.notified().await;
                edit(change).await;
                gates.1.notify_one();
            };
            let (refreshed, ()) = tokio::join!(front.refresh(), changed);
            refreshed.unwrap();
        };
        edit(&|a| { a.protocol = "saml".into(); a.metadata = registration.clone(); }).await;
        meanwhile(&|a| a.metadata["descriptor_certificates"] = json!([pin(&stranger)])).await;
        assert_eq!(wiki().metadata["descriptor_certificates"], json!([pin(&stranger)]));
        assert!(wiki().metadata["descriptor"].is_null(), "nobody pins its signer any more");
        edit(&|a| a.metadata = registration.clone()).await;
        meanwhile(&|a| a.enabled = false).await;
        assert!(!wiki().enabled, "it stays switched off");
        assert!(wiki().metadata["descriptor"].is_string(), "the control: the document is there, where its registration is the same");
    }
}

/// The front that the server has is behind its routes; this one is made as that one was.
fn protocols_of(house: &House) -> protocols::saml::Front {
    protocols::saml::Front::new(house.engine.clone(), std::sync::Arc::clone(&house.server().kit))
}
