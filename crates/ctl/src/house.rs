//! What the binary lends: how a store and an engine are opened, and which kinds there are.

use login::Engine;
use manage::{Chance, Registration, users::Passwords};
use model::Time;
use std::sync::Arc;
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

/// Lent by the binary; nothing is opened before it is asked for.
#[async_trait::async_trait]
pub trait House: Send + Sync {
    /// An engine without faces on the store, for changes. `Held` where a running server keeps the store to itself.
    async fn engine(&self) -> Result<Engine, HouseError>;
    /// The store as it may be used beside a server that has it: for reading, verifying and sealing again.
    async fn beside(&self) -> Result<Arc<dyn Store>, HouseError>;
    /// The time, and chance for the ids of new objects.
    fn now(&self) -> Time;
    fn chance(&self) -> &dyn Chance;
    /// Every kind of method there is.
    fn kinds(&self) -> &'static [Registration];
    /// How password credentials are made.
    fn passwords(&self) -> Passwords;
    /// The settings that a settings file may hold, for the documentation.
    fn settings(&self) -> serde_json::Value;
}
