//! Codes that are handed out before their time, for machines without a connection (requirement F3.5): used up here the moment
//! they are handed out.
//!
//! What the machine keeps of them is its front's business. A ticket is worth more of them, as many as were used, to whoever
//! shows one of those that were handed out and what stood beside it.

use model::{
    Credential, Id, Secret, Span, Ticket,
    audit::{Event, Outcome},
    credential::CredentialState,
    request::Client,
    ticket::TicketKind,
};
use plug::token::{Codes, Craft};
use serde::{Deserialize, Serialize};
use store::{Applied, Expect, Spend, Unit, When, Write};

use crate::{Engine, EngineError, NewTicket, Standing, hashed};

/// For whom, where, and how many.
#[derive(Clone, Debug)]
pub struct HandOut<'a> {
    /// `Person::key`.
    pub person: String,
    pub application: Id,
    pub token: Id,
    pub count: u32,
    /// The line that was accepted just now: the code of the last event, and what stands beside it.
    pub typed: &'a Secret<String>,
    pub client: Client,
}

/// Codes of events in a row.
#[derive(Debug)]
pub struct Ahead {
    pub first: u64,
    pub codes: Codes,
    /// What was typed beside the code, and whether it stood before it.
    pub beside: Beside,
    /// Worth more of them, once.
    pub value: Secret<String>,
    pub token: Credential,
}

/// What stands beside a code.
#[derive(Clone, Debug)]
pub struct Beside {
    pub text: Secret<String>,
    pub before: bool,
}

/// What is remembered of codes that were handed out.
#[derive(Serialize, Deserialize)]
struct Body {
    token: Id,
    first: u64,
    count: u32,
    before: bool,
    /// Keyed hash of what stands beside the codes.
    beside: String,
}

/// Why there are no more.
#[derive(Debug)]
pub enum NoMore {
    /// The ticket is nobody's, over, or not this token's; or token, person or application do not allow it any more.
    NotYours,
    /// The code is none of those that were handed out, or something else stands beside it.
    Wrong,
    Engine(EngineError),
}

impl From<EngineError> for NoMore {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

impl From<store::StoreError> for NoMore {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

impl Beside {
    /// What a line holds beside a code; `None` where it does not hold the code.
    fn of(typed: &str, code: &str) -> Option<Self> {
        let found = |text: &str, before| Self { text: Secret::new(text.to_owned()), before };
        let before = typed.strip_suffix(code).map(|text| found(text, true));
        before.or_else(|| typed.strip_prefix(code).map(|text| found(text, false)))
    }
    /// The line that holds a code and this.
    pub fn line(&self, code: &str) -> Secret<String> {
        let text = self.text.expose();
        Secret::new(if self.before { format!("{text}{code}") } else { format!("{code}{text}") })
    }
}

impl Engine {
    /// Hands out the codes that come next. `None` where the token counts no events, or where little stood beside the code: then
    /// nothing would guard what is kept. What was handed out to this person there before is worth no more.
    pub async fn hand_out(&self, what: HandOut<'_>) -> Result<Option<Ahead>, EngineError> {
        let Some(_turn) = self.0.queue.enter(&what.person).await else { return Ok(None) };
        let record = self.store().person(&what.person, "").await?;
        let Some(token) = record.credentials.iter().find(|c| c.id == what.token).cloned() else { return Ok(None) };
        let (Some(craft), Ok(last)) = (self.craft_of(&token), u64::try_from(token.counter)) else { return Ok(None) };
        let Some(codes) = ahead(craft, &token, last, what.count.saturating_add(1))? else { return Ok(None) };
        let beside = codes.first().and_then(|code| Beside::of(what.typed.expose(), code.expose()));
        let Some(beside) = beside.filter(|b| b.text.expose().chars().count() >= SHORTEST) else { return Ok(None) };
        let body = Body {
            token: token.id,
            first: last + 1,
            count: what.count,
            before: beside.before,
            beside: self.imprint(&beside, &token),
        };
        let (value, ticket) = self.refill(&what.person, what.application, None, &body)?;
        let now = self.now();
        let event = self.told("token.taken-offline", &ticket, &token, what.count, &what.client);
        let ended = Write::EndTicketsOf {
            person: what.person.clone(),
            kind: Some(TicketKind::Offline),
            application: Some(what.application),
            now: crate::token::already(now),
        };
        let unit = Unit::new()
            .expect(Expect::Credential { id: token.id, version: token.version })
            .then(Write::Spend(Spend::Counter { credential: token.id, to: end(&body), now }))
            .then(ended)
            .then(Write::PutTicket(Box::new(ticket)))
            .audit(When::Done, event);
        if self.store().apply(unit).await? != Applied::Done {
            return Ok(None);
        }
        Ok(Some(Ahead { first: body.first, codes: codes.into_iter().skip(1).collect(), beside, value, token }))
    }

    /// As many more as were used up, of a token that is the one named. A value that was used a moment ago gives the same again:
    /// the answer may have been lost. One that was used before that ends what came of it.
    pub async fn hand_out_more(
        &self,
        value: &str,
        application: Id,
        typed: &str,
        named: &(dyn Fn(&Credential) -> bool + Sync),
        client: &Client,
    ) -> Result<Ahead, NoMore> {
        let ticket = self.ticket(TicketKind::Offline, value).await?.ok_or(NoMore::NotYours)?;
        let _turn = self.0.queue.enter(&ticket.person).await.ok_or(NoMore::Wrong)?;
        let ticket = self.ticket(TicketKind::Offline, value).await?.ok_or(NoMore::NotYours)?;
        let (now, person) = (self.now(), ticket.person.clone());
        let again = ticket.spent.is_some_and(|spent| now >= spent && now - spent < GRACE);
        let as_new = Ticket { spent: None, ..ticket.clone() };
        let stands = matches!(self.standing(&as_new).await?, Standing::Good { user: Some(_), .. });
        if !stands || ticket.application != Some(application) {
            return Err(NoMore::NotYours);
        }
        if ticket.spent.is_some() && !again {
            let event = Event::new(now, "token.taken-offline", Outcome::Failure);
            self.redeem_ticket(TicketKind::Offline, value, &[], event).await?;
            return Err(NoMore::NotYours);
        }
        let body: Body = serde_json::from_value(ticket.body.clone()).map_err(|_| NoMore::NotYours)?;
        let record = self.store().person(&person, "").await?;
        let locked = record.misses.iter().any(|(_, misses)| misses.locked(now).is_some());
        let token = record.credentials.iter().find(|c| c.id == body.token && c.state == CredentialState::Active);
        let Some(token) = token.filter(|token| !locked && named(token)).cloned() else { return Err(NoMore::NotYours) };
        let craft = self.craft_of(&token).ok_or(NoMore::NotYours)?;
        let handed = ahead(craft, &token, body.first, body.count)?.ok_or(NoMore::NotYours)?;
        let (used, beside) = self.shown(&handed, typed, &body, &token).ok_or(NoMore::Wrong)?;
        // As many are with the machine as before.
        let from = body.first.saturating_add(u64::from(body.count));
        let next = Body { first: body.first.saturating_add(u64::from(used)), ..body };
        let codes = ahead(craft, &token, from, used)?.ok_or(NoMore::NotYours)?;
        let (value, successor) = self.refill(&person, application, Some(ticket.family), &next)?;
        let event = self.told("token.taken-offline", &successor, &token, used, client);
        let mut unit = Unit::new()
            .expect(Expect::Credential { id: token.id, version: token.version })
            .then(Write::PutTicket(Box::new(successor)))
            .audit(When::Done, event);
        if !again {
            unit = unit
                .then(Write::Spend(Spend::Ticket { hash: ticket.hash, now }))
                .then(Write::Spend(Spend::Counter { credential: token.id, to: end(&next), now }));
        }
        match self.store().apply(unit).await? {
            Applied::Done => Ok(Ahead { first: from, codes, beside, value, token }),
            _ => Err(NoMore::NotYours),
        }
    }

    /// How many of the codes are used up with the one in a line, and what stands beside it.
    fn shown(&self, handed: &[Secret<String>], typed: &str, body: &Body, token: &Credential) -> Option<(u32, Beside)> {
        let fits = |code: &Secret<String>| {
            let beside = Beside::of(typed, code.expose()).filter(|beside| beside.before == body.before)?;
            Secret::new(body.beside.clone()).is(&self.imprint(&beside, token)).then_some(beside)
        };
        let found = handed.iter().enumerate().find_map(|(index, code)| Some((index, fits(code)?)))?;
        Some((u32::try_from(found.0 + 1).ok()?, found.1))
    }

    fn craft_of(&self, token: &Credential) -> Option<Craft> {
        self.kinds().iter().find(|kind| kind.kind.name == token.kind).and_then(|kind| kind.tokens)
    }

    fn imprint(&self, beside: &Beside, token: &Credential) -> String {
        let bytes = format!("{}\0{}", token.id, beside.text.expose());
        crate::hex(&self.keyed("offline", bytes.as_bytes()))
    }

    /// A ticket whose value is 40 random bytes in hexadecimal, as the agents of this world know it.
    fn refill(
        &self,
        person: &str,
        application: Id,
        family: Option<Id>,
        body: &Body,
    ) -> Result<(Secret<String>, Ticket), EngineError> {
        let body = serde_json::to_value(body).map_err(|e| EngineError::Broken(e.to_string()))?;
        let (_, ticket) = self.new_ticket(NewTicket {
            kind: TicketKind::Offline,
            person: person.to_owned(),
            application: Some(application),
            session: None,
            family,
            life: LIFE,
            body,
        });
        let value = Secret::new(crate::hex(&self.chance().bytes::<40>()));
        let hash = hashed(value.expose());
        Ok((value, Ticket { hash, ..ticket }))
    }

    fn told(&self, action: &str, ticket: &Ticket, token: &Credential, count: u32, client: &Client) -> Event {
        let world = self.world();
        let mut event = Event::new(self.now(), action, Outcome::Success);
        event.person.clone_from(&ticket.person);
        event.application =
            ticket.application.and_then(|id| world.catalogue.entry(id)).map(|e| e.path.clone()).unwrap_or_default();
        event.method = world.opened(token.method).map(|m| m.name.clone()).unwrap_or_default();
        event.from = client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = client.agent.chars().take(256).collect();
        event.correlation = Some(ticket.family);
        event.detail = serde_json::json!({ "credential": token.id, "codes": count });
        event
    }
}

fn ahead(craft: Craft, token: &Credential, from: u64, count: u32) -> Result<Option<Codes>, EngineError> {
    (craft.ahead)(token, from, count).map_err(|error| EngineError::Broken(error.to_string()))
}

/// The last event that was handed out.
fn end(body: &Body) -> i64 {
    i64::try_from(body.first.saturating_add(u64::from(body.count)).saturating_sub(1)).unwrap_or(i64::MAX)
}

/// Characters that must stand beside a code at least.
const SHORTEST: usize = 4;
/// A machine that is away for longer begins anew.
const LIFE: Span = Span::days(180);
/// How long a lost answer can be had again.
const GRACE: Span = Span::minutes(2);
