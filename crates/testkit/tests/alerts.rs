//! F2.8: members of a role are told of what happens in its site and below, within limits.

use model::{
    Change, Entry, Group, Id, Link, Role, Webhook,
    role::{Alert, AlertEvent, AlertWay},
};
use store::Write;
use testkit::{House, on_both};

use crate::{receiver::Receiver, support::attack};

fn fresh(house: &House) -> Id {
    house.engine.chance().id(house.now())
}

/// Grace operates the site, and is told of these.
async fn operated(house: &House, alerts: &[(AlertEvent, &[AlertWay])]) {
    let group =
        Entry { id: fresh(house), path: "demo/operators".into(), object: Group::default().into(), links: Vec::new() };
    let alerts = alerts.iter().map(|(event, by)| Alert { event: *event, by: by.to_vec() }).collect();
    let role = Entry {
        id: fresh(house),
        path: "demo/operator".into(),
        object: Role { alerts, ..Role::default() }.into(),
        links: vec![Link::new("assignedTo", group.id)],
    };
    let of = group.id;
    house.engine.change(vec![Change::put(group), Change::put(role)], "testkit").await.unwrap();
    house.write(vec![Write::PutMember { group: of, person: house.person("grace").key() }]).await;
}

const MAIL: &[AlertWay] = &[AlertWay::Mail];

on_both! {
    /// F2.8: one mail to each operator, with who, where and when; none to others.
    async fn f2_8_an_operator_is_told_of_a_lock_once(database: Database) {
        let plan = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("grace").user("bob");
        let house = plan.start().await;
        operated(&house, &[(AlertEvent::Lockout, MAIL), (AlertEvent::Unlock, MAIL)]).await;
        attack(&house, "ada", 6).await;
        let mail = house.inbox().newest("grace@demo.test", 1).await;
        for word in ["ada", "wiki", "demo", "127.66.6.6", "2026-03-02 09:00:00 UTC"] {
            assert!(mail.text.contains(word), "{word}: {}", mail.text);
        }
        assert!(mail.subject.contains("was locked"), "{}", mail.subject);
        // A name that nobody has is locked too, and concerns nobody.
        attack(&house, "nobody", 6).await;
        assert!(manage::users::unlock(&house.engine, "demo", "", "ada", &login::Actor::named("Hopper")).await.unwrap());
        let mail = house.inbox().newest("grace@demo.test", 2).await;
        assert!(mail.subject.contains("was unlocked") && mail.text.contains("Hopper"), "{}", mail.text);
        house.inbox().newest("ada@demo.test", 2).await;
        assert_eq!(house.inbox().to("grace@demo.test").len(), 2);
        assert_eq!(house.inbox().to("bob@demo.test").len(), 0);
    }
}

on_both! {
    /// F2.8: whoever locks many accounts does not flood the operators; at the end of the hour they learn how many more there were.
    async fn f2_8_many_locks_are_ten_mails_and_a_sum(database: Database) {
        let mut plan = House::new().on(database).application("wiki").allow(["password"]).user("grace");
        for n in 0..14 {
            plan = plan.user(&format!("ada{n}"));
        }
        let house = plan.start().await;
        operated(&house, &[(AlertEvent::Lockout, MAIL)]).await;
        for n in 0..14 {
            attack(&house, &format!("ada{n}"), 5).await;
            house.inbox().newest(&format!("ada{n}@demo.test"), 1).await;
        }
        house.inbox().newest("grace@demo.test", 10).await;
        // Followers have seen the last one once it is counted as held back.
        let held = format!("alert-held:{}", house.someone("grace").user.id);
        for _ in 0..200 {
            if house.store().sendings(&held, model::Time::default()).await.unwrap() == 4 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        assert_eq!(house.inbox().to("grace@demo.test").len(), 10);
        house.clock.forward(61);
        let sum = house.inbox().newest("grace@demo.test", 11).await;
        assert!(sum.subject.contains("4 more alerts"), "{}", sum.subject);
        assert!(sum.text.contains("4 more alerts were held back"), "{}", sum.text);
        // The next hour is a new one.
        house.clock.forward(1);
        attack(&house, "ada0", 5).await;
        let mail = house.inbox().newest("grace@demo.test", 12).await;
        assert!(mail.subject.contains("was locked"), "{}", mail.subject);
        assert_eq!(house.inbox().to("grace@demo.test").len(), 12);
    }
}

on_both! {
    /// F2.8: by webhook, to the webhooks of the role's site, though they take no such events; words of the site's own by mail.
    async fn f2_8_alerts_go_by_webhook_and_in_the_sites_words(database: Database) {
        let words = [("subject", "Look at { $name }"), ("text", "{ $login } in { $site } at { $time }")];
        let words = words.map(|(part, words)| (format!("mail-alert-lockout-{part}"), words.to_owned()));
        let plan = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("grace");
        let plan = plan.site_with(|site| drop(site.texts.insert(model::Locale::En, words.into_iter().collect())));
        let house = plan.start().await;
        let (receiver, url) = Receiver::start().await;
        let webhook = Webhook { url, events: vec!["token.".into()], ..Webhook::default() };
        let entry = Entry { id: fresh(&house), path: "demo/siem".into(), object: webhook.into(), links: Vec::new() };
        house.engine.change(vec![Change::put(entry)], "testkit").await.unwrap();
        operated(&house, &[(AlertEvent::Lockout, &[AlertWay::Mail, AlertWay::Webhook, AlertWay::Sms])]).await;
        let findings = &house.engine.world().findings;
        assert!(findings.iter().any(|f| f.object == "/role/demo/operator" && f.key == "alert-sms"), "{findings:?}");
        attack(&house, "ada", 5).await;
        let told = receiver.wait("account.locked", 1).await.remove(0);
        assert_eq!(told.json()["data"]["application"], "demo/wiki");
        let mail = house.inbox().newest("grace@demo.test", 1).await;
        assert_eq!(mail.subject, "Look at ada");
        assert!(mail.text.starts_with("ada in demo at 2026-03-02 09:00:00 UTC\n"), "{}", mail.text);
        assert_eq!(receiver.all().len(), 1, "nothing else");
    }
}

on_both! {
    /// F2.8: a webhook that keeps failing is told once an hour.
    async fn f2_8_a_failing_webhook_is_told(database: Database) {
        let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("grace").start().await;
        let (receiver, url) = Receiver::start().await;
        receiver.refuse(1_000);
        let webhook = Webhook { url, events: vec!["login.granted".into()], ..Webhook::default() };
        let entry = Entry { id: fresh(&house), path: "demo/siem".into(), object: webhook.into(), links: Vec::new() };
        house.engine.change(vec![Change::put(entry)], "testkit").await.unwrap();
        operated(&house, &[(AlertEvent::WebhookFailed, MAIL)]).await;
        for n in 1..=5 {
            assert!(house.login("ada").password().await.granted());
            receiver.wait("login.granted", n).await;
        }
        let mail = house.inbox().newest("grace@demo.test", 1).await;
        assert!(mail.subject.contains("demo/siem"), "{}", mail.subject);
        assert_eq!(house.audited("webhook.failing").await.len(), 1);
        assert_eq!(house.inbox().to("grace@demo.test").len(), 1);
    }
}
