//! Where hashes are worked out: beside the threads that answer requests, as many at once as there are cores.
//!
//! Memory and time stay bounded however many log in: whoever comes when the queue is full is told to come again. Each
//! opened method has a pool of its own, so a system with several password methods may run so many times the cores.

use plug::MethodError;
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use tokio::sync::Semaphore;

/// How many wait for each core: about three seconds of waiting at the default cost.
const WAITING_PER_CORE: usize = 64;

#[derive(Clone)]
pub(super) struct Pool {
    running: Arc<Semaphore>,
    /// Places for those who run and those who wait.
    queue: Arc<Semaphore>,
    done: Arc<AtomicU64>,
}

impl Pool {
    pub fn of_this_machine() -> Self {
        Self::new(std::thread::available_parallelism().map_or(1, usize::from), WAITING_PER_CORE)
    }
    pub fn new(cores: usize, waiting_per_core: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(cores)),
            queue: Arc::new(Semaphore::new(cores * (1 + waiting_per_core))),
            done: Arc::default(),
        }
    }

    /// Runs `work` when a core is free. It goes on when the caller has left, and keeps its places until it is done.
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, MethodError> {
        let full = |_| MethodError::Unavailable("too many passwords at once".into());
        let place = Arc::clone(&self.queue).try_acquire_owned().map_err(full)?;
        let closed = |_| MethodError::Unavailable("closing down".into());
        let core = Arc::clone(&self.running).acquire_owned().await.map_err(closed)?;
        let done = Arc::clone(&self.done);
        let task = tokio::task::spawn_blocking(move || {
            let made = work();
            done.fetch_add(1, Ordering::Relaxed);
            drop((core, place));
            made
        });
        task.await.map_err(|e| MethodError::Unavailable(e.to_string()))
    }

    /// How much was done so far.
    #[cfg(test)]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
    /// Takes every place, as a crowd would.
    #[cfg(test)]
    pub fn crowd(&self) -> tokio::sync::OwnedSemaphorePermit {
        let all = u32::try_from(self.queue.available_permits()).unwrap();
        Arc::clone(&self.queue).try_acquire_many_owned(all).unwrap()
    }
}
