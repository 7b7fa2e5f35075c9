//! Registrations of applications: client metadata and the like.

use clap::Subcommand;
use http::Method;
use serde_json::Value;
use std::path::PathBuf;

use crate::{
    Console, Told,
    api::{Api, Ask},
    values::{Conditions, asked, target},
};

#[derive(Subcommand, Debug)]
pub enum Metadata {
    /// Shows the registration as JSON, secrets masked
    Get {
        /// Path of the application, such as /application/acme/wiki
        path: String,
    },
    /// Replaces the registration and shows what is in force; a secret that was made for it is shown this once
    Put {
        /// Path of the application
        path: String,
        /// JSON object; `-` for standard input
        #[arg(long, value_name = "FILE", default_value = "-")]
        from: PathBuf,
        #[command(flatten)]
        conditions: Conditions,
    },
    /// Empties the registration
    Delete {
        /// Path of the application
        path: String,
        #[command(flatten)]
        conditions: Conditions,
    },
}

impl Metadata {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let at = |path: &str| Ok::<_, Told>(format!("{}/$attribute/metadata", target(path)?));
        match self {
            Self::Get { path } => crate::json(console, &api.send(&Ask::get(at(path)?)).await?.well()?.json()?),
            Self::Put { path, from, conditions } => {
                let ask = asked(conditions.ask(Method::PUT, at(path)?), &[], Some(from), console)?;
                let in_force: Value = api.send(&ask).await?.well()?.json()?;
                crate::json(console, &in_force)?;
                Ok(writeln!(console.err, "{}", conditions.word("done", "would be done"))?)
            }
            Self::Delete { path, conditions } => {
                api.send(&conditions.ask(Method::DELETE, at(path)?)).await?.well()?;
                Ok(writeln!(console.err, "{}", conditions.word("emptied", "would be emptied"))?)
            }
        }
    }
}
