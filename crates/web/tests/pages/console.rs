//! The console through the front door: who may see and do what.

mod documents;
mod inventory;
mod objects;
mod records;
mod rights;

use http::{Method as Verb, StatusCode};
use model::{
    AnyObject, Application, Change, Entry, Group, Id, Link, Mapping, Noun, Policy, Role, Site, Template, role::BuiltIn,
};
use plug::{Chance, clock::SystemChance};
use serde_json::json;
use store::Write;
use testkit::{Browser, House, Page, Raw};

use crate::type_password;

/// A house whose console everybody may try: ada administers everything, bob manages the site `demo`, carol has no role, dave sees everything, and a site
/// and an application are none of bob's business.
async fn house() -> House {
    let page = |a: &mut Application| {
        a.protocol = "page".into();
        a.metadata = json!({});
        a.listed = false;
    };
    let house = House::new()
        .application("console")
        .application_with(page)
        .allow(["password"])
        .application("wiki")
        .allow(["password", "totp"])
        .user("ada")
        .user("bob")
        .user("carol")
        .user("dave")
        .start()
        .await;
    let now = house.now();
    let chance: &dyn Chance = &SystemChance;
    let fresh = || chance.id(now);
    let put =
        |id: Id, path: &str, object: AnyObject, links| Change::put(Entry { id, path: path.into(), object, links });
    let [administrators, managers, auditors] = [fresh(), fresh(), fresh()];
    let everyone = house.id(Noun::Group, "demo/everyone");
    let changes = vec![
        put(administrators, "demo/administrators", Group::default().into(), Vec::new()),
        put(managers, "demo/managers", Group::default().into(), Vec::new()),
        put(auditors, "demo/auditors", Group::default().into(), Vec::new()),
        put(fresh(), "auditor", Role::built_in(BuiltIn::Auditor).into(), vec![Link::new("assignedTo", auditors)]),
        put(
            fresh(),
            "administrator",
            Role::built_in(BuiltIn::Administrator).into(),
            vec![Link::new("assignedTo", administrators)],
        ),
        put(
            fresh(),
            "demo/manager",
            Role::built_in(BuiltIn::SiteManager).into(),
            vec![Link::new("assignedTo", managers)],
        ),
        put(fresh(), "demo/inner", Site::default().into(), Vec::new()),
        put(fresh(), "hidden", Site::default().into(), Vec::new()),
        put(fresh(), "hidden/vault", Application::default().into(), vec![Link::new("allowedTo", everyone)]),
        put(fresh(), "demo/rules", Policy::default().into(), Vec::new()),
        put(fresh(), "renames", Mapping::default().into(), Vec::new()),
        put(fresh(), "portal.html", Template::default().into(), Vec::new()),
    ];
    house.engine.change(changes, "testkit").await.expect("objects");
    for (group, name) in [(administrators, "ada"), (managers, "bob"), (auditors, "dave")] {
        house.write(vec![Write::PutMember { group, person: house.person(name).key() }]).await;
    }
    house
}

/// Logs in to the console and stands at a page of it.
async fn at_console(house: &House, name: &str, path: &str) -> (Browser, Page) {
    let browser = house.browser();
    let page = browser.get(path).await;
    let page = type_password(house, &browser, &page, name).await;
    (browser, page)
}

/// Posts to a page as its forms do: with the token that the browser's pages carry.
async fn post(browser: &Browser, page: &Page, path: &str, fields: &[(&str, &str)]) -> Page {
    let token = page.forms().iter().find_map(|f| f.input("csrf").map(|i| i.value.clone())).expect("a token");
    let mut sent: Vec<(String, String)> = vec![("csrf".into(), token)];
    sent.extend(fields.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    let raw = Raw::form(&sent).header("sec-fetch-site", "same-origin").header("accept", "text/html");
    let first = browser.send(Verb::POST, &browser.url(path), raw).await;
    browser.follow(first).await
}

/// The tag under which a page's object was read.
fn etag(page: &Page) -> String {
    page.forms().iter().find_map(|f| f.input("etag").map(|i| i.value.clone())).expect("a tag")
}

/// M084: the console is open to who has a role, and says so to who has none.
#[tokio::test]
async fn m084_nobody_without_a_role_gets_in() {
    let house = house().await;
    let (browser, page) = at_console(&house, "carol", "/console").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("none of your groups has a role"), "{}", page.text());
    for path in
        ["/console/method", "/console/site/demo", "/console/search?q=wiki", "/console/new/site", "/console/chains"]
    {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        assert!(!page.text().contains("wiki"), "{path}");
    }
    let stranger = house.browser();
    assert!(stranger.get("/console/method").await.url.path().starts_with("/login/"));
}

/// M084, A1.1: a site's manager sees the site and what is below it, and nothing of the system or of other sites.
#[tokio::test]
async fn m084_a_manager_sees_one_site() {
    let house = house().await;
    let (browser, page) = at_console(&house, "bob", "/console/site/demo").await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/console/site/demo"));
    let nav: Vec<String> = page.links().into_iter().map(|l| l.href).collect();
    for hidden in
        ["/console/method", "/console/chains", "/console/server", "/console/directory", "/console/inboundPolicy"]
    {
        assert!(!nav.iter().any(|h| h == hidden), "{hidden} in {nav:?}");
        let page = browser.get(hidden).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{hidden}");
    }
    for hidden in [
        "/console/site/hidden",
        "/console/application/hidden/vault",
        "/console/method/password",
        "/console/site/nothing",
        "/console/role/administrator",
    ] {
        let page = browser.get(hidden).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{hidden}: what there is and is not look alike");
        for (act, field) in [("save", "was.enabled"), ("delete", "x"), ("unlink", "to")] {
            let answer = post(&browser, &page, hidden, &[("act", act), (field, "1")]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{hidden} {act}");
        }
    }
    let found = browser.get("/console/search?q=vault").await;
    assert!(found.text().contains("Nothing has this"), "{}", found.text());
    assert!(!found.links().iter().any(|l| l.href.starts_with("/console/application/hidden")));
    assert!(!browser.get("/console/application").await.text().contains("vault"));
    // The methods that the site was given are told, though they are the system's, and cannot be taken away.
    let methods = browser.get("/console/site/demo?tab=method").await;
    assert!(methods.text().contains("password") && !methods.body.contains("name=\"to\""), "{}", methods.text());
    let answer = post(
        &browser,
        &methods,
        "/console/site/demo",
        &[("act", "unlink"), ("tab", "method"), ("link", "method"), ("to", "totp")],
    )
    .await;
    assert!(answer.status.is_client_error(), "{}", answer.status);
    // Nobody raises themselves (M084): not by a role, nor by a group that has one.
    let answer =
        post(&browser, &methods, "/console/new/role", &[("in", "demo"), ("name", "root"), ("from", "administrator")])
            .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer =
        post(&browser, &methods, "/console/new/role", &[("in", ""), ("name", "root"), ("builtIn", "administrator")])
            .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(house.engine.world().catalogue.at(Noun::Role, "root").is_none());
}

/// M070: what another site's page could send changes nothing.
#[tokio::test]
async fn m070_a_form_needs_its_token() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method").await;
    assert_eq!(page.status, StatusCode::OK);
    let fields = [("act".to_owned(), "update".to_owned()), ("shown.totp".to_owned(), "1".to_owned())];
    for path in ["/console/method", "/console/method/totp", "/console/chains", "/console/new/site"] {
        let raw = Raw::form(&fields).header("sec-fetch-site", "same-origin");
        assert_eq!(browser.send(Verb::POST, &browser.url(path), raw).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let token = page.forms().iter().find_map(|f| f.input("csrf").map(|i| i.value.clone())).unwrap();
    let with: Vec<_> = fields.iter().cloned().chain([("csrf".to_owned(), token)]).collect();
    let raw = Raw::form(&with).header("sec-fetch-site", "cross-site").header("origin", "https://evil.example");
    assert_eq!(browser.send(Verb::POST, &browser.url("/console/method"), raw).await.status, StatusCode::FORBIDDEN);
    assert!(house.engine.world().catalogue.methods().all(|(_, m)| m.enabled));
}

/// What was typed outlives the session that it was typed in.
#[tokio::test]
async fn a_form_waits_for_a_new_login() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method/totp").await;
    let fields = [("act", "save"), ("tab", ""), ("acr", "urn:typed <b>")];
    let jar = browser.jar();
    browser.change_jar(|jar| jar.forget("session"));
    let held = post(&browser, &page, "/console/method/totp", &fields).await;
    assert_eq!(held.status, StatusCode::FORBIDDEN);
    assert!(held.body.contains("urn:typed &lt;b&gt;") && !held.body.contains("<b>\""), "{}", held.body);
    browser.change_jar(|now| *now = jar);
    let form = held.forms().into_iter().find(|f| f.input("acr").is_some()).expect("the form again");
    let saved = browser.submit(&held, &form, &[]).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let world = house.engine.world();
    let (_, method) = world.catalogue.method(house.id(Noun::Method, "totp")).unwrap();
    assert_eq!(method.acr.as_deref(), Some("urn:typed <b>"));
}

/// A1.1: Update saves the boxes that were changed, and takes them back.
#[tokio::test]
async fn boxes_are_saved_together_and_undone() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/method").await;
    let page = post(
        &browser,
        &page,
        "/console/method",
        &[("act", "update"), ("shown.totp", "1"), ("shown.password", "1"), ("on.password", "on")],
    )
    .await;
    let enabled = |name: &str| {
        let world = house.engine.world();
        let id = house.id(Noun::Method, name);
        world.catalogue.method(id).unwrap().1.enabled
    };
    assert!(!enabled("totp") && enabled("password") && page.text().contains("totp is disabled"), "{}", page.text());
    let event = house.audited("object.put").await.pop().expect("an event");
    assert_eq!((event.actor.as_str(), event.from.as_str()), ("/user/demo/ada", "127.0.0.1"));
    let undo = page
        .forms()
        .into_iter()
        .find(|f| {
            f.input("shown.totp").is_some_and(|i| i.value == "0") && f.input("act").is_some() && f.inputs.len() == 4
        })
        .expect("a way back");
    let page = browser.submit(&page, &undo, &[]).await;
    assert!(enabled("totp"), "{}", page.text());
    assert!(!browser.get("/console/method").await.body.contains("alert ok"), "said once");
}
