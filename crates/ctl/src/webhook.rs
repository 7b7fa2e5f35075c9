//! Webhooks: how they do, and what is sent once more.

use clap::Subcommand;
use http::Method;
use model::Time;
use serde_json::{Map, Value, json};

use crate::{
    Console, Ctl, House, Told,
    api::{Api, Ask},
    audit::at,
    objects::plain,
    pages::{Pages, yes},
    table::Table,
    values::target,
};

#[derive(Subcommand, Debug)]
pub enum Webhook {
    /// Lists them, and how their deliveries go
    List,
    /// Shows one, with the events that were lost
    Deliveries {
        /// Path, such as demosite/siem
        path: String,
    },
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

/// All webhooks that there may be; nobody has more.
const ALL: u32 = 100_000;

impl Webhook {
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let looks = matches!(self, Self::List | Self::Deliveries { .. });
        let api = if looks { ctl.reading(house).await? } else { ctl.api(house).await? };
        let (api, json) = (api.as_ref(), ctl.json);
        match self {
            Self::List => list(api, house, console, json).await,
            Self::Deliveries { path } => deliveries(path, api, console, json).await,
            Self::Test { path } => {
                act(path, "test", &json!({}), api).await?;
                Ok(writeln!(console.out, "delivered")?)
            }
            Self::Replay { path, since, until } => {
                let until = until.unwrap_or_else(|| house.now());
                let given = json!({ "since": since.rfc3339(), "until": until.rfc3339() });
                let told = act(path, "replay", &given, api).await?;
                // The outbox of a closed store waits for its server.
                let once = if ctl.is_store(house)? { " once a server runs" } else { "" };
                Ok(writeln!(console.out, "{} events leave again{once}", told["events"])?)
            }
            Self::Rotate { path, end: true } => {
                act(path, "endFormer", &json!({}), api).await?;
                Ok(writeln!(console.out, "the former secret signs no more")?)
            }
            Self::Rotate { path, end: false } => {
                let told = act(path, "rotate", &json!({}), api).await?;
                Ok(writeln!(console.out, "{}", plain(&told["secret"]))?)
            }
        }
    }
}

async fn list(api: &dyn Api, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let pages = Pages { api, house, path: "/webhook", member: "objects" };
    let mut all = Vec::new();
    for object in pages.read(Vec::new(), ALL, console).await?.all {
        all.push(shown(&object, api).await?);
    }
    if json {
        return crate::json(console, &all.into());
    }
    let mut table = Table::new(&["WEBHOOK", "ON", "EVENTS", "WAITING", "DELIVERED", "FAILED", "IN A ROW", "WHY"]);
    for one in &all {
        let of = |name: &str| plain(&one[name]);
        let events: Vec<String> = one["events"].as_array().into_iter().flatten().map(plain).collect();
        let (path, on) = (of("path"), yes(one["enabled"] == true));
        let row = [path, on, events.join(" "), of("waiting"), of("delivered"), of("failed"), of("failures"), of("why")];
        table.row(row.into());
    }
    table.write(console.out)
}

async fn deliveries(path: &str, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let answer = api.send(&Ask::get(place(path)?)).await?;
    if answer.status == 404 {
        return Err(unknown(path));
    }
    let one = shown(&answer.well()?.json()?, api).await?;
    if json {
        return crate::json(console, &one);
    }
    for name in ["path", "waiting", "delivered", "failed", "failures", "why"] {
        writeln!(console.out, "{name:<9} {}", crate::problem::tame(&plain(&one[name])))?;
    }
    let mut lost = Table::new(&["LOST", "EVENT", "ATTEMPTS", "WHY"]);
    for record in one["lost"].as_array().into_iter().flatten() {
        let detail = &record["event"]["detail"];
        lost.row(vec![
            plain(&record["at"]),
            plain(&detail["event"]),
            plain(&detail["attempts"]),
            plain(&detail["why"]),
        ]);
    }
    lost.write(console.out)
}

/// What it is, and how its deliveries go.
async fn shown(object: &Value, api: &dyn Api) -> Result<Value, Told> {
    let id = plain(&object["id"]);
    let state = api.send(&Ask::get(format!("{id}/$attribute/state"))).await?.well()?.json()?;
    let path = manage::Address::parse(&id).map(|at| at.path).unwrap_or_default();
    let mut all = Map::from_iter([
        ("path".to_owned(), path.into()),
        ("enabled".to_owned(), object["attributes"]["enabled"].clone()),
        ("events".to_owned(), object["attributes"]["events"].clone()),
    ]);
    for name in ["waiting", "delivered", "failed", "failures", "why", "lost"] {
        all.insert(name.to_owned(), state[name].clone());
    }
    Ok(all.into())
}

async fn act(path: &str, action: &str, given: &Value, api: &dyn Api) -> Result<Value, Told> {
    let ask = Ask::new(Method::POST, format!("{}/$action/{action}", place(path)?)).json(given);
    let answer = api.send(&ask).await?;
    if answer.status == 404 { Err(unknown(path)) } else { answer.well()?.json() }
}

fn place(path: &str) -> Result<String, Told> {
    let path = path.trim_start_matches('/');
    target(&format!("webhook/{}", path.strip_prefix("webhook/").unwrap_or(path)))
}

fn unknown(path: &str) -> Told {
    Told::Usage(format!("no webhook {path}"))
}
