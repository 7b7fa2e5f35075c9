//! Time and chance as things that are lent, so that tests can turn the clock.

use model::Time;

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
        // The generator fails only where the system has none at all; going on with weak bytes would be worse than stopping.
        #[allow(clippy::expect_used)]
        aws_lc_rs::rand::fill(bytes).expect("the operating system's random generator");
    }
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
