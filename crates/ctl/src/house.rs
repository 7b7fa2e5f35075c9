//! What the binary lends: how a store and an engine are opened, and which kinds there are.

use login::Engine;
use manage::{Chance, Registration, rest::Local, users::Passwords};
use model::Time;
use std::{path::Path, sync::Arc};
use store::Store;

/// Why a store did not open.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// A server has it.
    #[error("held")]
    Held,
    /// The settings file or the environment says something that cannot be.
    #[error("{0}")]
    Settings(String),
    #[error("{0}")]
    Failed(String),
}

/// What a copied store holds.
#[derive(Debug, Default)]
pub struct Copied {
    /// Name and rows of each table.
    pub tables: Vec<(String, u64)>,
    /// Audit records that fit their chain.
    pub records: u64,
}

/// Lent by the binary; nothing is opened before it is asked for.
#[async_trait::async_trait]
pub trait House: Send + Sync {
    /// An engine without faces on the store, for changes. `Held` where a running server keeps the store to itself.
    async fn engine(&self) -> Result<Engine, HouseError>;
    /// The management API on that store, for its administrator; nothing listens.
    async fn api(&self) -> Result<Local, HouseError>;
    /// The same for questions, which may be asked while a running server has the store.
    async fn reading(&self) -> Result<Local, HouseError> {
        self.api().await
    }
    /// The store as it may be used beside a server that has it: for reading, verifying and sealing again.
    async fn beside(&self) -> Result<Arc<dyn Store>, HouseError>;
    /// Copies the store of one settings file into the empty one of another. `Held` where a server has either.
    async fn copy(&self, _from: &Path, _to: &Path) -> Result<Copied, HouseError> {
        Err(HouseError::Failed("no store can be copied here".into()))
    }
    /// Saves the store as a new file; how many audit records hold there.
    async fn backup(&self, _file: &Path) -> Result<u64, HouseError> {
        Err(HouseError::Failed("no store can be saved here".into()))
    }
    /// The time, and chance for the ids of new objects.
    fn now(&self) -> Time;
    fn chance(&self) -> &dyn Chance;
    /// Every kind of method there is.
    fn kinds(&self) -> &'static [Registration];
    /// How password credentials are made.
    fn passwords(&self) -> Passwords;
    /// The settings that a settings file may hold, for the documentation.
    fn settings(&self) -> serde_json::Value;
    /// A variable of the environment.
    fn variable(&self, _name: &str) -> Option<String> {
        None
    }
    /// Opens an address in the person's browser; false where there is none.
    fn browse(&self, _url: &str) -> bool {
        false
    }
    /// Whether somebody watches standard error.
    fn progress(&self) -> bool {
        false
    }
    /// Whether a person sits at both ends, who can be asked before something is gone for good.
    fn asks(&self) -> bool {
        false
    }
    /// The whole program, for the shells that complete it.
    fn program(&self) -> clap::Command {
        clap::Command::new("symbolon").subcommand(crate::Ctl::command_alone())
    }
}
