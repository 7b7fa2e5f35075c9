//! Reading the configuration graph.

use crate::StoreError;

#[async_trait::async_trait]
pub trait Catalogues {
    /// The version of the committed graph; cheap, asked whenever somebody may have changed it.
    async fn catalogue_version(&self) -> Result<i64, StoreError>;
    /// All objects with the version they belong to, read in one snapshot.
    async fn catalogue(&self) -> Result<(i64, Vec<model::Entry>), StoreError>;
}
