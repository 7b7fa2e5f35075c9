//! One connection: the entire dialect layer. One SQL text serves both databases; what they read differently ends here.
//!
//! Parameters are written `$1`, `$2`, … SQLite numbers them by first appearance, so it is given `?1`, `?2`, … instead. Nulls carry
//! a type, because PostgreSQL fixes a parameter's type by the first value it sees. A text that ends in ` FOR UPDATE` loses
//! that for SQLite, whose writer is alone.

use std::collections::HashMap;

use sqlx::{Column as _, Connection as _, Row as _, TypeInfo as _, ValueRef as _, postgres::PgConnection};

use crate::fault::Fault;

pub enum Conn {
    Sqlite(Sqlite),
    Postgres(Box<PgConnection>),
}

/// A connection to SQLite, and the statements as it reads them.
pub struct Sqlite {
    pub conn: rusqlite::Connection,
    /// By place and length of our own text, each of which stands in the program for good.
    texts: HashMap<(usize, usize), Box<str>>,
}

/// A parameter, or a cell of an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Bool(bool),
    Bytes(Option<Vec<u8>>),
}

/// One row of an answer, in the order of its columns.
#[derive(Debug)]
pub struct Row(Vec<Value>);

/// Names statements and lists them, so that a test can prepare each on both databases.
macro_rules! sql {
    ($($name:ident = $text:expr;)+) => {
        $(const $name: &str = $text;)+
        pub(crate) const STATEMENTS: &[&str] = &[$($name),+];
    };
}
/// Parameters of a statement.
macro_rules! args {
    ($($value:expr),* $(,)?) => { &[$($crate::conn::Value::from($value)),*][..] };
}
pub(crate) use {args, sql};

impl Conn {
    /// Runs a statement and returns how many rows it touched.
    pub async fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, values),
            Self::Postgres(conn) => Ok(bound(sql, values).execute(&mut **conn).await?.rows_affected()),
        }
    }

    /// Runs a statement once for each set of values.
    pub async fn execute_each<'v>(
        &mut self,
        sql: &'static str,
        sets: impl Iterator<Item = Vec<&'v Value>>,
    ) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => {
                let mut statement = sqlite.statement(sql)?;
                for values in sets {
                    bind(&mut statement, values)?;
                    statement.raw_execute()?;
                }
            }
            Self::Postgres(conn) => {
                for values in sets {
                    bound(sql, values).execute(&mut **conn).await?;
                }
            }
        }
        Ok(())
    }

    /// Runs a statement and returns its rows.
    pub async fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.query(sql, values),
            Self::Postgres(conn) => bound(sql, values).fetch_all(&mut **conn).await?.iter().map(postgres_row).collect(),
        }
    }

    /// The same for a text that was made of the schema's own names, as copying a store makes it.
    pub async fn query_made(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(sqlite) => {
                let mut statement = sqlite.conn.prepare_cached(&sql.replace('$', "?"))?;
                bind(&mut statement, values)?;
                sqlite_rows(&mut statement)
            }
            Self::Postgres(conn) => {
                let sql = sqlx::AssertSqlSafe(sql.to_owned());
                bound(sql, values).fetch_all(&mut **conn).await?.iter().map(postgres_row).collect()
            }
        }
    }

    /// The first row, if there is one.
    pub async fn one(&mut self, sql: &'static str, values: &[Value]) -> Result<Option<Row>, Fault> {
        Ok(self.query(sql, values).await?.into_iter().next())
    }

    /// Runs statements that have neither parameters nor an answer.
    pub async fn batch(&mut self, sql: &'static str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => Ok(sqlite.conn.execute_batch(sql)?),
            Self::Postgres(conn) => {
                sqlx::raw_sql(sql).execute(&mut **conn).await?;
                Ok(())
            }
        }
    }

    /// Checks that the database understands a statement.
    pub async fn prepare(&mut self, sql: &'static str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.statement(sql).map(drop),
            Self::Postgres(conn) => {
                use sqlx::{Executor as _, SqlSafeStr as _};
                conn.prepare(sql.into_sql_str()).await?;
                Ok(())
            }
        }
    }

    pub async fn begin_write(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute("BEGIN IMMEDIATE", &[]).map(drop),
            Self::Postgres(_) => self.batch("BEGIN").await,
        }
    }
    /// Several questions answered from one state.
    pub async fn begin_read(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute("BEGIN", &[]).map(drop),
            Self::Postgres(_) => self.batch("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await,
        }
    }
    pub async fn commit(&mut self) -> Result<(), Fault> {
        self.word("COMMIT").await
    }
    pub async fn rollback(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) if sqlite.conn.is_autocommit() => Ok(()),
            _ => self.word("ROLLBACK").await,
        }
    }
    /// A statement of transaction control.
    pub async fn word(&mut self, sql: &'static str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(sqlite) => sqlite.execute(sql, &[]).map(drop),
            Self::Postgres(_) => self.batch(sql).await,
        }
    }
    /// Whether a transaction is open that was begun (SQLite undoes one by itself when the disk is full).
    pub fn in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(sqlite) => !sqlite.conn.is_autocommit(),
            Self::Postgres(_) => true,
        }
    }

    /// Whether other nodes write too, and must be kept away from what a transaction decides on.
    pub const fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Holds these keys until the transaction ends, in one order everywhere, so that nodes wait for each other instead of
    /// deadlocking. SQLite has one writer and needs none.
    pub async fn lock(&mut self, keys: &[LockKey]) -> Result<(), Fault> {
        let Self::Postgres(conn) = self else { return Ok(()) };
        if keys.is_empty() {
            return Ok(());
        }
        let mut keys = keys.to_vec();
        // The exclusive one of a pair comes first; the shared one then costs nothing.
        keys.sort_unstable_by_key(|k| (k.number, k.shared));
        keys.dedup_by_key(|k| k.number);
        let numbers: Vec<i64> = keys.iter().map(|k| k.number).collect();
        let shared: Vec<bool> = keys.iter().map(|k| k.shared).collect();
        sqlx::query(LOCK).bind(numbers).bind(shared).execute(&mut **conn).await?;
        Ok(())
    }

    /// Holds a key until the connection ends, or says that somebody else does. SQLite has a file for that.
    pub async fn keep(&mut self, key: LockKey) -> Result<bool, Fault> {
        let Self::Postgres(conn) = self else { return Ok(true) };
        let sql = if key.shared { KEEP_SHARED } else { KEEP };
        Ok(sqlx::query_scalar(sql).bind(key.number).fetch_one(&mut **conn).await?)
    }

    /// Tells other nodes, once the transaction is committed.
    pub async fn notify(&mut self, channel: &str, payload: &str) -> Result<(), Fault> {
        let Self::Postgres(conn) = self else { return Ok(()) };
        sqlx::query("SELECT pg_notify($1, $2)").bind(channel).bind(payload).execute(&mut **conn).await?;
        Ok(())
    }

    /// Whether an idle connection still answers.
    pub async fn is_open(&mut self) -> bool {
        match self {
            Self::Sqlite(_) => true,
            Self::Postgres(conn) => tokio::time::timeout(std::time::Duration::from_secs(5), conn.ping())
                .await
                .is_ok_and(|pong| pong.is_ok()),
        }
    }

    pub async fn ping(&mut self) -> Result<(), Fault> {
        match self {
            Self::Sqlite(_) => self.query("SELECT COUNT(*) FROM catalogue", &[]).await.map(drop),
            Self::Postgres(conn) => Ok(conn.ping().await?),
        }
    }
}

const LOCK: &str = "SELECT COUNT(CASE WHEN shared THEN pg_advisory_xact_lock_shared(number)::text ELSE pg_advisory_xact_lock(number)::text END) \
    FROM (SELECT number, shared FROM unnest($1::bigint[], $2::boolean[]) AS key (number, shared) ORDER BY number OFFSET 0) AS keys";

const KEEP: &str = "SELECT pg_try_advisory_lock($1)";
const KEEP_SHARED: &str = "SELECT pg_try_advisory_lock_shared($1)";

/// What a transaction of one node keeps other nodes' transactions away from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockKey {
    pub number: i64,
    pub shared: bool,
}

impl LockKey {
    /// FNV-1a over both parts; a clash only makes two pieces of work wait for each other.
    pub fn new(noun: &str, id: &str) -> Self {
        let bytes = noun.bytes().chain([0]).chain(id.bytes());
        let hash =
            bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self { number: i64::from_ne_bytes(hash.to_ne_bytes()), shared: false }
    }
    pub const fn shared(mut self) -> Self {
        self.shared = true;
        self
    }
}

impl Sqlite {
    pub fn new(conn: rusqlite::Connection) -> Self {
        Self { conn, texts: HashMap::new() }
    }

    fn statement(&mut self, sql: &'static str) -> Result<rusqlite::CachedStatement<'_>, Fault> {
        let text = self.texts.entry((sql.as_ptr() as usize, sql.len())).or_insert_with(|| {
            let text = sql.strip_suffix(" FOR UPDATE").unwrap_or(sql);
            text.replace('$', "?").into_boxed_str()
        });
        Ok(self.conn.prepare_cached(text)?)
    }

    /// How often a statement was planned again since it was prepared, and how its plan is told.
    #[cfg(test)]
    pub fn plan(&mut self, sql: &'static str) -> (i32, String) {
        let again = self.statement(sql).unwrap().get_status(rusqlite::StatementStatus::RePrepare);
        let mut explained = self.conn.prepare(&format!("EXPLAIN QUERY PLAN {}", sql.replace('$', "?"))).unwrap();
        let mut rows = explained.raw_query();
        let mut plan = String::new();
        while let Some(row) = rows.next().unwrap() {
            plan += &row.get::<_, String>(3).unwrap();
        }
        (again, plan)
    }

    fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Fault> {
        let mut statement = self.statement(sql)?;
        bind(&mut statement, values)?;
        if statement.column_count() > 0 {
            let mut rows = statement.raw_query();
            let mut count = 0;
            while rows.next()?.is_some() {
                count += 1;
            }
            return Ok(count);
        }
        Ok(statement.raw_execute()? as u64)
    }

    fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Fault> {
        let mut statement = self.statement(sql)?;
        bind(&mut statement, values)?;
        sqlite_rows(&mut statement)
    }
}

fn sqlite_rows(statement: &mut rusqlite::Statement<'_>) -> Result<Vec<Row>, Fault> {
    use rusqlite::types::ValueRef;
    let width = statement.column_count();
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = (0..width).map(|at| {
            Ok(match row.get_ref(at)? {
                ValueRef::Null => Value::Text(None),
                ValueRef::Integer(number) => Value::Int(Some(number)),
                ValueRef::Real(_) => return Err(Fault::corrupt("a fraction where there are none")),
                ValueRef::Text(text) => {
                    Value::Text(Some(std::str::from_utf8(text).map_err(Fault::corrupt)?.to_owned()))
                }
                ValueRef::Blob(bytes) => Value::Bytes(Some(bytes.to_vec())),
            })
        });
        answer.push(Row(cells.collect::<Result<_, _>>()?));
    }
    Ok(answer)
}

fn bind<'v>(statement: &mut rusqlite::Statement<'_>, values: impl IntoIterator<Item = &'v Value>) -> Result<(), Fault> {
    for (index, value) in values.into_iter().enumerate() {
        let at = index + 1;
        match value {
            Value::Text(text) => statement.raw_bind_parameter(at, text.as_deref())?,
            Value::Int(number) => statement.raw_bind_parameter(at, number)?,
            Value::Bool(truth) => statement.raw_bind_parameter(at, truth)?,
            Value::Bytes(bytes) => statement.raw_bind_parameter(at, bytes.as_deref())?,
        }
    }
    Ok(())
}

fn bound<'q>(
    sql: impl sqlx::SqlSafeStr,
    values: impl IntoIterator<Item = &'q Value>,
) -> sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments> {
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        Value::Text(text) => query.bind(text.as_deref()),
        Value::Int(number) => query.bind(*number),
        Value::Bool(truth) => query.bind(*truth),
        Value::Bytes(bytes) => query.bind(bytes.as_deref()),
    })
}

fn postgres_row(row: &sqlx::postgres::PgRow) -> Result<Row, Fault> {
    let cell = |at: usize| -> Result<Value, Fault> {
        if row.try_get_raw(at)?.is_null() {
            return Ok(Value::Text(None));
        }
        Ok(match row.columns()[at].type_info().name() {
            "INT8" => Value::Int(Some(row.try_get(at)?)),
            "INT4" => Value::Int(Some(i64::from(row.try_get::<i32, _>(at)?))),
            "BOOL" => Value::Bool(row.try_get(at)?),
            "BYTEA" => Value::Bytes(Some(row.try_get(at)?)),
            "TEXT" | "VARCHAR" | "NAME" => Value::Text(Some(row.try_get(at)?)),
            other => return Err(Fault::corrupt(format_args!("a column of type {other}"))),
        })
    };
    (0..row.columns().len()).map(cell).collect::<Result<_, _>>().map(Row)
}

impl Row {
    pub fn cells(&self) -> &[Value] {
        &self.0
    }
    fn cell(&self, at: usize) -> Result<&Value, Fault> {
        self.0.get(at).ok_or_else(|| Fault::corrupt(format_args!("no column {at}")))
    }
    pub fn opt_text(&self, at: usize) -> Result<Option<&str>, Fault> {
        match self.cell(at)? {
            Value::Text(text) => Ok(text.as_deref()),
            _ => Err(Fault::corrupt(format_args!("column {at} is no text"))),
        }
    }
    pub fn text(&self, at: usize) -> Result<&str, Fault> {
        self.opt_text(at)?.ok_or_else(|| Fault::corrupt(format_args!("column {at} is null")))
    }
    pub fn opt_int(&self, at: usize) -> Result<Option<i64>, Fault> {
        match self.cell(at)? {
            Value::Int(number) => Ok(*number),
            Value::Text(None) => Ok(None),
            _ => Err(Fault::corrupt(format_args!("column {at} is no number"))),
        }
    }
    pub fn int(&self, at: usize) -> Result<i64, Fault> {
        self.opt_int(at)?.ok_or_else(|| Fault::corrupt(format_args!("column {at} is null")))
    }
    pub fn truth(&self, at: usize) -> Result<bool, Fault> {
        match self.cell(at)? {
            Value::Bool(truth) => Ok(*truth),
            _ => Ok(self.int(at)? != 0),
        }
    }
    pub fn opt_bytes(&self, at: usize) -> Result<Option<&[u8]>, Fault> {
        match self.cell(at)? {
            Value::Bytes(bytes) => Ok(bytes.as_deref()),
            Value::Text(None) => Ok(None),
            _ => Err(Fault::corrupt(format_args!("column {at} is no bytes"))),
        }
    }
    pub fn bytes(&self, at: usize) -> Result<&[u8], Fault> {
        self.opt_bytes(at)?.ok_or_else(|| Fault::corrupt(format_args!("column {at} is null")))
    }
    pub fn id(&self, at: usize) -> Result<model::Id, Fault> {
        Ok(self.text(at)?.parse()?)
    }
    pub fn time(&self, at: usize) -> Result<model::Time, Fault> {
        Ok(model::Time::from_millis(self.int(at)?))
    }
    pub fn opt_time(&self, at: usize) -> Result<Option<model::Time>, Fault> {
        Ok(self.opt_int(at)?.map(model::Time::from_millis))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Self {
        Self::Text(Some(text.clone()))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}
impl From<model::Id> for Value {
    fn from(id: model::Id) -> Self {
        Self::Text(Some(id.to_string()))
    }
}
impl From<Option<model::Id>> for Value {
    fn from(id: Option<model::Id>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}
impl From<model::Time> for Value {
    fn from(time: model::Time) -> Self {
        Self::Int(Some(time.millis()))
    }
}
impl From<Option<model::Time>> for Value {
    fn from(time: Option<model::Time>) -> Self {
        Self::Int(time.map(model::Time::millis))
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}
impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Int(Some(i64::from(number)))
    }
}
impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}
impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Some(bytes))
    }
}
