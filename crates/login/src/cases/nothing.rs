//! A store that is never asked: `next` reads no store.

use model::{
    Credential, Id, Session, Ticket, Time, User,
    key::Key,
    lockout::{CounterKey, Misses},
    message::{Courier, Message, MessageState},
    ticket::TicketKind,
};
use store::*;

pub struct Nothing;

fn no<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable("no store in this test".into()))
}

#[async_trait::async_trait]
impl Units for Nothing {
    async fn apply(&self, _: Unit) -> Result<Applied, StoreError> {
        no()
    }
    async fn ready(&self) -> Result<(), StoreError> {
        no()
    }
    async fn sweep(&self, _: Time) -> Result<u64, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Catalogues for Nothing {
    async fn catalogue_version(&self) -> Result<i64, StoreError> {
        no()
    }
    async fn catalogue(&self) -> Result<(i64, Vec<model::Entry>), StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Credentials for Nothing {
    async fn person(&self, _: &str, _: &str) -> Result<PersonRecord, StoreError> {
        no()
    }
    async fn credential(&self, _: Id) -> Result<Option<model::Credential>, StoreError> {
        no()
    }
    async fn misses_of(&self, _: &str) -> Result<Vec<(CounterKey, Misses)>, StoreError> {
        no()
    }
    async fn locked(&self, _: Time, _: Option<&str>, _: u32) -> Result<Vec<(CounterKey, Misses)>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Keys for Nothing {
    async fn keys(&self) -> Result<Vec<Key>, StoreError> {
        no()
    }
    async fn reseal(&self, _: u32) -> Result<u64, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Logins for Nothing {
    async fn login(&self, _: &str) -> Result<Option<model::Login>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Messages for Nothing {
    async fn claim(&self, _: Courier, _: &str, _: Time, _: u32) -> Result<Vec<Message>, StoreError> {
        no()
    }
    async fn message_state(&self, _: Id) -> Result<Option<MessageState>, StoreError> {
        no()
    }
    async fn waiting(&self, _: Courier, _: &[String]) -> Result<u64, StoreError> {
        no()
    }
    async fn sendings(&self, _: &str, _: Time) -> Result<u64, StoreError> {
        no()
    }
    async fn next_due(&self) -> Result<Option<Time>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Followers for Nothing {
    async fn followed(&self, _: &str) -> Result<Vec<(String, i64)>, StoreError> {
        no()
    }
    async fn delivery(&self, _: Id) -> Result<Delivery, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Sessions for Nothing {
    async fn session(&self, _: &str) -> Result<Option<Session>, StoreError> {
        no()
    }
    async fn session_by_id(&self, _: Id) -> Result<Option<Session>, StoreError> {
        no()
    }
    async fn sessions_of(&self, _: &str) -> Result<Vec<Session>, StoreError> {
        no()
    }
    async fn sessions_called(&self, _: &str) -> Result<Vec<Session>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Tickets for Nothing {
    async fn ticket(&self, _: &str) -> Result<Option<Ticket>, StoreError> {
        no()
    }
    async fn tickets_of(&self, _: &str, _: TicketKind) -> Result<Vec<Ticket>, StoreError> {
        no()
    }
    async fn ticket_by_id(&self, _: Id) -> Result<Option<Ticket>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Tokens for Nothing {
    async fn token(&self, _: &str) -> Result<Option<Credential>, StoreError> {
        no()
    }
    async fn tokens(&self, _: &TokenQuery) -> Result<Vec<model::Token>, StoreError> {
        no()
    }
    async fn token_counts(&self, _: &[Id]) -> Result<Vec<(Id, model::credential::CredentialState, u64)>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Users for Nothing {
    async fn user(&self, _: Id) -> Result<Option<User>, StoreError> {
        no()
    }
    async fn users_named(&self, _: Id, _: &str) -> Result<Vec<User>, StoreError> {
        no()
    }
    async fn users_with(&self, _: &ValueQuery) -> Result<Vec<User>, StoreError> {
        no()
    }
    async fn users(&self, _: &UserQuery) -> Result<Vec<User>, StoreError> {
        no()
    }
    async fn count_users(&self, _: &UserQuery) -> Result<u32, StoreError> {
        no()
    }
    async fn members(&self, _: Id, _: &str, _: u32) -> Result<Vec<String>, StoreError> {
        no()
    }
}
#[async_trait::async_trait]
impl Audits for Nothing {
    async fn audit(&self, _: &AuditFilter) -> Result<Vec<AuditRecord>, StoreError> {
        no()
    }
    async fn audit_hours(&self, _: Time, _: Time, _: Option<&[String]>) -> Result<Vec<AuditHour>, StoreError> {
        no()
    }
    async fn audit_heads(&self) -> Result<Vec<(String, i64)>, StoreError> {
        no()
    }
    async fn audit_heads_at(&self, _: Time) -> Result<Vec<(String, i64)>, StoreError> {
        no()
    }
    async fn audit_steps(&self, _: &str, _: i64, _: u32) -> Result<Vec<AuditStep>, StoreError> {
        no()
    }
    async fn audit_record(&self, _: &str, _: i64) -> Result<Option<AuditRecord>, StoreError> {
        no()
    }
    async fn verify_audit(&self) -> Result<Result<u64, AuditFault>, StoreError> {
        no()
    }
    async fn checkpoint(&self, _: Time) -> Result<(), StoreError> {
        no()
    }
    async fn erase(&self, _: &str) -> Result<u64, StoreError> {
        no()
    }
}
