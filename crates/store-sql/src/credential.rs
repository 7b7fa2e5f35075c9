//! Credentials, spent gates, misses and known browsers: what one person can prove, and how often they failed.
//!
//! The credential is one sealed row; its counter and last use stand in a narrow row of their own, because every accepted
//! code moves them. A counter never goes back, whatever is put.

use model::{
    Credential, Id, Span, Time,
    lockout::{Class, CounterKey, Misses},
    user::{Activation, Consent},
};
use store::{Credentials, Miss, PersonRecord, StoreError};

use crate::{
    SqlStore,
    conn::{Conn, Row, args, sql},
    core::{Core, Few, Tx},
    fault::Fault,
    memory::Found,
    token, user,
};

sql! {
    BY_PERSON = "SELECT c.id, s.counter, s.used, c.body, s.version FROM credential c JOIN credential_state s ON s.id = c.id WHERE c.person = $1 ORDER BY c.id";
    BY_ID = "SELECT c.id, s.counter, s.used, c.body, s.version FROM credential c JOIN credential_state s ON s.id = c.id WHERE c.id = $1";
    PUT = "INSERT INTO credential (id, person, sealed_by, body) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (id) DO UPDATE SET person = excluded.person, sealed_by = excluded.sealed_by, body = excluded.body";
    PUT_STATE = "INSERT INTO credential_state (id, counter, used, version) VALUES ($1, $2, $3, 1) ON CONFLICT (id) DO UPDATE SET version = credential_state.version + 1, \
        counter = CASE WHEN excluded.counter > credential_state.counter THEN excluded.counter ELSE credential_state.counter END, \
        used = CASE WHEN credential_state.used IS NULL OR excluded.used > credential_state.used THEN excluded.used ELSE credential_state.used END";
    AT = "SELECT version FROM credential_state WHERE id = $1";
    REMOVE = "DELETE FROM credential WHERE id = $1";
    REMOVE_STATE = "DELETE FROM credential_state WHERE id = $1";
    SPEND_COUNTER = "UPDATE credential_state SET counter = $2, used = $3 WHERE id = $1 AND counter < $2";
    USED = "UPDATE credential_state SET used = $2 WHERE id = $1 AND (used IS NULL OR used < $2)";
    SPEND_ONCE = "INSERT INTO gate (gate, name, until) VALUES ($1, $2, $3) ON CONFLICT (gate, name) DO NOTHING";
    SPENT = "SELECT g.gate, g.name FROM credential c JOIN gate g ON g.gate = 'credential:' || c.id WHERE c.person = $1 ORDER BY g.gate, g.name";
    MISSES = "SELECT class, failures, locked_at, locked_for FROM misses WHERE person = $1 AND browser = $2 ORDER BY class";
    EVER_LOCKED = "SELECT DISTINCT person FROM misses WHERE locked_at IS NOT NULL LIMIT 65";
    MISSES_IN = "SELECT class, failures, locked_at, locked_for FROM misses WHERE person = $1 AND browser = $2 AND class = $3 FOR UPDATE";
    PUT_MISSES = "INSERT INTO misses (person, browser, class, failures, locked_at, locked_for, at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (person, browser, class) DO UPDATE SET failures = excluded.failures, locked_at = excluded.locked_at, locked_for = excluded.locked_for, at = excluded.at";
    ALL_MISSES = "SELECT class, failures, locked_at, locked_for, person, browser FROM misses WHERE person = $1 ORDER BY browser, class";
    CLEAR = "DELETE FROM misses WHERE person = $1 AND class = $2 AND browser = $3";
    UNLOCK = "DELETE FROM misses WHERE person = $1";
    KNOWN = "SELECT seen FROM browser WHERE person = $1 AND browser = $2";
    KNOW = "INSERT INTO browser (person, browser, seen) VALUES ($1, $2, $3) ON CONFLICT (person, browser) DO UPDATE SET seen = excluded.seen";
    ACTIVATIONS = "SELECT method, active FROM activation WHERE person = $1 ORDER BY method";
    GROUPS = "SELECT group_id FROM member WHERE person = $1 ORDER BY group_id";
    CONSENTS = "SELECT person, application, scopes, at FROM consent WHERE person = $1 ORDER BY application";
    LOCKED = "SELECT class, failures, locked_at, locked_for, person, browser FROM misses \
        WHERE locked_at IS NOT NULL AND (locked_for = 0 OR locked_at + locked_for > $1) AND person IN (SELECT DISTINCT person FROM misses \
        WHERE locked_at IS NOT NULL AND (locked_for = 0 OR locked_at + locked_for > $1) AND person > $2 ORDER BY person LIMIT $3) \
        ORDER BY person, browser, class";
    SWEEP_MISSES = "DELETE FROM misses WHERE (person, browser, class) IN (SELECT person, browser, class FROM misses \
        WHERE at < $1 AND person LIKE 'n:%' LIMIT $2)";
    SWEEP = "DELETE FROM gate WHERE (gate, name) IN (SELECT gate, name FROM gate WHERE until < $1 LIMIT $2) RETURNING gate";
}
pub(crate) const SWEEPS: &str = SWEEP;
pub(crate) const SWEEPS_MISSES: &str = SWEEP_MISSES;

pub(crate) async fn put(tx: &mut Tx<'_>, credential: &Credential) -> Result<(), Fault> {
    let sealed = tx.core.seal("credential", credential.id, credential)?;
    tx.conn.execute(PUT, args![credential.id, &credential.person, sealed.by, sealed.body]).await?;
    tx.conn.execute(PUT_STATE, args![credential.id, credential.counter, credential.used]).await?;
    token::put(tx, credential).await
}

/// Whether it is there and as somebody read it.
pub(crate) async fn is_at(tx: &mut Tx<'_>, id: Id, version: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![id]).await?;
    Ok(row.map(|row| row.int(0)).transpose()? == Some(version))
}

pub(crate) async fn remove(tx: &mut Tx<'_>, id: Id) -> Result<(), Fault> {
    tx.conn.execute(REMOVE, args![id]).await?;
    tx.conn.execute(REMOVE_STATE, args![id]).await?;
    token::remove(tx, id).await
}

pub(crate) async fn used(tx: &mut Tx<'_>, id: Id, now: Time) -> Result<(), Fault> {
    tx.conn.execute(USED, args![id, now]).await?;
    Ok(())
}

/// Moves the counter forward; false if it is there already.
pub(crate) async fn spend_counter(tx: &mut Tx<'_>, id: Id, to: i64, now: Time) -> Result<bool, Fault> {
    Ok(tx.conn.execute(SPEND_COUNTER, args![id, to, now]).await? == 1)
}

/// Whether this is the first use of the key in the gate.
pub(crate) async fn spend_once(tx: &mut Tx<'_>, gate: &str, key: &str, until: Time) -> Result<bool, Fault> {
    Ok(tx.conn.execute(SPEND_ONCE, args![gate, key, until]).await? == 1)
}

/// Counts a miss by the rule of [`Misses`]; true if it is the one that locks.
pub(crate) async fn miss(tx: &mut Tx<'_>, miss: &Miss) -> Result<bool, Fault> {
    let CounterKey { person, class, browser } = &miss.key;
    let row = tx.conn.one(MISSES_IN, args![person, browser, class.name()]).await?;
    let before = row.as_ref().map(counted).transpose()?.map_or_else(Misses::default, |(_, misses)| misses);
    let locks = before.locked(miss.now).is_none();
    let after = before.after_miss(miss.rule, miss.now);
    tx.locked = Few::Unasked;
    let locked_for = after.locked_for.as_millis();
    tx.conn
        .execute(
            PUT_MISSES,
            args![person, browser, class.name(), after.failures, after.locked_at, locked_for, miss.now],
        )
        .await?;
    Ok(locks && after.locked_at.is_some())
}

/// Whether any class of this person, as seen from this browser, is locked.
pub(crate) async fn is_locked(tx: &mut Tx<'_>, person: &str, browser: &str, now: Time) -> Result<bool, Fault> {
    if matches!(tx.locked, Few::Unasked) {
        tx.locked = Few::of(&tx.conn.query(EVER_LOCKED, &[]).await?)?;
    }
    if tx.locked.lack(person) {
        return Ok(false);
    }
    Ok(misses(tx.conn, person, browser).await?.iter().any(|(_, misses)| misses.locked(now).is_some()))
}

pub(crate) async fn clear(tx: &mut Tx<'_>, person: &str, class: Class, browser: &str) -> Result<(), Fault> {
    tx.conn.execute(CLEAR, args![person, class.name(), browser]).await?;
    Ok(())
}

pub(crate) async fn unlock(tx: &mut Tx<'_>, person: &str) -> Result<(), Fault> {
    tx.conn.execute(UNLOCK, args![person]).await?;
    Ok(())
}

pub(crate) async fn know(tx: &mut Tx<'_>, person: &str, browser: &str, now: Time) -> Result<(), Fault> {
    tx.conn.execute(KNOW, args![person, browser, now]).await?;
    Ok(())
}

async fn misses(conn: &mut Conn, person: &str, browser: &str) -> Result<Vec<(Class, Misses)>, Fault> {
    conn.query(MISSES, args![person, browser]).await?.iter().map(counted).collect()
}

fn counted(row: &Row) -> Result<(Class, Misses), Fault> {
    let class = match row.text(0)? {
        "first" => Class::First,
        "second" => Class::Second,
        other => return Err(Fault::corrupt(format_args!("class {other}"))),
    };
    let failures = u32::try_from(row.int(1)?).map_err(Fault::corrupt)?;
    Ok((class, Misses { failures, locked_at: row.opt_time(2)?, locked_for: Span::millis(row.int(3)?) }))
}

/// A counter with whose it is.
fn counter(row: &Row) -> Result<(CounterKey, Misses), Fault> {
    let (class, misses) = counted(row)?;
    Ok((CounterKey { person: row.text(4)?.to_owned(), class, browser: row.text(5)?.to_owned() }, misses))
}

pub(crate) fn read(core: &Core, row: &Row) -> Result<Credential, Fault> {
    let mut credential: Credential = core.open("credential", row.text(0)?, row.bytes(3)?)?;
    credential.counter = row.int(1)?;
    credential.used = row.opt_time(2)?;
    credential.version = row.int(4)?;
    Ok(credential)
}

async fn person(conn: &mut Conn, core: &Core, key: &str, browser: &str) -> Result<PersonRecord, Fault> {
    conn.begin_read().await?;
    let known_browser = !browser.is_empty() && conn.one(KNOWN, args![key, browser]).await?.is_some();
    let activation = |row: &Row| Ok(Activation { method: row.id(0)?, active: row.truth(1)? });
    let record = PersonRecord {
        user: user::of_person(conn, key).await?,
        credentials: conn
            .query(BY_PERSON, args![key])
            .await?
            .iter()
            .map(|row| read(core, row))
            .collect::<Result<_, _>>()?,
        activations: conn.query(ACTIVATIONS, args![key]).await?.iter().map(activation).collect::<Result<_, Fault>>()?,
        groups: conn.query(GROUPS, args![key]).await?.iter().map(|row| row.id(0)).collect::<Result<_, _>>()?,
        consents: conn.query(CONSENTS, args![key]).await?.iter().map(consent).collect::<Result<_, _>>()?,
        misses: misses(conn, key, if known_browser { browser } else { "" }).await?,
        known_browser,
        spent: conn.query(SPENT, args![key]).await?.iter().map(spent).collect::<Result<_, _>>()?,
    };
    conn.commit().await?;
    Ok(record)
}

fn consent(row: &Row) -> Result<Consent, Fault> {
    Ok(Consent {
        person: row.text(0)?.to_owned(),
        application: row.id(1)?,
        scopes: serde_json::from_str(row.text(2)?)?,
        at: row.time(3)?,
    })
}

fn spent(row: &Row) -> Result<(String, String), Fault> {
    Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned()))
}

#[async_trait::async_trait]
impl Credentials for SqlStore {
    async fn person(&self, key: &str, browser: &str) -> Result<PersonRecord, StoreError> {
        let asked = match self.core.memory.person(key, browser) {
            Found::Here(record) => return Ok(record),
            Found::Ask(asked) => asked,
        };
        let (key, browser) = (key.to_owned(), browser.to_owned());
        self.read(move |conn, core| {
            Box::pin(async move {
                let record = person(conn, core, &key, &browser).await?;
                core.memory.keep_person(asked, &key, &browser, &record);
                Ok(record)
            })
        })
        .await
    }

    async fn credential(&self, id: Id) -> Result<Option<Credential>, StoreError> {
        self.read(move |conn, core| {
            Box::pin(async move { conn.one(BY_ID, args![id]).await?.map(|row| read(core, &row)).transpose() })
        })
        .await
    }

    async fn misses_of(&self, person: &str) -> Result<Vec<(CounterKey, Misses)>, StoreError> {
        let person = person.to_owned();
        self.read(move |conn, _| {
            Box::pin(async move { conn.query(ALL_MISSES, args![person]).await?.iter().map(counter).collect() })
        })
        .await
    }

    async fn locked(
        &self,
        now: Time,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(CounterKey, Misses)>, StoreError> {
        let after = after.unwrap_or_default().to_owned();
        self.read(move |conn, _| {
            Box::pin(async move { conn.query(LOCKED, args![now, after, limit]).await?.iter().map(counter).collect() })
        })
        .await
    }
}
