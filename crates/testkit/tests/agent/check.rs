//! Accept, reject, challenge, and the answer to it.

use model::Noun;
use serde_json::json;
use testkit::on_both;

use super::support::{Agent, Heard, here, pass, plan};
use crate::support::{attack, count, story, type_in};

on_both! {
    /// G1, G8: a person without a second factor is let in by the password, another password is not; the envelope is the protocol's.
    async fn g8_accept_and_reject(database: Database) {
        let house = plan(database, &[], &here()).user("ada").start().await;
        let agent = Agent::new(&house);
        let good = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        assert!(good.accepted(), "{}", good.body);
        let body = &good.json;
        assert_eq!((&body["id"], &body["jsonrpc"]), (&json!(2), &json!("2.0")));
        assert!(body["time"].is_f64() && body["version"].is_string());
        assert!(body["versionnumber"].as_str().unwrap() >= "3.13");
        assert!(body["result"].get("error").is_none() && body["detail"]["message"].is_string());
        assert_eq!(good.headers["cache-control"], "no-cache");
        let bad = agent.check(&[("user", "ada"), ("pass", "a guess")]).await;
        assert!(bad.rejected() && bad.message() != good.message(), "{}", bad.body);
        assert!(agent.check(&[("user", " ada "), ("pass", &pass("ada"))]).await.accepted(), "a name is trimmed");
        assert!(agent.get("/validate/check?user=ada&pass=wrong&").await.rejected());
        let query = serde_urlencoded::to_string([("user", "ada"), ("pass", &pass("ada"))]).unwrap();
        assert!(agent.get(&format!("/validate/check?{query}&")).await.accepted(), "GET with a stray &");
        assert_eq!(count(&story(&house, "ada").await, "login.granted", ""), 3);
    }
}

on_both! {
    /// F3.3: the password alone asks for the code; the answer takes the code alone; a wrong answer keeps the question open.
    async fn f3_3_challenge_and_answer(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let asked = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        let id = asked.challenge();
        assert!(id.len() >= 20 && id.bytes().all(|b| b.is_ascii_digit()), "{id}");
        let detail = &asked.json["detail"];
        assert_eq!(detail["transaction_ids"], json!([id]));
        assert_eq!(detail["preferred_client_mode"], "interactive");
        assert_eq!(detail["messages"].as_array().unwrap().len(), 1);
        let [item] = &asked.items()[..] else { panic!("{}", asked.body) };
        for name in ["serial", "type", "message", "transaction_id", "client_mode"] {
            assert!(item[name].as_str().is_some_and(|text| !text.is_empty()), "{name}: {item}");
        }
        assert_eq!((&item["type"], &item["client_mode"]), (&json!("totp"), &json!("interactive")));
        for name in ["serial", "type", "client_mode"] {
            assert_eq!(detail[name], item[name], "copied for old clients");
        }
        let again = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        assert_ne!(again.challenge(), id);
        assert_eq!(again.items()[0]["serial"], item["serial"], "the number of a token stays");
        let answer = async |id: &str, code: &str| agent.check(&[("user", "ada"), ("transaction_id", id), ("pass", code)]).await;
        assert!(answer(&id, "000000").await.rejected());
        assert!(answer(&id, "").await.rejected(), "nothing typed");
        assert!(answer("123", &house.code("ada")).await.rejected(), "a transaction that nobody has");
        let code = house.code("ada");
        let good = answer(&id, &code).await;
        assert!(good.accepted(), "{}", good.body);
        assert_eq!((&good.json["detail"]["serial"], &good.json["detail"]["type"]), (&item["serial"], &json!("totp")));
        assert!(answer(&id, &code).await.rejected(), "it is over");
        assert!(answer(&again.challenge(), &code).await.rejected(), "M001: the code is used up");
        house.clock.forward(1);
        let next = house.code("ada");
        let by_state = agent.check(&[("user", "ada"), ("state", &again.challenge()), ("pass", &next)]).await;
        assert!(by_state.accepted(), "`state` is the same thing");
    }
}

on_both! {
    /// F3.2b: password and code in one.
    async fn f3_2b_password_and_code_in_one(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let both = format!("{}{}", pass("ada"), house.code("ada"));
        assert!(agent.check(&[("user", "ada"), ("pass", &format!("{}000000", pass("ada")))]).await.rejected());
        assert!(agent.check(&[("user", "ada"), ("pass", &both)]).await.accepted());
        assert!(agent.check(&[("user", "ada"), ("pass", &both)]).await.rejected(), "once");
    }
}

on_both! {
    /// C7: both second factors of a person can be used: the code is typed at once, the mail is picked by its number.
    async fn c7_every_usable_second_factor(database: Database) {
        let house = plan(database, &["totp", "email"], &here()).user("ada").token("totp").user("bob").start().await;
        let agent = Agent::new(&house);
        let asked = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        assert_eq!(asked.items()[0]["type"], "totp");
        assert!(asked.message().contains("1 ") && asked.message().len() <= 253, "{}", asked.message());
        let picked = agent.check(&[("user", "ada"), ("transaction_id", &asked.challenge()), ("pass", "1")]).await;
        assert_ne!(picked.challenge(), asked.challenge(), "a further round has a new id");
        assert_eq!(picked.items()[0]["type"], "email");
        let code = house.mailed_code("ada", 1).await;
        let good = agent.check(&[("user", "ada"), ("transaction_id", &picked.challenge()), ("pass", &code)]).await;
        assert!(good.accepted(), "{}", good.body);
        // Bob has the mail alone, and it is sent without a choice.
        let bob = agent.check(&[("user", "bob"), ("pass", &pass("bob"))]).await;
        assert_eq!(bob.items()[0]["type"], "email");
        let code = house.mailed_code("bob", 1).await;
        assert!(agent.check(&[("user", "bob"), ("transaction_id", &bob.challenge()), ("pass", &code)]).await.accepted());
    }
}

on_both! {
    /// A transaction belongs to the name and to the agent's application that it was given to.
    async fn a_transaction_belongs_to_its_name_and_agent(database: Database) {
        let plan = plan(database, &["totp"], &here()).user("ada").token("totp").user("bob").token("totp");
        let other = super::support::gate(plan.application("other").allow(["password", "totp"]), &json!({ "addresses": "127.0.7.0/24" }));
        let house = other.start().await;
        let agent = Agent::new(&house);
        let ask = async || agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        let (name, door, control) = (ask().await, ask().await, ask().await);
        let code = house.code("ada");
        assert!(agent.check(&[("user", "bob"), ("transaction_id", &name), ("pass", &code)]).await.rejected());
        let elsewhere = agent.clone().at("127.0.7.1");
        assert!(elsewhere.check(&[("user", "ada"), ("transaction_id", &door), ("pass", &code)]).await.rejected());
        assert!(agent.check(&[("user", "ada"), ("transaction_id", &control), ("pass", &code)]).await.accepted());
    }
}

on_both! {
    /// M054: nobody, somebody with a wrong password, somebody disabled and somebody locked are told the same.
    async fn m054_a_check_tells_nothing(database: Database) {
        let house = plan(database, &["totp"], &here())
            .user("ada").token("totp").user("disabled").disabled().user("lockedup").start().await;
        attack(&house, "lockedup", 5).await;
        let agent = Agent::new(&house);
        let plain = |heard: &Heard| {
            let mut json = heard.json.clone();
            json["time"] = 0.into();
            let mut headers: Vec<String> = heard.headers.iter().filter(|(n, _)| *n != "date").map(|(n, v)| format!("{n}: {v:?}")).collect();
            headers.sort();
            (heard.status, headers, json)
        };
        let control = agent.check(&[("user", "ada"), ("pass", "a guess")]).await;
        assert!(control.rejected());
        for (name, typed) in [
            ("nobody", "a guess".to_owned()),
            ("disabled", "a guess".into()),
            ("disabled", pass("disabled")),
            ("lockedup", "a guess".into()),
            ("lockedup", pass("lockedup")),
            ("*)(uid=*", "a guess".into()),
        ] {
            let heard = agent.check(&[("user", name), ("pass", &typed)]).await;
            assert_eq!(plain(&heard), plain(&control), "{name}");
        }
        let radius = async |name: &str| agent.post("/validate/radiuscheck", &[("user", name), ("pass", "a guess")]).await.status;
        assert_eq!(radius("nobody").await, radius("ada").await);
    }
}

on_both! {
    /// The status alone: 204 or 400, with nothing in it.
    async fn radiuscheck_answers_by_its_status(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let check = async |pass: &str| agent.post("/validate/radiuscheck", &[("user", "ada"), ("pass", pass)]).await;
        let both = format!("{}{}", pass("ada"), house.code("ada"));
        for (typed, status) in [(both.as_str(), 204), (&pass("ada"), 400), ("a guess", 400), ("", 400)] {
            let heard = check(typed).await;
            assert_eq!((heard.status.as_u16(), heard.body.as_str()), (status, ""));
        }
        assert_eq!(agent.at("127.0.9.1").post("/validate/radiuscheck", &[("user", "ada"), ("pass", &pass("ada"))]).await.status, 403);
    }
}

on_both! {
    /// R025: one count of wrong answers for all doors, and one lock.
    async fn r025_one_count_for_agents_and_browsers(database: Database) {
        let house = plan(database, &[], &here()).user("ada").start().await;
        let agent = Agent::new(&house);
        for _ in 0..3 {
            assert!(agent.check(&[("user", "ada"), ("pass", "a guess")]).await.rejected());
        }
        attack(&house, "ada", 2).await;
        assert_eq!(count(&story(&house, "ada").await, "account.locked", ""), 1);
        assert!(agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.rejected());
        assert!(house.login("ada").password().await.refused());
        house.clock.pass(model::Span::minutes(20));
        assert!(agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.accepted());
    }
}

on_both! {
    /// M001: a code is used up at every door.
    async fn m001_a_code_is_used_up_at_every_door(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let code = house.code("ada");
        assert!(house.login("ada").password().code(&code).await.granted());
        let both = format!("{}{code}", pass("ada"));
        assert!(agent.check(&[("user", "ada"), ("pass", &both)]).await.rejected());
        house.clock.seconds(30);
        let next = house.code("ada");
        assert!(agent.check(&[("user", "ada"), ("pass", &format!("{}{next}", pass("ada")))]).await.accepted());
        assert!(house.login("ada").password().code(&next).await.refused());
        assert_eq!(count(&story(&house, "ada").await, "method.missed", "replay"), 2);
    }
}

on_both! {
    /// A code alone lets in only where the application says that it may open, with its count of first factors.
    async fn a_code_alone_opens_where_asked(database: Database) {
        let plan = plan(database, &["totp"], &here());
        let plan = plan.application("codes").allow(["totp"]).opens("totp");
        let house = super::support::gate(plan, &json!({ "addresses": "127.0.3.0/24" })).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        assert!(agent.check(&[("user", "ada"), ("pass", &house.code("ada"))]).await.rejected(), "the control");
        let codes = agent.clone().at("127.0.3.1");
        assert!(codes.check(&[("user", "ada"), ("pass", "000000")]).await.rejected());
        assert!(codes.check(&[("user", "ada"), ("pass", &house.code("ada"))]).await.accepted());
    }
}

on_both! {
    /// A user who is disabled, and an application that is, are refused from then on.
    async fn what_is_disabled_is_refused_at_once(database: Database) {
        let house = plan(database, &["totp"], &here()).user("ada").token("totp").start().await;
        let agent = Agent::new(&house);
        let id = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        house.edit_user("ada", |user| user.enabled = false).await;
        assert!(agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", &house.code("ada"))]).await.rejected());
        house.edit_user("ada", |user| user.enabled = true).await;
        let id = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        let switch = |on: bool| move |entry: &mut model::Entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.enabled = on;
            }
        };
        house.edit(Noun::Application, "demo/gate", switch(false)).await;
        assert!(agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", &house.code("ada"))]).await.refused(403, 303));
        house.edit(Noun::Application, "demo/gate", switch(true)).await;
        assert!(agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", &house.code("ada"))]).await.accepted());
    }
}

on_both! {
    /// B1: an expired password is changed line by line; each round has a new transaction.
    async fn b1_an_expired_password_is_changed_by_an_agent(database: Database) {
        let way = testkit::Way::named("password").line("policy.password.max-age 60");
        let plan = testkit::House::new().on(database).method(way).application("wiki").allow(["password"]);
        let plan = super::support::gate(plan.application("gate").allow(["password"]), &here());
        let house = plan.user("ada").start().await;
        house.clock.pass(model::Span::hours(2));
        let agent = Agent::new(&house);
        let mut asked = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await;
        for _ in 0..2 {
            let id = asked.challenge();
            assert_eq!(asked.items()[0]["type"], "pw");
            asked = agent.check(&[("user", "ada"), ("transaction_id", &id), ("pass", "an entirely new phrase")]).await;
        }
        assert!(asked.accepted(), "{}", asked.body);
        let page = crate::support::asked(&house, &house.browser(), "wiki").await;
        let browser = house.browser();
        let page = { drop(page); crate::support::asked(&house, &browser, "wiki").await };
        assert!(type_in(&browser, &page, "ada", "an entirely new phrase").await.left.is_some());
    }
}
