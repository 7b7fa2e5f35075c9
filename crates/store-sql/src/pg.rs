//! PostgreSQL: a committer that groups the pieces which wait together, a pool for questions, and word from other nodes.
//!
//! A group that the database undoes is run again with a savepoint per piece, and then piece by piece. Nothing is run again
//! once its COMMIT was sent: whether it was kept is then unknown, and the caller is told that the store did not answer.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use sqlx::{
    ConnectOptions as _,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
};
use tokio::{
    sync::{Semaphore, mpsc},
    time::timeout,
};

use crate::{
    catalogue,
    conn::{Conn, LockKey},
    core::Core,
    fault::Fault,
    work::{self, Done, GROUP, Job, Undo, Work},
};

/// Asked of PostgreSQL only, so it is no statement of both.
const COLLATION: &str = "SELECT datcollate::text FROM pg_database WHERE datname = current_database()";

/// How to reach the database.
#[derive(Clone)]
pub struct Server(PgConnectOptions);

/// How long one step may take before the connection is given up.
const PATIENCE: Duration = Duration::from_secs(20);

impl Server {
    pub fn new(url: &str) -> Result<Self, Fault> {
        let options: PgConnectOptions =
            url.parse().map_err(|_| Fault::Away("the store's URL is not one of PostgreSQL".into()))?;
        Ok(Self(options.application_name("symbolon").statement_cache_capacity(512)))
    }

    pub async fn connect(&self) -> Result<Conn, Fault> {
        let conn = timeout(PATIENCE, self.0.connect())
            .await
            .map_err(|_| Fault::Away("the database does not answer".into()))??;
        Ok(Conn::Postgres(Box::new(conn)))
    }
}

/// Held together by all who have the store open, and alone by who copies it.
pub fn held() -> LockKey {
    LockKey::new("store", "held")
}

/// Texts must sort by their bytes, or paging by key skips rows.
pub async fn check_collation(conn: &mut Conn) -> Result<(), Fault> {
    let row = conn.one(COLLATION, &[]).await?.ok_or_else(|| Fault::corrupt("no database"))?;
    match row.text(0)? {
        "C" | "POSIX" | "C.UTF-8" | "C.utf8" => Ok(()),
        other => Err(Fault::Corrupt(format!("the database sorts by {other}: create it with LC_COLLATE 'C'"))),
    }
}

/// Drains the queue until it is closed.
pub async fn committer(server: Server, core: Arc<Core>, mut queue: mpsc::Receiver<Job>) {
    let mut conn = None;
    let mut jobs = Vec::with_capacity(GROUP);
    while queue.recv_many(&mut jobs, GROUP).await > 0 {
        metrics::gauge!("symbolon_store_queue_length").set(queue.len() as f64);
        metrics::histogram!("symbolon_store_group_size").record(jobs.len() as f64);
        let start = Instant::now();
        let group = std::mem::replace(&mut jobs, Vec::with_capacity(GROUP));
        commit(&server, &core, &mut conn, group).await;
        metrics::histogram!("symbolon_store_commit_seconds").record(start.elapsed().as_secs_f64());
    }
}

/// Why a try failed, and whether another may be made.
enum Failed {
    /// Nothing was kept.
    Undone(Fault),
    /// The answer to COMMIT was lost.
    Unknown(Fault),
}

async fn commit(server: &Server, core: &Core, conn: &mut Option<Conn>, jobs: Vec<Job>) {
    let mut tries = [Undo::Group, Undo::Alone].into_iter();
    let fault = loop {
        let works: Vec<&Work> = jobs.iter().map(|job| &job.work).collect();
        let Some(undo) = tries.next() else {
            return one_by_one(server, core, conn, jobs).await;
        };
        match attempt(server, core, conn, &works, undo).await {
            Ok(done) => {
                core.count_commit();
                return work::finish(core, jobs, done);
            }
            Err(Failed::Undone(Fault::Away(why))) if conn.is_none() => break Fault::Away(why),
            Err(Failed::Undone(_)) => {}
            Err(Failed::Unknown(fault)) => break fault,
        }
    };
    tracing::error!(fault = ?fault, pieces = jobs.len(), "A group could not be written, all of it is refused");
    work::refuse(core, jobs, &fault);
}

async fn one_by_one(server: &Server, core: &Core, conn: &mut Option<Conn>, jobs: Vec<Job>) {
    for job in jobs {
        match attempt(server, core, conn, &[&job.work], Undo::Alone).await {
            Ok(done) => {
                core.count_commit();
                work::finish(core, vec![job], done);
            }
            Err(Failed::Undone(fault) | Failed::Unknown(fault)) => work::refuse(core, vec![job], &fault),
        }
    }
}

/// One transaction. A connection that failed is dropped; one that was idle too long is replaced once.
async fn attempt(
    server: &Server,
    core: &Core,
    conn: &mut Option<Conn>,
    works: &[&Work],
    undo: Undo,
) -> Result<Done, Failed> {
    let mut old = conn.take();
    let begun = match &mut old {
        Some(conn) => begin(conn).await.is_ok(),
        None => false,
    };
    let mut mine = match old {
        Some(old) if begun => old,
        _ => {
            let mut new = server.connect().await.map_err(Failed::Undone)?;
            begin(&mut new).await.map_err(Failed::Undone)?;
            new
        }
    };
    let applied = timeout(PATIENCE, work::apply(&mut mine, core, works, undo)).await;
    let done = match applied {
        Ok(Ok(done)) => done,
        Ok(Err(fault)) => {
            if !matches!(fault, Fault::Away(_))
                && timeout(PATIENCE, mine.rollback()).await.is_ok_and(|done| done.is_ok())
            {
                *conn = Some(mine);
            }
            return Err(Failed::Undone(fault));
        }
        Err(_) => return Err(Failed::Undone(Fault::Away("the database does not answer".into()))),
    };
    match timeout(PATIENCE, mine.commit()).await {
        Ok(Ok(())) => {
            *conn = Some(mine);
            Ok(done)
        }
        Ok(Err(Fault::Again(why))) => Err(Failed::Undone(Fault::Again(why))),
        Ok(Err(fault)) => Err(Failed::Unknown(fault)),
        Err(_) => Err(Failed::Unknown(Fault::Away("the database does not answer".into()))),
    }
}

async fn begin(conn: &mut Conn) -> Result<(), Fault> {
    timeout(PATIENCE, conn.begin_write())
        .await
        .unwrap_or_else(|_| Err(Fault::Away("the database does not answer".into())))
}

/// Connections for questions.
pub struct Pool {
    server: Server,
    room: Semaphore,
    idle: Mutex<Vec<Conn>>,
}

impl Pool {
    pub fn new(server: Server, size: usize) -> Self {
        Self { server, room: Semaphore::new(size), idle: Mutex::new(Vec::new()) }
    }

    pub async fn ask<T, F>(&self, core: &Core, question: F) -> Result<T, Fault>
    where
        F: for<'a> FnOnce(&'a mut Conn, &'a Core) -> BoxFuture<'a, Result<T, Fault>>,
    {
        let away = |_| Fault::Away("the database does not answer".into());
        let _place = timeout(PATIENCE, self.room.acquire())
            .await
            .map_err(away)?
            .map_err(|_| Fault::Away("the store is closed".into()))?;
        let mut conn = self.connection().await?;
        let answer = timeout(PATIENCE, question(&mut conn, core)).await.map_err(away)?;
        // After a fault a transaction may be open; such a connection is dropped.
        if answer.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        answer
    }

    async fn connection(&self) -> Result<Conn, Fault> {
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(mut conn) = idle else { return self.server.connect().await };
            if conn.is_open().await {
                return Ok(conn);
            }
        }
    }

    pub fn close(&self) {
        self.room.close();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Hears of catalogue changes that other nodes commit; after a lost connection the version is read again. `first` holds the
/// store until the listening connection does.
pub async fn listen(server: Server, core: Arc<Core>, first: Conn) {
    let mut first = Some(first);
    loop {
        if let Err(error) = hear(&server, &core, &mut first).await {
            tracing::warn!(error = %error, "Word from other nodes is interrupted, trying again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn hear(server: &Server, core: &Core, first: &mut Option<Conn>) -> Result<(), sqlx::Error> {
    let pool = PgPoolOptions::new().max_connections(1).connect_with(server.0.clone()).await?;
    let mut listener = PgListener::connect_with(&pool).await?;
    sqlx::query("SELECT pg_advisory_lock_shared($1)").bind(held().number).execute(&mut listener).await?;
    first.take();
    listener.listen(catalogue::CHANNEL).await?;
    catch_up(server, core).await;
    loop {
        match listener.try_recv().await? {
            Some(word) => {
                if let Ok(version) = word.payload().parse() {
                    core.announce(version);
                }
            }
            None => catch_up(server, core).await,
        }
    }
}

async fn catch_up(server: &Server, core: &Core) {
    if let Ok(mut conn) = server.connect().await
        && let Ok(version) = catalogue::committed(&mut conn).await
    {
        core.announce(version);
    }
}
