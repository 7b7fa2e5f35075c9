//! What carries a message out. Called by the outbox, after the commit.

use crate::Web;

/// A rendered message.
#[derive(Clone, Debug)]
pub struct Parcel {
    pub to: String,
    pub subject: String,
    /// The words; for webhooks, the JSON; for posts, an envelope in the place of the fields.
    pub text: String,
    pub html: Option<String>,
    /// For posts, the form's fields; for webhooks, headers.
    pub fields: Vec<(String, String)>,
    /// The server to hand it to, for mail.
    pub mail: Option<model::system::Mail>,
    /// The gateways to hand it to, the first that takes it, for text messages.
    pub gateways: Vec<model::gateway::Gateway>,
    /// A stable id, so that a second delivery can be told (Message-ID).
    pub id: String,
}

#[derive(Debug, thiserror::Error)]
pub enum CourierError {
    /// Try again later.
    #[error("not now: {0}")]
    Later(String),
    /// It will never leave like this.
    #[error("never: {0}")]
    Never(String),
}

#[async_trait::async_trait]
pub trait Courier: Send + Sync {
    fn kind(&self) -> model::message::Courier;
    async fn carry(&self, parcel: &Parcel, web: &Web) -> Result<(), CourierError>;
}
