//! What an application's policy makes of a person, as a relying party gets it.

use serde_json::{Value, json};
use testkit::on_both;

use super::support::*;

on_both! {
    /// D4: rows without a scope always, rows with one where it was granted; a single value is a text.
    async fn d4_policies_make_claims_by_scope(database: Database) {
        let house = plan(database).user("eve").attribute("department", "it").attribute("nick", "e").start().await;
        let api = house.api().await;
        api.put("/policy/demo/attrs", "").await;
        for item in [
            "attributename=login&attributevalue=%24%7Buser.uid%7D@example.com&single=true",
            "attributename=unit&attributevalue=user:department&scope=department&scope=units",
            "attributename=pair&attributevalue=%24%7Battribute.name(%27both%27).values(user.department, user.nick)%7D",
            "attributename=session&attributevalue=%24%7Bsha1.text(sso.id).uuid%7D&single=true",
        ] {
            let made = api.post("/policy/demo/attrs", &format!("type=policyItem&{item}")).await;
            assert_eq!(made.code(), 201, "{}", made.page.body);
        }
        assert_eq!(api.put("/policy/demo/attrs/$link/application/demo/wiki", "").await.code(), 200);
        let outcome = house.login("eve").password().await;
        let answer = good(outcome.exchange().await);
        let info = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
        assert_eq!((&info.json["login"], &info.json["both"]), (&json!("eve@example.com"), &json!(["it", "e"])), "{}", info.page.body);
        assert_eq!(info.json["unit"], Value::Null, "no scope of it was granted");
        let session = info.json["session"].as_str().unwrap().to_owned();
        assert_eq!(session.len(), 36);
        // The same session has the same id at the next login, another session another.
        let again = house.login("eve").password().await;
        let answer = good(again.exchange().await);
        let other = again.client.userinfo(&again.browser, answer.text("access_token")).await;
        assert_ne!(other.json["session"].as_str(), Some(session.as_str()));
    }
}

on_both! {
    /// An application has one policy: the next takes the place of the first (requirement D4).
    async fn d4_one_policy_for_an_application(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        for name in ["one", "two"] {
            api.put(&format!("/policy/demo/{name}"), "").await;
            assert_eq!(api.put(&format!("/policy/demo/{name}/$link/application/demo/wiki"), "").await.code(), 200);
        }
        assert_eq!(api.get("/application/demo/wiki/$link/policy").await.each("id"), ["/policy/demo/two"]);
        // The documented way to add a row, and the item behind the link.
        let group = api.get("/application/demo/wiki/$link/allowedTo").await.each("id")[0].to_owned();
        let made = api.post(&format!("/policy/demo/two/$link{group}"), "attributename=role&attributevalue=text:staff").await;
        assert_eq!(made.code(), 201, "{}", made.page.body);
        let links = api.get("/policy/demo/two/$link/group").await;
        assert_eq!(links.each("index"), [made.text("id")]);
        let item = api.get(made.text("id")).await;
        assert_eq!((&item.json["attributes"]["attributeName"], &item.json["attributes"]["attributeValue"]), (&json!("role"), &json!("text:staff")));
    }
}

on_both! {
    /// D5: a persistent outbound mapping policy makes subjects pairwise; a policy whose names move from one to the next is refused.
    async fn d5_outbound_mapping_policies_make_pairwise_subjects(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let subject = async || {
            let outcome = house.login("ada").password().await;
            let answer = good(outcome.exchange().await);
            let info = outcome.client.userinfo(&outcome.browser, answer.text("access_token")).await;
            info.json["sub"].as_str().unwrap().to_owned()
        };
        let public = subject().await;
        let link = async |name: &str, form: &str| {
            let put = api.put(&format!("/outboundMappingPolicy/demo/{name}"), form).await;
            assert_eq!(put.code(), 200, "{}", put.page.body);
            api.put(&format!("/application/demo/wiki/$link/outboundMappingPolicy/demo/{name}"), "").await
        };
        assert_eq!(link("pairs", "nameIDFormat=persistent").await.code(), 200);
        let pairwise = subject().await;
        assert_ne!(pairwise, public);
        assert_eq!(pairwise, subject().await, "the same for ever");
        assert_eq!(link("all", "nameIDFormat=persistent&affiliation=https://all.example").await.code(), 200);
        let shared = subject().await;
        assert!(shared != pairwise && shared != public);
        for (name, form) in [("people", "nameIDFormat=unspecified"), ("once", "nameIDFormat=transient")] {
            let refused = link(name, form).await;
            assert_eq!(refused.code(), 422, "{}", refused.page.body);
            assert!(refused.page.body.contains("outbound-protocol"), "{}", refused.page.body);
        }
        assert_eq!(subject().await, shared, "what was refused changed nothing");
    }
}
