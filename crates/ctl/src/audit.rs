//! The audit record: reading, exporting, and proving that nobody changed it.

use clap::{Args, Subcommand, ValueEnum};
use manage::audit::{Export, Format, moment};
use model::{Id, Time, audit::Outcome};
use serde_json::{Value, json};
use std::{io::Write, path::PathBuf};
use store::AuditFilter;

use crate::{
    Console, Ctl, House, Told,
    api::{Api, Ask},
    objects::plain,
    pages::{Pages, condition},
    place::Place,
    table::Table,
};

#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Reads every stream against its links and checkpoints; names the first record that does not fit
    Verify,
    /// Shows records, the newest first
    #[command(visible_alias = "search")]
    List(Box<List>),
    /// Writes records to a file or to standard output, the oldest first
    Export(Box<ExportTo>),
}

/// Which records; all conditions hold together
#[derive(Args, Debug)]
pub struct Which {
    /// Login name as stored or typed
    #[arg(long, visible_alias = "user", default_value = "")]
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
    /// How it ended
    #[arg(long, visible_alias = "result")]
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
    /// How many at most
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
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        match self {
            Self::Verify => {
                ctl.needs_store()?;
                verify(house, console, ctl.json).await
            }
            Self::List(list) => list.run(ctl.reading(house).await?.as_ref(), house, console, ctl.json).await,
            Self::Export(export) => match ctl.place(house)? {
                Place::Server(remote) => export.over(remote.as_ref(), console).await,
                Place::Store => export.run(house, console).await,
            },
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
    fn outcome(&self) -> Option<Outcome> {
        self.outcome.map(|outcome| match outcome {
            Ended::Success => Outcome::Success,
            Ended::Failure => Outcome::Failure,
        })
    }

    /// The conditions as the API has them.
    fn query(&self) -> Vec<(String, String)> {
        let mut query = Vec::new();
        condition(&mut query, "name", &self.name);
        condition(&mut query, "person", &self.person);
        condition(&mut query, "actor", &self.actor);
        condition(&mut query, "application", &self.application);
        self.sites.iter().for_each(|site| condition(&mut query, "site", site));
        condition(&mut query, "method", &self.method);
        condition(&mut query, "action", &self.action);
        condition(&mut query, "result", self.outcome().map_or("", Outcome::name));
        condition(&mut query, "login", &self.correlation.map(|id| id.to_string()).unwrap_or_default());
        condition(&mut query, "since", &self.since.map(Time::rfc3339).unwrap_or_default());
        condition(&mut query, "until", &self.until.map(Time::rfc3339).unwrap_or_default());
        query
    }

    fn filter(&self) -> AuditFilter {
        AuditFilter {
            person: self.person.clone(),
            name: self.name.clone(),
            application: self.application.clone(),
            method: self.method.clone(),
            action: self.action.clone(),
            outcome: self.outcome(),
            actor: self.actor.clone(),
            sites: (!self.sites.is_empty()).then(|| self.sites.clone()),
            correlation: self.correlation,
            since: self.since,
            until: self.until,
            ..AuditFilter::default()
        }
    }
}

impl List {
    async fn run(&self, api: &dyn Api, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let pages = Pages { api, house, path: "/audit", member: "events" };
        let read = pages.read(self.which.query(), self.limit, console).await?;
        if json {
            crate::json(console, &read.all.into())?;
        } else {
            let mut table = Table::new(&HEADING);
            read.all.iter().for_each(|record| table.row(cells(record)));
            table.write(console.out)?;
        }
        if read.more {
            writeln!(console.err, "there are more: --limit N shows them, export writes them all")?;
        }
        Ok(())
    }
}

const HEADING: [&str; 10] =
    ["TIME", "ACTION", "OUTCOME", "REASON", "NAME", "SITE", "APPLICATION", "METHOD", "FROM", "ACTOR"];

fn cells(record: &Value) -> Vec<String> {
    let (at, event) = (plain(&record["at"]), &record["event"]);
    if event.is_null() {
        return vec![at, "(erased)".into()];
    }
    let names = ["action", "outcome", "reason", "name", "site", "application", "method", "from", "actor"];
    std::iter::once(at).chain(names.map(|name| plain(&event[name]))).collect()
}

impl ExportTo {
    const fn format(&self) -> Format {
        match self.format {
            Form::Csv => Format::Csv,
            Form::Jsonl => Format::JsonLines,
            Form::Syslog => Format::Syslog,
        }
    }

    async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let mut file = self.out.as_deref().map(crate::new_file).transpose()?;
        let store = house.beside().await?;
        let mut export =
            Export::begin(store, self.which.filter(), self.format(), (house.now(), &crate::actor())).await?;
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

    /// From a running server, as it comes: any length of time fits.
    async fn over(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let mut query = self.which.query();
        query.push(("format".to_owned(), self.format().name().to_owned()));
        let ask = Ask::get("/audit/export").with_query(&query).header("accept", "*/*");
        let Some(path) = &self.out else { return api.save(&ask, &mut *console.out).await };
        let mut file =
            Counted { file: crate::new_file(path)?, records: 0, quoted: false, csv: self.format() == Format::Csv };
        let saved = api.save(&ask, &mut file).await.and_then(|()| Ok(file.file.flush()?));
        if let Err(told) = saved {
            // What is not whole is not left as if it were.
            std::fs::remove_file(path)?;
            return Err(told);
        }
        let records = file.records.saturating_sub(u64::from(file.csv));
        Ok(writeln!(console.out, "{records} records")?)
    }
}

/// A file whose records are counted; in a table a line break inside of quotes ends none.
struct Counted {
    file: std::io::BufWriter<std::fs::File>,
    records: u64,
    quoted: bool,
    csv: bool,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        for byte in &bytes[..written] {
            match byte {
                b'"' if self.csv => self.quoted = !self.quoted,
                b'\n' if !self.quoted => self.records += 1,
                _ => {}
            }
        }
        Ok(written)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
