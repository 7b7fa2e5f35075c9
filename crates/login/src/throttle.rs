//! Throttling by person and source network, before anything is judged or counted (requirement A2.14).
//!
//! In memory and bounded: it only makes guessing slower; what decides is the counter in the store.

use lru::LruCache;
use model::{Span, Time, network::source_of};
use std::{net::IpAddr, num::NonZeroUsize, sync::Mutex};

/// Judged answers that one source may give for one person, and for all people, within the window.
const PER_PERSON: u32 = 30;
const PER_SOURCE: u32 = 600;
const WINDOW: Span = Span::minutes(5);
const REMEMBERED: usize = 65_536;

pub struct Throttle(Mutex<LruCache<String, (Time, u32)>>);

impl Default for Throttle {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(NonZeroUsize::new(REMEMBERED).unwrap_or(NonZeroUsize::MIN))))
    }
}

impl Throttle {
    /// Takes one try; false when this source has used up its own for the person or for everybody.
    pub fn take(&self, person: &str, address: Option<IpAddr>, now: Time) -> bool {
        let source = address.map(|a| source_of(a).to_string());
        let mut cache = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let pair = count(&mut cache, pair(source.as_deref(), person), now);
        // Behind a VPN whose clients cannot be told apart, everybody would be one source.
        let all = source.map_or(0, |source| count(&mut cache, source, now));
        pair <= PER_PERSON && all <= PER_SOURCE
    }

    /// A pass gives the person's tries back, and the source its last one.
    pub fn clear(&self, person: &str, address: Option<IpAddr>) {
        let source = address.map(|a| source_of(a).to_string());
        let mut cache = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        cache.pop(&pair(source.as_deref(), person));
        if let Some((_, tries)) = source.and_then(|source| cache.get_mut(&source)) {
            *tries = tries.saturating_sub(1);
        }
    }
}

fn pair(source: Option<&str>, person: &str) -> String {
    format!("{} {person}", source.unwrap_or("-"))
}

fn count(cache: &mut LruCache<String, (Time, u32)>, key: String, now: Time) -> u32 {
    let entry = cache.get_or_insert_mut(key, || (now, 0));
    if now - entry.0 >= WINDOW || now < entry.0 {
        *entry = (now, 0);
    }
    entry.1 = entry.1.saturating_add(1);
    entry.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_source_is_slowed_and_another_is_not() {
        let throttle = Throttle::default();
        let (here, there) = ("192.0.2.1".parse().ok(), "198.51.100.1".parse().ok());
        let now = Time::from_seconds(1000);
        assert!((0..PER_PERSON).all(|_| throttle.take("ada", here, now)));
        assert!(!throttle.take("ada", here, now));
        assert!(throttle.take("ada", there, now));
        assert!(throttle.take("bob", here, now));
        assert!(throttle.take("ada", here, now + WINDOW));
    }

    /// A login elsewhere is first nobody's, then somebody's: one that passed leaves nothing with its source.
    #[test]
    fn what_goes_over_to_a_person_and_passes_leaves_nothing_behind() {
        let throttle = Throttle::default();
        let (here, now) = ("192.0.2.1".parse().ok(), Time::from_seconds(1000));
        for number in 0..2 * PER_SOURCE {
            let login = format!("login {number}");
            assert!(throttle.take(&login, here, now), "{number}");
            throttle.clear(&login, here);
            assert!(throttle.take("ada", here, now), "{number}");
            throttle.clear("ada", here);
        }
    }
}
