//! What the engine needs to know of one person, in one question.

use model::{
    Credential, Id, Time, User,
    lockout::Misses,
    user::{Activation, Consent},
};

use crate::StoreError;

/// Everything stored that a login step of this person may depend on.
#[derive(Clone, Debug, Default)]
pub struct PersonRecord {
    /// For users of the embedded directory.
    pub user: Option<User>,
    pub credentials: Vec<Credential>,
    pub activations: Vec<Activation>,
    /// Groups that list the person.
    pub groups: Vec<Id>,
    pub consents: Vec<Consent>,
    /// Counters by class: the person's, or the browser's own where it is known.
    pub misses: Vec<(model::lockout::Class, Misses)>,
    /// The browser was used by this person before.
    pub known_browser: bool,
    /// Gates of this person's credentials that are spent: (gate, key).
    pub spent: Vec<(String, String)>,
}

#[async_trait::async_trait]
pub trait Credentials {
    /// The record of a person as seen from a browser (hash; empty for none). `misses` are those of the known browser, else the
    /// person's. A key that nobody has gives an empty record with its misses. `spent` lists the keys of gates that are named
    /// `credential:ID` for the credentials returned.
    async fn person(&self, key: &str, browser: &str) -> Result<PersonRecord, StoreError>;
    async fn credential(&self, id: Id) -> Result<Option<Credential>, StoreError>;
    /// All counters of a person, those of browsers they have used included.
    async fn misses_of(&self, person: &str) -> Result<Vec<(model::lockout::CounterKey, Misses)>, StoreError>;
    /// Persons locked out at this time: key, class, browser and counter, a page at a time by key.
    async fn locked(
        &self,
        now: Time,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<(model::lockout::CounterKey, Misses)>, StoreError>;
}
