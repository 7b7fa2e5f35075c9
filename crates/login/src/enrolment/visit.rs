//! Who is enrolling, and what they may enrol.

use model::{
    Attributes, Id, Locale, Lockout, Noun, Time, User,
    audit::{Event, Outcome},
    request::Client,
};
use plug::{Args, Factor, Needs, Opens};
use std::sync::Arc;

use super::EnrolError;
use crate::{
    Engine, EngineError, Present,
    lend::{Behalf, Occasion},
    scene::{self, Known},
    settle::second_factor_possible,
    world::{App, Opened, World},
};

/// The person at the page, as they are today.
#[derive(Clone)]
pub(crate) struct Owner<'a> {
    pub world: &'a World,
    pub present: &'a Present,
    pub client: &'a Client,
    pub known: Known,
    pub user: Arc<User>,
}

/// The owner with one method.
pub(crate) struct Visit<'a> {
    pub owner: Owner<'a>,
    pub app: App<'a>,
    pub opened: &'a Opened,
}

impl Engine {
    pub(super) async fn owner<'a>(
        &self,
        world: &'a World,
        present: &'a Present,
        client: &'a Client,
    ) -> Result<Owner<'a>, EnrolError> {
        let known = self.known(world, &present.person, &client.browser).await?;
        let user = known.user.clone().filter(|_| known.usable).ok_or(EnrolError::NotOffered)?;
        if present.session.person != present.person {
            return Err(EngineError::Gone.into());
        }
        Ok(Owner { world, present, client, known, user })
    }

    /// What a notice says of a method: whose, where, which, when.
    pub(super) fn notice_args(&self, visit: &Visit<'_>) -> Args {
        visit.owner.notice_args(visit.opened.id, self.now())
    }
}

impl<'a> Owner<'a> {
    /// Whoever has a second factor changes factors only in a session that was made with one (case M022).
    pub fn stepped_up(&self) -> Result<(), EnrolError> {
        let proofs = self.present.session.proofs.iter().filter(|p| p.person == self.present.person);
        if scene::stepped_up(self.world, &self.known, proofs) { Ok(()) } else { Err(EnrolError::StepUp) }
    }

    /// Credentials of second factors that a login could ask for today.
    pub fn seconds(&self) -> impl Iterator<Item = &model::Credential> {
        scene::seconds(self.world, &self.known)
    }

    fn enabled(&self, method: Id) -> bool {
        let active = self.known.activated(method);
        active && self.world.catalogue.method(method).is_some_and(|(_, m)| m.enabled)
    }

    /// The visit for a method that this person may enrol from here.
    pub fn visit(&self, method: Id) -> Option<Visit<'a>> {
        let opened = self.world.opened(method)?;
        let (entry, settings) = self.world.catalogue.method(method)?;
        let mut sites = self.world.catalogue.linked_from(method, "method").filter(|(e, _)| e.noun() == Noun::Site);
        let linked = sites.any(|(site, _)| self.world.reaches(self.user.site, site.id));
        let made = opened.kind.enrols
            && opened.kind.needs == Needs::Credential
            && opened.directory == Some(self.user.directory);
        let beside = !opened.kind.companion || self.seconds().next().is_some();
        let kept = !is_password(opened) || is_local(self.world, self.user.directory);
        let here = self.enabled(method) && self.world.fit(entry) && settings.networks.admit(self.client.address);
        let app = home(self.world, self.user.site)?;
        (linked && made && beside && kept && here).then(|| Visit { owner: self.clone(), app, opened })
    }

    pub fn locale(&self) -> Locale {
        self.user.first("locale").and_then(Locale::parse).unwrap_or_default()
    }

    pub fn behalf(&self, about: Id) -> Behalf<'_> {
        Behalf {
            site: self.user.site,
            locale: self.locale(),
            person: Some(&self.present.person),
            session: Some(self.present.session.id),
            about,
            client: self.client,
        }
    }

    pub fn event(&self, now: Time, action: &str, outcome: Outcome) -> Event {
        let mut event = Event::new(now, action, outcome);
        event.person = self.present.person.key();
        event.name.clone_from(&self.user.name);
        event.from = self.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = self.client.agent.chars().take(256).collect();
        event.correlation = Some(self.present.session.id);
        event
    }

    pub fn notice_args(&self, method: Id, now: Time) -> Args {
        notice_args(self.world, &self.user, method, now)
    }
}

/// What a notice says of a method: whose, where, which, when.
pub(crate) fn notice_args(world: &World, user: &User, method: Id, now: Time) -> Args {
    let locale = user.first("locale").and_then(Locale::parse).unwrap_or_default();
    let title = world.catalogue.method(method).map(|(e, m)| m.title.or(locale, &e.path).to_owned());
    let site = world.catalogue.site(user.site).map(|(e, s)| s.title.or(locale, e.name()).to_owned());
    Args::from([
        ("name".to_owned(), user.display().into()),
        ("site".to_owned(), site.unwrap_or_default().into()),
        ("method".to_owned(), title.unwrap_or_default().into()),
        ("at".to_owned(), now.rfc3339().into()),
    ])
}

impl Visit<'_> {
    pub fn occasion(&self) -> Occasion<'_> {
        Occasion {
            locale: self.owner.locale(),
            name: &self.owner.user.name,
            known: Some(&self.owner.known),
            attributes: Attributes::new(),
            enrolling: true,
            recovering: false,
            follows: false,
            second_factor: second_factor_possible(self.owner.world, self.opened.id),
            login: None,
        }
    }

    pub fn behalf(&self, about: Id) -> Behalf<'_> {
        self.owner.behalf(about)
    }
    pub fn is_password(&self) -> bool {
        is_password(self.opened)
    }
    pub fn lockout(&self) -> Lockout {
        self.owner.world.catalogue.method(self.opened.id).map(|(_, m)| m.lockout()).unwrap_or_default()
    }
    pub fn lock_notices(&self) -> bool {
        self.owner.world.catalogue.site(self.owner.user.site).is_some_and(|(_, s)| s.lock_notices)
    }
}

/// The kind that opens a login with what its owner knows: kept for good, changed and never removed.
pub(crate) fn is_password(method: &Opened) -> bool {
    method.kind.factor == Factor::Knowledge && method.kind.opens == Opens::Yes && method.kind.needs == Needs::Credential
}

/// Passwords of other directories are theirs to change.
pub(crate) fn is_local(world: &World, directory: Id) -> bool {
    world.catalogue.directory(directory).is_some_and(|(_, d)| d.kind == "local")
}

/// The application in whose name people of a site are asked outside of a login: a page of ours, the nearest one.
pub(crate) fn home(world: &World, site: Id) -> Option<App<'_>> {
    let above: Vec<Id> = world.catalogue.upwards(site).iter().map(|(entry, _)| entry.id).collect();
    let all = world.catalogue.applications().filter_map(|(entry, _)| world.app(entry.id));
    let theirs = all.filter(|app| world.reaches(site, app.site.id));
    theirs.min_by_key(|app| {
        let distance = above.iter().position(|id| *id == app.site.id).unwrap_or(usize::MAX);
        (app.application.protocol != "page", app.entry.name() != "account", distance, app.entry.path.clone())
    })
}
