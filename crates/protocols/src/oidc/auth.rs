//! Which client is speaking: the one way it is registered for, and nothing else.

use std::sync::Arc;

use login::{EngineError, hashed};
use model::Time;
use model::audit::{Event, Outcome};
use model::request::Client as Caller;
use oidc::assertion::{Accepted, Expected, verify};
use oidc::token::{INVALID_CLIENT, Presented};
use oidc::{Error, Hidden};
use store::{Applied, Spend, Unit, When, Write};

use super::Front;
use super::client::Client;

/// Why no client is believed, or nothing can be said.
#[derive(Debug)]
pub enum Unproved {
    /// Told to the client.
    Refused(Error),
    /// This source guesses too fast.
    TooMany,
    Engine(EngineError),
}

impl From<EngineError> for Unproved {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl Front {
    /// The client that presents itself, if it proves to be that.
    pub(super) async fn authenticate(&self, presented: &Presented, caller: &Caller) -> Result<Arc<Client>, Unproved> {
        let client_id = presented.client_id().unwrap_or_default();
        let client = self.client(&client_id);
        let now = self.engine().now();
        if self.0.tries.used_up(&client_id, caller.address, now) {
            metrics::counter!("symbolon_oidc_client_refusals_total", "why" => "throttled").increment(1);
            return Err(Unproved::TooMany);
        }
        let proved = match presented {
            Presented::Name { .. } => client.is_some(),
            Presented::Basic { secret, .. } | Presented::Post { secret, .. } => {
                Client::secret_fits(client.as_deref(), secret)
            }
            Presented::Assertion { assertion, .. } => match &client {
                Some(client) => self.asserted(client, assertion).await?,
                None => false,
            },
        };
        match client {
            Some(client) if proved && client.method == presented.method() => Ok(client),
            client => {
                self.0.tries.missed(&client_id, caller.address, now);
                self.note_refusal(client.as_deref(), presented, caller).await?;
                Err(Unproved::Refused(INVALID_CLIENT))
            }
        }
    }

    /// Verifies an assertion and uses up its id.
    async fn asserted(&self, client: &Client, assertion: &Hidden) -> Result<bool, EngineError> {
        let Some(keys) = &client.keys else { return Ok(false) };
        let now = self.engine().now().seconds();
        let expected = Expected { client_id: &client.client_id, issuer: self.issuer(), audience: client.audience, now };
        let accepted = match verify(assertion.expose(), keys, &expected) {
            Ok(accepted) => accepted,
            Err(why) => {
                tracing::info!(application.path = %client.path, cause = %why, "An assertion of `{}` was not believed", client.path);
                return Ok(false);
            }
        };
        let Accepted { jti, remember_until } = accepted;
        let gate = format!("jti:{}", client.application);
        let once = Spend::Once { gate, key: hashed(&jti), until: Time::from_seconds(remember_until) };
        let applied = self.engine().store().apply(Unit::new().then(Write::Spend(once))).await?;
        Ok(applied == Applied::Done)
    }

    /// A client that exists gets a line in the audit; names that nobody has do not fill it.
    async fn note_refusal(
        &self,
        client: Option<&Client>,
        presented: &Presented,
        caller: &Caller,
    ) -> Result<(), EngineError> {
        metrics::counter!("symbolon_oidc_client_refusals_total", "why" => "unproved").increment(1);
        let Some(client) = client else {
            tracing::info!(oidc.method = presented.method().name(), "A client that nobody registered presented itself");
            return Ok(());
        };
        tracing::info!(application.path = %client.path, oidc.method = presented.method().name(), "`{}` did not prove itself", client.path);
        let mut event = Event::new(self.engine().now(), "client.refused", Outcome::Failure);
        event.application.clone_from(&client.path);
        event.from = caller.address.map(|a| a.to_string()).unwrap_or_default();
        event.detail = serde_json::json!({ "method": presented.method().name() });
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }
}
