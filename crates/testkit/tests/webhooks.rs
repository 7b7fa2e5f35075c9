//! G4: audit events leave as signed webhooks, at least once, and to nobody else.

use manage::webhooks::{self, WebhookError};
use model::{AnyObject, Change, Entry, Id, Noun, Span, Webhook};
use store::AuditFilter;
use testkit::{Database, House, on_both};

use crate::{
    receiver::Receiver,
    support::{attack, type_in},
};

/// A webhook of the house's site, for these events.
async fn put(house: &House, name: &str, url: &str, events: &[&str]) -> Id {
    // It is told of what happens from its own moment on.
    house.clock.seconds(1);
    let now = house.now();
    let id = house.engine.chance().id(now);
    let events = events.iter().map(ToString::to_string).collect();
    let webhook = Webhook { url: url.into(), events, ..Webhook::default() };
    let entry = Entry { id, path: format!("demo/{name}"), object: webhook.into(), links: Vec::new() };
    house.engine.change(vec![Change::put(entry)], "testkit").await.unwrap();
    id
}

fn webhook(house: &House, name: &str) -> Webhook {
    let world = house.engine.world();
    let (_, webhook) = webhooks::at(&world.catalogue, &format!("demo/{name}")).unwrap();
    webhook.clone()
}

/// Waits for something of the store.
async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..400 {
        if holds().await {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("it never came to be: {what}");
}

on_both! {
    /// G4, M096: the event arrives, signed by the secret that was made, and by no other; others are not told.
    async fn g4_an_event_arrives_signed(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (receiver, url) = Receiver::start().await;
        put(&house, "siem", &url, &["login."]).await;
        let secret = webhook(&house, "siem").secret;
        assert!(secret.starts_with("whsec_"));
        assert!(house.login("ada").password().await.granted());
        attack(&house, "ada", 1).await;
        let granted = receiver.wait("login.granted", 1).await.remove(0);
        assert!(granted.is_signed_by(&secret).await, "{granted:?}");
        assert!(!granted.is_signed_by(&house.engine.webhook_secret().expose().clone()).await, "another secret");
        let mut altered = granted.clone();
        altered.body = altered.body.replace("ada", "bob");
        assert!(!altered.is_signed_by(&secret).await, "another body");
        let event = granted.json();
        assert_eq!((event["data"]["name"].as_str(), event["data"]["site"].as_str()), (Some("ada"), Some("demo")));
        assert_eq!(event["timestamp"], house.now().rfc3339());
        let id = event["data"]["sequence"].as_i64().unwrap();
        assert_eq!(granted.id, house.engine.webhook_event_id("node", id));
        assert!(receiver.all().iter().all(|heard| heard.kind().starts_with("login.")), "{:?}", receiver.all());
        assert!(!granted.body.contains(&house.someone("ada").password));
        // Secrets read back masked, and stand in no audit record.
        for record in house.audit().await {
            assert!(!serde_json::to_string(&record.event).unwrap().contains(&secret));
        }
    }
}

on_both! {
    /// G4: what was refused is sent again, under the same id and with a new time; a login never waits for it.
    async fn g4_a_refused_event_comes_again(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (receiver, url) = Receiver::start().await;
        let id = put(&house, "siem", &url, &["login.granted"]).await;
        receiver.refuse(2);
        assert!(house.login("ada").password().await.granted());
        let first = receiver.wait("login.granted", 1).await.remove(0);
        until("the failure is known", async || house.store().delivery(id).await.unwrap().failures == 1).await;
        assert_eq!(house.store().delivery(id).await.unwrap().why, "answered 500");
        house.clock.seconds(5);
        receiver.wait("login.granted", 2).await;
        until("two failures", async || house.store().delivery(id).await.unwrap().failures == 2).await;
        house.clock.seconds(60);
        let third = receiver.wait("login.granted", 3).await.remove(2);
        assert_eq!((&first.id, &first.body), (&third.id, &third.body));
        assert_eq!(third.timestamp.parse::<i64>().unwrap(), first.timestamp.parse::<i64>().unwrap() + 65);
        assert!(third.is_signed_by(&webhook(&house, "siem").secret).await);
        until("it was taken", async || house.store().delivery(id).await.unwrap().delivered == Some(house.now())).await;
        assert_eq!(house.store().delivery(id).await.unwrap().failures, 0);
        assert_eq!(receiver.all().len(), 3, "taken is taken");
    }
}

on_both! {
    /// G4: events of a time are sent again under their ids; a test says how it went; secrets rotate.
    async fn g4_replay_test_and_rotation(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (receiver, url) = Receiver::start().await;
        put(&house, "siem", &url, &["login.granted"]).await;
        assert!(house.login("ada").password().await.granted());
        // Several are under way at once, so they may come in any order.
        receiver.wait("login.granted", 1).await;
        house.clock.forward(10);
        assert!(house.login("ada").password().await.granted());
        let before = receiver.wait("login.granted", 2).await;
        let early = (house.now() - Span::hours(1), house.now() - Span::minutes(5));
        assert_eq!(webhooks::replay(&house.engine, "demo/siem", early, &login::Actor::named("testkit")).await.unwrap(), 1);
        let again = receiver.wait("login.granted", 3).await.remove(2);
        assert_eq!((&again.id, &again.body), (&before[0].id, &before[0].body));

        let old = webhook(&house, "siem").secret;
        let new = webhooks::rotate(&house.engine, "demo/siem", &login::Actor::named("testkit")).await.unwrap().expose().clone();
        webhooks::test(&house.engine, "demo/siem", &login::Actor::named("testkit")).await.unwrap();
        let both = receiver.wait("webhook.test", 1).await.remove(0);
        assert!(both.is_signed_by(&old).await && both.is_signed_by(&new).await);
        webhooks::end_former(&house.engine, "demo/siem", &login::Actor::named("testkit")).await.unwrap();
        webhooks::test(&house.engine, "demo/siem", &login::Actor::named("testkit")).await.unwrap();
        let one = receiver.wait("webhook.test", 2).await.remove(1);
        assert!(!one.is_signed_by(&old).await && one.is_signed_by(&new).await);
        receiver.refuse(1);
        let refused = webhooks::test(&house.engine, "demo/siem", &login::Actor::named("testkit")).await;
        assert!(matches!(refused, Err(WebhookError::NotDelivered(why)) if why == "answered 500"));
        for (action, count) in [("webhook.tested", 3), ("webhook.replayed", 1)] {
            assert_eq!(house.audited(action).await.len(), count, "{action}");
        }
        // Putting it without a secret changes none.
        house.edit(Noun::Webhook, "demo/siem", |entry| {
            if let AnyObject::Webhook(webhook) = &mut entry.object {
                webhook.secret.clear();
            }
        }).await;
        assert_eq!(webhook(&house, "siem").secret, new);
    }
}

on_both! {
    /// O012: a private address is not called; the control differs in the address alone. What was lost is told.
    async fn o012_a_private_address_is_not_called(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (receiver, url) = Receiver::start().await;
        put(&house, "siem", &url, &["login.granted"]).await;
        let inside = put(&house, "inside", "http://10.0.0.1/in", &["login.granted"]).await;
        let clear = put(&house, "clear", "http://93.184.216.34/in", &["login.granted"]).await;
        assert!(house.login("ada").password().await.granted());
        receiver.wait("login.granted", 1).await;
        for webhook in [inside, clear] {
            let store = house.store();
            until("refused", async || store.delivery(webhook).await.unwrap().why == "the address is not allowed").await;
        }
        let lost = house.audited("webhook.failed").await;
        assert_eq!(lost.len(), 2);
        assert!(lost.iter().all(|e| e.site == "demo" && e.detail["event"].as_str().is_some_and(|id| id.starts_with("evt_"))));
        let world = house.engine.world();
        let (entry, _) = webhooks::at(&world.catalogue, "demo/inside").unwrap();
        assert_eq!(webhooks::state(house.store().as_ref(), entry).await.unwrap().lost.len(), 1);
    }
}

on_both! {
    /// X015: a webhook is told of its own site and below only, and of nothing while it is switched off.
    async fn x015_another_site_is_not_told(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").start().await;
        let (receiver, url) = Receiver::start().await;
        let (elsewhere, other) = Receiver::start().await;
        let now = house.now();
        let fresh = || house.engine.chance().id(now);
        let site = Entry { id: fresh(), path: "demo/sub".into(), object: model::Site::default().into(), links: Vec::new() };
        house.engine.change(vec![Change::put(site)], "testkit").await.unwrap();
        put(&house, "siem", &url, &["*"]).await;
        put(&house, "sub/siem", &other, &["*"]).await;
        let off = put(&house, "off", &other, &["*"]).await;
        house.edit(Noun::Webhook, "demo/off", |entry| {
            if let AnyObject::Webhook(webhook) = &mut entry.object {
                webhook.enabled = false;
            }
        }).await;
        assert!(house.login("ada").password().await.granted());
        receiver.wait("login.granted", 1).await;
        // Its own object stands in its site; nothing that happened above does.
        elsewhere.wait("object.put", 1).await;
        assert_eq!(elsewhere.of("login.granted").len(), 0);
        let objects: Vec<_> = elsewhere.all().iter().map(|h| h.json()["data"]["detail"]["object"].clone()).collect();
        assert_eq!(objects, ["/webhook/demo/sub/siem"]);
        assert_eq!(house.store().waiting(model::message::Courier::Webhook, &login::webhook::lanes(off)).await.unwrap(), 0);
        let within = |site: &str| AuditFilter { sites: Some(vec![site.into()]), ..AuditFilter::default() };
        assert!(house.audit_of(within("demo/sub")).await.iter().all(|r| r.event.as_ref().unwrap().place() == "demo/sub"));
        let all = house.audit_of(within("demo")).await;
        assert!(all.iter().any(|r| r.event.as_ref().unwrap().action == "login.granted"));
        assert!(all.len() < house.audit().await.len(), "methods belong to no site");
    }
}

/// G7: two nodes follow the same streams; each event of either leaves once.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g7_two_nodes_tell_once() {
    if !Database::all().contains(&Database::Postgres) {
        return;
    }
    let plan = House::new().on(Database::Postgres).application("wiki").allow(["password"]);
    let one = plan.user("ada").start().await;
    let two = one.another_node("second").await;
    let (receiver, url) = Receiver::start().await;
    put(&one, "siem", &url, &["login.granted", "session.ended"]).await;
    for n in 0..10 {
        let house = if n % 2 == 0 { &one } else { &two };
        let browser = house.browser();
        let page = browser.get(&house.client("wiki").authorize().path()).await;
        let page = type_in(&browser, &page, "ada", &one.someone("ada").password).await;
        assert!(page.error().is_none(), "{}", page.text());
    }
    let told = receiver.wait("login.granted", 10).await;
    let ids: std::collections::BTreeSet<_> = told.iter().map(|heard| heard.id.clone()).collect();
    assert_eq!((told.len(), ids.len()), (10, 10));
    let nodes: std::collections::BTreeSet<_> = told.iter().map(|h| h.json()["data"]["node"].to_string()).collect();
    assert_eq!(nodes.len(), 2, "both streams are followed");
}
