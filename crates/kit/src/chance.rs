//! Chance as an argument: the system's randomness, or a repeatable one for tests.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A source of random bytes.
#[derive(Clone)]
pub struct Chance(Arc<Fill>);

/// Fills the bytes; `false` when there is no randomness.
type Fill = dyn Fn(&mut [u8]) -> bool + Send + Sync;

impl Chance {
    /// The operating system's generator, through the cryptography library.
    pub fn system() -> Self {
        Self(Arc::new(|into| aws_lc_rs::rand::fill(into).is_ok()))
    }

    /// The same bytes in every run; for tests only.
    pub fn seeded(seed: u64) -> Self {
        let state = AtomicU64::new(seed);
        Self(Arc::new(move |into| {
            for byte in into {
                // splitmix64
                let mut z = state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
                z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                *byte = (z >> 32) as u8;
            }
            true
        }))
    }

    /// `N` random bytes.
    ///
    /// # Panics
    /// When the system has no randomness: nothing safe can be answered then.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        assert!((self.0)(&mut bytes), "the system gave no randomness");
        bytes
    }
}

impl std::fmt::Debug for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Chance")
    }
}
