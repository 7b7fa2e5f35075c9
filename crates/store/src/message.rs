//! The outbox.

use model::{
    Id, Time,
    message::{Courier, Message, MessageState},
};

use crate::StoreError;

#[async_trait::async_trait]
pub trait Messages {
    /// Takes messages that are due, for [`crate::CLAIM`]; another node takes them after that. At most one per destination host or address
    /// at a time, so that a slow one delays no other.
    async fn claim(&self, courier: Courier, node: &str, now: Time, limit: u32) -> Result<Vec<Message>, StoreError>;
    async fn message_state(&self, id: Id) -> Result<Option<MessageState>, StoreError>;
    /// How many wait for these destinations.
    async fn waiting(&self, courier: Courier, destinations: &[String]) -> Result<u64, StoreError>;
    /// How many entries a scope has since then (`Write::CountSending`).
    async fn sendings(&self, scope: &str, since: Time) -> Result<u64, StoreError>;
    /// When the next message is due, if any waits.
    async fn next_due(&self) -> Result<Option<Time>, StoreError>;
}
