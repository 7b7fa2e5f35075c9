//! The inventory of tokens. A token is written as the credential that it is (`Write::PutCredential`); these are its lists.

use model::{Credential, Id, Token, credential::CredentialState};

use crate::StoreError;

/// Which tokens; all conditions hold together.
#[derive(Clone, Debug, Default)]
pub struct TokenQuery {
    /// Of these sites; of all where empty.
    pub sites: Vec<Id>,
    pub method: Option<Id>,
    pub state: Option<CredentialState>,
    /// `Person::key` of the owner.
    pub person: Option<String>,
    /// Part of the serial number, without regard to case.
    pub text: Option<String>,
    /// Serial numbers after this one, in byte order of the folded number: paging.
    pub after: Option<String>,
    pub limit: u32,
}

#[async_trait::async_trait]
pub trait Tokens {
    /// The token of a serial number (folded by the store), secret included.
    async fn token(&self, serial: &str) -> Result<Option<Credential>, StoreError>;
    /// Tokens by serial number.
    async fn tokens(&self, query: &TokenQuery) -> Result<Vec<Token>, StoreError>;
    /// How many tokens of each site are in each state; of these sites, of all where empty. States without a token are not told.
    async fn token_counts(&self, sites: &[Id]) -> Result<Vec<(Id, CredentialState, u64)>, StoreError>;
}
