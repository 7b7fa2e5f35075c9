//! Changes of one user who is known by id: what a form saves, what a button does.

use login::{Actor, Engine};
use model::{Credential, Id, Noun, User, credential::CredentialState, user::Activation};
use serde::{Deserialize, Deserializer};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Expect, PersonRecord, Unit, When, Write};

use super::{Register, UserError, Values, sessions, show, wish};
use crate::tokens::craft_of;

/// Members of a user that shall become other ones. What is not said stays as it is; `null` removes a time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Patch {
    /// Each with its values; none removes it.
    pub attributes: BTreeMap<String, Values>,
    pub enabled: Option<bool>,
    pub email_verified: Option<bool>,
    pub phone_verified: Option<bool>,
    #[serde(deserialize_with = "said")]
    pub not_before: Option<Option<String>>,
    #[serde(deserialize_with = "said")]
    pub expires: Option<Option<String>>,
}

impl Register<'_> {
    /// Changes a user who is at this version, if one is named; the user as written. Who is disabled is logged out.
    pub async fn patch(&self, id: Id, version: Option<i64>, patch: &Patch) -> Result<User, UserError> {
        let before = self.at(id, version).await?;
        let mut user = before.clone();
        for (name, values) in &patch.attributes {
            wish::set(&mut user.attributes, name, values)?;
        }
        user.enabled = patch.enabled.unwrap_or(user.enabled);
        user.email_verified = patch.email_verified.unwrap_or(user.email_verified);
        user.phone_verified = patch.phone_verified.unwrap_or(user.phone_verified);
        let moment = |member: &str, text: &Option<String>| text.as_deref().map(|t| wish::moment(member, t)).transpose();
        if let Some(text) = &patch.not_before {
            user.not_before = moment("notBefore", text)?;
        }
        if let Some(text) = &patch.expires {
            user.expires = moment("expires", text)?;
        }
        if user == before {
            return Ok(user);
        }
        let mut unit = wish::user_unit(self, &self.engine.world().catalogue, Some(&before), &user);
        if before.enabled && !user.enabled {
            unit = sessions::ended(self, unit, &user, "administrator").await?;
        }
        self.apply(unit).await?;
        user.version += 1;
        Ok(user)
    }

    /// Drops a user with credentials, memberships and whatever only they had; sessions and tickets end, and tokens that have a serial
    /// number go back to their site's inventory.
    pub async fn delete(&self, id: Id, version: Option<i64>) -> Result<(), UserError> {
        let user = self.at(id, version).await?;
        let record = self.engine.store().person(&user.person().key(), "").await?;
        let world = self.engine.world();
        let mut before = show::members(&world.catalogue, &user);
        before.insert("groups".into(), record.groups.iter().map(|id| show::path(&world.catalogue, *id)).collect());
        before.insert("credentials".into(), record.credentials.iter().map(show::credential).collect());
        let event = show::event(self.engine.now(), "user.deleted", &user, self.actor);
        let unit = Unit::new().expect(Expect::User { id, version: user.version });
        let unit = sessions::ended(self, unit, &user, "administrator").await?;
        let unit = self.tokens_back(unit, &user, &record);
        self.apply(unit.then(Write::DropUser(id)).audit(When::Done, event.detail(json!({ "before": before })))).await
    }

    /// Lets a user have a method, or not (requirement G9). False where it is so already.
    pub async fn activate(&self, id: Id, method: &str, active: bool) -> Result<bool, UserError> {
        let user = self.user(id).await?;
        let world = self.engine.world();
        let entry = world.catalogue.at(Noun::Method, method);
        let entry = entry.ok_or_else(|| UserError::named("method", "user-no-method", "name", method))?;
        let person = user.person().key();
        let before = is_active(&self.engine.store().person(&person, "").await?, entry.id);
        if before == active {
            return Ok(false);
        }
        let action = if active { "user.method-activated" } else { "user.method-deactivated" };
        let mut event = show::event(self.engine.now(), action, &user, self.actor);
        event.method.clone_from(&entry.path);
        event.detail = json!({ "before": { "active": before }, "after": { "active": active } });
        let activation = Activation { method: entry.id, active };
        let unit = Unit::new().expect(Expect::User { id, version: user.version });
        self.apply(unit.then(Write::PutActivation { person, activation }).audit(When::Done, event)).await.map(|()| true)
    }

    /// Clears every counter of a user.
    pub async fn unlock(&self, id: Id) -> Result<(), UserError> {
        unlock(self.engine, &self.user(id).await?, self.actor).await
    }

    async fn at(&self, id: Id, version: Option<i64>) -> Result<User, UserError> {
        let user = self.user(id).await?;
        if version.is_none_or(|version| version == user.version) { Ok(user) } else { Err(UserError::Moved) }
    }

    /// What was the owner's in their tokens is forgotten, as when one is revoked; the store takes the tokens themselves back.
    fn tokens_back(&self, mut unit: Unit, user: &User, record: &PersonRecord) -> Unit {
        let world = self.engine.world();
        for token in record.credentials.iter().filter(|c| c.token.is_some()) {
            let craft = world.catalogue.method(token.method).map(|(_, method)| craft_of(self.engine.kinds(), method));
            let withdrawn = craft.and_then(Result::ok).and_then(|craft| (craft.withdraw)(token).ok());
            let Some(body) = withdrawn else { continue };
            let mut event = show::event(self.engine.now(), "token.revoked", user, self.actor);
            event.method = show::path(&world.catalogue, token.method);
            let state = CredentialState::Inventory;
            let serial = token.token.as_ref().map(|tag| &tag.serial);
            event.detail = json!({ "serial": serial, "before": token.state, "after": state });
            let free = Credential { person: String::new(), label: String::new(), state, body, ..token.clone() };
            unit = unit
                .expect(Expect::Credential { id: token.id, version: token.version })
                .then(Write::PutCredential(Box::new(free)))
                .audit(When::Done, event);
        }
        unit
    }
}

/// Absent means active.
pub(super) fn is_active(record: &PersonRecord, method: Id) -> bool {
    record.activations.iter().all(|a| a.method != method || a.active)
}

pub(super) async fn unlock(engine: &Engine, user: &User, actor: &Actor) -> Result<(), UserError> {
    let person = user.person().key();
    let counters = engine.store().misses_of(&person).await?;
    let told = |(key, misses): &(model::lockout::CounterKey, model::lockout::Misses)| json!({ "class": key.class, "failures": misses.failures, "locked": misses.locked(engine.now()).is_some() });
    let event = show::event(engine.now(), "user.unlocked", user, actor)
        .detail(json!({ "before": counters.iter().map(told).collect::<Vec<_>>() }));
    let told = engine.world().catalogue.site(user.site).is_some_and(|(_, site)| site.lock_notices);
    let notice = engine.notice_to(user, "unlocked").filter(|_| told);
    let unit = Unit::new().then(Write::Unlock { person }).audit(When::Done, event);
    let unit = notice.into_iter().fold(unit, |unit, notice| unit.send(When::Done, notice));
    engine.store().apply(unit).await?;
    engine.wake_outbox();
    Ok(())
}

/// Tells `null` from what is not said.
fn said<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(from).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_told_from_nothing() {
        let read = |text: &str| serde_json::from_str::<Patch>(text).unwrap();
        assert_eq!(read("{}").expires, None);
        assert_eq!(read("{\"expires\":null}").expires, Some(None));
        assert_eq!(read("{\"expires\":\"x\"}").expires, Some(Some("x".into())));
        assert!(serde_json::from_str::<Patch>("{\"name\":\"other\"}").is_err(), "a name is for good");
    }
}
