//! Tickets that protocols hand out: codes, access and refresh tokens; how they are used up, and what they are still worth.
//!
//! A value is 160 random bits in base 32. It is looked up by its hash exactly as it was sent: no trimming, no folding of
//! case (case O072).

#[cfg(test)]
mod tests;

use model::{
    Catalogue, Id, Person, Reason, Session, Span, Ticket, Time, User,
    audit::{Event, Outcome},
    request::Client,
    ticket::TicketKind,
};
use std::sync::Arc;
use store::{Applied, Expect, Spend, Unit, When, Write};

use crate::{
    Engine, EngineError, Handle, groups, hashed,
    scene::Known,
    world::{App, World},
};

/// A ticket to be handed out.
#[derive(Clone, Debug)]
pub struct NewTicket {
    pub kind: TicketKind,
    /// `Person::key`; empty where nobody is behind it.
    pub person: String,
    pub application: Option<Id>,
    pub session: Option<Id>,
    /// The family it joins; a new one where none is given.
    pub family: Option<Id>,
    pub life: Span,
    /// `scope` (or `scopes`) and `offline` in it are read here; the rest is its front's own.
    pub body: serde_json::Value,
}

/// What came of using up a ticket.
#[derive(Clone, Debug)]
pub enum Redeemed {
    /// Used up now; its successors are stored.
    Done,
    /// It was used up before: its whole family has been ended by this call (cases O047, O058).
    Spent(Box<Ticket>),
    /// A counter of the person is locked; the ticket is as it was (case M052).
    Locked,
    /// Nobody was given it, it is of another kind, or its time is over.
    Unknown,
}

/// Whether a ticket is still worth anything today.
#[derive(Clone, Debug)]
pub enum Standing {
    /// `user` is `None` for unregistered people and where nobody is behind it, `session` where it hangs on none.
    Good {
        user: Option<Arc<User>>,
        session: Option<Box<Session>>,
    },
    Bad(Reason),
}

impl Engine {
    /// A ticket that is not stored yet, such as a successor for [`Engine::redeem_ticket`].
    pub fn new_ticket(&self, new: NewTicket) -> (Handle, Ticket) {
        let (now, handle, id) = (self.now(), self.handle(), self.new_id());
        let ticket = Ticket {
            id,
            kind: new.kind,
            hash: hashed(handle.expose()),
            family: new.family.unwrap_or(id),
            person: new.person,
            application: new.application,
            session: new.session,
            created: now,
            until: now + new.life,
            spent: None,
            body: new.body,
        };
        (handle, ticket)
    }

    /// Hands out a ticket.
    pub async fn issue(&self, new: NewTicket) -> Result<(Handle, Ticket), EngineError> {
        let (handle, ticket) = self.new_ticket(new);
        self.store().apply(Unit::new().then(Write::PutTicket(Box::new(ticket.clone())))).await?;
        Ok((handle, ticket))
    }

    /// The ticket of a value, spent and dead ones included.
    pub async fn ticket(&self, kind: TicketKind, value: &str) -> Result<Option<Ticket>, EngineError> {
        let found = self.store().ticket(&hashed(value)).await?;
        Ok(found.filter(|t| t.kind == kind))
    }

    /// Uses up a ticket that is worth one step and nothing else; `None` where it was used before, is too old, or is none.
    pub async fn take_ticket(&self, kind: TicketKind, value: &str) -> Result<Option<Ticket>, EngineError> {
        self.take_ticket_of(kind, &hashed(value)).await
    }

    /// The same, by the hash that it is kept under.
    pub async fn take_ticket_of(&self, kind: TicketKind, hash: &str) -> Result<Option<Ticket>, EngineError> {
        let now = self.now();
        let found = self.store().ticket(hash).await?.filter(|t| t.kind == kind && t.usable(now));
        let Some(ticket) = found else { return Ok(None) };
        let spend = Write::Spend(Spend::Ticket { hash: ticket.hash.clone(), now });
        let applied = self.store().apply(Unit::new().then(spend)).await?;
        Ok((applied == Applied::Done).then_some(ticket))
    }

    /// Uses up a ticket and stores its successors in one unit. One that was used up before ends its family.
    pub async fn redeem_ticket(
        &self,
        kind: TicketKind,
        value: &str,
        successors: &[(Handle, Ticket)],
        audit: Event,
    ) -> Result<Redeemed, EngineError> {
        let now = self.now();
        let Some(ticket) = self.ticket(kind, value).await? else { return Ok(Redeemed::Unknown) };
        if ticket.spent.is_some() {
            return self.replayed(ticket).await;
        }
        if !ticket.usable(now) {
            return Ok(Redeemed::Unknown);
        }
        let mut unit = Unit::new().then(Write::Spend(Spend::Ticket { hash: ticket.hash.clone(), now }));
        if !ticket.person.is_empty() {
            let (person, browser) = (ticket.person.clone(), String::new());
            unit = unit.expect(Expect::Unlocked { person, browser, now });
        }
        for (_, successor) in successors {
            unit = unit.then(Write::PutTicket(Box::new(successor.clone())));
        }
        match self.store().apply(unit.audit(When::Done, audit)).await? {
            Applied::Done => Ok(Redeemed::Done),
            Applied::Locked => Ok(Redeemed::Locked),
            // Somebody was faster, or the family ended meanwhile.
            Applied::Spent => match self.ticket(kind, value).await? {
                Some(ticket) if ticket.spent.is_some() => self.replayed(ticket).await,
                _ => Ok(Redeemed::Unknown),
            },
            Applied::Moved | Applied::Full => Err(EngineError::Broken("a ticket expects neither".into())),
        }
    }

    async fn replayed(&self, ticket: Ticket) -> Result<Redeemed, EngineError> {
        let mut event = self.ticket_event("token.replayed", Outcome::Failure, ticket.family);
        event.reason = Reason::Replay.key().to_owned();
        event.person.clone_from(&ticket.person);
        event.application = self.path_of(ticket.application);
        event.detail = serde_json::json!({ "kind": ticket.kind });
        let end = Write::EndFamily { family: ticket.family, now: already(self.now()) };
        self.store().apply(Unit::new().always(end).audit(When::Always, event)).await?;
        Ok(Redeemed::Spent(Box::new(ticket)))
    }

    /// Ends a ticket with everything that came of it (RFC 7009).
    pub async fn end_family(&self, family: Id) -> Result<(), EngineError> {
        let event = self.ticket_event("token.revoked", Outcome::Success, family);
        let end = Write::EndFamily { family, now: already(self.now()) };
        self.store().apply(Unit::new().then(end).audit(When::Done, event)).await?;
        Ok(())
    }

    /// Takes back what a person allowed an application: the consent, and every ticket made of it.
    pub async fn revoke_for(&self, person: &Person, application: Id, client: &Client) -> Result<(), EngineError> {
        let key = person.key();
        let mut event = Event::new(self.now(), "consent.withdrawn", Outcome::Success);
        event.person.clone_from(&key);
        event.application = self.path_of(Some(application));
        event.from = client.address.map(|a| a.to_string()).unwrap_or_default();
        let now = already(self.now());
        let unit = Unit::new()
            .then(Write::DropConsent { person: key.clone(), application })
            .then(Write::EndTicketsOf { person: key, kind: None, application: Some(application), now });
        self.store().apply(unit.audit(When::Done, event)).await?;
        Ok(())
    }

    /// Whether what stands behind a ticket still allows it: application, person, consent, session, and for codes and refresh
    /// tokens that nobody is locked out (cases O062, M052). Asked at every use.
    pub async fn standing(&self, ticket: &Ticket) -> Result<Standing, EngineError> {
        let world = self.world();
        let now = self.now();
        if !ticket.usable(now) {
            return Ok(Standing::Bad(Reason::Expired));
        }
        let app = match ticket.application {
            Some(id) => match world.app(id).filter(|app| world.is_open(*app)) {
                Some(app) => Some(app),
                None => return Ok(Standing::Bad(Reason::NothingOffered)),
            },
            None => None,
        };
        if ticket.person.is_empty() {
            return Ok(Standing::Good { user: None, session: None });
        }
        let person = Person::parse(&ticket.person).ok_or_else(|| EngineError::Broken("a ticket of nobody".into()))?;
        let known = self.known(&world, &person, "").await?;
        let fallen = disallowed(&world.catalogue, ticket, &person, &known, now);
        if let Some(why) = fallen.or_else(|| app.and_then(|app| kept_out(&world, app, ticket, &person, &known))) {
            return Ok(Standing::Bad(why));
        }
        let session = match ticket.session {
            Some(id) => self.store().session_by_id(id).await?.filter(|s| s.ended.is_none() && now < s.until),
            None => None,
        };
        if ticket.session.is_some() && session.is_none() && !is_offline(ticket) {
            return Ok(Standing::Bad(Reason::LoginRequired));
        }
        Ok(Standing::Good { user: known.user, session: session.map(Box::new) })
    }

    fn ticket_event(&self, action: &str, outcome: Outcome, family: Id) -> Event {
        let mut event = Event::new(self.now(), action, outcome);
        event.correlation = Some(family);
        event
    }

    fn path_of(&self, application: Option<Id>) -> String {
        let world = self.world();
        application.and_then(|id| world.catalogue.entry(id)).map(|e| e.path.clone()).unwrap_or_default()
    }
}

/// A time before which every step under way has begun: tickets ended as of then cannot be used up by one that read the
/// clock earlier and commits later.
pub(crate) fn already(now: Time) -> Time {
    now - Span::minutes(1)
}

/// Why a ticket is worth nothing in anybody's hands.
fn disallowed(catalogue: &Catalogue, ticket: &Ticket, person: &Person, known: &Known, now: Time) -> Option<Reason> {
    if !known.usable || gone(catalogue, person) {
        return Some(Reason::Disabled);
    }
    let locked = known.record.misses.iter().any(|(_, misses)| misses.locked(now).is_some());
    (locked && matches!(ticket.kind, TicketKind::Code | TicketKind::Refresh)).then_some(Reason::Locked)
}

/// Why the application's rules no longer let the person in.
fn kept_out(world: &World, app: App<'_>, ticket: &Ticket, person: &Person, known: &Known) -> Option<Reason> {
    let reached = known.user.as_ref().is_none_or(|u| world.reaches(u.site, app.site.id));
    if !reached || !enters(world, app, person, known) {
        return Some(Reason::NotAllowed);
    }
    (app.application.consent && !consented(ticket, known)).then_some(Reason::ConsentRequired)
}

/// An unregistered person lives by the method that vouched for them.
fn gone(catalogue: &Catalogue, person: &Person) -> bool {
    match person {
        Person::Registered { .. } => false,
        Person::Unregistered { method, .. } => catalogue.method(*method).is_none_or(|(_, m)| !m.enabled),
    }
}

/// Whether a group of the person may still enter. Methods are not asked again, except for people who have nothing else.
fn enters(world: &World, app: App<'_>, person: &Person, known: &Known) -> bool {
    let groups = groups::of_person(world, person, known);
    app.entry.links_as("allowedTo").any(|l| groups.contains(&l.to))
}

/// Whether the person's consent for the application covers what the ticket is for.
fn consented(ticket: &Ticket, known: &Known) -> bool {
    let given = known.record.consents.iter().find(|c| Some(c.application) == ticket.application);
    given.is_some_and(|consent| scopes(ticket).iter().all(|s| consent.scopes.contains(s)))
}

/// The scopes of a ticket, from a string with spaces or a list.
fn scopes(ticket: &Ticket) -> Vec<String> {
    let read = |name: &str| match &ticket.body[name] {
        serde_json::Value::String(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
        serde_json::Value::Array(list) => list.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    };
    [read("scope"), read("scopes")].concat()
}

/// Whether a refresh token outlives its session (OpenID Connect Core, 11).
fn is_offline(ticket: &Ticket) -> bool {
    let said = ticket.body["offline"] == true || scopes(ticket).iter().any(|s| s == "offline_access");
    ticket.kind == TicketKind::Refresh && said
}
