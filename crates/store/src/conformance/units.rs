//! What a unit promises: all or nothing, what always stands, and the words for the rest.

use model::{Change, message::Courier};

use super::{Lab, samples::*};
use crate::{Applied, Expect, Spend, StoreError, Unit, When, Write};
#[allow(unused_imports, reason = "which traits a case needs changes with it")]
use crate::{
    Audits as _, Catalogues as _, Credentials as _, Keys as _, Logins as _, Messages as _, Sessions as _, Tickets as _,
    Units as _, Users as _,
};

pub async fn a_unit_is_applied_whole_or_not_at_all<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutUser(Box::new(user(2, "ada", &[]))))).await;
    // The last write takes a name that is taken; the first and the event must not stand.
    let unit = Unit::new()
        .always(Write::PutLogin(Box::new(login(3, 1))))
        .always(miss(ADA))
        .then(Write::PutUser(Box::new(user(4, "ADA ", &[]))))
        .audit(When::Always, event("never"));
    assert!(matches!(store.apply(unit).await, Err(StoreError::Conflict(_))));
    assert!(store.login("handle3").await.unwrap().is_none());
    assert_eq!(count(store, "never").await, 0);
    assert!(store.person(&key(ADA), "").await.unwrap().misses.is_empty());
    let control =
        Unit::new().always(Write::PutLogin(Box::new(login(3, 1)))).then(Write::PutUser(Box::new(user(4, "bob", &[]))));
    done(store, control).await;
    assert_eq!(store.login("handle3").await.unwrap(), Some(login(3, 1)));
}

pub async fn what_always_stands_stands_with_every_outcome<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let step = |number: u128| {
        let unit = Unit::new()
            .always(Write::PutLogin(Box::new(login(number, 1))))
            .then(Write::PutSession(Box::new(session(number, ADA))));
        let unit = unit
            .audit(When::Always, event("always"))
            .send(When::Always, message(number, &format!("{number}@demo.test")));
        [
            (When::Done, "done"),
            (When::Moved, "moved"),
            (When::Spent, "spent"),
            (When::Locked, "locked"),
            (When::Full, "full"),
        ]
        .into_iter()
        .fold(unit, |unit, (when, action)| unit.audit(when, event(action)))
    };
    for _ in 0..5 {
        done(store, Unit::new().always(miss(3))).await;
    }
    done(store, Unit::new().then(Write::CountSending { scope: "s".into(), now: NOW })).await;
    let gate = || Write::Spend(Spend::Once { gate: "g".into(), key: "k".into(), until: NOW });
    done(store, Unit::new().then(gate())).await;

    let locked = Expect::Unlocked { person: key(3), browser: String::new(), now: NOW };
    let full = Expect::Room { scope: "s".into(), since: NOW, limit: 1 };
    let outcomes = [
        (step(10), Applied::Done, "done"),
        (step(11).expect(full.clone()).expect(locked.clone()).expect(Expect::Catalogue(5)), Applied::Moved, "moved"),
        (step(12).then(gate()), Applied::Spent, "spent"),
        (step(13).expect(full.clone()).expect(locked), Applied::Locked, "locked"),
        (step(14).expect(full), Applied::Full, "full"),
    ];
    for (at, (unit, outcome, action)) in outcomes.into_iter().enumerate() {
        assert_eq!(store.apply(unit).await.unwrap(), outcome);
        let number = 10 + at as u128;
        assert!(store.login(&format!("handle{number}")).await.unwrap().is_some(), "{action}");
        assert_eq!(
            store.session(&format!("hash{number}")).await.unwrap().is_some(),
            outcome == Applied::Done,
            "{action}"
        );
        assert_eq!(count(store, action).await, 1, "{action}");
    }
    assert_eq!(count(store, "always").await, 5);
    assert_eq!(store.claim(Courier::Mail, "n", NOW, 10).await.unwrap().len(), 5);
}

pub async fn a_spent_code_undoes_what_was_written_before_it<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let gate = || Write::Spend(Spend::Once { gate: "g".into(), key: "k".into(), until: NOW });
    let step = |number: u128| {
        Unit::new()
            .then(Write::PutSession(Box::new(session(number, ADA))))
            .then(gate())
            .then(Write::PutLogin(Box::new(login(number, 1))))
    };
    done(store, step(10)).await;
    assert_eq!(store.apply(step(11)).await.unwrap(), Applied::Spent);
    assert!(store.session("hash11").await.unwrap().is_none() && store.login("handle11").await.unwrap().is_none());
    assert!(store.session("hash10").await.unwrap().is_some() && store.login("handle10").await.unwrap().is_some());
    // The same with the gate in front, and after a change of the catalogue in the same unit.
    assert_eq!(
        store.apply(Unit::new().then(gate()).then(Write::PutSession(Box::new(session(12, ADA))))).await.unwrap(),
        Applied::Spent
    );
    assert!(store.session("hash12").await.unwrap().is_none());
    let change = Unit::new().expect(Expect::Catalogue(0)).then(Write::Change(site(8, "demo"))).then(gate());
    assert_eq!(store.apply(change).await.unwrap(), Applied::Spent);
    assert_eq!(store.catalogue().await.unwrap(), (0, Vec::new()));
}

pub async fn a_credential_changed_or_gone_is_told<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let put = || Unit::new().then(Write::PutCredential(Box::new(credential(5, ADA))));
    let expects = |version: i64| Expect::Credential { id: id(5), version };
    assert_eq!(store.apply(put().expect(expects(1))).await.unwrap(), Applied::Moved, "no such credential");
    done(store, put()).await;
    done(store, put().expect(expects(1))).await;
    assert_eq!(store.apply(put().expect(expects(1))).await.unwrap(), Applied::Moved, "somebody was faster");
    assert_eq!(store.credential(id(5)).await.unwrap().unwrap().version, 2);
    done(store, Unit::new().then(Write::RemoveCredential(id(5)))).await;
    assert_eq!(store.apply(put().expect(expects(2))).await.unwrap(), Applied::Moved, "what was removed stays removed");
    assert!(store.credential(id(5)).await.unwrap().is_none());
}

pub async fn a_moved_login_user_or_session_is_told<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let rows = Unit::new()
        .then(Write::PutLogin(Box::new(login(3, 1))))
        .then(Write::PutUser(Box::new(user(2, "ada", &[]))))
        .then(Write::PutSession(Box::new(session(4, ADA))));
    done(store, rows).await;
    let expects = |version: i64| {
        [
            Expect::Login { id: id(3), version },
            Expect::User { id: id(2), version },
            Expect::Session { id: id(4), version },
        ]
    };
    for (now, old) in expects(1).into_iter().zip(expects(0)) {
        done(store, Unit::new().expect(now)).await;
        assert_eq!(store.apply(Unit::new().expect(old)).await.unwrap(), Applied::Moved);
    }
    assert_eq!(
        store.apply(Unit::new().expect(Expect::Login { id: id(5), version: 1 })).await.unwrap(),
        Applied::Moved,
        "no such login"
    );
    done(store, Unit::new().then(Write::PutUser(Box::new(user(2, "ada", &[]))))).await;
    assert_eq!(store.user(id(2)).await.unwrap().unwrap().version, 2, "a put user moves its version");
    done(store, Unit::new().then(Write::EndSession { id: id(4), now: NOW })).await;
    let ended = Unit::new().expect(Expect::Session { id: id(4), version: 1 });
    assert_eq!(store.apply(ended).await.unwrap(), Applied::Moved, "an ended session is not alive");
}

pub async fn a_change_needs_the_catalogue_it_was_decided_on<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    assert!(matches!(
        store.apply(Unit::new().then(Write::Change(site(8, "demo")))).await,
        Err(StoreError::Conflict(_))
    ));
    done(store, Unit::new().expect(Expect::Catalogue(0)).then(Write::Change(site(8, "demo")))).await;
    let late = Unit::new().expect(Expect::Catalogue(0)).then(Write::Change(site(9, "late")));
    assert_eq!(store.apply(late).await.unwrap(), Applied::Moved);
    let taken = Unit::new().expect(Expect::Catalogue(1)).then(Write::Change(site(10, "demo")));
    assert!(matches!(store.apply(taken).await, Err(StoreError::Conflict(_))), "the path is taken");
    assert_eq!(store.catalogue_version().await.unwrap(), 1);
}

pub async fn a_setup_needs_an_empty_store<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let setup = || Unit::new().expect(Expect::Empty).expect(Expect::Catalogue(0)).then(Write::Change(site(8, "demo")));
    done(store, setup()).await;
    assert_eq!(store.apply(setup()).await.unwrap(), Applied::Moved);
    assert_eq!(store.apply(Unit::new().expect(Expect::Empty)).await.unwrap(), Applied::Moved);
}

pub async fn a_change_moves_the_catalogue_once_for_its_unit<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let two = Unit::new()
        .expect(Expect::Catalogue(0))
        .then(Write::Change(site(8, "demo")))
        .then(Write::Change(site(9, "demo/b")));
    done(store, two).await;
    let (version, entries) = store.catalogue().await.unwrap();
    assert_eq!((version, entries.len()), (1, 2));
    assert_eq!(Change::put(entries[0].clone()), site(8, "demo"));
    done(store, Unit::new().expect(Expect::Catalogue(1)).then(Write::Change(Change::Delete(id(9))))).await;
    assert_eq!(store.catalogue().await.unwrap().1.len(), 1);
    // Two changes decided on the same catalogue and committed together: one moves it, the other is told.
    let race = [10, 11].map(|n| {
        store.apply(Unit::new().expect(Expect::Catalogue(2)).then(Write::Change(site(n, &format!("site{n}")))))
    });
    let mut outcomes: Vec<_> = futures_util::future::join_all(race).await.into_iter().map(Result::unwrap).collect();
    outcomes.sort_by_key(|outcome| *outcome != Applied::Done);
    assert_eq!(outcomes, [Applied::Done, Applied::Moved]);
    assert_eq!(store.catalogue_version().await.unwrap(), 3);
}

pub async fn a_taken_name_is_a_conflict_and_its_neighbours_go_on<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let units = (0..40_u128).map(|n| {
        let name = if n % 4 == 0 { "same".to_owned() } else { format!("user{n}") };
        store.apply(said(When::Done, "made").then(Write::PutUser(Box::new(user(100 + n, &name, &[])))))
    });
    let outcomes = futures_util::future::join_all(units).await;
    let refused = outcomes.iter().filter(|outcome| matches!(outcome, Err(StoreError::Conflict(_)))).count();
    let made = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Applied::Done))).count();
    assert_eq!((made, refused), (31, 9));
    assert_eq!(count(store, "made").await, 31);
    assert_eq!(store.verify_audit().await.unwrap(), Ok(31));
}
