//! Outbound mapping policies through the API: the calls of the source product's page, links from both ends, rights (requirement D5).

use http::Method;
use serde_json::json;
use testkit::{Database, House, on_both};

const PERSISTENT: &str = "nameIDFormat=urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const MANUAL: &str = "nameIDFormat=urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

async fn house(database: Database) -> House {
    let house = House::new().on(database).application("wiki").allow(["password"]).user("ada").user("bob").start().await;
    house
        .edit(model::Noun::Application, "demo/wiki", |entry| {
            if let model::AnyObject::Application(wiki) = &mut entry.object {
                wiki.protocol = "saml".into();
                wiki.metadata = json!({});
            }
        })
        .await;
    house
}

on_both! {
    /// D5: the calls as they are written, the kind fixed after creation, one policy for an application.
    async fn d5_outbound_policies_as_the_calls_are_written(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        let made = api.put("/outboundMappingPolicy/demo/persistentIDPolicy1", PERSISTENT).await;
        assert_eq!((made.code(), made.text("id")), (200, "/outboundMappingPolicy/demo/persistentIDPolicy1"));
        assert_eq!(made.json["attributes"]["nameIDFormat"], json!("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"));
        let looks = api.put("/outboundMappingPolicy/demo/persistentIDPolicy1", "nameValue=PersistentIDFormat%20UUID").await;
        assert_eq!((looks.code(), &looks.json["attributes"]["nameValue"]), (200, &json!("PersistentIDFormat UUID")));
        for (form, key) in [(MANUAL, "fixed"), ("nameValue=other", "outbound-value"), ("affiliation=a%20b", "outbound-affiliation")] {
            let refused = api.put("/outboundMappingPolicy/demo/persistentIDPolicy1", form).await;
            assert!(matches!(refused.code(), 400 | 422) && refused.page.body.contains(key), "{form}: {}", refused.page.body);
        }
        for (form, key) in [("", "missing"), ("nameIDFormat=kerberos", "outbound-format")] {
            let refused = api.put("/outboundMappingPolicy/demo/other", form).await;
            assert!(refused.code() == 422 && refused.page.body.contains(key), "{form}: {}", refused.page.body);
        }
        // The same format otherwise spelt is the same.
        assert_eq!(api.put("/outboundMappingPolicy/demo/persistentIDPolicy1", "nameIDFormat=persistent").await.code(), 200);
        let child = api.post("/site/demo", &format!("type=outboundMappingPolicy&name=people&{MANUAL}")).await;
        assert_eq!((child.code(), child.text("id")), (201, "/outboundMappingPolicy/demo/people"), "{}", child.page.body);
        for name in ["persistentIDPolicy1", "people"] {
            let link = api.put(&format!("/outboundMappingPolicy/demo/{name}/$link/application/demo/wiki"), "").await;
            assert_eq!(link.json, json!({ "type": "application", "id": "/application/demo/wiki", "link": "application" }), "{}", link.page.body);
        }
        assert_eq!(api.get("/application/demo/wiki/$link/outboundMappingPolicy").await.each("id"), ["/outboundMappingPolicy/demo/people"]);
        assert_eq!(api.get("/outboundMappingPolicy/demo/people/$link/application").await.each("id"), ["/application/demo/wiki"]);
        assert_eq!(api.get("/site/demo/$link/one/outboundMappingPolicy").await.each("id").len(), 2);
        assert_eq!(api.delete("/outboundMappingPolicy/demo/persistentIDPolicy1").await.code(), 204);
    }
}

on_both! {
    /// D5: what users are called, from both ends; nobody gets another's name, and whoever gets a login name none that went with it.
    async fn d5_names_of_users_from_both_ends(database: Database) {
        let house = house(database).await;
        let api = house.api().await;
        api.put("/outboundMappingPolicy/demo/people", MANUAL).await;
        let (people, ada) = ("/outboundMappingPolicy/demo/people/$link/user", "/user/demo/ada/$link/outboundMappingPolicy");
        let named = api.post(&format!("{people}/demo/ada"), "username=LOVELACE").await;
        let told = json!({ "type": "user", "id": "/user/demo/ada", "link": "user", "username": "LOVELACE" });
        assert_eq!((named.code(), &named.json), (200, &told), "{}", named.page.body);
        assert_eq!(api.get(people).await.json["objects"], json!([told]));
        assert_eq!(api.get(&format!("{people}/demo/ada")).await.json["objects"], json!([told]));
        assert_eq!(api.get(&format!("{people}/demo/bob")).await.code(), 404, "the control");
        let back = json!({ "type": "outboundMappingPolicy", "id": "/outboundMappingPolicy/demo/people", "link": "outboundMappingPolicy", "username": "LOVELACE" });
        assert_eq!(api.get(ada).await.json["objects"], json!([back]));
        assert!(api.get("/outboundMappingPolicy/demo/people/$link").await.each("id").contains(&"/user/demo/ada"));
        // Said again otherwise, it is otherwise; from either end.
        let put = api.json(Method::PUT, &format!("{ada}/demo/people"), &json!({ "username": "a.lovelace" })).await;
        assert_eq!((put.code(), &put.json["username"]), (200, &json!("a.lovelace")), "{}", put.page.body);
        for (form, key) in [("username=A.Lovelace", "name-taken"), ("username=%20b", "outbound-name"), ("", "missing"), ("user=b", "link-attribute")] {
            let refused = api.post(&format!("{people}/demo/bob"), form).await;
            assert!(matches!(refused.code(), 400 | 422) && refused.page.body.contains(key), "{form}: {}", refused.page.body);
        }
        assert_eq!(api.post(&format!("{people}/demo/nobody"), "username=x").await.code(), 404);
        assert_eq!(api.post(&format!("{people}/demo/bob"), "username=boole").await.code(), 200);
        assert_eq!(api.delete(&format!("{people}/demo/bob")).await.code(), 204);
        assert_eq!(api.delete(&format!("{people}/demo/bob")).await.code(), 404);
        api.put("/outboundMappingPolicy/demo/pairs", PERSISTENT).await;
        let refused = api.post("/outboundMappingPolicy/demo/pairs/$link/user/demo/ada", "username=x").await;
        assert!(refused.code() == 422 && refused.page.body.contains("outbound-users"), "{}", refused.page.body);
        // The configuration carries it, and reads back as the same.
        let text = api.get("/configuration").await.page.body;
        assert!(text.contains("[\"/outboundMappingPolicy/demo/people\"]") && text.contains("a.lovelace"), "{text}");
        // Somebody else under the login name is somebody else.
        assert_eq!(api.delete("/user/demo/ada").await.code(), 204);
        assert_eq!(api.get(people).await.json["objects"], json!([]));
        assert_eq!(api.put("/user/demo/ada", "cn=Another").await.code(), 200);
        assert_eq!(api.get(ada).await.json["objects"], json!([]));
        let kept = api.post(&format!("{people}/demo/ada"), "username=a.lovelace").await;
        assert!(kept.code() == 422 && kept.page.body.contains("name-taken"), "a name stays spent until it is taken out: {}", kept.page.body);
    }
}
