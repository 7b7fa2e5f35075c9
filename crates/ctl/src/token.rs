//! Tokens: import and export of seed files, the inventory, and what happens to one token.

mod files;

use clap::{Args, Subcommand, ValueEnum};
use manage::tokens::{self, Inventory, TokenError};
use model::{Catalogue, credential::CredentialState, token::Revoked};
use serde_json::{Value, json};
use store::{Store, TokenQuery};

use crate::{Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum Token {
    /// Reads a seed file into a site's inventory
    Import(files::Import),
    /// Writes tokens as a seed file to standard output; it holds their keys
    Export(files::Export),
    /// Shows tokens
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
        #[arg(long)]
        pin_stdin: bool,
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
    Delete { serial: String },
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
    /// Serial numbers behind this one
    #[arg(long)]
    after: Option<String>,
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

impl Token {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Import(import) => import.run(house, console, json).await,
            Self::Export(export) => export.run(house, console).await,
            Self::List(list) => list.run(house, console, json).await,
            Self::Count { site } => count(site, house, console, json).await,
            Self::Show { serial } => show(serial, house, console, json).await,
            change => change.change(house, console).await,
        }
    }

    async fn change(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let engine = house.engine().await?;
        let inventory = Inventory { engine: &engine, kinds: house.kinds(), actor: &crate::actor() };
        let pin = match self {
            Self::Assign { serial, user, directory } => inventory.assign(serial, directory, user).await?,
            Self::SetPin { serial, pin_stdin } => {
                let given = if *pin_stdin { Some(crate::user::first_line(console)?) } else { None };
                let set = inventory.set_pin(serial, given.as_ref().map(|pin| pin.expose().as_str())).await?;
                // Who typed it knows it.
                set.filter(|_| given.is_none())
            }
            Self::Resync { serial, first, second } => {
                if !inventory.resync(serial, [first, second]).await? {
                    return Err(Told::Failed(format!("{serial}: these two codes fit nowhere")));
                }
                None
            }
            other => {
                other.simple(&inventory).await?;
                None
            }
        };
        if let Some(pin) = pin {
            writeln!(console.out, "{}", pin.expose())?;
        }
        Ok(writeln!(console.err, "done")?)
    }

    async fn simple(&self, inventory: &Inventory<'_>) -> Result<(), TokenError> {
        match self {
            Self::Activate { serial } => inventory.activate(serial).await,
            Self::Suspend { serial } => inventory.suspend(serial).await,
            Self::Resume { serial } => inventory.resume(serial).await,
            Self::Lock { serial } => inventory.lock(serial).await,
            Self::Unlock { serial } => inventory.unlock(serial).await,
            Self::Initialise { serial } => inventory.initialise(serial).await,
            Self::Delete { serial } => inventory.delete(serial).await,
            Self::Allocate { serials, site } => inventory.allocate(serials, site).await,
            Self::Revoke { serial, to } => {
                let to = match to {
                    To::Inventory => Revoked::Inventory,
                    To::Lost => Revoked::Lost,
                    To::Faulty => Revoked::Faulty,
                };
                inventory.revoke(serial, to).await
            }
            _ => Ok(()),
        }
    }
}

impl List {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let store = house.beside().await?;
        let (version, entries) = store.catalogue().await?;
        let catalogue = Catalogue::load(version, entries);
        let query = TokenQuery {
            sites: tokens::sites_below(&catalogue, &self.site)?,
            state: self.state,
            text: self.text.clone(),
            after: self.after.clone(),
            limit: self.limit,
            ..TokenQuery::default()
        };
        let mut rows = Vec::new();
        for token in store.tokens(&query).await? {
            rows.push(Shown::of(token, store.as_ref(), &catalogue).await?);
        }
        if json {
            return crate::json(console, &rows.iter().map(Shown::member).collect());
        }
        let mut table = Table::new(&["SERIAL", "STATE", "SITE", "METHOD", "USER", "CREATED", "USED"]);
        for row in &rows {
            table.row(row.cells());
        }
        table.write(console.out)
    }
}

async fn show(serial: &str, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let store = house.beside().await?;
    let (version, entries) = store.catalogue().await?;
    let catalogue = Catalogue::load(version, entries);
    let query = TokenQuery { text: Some(serial.to_owned()), limit: 1_000, ..TokenQuery::default() };
    let same = |token: &model::Token| model::token::fold(&token.serial) == model::token::fold(serial);
    let found = store.tokens(&query).await?.into_iter().find(same);
    let found = found.ok_or_else(|| Told::from(TokenError::Missing(serial.to_owned())))?;
    let shown = Shown::of(found, store.as_ref(), &catalogue).await?;
    if json {
        return crate::json(console, &shown.member());
    }
    let names = ["serial", "state", "site", "method", "user", "created", "used"];
    for (name, cell) in names.iter().zip(shown.cells()) {
        writeln!(console.out, "{name:<8} {}", cell.escape_debug())?;
    }
    Ok(())
}

async fn count(site: &str, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let store = house.beside().await?;
    let (version, entries) = store.catalogue().await?;
    let catalogue = Catalogue::load(version, entries);
    let counts = store.token_counts(&tokens::sites_below(&catalogue, site)?).await?;
    let path = |id| catalogue.entry(id).map_or("", |e| e.path.as_str()).to_owned();
    if json {
        let member = |(site, state, count): &(_, CredentialState, u64)| json!({ "site": path(*site), "state": state, "count": count });
        return crate::json(console, &counts.iter().map(member).collect());
    }
    let mut table = Table::new(&["SITE", "STATE", "COUNT"]);
    for (site, state, count) in counts {
        table.row(vec![path(site), state.name().to_owned(), count.to_string()]);
    }
    table.write(console.out)
}

/// A token with its names.
struct Shown {
    token: model::Token,
    site: String,
    method: String,
    user: String,
}

impl Shown {
    async fn of(token: model::Token, store: &dyn Store, catalogue: &Catalogue) -> Result<Self, Told> {
        let path = |id| catalogue.entry(id).map_or("", |e| e.path.as_str()).to_owned();
        let user = tokens::owner_of(store, &token.person).await?.map(|user| user.name).unwrap_or_default();
        Ok(Self { site: path(token.site), method: path(token.method), user, token })
    }
    fn cells(&self) -> Vec<String> {
        vec![
            self.token.serial.clone(),
            self.token.state.name().to_owned(),
            self.site.clone(),
            self.method.clone(),
            self.user.clone(),
            self.token.created.rfc3339(),
            self.token.used.map(model::Time::rfc3339).unwrap_or_default(),
        ]
    }
    fn member(&self) -> Value {
        json!({
            "serial": self.token.serial, "state": self.token.state, "site": self.site, "method": self.method,
            "kind": self.token.kind, "user": self.user, "created": self.token.created.rfc3339(),
            "used": self.token.used.map(model::Time::rfc3339),
        })
    }
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
