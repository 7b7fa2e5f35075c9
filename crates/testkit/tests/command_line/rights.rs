//! G2, G11, M084: each role at each command, held against the table that the API is held against. What is refused ends with exit code 4
//! and changes nothing; what is allowed is done.

use model::{Noun, role::BuiltIn};
use testkit::{Api, House, Raw, api, plan::Way, rights::verbs};

use super::support::{Said, Terminal};

/// Noun, verb and command. `SITE` is the site that it is about, `SERIAL` a token of it, `RUN` another word each time, `WORD` a file with
/// a password.
const COMMANDS: &[(&str, char, &str)] = &[
    ("site", 'r', "get /site/SITE"),
    ("site", 'r', "links /site/SITE"),
    ("site", 'w', "put /site/SITE title=RUN"),
    ("site", 'w', "patch /site/SITE title=RUN"),
    ("site", 'w', "put /site/SITE/made-RUN title=Made"),
    ("site", 'd', "delete /site/SITE/victim"),
    ("group", 'r', "get /group/SITE/x"),
    ("group", 'r', "links /group/SITE/x"),
    ("group", 'w', "put /group/SITE/x title=RUN"),
    ("group", 'w', "add /site/SITE group made-RUN"),
    ("group", 'd', "delete /group/SITE/victim"),
    ("group", 'w', "user group add SITE/x SITE ada"),
    ("group", 'w', "user group remove SITE/x SITE ada"),
    ("policy", 'r', "get /policy/SITE/x"),
    ("policy", 'w', "add /site/SITE policy made-RUN"),
    ("policy", 'd', "delete /policy/SITE/victim"),
    ("role", 'r', "get /role/SITE/x"),
    ("role", 'w', "add /site/SITE role made-RUN builtIn=helpdesk"),
    ("role", 'd', "delete /role/SITE/victim"),
    ("application", 'r', "get /application/SITE/x"),
    ("application", 'r', "links /application/SITE/x"),
    ("application", 'r', "metadata get /application/SITE/x"),
    ("application", 'w', "put /application/SITE/x title=RUN"),
    ("application", 'w', "link /application/SITE/x allowedTo /group/SITE/x"),
    ("application", 'w', "unlink /application/SITE/x allowedTo /group/SITE/x"),
    ("application", 'w', "application secret SITE/x"),
    ("application", 'd', "delete /application/SITE/victim"),
    ("webhook", 'r', "webhook deliveries SITE/x"),
    ("webhook", 'w', "webhook rotate SITE/x"),
    ("webhook", 'w', "webhook rotate SITE/x --end"),
    ("webhook", 'w', "webhook replay SITE/x --since 2020-01-01"),
    ("webhook", 'd', "delete /webhook/SITE/victim"),
    ("user", 'r', "user show SITE ada"),
    ("user", 'r', "user sessions SITE ada"),
    ("user", 'a', "user unlock SITE ada"),
    ("user", 'a', "user sessions SITE ada --end-all"),
    ("user", 'a', "user password SITE ada --expire"),
    ("user", 'w', "user password SITE ada --password-file WORD"),
    ("user", 'w', "user put SITE ada --attribute cn=RUN"),
    ("user", 'w', "user put SITE made-RUN"),
    ("user", 'w', "user disable SITE ada"),
    ("user", 'w', "user enable SITE ada"),
    ("user", 'w', "user method SITE ada password --active false"),
    ("user", 'w', "user method SITE ada password --active true"),
    ("user", 'd', "user delete SITE victim --yes"),
    ("token", 'r', "token show SERIAL"),
    ("token", 'w', "token assign SERIAL ada"),
    ("token", 'w', "token activate SERIAL"),
    ("token", 'a', "token suspend SERIAL"),
    ("token", 'w', "token resume SERIAL"),
    ("token", 'a', "token lock SERIAL"),
    ("token", 'a', "token unlock SERIAL"),
    ("token", 'a', "token unassign SERIAL"),
    ("token", 'a', "token revoke SERIAL --as lost"),
    ("token", 'w', "token initialise SERIAL"),
    ("token", 'w', "token allocate SERIAL --site SITE"),
    ("token", 'd', "token delete SERIAL --yes"),
    ("audit", 'r', "audit list --site SITE"),
    ("audit", 'r', "audit export --site SITE --format csv"),
    ("audit", 'r', "explain --story --user SITE/ada"),
    ("whatif", 'r', "explain --application SITE/x"),
    ("whatif", 'r', "explain --application SITE/x --user SITE/ada --network 192.0.2.7"),
];

/// What belongs to the whole system.
const GLOBAL: &[&str] = &[
    "list method",
    "get /method/password",
    "list directory",
    "get /server",
    "export",
    "diff -",
    "apply -",
    "put /site/top-RUN title=Top",
    "put /method/password title=RUN",
    "token export --site demo/a --in-clear csv",
    "explain --story --login 00000000000000000000000000",
];

const SITES: [&str; 4] = ["demo/a", "demo/a/b", "demo", "other"];

/// Of RFC 4226, appendix D.
const SEED: &str = "3132333435363738393031323334353637383930";

async fn house() -> (House, Api) {
    let house = House::new().method(Way::new("oath", "oath")).application("wiki").allow(["password"]).start().await;
    let root = house.api().await;
    for site in SITES {
        if site != "demo" {
            root.put(&format!("/site/{site}"), "").await;
        }
        for noun in ["group", "policy", "role", "application"] {
            assert_eq!(root.put(&format!("/{noun}/{site}/x"), "").await.code(), 200, "{noun} {site}");
        }
        let callback = serde_json::json!({ "redirect_uris": ["https://x.example/cb"] });
        let registration = format!("/application/{site}/x/$attribute/metadata");
        assert_eq!(root.json(http::Method::PUT, &registration, &callback).await.code(), 200);
        let hook = root.put(&format!("/webhook/{site}/x"), "url=https://x.example/in&events=login.").await;
        assert_eq!(hook.code(), 200, "{}", hook.page.body);
        let ada = root.put(&format!("/user/{site}/ada"), "password=correct%20horse%209").await;
        assert_eq!(ada.code(), 200, "{}", ada.page.body);
    }
    (house, root)
}

fn serial(site: &str) -> String {
    format!("FTK-{}", site.replace('/', "-"))
}

/// What a command needs to find is made by the administrator; whatever is there stays.
async fn prepared(root: &Api, site: &str, command: &str) {
    let word = |n: usize| command.split_whitespace().nth(n).unwrap_or_default();
    if word(0) == "delete" {
        let form = if word(1).starts_with("/webhook/") { "url=https://x.example/in" } else { "" };
        root.put(word(1), form).await;
    }
    if command.starts_with("user delete") {
        root.put(&format!("/user/{site}/victim"), "").await;
    }
    if !command.starts_with("token ") || word(1) == "export" {
        return;
    }
    let serial = serial(site);
    let file = format!("serial,type,secret,encoding,digits,counter\n{serial},hotp,{SEED},hex,6,0\n");
    let raw = Raw { body: file.into_bytes(), ..Raw::default() };
    root.send(http::Method::POST, &format!("/import/token?site={site}&method=oath"), raw).await;
    let before: &[&str] = match word(1) {
        "show" | "assign" | "allocate" | "delete" => &[],
        "activate" | "unassign" | "revoke" => &["assign"],
        "resume" => &["assign", "activate", "suspend"],
        "unlock" => &["assign", "activate", "lock"],
        "initialise" => &["lost"],
        _ => &["assign", "activate"],
    };
    for action in ["initialise", "revoke"].iter().chain(before) {
        let (action, form) = match *action {
            "assign" => ("assign", "user=ada"),
            "lost" => ("revoke", "to=lost"),
            other => (other, ""),
        };
        root.send(http::Method::POST, &format!("/token/{serial}/$action/{action}"), api::encoded(form)).await;
    }
}

async fn with(house: &House, root: &Api, role: BuiltIn, site: &str) -> Terminal {
    let path = if site.is_empty() { format!("own-{}", role.name()) } else { format!("{site}/own-{}", role.name()) };
    let put = root.put(&format!("/role/{path}"), &format!("builtIn={}", role.name())).await;
    assert_eq!(put.code(), 200, "{}", put.page.body);
    Terminal::entitled(house, role.name(), Some(&format!("/role/{path}"))).await
}

/// How many events there are, and which configuration: whatever changes anything moves one of them. That something was refused is
/// written down, too.
async fn mark(house: &House) -> (usize, i64) {
    let done =
        house.audit().await.into_iter().filter(|r| r.event.as_ref().is_none_or(|e| e.action != "management.refused"));
    (done.count(), house.engine.world().catalogue.version)
}

fn here(role: BuiltIn) -> &'static str {
    if role == BuiltIn::Administrator { "" } else { "demo/a" }
}

/// A token outside of a caller's sites looks as if there were none, so that nobody learns of numbers.
fn refused(noun: &str, verbs: &str, inside: bool, said: &Said) -> bool {
    let hidden = noun == "token" && !inside && verbs.contains('r');
    if hidden { matches!(said.code, 2 | 4) } else { said.code == 4 }
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_m084_every_role_at_every_command_in_every_site() {
    let (house, root) = house().await;
    let (mut allowed, mut denied, mut run) = (0, 0, 0);
    for role in BuiltIn::ALL {
        let terminal = with(&house, &root, role, here(role)).await;
        let file = terminal.home.path().join("word");
        for site in SITES {
            let inside = here(role).is_empty() || site.starts_with(here(role));
            for (noun, verb, command) in COMMANDS {
                run += 1;
                std::fs::write(&file, format!("correct horse {run}\n")).unwrap();
                let command = command.replace("SITE", site).replace("SERIAL", &serial(site));
                let command = command.replace("RUN", &format!("n{run}")).replace("WORD", &file.display().to_string());
                prepared(&root, site, &command).await;
                let before = mark(&house).await;
                let said = terminal.ctl(&command).await;
                let after = mark(&house).await;
                let told = format!("{} at {site}: {command}: {said:?}", role.name());
                let verbs = verbs(role, noun);
                if inside && verbs.contains(*verb) {
                    allowed += 1;
                    assert_eq!(said.code, 0, "{told}");
                    assert!(before != after || matches!(verb, 'r' | 'a'), "it is done: {told}");
                } else {
                    denied += 1;
                    assert!(refused(noun, verbs, inside, &said), "{told}");
                    assert_eq!(before, after, "nothing is changed: {told}");
                }
            }
        }
    }
    assert!(allowed > 300 && denied > 600, "{allowed} {denied}");
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_a1_1_what_belongs_to_the_system_is_the_administrators() {
    let (house, root) = house().await;
    for role in BuiltIn::ALL {
        let terminal = with(&house, &root, role, here(role)).await;
        for (run, command) in GLOBAL.iter().enumerate() {
            let command = command.replace("RUN", &format!("n{run}"));
            let before = mark(&house).await;
            let said = terminal.ctl(&command).await;
            let told = format!("{}: {command}: {said:?}", role.name());
            if verbs(role, "global").is_empty() {
                assert_eq!(said.code, 4, "{told}");
                assert_eq!(before, mark(&house).await, "nothing is changed: {told}");
            } else {
                assert_eq!(said.code, 0, "{told}");
            }
        }
    }
}

/// Lists are shortened to what a caller may see, and refused to who may see none of it anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn g2_m084_lists_end_at_the_site() {
    let (house, root) = house().await;
    for site in SITES {
        prepared(&root, site, "token show").await;
    }
    for role in BuiltIn::ALL {
        let terminal = with(&house, &root, role, here(role)).await;
        for (noun, command) in [
            ("user", "user list --json"),
            ("token", "token list --json"),
            ("token", "token count --json"),
            ("webhook", "webhook list --json"),
            ("audit", "audit list --limit 1000 --action object. --json"),
            ("application", "list application --all --json"),
            ("group", "list group --all --json"),
        ] {
            let said = terminal.ctl(command).await;
            let told = format!("{}: {command}: {}{}", role.name(), said.out, said.err);
            if !verbs(role, noun).contains('r') {
                assert_eq!(said.code, 4, "{told}");
                continue;
            }
            assert_eq!(said.code, 0, "{told}");
            let whole = here(role).is_empty();
            for (site, seen) in [("demo/a/b", true), ("demo/a", true), ("other", whole)] {
                let named = [format!("\"{site}\""), format!("\"{site}/x\""), format!("/{site}/x\"")];
                assert_eq!(named.iter().any(|name| said.out.contains(name)), seen, "{site} {told}");
            }
        }
        let file = terminal.home.path().join("users.csv");
        for (site, inside) in [("demo/a", true), ("other", here(role).is_empty())] {
            let name = format!("import-{}", role.name());
            std::fs::write(&file, format!("site,name\n{site},{name}\n")).unwrap();
            let said = terminal.ctl(&format!("user import {}", file.display())).await;
            let code = match (verbs(role, "user").contains('w'), inside) {
                (false, _) => 4,
                (true, true) => 0,
                (true, false) => 1,
            };
            assert_eq!(said.code, code, "{} {site}: {said:?}", role.name());
            assert!(code != 1 || said.out.contains("import-forbidden"), "{said:?}");
            assert_eq!(
                root.get(&format!("/user/{site}/{name}")).await.code() == 200,
                code == 0,
                "{} {site}",
                role.name()
            );
        }
    }
    let _ = house.id(Noun::Site, "demo/a");
}
