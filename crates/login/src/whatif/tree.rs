//! From one point to the next: asks the engine's own `next` with a scene that is listened to, takes each offered method as
//! passed, and asks again.

use model::{
    Attributes, Credential, Finding, Id, Login, Person, Proof, Reason, Severity, Time, credential::CredentialState,
};
use plug::{Evidence, Factor, Needs};
use std::{cell::Cell, collections::BTreeMap, sync::Arc};

use super::answer::{Branch, Considered, How, Point, Received, Ruling, Standing, Step};
use crate::{
    Grant,
    next::{self, Next},
    pipeline::{self, Passing},
    redeem,
    release::{Constraint, Refused},
    rules::{Heard, Recorder, Rule, Why},
    scene::{Known, Path, Scene, read_by},
    settle::{Stage, scene},
    world::{App, Closed, Opened, World},
};

/// How many answers deep a tree goes. Chains have no rings, so only long ones are cut.
const DEEPEST: usize = 6;
/// How many points a tree has at most.
const POINTS: usize = 200;

/// What every point of a tree stands on.
pub(crate) struct Ground<'a> {
    world: &'a World,
    app: App<'a>,
    now: Time,
    openings: BTreeMap<Id, Opening>,
    methods: Vec<&'a Opened>,
    left: Cell<usize>,
}

/// As whom somebody would pass a method that opens, or why they cannot.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "one for each method that opens")]
pub(crate) enum Opening {
    As { person: Option<Person>, known: Box<Known>, evidence: Evidence },
    Nobody(Ruling),
}

/// What the engine answers at a point, with what was heard.
struct Answer {
    next: Next,
    path: Vec<Proof>,
    heard: Heard,
}

impl<'a> Ground<'a> {
    pub(crate) fn new(world: &'a World, app: App<'a>, now: Time, openings: BTreeMap<Id, Opening>) -> Self {
        Self { world, app, now, openings, methods: methods(world, app), left: Cell::new(POINTS) }
    }

    /// The tree that grows from a login.
    pub(crate) fn point(&self, login: &Login, stage: &Stage) -> Point {
        self.grow(login, stage, 0)
    }

    fn grow(&self, login: &Login, stage: &Stage, depth: usize) -> Point {
        self.left.set(self.left.get().saturating_sub(1));
        let answer = self.ask(login, stage);
        let mut point = Point {
            passed: answer.path.iter().map(|p| p.method_name.clone()).collect(),
            step: self.step(&answer.next, login),
            why: self.why(&answer),
            methods: self.methods.iter().map(|m| self.considered(m, &answer, login)).collect(),
            received: None,
            branches: Vec::new(),
        };
        point.methods.sort_by_key(|m| (m.place.unwrap_or(usize::MAX), m.method.clone()));
        match &answer.next {
            Next::Choose(methods) => {
                point.branches = self.branches(methods, How::Pass, &answer, login, stage, depth);
            }
            Next::Enrol(methods) => point.branches = self.branches(methods, How::Enrol, &answer, login, stage, depth),
            Next::Consent => {
                let mut agreed = login.clone();
                agreed.consented = Some(login.request.consent.scopes.clone());
                point.branches = vec![self.branch("", How::Consent, Ok((agreed, stage.clone())), depth)];
            }
            Next::Grant => match redeem::grant(self.world, self.app, login, stage, &answer.path, login.id) {
                Ok(grant) => point.received = Some(received(grant)),
                Err(refused) => {
                    point.step = Step::deny(refused.why);
                    point.why.push(self.policy_unmet(&refused));
                }
            },
            Next::Owed(_) | Next::Deny(_) => {}
        }
        point
    }

    fn ask(&self, login: &Login, stage: &Stage) -> Answer {
        let recorder = Recorder::default();
        let (next, path) = if self.world.is_open(self.app) {
            let scene = Scene { recorder: Some(&recorder), ..scene(self.world, self.app, login, stage) };
            let (next, path) = next::next(&scene);
            (next, path.0.into_iter().cloned().collect())
        } else {
            (Next::Deny(Reason::NothingOffered), Vec::new())
        };
        Answer { next, path, heard: recorder.into_heard() }
    }

    /// The path that a login has come so far.
    fn path(&self, login: &Login, stage: &Stage) -> Vec<Proof> {
        let (_, path) = next::next(&scene(self.world, self.app, login, stage));
        path.0.into_iter().cloned().collect()
    }

    fn branches(
        &self,
        methods: &[Id],
        how: How,
        answer: &Answer,
        login: &Login,
        stage: &Stage,
        depth: usize,
    ) -> Vec<Branch> {
        let opened = methods.iter().filter_map(|id| self.world.opened(*id));
        opened
            .map(|method| {
                let after = match how {
                    How::Enrol => self.passed(login, &enrolled(stage, method, self.now), &answer.path, method),
                    _ => self.passed(login, stage, &answer.path, method),
                };
                self.branch(&method.name, how, after, depth)
            })
            .collect()
    }

    fn branch(&self, method: &str, how: How, after: Result<(Login, Stage), Ruling>, depth: usize) -> Branch {
        let mut branch = Branch { method: method.to_owned(), how, impossible: None, then: None, cut: false };
        match after {
            Err(ruling) => branch.impossible = Some(ruling),
            Ok(_) if depth >= DEEPEST || self.left.get() == 0 => branch.cut = true,
            Ok((login, stage)) => branch.then = Some(Box::new(self.grow(&login, &stage, depth + 1))),
        }
        branch
    }

    /// A login with one more method taken as passed, whatever is offered.
    pub(crate) fn assume(&self, login: &Login, stage: &Stage, method: &Opened) -> Result<(Login, Stage), Ruling> {
        self.passed(login, stage, &self.path(login, stage), method)
    }

    /// What a pass of a method makes of a login.
    fn passed(&self, login: &Login, stage: &Stage, path: &[Proof], method: &Opened) -> Result<(Login, Stage), Ruling> {
        let mut login = login.clone();
        let (person, stage, evidence) = match path.first() {
            Some(first) => (Some(first.person.clone()), stage.clone(), self.following(method, path, stage)),
            None => match self.openings.get(&method.id) {
                Some(Opening::As { person, known, evidence }) => {
                    login.proofs.clear();
                    let stage = Stage { session: Vec::new(), known: Some((**known).clone()) };
                    (person.clone(), stage, evidence.clone())
                }
                Some(Opening::Nobody(ruling)) => return Err(ruling.clone()),
                None => return Err(Ruling::new("nobody")),
            },
        };
        let user = stage.known.as_ref().filter(|k| k.usable).and_then(|k| k.user.as_deref());
        let passing = Passing {
            method,
            id: Id::fixed(login.proofs.len() as u128 + 1),
            now: self.now,
            person,
            user,
            after: path.last().map(|p| p.id),
        };
        let proof = pipeline::prove(self.world, evidence, &passing);
        login.person = Some(proof.person.clone());
        login.proofs.push(proof);
        Ok((login, stage))
    }

    /// What a method that follows would establish: the same subject, and the address that it used.
    fn following(&self, method: &Opened, path: &[Proof], stage: &Stage) -> Evidence {
        let user = stage.known.as_ref().and_then(|k| k.user.as_ref()).map(|u| u.name.as_str());
        let first = path.first().map(|p| p.subject.value.as_str());
        let name = user.or(first).unwrap_or_default();
        let attributes = Path(path.iter().collect()).attributes();
        evidence(method, name, &read_by(self.world, method, attributes))
    }

    fn step(&self, next: &Next, login: &Login) -> Step {
        let name = |id: &Id| self.world.opened(*id).map(|m| m.name.clone()).unwrap_or_default();
        match next {
            Next::Choose(methods) => Step::Choose { methods: methods.iter().map(name).collect() },
            Next::Enrol(methods) => Step::Enrol { methods: methods.iter().map(name).collect() },
            Next::Owed(method) => Step::Owed { method: name(method) },
            Next::Consent => Step::Consent { scopes: login.request.consent.scopes.clone() },
            Next::Grant => Step::Grant,
            Next::Deny(why) => Step::deny(*why),
        }
    }

    fn why(&self, answer: &Answer) -> Vec<Ruling> {
        let mut all = closed(self.world, self.app);
        all.extend(answer.heard.why.iter().map(|why| {
            let mut ruling = Ruling::new(why.key());
            ruling.requirement = why.requirement();
            if let Some(last) = answer.path.last() {
                ruling = ruling.with("after", &last.method_name);
            }
            match (why, &answer.next) {
                (Why::Barred, Next::Deny(reason)) => ruling.at(self.app.entry).with("reason", reason.key()),
                (Why::EnrolFirst, _) => ruling.at(self.app.site),
                _ => ruling.at(self.app.entry),
            }
        }));
        all
    }

    fn considered(&self, method: &Opened, answer: &Answer, login: &Login) -> Considered {
        let position = |all: &[Id]| all.iter().position(|id| *id == method.id).map(|n| n + 1);
        let (place, enrol) = match &answer.next {
            Next::Choose(all) => (position(all), false),
            Next::Enrol(all) => (position(all), true),
            _ => (None, false),
        };
        let heard = answer.heard.rules.iter().filter(|(id, _)| *id == method.id);
        let mut rules: Vec<Ruling> = heard.map(|(_, rule)| self.ruling(*rule, method, login)).collect();
        let standing = match (place, enrol) {
            _ if answer.path.iter().any(|p| p.method == method.id) => Standing::Passed,
            (Some(_), false) => Standing::Offered,
            (Some(_), true) => Standing::Enrol,
            (None, _) => Standing::Refused,
        };
        match standing {
            Standing::Passed => rules = vec![Ruling::new("passed")],
            Standing::Offered => rules.insert(0, self.at(method, Ruling::new("offered"))),
            Standing::Enrol => rules.insert(0, self.at(method, Ruling::new("enrols"))),
            Standing::Refused if rules.is_empty() => rules.push(self.unheard(method, answer)),
            Standing::Refused => {}
        }
        Considered { method: method.name.clone(), kind: method.kind.name, standing, place, rules }
    }

    /// Why nothing was asked about a method: no link leads to it, or the step was decided without looking.
    fn unheard(&self, method: &Opened, answer: &Answer) -> Ruling {
        if answer.heard.why.contains(&Why::Silent) {
            return Ruling::new("silent");
        }
        match answer.path.last().and_then(|last| self.world.opened(last.method)) {
            Some(last) if !answer.heard.why.contains(&Why::Barred) => {
                let linked = self.world.catalogue.entry(last.id).into_iter().flat_map(|e| e.links_as("nextFactor"));
                if linked.into_iter().any(|l| l.to == method.id) {
                    Ruling::new("not-asked")
                } else {
                    self.at(last, Ruling::new("not-next").with("after", &last.name))
                }
            }
            _ => Ruling::new("not-asked"),
        }
    }

    fn ruling(&self, rule: Rule, method: &Opened, login: &Login) -> Ruling {
        let (app, request) = (self.app, &login.request);
        let ruling = Ruling::new(rule.key());
        match rule {
            Rule::NotInSite => ruling.at(app.site).with("site", &app.site.path),
            Rule::NotAllowed | Rule::OpensWhereAsked => ruling.at(app.entry).with("application", &app.entry.path),
            Rule::AttributeMissing(name) => self.at(method, ruling).with("attribute", name),
            Rule::Network => {
                let networks = self.world.catalogue.method(method.id).map(|(_, m)| m.networks.clone());
                let address = request.client.address.map(|a| a.to_string()).unwrap_or_default();
                let ruling = ruling.with("networks", String::from(networks.unwrap_or_default()));
                self.at(method, ruling).with("address", address)
            }
            Rule::FrontCannotShow => self.at(method, ruling).with("front", request.front.name()),
            Rule::ContextNotWanted => self.at(method, ruling).with("wanted", request.wanted.references().join(" ")),
            Rule::Unfit => {
                let mut ruling = self.at(method, ruling);
                ruling.findings = findings(self.world, &ruling.object);
                ruling
            }
            _ => self.at(method, ruling),
        }
    }

    fn at(&self, method: &Opened, ruling: Ruling) -> Ruling {
        match self.world.catalogue.entry(method.id) {
            Some(entry) => ruling.at(entry),
            None => ruling,
        }
    }

    fn policy_unmet(&self, refused: &Refused) -> Ruling {
        let policy = self.app.entry.links_as("policy").next().and_then(|l| self.world.catalogue.entry(l.to));
        let at = policy.unwrap_or(self.app.entry);
        match &refused.unmet {
            None => Ruling::new("policy-unmet").at(at).with("reason", refused.why.key()),
            Some(unmet) => Ruling::new(match unmet.constraint {
                Constraint::Required => "policy-required",
                Constraint::Single => "policy-single",
                Constraint::Bounds => "policy-bounds",
            })
            .at(at)
            .with("attribute", unmet.attribute.clone()),
        }
    }
}

/// Methods that somebody may ask about: of the site, of the application, and what follows these.
fn methods<'a>(world: &'a World, app: App<'a>) -> Vec<&'a Opened> {
    let links = app.site.links_as("method").chain(app.entry.links_as("method"));
    let mut found: Vec<Id> = links.map(|l| l.to).collect();
    let mut at = 0;
    while let Some(id) = found.get(at).copied() {
        let next = world.catalogue.entry(id).into_iter().flat_map(|e| e.links_as("nextFactor")).map(|l| l.to);
        for id in next {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        at += 1;
    }
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|id| world.opened(id)).collect()
}

/// What keeps everybody out of an application, as rulings.
pub(crate) fn closed(world: &World, app: App<'_>) -> Vec<Ruling> {
    let ruling = |closed| match closed {
        Closed::Disabled(entry) => Ruling::new("application-disabled").at(entry),
        Closed::Site(entry) => Ruling::new("site-disabled").at(entry),
        Closed::Unfit(entry) => {
            let findings = findings(world, &entry.api_path());
            Ruling { findings, ..Ruling::new("application-unfit").at(entry) }
        }
    };
    world.closed_by(app).map(ruling).collect()
}

fn findings(world: &World, object: &str) -> Vec<Finding> {
    let unfit = world.findings.iter().filter(|f| f.severity == Severity::Unfit && f.object == object);
    unfit.cloned().collect()
}

/// What a method would establish of somebody whose name and attributes are known.
pub(crate) fn evidence(method: &Opened, name: &str, attributes: &Attributes) -> Evidence {
    let mut evidence = Evidence::subject(name);
    match method.kind.needs {
        Needs::Attribute(wanted) => {
            if let Some(values) = attributes.get(wanted) {
                evidence.attributes.insert(wanted.to_owned(), values.clone());
            }
        }
        Needs::Credential if method.kind.factor == Factor::Knowledge => evidence.attributes.clone_from(attributes),
        Needs::Nothing | Needs::Credential => {}
    }
    evidence
}

/// The stage after a credential of a method was made.
fn enrolled(stage: &Stage, method: &Opened, now: Time) -> Stage {
    let mut stage = stage.clone();
    if let Some(known) = &mut stage.known {
        let user = known.user.as_ref().map(|u| u.person().key()).unwrap_or_default();
        Arc::make_mut(&mut known.record).credentials.push(Credential {
            id: Id::fixed(0),
            person: user,
            method: method.id,
            kind: method.kind.name.to_owned(),
            label: String::new(),
            state: CredentialState::Active,
            created: now,
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body: serde_json::Value::Null,
        });
    }
    stage
}

fn received(grant: Grant) -> Received {
    Received {
        registered: matches!(grant.person, Person::Registered { .. }),
        subject: grant.subject.value,
        format: grant.subject.format,
        attributes: grant.attributes,
        groups: grant.groups,
        acr: grant.acr,
        class_reference: grant.class_reference,
        declaration_reference: grant.declaration_reference,
        amr: grant.amr,
        methods: grant.methods,
        scopes: grant.scopes,
    }
}
