//! Moments as SAML writes them.

use std::fmt;

/// A moment in milliseconds since 1970, written as `xs:dateTime` in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// The first and the last moment that have a year of four digits.
    const RANGE: std::ops::RangeInclusive<i64> = -62_135_596_800_000..=253_402_300_799_999;

    /// The moment so many milliseconds after 1970 began, held within the years 1 to 9999.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.clamp(*Self::RANGE.start(), *Self::RANGE.end()))
    }

    /// The moment so many seconds after 1970 began.
    pub fn from_secs(secs: i64) -> Self {
        Self::from_millis(secs.saturating_mul(1000))
    }

    /// Milliseconds since 1970.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// Later by so many milliseconds (earlier where negative).
    #[must_use]
    pub fn plus_millis(self, millis: i64) -> Self {
        Self::from_millis(self.0.saturating_add(millis))
    }

    /// Later by so many seconds (earlier where negative).
    #[must_use]
    pub fn plus(self, secs: i64) -> Self {
        self.plus_millis(secs.saturating_mul(1000))
    }

    /// Reads an `xs:dateTime` with a zone. What is finer than a millisecond is cut; a time without a zone is refused,
    /// for nobody can say when that is (SAML core, 1.3.3).
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let (date, rest) = bytes.split_first_chunk::<19>()?;
        if [date[4], date[7], date[10], date[13], date[16]] != *b"--T::" {
            return None;
        }
        let [year, month, day, hour, minute, second] =
            [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)].map(|(from, to)| number(&date[from..to]));
        let (year, month, day, hour, minute, second) = (year?, month?, day?, hour?, minute?, second?);
        if !(1..=12).contains(&month)
            || day < 1
            || day > days_in(year, month)
            || minute > 59
            || second > 59
            || hour > 23
        {
            return None;
        }
        let (millis, zone) = fraction(rest)?;
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - zone_seconds(zone)?;
        let millis = seconds * 1000 + millis;
        (year > 0 && Self::RANGE.contains(&millis)).then_some(Self(millis))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds, millis) = (self.0.div_euclid(1000), self.0.rem_euclid(1000));
        let (day, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = civil(day);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if millis != 0 { write!(f, ".{millis:03}Z") } else { f.write_str("Z") }
    }
}

/// A stretch of time as the other side states it: from the first moment on, and before the second one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub not_before: Option<Instant>,
    pub not_on_or_after: Option<Instant>,
}

impl Window {
    /// It has not begun yet, by a clock that may be `skew` seconds behind.
    pub fn is_ahead(&self, now: Instant, skew: u32) -> bool {
        self.not_before.is_some_and(|from| now.plus(i64::from(skew)) < from)
    }

    /// It is over, by a clock that may be `skew` seconds ahead.
    pub fn is_over(&self, now: Instant, skew: u32) -> bool {
        self.not_on_or_after.is_some_and(|end| now.plus(-i64::from(skew)) >= end)
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i64::from(digit - b'0')))
}

/// Milliseconds of the fraction, if there is one, and what stands behind it.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(rest) = rest.strip_prefix(b".") else { return Some((0, rest)) };
    let length = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    if length == 0 || length > 20 {
        return None;
    }
    let (digits, zone) = rest.split_at(length);
    let millis = digits.iter().chain(b"00").take(3).fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
    Some((millis, zone))
}

fn zone_seconds(zone: &[u8]) -> Option<i64> {
    match zone {
        b"Z" => Some(0),
        [sign @ (b'+' | b'-'), hours @ .., b':', m1, m2] if hours.len() == 2 => {
            let (hours, minutes) = (number(hours)?, number(&[*m1, *m2])?);
            let seconds = (hours <= 14 && minutes <= 59).then_some(hours * 3600 + minutes * 60)?;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, in the Gregorian calendar counted from March, when the odd day comes last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year + era * 400 + i64::from(month <= 2), month, of_year - (153 * from_march + 2) / 5 + 1)
}
