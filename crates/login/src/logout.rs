//! Telling applications that a session ended.

use model::{Session, message::Message};
use plug::Parcel;

/// Several fronts as one.
pub struct Farewells(pub Vec<std::sync::Arc<dyn Farewell>>);

#[async_trait::async_trait]
impl Farewell for Farewells {
    async fn goodbyes(&self, session: &Session) -> Vec<Message> {
        let mut all = Vec::new();
        for front in &self.0 {
            all.extend(front.goodbyes(session).await);
        }
        all
    }

    async fn walk(&self, session: &Session, then: &str) -> Option<String> {
        for front in &self.0 {
            if let Some(path) = front.walk(session, then).await {
                return Some(path);
            }
        }
        None
    }

    async fn parcel(&self, message: &Message) -> Option<Parcel> {
        for front in &self.0 {
            if let Some(parcel) = front.parcel(message).await {
                return Some(parcel);
            }
        }
        None
    }
}

/// What a front does when a session ends: it names the messages, and later, when one leaves, what stands in it.
#[async_trait::async_trait]
pub trait Farewell: Send + Sync {
    /// One message for each participant that wants to be told.
    async fn goodbyes(&self, session: &Session) -> Vec<Message>;
    /// Applications that only a browser can tell: where it goes to tell them, and from there to `then`, an address of ours or one that an
    /// application registered. Asked before the session ends; `None` where there are none.
    async fn walk(&self, _session: &Session, _then: &str) -> Option<String> {
        None
    }
    /// The parcel of such a message, signed at the moment it leaves; `None` when there is nobody to tell any more.
    async fn parcel(&self, message: &Message) -> Option<Parcel>;
}
