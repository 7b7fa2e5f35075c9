//! What an application's policy makes of a person, as a service provider gets it.

use saml::{
    message::{AuthnRequest, NameIdPolicy, code},
    ns,
    sp::Accepted,
};
use serde_json::json;
use testkit::{Database, House, Page, api::Api, on_both};

use super::sp::*;
use crate::support::type_in;

async fn house(database: Database, sp: &Sp) -> House {
    let house = House::new().on(database).application("wiki").application_with(sp.application(json!({})));
    let house = house.allow(["password"]).user("ada").attribute("department", "it").user("bob").start().await;
    learn(&house).await;
    house
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A fresh policy of these items, each a form, put in place of any other.
async fn policy(api: &Api, name: &str, items: &[&str]) {
    let path = format!("/policy/demo/{name}");
    assert_eq!(api.put(&path, "").await.code(), 200);
    for item in items {
        let made = api.post(&path, &format!("type=policyItem&{item}")).await;
        assert_eq!(made.code(), 201, "{item}: {}", made.page.body);
    }
    assert_eq!(api.put(&format!("{path}/$link/application/demo/wiki"), "").await.code(), 200);
}

/// A login from the request to the assertion, or the page it ends at.
async fn log_in(house: &House, sp: &Sp, name: &str, format: Option<&str>) -> Result<Accepted, Page> {
    let browser = house.browser();
    let policy = format.map(|format| NameIdPolicy { format: Some(format.into()), ..NameIdPolicy::default() });
    let request = AuthnRequest { name_id_policy: policy, ..sp.request(house) };
    let page = sp.ask(&browser, &request).await;
    let page = type_in(&browser, &page, name, &house.someone(name).password).await;
    if response_of(&page).is_none() || !status_of(&page).is_success() {
        return Err(page);
    }
    Ok(sp.accept(house, &page, Some(&request)).unwrap())
}

on_both! {
    /// D4: constants, attributes and expressions go out in the form that the policy says; what has a scope does not, as SAML has none.
    async fn d4_a_policy_says_what_goes_out_and_in_which_form(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp).await;
        policy(&house.api().await, "attrs", &[
            "attributename=kind&attributevalue=text:person",
            "attributename=urn:oid:0.9.2342.19200300.100.1.3&attributevalue=user:mail&nameformat=uri&friendlyname=mail",
            "attributename=login&attributevalue=%24%7Buser.uid%7D%40example.com",
            "attributename=raw&attributevalue=user:department;binary",
            "attributename=scoped&attributevalue=text:x&scope=profile",
            "attributename=none&attributevalue=%24%7Buser.title%7D-x",
            "attributename=ignored&attributevalue=%24%7Battribute.name(%27other%27).values(user.department, %27b%27).friendlyName(%27Other%27)%7D",
        ]).await;
        let accepted = log_in(&house, &sp, "ada", None).await.unwrap();
        for (name, expected) in [("kind", &["person"][..]), ("urn:oid:0.9.2342.19200300.100.1.3", &["ada@demo.test"]), ("login", &["ada@example.com"]), ("raw", &["aXQ="]), ("other", &["it", "b"])] {
            assert_eq!(values(&accepted, name), expected, "{name}");
        }
        assert_eq!(accepted.attributes.len(), 5, "{:?}", accepted.attributes);
        let form = |name: &str| accepted.attributes.iter().find(|a| a.name == name).map(|a| (a.format.clone(), a.friendly_name.clone())).unwrap();
        assert_eq!(form("urn:oid:0.9.2342.19200300.100.1.3"), (Some(ns::attrname::URI.into()), Some("mail".into())));
        assert_eq!(form("other"), (Some(ns::attrname::BASIC.into()), Some("Other".into())));
        assert_eq!(form("kind").1, None);
    }
}

on_both! {
    /// A2.10: an expression calls the person; what is made for one application alone stays ours where it does not say so outright.
    async fn a2_10_a_policy_calls_the_person(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp).await;
        let api = house.api().await;
        let named = async |name: &str, expression: &str, wished: Option<&str>| {
            let item = format!("attributename=name&attributevalue={}", encoded(expression));
            policy(&api, name, &[&item]).await;
            log_in(&house, &sp, "ada", wished).await.map(|accepted| (accepted.name_id, accepted.attributes.len()))
        };
        let (name, attributes) = named("plain", "${nameID.value(user.department).format('x509subjectname')}", None).await.unwrap();
        assert_eq!((name.value.as_str(), name.format.as_deref(), attributes), ("it", Some(ns::format::X509_SUBJECT), 0));
        let (name, _) = named("kept", "${nameID.value(user.mail)}", None).await.unwrap();
        assert_eq!(name.value, "ada@demo.test");
        // S071: a persistent name is ours, whatever the policy would rather have it be...
        let (ours, _) = named("same", "${nameID.value('bob')}", Some(ns::format::PERSISTENT)).await.unwrap();
        assert!(ours.value.len() > 20 && ours.format.as_deref() == Some(ns::format::PERSISTENT), "{ours:?}");
        // ...until it says so, and then in our own name and for this application alone.
        let spoken = "${nameID.value(user.department).format('persistent').nameQualifier('https://other.example').spNameQualifier('https://shop.example')}";
        let (theirs, _) = named("spoken", spoken, Some(ns::format::PERSISTENT)).await.unwrap();
        assert_eq!((theirs.value.as_str(), theirs.name_qualifier.as_deref(), theirs.sp_name_qualifier.as_deref()), ("it", Some(keys(&house).entity.as_str()), Some(sp.entity.as_str())));
        // A name of another format than the one that was asked for is not given.
        let page = named("other", "${nameID.value(user.mail).format('email')}", Some(ns::format::PERSISTENT)).await.unwrap_err();
        assert_eq!(status_of(&page).why(), code::INVALID_NAME_ID_POLICY);
        // Nobody is called by nothing.
        let page = named("none", "${nameID.value(user.title)}", None).await.unwrap_err();
        assert!(kept_here(&page) || !status_of(&page).is_success());
        let refused = api.post("/policy/demo/none", "type=policyItem&attributename=x&attributevalue=%24%7BnameID.value(user.cn).format(%27entity%27)%7D").await;
        assert_eq!((refused.code(), refused.keys()), (422, vec!["expression-refused"]));
    }
}

on_both! {
    /// D4: a broken constraint denies; the person reads that something is missing, and the audit says which attribute and why.
    async fn d4_a_broken_constraint_denies_and_names_the_attribute(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp).await;
        let api = house.api().await;
        policy(&api, "strict", &["attributename=unit&attributevalue=user:department&required=true&single=true"]).await;
        assert_eq!(values(&log_in(&house, &sp, "ada", None).await.unwrap(), "unit"), ["it"], "the control");
        let page = log_in(&house, &sp, "bob", None).await.unwrap_err();
        assert!(kept_here(&page), "{}", page.text());
        assert!(page.text().contains("needs something that your account lacks") && !page.text().contains("department"), "{}", page.text());
        house.edit_user("ada", |user| { user.attributes.insert("department".into(), vec!["it".into(), "hr".into(), "it".into()]); }).await;
        assert!(log_in(&house, &sp, "ada", None).await.is_err());
        let told: Vec<_> = house.audited("policy.unmet").await.into_iter().map(|event| event.detail).collect();
        assert_eq!(told, [json!({ "attribute": "unit", "constraint": "required" }), json!({ "attribute": "unit", "constraint": "single" })]);
        let denied = house.audited("login.denied").await;
        assert!(denied.len() == 2 && denied.iter().all(|event| event.reason == "policy-unmet"), "{denied:?}");
    }
}

on_both! {
    /// D4, S071: what the policy does not release is not told as a name either, because the application asks for one.
    async fn d4_a_wish_for_an_address_is_no_release(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp).await;
        let api = house.api().await;
        policy(&api, "without", &["attributename=unit&attributevalue=user:department"]).await;
        let page = log_in(&house, &sp, "ada", Some(ns::format::EMAIL)).await.unwrap_err();
        assert_eq!(status_of(&page).why(), code::INVALID_NAME_ID_POLICY);
        assert!(!String::from_utf8(response_of(&page).unwrap()).unwrap().contains("ada@demo.test"));
        policy(&api, "with", &["attributename=email&attributevalue=user:mail"]).await;
        let told = log_in(&house, &sp, "ada", Some(ns::format::EMAIL)).await.unwrap();
        assert_eq!(told.name_id.value, "ada@demo.test", "the control");
        // An administrator may say so, whatever the policy has.
        policy(&api, "without", &["attributename=unit&attributevalue=user:department"]).await;
        let registered = json!({ "metadata": sp.registration(json!({ "name_id": "emailAddress" })) });
        assert_eq!(api.json(http::Method::PUT, "/application/demo/wiki", &registered).await.code(), 200);
        let told = log_in(&house, &sp, "ada", Some(ns::format::EMAIL)).await.unwrap();
        assert_eq!((told.name_id.value.as_str(), told.attributes.len()), ("ada@demo.test", 1));
    }
}
