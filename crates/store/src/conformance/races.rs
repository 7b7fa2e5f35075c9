//! Writers who want the same thing at once, over all nodes (cases L010, L011).

use futures_util::future::join_all;
use model::{Login, Span, lockout::Class, ticket::TicketKind};

use super::{Lab, samples::*};
use crate::{Applied, Expect, Spend, Unit, When, Write};
#[allow(unused_imports, reason = "which traits a case needs changes with it")]
use crate::{
    Audits as _, Catalogues as _, Credentials as _, Keys as _, Logins as _, Messages as _, Sessions as _, Tickets as _,
    Units as _, Users as _,
};

/// Applies units at once, in turn on each node.
async fn at_once<L: Lab>(lab: &L, units: impl IntoIterator<Item = Unit>) -> Vec<Applied> {
    let nodes = lab.nodes();
    let all = units.into_iter().enumerate().map(|(at, unit)| nodes[at % nodes.len()].apply(unit));
    join_all(all).await.into_iter().map(Result::unwrap).collect()
}

fn times(outcomes: &[Applied], which: &Applied) -> usize {
    outcomes.iter().filter(|outcome| *outcome == which).count()
}

/// L010
pub async fn of_two_hundred_writers_one_moves_a_login<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutLogin(Box::new(login(3, 1))))).await;
    let step = |n: usize| {
        let next = Login { version: 2, name: format!("writer{n}"), ..login(3, 1) };
        said(When::Done, "moved").expect(Expect::Login { id: id(3), version: 1 }).then(Write::PutLogin(Box::new(next)))
    };
    let outcomes = at_once(lab, (0..200).map(step)).await;
    assert_eq!((times(&outcomes, &Applied::Done), times(&outcomes, &Applied::Moved)), (1, 199));
    let winner = outcomes.iter().position(|outcome| *outcome == Applied::Done).unwrap();
    assert_eq!(store.login("handle3").await.unwrap().unwrap().name, format!("writer{winner}"));
    assert_eq!(count(store, "moved").await, 1);
}

/// L010
pub async fn of_two_hundred_writers_one_spends_a_counter<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutCredential(Box::new(credential(5, ADA))))).await;
    let step = |_| said(When::Done, "in").then(Write::Spend(Spend::Counter { credential: id(5), to: 41, now: NOW }));
    let outcomes = at_once(lab, (0..200).map(step)).await;
    assert_eq!((times(&outcomes, &Applied::Done), times(&outcomes, &Applied::Spent)), (1, 199));
    let stored = store.credential(id(5)).await.unwrap().unwrap();
    assert_eq!((stored.counter, stored.used), (41, Some(NOW)));
    assert_eq!(count(store, "in").await, 1);
    assert_eq!(times(&at_once(lab, [step(0)]).await, &Applied::Spent), 1, "later as well");
}

/// L010
pub async fn of_two_hundred_writers_one_spends_a_gate<L: Lab>(lab: &L) {
    let step = |_| {
        said(When::Done, "in").then(Write::Spend(Spend::Once {
            gate: "credential:x".into(),
            key: "3".into(),
            until: NOW,
        }))
    };
    let outcomes = at_once(lab, (0..200).map(step)).await;
    assert_eq!((times(&outcomes, &Applied::Done), times(&outcomes, &Applied::Spent)), (1, 199));
    assert_eq!(count(&lab.nodes()[0], "in").await, 1);
}

/// L010
pub async fn of_two_hundred_writers_one_spends_a_ticket<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutTicket(Box::new(ticket(6, TicketKind::Code))))).await;
    let step = |now| said(When::Done, "in").then(Write::Spend(Spend::Ticket { hash: "ticket6".into(), now }));
    assert_eq!(at_once(lab, [step(NOW + Span::hours(1))]).await, [Applied::Spent], "dead at its end");
    let outcomes = at_once(lab, (0..200).map(|_| step(NOW))).await;
    assert_eq!((times(&outcomes, &Applied::Done), times(&outcomes, &Applied::Spent)), (1, 199));
    assert_eq!(store.ticket("ticket6").await.unwrap().unwrap().spent, Some(NOW));
}

/// L011
pub async fn five_hundred_misses_are_counted_exactly_and_lock_once<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    at_once(lab, (0..4).map(|_| Unit::new().always(miss(ADA)))).await;
    assert_eq!(store.person(&key(ADA), "").await.unwrap().misses[0].1.failures, 4);
    assert_eq!(count(store, "person.locked").await, 0);
    at_once(lab, (0..500).map(|_| said(When::Always, "miss").always(miss(ADA)))).await;
    let misses = store.person(&key(ADA), "").await.unwrap().misses;
    assert_eq!(misses.len(), 1);
    assert_eq!((misses[0].0, misses[0].1.failures, misses[0].1.locked_at), (Class::First, 5, Some(NOW)));
    assert_eq!(count(store, "person.locked").await, 1);
    assert_eq!(count(store, "miss").await, 500);
    // A threshold that nobody reaches: every one counts.
    let patient = |_| {
        let Write::Miss(mut miss) = miss(3) else { return Unit::new() };
        miss.rule.threshold = 100_000;
        Unit::new().always(Write::Miss(miss))
    };
    at_once(lab, (0..500).map(patient)).await;
    assert_eq!(store.person(&key(3), "").await.unwrap().misses[0].1.failures, 500);
}

/// L011: guesses at once buy no more than the threshold.
pub async fn a_right_answer_among_fifty_passes_only_before_the_fifth_miss<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let right = |user: u128| {
        let unlocked = Expect::Unlocked { person: key(user), browser: String::new(), now: NOW };
        let mut unit = said(When::Done, "granted");
        // It says where it stands, so nothing is looked up before it queues.
        unit.audit[0].1.application = "site/application".into();
        unit.expect(unlocked).then(Write::PutSession(Box::new(session(1000 + user, user))))
    };
    for (user, place) in [(10_u128, 0), (11, 4), (12, 5), (13, 25), (14, 49)] {
        let wrong = || Unit::new().always(miss(user));
        // One node takes what it is given in order, so the place decides.
        let mut units: Vec<Unit> = (0..49).map(|_| wrong()).collect();
        units.insert(place, right(user));
        let outcomes: Vec<Applied> =
            join_all(units.into_iter().map(|unit| store.apply(unit))).await.into_iter().map(Result::unwrap).collect();
        let expected = if place < 5 { Applied::Done } else { Applied::Locked };
        assert_eq!(outcomes[place], expected, "place {place}");
        // Over all nodes, whoever comes first: the counter is exact, and a lock holds.
        assert_eq!(at_once(lab, [right(user)]).await, [Applied::Locked]);
        assert_eq!(store.person(&key(user), "").await.unwrap().misses[0].1.failures, 5);
    }
    assert_eq!(count(store, "granted").await, 2);
    assert_eq!(count(store, "person.locked").await, 5);
}

pub async fn room_is_never_overdrawn<L: Lab>(lab: &L) {
    let step = |n: u128| {
        let room = Expect::Room { scope: "to:358".into(), since: NOW - Span::hours(1), limit: 6 };
        let unit = Unit::new().expect(room).then(Write::CountSending { scope: "to:358".into(), now: NOW });
        unit.send(When::Done, message(n, "one@demo.test")).audit(When::Full, event("full"))
    };
    let outcomes = at_once(lab, (100..200).map(step)).await;
    assert_eq!((times(&outcomes, &Applied::Done), times(&outcomes, &Applied::Full)), (6, 94));
    let later = Expect::Room { scope: "to:358".into(), since: NOW + Span::seconds(1), limit: 1 };
    assert_eq!(at_once(lab, [Unit::new().expect(later)]).await, [Applied::Done], "the hour is over");
}

pub async fn a_person_locked_is_unlocked_by_time_or_by_hand<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let unlocked = |user: u128, browser: &str, now| {
        Unit::new().expect(Expect::Unlocked { person: key(user), browser: browser.into(), now })
    };
    for user in [10, 11] {
        for _ in 0..5 {
            done(store, Unit::new().always(miss(user))).await;
        }
    }
    let over = NOW + Span::minutes(20);
    assert_eq!(store.apply(unlocked(10, "", NOW)).await.unwrap(), Applied::Locked);
    done(store, unlocked(10, "known", NOW)).await;
    done(store, unlocked(10, "", over)).await;
    let locked = store.locked(NOW, None, 1).await.unwrap();
    assert_eq!(locked.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), [counter(10)]);
    let next = store.locked(NOW, Some(&key(10)), 10).await.unwrap();
    assert_eq!(next.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(), [counter(11)]);
    assert!(store.locked(over, None, 10).await.unwrap().is_empty());
    done(store, Unit::new().then(Write::Unlock { person: key(10) })).await;
    done(store, unlocked(10, "", NOW)).await;
    done(store, Unit::new().then(Write::ClearMisses { person: key(11), class: Class::Second, browser: String::new() }))
        .await;
    assert_eq!(store.apply(unlocked(11, "", NOW)).await.unwrap(), Applied::Locked, "another class was cleared");
    done(store, Unit::new().then(Write::ClearMisses { person: key(11), class: Class::First, browser: String::new() }))
        .await;
    done(store, unlocked(11, "", NOW)).await;
}

/// L011: what a group of units asks once about all persons is as exact as asking about each.
pub async fn a_lock_holds_whether_few_or_many_are_locked<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let right =
        |user: u128| Unit::new().expect(Expect::Unlocked { person: key(user), browser: String::new(), now: NOW });
    let wrong = |user: u128| Unit::new().always(miss(user));
    let mut locked = 0;
    for more in [1_u128, 2, 90] {
        let fresh = 100 + locked..100 + locked + more;
        at_once(lab, fresh.clone().flat_map(|user| (0..5).map(move |_| user)).map(wrong)).await;
        locked += more;
        let outcomes = at_once(lab, (100..100 + locked).chain(500..540).map(right)).await;
        let expected = (times(&outcomes, &Applied::Locked), times(&outcomes, &Applied::Done));
        assert_eq!(expected, (locked as usize, 40), "{locked} are locked");
        // One that locks in the same group, between two that ask: on one node the order is that of the units.
        let last = 600 + locked;
        let units = [right(last)].into_iter().chain((0..5).map(|_| wrong(last))).chain([right(last)]);
        let outcomes = join_all(units.map(|unit| store.apply(unit))).await;
        let outcomes: Vec<Applied> = outcomes.into_iter().map(Result::unwrap).collect();
        assert_eq!((&outcomes[0], &outcomes[6]), (&Applied::Done, &Applied::Locked));
    }
}

pub async fn a_thousand_units_share_commits<L: Lab>(lab: &L) {
    let before = lab.commits();
    let step = |n: u128| said(When::Done, "granted").then(Write::PutSession(Box::new(session(1000 + n, 100 + n))));
    let outcomes = at_once(lab, (0..1000).map(step)).await;
    assert_eq!(times(&outcomes, &Applied::Done), 1000);
    let commits = lab.commits() - before;
    assert!(commits < 200, "{commits} commits for 1000 units");
    for n in 0..1000_u128 {
        assert!(lab.nodes()[0].session(&format!("hash{}", 1000 + n)).await.unwrap().is_some());
    }
}
