//! The writer of SQLite: one thread that drains a queue without a timer, and commits what waits together.
//!
//! `BEGIN IMMEDIATE`, up to [`GROUP`] pieces, one durable `COMMIT`, then the answers. A group in which a piece fails is undone and
//! run again with a savepoint per piece. Checkpoints of the write-ahead log run on a thread and a connection of their own, because
//! inside the writer they are the slowest percent.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, PoisonError, mpsc as std_mpsc},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use futures_util::{FutureExt as _, future::BoxFuture};
use tokio::sync::mpsc;

use crate::{
    conn::{Conn, Sqlite},
    core::Core,
    fault::Fault,
    work::{self, Done, GROUP, Job, Undo, Work},
};

/// Opens a connection; the file and its write-ahead log are made where they are missing.
pub fn open(path: &Path) -> Result<Conn, Fault> {
    keep_private(path)?;
    let conn = rusqlite::Connection::open(path)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    conn.set_prepared_statement_cache_capacity(256);
    // Otherwise a statement over a table with a partial index may be planned again each time it is given other values. The price:
    // the condition of such an index must stand in the statement.
    conn.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    for (name, value) in
        [("journal_mode", "WAL"), ("synchronous", "FULL"), ("wal_autocheckpoint", "16384"), ("temp_store", "MEMORY")]
    {
        conn.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(other),
        })?;
    }
    Ok(Conn::Sqlite(Sqlite::new(conn)))
}

/// Makes a missing file for its owner alone; SQLite gives its log the same rights.
fn keep_private(path: &Path) -> Result<(), Fault> {
    let mut options = std::fs::File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(Fault::Away(error.to_string())),
        _ => Ok(()),
    }
}

/// Runs what never waits: every future over SQLite.
pub fn run<T>(future: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
    future.now_or_never().unwrap_or_else(|| Err(Fault::corrupt("SQLite waited for something")))
}

/// Starts the writer; it ends when the queue is closed and drained.
pub fn start(
    path: PathBuf,
    mut conn: Conn,
    core: Arc<Core>,
    mut queue: mpsc::Receiver<Job>,
) -> std::io::Result<JoinHandle<()>> {
    let (full, checkpoints) = std_mpsc::sync_channel::<()>(1);
    let checkpointer =
        std::thread::Builder::new().name("store-checkpoint".into()).spawn(move || checkpoint(&path, &checkpoints))?;
    if let Conn::Sqlite(Sqlite { conn, .. }) = &conn {
        conn.pragma_update(None, "cache_size", -WRITER_PAGES).map_err(std::io::Error::other)?;
    }
    std::thread::Builder::new().name("store-writer".into()).spawn(move || {
        let mut jobs = Vec::with_capacity(GROUP);
        while let Some(job) = queue.blocking_recv() {
            jobs.push(job);
            while jobs.len() < GROUP {
                let Ok(job) = queue.try_recv() else { break };
                jobs.push(job);
            }
            metrics::gauge!("symbolon_store_queue_length").set(queue.len() as f64);
            commit(&mut conn, &core, std::mem::replace(&mut jobs, Vec::with_capacity(GROUP)));
            if uncopied(&conn) > LOG_PAGES {
                full.try_send(()).ok();
            }
        }
        drop(full);
        checkpointer.join().ok();
    })
}

/// The log is copied into the database when more pages than this wait in it.
const LOG_PAGES: i64 = 4096;
/// KiB of pages that the writer may keep, as far as it comes to use them: a group moves rows all over the database. Not more,
/// because SQLite walks the table of them at each commit.
const WRITER_PAGES: i64 = 16_384;

/// Pages of the log that are not in the database yet.
fn uncopied(conn: &Conn) -> i64 {
    let Conn::Sqlite(Sqlite { conn, .. }) = conn else { return 0 };
    let asked = conn.prepare_cached("PRAGMA wal_checkpoint(NOOP)");
    let pages =
        asked.and_then(|mut asked| asked.query_row([], |row| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?)));
    pages.unwrap_or(0)
}

fn checkpoint(path: &Path, asked: &std_mpsc::Receiver<()>) {
    let Ok(Conn::Sqlite(Sqlite { conn, .. })) = open(path) else { return };
    while asked.recv().is_ok() {
        if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(error = %error, "The write-ahead log could not be copied into the database, it grows until it can");
        }
    }
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).ok();
}

fn commit(conn: &mut Conn, core: &Core, jobs: Vec<Job>) {
    let start = Instant::now();
    metrics::histogram!("symbolon_store_group_size").record(jobs.len() as f64);
    // A piece that fails by itself is rare: only then is its group run again, with a savepoint around each. Nothing is run
    // again once its COMMIT was tried.
    let applied = group(conn, core, &jobs, Undo::Group).or_else(|fault| {
        if !fault.is_its_own() {
            return Err(fault);
        }
        run(conn.rollback())?;
        group(conn, core, &jobs, Undo::Alone)
    });
    let done = applied.and_then(|done| run(conn.commit()).map(|()| done));
    match done {
        Ok(done) => {
            core.count_commit();
            work::finish(core, jobs, done);
        }
        Err(fault) => {
            tracing::error!(fault = ?fault, pieces = jobs.len(), "A group could not be written, all of it is refused");
            run(conn.rollback()).ok();
            work::refuse(core, jobs, &fault);
        }
    }
    metrics::histogram!("symbolon_store_commit_seconds").record(start.elapsed().as_secs_f64());
}

fn group(conn: &mut Conn, core: &Core, jobs: &[Job], undo: Undo) -> Result<Done, Fault> {
    run(async {
        conn.begin_write().await?;
        let works: Vec<&Work> = jobs.iter().map(|job| &job.work).collect();
        work::apply(conn, core, &works, undo).await
    })
}

/// A question that a reader thread answers.
pub type Question = Box<dyn FnOnce(&mut Conn, &Core) + Send>;

/// Threads that answer questions, each with a connection of its own.
pub struct Readers {
    shared: Arc<Waiting>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Default)]
struct Waiting {
    questions: Mutex<(std::collections::VecDeque<Question>, bool)>,
    more: Condvar,
}

/// Questions that may wait; more are refused.
const QUESTIONS: usize = 8192;

impl Readers {
    pub fn start(path: &Path, core: &Arc<Core>, count: usize) -> Result<Self, Fault> {
        let shared = Arc::new(Waiting::default());
        let mut threads = Vec::with_capacity(count);
        for _ in 0..count {
            let (mut conn, core, shared) = (open(path)?, Arc::clone(core), Arc::clone(&shared));
            let thread = std::thread::Builder::new().name("store-reader".into()).spawn(move || {
                while let Some(question) = shared.next() {
                    let answered =
                        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| question(&mut conn, &core)));
                    if answered.is_err() {
                        tracing::error!("A question to the store panicked");
                    }
                    run(conn.rollback()).ok();
                }
            });
            threads.push(thread.map_err(|error| Fault::Away(error.to_string()))?);
        }
        Ok(Self { shared, threads: Mutex::new(threads) })
    }

    pub async fn ask<T, F>(&self, question: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Conn, &'a Core) -> BoxFuture<'a, Result<T, Fault>> + Send + 'static,
    {
        let (answer, answered) = tokio::sync::oneshot::channel();
        let asked = self.shared.push(Box::new(move |conn, core| {
            answer.send(run(question(conn, core))).ok();
        }));
        if !asked {
            return Err(Fault::Away("too many questions wait, or the store is closed".into()));
        }
        answered.await.unwrap_or_else(|_| Err(Fault::Away("the question was dropped".into())))
    }

    pub fn close(&self) {
        self.shared.close();
        for thread in self.threads.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            thread.join().ok();
        }
    }
}

impl Waiting {
    fn push(&self, question: Question) -> bool {
        let mut waiting = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.1 || waiting.0.len() >= QUESTIONS {
            return false;
        }
        waiting.0.push_back(question);
        drop(waiting);
        self.more.notify_one();
        true
    }
    fn next(&self) -> Option<Question> {
        let mut waiting = self.questions.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(question) = waiting.0.pop_front() {
                return Some(question);
            }
            if waiting.1 {
                return None;
            }
            waiting = self.more.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
    fn close(&self) {
        self.questions.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
        self.more.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{conn::args, migrate};

    fn fresh(folder: &Path) -> Conn {
        let mut conn = open(&folder.join("store.db")).unwrap();
        run(migrate::run(&mut conn)).unwrap();
        conn
    }

    #[test]
    fn a_statement_is_planned_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = fresh(folder.path());
        let misses = crate::credential::STATEMENTS.iter().find(|sql| sql.starts_with("SELECT class")).unwrap();
        for person in ["one", "two", "three"] {
            run(conn.query(misses, args![person, ""])).unwrap();
        }
        let Conn::Sqlite(sqlite) = &mut conn else { panic!("SQLite") };
        assert_eq!(sqlite.plan(misses).0, 0, "{misses}");
    }

    #[test]
    fn records_of_a_person_are_found_by_their_index() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = fresh(folder.path());
        let Conn::Sqlite(sqlite) = &mut conn else { panic!("SQLite") };
        let mut seen = 0;
        let keyed = [
            (crate::audit::STATEMENTS, "USING INDEX audit_by_person (<expr>=? AND person=?)"),
            (crate::audit::search::STATEMENTS, "USING INDEX audit_by_person (<expr>=? AND person=?)"),
            (crate::ticket::STATEMENTS, "USING INDEX ticket_by_person (person=?)"),
        ];
        for (statements, index) in keyed {
            for sql in statements.iter().filter(|sql| sql.contains("person <> ''")) {
                let (_, plan) = sqlite.plan(sql);
                assert!(plan.contains(index), "{sql}: {plan}");
                seen += 1;
            }
        }
        assert_eq!(seen, 6);
        // What each group asks must not cost more the more there is.
        let asked = [(crate::credential::STATEMENTS, "misses_locked"), (crate::ticket::STATEMENTS, "ticket_reset")];
        for (statements, index) in asked {
            let sql = statements.iter().find(|sql| sql.contains("LIMIT 65")).unwrap();
            let (_, plan) = sqlite.plan(sql);
            assert!(plan.contains(&format!("INDEX {index}")) && !plan.contains("TEMP"), "{sql}: {plan}");
        }
    }

    #[test]
    fn searches_go_along_an_index_and_sort_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut conn = fresh(folder.path());
        let Conn::Sqlite(sqlite) = &mut conn else { panic!("SQLite") };
        let mut seen = 0;
        for sql in crate::audit::search::STATEMENTS {
            let along = if sql.contains("site = $10 AND site <> ''") || sql.contains("WHERE site = $1") {
                "audit_by_site"
            } else if sql.contains("person <> ''") || sql.contains("correlation <> ''") {
                continue;
            } else if sql.contains("at >= $") {
                "audit_by_time"
            } else {
                continue;
            };
            let (_, plan) = sqlite.plan(sql);
            assert!(plan.contains(along), "{sql}: {plan}");
            assert!(!plan.contains("TEMP B-TREE") || sql.contains("GROUP BY"), "{sql}: {plan}");
            seen += 1;
        }
        assert_eq!(seen, 6);
    }
}
