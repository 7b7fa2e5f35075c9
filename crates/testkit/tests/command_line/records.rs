//! Users, tokens, the audit record, webhooks and what-if from the command line: the same over HTTP and on a store.

use testkit::{House, plan::Way};

use super::support::{Said, Terminal};

/// Of RFC 4226, appendix D.
const SEED: &str = "3132333435363738393031323334353637383930";

/// Over HTTP, and on the store of the same house.
const WAYS: [&str; 2] = ["", "--config store "];

async fn house() -> House {
    let house = House::new().method(Way::new("oath", "oath")).method(Way::named("typed"));
    house.application("wiki").allow(["password", "oath"]).user("ada").user("bob").start().await
}

async fn terminal(house: &House) -> Terminal {
    Terminal::entitled(house, "admin", None).await
}

fn file(terminal: &Terminal, name: &str, text: &str) -> String {
    let path = terminal.home.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn value(said: &Said) -> serde_json::Value {
    serde_json::from_str(&said.out).unwrap_or_else(|e| panic!("{e}: {said:?}"))
}

fn seeds(serials: &[&str]) -> String {
    let rows: Vec<String> = serials.iter().map(|serial| format!("{serial},hotp,{SEED},hex,6,0\n")).collect();
    format!("serial,type,secret,encoding,digits,counter\n{}", rows.concat())
}

/// G2, D1, G5: a user lives from the first to the last command, whichever way they go.
#[tokio::test(flavor = "multi_thread")]
async fn g2_d1_the_life_of_a_user() {
    let house = house().await;
    let terminal = terminal(&house).await;
    let word = file(&terminal, "word", "correct horse 9\nsecond line\n");
    let done = |said: &Said, err: &str| assert_eq!((said.code, said.err.as_str()), (0, err), "{said:?}");
    done(&terminal.ctl("put /group/demo/staff title=Staff").await, "done\n");
    for way in WAYS {
        let ctl = |line: String| {
            let (terminal, line) = (&terminal, format!("{way}{line}"));
            async move { terminal.ctl(&line).await }
        };
        let put = |more: &str| ctl(format!("user put demo carol {more}"));
        done(&put("--attribute cn=Carol --dry-run").await, "would be made\n");
        assert_eq!(ctl("user show demo carol".into()).await.code, 2, "a dry run makes nobody");
        let made = put(&format!(
            "--attribute cn=Carol --attribute email=c@demo.test --group demo/staff --password-file {word}"
        ));
        done(&made.await, "made\n");
        done(&put("--attribute cn=Carol --group demo/staff").await, "unchanged\n");
        done(&put("--attribute cn=Other").await, "changed\n");
        assert!(house.login("carol").typing("correct horse 9").await.granted());
        let shown = value(&ctl("user show demo carol --json".into()).await);
        assert_eq!((&shown["groups"]["demo/staff"], &shown["display"]), (&"listed".into(), &"Other".into()), "{shown}");
        assert_eq!(shown["sessions"].as_array().map(Vec::len), Some(1));
        let sessions = ctl("user sessions demo carol".into()).await;
        let id = sessions.out.lines().nth(1).and_then(|line| line.split_whitespace().next()).unwrap().to_owned();
        done(&ctl(format!("user sessions demo carol --end {id}")).await, "ended\n");
        done(&ctl(format!("user sessions demo carol --end {id}")).await, "unchanged\n");
        done(&ctl("user sessions demo carol --end-all".into()).await, "ended\n");
        done(&ctl("user method demo carol password --active false".into()).await, "deactivated\n");
        done(&ctl("user method demo carol password --active false".into()).await, "unchanged\n");
        assert!(!house.login("carol").typing("correct horse 9").await.granted());
        done(&ctl("user method demo carol password --active true".into()).await, "activated\n");
        for _ in 0..5 {
            house.login("carol").typing("a guess").await;
        }
        assert!(house.login("carol").typing("correct horse 9").await.refused(), "locked");
        done(&ctl("user unlock demo carol".into()).await, "unlocked\n");
        assert!(house.login("carol").typing("correct horse 9").await.granted());
        let typed = terminal.said(&format!("{way}user password demo carol"), "another good one\n").await;
        done(&typed, "set\n");
        assert!(house.login("carol").typing("correct horse 9").await.refused());
        assert!(house.login("carol").typing("another good one").await.granted());
        assert_eq!(terminal.said(&format!("{way}user password demo carol"), "").await.code, 2, "no password");
        let credential = shown["credentials"][0]["id"].as_str().unwrap();
        done(&ctl(format!("user suspend-credential demo carol {credential}")).await, "suspended\n");
        assert!(!house.login("carol").typing("another good one").await.granted());
        done(&ctl(format!("user resume-credential demo carol {credential}")).await, "resumed\n");
        assert!(house.login("carol").typing("another good one").await.granted());
        done(&ctl("user disable demo carol".into()).await, "disabled\n");
        let listed = value(&ctl("user list --enabled false --json".into()).await);
        assert_eq!(
            (listed.as_array().map(Vec::len), &listed[0]["name"], &listed[0]["attributes"]["email"][0]),
            (Some(1), &"carol".into(), &"c@demo.test".into())
        );
        done(&ctl("user enable demo carol".into()).await, "enabled\n");
        done(&ctl("user group remove demo/staff demo carol".into()).await, "removed\n");
        done(&ctl("user group remove demo/staff demo carol".into()).await, "unchanged\n");
        done(&ctl("user group add demo/staff demo carol".into()).await, "added\n");
        done(&ctl("user group add demo/staff demo carol".into()).await, "unchanged\n");
        assert!(ctl("user group list demo/staff".into()).await.out.contains("carol"));
        assert_eq!(ctl("user group add demo/none demo carol".into()).await.code, 1);
        done(&ctl(format!("user remove-credential demo carol {credential}")).await, "removed\n");
        assert_eq!(ctl(format!("user remove-credential demo carol {credential}")).await.code, 2, "it is gone");
        done(&ctl("user delete demo carol --yes".into()).await, "deleted\n");
        for gone in ["show", "unlock", "delete", "disable", "sessions"] {
            let said = ctl(format!("user {gone} demo carol")).await;
            assert!(said.code == 2 && said.err.contains("no user carol in demo"), "{gone}: {said:?}");
        }
        assert_eq!(ctl("user put nowhere carol".into()).await.code, 1);
    }
    let record = format!("{:?}", house.audit().await);
    assert!(!record.contains("correct horse") && !record.contains("another good one"));
    let made = house.audited("user.made").await;
    let actors: Vec<&str> = made.iter().filter(|e| e.name == "carol").map(|e| e.actor.as_str()).collect();
    assert!(actors.contains(&"/managementToken/admin") && actors.contains(&"ctl"), "{actors:?}");
}

/// Who sits at a terminal is asked before somebody is gone for good; a script has decided.
#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_asked_before_a_user_is_deleted() {
    let house = house().await;
    let mut terminal = terminal(&house).await;
    terminal.asks = true;
    for (answer, code) in [("no\n", 2), ("", 2), ("yes\n", 0)] {
        let said = terminal.said("user delete demo bob", answer).await;
        assert!(said.code == code && said.err.contains("delete bob of demo"), "{answer:?}: {said:?}");
        assert_eq!(terminal.ctl("user show demo bob").await.code, if code == 0 { 2 } else { 0 });
    }
    let said = terminal.said("user delete demo ada --yes", "").await;
    assert_eq!((said.code, said.err.as_str()), (0, "deleted\n"));
}

/// G2: a user of one directory is told from the other of the same name.
#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_meant_by_the_directory() {
    let house = house().await;
    let terminal = terminal(&house).await;
    assert_eq!(terminal.ctl("put /directory/second title=Second").await.code, 0);
    let first =
        house.engine.world().catalogue.directories().map(|(e, _)| e.path.clone()).find(|p| p != "second").unwrap();
    for way in WAYS {
        let ctl = |line: &str| {
            let (terminal, line) = (&terminal, format!("{way}{line}"));
            async move { terminal.ctl(&line).await }
        };
        let made = ctl("user put demo ada --directory second --attribute cn=Second").await;
        assert_eq!((made.code, made.err.as_str()), (0, "made\n"), "{made:?}");
        assert_eq!(ctl("user show demo ada").await.code, 1, "which of them?");
        let second = value(&ctl("user show demo ada --directory second --json").await);
        assert_eq!((&second["directory"], &second["display"]), (&"second".into(), &"Second".into()));
        assert_eq!(value(&ctl(&format!("user show demo ada --directory {first} --json")).await)["directory"], first);
        assert_eq!(ctl("user disable demo ada --directory second").await.code, 0);
        assert!(house.login("ada").password().await.granted(), "the other one is as before");
        assert_eq!(ctl("user delete demo ada --directory second").await.code, 0);
        assert_eq!(ctl("user show demo ada --directory second").await.code, 2);
        assert_eq!(ctl("user show demo ada").await.code, 0);
    }
    let odd = terminal.ctl("raw PUT /group/demo/staff?directory=second").await;
    assert!(odd.code == 1 && odd.err.contains("attribute-unknown"), "{odd:?}");
}

/// G2: a file of users goes to a server in portions, each row told as on a store.
#[tokio::test(flavor = "multi_thread")]
async fn g2_a_file_of_users_over_http() {
    let house = house().await;
    let terminal = terminal(&house).await;
    assert_eq!(terminal.ctl("put /group/demo/staff title=Staff").await.code, 0);
    let users = file(
        &terminal,
        "users.csv",
        "name,attribute.cn,attribute.email,groups,enabled\ncarl,Carl Linné,carl@demo.test,demo/staff,true\n\
        cody,Cody,,demo/nowhere,\ncy,Cy,,,perhaps\nCarl ,Other,,,\n,,,,\ndora,\"Dóra\nX\",dora@demo.test,,no\n",
    );
    let dry = terminal.ctl(&format!("user import {users} --site demo --every-row --dry-run")).await;
    assert_eq!(terminal.ctl("user show demo carl").await.code, 2, "a dry run writes nothing");
    let done = terminal.ctl(&format!("user import {users} --site demo --every-row")).await;
    assert_eq!((dry.code, &dry.out), (1, &done.out));
    let expected = [
        "      2  made       carl",
        "      3  refused    cody  broken line 3 groups: user-no-group (path=demo/nowhere)",
        "      4  refused      broken line 4 enabled: import-truth",
        "      5  refused    Carl  broken line 5 name: import-twice (line=2)",
        "      6  refused      broken line 6 name: user-name",
        "      7  made       dora",
        "2 made, 0 changed, 0 unchanged, 4 refused",
    ];
    assert_eq!(done.out.lines().collect::<Vec<_>>(), expected);
    assert!(done.err.contains("4 rows were refused"), "{done:?}");
    let told = value(&terminal.ctl(&format!("user import {users} --site demo --json --from-line 7")).await);
    assert_eq!(told["totals"]["unchanged"], 1, "{told}");
    let all = terminal.ctl(&format!("user import {users} --site demo --all-or-nothing")).await;
    assert!(all.code == 1 && all.out.is_empty(), "{all:?}");
    // Lines are those of the file, whichever portion they are in; so is whoever comes twice.
    let mut lines: String = (0..2500).map(|n| format!("{{\"site\":\"demo\",\"name\":\"user{n}\"}}\n")).collect();
    lines.push_str("{\"site\":\"demo\",\"name\":\"USER0\"}\n{\"site\":\"nowhere\",\"name\":\"x\"}\n");
    let many = file(&terminal, "many.jsonl", &lines);
    let said = terminal.ctl(&format!("user import {many}")).await;
    assert!(said.out.ends_with("2500 made, 0 changed, 0 unchanged, 2 refused\n"), "{said:?}");
    assert!(said.out.contains("2501  refused    USER0  broken line 2501 name: import-twice (line=1)"), "{said:?}");
    assert!(said.out.contains("broken line 2502 site: user-no-site (path=nowhere)"), "{said:?}");
    assert!(said.err.contains("1000 rows\n2000 rows\n"), "{said:?}");
    let again = terminal.ctl(&format!("user import {many} --from-line 2401")).await;
    assert!(again.out.ends_with("0 made, 0 changed, 100 unchanged, 2 refused\n"), "{again:?}");
    assert_eq!(terminal.ctl("user list --text user --limit 2200").await.out.lines().count(), 2201, "page by page");
    // Who has a password keeps it, unless the file is to replace it.
    let own = file(&terminal, "own.csv", "site,name,password\ndemo,eve,correct horse 9\n");
    assert_eq!(terminal.ctl(&format!("user import {own}")).await.code, 0);
    assert!(house.login("eve").typing("correct horse 9").await.granted());
    let own = file(&terminal, "own.csv", "site,name,password\ndemo,eve,another good one\n");
    assert!(terminal.ctl(&format!("user import {own}")).await.out.starts_with("0 made, 0 changed, 1 unchanged"));
    assert!(house.login("eve").typing("correct horse 9").await.granted());
    assert!(terminal.ctl(&format!("user import {own} --replace-passwords")).await.out.starts_with("0 made, 1 changed"));
    assert!(house.login("eve").typing("another good one").await.granted());
    let odd = file(&terminal, "odd.csv", "name,enabeld\nx,no\n");
    assert_eq!(terminal.ctl(&format!("user import {odd} --site demo")).await.code, 1, "a column that nobody knows");
}

/// F4.1, G2: the inventory by command.
#[tokio::test(flavor = "multi_thread")]
async fn f4_1_g2_tokens_by_command() {
    let house = house().await;
    let terminal = terminal(&house).await;
    assert_eq!(terminal.ctl("put /site/demo/branch title=Branch").await.code, 0);
    let file = file(&terminal, "seeds.csv", &(seeds(&["FTK-1", "FTK-2", "FTK-3"]) + "FTK-4,hotp,zz,hex,6,0\n"));
    let import = format!("token import {file} --site demo --method oath");
    let dry = terminal.ctl(&format!("{import} --dry-run")).await;
    assert_eq!((dry.code, dry.out.as_str()), (1, "3 would be taken, 1 refused\n"), "{dry:?}");
    assert_eq!(terminal.ctl("token count").await.out.lines().count(), 1, "nothing is written");
    let taken = terminal.ctl(&format!("{import} --format csv --batch 2")).await;
    assert_eq!((taken.code, taken.out.as_str()), (1, "3 taken, 1 refused\n"), "{taken:?}");
    for way in WAYS {
        let ctl = |line: &str| {
            let (terminal, line) = (&terminal, format!("{way}{line}"));
            async move { terminal.ctl(&line).await }
        };
        for (command, code) in [
            ("activate FTK-1", 1),
            ("assign FTK-1 nobody", 1),
            ("assign FTK-1 ada", 0),
            ("assign FTK-1 ada", 1),
            ("delete FTK-1", 1),
            ("activate FTK-1", 0),
            ("suspend ftk-1", 0),
            ("resume FTK-1", 0),
            ("lock FTK-1", 0),
            ("unlock FTK-1", 0),
            ("revoke FTK-1 --as lost", 0),
            ("initialise FTK-1", 0),
            ("assign FTK-1 ada", 0),
            ("unassign FTK-1", 0),
            ("show FTK-9", 2),
            ("suspend FTK-9", 2),
            ("allocate FTK-2 FTK-9 --site demo/branch", 2),
            ("count --site nowhere", 1),
        ] {
            let said = ctl(&format!("token {command}")).await;
            assert_eq!(said.code, code, "{way}{command}: {said:?}");
        }
        assert!(ctl("token count --site demo").await.out.contains("demo  inventory  3"), "all or none");
        let page = ctl("token list --site demo --limit 1 --after FTK-1").await;
        assert!(page.out.contains("FTK-2") && !page.out.contains("FTK-3") && page.err.contains("more"), "{page:?}");
        assert_eq!(ctl("token assign FTK-2 bob").await.code, 0);
        let own = value(&ctl("token list --user demo/bob --json").await);
        assert_eq!(
            (own.as_array().map(Vec::len), &own[0]["user"], &own[0]["state"]),
            (Some(1), &"bob".into(), &"assigned".into())
        );
        assert!(ctl("token show FTK-2").await.out.contains("user     bob\n"));
        assert_eq!(ctl("token unassign FTK-2").await.code, 0);
        let wrong = ctl("token resync FTK-3 755224 359152").await;
        assert!(wrong.code == 1 && wrong.err.contains("these two codes fit nowhere"), "{wrong:?}");
    }
    assert_eq!(terminal.ctl("token resync FTK-3 755224 287082").await.code, 0);
    assert_eq!(terminal.ctl("--config store token resync FTK-3 755224 287082").await.code, 1, "spent");
    assert_eq!(terminal.ctl("token allocate FTK-1 FTK-2 --site demo/branch").await.code, 0);
    assert!(terminal.ctl("token count --site demo/branch").await.out.contains("demo/branch  inventory  2"));
    assert_eq!(terminal.ctl("token delete FTK-1 --yes").await.code, 0);
    assert_eq!(terminal.ctl("token show FTK-1").await.code, 2);
    assert!(!format!("{:?}", house.audit().await).contains(SEED));
}

/// F4.1: seed files leave a server sealed and come in elsewhere; in clear only where that is said.
#[tokio::test(flavor = "multi_thread")]
async fn f4_1_seed_files_leave_and_come_in() {
    let from = house().await;
    let terminal = terminal(&from).await;
    let seeds = file(&terminal, "seeds.csv", &seeds(&["FTK-1", "FTK-2"]));
    assert_eq!(terminal.ctl(&format!("token import {seeds} --site demo --method oath")).await.code, 0);
    let key = file(&terminal, "key", &"0f".repeat(32));
    let word = file(&terminal, "word", "kuljetus-sälä 7\n");
    let secret = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=";
    let none = terminal.ctl("token export --site demo").await;
    assert!(none.code == 2 && none.err.contains("--in-clear"), "{none:?}");
    let raw = terminal.ctl("raw POST /token/$export?site=demo").await;
    assert_eq!(raw.code, 1, "the server wants to be told as well: {raw:?}");
    for (wrap, unlock) in [
        (format!("--key-file {key}"), format!("--key-file {key}")),
        (format!("--password-file {word}"), format!("--password-file {word}")),
        ("--in-clear pskc".to_owned(), String::new()),
        ("--in-clear csv".to_owned(), String::new()),
    ] {
        let sealed = !unlock.is_empty();
        let saved = terminal.ctl(&format!("token export --site demo {wrap}")).await;
        assert_eq!(saved.code, 0, "{wrap}: {saved:?}");
        assert!(!sealed || !saved.out.contains(secret) && !saved.out.contains("GEZDGNBV"), "{wrap}");
        let to = house().await;
        let there = self::terminal(&to).await;
        let copy = file(&there, "seeds", &saved.out);
        let import = format!("token import {copy} --site demo --method oath");
        if sealed {
            let locked = there.ctl(&import).await;
            assert!(locked.code == 1 && locked.err.contains("locked with"), "{wrap}: {locked:?}");
        }
        let taken = there.ctl(&format!("{import} {unlock} --assign")).await;
        assert_eq!((taken.code, taken.out.as_str()), (0, "2 taken, 0 refused\n"), "{wrap}: {taken:?}");
        assert_eq!(there.ctl("token assign FTK-1 bob").await.code, 0);
        assert!(to.login("bob").password().code("755224").await.granted(), "{wrap}");
    }
    let events = from.audited("token.exported").await;
    assert_eq!(events.iter().filter(|e| e.detail["sealed"] == true).count(), 2);
    assert!(events.iter().all(|e| e.actor == "/managementToken/admin" && e.site == "demo"), "{events:?}");
}

/// G4, G2: the record is searched page by page and leaves as a file, over HTTP as on the store.
#[tokio::test(flavor = "multi_thread")]
async fn g4_g2_the_audit_by_command() {
    let house = house().await;
    let terminal = terminal(&house).await;
    house.login("ada").typing("a guess").await;
    assert!(house.login("ada").password().await.granted());
    for (way, command) in WAYS.iter().flat_map(|way| ["list", "search"].map(|word| (way, word))) {
        let ctl = |line: &str| {
            let (terminal, line) = (&terminal, format!("{way}audit {command} {line}"));
            async move { terminal.ctl(&line).await }
        };
        let denied = value(&ctl("--user ada --result failure --json").await);
        assert!(
            denied.as_array().is_some_and(|all| !all.is_empty()
                && all.iter().all(|r| r["event"]["outcome"] == "failure" && r["event"]["name"] == "ada")),
            "{denied}"
        );
        let granted = ctl("--action login.granted --application demo/wiki --site demo --site nowhere").await;
        assert!(
            granted.code == 0 && granted.out.lines().count() == 2 && granted.out.contains("demo/wiki"),
            "{granted:?}"
        );
        let few = ctl("--limit 2").await;
        assert!(few.out.lines().count() == 3 && few.err.contains("there are more"), "{few:?}");
        assert_eq!(ctl("--until 2020-01-01").await.out.lines().count(), 1);
    }
    let many: String = (0..1100).map(|n| format!("{{\"site\":\"demo\",\"name\":\"user{n}\"}}\n")).collect();
    let many = file(&terminal, "many.jsonl", &many);
    assert_eq!(terminal.ctl(&format!("user import {many}")).await.code, 0);
    let all = value(&terminal.ctl("audit list --action user.made --limit 5000 --json").await);
    let named: std::collections::BTreeSet<&str> =
        all.as_array().unwrap().iter().map(|r| r["event"]["name"].as_str().unwrap()).collect();
    assert!(named.len() >= 1100, "{}", named.len());
    for format in ["csv", "jsonl", "syslog"] {
        let out = terminal.home.path().join(format);
        let saved =
            terminal.ctl(&format!("audit export --format {format} --action user.made --out {}", out.display())).await;
        assert_eq!((saved.code, saved.out), (0, format!("{} records\n", all.as_array().unwrap().len())), "{format}");
        let text = std::fs::read_to_string(&out).unwrap();
        assert!(text.contains("user1099"), "{format}");
        let printed = terminal.ctl(&format!("audit export --format {format} --action user.made")).await;
        assert_eq!(printed.out, text, "{format}");
        assert_eq!(
            terminal.ctl(&format!("audit export --format {format} --out {}", out.display())).await.code,
            2,
            "it is there"
        );
    }
    let refused = terminal.home.path().join("none");
    let other = Terminal::at(&house).with("SYMBOLON_TOKEN", "nobody-has-this-one");
    assert_eq!(other.ctl(&format!("audit export --format csv --out {}", refused.display())).await.code, 4);
    assert!(!refused.exists(), "nothing is left of what was refused");
    let verify = terminal.ctl(&format!("--server {} audit verify", terminal.variables["SYMBOLON_SERVER"])).await;
    assert!(verify.code == 2 && verify.err.contains("--config FILE"), "{verify:?}");
}

/// G4: webhooks by command.
#[tokio::test(flavor = "multi_thread")]
async fn g4_g2_webhooks_by_command() {
    let house = house().await;
    let terminal = terminal(&house).await;
    assert_eq!(
        terminal.ctl("put /webhook/demo/siem url=https://siem.example/in events=login. enabled=false").await.code,
        0
    );
    assert!(house.login("ada").password().await.granted());
    // It is sent what was before, all of which is lost: the webhook is switched off.
    assert_eq!(terminal.ctl("webhook replay demo/siem --since 2020-01-01").await.code, 0);
    let lost = async || value(&terminal.ctl("webhook deliveries demo/siem --json").await)["lost"][0].is_object();
    let mut tries = 0..400;
    while !lost().await {
        assert!(tries.next().is_some(), "nothing was lost");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    for way in WAYS {
        let ctl = |line: &str| {
            let (terminal, line) = (&terminal, format!("{way}webhook {line}"));
            async move { terminal.ctl(&line).await }
        };
        let listed = ctl("list").await;
        assert!(listed.code == 0 && listed.out.contains("demo/siem  no  login."), "{listed:?}");
        let one = value(&ctl("deliveries /webhook/demo/siem --json").await);
        assert_eq!(
            (&one["path"], &one["lost"][0]["event"]["detail"]["webhook"]),
            (&"demo/siem".into(), &"demo/siem".into())
        );
        let shown = ctl("deliveries demo/siem").await;
        assert!(!shown.out.contains("failures  0") && shown.out.contains("the webhook is switched off"), "{shown:?}");
        let (first, second) = (ctl("rotate demo/siem").await, ctl("rotate demo/siem").await);
        assert!(first.out.starts_with("whsec_") && second.out.starts_with("whsec_") && first.out != second.out);
        assert!(ctl("rotate demo/siem --end").await.out.contains("signs no more"));
        let replayed = ctl("replay demo/siem --since 2020-01-01").await;
        assert!(replayed.code == 0 && replayed.out.contains("events leave again"), "{replayed:?}");
        assert_eq!(replayed.out.contains("once a server runs"), !way.is_empty());
        for gone in
            ["deliveries demo/none", "rotate demo/none", "replay demo/none --since 2020-01-01", "test demo/none"]
        {
            let said = ctl(gone).await;
            assert!(said.code == 2 && said.err.contains("no webhook demo/none"), "{gone}: {said:?}");
        }
        assert!(!format!("{:?}", house.audit().await).contains(first.out.trim()));
    }
}

/// H2: what would happen and which rule decides it, and why somebody was refused.
#[tokio::test(flavor = "multi_thread")]
async fn h2_g2_explain() {
    let house = house().await;
    let terminal = terminal(&house).await;
    let seeds = file(&terminal, "seeds.csv", &seeds(&["FTK-1"]));
    assert_eq!(terminal.ctl(&format!("token import {seeds} --site demo --method oath")).await.code, 0);
    for command in ["assign FTK-1 ada", "activate FTK-1"] {
        assert_eq!(terminal.ctl(&format!("token {command}")).await.code, 0);
    }
    house.login("bob").typing("a guess").await;
    for way in WAYS {
        let ctl = |line: &str| {
            let (terminal, line) = (&terminal, format!("{way}explain {line}"));
            async move { terminal.ctl(&line).await }
        };
        let events = house.audit().await.len();
        let told = ctl("--application demo/wiki --user demo/ada --network 192.0.2.7").await;
        assert_eq!(told.code, 0, "{told:?}");
        for part in [
            "/application/demo/wiki for ada",
            "-> asks for password",
            "because menu: Nothing is proven yet",
            "password  offered  1",
            "who passes password:",
            "-> asks for oath",
            "second-required",
            "who passes oath:",
            "-> lets in",
            "the application receives",
            "subject",
        ] {
            assert!(told.out.contains(part), "{part}: {}", told.out);
        }
        let bob = ctl("--application demo/wiki --user demo/bob --passed password").await;
        assert!(bob.out.contains("no-credential: ") && bob.out.contains("-> lets in"), "{bob:?}");
        let json = value(&ctl("--application demo/wiki --user demo/ada --json").await);
        assert_eq!(
            (&json["person"]["name"], &json["point"]["step"]["methods"][0]),
            (&"ada".into(), &"password".into())
        );
        assert!(
            json["point"]["why"][0]["detail"].as_str().is_some_and(|words| words.starts_with("Nothing is proven")),
            "{json}"
        );
        let anybody = ctl("--application demo/wiki").await;
        assert!(anybody.out.contains("for nobody in particular"), "{anybody:?}");
        let demanded = ctl("--application demo/wiki --user demo/ada --acr urn:none --demand").await;
        assert!(demanded.out.contains("-> refuses: "), "{demanded:?}");
        let preferred = ctl("--application demo/wiki --user demo/ada --acr urn:none").await;
        assert!(preferred.out.contains("-> asks for password"), "{preferred:?}");
        // `typed` proves an address and finds nobody by a name: a stranger's way, until a table maps its people.
        let comes = ctl("--application demo/wiki --by typed --subject eve@else.example --attribute team=x").await;
        for part in ["comes by typed", "email = eve@else.example", "team = x", "so stays-unregistered: In no directory"]
        {
            assert!(comes.code == 0 && comes.out.contains(part), "{part}: {comes:?}");
        }
        let unread = ctl("--application demo/wiki --by typed --subject x --attribute team").await;
        assert_eq!(unread.code, 2, "an attribute has a value: {unread:?}");
        for (wrong, word) in [
            ("--application demo/wiki --by password --subject ada", "whatif-by-name"),
            ("--application demo/none", "whatif-unknown"),
            ("--application demo/wiki --user demo/nobody", "whatif-unknown"),
            ("--application demo/wiki --passed none", "whatif-unknown"),
            ("--application demo/wiki --user demo/bob --passed password --passed oath", "name=oath"),
        ] {
            let said = ctl(wrong).await;
            let known = said.code == 1 && said.err.contains(word);
            assert!(known || wrong.contains("--passed oath") && said.code <= 1, "{wrong}: {said:?}");
        }
        assert_eq!(ctl("--application demo/wiki --user ada").await.code, 2, "a user is of a site");
        let story = ctl("--story --user demo/bob").await;
        assert!(
            story.code == 0 && story.out.contains("method.miss") && story.out.contains("The same login now:"),
            "{story:?}"
        );
        let login = value(&ctl("--story --user demo/bob --json").await)["story"]["moments"][0]["login"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(ctl(&format!("--story --login {login}")).await.out.contains("bob") || !login.is_empty());
        assert_eq!(ctl("--story --user demo/nobody").await.code, 2);
        assert_eq!(ctl("--story").await.code, 2, "whose?");
        assert_eq!(ctl("--story --login nonsense").await.code, 1);
        assert_eq!(house.audit().await.len(), events, "nothing is written by a question");
    }
}
