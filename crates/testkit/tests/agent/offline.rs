//! F3.5: codes taken along by machines without a connection, and refilled.

use serde_json::{Value, json};
use testkit::{House, on_both};

use super::support::{Agent, Heard, gate, pass};

async fn house(database: testkit::Database, offline: bool) -> House {
    let plan = House::new().on(database).application("wiki").allow(["password", "oath"]);
    let mut metadata = json!({ "addresses": "127.0.0.0/24" });
    if offline {
        metadata["offline"] = json!({ "count": 5, "rounds": 6549 });
    }
    gate(plan.application("desktop").allow(["password", "oath"]), &metadata)
        .user("ada")
        .hotp("oath")
        .user("bob")
        .start()
        .await
}

fn item(heard: &Heard) -> &Value {
    &heard.json["auth_items"]["offline"][0]
}

/// Whether a machine takes a line for this hash, as the published agents judge it.
fn verifies(hash: &str, line: &str) -> bool {
    let ["", "pbkdf2-sha512", rounds, salt, expected] = hash.split('$').collect::<Vec<_>>()[..] else {
        panic!("{hash}")
    };
    let decoded = |text: &str| data_encoding::BASE64_NOPAD.decode(text.replace('.', "+").as_bytes()).expect("Base64");
    assert_eq!((salt.len(), expected.len()), (14, 86));
    let rounds = rounds.parse().expect("a number");
    let algorithm = aws_lc_rs::pbkdf2::PBKDF2_HMAC_SHA512;
    aws_lc_rs::pbkdf2::verify(algorithm, rounds, &decoded(salt), line.as_bytes(), &decoded(expected)).is_ok()
}

async fn log_in(house: &House, event: u64) -> Heard {
    let line = format!("{}{}", pass("ada"), house.hotp("ada", event));
    Agent::new(house).product("PAM/1.1.0").check(&[("user", "ada"), ("pass", &line)]).await
}

async fn refill(house: &House, value: &Value, line: &str) -> Heard {
    let value = value.as_str().expect("a value");
    let fields = [("serial", "FTK-ada"), ("refilltoken", value), ("pass", line)];
    Agent::new(house).product("PAM/1.1.0").post("/validate/offlinerefill", &fields).await
}

on_both! {
    /// C0.10: what goes along with an accept, in the shape that the agents read; those codes are used up here.
    async fn f3_5_codes_are_taken_along(database: Database) {
        let house = house(database, true).await;
        let first = log_in(&house, 2).await;
        assert!(first.accepted(), "{}", first.body);
        let taken = item(&first);
        assert_eq!((&taken["username"], &taken["user"], &taken["serial"]), (&json!("ada"), &json!("ada"), &json!("FTK-ada")));
        assert_eq!((&taken["count"], &taken["rounds"]), (&json!("5"), &json!("6549")));
        assert_eq!(first.json["detail"]["serial"], "FTK-ada");
        assert_eq!(first.json["detail"]["type"], "hotp");
        let value = taken["refilltoken"].as_str().unwrap();
        assert!(value.len() == 80 && value.bytes().all(|b| b.is_ascii_hexdigit()));
        let hashes = taken["response"].as_object().unwrap();
        assert_eq!(hashes.keys().collect::<Vec<_>>(), ["3", "4", "5", "6", "7"]);
        for (event, hash) in hashes {
            let line = format!("{}{}", pass("ada"), house.hotp("ada", event.parse().unwrap()));
            assert!(verifies(hash.as_str().unwrap(), &line));
            assert!(!verifies(hash.as_str().unwrap(), &format!("{line}0")));
        }
        assert!(log_in(&house, 5).await.rejected(), "used up");
        assert!(log_in(&house, 8).await.accepted(), "the next one is not");
        assert!(!first.body.contains(&house.hotp("ada", 3)) && !first.body.contains(&pass("ada")));
        assert_eq!(house.audited("token.taken-offline").await.len(), 2);
        // Off: nothing goes along, and the next code is good.
        let house = self::house(database, false).await;
        let plain = log_in(&house, 2).await;
        assert!(plain.accepted() && plain.json.get("auth_items").is_none());
        assert!(log_in(&house, 3).await.accepted());
    }
}

on_both! {
    /// C0.10: nothing is made where nothing would guard it, and for those who have no token by event.
    async fn what_guards_nothing_is_not_taken_along(database: Database) {
        let house = house(database, true).await;
        let agent = Agent::new(&house);
        let id = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        let alone = agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", &house.hotp("ada", 0))]).await;
        assert!(alone.accepted() && alone.json.get("auth_items").is_none(), "a code alone guards nothing");
        assert!(log_in(&house, 1).await.json.get("auth_items").is_some(), "the control");
        let bob = agent.check(&[("user", "bob"), ("pass", &pass("bob"))]).await;
        assert!(bob.accepted() && bob.json.get("auth_items").is_none());
    }
}

on_both! {
    /// C0.10: as many more as were used, for the value of last time and a line that was handed out; the value changes each time.
    async fn f3_5_codes_are_refilled(database: Database) {
        let house = house(database, true).await;
        let first = log_in(&house, 2).await;
        let line = |event| format!("{}{}", pass("ada"), house.hotp("ada", event));
        let value = item(&first)["refilltoken"].clone();
        for (wrong, status, code) in [
            (line(2), 400, 401),
            (line(8), 400, 401),
            (format!("another phrase{}", house.hotp("ada", 4)), 400, 401),
            (house.hotp("ada", 4), 400, 401),
            (String::new(), 400, 401),
        ] {
            assert!(refill(&house, &value, &wrong).await.refused(status, code), "{wrong}");
        }
        assert!(refill(&house, &json!("00".repeat(40)), &line(4)).await.refused(400, 905));
        let other = Agent::new(&house).post("/validate/offlinerefill", &[("serial", "FTK-other"), ("refilltoken", value.as_str().unwrap()), ("pass", &line(4))]).await;
        assert!(other.refused(400, 905));
        let more = refill(&house, &value, &line(4)).await;
        assert_eq!((more.status.as_u16(), &more.json["id"], &more.json["result"]["value"]), (200, &json!(1), &json!(true)), "{}", more.body);
        assert!(more.json.get("detail").is_none() && item(&more).get("username").is_none());
        let hashes = item(&more)["response"].as_object().unwrap();
        assert_eq!(hashes.keys().collect::<Vec<_>>(), ["8", "9"], "two were used");
        assert!(hashes.iter().all(|(event, hash)| verifies(hash.as_str().unwrap(), &line(event.parse().unwrap()))));
        assert_ne!(item(&more)["refilltoken"], value);
        // The answer was lost: the same again, for a short time; then the old value is dead, and so is all that came of it.
        let again = refill(&house, &value, &line(4)).await;
        assert_eq!(item(&again)["response"].as_object().unwrap().keys().collect::<Vec<_>>(), ["8", "9"]);
        assert!(log_in(&house, 9).await.rejected());
        let next = refill(&house, &item(&more)["refilltoken"], &line(5)).await;
        assert_eq!(item(&next)["response"].as_object().unwrap().keys().collect::<Vec<_>>(), ["10"], "{}", next.body);
        house.clock.pass(model::Span::minutes(5));
        assert!(refill(&house, &value, &line(4)).await.refused(400, 905));
        assert!(refill(&house, &item(&next)["refilltoken"], &line(6)).await.refused(400, 905), "stolen values end the family");
    }
}

on_both! {
    /// A refill is worth nothing for somebody disabled or locked, a token taken back, or where it is off.
    async fn a_refill_asks_what_a_login_asks(database: Database) {
        let house = house(database, true).await;
        let first = log_in(&house, 2).await;
        let value = item(&first)["refilltoken"].clone();
        let line = format!("{}{}", pass("ada"), house.hotp("ada", 3));
        house.edit_user("ada", |user| user.enabled = false).await;
        assert!(refill(&house, &value, &line).await.refused(400, 905));
        house.edit_user("ada", |user| user.enabled = true).await;
        crate::support::attack(&house, "ada", 5).await;
        assert!(refill(&house, &value, &line).await.refused(400, 905), "locked");
        house.clock.pass(model::Span::minutes(20));
        assert!(refill(&house, &value, &line).await.json["auth_items"].is_object(), "the control");
        let house = self::house(database, false).await;
        assert!(refill(&house, &value, &line).await.refused(403, 303), "no answer that would make an agent forget");
        assert!(Agent::new(&house).post("/validate/offlinerefill", &[]).await.refused(403, 303));
    }
}
