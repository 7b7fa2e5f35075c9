//! Logging in: what an application gets, and what it does not.

use http::Method;
use saml::{
    Limits, Xml,
    binding::Parameter,
    context::{Comparison, Reference, RequestedContext},
    message::code,
    ns,
};
use serde_json::json;
use testkit::{Database, House, Raw, on_both, plan::Way};

use super::sp::*;
use crate::support::type_in;

async fn house(database: Database, sp: &Sp, more: serde_json::Value) -> House {
    let house = House::new()
        .on(database)
        .method(Way::new("totp", "totp"))
        .application("wiki")
        .application_with(sp.application(more))
        .allow(["password"])
        .user("ada")
        .user("bob");
    let house = house.start().await;
    learn(&house).await;
    house
}

on_both! {
    /// S075: a login by POST: both signed, encrypted, one assertion with one statement, for this application and for minutes.
    async fn s075_a_login_from_the_request_to_the_assertion(database: Database) {
        let sp = Sp::new("wiki", 0).encrypting();
        let house = house(database, &sp, json!({})).await;
        let browser = house.browser();
        let request = sp.request(&house);
        let page = browser.get(&sp.address(&request, Some("deep/link?x=1&y=<2>"))).await;
        assert!(page.asks("password"), "{}", page.text());
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        let accepted = sp.accept(&house, &done, Some(&request)).unwrap();
        assert_eq!((accepted.name_id.value.as_str(), accepted.name_id.format.as_deref()), ("ada", Some(ns::format::UNSPECIFIED)));
        assert_eq!(values(&accepted, "email"), ["ada@demo.test"]);
        assert_eq!(accepted.authn.declaration.as_deref(), Some("urn:test:method:password"));
        assert_eq!(accepted.authn.class, None, "A2.6: no class, no element");
        let form = done.forms().into_iter().find(|f| f.input("SAMLResponse").is_some()).unwrap();
        assert_eq!((form.action.as_str(), form.input("RelayState").unwrap().value.as_str()), (sp.acs.as_str(), "deep/link?x=1&y=<2>"));
        let text = String::from_utf8(response_of(&done).unwrap()).unwrap();
        assert!(text.contains("aes256-gcm") && !text.contains("DOCTYPE") && !text.contains("ada@demo.test"), "{text}");
        // The same answer is no answer for another application, another request, or later.
        let other = Sp::new("other", 0).encrypting();
        assert!(other.accept(&house, &done, Some(&request)).is_err());
        assert!(sp.accept(&house, &done, Some(&sp.request(&house))).is_err());
        house.clock.seconds(400);
        assert!(sp.accept(&house, &done, Some(&request)).is_err());
        let granted = house.audited("login.granted").await;
        assert_eq!(granted.len(), 1);
        assert!(granted[0].application.ends_with("wiki"));
    }
}

on_both! {
    /// A request that another site posts goes on where our cookies come along, and single sign-on asks nothing.
    async fn a_posted_request_goes_on_with_our_cookies(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let browser = house.browser();
        let request = sp.request(&house);
        let page = sp.posted(&browser, "/saml2/sso", Parameter::Request, &signed(&request.write(), &sp.key)).await;
        assert!(page.asks("password"), "{} {}", page.status, page.text());
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        let first = sp.accept(&house, &done, Some(&request)).unwrap();
        let again = sp.request(&house);
        let done = sp.posted(&browser, "/saml2/sso", Parameter::Request, &signed(&again.write(), &sp.key)).await;
        let second = sp.accept(&house, &done, Some(&again)).unwrap();
        assert_eq!(first.authn.session_index, second.authn.session_index);
        assert_ne!(first.assertion_id, second.assertion_id);
        // What was sealed on the way is ours alone, and not for ever.
        let raw = post_raw(&sp, &house);
        let posted = browser.send(Method::POST, &browser.url("/saml2/sso"), raw).await;
        let on = posted.location().unwrap();
        let (start, last) = on.as_str().split_at(on.as_str().len() - 3);
        assert!(kept_here(&browser.get(&format!("{}xyz", start.replace(&at(&house, ""), ""))).await), "{last}");
        house.clock.seconds(601);
        assert!(kept_here(&browser.get(&on.as_str().replace(&at(&house, ""), "")).await));
    }
}

fn post_raw(sp: &Sp, house: &House) -> Raw {
    let document = signed(&sp.request(house).write(), &sp.key);
    let fields = saml::binding::post::fields(Parameter::Request, &document, None);
    Raw::form(&fields.into_iter().map(|(n, v)| (n.to_owned(), v)).collect::<Vec<_>>())
}

on_both! {
    /// S067, S068: ForceAuthn asks again and states the new time; IsPassive shows nothing.
    async fn s067_s068_forced_and_passive(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let browser = house.browser();
        let mut passive = sp.request(&house);
        passive.is_passive = true;
        let page = sp.ask(&browser, &passive).await;
        assert_eq!(status_of(&page).why(), code::NO_PASSIVE);
        let request = sp.request(&house);
        let page = sp.ask(&browser, &request).await;
        let first = sp.accept(&house, &type_in(&browser, &page, "ada", &house.someone("ada").password).await, Some(&request)).unwrap();
        house.clock.seconds(30);
        let mut passive = sp.request(&house);
        passive.is_passive = true;
        let silent = sp.accept(&house, &sp.ask(&browser, &passive).await, Some(&passive)).unwrap();
        assert_eq!(silent.authn.instant, first.authn.instant, "the control: a session answers");
        let mut forced = sp.request(&house);
        forced.force_authn = true;
        let page = sp.ask(&browser, &forced).await;
        assert!(page.asks("password"), "{}", page.text());
        let anew = sp.accept(&house, &type_in(&browser, &page, "ada", &house.someone("ada").password).await, Some(&forced)).unwrap();
        assert_eq!(anew.authn.instant.millis() - first.authn.instant.millis(), 30_000);
        let mut both = sp.request(&house);
        (both.force_authn, both.is_passive) = (true, true);
        assert_eq!(status_of(&sp.ask(&browser, &both).await).why(), code::NO_PASSIVE);
    }
}

on_both! {
    /// S069, A2.5, A2.6: a class or a declaration chooses the method and is stated; what nobody offers is NoAuthnContext.
    async fn s069_requested_contexts(database: Database) {
        let class = "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport";
        let (weak, strong) = ("urn:test:weak", "urn:test:strong");
        let sp = Sp::new("wiki", 0);
        let house = House::new().on(database).method(Way::new("other", "password")).application("wiki").application_with(sp.application(json!({})));
        let house = house.allow(["password", "other"]).user("ada").system_with(|s| s.contexts = vec![weak.into(), class.into(), strong.into()]).start().await;
        learn(&house).await;
        house.edit_method("password", |m| m.class_reference = Some(class.into())).await;
        let asking = async |references: Vec<Reference>, comparison| {
            let mut request = sp.request(&house);
            request.context = Some(RequestedContext { comparison, references });
            let browser = house.browser();
            let page = sp.ask(&browser, &request).await;
            if response_of(&page).is_some() {
                return Err(status_of(&page));
            }
            assert!(page.asks("password"), "{}", page.text());
            let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
            Ok(sp.accept(&house, &done, Some(&request)).unwrap().authn)
        };
        let of = |uri: &str| vec![Reference::Class(uri.into())];
        let declared = vec![Reference::Declaration("urn:test:method:password".into())];
        for (references, comparison) in [
            (of(class), Comparison::Exact),
            (declared, Comparison::Exact),
            (of(weak), Comparison::Minimum),
            (of(weak), Comparison::Better),
            (of(strong), Comparison::Maximum),
        ] {
            let authn = asking(references.clone(), comparison).await.unwrap_or_else(|s| panic!("{references:?} {comparison:?}: {s:?}"));
            assert_eq!((authn.class.as_deref(), authn.declaration.as_deref()), (Some(class), Some("urn:test:method:password")), "{references:?}");
        }
        for (references, comparison) in [
            (of("urn:test:nobody"), Comparison::Exact),
            (vec![Reference::Declaration("urn:test:method:nobody".into())], Comparison::Exact),
            (of(strong), Comparison::Minimum),
            (of(class), Comparison::Better),
            (of(weak), Comparison::Maximum),
        ] {
            let status = asking(references.clone(), comparison).await.expect_err("nothing meets it");
            assert_eq!((status.codes[0].as_str(), status.why()), (code::RESPONDER, code::NO_AUTHN_CONTEXT), "{references:?}");
        }
    }
}

on_both! {
    /// S072: what a person is called cannot become markup, and what no document can hold is left out.
    async fn s072_values_are_only_values(database: Database) {
        let evil = "</saml:AttributeValue></saml:Attribute><saml:Attribute Name=\"role\"><saml:AttributeValue>admin\u{1}\u{8}]]>&amp;";
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        house.edit_user("ada", |user| { user.attributes.insert("cn".into(), vec![evil.into()]); }).await;
        let browser = house.browser();
        let request = sp.request(&house);
        let page = sp.ask(&browser, &request).await;
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        let accepted = sp.accept(&house, &done, Some(&request)).unwrap();
        assert_eq!(values(&accepted, "cn"), [evil.replace(['\u{1}', '\u{8}'], "")]);
        assert!(accepted.attributes.iter().all(|a| a.name != "role"));
        let bytes = response_of(&done).unwrap();
        let xml = Xml::parse(&bytes, &Limits::MESSAGE).unwrap();
        assert_eq!(xml.root().and_below().filter(|n| n.is(ns::SAML, "AuthnStatement")).count(), 1);
    }
}

on_both! {
    /// S064, S050: with IdP-initiated login off nothing begins without a request; on, the answer answers none.
    async fn s041_a_login_that_begins_here(database: Database) {
        let sp = Sp::new("wiki", 0);
        let off = house(database, &sp, json!({})).await;
        assert!(kept_here(&off.browser().get("/saml2/start?application=demo/wiki").await));
        drop(off);
        let on = house(database, &sp, json!({ "unsolicited": true, "relay_state": "home" })).await;
        let browser = on.browser();
        let page = browser.get("/saml2/start?application=demo/wiki").await;
        let done = type_in(&browser, &page, "ada", &on.someone("ada").password).await;
        assert_eq!(sp.accept(&on, &done, None).unwrap().name_id.value, "ada");
        let form = done.forms().into_iter().find(|f| f.input("SAMLResponse").is_some()).unwrap();
        assert_eq!(form.input("RelayState").unwrap().value, "home");
        for wrong in ["/saml2/start", "/saml2/start?application=demo/none", "/saml2/start?application=demo/wiki&RelayState=%00"] {
            assert!(kept_here(&browser.get(wrong).await), "{wrong}");
        }
        on.edit(model::Noun::Application, "demo/wiki", |entry| {
            if let model::AnyObject::Application(a) = &mut entry.object { a.enabled = false; }
        }).await;
        assert!(kept_here(&browser.get("/saml2/start?application=demo/wiki").await), "S050: a disabled one");
    }
}

on_both! {
    /// C6, C10, L010: neither a requested context, nor silence, nor a session of an application that asks for less, nor a login that begins
    /// here gets by without the second factor; and one code is worth one login, at whichever application.
    async fn c6_l010_no_way_around_the_second_factor(database: Database) {
        let (strict, lax) = (Sp::new("strict", 0), Sp::new("lax", 1));
        let house = House::new().on(database).application("strict").application_with(strict.application(json!({ "unsolicited": true }))).allow(["totp"]);
        let house = house.application("lax").application_with(lax.application(json!({}))).allow(["password"]).user("ada").token("totp").user("bob").start().await;
        learn(&house).await;
        // A session by password alone, from the application that asks for no more.
        let browser = house.browser();
        let request = lax.request(&house);
        let page = lax.ask(&browser, &request).await;
        let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
        assert!(lax.accept(&house, &done, Some(&request)).is_ok());
        let context = |uri: &str, comparison| Some(RequestedContext { comparison, references: vec![Reference::Declaration(uri.into())] });
        let mut silent = strict.request(&house);
        silent.is_passive = true;
        assert_eq!(status_of(&strict.ask(&browser, &silent).await).why(), code::NO_PASSIVE);
        for comparison in [Comparison::Exact, Comparison::Minimum, Comparison::Maximum] {
            let mut weak = strict.request(&house);
            weak.context = context("urn:test:method:password", comparison);
            let page = strict.ask(&browser, &weak).await;
            assert!(response_of(&page).is_none_or(|_| !status_of(&page).is_success()), "{comparison:?}: {}", page.text());
        }
        let page = browser.get("/saml2/start?application=demo/strict").await;
        assert!(page.asks("code") && response_of(&page).is_none(), "{}", page.text());
        // The code is asked for, counts once, and lets in.
        let request = strict.request(&house);
        let page = strict.ask(&browser, &request).await;
        assert!(page.asks("code"), "{}", page.text());
        let code = house.code("ada");
        let done = browser.code(&page, &code).await;
        assert_eq!(strict.accept(&house, &done, Some(&request)).unwrap().authn.declaration.as_deref(), Some("urn:test:method:totp"));
        let other = house.browser();
        let page = strict.ask(&other, &strict.request(&house)).await;
        let page = type_in(&other, &page, "ada", &house.someone("ada").password).await;
        let again = other.code(&page, &code).await;
        assert!(response_of(&again).is_none() && again.error().is_some(), "{}", again.text());
        // Who has no second factor does not get in at all.
        let bobs = house.browser();
        let page = strict.ask(&bobs, &strict.request(&house)).await;
        let page = type_in(&bobs, &page, "bob", &house.someone("bob").password).await;
        assert!(response_of(&page).is_none_or(|_| !status_of(&page).is_success()), "{}", page.text());
    }
}
