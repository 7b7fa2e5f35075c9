//! What a person is called.

use saml::{
    message::{AuthnRequest, NameId, NameIdPolicy, Subject, code},
    ns,
};
use serde_json::json;
use testkit::{Browser, Database, House, on_both};

use super::sp::*;
use crate::support::type_in;

async fn house(database: Database, first: &Sp, second: &Sp, more: serde_json::Value) -> House {
    let house =
        House::new().on(database).application("wiki").application_with(first.application(more)).allow(["password"]);
    let house = house
        .application("shop")
        .application_with(second.application(json!({})))
        .allow(["password"])
        .user("ada")
        .user("bob")
        .start()
        .await;
    learn(&house).await;
    house
}

/// The name that somebody gets, wishing for a format.
async fn called(house: &House, browser: &Browser, sp: &Sp, name: &str, format: Option<&str>) -> NameId {
    let policy = format.map(|format| NameIdPolicy { format: Some(format.into()), ..NameIdPolicy::default() });
    let request = AuthnRequest { name_id_policy: policy, ..sp.request(house) };
    let mut page = sp.ask(browser, &request).await;
    if page.asks("password") {
        page = type_in(browser, &page, name, &house.someone(name).password).await;
    }
    sp.accept(house, &page, Some(&request)).unwrap().name_id
}

on_both! {
    /// S071: transient is another name each time, persistent the same for ever at one application and another at the next.
    async fn s071_transient_persistent_and_mail(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop, json!({})).await;
        let browser = house.browser();
        let transient = Some(ns::format::TRANSIENT);
        let (one, two) = (called(&house, &browser, &wiki, "ada", transient).await, called(&house, &browser, &wiki, "ada", transient).await);
        assert_ne!(one.value, two.value);
        assert_eq!(one.format.as_deref(), transient);
        let persistent = Some(ns::format::PERSISTENT);
        let here = called(&house, &browser, &wiki, "ada", persistent).await;
        assert_eq!(here, called(&house, &house.browser(), &wiki, "ada", persistent).await, "in any browser");
        let there = called(&house, &browser, &shop, "ada", persistent).await;
        assert_ne!(here.value, there.value, "nobody can be followed");
        assert_ne!(here.value, called(&house, &house.browser(), &wiki, "bob", persistent).await.value);
        assert_eq!((here.name_qualifier.as_deref(), here.sp_name_qualifier.as_deref()), (Some(keys(&house).entity.as_str()), Some(wiki.entity.as_str())));
        for value in [&one.value, &here.value] {
            assert!(value.len() > 20 && !value.contains("ada"), "{value}");
        }
        let mail = called(&house, &browser, &wiki, "ada", Some(ns::format::EMAIL)).await;
        assert_eq!(mail.value, "ada@demo.test");
        assert_eq!(called(&house, &browser, &wiki, "ada", None).await.value, "ada");
    }
}

on_both! {
    /// D5: what an application is registered for, as a UUID, in an affiliation, or from an attribute.
    async fn d5_registered_names(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop, json!({})).await;
        let root = house.api().await;
        let register = async |path: &str, sp: &Sp, more: serde_json::Value| {
            let put = root.json(http::Method::PUT, &format!("/application/demo/{path}"), &json!({ "metadata": sp.registration(more) })).await;
            assert_eq!(put.code(), 200, "{}", put.page.body);
        };
        let browser = house.browser();
        register("wiki", &wiki, json!({ "name_id": "persistent-uuid" })).await;
        let uuid = called(&house, &browser, &wiki, "ada", None).await;
        assert_eq!(uuid.value.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{}", uuid.value);
        assert_eq!(uuid.format.as_deref(), Some(ns::format::PERSISTENT));
        assert_eq!(uuid, called(&house, &browser, &wiki, "ada", Some(ns::format::PERSISTENT)).await, "what is registered wins");
        for (path, sp) in [("wiki", &wiki), ("shop", &shop)] {
            register(path, sp, json!({ "name_id": "persistent", "affiliation": "https://all.example" })).await;
        }
        let (here, there) = (called(&house, &browser, &wiki, "ada", None).await, called(&house, &browser, &shop, "ada", None).await);
        assert_eq!(here, there, "an affiliation shares names");
        assert_eq!(here.sp_name_qualifier.as_deref(), Some("https://all.example"));
        register("wiki", &wiki, json!({ "name_id": "X509SubjectName", "name_id_attribute": "email" })).await;
        let name = called(&house, &browser, &wiki, "ada", None).await;
        assert_eq!((name.value.as_str(), name.format.as_deref()), ("ada@demo.test", Some(ns::format::X509_SUBJECT)));
    }
}

on_both! {
    /// A2.8, A2.9: the method's format rule goes before what is delivered; a name is encrypted where the rule or the request says so.
    async fn a2_8_format_rules_and_encrypted_names(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0).encrypting(), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop, json!({ "encrypt": "never" })).await;
        let mut lax = Sp::new("wiki", 0).encrypting();
        lax.role.keys.encryption.clear();
        let set = async |rule: &str| {
            let rule: model::method::Rule = serde_json::from_value(json!(rule)).unwrap();
            house.edit_method("password", |m| m.format = rule.clone()).await;
        };
        set("set kerberos").await;
        let name = called(&house, &house.browser(), &lax, "ada", None).await;
        assert_eq!((name.value.as_str(), name.format.as_deref()), ("ada", Some(ns::format::KERBEROS)));
        set("set encrypted").await;
        let browser = house.browser();
        let request = lax.request(&house);
        let page = lax.ask(&browser, &request).await;
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        let text = String::from_utf8(response_of(&done).unwrap()).unwrap();
        assert!(text.contains("EncryptedID") && !text.contains("NameID>ada<") && !text.contains("NameID Format"), "{text}");
        let keys = keys(&house);
        let expected = saml::sp::Expected { must_encrypt: false, ..lax.expected(&house, &keys, Some(&request)) };
        assert_eq!(expected.judge(text.as_bytes()).unwrap().name_id.value, "ada");
        // An application without a key cannot get one.
        let request = shop.request(&house);
        let page = shop.ask(&browser, &request).await;
        assert_eq!(status_of(&page).why(), code::INVALID_NAME_ID_POLICY);
        set("assert kerberos").await;
        let browser = house.browser();
        let page = shop.ask(&browser, &shop.request(&house)).await;
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert!(response_of(&done).is_none_or(|_| !status_of(&done).is_success()), "{}", done.text());
    }
}

on_both! {
    /// A request that names a person is answered for that person alone.
    async fn a_named_subject_or_nobody(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop, json!({})).await;
        for (wanted, good) in [("ada", true), ("bob", false)] {
            let browser = house.browser();
            let subject = Subject { name_id: Some(NameId::new(wanted, ns::format::UNSPECIFIED)), ..Subject::default() };
            let request = AuthnRequest { subject: Some(subject), ..wiki.request(&house) };
            let page = wiki.ask(&browser, &request).await;
            let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
            let accepted = wiki.accept(&house, &done, Some(&request));
            assert_eq!(accepted.is_ok(), good, "{accepted:?}");
            if !good {
                assert_eq!(status_of(&done).why(), code::UNKNOWN_PRINCIPAL);
            }
        }
    }
}

on_both! {
    /// D5: an outbound mapping policy goes before what is registered; by a table of users nobody is called but who is in it.
    async fn d5_outbound_mapping_policies_name_people(database: Database) {
        let (wiki, shop) = (Sp::new("wiki", 0), Sp::new("shop", 1));
        let house = house(database, &wiki, &shop, json!({ "name_id": "transient" })).await;
        let api = house.api().await;
        let policy = async |name: &str, form: &str| {
            let put = api.put(&format!("/outboundMappingPolicy/demo/{name}"), form).await;
            assert_eq!(put.code(), 200, "{}", put.page.body);
            for application in ["wiki", "shop"] {
                let link = api.put(&format!("/outboundMappingPolicy/demo/{name}/$link/application/demo/{application}"), "").await;
                assert_eq!(link.code(), 200, "{}", link.page.body);
            }
        };
        let browser = house.browser();
        let registered = called(&house, &browser, &wiki, "ada", None).await;
        assert_eq!(registered.format.as_deref(), Some(ns::format::TRANSIENT), "the control");
        policy("uuid", "nameIDFormat=urn:oasis:names:tc:SAML:2.0:nameid-format:persistent&nameValue=PersistentIDFormat%20UUID").await;
        let uuid = called(&house, &browser, &wiki, "ada", None).await;
        assert_eq!(uuid.value.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{}", uuid.value);
        assert_eq!(uuid, called(&house, &house.browser(), &wiki, "ada", None).await);
        assert_ne!(uuid.value, called(&house, &browser, &shop, "ada", None).await.value, "nobody can be followed");
        policy("all", "nameIDFormat=persistent&affiliation=https://all.example").await;
        let (here, there) = (called(&house, &browser, &wiki, "ada", None).await, called(&house, &browser, &shop, "ada", None).await);
        assert_eq!((&here, here.sp_name_qualifier.as_deref()), (&there, Some("https://all.example")), "an affiliation shares names");
        policy("once", "nameIDFormat=transient").await;
        let (one, two) = (called(&house, &browser, &shop, "ada", None).await, called(&house, &browser, &shop, "ada", None).await);
        assert_eq!(one.format.as_deref(), Some(ns::format::TRANSIENT));
        assert_ne!(one.value, two.value);
        policy("people", "nameIDFormat=urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified").await;
        let named = api.post("/outboundMappingPolicy/demo/people/$link/user/demo/ada", "username=LOVELACE").await;
        assert_eq!(named.code(), 200, "{}", named.page.body);
        let name = called(&house, &browser, &wiki, "ada", None).await;
        assert_eq!((name.value.as_str(), name.format.as_deref()), ("LOVELACE", Some(ns::format::UNSPECIFIED)));
        // Another kind of name is not made in its place.
        for format in [ns::format::PERSISTENT, ns::format::TRANSIENT, ns::format::EMAIL] {
            let policy = NameIdPolicy { format: Some(format.into()), ..NameIdPolicy::default() };
            let page = wiki.ask(&browser, &AuthnRequest { name_id_policy: Some(policy), ..wiki.request(&house) }).await;
            assert_eq!(status_of(&page).why(), code::INVALID_NAME_ID_POLICY, "{format}");
        }
        // Nor is somebody without a name called by their own.
        let browser = house.browser();
        let page = wiki.ask(&browser, &wiki.request(&house)).await;
        let done = type_in(&browser, &page, "bob", &house.someone("bob").password).await;
        assert_eq!(status_of(&done).why(), code::REQUEST_DENIED);
        assert!(!String::from_utf8(response_of(&done).unwrap()).unwrap().contains("NameID"));
        let named = api.put("/user/demo/bob/$link/outboundMappingPolicy/demo/people", "username=boole").await;
        assert_eq!(named.code(), 200, "{}", named.page.body);
        assert_eq!(called(&house, &browser, &wiki, "bob", None).await.value, "boole");
    }
}

on_both! {
    /// S071: names are shared by applications that one session reaches; nobody elsewhere gets them by naming the affiliation, or the
    /// application itself.
    async fn s071_names_are_not_taken_from_other_sites(database: Database) {
        let (wiki, shop, thief) = (Sp::new("wiki", 0), Sp::new("shop", 1), Sp::new("thief", 2));
        let house = house(database, &wiki, &shop, json!({ "name_id": "persistent", "affiliation": "https://all.example" })).await;
        let root = house.api().await;
        for site in ["other", "third"] {
            assert_eq!(root.put(&format!("/site/{site}"), "").await.code(), 200);
        }
        let register = async |path: &str, sp: &Sp, more: serde_json::Value| {
            root.json(http::Method::PUT, path, &json!({ "protocol": "saml", "metadata": sp.registration(more) })).await
        };
        let persistent = |affiliation: &str| json!({ "name_id": "persistent", "affiliation": affiliation });
        for taken in ["https://all.example", shop.entity.as_str()] {
            let refused = register("/application/other/thief", &thief, persistent(taken)).await;
            assert!(refused.code() == 422 && refused.keys().contains(&"affiliation-taken"), "{taken}: {}", refused.page.body);
            assert!(!refused.page.body.contains("/application/demo"), "whose it is is not told: {}", refused.page.body);
        }
        // By a policy, and from the other end.
        let policy = |affiliation: &str| format!("nameIDFormat=persistent&affiliation={affiliation}");
        assert_eq!(root.put("/outboundMappingPolicy/other/all", &policy("https://all.example")).await.code(), 200);
        assert_eq!(register("/application/other/thief", &thief, persistent("https://theirs.example")).await.code(), 200, "the control");
        let link = "/outboundMappingPolicy/other/all/$link/application/other/thief";
        let refused = root.put(link, "").await;
        assert!(refused.code() == 422 && refused.page.body.contains("affiliation-taken"), "{}", refused.page.body);
        assert_eq!(root.put("/outboundMappingPolicy/other/all", &policy("https://other.example")).await.code(), 200);
        assert_eq!(root.put(link, "").await.code(), 200, "the control");
        let refused = root.put("/outboundMappingPolicy/other/all", &policy("https://all.example")).await;
        assert!(refused.code() == 422 && refused.page.body.contains("affiliation-taken"), "{}", refused.page.body);
        let named = Sp::new("named", 2).named("https://other.example");
        let refused = register("/application/demo/shop", &named, json!({})).await;
        assert!(refused.code() == 422 && refused.keys().contains(&"affiliation-taken"), "{}", refused.page.body);
        // Where a session reaches both, names may be the same.
        assert_eq!(register("/application/demo/shop", &shop, persistent("https://all.example")).await.code(), 200);
        assert_eq!(root.put("/site/demo/$link/share/site/other", "").await.code(), 200);
        assert_eq!(root.put("/outboundMappingPolicy/other/all", &policy("https://all.example")).await.code(), 200);
    }
}
