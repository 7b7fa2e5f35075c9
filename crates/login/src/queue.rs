//! One at a time per person on a node, so that a directory behind is not flooded and a storm of guesses is judged in order.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

/// Judgements waiting for one person at most; the rest are told to come back.
const WAITING: usize = 512;

#[derive(Default)]
pub struct Queue(Mutex<HashMap<String, Arc<AsyncMutex<()>>>>);

/// Held while one answer of a person is judged.
pub struct Turnstile {
    _guard: OwnedMutexGuard<()>,
}

impl Queue {
    /// Waits for the person's turn; `None` when too many wait already.
    pub async fn enter(&self, person: &str) -> Option<Turnstile> {
        let lock = {
            let mut map = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            if map.len() > 4096 {
                map.retain(|_, lock| Arc::strong_count(lock) > 1);
            }
            let lock = map.entry(person.to_owned()).or_default();
            if Arc::strong_count(lock) > WAITING {
                return None;
            }
            Arc::clone(lock)
        };
        Some(Turnstile { _guard: lock.lock_owned().await })
    }
}
