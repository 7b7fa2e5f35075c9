//! The scene: everything `next` looks at, gathered beforehand. Knows no clock, no store and no network.

use model::{Attributes, Credential, Id, Person, Proof, Reason, Request, User, proof::unite, request::Front};
use plug::{Factor, Needs};
use std::{collections::BTreeSet, sync::Arc};
use store::PersonRecord;

use crate::{
    link::LINK,
    rules::{self, Asks, Recorder, Rule, Why},
    world::{App, Opened, World},
};

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

#[derive(Clone, Copy)]
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
    /// Hears why; only a what-if listens.
    pub recorder: Option<&'a Recorder>,
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
    /// Whether no rule of these tables stands against a method. The first one that does decides, unless somebody hears them all.
    pub(crate) fn clear(&self, tables: &[&[Asks]], method: &Opened, path: &Path<'_>) -> bool {
        let mut against = tables.iter().copied().flatten().filter_map(|asks| asks(self, method, path));
        match self.recorder {
            None => against.next().is_none(),
            Some(recorder) => recorder.hear(method.id, against),
        }
    }

    /// Tells a rule that only the methods beside one decide.
    pub(crate) fn keeps(&self, keep: bool, method: Id, rule: Rule) -> bool {
        if let (false, Some(recorder)) = (keep, self.recorder) {
            recorder.hear(method, std::iter::once(rule));
        }
        keep
    }

    /// Tells why a step is what it is.
    pub(crate) fn note(&self, why: impl FnOnce() -> Why) {
        if let Some(recorder) = self.recorder {
            recorder.note(why());
        }
    }

    /// The same scene for questions beside the one that is explained.
    pub(crate) const fn unheard(&self) -> Self {
        Self { recorder: None, ..*self }
    }

    /// Allowed for the application (requirement C4): linked with `enabled`, and the method is enabled.
    pub fn allows(&self, method: Id) -> bool {
        self.linked(method, "enabled") && self.enabled(method)
    }

    pub fn enabled(&self, method: Id) -> bool {
        self.switched_on(method) && self.in_site(method)
    }

    /// The application's link to the method says so.
    pub(crate) fn linked(&self, method: Id, so: &str) -> bool {
        self.app.entry.links_as("method").any(|l| l.to == method && l.has(so))
    }

    pub(crate) fn switched_on(&self, method: Id) -> bool {
        self.world.catalogue.method(method).is_some_and(|(_, m)| m.enabled)
    }

    pub(crate) fn in_site(&self, method: Id) -> bool {
        self.app.site.links_as("method").any(|l| l.to == method)
    }

    /// Methods that follow one by a link, allowed or not.
    pub(crate) fn next_of(&self, method: Id) -> impl Iterator<Item = &'a Opened> {
        let world = self.world;
        let links = world.catalogue.entry(method).into_iter().flat_map(|e| e.links_as("nextFactor"));
        links.filter_map(|l| world.opened(l.to))
    }

    /// Methods that follow one by a link and are enabled and allowed: followers, available or not.
    pub fn links_after(&self, method: Id) -> Vec<&'a Opened> {
        let (quiet, nowhere) = (self.unheard(), Path(Vec::new()));
        self.next_of(method).filter(|m| quiet.clear(&[rules::FOLLOWS], m, &nowhere)).collect()
    }

    /// Whether a method may begin a login here, whatever is shown or hidden.
    pub fn may_open(&self, method: &Opened) -> bool {
        self.unheard().clear(&[rules::OPENS], method, &Path(Vec::new()))
    }

    pub fn hidden(&self, method: Id) -> bool {
        self.world.catalogue.method(method).is_some_and(|(_, m)| m.hidden)
    }

    /// References that the request names.
    pub fn asked(&self) -> &'a [String] {
        self.request.wanted.references()
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

    /// Active credentials of the person for a method.
    pub fn credentials(&self, method: Id) -> impl Iterator<Item = &'a Credential> {
        let all = self.known.map(|k| k.record.credentials.as_slice()).unwrap_or_default();
        all.iter().filter(move |c| c.method == method && c.state.proves())
    }

    /// The person may have this method (requirement G9).
    pub fn activated(&self, method: Id) -> bool {
        self.known.is_none_or(|k| k.activated(method))
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
        self.entered_by(&groups).next().is_none().then_some(Reason::NotAllowed)
    }

    /// Those of these groups that may enter the application.
    pub(crate) fn entered_by(&self, groups: &BTreeSet<Id>) -> impl Iterator<Item = Id> {
        self.app.entry.links_as("allowedTo").map(|l| l.to).filter(|group| groups.contains(group))
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
        let quiet = self.unheard();
        lacking.filter(|m| self.request.front == Front::Browser && quiet.clear(&[rules::ENROLS], m, path)).collect()
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

/// Credentials of second factors that a login could ask this person for today.
pub(crate) fn seconds<'a>(world: &'a World, known: &'a Known) -> impl Iterator<Item = &'a Credential> {
    let asked =
        move |c: &&Credential| world.opened(c.method).is_some_and(second) && switched_on(world, known, c.method);
    known.record.credentials.iter().filter(|c| c.state.proves()).filter(asked)
}

/// Whoever has a second factor changes how they log in only with proofs that have one (case M022). An account elsewhere that is
/// connected is one where it follows another.
pub(crate) fn stepped_up<'a>(world: &World, known: &Known, proofs: impl IntoIterator<Item = &'a Proof>) -> bool {
    let follows = |method: Id| world.catalogue.linked_from(method, "nextFactor").next().is_some();
    let mut links = known.record.credentials.iter().filter(|c| c.kind == LINK && c.state.proves());
    let linked = links.any(|c| follows(c.method) && switched_on(world, known, c.method));
    let strong = |method: Id| world.opened(method).is_some_and(|m| m.kind.factor != Factor::Knowledge);
    let showed = proofs.into_iter().any(|p| p.after.is_some() || strong(p.method));
    showed || !(linked || seconds(world, known).next().is_some())
}

fn switched_on(world: &World, known: &Known, method: Id) -> bool {
    known.activated(method) && world.catalogue.method(method).is_some_and(|(_, m)| m.enabled)
}

/// A factor of the person's own that a login can ask for behind the first.
pub(crate) fn second(method: &Opened) -> bool {
    !method.kind.companion && method.kind.factor != Factor::Knowledge && method.kind.needs == Needs::Credential
}
