//! A copy of an SQLite store as one file, made while a server goes on, and read back before it counts.

use std::{fs::File, path::Path, time::Duration};

use aws_lc_rs::hmac;
use rusqlite::{Connection, OpenFlags};
use store::StoreError;

use crate::{
    Location, MasterKeys,
    conn::{Conn, Sqlite},
    fault::Fault,
    key, migrate, verify, writer,
};

/// Writes one state of the store to a new file for its owner alone; how many audit records fit their chain there.
///
/// What does not read back whole is taken away again. Blocks: call it where that hurts nobody.
pub fn backup(location: &Location, keys: &MasterKeys, file: &Path) -> Result<u64, StoreError> {
    let Location::Sqlite(path) = location else {
        return Err(StoreError::Conflict("a database of PostgreSQL is saved by pg_dump".into()));
    };
    if !path.exists() {
        return Err(StoreError::Unavailable(format!("there is no store in {}", path.display())));
    }
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let told = |error: std::io::Error| StoreError::Unavailable(format!("{}: {error}", file.display()));
    let made = options.open(file).map_err(told)?;
    let written = write(path, file).and_then(|()| Ok(made.sync_all()?)).and_then(|()| read_back(file, keys));
    if written.is_err() {
        std::fs::remove_file(file).ok();
    } else if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(told)?;
    }
    Ok(written?)
}

fn write(store: &Path, file: &Path) -> Result<(), Fault> {
    let conn = Connection::open_with_flags(store, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.busy_timeout(Duration::from_secs(10))?;
    let name = file.to_str().ok_or_else(|| Fault::Away("the file's name is not UTF-8".into()))?;
    conn.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}

fn read_back(file: &Path, keys: &MasterKeys) -> Result<u64, Fault> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let whole: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if whole != "ok" {
        return Err(Fault::Corrupt(format!("the copy does not read back: {whole}")));
    }
    let mut conn = Conn::Sqlite(Sqlite::new(conn));
    writer::run(async {
        migrate::check(&mut conn).await?;
        let audit = key::audit_of(&mut conn, keys).await?;
        let audit = hmac::Key::new(hmac::HMAC_SHA256, audit.private.expose());
        verify::all(&mut conn, &audit).await
    })?
    .map_err(|fault| {
        Fault::Corrupt(format!("the audit record does not hold at {} {}: {}", fault.node, fault.sequence, fault.kind))
    })
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Away(error.to_string())
    }
}
