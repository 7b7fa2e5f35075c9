//! The service account: its token, triggered challenges, polling, lists.

use data_encoding::BASE64_NOPAD;
use serde_json::{Value, json};
use testkit::{House, on_both};

use super::support::{Agent, Heard, gate, pass};

const SECRET: &str = "the-secret-of-the-service-account";

async fn house(database: testkit::Database, metadata: Value) -> House {
    let plan = House::new().on(database).application("wiki").allow(["password", "totp"]);
    let plan = plan.application("gate").allow(["password", "totp", "email"]).opens("totp").opens("email");
    gate(plan, &metadata).user("ada").token("totp").user("bob").start().await
}

fn metadata() -> Value {
    json!({
        "addresses": "127.0.0.0/24",
        "serviceAccount": "adfs",
        "secret": SECRET,
        "triggerChallenge": true,
        "pollOrigins": ["https://page.example"],
    })
}

async fn log_in(agent: &Agent<'_>, secret: &str) -> Heard {
    agent.post("/auth", &[("username", "adfs"), ("password", secret)]).await
}

async fn with_token<'a>(agent: &Agent<'a>) -> Agent<'a> {
    let heard = log_in(agent, SECRET).await;
    agent.clone().header("authorization", heard.json["result"]["value"]["token"].as_str().expect("a token"))
}

on_both! {
    /// C0.8: the account's token, in the shape that every client reads; another secret or name gets none.
    async fn a_service_account_gets_a_token(database: Database) {
        let house = house(database, metadata()).await;
        let agent = Agent::new(&house);
        let good = log_in(&agent, SECRET).await;
        assert_eq!(good.status, 200);
        assert!(good.json["time"].is_f64());
        let value = &good.json["result"]["value"];
        assert_eq!((&value["role"], &value["username"], &value["realm"]), (&json!("admin"), &json!("adfs"), &json!("")));
        assert!(value["rights"].as_array().unwrap().contains(&json!("triggerchallenge")) && value["menus"].is_array());
        let token = value["token"].as_str().unwrap();
        let payload = token.split('.').nth(1).unwrap();
        let claims: Value = serde_json::from_slice(&BASE64_NOPAD.decode(payload.as_bytes()).unwrap()).unwrap();
        assert!(claims["exp"].is_i64() && claims["exp"].as_i64().unwrap() == house.now().seconds() + 3600);
        for name in ["username", "realm", "nonce", "role", "authtype", "rights"] {
            assert!(!claims[name].is_null(), "{name}");
        }
        assert!(log_in(&agent, "wrong").await.refused(401, 4031));
        assert!(agent.post("/auth", &[("username", "ada"), ("password", &pass("ada"))]).await.refused(401, 4031), "people do not log in here");
        assert!(agent.post("/auth", &[("password", SECRET)]).await.refused(401, 4032));
        let wrong = log_in(&agent, "wrong").await;
        assert!(wrong.json["detail"].is_object());
        assert_eq!(house.audited("agent.login").await.len(), 4);
        for _ in 0..40 {
            log_in(&agent, "wrong").await;
        }
        assert!(log_in(&agent, SECRET).await.refused(429, 303), "guessing slows its source");
    }
}

on_both! {
    /// A token opens what the account may do, until its hour is over or its secret is another; nothing else does.
    async fn a_token_is_asked_for_and_ends(database: Database) {
        let house = house(database, metadata()).await;
        let plain = Agent::new(&house);
        let trigger = async |agent: &Agent<'_>| agent.post("/validate/triggerchallenge", &[("user", "ada")]).await;
        assert!(trigger(&plain).await.refused(401, 4033));
        for junk in ["junk", "a.b.c", "Bearer x", "eyJhbGciOiJub25lIn0.e30."] {
            assert!(trigger(&plain.clone().header("authorization", junk)).await.refused(401, 4304), "{junk}");
        }
        let agent = with_token(&plain).await;
        trigger(&agent).await.challenge_of(1);
        let check = agent.check(&[("user", "ada"), ("pass", "a guess")]).await;
        assert!(check.rejected(), "a token on a check does no harm");
        assert!(agent.post("/token/init", &[("user", "ada"), ("type", "totp"), ("genkey", "1")]).await.refused(403, 303));
        assert!(plain.post("/token/init", &[("user", "ada")]).await.refused(401, 4033));
        house.clock.pass(model::Span::minutes(61));
        assert!(trigger(&agent).await.refused(401, 4305));
        let agent = with_token(&plain).await;
        house.edit(model::Noun::Application, "demo/gate", |entry| {
            if let model::AnyObject::Application(application) = &mut entry.object {
                application.metadata["secret"] = "another-secret-of-the-account".into();
            }
        }).await;
        assert!(trigger(&agent).await.refused(401, 4304), "made with the old secret");
    }
}

on_both! {
    /// C0.8: a triggered challenge is answered by the code alone; nobody's name is asked the same; what cannot be is zero.
    async fn a_challenge_is_triggered(database: Database) {
        let house = house(database, metadata()).await;
        let agent = with_token(&Agent::new(&house)).await;
        let trigger = async |fields: &[(&str, &str)]| agent.post("/validate/triggerchallenge", fields).await;
        let asked = trigger(&[("user", "ada"), ("type", "totp")]).await;
        let id = asked.challenge_of(1);
        assert_eq!(asked.items()[0]["type"], "totp");
        let answer = async |name: &str, id: &str, code: &str| agent.check(&[("user", name), ("transaction_id", id), ("pass", code)]).await;
        assert!(answer("ada", &id, "000000").await.rejected());
        assert!(answer("ada", &id, &house.code("ada")).await.accepted());
        let nobody = trigger(&[("user", "nobody"), ("type", "totp")]).await;
        assert!(answer("nobody", &nobody.challenge_of(1), "000000").await.rejected());
        let plain = |heard: &Heard| {
            let mut detail = heard.json["detail"].clone();
            for name in ["transaction_id", "transaction_ids", "serial", "multi_challenge"] {
                detail[name] = Value::Null;
            }
            detail
        };
        assert_eq!(plain(&asked), plain(&nobody), "M054");
        let mail = trigger(&[("user", "bob"), ("type", "email")]).await;
        let code = house.mailed_code("bob", 1).await;
        assert!(answer("bob", &mail.challenge_of(1), &code).await.accepted());
        let none = trigger(&[("user", "ada"), ("type", "push")]).await;
        assert_eq!((&none.json["result"]["value"], &none.json["result"]["authentication"]), (&json!(0), &json!("REJECT")));
        assert_eq!(none.json["detail"]["multi_challenge"], json!([]));
        assert!(none.json["detail"].get("transaction_id").is_none());
        assert_eq!(house.audited("agent.triggered").await.len(), 4);
    }
}

on_both! {
    /// C0.6: polling says the same to everybody while nothing has happened, to a page only where it is registered.
    async fn polling_tells_nothing_that_has_not_happened(database: Database) {
        let house = house(database, metadata()).await;
        let agent = Agent::new(&house);
        let id = agent.check(&[("user", "ada"), ("pass", &pass("ada"))]).await.challenge();
        let poll = async |agent: &Agent<'_>, id: &str| agent.get(&format!("/validate/polltransaction?transaction_id={id}")).await;
        let (known, unknown) = (poll(&agent, &id).await, poll(&agent, "1234").await);
        assert_eq!(known.json["detail"]["challenge_status"], "pending");
        assert_eq!((&known.json["result"], &known.json["detail"]), (&unknown.json["result"], &unknown.json["detail"]));
        assert_eq!(known.json["result"]["authentication"], "REJECT");
        let by_path = agent.get(&format!("/validate/polltransaction/{id}")).await;
        assert_eq!(by_path.json["result"], known.json["result"]);
        assert!(agent.get("/validate/polltransaction").await.refused(400, 905));
        let away = agent.clone().at("127.0.9.1");
        assert!(poll(&away, &id).await.refused(403, 303));
        let page = poll(&away.clone().header("origin", "https://page.example"), &id).await;
        assert_eq!(page.json["result"], known.json["result"]);
        assert_eq!(page.headers["access-control-allow-origin"], "https://page.example");
        assert!(poll(&away.header("origin", "https://evil.example"), &id).await.refused(403, 303));
    }
}

on_both! {
    /// C0.7: what tokens somebody has, for the account alone.
    async fn tokens_are_listed(database: Database) {
        let house = house(database, metadata()).await;
        let agent = with_token(&Agent::new(&house)).await;
        let ada = agent.get("/token/?user=ada").await;
        assert_eq!(ada.json["result"]["value"]["count"], 1);
        assert_eq!(ada.json["result"]["value"]["tokens"][0]["tokentype"], "totp");
        for name in ["bob", "nobody"] {
            assert_eq!(agent.get(&format!("/token/?user={name}")).await.json["result"]["value"]["count"], 0);
        }
        assert!(Agent::new(&house).get("/token/?user=ada").await.refused(401, 4033));
        assert!(agent.get("/token/").await.refused(400, 905));
    }
}

impl Heard {
    /// The transaction of a trigger that made so many challenges.
    fn challenge_of(&self, count: u64) -> String {
        assert_eq!(self.json["result"]["value"], count, "{}", self.body);
        assert_eq!(self.json["result"]["authentication"], "CHALLENGE");
        assert_eq!(self.items().len() as u64, count);
        self.json["detail"]["transaction_id"].as_str().expect("a transaction").to_owned()
    }
}
