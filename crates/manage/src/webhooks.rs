//! Webhooks as administrators use them: another secret, a test, events once more, and how deliveries go.

use login::{Actor, ChangeError, Engine, EngineError, webhook::lanes};
use model::{
    AnyObject, Catalogue, Change, Entry, Noun, Secret, Time, Webhook,
    audit::{Event, Outcome},
    message::Courier,
};
use plug::CourierError;
use serde_json::json;
use store::{AuditFilter, AuditRecord, Delivery, Store, StoreError, Unit, When};

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    #[error("no webhook {0}")]
    Unknown(String),
    /// Ask for less.
    #[error("more than {0} events: name a shorter time")]
    TooMany(usize),
    /// The receiver did not take it; what it said in words is not told.
    #[error("not delivered: {0}")]
    NotDelivered(String),
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<StoreError> for WebhookError {
    fn from(error: StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// How a webhook does.
#[derive(Debug)]
pub struct State {
    pub delivery: Delivery,
    /// Events in the outbox.
    pub waiting: u64,
    /// The newest that were given up, each with `event`, `attempts` and `why` in its detail.
    pub lost: Vec<AuditRecord>,
}

/// Events that one replay sends at most.
pub const REPLAYED: usize = 10_000;
const PAGE: u32 = 500;
const PORTION: usize = 100;
const LOST: usize = 20;

pub fn at<'c>(catalogue: &'c Catalogue, path: &str) -> Result<(&'c Entry, &'c Webhook), WebhookError> {
    let entry = catalogue.at(Noun::Webhook, path);
    entry.and_then(|entry| catalogue.webhook(entry.id)).ok_or_else(|| WebhookError::Unknown(path.to_owned()))
}

/// Gives a webhook another secret, which is told this once; the one it had signs as well until [`end_former`].
pub async fn rotate(engine: &Engine, path: &str, actor: &Actor) -> Result<Secret<String>, WebhookError> {
    let fresh = engine.webhook_secret();
    edit(engine, path, actor, |webhook| {
        webhook.former_secret = std::mem::replace(&mut webhook.secret, fresh.expose().clone());
    })
    .await?;
    Ok(fresh)
}

/// The former secret signs no more.
pub async fn end_former(engine: &Engine, path: &str, actor: &Actor) -> Result<(), WebhookError> {
    edit(engine, path, actor, |webhook| webhook.former_secret.clear()).await
}

/// How often a change is decided anew when the configuration keeps changing under it.
const TRIES: usize = 8;

/// On the very state that it was decided on: nobody else's change is undone.
async fn edit(engine: &Engine, path: &str, actor: &Actor, change: impl Fn(&mut Webhook)) -> Result<(), WebhookError> {
    for _ in 0..TRIES {
        let world = engine.world();
        let (entry, webhook) = at(&world.catalogue, path)?;
        let mut webhook = webhook.clone();
        change(&mut webhook);
        let changed = Entry { object: AnyObject::Webhook(webhook), ..entry.clone() };
        if engine.change_from(&world, &[Change::put(changed)], Vec::new(), actor).await?.is_some() {
            return Ok(());
        }
    }
    Err(EngineError::Unavailable("the configuration keeps changing".into()).into())
}

/// Sends one event of type `webhook.test` and waits for the answer.
pub async fn test(engine: &Engine, path: &str, actor: &Actor) -> Result<(), WebhookError> {
    let world = engine.world();
    let (entry, _) = at(&world.catalogue, path)?;
    let went = engine.test_webhook(entry.id).await;
    let outcome = if went.is_ok() { Outcome::Success } else { Outcome::Failure };
    let told = event(engine, entry, "webhook.tested", outcome, actor);
    engine.store().apply(Unit::new().audit(When::Always, told)).await?;
    went.map_err(|error| match error {
        CourierError::Later(why) | CourierError::Never(why) => WebhookError::NotDelivered(why),
    })
}

/// Sends the events of a time again, under the ids that they had; how many.
pub async fn replay(
    engine: &Engine,
    path: &str,
    (since, until): (Time, Time),
    actor: &Actor,
) -> Result<usize, WebhookError> {
    let world = engine.world();
    let (entry, webhook) = at(&world.catalogue, path)?;
    let site = entry.path.rsplit_once('/').map(|(site, _)| site.to_owned());
    let mut filter = AuditFilter {
        sites: Some(site.into_iter().collect()),
        since: Some(since),
        until: Some(until),
        oldest_first: true,
        limit: PAGE,
        ..AuditFilter::default()
    };
    let mut places = Vec::new();
    loop {
        let page = engine.store().audit(&filter).await?;
        let Some(last) = page.last() else { break };
        filter.before = Some((last.at, last.node.clone(), last.sequence));
        for record in page {
            let taken = record.event.as_ref().is_some_and(|event| {
                login::webhook::takes(&world.catalogue, entry, webhook, &event.action, event.place())
            });
            if taken {
                places.push((record.node, record.sequence));
            }
        }
        if places.len() > REPLAYED {
            return Err(WebhookError::TooMany(REPLAYED));
        }
    }
    let mut told = event(engine, entry, "webhook.replayed", Outcome::Success, actor);
    told.detail["since"] = since.rfc3339().into();
    told.detail["until"] = until.rfc3339().into();
    told.detail["events"] = places.len().into();
    engine.store().apply(Unit::new().audit(When::Always, told)).await?;
    for portion in places.chunks(PORTION) {
        let messages = portion.iter().map(|(node, sequence)| engine.webhook_message(entry, node, *sequence));
        engine.store().apply(messages.fold(Unit::new(), |unit, message| unit.send(When::Done, message))).await?;
        engine.wake_outbox();
    }
    Ok(places.len())
}

/// How deliveries go, and the last that were lost.
pub async fn state(store: &dyn Store, entry: &Entry) -> Result<State, StoreError> {
    let filter = AuditFilter {
        action: "webhook.failed".into(),
        sites: entry.path.rsplit_once('/').map(|(site, _)| vec![site.to_owned()]),
        limit: PAGE,
        ..AuditFilter::default()
    };
    let of_this = |record: &AuditRecord| {
        record.event.as_ref().is_some_and(|event| event.detail["webhook"].as_str() == Some(entry.path.as_str()))
    };
    let lost = store.audit(&filter).await?.into_iter().filter(of_this).take(LOST).collect();
    let waiting = store.waiting(Courier::Webhook, &lanes(entry.id)).await?;
    Ok(State { delivery: store.delivery(entry.id).await?, waiting, lost })
}

fn event(engine: &Engine, entry: &Entry, action: &str, outcome: Outcome, actor: &Actor) -> Event {
    let mut event = Event::new(engine.now(), action, outcome);
    actor.claim(&mut event);
    event.detail(json!({ "object": entry.api_path(), "webhook": entry.path }))
}
