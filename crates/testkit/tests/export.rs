//! G4: exports of the audit record, read by programs of others.

use manage::audit::{Export, Format};
use std::process::Stdio;
use store::AuditFilter;
use testkit::{House, on_both};
use tokio::{io::AsyncWriteExt, process::Command};

use crate::support::attack;

async fn exported(house: &House, format: Format, filter: AuditFilter) -> String {
    let mut export =
        Export::begin(house.store(), filter, format, (house.now(), &login::Actor::named("=cmd()"))).await.unwrap();
    let mut all = Vec::new();
    while let Some(bytes) = export.next().await.unwrap() {
        all.extend(bytes);
    }
    String::from_utf8(all).unwrap()
}

/// What a Python program says of a text.
async fn judged(program: &str, text: &str) -> String {
    let mut child = Command::new("/usr/bin/python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    child.stdin.take().unwrap().write_all(text.as_bytes()).await.unwrap();
    let output = child.wait_with_output().await.unwrap();
    assert!(output.status.success(), "{text}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Rows, the widths they have, and how many cells a spreadsheet would compute.
const CSV: &str = "import csv,sys,io\n\
rows=list(csv.reader(io.TextIOWrapper(sys.stdin.buffer,encoding='utf-8',newline=''),strict=True))\n\
print(len(rows)-1,sorted({len(r) for r in rows}),sum(c[:1] in ('=','+','-','@','\\t','\\r','\\n') for r in rows for c in r))";

/// RFC 5424 by its grammar, one expression.
const SYSLOG: &str = "import re,sys\n\
sd=r'\\[[^ =\\]\"]{1,32}(?: [^ =\\]\"]{1,32}=\"(?:[^\"\\\\\\]]|\\\\[\"\\\\\\]])*\")*\\]'\n\
line=re.compile(r'<(\\d{1,3})>1 (\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{1,6}Z) [!-~]{1,255} [!-~]{1,48} [!-~]{1,128} [!-~]{1,32} (?:-|'+sd+r') \\ufeff([^\\x00-\\x1f\\x7f]*)')\n\
lines=sys.stdin.buffer.read().decode('utf-8').split('\\n')\n\
assert lines.pop()==''\n\
found=[line.fullmatch(l) for l in lines]\n\
print(len(lines),sum(m is None for m in found),sorted({m[1] for m in found if m}))";

on_both! {
    /// G4, M096: every record in each form; what was typed stays in its cell, and is no formula.
    async fn g4_exports_are_read_by_others(database: Database) {
        let evil = "=HYPERLINK(\"http://evil.example\")";
        let plan = House::new().on(database).application("wiki").allow(["password"]).user("ada").user(evil);
        let house = plan.start().await;
        assert!(house.login("ada").password().await.granted());
        assert!(house.login(evil).password().await.granted());
        attack(&house, "ada", 2).await;
        let count = async || house.audit().await.len();
        let csv = exported(&house, Format::Csv, AuditFilter::default()).await;
        assert!(csv.contains("\"'=HYPERLINK(\"\"http://evil.example\"\")\""), "{csv}");
        assert_eq!(judged(CSV, &csv).await, format!("{} [16] 0", count().await));
        let syslog = exported(&house, Format::Syslog, AuditFilter::default()).await;
        assert_eq!(judged(SYSLOG, &syslog).await, format!("{} 0 ['84', '86']", count().await));
        let lines = exported(&house, Format::JsonLines, AuditFilter::default()).await;
        let records: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(records.len(), count().await);
        assert!(records.windows(2).all(|w| w[0]["at"].as_str() <= w[1]["at"].as_str()), "oldest first");
        for text in [&csv, &syslog, &lines] {
            assert!(!text.contains(&house.someone("ada").password));
        }
        // A part of it, over several pages, by a filter; and each export is an event.
        let failures = AuditFilter { outcome: Some(model::audit::Outcome::Failure), ..AuditFilter::default() };
        let lines = exported(&house, Format::JsonLines, failures).await;
        assert!(lines.lines().count() == 2 && lines.lines().all(|l| l.contains("\"method.missed\"")), "{lines}");
        let exports = house.audited("audit.exported").await;
        assert_eq!(exports.len(), 4);
        assert_eq!(exports[3].detail["filter"]["outcome"], "failure");
    }
}
