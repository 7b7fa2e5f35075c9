//! The command line: every operation of the management API, on a running server by HTTP or on a store that none holds; and what
//! only a store can do.
//!
//! [`Ctl`] is a subcommand of the binary, which lends it a [`House`]: whatever opens a store and an engine. Everything said goes
//! through a [`Console`], so that a test reads what a person would. How it ends is a [`Told`] and becomes the exit code.

mod api;
mod application;
mod audit;
mod explain;
mod graph;
mod house;
mod keys;
mod links;
mod look;
mod management_token;
mod metadata;
mod oauth;
mod objects;
mod pages;
mod place;
mod problem;
mod profile;
mod reference;
mod remote;
mod sign_in;
mod signing_key;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod token;
mod user;
mod values;
mod webhook;
mod whole;

use clap::{Args, Subcommand};
use model::Finding;
use place::Place;
use std::{
    io::{BufRead, Write},
    path::PathBuf,
    process::ExitCode,
};

pub use house::{Copied, House, HouseError};
pub use manage::{Registration, rest::Local, users::Passwords};
pub use problem::Problem;
pub use terminal::Terminal;

/// Administers a running server, or the store of one that does not run
///
/// Where a command goes: to the server of --server; to the store of --config; else where SYMBOLON_SERVER or SYMBOLON_CONFIG says;
/// else to the server of the last login. A server is shown the token of --token-file, of SYMBOLON_TOKEN, or of the login.
#[derive(Args, Debug)]
#[command(after_long_help = EXIT)]
pub struct Ctl {
    /// Settings file of a server that does not run: works on its store (SYMBOLON_CONFIG)
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address of a running server: works by its management API (SYMBOLON_SERVER)
    #[arg(long, global = true, value_name = "URL")]
    server: Option<String>,
    /// File with a management token or an access token (SYMBOLON_TOKEN holds one itself)
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Certificate authority (PEM) that the server's certificate is from, instead of the system's
    #[arg(long, global = true, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Answers as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

const EXIT: &str = "Ends with 0 done, 1 refused or failed (nothing was changed), 2 usage, 3 a server holds the store, 4 not logged in \
or not allowed, 5 nobody answers.";

#[derive(Subcommand, Debug)]
enum Command {
    /// Logs in at a server, in the browser or with a management token
    Login(sign_in::Login),
    /// Ends the login and forgets it
    Logout(sign_in::Logout),
    /// Shows who is asking, and what they may do where
    Me,
    /// Shows an object
    Get(objects::Get),
    /// Shows objects of a type
    List(objects::List),
    /// Makes an object, or changes what is given of it
    Put(objects::Put),
    /// Makes an object in another, under a name that is not taken
    #[command(after_long_help = "For example: symbolon ctl add /site/acme group staff title=Staff")]
    Add(objects::Add),
    /// Changes an object that is there, values of lists one by one
    #[command(
        after_long_help = "For example: symbolon ctl patch /method/password.1 enabled=true -configuration='policy.password.length 8'"
    )]
    Patch(objects::Patch),
    /// Deletes an object
    Delete(objects::Delete),
    /// Shows links of an object
    Links(links::Links),
    /// Sets a link
    #[command(
        after_long_help = "For example: symbolon ctl link /application/acme/wiki method /method/totp.1 enabled=true"
    )]
    Link(links::Link),
    /// Takes a link away
    Unlink(links::Unlink),
    /// Registrations of applications
    #[command(subcommand)]
    Metadata(metadata::Metadata),
    /// Shows everything that is wrong with the configuration
    Findings,
    /// Sends any request to the management API
    Raw(look::Raw),
    /// Writes the configuration as TOML to standard output
    Export(graph::Export),
    /// Shows what applying a file would change
    Diff(graph::Diff),
    /// Makes the configuration as a file says
    Apply(graph::Apply),
    /// Tokens that programs show to the management API
    #[command(subcommand)]
    ManagementToken(management_token::ManagementToken),
    /// Reads and verifies the audit record
    #[command(subcommand)]
    Audit(audit::Audit),
    /// Keys that seal what the store holds
    #[command(subcommand)]
    MasterKey(keys::MasterKey),
    /// Keys that sign tokens for applications
    #[command(subcommand)]
    SigningKey(signing_key::SigningKey),
    /// Users of the embedded directory
    #[command(subcommand)]
    User(user::User),
    /// OATH tokens: the inventory of each site
    #[command(subcommand)]
    Token(token::Token),
    /// Applications
    #[command(subcommand)]
    Application(application::Application),
    /// Webhooks: how they do, a test, events once more
    #[command(subcommand)]
    Webhook(webhook::Webhook),
    /// The store as a whole
    #[command(subcommand)]
    Store(whole::Whole),
    /// Tells what would happen at a login and which rule decides it, or what happened
    #[command(after_long_help = explain::EXAMPLES)]
    Explain(Box<explain::Explain>),
    /// Prints what there is to configure, as JSON
    Schema,
    /// Prints a script with which a shell completes commands
    Completion(reference::Completion),
    /// Prints the reference of docs/ctl.md
    #[command(hide = true)]
    Reference,
}

/// Who audit events name.
const ACTOR: &str = "ctl";

fn actor() -> login::Actor {
    login::Actor::named(ACTOR)
}

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
    #[error("a server holds the store: let it make the change (--server URL), or stop it first")]
    Held,
    /// The API says what is to be mended.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// Log in, or show another token.
    #[error("{0}")]
    NotAllowed(String),
    /// Nobody answers: look at the address, or try again later.
    #[error("{0}")]
    Away(String),
    /// An administrator must look.
    #[error("{0}")]
    Failed(String),
}

impl Told {
    /// 1 refused or failed, 2 usage (as clap has it), 3 the store is held by a server, 4 not logged in or not allowed, 5 nobody
    /// answers.
    pub const fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Failed(_) => 1,
            Self::Usage(_) => 2,
            Self::Held => 3,
            Self::Problem(problem) => problem.code(),
            Self::NotAllowed(_) => 4,
            Self::Away(_) => 5,
        }
    }
}

impl Ctl {
    /// Does what was asked and says how it went.
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> ExitCode {
        let done = self.command(house, console).await;
        let done = done.and_then(|()| console.out.flush().map_err(Told::from));
        let Err(told) = done else { return ExitCode::SUCCESS };
        self.say(console, &told);
        ExitCode::from(told.code())
    }

    /// The same for callers that judge the outcome themselves.
    pub async fn command(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        match &self.command {
            Command::Login(login) => login.run(self, house, console).await,
            Command::Logout(logout) => logout.run(self, house, console).await,
            Command::Export(export) => match self.place(house)? {
                Place::Server(remote) => export.over(remote.as_ref(), console).await,
                Place::Store => export.run(house, console).await,
            },
            Command::Diff(diff) => match self.place(house)? {
                Place::Server(remote) => diff.over(remote.as_ref(), console, self.json).await,
                Place::Store => diff.run(house, console, self.json).await,
            },
            Command::Apply(apply) => match self.place(house)? {
                Place::Server(remote) => apply.over(remote.as_ref(), console, self.json).await,
                Place::Store => apply.run(house, console, self.json).await,
            },
            Command::Schema => schema(house, console),
            Command::Completion(completion) => completion.run(house, console),
            Command::Reference => Ok(console.out.write_all(reference::page(Self::command_alone()).as_bytes())?),
            Command::SigningKey(keys) => {
                self.needs_store()?;
                keys.run(house, console, self.json).await
            }
            Command::Store(whole) => {
                self.needs_store()?;
                whole.run(house, console, self.json).await
            }
            Command::MasterKey(keys) => {
                self.needs_store()?;
                keys.run(house, console).await
            }
            Command::Audit(audit) => audit.run(self, house, console).await,
            Command::User(user) => user.run(self, house, console).await,
            Command::Token(token) => token.run(self, house, console).await,
            Command::Webhook(webhook) => webhook.run(self, house, console).await,
            Command::Explain(explain) => explain.run(self.reading(house).await?.as_ref(), console, self.json).await,
            _ => self.on_api(house, console).await,
        }
    }

    /// What the API does, on a server and on a store.
    async fn on_api(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let api = self.api(house).await?;
        let (api, json) = (api.as_ref(), self.json);
        match &self.command {
            Command::Me => look::me(api, console, json).await,
            Command::Findings => look::findings(api, console, json).await,
            Command::Get(get) => get.run(api, console, json).await,
            Command::List(list) => list.run(api, house, console, json).await,
            Command::Put(put) => put.run(api, console, json).await,
            Command::Add(add) => add.run(api, console, json).await,
            Command::Patch(patch) => patch.run(api, console, json).await,
            Command::Delete(delete) => delete.run(api, console).await,
            Command::Links(links) => links.run(api, console, json).await,
            Command::Link(link) => link.run(api, console, json).await,
            Command::Unlink(unlink) => unlink.run(api, console).await,
            Command::Metadata(metadata) => metadata.run(api, console).await,
            Command::Raw(raw) => raw.run(api, console).await,
            Command::ManagementToken(token) => token.run(api, console, json).await,
            Command::Application(application) => application.run(api, house, console, json).await,
            _ => Ok(()),
        }
    }

    /// These commands as a part of the program, where the program itself is not known.
    pub fn command_alone() -> clap::Command {
        Self::augment_args(clap::Command::new("ctl").bin_name("symbolon ctl"))
    }

    fn say(&self, console: &mut Console<'_>, told: &Told) {
        let mut lines = vec![format!("symbolon ctl: {told}")];
        match told {
            Told::Problem(problem) if self.json && problem.document.is_object() => {
                lines = vec![problem.document.to_string()];
            }
            Told::Problem(problem) => lines.extend(problem.lines().iter().map(|line| format!("  {line}"))),
            Told::Refused(findings) => lines.extend(findings.iter().map(|f| format!("  {}", f.plain()))),
            _ => {}
        }
        // Nobody is left to tell when standard error is gone.
        let _ = writeln!(console.err, "{}", lines.join("\n"));
    }
}

/// One object with the members `config` and `api`, each of which becomes a file of the documentation, and `words`, which its pages
/// are made of.
fn schema(house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
    let mut config = manage::nouns::schema(house.kinds());
    config["settings"] = house.settings();
    let api = manage::openapi::Document::new(house.kinds());
    json(
        console,
        &serde_json::json!({ "config": config, "api": api.value(), "words": manage::nouns::book::words(house.kinds()) }),
    )
}

fn json(console: &mut Console<'_>, value: &serde_json::Value) -> Result<(), Told> {
    let text = serde_json::to_string_pretty(value).map_err(|e| Told::Failed(e.to_string()))?;
    Ok(writeln!(console.out, "{text}")?)
}

/// A person at a terminal is asked before something is gone for good; a script has decided.
fn confirmed(house: &dyn House, console: &mut Console<'_>, yes: bool, what: &str) -> Result<(), Told> {
    if yes || !house.asks() {
        return Ok(());
    }
    write!(console.err, "{} — type yes: ", problem::tame(what))?;
    console.err.flush()?;
    let mut answer = String::new();
    console.input.read_line(&mut answer)?;
    if answer.trim() == "yes" { Ok(()) } else { Err(Told::Usage("nothing was done".into())) }
}

/// A file that is not there yet, for its owner alone.
fn new_file(path: &std::path::Path) -> Result<std::io::BufWriter<std::fs::File>, Told> {
    let mut options = std::fs::File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path).map_err(|error| Told::Usage(format!("{}: {error}", path.display())))?;
    Ok(std::io::BufWriter::new(file))
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

impl From<HouseError> for Told {
    fn from(error: HouseError) -> Self {
        match error {
            HouseError::Held => Self::Held,
            HouseError::Settings(why) => Self::Usage(why),
            HouseError::Failed(why) => Self::Failed(why),
        }
    }
}
