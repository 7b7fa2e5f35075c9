//! Requests that are not acted on, each beside one that differs only in what is wrong with it.

use saml::{
    Instant,
    binding::{Parameter, redirect},
    message::{AcsChoice, AuthnRequest, NameIdPolicy, Scoping, code},
    ns,
};
use serde_json::json;
use testkit::{Database, House, on_both};

use super::sp::*;
use crate::support::type_in;

async fn house(database: Database, sp: &Sp, more: serde_json::Value) -> House {
    let house = House::new()
        .on(database)
        .application("wiki")
        .application_with(sp.application(more))
        .allow(["password"])
        .user("ada")
        .start()
        .await;
    learn(&house).await;
    house
}

on_both! {
    /// S061: an answer goes to a place of the metadata, to the letter, or nowhere.
    async fn s061_only_the_registered_places(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let asking = async |acs: AcsChoice| {
            let request = AuthnRequest { acs, ..sp.request(&house) };
            sp.ask(&house.browser(), &request).await
        };
        let named = |url: &str| AcsChoice::Named { url: Some(url.into()), binding: None };
        for good in [AcsChoice::Default, AcsChoice::Index(0), named(&sp.acs), AcsChoice::Named { url: None, binding: Some(ns::binding::POST.into()) }] {
            assert!(asking(good.clone()).await.asks("password"), "the control: {good:?}");
        }
        for wrong in [
            "https://wiki.example/acs/", "https://WIKI.example/acs", "https://wiki.example:443/acs", "https://wiki.example/acs?x=1",
            "http://wiki.example/acs", "https://wiki.example/acs#x", "https://evil.example/acs", "https://wiki.example.evil.example/acs", "javascript:alert(1)",
        ] {
            assert!(kept_here(&asking(named(wrong)).await), "{wrong}");
        }
        assert!(kept_here(&asking(AcsChoice::Index(7)).await));
        assert!(kept_here(&asking(AcsChoice::Named { url: Some(sp.acs.clone()), binding: Some(ns::binding::ARTIFACT.into()) }).await));
        assert!(kept_here(&asking(AcsChoice::Named { url: None, binding: Some(ns::binding::SOAP.into()) }).await));
    }
}

on_both! {
    /// S012, S061: an application is who it says by every letter of its name; what only looks like it is somebody else.
    async fn s061_a_name_is_every_letter_of_it(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let by = async |issuer: &str| {
            let request = sp.request(&house);
            let document = request.write().replace(&format!(">{}<", sp.entity), &format!(">{issuer}<"));
            let query = redirect::query(Parameter::Request, &document, None, None).unwrap();
            house.browser().get(&format!("/saml2/sso?{query}")).await
        };
        for same in ["https://wiki.example/metadata", "\n  https://wiki.example/metadata\n", "https://wiki.ex&#97;mple/metadata"] {
            assert!(by(same).await.asks("password"), "the control: {same:?}");
        }
        for other in [
            "https://wiki.example/metadata/", "https://WIKI.example/metadata", "https://wiki.example/Metadata", "https://wiki.example/meta<!-- -->data",
            "https://wiki.example/metadata<!-- x -->.evil.example", "https://wiki.example/meta data", "https://wiki.example/metadata\u{200b}",
            "https://wiki.example/met\u{430}data", "https://wiki.example/metadata&#160;", "https://wiki.example:443/metadata", "<x/>https://wiki.example/metadata", "",
        ] {
            assert!(kept_here(&by(other).await), "{other:?}");
        }
        // Nobody registers a name that another program could take for it.
        let root = house.api().await;
        for twin in ["https://wiki.example/metadata ", " https://wiki.example/metadata", "https://wiki.example/metadata\u{a0}"] {
            let twin = Sp::new("thief", 1).named(twin);
            let body = json!({ "protocol": "saml", "metadata": twin.registration(json!({})) });
            let put = root.json(http::Method::PUT, "/application/demo/thief", &body).await;
            assert!(put.page.body.contains("saml-metadata") || put.page.body.contains("saml-entity-other"), "{:?}: {}", twin.entity, put.page.body);
        }
    }
}

on_both! {
    /// S064: where requests must be signed an unsigned one is refused, and one that is signed wrongly everywhere.
    async fn s064_unsigned_and_wrongly_signed(database: Database) {
        let (sp, stranger) = (Sp::new("wiki", 0), Sp::new("wiki", 1));
        let lax = house(database, &sp, json!({})).await;
        let unsigned = |house: &House| {
            let query = redirect::query(Parameter::Request, &sp.request(house).write(), None, None).unwrap();
            format!("/saml2/sso?{query}")
        };
        assert!(lax.browser().get(&unsigned(&lax)).await.asks("password"), "nothing has to be signed");
        assert!(kept_here(&stranger.ask(&lax.browser(), &sp.request(&lax)).await), "signed by a stranger");
        let document = signed(&sp.request(&lax).write(), &stranger.key);
        assert!(kept_here(&sp.posted(&lax.browser(), "/saml2/sso", Parameter::Request, &document).await));
        let altered = signed(&sp.request(&lax).write(), &sp.key).replacen("Version=\"2.0\"", "Version=\"2.0\" ForceAuthn=\"true\"", 1);
        assert!(kept_here(&sp.posted(&lax.browser(), "/saml2/sso", Parameter::Request, &altered).await));
        drop(lax);
        for more in [json!({ "signed_requests": true }), json!({})] {
            let mut strict = Sp::new("wiki", 0);
            strict.role.authn_requests_signed = more == json!({});
            let house = house(database, &strict, more).await;
            assert!(kept_here(&house.browser().get(&unsigned(&house)).await));
            assert!(sp.ask(&house.browser(), &sp.request(&house)).await.asks("password"), "the control");
            assert!(sp.posted(&house.browser(), "/saml2/sso", Parameter::Request, &signed(&sp.request(&house).write(), &sp.key)).await.asks("password"));
        }
    }
}

on_both! {
    /// S065: the octets of the address are what is signed: nothing in them may move.
    async fn s065_the_address_as_it_was_signed(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({ "signed_requests": true })).await;
        let good = sp.address(&sp.request(&house), Some("state"));
        assert!(house.browser().get(&good).await.asks("password"), "the control");
        let query = good.split_once('?').unwrap().1;
        let pairs: Vec<&str> = query.split('&').collect();
        let [message, relay, algorithm, signature] = pairs[..] else { panic!("{query}") };
        let ordered = |parts: &[&str]| format!("/saml2/sso?{}", parts.join("&"));
        for (what, wrong) in [
            ("RelayState removed", ordered(&[message, algorithm, signature])),
            ("RelayState changed", ordered(&[message, "RelayState=other", algorithm, signature])),
            ("RelayState twice", ordered(&[message, relay, "RelayState=other", algorithm, signature])),
            ("another order", ordered(&[relay, message, algorithm, signature])),
            ("SigAlg changed", ordered(&[message, relay, "SigAlg=http%3A%2F%2Fwww.w3.org%2F2001%2F04%2Fxmldsig-more%23rsa-sha512", signature])),
            ("SHA-1", ordered(&[message, relay, "SigAlg=http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1", signature])),
            ("no signature", ordered(&[message, relay, algorithm])),
            ("no algorithm", ordered(&[message, relay, signature])),
            ("a response beside", ordered(&[message, relay, algorithm, signature, &message.replace("SAMLRequest", "SAMLResponse")])),
            ("twice", ordered(&[message, message, relay, algorithm, signature])),
            ("an encoded name", ordered(&[&message.replace("SAMLRequest", "SAML%52equest"), relay, algorithm, signature])),
            ("encoded otherwise", ordered(&[&message.replacen("%2B", "%2b", 1).replacen("%2F", "%2f", 1).replacen("%3D", "%3d", 1), relay, algorithm, signature])),
        ] {
            if wrong == good {
                continue;
            }
            assert!(kept_here(&house.browser().get(&wrong).await), "{what}");
        }
    }
}

on_both! {
    /// S044: a request for another address, from another time, of another version or from nobody we know.
    async fn s044_a_request_is_for_here_and_now(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let asking = async |change: &dyn Fn(&mut AuthnRequest)| {
            let mut request = sp.request(&house);
            change(&mut request);
            sp.ask(&house.browser(), &request).await
        };
        let late = |seconds: i64| Instant::from_millis(house.now().millis()).plus(seconds);
        assert!(asking(&|_| {}).await.asks("password"));
        assert!(asking(&|r| r.head.issue_instant = late(-600)).await.asks("password"), "inside");
        assert!(asking(&|r| r.head.issue_instant = late(170)).await.asks("password"), "inside");
        for (what, page) in [
            ("elsewhere", asking(&|r| r.head.destination = Some("https://other.example/saml2/sso".into())).await),
            ("nowhere", asking(&|r| r.head.destination = None).await),
            ("old", asking(&|r| r.head.issue_instant = late(-790)).await),
            ("ahead", asking(&|r| r.head.issue_instant = late(200)).await),
            ("unknown", asking(&|r| r.head.issuer = Some("https://nobody.example".into())).await),
            ("nobody", asking(&|r| r.head.issuer = None).await),
        ] {
            assert!(kept_here(&page), "{what}: {}", page.text());
        }
    }
}

on_both! {
    /// S030, S031, S033: what no honest sender writes is refused quickly, at each door.
    async fn s030_s031_s033_documents_that_attack(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let plain = sp.request(&house).write();
        let entity = format!("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{}", plain.replacen("</saml:Issuer>", "&e;</saml:Issuer>", 1));
        let laughs = format!("<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>{plain}");
        let deep = format!("{}{}", "<a>".repeat(20_000), "</a>".repeat(20_000));
        let wide = format!("<a {}/>", (0..5_000).map(|n| format!("b{n}=\"\"")).collect::<Vec<_>>().join(" "));
        let long = format!("<a>{}</a>", "x".repeat(700_000));
        let commented = plain.replacen(&sp.entity, &format!("{}<!-- -->.evil.example", sp.entity), 1);
        for document in [entity, laughs, deep, wide, long.clone(), commented, String::new(), "<a".into(), "\u{0}".into()] {
            let begun = std::time::Instant::now();
            let page = sp.posted(&house.browser(), "/saml2/sso", Parameter::Request, &document).await;
            assert!(kept_here(&page), "{} {}", page.status, &document[..document.len().min(60)]);
            assert!(kept_here(&sp.posted(&house.browser(), "/saml2/slo", Parameter::Request, &document).await));
            assert!(begun.elapsed().as_secs() < 10);
        }
        // A bomb: little in the address, much behind it.
        let bomb = redirect::query(Parameter::Request, &format!("<a>{}</a>", " ".repeat(20_000_000)), None, None).unwrap();
        assert!(bomb.len() < 60_000, "{}", bomb.len());
        assert!(house.browser().get(&format!("/saml2/sso?{bomb}")).await.status.is_client_error());
        assert!(sp.ask(&house.browser(), &sp.request(&house)).await.asks("password"), "others are served");
    }
}

on_both! {
    /// S073: a RelayState is given back as it was, is never followed, and has an end.
    async fn s073_relay_state_is_data(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        for state in ["https://evil.example/", "\"><script>alert(1)</script>", "javascript:alert(1)", "&x=1&SAMLResponse=y"] {
            let browser = house.browser();
            let page = browser.get(&sp.address(&sp.request(&house), Some(state))).await;
            let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
            let form = done.forms().into_iter().find(|f| f.input("SAMLResponse").is_some()).unwrap();
            assert_eq!((form.input("RelayState").unwrap().value.as_str(), form.action.as_str()), (state, sp.acs.as_str()));
            assert_eq!(done.forms().iter().filter(|f| f.input("SAMLResponse").is_some()).count(), 1);
        }
        let query = sp.address(&sp.request(&house), None);
        assert!(kept_here(&house.browser().get(&format!("{query}&RelayState={}", "x".repeat(10_000))).await));
    }
}

on_both! {
    /// S080: who is to be asked is somebody else, whom nobody here asks.
    async fn s080_scoping(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let us = keys(&house).entity.clone();
        let asking = async |scoping: Scoping| {
            let request = AuthnRequest { scoping: Some(scoping), ..sp.request(&house) };
            sp.ask(&house.browser(), &request).await
        };
        assert!(asking(Scoping { idps: vec!["https://other.example".into(), us], ..Scoping::default() }).await.asks("password"));
        assert!(asking(Scoping { proxy_count: Some(0), ..Scoping::default() }).await.asks("password"), "nobody is asked further");
        let page = asking(Scoping { idps: vec!["https://other.example".into()], ..Scoping::default() }).await;
        assert_eq!(status_of(&page).why(), code::NO_SUPPORTED_IDP);
    }
}

on_both! {
    /// S063, S079: metadata whose places would shadow our answer is refused when it is registered; each of two published keys signs.
    async fn s063_s079_metadata_of_applications(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        let root = house.api().await;
        let put = async |metadata: serde_json::Value| root.json(http::Method::PUT, "/application/demo/wiki", &json!({ "protocol": "saml", "metadata": metadata })).await;
        let keys_of = |answer: &testkit::client::Answer| answer.json["findings"].as_array().into_iter().flatten().filter_map(|f| f["key"].as_str().map(str::to_owned)).collect::<Vec<_>>();
        let shadowed = sp.descriptor().replace("https://wiki.example/acs\"", "https://wiki.example/acs?SAMLResponse=x\"");
        for (metadata, key) in [
            (sp.registration(json!({ "descriptor": shadowed })), "saml-metadata"),
            (sp.registration(json!({ "descriptor": "<x/>" })), "saml-metadata"),
            (sp.registration(json!({ "descriptor": "" })), "saml-no-metadata"),
            (sp.registration(json!({ "entity_id": "https://other.example" })), "saml-entity-other"),
            (sp.registration(json!({ "encrypt": "always" })), "saml-no-encryption-key"),
            (sp.registration(json!({ "sign": "nothing" })), "saml-value"),
            (sp.registration(json!({ "name_id": "nonsense" })), "saml-value"),
            (sp.registration(json!({ "descriptor_url": "https://wiki.example/metadata" })), "saml-unpinned"),
            (sp.registration(json!({ "allow_sha1": true })), "saml-weak"),
        ] {
            let answer = put(metadata).await;
            assert!(keys_of(&answer).contains(&key.to_owned()), "{key}: {}", answer.page.body);
        }
        // An old and a new key.
        let (old, new) = (Sp::new("wiki", 0), Sp::new("wiki", 1));
        let mut both = Sp::new("wiki", 0);
        both.role.keys.signing.extend(new.role.keys.signing.clone());
        assert_eq!(put(both.registration(json!({ "signed_requests": true }))).await.code(), 200);
        for sp in [&old, &new] {
            assert!(sp.ask(&house.browser(), &sp.request(&house)).await.asks("password"));
        }
        assert_eq!(put(new.registration(json!({ "signed_requests": true }))).await.code(), 200);
        assert!(kept_here(&old.ask(&house.browser(), &old.request(&house)).await), "the old one is gone");
        assert!(new.ask(&house.browser(), &new.request(&house)).await.asks("password"));
        // Of two with one name neither is taken in.
        let taken = root.json(http::Method::PUT, "/application/demo/second", &json!({ "protocol": "saml", "metadata": new.registration(json!({})) })).await;
        assert!(taken.code() == 422 && taken.keys().contains(&"saml-entity-taken"), "{}", taken.page.body);
    }
}

on_both! {
    /// S071: an unknown format, and another application's qualifier, name nobody.
    async fn s071_names_that_cannot_be_given(database: Database) {
        let sp = Sp::new("wiki", 0);
        let house = house(database, &sp, json!({})).await;
        for (format, qualifier) in [("urn:test:format", None), (ns::format::KERBEROS, None), (ns::format::PERSISTENT, Some("https://other.example"))] {
            let browser = house.browser();
            let policy = NameIdPolicy { format: Some(format.into()), sp_name_qualifier: qualifier.map(str::to_owned), allow_create: Some(true) };
            let request = AuthnRequest { name_id_policy: Some(policy), ..sp.request(&house) };
            let page = sp.ask(&browser, &request).await;
            let done = type_in(&browser, &page, "ada", &house.someone("ada").password).await;
            assert_eq!(status_of(&done).why(), code::INVALID_NAME_ID_POLICY, "{format}");
        }
    }
}
