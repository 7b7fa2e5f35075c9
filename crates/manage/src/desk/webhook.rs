//! Webhooks as a caller of their site may have them: how their deliveries go, another secret, a test, events once more.

use login::ChangeError;
use model::{Finding, Secret, Time};

use super::{Desk, Fault, allow};
use crate::{
    address::Address,
    caller::Caller,
    webhooks::{self, State, WebhookError},
};

impl From<WebhookError> for Fault {
    fn from(error: WebhookError) -> Self {
        match error {
            WebhookError::Unknown(_) => Self::Missing,
            WebhookError::TooMany(most) => Self::invalid(Finding::broken("since", "webhook-replay").with("most", most)),
            WebhookError::NotDelivered(why) => {
                Self::Refused(vec![Finding::broken("url", "webhook-not-delivered").with("why", why)])
            }
            WebhookError::Change(ChangeError::Refused(findings)) => Self::Refused(findings),
            WebhookError::Change(ChangeError::Spent) => Self::Moved,
            WebhookError::Change(ChangeError::Engine(error)) | WebhookError::Engine(error) => Self::Engine(error),
        }
    }
}

impl Desk {
    /// How deliveries go, and the last that were lost.
    pub async fn webhook_state(&self, caller: &Caller, at: &Address) -> Result<State, Fault> {
        allow(caller, "read", at)?;
        let world = self.world();
        let (entry, _) = webhooks::at(&world.catalogue, &at.path)?;
        Ok(webhooks::state(self.engine().store().as_ref(), entry).await?)
    }

    /// Another secret, told this once; the former one signs as well until it is ended.
    pub async fn rotate_webhook(&self, caller: &Caller, at: &Address) -> Result<Secret<String>, Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        Ok(webhooks::rotate(self.engine(), &at.path, &caller.actor).await?)
    }

    pub async fn end_former_secret(&self, caller: &Caller, at: &Address) -> Result<(), Fault> {
        allow(caller, "write", at)?;
        let _turn = self.turn().await;
        Ok(webhooks::end_former(self.engine(), &at.path, &caller.actor).await?)
    }

    /// Sends one event and waits for the answer.
    pub async fn test_webhook(&self, caller: &Caller, at: &Address) -> Result<(), Fault> {
        allow(caller, "write", at)?;
        Ok(webhooks::test(self.engine(), &at.path, &caller.actor).await?)
    }

    /// Sends the events of a time again; how many.
    pub async fn replay_webhook(&self, caller: &Caller, at: &Address, span: (Time, Time)) -> Result<usize, Fault> {
        allow(caller, "write", at)?;
        Ok(webhooks::replay(self.engine(), &at.path, span, &caller.actor).await?)
    }
}
