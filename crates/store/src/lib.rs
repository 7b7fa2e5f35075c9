//! What keeping things means: reads that are plain questions, and writes that are values applied whole or not at all.
//!
//! A step of a login reads, thinks and calls out first; then it hands the store one [`Unit`]. No transaction is ever held
//! open in code, so nothing can wait on the network while one is. `conformance` is the suite that every store passes.

mod audit;
mod catalogue;
pub mod conformance;
mod credential;
mod error;
mod follower;
mod key;
mod login;
mod message;
mod session;
mod ticket;
mod token;
mod unit;
mod user;

pub use audit::{AuditFault, AuditFilter, AuditHour, AuditRecord, AuditStep, Audits};
pub use catalogue::Catalogues;
pub use credential::{Credentials, PersonRecord};
pub use error::StoreError;
pub use follower::{Delivery, Followers};
pub use key::Keys;
pub use login::Logins;
pub use message::Messages;
pub use session::Sessions;
pub use ticket::Tickets;
pub use token::{TokenQuery, Tokens};
pub use unit::{Applied, CLAIM, Expect, Miss, Spend, Told, Unit, When, Write};
pub use user::{UserQuery, Users, ValueQuery};

/// Everything a store can be asked; one object, lent to the engine and the faces.
pub trait Store:
    Audits
    + Catalogues
    + Credentials
    + Followers
    + Keys
    + Logins
    + Messages
    + Sessions
    + Tickets
    + Tokens
    + Users
    + Units
    + Send
    + Sync
    + 'static
{
}

impl<T> Store for T where
    T: Audits
        + Catalogues
        + Credentials
        + Followers
        + Keys
        + Logins
        + Messages
        + Sessions
        + Tickets
        + Tokens
        + Tokens
        + Users
        + Units
        + Send
        + Sync
        + 'static
{
}

/// The one way in.
#[async_trait::async_trait]
pub trait Units {
    /// Applies a unit durably: what was answered `Done` survives power loss. Units that wait together share one commit.
    async fn apply(&self, unit: Unit) -> Result<Applied, StoreError>;
    /// Whether the store answers right now (`/readyz`).
    async fn ready(&self) -> Result<(), StoreError>;
    /// Drops what is past its life, in bounded portions: logins, tickets, sessions, spent gates, sent messages. Returns how many rows went.
    async fn sweep(&self, now: model::Time) -> Result<u64, StoreError>;
}
