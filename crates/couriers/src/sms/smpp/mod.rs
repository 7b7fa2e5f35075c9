//! SMPP 3.4: one session for each gateway and node, bound when it is needed and unbound when it was idle for a while.
//!
//! [`pdu`] are the units, [`message`] what a text becomes, [`session`] one bound connection, [`dial`] how it is made.

mod dial;
mod message;
pub mod pdu;
mod session;

use model::gateway::Gateway;
use plug::{Parcel, Web};
use session::Session;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::Mutex as Turn;

use super::Miss;

/// Bound sessions, by everything that is set of their gateway. Centres allow few binds to an account, so there is one.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<String, Arc<Turn<Line>>>>);

/// Whose turn it is has the session.
#[derive(Default)]
struct Line {
    session: Option<Session>,
    /// Messages so far, so that idleness shows.
    used: u64,
}

/// A session that nobody used for so long is unbound.
const IDLE: Duration = Duration::from_secs(20);

impl Sessions {
    fn of(&self, gateway: &Gateway) -> Arc<Turn<Line>> {
        let key = serde_json::to_string(gateway).unwrap_or_default();
        Arc::clone(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default())
    }

    /// Gateways that were set otherwise before leave nothing behind.
    fn forget_idle(&self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, line| Arc::strong_count(line) > 1 || line.try_lock().is_ok_and(|line| line.session.is_some()));
    }
}

pub async fn send(sessions: &Arc<Sessions>, gateway: &Gateway, parcel: &Parcel, web: &Web) -> Result<(), Miss> {
    let units = message::units(gateway, &parcel.to, &parcel.text, reference(&parcel.id));
    let units = units.ok_or_else(|| Miss::Refused("the text is too long".into()))?;
    let line = sessions.of(gateway);
    let mut turn = Arc::clone(&line).lock_owned().await;
    // Taken out, so that a session whose turn was cut short is not used again.
    let mut kept = turn.session.take();
    if let Some(session) = &mut kept
        && !session.alive().await
    {
        kept = None;
    }
    let mut session = match kept {
        Some(session) => session,
        None => Session::bind(dial::dial(gateway, web).await?, gateway).await?,
    };
    for unit in units {
        session.submit(unit).await?;
    }
    turn.session = Some(session);
    turn.used += 1;
    let used = turn.used;
    drop(turn);
    let sessions = Arc::clone(sessions);
    tokio::spawn(async move {
        tokio::time::sleep(IDLE).await;
        let mut turn = line.lock().await;
        if turn.used == used
            && let Some(session) = turn.session.take()
        {
            session.unbind().await;
        }
        drop(turn);
        drop(line);
        sessions.forget_idle();
    });
    Ok(())
}

/// Joins the parts of a message; a second delivery has the same.
fn reference(id: &str) -> u16 {
    id.bytes().fold(0, |sum: u16, byte| sum.wrapping_mul(31).wrapping_add(u16::from(byte)))
}
