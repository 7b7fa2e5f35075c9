//! Lanes: what came in on a socket is worked on by a few tasks, one for each core, each with many logins under way.
//!
//! A task for each login would cost two wake-ups of a thread for each of them, and its answer a call of the system. In a lane the
//! logins that came together begin together, and those that one commit ended are answered together.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::net::UdpSocket;
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use super::bundle;
use super::front::{Due, Job};
use super::way::Way;

/// A login to be worked on, and its place among those under way. There are only so many places, and so a lane holds no more.
pub type Started = (Job, OwnedSemaphorePermit);

/// The lanes of one socket. They end when this is dropped and everything that they hold is answered.
pub struct Lanes {
    lanes: Vec<mpsc::UnboundedSender<Vec<Started>>>,
    next: usize,
}

impl Lanes {
    pub fn of(socket: &Arc<UdpSocket>) -> Self {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        let lane = |_| {
            let (give, given) = mpsc::unbounded_channel();
            // It gives way by itself; a budget that ran out would have every login of the lane looked at for nothing.
            tokio::spawn(tokio::task::unconstrained(keep(Arc::clone(socket), given)));
            give
        };
        Self { lanes: (0..count).map(lane).collect(), next: 0 }
    }

    /// Hands over what came in together: to one lane where it is little, for waking another costs more than it brings.
    pub fn give(&mut self, mut started: Vec<Started>) {
        while !started.is_empty() {
            let rest = started.split_off(started.len().min(TOGETHER));
            self.next = (self.next + 1) % self.lanes.len();
            // The other end is there as long as this one.
            let _ = self.lanes[self.next].send(started);
            started = rest;
        }
    }
}

async fn keep(socket: Arc<UdpSocket>, mut given: mpsc::UnboundedReceiver<Vec<Started>>) {
    let mut under_way = FuturesUnordered::new();
    let mut due = Vec::new();
    let mut open = true;
    while open || !under_way.is_empty() {
        tokio::select! {
            biased;
            started = given.recv(), if open => match started {
                Some(started) => under_way.extend(started.into_iter().map(worked_out)),
                None => open = false,
            },
            Some(done) = under_way.next(), if !under_way.is_empty() => due.extend(done),
        }
        while let Some(Some(done)) = under_way.next().now_or_never() {
            due.extend(done);
        }
        send(&socket, &mut due).await;
    }
}

/// One login. Should it panic, the others of its lane go on.
async fn worked_out((job, slot): Started) -> Option<Due> {
    AssertUnwindSafe(job.run(slot)).catch_unwind().await.unwrap_or_else(|_| {
        tracing::error!("A RADIUS request could not be served: it panicked");
        None
    })
}

/// An answer to a request that the client has given up is of no use to it.
async fn send(socket: &UdpSocket, due: &mut Vec<Due>) {
    if due.is_empty() {
        return;
    }
    let mut held = Vec::with_capacity(due.len());
    let mut answers = Vec::with_capacity(due.len());
    for Due { late, slot } in due.drain(..) {
        if late.claim.answer(&late.bytes)
            && let Way::Datagram { to, .. } = late.way
        {
            answers.push((late.bytes, to));
        }
        held.push(slot);
    }
    bundle::send(socket, &answers).await;
}

/// Logins that are given to a lane at once.
const TOGETHER: usize = 16;
