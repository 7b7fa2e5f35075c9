//! Files of users on their way to a server: portions that it takes within its time, each row told, and a word where to go on.

use http::Method;
use manage::{
    import::{Row, RowOutcome, RowReport, Totals},
    users::{Values, Wish},
};
use model::{Finding, user::fold};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    io::{BufRead, Cursor, Read as _},
};

use super::import::{Import, ROWS, Reports, TOLD};
use crate::{
    Console, Told,
    api::{Api, Ask},
    problem::finding_of,
};

/// What a row with a password weighs, whose hash takes its time.
const PASSWORD: usize = 10;
/// Rows or their like in one portion.
const WEIGHT: usize = 400;
/// Bytes of a portion.
const BYTES: usize = 8 << 20;
/// How often a portion is sent that gets nowhere.
const TRIES: usize = 3;

impl Import {
    /// To a running server.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut reports = Reports::new(true, json);
        reports.every = self.every_row;
        let totals = if self.all_or_nothing {
            // Twice over the same bytes.
            let mut bytes = Vec::new();
            self.source(console)?.read_to_end(&mut bytes)?;
            let mut rehearsal = Reports::new(false, false);
            Sending::new(self, api, true).file(Cursor::new(&bytes), console, &mut rehearsal).await?;
            if !rehearsal.findings.is_empty() {
                return Err(Told::Refused(rehearsal.findings));
            }
            Sending::new(self, api, false).file(Cursor::new(&bytes), console, &mut reports).await?
        } else {
            let source = self.source(console)?;
            Sending::new(self, api, self.dry_run).file(source, console, &mut reports).await?
        };
        reports.end(totals, console)?;
        Self::ended(totals.refused)
    }
}

/// A file under way.
struct Sending<'a> {
    import: &'a Import,
    api: &'a dyn Api,
    ask: Ask,
    /// By site, directory and name, the line that named somebody first.
    seen: HashMap<(String, String, String), u64>,
    totals: Totals,
}

/// Rows that are sent at once, in their order: those that the server is asked about, and those that need no asking.
#[derive(Default)]
struct Portion {
    rows: Vec<Placed>,
    body: Vec<u8>,
    weight: usize,
}

enum Placed {
    Asked { line: u64, text: Vec<u8> },
    Told(RowReport),
}

impl<'a> Sending<'a> {
    fn new(import: &'a Import, api: &'a dyn Api, dry_run: bool) -> Self {
        let truth = |name: &str, truth: bool| truth.then(|| (name.to_owned(), "true".to_owned()));
        let mut query = vec![("format".to_owned(), "jsonl".to_owned()), ("all".to_owned(), "true".to_owned())];
        query.extend(truth("dryRun", dry_run));
        query.extend(truth("replacePasswords", import.replace_passwords || import.all_or_nothing));
        if !import.site.is_empty() {
            query.push(("site".to_owned(), import.site.clone()));
        }
        let ask = Ask::new(Method::POST, "/import/user").with_query(&query);
        Self { import, api, ask, seen: HashMap::new(), totals: Totals::default() }
    }

    async fn file(
        mut self,
        source: impl BufRead + Send,
        console: &mut Console<'_>,
        reports: &mut Reports,
    ) -> Result<Totals, Told> {
        let mut reader = self.import.reader(source)?;
        let (mut portion, mut done) = (Portion::default(), 0_u64);
        loop {
            let rows = reader.some(ROWS)?;
            let over = rows.is_empty();
            for row in rows {
                done += 1;
                let earlier = row.line < self.import.from_line;
                let placed = self.placed(row);
                if !earlier {
                    portion.put(placed);
                }
                if portion.weight >= WEIGHT || portion.body.len() >= BYTES {
                    self.send(std::mem::take(&mut portion), console, reports).await?;
                }
                if reports.aloud && done % TOLD == 0 {
                    writeln!(console.err, "{done} rows")?;
                }
            }
            if over {
                self.send(portion, console, reports).await?;
                return Ok(self.totals);
            }
        }
    }

    /// What needs no asking: a row that cannot be read, and one that names somebody for the second time.
    fn placed(&mut self, row: Row) -> Placed {
        let refused = |name: &str, why: Finding| {
            let name = name.trim().to_owned();
            Placed::Told(RowReport { line: row.line, name, outcome: RowOutcome::Refused, refusal: Some(why) })
        };
        let wish = match row.wish {
            Ok(wish) => wish,
            Err(why) => return refused("", why),
        };
        let site = if wish.site.is_empty() { self.import.site.clone() } else { wish.site.clone() };
        let whom = (site, wish.directory.clone(), fold(&wish.name));
        match self.seen.get(&whom) {
            Some(first) if !whom.2.is_empty() => {
                refused(&wish.name, Finding::broken("name", "import-twice").with("line", first))
            }
            _ => {
                self.seen.insert(whom, row.line);
                let mut text = written(&wish).to_string().into_bytes();
                text.push(b'\n');
                Placed::Asked { line: row.line, text }
            }
        }
    }

    /// Sends a portion, what is left of it once more where the server took only some; what is told is done.
    async fn send(&mut self, portion: Portion, console: &mut Console<'_>, reports: &mut Reports) -> Result<(), Told> {
        let (mut left, mut body, mut tries) = (portion.rows, portion.body, 0);
        while !left.is_empty() {
            let asked = !body.is_empty();
            let answer = if asked { self.asked(body).await } else { Ok(Value::Null) };
            let answer = match answer {
                Ok(answer) => answer,
                Err(why) => return Err(stopped(why, &left, console)?),
            };
            let told = self.told(&mut left, answer["rows"].as_array().map_or(&[][..], Vec::as_slice));
            reports.tell(&told, console)?;
            tries = if told.is_empty() { tries + 1 } else { 0 };
            if !left.is_empty() && tries >= TRIES {
                let why = Told::Away("the server takes no more rows now".into());
                return Err(stopped(why, &left, console)?);
            }
            body = left.iter().flat_map(Placed::text).copied().collect();
        }
        Ok(())
    }

    async fn asked(&self, body: Vec<u8>) -> Result<Value, Told> {
        self.api.send(&self.ask.clone().body("application/jsonl", body)).await?.well()?.json()
    }

    /// Takes from what is left the rows that are told now, up to the first that the server has not come to.
    fn told(&mut self, left: &mut Vec<Placed>, rows: &[Value]) -> Vec<RowReport> {
        let lines: Vec<u64> = left.iter().filter_map(Placed::line).collect();
        let (mut rows, mut told, mut count) = (rows.iter(), Vec::new(), 0);
        for placed in left.iter() {
            let report = match placed {
                Placed::Told(report) => report.clone(),
                Placed::Asked { line, .. } => match rows.next() {
                    Some(row) => report(*line, row, &lines),
                    None => break,
                },
            };
            self.totals_of(report.outcome);
            told.push(report);
            count += 1;
        }
        left.drain(..count);
        told
    }

    fn totals_of(&mut self, outcome: RowOutcome) {
        let totals = &mut self.totals;
        *match outcome {
            RowOutcome::Made => &mut totals.made,
            RowOutcome::Changed => &mut totals.changed,
            RowOutcome::Unchanged => &mut totals.unchanged,
            RowOutcome::Refused => &mut totals.refused,
        } += 1;
    }
}

impl Portion {
    fn put(&mut self, placed: Placed) {
        self.body.extend_from_slice(placed.text());
        let password = b"\"password\":";
        let slow = placed.text().windows(password.len()).any(|some| some == password);
        self.weight += if slow { PASSWORD } else { 1 };
        self.rows.push(placed);
    }
}

impl Placed {
    fn text(&self) -> &[u8] {
        if let Self::Asked { text, .. } = self { text } else { &[] }
    }
    const fn line(&self) -> Option<u64> {
        if let Self::Asked { line, .. } = self { Some(*line) } else { None }
    }
}

/// A row as the server tells it, with the line of the file instead of that of the portion.
fn report(line: u64, row: &Value, lines: &[u64]) -> RowReport {
    let outcome = match row["outcome"].as_str() {
        Some("made") => RowOutcome::Made,
        Some("changed") => RowOutcome::Changed,
        Some("unchanged") => RowOutcome::Unchanged,
        _ => RowOutcome::Refused,
    };
    let mut refusal = row.get("refusal").map(finding_of);
    if let Some(twice) = refusal.as_mut().filter(|finding| finding.key == "import-twice") {
        for (_, value) in twice.args.iter_mut().filter(|(name, _)| name == "line") {
            let first = value.parse::<usize>().ok().and_then(|at| lines.get(at.checked_sub(1)?));
            *value = first.map_or_else(String::new, u64::to_string);
        }
    }
    RowReport { line, name: row["name"].as_str().unwrap_or_default().to_owned(), outcome, refusal }
}

/// Says where to go on, and what stopped it.
fn stopped(why: Told, left: &[Placed], console: &mut Console<'_>) -> Result<Told, Told> {
    let first = left.iter().map(|placed| match placed {
        Placed::Asked { line, .. } => *line,
        Placed::Told(report) => report.line,
    });
    if let Some(line) = first.min() {
        writeln!(console.err, "every row before line {line} is told: go on with --from-line {line}")?;
    }
    Ok(why)
}

/// A wish as one line of JSON.
fn written(wish: &Wish) -> Value {
    let values = |values: &Values| match values {
        Values::One(value) => json!([value]),
        Values::Many(all) => json!(all),
    };
    let attributes: serde_json::Map<String, Value> =
        wish.attributes.iter().map(|(name, all)| (name.clone(), values(all))).collect();
    let mut members = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Value>| members.extend(value.map(|value| (name.to_owned(), value)));
    let text = |text: &str| (!text.is_empty()).then(|| Value::from(text));
    put("site", text(&wish.site));
    put("name", Some(wish.name.as_str().into()));
    put("directory", text(&wish.directory));
    put("attributes", (!attributes.is_empty()).then(|| attributes.into()));
    put("enabled", wish.enabled.map(Value::from));
    put("emailVerified", wish.email_verified.map(Value::from));
    put("phoneVerified", wish.phone_verified.map(Value::from));
    put("notBefore", wish.not_before.clone().map(Value::from));
    put("expires", wish.expires.clone().map(Value::from));
    put("groups", (!wish.groups.is_empty()).then(|| wish.groups.clone().into()));
    put("password", wish.password.as_ref().map(|password| password.expose().as_str().into()));
    put("passwordHash", wish.password_hash.as_ref().map(|hash| hash.expose().as_str().into()));
    put("method", text(&wish.method));
    put("mustChange", wish.must_change.then(|| true.into()));
    members.into()
}
