//! The command line at a running server: the same as on a store, within the rights of whoever shows a token.

mod login;
mod records;
mod rights;
mod support;

use model::{AnyObject, Change, Entry, Link, Noun, Role, role::BuiltIn};
use support::Terminal;
use testkit::House;

async fn house() -> House {
    let plan = House::new()
        .application("ctl")
        .allow(["password"])
        .application_with(|a| a.metadata = manage::rest::command_line().metadata)
        .application("wiki")
        .allow(["password", "totp"]);
    let house = plan.user("ada").start().await;
    let everyone = house.id(Noun::Group, "demo/everyone");
    // Whoever is in the group, which is everybody, manages the site.
    let id = house.engine.chance().id(house.now());
    let object = AnyObject::from(Role::built_in(BuiltIn::SiteManager));
    let links = vec![Link::new("assignedTo", everyone)];
    let role = Entry { id, path: "demo/managers".into(), object, links };
    house.engine.change(vec![Change::put(role)], "testkit").await.unwrap();
    house
}

/// G2: what is read and what is changed is the same whichever way it goes.
#[tokio::test(flavor = "multi_thread")]
async fn g2_a_server_and_a_store_say_the_same() {
    let house = house().await;
    let terminal = Terminal::entitled(&house, "admin", None).await;
    for command in [
        "get /method/password",
        "get /server --json",
        "get /method/none",
        "get /metod/password",
        "list application",
        "list application --filter protocol=oidc --json",
        "list application --filter nothing=x",
        "list method --limit 1",
        "list site --text DEMO",
        "links /application/demo/wiki",
        "links /site/demo sub application",
        "links /site/demo method --json",
        "metadata get /application/demo/wiki",
        "findings",
        "findings --json",
        "put /method/password enabled=perhaps",
        "put /group/demo/new title=New --dry-run",
        "patch /method/password -title=x",
        "delete /method/password",
        "link /application/demo/wiki method /method/none",
        "raw GET /site?limit=1",
        "management-token list",
        "management-token create admin",
        "user list",
        "user list --text AD --json",
        "user show demo ada",
        "user sessions demo ada --json",
        "user group list demo/none",
        "user put demo ada --attribute cn=New --dry-run",
        "token list",
        "token count --site demo",
        "audit list --limit 5",
        "audit list --application demo/wiki --json",
        "webhook list",
        "explain --application demo/wiki --user demo/ada",
        "explain --application demo/wiki --user demo/ada --network 192.0.2.7 --json",
        "explain --application demo/none",
        "explain --story --user demo/ada",
    ] {
        let (over, on) = (terminal.ctl(command).await, terminal.ctl(&format!("--config store {command}")).await);
        let alike =
            |text: &str| text.lines().filter(|l| !l.starts_with("reference")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!((over.code, &over.out, alike(&over.err)), (on.code, &on.out, alike(&on.err)), "{command}");
        assert!(over.code <= 1 && !(over.out.is_empty() && over.err.is_empty()), "{command}: {over:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_objects_and_links_are_written_over_http() {
    let house = house().await;
    let terminal = Terminal::entitled(&house, "admin", None).await;
    let done = |said: support::Said| assert_eq!(said.code, 0, "{said:?}");
    done(terminal.ctl("put /group/demo/staff title=Staff").await);
    done(terminal.ctl("add /site/demo group guests title.fi=Vieraat").await);
    let twice = terminal.ctl("add /site/demo group guests").await;
    assert!(twice.code == 1 && twice.err.contains("(409)"), "{twice:?}");
    done(terminal.ctl("link /application/demo/wiki allowedTo /group/demo/staff").await);
    let links = terminal.ctl("links /application/demo/wiki allowedTo").await.out;
    assert!(links.contains("/group/demo/staff") && links.contains("/group/demo/everyone"), "{links}");
    done(terminal.ctl("unlink /application/demo/wiki allowedTo /group/demo/staff").await);
    assert!(!terminal.ctl("links /application/demo/wiki allowedTo").await.out.contains("staff"));
    let seen = terminal.ctl("get /group/demo/staff --json").await.out;
    let etag = serde_json::from_str::<serde_json::Value>(&seen).unwrap()["etag"].as_str().unwrap().to_owned();
    done(terminal.ctl(&format!("patch --if-match {etag} /group/demo/staff title=Others")).await);
    let stale = terminal.ctl(&format!("delete /group/demo/staff --if-match {etag}")).await;
    assert!(stale.code == 1 && stale.err.contains("(412)"), "{stale:?}");
    done(terminal.ctl("delete /group/demo/staff").await);
    assert_eq!(terminal.ctl("get /group/demo/staff").await.code, 1);
    let put = terminal
        .said("metadata put /application/demo/wiki", "{\"redirect_uris\": [\"https://wiki.demo.test/\"]}")
        .await;
    assert!(
        put.code == 0 && put.out.contains("\"client_id\": \"wiki\"") && !put.out.contains("secret-of-wiki"),
        "{put:?}"
    );
    let events = house.audited("object.put").await;
    assert!(events.iter().any(|e| e.actor == "/managementToken/admin" && !e.from.is_empty()), "{events:?}");
}

/// G2, G11: a token does what its role may, and says so where it may not.
#[tokio::test(flavor = "multi_thread")]
async fn g2_a_site_managers_token_reaches_its_site() {
    let house = house().await;
    let manager = Terminal::entitled(&house, "manager", Some("/role/demo/managers")).await;
    for allowed in [
        "me",
        "get /site/demo",
        "list application",
        "put /application/demo/blog title=Blog protocol=page",
        "link /application/demo/blog method /method/password enabled=true",
        "delete /application/demo/blog",
        "management-token create mine --role demo/managers --days 1",
        "management-token list",
    ] {
        let said = manager.ctl(allowed).await;
        assert_eq!(said.code, 0, "{allowed}: {said:?}");
    }
    assert!(!manager.ctl("list site").await.out.contains("/site/other"));
    for refused in [
        "list method",
        "get /method/password",
        "patch /method/password enabled=false",
        "put /site/other title=Other",
        "link /site/demo method /method/totp",
        "management-token create all",
        "management-token create more --role /role/administrator",
        "export",
        "put /server title=x",
    ] {
        let said = manager.ctl(refused).await;
        assert!(said.code == 4 && said.err.contains("(403)"), "{refused}: {said:?}");
    }
    let told = manager.ctl("me").await.out;
    assert!(told.contains("demo") && !told.contains("(all)"), "{told}");
}

/// M084: nobody makes a token above themselves, and one that is revoked is gone at once.
#[tokio::test(flavor = "multi_thread")]
async fn m084_management_tokens_come_and_go() {
    let house = house().await;
    let admin = Terminal::entitled(&house, "admin", None).await;
    let made = admin.ctl("management-token create script --role /role/demo/managers --json").await;
    let told: serde_json::Value = serde_json::from_str(&made.out).unwrap();
    let (value, id) = (told["value"].as_str().unwrap(), told["id"].as_str().unwrap());
    let script = Terminal::at(&house).with("SYMBOLON_TOKEN", value);
    assert_eq!(script.ctl("me").await.code, 0, "control");
    let listed = admin.ctl("management-token list").await.out;
    assert!(listed.contains("script") && listed.contains("/role/demo/managers") && !listed.contains(value), "{listed}");
    // The manager's token sees its own kind, and nothing of the administrator's.
    assert!(!script.ctl("management-token list").await.out.contains("admin "));
    let of_admin: Vec<&str> =
        listed.lines().filter(|l| l.contains(" admin ")).flat_map(|l| l.split_whitespace().next()).collect();
    assert_eq!(of_admin.len(), 1, "{listed}");
    let refused = script.ctl(&format!("management-token revoke {}", of_admin[0])).await;
    assert_eq!(refused.code, 1, "{refused:?}");
    assert_eq!(admin.ctl("me").await.code, 0, "it was not ended");
    assert_eq!(admin.ctl(&format!("management-token revoke {id}")).await.code, 0);
    let gone = script.ctl("me").await;
    assert!(gone.code == 4 && !gone.err.contains(value), "{gone:?}");
    for action in ["management-token.made", "management-token.revoked"] {
        let events = house.audited(action).await;
        assert!(!events.is_empty() && events.iter().all(|e| !e.detail.to_string().contains(value)), "{action}");
    }
    // A name that nobody has any more may be had again; one that somebody has may not.
    assert_eq!(admin.ctl("management-token create script --role /role/demo/managers").await.code, 0);
    let taken = admin.ctl("management-token create script").await;
    assert!(taken.code == 1 && taken.err.contains("name-taken"), "{taken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_is_said() {
    let house = house().await;
    let wrong = Terminal::at(&house).with("SYMBOLON_TOKEN", "not-a-token-of-anybody");
    let said = wrong.ctl("me").await;
    assert!(said.code == 4 && said.err.contains("(401)") && !said.err.contains("not-a-token"), "{said:?}");
    let none = Terminal::at(&house).ctl("me").await;
    assert!(none.code == 4 && none.err.contains("symbolon ctl login"), "{none:?}");
    let short = Terminal::entitled(&house, "short", None).await;
    assert_eq!(short.ctl("me").await.code, 0, "control");
    let server = short.variables["SYMBOLON_SERVER"].clone();
    house.clock.forward(91 * 24 * 60);
    let old = short.ctl("me").await;
    assert!(old.code == 4 && old.err.contains("(401)"), "{old:?}");
    let file = short.home.path().join("token");
    std::fs::write(&file, "two words\n").unwrap();
    assert_eq!(short.ctl(&format!("--token-file {} me", file.display())).await.code, 2);
    assert_eq!(short.ctl("--server http://id.example.com me").await.code, 2, "in clear text");
    assert_eq!(short.ctl(&format!("--server {server} --config store me")).await.code, 2);
    assert_eq!(short.ctl(&format!("--server {server} audit verify")).await.code, 2, "only a store does that");
    house.stop().await;
    let away = short.ctl("me").await;
    assert!(away.code == 5 && away.err.contains("no answer from http://127.0.0.1"), "{away:?}");
}

/// G5: a configuration goes from server to server and comes out byte for byte.
#[tokio::test(flavor = "multi_thread")]
async fn what_one_server_exports_another_becomes() {
    let (one, other) = (house().await, House::new().empty().start().await);
    let from = Terminal::entitled(&one, "from", None).await;
    let to = Terminal::entitled(&other, "to", None).await;
    let key = from.home.path().join("key");
    std::fs::write(&key, "5e".repeat(32)).unwrap();
    let sealed = format!("export --secrets sealed --key-file {}", key.display());
    let text = from.ctl(&sealed).await;
    assert!(text.code == 0 && text.out.contains("sealed:1:") && !text.out.contains("secret-of-wiki"), "{text:?}");
    let open = format!("- --key-file {}", key.display());
    let without = to.said("apply -", &text.out).await;
    assert!(without.code == 1 && without.err.contains("secret-key-missing"), "{without:?}");
    let tried = to.said(&format!("apply {open} --dry-run"), &text.out).await;
    assert!(tried.code == 0 && tried.out.contains("+ /site/demo\n"), "{tried:?}");
    assert_eq!(to.ctl("list site --json").await.out.matches("/site/demo\"").count(), 0, "a dry run changes nothing");
    let applied = to.said(&format!("apply {open}"), &text.out).await;
    assert!(applied.code == 0 && applied.err.contains("objects changed"), "{applied:?}");
    assert_eq!(to.ctl(&sealed).await.out, text.out);
    let same = to.said(&format!("diff {open} --prune"), &text.out).await;
    assert_eq!((same.code, same.out.as_str()), (0, ""), "{same:?}");
}

/// A private certificate authority is trusted where it is named, and nothing else then.
#[tokio::test(flavor = "multi_thread")]
async fn tls_of_a_private_authority_needs_its_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let listen = ([127, 0, 0, 1], 0).into();
    let demo = symbolon::Demonstration { listen, tls: true, ..symbolon::Demonstration::new(folder.path()) };
    let shown = symbolon::demonstrate(demo).await.unwrap();
    let ca = shown.facts.ca.clone().unwrap();
    let terminal = Terminal::alone().with("SYMBOLON_SERVER", &shown.facts.url);
    let terminal = terminal.with("SYMBOLON_TOKEN", &shown.facts.management_token);
    let trusted = terminal.ctl(&format!("--ca {} list site", ca.display())).await;
    assert!(trusted.code == 0 && trusted.out.contains("/site/demosite"), "{trusted:?}");
    let unknown = terminal.ctl("list site").await;
    assert!(unknown.code == 5 && unknown.err.contains("--ca FILE"), "{unknown:?}");
    let other = folder.path().join("other.pem");
    std::fs::write(&other, "no certificate\n").unwrap();
    assert_eq!(terminal.ctl(&format!("--ca {} list site", other.display())).await.code, 2);
    // A token that was read from standard input is kept with the authority that it was shown under.
    let mut kept = Terminal::alone();
    kept.variables.insert("SYMBOLON_SERVER", shown.facts.url.clone());
    let typed = format!("{}\n", shown.facts.management_token);
    let said = kept.said(&format!("--ca {} login --token-stdin", ca.display()), &typed).await;
    assert_eq!(said.code, 0, "{said:?}");
    assert_eq!(kept.ctl("list site").await.out, trusted.out);
    shown.server.stop().await;
}

/// X015: a token that others on the machine may read is not shown to a server.
#[tokio::test(flavor = "multi_thread")]
async fn x015_a_token_that_others_may_read_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::new().application("wiki").allow(["password"]).user("ada").start().await;
    let short = Terminal::entitled(&house, "short", None).await;
    let file = short.home.path().join("token");
    let token = short.variables["SYMBOLON_TOKEN"].clone();
    std::fs::write(&file, &token).unwrap();
    let asked = format!("--token-file {} me", file.display());
    for (mode, code) in [(0o644, 2), (0o640, 2), (0o604, 2), (0o600, 0), (0o400, 0)] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let said = short.ctl(&asked).await;
        assert_eq!(said.code, code, "{mode:o}: {said:?}");
        assert!(!said.err.contains(&token), "{said:?}");
    }
}
