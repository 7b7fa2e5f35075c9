//! Back-channel logout: clients are told, from the outbox, that a session ended (OpenID Connect Back-Channel Logout).

use std::sync::{Arc, Weak};

use data_encoding::BASE32_NOPAD;
use login::Farewell;
use model::message::{Courier, Message, MessageState};
use model::{Id, Session, Span};
use oidc::idtoken::{LogoutToken, Over};
use oidc::jwt::Typ;
use plug::Parcel;
use serde::{Deserialize, Serialize};

use super::front::sid;
use super::{Front, Inner};

/// What a message remembers; the token is made when it leaves, since it holds for two minutes only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Goodbye {
    /// Tells it from messages of other fronts.
    oidc: String,
    application: Id,
    subject: String,
    sid: String,
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
        self.0.upgrade().map(|inner| Front(inner).goodbyes(session)).unwrap_or_default()
    }

    async fn parcel(&self, message: &Message) -> Option<Parcel> {
        Front(self.0.upgrade()?).parcel(message).await
    }
}

impl Front {
    /// One message for each participant that wants to be told.
    fn goodbyes(&self, session: &Session) -> Vec<Message> {
        let now = self.engine().now();
        let told = session.participants.iter().filter_map(|participant| {
            let client = self.client_of(participant.application)?;
            let to = client.backchannel.clone()?;
            let goodbye = Goodbye {
                oidc: KIND.to_owned(),
                application: client.application,
                subject: self.subject(&client, &session.person),
                sid: sid(session.id),
            };
            Some(Message {
                id: self.engine().chance().id(now),
                courier: Courier::Post,
                site: Some(session.site),
                about: Some(session.id),
                to: to.uri,
                body: serde_json::to_value(goodbye).ok()?,
                created: now,
                until: now + Span::hours(2),
                attempts: 0,
                next: now,
                state: MessageState::Waiting,
            })
        });
        told.collect()
    }

    async fn parcel(&self, message: &Message) -> Option<Parcel> {
        let goodbye: Goodbye =
            serde_json::from_value(message.body.clone()).ok().filter(|g: &Goodbye| g.oidc == KIND)?;
        let client = self.client_of(goodbye.application)?;
        // The registration of today decides where it goes.
        let to = client.backchannel.clone()?;
        let jti = BASE32_NOPAD.encode(&self.engine().chance().bytes::<20>()).to_lowercase();
        let token = LogoutToken {
            issuer: self.issuer(),
            client_id: &client.client_id,
            issued: self.engine().now().seconds(),
            jti: &jti,
            over: Over::Session { subject: &goodbye.subject, sid: &goodbye.sid },
        };
        let key = self.signing_key(client.alg).await.ok()?;
        let signed = key.sign(Typ::LogoutJwt, &token.claims()).ok()?;
        Some(Parcel {
            to: to.uri,
            subject: String::new(),
            text: String::new(),
            html: None,
            fields: vec![("logout_token".to_owned(), signed)],
            mail: None,
            gateways: Vec::new(),
            id: message.id.to_string(),
        })
    }
}
