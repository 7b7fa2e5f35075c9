//! Somebody who comes by a method: whom its user mapping or an account link finds, asked of the same code as in a login.

use model::{Attributes, Entry, Locale, Person, Reason, User};
use plug::{Evidence, Needs};
use std::sync::Arc;

use super::{Arrival, Ruling, WhatIfError, Who, person::Found, tree::Opening, unknown};
use crate::{
    Engine, EngineError,
    judge::finds_people,
    lookup::{Ended, Tried},
    pipeline,
    whose::{Bar, Said, Vouched, bar},
    world::{App, Opened, World},
};

/// How many people are named where several fit.
const NAMED: usize = 5;

/// What somebody who comes by a method is told to be here.
pub(crate) struct Arrived {
    pub told: Arrival,
    pub opening: Opening,
    pub found: Found,
}

impl Engine {
    /// Somebody as the question tells of them.
    pub(super) async fn comes(&self, world: &World, app: App<'_>, who: &Who) -> Result<Found, WhatIfError> {
        let Who::ComesBy { method, provider, subject, attributes } = who else { return Ok(Found::Nobody) };
        let opened = world.named(method).ok_or_else(|| unknown("method", method))?;
        if finds_people(opened) {
            return Err(WhatIfError::ByName(method.clone()));
        }
        let lent = self.lend_at(world, opened, world.place(app, Locale::En, self.public_url()), Locale::En);
        let mut evidence = Evidence { attributes: attributes.clone(), ..Evidence::subject(subject) };
        if let (false, Needs::Attribute(name)) = (opened.kind.leaves(), opened.kind.needs) {
            // What it proves is what the person is called.
            evidence.attributes.entry(name.to_owned()).or_insert_with(|| vec![subject.clone()]);
        }
        let evidence = opened.method.completed(&lent.cx(self, self.now()), provider, evidence);
        let arrived = self.arrive(world, app, opened, evidence).await?;
        Ok(Found::Arrived { by: opened.id, arrived: Box::new(arrived) })
    }

    /// As whom a method's evidence lets somebody in, and how that was found.
    pub(super) async fn arrive(
        &self,
        world: &World,
        app: App<'_>,
        opened: &Opened,
        evidence: Evidence,
    ) -> Result<Arrived, EngineError> {
        let attributes = pipeline::renamed(world, opened, evidence.attributes.clone());
        let stranger = pipeline::stranger(opened, &evidence);
        let said = Said { evidence: &evidence, attributes: &attributes, stranger: &stranger };
        // No service is asked: what it would be told is of a person, and what it answers is for logins.
        let vouched = self.vouched(world, app, opened, &said, None).await?;
        let mut told = told(world, opened, attributes, &vouched);
        // Asked about somebody whose name alone does not say who it is, the store knows nothing of them.
        let unclear = evidence.who.is_none() && opened.kind.leaves() && vouched.link.is_some();
        let person = match (unclear, vouched.whose) {
            (true, _) => Err(Ruling::new("link-unclear")),
            (false, Ok(person)) => Ok(person),
            (false, Err(refused)) => Err(turned_away(refused.why, &vouched.tried, vouched.link.is_some())),
        };
        if let Some(link) = &vouched.link {
            told.link = Some(self.of_link(world, link, unclear).await?);
        }
        let by_link = vouched.link.is_some();
        let (outcome, opening, found) = match person {
            Err(ruling) => (ruling.clone(), Opening::Nobody(ruling), Found::Nobody),
            Ok(person) => self.enters(world, app, opened, person, (stranger, by_link), evidence).await?,
        };
        told.outcome = outcome;
        Ok(Arrived { told, opening, found })
    }

    /// Somebody whom nothing turned away yet: the account, or the stranger where there is none.
    async fn enters(
        &self,
        world: &World,
        app: App<'_>,
        opened: &Opened,
        person: Option<Person>,
        (stranger, by_link): (Person, bool),
        evidence: Evidence,
    ) -> Result<(Ruling, Opening, Found), EngineError> {
        let is_account = person.is_some();
        let known = self.known(world, person.as_ref().unwrap_or(&stranger), "").await?;
        let user = known.user.clone();
        let against = bar(world, app, opened, Some(&known)).map(|bar| match bar {
            Bar::OutOfReach => Ruling::new("out-of-reach").at(app.site).with("site", site(world, user.as_deref())),
            Bar::Unusable if user.is_none() => Ruling::new("account-gone"),
            Bar::Unusable => Ruling::new("cannot-pass"),
            Bar::NotActivated => Ruling::new("not-activated"),
        });
        let found = match (user.clone(), is_account) {
            (Some(user), _) => Found::Registered { user, known: known.clone() },
            (None, true) => Found::Nobody,
            (None, false) => Found::Unregistered {
                person: stranger,
                method: opened.id,
                subject: evidence.subject.value.clone(),
                known: known.clone(),
            },
        };
        if let Some(ruling) = against {
            return Ok((ruling.clone(), Opening::Nobody(ruling), found));
        }
        let outcome = match user {
            Some(user) if by_link => Ruling::new("found-by-link").with("user", path(world, &user)),
            Some(user) => Ruling::new("found-by-rule").with("user", path(world, &user)),
            None => Ruling::new("stays-unregistered"),
        };
        Ok((outcome, Opening::As { person, known: Box::new(known), evidence }, found))
    }

    async fn of_link(
        &self,
        world: &World,
        link: &Result<Option<Person>, Reason>,
        unclear: bool,
    ) -> Result<Ruling, EngineError> {
        Ok(match link {
            _ if unclear => Ruling::new("link-unclear"),
            Ok(Some(person)) => match self.known(world, person, "").await?.user {
                Some(user) => Ruling::new("linked").with("user", path(world, &user)),
                None => Ruling::new("account-gone"),
            },
            Ok(None) => Ruling::new("not-linked"),
            Err(_) => Ruling::new("link-held"),
        })
    }
}

/// What was tried, before anybody knows what comes of it.
fn told(world: &World, opened: &Opened, attributes: Attributes, vouched: &Vouched<'_>) -> Arrival {
    let linked = |role| {
        let entry = world.catalogue.entry(opened.id)?;
        entry.links_as(role).next().and_then(|link| world.catalogue.entry(link.to))
    };
    // Behind `mfa true` a table only adds to what the method reads.
    let mapping = linked("inboundPolicy").filter(|_| !opened.mfa).map(Entry::api_path);
    let table = linked("inboundMappingPolicy");
    Arrival {
        method: opened.name.clone(),
        attributes,
        mapping: mapping.unwrap_or_default(),
        rules: vouched.tried.iter().map(|tried| of_rule(world, table, tried)).collect(),
        link: None,
        outcome: Ruling::new("stays-unregistered"),
    }
}

/// How one rule ended.
fn of_rule(world: &World, table: Option<&Entry>, tried: &Tried<'_>) -> Ruling {
    let ruling = |key| {
        let name = if tried.rule.name.is_empty() { tried.place.to_string() } else { tried.rule.name.clone() };
        let ruling = Ruling::new(key).with("mapping", name);
        table.map_or(ruling.clone(), |table| ruling.at(table))
    };
    match &tried.ended {
        Ended::NotFor(condition) => ruling("rule-not-for").with("condition", condition),
        Ended::NoDirectory => ruling("rule-no-directory"),
        Ended::Several => ruling("rule-several-values"),
        Ended::TooMany => ruling("rule-finds-too-many"),
        Ended::Unvouched => ruling("rule-unvouched"),
        Ended::Unasked(service) => ruling("rule-asks").with("service", service),
        Ended::Unanswered(silence) => ruling("rule-unanswered").with("service", &silence.service),
        Ended::Users(users) => match users.as_slice() {
            [] => ruling("rule-finds-nobody"),
            [user] => ruling("rule-finds").with("user", path(world, user)),
            several => {
                let names: Vec<String> = several.iter().take(NAMED).map(|user| path(world, user)).collect();
                ruling("rule-finds-several").with("users", names.join(", "))
            }
        },
    }
}

/// Why nobody is let in.
fn turned_away(why: Reason, tried: &[Tried<'_>], link_asked: bool) -> Ruling {
    let is_asking = tried.iter().any(|one| matches!(one.ended, Ended::Unasked(_)));
    Ruling::new(match why {
        Reason::Unavailable if is_asking => "service-decides",
        Reason::Unavailable => "service-unanswered",
        Reason::Ambiguous => "several-found",
        Reason::Unverified => "unvouched",
        Reason::LinkFirst => "links-first",
        _ if link_asked => "link-held",
        _ => "nobody-found",
    })
}

fn site(world: &World, user: Option<&User>) -> String {
    user.and_then(|u| world.catalogue.entry(u.site)).map(|site| site.path.clone()).unwrap_or_default()
}

fn path(world: &World, user: &Arc<User>) -> String {
    format!("{}/{}", site(world, Some(user)), user.name)
}
