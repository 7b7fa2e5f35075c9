//! The outbox: messages wait in lanes, one per destination, and are claimed for a while.

use model::{
    Id, Time,
    message::{Courier, Message, MessageState},
};
use store::{CLAIM, Messages, StoreError};

use crate::{
    SqlStore,
    conn::{Row, args, sql},
    core::{Core, Tx},
    fault::Fault,
    work::{Answer, Claim, Work},
};

sql! {
    PUT = "INSERT INTO message (id, courier, lane, state, attempts, due, until, sealed_by, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DUE = "SELECT id FROM message WHERE courier = $1 AND state = 'waiting' AND (due <= $2 OR until <= $2) AND (claimed_until IS NULL OR claimed_until <= $2) LIMIT 1";
    CLAIMS = "UPDATE message SET claimed_by = $1, claimed_until = $2 WHERE id IN (SELECT MIN(m.id) FROM message m \
        WHERE m.courier = $3 AND m.state = 'waiting' AND m.due <= $4 AND NOT EXISTS (SELECT 1 FROM message o \
        WHERE o.courier = m.courier AND o.lane = m.lane AND o.state = 'waiting' AND o.claimed_until > $4) \
        GROUP BY m.lane ORDER BY MIN(m.due) LIMIT $5) \
        AND state = 'waiting' AND due <= $4 AND (claimed_until IS NULL OR claimed_until <= $4) RETURNING id, attempts, due, body";
    EXPIRE = "UPDATE message SET state = 'failed', sealed_by = '', body = $3 WHERE courier = $1 AND state = 'waiting' AND until <= $2";
    STATE = "SELECT state FROM message WHERE id = $1";
    WAITING = "SELECT COUNT(*) FROM message WHERE courier = $1 AND lane = $2 AND state = 'waiting'";
    NEXT = "SELECT CAST(MIN(CASE WHEN busy.until > m.due THEN busy.until ELSE m.due END) AS BIGINT) FROM message m \
        LEFT JOIN (SELECT courier, lane, MAX(claimed_until) AS until FROM message WHERE state = 'waiting' GROUP BY courier, lane) AS busy \
        ON busy.courier = m.courier AND busy.lane = m.lane WHERE m.state = 'waiting'";
    LATER = "UPDATE message SET attempts = $2, due = $3, claimed_by = NULL, claimed_until = NULL WHERE id = $1 AND state = 'waiting'";
    OVER = "UPDATE message SET attempts = $2, state = $3, claimed_by = NULL, claimed_until = NULL, sealed_by = '', body = $4 WHERE id = $1 AND state = 'waiting'";
    DROP = "DELETE FROM message WHERE id = $1 AND courier = 'webhook'";
    SENDING = "INSERT INTO sending (scope, at) VALUES ($1, $2)";
    ROOM = "SELECT COUNT(*) FROM sending WHERE scope = $1 AND at >= $2";
    SWEEP = "DELETE FROM message WHERE id IN (SELECT id FROM message WHERE until < $1 LIMIT $2)";
    SWEEP_SENDING = "DELETE FROM sending WHERE at < $1 AND $2 > 0";
}
pub(crate) const SWEEPS: &str = SWEEP;
pub(crate) const SWEEPS_SENDING: &str = SWEEP_SENDING;

pub(crate) async fn put(tx: &mut Tx<'_>, message: &Message) -> Result<(), Fault> {
    let sealed = tx.core.seal("message", message.id, message)?;
    let lane = tx.core.blind("lane", &destination(message));
    let values = args![
        message.id,
        message.courier.name(),
        lane,
        message.state.name(),
        message.attempts,
        message.next,
        message.until,
        sealed.by,
        sealed.body
    ];
    tx.conn.execute(PUT, values).await?;
    Ok(())
}

/// What is slow together: an address, or the host of a URL.
fn destination(message: &Message) -> String {
    match message.courier {
        Courier::Mail | Courier::Sms => message.to.to_lowercase(),
        Courier::Webhook => message.to.clone(),
        Courier::Post => {
            let rest = message.to.split_once("://").map_or(message.to.as_str(), |(_, rest)| rest);
            rest.split(['/', '?', '#']).next().unwrap_or(rest).to_lowercase()
        }
    }
}

/// What became of a message; a text that is over is forgotten.
pub(crate) async fn done(tx: &mut Tx<'_>, id: Id, sent: bool, attempts: u32, next: Option<Time>) -> Result<(), Fault> {
    match next {
        Some(next) if !sent => tx.conn.execute(LATER, args![id, attempts, next]).await?,
        _ => {
            let state = if sent { MessageState::Sent } else { MessageState::Failed };
            tx.conn.execute(OVER, args![id, attempts, state.name(), Vec::new()]).await?;
            // Of these there are many, and no page asks what became of one.
            tx.conn.execute(DROP, args![id]).await?
        }
    };
    Ok(())
}

pub(crate) async fn count_sending(tx: &mut Tx<'_>, scope: &str, now: Time) -> Result<(), Fault> {
    tx.conn.execute(SENDING, args![scope, now]).await?;
    Ok(())
}

pub(crate) async fn has_room(tx: &mut Tx<'_>, scope: &str, since: Time, limit: u32) -> Result<bool, Fault> {
    let row = tx.conn.one(ROOM, args![scope, since]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? < i64::from(limit))
}

pub(crate) async fn claim(tx: &mut Tx<'_>, claim: &Claim) -> Result<Vec<Message>, Fault> {
    let courier = claim.courier.name();
    tx.conn.execute(EXPIRE, args![courier, claim.now, Vec::new()]).await?;
    let rows = tx.conn.query(CLAIMS, args![&claim.node, claim.now + CLAIM, courier, claim.now, claim.limit]).await?;
    rows.iter().map(|row| read(tx.core, row)).collect()
}

fn read(core: &Core, row: &Row) -> Result<Message, Fault> {
    let mut message: Message = core.open("message", row.text(0)?, row.bytes(3)?)?;
    message.attempts = u32::try_from(row.int(1)?).map_err(Fault::corrupt)?;
    message.next = row.time(2)?;
    Ok(message)
}

#[async_trait::async_trait]
impl Messages for SqlStore {
    async fn claim(&self, courier: Courier, node: &str, now: Time, limit: u32) -> Result<Vec<Message>, StoreError> {
        let due =
            self.read(move |conn, _| Box::pin(async move { conn.one(DUE, args![courier.name(), now]).await })).await?;
        if due.is_none() {
            return Ok(Vec::new());
        }
        match self.submit(Work::Claim(Claim { courier, node: node.to_owned(), now, limit })).await? {
            Answer::Messages(messages) => Ok(messages),
            _ => Err(Fault::corrupt("another answer").into()),
        }
    }

    async fn message_state(&self, id: Id) -> Result<Option<MessageState>, StoreError> {
        self.read(move |conn, _| {
            Box::pin(async move {
                let Some(row) = conn.one(STATE, args![id]).await? else { return Ok(None) };
                let state = row.text(0)?;
                MessageState::parse(state)
                    .map(Some)
                    .ok_or_else(|| Fault::corrupt(format_args!("message state {state}")))
            })
        })
        .await
    }

    async fn waiting(&self, courier: Courier, destinations: &[String]) -> Result<u64, StoreError> {
        let lanes: Vec<String> = destinations.iter().map(|to| self.core.blind("lane", to)).collect();
        self.read(move |conn, _| {
            Box::pin(async move {
                let mut all = 0;
                for lane in &lanes {
                    all += conn.one(WAITING, args![courier.name(), lane]).await?.map_or(Ok(0), |row| row.int(0))?;
                }
                u64::try_from(all).map_err(Fault::corrupt)
            })
        })
        .await
    }

    async fn sendings(&self, scope: &str, since: Time) -> Result<u64, StoreError> {
        let scope = scope.to_owned();
        self.read(move |conn, _| {
            Box::pin(async move {
                let row = conn.one(ROOM, args![&scope, since]).await?;
                u64::try_from(row.map_or(Ok(0), |row| row.int(0))?).map_err(Fault::corrupt)
            })
        })
        .await
    }

    async fn next_due(&self) -> Result<Option<Time>, StoreError> {
        self.read(|conn, _| Box::pin(async move { conn.one(NEXT, &[]).await?.map_or(Ok(None), |row| row.opt_time(0)) }))
            .await
    }
}
