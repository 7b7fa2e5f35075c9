//! The command line against a store in a file: what it prints, what it leaves behind, how it ends.

#![allow(clippy::unwrap_used, reason = "a failed test panics")]

mod house;
mod people;
mod tokens;
mod verbs;
mod watch;
mod world;

use house::Here;
use manage::graph::ExportKey;

#[tokio::test(flavor = "multi_thread")]
async fn what_one_store_exports_another_becomes() {
    let (one, other) = (Here::new(), Here::new());
    one.file("graph.toml", world::GRAPH);
    assert_eq!(one.ctl("apply graph.toml").await.code, 0);
    one.file("key", &"5e".repeat(32));
    let text = one.ctl("export --secrets sealed --key-file key").await.out;
    assert!(text.contains("sealed:1:") && !text.contains("client secret of the wiki"), "{text}");
    other.file("graph.toml", &text);
    other.file("key", &"5e".repeat(32));
    assert_eq!(other.ctl("apply graph.toml").await.code, 1, "no key");
    assert_eq!(other.ctl("apply graph.toml --key-file key").await.code, 0);
    assert_eq!(other.ctl("export --secrets sealed --key-file key").await.out, text);
    let same = other.ctl("diff graph.toml --key-file key --prune").await;
    assert_eq!((same.code, same.out.as_str()), (0, ""), "{}", same.err);
    assert!(ExportKey::parse("").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_changes_nothing() {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0);
    let before = here.ctl("export").await.out;
    let ring = "[\"/site/other\"]\n[\"/method/totp.1\"]\nmethodType = \"SPI TOTP\"\nlink.nextFactor = [\"/method/password.1\"]\n";
    here.file("ring.toml", ring);
    let refused = here.ctl("apply ring.toml").await;
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("broken /method/totp.1 link.nextFactor: ring"), "{}", refused.err);
    assert_eq!(here.ctl("export").await.out, before, "nothing, the new site neither");
    here.file("site.toml", ring.lines().next().unwrap());
    assert_eq!(here.ctl("apply site.toml --dry-run").await.out, "+ /site/other\n");
    assert_eq!(here.ctl("export").await.out, before, "a dry run changes nothing");
    assert_eq!(here.ctl("apply site.toml").await.code, 0, "control: the new site alone");
    assert_ne!(here.ctl("export").await.out, before);
}

/// A2.16
#[tokio::test(flavor = "multi_thread")]
async fn pruning_spares_enabled_methods_and_sites_with_users() {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    here.ctl("apply graph.toml").await;
    here.ctl("user put demosite ada").await;
    let without =
        |noun: &str| world::GRAPH.split("\n\n").filter(|table| !table.contains(noun)).collect::<Vec<_>>().join("\n\n");
    here.file("no-totp.toml", &without("totp.1"));
    let refused = here.ctl("apply no-totp.toml --prune").await;
    assert!(
        refused.code == 1 && refused.err.contains("broken /method/totp.1 enabled: delete-enabled"),
        "{}",
        refused.err
    );
    here.file("no-site.toml", &without("demosite"));
    let refused = here.ctl("apply no-site.toml --prune").await;
    assert!(refused.code == 1 && refused.err.contains("broken /site/demosite : delete-lived-in"), "{}", refused.err);
    here.file("empty.toml", "[\"/site/empty\"]\n");
    here.ctl("apply empty.toml").await;
    let pruned = here.ctl("apply graph.toml --prune").await;
    assert!(
        pruned.code == 0 && pruned.out.contains("- /site/empty\n"),
        "control: a site without users goes: {}{}",
        pruned.out,
        pruned.err
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_a_server_holds_is_read_and_not_written() {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    here.ctl("apply graph.toml").await;
    let server = here.server().await;
    let refused = here.ctl("apply graph.toml").await;
    assert_eq!(refused.code, 3, "{}", refused.err);
    for beside in ["export", "diff graph.toml", "audit verify", "audit list", "user list", "master-key rotate"] {
        assert_eq!(here.ctl(beside).await.code, 0, "{beside}");
    }
    server.close().await;
    drop(server);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0, "control: nobody holds it");
}

/// M101: what protects nobody needs the word, and is then shown and recorded.
#[tokio::test(flavor = "multi_thread")]
async fn m101_an_unsafe_switch_is_shown_and_audited() {
    let here = Here::new();
    let method = |lines: &str| {
        format!("[\"/directory/local\"]\n[\"/method/p\"]\nmethodType = \"SPI Password\"\nconfiguration = [{lines}]\n")
    };
    here.file("weak.toml", &method("\"policy.password.encoding {SSHA}\""));
    let weak = here.ctl("apply weak.toml").await;
    assert!(weak.err.contains("unfit /method/p configuration[1]: password-encoding-refused"), "{}", weak.err);
    here.file("unsafe.toml", &method("\"policy.password.encoding {SSHA}\", \"policy.password.encoding.unsafe true\""));
    let told = here.ctl("apply unsafe.toml").await;
    let warnings: Vec<&str> = told.err.lines().filter(|line| line.contains("password-encoding-unsafe")).collect();
    assert_eq!(warnings.len(), 1, "{}", told.err);
    assert!(warnings[0].starts_with("warning /method/p configuration[2]"), "{}", warnings[0]);
    assert!(here.ctl("audit list --json").await.out.contains("policy.password.encoding.unsafe true"));
    here.file("safe.toml", &method(""));
    assert!(!here.ctl("apply safe.toml").await.err.contains("encoding"), "control");
}

/// M096, M097
#[tokio::test(flavor = "multi_thread")]
async fn changes_are_in_the_audit_record_without_their_secrets() {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    here.ctl("apply graph.toml").await;
    let listed = here.ctl("audit list --json").await.out;
    assert!(
        listed.contains("object.put") && listed.contains("/application/demosite/wiki") && listed.contains("\"ctl\""),
        "{listed}"
    );
    assert!(!listed.contains("client secret of the wiki"));
    let verified = here.ctl("audit verify").await;
    assert!(verified.code == 0 && verified.out.ends_with(" records hold\n"), "{}", verified.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_client_secret_is_printed_once_and_stored() {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    here.ctl("apply graph.toml").await;
    let secret = here.ctl("application secret demosite/wiki").await.out;
    assert_eq!(secret.trim_end().len(), 43);
    assert!(!here.ctl("audit list --json").await.out.contains(secret.trim_end()));
    assert_eq!(here.client_secret("demosite/wiki").await, secret.trim_end());
    let public = here.ctl("application secret demosite/public").await;
    assert!(public.code == 1 && public.err.contains("no-client-secret"), "{}", public.err);
    assert_eq!(here.ctl("application secret demosite/none").await.code, 2);
}

/// M025
#[tokio::test(flavor = "multi_thread")]
async fn rotation_leaves_nothing_under_the_old_master_key() {
    let mut here = Here::new();
    here.file("graph.toml", world::GRAPH);
    here.ctl("apply graph.toml").await;
    let before = here.ctl("export").await.out;
    here.keys = vec![9, 7];
    let rotated = here.ctl("master-key rotate").await;
    assert!(rotated.code == 0 && rotated.err.ends_with("0 left\n"), "{}", rotated.err);
    here.keys = vec![9];
    assert_eq!(here.ctl("export").await.out, before);
    assert!(here.ctl("audit list").await.out.contains("master-key.rotated"));
    assert_eq!(here.ctl("audit verify").await.code, 0);
    here.keys = vec![7];
    assert_eq!(here.ctl("export").await.code, 1, "control: the old key opens nothing any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_names_nouns_links_and_lines() {
    let here = Here::new();
    let told: serde_json::Value = serde_json::from_str(&here.ctl("schema").await.out).unwrap();
    let config = &told["config"];
    assert_eq!(config["objects"]["method"]["links"][0]["name"], "nextFactor");
    assert!(config["objects"]["method"]["attributes"]["properties"]["samlClassReference"].is_object());
    assert!(config["objects"]["method"]["attributes"]["properties"].get("kind").is_none());
    assert!(config["kinds"]["totp"]["lines"]["properties"]["totpDigits"].is_object(), "{}", config["kinds"]);
}
