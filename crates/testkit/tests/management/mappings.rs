//! Mapping tables through the API: attributes, users, and what is only kept (requirements A3.1 to A3.3).

use http::Method;
use serde_json::json;
use testkit::{Database, House, Outcome, on_both, plan::Way};

async fn house(database: Database) -> House {
    let house =
        House::new().on(database).method(Way::named("password.1")).method(Way::new("oidc.1", "email.unregistered"));
    house.application("demoapp").allow(["password.1"]).user("ada").start().await
}

/// Somebody who types an address and proves it.
pub async fn typed(house: &House, address: &str, count: usize) -> Outcome {
    let mut login = house.login("eve").at("open").await;
    let page = login.browser.submit(&login.page, &login.page.prompt(), &[("email", address)]).await;
    let mail = house.inbox().newest(address, count).await;
    login.page = login.browser.code(&page, &testkit::inbox::code_in(&mail.text).unwrap()).await;
    login
}

/// The search of the source product's page, as a form sends it.
const THEIRS: &str = "condition=method:phone_number=*&mappingURL=ldap:///cn=Ubilogin,dc=test??sub?(%26(objectclass=ubiloginUser)(mobile=%257Bmethod:phone_number%257D))";

on_both! {
    /// A3.2: the calls of the source product's page, and the links read from both ends.
    async fn a3_2_user_mappings_as_the_calls_are_written(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let table = api.put("/inboundMappingPolicy/ubiloginDirectoryUserMapping", "").await;
        assert_eq!((table.code(), table.text("id")), (200, "/inboundMappingPolicy/ubiloginDirectoryUserMapping"));
        let link = api.put("/inboundMappingPolicy/ubiloginDirectoryUserMapping/$link/method/oidc.1", "").await;
        assert_eq!(link.json, json!({ "type": "method", "id": "/method/oidc.1", "link": "method", "trusted": false }));
        let rule = api.put("/inboundDirectoryMapping/ubiloginDirectoryUserMapping/mapping", THEIRS).await;
        assert_eq!(rule.code(), 200, "{}", rule.page.body);
        let url = "ldap:///cn=Ubilogin,dc=test??sub?(&(objectclass=ubiloginUser)(mobile=%7Bmethod:phone_number%7D))";
        let attributes = json!({ "name": "mapping", "condition": ["method:phone_number=*"], "mappingURL": [url] });
        assert_eq!(rule.json["attributes"], attributes);
        assert_eq!(api.get("/inboundDirectoryMapping/ubiloginDirectoryUserMapping/mapping").await.json["attributes"], attributes);
        for path in ["$link/inboundDirectoryMapping", "$link/one/inboundDirectoryMapping"] {
            let found = api.get(&format!("/inboundMappingPolicy/ubiloginDirectoryUserMapping/{path}")).await;
            assert_eq!(found.each("id"), ["/inboundDirectoryMapping/ubiloginDirectoryUserMapping/mapping"], "{path}");
        }
        assert_eq!(api.get("/method/oidc.1/$link/inboundMappingPolicy").await.each("id"), ["/inboundMappingPolicy/ubiloginDirectoryUserMapping"]);
        assert_eq!(api.get("/inboundMappingPolicy/ubiloginDirectoryUserMapping/$link/method").await.each("id"), ["/method/oidc.1"]);
        assert_eq!(api.get("/server/$link/inboundMappingPolicy").await.each("id"), ["/inboundMappingPolicy/ubiloginDirectoryUserMapping"]);
        assert_eq!(api.put("/server/$link/inboundMappingPolicy/ubiloginDirectoryUserMapping", "").await.code(), 405);
        // One table for a method: the next takes the place of the first.
        api.put("/inboundMappingPolicy/other", "").await;
        assert_eq!(api.put("/method/oidc.1/$link/inboundMappingPolicy/other", "trusted=true").await.json["trusted"], json!(true));
        assert_eq!(api.get("/method/oidc.1/$link/inboundMappingPolicy").await.each("id"), ["/inboundMappingPolicy/other"]);
        // A child without a name gets one.
        let child = api.post("/inboundMappingPolicy/other", "type=inboundDirectoryMapping&mappingurl=ldap:///??sub?(uid=%257Bsubject:username%257D)").await;
        assert_eq!(child.code(), 201, "{}", child.page.body);
        assert_eq!(api.delete(child.text("id")).await.code(), 204);
        assert_eq!(api.delete("/inboundMappingPolicy/ubiloginDirectoryUserMapping").await.code(), 204);
    }
}

on_both! {
    /// A3.1, A3.2: what cannot be read is refused by a finding that names the item, the place and what was expected there.
    async fn a3_2_what_cannot_be_read_is_named(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        api.put("/inboundMappingPolicy/p", "").await;
        api.put("/inboundPolicy/q", "").await;
        api.put("/policy/demo/r", "").await;
        let control = api.put("/inboundDirectoryMapping/p/m", THEIRS).await;
        assert_eq!(control.code(), 200, "{}", control.page.body);
        let filter = |filter: &str| json!({ "mappingURL": [format!("ldap:///??sub?{filter}")] });
        for (path, body, key, field) in [
            ("/inboundDirectoryMapping/p/m", json!({ "mappingURL": [] }), "missing", "items[1].mappingURL"),
            ("/inboundDirectoryMapping/p/m", filter("(mail=x*)"), "mapping-match", "items[1].mappingURL"),
            ("/inboundDirectoryMapping/p/m", filter("(mail=*)"), "mapping-anchor", "items[1].mappingURL"),
            ("/inboundDirectoryMapping/p/m", filter("(mail=%7Bmethod:email)"), "text-expected", "items[1].mappingURL"),
            ("/inboundDirectoryMapping/p/m", json!({ "condition": ["phone"] }), "text-expected", "items[1].condition"),
            ("/inboundPolicyItem/q/i", json!({ "attributeName": "a", "attributeValue": "{upper:{b}}" }), "text-unknown", "items[1].attributeValue"),
            ("/inboundPolicyItem/q/i", json!({ "attributeName": "a", "attributeValue": "b", "condition": ["=x"] }), "text-expected", "items[1].condition"),
            ("/policyItem/demo/r/i", json!({ "attributeName": "a", "attributeValue": "${server.decrypt(user.x)}" }), "expression-refused", "items[1].value"),
            ("/policyItem/demo/r/i", json!({ "attributeName": "expires_in", "attributeValue": "text:1" }), "reserved", "items[1].name"),
            ("/policyItem/demo/r/i", json!({ "attributeName": "a", "attributeValue": "text:1", "nameFormat": "odd one" }), "name-format", "items[1].nameFormat"),
        ] {
            let refused = api.json(Method::PUT, path, &body).await;
            assert_eq!((refused.code(), refused.keys()), (422, vec![key]), "{body}: {}", refused.page.body);
            assert!(refused.page.body.contains(field), "{body}: {}", refused.page.body);
        }
        let said = api.json(Method::PUT, "/inboundDirectoryMapping/p/m", &filter("(mail=%7Bmethod:email)")).await;
        assert!(said.page.body.contains("At character 20 there should be"), "{}", said.page.body);
    }
}

on_both! {
    /// A3.3: lines with a name, assigned to a method, kept as they are, shown and exported.
    async fn a3_3_soso_configurations_are_kept_and_exported(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let made = api.put("/sosoConfiguration/upstream", "configuration=soso.host%20a.example&configuration=soso.port%208080&description=For%20later").await;
        assert_eq!((made.code(), &made.json["attributes"]["configuration"]), (200, &json!(["soso.host a.example", "soso.port 8080"])), "{}", made.page.body);
        assert_eq!(api.put("/method/oidc.1/$link/sosoConfiguration/upstream", "").await.code(), 200);
        assert_eq!(api.get("/sosoConfiguration/upstream/$link/method").await.each("id"), ["/method/oidc.1"]);
        let exported = api.get("/configuration").await.page.body;
        assert!(exported.contains("soso.host a.example") && exported.contains("link.sosoConfiguration"), "{exported}");
        assert_eq!(api.delete("/method/oidc.1/$link/sosoConfiguration/upstream").await.code(), 204);
    }
}

on_both! {
    /// A3.2, C9: whoever a rule finds is logged in as that person; without anybody's word for the address, nobody is.
    async fn a3_2_c9_a_login_ends_as_the_person_that_a_rule_finds(database: Database) {
        let house = House::new().on(database).application("open").allow(["typed"]).user("ada").start().await;
        let api = house.api().await;
        api.put("/inboundMappingPolicy/people", "").await;
        let rule = "condition=method:email=*&mappingURL=ldap:///??sub?(mail=%257Bmethod:email%257D)";
        assert_eq!(api.put("/inboundDirectoryMapping/people/mail", rule).await.code(), 200);
        let enter = async |address: &str, count: usize| typed(&house, address, count).await;
        let ada = house.someone("ada").user.id.to_string().to_lowercase();
        // Without a table the address is a stranger's.
        let stranger = enter("ada@demo.test", 1).await;
        assert_ne!(stranger.claims(&house).await["sub"], json!(ada));
        assert_eq!(api.put("/method/typed/$link/inboundMappingPolicy/people", "").await.code(), 200);
        let unvouched = enter("ada@demo.test", 2).await;
        assert!(!unvouched.granted(), "{}", unvouched.page.text());
        assert_eq!(api.put("/method/typed/$link/inboundMappingPolicy/people", "trusted=true").await.code(), 200);
        let found = enter("ada@demo.test", 3).await;
        assert_eq!(found.claims(&house).await["sub"], json!(ada), "{}", found.page.text());
        let nobody = enter("eve@elsewhere.example", 1).await;
        assert!(!nobody.granted(), "{}", nobody.page.text());
    }
}

on_both! {
    /// A3.6: who came by a method and is in no directory is in its groups; who proves the same and is registered is not, and after
    /// Remove nobody is.
    async fn a3_6_groups_of_those_who_came_by_a_method(database: Database) {
        let house = House::new().on(database).application("open").allow(["typed"]).user("ada").start().await;
        let api = house.api().await;
        api.put("/group/demo/guests", "").await;
        let everybody = api.get("/application/demo/open/$link/allowedTo").await.each("id")[0].to_owned();
        assert_eq!(api.put("/application/demo/open/$link/allowedTo/group/demo/guests", "").await.code(), 200);
        assert_eq!(api.delete(&format!("/application/demo/open/$link/allowedTo{everybody}")).await.code(), 204);
        assert!(!typed(&house, "eve@elsewhere.example", 1).await.granted());
        // The link alone is kept, and makes nobody a member.
        assert_eq!(api.put("/group/demo/guests/$link/method/typed", "").await.json["enabled"], json!(false));
        assert!(!typed(&house, "eve@elsewhere.example", 2).await.granted());
        assert_eq!(api.put("/group/demo/guests/$link/method/typed", "enabled=true").await.code(), 200);
        assert_eq!(api.get("/method/typed/$link/group").await.each("id"), ["/group/demo/guests"]);
        assert!(typed(&house, "eve@elsewhere.example", 3).await.granted(), "the control");
        api.put("/inboundMappingPolicy/people", "").await;
        api.put("/inboundDirectoryMapping/people/mail", "condition=method:email=ada@demo.test&mappingURL=ldap:///??sub?(mail=%257Bmethod:email%257D)").await;
        api.put("/method/typed/$link/inboundMappingPolicy/people", "trusted=true").await;
        let registered = typed(&house, "ada@demo.test", 1).await;
        assert!(!registered.granted(), "{}", registered.page.text());
        assert!(typed(&house, "eve@elsewhere.example", 4).await.granted(), "no rule is for them");
        assert_eq!(api.delete("/method/typed/$link/group/demo/guests").await.code(), 204);
        assert!(!typed(&house, "eve@elsewhere.example", 5).await.granted());
    }
}
