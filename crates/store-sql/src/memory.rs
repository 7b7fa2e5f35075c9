//! What a login reads first is kept in memory, where this process is the only one that writes records: a server on SQLite.
//!
//! The writer tells the memory what a group touched after its commit and before it answers, so whoever was answered reads
//! what was committed. A reader that asked the database before that must not bring back what it saw: each question takes the
//! clock before it is asked, each touch leaves a later time on the person, user or credential, and an answer is kept only
//! if nothing it depends on was touched since. Nothing is decided on what is kept: units say what they expect, and the
//! writer checks it in the database.

use std::{
    collections::hash_map::RandomState,
    hash::BuildHasher as _,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use model::{Credential, Id, User};
use store::PersonRecord;

mod kept;
mod shelf;
#[cfg(test)]
mod tests;
mod touch;

use kept::Kept;
use shelf::Shelf;

/// Records of persons and users by name; empty and without effect where others write too.
pub struct Memory(Option<Mutex<Desk>>);

/// What is kept, and when what it depends on was touched.
struct Desk {
    persons: Shelf<Vec<View>>,
    /// Who has a name; the users themselves are in their records.
    names: Shelf<Vec<Id>>,
    clock: u64,
    /// When everything was forgotten.
    cleared: u64,
    /// The last touch by hash of what was touched. Two that share a place only keep each other from being kept for a moment.
    stamps: Box<[u64]>,
    hashes: RandomState,
}

/// A person as seen from one browser.
struct View {
    browser: Box<str>,
    record: Arc<Kept>,
}

/// An answer from memory, or the moment before which the database must not have been asked.
pub enum Found<T> {
    Here(T),
    Ask(Asked),
}

/// The clock when a question was asked.
#[derive(Clone, Copy)]
pub struct Asked(u64);

/// How much may be kept, in bytes by our own reckoning. It is used only as far as people log in.
pub const ROOM: usize = 256 * 1024 * 1024;
/// Browsers of one person that are kept.
const VIEWS: usize = 4;
const STAMPS: usize = 4096;

impl Memory {
    /// For a store that others write to.
    pub const fn none() -> Self {
        Self(None)
    }

    pub fn new(room: usize) -> Self {
        Self(Some(Mutex::new(Desk {
            persons: Shelf::new(room / 8 * 7),
            names: Shelf::new(room / 8),
            clock: 1,
            cleared: 0,
            stamps: vec![0; STAMPS].into_boxed_slice(),
            hashes: RandomState::new(),
        })))
    }

    fn desk(&self) -> Option<MutexGuard<'_, Desk>> {
        self.0.as_ref().map(|desk| desk.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn person(&self, key: &str, browser: &str) -> Found<PersonRecord> {
        let Some(mut desk) = self.desk() else { return Found::Ask(Asked(0)) };
        let asked = Asked(desk.clock);
        let views = desk.persons.find(key).map(Vec::as_slice).unwrap_or_default();
        let record = views.iter().find(|view| *view.browser == *browser).map(|view| Arc::clone(&view.record));
        drop(desk);
        record.and_then(|record| record.record().ok()).map_or(Found::Ask(asked), Found::Here)
    }

    /// Keeps what the database answered, unless it may be old already. Names that nobody has are not kept: anybody can make them
    /// up; nor what belongs to nobody, which no write names.
    pub fn keep_person(&self, asked: Asked, key: &str, browser: &str, record: &PersonRecord) {
        if self.0.is_none() || key.is_empty() || key.starts_with("n:") {
            return;
        }
        let Ok(kept) = Kept::new(record) else { return };
        let view = View { browser: browser.into(), record: Arc::new(kept) };
        let Some(mut desk) = self.desk().filter(|desk| desk.still(asked, key, ids_of(record))) else { return };
        let mut views = desk.persons.take(key).unwrap_or_default();
        views.retain(|view| *view.browser != *browser);
        if views.len() >= VIEWS {
            views.remove(0);
        }
        views.push(view);
        let all: Vec<Id> = views.iter().flat_map(|view| ids_of(view.record.bare())).collect();
        let bytes = views.iter().map(|view| view.browser.len() + view.record.bytes()).sum();
        desk.persons.put(key, all, views, bytes);
    }

    pub fn users(&self, directory: Id, folded: &str) -> Found<Vec<User>> {
        let Some(mut desk) = self.desk() else { return Found::Ask(Asked(0)) };
        let asked = Asked(desk.clock);
        let records = desk.named(&name_key(directory, folded));
        drop(desk);
        let users = records.and_then(|records| records.iter().map(|record| record.user().ok().flatten()).collect());
        users.map_or(Found::Ask(asked), Found::Here)
    }

    /// As [`Self::keep_person`]; that nobody has a name is not kept.
    pub fn keep_users(&self, asked: Asked, directory: Id, folded: &str, users: &[User]) {
        if self.0.is_none() || users.is_empty() {
            return;
        }
        let (key, ids) = (name_key(directory, folded), users.iter().map(|user| user.id));
        let bytes = users.len() * size_of::<Id>();
        if let Some(mut desk) = self.desk().filter(|desk| desk.still(asked, &key, ids.clone())) {
            desk.names.put(&key, ids.clone().collect(), ids.collect(), bytes);
        }
    }

    /// Forgets everything: other master keys open other bodies.
    pub fn clear(&self) {
        let Some(mut desk) = self.desk() else { return };
        desk.clock += 1;
        desk.cleared = desk.clock;
        desk.persons.clear();
        desk.names.clear();
    }
}

impl Desk {
    /// Whether nothing of this was touched since the question was asked.
    fn still(&self, asked: Asked, key: &str, mut ids: impl Iterator<Item = Id>) -> bool {
        let before = |stamp: u64| stamp <= asked.0;
        before(self.cleared)
            && before(self.stamps[self.place(key)])
            && ids.all(|id| before(self.stamps[self.place(&id)]))
    }

    /// The records of those who have a name, if all are kept.
    fn named(&mut self, key: &str) -> Option<Vec<Arc<Kept>>> {
        let ids = self.names.find(key)?;
        let record = |id: &Id| {
            let view = self.persons.of_id(*id)?.first()?;
            view.record.bare().user.as_ref().filter(|user| user.id == *id)?;
            Some(Arc::clone(&view.record))
        };
        ids.iter().map(record).collect()
    }

    fn place(&self, what: &(impl std::hash::Hash + ?Sized)) -> usize {
        (self.hashes.hash_one(what) % STAMPS as u64) as usize
    }

    fn stamp(&mut self, what: &(impl std::hash::Hash + ?Sized)) {
        let place = self.place(what);
        self.clock += 1;
        self.stamps[place] = self.clock;
    }

    fn forget_person(&mut self, key: &str) {
        self.stamp(key);
        self.persons.forget(key);
    }

    /// Forgets counters of a person; a record without any is not changed by that.
    fn forget_misses(&mut self, key: &str) {
        self.stamp(key);
        let views = self.persons.peek(key).map(Vec::as_slice).unwrap_or_default();
        if views.iter().any(|view| !view.record.bare().misses.is_empty()) {
            self.persons.forget(key);
        }
    }

    fn forget_name(&mut self, directory: Id, folded: &str) {
        let key = name_key(directory, folded);
        self.stamp(key.as_str());
        self.names.forget(&key);
    }

    /// Forgets whatever names this user or credential.
    fn forget_id(&mut self, id: Id) {
        self.stamp(&id);
        self.persons.forget_id(id);
        self.names.forget_id(id);
    }

    /// Moves what stands in a credential's narrow row, as the writer did.
    fn move_credential(&mut self, id: Id, as_written: impl Fn(&mut Credential)) {
        self.stamp(&id);
        for view in self.persons.of_id(id).map(Vec::as_mut_slice).unwrap_or_default() {
            let credentials = Arc::make_mut(&mut view.record).credentials();
            credentials.iter_mut().filter(|credential| credential.id == id).for_each(&as_written);
        }
    }
}

/// What a record depends on beside its person's key.
fn ids_of(record: &PersonRecord) -> impl Iterator<Item = Id> {
    record.credentials.iter().map(|credential| credential.id).chain(record.user.iter().map(|user| user.id))
}

fn name_key(directory: Id, folded: &str) -> String {
    format!("{directory}/{folded}")
}
