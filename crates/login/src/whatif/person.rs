//! Who asks: found by what the question says, and told as far as it matters before anything is proven.

use model::{Attributes, Id, Login, Noun, Person, User, user::Unusable};
use std::sync::Arc;

use super::{Arrival, Counter, Held, Ruling, Someone, WhatIfError, Who, arrival::Arrived, unknown};
use crate::{
    Engine, EngineError, World,
    enrolment::is_local,
    groups,
    scene::{Known, Path},
    settle::{Stage, scene},
    world::App,
};

/// Who it is, as the store and the question say.
pub(crate) enum Found {
    Nobody,
    Registered {
        user: Arc<User>,
        known: Known,
    },
    Unregistered {
        person: Person,
        method: Id,
        subject: String,
        known: Known,
    },
    /// Somebody who comes by a method, and whom that finds.
    Arrived {
        by: Id,
        arrived: Box<Arrived>,
    },
}

impl Engine {
    pub(crate) async fn found(&self, world: &World, app: App<'_>, who: Option<&Who>) -> Result<Found, WhatIfError> {
        match who {
            None => Ok(Found::Nobody),
            Some(Who::User { site, name }) => {
                let at = world.catalogue.at(Noun::Site, site).ok_or_else(|| unknown("site", site))?;
                let embedded = world.catalogue.directories().filter(|(e, _)| is_local(world, e.id));
                for (directory, _) in embedded {
                    let users = self.store().users_named(directory.id, name).await.map_err(EngineError::from)?;
                    if let Some(user) = users.into_iter().find(|u| u.site == at.id) {
                        return self.registered(world, &user.person(), name).await;
                    }
                }
                Err(unknown("user", name))
            }
            Some(Who::Person(person @ Person::Registered { .. })) => {
                self.registered(world, person, &person.key()).await
            }
            Some(Who::Person(Person::Unregistered { method, subject })) => {
                self.unregistered(world, *method, subject).await
            }
            Some(comes @ Who::ComesBy { .. }) => self.comes(world, app, comes).await,
        }
    }

    async fn registered(&self, world: &World, person: &Person, name: &str) -> Result<Found, WhatIfError> {
        let known = self.known(world, person, "").await?;
        let user = known.user.clone().ok_or_else(|| unknown("user", name))?;
        Ok(Found::Registered { user, known })
    }

    /// As the audit knows them: what their method said of them then is not kept.
    async fn unregistered(&self, world: &World, method: Id, subject: &str) -> Result<Found, WhatIfError> {
        let person = Person::Unregistered { method, subject: subject.to_owned() };
        let known = self.known(world, &person, "").await?;
        Ok(Found::Unregistered { person, method, subject: subject.to_owned(), known })
    }

    /// What is true of the person before anything is proven.
    pub(crate) fn someone(&self, world: &World, app: App<'_>, login: &Login, found: &Found) -> Option<Someone> {
        let (person, known) = found.person()?;
        let stage = Stage { session: Vec::new(), known: Some(known.clone()) };
        let proof = found.shown(login);
        let scene = scene(world, app, login, &stage);
        let groups = scene.groups(&Path(vec![&proof]));
        let enters = scene.entered_by(&groups).collect();
        let user = known.user.as_deref();
        let site = user.and_then(|u| world.catalogue.entry(u.site));
        Some(Someone {
            key: person.key(),
            name: found.name().to_owned(),
            registered: user.is_some(),
            site: site.map(|s| s.path.clone()).unwrap_or_default(),
            kept_out: self.kept_out(world, app, known, groups.is_disjoint(&enters)),
            groups: groups::names(world, &groups),
            enters_by: groups::names(world, &enters),
            counters: self.counters_of(known),
            credentials: credentials(world, known),
        })
    }

    fn kept_out(&self, world: &World, app: App<'_>, known: &Known, in_no_group: bool) -> Vec<Ruling> {
        let mut all = Vec::new();
        if let Some(user) = known.user.as_deref() {
            all.extend(user.unusable(self.now()).map(|why| match why {
                Unusable::Disabled => Ruling::new("user-disabled"),
                Unusable::NotYet(from) => Ruling::new("user-not-yet").with("from", from.rfc3339()),
                Unusable::Expired(since) => Ruling::new("user-expired").with("since", since.rfc3339()),
            }));
            if world.directory(user.directory).is_none() {
                let ruling = Ruling::new("directory-disabled");
                all.push(world.catalogue.entry(user.directory).map_or(ruling.clone(), |e| ruling.at(e)));
            }
            if !world.reaches(user.site, app.site.id) {
                let theirs = world.catalogue.entry(user.site).map(|e| e.path.clone()).unwrap_or_default();
                all.push(Ruling::new("out-of-reach").at(app.site).with("site", theirs));
            }
        }
        if in_no_group {
            all.push(Ruling::new("in-no-group").at(app.entry).with("application", &app.entry.path));
        }
        for counter in self.counters_of(known).into_iter().filter(|c| c.locked) {
            let ruling = Ruling::new("locked").with("class", counter.class);
            all.push(match counter.until {
                Some(until) => ruling.with("until", until),
                None => ruling,
            });
        }
        all
    }

    fn counters_of(&self, known: &Known) -> Vec<Counter> {
        let all = known.record.misses.iter().map(|(class, misses)| {
            let locked = misses.locked(self.now());
            Counter {
                class: class.name(),
                failures: misses.failures,
                locked: locked.is_some(),
                until: locked.flatten().map(model::Time::rfc3339),
            }
        });
        all.collect()
    }
}

impl Found {
    /// Who it is, however they came.
    pub(crate) fn plain(&self) -> &Self {
        match self {
            Self::Arrived { arrived, .. } => &arrived.found,
            found => found,
        }
    }
    pub(crate) fn arrival(&self) -> Option<&Arrival> {
        match self {
            Self::Arrived { arrived, .. } => Some(&arrived.told),
            _ => None,
        }
    }
    fn person(&self) -> Option<(Person, &Known)> {
        match self.plain() {
            Self::Nobody | Self::Arrived { .. } => None,
            Self::Registered { user, known } => Some((user.person(), known)),
            Self::Unregistered { person, known, .. } => Some((person.clone(), known)),
        }
    }
    pub(crate) fn name(&self) -> &str {
        match self.plain() {
            Self::Nobody | Self::Arrived { .. } => "",
            Self::Registered { user, .. } => &user.name,
            Self::Unregistered { subject, .. } => subject,
        }
    }
    /// A proof of this person, for questions about groups.
    fn shown(&self, login: &Login) -> model::Proof {
        let method = if let Self::Unregistered { method, .. } = self { *method } else { Id::fixed(0) };
        let person = self.person().map(|(person, _)| person);
        model::Proof {
            id: Id::fixed(0),
            method,
            method_name: String::new(),
            at: login.created,
            person: person.unwrap_or(Person::Unregistered { method, subject: String::new() }),
            subject: model::proof::Subject::default(),
            attributes: Attributes::new(),
            amr: Vec::new(),
            after: None,
            upstream: None,
            upstream_names: Vec::new(),
            until: None,
            references: None,
        }
    }
}

fn credentials(world: &World, known: &Known) -> Vec<Held> {
    let held = known.record.credentials.iter().map(|c| Held {
        method: world.opened(c.method).map(|m| m.name.clone()).unwrap_or_default(),
        label: c.label.clone(),
        state: c.state.name(),
    });
    held.collect()
}
