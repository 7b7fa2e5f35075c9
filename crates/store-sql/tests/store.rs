//! The conformance suite on both databases, and what only a database can be asked: whether it understands every statement,
//! and whether it keeps what was answered when the process is killed.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests")]

#[path = "store/copy.rs"]
mod copy;
#[path = "store/process.rs"]
mod process;
#[path = "store/users.rs"]
mod users;

use model::Secret;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU8, Ordering},
};
use store::conformance::{self, Lab};
use symbolon_store_sql::{Location, MasterKeys, SqlStore};

const POSTGRES: &str = "SYMBOLON_TEST_POSTGRES";

/// A store of this test alone.
struct Bench {
    nodes: Vec<SqlStore>,
    keys: Mutex<Vec<[u8; 32]>>,
    behind: Behind,
    _dir: tempfile::TempDir,
}

/// How the test reaches behind the store.
enum Behind {
    Sqlite(std::path::PathBuf),
    Postgres { server: String, url: String, name: String },
}

static NEXT: AtomicU8 = AtomicU8::new(1);

fn master(keys: &[[u8; 32]]) -> MasterKeys {
    MasterKeys::new(&keys.iter().map(|k| Secret::new(k.to_vec())).collect::<Vec<_>>()).unwrap()
}

#[allow(clippy::type_complexity, reason = "the store's own argument")]
fn chance() -> Arc<dyn Fn(&mut [u8]) + Send + Sync> {
    Arc::new(|bytes: &mut [u8]| aws_lc_rs::rand::fill(bytes).unwrap())
}

impl Bench {
    async fn sqlite() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("symbolon.db");
        let keys = vec![[7; 32]];
        let node = SqlStore::open(Location::Sqlite(path.clone()), master(&keys), "one".into(), chance()).await.unwrap();
        Self { nodes: vec![node], keys: Mutex::new(keys), behind: Behind::Sqlite(path), _dir: dir }
    }

    async fn postgres(server: &str) -> Self {
        let mut tail = [0; 8];
        aws_lc_rs::rand::fill(&mut tail).unwrap();
        let name = format!("symbolon_store_{}", data_encoding::HEXLOWER.encode(&tail));
        order(
            server,
            &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
        )
        .await;
        let (before, _) = server.rsplit_once('/').unwrap();
        let url = format!("{before}/{name}");
        let keys = vec![[7; 32]];
        let mut nodes = Vec::new();
        for node in ["one", "two", "three"] {
            nodes.push(
                SqlStore::open(Location::Postgres(url.clone()), master(&keys), node.into(), chance()).await.unwrap(),
            );
        }
        let behind = Behind::Postgres { server: server.to_owned(), url, name };
        Self { nodes, keys: Mutex::new(keys), behind, _dir: tempfile::tempdir().unwrap() }
    }

    /// Lets go of the database without dropping it.
    fn without_nodes(mut self) -> Self {
        self.nodes.clear();
        self
    }

    fn tell_keys(&self, keys: &[[u8; 32]]) {
        for node in &self.nodes {
            node.set_master_keys(master(keys));
        }
    }
}

/// Runs one statement on a PostgreSQL server.
async fn order(url: &str, sql: &str) -> u64 {
    use sqlx::{Connection, Executor};
    let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
    let done = connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
    done.rows_affected()
}

#[async_trait::async_trait]
impl Lab for Bench {
    type Of = SqlStore;

    fn nodes(&self) -> &[SqlStore] {
        &self.nodes
    }

    fn commits(&self) -> u64 {
        self.nodes.iter().map(SqlStore::commits).sum()
    }

    async fn tamper(&self, sql: &str) -> u64 {
        match &self.behind {
            Behind::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
                u64::try_from(connection.execute(sql, []).unwrap()).unwrap()
            }
            Behind::Postgres { url, .. } => order(url, sql).await,
        }
    }

    async fn dump(&self) -> Vec<u8> {
        match &self.behind {
            Behind::Sqlite(path) => {
                let connection = rusqlite::Connection::open(path).unwrap();
                let mut tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
                let names: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
                let mut all = Vec::new();
                for name in names {
                    let mut rows = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
                    let columns = rows.column_count();
                    let mut rows = rows.query([]).unwrap();
                    while let Some(row) = rows.next().unwrap() {
                        for column in 0..columns {
                            all.extend(
                                row.get_ref(column).unwrap().as_bytes_or_null().ok().flatten().unwrap_or_default(),
                            );
                            all.push(b'\n');
                        }
                    }
                }
                all
            }
            Behind::Postgres { url, .. } => {
                use sqlx::{Connection, Row};
                let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
                let tables = sqlx::query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                let mut all = Vec::new();
                for table in tables {
                    let name: String = table.get(0);
                    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {name}")))
                        .fetch_all(&mut connection)
                        .await
                        .unwrap();
                    for row in rows {
                        for column in 0..row.columns().len() {
                            if let Ok(Some(bytes)) = row.try_get::<Option<Vec<u8>>, _>(column) {
                                all.extend(bytes);
                            } else if let Ok(Some(text)) = row.try_get::<Option<String>, _>(column) {
                                all.extend(text.into_bytes());
                            }
                            all.push(b'\n');
                        }
                    }
                }
                connection.close().await.unwrap();
                all
            }
        }
    }

    fn add_master_key(&self) {
        let mut keys = self.keys.lock().unwrap();
        keys.insert(0, [100 + NEXT.fetch_add(1, Ordering::Relaxed); 32]);
        self.tell_keys(&keys);
    }

    fn drop_master_keys(&self) {
        let mut keys = self.keys.lock().unwrap();
        keys.truncate(1);
        self.tell_keys(&keys);
    }

    async fn close(self) {
        for node in &self.nodes {
            node.close().await;
        }
        drop(self.nodes);
        if let Behind::Postgres { server, name, .. } = &self.behind {
            order(server, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

fn postgres() -> Option<String> {
    let url = std::env::var(POSTGRES).ok();
    if url.is_none() {
        eprintln!("SKIPPED on PostgreSQL: {POSTGRES} is not set (peers/postgresql.sh start)");
    }
    url
}

/// L010, L011, M025, M097: every case of the suite, on a file.
#[tokio::test(flavor = "multi_thread")]
async fn the_suite_on_sqlite() {
    let passed = conformance::all(async |_| Bench::sqlite().await).await;
    assert!(passed.len() >= 34, "{passed:?}");
}

/// L010, L011, M025, M097: every case of the suite, over three nodes of one PostgreSQL database.
#[tokio::test(flavor = "multi_thread")]
async fn the_suite_on_postgresql() {
    let Some(server) = postgres() else { return };
    let passed = conformance::all(async |_| Bench::postgres(&server).await).await;
    assert!(passed.len() >= 34, "{passed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_understand_every_statement() {
    let bench = Bench::sqlite().await;
    let known = bench.nodes[0].prepare_all().await.unwrap();
    assert_eq!(known, symbolon_store_sql::statements().count());
    assert!(known > 60);
    bench.close().await;
    let Some(server) = postgres() else { return };
    let bench = Bench::postgres(&server).await;
    assert_eq!(bench.nodes[0].prepare_all().await.unwrap(), known);
    bench.close().await;
}

/// A server holds its file alone; what is meant to run beside it may.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_held_by_one_server() {
    let bench = Bench::sqlite().await;
    let Behind::Sqlite(path) = &bench.behind else { panic!("a file") };
    let again = SqlStore::open(Location::Sqlite(path.clone()), master(&[[7; 32]]), "two".into(), chance()).await;
    assert!(matches!(again, Err(store::StoreError::Unavailable(_))), "held");
    let beside = SqlStore::open_beside(Location::Sqlite(path.clone()), master(&[[7; 32]]), "ctl".into(), chance())
        .await
        .unwrap();
    beside.close().await;
    bench.nodes[0].close().await;
    let (path, dir) = (path.clone(), bench);
    drop(dir.nodes);
    let free = SqlStore::open(Location::Sqlite(path), master(&[[7; 32]]), "two".into(), chance()).await;
    assert!(free.is_ok(), "let go");
}
