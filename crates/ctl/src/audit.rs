//! The audit record: reading, and proving that nobody changed it.

use clap::{Args, Subcommand};
use model::audit::Outcome;
use serde_json::{Value, json};
use store::{AuditFilter, AuditRecord};

use crate::{Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum Audit {
    /// Reads every stream against its links and checkpoints; names the first record that does not fit
    Verify,
    /// Shows records, the newest first
    List(List),
}

#[derive(Args, Debug)]
pub struct List {
    /// Login name as stored or typed
    #[arg(long, default_value = "")]
    name: String,
    /// Path of the application, such as demosite/demoapp
    #[arg(long, default_value = "")]
    application: String,
    /// Name of the method
    #[arg(long, default_value = "")]
    method: String,
    /// What happened, such as login.granted
    #[arg(long, default_value = "")]
    action: String,
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
}

impl Audit {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Verify => verify(house, console, json).await,
            Self::List(list) => list.run(house, console, json).await,
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

impl List {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let filter = AuditFilter {
            name: self.name.clone(),
            application: self.application.clone(),
            method: self.method.clone(),
            action: self.action.clone(),
            limit: self.limit,
            ..AuditFilter::default()
        };
        let records = house.beside().await?.audit(&filter).await?;
        if json {
            return crate::json(console, &records.iter().map(member).collect());
        }
        let mut table =
            Table::new(&["TIME", "ACTION", "OUTCOME", "REASON", "NAME", "APPLICATION", "METHOD", "FROM", "ACTOR"]);
        for record in &records {
            table.row(cells(record));
        }
        table.write(console.out)
    }
}

fn member(record: &AuditRecord) -> Value {
    json!({ "node": record.node, "sequence": record.sequence, "at": record.at.rfc3339(), "event": record.event })
}

fn cells(record: &AuditRecord) -> Vec<String> {
    let at = record.at.rfc3339();
    let Some(event) = record.event.clone() else { return vec![at, "(erased)".into()] };
    let outcome = match event.outcome {
        Outcome::Success => "success",
        Outcome::Failure => "failure",
    };
    vec![
        at,
        event.action,
        outcome.into(),
        event.reason,
        event.name,
        event.application,
        event.method,
        event.from,
        event.actor,
    ]
}
