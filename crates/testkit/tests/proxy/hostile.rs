//! Answers that are not this login's, and what becomes of them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use testkit::on_both;

use super::*;

/// Nobody is in: no code for the application, no session.
fn kept_out(person: &Person, page: &Page) -> bool {
    page.left.is_none() && person.here.cookie("session").is_none()
}

/// Causes that the audit has of answers that were not believed.
async fn causes(house: &House) -> Vec<String> {
    let refused = house.audited("saml.answer-refused").await;
    refused.iter().map(|event| event.detail["why"].as_str().unwrap_or_default().to_owned()).collect()
}

/// A login that waits for its answer, which the provider has made.
async fn waiting(pair: &Pair, name: &str) -> (Person, Fields) {
    let person = pair.person();
    let page = person.here.get(&pair.proxy.client("wiki").authorize().path()).await;
    let fields = pair.answered(&person, &page, name).await;
    (person, fields)
}

on_both! {
    /// S045: the same answer again, in the same browser or another, lets nobody in.
    async fn s045_an_answer_counts_once(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, fields) = waiting(&pair, "ada").await;
        let page = pair.bring(&person, &fields).await;
        assert!(page.left.is_some(), "the control: {}", page.text());
        let page = pair.bring(&person, &fields).await;
        assert!(page.left.is_none(), "{}", page.text());
        // Another login of another browser is given the same assertion.
        let (thief, _) = waiting(&pair, "bob").await;
        let page = pair.bring(&thief, &fields).await;
        assert!(kept_out(&thief, &page), "{}", page.text());
    }
}

on_both! {
    /// S040: an answer to another login's request is refused there, and one that another browser asked for is not its own.
    async fn s040_an_answer_belongs_to_its_login_and_its_browser(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let ((ada, adas), (bob, bobs)) = (waiting(&pair, "ada").await, waiting(&pair, "bob").await);
        // Bob's login, with Ada's assertion.
        let mixed = bobs.clone().with("SAMLResponse", adas.value("SAMLResponse"));
        let page = pair.bring(&bob, &mixed).await;
        assert!(kept_out(&bob, &page), "{}", page.text());
        assert_eq!(causes(&pair.proxy).await, ["the response answers another request"]);
        // Ada's login and Ada's assertion, in Bob's browser.
        let page = pair.bring(&bob, &adas).await;
        assert!(kept_out(&bob, &page), "{}", page.text());
        // Neither has spent anything.
        for (person, fields) in [(&ada, &adas), (&bob, &bobs)] {
            assert!(pair.bring(person, fields).await.left.is_some());
        }
    }
}

on_both! {
    /// S016, S028: an answer that somebody has altered is refused with one sentence, and the login goes on with a right one.
    async fn s016_what_is_altered_is_refused_with_one_sentence(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, fields) = waiting(&pair, "ada").await;
        let document = String::from_utf8(STANDARD.decode(fields.value("SAMLResponse")).unwrap()).unwrap();
        let mut said = Vec::new();
        let sealed = document.replace("</xenc:CipherValue>", "AAAA</xenc:CipherValue>");
        let older = document.replace("IssueInstant=\"2026", "IssueInstant=\"2025");
        for altered in [sealed, older, "no XML".to_owned()] {
            assert_ne!(altered, document);
            let page = pair.bring(&person, &fields.clone().with("SAMLResponse", &STANDARD.encode(altered))).await;
            assert!(kept_out(&person, &page), "{}", page.text());
            said.push(page.error().unwrap_or_else(|| panic!("{} {}", page.url, page.text())));
        }
        said.dedup();
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(causes(&pair.proxy).await.len(), 3);
        assert!(pair.bring(&person, &fields).await.left.is_some());
    }
}

on_both! {
    /// S048: a provider that says no is told as that, and there is another try.
    async fn s048_a_provider_that_says_no(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let asked = pair.proxy.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        let there = pair.visit(&person, &page).await;
        let cancel = there.forms().into_iter().find(|form| form.button("cancel").is_some()).expect("a way out");
        let there = person.there.submit(&there, &cancel, &[("cancel", "yes")]).await;
        let page = pair.bring(&person, &Fields::of(&there).unwrap()).await;
        assert!(kept_out(&person, &page) && page.error().is_some(), "{}", page.text());
        assert_eq!(causes(&pair.proxy).await.len(), 1);
    }
}

on_both! {
    /// S050: a method that was switched off, or whose metadata has ended, lets nobody in, also in a login under way.
    async fn s050_a_provider_that_is_switched_off(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, fields) = waiting(&pair, "ada").await;
        pair.proxy.edit_method("saml.1", |method| method.enabled = false).await;
        let page = pair.bring(&person, &fields).await;
        assert!(kept_out(&person, &page), "{}", page.text());
        assert_eq!(pair.proxy.browser().get("/saml2/sp/saml.1/metadata").await.status, 404);
        pair.proxy.edit_method("saml.1", |method| method.enabled = true).await;
        let (person, fields) = waiting(&pair, "ada").await;
        assert!(pair.bring(&person, &fields).await.left.is_some(), "the control");
        // Our own metadata says when it ends, and so does the provider's: a week.
        let (person, fields) = waiting(&pair, "bob").await;
        pair.proxy.clock.pass(model::Span::days(7));
        let page = pair.bring(&person, &fields).await;
        assert!(kept_out(&person, &page), "{}", page.text());
        let page = person.here.get(&pair.proxy.client("wiki").authorize().path()).await;
        assert!(kept_out(&person, &page), "{}", page.text());
    }
}

on_both! {
    /// S017, S040: two methods that ask the same provider under the same name are two all the same: an answer for the one is none for the other.
    async fn s017_an_answer_for_another_method_is_none(database: Database) {
        const SAME: &str = "entityId https://same.example";
        let shop = crate::saml::sp::Sp::new("shop", 0);
        let registration = shop.application(json!({ "unsolicited": true }));
        let pair = Pair::with(database, &[SAME], |plan| {
            let plan = plan.method(Way::new("saml.2", "saml").line(SAME).line("unsolicited true"));
            plan.application("wiki").allow(["saml.1"]).application("shop").application_with(registration).allow(["saml.2"])
        })
        .await;
        crate::saml::sp::learn(&pair.proxy).await;
        let metadata = pair.idp.browser().get("/saml2/metadata").await.body;
        pair.proxy.edit_method("saml.2", |method| method.metadata = metadata).await;
        pair.register(json!({ "entity_id": "https://same.example" })).await;
        let (person, fields) = waiting(&pair, "ada").await;
        let other = Fields { to: pair.proxy.browser().url("/login/return/saml.2"), ..fields.clone() };
        for way_back in [fields.value("RelayState"), "demo/shop"] {
            let page = pair.bring(&person, &other.clone().with("RelayState", way_back)).await;
            assert!(kept_out(&person, &page) && Fields::of(&page).is_none(), "{way_back}: {} {}", page.url, page.text());
        }
        assert_eq!(causes(&pair.proxy).await, ["the response is for another address"]);
        assert!(pair.bring(&person, &fields).await.left.is_some(), "the control");
    }
}

on_both! {
    /// S077, S050: what somebody changes while the provider's metadata is fetched stays changed.
    async fn s077_a_renewal_undoes_nothing(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let signer = crate::saml::sp::Sp::new("federation", 1);
        let own = pair.idp.browser().get("/saml2/metadata").await.body;
        let now = crate::saml::sp::now(&pair.proxy);
        let source = saml::metadata::Source { keys: None, allow: saml::Allow::default(), now, max_validity: None, limits: saml::Limits::ENTITY };
        let read = source.entity(own.as_bytes()).unwrap();
        let entity = read.id.clone();
        let published = saml::metadata::Entity { valid_until: Some(now.plus(20 * 24 * 3_600)), ..read };
        let (gates, url) = crate::saml::metadata::slow_publisher(crate::saml::sp::signed(&published.write(), &signer.key)).await;
        let pin = STANDARD.encode(signer.role.keys.signing[0].der());
        let lines = [format!("metadataUrl {url}"), format!("idpEntityId {entity}"), format!("metadataCertificate {pin}")];
        let other_pin = STANDARD.encode(crate::saml::sp::Sp::new("other", 2).role.keys.signing[0].der());
        let fetching = |pin: &str| model::Lines::parse([&*lines[0], &*lines[1], &*format!("metadataCertificate {pin}")]).unwrap();
        pair.proxy.edit_method("saml.1", |method| method.configuration = fetching(&pin)).await;
        let method = || {
            let world = pair.proxy.engine.world();
            let (_, method) = world.catalogue.method(pair.proxy.id(Noun::Method, "saml.1")).unwrap();
            method.clone()
        };
        let before = method().metadata;
        let meanwhile = async |change: &dyn Fn(&mut model::Method)| {
            pair.proxy.clock.pass(model::Span::hours(7));
            let changed = async {
                gates.0.notified().await;
                pair.proxy.edit_method("saml.1", |method| change(method)).await;
                gates.1.notify_one();
            };
            let (renewed, ()) = tokio::join!(pair.proxy.engine.renew_methods(), changed);
            renewed.unwrap();
        };
        meanwhile(&|method| method.configuration = fetching(&other_pin)).await;
        assert_eq!((method().configuration, method().metadata), (fetching(&other_pin), before.clone()), "another key is pinned by then");
        pair.proxy.edit_method("saml.1", |method| method.configuration = fetching(&pin)).await;
        meanwhile(&|method| method.enabled = false).await;
        assert!(!method().enabled, "it stays switched off");
        assert_ne!(method().metadata, before, "the control: what was fetched is there");
    }
}

on_both! {
    /// S041: an answer that nobody asked for goes nowhere while no line allows it.
    async fn s041_nobody_asked(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let (person, fields) = waiting(&pair, "ada").await;
        let stray = pair.proxy.browser();
        let nowhere = fields.clone().with("RelayState", "demo/wiki");
        let page = bring(&pair.proxy, &stray, &nowhere).await;
        assert!(page.left.is_none() && page.status.is_client_error(), "{}", page.text());
        assert!(pair.bring(&person, &fields).await.left.is_some(), "the control");
    }
}

/// S045: on two nodes of one house, the same answer lets one in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s045_an_answer_counts_once_on_two_nodes() {
    if !Database::all().contains(&Database::Postgres) {
        return;
    }
    // Whatever the response says of requests, so that only the assertion stands against it.
    let sp = crate::saml::sp::Sp::new("shop", 0);
    let registration = sp.application(json!({ "unsolicited": true }));
    let doors = |plan: Plan| plan.application("shop").application_with(registration).allow(["saml.1"]);
    let pair = Pair::with(Database::Postgres, &["unsolicited true"], doors).await;
    pair.register(json!({ "unsolicited": true, "relay_state": "demo/shop" })).await;
    crate::saml::sp::learn(&pair.proxy).await;
    let second = pair.proxy.another_node("second").await;
    let person = pair.person();
    let page = person.there.get("/saml2/start?application=demo/proxy").await;
    let page = type_in(&person.there, &page, "ada", &pair.idp.someone("ada").password).await;
    let fields = Fields::of(&page).unwrap();
    let browsers: Vec<Browser> = (0..8)
        .map(|n| {
            let browser = pair.proxy.browser().at(&format!("127.7.{n}.1"));
            if n % 2 == 0 { browser } else { browser.through(second.net()) }
        })
        .collect();
    let pages = crate::support::at_once(browsers.iter().map(|browser| bring(&pair.proxy, browser, &fields))).await;
    let granted =
        pages.iter().filter(|page| Fields::of(page).is_some_and(|f| !f.value("SAMLResponse").is_empty())).count();
    assert_eq!(granted, 1);
    assert_eq!(browsers.iter().filter(|browser| browser.cookie("session").is_some()).count(), 1);
}
