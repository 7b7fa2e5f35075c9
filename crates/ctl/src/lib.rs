//! The command line: configuration as text, users, audit and master keys of a store.
//!
//! [`Ctl`] is a subcommand of the binary, which lends it a [`House`]: whatever opens a store and an engine. Everything said goes
//! through a [`Console`], so that a test reads what a person would. How it ends is a [`Told`] and becomes the exit code.

mod application;
mod audit;
mod graph;
mod house;
mod keys;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod user;

use clap::{Args, Subcommand};
use model::Finding;
use std::{
    io::{BufRead, Write},
    path::PathBuf,
    process::ExitCode,
};

pub use house::{House, HouseError};
pub use manage::{Registration, users::Passwords};

/// Reads and changes a store: configuration, users, audit, keys
#[derive(Args, Debug)]
pub struct Ctl {
    /// Settings file of the server whose store it is
    #[arg(long, global = true, value_name = "FILE", env = "SYMBOLON_CONFIG")]
    pub config: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Writes the configuration as TOML to standard output
    Export(graph::Export),
    /// Shows what applying a file would change
    Diff(graph::Diff),
    /// Makes the configuration as a file says
    Apply(graph::Apply),
    /// Reads and verifies the audit record
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Keys that seal what the store holds
    #[command(subcommand)]
    MasterKey(keys::MasterKey),
    /// Users of the embedded directory
    #[command(subcommand)]
    User(user::User),
    /// OATH tokens: the inventory of each site
    #[command(subcommand)]
    Token(token::Token),
    /// Applications
    #[command(subcommand)]
    Application(application::Application),
    /// Prints what there is to configure, as JSON
    Schema,
}

/// Who audit events name.
const ACTOR: &str = "ctl";

/// Where words come from and go to.
pub struct Console<'a> {
    pub input: &'a mut (dyn BufRead + Send),
    pub out: &'a mut (dyn Write + Send),
    pub err: &'a mut (dyn Write + Send),
}

/// Why it did not end well.
#[derive(Debug, thiserror::Error)]
pub enum Told {
    /// Mend these.
    #[error("refused")]
    Refused(Vec<Finding>),
    /// Mend the command or the file it names.
    #[error("{0}")]
    Usage(String),
    /// Stop the server, or let it make the change.
    #[error("a server holds the store: stop it first")]
    Held,
    /// An administrator must look.
    #[error("{0}")]
    Failed(String),
}

impl Told {
    /// 1 refused or failed, 2 usage (as clap has it), 3 the store is held by a server.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::Held => 3,
        }
    }
}

impl Ctl {
    /// Does what was asked and says how it went.
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> ExitCode {
        let done = self.command(house, console).await;
        let done = done.and_then(|()| console.out.flush().map_err(Told::from));
        let Err(told) = done else { return ExitCode::SUCCESS };
        say(console, &told);
        ExitCode::from(told.code())
    }

    /// The same for callers that judge the outcome themselves.
    pub async fn command(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        match &self.command {
            Command::Export(export) => export.run(house, console).await,
            Command::Diff(diff) => diff.run(house, console, self.json).await,
            Command::Apply(apply) => apply.run(house, console, self.json).await,
            Command::Audit(audit) => audit.run(house, console, self.json).await,
            Command::MasterKey(keys) => keys.run(house, console).await,
            Command::User(user) => user.run(house, console, self.json).await,
            Command::Token(token) => token.run(house, console, self.json).await,
            Command::Application(application) => application.run(house, console, self.json).await,
            Command::Schema => schema(house, console),
        }
    }
}

/// One object with the members `config` and `api`: each becomes a file of the documentation.
fn schema(house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
    let mut config = manage::nouns::schema(house.kinds());
    config["settings"] = house.settings();
    let api = manage::openapi::Document::new(house.kinds());
    json(console, &serde_json::json!({ "config": config, "api": api.value() }))
}

fn json(console: &mut Console<'_>, value: &serde_json::Value) -> Result<(), Told> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Told::Failed(e.to_string()))?;
    Ok(writeln!(console.out, "{text}")?)
}

fn say(console: &mut Console<'_>, told: &Told) {
    let mut lines = vec![format!("symbolon ctl: {told}")];
    if let Told::Refused(findings) = told {
        lines.extend(findings.iter().map(|f| format!("  {}", f.plain())));
    }
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(console.err, "{}", lines.join("\n"));
}

impl From<std::io::Error> for Told {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<store::StoreError> for Told {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<login::EngineError> for Told {
    fn from(error: login::EngineError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<login::ChangeError> for Told {
    fn from(error: login::ChangeError) -> Self {
        match error {
            login::ChangeError::Refused(findings) => Self::Refused(findings),
            login::ChangeError::Spent => Self::Failed(error.to_string()),
            login::ChangeError::Engine(error) => error.into(),
        }
    }
}

impl From<manage::users::UserError> for Told {
    fn from(error: manage::users::UserError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<HouseError> for Told {
    fn from(error: HouseError) -> Self {
        match error {
            HouseError::Held => Self::Held,
            HouseError::Settings(why) => Self::Usage(why),
            HouseError::Failed(why) => Self::Failed(why),
        }
    }
}
