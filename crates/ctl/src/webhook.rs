//! Webhooks: how they do, and what is sent once more.

use clap::Subcommand;
use manage::webhooks::{self, State, WebhookError};
use model::{Catalogue, Entry, Time, Webhook as Of};
use serde_json::{Value, json};

use crate::{ACTOR, Console, House, Told, audit::at, table::Table};

#[derive(Subcommand, Debug)]
pub enum Webhook {
    /// Lists them, and how their deliveries go
    List,
    /// Sends one event of type webhook.test and tells the answer
    Test {
        /// Path, such as demosite/siem
        path: String,
    },
    /// Sends the events of a time again, under the same ids
    Replay {
        /// Path, such as demosite/siem
        path: String,
        /// From this moment or day (UTC) on
        #[arg(long, value_parser = at)]
        since: Time,
        /// Up to this moment; now where it is not given
        #[arg(long, value_parser = at)]
        until: Option<Time>,
    },
    /// Makes another secret and prints it; the one before signs as well
    Rotate {
        /// Path, such as demosite/siem
        path: String,
        /// No new one: the former secret signs no more
        #[arg(long)]
        end: bool,
    },
}

impl Webhook {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::List => list(house, console, json).await,
            Self::Test { path } => {
                webhooks::test(&house.engine().await?, path, ACTOR).await?;
                Ok(writeln!(console.out, "delivered")?)
            }
            Self::Replay { path, since, until } => {
                let time = (*since, until.unwrap_or_else(|| house.now()));
                let count = webhooks::replay(&house.engine().await?, path, time, ACTOR).await?;
                Ok(writeln!(console.out, "{count} events leave again once a server runs")?)
            }
            Self::Rotate { path, end: true } => {
                webhooks::end_former(&house.engine().await?, path, ACTOR).await?;
                Ok(writeln!(console.out, "the former secret signs no more")?)
            }
            Self::Rotate { path, end: false } => {
                let secret = webhooks::rotate(&house.engine().await?, path, ACTOR).await?;
                Ok(writeln!(console.out, "{}", secret.expose())?)
            }
        }
    }
}

async fn list(house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let store = house.beside().await?;
    let (version, entries) = store.catalogue().await?;
    let catalogue = Catalogue::load(version, entries);
    let mut table = Table::new(&["WEBHOOK", "ON", "EVENTS", "WAITING", "DELIVERED", "FAILED", "IN A ROW", "WHY"]);
    let mut members = Vec::new();
    for (entry, webhook) in catalogue.webhooks() {
        let state = webhooks::state(store.as_ref(), entry).await?;
        if json {
            members.push(member(entry, webhook, &state));
        } else {
            table.row(cells(entry, webhook, &state));
        }
    }
    if json { crate::json(console, &members.into()) } else { table.write(console.out) }
}

fn cells(entry: &Entry, webhook: &Of, state: &State) -> Vec<String> {
    let time = |at: Option<Time>| at.map(Time::rfc3339).unwrap_or_default();
    vec![
        entry.path.clone(),
        if webhook.enabled { "yes" } else { "no" }.into(),
        webhook.events.join(" "),
        state.waiting.to_string(),
        time(state.delivery.delivered),
        time(state.delivery.failed),
        state.delivery.failures.to_string(),
        state.delivery.why.clone(),
    ]
}

fn member(entry: &Entry, webhook: &Of, state: &State) -> Value {
    json!({
        "path": entry.path,
        "enabled": webhook.enabled,
        "events": webhook.events,
        "waiting": state.waiting,
        "delivered": state.delivery.delivered.map(Time::rfc3339),
        "failed": state.delivery.failed.map(Time::rfc3339),
        "failures": state.delivery.failures,
        "why": state.delivery.why,
        "lost": state.lost.iter().map(manage::audit::member).collect::<Vec<_>>(),
    })
}

impl From<WebhookError> for Told {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Unknown(_) | WebhookError::TooMany(_) => Self::Usage(error.to_string()),
            WebhookError::Change(error) => error.into(),
            other => Self::Failed(other.to_string()),
        }
    }
}
