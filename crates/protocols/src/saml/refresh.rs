//! Metadata that is fetched again and again: taken over when a pinned key signed it, left alone when anything is wrong with it, so that
//! the last good copy stays until its own end (case S077).

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use login::EngineError;
use model::{
    AnyObject, Entry, Id, Span, Time,
    audit::{Event, Outcome},
};
use saml::Limits;
use store::{Unit, When};

use super::{
    Front,
    client::{Registered, judged, registered},
};

/// When each application's metadata was asked for last, by this node.
#[derive(Default)]
pub struct Asked(Mutex<HashMap<Id, Time>>);

impl Front {
    /// Fetches what is due. Called every minute; of several nodes one does it.
    pub async fn refresh(&self) -> Result<(), EngineError> {
        let world = self.engine().world();
        for (entry, application) in world.catalogue.applications().filter(|(_, a)| a.protocol == "saml" && a.enabled) {
            let Some(registered) = registered(&application.metadata) else { continue };
            if self.is_due(entry.id, &registered)
                && self.engine().is_first("saml-metadata", entry.id, minutes(&registered)).await?
            {
                self.refetch(entry, &registered).await?;
            }
        }
        Ok(())
    }

    fn is_due(&self, application: Id, registered: &Registered) -> bool {
        let now = self.engine().now();
        let mut asked = self.0.asked.0.lock().unwrap_or_else(PoisonError::into_inner);
        let span = Span::minutes(i64::from(registered.fetched.minutes));
        let due = registered.is_empty || asked.get(&application).is_none_or(|last| *last + span <= now);
        if due {
            asked.insert(application, now);
        }
        due
    }

    async fn refetch(&self, entry: &Entry, registered: &Registered) -> Result<(), EngineError> {
        let url = &registered.fetched.url;
        let fetched = self.engine().web().fetch(url, Limits::AGGREGATE.bytes).await;
        let entity = match fetched {
            Ok((200, bytes)) => {
                let now = self.now();
                let (fetched, allow) = (registered.fetched.clone(), registered.allow);
                let read = tokio::task::spawn_blocking(move || judged(&fetched, allow, now, &bytes)).await;
                read.map_err(|e| e.to_string()).and_then(|entity| entity.map_err(|why| why.to_string()))
            }
            Ok((status, _)) => Err(format!("answered {status}")),
            Err(why) => Err(why.to_string()),
        };
        match entity {
            Ok(entity) => self.take_over(entry, &entity.write()).await,
            Err(why) => self.refuse_metadata(entry, url, &why).await,
        }
    }

    /// Nothing is written where nothing changed. What somebody changed while it was fetched stays as they have it: the document goes
    /// into the application of now, and nowhere if its registration is another by then, since other keys may be pinned there.
    async fn take_over(&self, before: &Entry, descriptor: &str) -> Result<(), EngineError> {
        let AnyObject::Application(asked) = &before.object else { return Ok(()) };
        let taken = self.engine().revise(before.id, "saml metadata", |entry| {
            let AnyObject::Application(application) = &mut entry.object else { return false };
            let same = application.protocol == asked.protocol && application.metadata == asked.metadata;
            if !same || application.metadata["descriptor"].as_str() == Some(descriptor) {
                return false;
            }
            application.metadata["descriptor"] = descriptor.into();
            application.metadata["descriptor_fetched"] = self.engine().now().rfc3339().into();
            true
        });
        if let Err(why) = taken.await {
            tracing::warn!(application = %before.path, cause = ?why, "Metadata was fetched and could not be taken over");
        }
        Ok(())
    }

    async fn refuse_metadata(&self, entry: &Entry, url: &str, why: &str) -> Result<(), EngineError> {
        tracing::warn!(application = %entry.path, url, cause = why, "Metadata was fetched and is not believed");
        let mut event = Event::new(self.engine().now(), "saml.metadata-refused", Outcome::Failure);
        event.actor = "system".to_owned();
        event.application.clone_from(&entry.path);
        event.site = entry.path.rsplit_once('/').map(|(site, _)| site.to_owned()).unwrap_or_default();
        event.detail = serde_json::json!({ "url": url, "why": why });
        self.engine().store().apply(Unit::new().audit(When::Always, event)).await?;
        Ok(())
    }
}

/// How long what was fetched is fresh; what was never there is asked for at once.
fn minutes(registered: &Registered) -> i64 {
    if registered.is_empty { 1 } else { i64::from(registered.fetched.minutes) }
}
