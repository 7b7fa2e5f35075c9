//! Files of users: read as they come, written a portion at a time, every row told.

use clap::{Args, ValueEnum};
use manage::import::{Format, Importer, Reader, RowOutcome, RowReport, Rules, Totals, Unreadable};
use model::Finding;
use serde_json::json;
use std::{
    fs::File,
    io::{BufRead, BufReader, Cursor, Read as _},
    path::PathBuf,
};

use crate::{Console, House, Told};

#[derive(Args, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "flags")]
pub struct Import {
    /// A table whose first line names the columns site, name, directory, enabled, notBefore, expires, emailVerified, phoneVerified,
    /// groups (separated by `;`), password, passwordHash ({SSHA}… and others), mustChange, method and attribute.NAME; or one JSON
    /// object with such members a line. `-` is standard input
    pub(super) file: PathBuf,
    /// What the file is, where its first character does not tell
    #[arg(long, value_enum)]
    pub(super) format: Option<As>,
    /// Path of the site of rows that name none
    #[arg(long, default_value = "")]
    pub(super) site: String,
    /// Looks at everything and writes nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Rows before this line were taken by an earlier run
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) from_line: u64,
    /// Passwords of the file replace those that are there; else who has one keeps it
    #[arg(long)]
    pub(super) replace_passwords: bool,
    /// Writes nothing where one row is wrong, and sets every password of the file
    #[arg(long, conflicts_with_all = ["dry_run", "from_line"])]
    pub(super) all_or_nothing: bool,
    /// Tells every row, not only those that were refused
    #[arg(long)]
    pub(super) every_row: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum As {
    Csv,
    Jsonl,
}

/// Rows that are read before they are taken.
pub(super) const ROWS: usize = 200;
/// How often the progress is told.
pub(super) const TOLD: u64 = 1000;

impl Import {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let rules = Rules {
            dry_run: self.dry_run,
            replace_passwords: self.replace_passwords || self.all_or_nothing,
            site: self.site.clone(),
            ..Rules::default()
        };
        let actor = crate::actor();
        let refused = if self.all_or_nothing {
            // Twice over the same bytes.
            let mut bytes = Vec::new();
            self.source(console)?.read_to_end(&mut bytes)?;
            let rehearsal = Rules { dry_run: true, ..rules.clone() };
            let mut reports = Reports::new(false, false);
            let engine = house.engine().await?;
            let importer = Importer::new(&engine, house.passwords(), &actor).rules(rehearsal);
            self.take(importer, Cursor::new(&bytes), console, &mut reports).await?;
            if !reports.findings.is_empty() {
                return Err(Told::Refused(reports.findings));
            }
            let importer = Importer::new(&engine, house.passwords(), &actor).rules(rules);
            self.told(importer, Cursor::new(&bytes), console, json).await?
        } else {
            let source = self.source(console)?;
            let engine = house.engine().await?;
            let importer = Importer::new(&engine, house.passwords(), &actor).rules(rules);
            self.told(importer, source, console, json).await?
        };
        Self::ended(refused)
    }

    /// The file, or standard input whole: the console is spoken to while it is read.
    pub(super) fn source(&self, console: &mut Console<'_>) -> Result<Box<dyn BufRead + Send>, Told> {
        if self.file.as_os_str() == "-" {
            let mut bytes = Vec::new();
            console.input.read_to_end(&mut bytes)?;
            return Ok(Box::new(Cursor::new(bytes)));
        }
        let opened = File::open(&self.file).map_err(|e| Told::Usage(format!("{}: {e}", self.file.display())))?;
        Ok(Box::new(BufReader::new(opened)))
    }

    /// The rows of a file.
    pub(super) fn reader<R: BufRead>(&self, source: R) -> Result<Reader<R>, Told> {
        let format = self.format.map(|format| match format {
            As::Csv => Format::Csv,
            As::Jsonl => Format::Jsonl,
        });
        Reader::open(source, format).map_err(|error| match error {
            Unreadable::Refused(finding) => Told::Refused(vec![finding]),
            Unreadable::Io(error) => error.into(),
        })
    }

    /// How it ended: an import that refused rows has not done what was asked.
    pub(super) fn ended(refused: u64) -> Result<(), Told> {
        match refused {
            0 => Ok(()),
            count => Err(Told::Failed(format!("{count} rows were refused"))),
        }
    }

    async fn told(
        &self,
        importer: Importer<'_>,
        source: impl BufRead + Send,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<u64, Told> {
        let mut reports = Reports::new(true, json);
        reports.every = self.every_row;
        let totals = self.take(importer, source, console, &mut reports).await?;
        reports.end(totals, console)?;
        Ok(totals.refused)
    }

    /// Takes all rows of a file.
    async fn take(
        &self,
        mut importer: Importer<'_>,
        source: impl BufRead + Send,
        console: &mut Console<'_>,
        reports: &mut Reports,
    ) -> Result<Totals, Told> {
        let mut reader = self.reader(source)?;
        let mut done = 0;
        loop {
            let rows = reader.some(ROWS)?;
            if rows.is_empty() {
                break;
            }
            let before = done / TOLD;
            done += rows.len() as u64;
            let (earlier, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.line < self.from_line);
            importer.pass(&earlier);
            match importer.rows(rows).await {
                Ok(all) => reports.tell(&all, console)?,
                Err(stopped) => {
                    reports.tell(&stopped.done, console)?;
                    return Err(stopped.error.into());
                }
            }
            if reports.aloud && done / TOLD > before {
                writeln!(console.err, "{done} rows")?;
            }
        }
        Ok(importer.finish().await?)
    }
}

/// What is told of rows while they are taken.
pub(super) struct Reports {
    pub(super) aloud: bool,
    json: bool,
    pub(super) every: bool,
    told: u64,
    /// Of the first refused rows.
    pub(super) findings: Vec<Finding>,
}

/// Findings that are kept to be told together.
const FINDINGS: usize = 1000;

impl Reports {
    pub(super) const fn new(aloud: bool, json: bool) -> Self {
        Self { aloud, json, every: false, told: 0, findings: Vec::new() }
    }

    pub(super) fn tell(&mut self, rows: &[RowReport], console: &mut Console<'_>) -> Result<(), Told> {
        for row in rows {
            let finding = row.refusal.clone().map(|finding| finding.at(format!("line {}", row.line)));
            if self.findings.len() < FINDINGS {
                self.findings.extend(finding.clone());
            }
            if !self.aloud || (!self.every && row.outcome != RowOutcome::Refused) {
                continue;
            }
            self.told += 1;
            if self.json {
                let before = if self.told == 1 { "{\"rows\":[\n" } else { "," };
                writeln!(console.out, "{before}{}", json!(row))?;
                continue;
            }
            let why = finding.as_ref().map(Finding::plain).unwrap_or_default();
            let name: String = row.name.chars().filter(|c| !c.is_control()).collect();
            writeln!(
                console.out,
                "{}",
                format!("{:>7}  {:<9}  {name}  {why}", row.line, row.outcome.name()).trim_end()
            )?;
        }
        Ok(())
    }

    /// How many rows ended how.
    pub(super) fn end(&self, totals: Totals, console: &mut Console<'_>) -> Result<(), Told> {
        let Totals { made, changed, unchanged, refused } = totals;
        if self.json {
            let rows = if self.told == 0 { "{\"rows\":[\n" } else { "" };
            return Ok(writeln!(console.out, "{rows}],\"totals\":{}}}", json!(totals))?);
        }
        Ok(writeln!(console.out, "{made} made, {changed} changed, {unchanged} unchanged, {refused} refused")?)
    }
}
