//! Dropping what is past its life, a bounded portion at a time.

use model::{Span, Time};

use crate::{conn::args, core::Tx, credential, fault::Fault, login, message, session, ticket, work::Answer};

/// Rows of one noun that one sweep drops at most.
const PORTION: i64 = 500;

pub(crate) async fn sweep(tx: &mut Tx<'_>, now: Time) -> Result<Answer, Fault> {
    // Spent codes and ended sessions are kept for a while, so that one that comes back is recognised.
    let kept = now - Span::days(1);
    let portions = [
        (login::SWEEPS, now),
        // Counters of names that nobody has: anybody can make them, so they must not pile up (case L024).
        (credential::SWEEPS_MISSES, now - Span::days(2)),
        (ticket::SWEEPS, kept),
        (session::SWEEPS, kept),
        (session::SWEEPS_NAMES, kept),
        (message::SWEEPS, kept),
        (message::SWEEPS_SENDING, now - Span::days(2)),
    ];
    let gates = tx.conn.query(credential::SWEEPS, args![now, PORTION]).await?;
    let gates = gates.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
    let mut dropped = gates.len() as u64;
    for (sql, before) in portions {
        dropped += tx.conn.execute(sql, args![before, PORTION]).await?;
    }
    Ok(Answer::Swept { dropped, gates })
}
