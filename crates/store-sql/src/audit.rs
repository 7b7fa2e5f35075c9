//! The audit streams: one per node, each event numbered and linked to the one before by a keyed hash (case M097).
//!
//! `digest` is SHA-256 of salt and event text; `link` is HMAC-SHA-256 over the link before, node, number, time and digest,
//! under the installation's audit key. Erasing drops salt and text, keeps the digest and leaves a keyed mark, so that
//! text that is merely gone is told from text that was erased. A checkpoint signs the heads of all streams.

use std::{collections::BTreeMap, sync::Arc};

use aws_lc_rs::{digest, hmac};
use model::{Id, Person, Time, audit::Event};
use store::{AuditFault, AuditFilter, AuditHour, AuditRecord, AuditStep, Audits, StoreError, Unit, Write};

use crate::{
    SqlStore,
    conn::{Conn, Value, args, sql},
    core::{Core, Tx},
    fault::Fault,
    seal::Chance,
    verify,
    work::{Answer, Work},
};

/// Records of the person `$1`, found along `audit_by_person`: by stretches of 256 numbers, of which each costs one look-up.
macro_rules! of_person {
    () => {
        "(node, sequence) IN (WITH RECURSIVE stretch (number) AS (SELECT MAX(sequence) / 256 FROM audit_head \
        UNION ALL SELECT number - 1 FROM stretch WHERE number > 0) SELECT a.node, a.sequence FROM stretch CROSS JOIN audit a \
        WHERE a.sequence / 256 = stretch.number AND a.person = $1 AND a.person <> '')"
    };
}
pub(crate) mod search;

sql! {
    SITE_OF = "SELECT site FROM \"user\" WHERE id = $1";
    PATH_OF = "SELECT path FROM object WHERE id = $1";
    HOLD = "UPDATE audit_head SET node = node WHERE node = $1 RETURNING sequence, link";
    BEGIN = "INSERT INTO audit_head (node, sequence, link) VALUES ($1, 0, $2) ON CONFLICT (node) DO NOTHING";
    MOVE = "UPDATE audit_head SET sequence = $2, link = $3 WHERE node = $1";
    ADD = "INSERT INTO audit (node, sequence, at, action, person, name, application, method, correlation, site, actor, outcome, salt, event, digest, link) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    OF_PERSON = concat!("SELECT node, sequence, digest FROM audit WHERE ", of_person!());
    ERASE = "UPDATE audit SET person = '', name = '', application = '', method = '', correlation = '', site = '', actor = '', salt = NULL, event = NULL, erased = $3 \
        WHERE node = $1 AND sequence = $2";
    HEADS = "SELECT node, sequence, link FROM audit_head ORDER BY node";
    LAST = "SELECT number, signature FROM checkpoint ORDER BY number DESC LIMIT 1";
    CHECK = "INSERT INTO checkpoint (number, at, heads, signature) VALUES ($1, $2, $3, $4)";
}

/// Heads of streams as a checkpoint names them: node to number and link in hex.
pub(crate) type Heads = BTreeMap<String, (i64, String)>;

/// An event as it is stored but for its place in the stream, which the committer alone knows.
pub struct Entry {
    at: Time,
    digest: Vec<u8>,
    /// Columns of [`ADD`] from time to digest.
    values: Vec<Value>,
}

impl Entry {
    pub fn new(event: &Event, chance: &Chance) -> Result<Self, Fault> {
        let mut salt = [0; 16];
        chance(&mut salt);
        let text = serde_json::to_string(event)?;
        let digest = digest_of(&salt, &text);
        let correlation = event.correlation.map(|id| id.to_string()).unwrap_or_default();
        let values = args![
            event.at,
            &event.action,
            &event.person,
            &event.name,
            &event.application,
            &event.method,
            correlation,
            event.place(),
            &event.actor,
            event.outcome.name(),
            &salt[..],
            text,
            digest.as_slice()
        ]
        .to_vec();
        Ok(Self { at: event.at, digest, values })
    }
}

/// Links events to this node's stream, in order.
pub(crate) async fn append(tx: &mut Tx<'_>, entries: &[Arc<Entry>]) -> Result<(), Fault> {
    if entries.is_empty() {
        return Ok(());
    }
    let node = tx.core.node.clone();
    let head = match tx.conn.one(HOLD, args![&node]).await? {
        Some(row) => row,
        None => {
            tx.conn.execute(BEGIN, args![&node, Vec::new()]).await?;
            tx.conn.one(HOLD, args![&node]).await?.ok_or_else(|| Fault::corrupt("no head of an audit stream"))?
        }
    };
    let (mut sequence, mut link) = (head.int(0)?, head.bytes(1)?.to_vec());
    let places: Vec<[Value; 2]> = entries
        .iter()
        .map(|entry| {
            sequence += 1;
            link = link_of(&tx.core.audit, &link, &node, sequence, entry.at, &entry.digest);
            [Value::from(sequence), Value::from(link.as_slice())]
        })
        .collect();
    let stream = Value::from(&node);
    let rows = entries.iter().zip(&places).map(|(entry, [sequence, link])| {
        [&stream, sequence].into_iter().chain(&entry.values).chain([link]).collect::<Vec<&Value>>()
    });
    tx.conn.execute_each(ADD, rows).await?;
    tx.conn.execute(MOVE, args![&node, sequence, link]).await?;
    Ok(())
}

pub(crate) fn digest_of(salt: &[u8], text: &str) -> Vec<u8> {
    digest::digest(&digest::SHA256, &[salt, text.as_bytes()].concat()).as_ref().to_vec()
}

pub(crate) fn link_of(key: &hmac::Key, before: &[u8], node: &str, sequence: i64, at: Time, digest: &[u8]) -> Vec<u8> {
    keyed(key, "link", &[before, node.as_bytes(), &sequence.to_be_bytes(), &at.millis().to_be_bytes(), digest])
}

/// The mark that a holder of the key has erased a record.
pub(crate) fn erased_of(key: &hmac::Key, node: &str, sequence: i64, digest: &[u8]) -> Vec<u8> {
    keyed(key, "erased", &[node.as_bytes(), &sequence.to_be_bytes(), digest])
}

pub(crate) fn signature_of(key: &hmac::Key, before: &[u8], number: i64, at: Time, heads: &str) -> Vec<u8> {
    keyed(key, "checkpoint", &[before, &number.to_be_bytes(), &at.millis().to_be_bytes(), heads.as_bytes()])
}

/// HMAC-SHA-256 over a word and parts, each with its length before it.
fn keyed(key: &hmac::Key, word: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut context = hmac::Context::with_key(key);
    for part in std::iter::once(&word.as_bytes()).chain(parts) {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign().as_ref().to_vec()
}

pub(crate) async fn checkpoint(tx: &mut Tx<'_>, now: Time) -> Result<(), Fault> {
    let mut heads = Heads::new();
    for row in tx.conn.query(HEADS, &[]).await? {
        heads.insert(row.text(0)?.to_owned(), (row.int(1)?, data_encoding::HEXLOWER.encode(row.bytes(2)?)));
    }
    let heads = serde_json::to_string(&heads)?;
    let last = tx.conn.one(LAST, &[]).await?;
    let (number, before) =
        last.map_or(Ok((0, Vec::new())), |row| Ok::<_, Fault>((row.int(0)?, row.bytes(1)?.to_vec())))?;
    let signature = signature_of(&tx.core.audit, &before, number + 1, now, &heads);
    tx.conn.execute(CHECK, args![number + 1, now, heads, signature]).await?;
    Ok(())
}

pub(crate) async fn erase(tx: &mut Tx<'_>, person: &str) -> Result<u64, Fault> {
    if person.is_empty() {
        return Ok(0);
    }
    let rows = tx.conn.query(OF_PERSON, args![person]).await?;
    for row in &rows {
        let (node, sequence) = (row.text(0)?, row.int(1)?);
        let mark = erased_of(&tx.core.audit, node, sequence, row.bytes(2)?);
        tx.conn.execute(ERASE, args![node, sequence, mark]).await?;
    }
    Ok(rows.len() as u64)
}

impl SqlStore {
    /// Says where events stand that only name a registered person: in the site that owns the user.
    pub(crate) async fn place_events(&self, unit: &mut Unit) -> Result<(), StoreError> {
        for at in 0..unit.audit.len() {
            let event = &unit.audit[at].1;
            let user =
                if event.place().is_empty() { Person::parse(&event.person).and_then(|p| p.user()) } else { None };
            let Some(user) = user else { continue };
            let fresh = unit.always.iter().chain(&unit.if_current).find_map(|write| match write {
                Write::PutUser(put) if put.id == user => Some(put.site),
                _ => None,
            });
            unit.audit[at].1.site = self.read(move |conn, _| Box::pin(site_path(conn, user, fresh))).await?;
        }
        Ok(())
    }

    async fn count(&self, work: Work) -> Result<u64, StoreError> {
        match self.submit(work).await? {
            Answer::Count(count) => Ok(count),
            _ => Err(Fault::corrupt("another answer").into()),
        }
    }
}

/// Path of the site of a user, who may be new; empty where there is none.
async fn site_path(conn: &mut Conn, user: Id, fresh: Option<Id>) -> Result<String, Fault> {
    let site = match fresh {
        Some(site) => Some(site.to_string()),
        None => conn.one(SITE_OF, args![user]).await?.map(|row| row.text(0).map(str::to_owned)).transpose()?,
    };
    let Some(site) = site else { return Ok(String::new()) };
    let path = conn.one(PATH_OF, args![site]).await?;
    path.map_or(Ok(String::new()), |row| row.text(0).map(str::to_owned))
}

#[async_trait::async_trait]
impl Audits for SqlStore {
    async fn audit(&self, filter: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError> {
        let filter = filter.clone();
        self.read(move |conn, _| Box::pin(async move { search::page(conn, &filter).await })).await
    }

    async fn audit_hours(
        &self,
        since: Time,
        until: Time,
        sites: Option<&[String]>,
    ) -> Result<Vec<AuditHour>, StoreError> {
        let sites = sites.map(<[String]>::to_vec);
        self.read(move |conn, _| Box::pin(async move { search::hours(conn, since, until, sites.as_deref()).await }))
            .await
    }

    async fn audit_heads(&self) -> Result<Vec<(String, i64)>, StoreError> {
        self.read(|conn, _| Box::pin(async move { search::heads(conn, None).await })).await
    }

    async fn audit_heads_at(&self, at: Time) -> Result<Vec<(String, i64)>, StoreError> {
        self.read(move |conn, _| Box::pin(async move { search::heads(conn, Some(at)).await })).await
    }

    async fn audit_steps(&self, node: &str, after: i64, limit: u32) -> Result<Vec<AuditStep>, StoreError> {
        let node = node.to_owned();
        self.read(move |conn, _| Box::pin(async move { search::steps(conn, &node, after, limit).await })).await
    }

    async fn audit_record(&self, node: &str, sequence: i64) -> Result<Option<AuditRecord>, StoreError> {
        let node = node.to_owned();
        self.read(move |conn, _| Box::pin(async move { search::one(conn, &node, sequence).await })).await
    }

    async fn verify_audit(&self) -> Result<Result<u64, AuditFault>, StoreError> {
        self.read(|conn, core: &Core| Box::pin(verify::all(conn, &core.audit))).await
    }

    async fn checkpoint(&self, now: Time) -> Result<(), StoreError> {
        self.count(Work::Checkpoint(now)).await.map(drop)
    }

    async fn erase(&self, person: &str) -> Result<u64, StoreError> {
        self.count(Work::Erase(person.to_owned())).await
    }
}
