//! Limits: how fast one client may ask, and how often the same thing is said in the log.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use model::Time;

/// Requests that a client may make: so many a second, and as many at once.
#[derive(Debug)]
pub struct Bucket {
    rate: u32,
    /// What is left, in thousandths, and since when.
    left: Mutex<(u64, Time)>,
}

impl Bucket {
    /// A full one.
    pub fn of(rate: u32) -> Self {
        Self { rate, left: Mutex::new((u64::from(rate) * 1000, Time::from_millis(0))) }
    }

    /// Takes one request; false when there is none left.
    pub fn take(&self, now: Time) -> bool {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = u64::try_from(now.millis() - left.1.millis()).unwrap_or(0).min(1000);
        let full = u64::from(self.rate) * 1000;
        *left = ((left.0 + passed * u64::from(self.rate)).min(full), now);
        if left.0 < 1000 {
            return false;
        }
        left.0 -= 1000;
        true
    }
}

/// Why a packet was not answered. Nobody is told but the operator (cases R028, R029).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    Malformed,
    /// From an address that no client has, or with a certificate that is not the client's.
    Unknown,
    /// A code that has no business at this door.
    Code,
    /// No Message-Authenticator where one is required.
    Unsigned,
    /// The shared secret is another, or the packet was changed on the way.
    Forged,
    /// A broken or contradictory credential.
    Credential,
    /// The client asks faster than it may.
    Rate,
    /// As much is under way as may be.
    Busy,
    /// The store or the engine cannot do it now; another server may.
    Unavailable,
    /// The answer cannot be written.
    Unfit,
}

impl Dropped {
    const ALL: [Self; 10] = [
        Self::Malformed,
        Self::Unknown,
        Self::Code,
        Self::Unsigned,
        Self::Forged,
        Self::Credential,
        Self::Rate,
        Self::Busy,
        Self::Unavailable,
        Self::Unfit,
    ];

    /// Its word in counters.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Unknown => "unknown",
            Self::Code => "code",
            Self::Unsigned => "unsigned",
            Self::Forged => "forged",
            Self::Credential => "credential",
            Self::Rate => "rate",
            Self::Busy => "busy",
            Self::Unavailable => "unavailable",
            Self::Unfit => "unfit",
        }
    }

    const fn said(self) -> &'static str {
        match self {
            Self::Malformed => "that are no RADIUS packets",
            Self::Unknown => "from addresses or with certificates that no application has",
            Self::Code => "with a code that is not served there",
            Self::Unsigned => {
                "without Message-Authenticator; update the client, or set requireMessageAuthenticator false"
            }
            Self::Forged => "that were made with another shared secret",
            Self::Credential => "with a broken or contradictory credential",
            Self::Rate => "above the rate of their client",
            Self::Busy => "because as much is under way as may be",
            Self::Unavailable => "because the store or the engine could not do it",
            Self::Unfit => "because their answer cannot be written; look at the application's policy",
        }
    }
}

/// Counts what is dropped, and tells the log of each sort once a minute.
#[derive(Default)]
pub struct Drops([Sort; Dropped::ALL.len()]);

#[derive(Default)]
struct Sort {
    untold: AtomicU64,
    told: AtomicI64,
}

impl Drops {
    pub fn count(&self, why: Dropped, from: SocketAddr, now: Time) {
        metrics::counter!("symbolon_radius_dropped_total", "why" => why.word()).increment(1);
        let Some(sort) = Dropped::ALL.iter().position(|w| *w == why).and_then(|n| self.0.get(n)) else { return };
        let untold = sort.untold.fetch_add(1, Ordering::Relaxed) + 1;
        let told = sort.told.load(Ordering::Relaxed);
        if now.millis() - told < MINUTE && now.millis() >= told {
            return;
        }
        // Of several at once, one speaks.
        if sort.told.compare_exchange(told, now.millis(), Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            sort.untold.fetch_sub(untold, Ordering::Relaxed);
            tracing::warn!(radius.dropped = untold, radius.why = why.word(), radius.last = %from, "{untold} RADIUS packets were dropped {}; the last one came from {from}", why.said());
        }
    }
}

const MINUTE: i64 = 60_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_fills_again() {
        let bucket = Bucket::of(10);
        let now = Time::from_seconds(1_000_000);
        assert_eq!((0..100).filter(|_| bucket.take(now)).count(), 10);
        assert_eq!((0..100).filter(|_| bucket.take(Time::from_millis(now.millis() + 300))).count(), 3);
        // A clock that was set back gives nothing and takes nothing away.
        assert!(!bucket.take(now));
        assert_eq!((0..100).filter(|_| bucket.take(Time::from_millis(now.millis() + 60_000))).count(), 10);
    }

    #[test]
    fn every_sort_has_its_place() {
        let drops = Drops::default();
        for why in Dropped::ALL {
            drops.count(why, SocketAddr::from(([192, 0, 2, 1], 1)), Time::from_seconds(1_000_000));
            drops.count(why, SocketAddr::from(([192, 0, 2, 1], 1)), Time::from_seconds(1_000_001));
        }
        assert!(
            drops.0.iter().all(|s| s.untold.load(Ordering::Relaxed) == 1),
            "one told, one counted until the minute is over"
        );
    }
}
