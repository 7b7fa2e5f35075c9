//! What somebody was not allowed to do is an event too: who tried to reach further than their rights, and who did not prove who they
//! are (cases X015, M096).

use login::{Actor, EngineError};
use model::{
    Noun,
    audit::{Event, Outcome},
};
use serde_json::json;
use store::{Unit, When};

use super::Desk;
use crate::caller::Caller;

/// What was asked for, and why it was not done.
#[derive(Clone, Copy, Debug)]
pub struct Refused<'a> {
    pub method: &'a str,
    /// As it was asked; neither query nor body is told.
    pub path: &'a str,
    pub site: Option<&'a str>,
    /// `forbidden` or `outranked`.
    pub why: &'a str,
    /// Of a file of many, how many rows were refused.
    pub rows: Option<usize>,
}

/// Of a path that is told, as much as one of ours can have.
const TOLD: usize = 2_100;

impl Desk {
    /// Writes down that something was refused to a caller who is known.
    pub async fn refused(&self, caller: &Caller, refused: Refused<'_>) -> Result<(), EngineError> {
        let Refused { method, path, site, why, rows } = refused;
        let mut event = caller.actor.event(self.engine().now(), "management.refused");
        event.outcome = Outcome::Failure;
        why.clone_into(&mut event.reason);
        event.detail = json!({ "method": method, "path": path.chars().take(TOLD).collect::<String>() });
        if let Some(rows) = rows {
            event.detail["rows"] = rows.into();
        }
        let world = self.world();
        if let Some(site) = site.filter(|site| world.catalogue.at(Noun::Site, site).is_some()) {
            site.clone_into(&mut event.site);
        }
        self.told(event).await
    }

    /// Writes down that what was shown proves nothing; it is not told itself. Whose it was is told where it was good once.
    pub async fn unproved(&self, actor: &Actor, why: &str) -> Result<(), EngineError> {
        let mut event = actor.event(self.engine().now(), "management.unproved");
        event.outcome = Outcome::Failure;
        why.clone_into(&mut event.reason);
        self.told(event).await
    }

    /// Writes down that the configuration has left with its secrets.
    pub async fn configuration_left(&self, caller: &Caller) -> Result<(), EngineError> {
        let event = caller.actor.event(self.engine().now(), "configuration.exported");
        self.told(event.detail(json!({ "sealed": true }))).await
    }

    async fn told(&self, event: Event) -> Result<(), EngineError> {
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }
}
