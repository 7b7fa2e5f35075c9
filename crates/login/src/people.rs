//! Finding people: by the name they typed, and what the store knows of them.

use model::{Id, Person, Reason, User, user::fold};
use std::collections::BTreeSet;
use store::PersonRecord;

use crate::{
    Engine, EngineError, groups,
    scene::Known,
    world::{App, World},
};

/// Who a typed name means here.
pub(crate) enum Named {
    One(Box<User>),
    /// Nobody, or nobody who may log in here: the same to whoever asks.
    Nobody,
    Many,
}

impl Engine {
    /// The one user with this login name who may log in at the application.
    pub(crate) async fn named(&self, world: &World, app: App<'_>, method: Id, name: &str) -> Result<Named, Reason> {
        let Some(directory) = world.directory_of(method) else { return Ok(Named::Nobody) };
        if name.is_empty() || name.len() > 512 || name.contains('\0') {
            return Ok(Named::Nobody);
        }
        let found = directory.named(name).await.map_err(|_| Reason::Unavailable)?;
        let mut here = found.into_iter().filter(|u| world.reaches(u.site, app.site.id));
        match (here.next(), here.next()) {
            (None, _) => Ok(Named::Nobody),
            (Some(user), None) => Ok(Named::One(Box::new(user))),
            (Some(_), Some(_)) => Ok(Named::Many),
        }
    }

    /// A person with every group they are in, for rights.
    pub async fn member(&self, world: &World, person: &Person) -> Result<(Known, BTreeSet<Id>), EngineError> {
        let known = self.known(world, person, "").await?;
        let groups = groups::of_person(world, person, &known);
        Ok((known, groups))
    }

    /// What is known of a person, as seen from a browser.
    pub(crate) async fn known(&self, world: &World, person: &Person, browser: &str) -> Result<Known, EngineError> {
        let record = self.store().person(&person.key(), browser).await?;
        self.known_with(world, person, record).await
    }

    pub(crate) async fn known_with(
        &self,
        world: &World,
        person: &Person,
        mut record: PersonRecord,
    ) -> Result<Known, EngineError> {
        let user = match (record.user.take(), person) {
            (Some(user), _) => Some(user),
            (None, Person::Registered { directory, user }) => match world.directory(*directory) {
                Some(directory) => directory.user(*user).await.map_err(|e| EngineError::Unavailable(e.to_string()))?,
                None => None,
            },
            (None, Person::Unregistered { .. }) => None,
        };
        let usable = match person {
            Person::Unregistered { .. } => true,
            Person::Registered { directory, .. } => {
                world.directory(*directory).is_some() && user.as_ref().is_some_and(|u| u.usable(self.now()))
            }
        };
        Ok(Known { record: record.into(), user: user.map(Into::into), usable })
    }

    /// The key under which misses for a name that nobody has are counted: looks like any other, tells nothing.
    pub(crate) fn nobody_key(&self, method: Id, name: &str) -> String {
        let digest = self.keyed("nobody", format!("{method}\0{}", fold(name)).as_bytes());
        format!("n:{}", crate::hex(&digest[..16]))
    }
}
