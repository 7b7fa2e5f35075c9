//! What the database alone tells: nothing secret, and nothing that can be moved about (case M025).

use model::{
    AnyObject, Application, Change, Entry, Secret, Span, System,
    key::{Key, KeyPurpose},
    system::Mail,
    ticket::TicketKind,
};

use super::{Lab, samples::*, streams::holds};
#[allow(unused_imports, reason = "which traits a case needs changes with it")]
use crate::{
    Audits as _, Catalogues as _, Credentials as _, Keys as _, Logins as _, Messages as _, Sessions as _, Tickets as _,
    Units as _, Users as _,
};
use crate::{Expect, StoreError, Unit, When, Write};

fn signing_key(number: u128) -> Key {
    Key {
        id: id(number),
        purpose: KeyPurpose::Token,
        algorithm: "ES256".into(),
        created: NOW + Span::seconds(1),
        active: NOW,
        retires: None,
        until: None,
        private: Secret::new(format!("key-secret-{number}").into_bytes()),
    }
}

/// One row of everything that is sealed.
fn everything() -> Unit {
    let mail = Mail {
        host: "mail.test".into(),
        password: "object-secret".into(),
        from: "a@demo.test".into(),
        ..Default::default()
    };
    let system = Entry {
        id: id(50),
        path: String::new(),
        object: AnyObject::from(System { mail: Some(mail), ..Default::default() }),
        links: Vec::new(),
    };
    let application = Entry {
        id: id(51),
        path: "demo/app".into(),
        object: AnyObject::from(Application::default()),
        links: Vec::new(),
    };
    Unit::new()
        .expect(Expect::Catalogue(0))
        .then(Write::Change(Change::put(system)))
        .then(Write::Change(Change::put(application)))
        .then(Write::PutLogin(Box::new(login(10, 1))))
        .then(Write::PutLogin(Box::new(login(11, 1))))
        .then(Write::PutSession(Box::new(session(10, ADA))))
        .then(Write::PutSession(Box::new(session(11, ADA))))
        .then(Write::PutTicket(Box::new(ticket(10, TicketKind::Access))))
        .then(Write::PutTicket(Box::new(ticket(11, TicketKind::Access))))
        .then(Write::PutCredential(Box::new(credential(10, ADA))))
        .then(Write::PutCredential(Box::new(credential(11, ADA))))
        .then(Write::PutKey(Box::new(signing_key(10))))
        .then(Write::PutKey(Box::new(signing_key(11))))
        .send(When::Done, message(10, "message-address@demo.test"))
}

/// One row of everything that is sealed, and what stands beside it: a user with a group and a miss, and audit records with a checkpoint.
pub async fn fill(store: &impl crate::Store) {
    done(store, said(When::Always, "sample.event")).await;
    done(store, everything()).await;
    let member = Write::PutMember { group: id(60), person: key(ADA) };
    let user = Write::PutUser(Box::new(user(ADA, "ada", &[("email", "ada@demo.test")])));
    done(store, Unit::new().then(user).then(member).always(miss(ADA)).audit(When::Done, event("sample.user"))).await;
    store.checkpoint(NOW).await.unwrap();
}

/// M025, M014
pub async fn a_dump_holds_no_secret<L: Lab>(lab: &L) {
    done(&lab.nodes()[0], everything()).await;
    let dump = lab.dump().await;
    assert!(holds(&dump, b"demo/app") && holds(&dump, key(ADA).as_bytes()), "the dump shows what is plain");
    for planted in [
        "login-secret",
        "session-secret",
        "192.0.2.77",
        "ticket-secret",
        "credential-secret",
        "key-secret",
        "message-secret",
        "message-address",
        "object-secret",
    ] {
        assert!(!holds(&dump, planted.as_bytes()), "{planted}");
    }
    let sent = Unit::new().then(Write::MessageDone { id: id(10), sent: true, attempts: 1, next: None });
    done(&lab.nodes()[0], sent).await;
    assert_eq!(
        lab.tamper("UPDATE message SET attempts = 2 WHERE body = '' OR LENGTH(body) = 0").await,
        1,
        "a sent text is forgotten"
    );
}

/// M025
pub async fn swapped_bodies_are_detected<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, everything()).await;
    let (one, other) = (id(10), id(11));
    for noun in ["login", "session", "ticket", "credential", "key"] {
        let swap = format!(
            "UPDATE {noun} SET body = (SELECT o.body FROM {noun} o WHERE o.id <> {noun}.id AND o.id IN ('{one}', '{other}')) WHERE id IN ('{one}', '{other}')"
        );
        assert_eq!(lab.tamper(&swap).await, 2, "{noun}");
    }
    assert!(matches!(store.login("handle10").await, Err(StoreError::Corrupt(_))));
    assert!(matches!(store.session("hash10").await, Err(StoreError::Corrupt(_))));
    assert!(matches!(store.ticket("ticket10").await, Err(StoreError::Corrupt(_))));
    assert!(matches!(store.credential(one).await, Err(StoreError::Corrupt(_))));
    assert!(matches!(store.keys().await, Err(StoreError::Corrupt(_))));
    let swap = format!(
        "UPDATE object SET body = (SELECT o.body FROM object o WHERE o.id <> object.id) WHERE id IN ('{}', '{}')",
        id(50),
        id(51)
    );
    assert_eq!(lab.tamper(&swap).await, 2);
    assert!(matches!(store.catalogue().await, Err(StoreError::Corrupt(_))));
}

/// L013 for the master key.
pub async fn rotation_seals_again_while_units_run<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, everything()).await;
    for n in 100..300_u128 {
        done(store, Unit::new().then(Write::PutCredential(Box::new(credential(n, n))))).await;
        if n == 200 {
            lab.add_master_key();
        }
    }
    let writes = futures_util::future::join_all((100..200_u128).map(|n| {
        let renamed = model::Credential { label: "new".into(), ..credential(n, n) };
        store.apply(Unit::new().then(Write::PutCredential(Box::new(renamed))))
    }));
    let rotate = async { while store.reseal(7).await.unwrap() > 0 {} };
    let (written, ()) = futures_util::future::join(writes, rotate).await;
    assert!(written.into_iter().all(|applied| applied.is_ok()));
    assert_eq!(store.reseal(7).await.unwrap(), 0);
    lab.drop_master_keys();
    for n in 100..300_u128 {
        let label = if n < 200 { "new" } else { "Phone" };
        assert_eq!(store.credential(id(n)).await.unwrap().unwrap().label, label, "credential {n}");
    }
    assert_eq!(store.keys().await.unwrap().len(), 3);
    assert_eq!(store.catalogue().await.unwrap().1.len(), 2);
    assert!(
        store.session("hash10").await.unwrap().is_some()
            && store.login("handle10").await.unwrap().is_some()
            && store.ticket("ticket10").await.unwrap().is_some()
    );
}

pub async fn keys_come_back_as_they_were_put<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(
        store,
        Unit::new().then(Write::PutKey(Box::new(signing_key(10)))).then(Write::PutKey(Box::new(signing_key(11)))),
    )
    .await;
    let keys = store.keys().await.unwrap();
    assert_eq!(keys[0].purpose, KeyPurpose::Audit, "made at the first start");
    assert_eq!(keys[1..], [signing_key(10), signing_key(11)]);
    done(store, Unit::new().then(Write::DropKey(id(10)))).await;
    assert_eq!(store.keys().await.unwrap().len(), 2);
}
