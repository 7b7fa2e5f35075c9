//! Both databases: SQLite in a folder of its own, PostgreSQL in a database of its own.

use sqlx::{Connection, Executor, PgConnection, SqlSafeStr};
use std::{path::PathBuf, sync::Arc};
use store_sql::{Location, MasterKeys, SqlStore};
use tempfile::TempDir;
use url::Url;

/// Which database a house stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    Sqlite,
    Postgres,
}

/// Name of the variable that says where the PostgreSQL server for tests is, with a superuser's name and password.
pub const POSTGRES: &str = "SYMBOLON_TEST_POSTGRES";

impl Database {
    /// The databases of this run. What is left out is said aloud.
    pub fn all() -> Vec<Self> {
        match postgres_url() {
            Some(_) => vec![Self::Sqlite, Self::Postgres],
            None => {
                eprintln!("SKIPPED on PostgreSQL: {POSTGRES} is not set (peers/postgresql.sh start)");
                vec![Self::Sqlite]
            }
        }
    }
}

/// Declares a test that runs once for each database: `on_both!(name, |database| async move { … })`.
#[macro_export]
macro_rules! on_both {
    ($(#[$about:meta])* async fn $name:ident($database:ident: Database) $body:block) => {
        $(#[$about])*
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            async fn run($database: $crate::Database) $body
            for database in $crate::Database::all() {
                eprintln!("{} on {database:?}", stringify!($name));
                run(database).await;
            }
        }
    };
}

/// A place for one store, gone when this is dropped.
pub struct Place {
    pub location: Location,
    /// Holds the SQLite file, and whatever else a server keeps.
    pub dir: Arc<TempDir>,
    _database: Option<Made>,
}

/// A database that we made.
struct Made {
    server: Url,
    name: String,
}

impl Place {
    pub async fn new(database: Database) -> Self {
        let dir = Arc::new(TempDir::new().expect("a folder"));
        match database {
            Database::Sqlite => {
                Self { location: Location::Sqlite(dir.path().join("symbolon.db")), dir, _database: None }
            }
            Database::Postgres => {
                let made = Made::new().await;
                let mut url = made.server.clone();
                url.set_path(&made.name);
                Self { location: Location::Postgres(url.into()), dir, _database: Some(made) }
            }
        }
    }

    /// Opens the store as a server does.
    pub async fn open(&self, key: &[u8; 32], node: &str) -> Arc<SqlStore> {
        let keys = MasterKeys::new(&[model::Secret::new(key.to_vec())]).expect("a key of 32 bytes");
        let chance = Arc::new(|bytes: &mut [u8]| plug::Chance::fill(&plug::clock::SystemChance, bytes));
        Arc::new(SqlStore::open(self.location.clone(), keys, node.into(), chance).await.expect("a store"))
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().to_owned()
    }
}

#[allow(clippy::disallowed_methods, reason = "the one setting of the tests")]
fn postgres_url() -> Option<Url> {
    std::env::var(POSTGRES).ok().map(|url| Url::parse(&url).expect("a URL of a PostgreSQL server"))
}

impl Made {
    async fn new() -> Self {
        let server = postgres_url().expect("a PostgreSQL server");
        let random = (&plug::clock::SystemChance as &dyn plug::Chance).bytes::<8>();
        let name = format!("symbolon_test_{}", data_encoding::HEXLOWER.encode(&random));
        order(
            &server,
            format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
        )
        .await;
        Self { server, name }
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        let (server, sql) = (self.server.clone(), format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        // A drop cannot wait inside the runtime that runs the test.
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(order(&server, sql));
        });
        let _ = thread.join();
    }
}

async fn order(server: &Url, sql: String) {
    let mut connection = PgConnection::connect(server.as_str()).await.expect("a connection to PostgreSQL");
    connection.execute(sqlx::AssertSqlSafe(sql).into_sql_str()).await.expect("an order to PostgreSQL");
}
