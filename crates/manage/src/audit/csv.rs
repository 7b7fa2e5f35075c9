//! Records as CSV (RFC 4180) that is safe to open in a spreadsheet.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe and stands in quotes, as OWASP's page on CSV
//! injection advises: names, addresses and agents are written by whoever tries to log in. Readers that need the value as it
//! was take JSON lines.

use store::AuditRecord;

const COLUMNS: [&str; 16] = [
    "time",
    "node",
    "sequence",
    "action",
    "outcome",
    "reason",
    "person",
    "name",
    "actor",
    "site",
    "application",
    "method",
    "from",
    "agent",
    "correlation",
    "detail",
];

pub fn heading() -> String {
    joined(COLUMNS.iter().map(|name| (*name).to_owned()))
}

/// One line with its end; of an erased record the place alone.
pub fn row(record: &AuditRecord) -> String {
    let mut cells = vec![record.at.rfc3339(), record.node.clone(), record.sequence.to_string()];
    if let Some(event) = &record.event {
        let detail = if event.detail.is_null() { String::new() } else { event.detail.to_string() };
        let texts = [
            &event.action,
            event.outcome.name(),
            &event.reason,
            &event.person,
            &event.name,
            &event.actor,
            event.place(),
            &event.application,
            &event.method,
            &event.from,
            &event.agent,
        ];
        cells.extend(texts.into_iter().map(str::to_owned));
        cells.push(event.correlation.map(|id| id.to_string()).unwrap_or_default());
        cells.push(detail);
    } else {
        cells.push("erased".to_owned());
        cells.resize(COLUMNS.len(), String::new());
    }
    joined(cells.into_iter())
}

fn joined(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|cell| shown(&cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell in quotes where it needs them, and with an apostrophe where it would be a formula.
fn shown(text: &str) -> String {
    let formula = text.starts_with(FORMULA);
    if formula || text.contains(['"', ',', '\r', '\n']) {
        let mark = if formula { "'" } else { "" };
        format!("\"{mark}{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What spreadsheets begin a formula with, also in its full width.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::tests::record;

    #[test]
    fn a_row_has_a_cell_for_each_column() {
        let row = row(&record(|_| {}));
        assert_eq!(
            row,
            "2026-03-02T09:00:05.000Z,node,7,login.denied,failure,wrong,,ada,,demosite,demosite/wiki,,192.0.2.1,,,\r\n"
        );
        let erased = super::row(&AuditRecord { event: None, ..record(|_| {}) });
        for line in [&heading(), &row, &erased] {
            assert_eq!(line.matches(',').count() + 1, COLUMNS.len(), "{line}");
        }
    }

    /// G4: nothing that somebody typed becomes a formula, and nothing breaks out of its cell.
    #[test]
    fn g4_no_cell_is_a_formula() {
        for (text, expected) in [
            ("=1+1", "\"'=1+1\""),
            ("+358", "\"'+358\""),
            ("-2", "\"'-2\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("\u{ff1d}1", "\"'\u{ff1d}1\""),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("a=1", "a=1"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("\",=1", "\"\"\",=1\""),
            ("a\r\n=1", "\"a\r\n=1\""),
            ("", ""),
        ] {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
