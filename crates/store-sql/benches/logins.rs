//! What an audited login costs the store: the reads before it, and units a second by how many are in flight.
//!
//! `bench/logins.sh` runs it. Persons are scattered over `SYMBOLON_BENCH_PERSONS`; the unit is that of a login which one packet
//! decides: catalogue and lock are expected, an event is kept, and in the second series the counter of a token is moved.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and tells")]

mod disk;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use model::{
    Credential, Id, Person, Secret, Time, User,
    audit::{Event, Outcome},
    credential::CredentialState,
};
use serde_json::json;
use store::{
    Applied, Audits as _, Catalogues as _, Credentials as _, Expect, Spend, Unit, Units as _, Users as _, When, Write,
};
use symbolon_store_sql::{Location, MasterKeys, SqlStore};

const NOW: Time = Time::from_seconds(1_800_000_000);
const IN_FLIGHT: [usize; 4] = [1, 8, 32, 256];
const DIRECTORY: Id = Id::fixed(1);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Series {
    /// Only the unit, and no counter.
    Plain,
    /// Only the unit, with the counter.
    Counter,
    /// The two questions before it, and the unit with the counter.
    Whole,
}

#[tokio::main]
async fn main() {
    let folder = folder();
    let persons = number("SYMBOLON_BENCH_PERSONS", 100_000);
    let seconds = number("SYMBOLON_BENCH_SECONDS", 3);
    println!("flushes of one 4 KiB page by fdatasync: {:.0}/s", disk::flushes(folder.path()));
    measure("sqlite", Location::Sqlite(folder.path().join("logins.db")), persons, seconds).await;
    if let Ok(url) = std::env::var("SYMBOLON_BENCH_POSTGRES") {
        measure("postgres", Location::Postgres(url), persons, seconds).await;
    }
    println!("flushes, again: {:.0}/s", disk::flushes(folder.path()));
}

async fn measure(database: &str, location: Location, persons: u64, seconds: u64) {
    let keys = MasterKeys::new(&[Secret::new(vec![7; 32])]).unwrap();
    let chance = Arc::new(|bytes: &mut [u8]| aws_lc_rs::rand::fill(bytes).unwrap());
    let store = Arc::new(SqlStore::open(location, keys, "bench".to_owned(), chance).await.unwrap());
    let catalogue = store.catalogue_version().await.unwrap();
    let began = Instant::now();
    for start in (0..persons).step_by(500) {
        let units = (start..(start + 500).min(persons)).map(|number| store.apply(enrolled(number)));
        for outcome in join_all(units).await {
            assert_eq!(outcome.unwrap(), Applied::Done);
        }
    }
    println!(
        "{database}: {persons} persons with a password and a token enrolled in {:.1} s",
        began.elapsed().as_secs_f64()
    );
    let before = resident();
    for name in ["cold", "warm"] {
        let before = worked();
        let took = ask_all(&store, persons).await * 1e6;
        let cpu = (worked() - before) * 1e6 / persons as f64;
        println!("{database}: person() and users_named(), {name}: {took:.2} µs, {cpu:.2} µs CPU");
    }
    println!("{database}: resident memory grew by {:.1} MiB", (resident() - before) / 1024.0);
    println!(
        "{:<9} {:<8} {:>9} {:>9} {:>8} {:>8} {:>8} {:>7} {:>12}",
        "database", "series", "in flight", "units/s", "p50 ms", "p99 ms", "max ms", "µs CPU", "units/commit"
    );
    for (series, name) in [(Series::Plain, "plain"), (Series::Counter, "counter"), (Series::Whole, "whole")] {
        for in_flight in IN_FLIGHT {
            let seen = run(&store, catalogue, persons, Run { series, in_flight, seconds }).await;
            println!("{database:<9} {name:<8} {in_flight:>9} {seen}");
        }
    }
    if std::env::var("SYMBOLON_BENCH_VERIFY").is_ok() {
        let began = Instant::now();
        let records = store.verify_audit().await.unwrap().unwrap();
        println!("{database}: {records} audit records verified in {:.1} s", began.elapsed().as_secs_f64());
    }
    store.close().await;
}

#[derive(Clone, Copy)]
struct Run {
    series: Series,
    in_flight: usize,
    seconds: u64,
}

/// Keeps so many logins in flight for a while.
async fn run(store: &Arc<SqlStore>, catalogue: i64, persons: u64, run: Run) -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    let (commits, worked_before, began) = (store.commits(), worked(), Instant::now());
    let until = began + Duration::from_secs(run.seconds);
    let lanes = (0..run.in_flight).map(|lane| {
        let store = Arc::clone(store);
        tokio::spawn(async move {
            let mut took = Vec::new();
            // A walk over the persons that visits each once before any twice.
            let mut person = (lane as u64).wrapping_mul(7_919) % persons;
            while Instant::now() < until {
                person = (person + 61_803 * run.in_flight as u64 + 1) % persons;
                let start = Instant::now();
                if run.series == Series::Whole {
                    ask(&store, person).await;
                }
                let counter = (run.series != Series::Plain).then(|| COUNTER.fetch_add(1, Ordering::Relaxed));
                let unit = granted(person, catalogue, counter);
                match store.apply(unit).await.unwrap() {
                    // Two lanes may meet at one token; the slower one's counter is behind then.
                    Applied::Done | Applied::Spent => took.push(start.elapsed()),
                    other => panic!("{other:?}"),
                }
            }
            took
        })
    });
    let mut took: Vec<Duration> = join_all(lanes).await.into_iter().flat_map(Result::unwrap).collect();
    let spent = began.elapsed().as_secs_f64();
    let cpu = (worked() - worked_before) * 1e6 / took.len() as f64;
    took.sort_unstable();
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    let per_commit = took.len() as f64 / (store.commits() - commits).max(1) as f64;
    format!(
        "{:>9.0} {:>8.2} {:>8.2} {:>8.1} {cpu:>7.1} {per_commit:>12.1}",
        took.len() as f64 / spent,
        at(0.5),
        at(0.99),
        at(1.0)
    )
}

async fn ask(store: &SqlStore, number: u64) {
    let found = store.users_named(DIRECTORY, &name(number)).await.unwrap();
    assert_eq!(found.len(), 1);
    let record = store.person(&person(number).key(), "").await.unwrap();
    assert_eq!(record.credentials.len(), 2);
}

/// Seconds for both questions, one at a time, over all persons.
async fn ask_all(store: &SqlStore, persons: u64) -> f64 {
    let began = Instant::now();
    for number in 0..persons {
        ask(store, number).await;
    }
    began.elapsed().as_secs_f64() / persons as f64
}

fn name(number: u64) -> String {
    format!("user{number}")
}
/// Ids as they are in life, where persons enrolled one after another have nothing in common but their time.
fn id(kind: u64, number: u64) -> Id {
    let chance = u128::from(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) << 8 | u128::from(kind);
    Id::new(NOW + model::Span::millis(number as i64), chance.to_be_bytes()[6..].try_into().unwrap())
}
fn person(number: u64) -> Person {
    Person::Registered { directory: DIRECTORY, user: id(1, number) }
}

fn enrolled(number: u64) -> Unit {
    let user = User {
        id: id(1, number),
        directory: DIRECTORY,
        site: Id::fixed(8),
        name: name(number),
        attributes: [("cn", format!("User {number}")), ("email", format!("user{number}@example.org"))]
            .into_iter()
            .map(|(attribute, value)| (attribute.to_owned(), vec![value]))
            .collect(),
        email_verified: true,
        phone_verified: false,
        enabled: true,
        not_before: None,
        expires: None,
        created: NOW,
        version: 1,
    };
    let credential = |kind: u64, name: &str, body: serde_json::Value| Credential {
        id: id(kind, number),
        person: user.person().key(),
        method: Id::fixed(u128::from(kind)),
        kind: name.to_owned(),
        label: String::new(),
        state: CredentialState::Active,
        created: NOW,
        used: None,
        counter: -1,
        version: 0,
        token: None,
        body,
    };
    let password = json!({ "hash": "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$RdescudvJCsgt3ub+b+dWRWJTmaaVObWhRdescudvJCs" });
    let token = json!({ "seed": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "algorithm": "sha1", "digits": 6, "step": 30 });
    Unit::new()
        .then(Write::PutCredential(Box::new(credential(2, "password", password))))
        .then(Write::PutCredential(Box::new(credential(3, "totp", token))))
        .then(Write::PutUser(Box::new(user)))
}

/// What a login that one packet decides hands over.
fn granted(number: u64, catalogue: i64, counter: Option<u64>) -> Unit {
    let key = person(number).key();
    let event = |action: &str, outcome| {
        let mut event = Event::new(NOW, action, outcome);
        event.person.clone_from(&key);
        event.name = name(number);
        event.application = "demosite/vpn".to_owned();
        event.method = "password".to_owned();
        event.from = "192.0.2.77".to_owned();
        event.correlation = Some(id(4, number ^ counter.unwrap_or(0)));
        event.detail(json!({ "nas": "vpn-gateway-1", "port": 17 }))
    };
    let mut unit = Unit::new().expect(Expect::Catalogue(catalogue)).expect(Expect::Unlocked {
        person: key.clone(),
        browser: String::new(),
        now: NOW,
    });
    if let Some(counter) = counter {
        unit = unit.expect(Expect::Credential { id: id(3, number), version: 1 }).then(Write::Spend(Spend::Counter {
            credential: id(3, number),
            to: counter as i64,
            now: NOW,
        }));
    }
    unit.audit(When::Done, event("login.granted", Outcome::Success))
        .audit(When::Spent, event("login.denied", Outcome::Failure))
        .audit(When::Locked, event("login.denied", Outcome::Failure))
}

/// Under `SYMBOLON_BENCH_DIR`, for `/tmp` may lie in memory.
fn folder() -> tempfile::TempDir {
    let near = std::env::var("SYMBOLON_BENCH_DIR").unwrap_or_else(|_| ".".to_owned());
    tempfile::tempdir_in(near).unwrap()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Seconds of processor time that this process has used, waiting for the disk not counted; 0 where the system does not tell.
fn worked() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).into_iter().flatten();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// KiB of this process in memory; 0 where the system does not tell.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0.0)
}
