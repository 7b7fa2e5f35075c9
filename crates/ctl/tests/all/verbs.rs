//! Every operation of the management API on a store that no server holds.

use crate::{house::Here, world};

async fn here() -> Here {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0);
    here
}

/// G2
#[tokio::test(flavor = "multi_thread")]
async fn g2_objects_are_listed_shown_made_and_deleted() {
    let here = here().await;
    let sites = here.ctl("list site").await;
    assert!(sites.code == 0 && sites.out.contains("/site/demosite"), "{}{}", sites.out, sites.err);
    let shown = here.ctl("get /method/password.1").await.out;
    assert!(shown.contains("enabled") && shown.contains("etag"), "{shown}");
    let made = here.ctl("put /group/demosite/helpers title=Helpers").await;
    assert_eq!((made.code, made.out.as_str(), made.err.as_str()), (0, "/group/demosite/helpers\n", "done\n"));
    assert!(here.ctl("get /group/demosite/helpers").await.out.contains("Helpers"));
    assert_eq!(here.ctl("put /group/demosite/helpers title=x --create").await.code, 1, "it is there already");
    let would = here.ctl("put /group/demosite/helpers title=Others --dry-run").await;
    assert_eq!((would.code, would.err.as_str()), (0, "would be done\n"));
    assert!(here.ctl("get /group/demosite/helpers").await.out.contains("Helpers"), "a dry run changes nothing");
    assert_eq!(here.ctl("patch /group/demosite/helpers title.fi=Auttajat").await.code, 0);
    let both = here.ctl("get /group/demosite/helpers").await.out;
    assert!(both.contains("Helpers") && both.contains("Auttajat"), "{both}");
    assert_eq!(here.ctl("patch /group/demosite/none title=x").await.code, 1);
    assert_eq!(here.ctl("delete /group/demosite/helpers --if-match 0123").await.code, 1, "not as it was read");
    assert_eq!(here.ctl("delete /group/demosite/helpers").await.code, 0);
    let gone = here.ctl("get /group/demosite/helpers").await;
    assert!(gone.code == 1 && gone.err.contains("(404)"), "{}", gone.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_lists_grow_and_shrink_value_by_value() {
    let here = here().await;
    let line = "configuration=policy.password.length=13";
    assert_eq!(here.ctl(&format!("patch /method/password.1 +{line}")).await.code, 0);
    assert!(here.ctl("get /method/password.1").await.out.contains("policy.password.length"));
    let stored = here.ctl("get /method/password.1 --json").await.out;
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    let stored = stored["attributes"]["configuration"][0].as_str().unwrap().replacen(' ', "=", 1);
    assert_eq!(here.ctl(&format!("patch /method/password.1 -configuration=@{stored}")).await.code, 2, "no such file");
    here.file("line", &stored.replacen('=', " ", 1));
    let path = here.path("line");
    assert_eq!(here.ctl(&format!("patch /method/password.1 -configuration=@{path}")).await.code, 0);
    assert!(!here.ctl("get /method/password.1").await.out.contains("policy.password.length"));
    let flag = here.ctl("patch /method/password.1 enabled=false --dry-run").await;
    assert!(flag.code == 2 && flag.err.contains("before the path"), "a flag behind is no value: {}", flag.err);
    assert!(here.ctl("get /method/password.1 --json").await.out.contains("\"enabled\": true"));
    let wrong = here.ctl("patch /method/password.1 enabled=perhaps").await;
    assert!(wrong.code == 1 && wrong.err.contains("attribute-value"), "{}", wrong.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn g2_children_links_and_registrations() {
    let here = here().await;
    let made = here.ctl("add /site/demosite group more title=More --json").await;
    assert!(made.code == 0 && made.out.contains("\"/group/demosite/more\""), "{}{}", made.out, made.err);
    let twice = here.ctl("add /site/demosite group more").await;
    assert!(twice.code == 1 && twice.err.contains("(409)"), "{}", twice.err);
    here.file("group.json", "{\"attributes\": {\"title\": {\"en\": \"From a file\"}}}");
    assert_eq!(here.ctl("add /site/demosite group filed --from group.json").await.code, 0);
    assert!(here.ctl("list group").await.out.contains("From a file"));
    let linked = here.ctl("link /application/demosite/wiki allowedTo /group/demosite/more").await;
    assert_eq!((linked.code, linked.out.as_str()), (0, "allowedTo /group/demosite/more\n"), "{}", linked.err);
    let method = here.ctl("link /application/demosite/wiki method /method/password.1 enabled=true").await;
    assert_eq!((method.code, method.out.as_str()), (0, "method /method/password.1 enabled\n"), "{}", method.err);
    let links = here.ctl("links /application/demosite/wiki").await.out;
    assert!(links.contains("/group/demosite/more") && links.contains("/method/password.1"), "{links}");
    assert_eq!(here.ctl("unlink /application/demosite/wiki allowedTo /group/demosite/more").await.code, 0);
    assert!(!here.ctl("links /application/demosite/wiki allowedTo").await.out.contains("more"));
    let masked = here.ctl("metadata get /application/demosite/wiki").await.out;
    assert!(masked.contains("********") && !masked.contains("client secret of the wiki"), "{masked}");
    let put = here.said("metadata put /application/demosite/wiki", "{\"client_secret\": \"********\"}").await;
    assert_eq!(put.code, 0, "{}", put.err);
    assert_eq!(here.client_secret("demosite/wiki").await, "client secret of the wiki", "a masked secret is kept");
    assert_eq!(here.said("metadata put /application/demosite/wiki", "[1]").await.code, 2);
    assert!(here.ctl("me").await.out.starts_with("ctl\n"));
    assert_eq!(here.ctl("findings").await.code, 0);
    assert_eq!(here.ctl("raw get /nothing").await.code, 1);
    assert!(here.ctl("raw get /sso-api/site?limit=1").await.out.contains("/site/demosite"));
    let listed = here.ctl("audit list --json").await.out;
    assert!(listed.contains("/group/demosite/more") && listed.contains("\"actor\": \"ctl\""), "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_management_token_is_made_shown_and_revoked() {
    let here = here().await;
    let made = here.ctl("management-token create terraform --days 30").await;
    assert_eq!((made.code, made.out.trim().len()), (0, 32), "{}", made.err);
    let listed = here.ctl("management-token list").await.out;
    assert!(listed.contains("terraform") && !listed.contains(made.out.trim()), "{listed}");
    let audit = here.ctl("audit list --json").await.out;
    assert!(audit.contains("management-token.made") && !audit.contains(made.out.trim()));
    assert_eq!(here.ctl("management-token create terraform").await.code, 1, "the name is taken");
    assert_eq!(here.ctl("management-token create other --role /role/none").await.code, 1);
    let id = listed.lines().find(|l| l.contains("terraform")).unwrap().split_whitespace().next().unwrap();
    assert_eq!(here.ctl(&format!("management-token revoke {id}")).await.code, 0);
    assert!(!here.ctl("management-token list").await.out.contains("terraform"));
    assert_eq!(here.ctl(&format!("management-token revoke {id}")).await.code, 1, "control: it is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_server_holds_the_store_the_server_is_asked() {
    let here = here().await;
    let server = here.server().await;
    let held = here.ctl("list site").await;
    assert!(held.code == 3 && held.err.contains("--server"), "{}", held.err);
    server.close().await;
    drop(server);
    assert_eq!(here.ctl("list site").await.code, 0, "control");
}

#[tokio::test(flavor = "multi_thread")]
async fn shells_complete_commands_and_types() {
    let here = Here::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = here.ctl(&format!("completion {shell}")).await;
        assert_eq!(script.code, 0);
        // Values of arguments without a flag are more than clap's script for fish can do.
        let types = if shell == "fish" { "management-token" } else { "inboundPolicyItem" };
        for word in ["management-token", "if-match", types] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
}

/// The reference of the documentation is written by `symbolon ctl reference`.
#[tokio::test(flavor = "multi_thread")]
async fn the_documentation_names_every_command_and_flag() {
    let page = include_str!("../../../../docs/ctl.md");
    let mark = "<!-- written by `symbolon ctl reference` -->\n\n";
    let (before, written) = page.split_once(mark).unwrap();
    let told = Here::new().ctl("reference").await.out;
    let fresh = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("ctl.md");
    std::fs::write(&fresh, format!("{before}{mark}{told}")).unwrap();
    let first = told.lines().zip(written.lines()).find(|(told, written)| told != written);
    assert_eq!((first, told.len()), (None, written.len()), "take over {}", fresh.display());
}

/// What the book says of objects and kinds, beside their schemas.
#[tokio::test(flavor = "multi_thread")]
async fn the_schema_comes_with_its_words() {
    let told: serde_json::Value = serde_json::from_str(&Here::new().ctl("schema").await.out).unwrap();
    let words = &told["words"];
    for (noun, said) in words["objects"].as_object().unwrap() {
        assert!(said["title"].as_str().is_some_and(|t| !t.is_empty() && !t.starts_with("noun-")), "{noun}");
        assert_eq!(said["writers"][0], "Administrator", "{noun}");
    }
    assert_eq!(words["objects"]["application"]["writers"], serde_json::json!(["Administrator", "Site manager"]));
    assert_eq!(words["objects"]["method"]["writers"], serde_json::json!(["Administrator"]));
    assert_eq!(words["objects"]["site"]["attributes"]["mail.host"]["label"], "Host");
    for kind in methods::ALL {
        let said = &words["kinds"][kind.kind.name];
        for (line, said) in said["lines"].as_object().unwrap() {
            assert!(said["help"].as_str().is_some_and(|help| !help.is_empty()), "{line}");
        }
    }
    let found = |kind: &str, key: &str| {
        let findings = words["kinds"][kind]["findings"].as_array().unwrap();
        findings.iter().find(|f| f["key"] == key).map(|f| f["lines"].clone())
    };
    assert_eq!(found("totp", "code-short"), Some(serde_json::json!(["totpDigits 4"])));
    assert_eq!(found("totp", "pin-short"), None, "that is of the other kind of the folder");
    assert_eq!(found("password", "password-encoding-unsafe").map(|l| l.as_array().unwrap().len()), Some(2));
}

/// O004, M096: a key is followed by another, and one that leaked is gone at once.
#[tokio::test(flavor = "multi_thread")]
async fn o004_signing_keys_are_rotated() {
    let here = here().await;
    let keys = async || -> Vec<serde_json::Value> {
        let listed: serde_json::Value = serde_json::from_str(&here.ctl("signing-key list --json").await.out).unwrap();
        listed.as_array().unwrap().iter().filter(|key| key["algorithm"] == "ES256").cloned().collect()
    };
    let before = keys().await;
    assert_eq!((before.len(), &before[0]["retires"]), (1, &serde_json::Value::Null));
    assert_eq!(here.ctl("signing-key rotate --algorithm ES256").await.code, 0);
    let both = keys().await;
    let old = both.iter().find(|key| key["id"] == before[0]["id"]).unwrap();
    let new = both.iter().find(|key| key["id"] != before[0]["id"]).unwrap();
    assert_eq!((both.len(), &old["retires"]), (2, &new["active"]), "one takes over from the other");
    let leaked = here.ctl("signing-key rotate --algorithm ES256 --leaked").await;
    let left = keys().await;
    assert!(left.len() == 1 && leaked.out.starts_with(left[0]["id"].as_str().unwrap()), "{}", leaked.out);
    let told = here.ctl("audit list --action key. --json").await.out;
    assert_eq!(told.matches("key.dropped").count(), 2, "{told}");
    assert!(here.ctl("signing-key list").await.out.contains("RS256"), "control: other algorithms keep theirs");
}
