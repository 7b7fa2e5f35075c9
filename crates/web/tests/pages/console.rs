//! The console through the front door: who may see and do what, and what becomes of forms.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use http::{Method as Verb, StatusCode};
use model::{
    AnyObject, Application, Change, Entry, Group, Id, Link, Mapping, Noun, Policy, Role, Site, Template, role::BuiltIn,
};
use plug::{Chance, clock::SystemChance};
use serde_json::json;
use store::Write;
use testkit::{Browser, House, Page, Raw};

use crate::type_password;

/// A house whose console everybody may try: ada administers everything, bob manages the site `demo`, carol has no role, and a site
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
        .start()
        .await;
    let now = house.now();
    let chance: &dyn Chance = &SystemChance;
    let fresh = || chance.id(now);
    let put =
        |id: Id, path: &str, object: AnyObject, links| Change::put(Entry { id, path: path.into(), object, links });
    let (administrators, managers) = (fresh(), fresh());
    let everyone = house.id(Noun::Group, "demo/everyone");
    let changes = vec![
        put(administrators, "demo/administrators", Group::default().into(), Vec::new()),
        put(managers, "demo/managers", Group::default().into(), Vec::new()),
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
    for (group, name) in [(administrators, "ada"), (managers, "bob")] {
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
    assert!(!browser.get("/console/search?q=vault").await.text().contains("vault ("), "found nothing");
    assert!(!browser.get("/console/search?q=vault").await.links().iter().any(|l| l.href.contains("vault")));
    assert!(!browser.get("/console/application").await.text().contains("vault"));
    // The methods that the site was given are told, though they are the system's, and cannot be taken away.
    let methods = browser.get("/console/site/demo?tab=method").await;
    assert!(methods.text().contains("password") && !methods.body.contains(">Remove<"), "{}", methods.text());
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
    assert_eq!((event.actor.as_str(), event.from.as_str()), ("ada", "127.0.0.1"));
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

/// Every page that a link of the console leads to is there for whom it is shown, and is a sound document in every language.
#[tokio::test]
async fn every_link_leads_to_a_sound_page() {
    let house = house().await;
    for (name, languages) in [("ada", &["en", "fi", "sv", "fr", "de"][..]), ("bob", &["en"])] {
        let (browser, _) = at_console(&house, name, "/console").await;
        for language in languages {
            browser.get(&format!("/console?lang={language}")).await;
            let pages = crawl(&browser).await;
            assert!(pages.len() > if name == "ada" { 60 } else { 25 }, "{name} {language}: {}", pages.len());
            for (path, page) in pages {
                let at = format!("{name} {language} {path}");
                assert_eq!(page.status, StatusCode::OK, "{at}: {}", page.text());
                sound(&page, language, &at);
            }
        }
    }
}

async fn crawl(browser: &Browser) -> BTreeMap<String, Page> {
    let mut seen = BTreeSet::from(["/console".to_owned()]);
    let mut left = VecDeque::from(["/console".to_owned()]);
    let mut pages = BTreeMap::new();
    while let Some(path) = left.pop_front() {
        let page = browser.get(&path).await;
        for link in page.links() {
            let href = link.href.split('#').next().unwrap_or_default().replace("&#x2f;", "/").replace("&amp;", "&");
            let ours = href == "/console" || href.starts_with("/console/") || href.starts_with("/console?");
            let other = ["lang=", "theme=", "q="].iter().any(|part| href.contains(part));
            if ours && !other && seen.insert(href.clone()) {
                left.push_back(href);
            }
        }
        pages.insert(path, page);
    }
    pages
}

fn sound(page: &Page, language: &str, at: &str) {
    let html = &page.body;
    assert!(html.contains(&format!("<html lang=\"{language}\"")), "{at}");
    assert_eq!(html.matches("<h1").count(), 1, "{at}");
    assert_eq!(html.matches("<main").count(), 1, "{at}");
    assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick="), "{at}");
    let unknown: Vec<&str> = between(html, "[", "]")
        .into_iter()
        .filter(|k| k.contains('-') && k.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && !k.contains(' '))
        .collect();
    assert!(unknown.is_empty(), "{at}: {unknown:?}");
    let mut ids = between(html, " id=\"", "\"");
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{at}: an id stands twice");
    for reference in [" aria-describedby=\"", " aria-labelledby=\""].iter().flat_map(|a| between(html, a, "\"")) {
        for id in reference.split(' ') {
            assert!(ids.contains(&id), "{at}: nothing is called {id}");
        }
    }
    for control in ["<input", "<select", "<textarea"].iter().flat_map(|tag| between(html, tag, ">")) {
        let id = between(control, " id=\"", "\"");
        let named =
            control.contains("aria-label=\"") || id.first().is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
        assert!(control.contains("type=\"hidden\"") || named, "{at}: nothing names {control}");
    }
    for form in between(html, "<form", "</form>").iter().filter(|f| f.contains("method=\"post\"")) {
        assert!(form.contains("name=\"csrf\" value=\""), "{at}: {form}");
    }
}

fn between<'a>(html: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    html.split(open).skip(1).filter_map(|rest| rest.split(close).next()).collect()
}
