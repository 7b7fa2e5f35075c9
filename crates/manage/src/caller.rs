//! Who asks for something, and what they may do: rights of their roles, each in a site and below or in the whole system (requirement G11).

use login::{Actor, Engine, EngineError, World};
use model::{
    AnyObject, Catalogue, Entry, Id, Noun, Person, Role, User,
    role::{BuiltIn, Right, SITE_NOUNS, VERBS},
};
use std::collections::BTreeSet;

/// Somebody with rights. Made anew for each request, so that a role taken away is gone at once.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// As the audit names them, with where they are.
    pub actor: Actor,
    /// `Person::key`; empty for programs.
    pub person: String,
    grants: Vec<Grant>,
}

/// Rights in a site and below; in the whole system where the path is empty.
#[derive(Clone, Debug)]
struct Grant {
    site: String,
    rights: Vec<Right>,
}

impl Caller {
    /// The whole system's administrator: the command line on a closed store, and management tokens that say nothing else.
    pub fn administrator(actor: Actor) -> Self {
        let grants = vec![Grant { site: String::new(), rights: BuiltIn::Administrator.rights() }];
        Self { actor, person: String::new(), grants }
    }

    /// Somebody with these roles.
    pub fn with_roles(
        actor: Actor,
        person: String,
        catalogue: &Catalogue,
        roles: impl IntoIterator<Item = Id>,
    ) -> Self {
        let grants = roles.into_iter().filter_map(|id| grant(catalogue.entry(id)?)).collect();
        Self { actor, person, grants }
    }

    /// A registered or unregistered person with the roles of their groups. Nobody where they may not log in now.
    pub async fn person(engine: &Engine, world: &World, person: &Person, actor: Actor) -> Result<Self, EngineError> {
        let (known, groups) = engine.member(world, person).await?;
        let roles = if known.usable { roles_of(&world.catalogue, &groups) } else { BTreeSet::new() };
        // By the path: in another site, somebody else has the same name, and one may be called like the system.
        let site = |user: &User| world.catalogue.entry(user.site).map(|e| e.path.clone()).unwrap_or_default();
        let path = |user: &User| format!("/user/{}/{}", site(user), user.name);
        let name = known.user.as_ref().map_or_else(|| person.key(), |user| path(user));
        Ok(Self::with_roles(Actor { name, ..actor }, person.key(), &world.catalogue, roles))
    }

    /// A program that acts in its own name.
    pub fn program(catalogue: &Catalogue, application: &Entry, actor: Actor) -> Self {
        let roles: Vec<Id> = catalogue.linked_from(application.id, "grantedTo").map(|(role, _)| role.id).collect();
        let actor = Actor { name: application.api_path(), ..actor };
        Self::with_roles(actor, String::new(), catalogue, roles)
    }

    /// Whether there is anything at all that they may do.
    pub fn is_nobody(&self) -> bool {
        self.grants.is_empty()
    }

    /// Whether they may do this in a site; where it belongs to the whole system, no site is given and no site's rights reach it.
    pub fn may(&self, verb: &str, noun: &str, site: Option<&str>) -> bool {
        self.grants.iter().any(|g| g.reaches(site) && g.rights.iter().any(|r| r.grants(noun, verb)))
    }

    /// Whether they may do this in some site at least: then a list is theirs to see, shortened to it.
    pub fn may_somewhere(&self, verb: &str, noun: &str) -> bool {
        self.grants.iter().any(|g| g.rights.iter().any(|r| r.grants(noun, verb)))
    }

    /// What they may do, by site; the whole system's under `""`.
    pub fn told(&self) -> serde_json::Value {
        let each = self.grants.iter().map(|g| serde_json::json!({ "site": g.site, "rights": g.rights }));
        each.collect()
    }

    /// The sites in which they may do this, as paths of the topmost ones; `None` for the whole system.
    pub fn sites(&self, verb: &str, noun: &str) -> Option<Vec<&str>> {
        let fitting = self.grants.iter().filter(|g| g.rights.iter().any(|r| r.grants(noun, verb)));
        let sites: BTreeSet<&str> = fitting.map(|g| g.site.as_str()).collect();
        (!sites.contains("")).then(|| sites.into_iter().collect())
    }

    /// Whether their rights include these: nobody hands out, or lays hands on, more than they have (case M084).
    pub fn covers(&self, site: &str, rights: &[Right]) -> bool {
        let have = |noun: &str, verb: &str| {
            self.grants.iter().filter(|g| g.reaches(Some(site))).any(|g| g.rights.iter().any(|r| r.grants(noun, verb)))
        };
        // In a site, *all nouns* are those that sites own: the system's are out of its reach.
        rights.iter().all(|right| {
            let own = [right.noun.as_str()];
            let nouns: &[&str] = if right.noun == "*" && !site.is_empty() { &SITE_NOUNS } else { &own };
            let own = [right.verb.as_str()];
            let verbs: &[&str] = if right.verb == "*" && !site.is_empty() { &VERBS } else { &own };
            have(&right.noun, &right.verb) || nouns.iter().all(|noun| verbs.iter().all(|verb| have(noun, verb)))
        })
    }

    /// The same for all of some roles.
    pub fn covers_roles<'a>(&self, roles: impl IntoIterator<Item = &'a Entry>) -> bool {
        roles.into_iter().all(|entry| grant(entry).is_none_or(|g| self.covers(&g.site, &g.rights)))
    }
}

impl Grant {
    fn reaches(&self, site: Option<&str>) -> bool {
        self.site.is_empty()
            || site
                .is_some_and(|s| s == self.site || s.strip_prefix(&self.site).is_some_and(|rest| rest.starts_with('/')))
    }
}

fn grant(entry: &Entry) -> Option<Grant> {
    let AnyObject::Role(role) = &entry.object else { return None };
    let site = entry.path.rsplit_once('/').map_or("", |(site, _)| site).to_owned();
    Some(Grant { site, rights: Role::effective(role) })
}

/// The roles that groups have.
pub fn roles_of(catalogue: &Catalogue, groups: &BTreeSet<Id>) -> BTreeSet<Id> {
    let of = |group: &Id| catalogue.linked_from(*group, "assignedTo").map(|(role, _)| role.id).collect::<Vec<_>>();
    groups.iter().flat_map(of).collect()
}

/// The roles that a group's members have: its own, and those of every group that it is a member of.
pub fn roles_through(catalogue: &Catalogue, group: Id) -> BTreeSet<Id> {
    let mut groups = BTreeSet::from([group]);
    let mut left = vec![group];
    while let Some(at) = left.pop() {
        let above = catalogue.linked_from(at, "member").filter(|(e, _)| e.noun() == Noun::Group);
        left.extend(above.map(|(e, _)| e.id).filter(|id| groups.insert(*id)));
    }
    roles_of(catalogue, &groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Catalogue, Entry, Link, Site};

    fn entry(n: u64, path: &str, object: impl Into<AnyObject>, links: Vec<Link>) -> Entry {
        Entry { id: Id::fixed(n.into()), path: path.into(), object: object.into(), links }
    }

    fn catalogue() -> Catalogue {
        let own = |noun: &str, verb: &str| Role { rights: vec![Right::new(noun, verb)], ..Role::default() };
        Catalogue::load(
            1,
            [
                entry(1, "acme", Site::default(), Vec::new()),
                entry(2, "acme/fi", Site::default(), Vec::new()),
                entry(3, "acmeous", Site::default(), Vec::new()),
                entry(10, "acme/managers", Role::built_in(BuiltIn::SiteManager), Vec::new()),
                entry(11, "acme/fi/readers", own("user", "read"), Vec::new()),
                entry(12, "root", Role::built_in(BuiltIn::Administrator), Vec::new()),
                entry(13, "acme/all", own("*", "*"), Vec::new()),
            ],
        )
    }

    fn with(roles: &[u64]) -> Caller {
        let ids: Vec<Id> = roles.iter().map(|n| Id::fixed((*n).into())).collect();
        Caller::with_roles(Actor::default(), String::new(), &catalogue(), ids)
    }

    /// M084: a site's rights hold in it and below it, never beside it or above it.
    #[test]
    fn m084_rights_end_at_the_site() {
        let manager = with(&[10]);
        for (site, may) in
            [(Some("acme"), true), (Some("acme/fi"), true), (Some("acmeous"), false), (Some(""), false), (None, false)]
        {
            assert_eq!(manager.may("write", "application", site), may, "{site:?}");
        }
        let all = with(&[13]);
        assert!(
            all.may("write", "method", Some("acme")) && !all.may("write", "method", None),
            "methods belong to the system"
        );
        let root = with(&[12]);
        assert!(root.may("write", "method", None) && root.may("act", "user", Some("acmeous")));
        assert_eq!((root.sites("read", "user"), manager.sites("read", "user")), (None, Some(vec!["acme"])));
        assert!(with(&[]).is_nobody() && !with(&[]).may("read", "site", Some("acme")));
    }

    /// M084: who has some rights in a site cannot hand out others, or the same elsewhere.
    #[test]
    fn m084_nobody_covers_more_than_they_have() {
        let cases = [
            (&[11][..], "acme/fi", "user", "read", true),
            (&[11], "acme/fi", "user", "act", false),
            (&[11], "acme", "user", "read", false),
            (&[11], "", "user", "read", false),
            (&[10], "acme/fi", "user", "delete", true),
            (&[10], "acme", "*", "*", false),
            (&[10], "acme", "*", "read", true),
            (&[10], "acme/fi", "*", "read", true),
            (&[10], "", "*", "read", false),
            (&[13], "acme", "*", "*", true),
            (&[13], "", "*", "*", false),
            (&[12], "", "*", "*", true),
        ];
        for (roles, site, noun, verb, covers) in cases {
            assert_eq!(with(roles).covers(site, &[Right::new(noun, verb)]), covers, "{roles:?} {site} {noun} {verb}");
        }
    }
}
