//! A clock that tests turn. Nothing in a test waits for time to pass.

use model::{Span, Time};
use plug::Clock;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Stands still until somebody moves it. Clones are the same clock.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// Begins at this moment.
    pub fn at(start: Time) -> Self {
        Self(Arc::new(AtomicI64::new(start.millis())))
    }
    /// Minutes pass.
    pub fn forward(&self, minutes: i64) {
        self.pass(Span::minutes(minutes));
    }
    /// Seconds pass.
    pub fn seconds(&self, seconds: i64) {
        self.pass(Span::seconds(seconds));
    }
    /// Any length of time passes.
    pub fn pass(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
    pub fn now(&self) -> Time {
        Time::from_millis(self.0.load(Ordering::SeqCst))
    }
}

impl Default for TestClock {
    /// Monday, 2 March 2026, 09:00:00 UTC: the beginning of a TOTP step, far from midnight and from changes of daylight saving.
    fn default() -> Self {
        Self::at(Time::from_seconds(1_772_442_000))
    }
}

impl Clock for TestClock {
    fn now(&self) -> Time {
        Self::now(self)
    }
}

/// Runs with real time and can be set ahead: for a server that real programs talk to.
#[derive(Clone, Debug)]
pub struct ShiftedClock {
    real: plug::clock::SystemClock,
    ahead: Arc<AtomicI64>,
}

impl ShiftedClock {
    /// So far ahead of the real time.
    pub fn ahead_by(span: Span) -> Self {
        Self { real: plug::clock::SystemClock, ahead: Arc::new(AtomicI64::new(span.as_millis())) }
    }
    pub fn pass(&self, span: Span) {
        self.ahead.fetch_add(span.as_millis(), Ordering::SeqCst);
    }
    pub fn ahead(&self) -> Span {
        Span::millis(self.ahead.load(Ordering::SeqCst))
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Time {
        self.real.now() + self.ahead()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_are_one_clock() {
        let clock = TestClock::default();
        let other = clock.clone();
        assert_eq!(clock.now().rfc3339(), "2026-03-02T09:00:00.000Z");
        clock.forward(20);
        assert_eq!(other.now().rfc3339(), "2026-03-02T09:20:00.000Z");
    }
}
