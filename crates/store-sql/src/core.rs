//! What readers and the writer share: keys, chance, the node's name; and the transaction that a piece of work runs in.

use std::sync::{
    Arc, PoisonError, RwLock,
    atomic::{AtomicU64, Ordering},
};

use aws_lc_rs::hmac;
use model::{Id, audit::Event};
use serde::{Serialize, de::DeserializeOwned};
use tokio::sync::watch;

use crate::{
    audit,
    conn::{Conn, Row},
    fault::Fault,
    memory::Memory,
    seal::{self, Chance, MasterKeys, Place, Sealed},
};

pub struct Core {
    pub node: String,
    pub chance: Chance,
    keys: RwLock<MasterKeys>,
    /// Links the audit streams.
    pub audit: hmac::Key,
    /// Durable commits so far.
    pub commits: AtomicU64,
    /// The newest version of the catalogue that this node knows to be committed.
    pub catalogue: watch::Sender<i64>,
    pub memory: Memory,
}

impl Core {
    pub fn new(node: String, keys: MasterKeys, chance: Chance, audit: hmac::Key, version: i64, memory: Memory) -> Self {
        Self {
            node,
            chance,
            keys: RwLock::new(keys),
            audit,
            commits: AtomicU64::new(0),
            catalogue: watch::Sender::new(version),
            memory,
        }
    }
    pub fn keys(&self) -> MasterKeys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
    pub fn set_keys(&self, keys: MasterKeys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        self.memory.clear();
    }
    pub fn seal<T: Serialize>(&self, noun: &'static str, row: Id, value: &T) -> Result<Sealed, Fault> {
        seal::json(&self.keys(), &self.chance, noun, row, value)
    }
    /// Opens a sealed body and reads it.
    pub fn open<T: DeserializeOwned>(&self, noun: &'static str, row: &str, body: &[u8]) -> Result<T, Fault> {
        let plain = self.keys().open(Place::body(noun, row), body)?;
        Ok(serde_json::from_slice(&plain)?)
    }
    /// A keyed hash for columns that must match without telling what they hold.
    pub fn blind(&self, noun: &str, value: &str) -> String {
        let tag = hmac::sign(&self.audit, &[b"blind", &[0][..], noun.as_bytes(), &[0], value.as_bytes()].concat());
        data_encoding::HEXLOWER.encode(&tag.as_ref()[..16])
    }
    pub fn count_commit(&self) {
        self.commits.fetch_add(1, Ordering::Relaxed);
    }
    /// Announces a version that was committed; an older one changes nothing.
    pub fn announce(&self, version: i64) {
        self.catalogue.send_if_modified(|known| {
            let newer = version > *known;
            if newer {
                *known = version;
            }
            newer
        });
    }
}

/// The transaction of a group, while a piece of work is applied in it.
pub struct Tx<'a> {
    pub conn: &'a mut Conn,
    pub core: &'a Core,
    /// Events of the work applied so far; linked and written before the commit.
    pub events: Vec<Arc<audit::Entry>>,
    /// The catalogue's version as this transaction sees it, once asked.
    pub version: Option<i64>,
    /// The present unit has moved the version.
    pub moved: bool,
    /// Persons with a counter that locks or has locked, as this transaction sees them.
    pub locked: Few,
    /// Persons with a ticket for a new password, likewise.
    pub resets: Few,
}

/// Some persons, where they are few: most units are about none of them, and need not ask for their own.
#[derive(Debug, Default)]
pub enum Few {
    /// Not asked yet, or something was written since that may have changed it.
    #[default]
    Unasked,
    These(Vec<String>),
    Many,
}

impl Few {
    /// As many as a statement may answer and one more says that there are many.
    pub const MOST: usize = 64;

    pub fn of(rows: &[Row]) -> Result<Self, Fault> {
        if rows.len() > Self::MOST {
            return Ok(Self::Many);
        }
        rows.iter().map(|row| row.text(0).map(str::to_owned)).collect::<Result<_, _>>().map(Self::These)
    }
    /// Whether this person is certainly none of them.
    pub fn lack(&self, person: &str) -> bool {
        matches!(self, Self::These(persons) if persons.iter().all(|one| one != person))
    }
}

impl<'a> Tx<'a> {
    pub const fn new(conn: &'a mut Conn, core: &'a Core) -> Self {
        let (locked, resets) = (Few::Unasked, Few::Unasked);
        Self { conn, core, events: Vec::new(), version: None, moved: false, locked, resets }
    }

    /// Keeps an event for the end of the group.
    pub fn tell(&mut self, event: &Event) -> Result<(), Fault> {
        self.events.push(Arc::new(audit::Entry::new(event, &self.core.chance)?));
        Ok(())
    }
}
