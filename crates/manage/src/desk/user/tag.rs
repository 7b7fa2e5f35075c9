//! Entity tags of users: one that moves with the user alone, and one that groups and methods move too.

use model::{Id, User};
use serde_json::json;
use std::collections::BTreeSet;
use store::PersonRecord;

use super::{super::conditions, Desk, Fault, How, allow, entry_at};
use crate::{address::Address, caller::Caller};

impl Desk {
    /// What moves with every change of a user, links apart.
    pub(crate) fn tag_of_user(&self, user: &User) -> String {
        self.etag(&json!([user.id, user.version]))
    }

    /// The same, moved by groups and methods too.
    pub(super) fn tag_with_links(&self, user: &User, record: &PersonRecord) -> String {
        let methods: BTreeSet<Id> = record.activations.iter().filter(|a| !a.active).map(|a| a.method).collect();
        let groups: BTreeSet<Id> = record.groups.iter().copied().collect();
        self.etag(&json!([user.id, user.version, groups, methods]))
    }

    /// Whether a user is as the asker read them, by either tag.
    pub(super) fn as_was_read(&self, how: &How, user: &User, record: &PersonRecord) -> Result<(), Fault> {
        let how = How { create_only: false, ..how.clone() };
        conditions(&how, Some(&self.tag_of_user(user)))
            .or_else(|_| conditions(&how, Some(&self.tag_with_links(user, record))))
    }

    /// Whether a user or an object is as the asker read it, asked before something is done to it.
    pub async fn still(&self, caller: &Caller, at: &Address, how: &How) -> Result<(), Fault> {
        if how.if_match.is_none() {
            return Ok(());
        }
        allow(caller, "read", at)?;
        if let Some(noun) = at.kind.noun() {
            let world = self.world();
            return conditions(how, Some(&self.tag_of(entry_at(&world.catalogue, noun, &at.path)?)));
        }
        let user = self.user_at(at).await?;
        let record = self.engine().store().person(&user.person().key(), "").await?;
        self.as_was_read(how, &user, &record)
    }
}
