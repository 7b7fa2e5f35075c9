//! Refusals that wait: each goes out after its client's delay, and no worker is held meanwhile (case R037).

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tokio::time::Instant;

use super::duplicates::Claim;
use super::way::Way;

/// Answers that are not due yet. Bounded.
#[derive(Default)]
pub struct Delay {
    waiting: Mutex<BinaryHeap<Waiting>>,
    changed: Notify,
}

/// An answer with what it takes to send it.
pub struct Late {
    pub bytes: Arc<[u8]>,
    pub claim: Claim,
    pub way: Way,
}

struct Waiting {
    due: Instant,
    late: Late,
}

impl Delay {
    /// Takes an answer in. Where there is no room, it goes out when the client asks again.
    pub fn put(&self, due: Instant, late: Late) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            drop(waiting);
            late.claim.answer(&late.bytes);
            return;
        }
        let first = waiting.peek().is_none_or(|w| due < w.due);
        waiting.push(Waiting { due, late });
        drop(waiting);
        if first {
            self.changed.notify_one();
        }
    }

    /// Sends what is due, for ever.
    pub async fn run(&self) {
        loop {
            let next = self.send_due().await;
            let changed = self.changed.notified();
            match next {
                Some(due) => tokio::select! {
                    () = tokio::time::sleep_until(due) => {}
                    () = changed => {}
                },
                None => changed.await,
            }
        }
    }

    /// When the first of the others is due.
    async fn send_due(&self) -> Option<Instant> {
        loop {
            let late = {
                let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
                let due = waiting.peek()?.due;
                if due > Instant::now() {
                    return Some(due);
                }
                waiting.pop()?.late
            };
            late.send().await;
        }
    }

    /// Sends everything at once, at the end.
    pub async fn flush(&self) {
        let all = std::mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for waiting in all {
            waiting.late.send().await;
        }
    }
}

impl Late {
    /// An answer to a request that the client has given up is of no use to it.
    pub async fn send(self) {
        if self.claim.answer(&self.bytes) {
            self.way.send(&self.bytes).await;
        }
    }
}

impl Ord for Waiting {
    /// The one that is due first is the greatest.
    fn cmp(&self, other: &Self) -> Ordering {
        other.due.cmp(&self.due)
    }
}
impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}
impl Eq for Waiting {}

/// Answers that wait at the same time.
const MOST: usize = 1 << 16;
