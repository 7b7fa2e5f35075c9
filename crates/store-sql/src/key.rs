//! Keys of the installation, and sealing again under another master key.

use model::{
    Id, Secret, Time,
    key::{Key, KeyPurpose},
};
use store::{Keys, StoreError};

use crate::{
    SqlStore,
    conn::{Conn, LockKey, Row, args, sql},
    core::{Core, Tx},
    fault::Fault,
    seal::{Chance, MasterKeys, Place},
    work::{Answer, Work},
};

sql! {
    ALL = "SELECT id, public, body FROM key ORDER BY created, id";
    OF = "SELECT id, public, body FROM key WHERE purpose = $1 ORDER BY created, id LIMIT 1";
    PUT = "INSERT INTO key (id, purpose, created, public, sealed_by, body) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET public = excluded.public, sealed_by = excluded.sealed_by, body = excluded.body";
    DROP = "DELETE FROM key WHERE id = $1";
}

pub(crate) async fn put(tx: &mut Tx<'_>, key: &Key) -> Result<(), Fault> {
    insert(tx.conn, &tx.core.keys(), &tx.core.chance, key).await
}

async fn insert(conn: &mut Conn, keys: &MasterKeys, chance: &Chance, key: &Key) -> Result<(), Fault> {
    let body = keys.seal(Place::body("key", &key.id.to_string()), key.private.expose(), chance)?;
    let public = serde_json::to_string(key)?;
    conn.execute(PUT, args![key.id, key.purpose.name(), key.created, public, keys.first_id(), body]).await?;
    Ok(())
}

pub(crate) async fn drop(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    tx.conn.execute(DROP, args![id]).await?;
    Ok(())
}

/// The key that links the audit streams; made at the first start of a store.
pub(crate) async fn audit(conn: &mut Conn, keys: &MasterKeys, chance: &Chance) -> Result<Key, Fault> {
    conn.begin_write().await?;
    conn.lock(&[LockKey::new("key", "audit")]).await?;
    if let Some(row) = conn.one(OF, args![KeyPurpose::Audit.name()]).await? {
        let key = read(keys, &row);
        conn.rollback().await?;
        return key;
    }
    let (mut id, mut private) = ([0; 10], vec![0; 32]);
    chance(&mut id);
    chance(&mut private);
    let start = Time::default();
    let key = Key {
        id: Id::new(start, id),
        purpose: KeyPurpose::Audit,
        algorithm: "HS256".to_owned(),
        created: start,
        active: start,
        retires: None,
        until: None,
        private: Secret::new(private),
    };
    insert(conn, keys, chance, &key).await?;
    conn.commit().await?;
    Ok(key)
}

/// The same where it must be there already.
pub(crate) async fn audit_of(conn: &mut Conn, keys: &MasterKeys) -> Result<Key, Fault> {
    let row = conn.one(OF, args![KeyPurpose::Audit.name()]).await?;
    read(keys, &row.ok_or_else(|| Fault::corrupt("no key links the audit record"))?)
}

fn read(keys: &MasterKeys, row: &Row) -> Result<Key, Fault> {
    let mut key: Key = serde_json::from_str(row.text(1)?)?;
    let private = keys.open(Place::body("key", row.text(0)?), row.bytes(2)?)?;
    key.private = Secret::new(private.to_vec());
    Ok(key)
}

#[async_trait::async_trait]
impl Keys for SqlStore {
    async fn keys(&self) -> Result<Vec<Key>, StoreError> {
        self.read(|conn, core| {
            Box::pin(async move {
                let keys = core.keys();
                conn.query(ALL, &[]).await?.iter().map(|row| read(&keys, row)).collect()
            })
        })
        .await
    }

    async fn reseal(&self, limit: u32) -> Result<u64, StoreError> {
        let rows = self.read(move |conn, core| Box::pin(async move { reseal::old(conn, core, limit).await })).await?;
        if !rows.is_empty() {
            let Answer::Count(_) = self.submit(Work::Reseal(rows)).await? else {
                return Err(Fault::corrupt("another answer").into());
            };
        }
        self.read(|conn, core| Box::pin(async move { reseal::left(conn, core).await })).await
    }
}

/// Rows are sealed again outside the writer and replaced only if they are still what was read.
pub(crate) mod reseal {
    use super::{Conn, Core, Fault, Place, Tx, args};

    /// A row whose body is to be replaced.
    pub struct Resealed {
        table: usize,
        id: String,
        old: Vec<u8>,
        by: String,
        new: Vec<u8>,
    }

    macro_rules! tables {
        ($($noun:literal),+) => {
            /// Noun, what is sealed under another key, its replacement, how many are left.
            const TABLES: &[(&str, &str, &str, &str)] = &[$((
                $noun,
                concat!("SELECT id, body FROM ", $noun, " WHERE sealed_by <> $1 AND sealed_by <> '' LIMIT $2"),
                concat!("UPDATE ", $noun, " SET sealed_by = $1, body = $2 WHERE id = $3 AND body = $4"),
                concat!("SELECT COUNT(*) FROM ", $noun, " WHERE sealed_by <> $1 AND sealed_by <> ''"),
            )),+];
            pub(crate) const STATEMENTS: &[&str] = &[$(
                concat!("SELECT id, body FROM ", $noun, " WHERE sealed_by <> $1 AND sealed_by <> '' LIMIT $2"),
                concat!("UPDATE ", $noun, " SET sealed_by = $1, body = $2 WHERE id = $3 AND body = $4"),
                concat!("SELECT COUNT(*) FROM ", $noun, " WHERE sealed_by <> $1 AND sealed_by <> ''"),
            )+];
        };
    }
    tables!("key", "object", "credential", "message", "ticket", "session", "login");

    pub async fn old(conn: &mut Conn, core: &Core, limit: u32) -> Result<Vec<Resealed>, Fault> {
        let keys = core.keys();
        let (by, mut found) = (keys.first_id(), Vec::new());
        for (table, (noun, select, ..)) in TABLES.iter().enumerate() {
            let left = i64::from(limit) - i64::try_from(found.len()).unwrap_or(i64::MAX);
            if left <= 0 {
                break;
            }
            for row in conn.query(select, args![&by, left]).await? {
                let (id, old) = (row.text(0)?.to_owned(), row.bytes(1)?.to_vec());
                let plain = keys.open(Place::body(noun, &id), &old)?;
                let new = keys.seal(Place::body(noun, &id), &plain, &core.chance)?;
                found.push(Resealed { table, id, old, by: by.clone(), new });
            }
        }
        Ok(found)
    }

    pub async fn replace(tx: &mut Tx<'_>, rows: &[Resealed]) -> Result<u64, Fault> {
        let mut count = 0;
        for row in rows {
            let (_, _, update, _) = TABLES[row.table];
            count += tx.conn.execute(update, args![&row.by, row.new.as_slice(), &row.id, row.old.as_slice()]).await?;
        }
        Ok(count)
    }

    pub async fn left(conn: &mut Conn, core: &Core) -> Result<u64, Fault> {
        let (by, mut left) = (core.keys().first_id(), 0);
        for (.., count) in TABLES {
            left += conn.one(count, args![&by]).await?.map_or(Ok(0), |row| row.int(0))?;
        }
        u64::try_from(left).map_err(Fault::corrupt)
    }
}
