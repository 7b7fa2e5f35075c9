//! The audit record: reading, exporting, and proving that nobody changed it.

use clap::{Args, Subcommand, ValueEnum};
use manage::audit::{Export, Format, member, moment};
use model::{Id, Time, audit::Outcome};
use serde_json::json;
use std::{io::Write, path::PathBuf};
use store::{AuditFilter, AuditRecord};

use crate::{ACTOR, Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Reads every stream against its links and checkpoints; names the first record that does not fit
    Verify,
    /// Shows records, the newest first
    List(Box<List>),
    /// Writes records to a file or to standard output, the oldest first
    Export(Box<ExportTo>),
}

/// Which records; all conditions hold together
#[derive(Args, Debug)]
pub struct Which {
    /// Login name as stored or typed
    #[arg(long, default_value = "")]
    name: String,
    /// Key of the person, as records have it
    #[arg(long, default_value = "")]
    person: String,
    /// Who did it: an administrator's name, ctl
    #[arg(long, default_value = "")]
    actor: String,
    /// Path of the application, such as demosite/demoapp
    #[arg(long, default_value = "")]
    application: String,
    /// Path of a site: what happened there or below; may be given several times
    #[arg(long = "site", value_name = "SITE")]
    sites: Vec<String>,
    /// Name of the method
    #[arg(long, default_value = "")]
    method: String,
    /// What happened, such as login.granted; with a point at its end, whatever begins so
    #[arg(long, default_value = "")]
    action: String,
    #[arg(long)]
    outcome: Option<Ended>,
    /// Id of a login, session or request
    #[arg(long)]
    correlation: Option<Id>,
    /// From this moment or day (UTC) on, such as 2026-03-02T09:00:00Z
    #[arg(long, value_parser = at)]
    since: Option<Time>,
    /// Up to this moment, or the beginning of this day
    #[arg(long, value_parser = at)]
    until: Option<Time>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Ended {
    Success,
    Failure,
}

#[derive(Args, Debug)]
pub struct List {
    #[command(flatten)]
    which: Which,
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

#[derive(Args, Debug)]
pub struct ExportTo {
    #[command(flatten)]
    which: Which,
    #[arg(long)]
    format: Form,
    /// A new file for its owner alone; standard output where it is not given
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// For spreadsheets
    Csv,
    /// One JSON object a line
    Jsonl,
    /// RFC 5424, one message a line
    Syslog,
}

/// A moment of the command line.
pub fn at(text: &str) -> Result<Time, String> {
    moment(text).ok_or_else(|| "write 2026-03-02T09:00:00Z or 2026-03-02".to_owned())
}

impl Audit {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Verify => verify(house, console, json).await,
            Self::List(list) => list.run(house, console, json).await,
            Self::Export(export) => export.run(house, console).await,
        }
    }
}

async fn verify(house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let verdict = house.beside().await?.verify_audit().await?;
    match (&verdict, json) {
        (Ok(count), true) => crate::json(console, &json!({ "records": count }))?,
        (Ok(count), false) => writeln!(console.out, "{count} records hold")?,
        (Err(fault), true) => {
            crate::json(console, &json!({ "node": fault.node, "sequence": fault.sequence, "fault": fault.kind }))?
        }
        (Err(_), false) => {}
    }
    match verdict {
        Ok(_) => Ok(()),
        Err(fault) if fault.node.is_empty() => {
            Err(Told::Failed(format!("checkpoint {} does not hold: {}", fault.sequence, fault.kind)))
        }
        Err(fault) => {
            Err(Told::Failed(format!("record {} of node {} does not hold: {}", fault.sequence, fault.node, fault.kind)))
        }
    }
}

impl Which {
    fn filter(&self, limit: u32) -> AuditFilter {
        AuditFilter {
            person: self.person.clone(),
            name: self.name.clone(),
            application: self.application.clone(),
            method: self.method.clone(),
            action: self.action.clone(),
            outcome: self.outcome.map(|outcome| match outcome {
                Ended::Success => Outcome::Success,
                Ended::Failure => Outcome::Failure,
            }),
            actor: self.actor.clone(),
            sites: (!self.sites.is_empty()).then(|| self.sites.clone()),
            correlation: self.correlation,
            since: self.since,
            until: self.until,
            before: None,
            oldest_first: false,
            limit,
        }
    }
}

impl List {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let records = house.beside().await?.audit(&self.which.filter(self.limit)).await?;
        if json {
            return crate::json(console, &records.iter().map(member).collect());
        }
        let mut table = Table::new(&[
            "TIME",
            "ACTION",
            "OUTCOME",
            "REASON",
            "NAME",
            "SITE",
            "APPLICATION",
            "METHOD",
            "FROM",
            "ACTOR",
        ]);
        for record in &records {
            table.row(cells(record));
        }
        table.write(console.out)
    }
}

fn cells(record: &AuditRecord) -> Vec<String> {
    let at = record.at.rfc3339();
    let Some(event) = record.event.clone() else { return vec![at, "(erased)".into()] };
    let place = event.place().to_owned();
    vec![
        at,
        event.action,
        event.outcome.name().into(),
        event.reason,
        event.name,
        place,
        event.application,
        event.method,
        event.from,
        event.actor,
    ]
}

impl ExportTo {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let format = match self.format {
            Form::Csv => Format::Csv,
            Form::Jsonl => Format::JsonLines,
            Form::Syslog => Format::Syslog,
        };
        let mut file = self.out.as_deref().map(crate::new_file).transpose()?;
        let store = house.beside().await?;
        let mut export = Export::begin(store, self.which.filter(0), format, (house.now(), ACTOR)).await?;
        while let Some(bytes) = export.next().await? {
            match &mut file {
                Some(file) => file.write_all(&bytes)?,
                None => console.out.write_all(&bytes)?,
            }
        }
        if let Some(mut file) = file {
            file.flush()?;
            writeln!(console.out, "{} records", export.count)?;
        }
        Ok(())
    }
}
