//! Nobody raises anybody above themselves: what a change would do to rights, and whether the caller has all of those (case M084).

use login::World;
use model::{AnyObject, Application, Catalogue, Change, Entry, Group, Id, Noun, role::BuiltIn};
use serde_json::Value;
use std::collections::BTreeSet;
use store::{UserQuery, ValueQuery};

use super::{Desk, Fault};
use crate::{
    address::{Address, Type},
    caller::{Caller, roles_through},
    rest::SCOPE,
};

impl Desk {
    /// Whether the caller's rights include those of a user, so that they may lay hands on them.
    pub async fn may_touch(&self, caller: &Caller, at: &Address) -> Result<bool, Fault> {
        let user = self.find_user(at).await?.ok_or(Fault::Missing)?;
        match self.within_rank(caller, &user).await {
            Ok(()) => Ok(true),
            Err(Fault::Outranked) => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Whoever carries a site's mail reads the codes of everybody who may log in there and the links for forgotten passwords, and
    /// whoever says by which proofs the console and the account pages are entered says it for everybody who comes from there: wherever
    /// the groups lie that raise those people.
    pub(super) async fn may_lead(&self, caller: &Caller, world: &World, changes: &[Change]) -> Result<(), Fault> {
        let catalogue = &world.catalogue;
        for path in changes.iter().filter_map(|change| led_by(catalogue, change)) {
            let below: Vec<Id> =
                catalogue.of(Noun::Site).filter(|e| super::object::lies_in(&e.path, path)).map(|e| e.id).collect();
            let from_there = |e: &&Entry| below.iter().any(|site| *site == e.id || world.reaches(e.id, *site));
            let sites: Vec<Id> = catalogue.of(Noun::Site).filter(from_there).map(|e| e.id).collect();
            for (group, object) in catalogue.groups() {
                let roles = roles_through(catalogue, group.id);
                let covered = caller.covers_roles(roles.into_iter().filter_map(|id| catalogue.entry(id)));
                if !covered && self.has_any(catalogue, (group, object), &sites).await? {
                    return Err(Fault::Outranked);
                }
            }
        }
        Ok(())
    }

    /// Whether a group has somebody of these sites, by its list, its filter, or because everybody is.
    async fn has_any(&self, catalogue: &Catalogue, group: (&Entry, &Group), sites: &[Id]) -> Result<bool, Fault> {
        let (entry, group) = group;
        let store = self.engine().store();
        let listed = UserQuery { sites: sites.to_vec(), group: Some(entry.id), limit: 1, ..UserQuery::default() };
        if group.everyone || !store.users(&listed).await?.is_empty() {
            return Ok(true);
        }
        let Some((name, value)) = group.filter_parts() else { return Ok(false) };
        for (directory, _) in catalogue.directories() {
            let query = ValueQuery::new(directory.id, name, value, 1).within(sites);
            if !store.users_with(&query).await?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The site whose people a change leads elsewhere: by its mail, or by the pages through which they get at what is theirs.
fn led_by<'a>(catalogue: &'a Catalogue, change: &'a Change) -> Option<&'a str> {
    let (id, is) = match change {
        Change::Put(entry) => (entry.id, Some(&**entry)),
        Change::Delete(id) => (*id, None),
    };
    let was = catalogue.entry(id);
    if let Some(was) = was.filter(|was| is.is_some() && !same_mail(was, is)) {
        return Some(&was.path);
    }
    let door = [was, is].into_iter().flatten().find_map(door)?;
    let same = was.is_some_and(|was| same_door(was, is));
    (!same).then_some(door)
}

/// The top-level site that an application is the console or the account pages of.
fn door(entry: &Entry) -> Option<&str> {
    let AnyObject::Application(application) = &entry.object else { return None };
    let (site, name) = entry.path.split_once('/')?;
    (application.protocol == "page" && ["console", "account"].contains(&name)).then_some(site)
}

/// It is entered by the same proofs; one that is not enabled has another stand in for it.
fn same_door(one: &Entry, other: Option<&Entry>) -> bool {
    let Some(other) = other else { return false };
    let (AnyObject::Application(a), AnyObject::Application(b)) = (&one.object, &other.object) else { return false };
    same_client(one, Some(other)) && a.enabled == b.enabled && a.session_idle_minutes == b.session_idle_minutes
}

/// Of networks around an address the smallest counts (case R010): nobody takes the clients of an application away that is not theirs.
pub(super) fn leaves_networks(caller: &Caller, before: &Catalogue, changes: &[Change]) -> Result<(), Fault> {
    for change in changes {
        let Change::Put(entry) = change else { continue };
        let had = before.entry(entry.id).and_then(radius).map(Application::networks).unwrap_or_default();
        let taken: Vec<_> = radius(entry)
            .map(Application::networks)
            .unwrap_or_default()
            .into_iter()
            .filter(|n| !had.contains(n))
            .collect();
        let meets = |other: &Application| {
            let theirs = other.networks();
            taken.iter().any(|new| theirs.iter().any(|old| old.contains(new) || new.contains(old)))
        };
        let others = before.applications().filter(|(other, _)| other.id != entry.id);
        let mut hit = others.filter(|(other, application)| radius(other).is_some() && meets(application));
        let theirs = |(other, _): (&Entry, _)| {
            super::allow(caller, "write", &Address::object(Type::Object(Noun::Application), other.path.as_str()))
                .is_ok()
        };
        if !hit.all(theirs) {
            return Err(Fault::Outranked);
        }
    }
    Ok(())
}

fn radius(entry: &Entry) -> Option<&Application> {
    let AnyObject::Application(application) = &entry.object else { return None };
    (application.protocol == "radius").then_some(application)
}

/// Every role that the changes give, take, widen, or let somebody else step into must be within the caller's own rights.
pub(super) fn check(caller: &Caller, before: &Catalogue, after: &Catalogue, changes: &[Change]) -> Result<(), Fault> {
    let covered = changes.iter().all(|change| {
        let id = match change {
            Change::Put(entry) => entry.id,
            Change::Delete(id) => *id,
        };
        let (was, is) = (before.entry(id), after.entry(id));
        was == is || covers(caller, before, was, is) && covers(caller, after, is, was)
    });
    if covered { Ok(()) } else { Err(Fault::Outranked) }
}

/// Whom a policy gives its attributes to is told by them: no group may be named that the caller does not see.
pub(super) fn sees(caller: &Caller, before: &Catalogue, changes: &[Change]) -> Result<(), Fault> {
    let groups = |entry: Option<&Entry>| -> BTreeSet<String> {
        let Some(AnyObject::Policy(policy)) = entry.map(|e| &e.object) else { return BTreeSet::new() };
        policy.items.iter().map(|item| item.group.clone()).filter(|group| !group.is_empty()).collect()
    };
    let seen = |path: &String| super::allow(caller, "read", &Address::object(Type::Object(Noun::Group), path.as_str()));
    for change in changes {
        let Change::Put(entry) = change else { continue };
        groups(Some(entry)).difference(&groups(before.entry(entry.id))).try_for_each(seen)?;
    }
    Ok(())
}

/// Whether the caller's rights include what one side of a change carries.
fn covers(caller: &Caller, catalogue: &Catalogue, entry: Option<&Entry>, other: Option<&Entry>) -> bool {
    let Some(entry) = entry else { return true };
    let roles: BTreeSet<Id> = match &entry.object {
        AnyObject::Role(_) => BTreeSet::from([entry.id]),
        // A title decides nothing; who is a member does.
        AnyObject::Group(_) if same_members(entry, other) => BTreeSet::new(),
        AnyObject::Group(_) => roles_through(catalogue, entry.id),
        // It acts for whoever logs in to it, and that may be the administrator.
        AnyObject::Application(_) if acts_for_people(entry) && !same_client(entry, other) => {
            return caller.covers("", &BuiltIn::Administrator.rights());
        }
        // Who holds its secret acts in its name.
        AnyObject::Application(_) => catalogue.linked_from(entry.id, "grantedTo").map(|(role, _)| role.id).collect(),
        // Whoever carries a site's mail reads its links for forgotten passwords.
        AnyObject::Site(_) if !same_mail(entry, other) => roles_below(catalogue, &entry.path),
        _ => BTreeSet::new(),
    };
    caller.covers_roles(roles.into_iter().filter_map(|id| catalogue.entry(id)))
}

/// Whether people's access tokens for this API go to it: it may ask for the scope, and not in its own name alone.
fn acts_for_people(entry: &Entry) -> bool {
    let AnyObject::Application(application) = &entry.object else { return false };
    let metadata = &application.metadata;
    let scoped = metadata["scope"].as_str().is_some_and(|s| s.split_ascii_whitespace().any(|s| s == SCOPE));
    let only = |grants: &Vec<Value>| grants.iter().all(|grant| grant == "client_credentials");
    let own = metadata["grant_types"].as_array().is_some_and(only);
    application.protocol == "oidc" && scoped && !own
}

/// To whom tokens go, and by which proofs, is the same.
fn same_client(one: &Entry, other: Option<&Entry>) -> bool {
    let Some(other) = other else { return false };
    let (AnyObject::Application(a), AnyObject::Application(b)) = (&one.object, &other.object) else { return false };
    a.protocol == b.protocol && a.metadata == b.metadata && one.links_as("method").eq(other.links_as("method"))
}

fn same_members(one: &Entry, other: Option<&Entry>) -> bool {
    let (AnyObject::Group(a), Some(AnyObject::Group(b))) = (&one.object, other.map(|e| &e.object)) else {
        return false;
    };
    a.everyone == b.everyone
        && a.filter == b.filter
        && other.is_some_and(|o| o.links == one.links && o.path == one.path)
}

fn same_mail(one: &Entry, other: Option<&Entry>) -> bool {
    let (AnyObject::Site(a), Some(AnyObject::Site(b))) = (&one.object, other.map(|e| &e.object)) else { return true };
    a.mail == b.mail && a.sms == b.sms && a.forgotten_password == b.forgotten_password
}

/// Roles of groups that lie in a site or below it.
fn roles_below(catalogue: &Catalogue, site: &str) -> BTreeSet<Id> {
    let inside = |path: &str| path.strip_prefix(site).is_some_and(|rest| rest.starts_with('/'));
    let groups = catalogue.of(Noun::Group).filter(|e| inside(&e.path));
    groups.flat_map(|e| roles_through(catalogue, e.id)).collect()
}
