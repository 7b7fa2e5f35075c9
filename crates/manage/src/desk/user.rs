//! Users as objects: `/user/SITE/NAME`, with their groups and methods as links, and what helps them as actions.

mod links;
mod mapped;
mod tag;

pub(crate) use links::{USER_LINKS, ends};
use model::{Entry, Finding, Id, Noun, Secret, User};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

use super::{
    ACTIONS, Action, Desk, Fault, How, Patch, Seen, Written, allow, busy, conditions, entry_at, object, typed,
};
use crate::{
    address::{Address, Type},
    attributes::Attributes,
    caller::{Caller, roles_of},
    users::{self, Filter, Outcome, Prepared, Register, UserError, Values, Wish},
};

/// What a user has under which name. Any other name is an attribute of the user, with one value or several.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct UserAttributes {
    pub name: String,
    /// Name of the directory; fixed after creation, and needed only where there are several that are embedded.
    pub directory: String,
    pub enabled: bool,
    /// The address was proved, or an administrator trusts it.
    pub email_verified: bool,
    pub phone_verified: bool,
    /// RFC 3339; before this time the user may not log in. Empty for no such time.
    pub not_before: Option<String>,
    /// RFC 3339; from this time on the user may not log in. Empty for no such time.
    pub expires: Option<String>,
    /// Paths of groups that shall list the user; others stay.
    pub groups: Vec<String>,
    /// A new password; written, never read.
    #[schemars(extend("writeOnly" = true))]
    pub password: Option<String>,
    /// A hash made by other software, such as `{SSHA}…`; written, never read.
    #[schemars(extend("writeOnly" = true))]
    pub password_hash: Option<String>,
    /// Name of the password's method; the only one of the directory where empty.
    #[schemars(extend("writeOnly" = true))]
    pub method: String,
    /// The password is changed at the next login.
    #[schemars(extend("writeOnly" = true))]
    pub must_change: bool,
    /// What pages call the user.
    pub cn: Vec<String>,
    pub given_name: Vec<String>,
    pub sn: Vec<String>,
    pub email: Vec<String>,
    #[serde(rename = "phone_number")]
    pub phone_number: Vec<String>,
    pub locale: Vec<String>,
    pub zoneinfo: Vec<String>,
}

/// Names that are not attributes of the user's own.
pub(crate) const RESERVED: [&str; 12] = [
    "name",
    "directory",
    "enabled",
    "emailVerified",
    "phoneVerified",
    "notBefore",
    "expires",
    "groups",
    "password",
    "passwordHash",
    "method",
    "mustChange",
];
/// How often a change is decided anew when the user is changed meanwhile.
const CHANGED_MEANWHILE: usize = 64;

/// Told, never set.
pub(crate) const TOLD: [&str; 3] = ["created", "id", "usable"];

impl From<UserError> for Fault {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Refused(finding) => Self::invalid(finding),
            UserError::Missing(_) => Self::Missing,
            UserError::Moved => Self::Moved,
            UserError::Engine(error) => Self::Engine(error),
        }
    }
}

impl Desk {
    fn register<'a>(&'a self, caller: &'a Caller) -> Register<'a> {
        Register { engine: self.engine(), passwords: *self.passwords(), actor: &caller.actor }
    }

    /// The user at a path, in the embedded directory that is named or in whichever they are.
    async fn user_at(&self, at: &Address) -> Result<User, Fault> {
        self.find_user(at).await?.ok_or(Fault::Missing)
    }

    pub(super) async fn find_user(&self, at: &Address) -> Result<Option<User>, Fault> {
        let (site, name) = at.path.rsplit_once('/').ok_or(Fault::Missing)?;
        let world = self.world();
        let site = entry_at(&world.catalogue, Noun::Site, site)?.id;
        let mut found = Vec::new();
        let meant = |directory: &Entry| at.directory.is_empty() || at.directory == directory.path;
        for (directory, _) in world.catalogue.directories().filter(|(e, d)| d.kind == "local" && meant(e)) {
            let named = self.engine().store().users_named(directory.id, name).await?;
            found.extend(named.into_iter().filter(|u| u.site == site));
        }
        match found.len() {
            0 | 1 => Ok(found.pop()),
            _ => Err(Fault::Conflict(vec![
                Finding::broken("directory", "user-which-directory").with("count", found.len()),
            ])),
        }
    }

    /// The person behind a user's path.
    pub async fn person_at(&self, caller: &Caller, at: &Address) -> Result<model::Person, Fault> {
        allow(caller, "read", at)?;
        Ok(self.user_at(at).await?.person())
    }

    pub(super) async fn read_user(&self, caller: &Caller, at: &Address) -> Result<Seen, Fault> {
        let user = self.user_at(at).await?;
        self.user_seen(caller, &at.path, &user).await
    }

    /// Groups of sites that are not the caller's are not told.
    async fn user_seen(&self, caller: &Caller, path: &str, user: &User) -> Result<Seen, Fault> {
        let record = self.engine().store().person(&user.person().key(), "").await?;
        let world = self.world();
        let listed = record.groups.iter().filter_map(|id| world.catalogue.entry(*id)).map(|e| e.path.clone());
        let mut groups: Vec<String> = listed.filter(|path| told_to(caller, Noun::Group, path)).collect();
        groups.sort();
        let etag = self.tag_with_links(user, &record);
        Ok(Seen { etag, ..self.shown_user(path, user, Some(groups)) })
    }

    fn shown_user(&self, path: &str, user: &User, groups: Option<Vec<String>>) -> Seen {
        let world = self.world();
        let directory = world.catalogue.entry(user.directory).map(|e| e.path.clone()).unwrap_or_default();
        let mut shown = Attributes::new();
        let mut put = |name: &str, value: Value| drop(shown.insert(name.to_owned(), value));
        put("name", user.name.as_str().into());
        put("directory", directory.into());
        put("enabled", user.enabled.into());
        put("usable", user.usable(self.engine().now()).into());
        put("emailVerified", user.email_verified.into());
        put("phoneVerified", user.phone_verified.into());
        for (name, time) in [("notBefore", user.not_before), ("expires", user.expires)] {
            if let Some(time) = time {
                put(name, time.rfc3339().into());
            }
        }
        put("created", user.created.rfc3339().into());
        put("id", user.id.to_string().into());
        if let Some(groups) = &groups {
            put("groups", groups.clone().into());
        }
        for (name, values) in &user.attributes {
            if !RESERVED.contains(&name.as_str()) && !TOLD.contains(&name.as_str()) {
                put(name, values.clone().into());
            }
        }
        Seen {
            kind: Type::User,
            path: path.to_owned(),
            etag: self.tag_of_user(user),
            attributes: shown,
            findings: Vec::new(),
        }
    }

    /// A page of the users that the caller may read, where the next one begins, and how many there are if that was asked.
    pub async fn users(
        &self,
        caller: &Caller,
        filter: &Filter,
    ) -> Result<(Vec<Seen>, Option<String>, Option<u32>), Fault> {
        if !caller.may_somewhere("read", "user") {
            return Err(Fault::Forbidden);
        }
        // By their paths alone, so that a refusal tells nothing about what there is.
        let reached = filter.site.is_empty() || caller.may("read", "user", Some(&filter.site));
        if !reached || !filter.group.is_empty() && !readable(caller, Noun::Group, &filter.group) {
            return Err(Fault::Forbidden);
        }
        let world = self.world();
        let within: Option<Vec<Id>> = caller.sites("read", "user").map(|sites| {
            let mine = |e: &&Entry| sites.iter().any(|site| object::lies_in(&e.path, site));
            world.catalogue.of(Noun::Site).filter(mine).map(|e| e.id).collect()
        });
        let page = self.register(caller).list(filter, within.as_deref()).await?;
        let seen = page.users.into_iter().map(|summary| {
            let path = format!("{}/{}", summary.site, summary.name);
            let user = summary.user;
            self.shown_user(&path, &user, None)
        });
        Ok((seen.collect(), page.next, page.count))
    }

    /// Nobody lays hands on somebody who has more rights than they (case M084).
    pub(super) async fn within_rank(&self, caller: &Caller, user: &User) -> Result<(), Fault> {
        let world = self.world();
        let (_, groups) = self.engine().member(&world, &user.person()).await?;
        let roles = roles_of(&world.catalogue, &groups);
        let covered = caller.covers_roles(roles.iter().filter_map(|id| world.catalogue.entry(*id)));
        if covered { Ok(()) } else { Err(Fault::Outranked) }
    }

    /// Nor makes somebody one: by a group, or by an attribute that a group's filter asks for.
    fn stays_within(&self, caller: &Caller, user: &User, listed: &[Id]) -> Result<(), Fault> {
        let world = self.world();
        let groups = users::groups_of(&world.catalogue, user, listed);
        let groups: BTreeSet<Id> =
            groups.keys().filter_map(|path| world.catalogue.at(Noun::Group, path)).map(|e| e.id).collect();
        let roles = roles_of(&world.catalogue, &groups);
        let covered = caller.covers_roles(roles.iter().filter_map(|id| world.catalogue.entry(*id)));
        if covered { Ok(()) } else { Err(Fault::Outranked) }
    }

    pub(super) async fn put_user(
        &self,
        caller: &Caller,
        at: &Address,
        given: &Attributes,
        how: &How,
    ) -> Result<Written, Fault> {
        let (site, name) = at.path.rsplit_once('/').ok_or(Fault::Missing)?;
        let given = typed::spelt_as_ours(self, Type::User, given);
        for _ in 0..CHANGED_MEANWHILE {
            let current = self.find_user(at).await?;
            let seen = match &current {
                Some(user) => Some(self.user_seen(caller, &at.path, user).await?),
                None => None,
            };
            match &current {
                Some(user) if !how.create_only => {
                    let record = self.engine().store().person(&user.person().key(), "").await?;
                    self.as_was_read(how, user, &record)?;
                }
                current => conditions(how, current.as_ref().map(|_| ""))?,
            }
            let mut wish = wish(name, &given, seen.as_ref())?;
            site.clone_into(&mut wish.site);
            if wish.directory.is_empty() {
                wish.directory.clone_from(&at.directory);
            }
            if let Some(user) = &current {
                let world = self.world();
                wish.directory = world.catalogue.entry(user.directory).map(|e| e.path.clone()).unwrap_or_default();
            }
            may_name(caller, &wish)?;
            let prepared = users::prepare(self.engine(), self.passwords(), &wish, &caller.actor).await?;
            self.may_put(caller, &wish, &prepared).await?;
            // It was decided on what was read again: a condition on what was read first holds for that alone.
            let decided_on = (prepared.outcome != Outcome::Made).then_some(prepared.user.version);
            if current.as_ref().map(|user| user.version) != decided_on {
                continue;
            }
            let (user, fresh) = (prepared.user.clone(), prepared.outcome == Outcome::Made);
            if how.dry_run {
                let seen = self.shown_user(&at.path, &user, Some(wish.groups.clone()));
                return Ok(Written { seen, fresh, findings: Vec::new() });
            }
            let prepared = match &how.once {
                Some(once) => prepared.also(self.remembered(once).await?.into()),
                None => prepared,
            };
            match users::write(self.engine(), vec![prepared]).await {
                Ok(()) => {
                    let seen = self.read_user(caller, at).await?;
                    return Ok(Written { seen, fresh, findings: Vec::new() });
                }
                // Somebody else was faster, perhaps with the very same try.
                Err(UserError::Moved) => match &how.once {
                    Some(once) if self.tried(once).await?.is_some() => return Err(Fault::Done),
                    _ => {}
                },
                Err(error) => return Err(error.into()),
            }
        }
        Err(busy())
    }

    /// Whether the caller may have a user become so: in that site, in those groups, and neither the user nor what they become is
    /// above the caller.
    pub(crate) async fn may_put(&self, caller: &Caller, wish: &Wish, prepared: &Prepared) -> Result<(), Fault> {
        may_name(caller, wish)?;
        let user = &prepared.user;
        let mut listed = Vec::new();
        if prepared.outcome != Outcome::Made {
            self.within_rank(caller, user).await?;
            listed = self.engine().store().person(&user.person().key(), "").await?.groups;
        }
        let world = self.world();
        listed.extend(wish.groups.iter().filter_map(|path| world.catalogue.at(Noun::Group, path)).map(|e| e.id));
        self.stays_within(caller, user, &listed)
    }

    pub(super) async fn patch_user(
        &self,
        caller: &Caller,
        at: &Address,
        patch: &Patch,
        how: &How,
    ) -> Result<Written, Fault> {
        for _ in 0..CHANGED_MEANWHILE {
            let seen = self.read_user(caller, at).await?;
            let given = self.patched_user(&seen, patch)?;
            let as_read = How { if_match: how.if_match.clone().or(Some(vec![seen.etag])), ..how.clone() };
            match self.put_user(caller, at, &given, &as_read).await {
                // Somebody else was faster; where the caller named no version, theirs is as good.
                Err(Fault::Precondition) if how.if_match.is_none() => {}
                written => return written,
            }
        }
        Err(busy())
    }

    /// The attributes of a user as a patch would have them.
    fn patched_user(&self, seen: &Seen, patch: &Patch) -> Result<Attributes, Fault> {
        let mut given = typed::spelt_as_ours(self, Type::User, &patch.set);
        for (change, adding) in [(&patch.remove, false), (&patch.add, true)] {
            for (name, values) in typed::spelt_as_ours(self, Type::User, change) {
                if RESERVED.contains(&name.as_str()) {
                    return Err(Fault::invalid(Finding::broken(name, "not-a-list")));
                }
                let values = if let Value::Array(values) = values { values } else { vec![values] };
                let present = given.get(&name).or_else(|| seen.attributes.get(&name)).and_then(Value::as_array);
                let mut present = present.cloned().unwrap_or_default();
                for value in values {
                    if !adding {
                        present.retain(|p| *p != value);
                    } else if !present.contains(&value) {
                        present.push(value);
                    }
                }
                given.insert(name, Value::Array(present));
            }
        }
        Ok(given)
    }

    pub(super) async fn delete_user(&self, caller: &Caller, at: &Address, how: &How) -> Result<(), Fault> {
        let user = self.user_at(at).await?;
        let record = self.engine().store().person(&user.person().key(), "").await?;
        self.as_was_read(how, &user, &record)?;
        self.within_rank(caller, &user).await?;
        if how.dry_run {
            return Ok(());
        }
        Ok(self.register(caller).delete(user.id, Some(user.version)).await?)
    }

    /// Everything that hangs on a user: groups, methods, credentials, locks, sessions, consents; no secret, and no group or
    /// application of a site that is not the caller's.
    pub async fn user_details(&self, caller: &Caller, at: &Address) -> Result<Value, Fault> {
        allow(caller, "read", at)?;
        let user = self.user_at(at).await?;
        let mut view = self.register(caller).view(user.id).await?;
        view.groups.retain(|path, _| told_to(caller, Noun::Group, path));
        let mine = |path: &String| told_to(caller, Noun::Application, path);
        view.consents.retain(|consent| mine(&consent.application));
        view.sessions.iter_mut().for_each(|session| session.applications.retain(mine));
        Ok(serde_json::to_value(view).unwrap_or_default())
    }

    /// What helps a user: an action by name, with its arguments. The answer says what came of it.
    pub async fn act_on_user(
        &self,
        caller: &Caller,
        at: &Address,
        action: &str,
        given: &Attributes,
    ) -> Result<Value, Fault> {
        let known = Action::find(&ACTIONS, action).ok_or(Fault::Missing)?;
        allow(caller, known.verb, at)?;
        known.knows(given)?;
        let user = self.user_at(at).await?;
        self.within_rank(caller, &user).await?;
        let register = self.register(caller);
        let text = |name: &str| given.get(name).and_then(Value::as_str).unwrap_or_default();
        let truth = |name: &str| matches!(given.get(name), Some(Value::Bool(true))) || text(name) == "true";
        let id = |name: &str| text(name).parse::<Id>().map_err(|_| Fault::invalid(Finding::broken(name, "missing")));
        Ok(match action {
            "unlock" => {
                register.unlock(user.id).await?;
                json!({ "unlocked": true })
            }
            "endSessions" => json!({ "ended": register.end_sessions(user.id).await? }),
            "endSession" => json!({ "ended": register.end_session(user.id, id("session")?).await? }),
            "setPassword" => {
                let password = Secret::new(text("password").to_owned());
                register.set_password(user.id, text("method"), password, truth("mustChange")).await?;
                json!({ "set": true })
            }
            "requirePasswordChange" => {
                register.require_password_change(user.id, text("method")).await?;
                json!({ "set": true })
            }
            "suspendCredential" => {
                json!({ "changed": register.suspend_credential(user.id, id("credential")?, true).await? })
            }
            "resumeCredential" => {
                json!({ "changed": register.suspend_credential(user.id, id("credential")?, false).await? })
            }
            "removeCredential" => {
                register.remove_credential(user.id, id("credential")?).await?;
                json!({ "removed": true })
            }
            _ => return Err(Fault::Missing),
        })
    }
}

fn readable(caller: &Caller, noun: Noun, path: &str) -> bool {
    allow(caller, "read", &Address::object(Type::Object(noun), path)).is_ok()
}

/// What hangs on a user is told where the caller may read it, or the people of the site that it is in.
fn told_to(caller: &Caller, noun: Noun, path: &str) -> bool {
    let site = Address::object(Type::Object(noun), path);
    readable(caller, noun, path) || caller.may("read", "user", site.site())
}

/// Whether the caller may write users where a wish wants one, and whom the groups list that it names: by their paths alone, so that a
/// refusal tells nothing about what there is.
pub(crate) fn may_name(caller: &Caller, wish: &Wish) -> Result<(), Fault> {
    if !caller.may("write", "user", Some(&wish.site)) {
        return Err(Fault::Forbidden);
    }
    let groups = wish.groups.iter().map(|path| Address::object(Type::Object(Noun::Group), path.as_str()));
    groups.into_iter().try_for_each(|group| allow(caller, "write", &group))
}

/// What somebody wants a user to be. An empty value takes away; what is told and never set may come back as it was told.
fn wish(name: &str, given: &Attributes, seen: Option<&Seen>) -> Result<Wish, Fault> {
    let mut members: Map<String, Value> = Map::new();
    let mut attributes: BTreeMap<String, Values> = BTreeMap::new();
    for (key, value) in given {
        match key.as_str() {
            told if TOLD.contains(&told) => {
                if seen.is_none_or(|s| s.attributes.get(told) != Some(value)) {
                    return Err(Fault::invalid(Finding::broken(told, "fixed").with("value", "")));
                }
            }
            "name" if value == name => {}
            "name" => return Err(Fault::invalid(Finding::broken("name", "fixed").with("value", name))),
            "directory" if seen.is_some_and(|s| s.attributes.get("directory") != Some(value)) && value != "" => {
                return Err(Fault::invalid(Finding::broken("directory", "fixed").with("value", "")));
            }
            "notBefore" | "expires" if value.is_null() => drop(members.insert(key.clone(), "".into())),
            reserved if RESERVED.contains(&reserved) => {
                if !value.is_null() {
                    members.insert(key.clone(), value.clone());
                }
            }
            _ => drop(attributes.insert(key.clone(), values(key, value)?)),
        }
    }
    members.insert("name".into(), name.into());
    let mut wish: Wish = serde_json::from_value(Value::Object(members)).map_err(|error| {
        let text = error.to_string();
        Fault::invalid(
            Finding::broken("", "attribute-value").with("why", text.split(" at line ").next().unwrap_or_default()),
        )
    })?;
    wish.attributes = attributes;
    Ok(wish)
}

fn values(name: &str, value: &Value) -> Result<Values, Fault> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    let all = match value {
        Value::Null => Some(Vec::new()),
        Value::Array(items) => items.iter().map(text).collect(),
        one => text(one).map(|one| vec![one]),
    };
    let wrong =
        || Fault::invalid(Finding::broken(name, "attribute-value").with("why", "expected a text or a list of texts"));
    all.map(Values::Many).ok_or_else(wrong)
}
