//! RADIUS: an Access-Request becomes a name and a typed line, what the engine says becomes an accept, a challenge or a reject.
//!
//! `udp.rs` and `stream.rs` receive; `front.rs` decides what becomes of a packet; `request.rs` and `response.rs` translate;
//! `accounting.rs` keeps account of sessions. Packets themselves are read and written by the wire crate.

mod accounting;
mod bundle;
mod challenged;
mod class;
mod client;
mod clients;
mod delay;
mod duplicates;
mod front;
mod lane;
mod limits;
mod peer;
mod request;
mod response;
mod stream;
mod udp;
mod way;
mod words;

#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use kit::Texts;
use login::Engine;
use radius::Key;
use tokio::sync::Semaphore;

pub use client::check;
pub use duplicates::Door;
pub use stream::TlsOf;

use clients::Clients;
use delay::Delay;
use duplicates::Duplicates;
use limits::Drops;

/// Everything that the doors share. Cheap to clone; all clones are one front.
#[derive(Clone)]
pub struct Front(Arc<Inner>);

struct Inner {
    engine: Engine,
    texts: Texts,
    clients: RwLock<Arc<Clients>>,
    duplicates: Duplicates,
    delay: Delay,
    drops: Drops,
    /// Requests under way.
    slots: Arc<Semaphore>,
    /// What every TLS connection is signed with.
    radsec: Key,
}

impl Front {
    pub fn new(engine: Engine, texts: Texts) -> Self {
        Self(Arc::new(Inner {
            engine,
            texts,
            clients: RwLock::default(),
            duplicates: Duplicates::default(),
            delay: Delay::default(),
            drops: Drops::default(),
            slots: Arc::new(Semaphore::new(UNDER_WAY)),
            radsec: Key::radsec(),
        }))
    }

    fn engine(&self) -> &Engine {
        &self.0.engine
    }

    /// The clients of the configuration as of now.
    fn clients(&self) -> Arc<Clients> {
        let world = self.engine().world();
        let version = world.catalogue.version;
        {
            let known = self.0.clients.read().unwrap_or_else(PoisonError::into_inner);
            if known.version == version && version != 0 {
                return Arc::clone(&known);
            }
        }
        let fresh = Arc::new(Clients::of(&world.catalogue));
        *self.0.clients.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }

    /// Sends refusals when they are due, for ever.
    pub async fn run(&self) {
        self.0.delay.run().await;
    }

    /// Waits for what is under way after the doors have closed, and sends what is still held back.
    pub async fn rest(&self, drain: Duration) {
        let all = u32::try_from(UNDER_WAY).unwrap_or(u32::MAX);
        if tokio::time::timeout(drain, self.0.slots.acquire_many(all)).await.is_err() {
            let left = UNDER_WAY - self.0.slots.available_permits();
            tracing::warn!(left, "{left} RADIUS requests did not end in time");
        }
        self.0.delay.flush().await;
    }
}

/// Requests under way at the same time; above it datagrams are dropped and streams wait.
const UNDER_WAY: usize = 4096;
