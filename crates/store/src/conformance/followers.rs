//! Where events stand, who reads the streams to the end, and how deliveries went.

use model::{
    Change, Entry, Group, Site, Span,
    audit::Outcome,
    message::{Courier, Message},
};

use super::{Lab, samples::*};
use crate::{Applied, AuditFault, AuditFilter, AuditHour, Expect, Unit, When, Write};

async fn tell(
    store: &impl crate::Store,
    action: &str,
    application: &str,
    change: impl FnOnce(&mut model::audit::Event),
) {
    let mut event = event(action);
    event.person.clear();
    event.application = application.into();
    change(&mut event);
    done(store, Unit::new().audit(When::Done, event)).await;
}

/// The last part of each detail's `n`.
async fn found(store: &impl crate::Store, filter: AuditFilter) -> Vec<i64> {
    let records = store.audit(&AuditFilter { limit: 100, ..filter }).await.unwrap();
    records.iter().map(|r| r.event.as_ref().unwrap().detail["n"].as_i64().unwrap()).collect()
}

fn within(sites: &[&str]) -> AuditFilter {
    AuditFilter { sites: Some(sites.iter().map(ToString::to_string).collect()), ..AuditFilter::default() }
}

async fn seven<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let places = ["acme/wiki", "acme/fi/wiki", "acmeother/x", "acme0/x", "", "beta/x", "acme/fi/wiki"];
    for (n, application) in (1_i64..).zip(places) {
        let action = if n % 2 == 0 { "login.denied" } else { "login.granted" };
        let change = |event: &mut model::audit::Event| {
            event.at = NOW + Span::minutes(n * 20);
            event.detail = serde_json::json!({ "n": n });
            event.outcome = if n % 2 == 0 { Outcome::Failure } else { Outcome::Success };
            event.actor = if n == 5 { "admin".into() } else { String::new() };
        };
        tell(store, action, application, change).await;
    }
}

pub async fn events_stand_in_a_site_and_are_searched_by_it<L: Lab>(lab: &L) {
    seven(lab).await;
    let store = &lab.nodes()[0];
    for (filter, expected) in [
        (AuditFilter::default(), vec![7, 6, 5, 4, 3, 2, 1]),
        (AuditFilter { oldest_first: true, ..AuditFilter::default() }, vec![1, 2, 3, 4, 5, 6, 7]),
        (within(&["acme"]), vec![7, 2, 1]),
        (AuditFilter { oldest_first: true, ..within(&["acme"]) }, vec![1, 2, 7]),
        (within(&["acme/fi"]), vec![7, 2]),
        (within(&["acme/fi", "beta", "acme/fi"]), vec![7, 6, 2]),
        (within(&["acme/fi", "acme"]), vec![7, 2, 1]),
        (within(&["acm"]), vec![]),
        (within(&["acme%"]), vec![]),
        (within(&[""]), vec![]),
        (within(&[]), vec![]),
        (AuditFilter { outcome: Some(Outcome::Failure), ..within(&["acme"]) }, vec![2]),
        (AuditFilter { outcome: Some(Outcome::Success), ..AuditFilter::default() }, vec![7, 5, 3, 1]),
        (AuditFilter { actor: "admin".into(), ..AuditFilter::default() }, vec![5]),
        (AuditFilter { action: "login.".into(), ..within(&["beta"]) }, vec![6]),
        (AuditFilter { action: "log".into(), ..AuditFilter::default() }, vec![]),
        (AuditFilter { action: "login.denied".into(), ..AuditFilter::default() }, vec![6, 4, 2]),
        (AuditFilter { name: "ada".into(), ..within(&["acme/fi"]) }, vec![7, 2]),
    ] {
        assert_eq!(found(store, filter.clone()).await, expected, "{filter:?}");
    }
    // Page by page in both directions, over several sites at once.
    for oldest_first in [false, true] {
        let mut filter = AuditFilter { oldest_first, limit: 2, ..within(&["acme", "beta"]) };
        let mut all = Vec::new();
        loop {
            let page = store.audit(&filter).await.unwrap();
            let Some(last) = page.last() else { break };
            filter.before = Some((last.at, last.node.clone(), last.sequence));
            all.extend(page.into_iter().map(|r| r.event.unwrap().detail["n"].as_i64().unwrap()));
        }
        assert_eq!(all, if oldest_first { [1, 2, 6, 7] } else { [7, 6, 2, 1] });
    }
    // Where only a person is named, the event stands in the site that owns the user; a new user has one already.
    let site = Entry { id: id(70), path: "acme/se".into(), object: Site::default().into(), links: Vec::new() };
    let group = Entry { id: id(71), path: "acme/se/g".into(), object: Group::default().into(), links: Vec::new() };
    let unit = Unit::new().expect(Expect::Catalogue(0));
    done(store, unit.then(Write::Change(Change::put(site))).then(Write::Change(Change::put(group)))).await;
    let mut made = event("user.made");
    made.detail = serde_json::json!({ "n": 8 });
    let mut owned = user(ADA, "ada", &[]);
    owned.site = id(70);
    done(store, Unit::new().then(Write::PutUser(Box::new(owned))).audit(When::Done, made)).await;
    let mut later = event("session.ended");
    later.detail = serde_json::json!({ "n": 9 });
    done(store, Unit::new().audit(When::Done, later)).await;
    let mut found = found(store, within(&["acme/se"])).await;
    found.sort_unstable();
    assert_eq!(found, [8, 9]);
    store.verify_audit().await.unwrap().unwrap();
}

/// M097: what searches look at is covered by the links too.
pub async fn old_records_have_no_site_and_no_new_one_looks_old<L: Lab>(lab: &L) {
    seven(lab).await;
    let store = &lab.nodes()[0];
    let fault = async || match store.verify_audit().await.unwrap() {
        Ok(count) => (i64::try_from(count).unwrap(), ""),
        Err(AuditFault { sequence, kind, .. }) => (sequence, kind),
    };
    for (column, value) in [("site", "'beta'"), ("site", "''"), ("actor", "'x'"), ("outcome", "'success'")] {
        lab.tamper(&format!("UPDATE audit SET {column} = {value} WHERE sequence = 2")).await;
        assert_eq!(fault().await, (2, "altered"), "{column}");
        lab.tamper("UPDATE audit SET site = 'acme/fi', actor = '', outcome = 'failure' WHERE sequence = 2").await;
        assert_eq!(fault().await, (7, ""), "undone");
    }
    let old = |to: i64| format!("UPDATE audit SET site = NULL, actor = NULL, outcome = NULL WHERE sequence <= {to}");
    lab.tamper(&old(3)).await;
    assert_eq!(fault().await, (7, ""), "a store that was there before the columns");
    lab.tamper("UPDATE audit SET site = NULL, actor = NULL, outcome = NULL WHERE sequence = 6").await;
    assert_eq!(fault().await, (6, "altered"));
}

pub async fn hours_of_logins_are_counted<L: Lab>(lab: &L) {
    seven(lab).await;
    let store = &lab.nodes()[0];
    tell(store, "account.locked", "acme/wiki", |event| event.at = NOW + Span::minutes(25)).await;
    tell(store, "method.missed", "acme/wiki", |event| event.at = NOW + Span::minutes(25)).await;
    let hour = |n: i64, granted: u64, denied: u64, locked: u64| AuditHour {
        at: NOW + Span::hours(n),
        granted,
        denied,
        locked,
    };
    let hours = async |since: i64, until: i64, sites: Option<&[String]>| {
        store.audit_hours(NOW + Span::hours(since), NOW + Span::hours(until), sites).await.unwrap()
    };
    // Events at 20, 40, 60, 80, (100 in no site), 120 and 140 minutes.
    assert_eq!(hours(-40 * 24, 24, None).await, [hour(0, 1, 1, 1), hour(1, 1, 1, 0), hour(2, 1, 1, 0)]);
    assert_eq!(hours(0, 24, Some(&["acme".into()])).await, [hour(0, 1, 1, 1), hour(2, 1, 0, 0)]);
    assert_eq!(hours(1, 2, None).await, [hour(1, 1, 1, 0)]);
    assert_eq!(hours(0, 24, Some(&[])).await, []);
}

pub async fn of_many_followers_one_goes_on<L: Lab>(lab: &L) {
    seven(lab).await;
    let store = &lab.nodes()[0];
    let heads = store.audit_heads().await.unwrap();
    let [(node, 7)] = &heads[..] else { panic!("{heads:?}") };
    let at = async |minutes: i64| store.audit_heads_at(NOW + Span::minutes(minutes)).await.unwrap()[0].1;
    assert_eq!((at(0).await, at(40).await, at(41).await, at(999).await), (0, 1, 2, 7));
    let steps = store.audit_steps(node, 5, 10).await.unwrap();
    let steps: Vec<_> = steps.iter().map(|s| (s.sequence, s.action.as_str(), s.site.as_str())).collect();
    assert_eq!(steps, [(6, "login.denied", "beta"), (7, "login.granted", "acme/fi")]);
    assert_eq!(store.audit_steps(node, 0, 2).await.unwrap().len(), 2);
    assert_eq!(store.audit_record(node, 6).await.unwrap().unwrap().event.unwrap().detail["n"], 6);
    assert!(store.audit_record(node, 99).await.unwrap().is_none());

    assert_eq!(store.followed("f").await.unwrap(), []);
    let step = |from: i64, to: i64| {
        let (follower, node) = ("f".to_owned(), node.clone());
        Unit::new()
            .expect(Expect::Follower { follower: follower.clone(), node: node.clone(), sequence: from })
            .then(Write::Follow { follower, node, sequence: to })
    };
    let race = (0..60).map(|n| lab.nodes()[n % lab.nodes().len()].apply(step(0, 3)));
    let won = futures_util::future::join_all(race).await.into_iter().filter(|a| *a.as_ref().unwrap() == Applied::Done);
    assert_eq!(won.count(), 1);
    assert_eq!(store.apply(step(0, 5)).await.unwrap(), Applied::Moved);
    assert_eq!(store.apply(step(3, 5)).await.unwrap(), Applied::Done);
    assert_eq!(store.followed("f").await.unwrap(), [(node.clone(), 5)]);
    assert_eq!(store.followed("g").await.unwrap(), []);
}

pub async fn deliveries_are_remembered<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let went = |why: Option<&str>, seconds: i64| {
        let (webhook, now) = (id(5), NOW + Span::seconds(seconds));
        Unit::new().then(Write::Delivered { webhook, now, why: why.map(str::to_owned) })
    };
    assert_eq!(store.delivery(id(5)).await.unwrap(), crate::Delivery::default());
    done(store, went(Some("answered 500"), 1)).await;
    done(store, went(Some("time is up"), 2)).await;
    let delivery = store.delivery(id(5)).await.unwrap();
    assert_eq!((delivery.failures, delivery.why.as_str(), delivery.delivered), (2, "time is up", None));
    assert_eq!(delivery.failed, Some(NOW + Span::seconds(2)));
    done(store, went(None, 3)).await;
    let delivery = store.delivery(id(5)).await.unwrap();
    assert_eq!((delivery.failures, delivery.delivered), (0, Some(NOW + Span::seconds(3))));
    assert_eq!(store.delivery(id(6)).await.unwrap(), crate::Delivery::default());
    // Each lane is one of its own; nothing is kept of a message that is over.
    let lane = |number: u128, lane: &str| Message { courier: Courier::Webhook, to: lane.into(), ..message(number, "") };
    for (number, to) in [(80, "5/0"), (81, "5/0"), (82, "5/1"), (83, "6/0")] {
        done(store, Unit::new().send(When::Done, lane(number, to))).await;
    }
    let waiting = async || store.waiting(Courier::Webhook, &["5/0".into(), "5/1".into()]).await.unwrap();
    assert_eq!(waiting().await, 3);
    let claimed = store.claim(Courier::Webhook, "n", NOW, 10).await.unwrap();
    assert_eq!(claimed.iter().map(|m| m.id).collect::<Vec<_>>().len(), 3, "one of each lane");
    let over = Write::MessageDone { id: id(82), sent: true, attempts: 1, next: None };
    done(store, Unit::new().then(over)).await;
    assert_eq!((waiting().await, store.message_state(id(82)).await.unwrap()), (2, None));
    let later = Write::MessageDone { id: id(80), sent: false, attempts: 1, next: Some(NOW + Span::hours(1)) };
    done(store, Unit::new().then(later)).await;
    assert_eq!(waiting().await, 2);
    done(store, Unit::new().then(Write::CountSending { scope: "s".into(), now: NOW })).await;
    assert_eq!(store.sendings("s", NOW).await.unwrap(), 1);
    assert_eq!(store.sendings("s", NOW + Span::seconds(1)).await.unwrap() + store.sendings("t", NOW).await.unwrap(), 0);
}
