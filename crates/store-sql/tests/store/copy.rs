//! A store copied into the other database and back, and an SQLite store saved beside its server.

use std::path::{Path, PathBuf};

use store::{Audits, Keys, StoreError, Unit, Units, When, conformance};
use symbolon_store_sql::{Closed, Location, SqlStore, backup, copy};

use super::{Behind, Bench, chance, master, order, postgres};

const KEY: [u8; 32] = [7; 32];

fn closed(location: Location) -> Closed {
    Closed { location, keys: master(&[KEY]) }
}

fn file(path: &Path) -> Closed {
    closed(Location::Sqlite(path.to_owned()))
}

/// A store with a row of everything that is sealed, users, misses and an audit record; closed.
async fn filled() -> (PathBuf, tempfile::TempDir) {
    let bench = Bench::sqlite().await;
    Box::pin(conformance::fill(&bench.nodes[0])).await;
    bench.nodes[0].close().await;
    let Bench { nodes, behind: Behind::Sqlite(path), _dir: dir, .. } = bench else { panic!("a file") };
    drop(nodes);
    (path, dir)
}

async fn open(location: Location) -> SqlStore {
    SqlStore::open(location, master(&[KEY]), "one".into(), chance()).await.unwrap()
}

/// Every row of every table, in one order.
fn rows(path: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").unwrap();
    let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let width = statement.column_count();
        let each = statement.query_map([], |row| {
            (0..width).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect::<Result<Vec<_>, _>>()
        });
        let mut each: Vec<String> = each.unwrap().map(|row| format!("{name} {:?}", row.unwrap())).collect();
        each.sort();
        all.extend(each);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_every_row_and_goes_on() {
    let (path, dir) = filled().await;
    let target = dir.path().join("other.db");
    let copied = copy(&file(&path), &file(&target)).await.unwrap();
    assert!(copied.records > 0 && copied.tables.iter().filter(|(_, rows)| *rows > 0).count() >= 12, "{copied:?}");
    assert_eq!(rows(&target), rows(&path));
    let store = open(Location::Sqlite(target)).await;
    assert_eq!(store.verify_audit().await.unwrap(), Ok(copied.records));
    store.apply(Unit::new().audit(When::Always, conformance::sample_event("after.copy"))).await.unwrap();
    assert_eq!(store.verify_audit().await.unwrap(), Ok(copied.records + 1), "the stream goes on");
    assert_eq!(store.keys().await.unwrap().len(), 3, "they open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_goes_to_postgresql_and_comes_back_the_same() {
    let Some(server) = postgres() else { return };
    let (path, dir) = filled().await;
    let (url, name) = database(&server).await;
    let there = copy(&file(&path), &closed(Location::Postgres(url.clone()))).await.unwrap();
    let node = open(Location::Postgres(url.clone())).await;
    assert_eq!(node.verify_audit().await.unwrap(), Ok(there.records));
    let back = dir.path().join("back.db");
    let held = copy(&closed(Location::Postgres(url.clone())), &file(&back)).await;
    assert!(matches!(&held, Err(StoreError::Unavailable(why)) if why.contains("another process")), "{held:?}");
    node.close().await;
    drop(node);
    let mut again = copy(&closed(Location::Postgres(url.clone())), &file(&back)).await;
    // The server of the database ends a closed connection's hold a moment later.
    while matches!(&again, Err(StoreError::Unavailable(_))) {
        tokio::task::yield_now().await;
        again = copy(&closed(Location::Postgres(url.clone())), &file(&back)).await;
    }
    assert_eq!(again.unwrap(), there);
    assert_eq!(rows(&back), rows(&path));
    order(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

async fn database(server: &str) -> (String, String) {
    let Bench { nodes, behind: Behind::Postgres { url, name, .. }, .. } = Bench::postgres(server).await else {
        panic!("a database")
    };
    for node in &nodes {
        node.close().await;
    }
    drop(nodes);
    // It has been opened, so it is not empty: made anew.
    order(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    order(server, &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"))
        .await;
    (url, name)
}

/// M025, M097
#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_copied_whole_is_not_copied_at_all() {
    let (path, dir) = filled().await;
    let target = |name: &str| dir.path().join(name);
    let refused = |result: Result<_, StoreError>, why: &str| {
        let told = result.map(|_: symbolon_store_sql::Copied| ()).unwrap_err().to_string();
        assert!(told.contains(why), "{told}");
    };
    let server = open(Location::Sqlite(path.clone())).await;
    refused(copy(&file(&path), &file(&target("a.db"))).await, "another process");
    server.close().await;
    drop(server);
    let server = open(Location::Sqlite(target("b.db"))).await;
    refused(copy(&file(&path), &file(&target("b.db"))).await, "another process");
    server.close().await;
    drop(server);
    refused(copy(&file(&path), &file(&target("b.db"))).await, "not empty");
    refused(copy(&file(&path), &file(&path)).await, "same store");
    refused(copy(&file(&target("none.db")), &file(&target("c.db"))).await, "there is no store");
    let other = Closed { location: Location::Sqlite(target("d.db")), keys: master(&[[8; 32]]) };
    refused(copy(&file(&path), &other).await, "master key");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute("UPDATE audit SET action = 'another' WHERE sequence = 1", []).unwrap();
    refused(copy(&file(&path), &file(&target("d.db"))).await, "audit record does not hold");
    connection.execute("UPDATE audit SET action = 'sample.event' WHERE sequence = 1", []).unwrap();
    drop(connection);
    copy(&file(&path), &file(&target("d.db"))).await.expect("control: nothing was left there by those that failed");
}

/// M097
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_beside_a_server_and_read_back() {
    let (path, dir) = filled().await;
    let server = open(Location::Sqlite(path.clone())).await;
    let saved = dir.path().join("saved.db");
    let location = Location::Sqlite(path.clone());
    let records = backup(&location, &master(&[KEY]), &saved).unwrap();
    assert!(records > 0);
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&saved).unwrap().permissions()) & 0o777,
        0o600
    );
    server.apply(Unit::new().audit(When::Always, conformance::sample_event("later"))).await.unwrap();
    assert_eq!(open(Location::Sqlite(saved.clone())).await.verify_audit().await.unwrap(), Ok(records));
    assert_eq!(server.verify_audit().await.unwrap(), Ok(records + 1), "control");
    let again = backup(&location, &master(&[KEY]), &saved);
    assert!(again.unwrap_err().to_string().contains("exists"), "no file is written over");
    let wrong = dir.path().join("wrong.db");
    assert!(backup(&location, &master(&[[8; 32]]), &wrong).unwrap_err().to_string().contains("master key"));
    assert!(!wrong.exists(), "what does not read back is no backup");
}
