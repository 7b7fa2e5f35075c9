//! The engine itself: what it is made of, and the configuration it works with.

use model::{
    Catalogue, Change, Entry, Finding, Id, Severity, Time,
    audit::{Event, Outcome},
    key::{Key, KeyPurpose},
};
use plug::{Chance, Clock, Courier, Registration, Render, Web};
use std::sync::{Arc, OnceLock, RwLock, Weak};
use store::{Applied, Expect, Spend, Store, Unit, When, Write};
use url::Url;

use crate::{
    EngineError, World,
    logout::Farewell,
    queue::Queue,
    throttle::Throttle,
    world::{self, DirectoryOpener},
};

/// What the binary wires together.
pub struct Parts {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub chance: Arc<dyn Chance>,
    pub web: Web,
    pub render: Arc<dyn Render>,
    pub kinds: &'static [Registration],
    pub directories: DirectoryOpener,
    /// What the fronts say of an application's registration.
    pub applications: world::ApplicationCheck,
    pub couriers: Vec<Arc<dyn Courier>>,
    /// Without a trailing slash.
    pub public_url: Url,
    pub node: String,
}

/// Cheap to clone; all clones are one engine.
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Inner>);

/// The engine for who is held by it: does not keep it alive.
#[derive(Clone)]
pub struct Distant(Weak<Inner>);

impl Distant {
    /// The engine, as long as somebody else keeps it.
    pub fn engine(&self) -> Option<Engine> {
        self.0.upgrade().map(Engine)
    }
}

pub(crate) struct Inner {
    pub parts: Parts,
    pub world: RwLock<Arc<World>>,
    /// Made ready for hashing; the bytes lie in the store.
    pub root: aws_lc_rs::hmac::Key,
    pub keys: RwLock<Arc<Vec<Key>>>,
    pub throttle: Throttle,
    pub queue: Queue,
    pub outbox: tokio::sync::Notify,
    pub farewell: OnceLock<Arc<dyn Farewell>>,
    /// When it was started.
    pub began: Time,
}

/// A change that was not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The graph would be broken: each finding names object, field and remedy.
    #[error("refused")]
    Refused(Vec<Finding>),
    /// What it uses up was used before.
    #[error("used up before")]
    Spent,
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Who changes something, as the audit names them.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    pub name: String,
    /// Client address.
    pub from: String,
    /// What the event belongs to, such as the request.
    pub correlation: Option<Id>,
}

impl Actor {
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
    /// Has an event that was made elsewhere be theirs.
    pub fn claim(&self, event: &mut Event) {
        event.actor.clone_from(&self.name);
        event.from.clone_from(&self.from);
        event.correlation = event.correlation.or(self.correlation);
    }
    /// An event of theirs that went well.
    pub fn event(&self, now: Time, action: &str) -> Event {
        let mut event = Event::new(now, action, Outcome::Success);
        self.claim(&mut event);
        event
    }
}

impl Engine {
    /// Reads the configuration and the keys; makes the root key on an empty store.
    pub async fn start(parts: Parts) -> Result<Self, EngineError> {
        let mut keys = parts.store.keys().await?;
        if !keys.iter().any(|k| k.purpose == KeyPurpose::Root) {
            let key = root_key(&parts);
            // Of several nodes that start at once on an empty store, one makes the key.
            let gate = Write::Spend(Spend::Once {
                gate: "key".into(),
                key: "root".into(),
                until: Time::from_millis(i64::MAX),
            });
            parts.store.apply(Unit::new().then(gate).then(Write::PutKey(Box::new(key)))).await?;
            keys = parts.store.keys().await?;
        }
        let root = keys.iter().find(|k| k.purpose == KeyPurpose::Root).map(|k| k.private.clone());
        let root = root.ok_or_else(|| EngineError::Broken("no root key".into()))?;
        let root = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, root.expose());
        let (version, entries) = parts.store.catalogue().await?;
        let world = World::open(
            Catalogue::load(version, entries),
            parts.kinds,
            parts.directories,
            parts.applications,
            &parts.store,
            None,
        );
        let inner = Inner {
            world: RwLock::new(Arc::new(world)),
            root,
            keys: RwLock::new(Arc::new(keys)),
            throttle: Throttle::default(),
            queue: Queue::default(),
            outbox: tokio::sync::Notify::new(),
            farewell: OnceLock::new(),
            began: parts.clock.now(),
            parts,
        };
        Ok(Self(Arc::new(inner)))
    }

    /// The configuration as of now.
    pub fn world(&self) -> Arc<World> {
        Arc::clone(&self.0.world.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.parts.store
    }
    pub fn clock(&self) -> &dyn Clock {
        self.0.parts.clock.as_ref()
    }
    pub fn chance(&self) -> &dyn Chance {
        self.0.parts.chance.as_ref()
    }
    pub fn now(&self) -> Time {
        self.0.parts.clock.now()
    }
    pub fn web(&self) -> &Web {
        &self.0.parts.web
    }
    pub fn public_url(&self) -> &Url {
        &self.0.parts.public_url
    }
    pub fn kinds(&self) -> &'static [Registration] {
        self.0.parts.kinds
    }
    pub(crate) fn new_id(&self) -> Id {
        self.chance().id(self.now())
    }

    /// HMAC-SHA256 under the root key; each purpose gives another function.
    pub fn keyed(&self, purpose: &str, bytes: &[u8]) -> [u8; 32] {
        let mut context = aws_lc_rs::hmac::Context::with_key(&self.0.root);
        context.update(&u64::try_from(purpose.len()).unwrap_or(0).to_be_bytes());
        context.update(purpose.as_bytes());
        context.update(bytes);
        let mut out = [0; 32];
        out.copy_from_slice(context.sign().as_ref());
        out
    }

    /// Takes over a graph that another node or program committed.
    pub async fn reload(&self) -> Result<(), EngineError> {
        let (version, entries) = self.store().catalogue().await?;
        if version > self.world().catalogue.version {
            self.publish(Catalogue::load(version, entries));
        }
        Ok(())
    }

    fn publish(&self, catalogue: Catalogue) {
        let world = self.opened(catalogue);
        // Two may have read at the same moment: the later reading stays, whoever comes last.
        let mut published = self.0.world.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if world.catalogue.version > published.catalogue.version {
            *published = Arc::new(world);
        }
    }

    /// Changes the graph: checked, committed as one unit with its audit events, then published. Where somebody else changed it
    /// meanwhile the changes are judged again on what there is now.
    pub async fn change(&self, changes: Vec<Change>, actor: &str) -> Result<Vec<Finding>, ChangeError> {
        let by = Actor::named(actor);
        let changes = self.with_secrets(&self.world().catalogue, changes);
        for _ in 0..3 {
            let world = self.world();
            if let Some(findings) = self.change_from(&world, &changes, Vec::new(), &by).await? {
                return Ok(findings);
            }
        }
        Err(ChangeError::Engine(EngineError::Unavailable("the configuration keeps changing".into())))
    }

    /// Changes one object as it is at that moment, for what was thought about longer: `revised` sees the present one each time, and says
    /// whether there is anything to change in it.
    pub async fn revise(
        &self,
        id: Id,
        actor: &str,
        revised: impl Fn(&mut Entry) -> bool + Send,
    ) -> Result<(), ChangeError> {
        let by = Actor::named(actor);
        for _ in 0..3 {
            let world = self.world();
            let Some(mut entry) = world.catalogue.entry(id).cloned() else { return Ok(()) };
            if !revised(&mut entry) || self.change_from(&world, &[Change::put(entry)], Vec::new(), &by).await?.is_some()
            {
                return Ok(());
            }
        }
        Err(ChangeError::Engine(EngineError::Unavailable("the configuration keeps changing".into())))
    }

    /// What these changes would make of the graph; nothing is written. `Err` where it would be broken.
    pub fn try_change(&self, world: &World, changes: &[Change]) -> Result<(Catalogue, Vec<Finding>), Vec<Finding>> {
        let (next, mut findings) = world.catalogue.with(changes)?;
        let put: Vec<&Entry> =
            changes.iter().filter_map(|c| if let Change::Put(e) = c { Some(&**e) } else { None }).collect();
        findings.extend(world::try_open(&next, &put, self.0.parts.kinds, self.0.parts.applications));
        if findings.iter().any(|f| f.severity == Severity::Broken) { Err(findings) } else { Ok((next, findings)) }
    }

    /// The same as one attempt on the graph that the changes were decided on, with what else stands or falls with them; `None`
    /// where that graph is no longer the present one: it is read anew by then, so decide again. What `more` spends and was spent
    /// before is [`ChangeError::Spent`].
    pub async fn change_from(
        &self,
        world: &World,
        changes: &[Change],
        more: Vec<Write>,
        by: &Actor,
    ) -> Result<Option<Vec<Finding>>, ChangeError> {
        let (_, findings) = self.try_change(world, changes).map_err(ChangeError::Refused)?;
        let unit = more.into_iter().fold(self.change_unit(world, changes, by), Unit::then);
        let applied = self.store().apply(unit).await.map_err(EngineError::from)?;
        self.reload().await?;
        match applied {
            Applied::Done => Ok(Some(findings)),
            Applied::Spent => Err(ChangeError::Spent),
            _ => Ok(None),
        }
    }

    /// A configuration opened, and not published.
    pub(crate) fn opened(&self, catalogue: Catalogue) -> World {
        let parts = &self.0.parts;
        World::open(catalogue, parts.kinds, parts.directories, parts.applications, self.store(), Some(&self.world()))
    }

    fn change_unit(&self, world: &World, changes: &[Change], by: &Actor) -> Unit {
        let now = self.now();
        let mut unit = Unit::new().expect(Expect::Catalogue(world.catalogue.version));
        for change in changes {
            let (action, before, after) = match change {
                Change::Put(entry) => ("object.put", world.catalogue.entry(entry.id), Some(&**entry)),
                Change::Delete(id) => ("object.deleted", world.catalogue.entry(*id), None),
            };
            let mut event = by.event(now, action);
            let path = after.or(before).map(Entry::api_path).unwrap_or_default();
            let shown = |e: Option<&Entry>| e.map(|e| crate::masking::entry(e, self.0.parts.kinds));
            event.detail = serde_json::json!({ "object": path, "before": shown(before), "after": shown(after) });
            unit = unit.then(Write::Change(change.clone())).audit(When::Done, event);
        }
        unit
    }

    /// Signing keys and others, as loaded last.
    pub fn keys(&self) -> Arc<Vec<Key>> {
        Arc::clone(&self.0.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    pub(crate) async fn reload_keys(&self) -> Result<(), EngineError> {
        let keys = self.store().keys().await?;
        *self.0.keys.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(keys);
        Ok(())
    }

    /// For what the engine itself holds.
    pub fn distant(&self) -> Distant {
        Distant(Arc::downgrade(&self.0))
    }
    /// Where a browser tells the applications of a session that it alone can tell, and goes on to `then`.
    ///
    /// Providers that the session began at come last, after the applications.
    pub async fn walk(&self, session: &model::Session, then: &str) -> Option<String> {
        let parting = self.parting(session, then).await;
        self.walk_applications(session, parting.as_deref().unwrap_or(then)).await.or(parting)
    }
    pub(crate) async fn walk_applications(&self, session: &model::Session, then: &str) -> Option<String> {
        self.0.farewell.get()?.walk(session, then).await
    }
    /// A front that tells its applications when a session ends. Set once, after the fronts are made.
    pub fn set_farewell(&self, farewell: Arc<dyn Farewell>) {
        let _ = self.0.farewell.set(farewell);
    }
}

fn root_key(parts: &Parts) -> Key {
    let now = parts.clock.now();
    let bytes: [u8; 32] = parts.chance.bytes();
    Key {
        id: parts.chance.id(now),
        purpose: KeyPurpose::Root,
        algorithm: "HS256".into(),
        created: now,
        active: now,
        retires: None,
        until: None,
        private: model::Secret::new(bytes.to_vec()),
    }
}
