#![doc = include_str!("README.md")]

#[cfg(test)]
mod tests;

use model::{Finding, Id, User};
use plug::{Directory, DirectoryError, Found};
use std::sync::Arc;
use store::{Store, StoreError, ValueQuery};

pub const KIND: &str = "local";

/// The longest name or value that is looked up; nobody has a longer one.
const LONGEST: usize = 512;

/// The embedded directory: the store's users of one directory object.
pub struct Local {
    id: Id,
    store: Arc<dyn Store>,
}

impl Local {
    pub fn new(id: Id, store: Arc<dyn Store>) -> Self {
        Self { id, store }
    }
}

#[async_trait::async_trait]
impl Directory for Local {
    async fn named(&self, name: &str) -> Result<Found, DirectoryError> {
        if !sensible(name) {
            return Ok(Found::new());
        }
        self.store.users_named(self.id, name).await.map_err(told)
    }

    async fn with(&self, attribute: &str, value: &str, most: u32) -> Result<Found, DirectoryError> {
        if attribute.is_empty() || !sensible(value) {
            return Ok(Found::new());
        }
        self.store.users_with(&ValueQuery::new(self.id, attribute, value, most)).await.map_err(told)
    }

    async fn user(&self, id: Id) -> Result<Option<User>, DirectoryError> {
        let user = self.store.user(id).await.map_err(told)?;
        Ok(user.filter(|u| u.directory == self.id))
    }
}

fn sensible(text: &str) -> bool {
    !text.trim().is_empty() && text.len() <= LONGEST && !text.contains('\0')
}

fn told(error: StoreError) -> DirectoryError {
    match error {
        StoreError::Corrupt(_) => DirectoryError::Misconfigured(Finding::unfit("", "store-corrupt")),
        StoreError::Conflict(why) | StoreError::Unavailable(why) => DirectoryError::Unavailable(why),
    }
}
