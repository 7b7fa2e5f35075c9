//! Names and titles alone, for lists, menus and counts: thousands of objects are told without reading what they hold.

use model::{AnyObject, Entry, Finding, Noun, Titles};

use super::{Desk, Filter, object};
use crate::{
    address::{Address, Type},
    caller::Caller,
};

/// An object as lists know it.
#[derive(Clone, Debug)]
pub struct Named {
    pub kind: Type,
    pub path: String,
    pub titles: Titles,
}

impl Named {
    /// `/method/password.1`, percent-encoded.
    pub fn id(&self) -> String {
        crate::address::id(self.kind, &self.path)
    }
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
    fn of(entry: &Entry) -> Self {
        Self { kind: Type::Object(entry.noun()), path: entry.path.clone(), titles: titles(entry) }
    }
}

impl Desk {
    /// Objects of a noun that the caller may read, as far as the filter's site, text, place and limit go; none where they may read none.
    pub fn names(&self, caller: &Caller, noun: Noun, filter: &Filter) -> Vec<Named> {
        let text = filter.text.as_deref().map(str::to_lowercase);
        let world = self.world();
        let fitting = world
            .catalogue
            .of(noun)
            .filter(|e| filter.after.as_deref().is_none_or(|after| e.path.as_str() > after))
            .filter(|e| filter.site.as_deref().is_none_or(|site| object::lies_in(&e.path, site)))
            .filter(|e| text.as_deref().is_none_or(|text| object::says(e, text)))
            .filter(|e| readable(caller, e));
        fitting.take(filter.limit.max(1)).map(Named::of).collect()
    }

    /// How many objects of a noun the caller may read, in a site and below or anywhere.
    pub fn count(&self, caller: &Caller, noun: Noun, site: Option<&str>) -> usize {
        let world = self.world();
        let inside = |e: &&Entry| site.is_none_or(|site| object::lies_in(&e.path, site));
        world.catalogue.of(noun).filter(inside).filter(|e| readable(caller, e)).count()
    }

    /// The title of one object, where it is there and the caller may read it.
    pub fn named(&self, caller: &Caller, noun: Noun, path: &str) -> Option<Named> {
        let world = self.world();
        world.catalogue.at(noun, path).filter(|e| readable(caller, e)).map(Named::of)
    }

    /// Titles of methods that are lent to a site: its people see their names although the methods are the system's.
    pub fn lent(&self, caller: &Caller, site: &str) -> Vec<Named> {
        let world = self.world();
        let Some(entry) = world.catalogue.at(Noun::Site, site).filter(|e| readable(caller, e)) else {
            return Vec::new();
        };
        entry.links_as("method").filter_map(|l| world.catalogue.entry(l.to)).map(Named::of).collect()
    }

    /// What is wrong with objects that the caller may read, in a site and below or anywhere; the gravest first.
    pub fn findings(&self, caller: &Caller, site: Option<&str>) -> Vec<Finding> {
        let world = self.world();
        let mine = |finding: &&Finding| {
            let Some(at) = object_of(finding) else { return false };
            let Some(noun) = at.kind.noun() else { return false };
            world.catalogue.at(noun, &at.path).is_some_and(|e| readable(caller, e))
                && site.is_none_or(|site| object::lies_in(&at.path, site))
        };
        let mut found: Vec<Finding> = world.findings.iter().filter(mine).cloned().collect();
        found.sort_by(|one, other| other.severity.cmp(&one.severity).then_with(|| one.object.cmp(&other.object)));
        found
    }
}

fn readable(caller: &Caller, entry: &Entry) -> bool {
    let at = Address::object(Type::Object(entry.noun()), entry.path.as_str());
    caller.may("read", entry.noun().name(), at.site())
}

fn titles(entry: &Entry) -> Titles {
    match &entry.object {
        AnyObject::Site(o) => o.title.clone(),
        AnyObject::Directory(o) => o.title.clone(),
        AnyObject::Group(o) => o.title.clone(),
        AnyObject::Method(o) => o.title.clone(),
        AnyObject::Mapping(o) => o.title.clone(),
        AnyObject::Service(o) => o.title.clone(),
        AnyObject::Policy(o) => o.title.clone(),
        AnyObject::Role(o) => o.title.clone(),
        AnyObject::Application(o) => o.title.clone(),
        _ => Titles::default(),
    }
}

/// What a finding is about; its path is not percent-encoded.
pub fn object_of(finding: &Finding) -> Option<Address> {
    let mut parts = finding.object.strip_prefix('/')?.splitn(2, '/');
    let kind = Type::parse(parts.next()?)?;
    Some(Address::object(kind, parts.next().unwrap_or_default()))
}
