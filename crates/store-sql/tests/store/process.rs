//! What outlives a process, and what two processes may do at once.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use model::{
    Id, Time,
    audit::{Event, Outcome},
    user::Consent,
};
use store::{
    Applied, Audits as _, Catalogues as _, Credentials as _, Expect, Keys as _, Spend, StoreError, Unit, Units as _,
    When, Write, conformance::Lab as _,
};
use symbolon_store_sql::{Location, SqlStore};

use crate::{Behind, Bench, chance, master, postgres};

const NOW: Time = Time::from_seconds(1_800_000_000);
/// Names the store to the child process that commits until it is killed.
const CHILD: &str = "SYMBOLON_TEST_CHILD";

fn step(number: u32) -> Unit {
    let consent = Consent { person: format!("p{number}"), application: Id::fixed(9), scopes: Vec::new(), at: NOW };
    Unit::new()
        .then(Write::Spend(Spend::Once { gate: "kill".into(), key: number.to_string(), until: NOW }))
        .then(Write::PutConsent(consent))
        .audit(When::Done, Event::new(NOW, "login.granted", Outcome::Success))
}

fn place(bench: &Bench) -> Location {
    match &bench.behind {
        Behind::Sqlite(path) => Location::Sqlite(path.clone()),
        Behind::Postgres { url, .. } => Location::Postgres(url.clone()),
    }
}

async fn open(location: &Location) -> Result<SqlStore, StoreError> {
    SqlStore::open(location.clone(), master(&[[7; 32]]), "one".into(), chance()).await
}

/// Not a test by itself: commits and prints what was acknowledged, until somebody kills it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_commits_until_it_is_killed() {
    let Ok(place) = std::env::var(CHILD) else { return };
    let location =
        if place.starts_with("postgres") { Location::Postgres(place) } else { Location::Sqlite(PathBuf::from(place)) };
    let store = std::sync::Arc::new(open(&location).await.unwrap());
    let mut tasks = Vec::new();
    for lane in 0..16_u32 {
        let store = store.clone();
        tasks.push(tokio::spawn(async move {
            for number in (lane..).step_by(16) {
                if store.apply(step(number)).await.unwrap() == Applied::Done {
                    let mut out = std::io::stdout().lock();
                    writeln!(out, "acknowledged {number} .").unwrap();
                    out.flush().unwrap();
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

/// Starts the child, kills it after so many acknowledged steps, and returns their numbers.
fn kill_after(place: &str, count: usize) -> Vec<u32> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "process::child_that_commits_until_it_is_killed", "--nocapture", "--test-threads=1"])
        .env(CHILD, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = Vec::new();
    let mut read = |line: std::io::Result<String>| {
        let line = line.unwrap_or_default();
        // A line without its full stop was cut by the kill.
        if let Some(number) = line.rsplit_once("acknowledged ").and_then(|(_, rest)| rest.strip_suffix(" .")) {
            acknowledged.push(number.parse().unwrap());
        }
        acknowledged.len()
    };
    for line in lines.by_ref() {
        if read(line) >= count {
            break;
        }
    }
    child.kill().unwrap();
    for line in lines {
        read(line);
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= count);
    acknowledged
}

/// L001
async fn what_was_acknowledged_is_there(location: Location, acknowledged: &[u32]) {
    let store = open(&location).await.unwrap();
    for number in acknowledged {
        let record = store.person(&format!("p{number}"), "").await.unwrap();
        assert_eq!(record.consents.len(), 1, "{number} was acknowledged");
        assert_eq!(store.apply(step(*number)).await.unwrap(), Applied::Spent, "a used code stays used");
    }
    let records = store.verify_audit().await.unwrap().unwrap();
    assert!(records >= acknowledged.len() as u64, "{records} records for {} steps", acknowledged.len());
    store.close().await;
}

/// L001
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite_keeps_what_it_acknowledged_through_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut all = Vec::new();
    for count in [1, 150, 400] {
        all.extend(kill_after(path.to_str().unwrap(), count));
        what_was_acknowledged_is_there(Location::Sqlite(path.clone()), &all).await;
    }
}

/// L001
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_keeps_what_it_acknowledged_through_kill_9() {
    let Some(url) = postgres() else { return };
    let bench = Bench::postgres(&url).await;
    let Location::Postgres(address) = place(&bench) else { panic!("a server") };
    let acknowledged = kill_after(&address, 200);
    what_was_acknowledged_is_there(place(&bench), &acknowledged).await;
    bench.close().await;
}

/// `ctl audit verify` and `ctl master-key rotate` run beside a server, each event in the stream of who wrote it.
#[tokio::test(flavor = "multi_thread")]
async fn a_guest_verifies_and_seals_again_beside_the_server() {
    let bench = Bench::sqlite().await;
    let store = &bench.nodes[0];
    assert_eq!(store.apply(step(1)).await.unwrap(), Applied::Done);
    let keys = master(&[[8; 32], [7; 32]]);
    store.set_master_keys(keys.clone());
    let guest = SqlStore::open_beside(place(&bench), keys, "ctl".into(), chance()).await.unwrap();
    assert_eq!(guest.verify_audit().await.unwrap(), Ok(1));
    while guest.reseal(1).await.unwrap() > 0 {}
    let told = Unit::new().audit(When::Done, Event::new(NOW, "key.rotated", Outcome::Success));
    assert_eq!(guest.apply(told).await.unwrap(), Applied::Done);
    assert_eq!(store.apply(step(2)).await.unwrap(), Applied::Done);
    guest.close().await;
    store.set_master_keys(master(&[[8; 32]]));
    assert_eq!(store.keys().await.unwrap().len(), 1, "the old master key is needed no more");
    assert_eq!(store.verify_audit().await.unwrap(), Ok(3));
    bench.close().await;
}

#[tokio::test]
async fn a_closed_store_opens_again_and_other_keys_do_not_open_it() {
    let folder = tempfile::tempdir().unwrap();
    let location = Location::Sqlite(folder.path().join("store.db"));
    let store = open(&location).await.unwrap();
    let gone: Vec<_> = (0..50).map(step).collect();
    for applied in futures_util::future::join_all(gone.into_iter().map(|unit| store.apply(unit))).await {
        assert_eq!(applied.unwrap(), Applied::Done);
    }
    store.close().await;
    assert!(matches!(store.apply(step(99)).await, Err(StoreError::Unavailable(_))));
    drop(store);
    let wrong = SqlStore::open(location.clone(), master(&[[9; 32]]), "one".into(), chance()).await;
    assert!(matches!(wrong, Err(StoreError::Corrupt(_))));
    let store = open(&location).await.unwrap();
    assert_eq!(store.verify_audit().await.unwrap(), Ok(50));
}

/// L018
#[tokio::test(flavor = "multi_thread")]
async fn a_newer_schema_is_refused() {
    let bench = Bench::sqlite().await;
    let beside = || SqlStore::open_beside(place(&bench), master(&[[7; 32]]), "ctl".into(), chance());
    beside().await.unwrap().close().await;
    bench.tamper("INSERT INTO migration (number, name) VALUES (9999, 'later')").await;
    assert!(matches!(beside().await, Err(StoreError::Corrupt(_))));
    bench.tamper("DELETE FROM migration WHERE number = 9999").await;
    beside().await.unwrap().close().await;
    bench.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_nodes_hear_of_a_new_catalogue() {
    let Some(url) = postgres() else { return };
    let bench = Bench::postgres(&url).await;
    let mut heard = bench.nodes[1].subscribe_catalogue();
    let site = model::Entry {
        id: Id::fixed(8),
        path: "demo".into(),
        object: model::Site::default().into(),
        links: Vec::new(),
    };
    let unit = Unit::new().expect(Expect::Catalogue(0)).then(Write::Change(model::Change::put(site)));
    assert_eq!(bench.nodes[0].apply(unit).await.unwrap(), Applied::Done);
    heard.wait_for(|version| *version == 1).await.unwrap();
    assert_eq!(bench.nodes[1].catalogue_version().await.unwrap(), 1);
    bench.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_says_so_and_recovers() {
    let bench = Bench::sqlite().await;
    let store = &bench.nodes[0];
    let outcomes = futures_util::future::join_all((0..20_000).map(|n| store.apply(step(n)))).await;
    let refused = outcomes.iter().filter(|o| matches!(o, Err(StoreError::Unavailable(_)))).count();
    let done = outcomes.iter().filter(|o| matches!(o, Ok(Applied::Done))).count();
    assert!(refused > 0 && done >= 4096 && refused + done == 20_000, "{done} done, {refused} refused");
    assert_eq!(store.apply(step(30_000)).await.unwrap(), Applied::Done);
    assert_eq!(store.verify_audit().await.unwrap(), Ok(done as u64 + 1));
}

/// L004: a database that was away is found again without a restart, and no used code is valid again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lost_connections_are_made_again() {
    let Some(url) = postgres() else { return };
    let bench = Bench::postgres(&url).await;
    let store = &bench.nodes[0];
    assert_eq!(store.apply(step(1)).await.unwrap(), Applied::Done);
    assert_eq!(store.person("p1", "").await.unwrap().consents.len(), 1);
    let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert!(bench.tamper(end).await >= 2, "the committer's and a reader's");
    assert_eq!(store.apply(step(1)).await.unwrap(), Applied::Spent);
    assert_eq!(store.person("p1", "").await.unwrap().consents.len(), 1);
    assert_eq!(store.apply(step(2)).await.unwrap(), Applied::Done);
    assert!(store.ready().await.is_ok());
    assert_eq!(store.verify_audit().await.unwrap(), Ok(2));
    store.close().await;
    assert!(store.ready().await.is_err(), "closed");
    bench.close().await;
}

/// The database and its log are their owner's: users stand in them in clear.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn the_files_are_their_owners() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::sqlite().await;
    assert_eq!(bench.nodes[0].apply(step(1)).await.unwrap(), Applied::Done);
    let Location::Sqlite(path) = place(&bench) else { panic!("a file") };
    let mut seen = 0;
    for file in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o077, 0, "{:?}", file.file_name());
        seen += 1;
    }
    assert!(seen >= 3, "the database, its log and its lock");
    bench.close().await;
}

/// Prints a rough rate; run by hand with `--ignored --nocapture`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn rate() {
    async fn measure(name: &str, store: &SqlStore) {
        let (start, before) = (std::time::Instant::now(), store.commits());
        for round in 0..20_u32 {
            let all = (0..500).map(|n| store.apply(step(1_000_000 + round * 500 + n)));
            futures_util::future::join_all(all).await;
        }
        let seconds = start.elapsed().as_secs_f64();
        println!("{name}: {:.0} units a second, {} commits for 10000", 10_000.0 / seconds, store.commits() - before);
    }
    let bench = Bench::sqlite().await;
    measure("SQLite", &bench.nodes[0]).await;
    if let Some(url) = postgres() {
        let bench = Bench::postgres(&url).await;
        measure("PostgreSQL", &bench.nodes[0]).await;
        bench.close().await;
    }
}
