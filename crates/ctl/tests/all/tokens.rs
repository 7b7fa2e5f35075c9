//! Tokens from the command line: seed files in and out, and the life of one token.

use crate::{house::Here, world};
use model::{User, credential::CredentialState};
use store::Tokens;

/// Of RFC 4226, appendix D.
const SEED: &str = "3132333435363738393031323334353637383930";
const VECTORS: [&str; 3] = ["755224", "287082", "359152"];

const MORE: &str = r#"["/method/oath.1"]
methodType = "OATH Token"
enabled = true

["/method/oath.2"]
methodType = "OATH Token"
enabled = true
configuration = ["oathPin server", "oathPinMemory 8", "oathPinPasses 1"]

["/site/demosite/branch"]
title = "Branch"
"#;

async fn here() -> Here {
    let here = Here::new();
    here.file("graph.toml", world::GRAPH);
    assert_eq!(here.ctl("apply graph.toml").await.code, 0);
    here.file("more.toml", MORE);
    let applied = here.ctl("apply more.toml").await;
    assert_eq!(applied.code, 0, "{}", applied.err);
    here
}

fn table(rows: &[&str]) -> String {
    let rows: Vec<String> = rows.iter().map(|serial| format!("{serial},hotp,{SEED},hex,6,0\n")).collect();
    format!("serial,type,secret,encoding,digits,counter\n{}", rows.concat())
}

async fn imported(here: &Here, serials: &[&str], method: &str) {
    here.file("seeds.csv", &table(serials));
    let said = here.ctl(&format!("token import seeds.csv --site demosite --method {method}")).await;
    assert_eq!(said.code, 0, "{}", said.err);
}

async fn state(here: &Here, serial: &str) -> CredentialState {
    here.server().await.token(serial).await.unwrap().unwrap().state
}

async fn ada(here: &Here) -> User {
    assert_eq!(here.ctl("user put demosite ada").await.code, 0);
    here.user("ada").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seed_file_becomes_an_inventory_and_each_bad_row_is_told() {
    let here = here().await;
    here.file(
        "seeds.csv",
        &(table(&["FTK-1", "FTK-2", "ftk-1"]) + "FTK-3,hotp,zz,hex,6,0\nFTK 4,hotp," + SEED + ",hex,6,0\n"),
    );
    let import = "token import seeds.csv --site demosite --method oath.1";
    let dry = here.ctl(&format!("{import} --dry-run")).await;
    assert_eq!((dry.code, dry.out.as_str()), (1, "2 would be taken, 3 refused\n"), "{}", dry.err);
    assert_eq!(here.ctl("token list").await.out.lines().count(), 1, "nothing is written");
    let taken = here.ctl(import).await;
    assert_eq!((taken.code, taken.out.as_str()), (1, "2 taken, 3 refused\n"));
    assert!(taken.err.contains("2 of 2"), "{}", taken.err);
    assert!(taken.err.contains("line 5 FTK-3") && taken.err.contains("FTK 4"), "{}", taken.err);
    let again = here.ctl(&format!("{import} --json")).await;
    let report: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    let why: Vec<&str> = report["refused"].as_array().unwrap().iter().map(|row| row["why"].as_str().unwrap()).collect();
    assert_eq!(why.iter().filter(|why| **why == "taken").count(), 2, "{report}");
    assert_eq!(report["taken"].as_array().unwrap().len(), 0);
    let listed = here.ctl("token list --site demosite --state inventory").await.out;
    assert_eq!(listed.lines().count(), 3);
    assert!(listed.contains("FTK-1") && listed.contains("oath.1"), "{listed}");
    assert!(here.ctl("token show ftk-2").await.out.contains("state    inventory"));
    assert!(here.ctl("token count").await.out.contains("demosite  inventory  2"));
    let audit = here.ctl("audit list --action token.imported --json").await.out;
    assert_eq!(audit.matches("\"token.imported\"").count(), 2);
    for secret in [SEED, "GEZDGNBVGY3TQOJQ"] {
        assert!(!audit.contains(secret) && !listed.contains(secret) && !again.out.contains(secret));
    }
    let nowhere = here.ctl("token import seeds.csv --site nowhere --method oath.1").await;
    assert_eq!((nowhere.code, nowhere.err.contains("no site nowhere")), (1, true));
    let totp = here.ctl("token import seeds.csv --site demosite --method totp.1").await;
    assert!(totp.err.contains("totp has no tokens"), "{}", totp.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_tokens_come_in_by_portions() {
    let here = here().await;
    let serials: Vec<String> = (0..250).map(|n| format!("FTK-{n:03}")).collect();
    here.file("seeds.csv", &table(&serials.iter().map(String::as_str).collect::<Vec<_>>()));
    let said = here.ctl("token import seeds.csv --site demosite --method oath.1 --batch 100").await;
    assert_eq!(
        (said.out.as_str(), said.err.as_str()),
        ("250 taken, 0 refused\n", "100 of 250\n200 of 250\n250 of 250\n")
    );
    assert_eq!(here.ctl("token list --limit 1000").await.out.lines().count(), 251);
    let page = here.ctl("token list --limit 10 --after FTK-239").await.out;
    assert!(page.lines().count() == 11 && page.contains("FTK-249"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_lives_from_its_assignment_to_its_deletion() {
    let here = here().await;
    let ada = ada(&here).await;
    imported(&here, &["FTK-1", "FTK-2"], "oath.1").await;
    for (command, code, after) in [
        ("activate FTK-1", 1, CredentialState::Inventory),
        ("assign FTK-1 nobody", 1, CredentialState::Inventory),
        ("assign FTK-1 ada", 0, CredentialState::Assigned),
        ("assign FTK-1 ada", 1, CredentialState::Assigned),
        ("delete FTK-1", 1, CredentialState::Assigned),
        ("activate FTK-1", 0, CredentialState::Active),
        ("suspend ftk-1", 0, CredentialState::Suspended),
        ("unlock FTK-1", 1, CredentialState::Suspended),
        ("resume FTK-1", 0, CredentialState::Active),
        ("lock FTK-1", 0, CredentialState::Locked),
        ("unlock FTK-1", 0, CredentialState::Active),
        ("revoke FTK-1 --as lost", 0, CredentialState::Lost),
        ("assign FTK-1 ada", 1, CredentialState::Lost),
        ("initialise FTK-1", 0, CredentialState::Inventory),
        ("assign FTK-1 ada", 0, CredentialState::Assigned),
        ("revoke FTK-1 --as inventory", 0, CredentialState::Inventory),
    ] {
        let said = here.ctl(&format!("token {command}")).await;
        assert_eq!(said.code, code, "{command}: {}", said.err);
        assert_eq!(state(&here, "FTK-1").await, after, "{command}");
        let owned = after.owned();
        assert_eq!(here.record(&ada).await.credentials.len(), usize::from(owned), "{command}");
    }
    assert_eq!(here.ctl("token delete FTK-1").await.code, 0);
    assert_eq!(here.ctl("token show FTK-1").await.code, 2);
    assert_eq!(here.ctl("token suspend FTK-9").await.code, 2);
    let told = here.ctl("audit list --json").await.out;
    for act in
        ["assigned", "activated", "suspended", "resumed", "locked", "unlocked", "revoked", "initialised", "deleted"]
    {
        assert!(told.contains(&format!("\"token.{act}\"")), "{act}");
    }
    assert!(told.contains("\"before\": \"active\"") && told.contains("\"after\": \"lost\""), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_go_to_a_site_below_and_to_its_people() {
    let here = here().await;
    imported(&here, &["FTK-1", "FTK-2"], "oath.1").await;
    here.ctl("user put demosite/branch bob").await;
    let early = here.ctl("token assign FTK-1 bob").await;
    assert!(early.code == 1 && early.err.contains("no user bob in demosite"), "{}", early.err);
    assert_eq!(here.ctl("token allocate FTK-1 FTK-9 --site demosite/branch").await.code, 2, "all or none");
    assert_eq!(here.ctl("token count --site demosite/branch").await.out.lines().count(), 1);
    assert_eq!(here.ctl("token allocate FTK-1 FTK-2 --site demosite/branch").await.code, 0);
    assert!(here.ctl("token count --site demosite").await.out.contains("demosite/branch  inventory  2"));
    assert_eq!(here.ctl("token allocate FTK-1 --site demosite").await.code, 1, "not upwards");
    assert_eq!(here.ctl("token assign FTK-1 bob").await.code, 0);
    assert_eq!(here.ctl("token allocate FTK-1 --site demosite/branch").await.code, 1, "somebody has it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pin_is_told_once_and_set_anew() {
    let here = here().await;
    ada(&here).await;
    imported(&here, &["FTK-1"], "oath.2").await;
    assert_eq!(here.ctl("token set-pin FTK-1").await.code, 1, "nobody has it");
    let assigned = here.ctl("token assign FTK-1 ada").await;
    assert_eq!(assigned.out.trim().len(), 6, "{}", assigned.out);
    let set = here.ctl("token set-pin FTK-1").await;
    assert!(set.out.trim().len() == 6 && set.out != assigned.out);
    assert_eq!(here.said("token set-pin FTK-1 --pin-stdin", "1111\n").await.code, 1, "trivial");
    let typed = here.said("token set-pin FTK-1 --pin-stdin", "48215\n").await;
    assert_eq!((typed.code, typed.out.as_str()), (0, ""));
    let body = here.server().await.token("FTK-1").await.unwrap().unwrap().body.to_string();
    let audit = here.ctl("audit list --json").await.out;
    for pin in [assigned.out.trim(), set.out.trim(), "48215"] {
        assert!(!body.contains(&format!("\"{pin}\"")) && !audit.contains(&format!("\"{pin}\"")));
    }
    assert_eq!(audit.matches("\"token.pin-set\"").count(), 2);
}

/// M006: two codes in a row set a token right, and are used up.
#[tokio::test(flavor = "multi_thread")]
async fn m006_an_administrator_sets_a_token_right() {
    let here = here().await;
    imported(&here, &["FTK-1"], "oath.1").await;
    let [first, second, third] = VECTORS;
    let wrong = here.ctl(&format!("token resync FTK-1 {first} {third}")).await;
    assert_eq!((wrong.code, wrong.err.as_str()), (1, "FTK-1: these two codes fit nowhere"));
    assert_eq!(here.ctl(&format!("token resync FTK-1 {first} {second}")).await.code, 0);
    assert_eq!(here.server().await.token("FTK-1").await.unwrap().unwrap().counter, 1);
    assert_eq!(here.ctl(&format!("token resync FTK-1 {first} {second}")).await.code, 1, "spent");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_sealed_and_comes_in_elsewhere() {
    let from = here().await;
    imported(&from, &["FTK-1", "FTK-2"], "oath.1").await;
    assert_eq!(from.ctl("token export --site demosite").await.code, 2, "in clear only where that is said");
    from.file("key", &"0f".repeat(32));
    from.file("word", "a transport password\n");
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    for (wrap, unlock, sealed) in [
        ("--key-file key", "--key-file key", true),
        ("--password-file word", "--password-file word", true),
        ("--in-clear pskc", "", false),
        ("--in-clear csv", "", false),
    ] {
        let file = from.ctl(&format!("token export --site demosite {wrap}")).await;
        assert_eq!(file.code, 0, "{wrap}: {}", file.err);
        assert!(!sealed || !file.out.contains(secret) && !file.out.contains("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA="), "{wrap}");
        let to = here().await;
        to.file("key", &"0f".repeat(32));
        to.file("word", "a transport password\n");
        to.file("seeds", &file.out);
        let locked = to.ctl("token import seeds --site demosite --method oath.1").await;
        assert_eq!(locked.code != 0, sealed, "{wrap}: {}", locked.err);
        if sealed {
            let taken = to.ctl(&format!("token import seeds --site demosite --method oath.1 {unlock}")).await;
            assert_eq!((taken.code, taken.out.as_str()), (0, "2 taken, 0 refused\n"), "{wrap}: {}", taken.err);
        }
        let [theirs, ours] =
            [&from, &to].map(|here| async { here.server().await.token("FTK-2").await.unwrap().unwrap() });
        let (theirs, ours) = (theirs.await, ours.await);
        assert_eq!((ours.body, ours.counter), (theirs.body, theirs.counter), "{wrap}");
    }
    assert_eq!(from.ctl("audit list --action token.exported --json").await.out.matches("\"sealed\": true").count(), 2);
}

/// URIs have no serial number: the key makes one, so that it comes in once.
#[tokio::test(flavor = "multi_thread")]
async fn uris_come_in_once() {
    let here = here().await;
    here.file("uris", "otpauth://totp/Acme:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme\n");
    let import = "token import uris --site demosite --method oath.1";
    assert_eq!(here.ctl(import).await.out, "1 taken, 0 refused\n");
    assert_eq!(here.ctl(import).await.code, 1, "taken");
    assert_eq!(here.ctl("token list").await.out.lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_go_to_the_users_whom_the_file_names() {
    let here = here().await;
    ada(&here).await;
    let row = |serial: &str, user: &str| format!("{serial},hotp,{SEED},hex,{user}\n");
    let rows = row("FTK-1", "ada") + &row("FTK-2", "nobody") + &row("FTK-3", "");
    here.file("seeds.csv", &format!("serial,type,secret,encoding,user\n{rows}"));
    let import = "token import seeds.csv --site demosite --method oath.1 --assign";
    assert_eq!(here.ctl(&format!("{import} --dry-run")).await.code, 0);
    assert_eq!(here.ctl("token list").await.out.lines().count(), 1, "nothing is written");
    let said = here.ctl(import).await;
    assert_eq!((said.code, said.out.as_str()), (1, "3 taken, 1 refused\n"), "{}", said.err);
    assert!(said.err.contains("FTK-2") && said.err.contains("user"), "{}", said.err);
    assert_eq!(state(&here, "FTK-1").await, CredentialState::Assigned);
    assert_eq!(state(&here, "FTK-2").await, CredentialState::Inventory, "nobody's stays in the inventory");
    assert_eq!(state(&here, "FTK-3").await, CredentialState::Inventory);
}
