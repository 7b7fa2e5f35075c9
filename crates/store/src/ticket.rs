//! Tickets.

use model::{Id, Ticket, ticket::TicketKind};

use crate::StoreError;

#[async_trait::async_trait]
pub trait Tickets {
    /// The ticket of a value (its SHA-256, hex), spent and dead ones included.
    async fn ticket(&self, hash: &str) -> Result<Option<Ticket>, StoreError>;
    /// Tickets of one kind of a person, newest first.
    async fn tickets_of(&self, person: &str, kind: TicketKind) -> Result<Vec<Ticket>, StoreError>;
    async fn ticket_by_id(&self, id: Id) -> Result<Option<Ticket>, StoreError>;
}
