//! Users of the embedded directory.

use model::{Id, User};

use crate::StoreError;

/// Which users; all conditions hold together.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    pub directory: Option<Id>,
    pub site: Option<Id>,
    /// Part of the name or of the display name or e-mail address, without regard to case.
    pub text: Option<String>,
    /// Names after this one, in byte order of the folded name and id: paging.
    pub after: Option<(String, Id)>,
    pub limit: u32,
}

#[async_trait::async_trait]
pub trait Users {
    async fn user(&self, id: Id) -> Result<Option<User>, StoreError>;
    /// Users of a directory with this name (folded by the store), over all sites.
    async fn users_named(&self, directory: Id, name: &str) -> Result<Vec<User>, StoreError>;
    /// Users of a directory one of whose values of the attribute is this (case is folded).
    async fn users_with(&self, directory: Id, attribute: &str, value: &str) -> Result<Vec<User>, StoreError>;
    async fn users(&self, query: &UserQuery) -> Result<Vec<User>, StoreError>;
    async fn members(&self, group: Id) -> Result<Vec<String>, StoreError>;
}
