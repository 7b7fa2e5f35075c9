//! Searching the audit records: each search goes along one index, by person, correlation, site or time.

use model::{Span, Time, audit::is_within};
use std::collections::{BTreeMap, BTreeSet};
use store::{AuditFilter, AuditHour, AuditRecord, AuditStep};

use crate::{
    conn::{Conn, Row, Value, args, sql},
    fault::Fault,
};

/// A page of records: along which index, where it begins, and in which order.
macro_rules! page {
    ($along:expr, $from:expr, $order:expr) => {
        concat!(
            "SELECT node, sequence, at, event FROM audit WHERE ",
            $along,
            // One condition to the planner: of ten it would conclude that next to nothing is left, and sort that.
            "NOT (($1 <> '' AND person <> $1) OR ($2 <> '' AND name <> $2) OR ($3 <> '' AND application <> $3) OR ($4 <> '' AND method <> $4) \
            OR ($5 <> '' AND action <> $5) OR ($6 <> '' AND substr(action, 1, length($6)) <> $6) OR ($7 <> '' AND correlation <> $7) \
            OR ($8 <> '' AND outcome <> $8) OR ($9 <> '' AND actor <> $9) OR ($10 <> '' AND NOT (site = $10 OR (site >= $11 AND site < $12)))) \
            AND at >= $13 AND at <= $14 AND ",
            $from,
            " ORDER BY ",
            $order,
            " LIMIT $18"
        )
    };
}
macro_rules! newest {
    ($along:expr) => {
        page!(
            $along,
            "(at < $15 OR (at = $15 AND (node < $16 OR (node = $16 AND sequence < $17))))",
            "at DESC, node DESC, sequence DESC"
        )
    };
}
macro_rules! oldest {
    ($along:expr) => {
        page!(
            $along,
            "(at > $15 OR (at = $15 AND (node > $16 OR (node = $16 AND sequence > $17))))",
            "at, node, sequence"
        )
    };
}

sql! {
    NEWEST = newest!("");
    NEWEST_OF_PERSON = newest!(concat!(of_person!(), " AND "));
    NEWEST_OF_CORRELATION = newest!("correlation = $7 AND correlation <> '' AND ");
    NEWEST_OF_SITE = newest!("site = $10 AND site <> '' AND ");
    OLDEST = oldest!("");
    OLDEST_OF_PERSON = oldest!(concat!(of_person!(), " AND "));
    OLDEST_OF_CORRELATION = oldest!("correlation = $7 AND correlation <> '' AND ");
    OLDEST_OF_SITE = oldest!("site = $10 AND site <> '' AND ");
    SITES = "WITH RECURSIVE place (site) AS (SELECT MIN(site) FROM audit WHERE site >= $1 AND site < $2 AND site <> '' \
        UNION ALL SELECT (SELECT MIN(a.site) FROM audit a WHERE a.site > place.site AND a.site < $2 AND a.site <> '') \
        FROM place WHERE place.site IS NOT NULL) SELECT site FROM place WHERE site IS NOT NULL LIMIT $3";
    HOURS = "SELECT CAST(at / 3600000 AS BIGINT), action, COUNT(*) FROM (SELECT at, action FROM audit WHERE site = $1 AND site <> '' \
        AND at >= $2 AND at < $3 AND action IN ('login.granted', 'login.denied', 'account.locked') ORDER BY at DESC LIMIT $4) AS newest \
        GROUP BY CAST(at / 3600000 AS BIGINT), action ORDER BY 1";
    HEADS = "SELECT node, sequence FROM audit_head ORDER BY node";
    SINCE = "SELECT node, sequence FROM audit WHERE at >= $1 ORDER BY at, node, sequence LIMIT 10000";
    STEPS = "SELECT sequence, action, site FROM audit WHERE node = $1 AND sequence > $2 ORDER BY sequence LIMIT $3";
    ONE = "SELECT node, sequence, at, event FROM audit WHERE node = $1 AND sequence = $2";
}

/// Sites that are searched one by one; with more, the whole time is gone through.
const FEW: usize = 32;
/// Sites whose logins are counted.
const MANY: usize = 10_000;
/// Events that are counted at once.
const COUNTED: i64 = 1_000_000;
/// The longest time that is counted.
const LONGEST: Span = Span::days(31);
const HOUR: i64 = 3_600_000;
/// Behind every path.
const LAST: &str = "\u{10ffff}";

pub async fn page(conn: &mut Conn, filter: &AuditFilter) -> Result<Vec<AuditRecord>, Fault> {
    let mut found = Vec::new();
    let searches = searches(conn, filter).await?;
    let several = searches.len() > 1;
    for (sql, place) in searches {
        for row in conn.query(sql, &values(filter, &place)).await? {
            found.push(record(&row)?);
        }
    }
    if several {
        found.sort_unstable_by(|one, other| {
            (one.at, &one.node, one.sequence).cmp(&(other.at, &other.node, other.sequence))
        });
        if !filter.oldest_first {
            found.reverse();
        }
        found.truncate(filter.limit as usize);
    }
    Ok(found)
}

/// A site, perhaps with all below it, as the statements take it.
struct Within {
    site: String,
    from: String,
    to: String,
}

impl Within {
    const fn anywhere() -> Self {
        Self { site: String::new(), from: String::new(), to: String::new() }
    }
    const fn only(site: String) -> Self {
        Self { site, from: String::new(), to: String::new() }
    }
    /// What lies below `acme` begins with `acme/`, so it comes before `acme0`.
    fn below(site: &str) -> Self {
        Self { site: site.to_owned(), from: format!("{site}/"), to: format!("{site}0") }
    }
}

/// The statements that together answer a search, each with its place.
async fn searches(conn: &mut Conn, filter: &AuditFilter) -> Result<Vec<(&'static str, Within)>, Fault> {
    let [all, person, correlation, site] = if filter.oldest_first {
        [OLDEST, OLDEST_OF_PERSON, OLDEST_OF_CORRELATION, OLDEST_OF_SITE]
    } else {
        [NEWEST, NEWEST_OF_PERSON, NEWEST_OF_CORRELATION, NEWEST_OF_SITE]
    };
    let along = if !filter.person.is_empty() {
        person
    } else if filter.correlation.is_some() {
        correlation
    } else {
        all
    };
    let Some(sites) = &filter.sites else { return Ok(vec![(along, Within::anywhere())]) };
    let roots = roots(sites);
    if along == all {
        let sites = sites_within(conn, &roots, FEW + 1).await?;
        if sites.len() <= FEW {
            return Ok(sites.into_iter().map(|path| (site, Within::only(path))).collect());
        }
    }
    Ok(roots.iter().map(|root| (along, Within::below(root))).collect())
}

/// Each root once, without those that lie below another.
fn roots(sites: &[String]) -> BTreeSet<&str> {
    let named = sites.iter().filter(|site| !site.is_empty());
    named
        .filter(|site| !sites.iter().any(|other| other != *site && is_within(site, other)))
        .map(String::as_str)
        .collect()
}

/// Sites that have events, deleted ones included.
async fn sites_within(conn: &mut Conn, roots: &BTreeSet<&str>, most: usize) -> Result<Vec<String>, Fault> {
    let mut sites = Vec::new();
    for root in roots {
        let below = Within::below(root);
        sites.push((*root).to_owned());
        sites.extend(sites_between(conn, &below.from, &below.to, most).await?);
    }
    Ok(sites)
}

async fn sites_between(conn: &mut Conn, from: &str, to: &str, most: usize) -> Result<Vec<String>, Fault> {
    let rows = conn.query(SITES, args![from, to, most as i64]).await?;
    rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
}

fn values(filter: &AuditFilter, place: &Within) -> Vec<Value> {
    let (action, start) =
        if filter.action.ends_with('.') { ("", filter.action.as_str()) } else { (filter.action.as_str(), "") };
    let (first, last) = (Time::from_millis(i64::MIN), Time::from_millis(i64::MAX));
    let (mut since, mut until) = (filter.since.unwrap_or(first), filter.until.unwrap_or(last));
    let from = match (&filter.before, filter.oldest_first) {
        (Some(from), _) => from.clone(),
        (None, true) => (first, String::new(), 0),
        (None, false) => (last, String::new(), 0),
    };
    // So that a page begins in the index where the last one ended.
    if filter.oldest_first {
        since = since.max(from.0);
    } else {
        until = until.min(from.0);
    }
    args![
        &filter.person,
        &filter.name,
        &filter.application,
        &filter.method,
        action,
        start,
        filter.correlation.map(|id| id.to_string()).unwrap_or_default(),
        filter.outcome.map_or("", |outcome| outcome.name()),
        &filter.actor,
        &place.site,
        &place.from,
        &place.to,
        since,
        until,
        from.0,
        from.1,
        from.2,
        filter.limit
    ]
    .to_vec()
}

fn record(row: &Row) -> Result<AuditRecord, Fault> {
    let event = row.opt_text(3)?.map(serde_json::from_str).transpose()?;
    Ok(AuditRecord { node: row.text(0)?.to_owned(), sequence: row.int(1)?, at: row.time(2)?, event })
}

pub async fn hours(
    conn: &mut Conn,
    since: Time,
    until: Time,
    sites: Option<&[String]>,
) -> Result<Vec<AuditHour>, Fault> {
    let since = since.max(until - LONGEST);
    let sites = match sites {
        Some(sites) => sites_within(conn, &roots(sites), MANY).await?,
        None => sites_between(conn, "", LAST, MANY).await?,
    };
    let (mut hours, mut left, mut whole) = (BTreeMap::<i64, AuditHour>::new(), COUNTED, i64::MIN);
    for site in sites {
        let rows = conn.query(HOURS, args![site, since, until, left.max(1)]).await?;
        let mut counted = 0;
        for row in &rows {
            let (hour, count) = (row.int(0)?, row.int(2)?);
            counted += count;
            let at = Time::from_millis(hour.saturating_mul(HOUR));
            let sums = hours.entry(hour).or_insert_with(|| AuditHour { at, ..AuditHour::default() });
            let count = u64::try_from(count).map_err(Fault::corrupt)?;
            match row.text(1)? {
                "login.granted" => sums.granted += count,
                "login.denied" => sums.denied += count,
                _ => sums.locked += count,
            }
        }
        if counted >= left.max(1) {
            // More lies before the oldest hour, and some of it in that hour.
            whole = whole.max(rows.first().map_or(Ok(i64::MIN), |row| row.int(0))?.saturating_add(1));
        }
        left -= counted;
    }
    Ok(hours.into_iter().filter(|(hour, _)| *hour >= whole).map(|(_, sums)| sums).collect())
}

/// Where streams end, or where they stood before the first record since a moment.
pub async fn heads(conn: &mut Conn, at: Option<Time>) -> Result<Vec<(String, i64)>, Fault> {
    let mut heads = BTreeMap::new();
    for row in conn.query(HEADS, &[]).await? {
        heads.insert(row.text(0)?.to_owned(), row.int(1)?);
    }
    if let Some(at) = at {
        for row in conn.query(SINCE, args![at]).await? {
            let (node, before) = (row.text(0)?.to_owned(), row.int(1)? - 1);
            heads.entry(node).and_modify(|head| *head = before.min(*head)).or_insert(before);
        }
    }
    Ok(heads.into_iter().collect())
}

pub async fn steps(conn: &mut Conn, node: &str, after: i64, limit: u32) -> Result<Vec<AuditStep>, Fault> {
    let rows = conn.query(STEPS, args![node, after, limit]).await?;
    let step = |row: &Row| {
        let site = row.opt_text(2)?.unwrap_or_default().to_owned();
        Ok(AuditStep { sequence: row.int(0)?, action: row.text(1)?.to_owned(), site })
    };
    rows.iter().map(step).collect()
}

pub async fn one(conn: &mut Conn, node: &str, sequence: i64) -> Result<Option<AuditRecord>, Fault> {
    conn.one(ONE, args![node, sequence]).await?.map(|row| record(&row)).transpose()
}
