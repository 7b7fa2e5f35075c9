//! What is good once is good once through this door, too (L010).

use testkit::on_both;

use super::support::{Agent, here, pass, plan};
use crate::support::{at_once, count, story};

on_both! {
    /// M001, L010: one code, 200 checks at once: exactly one.
    async fn l010_one_code_two_hundred_times_by_agents(database: Database) {
        let house = plan(database, &["totp"], &serde_json::json!({ "addresses": "127.0.0.0/8" })).user("ada").token("totp").start().await;
        let both = format!("{}{}", pass("ada"), house.code("ada"));
        let check = |n: usize| {
            let agent = Agent::new(&house).at(&format!("127.{}.{}.1", 100 + n / 250, n % 250 + 1));
            let both = both.clone();
            async move { agent.check(&[("user", "ada"), ("pass", &both)]).await }
        };
        let heard = at_once((0..200).map(check)).await;
        assert_eq!(heard.iter().filter(|h| h.accepted()).count(), 1);
        assert_eq!(heard.iter().filter(|h| h.rejected()).count(), 199);
        let events = story(&house, "ada").await;
        assert_eq!(count(&events, "login.granted", ""), 1);
        assert_eq!(count(&events, "account.locked", ""), 0, "replays are not counted");
    }
}

on_both! {
    /// L010: one transaction, 200 right answers at once: exactly one.
    async fn l010_one_transaction_two_hundred_times(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let id = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        let code = house.code("ada");
        let heard = at_once((0..200).map(|_| {
            let (agent, id, code) = (agent.clone(), id.clone(), code.clone());
            async move { agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", &code)]).await }
        })).await;
        assert_eq!(heard.iter().filter(|h| h.accepted()).count(), 1);
        assert_eq!(count(&story(&house, "ada").await, "login.granted", ""), 1);
    }
}
