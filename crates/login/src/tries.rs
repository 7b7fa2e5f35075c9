//! How often a source has failed to prove what it says it is, for programs that present secrets. People are throttled by the engine.

use std::{
    net::IpAddr,
    num::NonZeroUsize,
    sync::{Mutex, PoisonError},
};

use lru::LruCache;
use model::{Span, Time, network::source_of};

use crate::hashed;

/// Failures per name (of a client, of an API) and source, and per source, within a window. In memory: it only makes guessing slower.
pub struct Tries(Mutex<LruCache<String, (Time, u32)>>);

const PER_NAME: u32 = 30;
const PER_SOURCE: u32 = 300;
const WINDOW: Span = Span::minutes(5);
const REMEMBERED: usize = 16_384;

impl Default for Tries {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN))))
    }
}

impl Tries {
    /// Whether this source has failed too often of late.
    pub fn used_up(&self, name: &str, address: Option<IpAddr>, now: Time) -> bool {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let [pair, source] = names(name, address);
        let count = |cache: &mut LruCache<String, (Time, u32)>, key: &str| {
            cache.get(key).filter(|(since, _)| now >= *since && now - *since < WINDOW).map_or(0, |(_, count)| *count)
        };
        count(&mut cache, &pair) >= PER_NAME || count(&mut cache, &source) >= PER_SOURCE
    }

    /// Counts one failure.
    pub fn missed(&self, name: &str, address: Option<IpAddr>, now: Time) {
        let mut cache = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for key in names(name, address) {
            let entry = cache.get_or_insert_mut(key, || (now, 0));
            if now - entry.0 >= WINDOW || now < entry.0 {
                *entry = (now, 0);
            }
            entry.1 = entry.1.saturating_add(1);
        }
    }
}

fn names(name: &str, address: Option<IpAddr>) -> [String; 2] {
    let source = address.map_or_else(|| "-".to_owned(), |a| source_of(a).to_string());
    [format!("{source} {}", hashed(name)), source]
}
