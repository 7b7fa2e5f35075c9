//! Which agent is believed, and who may say where the end client is.

use serde_json::{Value, json};
use testkit::on_both;

use super::support::{Agent, here, pass, plan};

const KEY: &str = "an-agents-key-of-more-than-enough-length";

async fn house(database: testkit::Database, metadata: &Value) -> testkit::House {
    plan(database, &[], metadata).user("ada").start().await
}

on_both! {
    /// C0: a request is an agent's by its network, its key and its realm; each refusal differs from its control in that alone.
    async fn a_request_that_fits_no_agent_is_refused(database: Database) {
        let fields = [("user", "ada"), ("pass", &*pass("ada"))];
        let house = house(database, &here()).await;
        let agent = Agent::new(&house);
        assert!(agent.check(&fields).await.accepted());
        let refused = agent.clone().at("127.0.1.1").check(&fields).await;
        assert!(refused.refused(403, 303), "{}", refused.body);
        assert!(refused.json["detail"].is_null());
        let unknown = agent.clone().at("127.0.1.1").check(&[("user", "nobody"), ("pass", "x")]).await;
        assert_eq!(unknown.json["result"], refused.json["result"], "no matter who is named");
        for _ in 0..20 {
            agent.clone().at("127.0.1.1").check(&fields).await;
        }
        assert_eq!(house.audited("agent.refused").await.len(), 1, "a flood does not fill the records");

        let house = self::house(database, &json!({ "key": KEY })).await;
        let agent = Agent::new(&house);
        assert!(agent.clone().header("x-api-key", KEY).check(&fields).await.accepted());
        assert!(agent.clone().header("x-api-key", &KEY[1..]).check(&fields).await.refused(403, 303));
        assert!(agent.check(&fields).await.refused(403, 303));
        let basic = |key: &str| format!("Basic {}", data_encoding::BASE64.encode(format!("agent:{key}").as_bytes()));
        assert!(agent.clone().header("authorization", &basic(KEY)).check(&fields).await.accepted());
        assert!(agent.clone().header("authorization", &basic("x")).check(&fields).await.refused(403, 303));

        let house = self::house(database, &json!({ "addresses": "127.0.0.0/24", "realms": ["corp"] })).await;
        let agent = Agent::new(&house);
        let with = |user: &'static str, realm: &'static str| {
            let agent = agent.clone();
            async move { agent.check(&[("user", user), ("realm", realm), ("pass", &pass("ada"))]).await }
        };
        assert!(with("ada", "corp").await.accepted() && with("ada", "CORP").await.accepted());
        assert!(with("ada@corp", "").await.accepted() && with("corp\\ada", "").await.accepted());
        assert!(with("ada", "other").await.refused(403, 303) && with("ada", "").await.refused(403, 303));
        assert!(with("ada@other", "").await.refused(403, 303));
    }
}

on_both! {
    /// Of several that fit the one that says most wins; of two that say the same neither is served.
    async fn the_agent_that_says_most_wins(database: Database) {
        let wide = plan(database, &["totp"], &json!({ "addresses": "127.0.0.0/8" }));
        let narrow = super::support::gate(wide.application("narrow").allow(["password"]), &here());
        let house = narrow.user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let check = async |from: &str| agent.clone().at(from).check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        assert!(check("127.0.0.1").await.accepted(), "the narrow one asks for a password alone");
        check("127.1.0.1").await.challenge();
        let twin = plan(database, &[], &here());
        let house = super::support::gate(twin.application("twin").allow(["password"]), &here()).user("ada").start().await;
        let agent = Agent::new(&house);
        assert!(agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.refused(403, 303));
    }
}

on_both! {
    /// A2.13: the end client is the one that a believed agent names; anybody else's word for it is nothing.
    async fn a2_13_who_may_name_the_end_client(database: Database) {
        let from = |chains: &str| json!({ "addresses": "127.0.0.0/24", "clientFrom": chains });
        let fields = [("user", "ada"), ("pass", &*pass("ada")), ("client", "192.0.2.77")];
        let seen = async |chains: &str, fields: &[(&str, &str)], forwarded: &str| {
            let house = self::house(database, &from(chains)).await;
            let agent = Agent::new(&house);
            let agent = if forwarded.is_empty() { agent } else { agent.header("x-forwarded-for", forwarded) };
            assert!(agent.check(fields).await.accepted());
            house.audited("login.granted").await.pop().unwrap().from
        };
        assert_eq!(seen("", &fields, "").await, "127.0.0.1", "nobody is believed by default");
        assert_eq!(seen("127.0.0.1", &fields, "").await, "192.0.2.77");
        assert_eq!(seen("127.0.0.1>198.51.100.0/24", &fields, "").await, "127.0.0.1");
        assert_eq!(seen("127.0.0.1>192.0.2.0/24", &fields, "").await, "192.0.2.77");
        assert_eq!(seen("127.0.0.1>10.0.0.1>192.0.2.0/24", &fields, "10.0.0.1").await, "192.0.2.77");
        let odd = [fields[0], fields[1], ("client", "00-11-22-33-44-55")];
        assert_eq!(seen("127.0.0.1", &odd, "").await, "127.0.0.1", "no address, no harm");
    }
}

on_both! {
    /// What nothing identifies, or what is misspelt, is never served.
    async fn an_agent_that_nothing_identifies_is_not_served(database: Database) {
        for metadata in [json!({}), json!({ "adresses": "127.0.0.0/24" }), json!({ "addresses": "127.0.0.0/24", "certificate": "ab" })] {
            let house = self::house(database, &metadata).await;
            let heard = Agent::new(&house).check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
            assert!(heard.refused(403, 303), "{metadata}: {}", heard.body);
        }
    }
}

on_both! {
    /// Requests of one agent are counted, and slowed by the minute.
    async fn an_agent_that_asks_too_often_is_slowed(database: Database) {
        let house = self::house(database, &json!({ "addresses": "127.0.0.0/24", "perMinute": 3 })).await;
        let agent = Agent::new(&house);
        let check = async || agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        for _ in 0..3 {
            assert!(check().await.accepted());
        }
        let slowed = check().await;
        assert!(slowed.refused(429, 303) && slowed.headers.contains_key("retry-after"), "{}", slowed.body);
        house.clock.seconds(61);
        assert!(check().await.accepted());
    }
}
