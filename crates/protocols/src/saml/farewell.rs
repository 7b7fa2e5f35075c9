//! Applications that are told of a session's end from the outbox, server to server.

use std::sync::{Arc, Weak};

use login::Farewell;
use model::{
    Session, Span,
    message::{Courier, Message, MessageState},
};
use plug::Parcel;
use saml::binding::soap;
use serde::{Deserialize, Serialize};

use super::{Front, Inner, logout::Stop};

/// What a message remembers; the request is made and signed when it leaves, since it holds for minutes only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Goodbye {
    /// Tells it from messages of other fronts.
    saml: String,
    stop: Stop,
}

const KIND: &str = "logout";

/// Holds the front without keeping it: the engine holds this, and the front the engine.
struct Goodbyes(Weak<Inner>);

impl Front {
    /// What the engine is given by [`login::Engine::set_farewell`]. It works as long as the front is there.
    pub fn farewell(&self) -> Arc<dyn Farewell> {
        Arc::new(Goodbyes(Arc::downgrade(&self.0)))
    }
}

#[async_trait::async_trait]
impl Farewell for Goodbyes {
    async fn goodbyes(&self, session: &Session) -> Vec<Message> {
        let Some(inner) = self.0.upgrade() else { return Vec::new() };
        let front = Front(inner);
        let (by_server, _) = front.stops(session);
        by_server.iter().filter_map(|stop| front.goodbye(session, stop)).collect()
    }

    async fn walk(&self, session: &Session, then: &str) -> Option<String> {
        Front(self.0.upgrade()?).walk_of(session, then).await
    }

    async fn parcel(&self, message: &Message) -> Option<Parcel> {
        Front(self.0.upgrade()?).parcel(message).await
    }
}

impl Front {
    pub(super) fn goodbye(&self, session: &Session, stop: &Stop) -> Option<Message> {
        let now = self.engine().now();
        let (_, to) = self.server_of(stop)?;
        Some(Message {
            id: self.engine().chance().id(now),
            courier: Courier::Post,
            site: Some(session.site),
            about: Some(session.id),
            to,
            body: serde_json::to_value(Goodbye { saml: KIND.to_owned(), stop: stop.clone() }).ok()?,
            created: now,
            until: now + Span::hours(2),
            attempts: 0,
            next: now,
            state: MessageState::Waiting,
        })
    }

    async fn parcel(&self, message: &Message) -> Option<Parcel> {
        let goodbye: Goodbye =
            serde_json::from_value(message.body.clone()).ok().filter(|g: &Goodbye| g.saml == KIND)?;
        // The registration of today decides where it goes.
        let (client, to) = self.server_of(&goodbye.stop)?;
        let (_, request) = self.request_for(&client, &goodbye.stop, &to).await?;
        Some(Parcel {
            to,
            subject: String::new(),
            text: soap::envelope(&request),
            html: None,
            fields: Vec::new(),
            mail: None,
            gateways: Vec::new(),
            id: message.id.to_string(),
        })
    }
}
