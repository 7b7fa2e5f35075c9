//! Logins under way: one sealed row each, found by the handle's hash.

use model::{Id, Login};
use store::{Logins, StoreError};

use crate::{
    SqlStore,
    conn::{args, sql},
    core::Tx,
    fault::Fault,
};

sql! {
    BY_HANDLE = "SELECT id, body FROM login WHERE handle = $1";
    AT = "SELECT version FROM login WHERE id = $1 FOR UPDATE";
    PUT = "INSERT INTO login (id, handle, version, until, sealed_by, body) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, version = excluded.version, until = excluded.until, \
        sealed_by = excluded.sealed_by, body = excluded.body";
    DROP = "DELETE FROM login WHERE id = $1";
    SWEEP = "DELETE FROM login WHERE id IN (SELECT id FROM login WHERE until < $1 LIMIT $2)";
}
pub(crate) const SWEEPS: &str = SWEEP;

pub(crate) async fn is_at(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![id]).await?;
    Ok(row.map(|row| row.int(0)).transpose()? == Some(version))
}

pub(crate) async fn put(tx: &mut Tx<'_>, login: &Login) -> Result<(), Fault> {
    let sealed = tx.core.seal("login", login.id, login)?;
    tx.conn.execute(PUT, args![login.id, &login.handle, login.version, login.until, sealed.by, sealed.body]).await?;
    Ok(())
}

pub(crate) async fn drop(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    tx.conn.execute(DROP, args![id]).await?;
    Ok(())
}

#[async_trait::async_trait]
impl Logins for SqlStore {
    async fn login(&self, handle: &str) -> Result<Option<Login>, StoreError> {
        let handle = handle.to_owned();
        self.read(|conn, core| {
            Box::pin(async move {
                let row = conn.one(BY_HANDLE, args![handle]).await?;
                row.map(|row| core.open("login", row.text(0)?, row.bytes(1)?)).transpose()
            })
        })
        .await
    }
}
