//! Discovery services, by their protocol: asking one, and being one.

use testkit::on_both;

use super::*;

const BACK: &str = "/login/return/saml.1";

/// Another house where people choose among the same providers, for those it knows.
async fn service(database: Database, trio: &Trio) -> House {
    let metadata = federation(&[&trio.first, &trio.second]).await;
    let way =
        Way::new("saml.9", "saml").with(|m| m.metadata = metadata).line("idpEntityId *").line("discoveryService true");
    let mut plan = House::new().on(database).method(way).application("proxy").allow(["saml.9"]);
    plan.clock = trio.proxy.clock.clone();
    let house = plan.start().await;
    register(&house, "proxy", &trio.proxy, "/saml2/sp/saml.1/metadata").await;
    house
}

/// Two providers, who relies on them, and the service that says which.
async fn quartet(database: Database) -> (Trio, House) {
    let trio = Trio::usual(database, "saml.discovery", &["discoveryUrl https://ds.invalid/"]).await;
    let service = service(database, &trio).await;
    let at = String::from(service.browser().url("/discovery"));
    trio.proxy
        .edit_method("saml.1", |method| {
            let line = method.configuration.0.iter_mut().find(|line| line.name == "discoveryUrl").unwrap();
            *line = model::Line::parse(&format!("discoveryUrl {at}")).unwrap();
        })
        .await;
    (trio, service)
}

/// The address of a question to a service.
fn question(trio: &Trio, fields: &[(&str, &str)]) -> String {
    let entity = String::from(trio.proxy.browser().url("/saml2/sp/saml.1/metadata"));
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("entityID", &entity).extend_pairs(fields);
    format!("/discovery?{}", query.finish())
}

on_both! {
    /// B16: a service of somebody else says which provider it is, and the login goes on there.
    async fn b16_a_service_elsewhere_says_which_provider(database: Database) {
        let (trio, service) = quartet(database).await;
        let (here, there) = (trio.proxy.browser(), service.browser());
        let asked = trio.proxy.client("wiki").authorize();
        let page = here.get(&asked.path()).await;
        let page = there.get(&path(left(&page))).await;
        assert_eq!(offered(&page), [entity(&trio.first), entity(&trio.second)], "{} {}", page.status, page.text());
        let page = choose(&there, &page, &entity(&trio.second)).await;
        let page = here.get(&path(left(&page))).await;
        assert!(is_at(&page, &trio.second), "{:?} {}", page.left, page.text());
        let page = bring(&trio.proxy, &here, &trio.answered(&trio.second, &page).await).await;
        assert!(asked.code(&page).is_some(), "{} {}", page.url, page.text());
    }
}

on_both! {
    /// What a service says is a name of ours or nothing: another is refused (mix-up), and none leads to the menu.
    async fn b16_a_service_can_name_nobody_else(database: Database) {
        let (trio, _service) = quartet(database).await;
        let here = trio.proxy.browser();
        let page = trio.open(&here).await;
        let back = said(left(&page), "return").unwrap();
        let answer = |id: &str| {
            let mut url = Url::parse(&back).unwrap();
            url.query_pairs_mut().append_pair("entityID", id);
            path(&url)
        };
        for evil in ["https://evil.example/saml", "*", "javascript:alert(1)"] {
            let page = here.get(&answer(evil)).await;
            assert!(page.left.is_none() && page.error().is_some(), "{evil}: {:?}", page.left);
        }
        assert_eq!(trio.proxy.audited("saml.discovery-refused").await.len(), 3);
        let page = here.get(&path(&Url::parse(&back).unwrap())).await;
        assert_eq!((page.left.as_ref(), page.methods()), (None, vec!["saml.1".to_owned()]), "{}", page.text());
        // Another browser has no such login, and this one still has.
        let thief = trio.proxy.browser().get(&answer(&entity(&trio.first))).await;
        assert!(thief.left.is_none() && thief.status.is_client_error(), "{}", thief.status);
        assert!(is_at(&here.get(&answer(&entity(&trio.first))).await, &trio.first), "the control");
    }
}

on_both! {
    /// M076: people go back to a place of the metadata of who asks, and to nowhere else.
    async fn m076_the_service_sends_nobody_to_a_place_that_is_not_registered(database: Database) {
        let (trio, service) = quartet(database).await;
        let place = String::from(trio.proxy.browser().url(BACK));
        let asks = async |fields: &[(&str, &str)]| service.browser().get(&question(&trio, fields)).await;
        let with = format!("{place}?state=x");
        for good in [&place, &with] {
            let there = service.browser();
            let page = there.get(&question(&trio, &[("return", good)])).await;
            let page = choose(&there, &page, &entity(&trio.first)).await;
            assert!(left(&page).as_str().starts_with(good.as_str()), "{:?}", page.left);
            assert_eq!(said(left(&page), "entityID"), Some(entity(&trio.first)));
        }
        assert_eq!(asks(&[]).await.status, 200, "the default place");
        let evil = [
            "https://evil.example/".to_owned(),
            format!("{place}/../evil"),
            format!("{place}x"),
            format!("{place}#x"),
            place.replace("http://", "https://"),
            place.replace("127.0.0.1", "127.0.0.1@evil.example"),
            format!("https://evil.example/?{place}"),
            format!("{place}?entityID=https://evil.example"),
            "javascript:alert(1)".to_owned(),
            "//evil.example".to_owned(),
        ];
        for evil in &evil {
            for passive in ["false", "true"] {
                let page = asks(&[("return", evil), ("isPassive", passive)]).await;
                assert_eq!((page.status.as_u16(), page.left.as_ref()), (400, None), "{evil}");
                assert!(page.links().iter().all(|link| !link.href.contains("//")), "{evil}: {:?}", page.links());
            }
        }
        for (fields, why) in [
            (&[("policy", "urn:other")][..], "a policy"),
            (&[("returnIDParam", "a b")], "a parameter"),
            (&[("return", place.as_str()), ("return", "https://evil.example/")], "twice"),
        ] {
            assert_eq!(asks(fields).await.status, 400, "{why}");
        }
        let stranger = service.browser().get(&format!("/discovery?entityID=https://evil.example&return={place}")).await;
        assert_eq!((stranger.status.as_u16(), stranger.left), (400, None));
    }
}

on_both! {
    /// A choice that this browser made is the answer where nothing may be shown; nobody else's is.
    async fn b16_nothing_is_shown_where_nothing_may_be(database: Database) {
        let (trio, service) = quartet(database).await;
        let there = service.browser();
        let passive = question(&trio, &[("isPassive", "true")]);
        let answer = |page: &Page| said(left(page), "entityID");
        assert_eq!(answer(&there.get(&passive).await), None);
        let page = there.get(&question(&trio, &[])).await;
        choose(&there, &page, &entity(&trio.second)).await;
        assert_eq!(answer(&there.get(&passive).await), Some(entity(&trio.second)));
        assert_eq!(answer(&service.browser().get(&passive).await), None, "another browser");
        let page = there.get(&question(&trio, &[])).await;
        assert_eq!(offered(&page)[0], entity(&trio.second), "on top");
        let page = there.submit(&page, &page.form_with("forget").unwrap(), &[("forget", "1")]).await;
        assert_eq!(offered(&page), [entity(&trio.first), entity(&trio.second)], "{}", page.text());
        assert_eq!(answer(&there.get(&passive).await), None);
    }
}

on_both! {
    /// M070: a choice is made on our page; and no list is lent unless somebody says so.
    async fn m070_a_choice_needs_our_page_and_a_list_its_line(database: Database) {
        let (trio, service) = quartet(database).await;
        let there = service.browser();
        let page = there.get(&question(&trio, &[])).await;
        let forged = page.prompt();
        let mut fields = forged.filled();
        fields.retain(|(name, _)| name != "csrf");
        fields.push(("provider".into(), entity(&trio.first)));
        let refused = there.send(http::Method::POST, &there.url("/discovery"), testkit::Raw::form(&fields)).await;
        assert_eq!((refused.status.as_u16(), refused.location()), (403, None));
        let unknown = choose(&there, &page, "https://evil.example/saml").await;
        assert_eq!((unknown.status.as_u16(), unknown.left), (400, None));
        service.edit_method("saml.9", |method| method.configuration.0.retain(|line| line.name != "discoveryService")).await;
        assert_eq!(there.get(&question(&trio, &[])).await.status, 400);
    }
}
