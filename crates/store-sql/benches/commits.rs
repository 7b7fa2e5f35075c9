//! What grouped commits buy: units a second and commits for 1 000 units, by how many units wait at once.
//!
//! `bench/commits.sh` runs it. The unit is what a granted login writes at least: a spent code, a session, an audit event.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods, reason = "a bench measures, and tells")]

mod disk;

use std::{sync::Arc, time::Instant};

use futures_util::future::join_all;
use model::{
    Id, Person, Secret, Session, Span, Time,
    audit::{Event, Outcome},
};
use store::{Applied, Spend, Unit, Units as _, When, Write};
use symbolon_store_sql::{Location, MasterKeys, SqlStore};

const UNITS: u128 = 4_000;
const AT_ONCE: [u128; 5] = [1, 8, 32, 200, 1_000];
const NOW: Time = Time::from_seconds(1_800_000_000);

#[tokio::main]
async fn main() {
    let folder = folder();
    println!("flushes of one 4 KiB page by fdatasync: {:.0}/s", disk::flushes(folder.path()));
    println!("{:<8} {:>8} {:>12} {:>10} {:>8}", "database", "at once", "commits/1000", "units/s", "ms/unit");
    for at_once in AT_ONCE {
        let path = folder.path().join(format!("{at_once}.db"));
        measure("sqlite", Location::Sqlite(path), at_once).await;
    }
    if let Ok(url) = std::env::var("SYMBOLON_BENCH_POSTGRES") {
        for at_once in AT_ONCE {
            measure("postgres", Location::Postgres(url.clone()), at_once).await;
        }
    }
    println!("flushes, again: {:.0}/s", disk::flushes(folder.path()));
}

/// Under `SYMBOLON_BENCH_DIR`, for `/tmp` may lie in memory.
fn folder() -> tempfile::TempDir {
    let near = std::env::var("SYMBOLON_BENCH_DIR").unwrap_or_else(|_| ".".to_owned());
    tempfile::tempdir_in(near).unwrap()
}

async fn measure(database: &str, location: Location, at_once: u128) {
    let keys = MasterKeys::new(&[Secret::new(vec![7; 32])]).unwrap();
    let chance = Arc::new(|bytes: &mut [u8]| aws_lc_rs::rand::fill(bytes).unwrap());
    let store = SqlStore::open(location, keys, "bench".to_owned(), chance).await.unwrap();
    let units = UNITS.min(at_once * 500);
    // Numbers no run has used before, since PostgreSQL keeps what earlier runs wrote.
    let first = u128::from(std::time::UNIX_EPOCH.elapsed().unwrap().as_micros() as u64) << 32;
    let (before, began) = (store.commits(), Instant::now());
    for round in 0..units / at_once {
        let numbers = (0..at_once).map(|n| first + round * at_once + n);
        let outcomes = join_all(numbers.map(|number| store.apply(granted(number)))).await;
        assert!(outcomes.into_iter().all(|outcome| outcome.unwrap() == Applied::Done));
    }
    let (took, commits) = (began.elapsed().as_secs_f64(), store.commits() - before);
    store.close().await;
    #[allow(clippy::cast_precision_loss, reason = "some thousands")]
    let (units, commits) = (units as f64, commits as f64);
    let (share, rate) = (commits * 1_000.0 / units, units / took);
    println!("{database:<8} {at_once:>8} {share:>12.0} {rate:>10.0} {:>8.3}", took * 1_000.0 / units);
}

fn granted(number: u128) -> Unit {
    let person = Person::Registered { directory: Id::fixed(1), user: Id::fixed(number) };
    let mut event = Event::new(NOW, "login.granted", Outcome::Success);
    event.person = person.key();
    event.name = format!("user{number}");
    let session = Session {
        id: Id::fixed(number),
        hash: format!("{number:064x}"),
        site: Id::fixed(8),
        person,
        proofs: Vec::new(),
        created: NOW,
        used: NOW,
        idle: Span::hours(1),
        until: NOW + Span::days(1),
        address: "192.0.2.77".to_owned(),
        agent: "Mozilla/5.0".to_owned(),
        browser: String::new(),
        participants: Vec::new(),
        ended: None,
        version: 1,
    };
    let spend =
        Spend::Once { gate: format!("credential:{number}"), key: "59999999".to_owned(), until: NOW + Span::minutes(5) };
    Unit::new().then(Write::Spend(spend)).then(Write::PutSession(Box::new(session))).audit(When::Done, event)
}
