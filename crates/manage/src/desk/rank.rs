//! Nobody raises anybody above themselves: what a change would do to rights, and whether the caller has all of those (case M084).

use model::{AnyObject, Catalogue, Change, Entry, Id, Noun};
use std::collections::BTreeSet;

use super::{Desk, Fault};
use crate::{
    address::Address,
    caller::{Caller, roles_through},
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

/// Whether the caller's rights include what one side of a change carries.
fn covers(caller: &Caller, catalogue: &Catalogue, entry: Option<&Entry>, other: Option<&Entry>) -> bool {
    let Some(entry) = entry else { return true };
    let roles: BTreeSet<Id> = match &entry.object {
        AnyObject::Role(_) => BTreeSet::from([entry.id]),
        // A title decides nothing; who is a member does.
        AnyObject::Group(_) if same_members(entry, other) => BTreeSet::new(),
        AnyObject::Group(_) => roles_through(catalogue, entry.id),
        // Who holds its secret acts in its name.
        AnyObject::Application(_) => catalogue.linked_from(entry.id, "grantedTo").map(|(role, _)| role.id).collect(),
        // Whoever carries a site's mail reads its links for forgotten passwords.
        AnyObject::Site(_) if !same_mail(entry, other) => roles_below(catalogue, &entry.path),
        _ => BTreeSet::new(),
    };
    caller.covers_roles(roles.into_iter().filter_map(|id| catalogue.entry(id)))
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
    a.mail == b.mail && a.forgotten_password == b.forgotten_password
}

/// Roles of groups that lie in a site or below it.
fn roles_below(catalogue: &Catalogue, site: &str) -> BTreeSet<Id> {
    let inside = |path: &str| path.strip_prefix(site).is_some_and(|rest| rest.starts_with('/'));
    let groups = catalogue.of(Noun::Group).filter(|e| inside(&e.path));
    groups.flat_map(|e| roles_through(catalogue, e.id)).collect()
}
