//! A shelf: values by key, the least recently used of which go when there is no room, and found also by ids they name.

use std::{collections::HashMap, sync::Arc};

use lru::LruCache;
use model::Id;

/// An id belongs to one key at a time: whatever else named it is older, and goes.
pub struct Shelf<V> {
    held: LruCache<Arc<str>, Held<V>>,
    of: HashMap<Id, Arc<str>>,
    bytes: usize,
    room: usize,
}

struct Held<V> {
    value: V,
    ids: Vec<Id>,
    bytes: usize,
}

/// What keeping one value costs beside it: its places in the list and in both maps, and its key, held once.
const FRAME: usize = 160;
const FRAME_OF_ID: usize = 64;

impl<V> Shelf<V> {
    pub fn new(room: usize) -> Self {
        Self { held: LruCache::unbounded(), of: HashMap::new(), bytes: 0, room }
    }

    pub fn find(&mut self, key: &str) -> Option<&V> {
        self.held.get(key).map(|held| &held.value)
    }
    /// Without making it the last used.
    pub fn peek(&self, key: &str) -> Option<&V> {
        self.held.peek(key).map(|held| &held.value)
    }
    pub fn of_id(&mut self, id: Id) -> Option<&mut V> {
        self.held.peek_mut(self.of.get(&id)?).map(|held| &mut held.value)
    }

    pub fn put(&mut self, key: &str, mut ids: Vec<Id>, value: V, bytes: usize) {
        self.forget(key);
        for id in &ids {
            self.forget_id(*id);
        }
        ids.sort_unstable();
        ids.dedup();
        let bytes = bytes + key.len() + FRAME + ids.len() * FRAME_OF_ID;
        if bytes > self.room / 64 {
            return;
        }
        let key: Arc<str> = key.into();
        for id in &ids {
            self.of.insert(*id, Arc::clone(&key));
        }
        self.bytes += bytes;
        self.held.put(key, Held { value, ids, bytes });
        while self.bytes > self.room {
            let Some((_, oldest)) = self.held.pop_lru() else { break };
            self.took(&oldest);
        }
    }

    pub fn take(&mut self, key: &str) -> Option<V> {
        let held = self.held.pop(key)?;
        self.took(&held);
        Some(held.value)
    }
    pub fn forget(&mut self, key: &str) {
        self.take(key);
    }
    pub fn forget_id(&mut self, id: Id) {
        if let Some(key) = self.of.get(&id).cloned() {
            self.forget(&key);
        }
    }
    pub fn clear(&mut self) {
        self.held.clear();
        self.of.clear();
        self.bytes = 0;
    }

    fn took(&mut self, held: &Held<V>) {
        self.bytes -= held.bytes;
        for id in &held.ids {
            self.of.remove(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_goes_when_there_is_no_room() {
        let mut shelf = Shelf::new(64 * 1024);
        for number in 0..200_u128 {
            shelf.put(&format!("key{number}"), vec![Id::fixed(number)], number, 700);
            assert_eq!(shelf.find("key0").copied(), Some(0), "used all the time");
            assert!(shelf.bytes <= shelf.room);
        }
        assert!(shelf.find("key1").is_none() && shelf.of_id(Id::fixed(1)).is_none());
        assert_eq!(shelf.of_id(Id::fixed(199)).copied(), Some(199));
        assert_eq!(shelf.held.len(), shelf.of.len());
        shelf.put("large", Vec::new(), 0, 2048);
        assert!(shelf.find("large").is_none(), "one value does not drive out many");
        shelf.clear();
        assert!(shelf.bytes == 0 && shelf.of.is_empty() && shelf.find("key0").is_none());
    }

    #[test]
    fn an_id_belongs_to_the_newest_key() {
        let mut shelf = Shelf::new(1024 * 1024);
        shelf.put("old", vec![Id::fixed(1), Id::fixed(2)], 1, 0);
        shelf.put("new", vec![Id::fixed(1)], 2, 0);
        assert!(shelf.find("old").is_none());
        assert!(shelf.of_id(Id::fixed(2)).is_none());
        shelf.forget_id(Id::fixed(1));
        assert!(shelf.find("new").is_none() && shelf.bytes == 0 && shelf.of.is_empty());
    }
}
