//! The catalogue: all configuration in memory as one immutable graph. Login reads it without SQL.

use std::sync::Arc;

use crate::{
    AnyObject, Application, Directory, Entry, Finding, Group, Id, Link, Mapping, Method, Neighbours, Noun,
    OutboundMapping, Policy, Role, Service, Severity, Site, System, UserMapping, Webhook,
};

/// One state of the configuration. Cloning is cheap; changes share what they do not touch.
#[derive(Clone, Default)]
pub struct Catalogue {
    /// Moves by one with each committed change.
    pub version: i64,
    objects: imbl::HashMap<Id, Arc<Entry>>,
    paths: imbl::OrdMap<(Noun, String), Id>,
    /// Who links here: target to (source, role).
    back: imbl::HashMap<Id, imbl::OrdSet<(Id, String)>>,
}

/// One change of the graph.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    Put(Box<Entry>),
    Delete(Id),
}

impl Change {
    pub fn put(entry: Entry) -> Self {
        Self::Put(Box::new(entry))
    }
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Catalogue({} objects, version {})", self.objects.len(), self.version)
    }
}

macro_rules! typed {
    ($($of:ident, $get:ident: $noun:ident);+ $(;)?) => {$(
        pub fn $get(&self, id: Id) -> Option<(&Entry, &$noun)> {
            let entry = self.objects.get(&id)?;
            match &entry.object { AnyObject::$noun(object) => Some((entry, object)), _ => None }
        }
        pub fn $of(&self) -> impl Iterator<Item = (&Entry, &$noun)> {
            self.of(Noun::$noun).filter_map(|e| match &e.object { AnyObject::$noun(object) => Some((e, object)), _ => None })
        }
    )+};
}

impl Catalogue {
    /// The graph with these objects and no checks: what the store holds.
    pub fn load(version: i64, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut catalogue = Self { version, ..Self::default() };
        for entry in entries {
            catalogue.insert(Arc::new(entry));
        }
        catalogue
    }

    /// The graph after these changes, or what is broken in it. Warnings and unfit findings come along with the graph.
    pub fn with(&self, changes: &[Change]) -> Result<(Self, Vec<Finding>), Vec<Finding>> {
        let mut next = self.clone();
        let mut touched = imbl::OrdSet::new();
        let mut taken = Vec::new();
        for change in changes {
            match change {
                Change::Put(entry) => {
                    if next.at(entry.noun(), &entry.path).is_some_and(|holder| holder.id != entry.id) {
                        taken
                            .push(Finding::broken("name", "name-taken").with("name", &entry.path).at(entry.api_path()));
                    }
                    touched.insert(entry.id);
                    touched.extend(self.around(entry.id));
                    next.insert(Arc::new((**entry).clone()));
                }
                Change::Delete(id) => {
                    touched.extend(self.around(*id));
                    next.remove(*id);
                }
            }
        }
        for change in changes {
            if let Change::Put(entry) = change {
                touched.extend(next.around(entry.id));
            }
        }
        next.version = self.version + 1;
        if !taken.is_empty() {
            return Err(taken);
        }
        let findings: Vec<Finding> =
            touched.iter().filter_map(|id| next.objects.get(id)).flat_map(|e| next.check_one(e)).collect();
        if findings.iter().any(|f| f.severity == Severity::Broken) { Err(findings) } else { Ok((next, findings)) }
    }

    /// Everything that is wrong anywhere; at start and for the findings page.
    pub fn check(&self) -> Vec<Finding> {
        self.paths.values().filter_map(|id| self.objects.get(id)).flat_map(|e| self.check_one(e)).collect()
    }

    fn check_one(&self, entry: &Entry) -> Vec<Finding> {
        let mut findings = entry.object.check(&Neighbours { me: entry, catalogue: self });
        findings.extend(self.dangling(entry));
        let at = entry.api_path();
        findings.into_iter().map(|f| if f.object.is_empty() { f.at(&at) } else { f }).collect()
    }

    fn dangling(&self, entry: &Entry) -> Vec<Finding> {
        let roles = entry.noun().links();
        let mut findings = Vec::new();
        for link in &entry.links {
            let field = format!("link.{}", link.role);
            let Some(role) = roles.iter().find(|r| r.name == link.role) else {
                findings.push(Finding::broken(field, "link-unknown").with("role", &link.role));
                continue;
            };
            match self.objects.get(&link.to) {
                Some(target) if target.noun() == role.target => {}
                _ => findings.push(Finding::broken(&field, "dangling").with("to", link.to)),
            }
            if let Some(wrong) = link.with.iter().find(|a| !role.payload.contains(&a.as_str())) {
                findings.push(Finding::broken(&field, "link-attribute").with("attribute", wrong));
            }
        }
        for role in roles.iter().filter(|r| !r.many) {
            if entry.links_as(role.name).count() > 1 {
                findings.push(Finding::broken(format!("link.{}", role.name), "only-one"));
            }
        }
        findings
    }

    fn around(&self, id: Id) -> Vec<Id> {
        let mut around: Vec<Id> = self.back.get(&id).into_iter().flatten().map(|(from, _)| *from).collect();
        if let Some(entry) = self.objects.get(&id) {
            around.extend(entry.links.iter().map(|l| l.to));
            if entry.noun() == Noun::Site {
                around.extend(self.below(&entry.path));
            }
        }
        around
    }

    /// What lies under a site by its path and is checked against it: applications allow only methods that the site has.
    fn below(&self, site: &str) -> impl Iterator<Item = Id> {
        let start = format!("{site}/");
        Noun::ALL.iter().flat_map(move |noun| {
            let under = start.clone();
            self.paths
                .range((*noun, start.clone())..)
                .take_while(move |((n, path), _)| n == noun && path.starts_with(&under))
                .map(|(_, id)| *id)
        })
    }

    fn insert(&mut self, entry: Arc<Entry>) {
        if let Some(old) = self.objects.get(&entry.id).cloned() {
            self.unlink(&old);
            self.paths.remove(&(old.noun(), old.path.clone()));
        }
        for link in &entry.links {
            self.back.entry(link.to).or_default().insert((entry.id, link.role.clone()));
        }
        self.paths.insert((entry.noun(), entry.path.clone()), entry.id);
        self.objects.insert(entry.id, entry);
    }

    fn remove(&mut self, id: Id) {
        if let Some(old) = self.objects.remove(&id) {
            self.unlink(&old);
            self.paths.remove(&(old.noun(), old.path.clone()));
        }
    }

    fn unlink(&mut self, entry: &Entry) {
        for link in &entry.links {
            if let Some(sources) = self.back.get_mut(&link.to) {
                sources.remove(&(entry.id, link.role.clone()));
            }
        }
    }

    pub fn entry(&self, id: Id) -> Option<&Entry> {
        self.objects.get(&id).map(Arc::as_ref)
    }
    pub fn at(&self, noun: Noun, path: &str) -> Option<&Entry> {
        self.paths.get(&(noun, path.to_owned())).and_then(|id| self.entry(*id))
    }
    /// All objects of a noun in byte order of their paths.
    pub fn of(&self, noun: Noun) -> impl Iterator<Item = &Entry> {
        let of_noun = self.paths.range((noun, String::new())..).take_while(move |((n, _), _)| *n == noun);
        of_noun.filter_map(|(_, id)| self.entry(*id))
    }
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.paths.values().filter_map(|id| self.entry(*id))
    }
    pub fn is_empty(&self) -> bool {
        self.objects.is_empty()
    }
    /// Who links here in a role.
    pub fn linked_from<'a>(&'a self, to: Id, role: &'a str) -> impl Iterator<Item = (&'a Entry, &'a Link)> {
        let sources = self.back.get(&to).into_iter().flatten().filter(move |(_, r)| r == role);
        sources.filter_map(move |(from, _)| {
            let entry = self.entry(*from)?;
            entry.links.iter().find(|l| l.role == role && l.to == to).map(|l| (entry, l))
        })
    }

    typed! {
        sites, site: Site;
        applications, application: Application;
        methods, method: Method;
        directories, directory: Directory;
        groups, group: Group;
        policies, policy: Policy;
        outbound_mappings, outbound_mapping: OutboundMapping;
        mappings, mapping: Mapping;
        user_mappings, user_mapping: UserMapping;
        services, service: Service;
        roles, role: Role;
        webhooks, webhook: Webhook;
    }

    /// The policy that says what people are called toward an application.
    pub fn outbound_of(&self, application: &Entry) -> Option<&OutboundMapping> {
        let link = application.links_as("outboundMappingPolicy").next()?;
        self.outbound_mapping(link.to).map(|(_, policy)| policy)
    }

    /// The system's own settings; the defaults where nobody has put any.
    pub fn system(&self) -> System {
        match self.at(Noun::System, "").map(|e| &e.object) {
            Some(AnyObject::System(system)) => system.clone(),
            _ => System::default(),
        }
    }

    /// The site that owns an object by its path: `acme/finland` of `acme/finland/wiki`.
    pub fn site_of(&self, entry: &Entry) -> Option<(&Entry, &Site)> {
        if entry.noun() == Noun::Site {
            return self.site(entry.id);
        }
        let (path, _) = entry.path.rsplit_once('/')?;
        self.at(Noun::Site, path).and_then(|e| self.site(e.id))
    }

    /// A site and those above it, the nearest first: texts and themes are inherited along this way.
    pub fn upwards(&self, site: Id) -> Vec<(&Entry, &Site)> {
        let mut way = Vec::new();
        let mut path = self.entry(site).map_or("", |e| e.path.as_str());
        while !path.is_empty() {
            way.extend(self.at(Noun::Site, path).and_then(|e| self.site(e.id)));
            path = path.rsplit_once('/').map_or("", |(above, _)| above);
        }
        way
    }

    /// The top-level site above a site: the reach of single sign-on and of login names.
    pub fn top_of(&self, site: Id) -> Option<Id> {
        let path = &self.entry(site)?.path;
        self.at(Noun::Site, path.split('/').next()?).map(|e| e.id)
    }

    /// Whether single sign-on reaches from one top-level site to another (`share` in either direction).
    pub fn shared(&self, one: Id, other: Id) -> bool {
        let linked = |from: Id, to: Id| self.entry(from).is_some_and(|e| e.links_as("share").any(|l| l.to == to));
        one == other || linked(one, other) || linked(other, one)
    }
}

#[cfg(test)]
mod tests;
