//! A whole store copied into an empty one, of the same or the other database: all of it or nothing.
//!
//! Rows go over as they lie. Bodies stay sealed and ids stay what they are, so the target needs the same master keys, and the
//! audit streams go on where they were. What the tables are is read from a schema made for it, so that none is forgotten.

use aws_lc_rs::{digest, hmac};
use sqlx::postgres::PgConnection;
use store::StoreError;

use crate::{
    Location, MasterKeys,
    conn::{Conn, Row, Sqlite, Value, args},
    fault::Fault,
    hold, key, migrate, pg, verify, writer,
};

/// A store that no server has, and what opens it.
pub struct Closed {
    pub location: Location,
    pub keys: MasterKeys,
}

/// What went over.
#[derive(Debug, PartialEq, Eq)]
pub struct Copied {
    /// Name and rows of each table.
    pub tables: Vec<(String, u64)>,
    /// Audit records that fit their chain in the target.
    pub records: u64,
}

/// Copies everything, reads it back, verifies the audit streams, and only then commits. Both stores are held meanwhile.
pub async fn copy(from: &Closed, to: &Closed) -> Result<Copied, StoreError> {
    if from.location.same(&to.location) {
        return Err(StoreError::Conflict("both are the same store".into()));
    }
    if let Location::Sqlite(path) = &from.location
        && !path.exists()
    {
        return Err(StoreError::Unavailable(format!("there is no store in {}", path.display())));
    }
    let (mut source, _source_held) = take(&from.location).await?;
    migrate::check(&mut source).await?;
    let (mut target, _target_held) = take(&to.location).await?;
    migrate::run(&mut target).await?;
    source.begin_read().await?;
    target.begin_write().await?;
    let filled = match fill(&mut source, &mut target, &to.keys).await {
        Ok(copied) => target.commit().await.map(|()| copied),
        Err(fault) => {
            target.rollback().await.ok();
            Err(fault)
        }
    };
    source.rollback().await.ok();
    Ok(filled?)
}

/// A connection, and what keeps servers away as long as both live.
async fn take(location: &Location) -> Result<(Conn, Option<std::fs::File>), StoreError> {
    match location {
        Location::Sqlite(path) => {
            let lock = hold(path)?;
            Ok((writer::open(path)?, Some(lock)))
        }
        Location::Postgres(url) => {
            let mut conn = pg::Server::new(url)?.connect().await?;
            pg::check_collation(&mut conn).await?;
            match conn.keep(pg::held()).await? {
                true => Ok((conn, None)),
                false => Err(StoreError::Unavailable(crate::HELD.into())),
            }
        }
    }
}

async fn fill(source: &mut Conn, target: &mut Conn, keys: &MasterKeys) -> Result<Copied, Fault> {
    let tables = tables().await?;
    for table in &tables {
        table.clear(target).await?;
    }
    let mut copied = Vec::new();
    for table in tables {
        let sent = table.walk(source, Some(target)).await?;
        let kept = table.walk(target, None).await?;
        if sent != kept {
            return Err(Fault::Corrupt(format!("{} reads back otherwise than it was written", table.name)));
        }
        table.opens(target, keys).await?;
        copied.push((table.name, sent.rows));
    }
    let audit = key::audit_of(target, keys).await?;
    let audit = hmac::Key::new(hmac::HMAC_SHA256, audit.private.expose());
    match verify::streams(target, &audit).await? {
        Ok(records) => Ok(Copied { tables: copied, records }),
        Err(fault) => Err(Fault::Corrupt(format!(
            "the audit record does not hold at {} {}: {}",
            fault.node, fault.sequence, fault.kind
        ))),
    }
}

/// How many rows a table has, and what they are all together.
#[derive(PartialEq, Eq)]
struct Sum {
    rows: u64,
    digest: Vec<u8>,
}

struct Table {
    name: String,
    columns: Vec<(String, Sort)>,
    /// Columns of the primary key, in its order; none where there is no such key.
    key: Vec<usize>,
}

#[derive(Clone, Copy)]
enum Sort {
    Text,
    Int,
    Bool,
    Bytes,
}

/// Every table but that of migrations, as a store of this version has them.
async fn tables() -> Result<Vec<Table>, Fault> {
    let mut schema = Conn::Sqlite(Sqlite::new(rusqlite::Connection::open_in_memory()?));
    migrate::run(&mut schema).await?;
    let mut tables = Vec::new();
    for row in schema.query(TABLES, &[]).await? {
        let name = row.text(0)?.to_owned();
        let (mut columns, mut key) = (Vec::new(), Vec::new());
        for (at, row) in schema.query(COLUMNS, args![&name]).await?.iter().enumerate() {
            columns.push((row.text(0)?.to_owned(), Sort::named(row.text(1)?)?));
            if row.int(2)? > 0 {
                key.push((row.int(2)?, at));
            }
        }
        key.sort_unstable();
        tables.push(Table { name, columns, key: key.into_iter().map(|(_, at)| at).collect() });
    }
    Ok(tables)
}

const TABLES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'migration' ORDER BY name";
const COLUMNS: &str = "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid";
/// Rows that are read and written at once.
const PAGE: usize = 500;

impl Table {
    /// Refuses a table that holds anything; the version of an empty catalogue goes.
    async fn clear(&self, target: &mut Conn) -> Result<(), Fault> {
        let empty = if self.name == "catalogue" { " WHERE version <> 0" } else { "" };
        let count = format!("SELECT COUNT(*) FROM {}{empty}", quoted(&self.name));
        if target.query_made(&count, &[]).await?.first().map_or(Ok(0), |row| row.int(0))? > 0 {
            return Err(Fault::Taken(format!("the target is not empty ({}): copy into a new store", self.name)));
        }
        target.query_made(&format!("DELETE FROM {}", quoted(&self.name)), &[]).await.map(drop)
    }

    /// Reads all rows in the order of the key, and writes them to `into` where that is given.
    async fn walk(&self, from: &mut Conn, mut into: Option<&mut Conn>) -> Result<Sum, Fault> {
        let mut sum = digest::Context::new(&digest::SHA256);
        let (mut rows, mut after) = (0, Vec::new());
        loop {
            let page = from.query_made(&self.page(!after.is_empty()), &after).await?;
            let page = page.iter().map(|row| self.fit(row)).collect::<Result<Vec<_>, _>>()?;
            for row in &page {
                row.iter().for_each(|value| add(&mut sum, value));
            }
            rows += page.len() as u64;
            if let Some(into) = &mut into {
                self.write(into, &page).await?;
            }
            match page.last() {
                Some(last) if page.len() == PAGE && !self.key.is_empty() => {
                    after = self.key.iter().map(|at| last[*at].clone()).collect();
                }
                _ => return Ok(Sum { rows, digest: sum.finish().as_ref().to_vec() }),
            }
        }
    }

    /// A table without a key is read at once; there is only a small one.
    fn page(&self, goes_on: bool) -> String {
        let all = self.names();
        let key = match self.key.is_empty() {
            true => all.clone(),
            false => self.key.iter().map(|at| quoted(&self.columns[*at].0)).collect::<Vec<_>>().join(", "),
        };
        let numbers = (1..=self.key.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
        let after = if goes_on { format!(" WHERE ({key}) > ({numbers})") } else { String::new() };
        let limit = if self.key.is_empty() { String::new() } else { format!(" LIMIT {PAGE}") };
        format!("SELECT {all} FROM {}{after} ORDER BY {key}{limit}", quoted(&self.name))
    }

    async fn write(&self, into: &mut Conn, rows: &[Vec<Value>]) -> Result<(), Fault> {
        let head = format!("INSERT INTO {} ({})", quoted(&self.name), self.names());
        match into {
            Conn::Sqlite(_) => {
                let numbers = (1..=self.columns.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
                let insert = format!("{head} VALUES ({numbers})");
                for row in rows {
                    into.query_made(&insert, row).await?;
                }
                Ok(())
            }
            Conn::Postgres(conn) => self.write_columns(conn, &head, rows).await,
        }
    }

    /// One statement for all rows: each column is an array.
    async fn write_columns(&self, conn: &mut PgConnection, head: &str, rows: &[Vec<Value>]) -> Result<(), Fault> {
        let arrays = self.columns.iter().enumerate().map(|(n, (_, sort))| format!("${}::{}[]", n + 1, sort.postgres()));
        let sql = format!("{head} SELECT * FROM unnest({})", arrays.collect::<Vec<_>>().join(", "));
        let mut query = sqlx::query(sqlx::AssertSqlSafe(sql));
        for (at, (_, sort)) in self.columns.iter().enumerate() {
            let column = rows.iter().map(|row| row[at].clone());
            query = match sort {
                Sort::Text => query.bind(column.map(text).collect::<Vec<_>>()),
                Sort::Int => query.bind(column.map(int).collect::<Vec<_>>()),
                Sort::Bool => query.bind(column.map(truth).collect::<Vec<_>>()),
                Sort::Bytes => query.bind(column.map(bytes).collect::<Vec<_>>()),
            };
        }
        query.execute(conn).await?;
        Ok(())
    }

    /// Refuses bodies that the target's keys do not open.
    async fn opens(&self, target: &mut Conn, keys: &MasterKeys) -> Result<(), Fault> {
        if !self.columns.iter().any(|(name, _)| name == "sealed_by") {
            return Ok(());
        }
        let sql = format!("SELECT DISTINCT sealed_by FROM {} WHERE sealed_by <> ''", quoted(&self.name));
        for row in target.query_made(&sql, &[]).await? {
            if !keys.has(row.text(0)?) {
                return Err(Fault::Corrupt(format!(
                    "{} holds bodies sealed under a master key that the target's list lacks: name every key of the source there",
                    self.name
                )));
            }
        }
        Ok(())
    }

    fn fit(&self, row: &Row) -> Result<Vec<Value>, Fault> {
        let wrong = |(name, _): &(String, Sort)| Fault::Corrupt(format!("{}.{name} holds another type", self.name));
        let cells = self.columns.iter().zip(row.cells());
        cells.map(|(column, value)| column.1.fit(value).ok_or_else(|| wrong(column))).collect()
    }

    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| quoted(name)).collect::<Vec<_>>().join(", ")
    }
}

impl Sort {
    fn named(declared: &str) -> Result<Self, Fault> {
        match declared {
            "TEXT" => Ok(Self::Text),
            "BIGINT" => Ok(Self::Int),
            "BOOLEAN" => Ok(Self::Bool),
            "BYTEA" => Ok(Self::Bytes),
            other => Err(Fault::Corrupt(format!("a column of type {other}"))),
        }
    }
    const fn postgres(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Int => "bigint",
            Self::Bool => "boolean",
            Self::Bytes => "bytea",
        }
    }
    /// A cell as this type: a null says nothing of its own, and SQLite has numbers for truths.
    fn fit(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (Self::Text, Value::Text(_)) | (Self::Int, Value::Int(_)) => Some(value.clone()),
            (Self::Bool, Value::Bool(_)) | (Self::Bytes, Value::Bytes(_)) => Some(value.clone()),
            (Self::Int, Value::Text(None)) => Some(Value::Int(None)),
            (Self::Bytes, Value::Text(None)) => Some(Value::Bytes(None)),
            (Self::Bool, Value::Int(Some(number))) => Some(Value::Bool(*number != 0)),
            _ => None,
        }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn text(value: Value) -> Option<String> {
    if let Value::Text(text) = value { text } else { None }
}
fn int(value: Value) -> Option<i64> {
    if let Value::Int(number) = value { number } else { None }
}
fn truth(value: Value) -> Option<bool> {
    if let Value::Bool(truth) = value { Some(truth) } else { None }
}
fn bytes(value: Value) -> Option<Vec<u8>> {
    if let Value::Bytes(bytes) = value { bytes } else { None }
}

/// With type and length, so that no two rows look alike that are not.
fn add(sum: &mut digest::Context, value: &Value) {
    let (sort, bytes) = match value {
        Value::Text(text) => (b't', text.as_ref().map(|text| text.as_bytes().to_vec())),
        Value::Int(number) => (b'i', number.map(|number| number.to_be_bytes().to_vec())),
        Value::Bool(truth) => (b'b', Some(vec![u8::from(*truth)])),
        Value::Bytes(bytes) => (b'y', bytes.clone()),
    };
    sum.update(&[sort, u8::from(bytes.is_some())]);
    let bytes = bytes.unwrap_or_default();
    sum.update(&(bytes.len() as u64).to_be_bytes());
    sum.update(&bytes);
}
