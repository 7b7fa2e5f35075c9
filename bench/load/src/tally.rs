//! What came of a run: counts, and how long answers took.

use std::time::Duration;

#[derive(Default)]
pub struct Tally {
    pub sent: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub challenged: u64,
    /// No answer within two seconds.
    pub lost: u64,
    /// Answers that are not what they should be: a wrong authenticator, a broken message, an unknown identifier.
    pub bad: u64,
    /// Requests whose bytes had been sent before; a server may know their answers.
    pub repeated: u64,
    /// Nanoseconds to each answer.
    pub taken: Vec<u64>,
}

impl Tally {
    pub fn took(&mut self, time: Duration) {
        self.taken.push(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
    }

    pub fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.accepted += other.accepted;
        self.rejected += other.rejected;
        self.challenged += other.challenged;
        self.lost += other.lost;
        self.bad += other.bad;
        self.repeated += other.repeated;
        self.taken.extend(other.taken);
    }

    /// One line of JSON: the counts, answers a second and percentiles in microseconds.
    pub fn told(mut self, measured: Duration) -> String {
        self.taken.sort_unstable();
        let at = |share: f64| match self.taken.len() {
            0 => 0.0,
            n => self.taken[((n - 1) as f64 * share) as usize] as f64 / 1000.0,
        };
        let seconds = measured.as_secs_f64();
        format!(
            "{{\"sent\": {}, \"accepted\": {}, \"rejected\": {}, \"challenged\": {}, \"lost\": {}, \"bad\": {}, \"repeated\": {}, \
             \"seconds\": {seconds:.3}, \"per_second\": {:.1}, \"p50_us\": {:.1}, \"p95_us\": {:.1}, \"p99_us\": {:.1}, \"max_us\": {:.1}}}",
            self.sent,
            self.accepted,
            self.rejected,
            self.challenged,
            self.lost,
            self.bad,
            self.repeated,
            self.accepted as f64 / seconds,
            at(0.50),
            at(0.95),
            at(0.99),
            at(1.0),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_and_rates_are_of_what_was_counted() {
        let mut tally = Tally { accepted: 100, ..Tally::default() };
        (1..=100).for_each(|n| tally.took(Duration::from_micros(n)));
        let told = tally.told(Duration::from_secs(2));
        assert!(
            told.contains(
                "\"per_second\": 50.0, \"p50_us\": 50.0, \"p95_us\": 95.0, \"p99_us\": 99.0, \"max_us\": 100.0"
            ),
            "{told}"
        );
    }
}
