//! The store on SQLite and PostgreSQL, from one SQL text.
//!
//! [`SqlStore`] hands questions to readers and units to one writer, which commits what waits together. `conn` is the whole
//! dialect layer; every other file but `writer` and `pg` is the same for both databases. `README.md` beside this crate's
//! manifest describes the schema.

use std::{
    fs::File,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
};

use aws_lc_rs::hmac;
use futures_util::future::BoxFuture;
use model::Time;
use store::{Applied, StoreError, Unit, Units};
use tokio::sync::{mpsc, oneshot, watch};

mod audit;
mod backup;
mod catalogue;
mod conn;
mod copy;
mod core;
mod credential;
mod fault;
mod follower;
mod key;
mod login;
mod memory;
mod message;
mod migrate;
mod pg;
mod seal;
mod session;
mod sweep;
mod ticket;
mod token;
mod unit;
mod user;
mod verify;
mod word;
mod work;
mod writer;

pub use backup::backup;
pub use copy::{Closed, Copied, copy};
pub use seal::{Chance, MasterKeys, NotMasterKeys};

use crate::{
    conn::Conn,
    core::Core,
    fault::Fault,
    memory::Memory,
    work::{Answer, Job, Work},
};

/// Where the data lies.
#[derive(Clone, Debug)]
pub enum Location {
    /// The database file; its folder exists.
    Sqlite(PathBuf),
    /// `postgres://…`
    Postgres(String),
}

impl Location {
    /// Whether both name one place, as far as names tell.
    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Sqlite(one), Self::Sqlite(other)) => {
                one == other || one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
            }
            (Self::Postgres(one), Self::Postgres(other)) => one == other,
            _ => false,
        }
    }
}

/// A store that is open.
pub struct SqlStore {
    core: Arc<Core>,
    queue: Mutex<Option<mpsc::Sender<Job>>>,
    readers: Readers,
    background: Mutex<Vec<Background>>,
    /// Opened beside the server that has the store.
    guest: bool,
    /// Held while a server has an SQLite file.
    _lock: Option<File>,
}

#[allow(clippy::large_enum_variant, reason = "one of it in a process")]
enum Readers {
    Sqlite(writer::Readers),
    Postgres(pg::Pool),
}

enum Background {
    Thread(std::thread::JoinHandle<()>),
    Committer(tokio::task::JoinHandle<()>),
    Listener(tokio::task::JoinHandle<()>),
}

/// Pieces of work that may wait; more are refused.
const QUEUE: usize = 4096;
/// The reason that a command line looks for.
const HELD: &str = "another process holds the store";
/// Connections for questions.
const READERS: usize = 4;

impl SqlStore {
    /// Opens the store for a server: alone on an SQLite file, with the schema brought up to date. `node` names this node's
    /// audit stream.
    pub async fn open(location: Location, keys: MasterKeys, node: String, chance: Chance) -> Result<Self, StoreError> {
        match location {
            Location::Sqlite(path) => {
                let lock = hold(&path)?;
                sqlite(path, keys, node, chance, Some(lock)).await
            }
            Location::Postgres(url) => postgres(&url, keys, node, chance, true).await,
        }
    }

    /// Opens a store beside the server that may hold it, for verifying the audit and sealing again; the schema must be
    /// there. Such a guest changes no record: the server would not know, and answer from its memory.
    pub async fn open_beside(
        location: Location,
        keys: MasterKeys,
        node: String,
        chance: Chance,
    ) -> Result<Self, StoreError> {
        match location {
            Location::Sqlite(path) if !path.exists() => Err(StoreError::Unavailable("there is no store".into())),
            Location::Sqlite(path) => sqlite(path, keys, node, chance, None).await,
            Location::Postgres(url) => postgres(&url, keys, node, chance, false).await,
        }
    }

    /// Durable commits so far.
    pub fn commits(&self) -> u64 {
        self.core.commits.load(Ordering::Relaxed)
    }

    /// The newest committed version of the catalogue that this node has heard of.
    pub fn subscribe_catalogue(&self) -> watch::Receiver<i64> {
        self.core.catalogue.subscribe()
    }

    /// Replaces the master keys: the first seals from now on.
    pub fn set_master_keys(&self, keys: MasterKeys) {
        self.core.set_keys(keys);
    }

    /// Commits what waits, and lets go of the database.
    pub async fn close(&self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        let background: Vec<Background> =
            self.background.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect();
        for part in background {
            match part {
                Background::Thread(thread) => {
                    tokio::task::spawn_blocking(|| thread.join().ok()).await.ok();
                }
                Background::Committer(task) => {
                    task.await.ok();
                }
                Background::Listener(task) => task.abort(),
            }
        }
        match &self.readers {
            Readers::Sqlite(readers) => readers.close(),
            Readers::Postgres(pool) => pool.close(),
        }
    }

    /// Asks a question of a reader.
    pub(crate) async fn read<T, F>(&self, question: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Conn, &'a Core) -> BoxFuture<'a, Result<T, Fault>> + Send + 'static,
    {
        let answer = match &self.readers {
            Readers::Sqlite(readers) => readers.ask(question).await,
            Readers::Postgres(pool) => pool.ask(&self.core, question).await,
        };
        Ok(answer?)
    }

    /// Queues work and waits for its commit.
    pub(crate) async fn submit(&self, work: Work) -> Result<Answer, StoreError> {
        if self.guest && work.changes_records() {
            return Err(StoreError::Conflict(
                "beside a server only events are written, and bodies sealed again".into(),
            ));
        }
        let (answer, answered) = oneshot::channel();
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let queue = queue.ok_or_else(|| StoreError::Unavailable("the store is closed".into()))?;
        queue.try_send(Job { work, answer }).map_err(|_| StoreError::Unavailable("the queue is full".into()))?;
        drop(queue);
        let (answer, _work) = answered.await.map_err(|_| StoreError::Unavailable("the writer ended".into()))?;
        answer
    }
}

impl Drop for SqlStore {
    fn drop(&mut self) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).take();
        for part in self.background.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            match part {
                Background::Thread(thread) => drop(thread.join()),
                Background::Listener(task) => task.abort(),
                Background::Committer(_) => {}
            }
        }
        if let Readers::Sqlite(readers) = &self.readers {
            readers.close();
        }
    }
}

/// Takes the file that a server holds while it has the store.
fn hold(path: &std::path::Path) -> Result<File, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let away = |error: std::io::Error| StoreError::Unavailable(error.to_string());
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    // Nobody else may hold it and keep a server from starting.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(PathBuf::from(name)).map_err(away)?;
    lock.try_lock().map_err(|_| StoreError::Unavailable(HELD.into()))?;
    Ok(lock)
}

async fn sqlite(
    path: PathBuf,
    keys: MasterKeys,
    node: String,
    chance: Chance,
    lock: Option<File>,
) -> Result<SqlStore, StoreError> {
    let mut conn = writer::open(&path)?;
    // Without the lock another process may write records.
    let memory = if lock.is_some() { Memory::new(memory::ROOM) } else { Memory::none() };
    let core = begin(&mut conn, keys, node, chance, lock.is_some(), memory).await?;
    let readers = writer::Readers::start(&path, &core, READERS)?;
    let (queue, jobs) = mpsc::channel(QUEUE);
    let writer = writer::start(path, conn, Arc::clone(&core), jobs)
        .map_err(|error| StoreError::Unavailable(error.to_string()))?;
    let background = Mutex::new(vec![Background::Thread(writer)]);
    Ok(SqlStore {
        core,
        queue: Mutex::new(Some(queue)),
        readers: Readers::Sqlite(readers),
        background,
        guest: lock.is_none(),
        _lock: lock,
    })
}

async fn postgres(
    url: &str,
    keys: MasterKeys,
    node: String,
    chance: Chance,
    serve: bool,
) -> Result<SqlStore, StoreError> {
    let server = pg::Server::new(url)?;
    let mut conn = server.connect().await?;
    pg::check_collation(&mut conn).await?;
    if !conn.keep(pg::held().shared()).await? {
        return Err(StoreError::Unavailable(HELD.into()));
    }
    let core = begin(&mut conn, keys, node, chance, serve, Memory::none()).await?;
    let (queue, jobs) = mpsc::channel(QUEUE);
    let committer = tokio::spawn(pg::committer(server.clone(), Arc::clone(&core), jobs));
    let listener = tokio::spawn(pg::listen(server.clone(), Arc::clone(&core), conn));
    let background = Mutex::new(vec![Background::Committer(committer), Background::Listener(listener)]);
    Ok(SqlStore {
        core,
        queue: Mutex::new(Some(queue)),
        readers: Readers::Postgres(pg::Pool::new(server, READERS * 2)),
        background,
        guest: !serve,
        _lock: None,
    })
}

/// Brings the schema up to date and finds the audit key.
async fn begin(
    conn: &mut Conn,
    keys: MasterKeys,
    node: String,
    chance: Chance,
    serve: bool,
    memory: Memory,
) -> Result<Arc<Core>, Fault> {
    if serve {
        migrate::run(conn).await?;
    } else {
        migrate::check(conn).await?;
    }
    let audit = key::audit(conn, &keys, &chance).await?;
    let audit = hmac::Key::new(hmac::HMAC_SHA256, audit.private.expose());
    let version = catalogue::committed(conn).await?;
    Ok(Arc::new(Core::new(node, keys, chance, audit, version, memory)))
}

/// Every SQL text, for a test that prepares each on both databases.
#[doc(hidden)]
pub fn statements() -> impl Iterator<Item = &'static str> {
    let files = [
        audit::STATEMENTS,
        audit::search::STATEMENTS,
        catalogue::STATEMENTS,
        credential::STATEMENTS,
        follower::STATEMENTS,
        key::STATEMENTS,
        key::reseal::STATEMENTS,
        login::STATEMENTS,
        message::STATEMENTS,
        migrate::STATEMENTS,
        session::STATEMENTS,
        ticket::STATEMENTS,
        token::STATEMENTS,
        user::STATEMENTS,
        user::list::STATEMENTS,
        verify::STATEMENTS,
    ];
    files.into_iter().flatten().copied()
}

impl SqlStore {
    /// Checks that the database understands every statement; names the first that it does not.
    #[doc(hidden)]
    pub async fn prepare_all(&self) -> Result<usize, StoreError> {
        self.read(|conn, _| {
            Box::pin(async move {
                let mut count = 0;
                for sql in statements() {
                    conn.prepare(sql).await.map_err(|fault| Fault::Corrupt(format!("{sql}: {fault:?}")))?;
                    count += 1;
                }
                Ok(count)
            })
        })
        .await
    }
}

#[async_trait::async_trait]
impl Units for SqlStore {
    async fn apply(&self, mut unit: Unit) -> Result<Applied, StoreError> {
        self.place_events(&mut unit).await?;
        let made = unit::made(&unit, &self.core.chance)?;
        match self.submit(Work::Unit(Box::new(unit), made)).await? {
            Answer::Applied(applied) => Ok(applied),
            _ => Err(Fault::corrupt("another answer").into()),
        }
    }

    async fn ready(&self) -> Result<(), StoreError> {
        let writes = self.queue.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|q| !q.is_closed());
        if !writes {
            return Err(StoreError::Unavailable("the writer ended".into()));
        }
        self.read(|conn, _| Box::pin(async move { conn.ping().await })).await
    }

    async fn sweep(&self, now: Time) -> Result<u64, StoreError> {
        match self.submit(Work::Sweep(now)).await? {
            Answer::Swept { dropped, .. } => Ok(dropped),
            _ => Err(Fault::corrupt("another answer").into()),
        }
    }
}
