//! Users and the audit record at the console: found, helped, changed; and what each role may see of them.

use http::{Method as Verb, StatusCode};
use model::{Change, Entry, Group, Link, Noun, Role, role::BuiltIn};
use plug::{Chance, clock::SystemChance};
use store::Write;
use testkit::{Browser, House, Page, Raw};

use super::{at_console, etag, house, post};

/// Gives somebody a built-in role, in a site or in the whole system.
async fn role(house: &House, name: &str, path: &str, role: BuiltIn) {
    let chance: &dyn Chance = &SystemChance;
    let now = house.now();
    let (group, id) = (chance.id(now), chance.id(now));
    let entry = |id, path: String, object, links| Change::put(Entry { id, path, object, links });
    let changes = vec![
        entry(group, format!("demo/of-{name}"), Group::default().into(), Vec::new()),
        entry(id, path.to_owned(), Role::built_in(role).into(), vec![Link::new("assignedTo", group)]),
    ];
    house.engine.change(changes, "testkit").await.expect("a role");
    house.write(vec![Write::PutMember { group, person: house.person(name).key() }]).await;
}

async fn act(browser: &Browser, page: &Page, path: &str, act: &str, more: &[(&str, &str)]) -> Page {
    post(browser, page, path, &[&[("act", act)], more].concat()).await
}

/// A user is made, changed, found, put into a group and deleted from pages.
#[tokio::test]
async fn a_user_lives_at_the_console() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/new/user?in=demo").await;
    assert!(page.form("new-user").is_some(), "{}", page.text());
    let nothing = post(&browser, &page, "/console/new/user", &[("in", "demo"), ("name", "")]).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = [
        ("in", "demo"),
        ("name", "dora"),
        ("cn", "Dora <b>"),
        ("email", "dora@demo.test"),
        ("password", "a long enough password"),
        ("mustChange", "on"),
    ];
    let page = post(&browser, &page, "/console/new/user", &made).await;
    assert_eq!((page.status, page.url.path()), (StatusCode::OK, "/console/user/demo/dora"), "{}", page.text());
    assert!(page.body.contains("Dora &lt;b&gt;") && !page.body.contains("a long enough password"));
    let taken = post(&browser, &page, "/console/new/user", &made).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", taken.text());
    // What the form does not hold stays; a mistake is shown beside its field.
    let path = "/console/user/demo/dora";
    let wrong = act(&browser, &page, path, "save", &[("etag", &etag(&page)), ("expires", "soon")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("f-expires-error"), "{}", wrong.text());
    let form = page.form("user").expect("the form");
    let saved = browser.submit(&page, &form, &[("cn", "Dora"), ("more", "room = 12"), ("expires", "2099-01-31")]).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.text());
    let again = browser.get(path).await;
    assert!(
        again.body.contains("room = 12")
            && again.body.contains("2099-01-31T00:00:00.000Z")
            && again.body.contains("dora@demo.test")
    );
    // Somebody else was faster.
    let raced = act(&browser, &again, path, "save", &[("etag", &etag(&page)), ("cn", "Theodora")]).await;
    assert_eq!(raced.status, StatusCode::CONFLICT);
    assert!(raced.body.contains("choose.cn") && raced.body.contains("Theodora"), "{}", raced.text());
    // Found by the beginning of a word, and through the search of everything.
    let found = browser.get("/console/user?q=dor&site=demo&state=enabled").await;
    assert!(found.links().iter().any(|l| l.href == path) && !found.text().contains("carol"), "{}", found.text());
    assert!(browser.get("/console/search?q=dora").await.links().iter().any(|l| l.href == path));
    let joined = act(&browser, &again, path, "join", &[("tab", "groups"), ("group", "demo/managers")]).await;
    assert!(joined.text().contains("demo/managers"), "{}", joined.text());
    let left = act(&browser, &joined, path, "leave", &[("tab", "groups"), ("group", "demo/managers")]).await;
    assert!(
        browser
            .get("/console/user/demo/dora?tab=groups")
            .await
            .form("leave-group")
            .is_none_or(|f| f.inputs.iter().all(|i| i.value != "demo/managers"))
    );
    assert_eq!(left.status, StatusCode::OK);
    for tab in ["ways", "sessions", "activity"] {
        let page = browser.get(&format!("{path}?tab={tab}")).await;
        assert_eq!(page.status, StatusCode::OK, "{tab}: {}", page.text());
    }
    let ask = browser.get("/console/user/demo/dora?ask=delete").await;
    let gone = browser.submit(&ask, &ask.form("confirm").expect("asked first"), &[]).await;
    assert_eq!((gone.status, gone.url.path()), (StatusCode::OK, "/console/user"), "{}", gone.text());
    assert_eq!(browser.get(path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.audited("user.deleted").await.pop().expect("an event").actor, "/user/demo/ada");
}

/// Locks are told on top and ended; ways in are suspended, removed and set anew; sessions are ended.
#[tokio::test]
async fn a_locked_out_person_is_helped() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/user/demo/carol").await;
    assert!(page.form("unlock").is_none());
    let other = house.browser();
    for _ in 0..6 {
        let tried = other.get("/console").await;
        other.submit(&tried, &tried.prompt(), &[("username", "carol"), ("password", "wrong")]).await;
    }
    let page = browser.get("/console/user/demo/carol").await;
    let unlock = page.form("unlock").expect("a lock and its end");
    let page = browser.submit(&page, &unlock, &[]).await;
    assert!(page.form("unlock").is_none() && page.text().contains("Unlocked"), "{}", page.text());
    assert_eq!(house.audited("user.unlocked").await.pop().expect("an event").actor, "/user/demo/ada");
    let path = "/console/user/demo/carol";
    let ways = browser.get("/console/user/demo/carol?tab=ways").await;
    let short = browser.submit(&ways, &ways.form("set-password").expect("a form"), &[("password", "")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", short.text());
    let set = browser
        .submit(&ways, &ways.form("set-password").expect("a form"), &[("password", "quite another password")])
        .await;
    assert!(set.text().contains("has a new password") && !set.body.contains("quite another"), "{}", set.text());
    assert!(set.text().contains("To be changed at the next login"));
    let off = act(&browser, &set, path, "forbid", &[("tab", "ways"), ("method", "totp")]).await;
    assert!(off.text().contains("totp is off"), "{}", off.text());
    // The credential's id stands in the page.
    let ask = off.links().into_iter().find(|l| l.href.contains("ask=remove")).expect("a way to remove it");
    let ask = browser.get(&ask.href).await;
    assert!(ask.text().contains("Nothing else is left"), "{}", ask.text());
    let removed = browser.submit(&ask, &ask.form("confirm").expect("asked first"), &[]).await;
    assert!(removed.text().contains("Nothing is set up yet"), "{}", removed.text());
    // One's own sessions end, too: the next page asks for a login.
    let own = browser.get("/console/user/demo/ada?tab=sessions").await;
    let ended = browser.submit(&own, &own.form("end-sessions").expect("a session"), &[]).await;
    assert!(ended.url.path().starts_with("/login/"), "{}", ended.url);
}

/// M084, M070: each role sees its pages and no others, in its site and in no other, and no foreign form does anything.
#[tokio::test]
async fn m084_records_by_role() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/new/user").await;
    let page = post(&browser, &page, "/console/new/user", &[("in", "hidden"), ("name", "zoe")]).await;
    assert_eq!(page.url.path(), "/console/user/hidden/zoe", "{}", page.text());
    role(&house, "carol", "demo/desk", BuiltIn::Helpdesk).await;
    let pages = [
        "/console/user",
        "/console/token",
        "/console/audit",
        "/console/whatif",
        "/console/new/user",
        "/console/import/token",
    ];
    for (name, open) in [("ada", [true, true, true, true, true, true]), ("bob", [true, true, true, true, true, true])] {
        let (browser, page) = at_console(&house, name, "/console").await;
        let nav: Vec<String> = page.links().into_iter().map(|l| l.href).collect();
        for (path, open) in pages.iter().zip(open) {
            let page = browser.get(path).await;
            let expected = if open { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(page.status, expected, "{name} {path}: {}", page.text());
        }
        assert!(nav.iter().any(|h| h == "/console/user") && nav.iter().any(|h| h == "/console/audit"), "{nav:?}");
    }
    // Helps, and neither makes nor changes.
    let (desk, page) = at_console(&house, "carol", "/console/user/demo/bob").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(
        page.form("user").is_none()
            && page.body.contains("id=\"user\"")
            && !page.body.contains("id=\"save\"")
            && !page.body.contains("ask=delete")
    );
    for (path, fields) in [
        ("/console/user/demo/carol", vec![("act", "save"), ("cn", "X")]),
        ("/console/user/demo/carol", vec![("act", "delete")]),
        ("/console/user/demo/carol", vec![("act", "setPassword"), ("password", "some other password")]),
        ("/console/user/demo/carol", vec![("act", "join"), ("group", "demo/managers")]),
        ("/console/new/user", vec![("in", "demo"), ("name", "eve")]),
        // bob manages the site, and the desk does not.
        ("/console/user/demo/bob", vec![("act", "endSessions")]),
        ("/console/user/demo/bob", vec![("act", "unlock")]),
        ("/console/user/hidden/zoe", vec![("act", "unlock")]),
    ] {
        let answer = post(&desk, &page, path, &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {fields:?}: {}", answer.text());
    }
    let (bob, page) = at_console(&house, "bob", "/console/user").await;
    assert!(page.text().contains("carol") && !page.text().contains("zoe"), "{}", page.text());
    for hidden in [
        "/console/user/hidden/zoe",
        "/console/user/hidden/nobody",
        "/console/audit?site=hidden",
        "/console/whatif?application=hidden/vault",
        "/console/whatif?application=demo/wiki&user=hidden/zoe",
        "/console/audit/export?site=hidden",
        "/console/whatif?login=01ARZ3NDEKTSV4RRFFQ69G5FAV",
    ] {
        assert_eq!(bob.get(hidden).await.status, StatusCode::FORBIDDEN, "{hidden}");
    }
    assert!(!bob.get("/console/search?q=zoe").await.body.contains("hidden/zoe"));
    let audit = bob.get("/console/audit").await;
    assert!(audit.status == StatusCode::OK && !audit.text().contains("zoe"), "{}", audit.text());
    // Who has more rights is seen and not touched.
    let above = bob.get("/console/user/demo/ada").await;
    assert!(above.status == StatusCode::OK && !above.body.contains("id=\"save\""), "{}", above.text());
    for (name, value) in [("setPassword", "password"), ("endSessions", "x"), ("delete", "x"), ("save", "cn")] {
        let answer = act(&bob, &page, "/console/user/demo/ada", name, &[(value, "some other password")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {}", answer.text());
    }
    // M070: without the page's token nothing happens, whoever it is.
    let fields = [("act".to_owned(), "delete".to_owned())];
    for path in ["/console/user/demo/carol", "/console/token/X", "/console/new/user", "/console/import/token"] {
        let raw = Raw::form(&fields).header("sec-fetch-site", "same-origin");
        assert_eq!(browser.send(Verb::POST, &browser.url(path), raw).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(browser.get("/console/user/demo/carol").await.status, StatusCode::OK);
    assert!(house.engine.world().catalogue.at(Noun::Group, "demo/of-carol").is_some());
}

/// G11, M084: a role is given in one step, through a group that has it alone; where there is none, one is made, and it may use the console.
#[tokio::test]
async fn g11_m084_a_role_is_given_in_one_step() {
    let house = house().await;
    let (browser, page) = at_console(&house, "ada", "/console/user/demo/carol?tab=groups").await;
    let form = page.form("give-role").expect("a form");
    assert!(
        page.body.contains("name=\"role\"><option value=\"helpdesk\">"),
        "the narrowest stands first: {}",
        page.body
    );
    let given = browser.submit(&page, &form, &[("role", "operator"), ("in", "demo")]).await;
    assert!(given.text().contains("is Operator now, through the group demo/operator"), "{}", given.text());
    let (desk, page) = at_console(&house, "carol", "/console/user/demo/carol").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    assert!(page.form("give-role").is_none());
    let roles = |name: &str| house.engine.world().catalogue.of(Noun::Role).filter(|e| e.path.contains(name)).count();
    assert_eq!(roles("operator"), 1);
    // The next one joins the same group; a group that has another role besides is never taken.
    let path = "/console/user/demo/dave";
    act(&browser, &given, path, "giveRole", &[("tab", "groups"), ("role", "operator"), ("in", "demo")]).await;
    assert_eq!(roles("operator"), 1);
    let managers = house.id(Noun::Group, "demo/managers");
    house.edit(Noun::Role, "auditor", |entry| entry.links.push(Link::new("assignedTo", managers))).await;
    act(&browser, &given, path, "giveRole", &[("tab", "groups"), ("role", "siteManager"), ("in", "demo")]).await;
    let held = browser.get("/console/user/demo/dave?tab=groups").await;
    assert!(
        held.text().contains("demo/siteManager") && !held.body.contains("value=\"demo/managers\"><span"),
        "{}",
        held.text()
    );
    assert!(house.engine.world().catalogue.at(Noun::Group, "demo/siteManager").is_some());
    // Taken back by the group.
    let undo = given
        .forms()
        .into_iter()
        .find(|f| {
            f.input("group").is_some_and(|i| i.value == "demo/operator")
                && f.input("act").is_some_and(|i| i.value == "leave")
        })
        .expect("a way back");
    browser.submit(&given, &undo, &[]).await;
    assert_eq!(desk.get("/console/user").await.status, StatusCode::FORBIDDEN, "gone with the next request");
    // Who manages a site gives what they have, there and nowhere else, and nothing is begun that they may not end.
    let (bob, page) = at_console(&house, "bob", "/console/user/demo/carol?tab=groups").await;
    let version = house.engine.world().catalogue.version;
    for (role, site, status) in [
        ("administrator", "demo", StatusCode::FORBIDDEN),
        ("helpdesk", "", StatusCode::FORBIDDEN),
        ("helpdesk", "hidden", StatusCode::FORBIDDEN),
        ("helpdesk", "nowhere", StatusCode::FORBIDDEN),
        ("king", "demo", StatusCode::BAD_REQUEST),
    ] {
        let answer = act(
            &bob,
            &page,
            "/console/user/demo/carol",
            "giveRole",
            &[("tab", "groups"), ("role", role), ("in", site)],
        )
        .await;
        assert_eq!(answer.status, status, "{role} {site}: {}", answer.text());
    }
    let above = act(&bob, &page, "/console/user/demo/ada", "giveRole", &[("role", "helpdesk"), ("in", "demo")]).await;
    assert_eq!((above.status, house.engine.world().catalogue.version), (StatusCode::FORBIDDEN, version));
    let given =
        act(&bob, &page, "/console/user/demo/carol", "giveRole", &[("role", "helpdesk"), ("in", "demo/inner")]).await;
    assert_eq!(given.status, StatusCode::OK, "{}", given.text());
    assert_eq!(desk.get("/console/user/demo/bob").await.status, StatusCode::FORBIDDEN, "inside, and not above");
    assert_eq!(desk.get("/console/user").await.status, StatusCode::OK);
}
