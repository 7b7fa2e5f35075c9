//! Verifying the audit streams: the first record that does not fit is named (case M097).

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::hmac;
use model::{Time, audit::Event};
use store::AuditFault;

use crate::{
    audit::{Heads, digest_of, erased_of, link_of, signature_of},
    conn::{Conn, Row, args, sql},
    fault::Fault,
};

sql! {
    NODES = "SELECT DISTINCT node FROM audit UNION SELECT node FROM audit_head ORDER BY 1";
    HEAD = "SELECT sequence, link FROM audit_head WHERE node = $1";
    STREAM = "SELECT sequence, at, salt, event, digest, link, erased, action, person, name, application, method, correlation, site, actor, outcome \
        FROM audit WHERE node = $1 AND sequence > $2 ORDER BY sequence LIMIT 1000";
    CHECKPOINTS = "SELECT number, at, heads, signature FROM checkpoint WHERE number > $1 ORDER BY number LIMIT 1000";
    LINKS = "SELECT at, digest, link FROM audit WHERE node = $1 AND sequence > $2 ORDER BY sequence LIMIT 10000";
}

/// What checkpoints say: node, number, link.
type Promises = BTreeMap<String, BTreeMap<i64, String>>;

/// Reads everything from one state: how many records fit, or the first that does not.
pub(crate) async fn all(conn: &mut Conn, key: &hmac::Key) -> Result<Result<u64, AuditFault>, Fault> {
    conn.begin_read().await?;
    let verdict = streams(conn, key).await?;
    conn.commit().await?;
    Ok(verdict)
}

/// The same within a transaction.
pub(crate) async fn streams(conn: &mut Conn, key: &hmac::Key) -> Result<Result<u64, AuditFault>, Fault> {
    let mut promises = match checkpoints(conn, key).await? {
        Ok(promises) => promises,
        Err(fault) => return Ok(Err(fault)),
    };
    let mut nodes: BTreeSet<String> = promises.keys().cloned().collect();
    for row in conn.query(NODES, &[]).await? {
        nodes.insert(row.text(0)?.to_owned());
    }
    let mut checked = 0;
    for node in nodes {
        let promised = promises.remove(&node).unwrap_or_default();
        match stream(conn, key, &node, &promised).await? {
            Ok(count) => checked += count,
            Err(fault) => return Ok(Err(fault)),
        }
    }
    Ok(Ok(checked))
}

async fn checkpoints(conn: &mut Conn, key: &hmac::Key) -> Result<Result<Promises, AuditFault>, Fault> {
    let (mut promises, mut last, mut before) = (Promises::new(), 0, Vec::new());
    loop {
        let rows = conn.query(CHECKPOINTS, args![last]).await?;
        if rows.is_empty() {
            return Ok(Ok(promises));
        }
        for row in rows {
            let (number, at, text, signature) = (row.int(0)?, row.time(1)?, row.text(2)?, row.bytes(3)?);
            if number != last + 1 || signature != signature_of(key, &before, number, at, text) {
                return Ok(Err(AuditFault { node: String::new(), sequence: last + 1, kind: "checkpoint" }));
            }
            (last, before) = (number, signature.to_vec());
            let heads: Heads = serde_json::from_str(text)?;
            for (node, (sequence, link)) in heads {
                promises.entry(node).or_default().insert(sequence, link);
            }
        }
    }
}

async fn stream(
    conn: &mut Conn,
    key: &hmac::Key,
    node: &str,
    promised: &BTreeMap<i64, String>,
) -> Result<Result<u64, AuditFault>, Fault> {
    let fault = |sequence: i64, kind: &'static str| Ok(Err(AuditFault { node: node.to_owned(), sequence, kind }));
    let (mut sequence, mut link) = (0_i64, Vec::new());
    let mut newer = false;
    loop {
        let rows = conn.query(STREAM, args![node, sequence]).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            let record = Record::read(&row)?;
            if record.sequence != sequence + 1 {
                return fault(sequence + 1, "missing");
            }
            sequence += 1;
            let expected = link_of(key, &link, node, sequence, record.at, &record.digest);
            if record.link != expected {
                let kind = if is_elsewhere(conn, key, node, sequence, &link, &record).await? {
                    "reordered"
                } else {
                    "altered"
                };
                return fault(sequence, kind);
            }
            // Nobody makes a record look older than the one before it.
            if !record.fits_its_digest(key, node) || newer && record.is_older() {
                return fault(sequence, "altered");
            }
            newer |= record.event.is_some() && !record.is_older();
            if promised.get(&sequence).is_some_and(|promise| *promise != data_encoding::HEXLOWER.encode(&expected)) {
                return fault(sequence, "checkpoint");
            }
            link = expected;
        }
    }
    let head = conn.one(HEAD, args![node]).await?;
    let (said, head_link) =
        head.map_or(Ok((0, Vec::new())), |row| Ok::<_, Fault>((row.int(0)?, row.bytes(1)?.to_vec())))?;
    let signed = promised.keys().next_back().copied().unwrap_or(0);
    if said.max(signed) > sequence {
        return fault(sequence + 1, "cut");
    }
    if said != sequence || head_link != link {
        return fault(sequence, "altered");
    }
    Ok(Ok(u64::try_from(sequence).unwrap_or(0)))
}

/// Whether the record that belongs here, or the place that this record belongs to, lies further on.
async fn is_elsewhere(
    conn: &mut Conn,
    key: &hmac::Key,
    node: &str,
    sequence: i64,
    before: &[u8],
    here: &Record,
) -> Result<bool, Fault> {
    for row in conn.query(LINKS, args![node, sequence]).await? {
        let (at, digest, link) = (row.time(0)?, row.bytes(1)?, row.bytes(2)?);
        let belongs = link_of(key, before, node, sequence, at, digest);
        if belongs == link || belongs == here.link {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Record {
    sequence: i64,
    at: Time,
    salt: Option<Vec<u8>>,
    event: Option<String>,
    digest: Vec<u8>,
    link: Vec<u8>,
    erased: Option<Vec<u8>>,
    /// Action, person, name, application, method, correlation: what searches look at.
    columns: [String; 6],
    /// Site, actor, outcome; `None` where the record is older than these columns.
    newer: [Option<String>; 3],
}

impl Record {
    fn read(row: &Row) -> Result<Self, Fault> {
        let mut columns: [String; 6] = Default::default();
        for (at, column) in columns.iter_mut().enumerate() {
            row.text(7 + at)?.clone_into(column);
        }
        let mut newer: [Option<String>; 3] = Default::default();
        for (at, column) in newer.iter_mut().enumerate() {
            *column = row.opt_text(13 + at)?.map(str::to_owned);
        }
        Ok(Self {
            sequence: row.int(0)?,
            at: row.time(1)?,
            salt: row.opt_bytes(2)?.map(<[u8]>::to_vec),
            event: row.opt_text(3)?.map(str::to_owned),
            digest: row.bytes(4)?.to_vec(),
            link: row.bytes(5)?.to_vec(),
            erased: row.opt_bytes(6)?.map(<[u8]>::to_vec),
            columns,
            newer,
        })
    }

    fn fits_its_digest(&self, key: &hmac::Key, node: &str) -> bool {
        match (&self.salt, &self.event) {
            (Some(salt), Some(text)) => digest_of(salt, text) == self.digest && self.columns_fit(text),
            (None, None) => {
                self.erased.as_deref() == Some(&erased_of(key, node, self.sequence, &self.digest))
                    && self.columns[1..].iter().all(String::is_empty)
                    && self.newer[..2].iter().flatten().all(String::is_empty)
            }
            _ => false,
        }
    }

    fn columns_fit(&self, text: &str) -> bool {
        let Ok(event) = serde_json::from_str::<Event>(text) else { return false };
        let correlation = event.correlation.map(|id| id.to_string()).unwrap_or_default();
        let newer = [Some(event.place()), Some(&event.actor), Some(event.outcome.name())];
        (self.is_older() || self.newer.each_ref().map(Option::as_deref) == newer)
            && self.at == event.at
            && self.columns == [event.action, event.person, event.name, event.application, event.method, correlation]
    }

    fn is_older(&self) -> bool {
        self.newer.iter().all(Option::is_none)
    }
}
