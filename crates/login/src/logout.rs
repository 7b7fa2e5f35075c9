//! Telling applications that a session ended.

use model::{Session, message::Message};
use plug::Parcel;

/// What a front does when a session ends: it names the messages, and later, when one leaves, what stands in it.
#[async_trait::async_trait]
pub trait Farewell: Send + Sync {
    /// One message for each participant that wants to be told.
    async fn goodbyes(&self, session: &Session) -> Vec<Message>;
    /// The parcel of such a message, signed at the moment it leaves; `None` when there is nobody to tell any more.
    async fn parcel(&self, message: &Message) -> Option<Parcel>;
}
