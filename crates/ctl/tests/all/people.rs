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
    let refused = here.ctl("user import users.jsonl").await;
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("line 3 site")
            && refused.err.contains("line 4 passwordHash")
            && !refused.err.contains("plain text"),
        "{}",
        refused.err
    );
    assert_eq!(here.ctl("user list").await.out.lines().count(), 1, "nobody was made");
    here.file("users.jsonl", &format!("{good}\n{bob}\n"));
    let imported = here.ctl("user import users.jsonl").await;
    assert_eq!((imported.code, imported.out.as_str()), (0, "2 made, 0 changed\n"), "{}", imported.err);
    assert_eq!(here.ctl("user import users.jsonl").await.out, "0 made, 2 changed\n", "again: the same users");
    let (ada, bob) = (here.user("ada").await, here.user("bob").await);
    assert!(here.record(&ada).await.credentials[0].body.to_string().contains("{SSHA}"));
    assert!(!bob.enabled && bob.expires.is_some());
    assert_eq!(here.record(&bob).await.groups.len(), 1);
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
    assert_eq!(here.ctl("user unlock nowhere ada").await.code, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_users_are_written_in_portions() {
    let here = here().await;
    let lines: String = (0..250).map(|n| format!("{{\"site\":\"demosite\",\"name\":\"user{n}\"}}\n")).collect();
    here.file("users.jsonl", &lines);
    let imported = here.ctl("user import users.jsonl").await;
    assert_eq!(
        (imported.out.as_str(), imported.err.as_str()),
        ("250 made, 0 changed\n", "150 left\n50 left\n0 left\n")
    );
    assert_eq!(here.ctl("user list --limit 1000").await.out.lines().count(), 251);
}
