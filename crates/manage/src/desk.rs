//! Where everything that administrators and scripts do is done: rights, preconditions, the change itself and its audit record.
//!
//! The REST grammar, the console and the command line are three ways to the same desk. Each call is decided on one state of the
//! configuration and committed on that very state, or decided again.

mod action;
mod audit;
mod document;
mod item;
mod link;
mod management_token;
mod metadata;
mod names;
mod object;
mod rank;
mod refused;
mod rule_link;
mod token;
mod typed;
mod user;
mod webhook;
mod whatif;

use login::{ChangeError, Engine, EngineError, World};
use model::{Catalogue, Change, Entry, Finding, Id, Noun, Span, Ticket, ticket::TicketKind};
use plug::Registration;
use serde_json::Value;
use std::sync::Arc;
use store::{Spend, Write};
use tokio::sync::{Mutex, MutexGuard};

pub use action::{ACTIONS, ALLOCATE, Action, Argument, Kind, TOKEN_ACTIONS, WEBHOOK_ACTIONS, actions};
pub use audit::{audit_cursor, audit_filter, audit_place};
pub use document::Written as DocumentText;
#[cfg(test)]
pub(crate) use link::link_methods;
pub(crate) use link::{HELD, Way, ways};
pub use link::{Linked, Links};
pub use management_token::{Holds, ManagementToken, Wish};
pub use names::{Named, object_of};
pub use object::{Filter, Page};
pub use plug::Document;
pub use refused::Refused;
pub(crate) use rule_link::RULE_LINKS;
pub use token::TokenFilter;
pub(crate) use token::{TokenAttributes, TokenCount};
pub use typed::fields;
pub(crate) use typed::{item_schema, spelt_as_ours, whole};
pub(crate) use user::{RESERVED, TOLD, USER_LINKS, may_name};

use crate::{
    address::{self, Address, Type},
    attributes::Attributes,
    caller::Caller,
    users::Passwords,
};

/// Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    engine: Engine,
    passwords: Passwords,
    turn: Arc<Mutex<()>>,
}

/// An object as it may be read: secrets masked.
#[derive(Clone, Debug)]
pub struct Seen {
    pub kind: Type,
    /// Decoded segments joined by `/`.
    pub path: String,
    pub attributes: Attributes,
    /// Moves with every change, links and secrets included; told without quotes.
    pub etag: String,
    /// What is wrong with it now.
    pub findings: Vec<Finding>,
}

impl Seen {
    /// `/method/password.1`, percent-encoded.
    pub fn id(&self) -> String {
        address::id(self.kind, &self.path)
    }
}

/// What came of a write.
#[derive(Clone, Debug)]
pub struct Written {
    pub seen: Seen,
    /// It was not there before.
    pub fresh: bool,
    /// Warnings, and what is unfit now, of everything that was touched.
    pub findings: Vec<Finding>,
}

/// Under which conditions, and whether at all, a write is made.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Only where it is as it was read: one of these (`If-Match`).
    pub if_match: Option<Vec<String>>,
    /// Only where it is not there yet (`If-None-Match: *`).
    pub create_only: bool,
    /// Judge everything and write nothing.
    pub dry_run: bool,
    /// Once for all tries under one key.
    pub once: Option<Once>,
}

/// The key of a caller's try, so that it is done once however often it is sent (a lost answer, a retry).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// SHA-256 over caller and key, hex.
    pub hash: String,
    /// SHA-256 over what was sent, hex: the same key with something else is a mistake.
    pub fingerprint: String,
    /// Id of what it makes; the desk knows.
    pub made: String,
}

/// What came of a first try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// This object was made.
    Made(String),
    /// The key belongs to something else.
    Other,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error("there is no such object")]
    Missing,
    #[error("the rights of the caller do not reach this")]
    Forbidden,
    /// It would give, or lay hands on, rights that the caller does not have.
    #[error("the caller would give or touch more rights than they have")]
    Outranked,
    /// What was sent cannot be meant.
    #[error("what was sent cannot be meant")]
    Invalid(Vec<Finding>),
    /// The configuration would be broken.
    #[error("the configuration would be broken")]
    Refused(Vec<Finding>),
    /// Its state does not allow this now.
    #[error("its state does not allow this")]
    Conflict(Vec<Finding>),
    /// It is not as it was read.
    #[error("it was changed since it was read")]
    Precondition,
    /// Somebody else changed it meanwhile: read again.
    #[error("it was changed by somebody else meanwhile")]
    Moved,
    /// This cannot be done to such a thing at all.
    #[error("this cannot be done here")]
    Unsupported,
    /// The key was used for this before.
    #[error("this was done before")]
    Done,
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<store::StoreError> for Fault {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Fault {
    fn invalid(finding: Finding) -> Self {
        Self::Invalid(vec![finding])
    }
}

impl Desk {
    pub fn new(engine: Engine, passwords: Passwords) -> Self {
        Self { engine, passwords, turn: Arc::default() }
    }
    /// Changes of the configuration are decided one after the other, so that many at once do not undo each other's decisions until they
    /// give up; another node's are decided anew.
    async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }
    pub const fn passwords(&self) -> &Passwords {
        &self.passwords
    }
    fn kinds(&self) -> &'static [Registration] {
        self.engine.kinds()
    }
    fn world(&self) -> Arc<World> {
        self.engine.world()
    }

    /// Whether the caller may do this there at all: asked before anything that they sent is looked at.
    pub fn may(&self, caller: &Caller, verb: &str, at: &Address) -> Result<(), Fault> {
        allow(caller, verb, at)
    }

    /// Reads one object.
    pub async fn read(&self, caller: &Caller, at: &Address) -> Result<Seen, Fault> {
        allow(caller, "read", at)?;
        match at.kind {
            Type::Object(noun) => self.read_object(noun, &at.path),
            Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem | Type::PolicyItem => {
                self.read_item(at)
            }
            Type::User => self.read_user(caller, at).await,
        }
    }

    /// Reads what another try has written, perhaps this very moment: what is committed is published before the next one's turn.
    pub async fn read_made(&self, caller: &Caller, at: &Address) -> Result<Seen, Fault> {
        match self.read(caller, at).await {
            Err(Fault::Missing) => {
                drop(self.turn().await);
                self.read(caller, at).await
            }
            read => read,
        }
    }

    /// Makes or changes one object; what is not given stays as it is.
    pub async fn put(&self, caller: &Caller, at: &Address, given: &Attributes, how: &How) -> Result<Written, Fault> {
        allow(caller, "write", at)?;
        match at.kind {
            Type::Object(noun) => self.put_object(caller, noun, &at.path, &Edit::Set(given), how).await,
            Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem | Type::PolicyItem => {
                self.put_item(caller, at, given, how).await
            }
            Type::User => self.put_user(caller, at, given, how).await,
        }
    }

    /// Sets attributes, adds values to lists and takes values out; the object must be there.
    pub async fn patch(&self, caller: &Caller, at: &Address, patch: &Patch, how: &How) -> Result<Written, Fault> {
        allow(caller, "write", at)?;
        match at.kind {
            Type::Object(noun) => self.put_object(caller, noun, &at.path, &Edit::Patch(patch), how).await,
            Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem | Type::PolicyItem
                if patch.add.is_empty() && patch.remove.is_empty() =>
            {
                self.read_item(at)?;
                self.put_item(caller, at, &patch.set, how).await
            }
            Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem | Type::PolicyItem => {
                Err(Fault::Unsupported)
            }
            Type::User => self.patch_user(caller, at, patch, how).await,
        }
    }

    /// Makes a child of an object; a name is made where none is given and the child can be without meaning in its name.
    pub async fn create(
        &self,
        caller: &Caller,
        parent: &Address,
        child: Child<'_>,
        how: &How,
    ) -> Result<Written, Fault> {
        let Child { kind, name, given } = child;
        let noun = parent.kind.noun().ok_or(Fault::Unsupported)?;
        if !Type::children(noun).contains(&kind) {
            return Err(Fault::invalid(Finding::broken("type", "child-unknown").with("value", kind.name())));
        }
        let made;
        let name = match name {
            Some(name) => name,
            None if kind.table().is_some() => {
                made = crate::hex(&self.engine.chance().bytes::<6>());
                &made
            }
            None => return Err(Fault::invalid(Finding::broken("name", "missing"))),
        };
        let path = if parent.path.is_empty() { name.to_owned() } else { format!("{}/{name}", parent.path) };
        if !address::is_segment(name) || path.len() > address::LONGEST_PATH {
            return Err(Fault::invalid(Finding::broken("name", "name")));
        }
        let at = Address::object(kind, path);
        let once = how.once.clone().map(|once| Once { made: at.id(), ..once });
        self.put(caller, &at, given, &How { create_only: true, once, ..how.clone() }).await
    }

    pub async fn delete(&self, caller: &Caller, at: &Address, how: &How) -> Result<(), Fault> {
        allow(caller, "delete", at)?;
        match at.kind {
            Type::Object(noun) => self.delete_object(caller, noun, &at.path, how).await,
            Type::MappingItem | Type::UserMappingItem | Type::ServiceMappingItem | Type::PolicyItem => {
                self.delete_item(caller, at, how).await
            }
            Type::User => self.delete_user(caller, at, how).await,
        }
    }

    /// Whether changes that were decided elsewhere leave everybody's rights within the caller's.
    pub async fn may_change(&self, caller: &Caller, world: &World, changes: &[Change]) -> Result<(), Fault> {
        rank::sees(caller, &world.catalogue, changes)?;
        rank::leaves_networks(caller, &world.catalogue, changes)?;
        let (next, _) = self.engine.try_change(world, changes).map_err(Fault::Refused)?;
        rank::check(caller, &world.catalogue, &next, changes)?;
        self.may_lead(caller, world, changes).await
    }

    /// One attempt to commit changes on the state that they were decided on; `None` where that is not the present one any more.
    async fn commit(
        &self,
        caller: &Caller,
        world: &World,
        changes: &[Change],
        how: &How,
    ) -> Result<Option<Vec<Finding>>, Fault> {
        rank::sees(caller, &world.catalogue, changes)?;
        rank::leaves_networks(caller, &world.catalogue, changes)?;
        let (next, findings) = self.engine.try_change(world, changes).map_err(Fault::Refused)?;
        rank::check(caller, &world.catalogue, &next, changes)?;
        self.may_lead(caller, world, changes).await?;
        if how.dry_run || changes.is_empty() {
            return Ok(Some(findings));
        }
        let more = match &how.once {
            Some(once) => self.remembered(once).await?.into(),
            None => Vec::new(),
        };
        match self.engine.change_from(world, changes, more, &caller.actor).await {
            Ok(done) => Ok(done),
            Err(ChangeError::Refused(findings)) => Err(Fault::Refused(findings)),
            Err(ChangeError::Spent) => Err(Fault::Done),
            Err(ChangeError::Engine(error)) => Err(error.into()),
        }
    }

    /// The gate that one try passes, and a ticket that tells the others what came of it.
    ///
    /// Where the key was used before and is forgotten, what is left of that is taken up: its ticket is overwritten, and the gate is
    /// another, which again one alone passes.
    async fn remembered(&self, once: &Once) -> Result<[Write; 2], EngineError> {
        let now = self.engine.now();
        let former = self.engine.store().ticket(&once.hash).await?.filter(|t| !t.usable(now));
        let id = former.as_ref().map_or_else(|| self.engine.chance().id(now), |former| former.id);
        let ticket = Ticket {
            id,
            kind: TicketKind::Try,
            hash: once.hash.clone(),
            family: id,
            person: String::new(),
            application: None,
            session: None,
            created: now,
            until: now + REMEMBERED,
            spent: None,
            body: serde_json::json!({ "fingerprint": once.fingerprint, "made": once.made }),
        };
        let key =
            former.map_or_else(|| once.hash.clone(), |former| format!("{} {}", once.hash, former.until.rfc3339()));
        let (gate, until) = ("try".to_owned(), now + REMEMBERED);
        Ok([Write::Spend(Spend::Once { gate, key, until }), Write::PutTicket(Box::new(ticket))])
    }

    /// What came of the first try under a key, if there was one.
    pub async fn tried(&self, once: &Once) -> Result<Option<Tried>, EngineError> {
        let ticket = self.engine.store().ticket(&once.hash).await?;
        let ticket = ticket.filter(|t| t.kind == TicketKind::Try && t.usable(self.engine.now()));
        Ok(ticket.map(|t| match t.body["made"].as_str() {
            Some(made) if t.body["fingerprint"] == once.fingerprint.as_str() => Tried::Made(made.to_owned()),
            _ => Tried::Other,
        }))
    }

    /// A value that changes whenever what it stands for does, and tells nothing about it.
    fn etag(&self, value: &Value) -> String {
        crate::hex(&self.engine.keyed("etag", value.to_string().as_bytes())[..12])
    }
}

/// Attributes to set, and values to add to lists and to take out of them.
#[derive(Clone, Debug, Default)]
pub struct Patch {
    pub set: Attributes,
    pub add: Attributes,
    pub remove: Attributes,
}

/// Something to be made inside of something else.
#[derive(Clone, Copy)]
pub struct Child<'a> {
    pub kind: Type,
    pub name: Option<&'a str>,
    pub given: &'a Attributes,
}

/// What becomes of an object's attributes.
enum Edit<'a> {
    Set(&'a Attributes),
    Patch(&'a Patch),
}

/// The document allows this, and it cannot be meant.
pub(crate) fn not_meant(field: &str, expected: &str) -> Fault {
    Fault::invalid(Finding::broken(field, "attribute-value").with("why", format!("expected {expected}")))
}

/// How long the first try under a key is remembered.
const REMEMBERED: Span = Span::days(1);

/// How often a write is decided anew when the configuration keeps changing under it.
const TRIES: usize = 8;

fn busy() -> Fault {
    Fault::Engine(EngineError::Unavailable("the configuration keeps changing".into()))
}

/// Whether the caller may do this to what stands there, whether or not it does: a refusal tells nothing about what there is.
fn allow(caller: &Caller, verb: &str, at: &Address) -> Result<(), Fault> {
    // A site is made and taken away by who manages the one above.
    let site = match (verb, at.kind) {
        ("delete", Type::Object(Noun::Site)) => Some(at.parent()),
        _ => at.site(),
    };
    if caller.may(verb, at.kind.right(), site) { Ok(()) } else { Err(Fault::Forbidden) }
}

/// `If-Match` and `If-None-Match` against what is there.
fn conditions(how: &How, current: Option<&str>) -> Result<(), Fault> {
    let stale = match (&how.if_match, current) {
        (Some(_), None) => true,
        (Some(tags), Some(tag)) => !tags.iter().any(|t| t == "*" || t == tag),
        (None, _) => false,
    };
    if stale || how.create_only && current.is_some() { Err(Fault::Precondition) } else { Ok(()) }
}

/// An entry as a new state would have it, at the same place.
fn replaced(entry: &Entry, object: impl Into<model::AnyObject>) -> Change {
    Change::put(Entry { object: object.into(), ..entry.clone() })
}

fn entry_at<'a>(catalogue: &'a Catalogue, noun: Noun, path: &str) -> Result<&'a Entry, Fault> {
    catalogue.at(noun, path).ok_or(Fault::Missing)
}

/// Findings about some objects.
fn about(findings: &[Finding], ids: &[Id], catalogue: &Catalogue) -> Vec<Finding> {
    let paths: Vec<String> = ids.iter().filter_map(|id| catalogue.entry(*id)).map(Entry::api_path).collect();
    findings.iter().filter(|f| paths.contains(&f.object)).cloned().collect()
}
