//! A forgotten password: a link by mail, good once and for a quarter of an hour, that sets a new one and logs nobody in.
//!
//! Asking tells nothing: the answer is the same for everybody, the work too, and what leaves does so from the outbox (case
//! M054). The link names the configured public URL, whatever the request was addressed to (M058). Setting the password ends
//! every session and token of the person (M067); a second factor is still asked for at the next login (M057).

#[cfg(test)]
mod tests;

use model::{
    Attributes, Id, Locale, Person, Reason, Span, Ticket, Time, User,
    audit::{Event, Outcome},
    credential::CredentialState,
    lockout::Class,
    message::Message,
    network::source_of,
    request::Client,
    ticket::TicketKind,
    user::fold,
};
use plug::{Answer, Args, Effect, Prompt, Step};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Applied, Expect, PersonRecord, Spend, Unit, When, Write};

use crate::{
    Engine, EngineError, NewTicket,
    enrolment::{home, is_local, is_password},
    lend::{Behalf, Done, Occasion},
    lookup,
    outbox::{Letter, server},
    people::Named,
    scene::Known,
    settle::second_factor_possible,
    token::already,
    world::{App, Opened, World},
};

/// How long a link lives (case M057).
const LIFE: Span = Span::minutes(15);

/// What came of an answer to a link.
#[derive(Clone, Debug)]
pub enum ResetTurn {
    /// Asked again; the link is as good as before.
    Ask(Prompt, Option<Reason>),
    /// The new password is in force. Nobody is logged in by that.
    Done,
    /// Used, too old, replaced by a newer one, or never given out.
    Gone,
}

/// What a link is for, sealed in its ticket.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Errand {
    site: Id,
    method: Id,
    locale: Locale,
    /// Keyed hash of the address it was sent to.
    to: String,
}

/// Whoever asked, if the link may be sent.
struct Addressee<'a> {
    user: User,
    address: String,
    method: &'a Opened,
}

/// A good link with everything that it is about.
struct Rescue<'a> {
    world: &'a World,
    ticket: Ticket,
    errand: Errand,
    opened: &'a Opened,
    app: App<'a>,
    person: Person,
    user: Arc<User>,
    known: Known,
}

/// Where and how the request came in.
struct Plea<'a> {
    site: Id,
    name: &'a str,
    locale: Locale,
    client: &'a Client,
}

impl Engine {
    /// Sends a link to whoever the name means, where there is somebody who may have one. Says the same in every case.
    pub async fn forgot(&self, site: Id, name: &str, locale: Locale, client: &Client) -> Result<(), EngineError> {
        let world = self.world();
        let methods = offered(&world, site, client);
        let Some(app) = home(&world, site).filter(|_| !methods.is_empty()) else { return Ok(()) };
        let plea = Plea { site, name, locale, client };
        let mut found = None;
        for method in methods {
            // Every method is asked, so that the time says nothing about who was found.
            let one = self.addressee(&world, app, method, &plea).await?;
            found = found.or(one);
        }
        let unit = match &found {
            Some(addressee) => self.link_unit(&world, addressee, &plea)?,
            None => self.nobody_unit(&world, &plea),
        };
        self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(())
    }

    /// Finds the person by name or by a verified address, and judges whether a link may go out.
    async fn addressee<'a>(
        &self,
        world: &World,
        app: App<'_>,
        method: &'a Opened,
        plea: &Plea<'_>,
    ) -> Result<Option<Addressee<'a>>, EngineError> {
        let unavailable = |_| EngineError::Unavailable("the directory does not answer".into());
        let mut user = match self.named(world, app, method.id, plea.name).await.map_err(unavailable)? {
            Named::One(user) => Some(*user),
            Named::Nobody | Named::Many => None,
        };
        if let Some(directory) =
            world.directory_of(method.id).filter(|_| plea.name.contains('@') && plea.name.len() <= 254)
        {
            let with = lookup::with(directory.as_ref(), "email", plea.name.trim()).await?.unwrap_or_default();
            let mut with = with.into_iter().filter(|u| u.email_verified && world.reaches(u.site, plea.site));
            if let (Some(one), None) = (with.next(), with.next()) {
                user = user.or(Some(one));
            }
        }
        let key = user.as_ref().map_or_else(|| self.nobody_key(method.id, plea.name), |u| u.person().key());
        let record = self.store().person(&key, "").await?;
        let may = |user: &User| user.usable(self.now()) && user.email_verified && holds(&record, method.id);
        Ok(user.filter(may).and_then(|user| {
            let address = user.first("email")?.to_owned();
            Some(Addressee { user, address, method })
        }))
    }

    fn link_unit(&self, world: &World, addressee: &Addressee<'_>, plea: &Plea<'_>) -> Result<Unit, EngineError> {
        let Addressee { user, address, method } = addressee;
        let person = user.person().key();
        let to = self.address_hash(address);
        let errand = Errand { site: plea.site, method: method.id, locale: plea.locale, to: to.clone() };
        let body = serde_json::to_value(errand).map_err(|e| EngineError::Broken(e.to_string()))?;
        let (kind, now) = (TicketKind::Reset, self.now());
        let new = NewTicket {
            kind,
            person: person.clone(),
            application: None,
            session: None,
            family: None,
            life: LIFE,
            body,
        };
        let (handle, ticket) = self.new_ticket(new);
        let message =
            self.link_mail(world, addressee, plea, &link(self.public_url().as_str(), handle.expose()), ticket.id);
        let mut event = self.plea_event("reset.asked", plea, None);
        event.person.clone_from(&person);
        event.name.clone_from(&user.name);
        event.correlation = Some(ticket.id);
        let per_day = world.catalogue.site(plea.site).map_or(0, |(_, s)| s.messages_per_day);
        let unit = self.limited(Unit::new(), world, method.id, &to, plea);
        let scope = format!("site:{}", plea.site);
        Ok(unit
            .expect(Expect::Room { scope: scope.clone(), since: now - Span::days(1), limit: per_day })
            .then(Write::CountSending { scope, now })
            .then(Write::EndTicketsOf { person, kind: Some(kind), application: None, now: already(now) })
            .then(Write::PutTicket(Box::new(ticket)))
            .audit(When::Done, event)
            .send(When::Done, message))
    }

    fn link_mail(&self, world: &World, addressee: &Addressee<'_>, plea: &Plea<'_>, link: &str, about: Id) -> Message {
        let title = world.catalogue.site(plea.site).map(|(e, s)| s.title.or(plea.locale, e.name()).to_owned());
        let args = Args::from([
            ("name".to_owned(), addressee.user.display().into()),
            ("site".to_owned(), title.unwrap_or_default().into()),
            ("link".to_owned(), link.into()),
            ("minutes".to_owned(), (LIFE.as_seconds() / 60).into()),
        ]);
        let letter = Letter { text: "reset".into(), args, locale: plea.locale };
        self.mail(plea.site, &addressee.address, about, &letter, LIFE)
    }

    /// Nobody, or nobody who may: counted under the same limits.
    fn nobody_unit(&self, world: &World, plea: &Plea<'_>) -> Unit {
        let method = offered(world, plea.site, plea.client).first().map(|m| m.id).unwrap_or(plea.site);
        let event = self.plea_event("reset.asked", plea, Some(Reason::Wrong));
        self.limited(Unit::new(), world, method, &self.address_hash(plea.name), plea).audit(When::Done, event)
    }

    /// Links to one address under `reset:to:HASH`, and from one client network under `net:SOURCE` together with codes, in an
    /// hour each (requirement A2.17).
    fn limited(&self, unit: Unit, world: &World, method: Id, to: &str, plea: &Plea<'_>) -> Unit {
        let now = self.now();
        let rules = world.catalogue.method(method).map(|(_, m)| m.sending.clone()).unwrap_or_default();
        let full = self.plea_event("message.limited", plea, Some(Reason::SendingLimit));
        let unit = scopes(to, plea.client).into_iter().zip([rules.per_address_hour, rules.per_network_hour]).fold(
            unit,
            |unit, (scope, limit)| {
                let since = now - Span::hours(1);
                unit.expect(Expect::Room { scope: scope.clone(), since, limit })
                    .then(Write::CountSending { scope, now })
            },
        );
        unit.audit(When::Full, full)
    }

    fn plea_event(&self, action: &str, plea: &Plea<'_>, why: Option<Reason>) -> Event {
        let outcome = if why.is_some() { Outcome::Failure } else { Outcome::Success };
        let mut event = Event::new(self.now(), action, outcome);
        event.reason = why.map(Reason::key).unwrap_or_default().to_owned();
        // A typed name is kept only where it is somebody's: people type passwords into the wrong field (case M096).
        event.from = plea.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = plea.client.agent.chars().take(256).collect();
        event
    }

    fn address_hash(&self, address: &str) -> String {
        crate::hex(&self.keyed("address", fold(address).as_bytes())[..16])
    }

    /// The question behind a link. Looking uses nothing up: mail programs look, too. `None` for one that is good no more.
    pub async fn reset_look(&self, link: &str) -> Result<Option<Prompt>, EngineError> {
        let world = self.world();
        let Some(rescue) = self.rescue(&world, link).await? else { return Ok(None) };
        let lent = self.lend(&world, rescue.app, rescue.opened, rescue.occasion());
        let mut cx = lent.cx(self, self.now());
        match rescue.opened.method.enrol(&mut cx).await {
            Ok(Step::Ask(prompt, _)) => Ok(Some(prompt)),
            Ok(_) => Ok(None),
            Err(error) => Err(EngineError::Unavailable(error.to_string())),
        }
    }

    /// Sets the new password, once.
    pub async fn reset(&self, link: &str, answer: &Answer, client: &Client) -> Result<ResetTurn, EngineError> {
        let world = self.world();
        let Some(rescue) = self.rescue(&world, link).await? else { return Ok(ResetTurn::Gone) };
        let Some(_turn) = self.0.queue.enter(&rescue.ticket.person).await else {
            return Err(EngineError::Unavailable("too many answers of one person are waiting".into()));
        };
        let lent = self.lend(&world, rescue.app, rescue.opened, rescue.occasion());
        let mut cx = lent.cx(self, self.now());
        let unavailable = |error: plug::MethodError| EngineError::Unavailable(error.to_string());
        let Step::Ask(asked, state) = rescue.opened.method.enrol(&mut cx).await.map_err(unavailable)? else {
            return Ok(ResetTurn::Gone);
        };
        cx.effects.clear();
        let step = rescue.opened.method.confirm(&mut cx, &state, answer).await.map_err(unavailable)?;
        let effects = std::mem::take(&mut cx.effects);
        match step {
            Some(Step::Pass(_) | Step::Owe(..)) => self.rescued(&world, &rescue, effects, client).await,
            Some(Step::Ask(prompt, _)) => Ok(ResetTurn::Ask(prompt, None)),
            Some(Step::Again(why, prompt, _)) => Ok(ResetTurn::Ask(prompt, Some(why))),
            Some(Step::Fail(why)) => Ok(ResetTurn::Ask(asked, Some(why))),
            Some(Step::Leave(..) | Step::Wait { .. }) | None => Ok(ResetTurn::Gone),
        }
    }

    /// One unit: the link is used up, the password stands, and everything that the old one let in ends.
    async fn rescued(
        &self,
        world: &World,
        rescue: &Rescue<'_>,
        mut effects: Vec<Effect>,
        client: &Client,
    ) -> Result<ResetTurn, EngineError> {
        let now = self.now();
        let (person, user) = (rescue.ticket.person.clone(), &rescue.user);
        effects.retain(|e| !matches!(e, Effect::EndOthers));
        let behalf = Behalf {
            site: rescue.errand.site,
            locale: rescue.errand.locale,
            person: Some(&rescue.person),
            session: None,
            about: rescue.ticket.id,
            client,
        };
        let mut unit = Unit::new()
            .expect(Expect::User { id: user.id, version: user.version })
            .then(Write::Spend(Spend::Ticket { hash: rescue.ticket.hash.clone(), now }));
        unit = self.effects_into(unit, world, &[Done { method: rescue.opened.id, effects }], &behalf, false);
        for session in self.sessions_of(&rescue.person).await? {
            unit = self.ending(unit, &session, "reset", client).await;
        }
        unit = unit
            .then(Write::EndSessionsOf { person: person.clone(), except: None, now })
            .then(Write::EndTicketsOf { person: person.clone(), kind: None, application: None, now: already(now) });
        if clears(&rescue.known.record, now) {
            unit =
                unit.then(Write::ClearMisses { person: person.clone(), class: Class::First, browser: String::new() });
        }
        let mut event = Event::new(now, "reset.done", Outcome::Success);
        event.person = person;
        event.name.clone_from(&user.name);
        event.method.clone_from(&rescue.opened.name);
        event.from = client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = client.agent.chars().take(256).collect();
        event.correlation = Some(rescue.ticket.id);
        match self.store().apply(unit.audit(When::Done, event)).await? {
            Applied::Done => {
                self.wake_outbox();
                Ok(ResetTurn::Done)
            }
            Applied::Spent => Ok(ResetTurn::Gone),
            // The same link was faster, or the person is not what the answer was judged on.
            Applied::Moved if !self.still_good(&rescue.ticket).await? => Ok(ResetTurn::Gone),
            other => Err(EngineError::Unavailable(format!("the password could not be set: {other:?}"))),
        }
    }

    async fn still_good(&self, ticket: &Ticket) -> Result<bool, EngineError> {
        Ok(self.store().ticket(&ticket.hash).await?.is_some_and(|t| t.usable(self.now())))
    }

    /// The link of a value, if it is still good for the person it was sent to, at the address they still have.
    async fn rescue<'a>(&self, world: &'a World, link: &str) -> Result<Option<Rescue<'a>>, EngineError> {
        let found = self.ticket(TicketKind::Reset, link).await?.filter(|t| t.usable(self.now()));
        let read = found
            .and_then(|t| Some((serde_json::from_value::<Errand>(t.body.clone()).ok()?, Person::parse(&t.person)?, t)));
        let Some((errand, person, ticket)) = read else { return Ok(None) };
        let (Some(opened), Some(app)) = (offers(world, errand.site, errand.method), home(world, errand.site)) else {
            return Ok(None);
        };
        let known = self.known(world, &person, "").await?;
        let same = |u: &User| u.email_verified && u.first("email").is_some_and(|a| self.address_hash(a) == errand.to);
        let user = known.user.clone().filter(|u| known.usable && same(u) && holds(&known.record, opened.id));
        Ok(user.map(|user| Rescue { world, ticket, errand, opened, app, person, user, known }))
    }
}

impl Rescue<'_> {
    fn occasion(&self) -> Occasion<'_> {
        Occasion {
            locale: self.errand.locale,
            name: &self.user.name,
            known: Some(&self.known),
            attributes: Attributes::new(),
            enrolling: true,
            recovering: true,
            follows: false,
            second_factor: second_factor_possible(self.world, self.opened.id),
            login: None,
        }
    }
}

/// Password methods whose password a link of this site may set, in the order of their names.
fn offered<'a>(world: &'a World, site: Id, client: &Client) -> Vec<&'a Opened> {
    let inside = |id: Id| world.catalogue.method(id).is_some_and(|(_, m)| m.networks.admit(client.address));
    world.catalogue.methods().filter(|(e, _)| inside(e.id)).filter_map(|(e, _)| offers(world, site, e.id)).collect()
}

/// The method, where the site offers such links, mail works, and the passwords are ours.
fn offers(world: &World, site: Id, method: Id) -> Option<&Opened> {
    let (entry, settings) = world.catalogue.site(site)?;
    let open = settings.forgotten_password && world.catalogue.upwards(site).iter().all(|(_, s)| s.enabled);
    let linked = entry.links_as("method").any(|l| l.to == method);
    let (me, m) = world.catalogue.method(method)?;
    let opened = world.opened(method).filter(|o| is_password(o) && o.directory.is_some_and(|d| is_local(world, d)))?;
    let works = open && linked && m.enabled && world.fit(me) && server(&world.catalogue, Some(site)).is_some();
    works.then_some(opened)
}

/// Who never had a password gets none by mail.
fn holds(record: &PersonRecord, method: Id) -> bool {
    let active = record.activations.iter().all(|a| a.method != method || a.active);
    active && record.credentials.iter().any(|c| c.method == method && c.state == CredentialState::Active)
}

/// A lock that somebody must lift stays; one that passes by itself goes, with the misses of the first factor only.
fn clears(record: &PersonRecord, now: Time) -> bool {
    let mut first = record.misses.iter().filter(|(class, _)| *class == Class::First);
    first.all(|(_, misses)| misses.locked(now) != Some(None))
}

fn scopes(to: &str, client: &Client) -> [String; 2] {
    let source = client.address.map_or_else(|| "-".to_owned(), |a| source_of(a).to_string());
    [format!("reset:to:{to}"), format!("net:{source}")]
}

fn link(public: &str, value: &str) -> String {
    format!("{}/reset/{value}", public.trim_end_matches('/'))
}
