//! Users of the embedded directory, found by name, by value and by what is typed in a search field; and members of groups.

use model::{Id, User};

use crate::StoreError;

/// Which users; all conditions hold together.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    pub directory: Option<Id>,
    /// Of these sites; of all where empty.
    pub sites: Vec<Id>,
    /// Only members that this group lists itself.
    pub group: Option<Id>,
    pub enabled: Option<bool>,
    /// Each word of it begins a word of the user's name, `cn`, `givenName`, `sn` or `email`; case, accents and punctuation
    /// do not count. Blank finds all, nothing but punctuation finds nobody, and of many words the four longest count.
    pub text: Option<String>,
    /// Names after this one, in byte order of the folded name and id: paging.
    pub after: Option<(String, Id)>,
    /// So many of those are passed over.
    pub skip: u32,
    pub limit: u32,
}

impl UserQuery {
    /// What the next page begins after: folded name and id of the last user of this one.
    pub fn place_of(user: &User) -> (String, Id) {
        (model::user::fold(&user.name), user.id)
    }
}

/// Users of a directory one of whose values of an attribute is this; case does not count.
#[derive(Clone, Debug)]
pub struct ValueQuery {
    pub directory: Id,
    pub attribute: String,
    pub value: String,
    /// Of these sites; of all where empty.
    pub sites: Vec<Id>,
    pub limit: u32,
}

impl ValueQuery {
    pub fn new(directory: Id, attribute: &str, value: &str, limit: u32) -> Self {
        Self { directory, attribute: attribute.to_owned(), value: value.to_owned(), sites: Vec::new(), limit }
    }
    #[must_use]
    pub fn within(self, sites: &[Id]) -> Self {
        Self { sites: sites.to_vec(), ..self }
    }
}

#[async_trait::async_trait]
pub trait Users {
    async fn user(&self, id: Id) -> Result<Option<User>, StoreError>;
    /// Users of a directory with this name (folded by the store), over all sites.
    async fn users_named(&self, directory: Id, name: &str) -> Result<Vec<User>, StoreError>;
    /// By id, no more than the limit: a value may be everybody's.
    async fn users_with(&self, query: &ValueQuery) -> Result<Vec<User>, StoreError>;
    /// A page of users by folded name and id.
    async fn users(&self, query: &UserQuery) -> Result<Vec<User>, StoreError>;
    /// How many users there are from the query's place on, `query.limit` at most: no list pays for counting all of a large store.
    async fn count_users(&self, query: &UserQuery) -> Result<u32, StoreError>;
    /// `Person::key` of those whom a group lists, a page at a time by key.
    async fn members(&self, group: Id, after: &str, limit: u32) -> Result<Vec<String>, StoreError>;
}
