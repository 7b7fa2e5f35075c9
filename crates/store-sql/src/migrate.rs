//! Migrations: one file per change, each in a transaction of its own, expand before contract (case L018).

use crate::{
    conn::{Conn, LockKey, args, sql},
    fault::Fault,
    user,
};

/// Every change of the schema, oldest first.
const FILES: &[(i64, &str, &str)] = &[
    (1, "begin", include_str!("../migrations/0001-begin.sql")),
    (2, "token", include_str!("../migrations/0002-token.sql")),
    (3, WORDS, include_str!("../migrations/0003-words.sql")),
    (4, "follower", include_str!("../migrations/0004-follower.sql")),
    (5, "stretch", include_str!("../migrations/0005-stretch.sql")),
    (6, "upstream", include_str!("../migrations/0006-upstream.sql")),
];

/// The one whose rows only the program can make.
const WORDS: &str = "words";

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL)";

sql! {
    LAST = "SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM migration";
    DONE = "INSERT INTO migration (number, name) VALUES ($1, $2)";
}

/// Brings the schema up to this program's, or refuses one that is newer.
pub async fn run(conn: &mut Conn) -> Result<(), Fault> {
    loop {
        conn.begin_write().await?;
        let step = step(conn).await;
        match step {
            Ok(more) => {
                conn.commit().await?;
                if !more {
                    return Ok(());
                }
            }
            Err(fault) => {
                conn.rollback().await.ok();
                return Err(fault);
            }
        }
    }
}

/// Refuses a schema that is not this program's, and changes nothing.
pub async fn check(conn: &mut Conn) -> Result<(), Fault> {
    let last = last(conn).await?;
    newest(last)?;
    if last < newest_known() { Err(Fault::Away("the store was never opened by this version".into())) } else { Ok(()) }
}

async fn step(conn: &mut Conn) -> Result<bool, Fault> {
    conn.lock(&[LockKey::new("migration", "")]).await?;
    conn.batch(TABLE).await?;
    let last = last(conn).await?;
    newest(last)?;
    let Some((number, name, text)) = FILES.iter().find(|(number, ..)| *number > last) else { return Ok(false) };
    conn.batch(text).await?;
    if *name == WORDS {
        user::make_words(conn).await?;
    }
    conn.execute(DONE, args![*number, *name]).await?;
    Ok(true)
}

async fn last(conn: &mut Conn) -> Result<i64, Fault> {
    conn.one(LAST, &[]).await?.map_or(Ok(0), |row| row.int(0))
}

fn newest(last: i64) -> Result<(), Fault> {
    let known = newest_known();
    if last > known {
        Err(Fault::Corrupt(format!(
            "the schema is number {last} and this program knows {known}: start the newer version"
        )))
    } else {
        Ok(())
    }
}

fn newest_known() -> i64 {
    FILES.last().map_or(0, |(number, ..)| *number)
}
