//! Logins that are right.

use saml::binding::redirect;
use serde_json::json;
use testkit::{Way, on_both};

use super::*;

on_both! {
    /// B11: who logs in at the other provider is in here, with the name and the attributes that it told.
    async fn b11_a_login_there_is_a_login_here(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let asked = pair.proxy.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        assert!(path(left(&page)).starts_with("/saml2/sso?SAMLRequest="), "{:?}", page.left);
        let fields = pair.answered(&person, &page, "ada").await;
        assert_eq!(fields.to, pair.proxy.browser().url("/login/return/saml.1"));
        let page = pair.bring(&person, &fields).await;
        let code = asked.code(&page).unwrap_or_else(|| panic!("{} {}", page.url, page.text()));
        let tokens = asked.client.exchange(&person.here, &code, &asked.verifier).await;
        let claims = asked.client.verify(&person.here, tokens.text("id_token"), &asked.nonce, pair.proxy.now()).await;
        assert_eq!(claims["auth_time"], pair.idp.now().seconds());
        // Single sign-on, on both sides.
        assert!(pair.is_in(&person, "blog").await);
        let granted = pair.proxy.audited("login.granted").await;
        assert_eq!(granted.first().map(|e| e.method.as_str()), Some("saml.1"));
        assert_eq!(pair.proxy.audited("saml.answer-refused").await, []);
        // Another browser there has a session, and types nothing.
        let other = Person { there: person.there.clone(), here: pair.proxy.browser() };
        let page = other.here.get(&pair.proxy.client("blog").authorize().path()).await;
        assert!(Fields::of(&pair.visit(&other, &page).await).is_some());
    }
}

on_both! {
    /// S067: a fresh login that an application wants is a fresh one there, with its own time.
    async fn s067_a_fresh_login_is_fresh_there(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        pair.log_in(&person, "wiki", "ada").await;
        pair.idp.clock.forward(10);
        let asked = pair.proxy.client("wiki").authorize().with("prompt", "login");
        let page = person.here.get(&asked.path()).await;
        let there = pair.visit(&person, &page).await;
        assert!(there.asks("password"), "{}", there.text());
        let page = type_in(&person.there, &there, "ada", &pair.idp.someone("ada").password).await;
        let page = pair.bring(&person, &Fields::of(&page).unwrap()).await;
        let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
        let claims = asked.client.verify(&person.here, tokens.text("id_token"), &asked.nonce, pair.proxy.now()).await;
        assert_eq!(claims["auth_time"], pair.idp.now().seconds());
    }
}

on_both! {
    /// A session there that began earlier is told as that.
    async fn the_time_of_the_login_there_is_the_time_here(database: Database) {
        let pair = Pair::start(database, &[]).await;
        let person = pair.person();
        let before = pair.idp.now().seconds();
        pair.idp.login("ada").at("mail").with(&person.there).password().await;
        pair.idp.clock.forward(20);
        let asked = pair.proxy.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        let page = pair.bring(&person, &Fields::of(&pair.visit(&person, &page).await).unwrap()).await;
        let tokens = asked.client.exchange(&person.here, &asked.code(&page).unwrap(), &asked.verifier).await;
        let claims = asked.client.verify(&person.here, tokens.text("id_token"), &asked.nonce, pair.proxy.now()).await;
        assert_eq!(claims["auth_time"], before);
    }
}

on_both! {
    /// Requests by form, answers by artifact, assertions encrypted or signed only around.
    async fn b11_every_way_that_messages_travel(database: Database) {
        for (lines, registered) in [
            (&["requestBinding post"][..], json!({})),
            (&["responseBinding artifact"], json!({})),
            (&["wantAssertionsEncrypted true"], json!({ "encrypt": "always" })),
            (&["signs either"], json!({ "sign": "response" })),
            (&["signs both"], json!({ "sign": "both" })),
            (&["SendAssertionConsumerServiceURL true", "FinnishTrustNetwork true"], json!({})),
            (&["signingAlgorithm ES256", "nameIdFormat persistent"], json!({})),
            (&["entityId urn:our:name"], json!({ "entity_id": "urn:our:name" })),
        ] {
            let pair = Pair::start(database, lines).await;
            pair.register(registered).await;
            let person = pair.person();
            let asked = pair.proxy.client("wiki").authorize();
            let page = person.here.get(&asked.path()).await;
            let page = match Fields::of(&page) {
                // By form: it comes without the other side's cookies.
                Some(fields) => bring(&pair.idp, &person.there, &fields).await,
                None => pair.visit(&person, &page).await,
            };
            assert!(page.asks("password"), "{lines:?}: {} {}", page.url, page.text());
            let page = type_in(&person.there, &page, "ada", &pair.idp.someone("ada").password).await;
            let page = match Fields::of(&page) {
                Some(fields) => pair.bring(&person, &fields).await,
                None => person.here.get(&path(left(&page))).await,
            };
            assert!(asked.code(&page).is_some(), "{lines:?}: {} {}", page.url, page.text());
        }
    }
}

on_both! {
    /// C8: a second factor follows, to the address that the provider told.
    async fn c8_a_second_factor_follows(database: Database) {
        let doors = |plan: Plan| {
            let mut plan = plan.method(Way::named("smtp.1")).application("wiki").allow(["saml.1", "smtp.1"]);
            plan.ways.iter_mut().filter(|way| way.name == "saml.1").for_each(|way| way.next = Some(vec!["smtp.1".into()]));
            plan
        };
        let pair = Pair::with(database, &[], doors).await;
        let person = pair.person();
        let asked = pair.proxy.client("wiki").authorize();
        let page = person.here.get(&asked.path()).await;
        let fields = pair.answered(&person, &page, "ada").await;
        let page = pair.bring(&person, &fields).await;
        assert!(page.asks("code"), "{} {}", page.url, page.text());
        let mail = pair.proxy.inbox().newest("ada@demo.test", 1).await;
        let page = person.here.code(&page, &testkit::inbox::code_in(&mail.text).unwrap()).await;
        assert!(asked.code(&page).is_some(), "{} {}", page.url, page.text());
    }
}

on_both! {
    /// S068: where nothing may be shown, the provider is told so, and what it says comes back as the application knows it.
    async fn s068_nothing_is_shown_where_nothing_may_be(database: Database) {
        let shop = crate::saml::sp::Sp::new("shop", 0);
        let registration = shop.application(json!({}));
        let pair = Pair::with(database, &[], |plan| {
            let plan = plan.method(Way::named("smtp.1")).application("wiki").allow(["saml.1"]);
            let plan = plan.application("both").allow(["saml.1", "password"]).application("bank").allow(["smtp.1"]);
            let mut plan = plan.application("shop").application_with(registration).allow(["saml.1"]);
            for way in &mut plan.ways {
                way.next = Some(if way.name == "saml.1" { vec!["smtp.1".into()] } else { Vec::new() });
            }
            plan
        })
        .await;
        crate::saml::sp::learn(&pair.proxy).await;
        let silent = |application: &str| pair.proxy.client(application).authorize().with("prompt", "none");
        // What the provider says without showing anything, brought back.
        let asked_there = async |person: &Person, page: &Page| {
            let there = pair.visit(person, page).await;
            let fields = Fields::of(&there).unwrap_or_else(|| panic!("a page: {} {}", there.status, there.text()));
            pair.bring(person, &fields).await
        };
        let error = |page: &Page| page.returned("error").unwrap_or_else(|| panic!("{} {} {}", page.status, page.url, page.text()));
        let nobody = pair.person();
        let page = nobody.here.get(&silent("wiki").path()).await;
        assert_eq!(error(&asked_there(&nobody, &page).await), "login_required");
        let request = saml::message::AuthnRequest { is_passive: true, ..shop.request(&pair.proxy) };
        let page = asked_there(&nobody, &shop.ask(&nobody.here, &request).await).await;
        assert_eq!(crate::saml::sp::status_of(&page).why(), saml::message::code::NO_PASSIVE);
        assert!(nobody.here.cookie("session").is_none());
        // Somebody has a session there, and is in without having seen a page.
        let somebody = || async {
            let person = pair.person();
            assert!(pair.idp.login("ada").at("mail").with(&person.there).password().await.granted());
            person
        };
        let ada = somebody().await;
        let asked = silent("wiki");
        let page = ada.here.get(&asked.path()).await;
        let page = asked_there(&ada, &page).await;
        assert!(asked.code(&page).is_some(), "{} {}", page.url, page.text());
        let ada = somebody().await;
        let request = saml::message::AuthnRequest { is_passive: true, ..shop.request(&pair.proxy) };
        let page = asked_there(&ada, &shop.ask(&ada.here, &request).await).await;
        assert!(shop.accept(&pair.proxy, &page, Some(&request)).is_ok(), "{} {}", page.url, page.text());
        // What would need a page behind it is not shown either.
        let ada = somebody().await;
        let page = ada.here.get(&silent("bank").path()).await;
        assert_eq!(error(&asked_there(&ada, &page).await), "login_required");
        assert!(ada.here.cookie("session").is_none());
        // An answer that nobody believes ends at the application, too.
        let page = ada.here.get(&silent("wiki").path()).await;
        let there = pair.visit(&ada, &page).await;
        let strange = Fields::of(&there).unwrap().with("SAMLResponse", "bm8gYW5zd2Vy");
        assert_eq!(error(&pair.bring(&ada, &strange).await), "login_required");
        // Where a page would offer more, or stands in another's frame, nobody is asked.
        assert_eq!(error(&ada.here.get(&silent("both").path()).await), "login_required");
        let framed = Raw::default().header("sec-fetch-dest", "iframe");
        let page = ada.here.send(http::Method::GET, &ada.here.url(&silent("wiki").path()), framed).await;
        assert_eq!(error(&ada.here.follow(page).await), "login_required");
    }
}

on_both! {
    /// S069: what an application demands is asked for there; what is stated there counts where a line says so.
    async fn s069_a_context_is_asked_for_there(database: Database) {
        let lines = ["passContext true", "contextMap urn:ours:high urn:theirs:high"];
        let pair = Pair::start(database, &lines).await;
        pair.idp.edit_method("password", |method| method.class_reference = Some("urn:theirs:high".into())).await;
        let claims = json!({ "id_token": { "acr": { "essential": true, "values": ["urn:ours:high"] } } }).to_string();
        let person = pair.person();
        let asked = pair.proxy.client("wiki").authorize().with("claims", &claims);
        let page = person.here.get(&asked.path()).await;
        let fields = pair.answered(&person, &page, "ada").await;
        let page = pair.bring(&person, &fields).await;
        let code = asked.code(&page).unwrap_or_else(|| panic!("{} {}", page.url, page.text()));
        let tokens = asked.client.exchange(&person.here, &code, &asked.verifier).await;
        let told = asked.client.verify(&person.here, tokens.text("id_token"), &asked.nonce, pair.proxy.now()).await;
        assert_eq!(told["acr"], "urn:ours:high");
        // Nobody there has it any more: it says so, and nobody is let in.
        pair.idp.edit_method("password", |method| method.class_reference = None).await;
        let person = pair.person();
        let page = person.here.get(&asked.path()).await;
        let page = pair.visit(&person, &page).await;
        let page = pair.bring(&person, &Fields::of(&page).unwrap()).await;
        assert!(asked.code(&page).is_none() && person.here.cookie("session").is_none(), "{} {}", page.url, page.text());
    }
}

on_both! {
    /// When the provider's session ends by its own word (`SessionNotOnOrAfter`), what it said counts no longer, and applications are told no
    /// other end; what was proven here lives on.
    async fn a_login_there_ends_with_the_session_there(database: Database) {
        for (minutes, lives) in [(24 * 60, true), (20, false)] {
            let shop = crate::saml::sp::Sp::new("shop", 0);
            let registration = shop.application(json!({}));
            let pair = Pair::with(database, &[], |plan| {
                plan.application("wiki").allow(["saml.1"]).application("shop").application_with(registration).allow(["saml.1"])
            })
            .await;
            crate::saml::sp::learn(&pair.proxy).await;
            pair.idp.edit(model::Noun::System, "", |entry| {
                if let AnyObject::System(system) = &mut entry.object {
                    system.session_minutes = u32::try_from(minutes).unwrap();
                }
            }).await;
            let (person, request) = (pair.person(), shop.request(&pair.proxy));
            let page = shop.ask(&person.here, &request).await;
            let fields = pair.answered(&person, &page, "ada").await;
            let page = pair.bring(&person, &fields).await;
            let told = shop.accept(&pair.proxy, &page, Some(&request)).unwrap().authn.session_not_on_or_after.unwrap();
            let left = (told.millis() - pair.proxy.now().millis()) / 60_000;
            assert!((minutes - 1..=minutes).contains(&left), "{left}");
            assert!(pair.is_in(&person, "wiki").await);
            pair.proxy.clock.pass(model::Span::minutes(21));
            assert_eq!(pair.is_in(&person, "wiki").await, lives);
        }
    }
}

on_both! {
    /// S080: an application that wants nobody else to be asked gets nobody whom somebody else has told of, also by a session; a provider that is
    /// asked hears how many more there may be, and for whom.
    async fn s080_nobody_is_asked_further(database: Database) {
        let shop = crate::saml::sp::Sp::new("shop", 0);
        let registration = shop.application(json!({}));
        let doors = |plan: Plan| {
            let mut plan = plan.application("shop").application_with(registration).allow(["saml.1", "password"]).user("bob");
            plan.ways.iter_mut().for_each(|way| way.next = Some(Vec::new()));
            plan
        };
        let pair = Pair::with(database, &[], doors).await;
        crate::saml::sp::learn(&pair.proxy).await;
        let asking = |count: u32| {
            let scoping = saml::message::Scoping { proxy_count: Some(count), ..Default::default() };
            saml::message::AuthnRequest { scoping: Some(scoping), ..shop.request(&pair.proxy) }
        };
        let from_there = async |person: &Person, request: &saml::message::AuthnRequest| {
            let menu = shop.ask(&person.here, request).await;
            let page = person.here.pick(&menu, "saml.1").await;
            let received = redirect::Received::parse(left(&page).query().unwrap(), 64 * 1_024, 1_024).unwrap();
            let passed_on = String::from_utf8(received.xml().to_vec()).unwrap();
            let requester = format!("<samlp:RequesterID>{}<", shop.entity);
            assert!(passed_on.contains("ProxyCount=\"0\"") && passed_on.contains(&requester), "{passed_on}");
            let fields = pair.answered(person, &page, "ada").await;
            pair.bring(person, &fields).await
        };
        for (count, good) in [(1, true), (0, false)] {
            let (person, request) = (pair.person(), asking(count));
            let page = from_there(&person, &request).await;
            assert_eq!(shop.accept(&pair.proxy, &page, Some(&request)).is_ok(), good, "{} {}", page.url, page.text());
            if !good {
                assert_eq!(crate::saml::sp::status_of(&page).why(), saml::message::code::PROXY_COUNT_EXCEEDED);
            }
            let again = asking(0);
            let page = shop.ask(&person.here, &again).await;
            assert_eq!(crate::saml::sp::status_of(&page).why(), saml::message::code::PROXY_COUNT_EXCEEDED, "by a session");
        }
        let (person, request) = (pair.person(), asking(0));
        let menu = shop.ask(&person.here, &request).await;
        let page = person.here.pick(&menu, "password").await;
        let page = type_in(&person.here, &page, "bob", &pair.proxy.someone("bob").password).await;
        assert!(shop.accept(&pair.proxy, &page, Some(&request)).is_ok(), "the control: {} {} {:?}", page.url, page.text(), page.headers);
    }
}

/// S041: where a line allows it, a login may begin at the provider, for the application that its RelayState names.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s041_a_login_that_begins_there() {
    for allowed in [false, true] {
        let lines: &[&str] = if allowed { &["unsolicited true"] } else { &[] };
        let sp = crate::saml::sp::Sp::new("shop", 0);
        let registration = sp.application(json!({ "unsolicited": true }));
        let doors = |plan: Plan| plan.application("shop").application_with(registration).allow(["saml.1"]);
        let pair = Pair::with(Database::Sqlite, lines, doors).await;
        pair.register(json!({ "unsolicited": true, "relay_state": "demo/shop" })).await;
        crate::saml::sp::learn(&pair.proxy).await;
        let person = pair.person();
        let page = person.there.get("/saml2/start?application=demo/proxy").await;
        let page = type_in(&person.there, &page, "ada", &pair.idp.someone("ada").password).await;
        let fields = Fields::of(&page).unwrap();
        assert_eq!(fields.value("RelayState"), "demo/shop");
        let page = pair.bring(&person, &fields).await;
        if allowed {
            assert!(sp.accept(&pair.proxy, &page, None).is_ok(), "{} {}", page.url, page.text());
            // Once.
            let other = pair.person();
            let page = pair.bring(&other, &fields).await;
            assert!(
                other.here.cookie("session").is_none() && Fields::of(&page).is_none(),
                "{} {}",
                page.url,
                page.text()
            );
        } else {
            assert!(
                Fields::of(&page).is_none() && person.here.cookie("session").is_none(),
                "{} {}",
                page.url,
                page.text()
            );
        }
    }
}
