//! Tokens: import and export of seed files, the inventory, and what happens to one token.

mod files;

use clap::{Args, Subcommand, ValueEnum};
use http::Method;
use manage::{Address, tokens::TokenError};
use model::{Secret, credential::CredentialState};
use serde_json::{Value, json};
use std::path::PathBuf;

use crate::{
    Console, Ctl, House, Told,
    api::{Api, Ask},
    objects::plain,
    pages::{Pages, condition},
    place::Place,
    table::Table,
    values::target,
};

#[derive(Subcommand, Debug)]
pub enum Token {
    /// Reads a seed file into a site's inventory
    Import(files::Import),
    /// Writes tokens as a seed file to standard output; it holds their keys
    Export(files::Export),
    /// Shows tokens
    #[command(visible_alias = "search")]
    List(List),
    /// Shows how many tokens are in each state
    Count {
        /// Path of the site; those below it count too
        #[arg(long, default_value = "")]
        site: String,
    },
    /// Shows one token
    Show { serial: String },
    /// Gives a token to a user of its site; prints the PIN where the server judges one, this once
    Assign {
        serial: String,
        user: String,
        #[arg(long, default_value = "")]
        directory: String,
    },
    /// Makes an assigned token active without waiting for its first code
    Activate { serial: String },
    /// Keeps a token from being accepted
    Suspend { serial: String },
    /// Ends a suspension
    Resume { serial: String },
    /// Locks a token
    Lock { serial: String },
    /// Ends the lock of a token
    Unlock { serial: String },
    /// Takes a token from its owner and puts it back into the inventory
    Unassign { serial: String },
    /// Takes a token from its owner, or out of the stock
    Revoke {
        serial: String,
        #[arg(long = "as", value_enum)]
        to: To,
    },
    /// Makes a new, lost or faulty token ready for somebody
    Initialise { serial: String },
    /// Sets a token right by two codes that it shows one after the other
    Resync { serial: String, first: String, second: String },
    /// Gives a token a new PIN and prints it, this once
    SetPin {
        serial: String,
        /// Reads the PIN from the first line of standard input instead of making one
        #[arg(long, conflicts_with = "pin_file")]
        pin_stdin: bool,
        /// Reads the PIN from the first line of a file instead of making one
        #[arg(long, value_name = "FILE")]
        pin_file: Option<PathBuf>,
    },
    /// Gives tokens that nobody has to a site below theirs; all or none
    Allocate {
        #[arg(required = true)]
        serials: Vec<String>,
        /// Path of the site
        #[arg(long)]
        site: String,
    },
    /// Drops a token that nobody has, key and all
    Delete {
        serial: String,
        /// Asks nothing; without it a terminal is asked
        #[arg(long)]
        yes: bool,
    },
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Inventory,
    Lost,
    Faulty,
}

#[derive(Args, Debug)]
pub struct List {
    /// Path of the site; those below it are shown too
    #[arg(long, default_value = "")]
    site: String,
    #[arg(long, value_parser = state)]
    state: Option<CredentialState>,
    /// Part of the serial number
    #[arg(long)]
    text: Option<String>,
    /// Path of the user who has them, such as demosite/ada
    #[arg(long, default_value = "")]
    user: String,
    /// Serial numbers behind this one
    #[arg(long)]
    after: Option<String>,
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

impl Token {
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let json = ctl.json;
        match self {
            Self::Import(import) => {
                return match ctl.place(house)? {
                    Place::Server(remote) => import.over(remote.as_ref(), console, json).await,
                    Place::Store => import.run(house, console, json).await,
                };
            }
            Self::Export(export) => {
                return match ctl.place(house)? {
                    Place::Server(remote) => export.over(remote.as_ref(), console).await,
                    Place::Store => export.run(house, console).await,
                };
            }
            Self::Delete { serial, yes } => {
                crate::confirmed(house, console, *yes, &format!("delete token {serial} and its key"))?;
            }
            _ => {}
        }
        let pin = match self {
            Self::SetPin { pin_stdin: true, .. } => Some(crate::user::secret(console, None, "PIN")?),
            Self::SetPin { pin_file: Some(file), .. } => Some(crate::user::secret(console, Some(file), "PIN")?),
            _ => None,
        };
        // Looking may be done beside a server.
        let looks = matches!(self, Self::List(_) | Self::Count { .. } | Self::Show { .. });
        let api = if looks { ctl.reading(house).await? } else { ctl.api(house).await? };
        let api = api.as_ref();
        match self {
            Self::List(list) => list.run(api, house, console, json).await,
            Self::Count { site } => count(site, api, console, json).await,
            Self::Show { serial } => show(serial, api, console, json).await,
            change => change.change(pin, api, console, json).await,
        }
    }

    async fn change(
        &self,
        pin: Option<Secret<String>>,
        api: &dyn Api,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<(), Told> {
        let told = match self {
            Self::Allocate { serials, site } => allocate(serials, site, api).await?,
            _ => self.one(pin, api).await?,
        };
        if json {
            crate::json(console, &told)?;
        } else if let Some(pin) = told["pin"].as_str() {
            writeln!(console.out, "{pin}")?;
        }
        Ok(writeln!(console.err, "done")?)
    }

    /// What is done to one token, by the name that the API has for it.
    async fn one(&self, pin: Option<Secret<String>>, api: &dyn Api) -> Result<Value, Told> {
        let nothing = json!({});
        let (serial, action, given) = match self {
            Self::Assign { serial, user, directory } => {
                (serial, "assign", json!({ "user": user, "directory": directory }))
            }
            Self::Activate { serial } => (serial, "activate", nothing),
            Self::Suspend { serial } => (serial, "suspend", nothing),
            Self::Resume { serial } => (serial, "resume", nothing),
            Self::Lock { serial } => (serial, "lock", nothing),
            Self::Unlock { serial } => (serial, "unlock", nothing),
            Self::Initialise { serial } => (serial, "initialise", nothing),
            Self::Delete { serial, .. } => (serial, "delete", nothing),
            Self::Unassign { serial } => (serial, "revoke", json!({ "to": To::Inventory.name() })),
            Self::Revoke { serial, to } => (serial, "revoke", json!({ "to": to.name() })),
            Self::Resync { serial, first, second } => (serial, "resync", json!({ "first": first, "second": second })),
            Self::SetPin { serial, .. } => {
                let given = pin.map_or(nothing, |pin| json!({ "pin": pin.expose() }));
                (serial, "setPin", given)
            }
            _ => return Ok(Value::Null),
        };
        let ask = Ask::new(Method::POST, format!("{}/$action/{action}", place(serial)?)).json(&given);
        let answer = api.send(&ask).await?;
        match answer.status {
            404 => Err(unknown(serial)),
            400 | 422 if action == "resync" && String::from_utf8_lossy(&answer.body).contains("\"token-codes\"") => {
                Err(Told::Failed(format!("{serial}: these two codes fit nowhere")))
            }
            _ => answer.well()?.json(),
        }
    }
}

impl To {
    const fn name(self) -> &'static str {
        match self {
            Self::Inventory => "inventory",
            Self::Lost => "lost",
            Self::Faulty => "faulty",
        }
    }
}

/// All or none of them.
async fn allocate(serials: &[String], site: &str, api: &dyn Api) -> Result<Value, Told> {
    let given = json!({ "serials": serials, "site": site });
    let answer = api.send(&Ask::new(Method::POST, "/token/$action/allocate").json(&given)).await?;
    if answer.status == 404 { Err(unknown(&serials.join(", "))) } else { answer.well()?.json() }
}

/// `/token/SERIAL`.
pub fn place(serial: &str) -> Result<String, Told> {
    target(&format!("token/{serial}"))
}

fn unknown(serial: &str) -> Told {
    TokenError::Missing(serial.to_owned()).into()
}

impl List {
    async fn run(&self, api: &dyn Api, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut query = Vec::new();
        condition(&mut query, "site", &self.site);
        condition(&mut query, "state", self.state.map_or("", CredentialState::name));
        condition(&mut query, "q", self.text.as_deref().unwrap_or_default());
        condition(&mut query, "user", self.user.trim_start_matches("/user/").trim_matches('/'));
        condition(&mut query, "behind", self.after.as_deref().unwrap_or_default());
        let pages = Pages { api, house, path: "/token", member: "objects" };
        let read = pages.read(query, self.limit, console).await?;
        let rows: Vec<Value> = read.all.iter().map(shown).collect();
        if json {
            crate::json(console, &rows.into())?;
        } else {
            let mut table = Table::new(&["SERIAL", "STATE", "SITE", "METHOD", "USER", "CREATED", "USED"]);
            rows.iter().for_each(|row| table.row(cells(row)));
            table.write(console.out)?;
        }
        if read.more {
            writeln!(console.err, "there are more: --limit N shows them, or --after SERIAL the next ones")?;
        }
        Ok(())
    }
}

async fn show(serial: &str, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let answer = api.send(&Ask::get(place(serial)?)).await?;
    if answer.status == 404 {
        return Err(unknown(serial));
    }
    let shown = shown(&answer.well()?.json()?);
    if json {
        return crate::json(console, &shown);
    }
    for (name, cell) in CELLS.iter().zip(cells(&shown)) {
        writeln!(console.out, "{name:<8} {}", cell.escape_debug())?;
    }
    Ok(())
}

async fn count(site: &str, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let site = site.trim_matches('/');
    let told = api.send(&Ask::get("/token/$counts")).await?.well()?.json()?;
    let lies = |path: &str| site.is_empty() || path == site || path.starts_with(&format!("{site}/"));
    let all = told["counts"].as_array().into_iter().flatten();
    let counts: Vec<&Value> = all.filter(|c| lies(c["site"].as_str().unwrap_or_default())).collect();
    if counts.is_empty() && !site.is_empty() {
        api.send(&Ask::get(target(&format!("site/{site}"))?)).await?.well()?;
    }
    if json {
        return crate::json(console, &counts.into_iter().cloned().collect());
    }
    let mut table = Table::new(&["SITE", "STATE", "COUNT"]);
    for count in counts {
        table.row(vec![plain(&count["site"]), plain(&count["state"]), plain(&count["count"])]);
    }
    table.write(console.out)
}

const CELLS: [&str; 7] = ["serial", "state", "site", "method", "user", "created", "used"];

/// A token with its names, one member beside the other; its owner by the login name.
fn shown(object: &Value) -> Value {
    let mut shown = object["attributes"].clone();
    let owner = shown["owner"].take();
    let owner = owner.as_str().and_then(|id| Address::parse(id).ok());
    shown["user"] = owner.as_ref().map(Address::name).unwrap_or_default().into();
    if let Some(members) = shown.as_object_mut() {
        members.remove("owner");
    }
    shown
}

fn cells(shown: &Value) -> Vec<String> {
    CELLS.iter().map(|name| plain(&shown[name])).collect()
}

fn state(name: &str) -> Result<CredentialState, String> {
    let names = || CredentialState::ALL.map(CredentialState::name).join(", ");
    CredentialState::parse(name).ok_or_else(|| format!("one of {}", names()))
}

impl From<TokenError> for Told {
    fn from(error: TokenError) -> Self {
        match error {
            TokenError::Wrong(part, why) => Self::Refused(vec![model::Finding::broken(part, "token").with("why", why)]),
            TokenError::Missing(_) => Self::Usage(error.to_string()),
            other => Self::Failed(other.to_string()),
        }
    }
}
