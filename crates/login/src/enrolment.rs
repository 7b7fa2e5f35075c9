//! Enrolment by the owner: a new credential is asked for, confirmed and stored, under a handle of its own.
//!
//! It takes a session that was made with a second factor, once the person has one (case M022), lives for ten minutes, and
//! belongs to the session that began it (case M027).

mod own;
#[cfg(test)]
mod tests;
mod visit;

use model::{
    Id, Reason, Session, Span, Ticket, Time,
    audit::{Event, Outcome},
    lockout::{Class, CounterKey},
    message::Message,
    request::Client,
    ticket::TicketKind,
};
use plug::{Answer, Args, Effect, Evidence, Field, Prompt, Step};
use serde::{Deserialize, Serialize};
use store::{Applied, Expect, Miss, Spend, Told, Unit, When, Write};

use crate::{
    Engine, EngineError, Handle, NewTicket, Present, SessionGrant,
    lend::Done,
    pipeline::{self, Passing},
    queue::Turnstile,
};
use visit::Visit;
pub(crate) use visit::{home, is_local, is_password, notice_args};

/// How long an enrolment may take.
const LIFE: Span = Span::minutes(10);
/// Misses that end it.
const MISSES: u32 = 10;

/// What came of an answer.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "one at a time, on its way to a page")]
pub enum Enrolled {
    /// Asked again under a new handle, with what was wrong.
    Ask(Handle, Prompt, Option<Reason>),
    /// Done; for a second factor with the session's new value, since the confirmation is a proof of it.
    Done(Option<SessionGrant>),
    /// Over, done before, or somebody else's.
    Gone,
}

/// What the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// This person has no use for it: show what there is.
    #[error("not offered")]
    NotOffered,
    /// The session lacks the second factor that the person has: log in again with it.
    #[error("a second factor is needed first")]
    StepUp,
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl From<store::StoreError> for EnrolError {
    fn from(error: store::StoreError) -> Self {
        Self::Engine(error.into())
    }
}

/// An enrolment between two answers, as its ticket remembers it. Sealed in the store; a key in it is shown nowhere else (case M024).
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Pending {
    method: Id,
    kind: String,
    form: u32,
    state: serde_json::Value,
    prompt: Prompt,
    misses: u32,
    at: Time,
}

impl Pending {
    fn of(ticket: &Ticket) -> Option<Self> {
        serde_json::from_value(ticket.body.clone()).ok()
    }
    /// A secret that the person has already is asked for, so misses count toward lockout.
    fn judges(&self) -> bool {
        self.prompt.fields.contains(&Field::Password)
    }
    /// The same enrolment after a miss or another question.
    fn after(&self, reason: Option<Reason>, asked: Option<(Prompt, serde_json::Value)>) -> Self {
        let (prompt, state) = asked.unwrap_or_else(|| (self.prompt.clone(), self.state.clone()));
        Self { misses: self.misses + u32::from(reason.is_some_and(Reason::counts)), prompt, state, ..self.clone() }
    }
}

/// One answer to one enrolment.
struct Sitting<'a> {
    visit: Visit<'a>,
    handle: &'a str,
    ticket: Ticket,
    pending: Pending,
    counter: CounterKey,
}

impl Engine {
    /// Begins the making of a credential for the person who is there.
    pub async fn begin_enrolment(
        &self,
        present: &Present,
        method: Id,
        client: &Client,
    ) -> Result<(Handle, Prompt), EnrolError> {
        let world = self.world();
        let owner = self.owner(&world, present, client).await?;
        owner.stepped_up()?;
        let visit = owner.visit(method).ok_or(EnrolError::NotOffered)?;
        self.offered(&visit, Unit::new(), None).await?.ok_or(EnrolError::NotOffered)
    }

    /// Takes the answer that completes it, or asks on.
    pub async fn confirm_enrolment(
        &self,
        present: &Present,
        handle: &str,
        answer: &Answer,
        client: &Client,
    ) -> Result<Enrolled, EnrolError> {
        let key = present.person.key();
        let _turn = self.turn_of(present).await?;
        let ticket = self.ticket(TicketKind::Enrolment, handle).await?;
        let theirs = |t: &Ticket| t.usable(self.now()) && t.person == key && t.session == Some(present.session.id);
        let Some((ticket, pending)) = ticket.filter(theirs).and_then(|t| Pending::of(&t).map(|p| (t, p))) else {
            return Ok(Enrolled::Gone);
        };
        let world = self.world();
        let owner = self.owner(&world, present, client).await?;
        owner.stepped_up()?;
        let visit = owner.visit(pending.method).ok_or(EnrolError::NotOffered)?;
        let counter = visit.counter();
        self.answered_by(Sitting { visit, handle, ticket, pending, counter }, answer).await
    }

    /// One change at a time of what a person has, on this node.
    async fn turn_of(&self, present: &Present) -> Result<Turnstile, EngineError> {
        let turn = self.0.queue.enter(&present.person.key()).await;
        turn.ok_or_else(|| EngineError::Unavailable("too many answers of one person are waiting".into()))
    }

    async fn answered_by(&self, sitting: Sitting<'_>, answer: &Answer) -> Result<Enrolled, EnrolError> {
        let Sitting { visit, pending, .. } = &sitting;
        let refused = pending.judges() && self.refused(&sitting);
        let fits = pending.form == visit.opened.method.form() && pending.kind == visit.opened.kind.name;
        let lent = self.lend(visit.owner.world, visit.app, visit.opened, visit.occasion());
        let (step, effects) = {
            let mut cx = lent.cx(self, pending.at);
            let step = if fits { visit.opened.method.confirm(&mut cx, &pending.state, answer).await } else { Ok(None) };
            (step, std::mem::take(&mut cx.effects))
        };
        let step = step.map_err(|error| self.method_stopped(visit, &error))?;
        match step {
            // Whatever was typed: while the person is locked out it looks wrong, and counts for nothing.
            Some(_) if refused => self.asked_on(&sitting, Some(Reason::Wrong), None, Vec::new(), false).await,
            Some(Step::Ask(prompt, state)) => self.asked_on(&sitting, None, Some((prompt, state)), effects, true).await,
            Some(Step::Again(why, prompt, state)) => {
                self.asked_on(&sitting, Some(why), Some((prompt, state)), effects, true).await
            }
            Some(Step::Fail(why)) => self.asked_on(&sitting, Some(why), None, Vec::new(), true).await,
            Some(Step::Pass(_) | Step::Owe(..)) => self.completed(&sitting, effects).await,
            Some(Step::Leave(..) | Step::Wait { .. }) => Err(EnrolError::NotOffered),
            None => self.begun_again(&sitting).await,
        }
    }

    /// Opens the question and stores it; `None` where the method asks nothing that a page can show.
    async fn offered(
        &self,
        visit: &Visit<'_>,
        unit: Unit,
        old: Option<&Ticket>,
    ) -> Result<Option<(Handle, Prompt)>, EnrolError> {
        let lent = self.lend(visit.owner.world, visit.app, visit.opened, visit.occasion());
        let (step, effects) = {
            let mut cx = lent.cx(self, self.now());
            (visit.opened.method.enrol(&mut cx).await, std::mem::take(&mut cx.effects))
        };
        let Step::Ask(prompt, state) = step.map_err(|error| self.method_stopped(visit, &error))? else {
            return Ok(None);
        };
        let (kind, form) = (visit.opened.kind.name.to_owned(), visit.opened.method.form());
        let pending = Pending { method: visit.opened.id, kind, form, state, prompt, misses: 0, at: self.now() };
        let (handle, ticket) = self.pending_ticket(visit, &pending, old)?;
        let done = [Done { method: visit.opened.id, effects }];
        let unit = self.effects_into(unit, visit.owner.world, &done, &visit.behalf(ticket.family), false);
        match self.store().apply(unit.then(Write::PutTicket(Box::new(ticket)))).await? {
            Applied::Done => {
                self.wake_outbox();
                Ok(Some((handle, pending.prompt)))
            }
            Applied::Spent => Ok(None),
            other => Err(EngineError::Unavailable(format!("the enrolment could not be stored: {other:?}")).into()),
        }
    }

    /// What was remembered no longer reads, after an update: the step restarts.
    async fn begun_again(&self, sitting: &Sitting<'_>) -> Result<Enrolled, EnrolError> {
        let unit = Unit::new().then(self.spent(&sitting.ticket));
        let again = self.offered(&sitting.visit, unit, Some(&sitting.ticket)).await?;
        Ok(again.map_or(Enrolled::Gone, |(handle, prompt)| Enrolled::Ask(handle, prompt, Some(Reason::Expired))))
    }

    /// Another question, or the same one after a miss. The miss stands in any case, the rest if nobody was faster.
    async fn asked_on(
        &self,
        sitting: &Sitting<'_>,
        reason: Option<Reason>,
        asked: Option<(Prompt, serde_json::Value)>,
        effects: Vec<Effect>,
        counted: bool,
    ) -> Result<Enrolled, EnrolError> {
        let Sitting { visit, ticket, pending, .. } = sitting;
        let next = pending.after(reason, asked);
        let mut unit = Unit::new();
        if let Some(why) = reason {
            let told = if counted { why } else { Reason::Locked };
            unit = unit.audit(When::Always, self.enrolment_event(sitting, "enrolment.missed", Some(told)));
            if counted && pending.judges() && why.counts() {
                unit = unit.always(Write::Miss(self.enrolment_miss(sitting)));
            }
        }
        unit = unit.then(self.spent(ticket));
        let done = [Done { method: visit.opened.id, effects }];
        unit = self.effects_into(unit, visit.owner.world, &done, &visit.behalf(ticket.family), false);
        let (handle, successor) = self.pending_ticket(visit, &next, Some(ticket))?;
        let over = next.misses >= MISSES;
        if !over {
            unit = unit.then(Write::PutTicket(Box::new(successor)));
        }
        let applied = self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(match applied {
            Applied::Done if over => Enrolled::Gone,
            Applied::Done => Enrolled::Ask(handle, next.prompt, reason),
            other => self.not_applied(sitting, &other).await?,
        })
    }

    /// The credential and everything that goes with it, in one unit.
    async fn completed(&self, sitting: &Sitting<'_>, effects: Vec<Effect>) -> Result<Enrolled, EnrolError> {
        let Sitting { visit, ticket, pending, counter, .. } = sitting;
        let owner = &visit.owner;
        let now = self.now();
        let mut unit = Unit::new().then(self.spent(ticket));
        if pending.judges() {
            let (person, browser) = (counter.person.clone(), counter.browser.clone());
            let late = self.enrolment_event(sitting, "enrolment.missed", Some(Reason::Locked));
            unit = unit
                .expect(Expect::Unlocked { person, browser, now })
                .then(Write::ClearMisses {
                    person: counter.person.clone(),
                    class: counter.class,
                    browser: counter.browser.clone(),
                })
                .audit(When::Locked, late);
        }
        let ends_others = effects.iter().any(|e| matches!(e, Effect::EndOthers));
        let told = effects.iter().any(|e| matches!(e, Effect::Send(out) if out.notice));
        let behalf = visit.behalf(ticket.family);
        let done = [Done { method: visit.opened.id, effects }];
        unit = self.effects_into(unit, owner.world, &done, &behalf, false);
        unit = unit.audit(When::Done, self.enrolment_event(sitting, "enrolment.done", None));
        if visit.is_password() {
            // A link that was mailed before is worth nothing any more (case M057).
            let now = crate::token::already(now);
            unit = unit.then(Write::EndTicketsOf {
                person: ticket.person.clone(),
                kind: Some(TicketKind::Reset),
                application: None,
                now,
            });
        }
        if ends_others {
            for session in self.sessions_of(&owner.present.person).await? {
                if session.id != owner.present.session.id {
                    unit = self.ending(unit, &session, "credential", owner.client).await;
                }
            }
        }
        if !told {
            let notice = self.notice(&owner.user, "factor-added", self.notice_args(visit), &behalf);
            unit = notice.into_iter().fold(unit, |unit, notice| unit.send(When::Done, notice));
        }
        let grant = if visit.is_password() || visit.opened.kind.companion {
            None
        } else {
            let (session, cookie) = self.proven(visit);
            let grant = SessionGrant { id: session.id, cookie: Some(cookie), until: session.until };
            unit = unit
                .expect(Expect::Session { id: session.id, version: owner.present.session.version })
                .then(Write::PutSession(Box::new(session)));
            Some(grant)
        };
        let applied = self.store().apply(unit).await?;
        self.wake_outbox();
        if applied != Applied::Done {
            return self.not_applied(sitting, &applied).await;
        }
        if pending.judges() {
            self.0.throttle.clear(&counter.person, owner.client.address);
        }
        Ok(Enrolled::Done(grant))
    }

    /// The session with the proof that confirming an enrolment is, under a new value (case M062).
    fn proven(&self, visit: &Visit<'_>) -> (Session, Handle) {
        let owner = &visit.owner;
        let mut session = owner.present.session.clone();
        let passing = Passing {
            method: visit.opened,
            id: self.new_id(),
            now: self.now(),
            person: Some(session.person.clone()),
            user: Some(&owner.user),
            after: session.proofs.last().map(|p| p.id),
        };
        let proof = pipeline::prove(owner.world, Evidence::subject(&owner.user.name), &passing);
        session.proofs.retain(|p| p.method != proof.method);
        session.proofs.push(proof);
        let cookie = self.handle();
        session.hash = crate::hashed(cookie.expose());
        session.version += 1;
        (session, cookie)
    }

    fn spent(&self, ticket: &Ticket) -> Write {
        Write::Spend(Spend::Ticket { hash: ticket.hash.clone(), now: self.now() })
    }

    /// The ticket of the next answer. Its time runs on from the first one.
    fn pending_ticket(
        &self,
        visit: &Visit<'_>,
        pending: &Pending,
        old: Option<&Ticket>,
    ) -> Result<(Handle, Ticket), EnrolError> {
        let body = serde_json::to_value(pending).map_err(|e| EngineError::Broken(e.to_string()))?;
        Ok(self.new_ticket(NewTicket {
            kind: TicketKind::Enrolment,
            person: visit.owner.present.person.key(),
            application: None,
            session: Some(visit.owner.present.session.id),
            family: old.map(|t| t.family),
            life: old.map_or(LIFE, |t| t.until - self.now()),
            body,
        }))
    }

    /// Locked out, or too many tries from one source.
    fn refused(&self, sitting: &Sitting<'_>) -> bool {
        let owner = &sitting.visit.owner;
        let locked = owner.known.record.misses.iter().any(|(_, misses)| misses.locked(self.now()).is_some());
        !self.0.throttle.take(&sitting.counter.person, owner.client.address, self.now()) || locked
    }

    fn enrolment_miss(&self, sitting: &Sitting<'_>) -> Miss {
        let Sitting { visit, ticket, counter, .. } = sitting;
        let rule = visit.lockout();
        let mut event = self.enrolment_event(sitting, "account.locked", Some(Reason::Locked));
        event.detail = serde_json::json!({ "class": counter.class, "browser": !counter.browser.is_empty() });
        let minutes = Args::from([("minutes".to_owned(), (rule.duration.as_seconds() / 60).into())]);
        let wished = visit.lock_notices();
        let notice = wished.then(|| self.notice(&visit.owner.user, "locked", minutes, &visit.behalf(ticket.family)));
        let send: Vec<Message> = notice.flatten().into_iter().collect();
        Miss { key: counter.clone(), rule, now: self.now(), on_lock: Some(Box::new(Told { event, send })) }
    }

    fn enrolment_event(&self, sitting: &Sitting<'_>, action: &str, why: Option<Reason>) -> Event {
        let outcome = if why.is_some() { Outcome::Failure } else { Outcome::Success };
        let mut event = sitting.visit.owner.event(self.now(), action, outcome);
        event.reason = why.map(Reason::key).unwrap_or_default().to_owned();
        event.method.clone_from(&sitting.visit.opened.name);
        event.correlation = Some(sitting.ticket.family);
        event
    }

    /// What is shown when the unit did not stand.
    async fn not_applied(&self, sitting: &Sitting<'_>, applied: &Applied) -> Result<Enrolled, EnrolError> {
        let same = |why| {
            let handle = Handle(model::Secret::new(sitting.handle.to_owned()));
            Ok(Enrolled::Ask(handle, sitting.pending.prompt.clone(), why))
        };
        match applied {
            // Exactly like a wrong answer.
            Applied::Locked => same(Some(Reason::Wrong)),
            Applied::Full => same(Some(Reason::SendingLimit)),
            // What the person has changed meanwhile: by this very enrolment, or by another that the answer did not see.
            Applied::Moved => {
                let ticket = self.ticket(TicketKind::Enrolment, sitting.handle).await?;
                if ticket.is_some_and(|t| t.usable(self.now())) { same(None) } else { Ok(Enrolled::Gone) }
            }
            Applied::Spent | Applied::Done => Ok(Enrolled::Gone),
        }
    }

    fn method_stopped(&self, visit: &Visit<'_>, error: &plug::MethodError) -> EnrolError {
        self.method_failed(&visit.opened.name, error);
        match error {
            plug::MethodError::Unsupported => EnrolError::NotOffered,
            other => EnrolError::Engine(EngineError::Unavailable(other.to_string())),
        }
    }
}

impl Visit<'_> {
    /// Guesses at a password that is set already count like those at the door.
    fn counter(&self) -> CounterKey {
        let browser =
            if self.owner.known.record.known_browser { self.owner.client.browser.clone() } else { String::new() };
        CounterKey { person: self.owner.present.person.key(), class: Class::First, browser }
    }
}
