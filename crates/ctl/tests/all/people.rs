//! Users from the command line.

use crate::{house::Here, world};

async fn here() -> Here {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0);
    here
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_made_and_changed_in_what_is_given() {
    let here = here().await;
    let made = here.said("user put demosite ada --attribute email=ada@demo.test --attribute cn=Ada --group demosite/staff --password-stdin", "correct horse\n").await;
    assert_eq!((made.code, made.err.as_str()), (0, "made\n"));
    let changed = here
        .ctl("user put demosite ADA --attribute cn= --attribute tel=1 --attribute tel=2 --email-verified true")
        .await;
    assert_eq!((changed.code, changed.err.as_str()), (0, "changed\n"));
    let user = here.user("ada").await;
    assert_eq!(user.name, "ada", "the name stays as it was given first");
    assert_eq!((user.first("email"), user.first("cn"), user.attributes["tel"].len()), (Some("ada@demo.test"), None, 2));
    assert!(user.email_verified && user.enabled);
    let record = here.record(&user).await;
    assert_eq!(record.credentials.len(), 1);
    assert_eq!(record.groups.len(), 1);
    assert!(record.credentials[0].body.to_string().contains("{ARGON2ID}"));
    let listed = here.ctl("user list --site demosite --text ada").await.out;
    assert!(listed.lines().count() == 2 && listed.contains("demosite  ada   yes"), "{listed}");
    let audit = here.ctl("audit list --json").await.out;
    assert!(audit.contains("user.made") && audit.contains("credential.put") && !audit.contains("correct horse"));
}

/// M067: who set a password keeps the credential's life and ends what was let in by the old one.
#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_replaces_the_old_one() {
    let here = here().await;
    here.said("user put demosite ada --password-stdin", "correct horse\n").await;
    let before = here.record(&here.user("ada").await).await.credentials.remove(0);
    assert_eq!(here.said("user put demosite ada --password-stdin --must-change", "battery staple\n").await.code, 0);
    let after = here.record(&here.user("ada").await).await.credentials;
    assert_eq!((after.len(), after[0].id), (1, before.id));
    assert_ne!(after[0].body, before.body);
    assert_eq!(after[0].body["must_change"], true);
    assert_eq!(here.said("user put demosite ada --password-stdin", "").await.code, 2, "no password");
}

#[tokio::test(flavor = "multi_thread")]
async fn hashes_of_other_software_are_imported_all_or_none() {
    let here = here().await;
    // {SSHA} of `secret` with the salt `saltsalt`, RFC 2307 style.
    let good = "{\"site\":\"demosite\",\"name\":\"ada\",\"passwordHash\":\"{SSHA}1G904nLkTkGWjKNnQuB/hpWXC/hzYWx0c2FsdA==\",\"attributes\":{\"email\":\"ada@demo.test\"}}";
    let bob = "{\"site\":\"demosite\",\"name\":\"bob\",\"enabled\":false,\"groups\":[\"demosite/staff\"],\"expires\":\"2030-01-01T00:00:00Z\"}";
    here.file("users.jsonl", &format!("{good}\n{bob}\n{{\"site\":\"nowhere\",\"name\":\"cy\"}}\n{{\"site\":\"demosite\",\"name\":\"dan\",\"passwordHash\":\"plain text\"}}\n"));
    let refused = here.ctl("user import users.jsonl --all-or-nothing").await;
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("line 3 site: user-no-site (path=nowhere)")
            && refused.err.contains("line 4 passwordHash: user-password-hash")
            && !refused.err.contains("plain text"),
        "{}",
        refused.err
    );
    assert_eq!(here.ctl("user list").await.out.lines().count(), 1, "nobody was made");
    here.file("users.jsonl", &format!("{good}\n{bob}\n"));
    let imported = here.ctl("user import users.jsonl --all-or-nothing").await;
    assert_eq!(
        (imported.code, imported.out.as_str()),
        (0, "2 made, 0 changed, 0 unchanged, 0 refused\n"),
        "{}",
        imported.err
    );
    let again = here.ctl("user import users.jsonl").await.out;
    assert_eq!(again, "0 made, 0 changed, 2 unchanged, 0 refused\n", "the same users");
    let (ada, bob) = (here.user("ada").await, here.user("bob").await);
    assert!(here.record(&ada).await.credentials[0].body.to_string().contains("{SSHA}"));
    assert!(!bob.enabled && bob.expires.is_some());
    assert_eq!(here.record(&bob).await.groups.len(), 1);
}

/// Every row is told, good ones are taken, and a dry run tells the same and writes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_users_is_taken_row_by_row() {
    let here = here().await;
    here.file(
        "users.csv",
        "name,attribute.cn,attribute.email,groups,enabled\nada,Ada Lovelace,ada@demo.test,demosite/staff,true\n\
        bob,Bob,,demosite/nowhere,\ncy,Cy,,,perhaps\nAda ,Other,,,\n,,,,\ndora,\"Dóra\",dora@demo.test,,no\n",
    );
    let dry = here.ctl("user import users.csv --site demosite --every-row --dry-run").await;
    assert_eq!(here.ctl("user list").await.out.lines().count(), 1, "a dry run writes nothing");
    let done = here.ctl("user import users.csv --site demosite --every-row").await;
    assert_eq!((dry.code, &dry.out), (1, &done.out));
    let expected = [
        "      2  made       ada",
        "      3  refused    bob  broken line 3 groups: user-no-group (path=demosite/nowhere)",
        "      4  refused      broken line 4 enabled: import-truth",
        "      5  refused    Ada  broken line 5 name: import-twice (line=2)",
        "      6  refused      broken line 6 name: user-name",
        "      7  made       dora",
        "2 made, 0 changed, 0 unchanged, 4 refused",
    ];
    assert_eq!(done.out.lines().collect::<Vec<_>>(), expected);
    assert!(done.code == 1 && done.err.contains("4 rows were refused"));
    assert_eq!(here.user("ada").await.first("cn"), Some("Ada Lovelace"));
    let audit = here.ctl("audit list --json").await.out;
    assert!(audit.contains("users.imported") && audit.contains("group.member-added"), "{audit}");
    let told = here.ctl("user import users.csv --site demosite --json --from-line 7").await.out;
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["totals"]["unchanged"], 1);
    here.file("odd.csv", "name,enabeld\nada,no\n");
    let odd = here.ctl("user import odd.csv --site demosite").await;
    assert!(odd.code == 1 && odd.err.contains("line 1 : import-column-unknown (name=enabeld)"), "{}", odd.err);
}

/// M067: a file does not bring back a password that was changed since, unless it is told to.
#[tokio::test(flavor = "multi_thread")]
async fn an_import_leaves_the_passwords_that_are_there() {
    let here = here().await;
    here.file("users.csv", "site,name,password,mustChange\ndemosite,ada,correct horse,true\n");
    assert_eq!(here.ctl("user import users.csv").await.out, "1 made, 0 changed, 0 unchanged, 0 refused\n");
    assert_eq!(here.record(&here.user("ada").await).await.credentials[0].body["must_change"], true);
    here.said("user password demosite ada", "battery staple\n").await;
    let own = here.record(&here.user("ada").await).await.credentials;
    assert_eq!(own[0].body.get("must_change"), Some(&false.into()));
    assert_eq!(here.ctl("user import users.csv").await.out, "0 made, 0 changed, 1 unchanged, 0 refused\n");
    assert_eq!(here.record(&here.user("ada").await).await.credentials, own);
    let replaced = here.ctl("user import users.csv --replace-passwords").await;
    assert_eq!(replaced.out, "0 made, 1 changed, 0 unchanged, 0 refused\n");
    assert_ne!(here.record(&here.user("ada").await).await.credentials, own, "control");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_shown_with_all_that_hangs_on_them() {
    let here = here().await;
    here.said(
        "user put demosite ada --attribute cn=Ada --attribute pinCode=4711 --group demosite/staff --password-stdin",
        "correct horse\n",
    )
    .await;
    let ada = here.user("ada").await;
    here.lock_out(&ada).await;
    assert_eq!(here.ctl("user method demosite ada totp.1 --active false").await.err, "deactivated\n");
    assert_eq!(here.ctl("user method demosite ada totp.1 --active false").await.err, "unchanged\n");
    assert_eq!(here.ctl("user password demosite ada --expire").await.err, "expired\n");
    let told = here.ctl("user show demosite ADA --json").await.out;
    let view: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((&view["name"], &view["site"], &view["usable"]), (&"ada".into(), &"demosite".into(), &true.into()));
    assert_eq!(view["groups"]["demosite/staff"], "listed");
    assert_eq!(view["groups"]["demosite/everyone"], "everyone");
    let methods = view["methods"].as_array().unwrap();
    let active: Vec<_> =
        methods.iter().map(|m| (m["name"].as_str().unwrap(), m["active"].as_bool().unwrap())).collect();
    assert_eq!(active, [("password.1", true), ("totp.1", false)]);
    assert_eq!(
        (&view["credentials"][0]["kind"], &view["credentials"][0]["mustChange"]),
        (&"password".into(), &true.into())
    );
    assert_eq!((&view["locks"][0]["class"], &view["locks"][0]["locked"]), (&"first".into(), &true.into()));
    assert!(!told.contains("ARGON2ID"), "no body of a credential");
    let table = here.ctl("user show demosite ada").await.out;
    assert!(table.contains("credentials.1.kind") && table.contains("locks.1.locked"), "{table}");
    let audit = here.ctl("audit list --json").await.out;
    assert!(audit.contains("user.method-deactivated") && audit.contains("credential.must-change"));
    assert!(!audit.contains("4711") && !audit.contains("ARGON2ID"), "no secret in the audit");
    assert_eq!(here.ctl("user show demosite nobody").await.code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_disabled_and_deleted() {
    let here = here().await;
    here.said("user put demosite ada --group demosite/staff --password-stdin", "correct horse\n").await;
    let ada = here.user("ada").await;
    here.visit(&ada).await;
    assert_eq!(here.ctl("user sessions demosite ada").await.out.lines().count(), 2);
    assert_eq!(here.ctl("user disable demosite ada").await.err, "disabled\n");
    assert_eq!(here.ctl("user sessions demosite ada").await.out.lines().count(), 1, "who is disabled is logged out");
    assert_eq!(here.ctl("user enable demosite ada").await.err, "enabled\n");
    here.visit(&ada).await;
    assert_eq!(here.ctl("user sessions demosite ada --end-all").await.err, "ended\n");
    assert_eq!(here.ctl("user sessions demosite ada").await.out.lines().count(), 1);
    here.visit(&ada).await;
    assert_eq!(here.ctl("user delete demosite ada").await.err, "deleted\n");
    let record = here.record(&ada).await;
    assert!(record.user.is_none() && record.credentials.is_empty() && record.groups.is_empty());
    assert_eq!(here.ctl("user delete demosite ada").await.code, 2);
    let audit = here.ctl("audit list --json").await.out;
    assert!(audit.contains("user.deleted") && audit.contains("session.ended"), "{audit}");
}

/// D3
#[tokio::test(flavor = "multi_thread")]
async fn a_group_lists_and_forgets_users() {
    let here = here().await;
    here.ctl("user put demosite ada").await;
    here.ctl("user put demosite bob").await;
    assert_eq!(here.ctl("user group add demosite/staff demosite ada").await.err, "added\n");
    assert_eq!(here.ctl("user group add demosite/staff demosite ada").await.err, "unchanged\n");
    let listed = here.ctl("user group list demosite/staff").await.out;
    assert!(listed.lines().count() == 2 && listed.contains("ada"), "{listed}");
    assert_eq!(here.ctl("user list --group demosite/staff --text AD").await.out, listed);
    assert_eq!(here.ctl("user group remove demosite/staff demosite ada").await.err, "removed\n");
    assert_eq!(here.ctl("user group list demosite/staff").await.out.lines().count(), 1);
    assert_eq!(here.ctl("user group add demosite/none demosite ada").await.code, 1);
    assert_eq!(here.ctl("user list --enabled false").await.out.lines().count(), 1);
    assert_eq!(here.ctl("user list --enabled true --site demosite --below").await.out.lines().count(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lockout_ends_by_hand() {
    let here = here().await;
    here.ctl("user put demosite ada").await;
    let ada = here.user("ada").await;
    here.lock_out(&ada).await;
    assert!(here.locked(&ada).await, "control");
    assert_eq!(here.ctl("user unlock demosite ada").await.code, 0);
    assert!(!here.locked(&ada).await);
    assert_eq!(here.ctl("user unlock demosite nobody").await.code, 2);
    assert_eq!(here.ctl("user unlock nowhere ada").await.code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_users_are_written_in_portions() {
    let here = here().await;
    let lines: String = (0..2500).map(|n| format!("{{\"site\":\"demosite\",\"name\":\"user{n}\"}}\n")).collect();
    here.file("users.jsonl", &lines);
    let imported = here.ctl("user import users.jsonl").await;
    assert_eq!(
        (imported.out.as_str(), imported.err.as_str()),
        ("2500 made, 0 changed, 0 unchanged, 0 refused\n", "1000 rows\n2000 rows\n")
    );
    assert_eq!(here.ctl("user list --limit 2200").await.out.lines().count(), 2201);
}
