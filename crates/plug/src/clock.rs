//! Time and chance as things that are lent, so that tests can turn the clock.

use model::Time;
use std::cell::RefCell;

/// Tells the time.
pub trait Clock: Send + Sync + 'static {
    fn now(&self) -> Time;
}

/// Fills bytes by chance from the system's cryptographic generator.
pub trait Chance: Send + Sync + 'static {
    fn fill(&self, bytes: &mut [u8]);
}

impl dyn Chance {
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }
    pub fn id(&self, now: Time) -> model::Id {
        model::Id::new(now, self.bytes())
    }
    /// A number below `bound`, each as likely as the other (rejection sampling).
    pub fn below(&self, bound: u32) -> u32 {
        let zone = u32::MAX - u32::MAX % bound.max(1);
        loop {
            let number = u32::from_be_bytes(self.bytes());
            if number < zone {
                return number % bound.max(1);
            }
        }
    }
}

/// The operating system's generator, through the cryptographic library.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() > SHORT {
            return drawn(bytes);
        }
        AHEAD.with_borrow_mut(|ahead| ahead.take(bytes));
    }
}

/// Ids and salts are short and many, and each call of the generator costs as much as a few hundred bytes: a thread draws
/// them ahead. What is longer comes straight from it, as all keys do.
const SHORT: usize = 16;

thread_local! {
    static AHEAD: RefCell<Ahead> = const { RefCell::new(Ahead { bytes: [0; 512], used: 512 }) };
}

/// Random bytes, of which each is given out once and then forgotten.
struct Ahead {
    bytes: [u8; 512],
    used: usize,
}

impl Ahead {
    fn take(&mut self, bytes: &mut [u8]) {
        if self.bytes.len() - self.used < bytes.len() {
            drawn(&mut self.bytes);
            self.used = 0;
        }
        let fresh = &mut self.bytes[self.used..][..bytes.len()];
        bytes.copy_from_slice(fresh);
        fresh.fill(0);
        self.used += bytes.len();
    }
}

fn drawn(bytes: &mut [u8]) {
    // The generator fails only where the system has none at all; going on with weak bytes would be worse than stopping.
    #[allow(clippy::expect_used)]
    aws_lc_rs::rand::fill(bytes).expect("the operating system's random generator");
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Time {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_ahead_is_given_out_once() {
        let chance: &dyn Chance = &SystemChance;
        let mut seen = std::collections::HashSet::new();
        for _ in 0..10_000 {
            let id: [u8; 10] = chance.bytes();
            assert!(id != [0; 10] && seen.insert(id.to_vec()));
            let salt: [u8; 16] = chance.bytes();
            assert!(salt != [0; 16] && seen.insert(salt.to_vec()));
        }
        AHEAD.with_borrow(|ahead| assert!(ahead.bytes[..ahead.used].iter().all(|byte| *byte == 0)));
    }
}
