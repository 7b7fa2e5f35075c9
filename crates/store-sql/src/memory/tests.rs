//! What is read from memory is what the database holds. A store beside it, which has no memory, is asked the same.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use model::{
    Credential, Id, Lockout, Login, Person, Request, Secret, Session, Site, Span, Ticket, Time, User,
    credential::CredentialState,
    key::{Key, KeyPurpose},
    lockout::{Class, CounterKey},
    login::LoginState,
    request::{Client, ConsentAsked, Front, Wanted},
    ticket::TicketKind,
    user::{Activation, Consent},
};
use serde_json::json;
use store::{Applied, Credentials as _, Expect, Miss, Spend, StoreError, Unit, Units as _, Users as _, Write};

use super::{Asked, Found, Memory};
use crate::{Location, MasterKeys, SqlStore};

const NOW: Time = Time::from_seconds(1_800_000_000);
const DIRECTORY: Id = Id::fixed(1);
const BROWSER: &str = "b0b";

/// A place for each variant: a new one does not compile here, and fails the tests until `write` makes it.
const fn place(write: &Write) -> usize {
    match write {
        Write::Spend(Spend::Counter { .. }) => 0,
        Write::Spend(Spend::Once { .. }) => 1,
        Write::Spend(Spend::Ticket { .. }) => 2,
        Write::Miss(_) => 3,
        Write::ClearMisses { .. } => 4,
        Write::Unlock { .. } => 5,
        Write::PutLogin(_) => 6,
        Write::DropLogin(_) => 7,
        Write::PutSession(_) => 8,
        Write::TouchSession { .. } => 9,
        Write::EndSession { .. } => 10,
        Write::EndSessionsOf { .. } => 11,
        Write::PutTicket(_) => 12,
        Write::EndFamily { .. } => 13,
        Write::EndTicketsOfSession { .. } => 14,
        Write::EndTicketsOf { .. } => 15,
        Write::PutCredential(_) => 16,
        Write::RemoveCredential(_) => 17,
        Write::PutUser(_) => 18,
        Write::DropUser(_) => 19,
        Write::PutActivation { .. } => 20,
        Write::PutMember { .. } => 21,
        Write::DropMember { .. } => 22,
        Write::PutConsent(_) => 23,
        Write::DropConsent { .. } => 24,
        Write::KnowBrowser { .. } => 25,
        Write::CountSending { .. } => 26,
        Write::Change(_) => 27,
        Write::PutKey(_) => 28,
        Write::DropKey(_) => 29,
        Write::MessageDone { .. } => 30,
        Write::UsedCredential { .. } => 31,
        Write::Follow { .. } => 32,
        Write::Delivered { .. } => 33,
    }
}
const PLACES: usize = 34;

/// One person's world, and a step in it: numbers are made of both, so that no two persons share a row.
#[derive(Clone, Copy)]
struct Step {
    who: u128,
    number: u128,
}

impl Step {
    const fn id(self, kind: u128) -> Id {
        Id::fixed(self.who * 1_000 + kind)
    }
    /// One of two credentials.
    const fn credential(self) -> Id {
        self.id(10 + self.number % 2)
    }
    fn now(self) -> Time {
        NOW + Span::seconds(self.number as i64)
    }
    fn person(self) -> Person {
        Person::Registered { directory: DIRECTORY, user: self.id(1) }
    }
    fn key(self) -> String {
        self.person().key()
    }
    fn browser(self) -> String {
        if self.number.is_multiple_of(3) { String::new() } else { BROWSER.to_owned() }
    }
    const fn class(self) -> Class {
        if self.number.is_multiple_of(2) { Class::First } else { Class::Second }
    }
    /// Users change their names, back and forth.
    fn name(self) -> String {
        format!("User{}-{}", self.who, self.number % 2)
    }

    /// A write of this variant. The match is over `place`.
    fn write(self, place: usize) -> Write {
        let (person, id, now) = (self.key(), self.id(2), self.now());
        match place {
            0 => Write::Spend(Spend::Counter { credential: self.credential(), to: self.number as i64, now }),
            1 => {
                let gate = format!("credential:{}", self.credential());
                Write::Spend(Spend::Once { gate, key: self.number.to_string(), until: now + Span::minutes(1) })
            }
            2 => Write::Spend(Spend::Ticket { hash: format!("t{}", self.who), now }),
            3 => {
                let key = CounterKey { person, class: self.class(), browser: self.browser() };
                Write::Miss(Miss { key, rule: Lockout::default(), now, on_lock: None })
            }
            4 => Write::ClearMisses { person, class: self.class(), browser: self.browser() },
            5 => Write::Unlock { person },
            6 => Write::PutLogin(Box::new(self.login())),
            7 => Write::DropLogin(id),
            8 => Write::PutSession(Box::new(self.session())),
            9 => Write::TouchSession { id, now },
            10 => Write::EndSession { id, now },
            11 => Write::EndSessionsOf { person, except: None, now },
            12 => Write::PutTicket(Box::new(self.ticket())),
            13 => Write::EndFamily { family: id, now },
            14 => Write::EndTicketsOfSession { session: id, now },
            15 => Write::EndTicketsOf { person, kind: None, application: None, now },
            16 => Write::PutCredential(Box::new(self.a_credential())),
            17 => Write::RemoveCredential(self.credential()),
            18 => Write::PutUser(Box::new(self.user())),
            19 => Write::DropUser(self.id(1)),
            20 => {
                let activation = Activation { method: self.id(3), active: self.number.is_multiple_of(2) };
                Write::PutActivation { person, activation }
            }
            21 => Write::PutMember { group: self.id(4 + self.number % 2), person },
            22 => Write::DropMember { group: self.id(4 + self.number % 2), person },
            23 => {
                let scopes = vec![format!("scope{}", self.number)];
                Write::PutConsent(Consent { person, application: self.id(6), scopes, at: now })
            }
            24 => Write::DropConsent { person, application: self.id(6) },
            25 => Write::KnowBrowser { person, browser: BROWSER.to_owned(), now },
            26 => Write::CountSending { scope: person, now },
            27 => {
                let (path, object) = (format!("site{}", self.who), Site::default().into());
                Write::Change(model::Change::put(model::Entry { id, path, object, links: Vec::new() }))
            }
            28 => Write::PutKey(Box::new(self.a_key())),
            29 => Write::DropKey(id),
            30 => Write::MessageDone { id, sent: true, attempts: 1, next: None },
            31 => Write::UsedCredential { id: self.credential(), now },
            32 => Write::Follow { follower: person, node: String::new(), sequence: 1 },
            33 => Write::Delivered { webhook: id, now, why: None },
            other => panic!("no variant has place {other}"),
        }
    }

    fn a_credential(self) -> Credential {
        Credential {
            token: None,
            id: self.credential(),
            person: self.key(),
            method: self.id(3),
            kind: "totp".to_owned(),
            label: format!("Phone {}", self.number),
            state: CredentialState::Active,
            created: NOW,
            used: None,
            counter: -1,
            version: 0,
            body: json!({ "seed": "secret" }),
        }
    }

    fn user(self) -> User {
        User {
            id: self.id(1),
            directory: DIRECTORY,
            site: self.id(8),
            name: self.name(),
            attributes: [("cn".to_owned(), vec![format!("Name {}", self.number)])].into(),
            email_verified: false,
            phone_verified: false,
            enabled: !self.number.is_multiple_of(5),
            not_before: None,
            expires: None,
            created: NOW,
            version: 1,
        }
    }

    fn session(self) -> Session {
        Session {
            id: self.id(2),
            hash: format!("s{}", self.who),
            site: self.id(8),
            person: self.person(),
            proofs: Vec::new(),
            created: NOW,
            used: NOW,
            idle: Span::hours(1),
            until: NOW + Span::days(1),
            address: String::new(),
            agent: String::new(),
            browser: String::new(),
            participants: Vec::new(),
            ended: None,
            version: 1,
        }
    }

    fn ticket(self) -> Ticket {
        Ticket {
            id: self.id(2),
            kind: TicketKind::Refresh,
            hash: format!("t{}", self.who),
            family: self.id(2),
            person: self.key(),
            application: None,
            session: None,
            created: NOW,
            until: NOW + Span::days(1),
            spent: None,
            body: json!({}),
        }
    }

    fn login(self) -> Login {
        Login {
            typed: Vec::new(),
            tried: Vec::new(),
            id: self.id(2),
            handle: format!("l{}", self.who),
            way_back: model::login::WayBack::default(),
            opener: String::new(),
            version: 1,
            request: Request {
                application: self.id(9),
                wanted: Wanted::Any,
                fresh_since: None,
                passive: false,
                only: None,
                hint: None,
                consent: ConsentAsked::default(),
                locales: Vec::new(),
                front: Front::Browser,
                client: Client::default(),
                resume: String::new(),
                returns_to: Vec::new(),
                forwarding: Default::default(),
                memory: json!({}),
            },
            created: NOW,
            until: NOW + Span::minutes(10),
            proofs: Vec::new(),
            open: Vec::new(),
            due: None,
            due_later: Vec::new(),
            linking: None,
            name: String::new(),
            person: None,
            session: None,
            consented: None,
            error: None,
            judged: Vec::new(),
            state: LoginState::Open,
        }
    }

    fn a_key(self) -> Key {
        Key {
            id: self.id(2),
            purpose: KeyPurpose::Token,
            algorithm: "ES256".to_owned(),
            created: NOW,
            active: NOW,
            retires: None,
            until: None,
            private: Secret::new(vec![1; 32]),
        }
    }
}

fn master(number: u8) -> MasterKeys {
    MasterKeys::new(&[Secret::new(vec![number; 32])]).unwrap()
}

fn chance() -> crate::Chance {
    Arc::new(|bytes: &mut [u8]| aws_lc_rs::rand::fill(bytes).unwrap())
}

/// The store, and another beside it that reads the database each time.
async fn pair(folder: &Path) -> (Arc<SqlStore>, Arc<SqlStore>) {
    let place = || Location::Sqlite(folder.join("store.db"));
    let store = SqlStore::open(place(), master(7), "one".to_owned(), chance()).await.unwrap();
    let beside = SqlStore::open_beside(place(), master(7), "two".to_owned(), chance()).await.unwrap();
    (Arc::new(store), Arc::new(beside))
}

/// All that is asked about a person.
async fn seen(store: &SqlStore, who: u128) -> String {
    let step = Step { who, number: 0 };
    let mut seen = String::new();
    for browser in ["", BROWSER, "other"] {
        seen += &format!("{:?}\n", store.person(&step.key(), browser).await.unwrap());
    }
    for number in 0..2 {
        let name = Step { who, number }.name();
        seen += &format!("{:?}\n", store.users_named(DIRECTORY, &name).await.unwrap());
    }
    seen
}

/// The unit of a write, with what the write needs.
async fn apply(store: &SqlStore, mut unit: Unit) -> Result<Applied, StoreError> {
    if unit.always.iter().chain(&unit.if_current).any(|write| matches!(write, Write::Change(_))) {
        let version = store::Catalogues::catalogue_version(store).await.unwrap();
        unit = unit.expect(Expect::Catalogue(version));
    }
    store.apply(unit).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_write_is_seen_by_the_next_read() {
    let folder = tempfile::tempdir().unwrap();
    let (store, beside) = pair(folder.path()).await;
    let (mut changed, mut number) = ([false; PLACES], 1);
    // Each variant after each other: a membership that is dropped must have been put.
    for first in [18, 16, 25, 3, 21, 23, 12, 8] {
        for variant in 0..PLACES {
            for (variant, later) in [(first, 1), (variant, 2)] {
                // Both of a pair are about the same credential, group and class; the next pair is about the others.
                number += later;
                let step = Step { who: 1, number };
                let write = step.write(variant);
                assert_eq!(place(&write), variant);
                let before = seen(&store, 1).await;
                apply(&store, Unit::new().then(write)).await.unwrap();
                let after = seen(&store, 1).await;
                assert_eq!(after, seen(&beside, 1).await, "after {variant} at {number}");
                changed[variant] |= before != after;
            }
        }
    }
    let unseen: Vec<usize> = (0..PLACES).filter(|place| !changed[*place]).collect();
    assert_eq!(unseen, [2, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 26, 27, 28, 29, 30, 32, 33], "what no record shows");
    beside.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_answered_is_read_while_others_read_and_write() {
    let folder = tempfile::tempdir().unwrap();
    let (store, beside) = pair(folder.path()).await;
    let over = Arc::new(AtomicBool::new(false));
    let readers = (0..4_u128).map(|who| {
        let (store, over) = (Arc::clone(&store), Arc::clone(&over));
        tokio::spawn(async move {
            let mut count = 0_u64;
            while !over.load(Ordering::Relaxed) {
                seen(&store, 1 + (who + u128::from(count)) % 4).await;
                count += 1;
            }
            count
        })
    });
    let readers: Vec<_> = readers.collect();
    let writers = (1..=4_u128).map(|who| {
        let (store, beside) = (Arc::clone(&store), Arc::clone(&beside));
        tokio::spawn(async move {
            let mut random = who as u64;
            let mut next = |below: u64| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (random >> 33) % below
            };
            let mut outcomes = [0; 4];
            for number in 1..400 {
                let step = Step { who, number };
                let mut unit = Unit::new();
                for _ in 0..=next(2) {
                    unit = unit.then(step.write(next(PLACES as u64) as usize));
                }
                if next(3) == 0 {
                    unit = unit.always(step.write(next(PLACES as u64) as usize));
                }
                if next(6) == 0 {
                    unit = unit.expect(Expect::Credential { id: step.credential(), version: 2 });
                }
                let outcome = apply(&store, unit).await;
                assert_eq!(seen(&store, who).await, seen(&beside, who).await, "{who} at {number}");
                outcomes[match outcome {
                    Ok(Applied::Done) => 0,
                    Ok(Applied::Moved) => 1,
                    Ok(Applied::Spent) => 2,
                    Err(StoreError::Conflict(_)) => 3,
                    other => panic!("{other:?}"),
                }] += 1;
            }
            outcomes
        })
    });
    for outcomes in futures_util::future::join_all(writers).await {
        let outcomes = outcomes.unwrap();
        assert!(outcomes[..3].iter().all(|count| *count > 10), "{outcomes:?}");
    }
    over.store(true, Ordering::Relaxed);
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
    beside.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_spent_key_that_the_sweep_drops_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let (store, beside) = pair(folder.path()).await;
    let step = Step { who: 1, number: 1 };
    apply(&store, Unit::new().then(step.write(16)).then(step.write(1))).await.unwrap();
    assert_eq!(store.person(&step.key(), "").await.unwrap().spent.len(), 1);
    assert_eq!(store.sweep(step.now() + Span::days(1)).await.unwrap(), 1);
    assert!(store.person(&step.key(), "").await.unwrap().spent.is_empty());
    assert_eq!(seen(&store, 1).await, seen(&beside, 1).await);
    beside.close().await;
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_changes_no_record_and_other_keys_open_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (store, beside) = pair(folder.path()).await;
    let step = Step { who: 1, number: 1 };
    for variant in 0..PLACES {
        let refused = apply(&beside, Unit::new().then(step.write(variant))).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{variant}: {refused:?}");
    }
    assert!(beside.sweep(NOW).await.is_err());
    apply(&store, Unit::new().then(step.write(16))).await.unwrap();
    store.person(&step.key(), "").await.unwrap();
    store.set_master_keys(master(8));
    assert!(matches!(store.person(&step.key(), "").await, Err(StoreError::Corrupt(_))));
    beside.close().await;
    store.close().await;
}

fn asked(found: Found<store::PersonRecord>) -> Asked {
    match found {
        Found::Ask(asked) => asked,
        Found::Here(_) => panic!("it was kept"),
    }
}

#[test]
fn an_answer_that_may_be_old_is_not_kept() {
    let step = Step { who: 1, number: 1 };
    let (key, credential) = (step.key(), step.a_credential());
    let record = store::PersonRecord { credentials: vec![credential], user: Some(step.user()), ..Default::default() };
    // Whatever touches the record while the database is asked: the person, a credential, the user, everything.
    for variant in [3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 0, 1, 31, PLACES] {
        let memory = Memory::new(1024 * 1024);
        let before = asked(memory.person(&key, ""));
        if variant == PLACES {
            memory.clear();
        } else {
            let unit = Unit::new().then(step.write(variant));
            memory.wrote(
                &crate::work::Work::Unit(Box::new(unit), Vec::new()),
                &crate::work::Answer::Applied(Applied::Done),
            );
        }
        memory.keep_person(before, &key, "", &record);
        let again = asked(memory.person(&key, ""));
        memory.keep_person(again, &key, "", &record);
        assert!(matches!(memory.person(&key, ""), Found::Here(_)), "asked after {variant}");
    }
    for nobody in ["n:00", ""] {
        let memory = Memory::new(1024 * 1024);
        let before = asked(memory.person(nobody, ""));
        memory.keep_person(before, nobody, "", &record);
        asked(memory.person(nobody, ""));
    }
}
