//! Sessions, tickets, users, credentials and messages: what their writes and questions mean.

use model::{
    Credential, Session, Span, Ticket, User,
    lockout::Class,
    message::{Courier, Message, MessageState},
    ticket::TicketKind,
    user::{Activation, Consent},
};
use serde_json::json;

use super::{Lab, samples::*};
use crate::{Applied, Spend, Store, Unit, UserQuery, ValueQuery, When, Write};
#[allow(unused_imports, reason = "which traits a case needs changes with it")]
use crate::{
    Audits as _, Catalogues as _, Credentials as _, Keys as _, Logins as _, Messages as _, Sessions as _, Tickets as _,
    Units as _, Users as _,
};

async fn usable(store: &impl Store, number: u128) -> bool {
    store.ticket(&format!("ticket{number}")).await.unwrap().unwrap().usable(NOW)
}

/// M067
pub async fn sessions_end_and_take_their_tickets_along<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let of = |number: u128, kind, session: Option<u128>| {
        Write::PutTicket(Box::new(Ticket { session: session.map(id), ..ticket(number, kind) }))
    };
    let mut unit = Unit::new();
    for (number, user) in [(10, ADA), (11, ADA), (12, ADA), (13, 3)] {
        unit = unit.then(Write::PutSession(Box::new(session(number, user))));
    }
    let tickets = [
        of(20, TicketKind::Access, Some(10)),
        of(21, TicketKind::Refresh, Some(11)),
        of(22, TicketKind::Refresh, Some(99)),
        of(23, TicketKind::Refresh, None),
        of(24, TicketKind::Reset, None),
    ];
    done(store, tickets.into_iter().fold(unit, Unit::then)).await;
    done(store, Unit::new().then(Write::EndSession { id: id(12), now: NOW })).await;
    done(store, Unit::new().then(Write::EndSession { id: id(12), now: NOW + Span::hours(1) })).await;
    assert_eq!(store.session("hash12").await.unwrap().unwrap().ended, Some(NOW), "it ends once");
    assert_eq!(store.sessions_of(&key(ADA)).await.unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), [id(11), id(10)]);

    done(store, Unit::new().then(Write::EndSessionsOf { person: key(ADA), except: Some(id(10)), now: NOW })).await;
    assert_eq!(store.sessions_of(&key(ADA)).await.unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), [id(10)]);
    for (number, lives) in [(20, true), (21, false), (22, false), (23, false), (24, true)] {
        assert_eq!(usable(store, number).await, lives, "ticket {number}");
    }
    assert!(store.session_by_id(id(13)).await.unwrap().unwrap().alive(NOW), "somebody else's");
    done(store, Unit::new().then(Write::EndSessionsOf { person: key(ADA), except: None, now: NOW })).await;
    assert!(store.sessions_of(&key(ADA)).await.unwrap().is_empty() && !usable(store, 20).await);
    // A late writer who does not know does not revive it.
    done(store, Unit::new().then(Write::PutSession(Box::new(Session { version: 2, ..session(10, ADA) })))).await;
    assert_eq!(store.session("hash10").await.unwrap().unwrap().ended, Some(NOW));
}

pub async fn a_touched_session_moves_only_its_use<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutSession(Box::new(session(10, ADA))))).await;
    let later = NOW + Span::minutes(5);
    done(store, Unit::new().then(Write::TouchSession { id: id(10), now: later })).await;
    done(store, Unit::new().then(Write::TouchSession { id: id(10), now: NOW })).await;
    assert_eq!(store.session("hash10").await.unwrap(), Some(Session { used: later, ..session(10, ADA) }));
    let renewed = Session { hash: "other".into(), version: 2, ..session(10, ADA) };
    done(store, Unit::new().then(Write::PutSession(Box::new(renewed.clone())))).await;
    assert!(store.session("hash10").await.unwrap().is_none(), "the old cookie is dead");
    assert_eq!(store.session("other").await.unwrap(), Some(Session { used: later, ..renewed }));
}

pub async fn tickets_end_by_family_session_kind_and_application<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let put = |ticket: Ticket| Write::PutTicket(Box::new(ticket));
    let offline = json!({ "scope": "openid offline_access" });
    let unit = Unit::new()
        .then(put(ticket(10, TicketKind::Code)))
        .then(put(Ticket { family: id(10), ..ticket(11, TicketKind::Access) }))
        .then(put(Ticket { session: Some(id(5)), ..ticket(12, TicketKind::Refresh) }))
        .then(put(Ticket { session: Some(id(5)), body: offline.clone(), ..ticket(13, TicketKind::Refresh) }))
        .then(put(Ticket { session: Some(id(5)), body: offline, ..ticket(14, TicketKind::Access) }))
        .then(put(Ticket { application: Some(id(6)), ..ticket(15, TicketKind::Refresh) }))
        .then(put(ticket(16, TicketKind::Management)));
    done(store, unit).await;
    assert_eq!(store.ticket("ticket10").await.unwrap(), Some(ticket(10, TicketKind::Code)));
    assert_eq!(store.ticket_by_id(id(10)).await.unwrap(), Some(ticket(10, TicketKind::Code)));
    done(store, Unit::new().then(Write::EndFamily { family: id(10), now: NOW })).await;
    done(store, Unit::new().then(Write::EndTicketsOfSession { session: id(5), now: NOW })).await;
    for (number, lives) in [(10, false), (11, false), (12, false), (13, true), (14, false), (15, true), (16, true)] {
        assert_eq!(usable(store, number).await, lives, "ticket {number}");
    }
    let dead = Unit::new().then(Write::Spend(Spend::Ticket { hash: "ticket10".into(), now: NOW }));
    assert_eq!(store.apply(dead).await.unwrap(), Applied::Spent);
    done(
        store,
        Unit::new().then(Write::EndTicketsOf {
            person: key(ADA),
            kind: Some(TicketKind::Refresh),
            application: Some(id(9)),
            now: NOW,
        }),
    )
    .await;
    assert_eq!((usable(store, 13).await, usable(store, 15).await), (false, true));
    done(
        store,
        Unit::new().then(Write::EndTicketsOf {
            person: key(ADA),
            kind: Some(TicketKind::Refresh),
            application: None,
            now: NOW,
        }),
    )
    .await;
    assert_eq!((usable(store, 15).await, usable(store, 16).await), (false, true));
    let refresh: Vec<_> =
        store.tickets_of(&key(ADA), TicketKind::Refresh).await.unwrap().iter().map(|t| t.id).collect();
    assert_eq!(refresh, [id(15), id(13), id(12)], "newest first");
}

pub async fn tickets_for_new_passwords_end_whether_few_or_many_have_one<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let put = |number: u128, user: u128| {
        Write::PutTicket(Box::new(Ticket { person: key(user), ..ticket(number, TicketKind::Reset) }))
    };
    let end = |user: u128| Write::EndTicketsOf {
        person: key(user),
        kind: Some(TicketKind::Reset),
        application: None,
        now: NOW,
    };
    done(store, Unit::new().then(end(3))).await;
    let mut before = 100;
    for many in [0_u128, 1, 90] {
        for number in before..before + many {
            done(store, Unit::new().then(put(number, number))).await;
        }
        before += many;
        // Also one that the same unit puts, behind one that had none to end.
        done(store, Unit::new().then(end(3)).then(put(before, 3)).then(end(3)).then(put(before + 1, 4))).await;
        assert_eq!((usable(store, before).await, usable(store, before + 1).await), (false, true));
        done(store, Unit::new().then(end(4))).await;
        assert!(!usable(store, before + 1).await);
        assert!(many == 0 || usable(store, before - 1).await, "somebody else's");
        before += 2;
    }
}

pub async fn users_are_found_by_name_value_and_text<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let ada = user(2, "Ada", &[("cn", "Ada Lovelace"), ("email", "Ada@Demo.test"), ("phone_number", "+358 1")]);
    let unit = Unit::new()
        .then(Write::PutUser(Box::new(ada.clone())))
        .then(Write::PutUser(Box::new(user(3, "bob", &[("email", "bob_x@demo.test")]))))
        .then(Write::PutUser(Box::new(User { site: id(6), ..user(4, "Äijä", &[]) })));
    done(store, unit).await;
    assert_eq!(store.users_named(id(1), " ADA ").await.unwrap(), std::slice::from_ref(&ada));
    assert_eq!(store.users_named(id(1), "ÄIJÄ").await.unwrap()[0].id, id(4));
    assert!(store.users_named(id(9), "ada").await.unwrap().is_empty(), "another directory");
    assert_eq!(
        store.users_with(&ValueQuery::new(id(1), "email", "ada@DEMO.test", 9)).await.unwrap(),
        std::slice::from_ref(&ada)
    );
    assert!(store.users_with(&ValueQuery::new(id(1), "email", "ada%", 9)).await.unwrap().is_empty());
    // A value that several have: no more of them than are asked for, and of these sites alone.
    let shared = |number, site| User { site: id(site), ..user(number, &format!("of{number}"), &[("team", "X")]) };
    let unit = Unit::new()
        .then(Write::PutUser(Box::new(shared(11, 5))))
        .then(Write::PutUser(Box::new(shared(12, 6))))
        .then(Write::PutUser(Box::new(shared(13, 6))));
    done(store, unit).await;
    let team = |limit| ValueQuery::new(id(1), "team", "x", limit);
    for (query, found) in [
        (team(9), vec![id(11), id(12), id(13)]),
        (team(2), vec![id(11), id(12)]),
        (team(9).within(&[id(6)]), vec![id(12), id(13)]),
        (team(1).within(&[id(6)]), vec![id(12)]),
        (team(9).within(&[id(5), id(6)]), vec![id(11), id(12), id(13)]),
        (team(9).within(&[id(7)]), vec![]),
        (team(0), vec![]),
    ] {
        let told = store.users_with(&query).await.unwrap();
        assert_eq!(told.iter().map(|u| u.id).collect::<Vec<_>>(), found, "{query:?}");
    }
    done(store, [11, 12, 13].into_iter().fold(Unit::new(), |unit, n| unit.then(Write::DropUser(id(n))))).await;
    let find = |text: &str| UserQuery { text: Some(text.into()), limit: 10, ..Default::default() };
    let ids = |users: Vec<User>| users.iter().map(|u| u.id).collect::<Vec<_>>();
    for (text, found) in [
        ("LOVE", vec![id(2)]),
        ("lôve a", vec![id(2)]),
        ("ove", vec![]),
        ("demo.test", vec![id(2), id(3)]),
        ("bob_x@demo", vec![id(3)]),
        ("_", vec![]),
        ("%", vec![]),
        ("äi", vec![id(4)]),
        ("AIJA", vec![id(4)]),
        ("", vec![id(2), id(3), id(4)]),
    ] {
        assert_eq!(ids(store.users(&find(text)).await.unwrap()), found, "{text}");
    }
    let after = UserQuery { after: Some(("ada".into(), id(2))), limit: 1, ..Default::default() };
    assert_eq!(ids(store.users(&after).await.unwrap()), [id(3)]);
    assert_eq!(
        ids(store.users(&UserQuery { sites: vec![id(6)], limit: 9, ..Default::default() }).await.unwrap()),
        [id(4)]
    );
    // A value that is gone is not found any more.
    done(store, Unit::new().then(Write::PutUser(Box::new(user(2, "Ada", &[]))))).await;
    assert!(store.users_with(&ValueQuery::new(id(1), "email", "ada@demo.test", 9)).await.unwrap().is_empty());
    done(store, Unit::new().then(Write::DropUser(id(3)))).await;
    assert!(
        store.user(id(3)).await.unwrap().is_none()
            && store.users_with(&ValueQuery::new(id(1), "email", "bob_x@demo.test", 9)).await.unwrap().is_empty()
    );
}

/// D3
pub async fn lists_of_users_are_chosen_and_paged<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let mut unit = Unit::new();
    for number in 0..60_u128 {
        let name = if number % 2 == 0 { format!("even {number:02}") } else { format!("odd {number:02}") };
        let mut one = user(100 + number, &name, &[("cn", "Möller"), ("email", &format!("u{number}@demo.test"))]);
        one.site = id(8 + number % 3);
        one.enabled = number % 5 != 0;
        if number % 4 == 0 {
            unit = unit.then(Write::PutMember { group: id(30), person: key(100 + number) });
        }
        unit = unit.then(Write::PutUser(Box::new(one)));
    }
    done(store, unit.then(Write::PutMember { group: id(30), person: "m:x:stranger".into() })).await;
    let all = UserQuery { limit: 1000, ..Default::default() };
    let numbers = |users: Vec<User>| {
        let number = |user: &User| (0..60_u128).find(|n| id(100 + n) == user.id).unwrap();
        users.iter().map(number).collect::<Vec<_>>()
    };
    let fit = |rule: &dyn Fn(u128) -> bool| {
        let order = (0..60).step_by(2).chain((1..60).step_by(2));
        order.filter(|n| rule(*n)).collect::<Vec<_>>()
    };
    let text = |text: &str| Some(text.to_owned());
    for (query, expected) in [
        (all.clone(), fit(&|_| true)),
        (UserQuery { sites: vec![id(8)], ..all.clone() }, fit(&|n| n % 3 == 0)),
        (UserQuery { sites: vec![id(8), id(10), id(77)], ..all.clone() }, fit(&|n| n % 3 != 1)),
        (UserQuery { sites: vec![id(77)], ..all.clone() }, vec![]),
        (UserQuery { enabled: Some(false), ..all.clone() }, fit(&|n| n % 5 == 0)),
        (UserQuery { enabled: Some(true), sites: vec![id(9)], ..all.clone() }, fit(&|n| n % 5 != 0 && n % 3 == 1)),
        (UserQuery { directory: Some(id(2)), ..all.clone() }, vec![]),
        (UserQuery { group: Some(id(30)), ..all.clone() }, fit(&|n| n % 4 == 0)),
        (UserQuery { group: Some(id(31)), ..all.clone() }, vec![]),
        (UserQuery { group: Some(id(30)), sites: vec![id(8)], ..all.clone() }, fit(&|n| n % 12 == 0)),
        (UserQuery { text: text("moll ev"), ..all.clone() }, fit(&|n| n % 2 == 0)),
        (UserQuery { text: text("odd"), sites: vec![id(9), id(8)], ..all.clone() }, fit(&|n| n % 2 == 1 && n % 3 != 2)),
        (UserQuery { text: text("u7"), group: None, ..all.clone() }, vec![7]),
        (UserQuery { text: text("u8"), group: Some(id(30)), enabled: Some(true), ..all.clone() }, vec![8]),
        (UserQuery { text: text("moller nobody"), ..all.clone() }, vec![]),
    ] {
        assert_eq!(numbers(store.users(&query).await.unwrap()), expected, "{query:?}");
        assert_eq!(store.count_users(&query).await.unwrap() as usize, expected.len(), "{query:?}");
        let behind = UserQuery { skip: 3, limit: 4, ..query.clone() };
        let wanted: Vec<u128> = expected.iter().copied().skip(3).take(4).collect();
        assert_eq!(numbers(store.users(&behind).await.unwrap()), wanted, "{behind:?}");
        let (mut paged, mut page) = (Vec::new(), UserQuery { limit: 7, ..query.clone() });
        loop {
            let users = store.users(&page).await.unwrap();
            assert!(users.len() <= 7);
            let Some(last) = users.last() else { break };
            page.after = Some(UserQuery::place_of(last));
            paged.extend(numbers(users));
        }
        assert_eq!(paged, expected, "in pages: {query:?}");
    }
    assert_eq!(store.count_users(&UserQuery { limit: 10, ..all }).await.unwrap(), 10, "no further than asked");
    let (mut members, mut after) = (Vec::new(), String::new());
    loop {
        let page = store.members(id(30), &after, 4).await.unwrap();
        let Some(last) = page.last() else { break };
        after.clone_from(last);
        members.extend(page);
    }
    assert_eq!((members.len(), members[0].as_str()), (16, "m:x:stranger"));
    done(store, Unit::new().then(Write::DropUser(id(104)))).await;
    assert_eq!(store.members(id(30), "", 99).await.unwrap().len(), 15, "who is gone is no member");
}

pub async fn a_person_is_one_question<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let consent = Consent { person: key(ADA), application: id(9), scopes: vec!["openid".into()], at: NOW };
    let gate =
        |gate: &str| Write::Spend(Spend::Once { gate: gate.into(), key: "4".into(), until: NOW + Span::days(9) });
    let unit = Unit::new()
        .always(miss(ADA))
        .then(Write::PutUser(Box::new(user(ADA, "ada", &[]))))
        .then(Write::PutCredential(Box::new(credential(5, ADA))))
        .then(Write::PutCredential(Box::new(credential(6, 3))))
        .then(Write::PutActivation { person: key(ADA), activation: Activation { method: id(7), active: false } })
        .then(Write::PutMember { group: id(30), person: key(ADA) })
        .then(Write::PutMember { group: id(31), person: key(3) })
        .then(Write::PutConsent(consent.clone()))
        .then(Write::KnowBrowser { person: key(ADA), browser: "b1".into(), now: NOW })
        .then(gate(&format!("credential:{}", id(5))))
        .then(gate(&format!("credential:{}", id(6))));
    done(store, unit).await;
    let record = store.person(&key(ADA), "").await.unwrap();
    assert_eq!(record.user, Some(user(ADA, "ada", &[])));
    assert_eq!(record.credentials, [Credential { version: 1, ..credential(5, ADA) }]);
    assert_eq!(record.activations, [Activation { method: id(7), active: false }]);
    assert_eq!(record.groups, [id(30)]);
    assert_eq!(record.consents, [consent]);
    assert_eq!((record.misses.len(), record.misses[0].0, record.known_browser), (1, Class::First, false));
    assert_eq!(record.spent, [(format!("credential:{}", id(5)), "4".to_owned())]);
    let known = store.person(&key(ADA), "b1").await.unwrap();
    assert!(known.known_browser && known.misses.is_empty(), "a known browser has counters of its own (case M051)");
    let unknown = store.person(&key(ADA), "b2").await.unwrap();
    assert!(!unknown.known_browser && unknown.misses.len() == 1);
    assert_eq!(store.misses_of(&key(ADA)).await.unwrap().len(), 1);
    let nobody = store.person("m:x:nobody", "b1").await.unwrap();
    assert!(nobody.user.is_none() && nobody.credentials.is_empty() && nobody.misses.is_empty());
    assert_eq!(store.members(id(30), "", 9).await.unwrap(), [key(ADA)]);
    let unit = Unit::new()
        .then(Write::DropMember { group: id(30), person: key(ADA) })
        .then(Write::DropConsent { person: key(ADA), application: id(9) });
    done(store, unit.then(Write::RemoveCredential(id(5)))).await;
    let record = store.person(&key(ADA), "").await.unwrap();
    assert!(
        record.groups.is_empty()
            && record.consents.is_empty()
            && record.credentials.is_empty()
            && record.spent.is_empty()
    );
}

pub async fn a_counter_never_goes_back<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let put = |counter: i64, label: &str| {
        Write::PutCredential(Box::new(Credential { counter, label: label.into(), ..credential(5, ADA) }))
    };
    let spend = |to: i64| Unit::new().then(Write::Spend(Spend::Counter { credential: id(5), to, now: NOW }));
    assert_eq!(store.apply(spend(1)).await.unwrap(), Applied::Spent, "no such credential");
    done(store, Unit::new().then(put(3, "a"))).await;
    assert_eq!(store.apply(spend(3)).await.unwrap(), Applied::Spent);
    done(store, spend(9)).await;
    // Renamed by somebody who had read it before the code was accepted.
    done(store, Unit::new().then(put(3, "b"))).await;
    let stored = store.credential(id(5)).await.unwrap().unwrap();
    assert_eq!((stored.counter, stored.label.as_str(), stored.used), (9, "b", Some(NOW)));
    assert_eq!(store.apply(spend(9)).await.unwrap(), Applied::Spent);
    done(store, spend(10).then(Write::UsedCredential { id: id(5), now: NOW + Span::seconds(1) })).await;
    assert_eq!(store.credential(id(5)).await.unwrap().unwrap().used, Some(NOW + Span::seconds(1)));
}

pub async fn messages_are_claimed_once_and_one_per_lane<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let post = Message { courier: Courier::Post, to: "https://App.test:8443/logout?x=1".into(), ..message(13, "") };
    let unit = [message(10, "a@demo.test"), message(11, "A@demo.test"), message(12, "b@demo.test"), post.clone()];
    let unit = unit.into_iter().fold(Unit::new(), |unit, message| unit.send(When::Done, message));
    done(store, unit).await;
    assert_eq!(store.next_due().await.unwrap(), Some(NOW));
    assert!(store.claim(Courier::Mail, "n", NOW - Span::seconds(1), 10).await.unwrap().is_empty(), "not yet");
    let nodes = lab.nodes();
    let claims = (0..8).map(|at| nodes[at % nodes.len()].claim(Courier::Mail, "n", NOW, 10));
    let claimed: Vec<Message> =
        futures_util::future::join_all(claims).await.into_iter().flat_map(Result::unwrap).collect();
    let mut ids: Vec<_> = claimed.iter().map(|m| m.id).collect();
    ids.sort();
    assert_eq!(ids, [id(10), id(12)], "one per address, each once");
    assert_eq!(store.claim(Courier::Post, "n", NOW, 10).await.unwrap(), [post]);
    assert_eq!(store.next_due().await.unwrap(), Some(NOW + crate::CLAIM));
    let later = NOW + Span::minutes(1);
    let unit = Unit::new().then(Write::MessageDone { id: id(10), sent: true, attempts: 1, next: None });
    done(store, unit.then(Write::MessageDone { id: id(12), sent: false, attempts: 1, next: Some(later) })).await;
    assert_eq!(store.message_state(id(10)).await.unwrap(), Some(MessageState::Sent));
    assert_eq!(
        store.claim(Courier::Mail, "n", NOW, 10).await.unwrap().iter().map(|m| m.id).collect::<Vec<_>>(),
        [id(11)],
        "the lane is free"
    );
    let again = store.claim(Courier::Mail, "n", later, 10).await.unwrap();
    let mut again: Vec<_> = again.iter().map(|m| (m.id, m.attempts)).collect();
    again.sort();
    assert_eq!(again, [(id(11), 0), (id(12), 1)], "a claim that ran out is taken by another");
    let never = store.claim(Courier::Mail, "n", NOW + Span::minutes(10), 10).await.unwrap();
    assert!(never.is_empty(), "past its life");
    assert_eq!(store.message_state(id(12)).await.unwrap(), Some(MessageState::Failed));
    assert_eq!(store.message_state(id(99)).await.unwrap(), None);
}

pub async fn the_sweep_drops_what_is_past_its_life<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    let unit = Unit::new()
        .then(Write::PutLogin(Box::new(login(3, 1))))
        .then(Write::PutSession(Box::new(session(4, ADA))))
        .then(Write::PutTicket(Box::new(ticket(5, TicketKind::Code))))
        .then(Write::Spend(Spend::Once { gate: "g".into(), key: "k".into(), until: NOW + Span::minutes(5) }))
        .then(Write::CountSending { scope: "s".into(), now: NOW })
        .always(miss(ADA))
        .always(nobody_s_miss("n:0011"))
        .send(When::Done, message(6, "a@demo.test"));
    done(store, unit).await;
    assert_eq!(store.sweep(NOW).await.unwrap(), 0);
    assert_eq!(store.sweep(NOW + Span::hours(1)).await.unwrap(), 2, "the login and the gate");
    assert!(store.login("handle3").await.unwrap().is_none() && store.session("hash4").await.unwrap().is_some());
    assert_eq!(store.person("n:0011", "").await.unwrap().misses.len(), 1);
    assert_eq!(store.sweep(NOW + Span::days(3)).await.unwrap(), 5, "and the counter of a name that nobody has");
    assert!(store.person("n:0011", "").await.unwrap().misses.is_empty());
    assert_eq!(store.person(&key(ADA), "").await.unwrap().misses.len(), 1, "somebody's counter stays");
    assert!(store.session("hash4").await.unwrap().is_none() && store.ticket("ticket5").await.unwrap().is_none());
}

/// M083
pub async fn hostile_texts_are_texts<L: Lab>(lab: &L) {
    let store = &lab.nodes()[0];
    done(store, Unit::new().then(Write::PutUser(Box::new(user(2, "ada", &[("email", "a@demo.test")]))))).await;
    for text in
        ["' OR '1'='1", "\"; DROP TABLE login; --", "$1", "?1", "\\", "%' ESCAPE '", "1); SELECT pg_sleep(9); --"]
    {
        done(store, Unit::new().then(Write::DropUser(id(3)))).await;
        assert!(store.users_named(id(1), text).await.unwrap().is_empty(), "{text}");
        assert!(store.users_with(&ValueQuery::new(id(1), text, text, 9)).await.unwrap().is_empty(), "{text}");
        assert!(
            store
                .users(&UserQuery { text: Some(text.into()), limit: 9, ..Default::default() })
                .await
                .unwrap()
                .is_empty(),
            "{text}"
        );
        assert!(
            store.login(text).await.unwrap().is_none()
                && store.session(text).await.unwrap().is_none()
                && store.ticket(text).await.unwrap().is_none()
        );
        let filter = crate::AuditFilter { person: text.into(), name: text.into(), limit: 9, ..Default::default() };
        assert!(store.audit(&filter).await.unwrap().is_empty());
        let named = Unit::new()
            .then(Write::PutUser(Box::new(user(3, text, &[(text, text)]))))
            .then(Write::CountSending { scope: text.into(), now: NOW });
        done(store, named).await;
        assert_eq!(store.users_with(&ValueQuery::new(id(1), text, text, 9)).await.unwrap().len(), 1, "{text}");
    }
    assert_eq!(store.users(&UserQuery { limit: 9, ..Default::default() }).await.unwrap().len(), 2);
}
