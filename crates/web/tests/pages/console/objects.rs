//! What becomes of forms: saved, refused where the mistake is, or weighed against somebody else's.

use http::StatusCode;
use model::Noun;

use super::{at_console, etag, house, post};

/// A2.16: only what is disabled can be deleted.
#[tokio::test]
async fn an_enabled_method_is_not_deleted() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method/totp").await;
    assert!(page.text().contains("disable it first") && !page.body.contains("ask=delete"), "{}", page.text());
    let answer = post(&browser, &page, "/console/method/totp", &[("act", "delete"), ("etag", &etag(&page))]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    house.edit_method("totp", |m| m.enabled = false).await;
    let page = browser.get("/console/method/totp").await;
    assert!(page.body.contains("ask=delete"));
    let page = browser.get("/console/method/totp?ask=delete").await;
    let gone = post(&browser, &page, "/console/method/totp", &[("act", "delete"), ("etag", &etag(&page))]).await;
    assert_eq!((gone.status, gone.url.path()), (StatusCode::OK, "/console/method"), "{}", gone.text());
    assert!(house.engine.world().catalogue.at(Noun::Method, "totp").is_none());
}

/// A2.1: a method's title is what people and administrators read, in each language its own.
#[tokio::test]
async fn a2_1_a_method_has_a_title_in_each_language() {
    let house = house().await;
    let api = house.api().await;
    assert_eq!(api.put("/method/typed", "className=symbolon.email.unregistered&enabled=true").await.code(), 200);
    assert_eq!(api.put("/site/demo/$link/method/typed", "enabled=true").await.code(), 200);
    assert_eq!(api.put("/application/demo/wiki/$link/method/typed", "enabled=true").await.code(), 200);
    let shown = async |language: &str| house.login("bob").at("wiki").asking("ui_locales", language).await.page.text();
    assert!(!shown("en").await.contains("To an address"), "the control");
    let (browser, page) = at_console(&house, "ada", "/console/method/typed").await;
    let tag = etag(&page);
    let typed =
        [("act", "save"), ("tab", ""), ("title.en", "To an address"), ("title.fi", "Osoitteeseen"), ("etag", &tag)];
    let saved = post(&browser, &page, "/console/method/typed", &typed).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let (english, finnish) = (shown("en").await, shown("fi").await);
    assert!(english.contains("To an address") && !english.contains("Osoitteeseen"), "{english}");
    assert!(finnish.contains("Osoitteeseen") && !finnish.contains("To an address"), "{finnish}");
    let french = shown("fr").await;
    assert!(french.contains("To an address"), "without one of its own: {french}");
    let list = browser.get("/console/method").await.text();
    assert!(list.contains("To an address") && list.contains("typed"), "{list}");
}

/// A2.3, A2.4: type and class are shown and never change; the directory is shown, and changed from the directory's own page.
#[tokio::test]
async fn a2_3_a2_4_type_class_and_directory_are_shown_and_stay() {
    let house = house().await;
    let api = house.api().await;
    let told = api.get("/method/totp").await.json["attributes"].clone();
    assert_eq!((told["methodType"].as_str(), told["className"].as_str()), (Some("SPI TOTP"), Some("symbolon.totp")));
    for (form, code, key) in [
        ("methodType=SPI%20Password", 422, "type-differs"),
        ("className=symbolon.password", 422, "type-differs"),
        ("className=symbolon.password&methodType=SPI%20Password", 422, "fixed"),
        ("className=symbolon.totp&methodType=SPI%20TOTP", 200, ""),
    ] {
        let answer = api.put("/method/totp", form).await;
        let key = (!key.is_empty()).then_some(key);
        assert_eq!((answer.code(), answer.keys().first().copied()), (code, key), "{form}: {}", answer.page.body);
    }
    let (browser, page) = at_console(&house, "ada", "/console/method/totp").await;
    assert!(page.body.contains("symbolon.totp"), "{}", page.text());
    let tag = etag(&page);
    let typed = [("act", "save"), ("tab", ""), ("className", "symbolon.password"), ("acr", "urn:new"), ("etag", &tag)];
    let saved = post(&browser, &page, "/console/method/totp", &typed).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let after = api.get("/method/totp").await.json["attributes"].clone();
    assert_eq!((&after["className"], after["acr"].as_str()), (&told["className"], Some("urn:new")));
    // The directory.
    let directories = || {
        let world = house.engine.world();
        let entry = world.catalogue.at(Noun::Method, "totp").expect("a method").clone();
        entry
            .links_as("directory")
            .filter_map(|l| world.catalogue.entry(l.to).map(|e| e.path.clone()))
            .collect::<Vec<_>>()
    };
    let local = api.get("/directory").await.each("id")[0].trim_start_matches("/directory/").to_owned();
    assert_eq!(api.delete(&format!("/method/totp/$link/directory/{local}")).await.code(), 204);
    assert_eq!(directories(), [""; 0]);
    let page = browser.get("/console/method/totp?tab=inboundPolicy").await;
    let link = [("act", "link"), ("tab", "inboundPolicy"), ("link", "directory"), ("to", local.as_str())];
    let refused = post(&browser, &page, "/console/method/totp", &link).await;
    assert_eq!((refused.status, directories().len()), (StatusCode::BAD_REQUEST, 0), "{}", refused.text());
    let path = format!("/console/directory/{local}");
    let page = browser.get(&format!("{path}?tab=method")).await;
    let link = [("act", "link"), ("tab", "method"), ("link", "method"), ("to", "totp")];
    let linked = post(&browser, &page, &path, &link).await;
    assert_eq!((linked.status, directories()), (StatusCode::OK, vec![local.clone()]), "{}", linked.text());
    assert!(browser.get("/console/method/totp?tab=inboundPolicy").await.text().contains(&local));
}

/// A lost race shows both values, and what is chosen is saved (DESIGN 7.7).
#[tokio::test]
async fn two_who_save_at_once_choose() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method/totp").await;
    let old = etag(&page);
    house.edit_method("totp", |m| m.acr = Some("urn:theirs".into())).await;
    let typed =
        [("act", "save"), ("tab", ""), ("acr", "urn:mine"), ("networks", "192.0.2.0/24"), ("samlClassReference", "")];
    let raced = post(&browser, &page, "/console/method/totp", &[&typed[..], &[("etag", old.as_str())]].concat()).await;
    assert_eq!(raced.status, StatusCode::CONFLICT);
    for part in ["urn:mine", "urn:theirs", "192.0.2.0/24", "choose.acr", "choose.networks"] {
        assert!(raced.body.contains(part), "{part} in {}", raced.text());
    }
    assert!(!raced.body.contains("choose.samlClassReference"), "the same in both");
    assert!(!raced.body.contains(" checked"), "nothing is chosen beforehand");
    let fresh = etag(&raced);
    let chosen = [("choose.acr", "theirs"), ("choose.networks", "mine"), ("etag", fresh.as_str())];
    let saved = post(&browser, &raced, "/console/method/totp", &[&typed[..], &chosen[..]].concat()).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let world = house.engine.world();
    let (_, method) = world.catalogue.method(house.id(Noun::Method, "totp")).unwrap();
    assert_eq!(
        (method.acr.as_deref(), String::from(method.networks.clone()).as_str()),
        (Some("urn:theirs"), "192.0.2.0/24")
    );
}

/// A2.15: a mistake in the lines names its line, and what was typed stays.
#[tokio::test]
async fn a_mistake_names_its_line() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method/totp?tab=lines").await;
    let lines = "totpDigits 6\ntotpDigit 8";
    let answer = post(
        &browser,
        &page,
        "/console/method/totp",
        &[("act", "save"), ("tab", "lines"), ("lines", lines), ("etag", &etag(&page))],
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.title().starts_with("Error: ") && answer.text().contains("Line 2"), "{}", answer.text());
    assert!(answer.body.contains("totpDigit 8") && answer.body.contains("href=\"#lines\""), "{}", answer.body);
    let answer = post(
        &browser,
        &page,
        "/console/method/totp",
        &[
            ("act", "save"),
            ("tab", "lines"),
            ("line.totpDigits", "8"),
            ("line.totpAlgorithm", ""),
            ("etag", &etag(&page)),
        ],
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let world = house.engine.world();
    let (_, method) = world.catalogue.method(house.id(Noun::Method, "totp")).unwrap();
    assert_eq!(method.configuration.value("totpDigits"), Some("8"));
}

/// A method's page has what its kind has a use for: limits where it sends, documents where it reads them, and the lines that few need
/// folded until one of them is said.
#[tokio::test]
async fn a_page_has_what_the_kind_has_a_use_for() {
    let house = house().await;
    let (browser, _) = at_console(&house, "ada", "/console").await;
    let all = ["metadata", "jwks", "registration"];
    for (kind, sends, documents) in [
        ("sms.unregistered", true, None),
        ("totp", false, None),
        ("saml", false, Some(&all[..1])),
        ("oidc", false, Some(&all[..])),
        ("oauth2", false, Some(&[][..])),
    ] {
        house.edit_method("totp", |m| kind.clone_into(&mut m.kind)).await;
        let main = browser.get("/console/method/totp").await;
        assert_eq!(main.body.contains("name=\"sending.perAddressHour\""), sends, "{kind}");
        let provider = browser.get("/console/method/totp?tab=provider").await;
        for name in all {
            let shown = documents.is_some_and(|documents| documents.contains(&name));
            assert_eq!(provider.body.contains(&format!("name=\"{name}\"")), shown, "{kind} {name}");
        }
        if documents.is_some() {
            assert!(provider.body.contains("name=\"line.accountLink\""), "{kind}");
        }
    }
    // What stands there unread is shown, so that it can be taken away.
    house.edit_method("totp", |m| m.registration = serde_json::json!({ "client_id": "x" })).await;
    let page = browser.get("/console/method/totp?tab=provider").await;
    assert!(page.body.contains("name=\"registration\"") && !page.body.contains("name=\"jwks\""), "{}", page.body);
    let sent = [("act", "save"), ("tab", "provider"), ("registration", "{}"), ("etag", &etag(&page))];
    assert_eq!(post(&browser, &page, "/console/method/totp", &sent).await.status, StatusCode::OK);
    let page = browser.get("/console/method/totp?tab=provider").await;
    assert!(!page.body.contains("name=\"registration\""), "{}", page.body);
    // Of the lines, few are usual.
    house.edit_method("totp", |m| "oidc".clone_into(&mut m.kind)).await;
    let page = browser.get("/console/method/totp?tab=lines").await;
    let folded = |body: &str| {
        body.split_once("<details class=\"more\">").map(|(first, rest)| (first.to_owned(), rest.to_owned()))
    };
    let (first, rest) = folded(&page.body).expect("folded");
    assert!(first.contains("line.issuer") && !first.contains("line.acrValues") && rest.contains("line.acrValues"));
    let sent = [("act", "save"), ("tab", "lines"), ("line.acrValues", "high"), ("etag", &etag(&page))];
    assert_eq!(post(&browser, &page, "/console/method/totp", &sent).await.status, StatusCode::OK);
    let page = browser.get("/console/method/totp?tab=lines").await;
    assert!(folded(&page.body).is_none() && page.body.contains("<details class=\"more\" open>"), "{}", page.body);
}

/// M024: a secret is never told again, and putting its mask back keeps it.
#[tokio::test]
async fn m024_secrets_are_shown_once() {
    let house = house().await;
    let secret = || {
        let world = house.engine.world();
        let (_, application) = world.catalogue.application(house.id(Noun::Application, "demo/wiki")).unwrap();
        application.metadata["client_secret"].as_str().unwrap_or_default().to_owned()
    };
    let (browser, page) = at_console(&house, "ada", "/console/application/demo/wiki?tab=registration").await;
    let before = secret();
    assert!(!before.is_empty() && !page.body.contains(&before) && page.body.contains("********"));
    let tag = etag(&page);
    let same = [
        ("act", "save"),
        ("tab", "registration"),
        ("metadata.client_id", "wiki"),
        ("metadata.client_secret", "********"),
        ("etag", tag.as_str()),
    ];
    let page = post(&browser, &page, "/console/application/demo/wiki", &same).await;
    assert_eq!((page.status, secret()), (StatusCode::OK, before.clone()), "{}", page.text());
    let page = browser.get("/console/application/demo/wiki?tab=registration").await;
    let made = post(
        &browser,
        &page,
        "/console/application/demo/wiki",
        &[("act", "secret"), ("tab", "registration"), ("member", "client_secret"), ("etag", &etag(&page))],
    )
    .await;
    let after = secret();
    assert!(after != before && made.body.contains(&after), "{}", made.text());
    assert!(!browser.get("/console/application/demo/wiki?tab=registration").await.body.contains(&after));
}

/// A3.4: a method in use leaves a site together with the applications that allow it, in one confirmed step.
#[tokio::test]
async fn a_method_in_use_leaves_in_one_step() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/site/demo?tab=method").await;
    let fields = [("act", "unlink"), ("tab", "method"), ("link", "method"), ("to", "totp")];
    let asked = post(&browser, &page, "/console/site/demo", &fields).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.text().contains("demo/wiki") && asked.text().contains("demo/account"), "{}", asked.text());
    let done = post(&browser, &asked, "/console/site/demo", &[&fields[..], &[("both", "1")]].concat()).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let world = house.engine.world();
    let totp = house.id(Noun::Method, "totp");
    assert_eq!(world.catalogue.linked_from(totp, "method").count(), 0);
}

/// H3: a chain is made and unmade on its page, and a ring is refused with the reason.
#[tokio::test]
async fn chains_are_changed_and_never_a_ring() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/chains?application=demo/wiki").await;
    assert!(page.text().contains("Nothing available") && page.text().contains("Logged in"), "{}", page.text());
    let ring = post(&browser, &page, "/console/chains", &[("from", "totp"), ("to", "password")]).await;
    assert_eq!(ring.status, StatusCode::UNPROCESSABLE_ENTITY);
    let gone =
        post(&browser, &page, "/console/chains", &[("unlink", "password/totp"), ("application", "demo/wiki")]).await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.text());
    let linked = || {
        let world = house.engine.world();
        world.catalogue.entry(house.id(Noun::Method, "password")).unwrap().links_as("nextFactor").count()
    };
    let without = linked();
    let undo = gone
        .forms()
        .into_iter()
        .find(|f| f.input("from").is_some() && f.input("to").is_some_and(|i| i.kind == "hidden"))
        .expect("a way back");
    browser.submit(&gone, &undo, &[]).await;
    assert_eq!(linked(), without + 1);
}

/// The wizard leaves an application that works, and shows its secret once.
#[tokio::test]
async fn an_application_is_made_in_one_go() {
    let house = house().await;
    let (browser, page) = at_console(&house, "bob", "/console/new/application?in=demo&protocol=oidc").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let fields = [
        ("in", "demo"),
        ("protocol", "oidc"),
        ("name", "notes"),
        ("title", "Notes <b>"),
        ("metadata.redirect_uris", "https://notes.example/cb"),
        ("keeps", "on"),
        ("method.password", "on"),
        ("group.demo/everyone", "on"),
    ];
    let made = post(&browser, &page, "/console/new/application", &fields).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let world = house.engine.world();
    let entry = world.catalogue.at(Noun::Application, "demo/notes").expect("an application");
    let (_, application) = world.catalogue.application(entry.id).unwrap();
    assert!(made.body.contains(application.metadata["client_secret"].as_str().unwrap()));
    assert!(made.body.contains("Notes &lt;b&gt;") && !made.body.contains("Notes <b>"));
    assert!(world.fit(entry), "{:?}", world.findings);
    let again = post(&browser, &page, "/console/new/application", &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("https:&#x2f;&#x2f;notes.example&#x2f;cb")
            || again.body.contains("https://notes.example/cb"),
        "what was typed stays"
    );
}

/// The metadata of a service provider, with a place that answers go to.
const DESCRIPTOR: &str = r#"<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://intranet.example/saml"><md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://intranet.example/acs" index="0"/></md:SPSSODescriptor></md:EntityDescriptor>"#;

#[tokio::test]
async fn a_service_provider_is_made_of_its_metadata() {
    let house = house().await;
    let (browser, page) = at_console(&house, "bob", "/console/new/application?in=demo&protocol=saml").await;
    assert!(page.body.contains("f-metadata-descriptor"), "{}", page.text());
    let fields = |name: &'static str, descriptor: &'static str| {
        let base = [("in", "demo"), ("protocol", "saml"), ("name", name), ("metadata.descriptor", descriptor)];
        base.into_iter().chain([("method.password", "on"), ("group.demo/everyone", "on")]).collect::<Vec<_>>()
    };
    let made = post(&browser, &page, "/console/new/application", &fields("intranet", DESCRIPTOR)).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let world = house.engine.world();
    let entry = world.catalogue.at(Noun::Application, "demo/intranet").expect("an application");
    let (_, application) = world.catalogue.application(entry.id).unwrap();
    assert_eq!(application.metadata["entity_id"], "https://intranet.example/saml");
    assert!(world.fit(entry), "{:?}", world.findings);
    let shown = browser.get("/console/application/demo/intranet?tab=registration").await;
    assert!(shown.body.contains("https://intranet.example/acs") || shown.body.contains("intranet.example&#x2f;acs"));
    assert!(shown.body.contains("metadata.name_id") && shown.body.contains("persistent-uuid"), "{}", shown.text());
    // The same entity again is refused beside the field, and what was pasted stays.
    let again = post(&browser, &page, "/console/new/application", &fields("second", DESCRIPTOR)).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("EntityDescriptor") && again.body.contains("entity_id"), "{}", again.text());
}

/// D5: an outbound mapping policy begins with its kind; its users are typed by their paths and kept by their ids.
#[tokio::test]
async fn d5_users_of_an_outbound_mapping_are_typed_by_path() {
    let house = house().await;
    let (browser, page) = at_console(&house, "bob", "/console/new/outboundMappingPolicy").await;
    assert!(page.body.contains("name=\"format\""), "{}", page.body);
    let new = [("in", "demo"), ("name", "people"), ("format", "unspecified")];
    let made = post(&browser, &page, "/console/new/outboundMappingPolicy", &new).await;
    let at = "/console/outboundMappingPolicy/demo/people";
    assert_eq!((made.status, made.url.path()), (StatusCode::OK, at), "{}", made.text());
    let page = browser.get(&format!("{at}?tab=items")).await;
    assert!(page.body.contains("name=\"row.0.username\""), "{}", page.body);
    let tag = etag(&page);
    let rows = |user: &'static str| {
        [("act", "save"), ("tab", "items"), ("etag", ""), ("row.0.user", user), ("row.0.username", "LOVELACE")]
    };
    let sent =
        |user: &'static str| rows(user).map(|(name, value)| (name, if name == "etag" { tag.as_str() } else { value }));
    let refused = post(&browser, &page, at, &sent("demo/nobody")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    assert!(refused.text().contains("demo/nobody") && refused.body.contains("f-items-1-user"), "{}", refused.body);
    let saved = post(&browser, &page, at, &sent("demo/carol")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    assert!(browser.get(&format!("{at}?tab=items")).await.body.contains("demo/carol"), "shown by path");
    let world = house.engine.world();
    let (_, policy) = world.catalogue.outbound_mapping(house.id(Noun::OutboundMapping, "demo/people")).unwrap();
    let kept: Vec<_> = policy.items.iter().map(|item| (item.user, item.username.as_str())).collect();
    let model::Person::Registered { user, .. } = house.person("carol") else { panic!("nobody") };
    assert_eq!(kept, [(user, "LOVELACE")]);
}

/// A3.2: a service is made and set up at the console, its password never shown; a rule asks it in the table that has the searches.
#[tokio::test]
async fn a3_2_a_service_and_the_rule_that_asks_it() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/new/service").await;
    let made = post(&browser, &page, "/console/new/service", &[("name", "hr")]).await;
    assert_eq!((made.status, made.url.path()), (StatusCode::OK, "/console/service/hr"), "{}", made.text());
    let tag = etag(&made);
    let main = |template: &'static str| {
        let output = "directory.login /user/userid";
        [
            ("act", "save"),
            ("etag", tag.as_str()),
            ("template", template),
            ("outputParameter", output),
            ("auth", "basic"),
            ("username", "symbolon"),
            ("password", "pass word"),
        ]
    };
    let refused = post(&browser, &made, "/console/service/hr", &main("https://hr.example/")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
    let saved = post(&browser, &made, "/console/service/hr", &main("https://hr.example/?u=${method.sub}")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let shown = browser.get("/console/service/hr").await;
    assert!(shown.body.contains("directory.login") && !shown.body.contains("pass word"), "{}", shown.body);
    let page = browser.get("/console/new/inboundMappingPolicy").await;
    post(&browser, &page, "/console/new/inboundMappingPolicy", &[("name", "people")]).await;
    let at = "/console/inboundMappingPolicy/people";
    let page = browser.get(&format!("{at}?tab=items")).await;
    let tag = etag(&page);
    let rows = |service: &'static str, search: &'static str| {
        [
            ("act", "save"),
            ("tab", "items"),
            ("etag", tag.as_str()),
            ("row.0.condition", "method:sub=*"),
            ("row.0.service", service),
            ("row.0.mappingURL", search),
            ("row.1.condition", "method:email=*"),
            ("row.1.mappingURL", "ldap:///??sub?(mail=%7Bmethod:email%7D)"),
            ("row.1.service", ""),
        ]
    };
    for (service, search) in [("", ""), ("hr", "ldap:///??sub?(uid=%7Bmethod:sub%7D)")] {
        let refused = post(&browser, &page, at, &rows(service, search)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{service} {search}: {}", refused.text());
        assert!(refused.body.contains("f-items-1-mappingURL"), "{}", refused.body);
    }
    let saved = post(&browser, &page, at, &rows("hr", "")).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let world = house.engine.world();
    let (_, table) = world.catalogue.user_mapping(house.id(Noun::UserMapping, "people")).unwrap();
    let asks: Vec<_> = table.items.iter().map(|item| (item.service.as_deref(), item.mapping_url.len())).collect();
    assert_eq!(asks, [(Some("hr"), 0), (None, 1)]);
}
