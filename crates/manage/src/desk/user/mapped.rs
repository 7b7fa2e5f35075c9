//! What users are called by a manual user mapping, as links between them and the policy that says it.
//!
//! A name is kept in the policy by the user's id, which is never given to another: whoever gets a deleted user's login name gets none
//! of their names.

use model::{AnyObject, Catalogue, Change, Entry, Finding, Id, Noun, OutboundMapping, User, outbound::MappedUser};
use serde_json::Value;

use super::{
    super::{Fault, How, Linked, Links, TRIES, allow, busy, conditions, entry_at, replaced},
    Desk,
};
use crate::{
    address::{Address, Type},
    attributes::Attributes,
    caller::Caller,
};

/// The attribute of such a link.
const USERNAME: &str = "username";

fn linked(kind: Type, path: String, username: &str) -> Linked {
    let link = kind.name().to_owned();
    Linked { kind, path, link, with: vec![(USERNAME.to_owned(), username.into())], index: None }
}

fn table(entry: &Entry) -> Result<&OutboundMapping, Fault> {
    if let AnyObject::OutboundMapping(table) = &entry.object { Ok(table) } else { Err(Fault::Unsupported) }
}

impl Desk {
    /// The policies that name a user.
    pub(super) fn names_of(&self, catalogue: &Catalogue, user: Id) -> Vec<Linked> {
        let named = catalogue.outbound_mappings().filter_map(|(entry, table)| {
            let item = table.items.iter().find(|item| item.user == user)?;
            Some(linked(Type::Object(Noun::OutboundMapping), entry.path.clone(), &item.username))
        });
        named.collect()
    }

    /// The users that a policy names and the caller may read, or one of them. Users who are gone are left out.
    pub(super) async fn mapped(
        &self,
        caller: &Caller,
        of: &Address,
        entry: &Entry,
        user: Option<&str>,
    ) -> Result<Links, Fault> {
        let table = table(entry)?;
        let mut links = Vec::new();
        match user {
            None => {
                for item in &table.items {
                    let path = self.path_of_user(item.user).await?;
                    let seen =
                        |path: &String| allow(caller, "read", &Address::object(Type::User, path.as_str())).is_ok();
                    links.extend(path.filter(seen).map(|path| linked(Type::User, path, &item.username)));
                }
                links.sort_by(|one, other| one.path.cmp(&other.path));
            }
            Some(path) => {
                let at = Address::object(Type::User, path);
                allow(caller, "read", &at)?;
                let found = self.user_at(&at).await?;
                let item = table.items.iter().find(|item| item.user == found.id).ok_or(Fault::Missing)?;
                links.push(linked(Type::User, path.to_owned(), &item.username));
            }
        }
        Ok(Links { of: of.clone(), links, etag: self.tag_of(entry) })
    }

    /// Where a user is, by their id.
    pub async fn path_of_user(&self, id: Id) -> Result<Option<String>, Fault> {
        let user = self.engine().store().user(id).await?;
        let world = self.world();
        let path = |user: User| Some(format!("{}/{}", world.catalogue.entry(user.site)?.path, user.name));
        Ok(user.and_then(path))
    }

    /// The id of the user at a path, where the caller may read them.
    pub async fn id_of_user(&self, caller: &Caller, path: &str) -> Result<Option<Id>, Fault> {
        let at = Address::object(Type::User, path);
        allow(caller, "read", &at)?;
        match self.find_user(&at).await {
            Ok(user) => Ok(user.map(|user| user.id)),
            Err(Fault::Missing) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Says what a user is called, instead of what was said before; or takes it back. From either end of the link.
    pub(super) async fn relink_mapped(
        &self,
        caller: &Caller,
        user: &Address,
        path: &str,
        given: Option<&Attributes>,
        (of, how): (&Address, &How),
    ) -> Result<Linked, Fault> {
        let kind = Type::Object(Noun::OutboundMapping);
        allow(caller, "read", user)?;
        allow(caller, "write", &Address::object(kind, path))?;
        let username = given.map(username).transpose()?;
        let found = self.user_at(user).await?;
        self.within_rank(caller, &found).await?;
        if of.kind == Type::User {
            let record = self.engine().store().person(&found.person().key(), "").await?;
            self.as_was_read(how, &found, &record)?;
        }
        let _turn = self.turn().await;
        for _ in 0..TRIES {
            let world = self.world();
            let entry = entry_at(&world.catalogue, Noun::OutboundMapping, path)?;
            if of.kind != Type::User {
                conditions(&How { create_only: false, ..how.clone() }, Some(&self.tag_of(entry)))?;
            }
            let mut table = table(entry)?.clone();
            let known = table.items.iter().position(|item| item.user == found.id);
            match (&username, known) {
                (None, None) => return Err(Fault::Missing),
                (None, Some(at)) => drop(table.items.remove(at)),
                (Some(name), Some(at)) => table.items[at].username.clone_from(name),
                (Some(name), None) => table.items.push(MappedUser { user: found.id, username: name.clone() }),
            }
            let change = replaced(entry, table);
            let same = matches!(&change, Change::Put(new) if **new == *entry);
            let changes = if same { Vec::new() } else { vec![change] };
            if self.commit(caller, &world, &changes, how).await?.is_some() {
                return Ok(linked(kind, path.to_owned(), username.as_deref().unwrap_or_default()));
            }
        }
        Err(busy())
    }
}

/// What is said of such a link: one name, and nothing else.
fn username(given: &Attributes) -> Result<String, Fault> {
    if let Some(other) = given.keys().find(|name| !name.eq_ignore_ascii_case(USERNAME)) {
        let finding = Finding::broken("link.user", "link-attribute").with("attribute", other);
        return Err(Fault::invalid(finding));
    }
    match given.values().next() {
        Some(Value::String(name)) => Ok(name.clone()),
        Some(_) => Err(Fault::invalid(Finding::broken(USERNAME, "attribute-value").with("why", "expected a text"))),
        None => Err(Fault::invalid(Finding::broken(USERNAME, "missing"))),
    }
}
