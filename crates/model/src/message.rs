//! A message on its way out: it leaves from the outbox, after the commit that decided it.

use serde::{Deserialize, Serialize};

use crate::{Id, Time};

/// One message to one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub id: Id,
    pub courier: Courier,
    /// The site in whose name it is sent.
    pub site: Option<Id>,
    /// The login, logout or person that it belongs to, so that a page can tell what became of it.
    pub about: Option<Id>,
    /// E-mail address, phone number or URL; for a webhook, which of its lanes.
    pub to: String,
    /// Key of the template and its arguments for mail and SMS, the body for a post, the place of the event for a webhook. Sealed in the store.
    pub body: serde_json::Value,
    pub created: Time,
    /// Not tried any more after this.
    pub until: Time,
    pub attempts: u32,
    pub next: Time,
    pub state: MessageState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Courier {
    Mail,
    Sms,
    /// An HTTPS form post: back-channel logout.
    Post,
    /// An audit event as signed JSON.
    Webhook,
}

impl Courier {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
            Self::Post => "post",
            Self::Webhook => "webhook",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Mail, Self::Sms, Self::Post, Self::Webhook].into_iter().find(|c| c.name() == name)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageState {
    Waiting,
    Sent,
    Failed,
}

impl MessageState {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Sent, Self::Failed].into_iter().find(|s| s.name() == name)
    }
}
