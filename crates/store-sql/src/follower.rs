//! How far followers have read the audit streams, and how deliveries to webhooks went.

use model::{Id, Time};
use store::{Delivery, Followers, StoreError};

use crate::{
    SqlStore,
    conn::{Value, args, sql},
    core::Tx,
    fault::Fault,
};

sql! {
    AT = "SELECT sequence FROM follower WHERE follower = $1 AND node = $2 FOR UPDATE";
    PUT = "INSERT INTO follower (follower, node, sequence) VALUES ($1, $2, $3) ON CONFLICT (follower, node) DO UPDATE SET sequence = excluded.sequence";
    ALL = "SELECT node, sequence FROM follower WHERE follower = $1 ORDER BY node";
    TAKEN = "INSERT INTO delivery (webhook, delivered, failed, failures, why) VALUES ($1, $2, NULL, 0, '') \
        ON CONFLICT (webhook) DO UPDATE SET delivered = excluded.delivered, failures = 0";
    FAILED = "INSERT INTO delivery (webhook, delivered, failed, failures, why) VALUES ($1, NULL, $2, 1, $3) \
        ON CONFLICT (webhook) DO UPDATE SET failed = excluded.failed, failures = delivery.failures + 1, why = excluded.why";
    DELIVERY = "SELECT delivered, failed, failures, why FROM delivery WHERE webhook = $1";
}

pub(crate) async fn is_at(tx: &mut Tx<'_>, follower: &str, node: &str, sequence: i64) -> Result<bool, Fault> {
    let row = tx.conn.one(AT, args![follower, node]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0))? == sequence)
}

pub(crate) async fn put(tx: &mut Tx<'_>, follower: &str, node: &str, sequence: i64) -> Result<(), Fault> {
    tx.conn.execute(PUT, args![follower, node, sequence]).await?;
    Ok(())
}

pub(crate) async fn delivered(tx: &mut Tx<'_>, webhook: Id, now: Time, why: Option<&str>) -> Result<(), Fault> {
    match why {
        None => tx.conn.execute(TAKEN, args![webhook, now]).await?,
        Some(why) => tx.conn.execute(FAILED, args![webhook, now, why]).await?,
    };
    Ok(())
}

#[async_trait::async_trait]
impl Followers for SqlStore {
    async fn followed(&self, follower: &str) -> Result<Vec<(String, i64)>, StoreError> {
        let follower = Value::from(follower);
        self.read(move |conn, _| {
            Box::pin(async move {
                let rows = conn.query(ALL, &[follower]).await?;
                rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
            })
        })
        .await
    }

    async fn delivery(&self, webhook: Id) -> Result<Delivery, StoreError> {
        self.read(move |conn, _| {
            Box::pin(async move {
                let Some(row) = conn.one(DELIVERY, args![webhook]).await? else { return Ok(Delivery::default()) };
                Ok(Delivery {
                    delivered: row.opt_time(0)?,
                    failed: row.opt_time(1)?,
                    failures: u32::try_from(row.int(2)?).map_err(Fault::corrupt)?,
                    why: row.text(3)?.to_owned(),
                })
            })
        })
        .await
    }
}
