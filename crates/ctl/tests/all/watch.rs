//! Audit exports and webhooks from the command line.

use super::{house::Here, world};

const HOOK: &str = "[\"/webhook/demosite/siem\"]\nurl = \"https://siem.example/in\"\nevents = [\"login.\"]\n";

async fn here() -> Here {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0);
    here
}

/// G4: the same records in each form, also beside a server that holds the store.
#[tokio::test(flavor = "multi_thread")]
async fn g4_the_audit_is_exported() {
    let here = here().await;
    let server = here.server().await;
    let csv = here.ctl("audit export --format csv --site demosite").await;
    assert_eq!(csv.code, 0, "{}", csv.err);
    let lines: Vec<&str> = csv.out.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("time,node,sequence,action,") && lines.len() > 3, "{}", csv.out);
    assert!(lines[1..].iter().all(|line| line.contains(",demosite,")), "{}", csv.out);
    assert!(!csv.out.contains("client secret of the wiki"));
    let syslog = here.ctl("audit export --format syslog --action object.").await.out;
    assert!(syslog.lines().count() > 3 && syslog.lines().all(|l| l.starts_with("<86>1 ") && l.contains(" object.")));
    let file = here.path("records.jsonl");
    let saved = here.ctl(&format!("audit export --format jsonl --actor ctl --out {file}")).await;
    assert!(saved.code == 0 && saved.out.ends_with(" records\n"), "{}{}", saved.out, saved.err);
    let again = here.ctl(&format!("audit export --format jsonl --out {file}")).await;
    assert_eq!(again.code, 2, "a file that is there is not overwritten");
    let listed = here.ctl("audit list --action audit. --outcome success --limit 10").await.out;
    assert_eq!(listed.matches("audit.exported").count(), 3, "{listed}");
    assert_eq!(here.ctl("audit verify").await.code, 0);
    server.close().await;
}

/// G4, M025: a secret is made, masked and rotated; a file that names none takes none away.
#[tokio::test(flavor = "multi_thread")]
async fn g4_a_webhook_has_a_secret() {
    let here = here().await;
    here.file("hook.toml", HOOK);
    assert_eq!(here.ctl("apply hook.toml").await.code, 0);
    let shown = here.ctl("export").await.out;
    assert!(shown.contains("secret = \"********\"") && !shown.contains("whsec_"), "{shown}");
    let same = here.ctl("diff hook.toml").await;
    assert_eq!((same.code, same.out.as_str()), (0, ""), "{}", same.err);
    let fresh = here.ctl("webhook rotate demosite/siem").await.out;
    assert!(fresh.starts_with("whsec_") && fresh.trim_end().len() == 50, "{fresh}");
    assert!(here.ctl("export").await.out.contains("formerSecret = \"********\""));
    assert_eq!(here.ctl("webhook rotate demosite/siem --end").await.code, 0);
    assert!(!here.ctl("export").await.out.contains("formerSecret"));
    for command in ["audit list --json --limit 1000", "audit export --format jsonl", "webhook list --json"] {
        let said = here.ctl(command).await;
        assert!(
            said.code == 0 && !said.out.contains("whsec_") && said.out.contains("demosite/siem"),
            "{command}: {}",
            said.out
        );
    }
    assert_eq!(here.ctl("webhook test demosite/none").await.code, 2);
    let replayed = here.ctl("webhook replay demosite/siem --since 2020-01-01").await;
    assert_eq!(
        (replayed.code, replayed.out.as_str()),
        (0, "0 events leave again once a server runs\n"),
        "{}",
        replayed.err
    );
    here.file("bad.toml", &HOOK.replace("https://", "ftp://"));
    let refused = here.ctl("apply bad.toml").await;
    assert!(refused.code == 1 && refused.err.contains("webhook-url"), "{}", refused.err);
}
