//! What somebody was not allowed to do is an event too: who tried to reach further than their rights (cases X015, M096).

use http::Method;
use login::EngineError;
use model::{Noun, audit::Outcome};
use serde_json::json;
use store::{Unit, When};

use super::Front;
use crate::caller::Caller;

/// Of a path that is told, as much as one of ours can have.
const TOLD: usize = 2_100;

impl Front {
    /// Writes down that a change was refused to a caller who is known; neither query nor body is told. A question leaves nothing.
    pub(crate) async fn refused(
        &self,
        caller: &Caller,
        (method, path): (&Method, &str),
        site: Option<&str>,
        why: &str,
    ) -> Result<(), EngineError> {
        if method.is_safe() {
            return Ok(());
        }
        let mut event = caller.actor.event(self.engine().now(), "management.refused");
        event.outcome = Outcome::Failure;
        why.clone_into(&mut event.reason);
        event.detail = json!({ "method": method.as_str(), "path": path.chars().take(TOLD).collect::<String>() });
        let world = self.engine().world();
        if let Some(site) = site.filter(|site| world.catalogue.at(Noun::Site, site).is_some()) {
            site.clone_into(&mut event.site);
        }
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }
}
