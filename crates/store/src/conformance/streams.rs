//! The audit streams: searched, verified, erased, and every way to falsify them (case M097).

use model::{Span, Time};

use super::{Lab, samples::*};
use crate::{AuditFault, AuditFilter, Unit, When};
#[allow(unused_imports, reason = "which traits a case needs changes with it")]
use crate::{
    Audits as _, Catalogues as _, Credentials as _, Keys as _, Logins as _, Messages as _, Sessions as _, Tickets as _,
    Units as _, Users as _,
};

/// Ten events in the first node's stream, one at a time.
async fn ten<L: Lab>(lab: &L) -> String {
    let store = &lab.nodes()[0];
    for n in 1..=10 {
        let mut event = event("login.granted");
        event.at = NOW + Span::seconds(n);
        event.detail = serde_json::json!({ "n": n });
        done(store, Unit::new().audit(When::Done, event)).await;
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(10), "the control");
    store.audit(&AuditFilter { limit: 1, ..Default::default() }).await.unwrap()[0].node.clone()
}

async fn fault<L: Lab>(lab: &L) -> (i64, &'static str) {
    let AuditFault { sequence, kind, .. } = lab.nodes()[0].verify_audit().await.unwrap().unwrap_err();
    (sequence, kind)
}

pub async fn the_audit_verifies_and_is_searched<L: Lab>(lab: &L) {
    let node = ten(lab).await;
    let store = &lab.nodes()[0];
    done(store, said(When::Done, "session.ended")).await;
    let all = AuditFilter { limit: 100, ..Default::default() };
    let records = store.audit(&all).await.unwrap();
    assert_eq!(
        records.iter().map(|r| r.sequence).collect::<Vec<_>>(),
        [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11],
        "newest first by time"
    );
    assert_eq!(records[0].event.as_ref().unwrap().detail, serde_json::json!({ "n": 10 }));
    let searches = [
        (AuditFilter { person: key(ADA), ..all.clone() }, 11),
        (AuditFilter { person: key(3), ..all.clone() }, 0),
        (AuditFilter { name: "ada".into(), action: "session.ended".into(), ..all.clone() }, 1),
        (AuditFilter { application: "x".into(), ..all.clone() }, 0),
        (AuditFilter { method: "x".into(), ..all.clone() }, 0),
        (AuditFilter { correlation: Some(id(1)), ..all.clone() }, 0),
        (AuditFilter { since: Some(NOW + Span::seconds(9)), ..all.clone() }, 2),
        (AuditFilter { until: Some(NOW + Span::seconds(1)), ..all.clone() }, 2),
        (AuditFilter { before: Some((NOW + Span::seconds(2), node, 2)), ..all.clone() }, 2),
        (AuditFilter { limit: 3, ..all }, 3),
    ];
    for (filter, expected) in searches {
        assert_eq!(store.audit(&filter).await.unwrap().len(), expected, "{filter:?}");
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(11));
}

pub async fn an_edited_record_is_named<L: Lab>(lab: &L) {
    ten(lab).await;
    let edits = [
        (
            "UPDATE audit SET event = REPLACE(event, 'granted', 'denied!') WHERE sequence = 4",
            "UPDATE audit SET event = REPLACE(event, 'denied!', 'granted') WHERE sequence = 4",
        ),
        (
            "UPDATE audit SET person = 'somebody' WHERE sequence = 4",
            &*format!("UPDATE audit SET person = '{}' WHERE sequence = 4", key(ADA)),
        ),
        ("UPDATE audit SET at = at + 1 WHERE sequence = 4", "UPDATE audit SET at = at - 1 WHERE sequence = 4"),
        ("UPDATE audit SET digest = link WHERE sequence = 4", ""),
    ];
    for (edit, undo) in edits {
        assert_eq!(lab.tamper(edit).await, 1);
        assert_eq!(fault(lab).await, (4, "altered"), "{edit}");
        if !undo.is_empty() {
            lab.tamper(undo).await;
            assert_eq!(lab.nodes()[0].verify_audit().await.unwrap(), Ok(10), "undone");
        }
    }
}

pub async fn a_deleted_record_is_named<L: Lab>(lab: &L) {
    ten(lab).await;
    assert_eq!(lab.tamper("DELETE FROM audit WHERE sequence = 4").await, 1);
    assert_eq!(fault(lab).await, (4, "missing"));
    // Closing the gap does not help.
    for n in 5..=10 {
        lab.tamper(&format!("UPDATE audit SET sequence = sequence - 1 WHERE sequence = {n}")).await;
    }
    assert_eq!(fault(lab).await.0, 4);
}

pub async fn reordered_records_are_named<L: Lab>(lab: &L) {
    ten(lab).await;
    for step in [
        "SET sequence = 1000 WHERE sequence = 4",
        "SET sequence = 4 WHERE sequence = 7",
        "SET sequence = 7 WHERE sequence = 1000",
    ] {
        assert_eq!(lab.tamper(&format!("UPDATE audit {step}")).await, 1);
    }
    assert_eq!(fault(lab).await, (4, "reordered"));
}

pub async fn a_cut_stream_is_named<L: Lab>(lab: &L) {
    ten(lab).await;
    let store = &lab.nodes()[0];
    assert_eq!(lab.tamper("DELETE FROM audit WHERE sequence > 8").await, 2);
    assert_eq!(fault(lab).await, (9, "cut"), "the head knows better");
    let head = "UPDATE audit_head SET sequence = 8, link = (SELECT link FROM audit WHERE sequence = 8)";
    assert_eq!(lab.tamper(head).await, 1);
    assert_eq!(
        store.verify_audit().await.unwrap(),
        Ok(8),
        "nothing was signed beyond: only an exported checkpoint could tell"
    );
    store.checkpoint(NOW).await.unwrap();
    done(store, said(When::Done, "more")).await;
    assert_eq!(store.verify_audit().await.unwrap(), Ok(9));
    assert_eq!(lab.tamper("DELETE FROM audit WHERE sequence > 7").await, 2);
    lab.tamper("UPDATE audit_head SET sequence = 7, link = (SELECT link FROM audit WHERE sequence = 7)").await;
    assert_eq!(fault(lab).await, (8, "cut"), "a checkpoint knows better");
    lab.tamper("DELETE FROM audit").await;
    lab.tamper("DELETE FROM audit_head").await;
    assert_eq!(fault(lab).await, (1, "cut"), "all of it");
}

pub async fn an_altered_checkpoint_is_named<L: Lab>(lab: &L) {
    ten(lab).await;
    let store = &lab.nodes()[0];
    for n in 1..=3 {
        store.checkpoint(NOW + Span::seconds(n)).await.unwrap();
    }
    assert_eq!(store.verify_audit().await.unwrap(), Ok(10));
    lab.tamper("UPDATE checkpoint SET at = at + 1 WHERE number = 2").await;
    assert_eq!(fault(lab).await, (2, "checkpoint"));
    lab.tamper("UPDATE checkpoint SET at = at - 1 WHERE number = 2").await;
    assert_eq!(store.verify_audit().await.unwrap(), Ok(10));
    lab.tamper("DELETE FROM checkpoint WHERE number = 1").await;
    assert_eq!(fault(lab).await, (1, "checkpoint"));
}

/// Over several stretches of the index by person, and over all nodes.
pub async fn a_person_s_records_are_found_wherever_they_lie<L: Lab>(lab: &L) {
    let units = (0..600_u32).map(|n| {
        let mut event = event("login.granted");
        event.person = key(u128::from(n % 3) + 2);
        event.at = NOW + Span::seconds(i64::from(n));
        lab.nodes()[n as usize % lab.nodes().len()].apply(Unit::new().audit(When::Done, event))
    });
    for applied in futures_util::future::join_all(units).await {
        applied.unwrap();
    }
    let store = &lab.nodes()[0];
    for user in [2, 3, 4] {
        let filter = AuditFilter { person: key(user), limit: 150, ..Default::default() };
        let first = store.audit(&filter).await.unwrap();
        assert_eq!(first.len(), 150);
        assert!(first.windows(2).all(|two| two[0].at > two[1].at), "newest first");
        let last = &first[149];
        let before = Some((last.at, last.node.clone(), last.sequence));
        let rest = store.audit(&AuditFilter { before, ..filter }).await.unwrap();
        assert_eq!(rest.len(), 50);
        assert!(first.iter().chain(&rest).all(|record| record.event.as_ref().unwrap().person == key(user)));
    }
    assert!(store.audit(&AuditFilter { person: key(9), limit: 9, ..Default::default() }).await.unwrap().is_empty());
    assert_eq!(store.erase(&key(3)).await.unwrap(), 200);
    assert_eq!(store.erase(&key(3)).await.unwrap(), 0);
    assert_eq!(store.verify_audit().await.unwrap(), Ok(600));
}

pub async fn erasing_keeps_the_links_and_nobody_can_fake_it<L: Lab>(lab: &L) {
    ten(lab).await;
    let store = &lab.nodes()[0];
    let mut other = event("login.granted");
    other.person = key(3);
    other.name = "bob".into();
    done(store, Unit::new().audit(When::Done, other)).await;
    assert_eq!(store.erase("").await.unwrap(), 0, "nobody is not everybody");
    assert_eq!(store.erase(&key(ADA)).await.unwrap(), 10);
    assert_eq!(store.verify_audit().await.unwrap(), Ok(11));
    let records = store.audit(&AuditFilter { limit: 100, ..Default::default() }).await.unwrap();
    assert_eq!(records.iter().filter(|record| record.event.is_none()).count(), 10);
    assert!(records.iter().all(|record| record.at >= Time::default()));
    let dump = lab.dump().await;
    assert!(!holds(&dump, key(ADA).as_bytes()) && holds(&dump, key(3).as_bytes()));
    // Dropping the text without the key is not erasing.
    lab.tamper("UPDATE audit SET salt = NULL, event = NULL, person = '', name = '' WHERE sequence = 11").await;
    assert_eq!(fault(lab).await, (11, "altered"));
}

pub async fn nodes_write_streams_of_their_own<L: Lab>(lab: &L) {
    let units = (0..100).map(|at| lab.nodes()[at % lab.nodes().len()].apply(said(When::Done, "in")));
    for applied in futures_util::future::join_all(units).await {
        applied.unwrap();
    }
    let store = &lab.nodes()[0];
    let records = store.audit(&AuditFilter { limit: 1000, ..Default::default() }).await.unwrap();
    let nodes: std::collections::BTreeSet<_> = records.iter().map(|record| record.node.clone()).collect();
    assert_eq!((records.len(), nodes.len()), (100, lab.nodes().len()));
    store.checkpoint(NOW).await.unwrap();
    assert_eq!(store.verify_audit().await.unwrap(), Ok(100));
}

/// Whether the bytes stand anywhere in the dump.
pub fn holds(dump: &[u8], bytes: &[u8]) -> bool {
    dump.windows(bytes.len()).any(|window| window == bytes)
}
