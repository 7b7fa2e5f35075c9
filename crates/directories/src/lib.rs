//! Where registered users live: a folder each.

pub mod local;

use model::Id;
use plug::Directory;
use std::sync::Arc;
use store::Store;

/// Every kind of directory there is.
pub const KINDS: &[&str] = &[local::KIND];

/// A directory of a kind, under its object's id; `None` for a kind that is not known.
pub fn open(kind: &str, id: Id, store: Arc<dyn Store>) -> Option<Arc<dyn Directory>> {
    match kind {
        local::KIND => Some(Arc::new(local::Local::new(id, store))),
        _ => None,
    }
}
