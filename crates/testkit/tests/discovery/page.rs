//! Our own page.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use testkit::on_both;

use super::*;

on_both! {
    /// B11: who has two providers to choose from chooses one, and is logged in by it.
    async fn b11_a_person_chooses_the_provider(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let here = trio.proxy.browser();
        let asked = trio.proxy.client("wiki").authorize();
        let page = here.get(&asked.path()).await;
        assert_eq!(offered(&page), [entity(&trio.first), entity(&trio.second)], "{}", page.text());
        assert!(NAMES.iter().all(|name| page.text().contains(name)), "{}", page.text());
        let page = choose(&here, &page, &entity(&trio.second)).await;
        assert!(is_at(&page, &trio.second), "{:?}", page.left);
        let fields = trio.answered(&trio.second, &page).await;
        let page = bring(&trio.proxy, &here, &fields).await;
        assert!(asked.code(&page).is_some(), "{} {}", page.url, page.text());
        assert_eq!(trio.proxy.audited("saml.answer-refused").await, []);
    }
}

on_both! {
    /// The same name at two providers is two people.
    async fn two_providers_have_people_of_their_own(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let mut people = Vec::new();
        for house in [&trio.first, &trio.second] {
            let here = trio.proxy.browser();
            let page = choose(&here, &trio.open(&here).await, &entity(house)).await;
            bring(&trio.proxy, &here, &trio.answered(house, &page).await).await;
            people.push(trio.proxy.audited("login.granted").await.last().unwrap().person.clone());
        }
        assert_ne!(people[0], people[1]);
    }
}

on_both! {
    /// S017: an answer of the provider that was not chosen lets nobody in; the one that was chosen does.
    async fn s017_a_mix_up_of_providers_lets_nobody_in(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let (ada, eve) = (trio.proxy.browser(), trio.proxy.browser());
        let of_first = choose(&ada, &trio.open(&ada).await, &entity(&trio.first)).await;
        let of_second = choose(&eve, &trio.open(&eve).await, &entity(&trio.second)).await;
        let right = trio.answered(&trio.first, &of_first).await;
        let other = trio.answered(&trio.second, &of_second).await;
        let mixed = right.clone().with("SAMLResponse", other.value("SAMLResponse"));
        let page = bring(&trio.proxy, &ada, &mixed).await;
        assert!(page.left.is_none() && ada.cookie("session").is_none(), "{}", page.text());
        let page = bring(&trio.proxy, &ada, &right).await;
        assert!(page.left.is_some(), "the control: {}", page.text());
    }
}

on_both! {
    /// A name that is not on the list is chosen by nobody, and goes nowhere.
    async fn m076_a_provider_of_nobody_is_not_gone_to(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let here = trio.proxy.browser();
        let page = trio.open(&here).await;
        for evil in ["https://evil.example/saml", "//evil.example", "", "*"] {
            let page = choose(&here, &page, evil).await;
            assert!(page.left.is_none() && page.error().is_some(), "{evil}: {:?} {}", page.left, page.text());
            assert!(!page.set_cookies().iter().any(|cookie| cookie.contains("providers=")), "nothing is remembered");
        }
        assert_eq!(trio.proxy.audited("saml.discovery-refused").await.len(), 3, "an empty one is no answer");
        assert!(is_at(&choose(&here, &page, &entity(&trio.first)).await, &trio.first), "the control");
    }
}

on_both! {
    /// A browser's choices stand on top, in other logins of the same browser alone, until they are forgotten.
    async fn a_choice_is_remembered_until_it_is_forgotten(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let here = trio.proxy.browser();
        let page = choose(&here, &trio.open(&here).await, &entity(&trio.second)).await;
        let cookies = page.set_cookies();
        let kept = cookies.iter().find(|cookie| cookie.starts_with("providers=")).expect("it is remembered");
        assert!(kept.contains("HttpOnly; SameSite=Lax; Max-Age="), "{kept}");
        let usual = [entity(&trio.first), entity(&trio.second)];
        let page = trio.open(&here).await;
        assert_eq!(offered(&page), [&usual[1..], &usual[..]].concat());
        assert_eq!(offered(&trio.open(&trio.proxy.browser()).await), usual, "another browser");
        let form = page.form_with("forget").expect("a way to forget");
        let page = here.submit(&page, &form, &[("forget", "1")]).await;
        assert_eq!(offered(&page), usual, "{}", page.text());
        assert_eq!(here.cookie("providers"), None);
        assert_eq!(offered(&trio.open(&here).await), usual);
    }
}

on_both! {
    /// A search works without scripts, in the address of the page.
    async fn a_search_finds_names_without_scripts(database: Database) {
        let trio = Trio::usual(database, "saml", &[]).await;
        let here = trio.proxy.browser();
        let page = trio.open(&here).await;
        let at = async |typed: &str| {
            let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            here.get(&format!("{}?search={typed}", page.url.path())).await
        };
        assert_eq!(offered(&at("abo").await), [entity(&trio.first)]);
        assert_eq!(offered(&at("POLY").await), [entity(&trio.second)]);
        let evil = at("<script>alert(1)</script>").await;
        assert!(offered(&evil).is_empty() && !evil.body.contains("<script>alert"), "M074");
        assert!(is_at(&choose(&here, &at("abo").await, &entity(&trio.first)).await, &trio.first));
    }
}

on_both! {
    /// A name to begin with whose domain one of them has leads on at once.
    async fn a_login_hint_with_a_domain_needs_no_page(database: Database) {
        let trio = Trio::start(database, "saml", &[], |plan| plan.application("wiki").allow(["saml.1"])).await;
        trio.proxy.edit_method("saml.1", |method| {
            let scope = r#"<shibmd:Scope xmlns:shibmd="urn:mace:shibboleth:metadata:1.0" regexp="false">helsinki.test</shibmd:Scope>"#;
            let at = method.metadata.rfind("<mdui:UIInfo").unwrap();
            method.metadata.insert_str(at, scope);
        }).await;
        let hinted = |hint: &str| trio.proxy.client("wiki").authorize().with("login_hint", hint).path();
        let page = trio.proxy.browser().get(&hinted("ada@helsinki.test")).await;
        assert!(is_at(&page, &trio.second), "{:?} {}", page.left, page.text());
        let page = trio.proxy.browser().get(&hinted("ada@other.test")).await;
        assert_eq!(offered(&page).len(), 2, "the control");
    }
}

/// S041: where a line allows it, a login may begin at each of the providers, and at nobody else.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s041_a_login_may_begin_at_each_provider() {
    for allowed in [true, false] {
        let shop = crate::saml::sp::Sp::new("shop", 0);
        let registration = shop.application(json!({ "unsolicited": true }));
        let lines: &[&str] = if allowed { &["unsolicited true"] } else { &[] };
        let rest = |plan: Plan| {
            plan.application("wiki")
                .allow(["saml.1"])
                .application("shop")
                .application_with(registration)
                .allow(["saml.1"])
        };
        let trio = Trio::start(Database::Sqlite, "saml", lines, rest).await;
        crate::saml::sp::learn(&trio.proxy).await;
        let stranger = provider(Database::Sqlite, &trio.proxy.clock, |plan| plan).await;
        register(&stranger, "proxy", &trio.proxy, "/saml2/sp/saml.1/metadata").await;
        let begins = async |house: &House| {
            let opened = |entry: &mut model::Entry| {
                if let AnyObject::Application(application) = &mut entry.object {
                    application.metadata["unsolicited"] = true.into();
                    application.metadata["relay_state"] = "demo/shop".into();
                }
            };
            house.edit(Noun::Application, "demo/proxy", opened).await;
            let there = house.browser();
            let page = there.get("/saml2/start?application=demo/proxy").await;
            let page = type_in(&there, &page, "ada", &house.someone("ada").password).await;
            Fields::of(&page).unwrap_or_else(|| panic!("{} {}", page.status, page.text()))
        };
        let lets_in = async |fields: &Fields| {
            let here = trio.proxy.browser();
            let page = bring(&trio.proxy, &here, fields).await;
            let is_in = here.cookie("session").is_some();
            let told =
                crate::saml::sp::response_of(&page).is_some_and(|_| shop.accept(&trio.proxy, &page, None).is_ok());
            assert_eq!(is_in, told, "{} {}", page.url, page.text());
            is_in
        };
        let (of_first, of_second, strange) =
            (begins(&trio.first).await, begins(&trio.second).await, begins(&stranger).await);
        // What names one and is signed by the other is of neither.
        let document = String::from_utf8(STANDARD.decode(of_second.value("SAMLResponse")).unwrap()).unwrap();
        let renamed = document.replace(&entity(&trio.second), &entity(&trio.first));
        assert_ne!(renamed, document);
        assert!(!lets_in(&of_second.clone().with("SAMLResponse", &STANDARD.encode(renamed))).await);
        assert!(!lets_in(&strange).await, "nobody knows that provider");
        for fields in [&of_first, &of_second] {
            assert_eq!(lets_in(fields).await, allowed);
            assert!(!lets_in(fields).await, "once");
        }
        // What answers a question is for who asked it.
        let here = trio.proxy.browser();
        let page = choose(&here, &trio.open(&here).await, &entity(&trio.first)).await;
        let asked = trio.answered(&trio.first, &page).await;
        assert!(!lets_in(&asked.clone().with("RelayState", "demo/shop")).await);
        assert!(bring(&trio.proxy, &here, &asked).await.left.is_some(), "the control");
    }
}
