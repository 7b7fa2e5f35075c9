//! The configuration graph: one row per object, sealed whole, and one version for all.

use model::{Change, Entry, Id};
use store::{Catalogues, StoreError};

use crate::{
    SqlStore,
    conn::{Conn, args, sql},
    core::Tx,
    fault::Fault,
};

sql! {
    VERSION = "SELECT version FROM catalogue";
    MOVE = "UPDATE catalogue SET version = version + 1 RETURNING version";
    ALL = "SELECT id, body FROM object ORDER BY noun, path";
    ANY = "SELECT id FROM object LIMIT 1";
    PUT = "INSERT INTO object (id, noun, path, sealed_by, body) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (id) DO UPDATE SET noun = excluded.noun, path = excluded.path, sealed_by = excluded.sealed_by, body = excluded.body";
    DELETE = "DELETE FROM object WHERE id = $1";
}

/// The channel on which nodes tell each other that the version moved.
pub const CHANNEL: &str = "symbolon_catalogue";

/// The committed version.
pub(crate) async fn committed(conn: &mut Conn) -> Result<i64, Fault> {
    conn.one(VERSION, &[]).await?.ok_or_else(|| Fault::corrupt("no catalogue"))?.int(0)
}

/// The committed version, or the one that this transaction has moved to.
pub(crate) async fn version(tx: &mut Tx<'_>) -> Result<i64, Fault> {
    if let Some(version) = tx.version {
        return Ok(version);
    }
    let version = committed(tx.conn).await?;
    tx.version = Some(version);
    Ok(version)
}

pub(crate) async fn is_empty(tx: &mut Tx<'_>) -> Result<bool, Fault> {
    Ok(tx.conn.one(ANY, &[]).await?.is_none())
}

/// One change; the first of a unit moves the version.
pub(crate) async fn change(tx: &mut Tx<'_>, change: &Change) -> Result<(), Fault> {
    if !tx.moved {
        let row = tx.conn.one(MOVE, &[]).await?.ok_or_else(|| Fault::corrupt("no catalogue"))?;
        let version = row.int(0)?;
        tx.version = Some(version);
        tx.moved = true;
        tx.conn.notify(CHANNEL, &version.to_string()).await?;
    }
    match change {
        Change::Put(entry) => {
            let sealed = tx.core.seal("object", entry.id, entry)?;
            tx.conn.execute(PUT, args![entry.id, entry.noun().name(), &entry.path, sealed.by, sealed.body]).await?;
        }
        Change::Delete(id) => {
            tx.conn.execute(DELETE, args![*id]).await?;
        }
    }
    Ok(())
}

#[async_trait::async_trait]
impl Catalogues for SqlStore {
    async fn catalogue_version(&self) -> Result<i64, StoreError> {
        self.read(|conn, _| Box::pin(committed(conn))).await
    }

    async fn catalogue(&self) -> Result<(i64, Vec<Entry>), StoreError> {
        self.read(|conn, core| {
            Box::pin(async move {
                conn.begin_read().await?;
                let version = committed(conn).await?;
                let rows = conn.query(ALL, &[]).await?;
                conn.commit().await?;
                let entry = |row: &crate::conn::Row| {
                    let entry: Entry = core.open("object", row.text(0)?, row.bytes(1)?)?;
                    let id: Id = row.id(0)?;
                    if entry.id == id {
                        Ok(entry)
                    } else {
                        Err(Fault::corrupt(format_args!("object {id} holds another")))
                    }
                };
                Ok((version, rows.iter().map(entry).collect::<Result<_, Fault>>()?))
            })
        })
        .await
    }
}
