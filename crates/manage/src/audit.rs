//! The audit record as it leaves: page by page, so that any length of time fits, oldest first.
//!
//! Records hold no secrets (case M096), so an export needs none masked. That somebody exported is an event itself.

pub mod csv;
pub mod syslog;

use login::Actor;
use model::{
    Time,
    audit::{Event, Outcome},
};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{AuditFilter, AuditRecord, Store, StoreError, Unit, When};

/// How records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a heading.
    Csv,
    /// One JSON object a line.
    JsonLines,
    /// RFC 5424, one message a line.
    Syslog,
}

impl Format {
    pub const ALL: [Self; 3] = [Self::Csv, Self::JsonLines, Self::Syslog];

    /// As commands and addresses call it; also the ending of a file's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Syslog => "syslog",
        }
    }
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/jsonl",
            Self::Syslog => "text/plain; charset=utf-8",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

/// An export under way.
pub struct Export {
    store: Arc<dyn Store>,
    filter: AuditFilter,
    format: Format,
    stage: Stage,
    /// Records written so far.
    pub count: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Heading,
    Records,
    Over,
}

/// Records read at once.
const PAGE: u32 = 500;

impl Export {
    /// Begins one, and says so in the audit. It ends with what was there when it began.
    pub async fn begin(
        store: Arc<dyn Store>,
        mut filter: AuditFilter,
        format: Format,
        (now, actor): (Time, &Actor),
    ) -> Result<Self, StoreError> {
        let mut event = Event::new(now, "audit.exported", Outcome::Success);
        actor.claim(&mut event);
        event.site = match filter.sites.as_deref() {
            Some([only]) => only.clone(),
            _ => String::new(),
        };
        event.detail = json!({ "format": format.name(), "filter": told(&filter) });
        store.apply(Unit::new().audit(When::Always, event)).await?;
        filter.until = Some(filter.until.map_or(now, |until| until.min(now)));
        (filter.before, filter.oldest_first, filter.limit) = (None, true, PAGE);
        Ok(Self { store, filter, format, stage: Stage::Heading, count: 0 })
    }

    /// The next bytes of the file; `None` at its end.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        match self.stage {
            Stage::Heading => {
                self.stage = Stage::Records;
                if self.format == Format::Csv {
                    return Ok(Some(csv::heading().into_bytes()));
                }
            }
            Stage::Records => {}
            Stage::Over => return Ok(None),
        }
        let records = self.store.audit(&self.filter).await?;
        let Some(last) = records.last() else {
            self.stage = Stage::Over;
            return Ok(None);
        };
        self.filter.before = Some((last.at, last.node.clone(), last.sequence));
        self.count += records.len() as u64;
        let lines: String = records.iter().map(|record| line(self.format, record)).collect();
        Ok(Some(lines.into_bytes()))
    }
}

fn line(format: Format, record: &AuditRecord) -> String {
    match format {
        Format::Csv => csv::row(record),
        Format::JsonLines => format!("{}\n", member(record)),
        Format::Syslog => format!("{}\n", syslog::message(record)),
    }
}

/// A record as JSON: times as text, the site it stands in; without an event where its person was erased.
pub fn member(record: &AuditRecord) -> Value {
    let event = record.event.as_ref().map(|event| {
        let mut members = serde_json::to_value(event).unwrap_or_default();
        members["at"] = event.at.rfc3339().into();
        if !event.place().is_empty() {
            members["site"] = event.place().into();
        }
        members
    });
    json!({ "node": record.node, "sequence": record.sequence, "at": record.at.rfc3339(), "event": event })
}

/// The conditions that are set.
fn told(filter: &AuditFilter) -> Value {
    let texts = [
        ("person", &filter.person),
        ("name", &filter.name),
        ("application", &filter.application),
        ("method", &filter.method),
        ("action", &filter.action),
        ("actor", &filter.actor),
    ];
    let mut all: serde_json::Map<String, Value> = texts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.as_str().into()))
        .collect();
    let more = [
        ("sites", filter.sites.as_ref().map(|sites| json!(sites))),
        ("outcome", filter.outcome.map(|outcome| json!(outcome))),
        ("correlation", filter.correlation.map(|id| json!(id))),
        ("since", filter.since.map(|at| json!(at.rfc3339()))),
        ("until", filter.until.map(|at| json!(at.rfc3339()))),
    ];
    all.extend(more.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value))));
    Value::Object(all)
}

/// A moment as people write it: `2026-03-02T09:00:00Z`, or a day, whose first moment is meant (UTC).
pub fn moment(text: &str) -> Option<Time> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    let at: jiff::Timestamp = whole.parse().ok()?;
    Some(Time::from_millis(at.as_millisecond()))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub fn record(change: impl FnOnce(&mut Event)) -> AuditRecord {
        let at = Time::from_seconds(1_772_442_005);
        let mut event = Event::new(at, "login.denied", Outcome::Failure);
        event.reason = "wrong".into();
        event.name = "ada".into();
        event.application = "demosite/wiki".into();
        event.from = "192.0.2.1".into();
        change(&mut event);
        AuditRecord { node: "node".into(), sequence: 7, at, event: Some(event) }
    }

    #[test]
    fn json_has_times_as_text_and_the_site() {
        let member = member(&record(|_| {}));
        assert_eq!(member["event"]["at"], "2026-03-02T09:00:05.000Z");
        assert_eq!(member["event"]["site"], "demosite");
        let erased = AuditRecord { event: None, ..record(|_| {}) };
        assert_eq!(super::member(&erased)["event"], Value::Null);
    }

    #[test]
    fn moments_are_read() {
        assert_eq!(moment("2026-03-02T09:00:05Z"), Some(Time::from_seconds(1_772_442_005)));
        assert_eq!(moment("2026-03-02"), Some(Time::from_seconds(1_772_409_600)));
        assert_eq!(moment("2026-03-02T11:00:05+02:00"), Some(Time::from_seconds(1_772_442_005)));
        for odd in ["", "yesterday", "2026-13-01", "2026-03-02T09:00:05"] {
            assert_eq!(moment(odd), None, "{odd}");
        }
    }
}
