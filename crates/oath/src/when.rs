//! Dates in seed files: RFC 3339, and what XML Schema allows besides.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};

use crate::Why;

/// Reads a moment, in milliseconds since 1970. Without a zone it is UTC; a day alone is its first moment.
pub(crate) fn read(text: &str) -> Result<i64, Why> {
    let text = text.trim();
    let moment = match text.parse::<Timestamp>() {
        Ok(moment) => moment,
        Err(_) => {
            let civil = text.parse::<DateTime>().map_err(|_| Why::Date)?;
            civil.to_zoned(TimeZone::UTC).map_err(|_| Why::Date)?.timestamp()
        }
    };
    Ok(moment.as_millisecond())
}

/// Writes a moment in the canonical form, in UTC; `None` if it is outside the years that can be written.
pub(crate) fn write(ms: i64) -> Option<String> {
    Timestamp::from_millisecond(ms).ok().map(|moment| moment.to_string())
}
