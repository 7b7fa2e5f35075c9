//! The scene: everything `next` looks at, gathered beforehand. Knows no clock, no store and no network.

use model::{
    Attributes, Credential, Id, Person, Proof, Reason, Request, User,
    proof::unite,
    request::{Front, Wanted},
};
use plug::{Factor, Needs, Opens};
use std::{collections::BTreeSet, sync::Arc};
use store::PersonRecord;

use crate::world::{App, Opened, World};

/// One person as far as this login is concerned.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub record: Arc<PersonRecord>,
    /// From the directory; `None` for unregistered people.
    pub user: Option<Arc<User>>,
    /// The person may log in now (enabled, not before, expires).
    pub usable: bool,
}

impl Known {
    /// The person may have this method; what nobody said is allowed.
    pub fn activated(&self, method: Id) -> bool {
        self.record.activations.iter().all(|a| a.method != method || a.active)
    }
}

pub struct Scene<'a> {
    pub world: &'a World,
    pub app: App<'a>,
    pub request: &'a Request,
    /// Proofs of this login.
    pub own: &'a [Proof],
    /// Fresh proofs of the session, in the person's name.
    pub session: &'a [Proof],
    /// What is known of the person of the proofs.
    pub known: Option<&'a Known>,
    /// The method that still owes a question (`Step::Owe`).
    pub owed: Option<Id>,
    /// Scopes consented to in this login.
    pub consented: Option<&'a [String]>,
}

/// A chain of proofs that `next` may build on.
#[derive(Clone, Debug, PartialEq)]
pub struct Path<'a>(pub Vec<&'a Proof>);

impl<'a> Path<'a> {
    pub fn last(&self) -> Option<&'a Proof> {
        self.0.last().copied()
    }
    pub fn has(&self, method: Id) -> bool {
        self.0.iter().any(|p| p.method == method)
    }
    pub fn person(&self) -> Option<&'a Person> {
        self.0.first().map(|p| &p.person)
    }
    /// Attributes of all proofs; the earlier one wins a clash.
    pub fn attributes(&self) -> Attributes {
        let mut all = Attributes::new();
        for proof in &self.0 {
            unite(&mut all, &proof.attributes);
        }
        all
    }
}

impl<'a> Scene<'a> {
    /// Allowed for the application (requirement C4): linked with `enabled`, and the method is enabled.
    pub fn allows(&self, method: Id) -> bool {
        self.app.entry.links_as("method").any(|l| l.to == method && l.has("enabled")) && self.enabled(method)
    }

    pub fn enabled(&self, method: Id) -> bool {
        self.world.catalogue.method(method).is_some_and(|(_, m)| m.enabled) && self.in_site(method)
    }

    fn in_site(&self, method: Id) -> bool {
        self.app.site.links_as("method").any(|l| l.to == method)
    }

    /// Methods that follow one by a link and are enabled and allowed: followers, available or not.
    pub fn links_after(&self, method: Id) -> Vec<&'a Opened> {
        let Some(entry) = self.world.catalogue.entry(method) else { return Vec::new() };
        let targets = entry.links_as("nextFactor").map(|l| l.to).filter(|to| self.allows(*to));
        targets.filter_map(|to| self.world.opened(to)).filter(|o| takes_role(o)).collect()
    }

    /// Whether a method may begin a login here, whatever is shown or hidden.
    pub fn may_open(&self, method: &Opened) -> bool {
        let opens = match method.kind.opens {
            Opens::Yes => true,
            Opens::No => false,
            Opens::WhereAsked => self.app.entry.links_as("method").any(|l| l.to == method.id && l.has("opens")),
        };
        opens
            && !method.mfa
            && self.enabled(method.id)
            && (self.allows(method.id) || !self.links_after(method.id).is_empty())
    }

    /// Inside the method's networks, and this front can show it.
    pub fn reachable(&self, method: &Opened) -> bool {
        let admitted =
            self.world.catalogue.method(method.id).is_some_and(|(_, m)| m.networks.admit(self.request.client.address));
        admitted && self.showable(method)
    }

    fn showable(&self, method: &Opened) -> bool {
        self.request.front == Front::Browser || method.kind.factor != Factor::Elsewhere
    }

    /// Nothing unfit about the method itself.
    pub fn fit(&self, method: &Opened) -> bool {
        self.world.catalogue.entry(method.id).is_some_and(|e| self.world.fit(e))
    }

    pub fn hidden(&self, method: Id) -> bool {
        self.world.catalogue.method(method).is_some_and(|(_, m)| m.hidden)
    }

    /// References that the request names.
    pub fn asked(&self) -> &'a [String] {
        match &self.request.wanted {
            Wanted::Any => &[],
            Wanted::Prefer(list) => list,
            Wanted::Demand { references, .. } => references,
        }
    }

    /// The request names this method by one of its references.
    pub fn names(&self, method: Id) -> bool {
        self.world
            .catalogue
            .method(method)
            .is_some_and(|(_, m)| m.references().any(|r| self.asked().iter().any(|a| a == r)))
    }

    /// What a follower reads: the path's attributes, with the renamed ones of an `mfa true` method winning (A3.1).
    pub fn attributes_for(&self, method: &Opened, path: &Path<'_>) -> Attributes {
        read_by(self.world, method, path.attributes())
    }

    /// Available to the person in the sense of C7, and nothing else.
    pub fn available(&self, method: &Opened, path: &Path<'_>) -> bool {
        let need = if method.mfa && method.kind.sends { attribute_of(method) } else { method.kind.needs };
        match need {
            Needs::Nothing => true,
            Needs::Attribute(name) => {
                self.attributes_for(method, path).get(name).is_some_and(|v| v.iter().any(|x| !x.trim().is_empty()))
            }
            Needs::Credential => {
                self.activated(method.id)
                    && self.credentials(method.id).next().is_some()
                    && (!method.kind.companion || self.has_other(method))
            }
        }
    }

    /// Active credentials of the person for a method.
    pub fn credentials(&self, method: Id) -> impl Iterator<Item = &'a Credential> {
        let all = self.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
        all.iter().filter(move |c| c.method == method && c.state.proves())
    }

    /// The person may have this method (requirement G9).
    pub fn activated(&self, method: Id) -> bool {
        self.known.is_none_or(|k| k.activated(method))
    }

    /// A companion is of use only beside another second factor that is active (B21).
    fn has_other(&self, companion: &Opened) -> bool {
        let all = self.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
        all.iter()
            .any(|c| c.method != companion.id && c.state.proves() && self.world.opened(c.method).is_some_and(second))
    }

    /// The person never had a second factor of their own.
    pub fn never_had_second(&self) -> bool {
        let all = self.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
        !all.iter().any(|c| self.world.opened(c.method).is_none_or(|m| second(m) || m.kind.companion))
    }

    /// Groups that the person of a path is in.
    pub fn groups(&self, path: &Path<'_>) -> BTreeSet<Id> {
        crate::groups::of(self.world, self.known, path)
    }

    /// Why this person may not enter, whatever they prove (requirements D4, G9, A2.8).
    pub fn barred(&self, path: &Path<'_>) -> Option<Reason> {
        let person = path.person()?;
        if self.request.only.as_ref().is_some_and(|only| only != person) {
            return Some(Reason::WrongPerson);
        }
        if matches!(person, Person::Registered { .. }) && !self.known.is_some_and(|k| k.usable) {
            return Some(Reason::Disabled);
        }
        if path.0.iter().any(|p| self.breaks_format(p)) {
            return Some(Reason::FormatRule);
        }
        let groups = self.groups(path);
        let entered = self.app.entry.links_as("allowedTo").any(|l| groups.contains(&l.to));
        (!entered).then_some(Reason::NotAllowed)
    }

    fn breaks_format(&self, proof: &Proof) -> bool {
        let Some((_, method)) = self.world.catalogue.method(proof.method) else { return true };
        crate::pipeline::named(method, &proof.subject).is_none()
    }

    /// An enrolment is due instead of a denial: only where the site says so, and for people who never had a second factor.
    pub fn enrollable(&self, last: Id, path: &Path<'_>) -> Vec<&'a Opened> {
        let registered = matches!(path.person(), Some(Person::Registered { .. }));
        if !self.app.of.force_enrolment || !registered || !self.never_had_second() {
            return Vec::new();
        }
        let lacking = self
            .links_after(last)
            .into_iter()
            .filter(|m| m.kind.enrols && !m.kind.companion && m.kind.needs == Needs::Credential);
        lacking
            .filter(|m| {
                self.fit(m) && self.reachable(m) && self.activated(m.id) && self.request.front == Front::Browser
            })
            .collect()
    }

    /// The person must still decide what the application may see.
    pub fn consent_due(&self, _path: &Path<'_>) -> bool {
        let asked = &self.request.consent;
        if self.consented.is_some() {
            return false;
        }
        let given = self.known.and_then(|k| k.record.consents.iter().find(|c| c.application == self.app.entry.id));
        let covered = given.is_some_and(|c| asked.scopes.iter().all(|s| c.scopes.contains(s)));
        asked.again
            || (self.app.application.consent && (!covered || asked.unproved))
            || (asked.unproved && self.own.is_empty())
    }
}

/// Attributes as a method reads them: its table adds renamed values, which win, when it has `mfa true`.
pub fn read_by(world: &World, method: &Opened, given: Attributes) -> Attributes {
    if !method.mfa {
        return given;
    }
    let table = world.catalogue.entry(method.id).and_then(|e| e.links_as("inboundPolicy").next().map(|l| l.to));
    match table.and_then(|id| world.catalogue.mapping(id)) {
        Some((_, table)) => {
            let mut made = table.apply(&given);
            unite(&mut made, &given);
            made
        }
        None => given,
    }
}

/// A kind that would ask people for an address of their own follows only with `mfa true` (C3).
fn takes_role(method: &Opened) -> bool {
    method.mfa || !(method.kind.opens == Opens::Yes && matches!(method.kind.needs, Needs::Attribute(_)))
}

/// The attribute that a sending kind needs when it follows.
fn attribute_of(method: &Opened) -> Needs {
    match method.kind.needs {
        Needs::Attribute(name) => Needs::Attribute(name),
        Needs::Nothing | Needs::Credential => Needs::Attribute("email"),
    }
}

/// A factor of the person's own that a login can ask for behind the first.
pub(crate) fn second(method: &Opened) -> bool {
    !method.kind.companion && method.kind.factor != Factor::Knowledge && method.kind.needs == Needs::Credential
}
