//! Records as syslog messages (RFC 5424).
//!
//! The facility is *authpriv*; a success is informational, a failure a warning. What is known stands in one structured element,
//! whose name has the private enterprise number that RFC 5612 keeps for examples, until the project has one of its own. The
//! message repeats action and outcome, and adds the details as JSON.

use model::audit::Outcome;
use store::AuditRecord;

const AUTHPRIV: u8 = 10;
const INFORMATIONAL: u8 = 6;
const WARNING: u8 = 4;
const ELEMENT: &str = "symbolon@32473";
/// Before every message that is UTF-8 (RFC 5424, 6.4).
const BOM: char = '\u{feff}';

/// One message on one line, without its end.
pub fn message(record: &AuditRecord) -> String {
    let outcome = record.event.as_ref().map_or(Outcome::Success, |event| event.outcome);
    let severity = if outcome == Outcome::Success { INFORMATIONAL } else { WARNING };
    let action = record.event.as_ref().map_or("erased", |event| event.action.as_str());
    let mut said = action.to_owned();
    if let Some(event) = &record.event {
        said = format!("{said} {}", event.outcome.name());
        if !event.detail.is_null() {
            said = format!("{said} {}", event.detail);
        }
    }
    format!(
        "<{}>1 {} {} symbolon - {} {} {BOM}{}",
        AUTHPRIV * 8 + severity,
        record.at.rfc3339(),
        word(&record.node, 255),
        word(action, 32),
        element(record),
        one_line(&said)
    )
}

fn element(record: &AuditRecord) -> String {
    let sequence = record.sequence.to_string();
    let mut params = vec![("node", record.node.as_str()), ("sequence", sequence.as_str())];
    let correlation = record.event.as_ref().and_then(|event| event.correlation).map(|id| id.to_string());
    if let Some(event) = &record.event {
        params.extend([
            ("outcome", event.outcome.name()),
            ("reason", &event.reason),
            ("person", &event.person),
            ("name", &event.name),
            ("actor", &event.actor),
            ("site", event.place()),
            ("application", &event.application),
            ("method", &event.method),
            ("from", &event.from),
            ("agent", &event.agent),
            ("correlation", correlation.as_deref().unwrap_or_default()),
        ]);
    }
    let shown = params.into_iter().filter(|(_, value)| !value.is_empty());
    let shown: Vec<String> = shown.map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    format!("[{ELEMENT} {}]", shown.join(" "))
}

/// The three characters that end a value early (RFC 5424, 6.3.3); control characters would end the line.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for letter in one_line(value).chars() {
        if matches!(letter, '"' | '\\' | ']') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { '\u{fffd}' } else { c }).collect()
}

/// Printable ASCII without spaces, as header fields are; `-` where nothing is left.
fn word(text: &str, most: usize) -> String {
    let word: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
    if word.is_empty() { "-".to_owned() } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tests::record;

    #[test]
    fn a_message_is_what_the_standard_says() {
        assert_eq!(
            message(&record(|event| event.detail = serde_json::json!({ "n": 1 }))),
            "<84>1 2026-03-02T09:00:05.000Z node symbolon - login.denied \
             [symbolon@32473 node=\"node\" sequence=\"7\" outcome=\"failure\" reason=\"wrong\" name=\"ada\" site=\"demosite\" \
             application=\"demosite/wiki\" from=\"192.0.2.1\"] \u{feff}login.denied failure {\"n\":1}"
        );
        let granted = message(&record(|event| event.outcome = Outcome::Success));
        assert!(granted.starts_with("<86>1 "), "{granted}");
        let erased = message(&AuditRecord { event: None, ..record(|_| {}) });
        assert!(erased.ends_with("[symbolon@32473 node=\"node\" sequence=\"7\"] \u{feff}erased"), "{erased}");
    }

    /// G4: nothing that somebody typed makes another element, another message or another header field.
    #[test]
    fn g4_a_value_stays_in_its_place() {
        let evil = "a\"] [x@1 y=\"\\\n<86>1 - - - - - -";
        let line = message(&AuditRecord {
            node: "no de\n".into(),
            ..record(|event| {
                event.name = evil.into();
                event.agent = "Mozilla é \u{2028}x".into();
            })
        });
        assert!(line.lines().count() == 1 && !line.contains(char::is_control), "{line}");
        assert!(line.contains("name=\"a\\\"\\] [x@1 y=\\\"\\\\\u{fffd}<86>1 - - - - - -\""), "{line}");
        assert!(line.contains("agent=\"Mozilla é \u{fffd}x\""), "{line}");
        assert!(line.starts_with("<84>1 2026-03-02T09:00:05.000Z node symbolon - login.denied ["), "{line}");
    }
}
