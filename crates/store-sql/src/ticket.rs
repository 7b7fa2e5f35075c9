//! Tickets: found by the hash of their value; `spent` and `until` in columns win over the sealed body.

use model::{Id, Ticket, Time, ticket::TicketKind};
use store::{StoreError, Tickets};

use crate::{
    SqlStore,
    conn::{Row, Value, args, sql},
    core::{Core, Few, Tx},
    fault::Fault,
};

sql! {
    BY_HASH = "SELECT id, until, spent, body FROM ticket WHERE hash = $1";
    BY_ID = "SELECT id, until, spent, body FROM ticket WHERE id = $1";
    BY_PERSON = "SELECT id, until, spent, body FROM ticket WHERE person = $1 AND kind = $2 AND person <> '' ORDER BY id DESC";
    BY_KIND = "SELECT id, until, spent, body FROM ticket WHERE person = $1 AND kind = $2 ORDER BY id DESC";
    WITH_RESETS = "SELECT DISTINCT person FROM ticket WHERE kind = 'reset' LIMIT 65";
    PUT = "INSERT INTO ticket (id, kind, hash, family, person, application, session, offline, until, spent, sealed_by, body) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
        ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, person = excluded.person, application = excluded.application, session = excluded.session, \
        offline = excluded.offline, until = excluded.until, spent = COALESCE(ticket.spent, excluded.spent), sealed_by = excluded.sealed_by, body = excluded.body";
    SPEND = "UPDATE ticket SET spent = $2 WHERE hash = $1 AND spent IS NULL AND until > $2";
    END_FAMILY = "UPDATE ticket SET until = $2 WHERE family = $1 AND until > $2";
    END_SESSION = "UPDATE ticket SET until = $2 WHERE session = $1 AND until > $2 AND NOT offline";
    END_OF_SESSIONS = "UPDATE ticket SET until = $2 WHERE person = $1 AND person <> '' AND until > $2 AND \
        (session <> $3 OR (session IS NULL AND kind IN ('code', 'access', 'refresh')))";
    END_OF = "UPDATE ticket SET until = $2 WHERE person = $1 AND person <> '' AND until > $2 AND ($3 = '' OR kind = $3) AND ($4 = '' OR application = $4)";
    END_OF_NOBODY = "UPDATE ticket SET until = $2 WHERE person = $1 AND until > $2 AND ($3 = '' OR kind = $3) AND ($4 = '' OR application = $4)";
    SWEEP = "DELETE FROM ticket WHERE id IN (SELECT id FROM ticket WHERE until < $1 LIMIT $2)";
}
pub(crate) const SWEEPS: &str = SWEEP;

pub(crate) async fn put(tx: &mut Tx<'_>, ticket: &Ticket) -> Result<(), Fault> {
    let sealed = tx.core.seal("ticket", ticket.id, ticket)?;
    let values = args![
        ticket.id,
        ticket.kind.name(),
        &ticket.hash,
        ticket.family,
        &ticket.person,
        ticket.application,
        ticket.session,
        is_offline(ticket),
        ticket.until,
        ticket.spent,
        sealed.by,
        sealed.body
    ];
    tx.conn.execute(PUT, values).await?;
    tx.resets = Few::Unasked;
    Ok(())
}

/// Whether a refresh token outlives its session: its body says `offline`, or its scopes do (OpenID Connect Core 11).
fn is_offline(ticket: &Ticket) -> bool {
    let named = |scopes: &serde_json::Value| match scopes {
        serde_json::Value::String(text) => text.split(' ').any(|s| s == "offline_access"),
        serde_json::Value::Array(list) => list.iter().any(|s| s == "offline_access"),
        _ => false,
    };
    let body = &ticket.body;
    ticket.kind == TicketKind::Refresh && (body["offline"] == true || named(&body["scope"]) || named(&body["scopes"]))
}

/// Uses it up; false if somebody did, or if it is dead or unknown.
pub(crate) async fn spend(tx: &mut Tx<'_>, hash: &str, now: Time) -> Result<bool, Fault> {
    Ok(tx.conn.execute(SPEND, args![hash, now]).await? == 1)
}

pub(crate) async fn end_family(tx: &mut Tx<'_>, family: Id, now: Time) -> Result<(), Fault> {
    tx.conn.execute(END_FAMILY, args![family, now]).await?;
    Ok(())
}

pub(crate) async fn end_of_session(tx: &mut Tx<'_>, session: Id, now: Time) -> Result<(), Fault> {
    tx.conn.execute(END_SESSION, args![session, now]).await?;
    Ok(())
}

/// Ends what hangs on all sessions of a person but one, also where the session is long gone.
pub(crate) async fn end_of_sessions(tx: &mut Tx<'_>, person: &str, except: Option<Id>, now: Time) -> Result<(), Fault> {
    let except = except.map(|id| id.to_string()).unwrap_or_default();
    tx.conn.execute(END_OF_SESSIONS, args![person, now, except]).await?;
    Ok(())
}

pub(crate) async fn end_of(
    tx: &mut Tx<'_>,
    person: &str,
    kind: Option<TicketKind>,
    application: Option<Id>,
    now: Time,
) -> Result<(), Fault> {
    if kind == Some(TicketKind::Reset) {
        if matches!(tx.resets, Few::Unasked) {
            tx.resets = Few::of(&tx.conn.query(WITH_RESETS, &[]).await?)?;
        }
        if tx.resets.lack(person) {
            return Ok(());
        }
    }
    let application = application.map(|id| id.to_string()).unwrap_or_default();
    let sql = if person.is_empty() { END_OF_NOBODY } else { END_OF };
    tx.conn.execute(sql, args![person, now, kind.map_or("", TicketKind::name), application]).await?;
    Ok(())
}

fn read(core: &Core, row: &Row) -> Result<Ticket, Fault> {
    let mut ticket: Ticket = core.open("ticket", row.text(0)?, row.bytes(3)?)?;
    ticket.until = row.time(1)?;
    ticket.spent = row.opt_time(2)?;
    Ok(ticket)
}

impl SqlStore {
    async fn some_tickets(&self, sql: &'static str, keys: Vec<Value>) -> Result<Vec<Ticket>, StoreError> {
        self.read(move |conn, core| {
            Box::pin(async move { conn.query(sql, &keys).await?.iter().map(|row| read(core, row)).collect() })
        })
        .await
    }
}

#[async_trait::async_trait]
impl Tickets for SqlStore {
    async fn ticket(&self, hash: &str) -> Result<Option<Ticket>, StoreError> {
        Ok(self.some_tickets(BY_HASH, args![hash].to_vec()).await?.pop())
    }

    async fn tickets_of(&self, person: &str, kind: TicketKind) -> Result<Vec<Ticket>, StoreError> {
        let sql = if person.is_empty() { BY_KIND } else { BY_PERSON };
        self.some_tickets(sql, args![person, kind.name()].to_vec()).await
    }

    async fn ticket_by_id(&self, id: Id) -> Result<Option<Ticket>, StoreError> {
        Ok(self.some_tickets(BY_ID, args![id].to_vec()).await?.pop())
    }
}
