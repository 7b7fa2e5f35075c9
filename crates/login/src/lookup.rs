//! Directory user mapping: finding the registered person behind what a method delivered (requirement A3.2).

use model::{Attributes, Id, Reason, User, proof::Subject};
use std::sync::Arc;

use crate::{
    Engine, EngineError,
    world::{App, World},
};

/// What a look-up came to.
#[allow(dead_code, reason = "tables come with the mappings")]
pub(crate) enum LookUp {
    /// The method has no table, or no rule of it is about this person.
    NoTable,
    Found(Arc<User>),
    Nobody,
    Refused(Reason),
}

impl Engine {
    #[allow(clippy::unused_async, reason = "tables come with the mappings")]
    pub(crate) async fn looked_up(
        &self,
        _world: &World,
        _app: App<'_>,
        _method: Id,
        _subject: &Subject,
        _attributes: &Attributes,
    ) -> Result<LookUp, EngineError> {
        Ok(LookUp::NoTable)
    }
}
