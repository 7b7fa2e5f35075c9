//! Members that groups list themselves. A group may have others too, by its filter, by a group in it, or everybody: those are configuration,
//! and whom they bring is not listed here but at the user.

use login::{Actor, Engine};
use model::{Entry, Id, Noun, User};
use serde_json::json;
use store::{Expect, Unit, When, Write};

use crate::users::{self, Filter, Page, UserError};

/// The groups, in the hands of somebody. Whether they may is the caller's question.
#[derive(Clone, Copy)]
pub struct Groups<'a> {
    pub engine: &'a Engine,
    /// Who audit events name.
    pub actor: &'a Actor,
}

impl Groups<'_> {
    /// Has a group list a user. False where it does already.
    pub async fn add(&self, group: &str, user: Id) -> Result<bool, UserError> {
        let (user, listed) = self.member(group, user).await?;
        if listed {
            return Ok(false);
        }
        let world = self.engine.world();
        let entry = at(&world.catalogue, group)?;
        self.apply(put(Unit::new().expect(seen(&user)), self.engine, self.actor, &user, entry)).await
    }

    /// Strikes a user from a group's list. False where they are not on it: what a filter or another group brings stays.
    pub async fn remove(&self, group: &str, user: Id) -> Result<bool, UserError> {
        let (user, listed) = self.member(group, user).await?;
        if !listed {
            return Ok(false);
        }
        let world = self.engine.world();
        let entry = at(&world.catalogue, group)?;
        let write = Write::DropMember { group: entry.id, person: user.person().key() };
        let unit = Unit::new().expect(seen(&user)).then(write);
        self.apply(told(unit, self.engine, self.actor, &user, (entry, false))).await
    }

    /// Users that a group lists, by name. `filter.group` is the group.
    pub async fn list(&self, filter: &Filter, within: Option<&[Id]>) -> Result<Page, UserError> {
        let world = self.engine.world();
        at(&world.catalogue, &filter.group)?;
        users::list(self.engine.store().as_ref(), &world.catalogue, filter, within).await
    }

    /// Keys of all whom a group lists, those of other directories included, a page at a time.
    pub async fn persons(&self, group: &str, after: &str, limit: u32) -> Result<Vec<String>, UserError> {
        let id = at(&self.engine.world().catalogue, group)?.id;
        Ok(self.engine.store().members(id, after, limit.clamp(1, 1000)).await?)
    }

    /// The user, and whether the group lists them.
    async fn member(&self, group: &str, user: Id) -> Result<(User, bool), UserError> {
        let id = at(&self.engine.world().catalogue, group)?.id;
        let user = self.engine.store().user(user).await?.ok_or(UserError::Missing("user"))?;
        let record = self.engine.store().person(&user.person().key(), "").await?;
        Ok((user, record.groups.contains(&id)))
    }

    async fn apply(&self, unit: Unit) -> Result<bool, UserError> {
        match self.engine.store().apply(unit).await? {
            store::Applied::Done => Ok(true),
            _ => Err(UserError::Moved),
        }
    }
}

/// Adds a membership to a unit.
pub(crate) fn put(unit: Unit, engine: &Engine, actor: &Actor, user: &User, group: &Entry) -> Unit {
    let unit = unit.then(Write::PutMember { group: group.id, person: user.person().key() });
    told(unit, engine, actor, user, (group, true))
}

/// The event of a change: whether the group lists the user now.
fn told(unit: Unit, engine: &Engine, actor: &Actor, user: &User, (group, listed): (&Entry, bool)) -> Unit {
    let action = if listed { "group.member-added" } else { "group.member-removed" };
    let event = users::event(engine.now(), action, user, actor);
    let detail = json!({ "group": group.path, "before": { "listed": !listed }, "after": { "listed": listed } });
    unit.audit(When::Done, event.detail(detail))
}

/// Nobody becomes a member who was deleted meanwhile.
const fn seen(user: &User) -> Expect {
    Expect::User { id: user.id, version: user.version }
}

fn at<'c>(catalogue: &'c model::Catalogue, path: &str) -> Result<&'c Entry, UserError> {
    catalogue.at(Noun::Group, path).ok_or_else(|| UserError::named("group", "user-no-group", "path", path))
}
