//! Rows to write in the cases.

use std::collections::BTreeMap;

use model::{
    AnyObject, Change, Credential, Entry, Id, Lockout, Login, Person, Request, Session, Site, Span, Ticket, Time, User,
    audit::{Event, Outcome},
    credential::CredentialState,
    lockout::{Class, CounterKey},
    login::LoginState,
    message::{Courier, Message, MessageState},
    request::{Client, ConsentAsked, Front, Wanted},
    ticket::TicketKind,
};
use serde_json::json;

use crate::{Applied, Miss, Store, Told, Unit, When, Write};
pub use crate::{
    Audits as _, Catalogues as _, Credentials as _, Followers as _, Keys as _, Logins as _, Messages as _,
    Sessions as _, Tickets as _, Tokens as _, Units as _, Users as _,
};

pub const NOW: Time = Time::from_seconds(1_800_000_000);
pub const ADA: u128 = 2;

pub const fn id(number: u128) -> Id {
    Id::fixed(number)
}
pub const fn person(user: u128) -> Person {
    Person::Registered { directory: id(1), user: id(user) }
}
pub fn key(user: u128) -> String {
    person(user).key()
}

pub async fn done(store: &impl Store, unit: Unit) {
    assert_eq!(store.apply(unit).await.unwrap(), Applied::Done);
}

pub fn event(action: &str) -> Event {
    let mut event = Event::new(NOW, action, Outcome::Success);
    event.person = key(ADA);
    event.name = "ada".into();
    event.detail = json!({ "n": 1 });
    event
}

pub fn login(number: u128, version: i64) -> Login {
    Login {
        id: id(number),
        handle: format!("handle{number}"),
        way_back: model::login::WayBack::default(),
        opener: "opener".into(),
        version,
        request: Request {
            application: id(9),
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
            memory: json!({ "nonce": "login-secret" }),
        },
        created: NOW,
        until: NOW + model::login::LIFE,
        proofs: Vec::new(),
        open: Vec::new(),
        due: None,
        due_later: Vec::new(),
        linking: None,
        name: "ada".into(),
        person: None,
        session: None,
        consented: None,
        error: None,
        judged: Vec::new(),
        typed: Vec::new(),
        tried: Vec::new(),
        state: LoginState::Open,
    }
}

pub fn session(number: u128, user: u128) -> Session {
    Session {
        id: id(number),
        hash: format!("hash{number}"),
        site: id(8),
        person: person(user),
        proofs: Vec::new(),
        created: NOW,
        used: NOW,
        idle: Span::hours(1),
        until: NOW + Span::days(1),
        address: "192.0.2.77".into(),
        agent: "session-secret".into(),
        browser: String::new(),
        participants: Vec::new(),
        ended: None,
        version: 1,
    }
}

pub fn ticket(number: u128, kind: TicketKind) -> Ticket {
    Ticket {
        id: id(number),
        kind,
        hash: format!("ticket{number}"),
        family: id(number),
        person: key(ADA),
        application: Some(id(9)),
        session: None,
        created: NOW,
        until: NOW + Span::hours(1),
        spent: None,
        body: json!({ "scope": "openid", "memo": "ticket-secret" }),
    }
}

pub fn credential(number: u128, user: u128) -> Credential {
    Credential {
        id: id(number),
        person: key(user),
        method: id(7),
        kind: "totp".into(),
        label: "Phone".into(),
        state: CredentialState::Active,
        created: NOW,
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body: json!({ "seed": "credential-secret" }),
    }
}

pub fn user(number: u128, name: &str, values: &[(&str, &str)]) -> User {
    let mut attributes = BTreeMap::new();
    for (attribute, value) in values {
        attributes.entry((*attribute).to_owned()).or_insert_with(Vec::new).push((*value).to_owned());
    }
    User {
        id: id(number),
        directory: id(1),
        site: id(8),
        name: name.into(),
        attributes,
        email_verified: false,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: NOW,
        version: 1,
    }
}

pub fn message(number: u128, to: &str) -> Message {
    Message {
        id: id(number),
        courier: Courier::Mail,
        site: None,
        about: None,
        to: to.into(),
        body: json!({ "code": "message-secret" }),
        created: NOW,
        until: NOW + Span::minutes(10),
        attempts: 0,
        next: NOW,
        state: MessageState::Waiting,
    }
}

pub fn site(number: u128, path: &str) -> Change {
    Change::put(Entry {
        id: id(number),
        path: path.into(),
        object: AnyObject::from(Site::default()),
        links: Vec::new(),
    })
}

pub fn counter(user: u128) -> CounterKey {
    CounterKey { person: key(user), class: Class::First, browser: String::new() }
}

/// A miss that says `locked` when it locks.
pub fn miss(user: u128) -> Write {
    let told = Told { event: event("person.locked"), send: Vec::new() };
    Write::Miss(Miss { key: counter(user), rule: Lockout::default(), now: NOW, on_lock: Some(Box::new(told)) })
}

/// A miss for a name that nobody has.
pub fn nobody_s_miss(person: &str) -> Write {
    let key = CounterKey { person: person.into(), ..counter(2) };
    Write::Miss(Miss { key, rule: Lockout::default(), now: NOW, on_lock: None })
}

pub fn said(when: When, action: &str) -> Unit {
    Unit::new().audit(when, event(action))
}

/// How many records have this action.
pub async fn count(store: &impl Store, action: &str) -> usize {
    let filter = crate::AuditFilter { action: action.into(), limit: 10_000, ..Default::default() };
    store.audit(&filter).await.unwrap().len()
}
