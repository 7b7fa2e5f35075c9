//! Sessions: what moves often (`used`, `ended`) stands in columns that win over the sealed body.

use model::{Id, Session, Time};
use store::{Sessions, StoreError};

use crate::{
    SqlStore,
    conn::{Row, args, sql},
    core::{Core, Tx},
    fault::Fault,
};

sql! {
    BY_HASH = "SELECT id, used, ended, body FROM session WHERE hash = $1";
    BY_ID = "SELECT id, used, ended, body FROM session WHERE id = $1";
    BY_PERSON = "SELECT id, used, ended, body FROM session WHERE person = $1 AND ended IS NULL ORDER BY id DESC";
    AT = "SELECT version FROM session WHERE id = $1 AND ended IS NULL FOR UPDATE";
    PUT = "INSERT INTO session (id, hash, person, ended, used, until, version, sealed_by, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
        ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, person = excluded.person, ended = COALESCE(session.ended, excluded.ended), \
        used = CASE WHEN session.used > excluded.used THEN session.used ELSE excluded.used END, until = excluded.until, \
        version = excluded.version, sealed_by = excluded.sealed_by, body = excluded.body";
    TOUCH = "UPDATE session SET used = $2 WHERE id = $1 AND used < $2";
    END = "UPDATE session SET ended = $2 WHERE id = $1 AND ended IS NULL";
    END_OF = "UPDATE session SET ended = $2 WHERE person = $1 AND ended IS NULL AND id <> $3";
    SWEEP = "DELETE FROM session WHERE id IN (SELECT id FROM session WHERE until < $1 LIMIT $2)";
    CALL = "INSERT INTO session_name (name, session, until) VALUES ($1, $2, $3) ON CONFLICT (name, session) DO NOTHING";
    CALLED = "SELECT s.id, s.used, s.ended, s.body FROM session_name AS n JOIN session AS s ON s.id = n.session \
        WHERE n.name = $1 AND s.ended IS NULL ORDER BY s.id DESC";
    SWEEP_NAMES = "DELETE FROM session_name WHERE name IN (SELECT name FROM session_name WHERE until < $1 LIMIT $2) AND until < $1";
}
pub(crate) const SWEEPS: &str = SWEEP;
pub(crate) const SWEEPS_NAMES: &str = SWEEP_NAMES;

pub(crate) async fn is_at(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![id]).await?;
    Ok(row.map(|row| row.int(0)).transpose()? == Some(version))
}

pub(crate) async fn put(tx: &mut Tx<'_>, session: &Session) -> Result<(), Fault> {
    let sealed = tx.core.seal("session", session.id, session)?;
    let person = session.person.key();
    let values = args![
        session.id,
        &session.hash,
        person,
        session.ended,
        session.used,
        session.until,
        session.version,
        sealed.by,
        sealed.body
    ];
    tx.conn.execute(PUT, values).await?;
    for name in session.proofs.iter().flat_map(|proof| &proof.upstream_names) {
        tx.conn.execute(CALL, args![name, session.id, session.until]).await?;
    }
    Ok(())
}

pub(crate) async fn touch(tx: &mut Tx<'_>, id: Id, now: Time) -> Result<(), Fault> {
    tx.conn.execute(TOUCH, args![id, now]).await?;
    Ok(())
}

pub(crate) async fn end(tx: &mut Tx<'_>, id: Id, now: Time) -> Result<(), Fault> {
    tx.conn.execute(END, args![id, now]).await?;
    Ok(())
}

/// Ends all but one of a person.
pub(crate) async fn end_of(tx: &mut Tx<'_>, person: &str, except: Option<Id>, now: Time) -> Result<(), Fault> {
    let except = except.map(|id| id.to_string()).unwrap_or_default();
    tx.conn.execute(END_OF, args![person, now, except]).await?;
    Ok(())
}

fn read(core: &Core, row: &Row) -> Result<Session, Fault> {
    let mut session: Session = core.open("session", row.text(0)?, row.bytes(3)?)?;
    session.used = row.time(1)?;
    session.ended = row.opt_time(2)?;
    Ok(session)
}

impl SqlStore {
    async fn one_session(&self, sql: &'static str, key: String) -> Result<Option<Session>, StoreError> {
        self.read(move |conn, core| {
            Box::pin(async move { conn.one(sql, args![key]).await?.map(|row| read(core, &row)).transpose() })
        })
        .await
    }
}

#[async_trait::async_trait]
impl Sessions for SqlStore {
    async fn session(&self, hash: &str) -> Result<Option<Session>, StoreError> {
        self.one_session(BY_HASH, hash.to_owned()).await
    }

    async fn session_by_id(&self, id: Id) -> Result<Option<Session>, StoreError> {
        self.one_session(BY_ID, id.to_string()).await
    }

    async fn sessions_of(&self, person: &str) -> Result<Vec<Session>, StoreError> {
        let person = person.to_owned();
        self.read(|conn, core| {
            Box::pin(
                async move { conn.query(BY_PERSON, args![person]).await?.iter().map(|row| read(core, row)).collect() },
            )
        })
        .await
    }

    async fn sessions_called(&self, name: &str) -> Result<Vec<Session>, StoreError> {
        let name = name.to_owned();
        self.read(|conn, core| {
            Box::pin(async move { conn.query(CALLED, args![name]).await?.iter().map(|row| read(core, row)).collect() })
        })
        .await
    }
}
