//! How a line ends: granted, denied, missed, or asked on. Each is one unit of work.

use model::{Id, Proof, Reason, audit::Event, request::Front};
use plug::{Effect, Prompt};
use serde_json::Value;
use store::{Applied, Expect, Unit, When, Write};

use super::{
    LineAsked, Said,
    walk::{Outcome, Walk, told},
};
use crate::{
    EngineError, Handle,
    flow::asked,
    hashed,
    judge::Judged,
    lend::{Behalf, Done},
    miss::bear,
    next::Next,
    redeem,
    release::Refused,
    settle::Settled,
};

impl Walk<'_> {
    /// Nothing is missing: the grant, once.
    pub(super) async fn granted(mut self: Box<Self>, path: Vec<Proof>) -> Outcome {
        let (engine, world, app) = (self.engine, self.world, self.app);
        let grant = match redeem::grant(world, app, &self.login, &self.stage, &path, self.login.id) {
            Ok(grant) => grant,
            Err(refused) => return self.denied(refused).await,
        };
        self.login.person = Some(grant.person.clone());
        let mut unit = std::mem::take(&mut self.unit);
        for (person, browser) in engine.counters(&self.login, &self.stage) {
            let known = |e: &Expect| matches!(e, Expect::Unlocked { person: p, browser: b, .. } if *p == person && *b == browser);
            if !unit.expect.iter().any(known) {
                unit = unit.expect(Expect::Unlocked { person, browser, now: engine.now() });
            }
        }
        for credential in engine.replaceable(world, &self.login, &self.stage) {
            unit = unit.expect(Expect::Credential { id: credential.id, version: credential.version });
        }
        let mut event = engine.event(world, &self.login, "login.granted", None);
        event.name.clone_from(&grant.subject.value);
        event.method = grant.methods.join(" ");
        event.detail = serde_json::json!({ "acr": grant.acr, "amr": grant.amr });
        unit = unit.audit(When::Done, event).then(Write::EndTicketsOf {
            person: grant.person.key(),
            kind: Some(model::ticket::TicketKind::Reset),
            application: None,
            now: engine.now(),
        });
        let (key, address) = (grant.person.key(), self.login.request.client.source());
        match self.close(unit).await? {
            Applied::Done => {
                engine.0.throttle.clear(&key, address);
                metrics::counter!("symbolon_logins_total", "application" => app.entry.path.clone()).increment(1);
                Ok(Some(Said::Granted(Box::new(grant))))
            }
            other => self.late(other).await,
        }
    }

    /// Over; what was proven on the way stands.
    pub(super) async fn denied(mut self: Box<Self>, refused: impl Into<Refused>) -> Outcome {
        let refused = refused.into();
        let why = refused.why;
        let unit = std::mem::take(&mut self.unit);
        let unit = unit.audit(When::Done, self.event("login.denied", why).detail(refused.detail()));
        match self.close(unit).await? {
            Applied::Done => Ok(Some(self.no(why))),
            other => self.late(other).await,
        }
    }

    /// A miss: counted in any case. A RADIUS login ends with it; an agent's question stays open.
    pub(super) async fn missed(mut self: Box<Self>, index: usize, why: Reason, judged: &Judged) -> Outcome {
        let (engine, world, app) = (self.engine, self.world, self.app);
        let method = self.login.open.get(index).map(|c| c.method);
        let Some(opened) = method.and_then(|m| world.opened(m)) else { return self.denied(why).await };
        let unit = std::mem::take(&mut self.unit);
        let unit = engine.count_miss(unit, world, app, &self.login, opened, why, judged);
        let stays = self.stored && self.login.request.front == Front::Agent;
        let unit = told(&self, unit);
        let applied = if stays {
            self.login.version += 1;
            self.login.error = Some(why);
            bear(world, &mut self.login, index, why);
            engine.store().apply(unit.then(Write::PutLogin(Box::new(self.login.clone())))).await?
        } else {
            self.close(unit).await?
        };
        engine.wake_outbox();
        match applied {
            // The miss stands, whatever became of the login meanwhile.
            Applied::Done | Applied::Moved => Ok(Some(self.no(why))),
            other => self.late(other).await,
        }
    }

    /// The method asks on, for somebody who is not locked out meanwhile: what came too late looks like a wrong answer.
    pub(super) async fn asked_again(
        mut self: Box<Self>,
        index: usize,
        (prompt, state): (&Prompt, Value),
        effects: Vec<Effect>,
        judged: &Judged,
    ) -> Outcome {
        let (person, browser) = (judged.key.person.clone(), judged.key.browser.clone());
        self.unit.expect.push(Expect::Unlocked { person, browser, now: self.engine.now() });
        let old = self.login.open.get(index).cloned().ok_or(EngineError::Gone)?;
        let opened = self.world.opened(old.method).ok_or(EngineError::Gone)?;
        let mut fresh = self.engine.challenge(opened, prompt, state, false, self.engine.now())?;
        fresh.misses =
            if effects.iter().any(|e| matches!(e, Effect::Send(_) | Effect::Unsent(_))) { 0 } else { old.misses };
        if self.login.due.as_ref().is_some_and(|d| d.id == old.id) {
            self.login.due = Some(fresh.clone());
        }
        self.login.open = vec![fresh];
        self.done.push(Done { method: old.method, effects });
        self.ask().await
    }

    /// Stores the login under a fresh handle and asks for one more line.
    pub(super) async fn ask(mut self: Box<Self>) -> Outcome {
        let (engine, world, app) = (self.engine, self.world, self.app);
        let handle = self.handle();
        self.login.handle = hashed(handle.expose());
        self.login.version += 1;
        let unit = std::mem::take(&mut self.unit);
        let unit = told(&self, unit);
        let (next, path) = self.missing();
        let settled = Settled { next, path, done: std::mem::take(&mut self.done) };
        let person = self.login.person.clone();
        match engine.commit(unit, world, app, &mut self.login, &settled, person.as_ref()).await? {
            Applied::Done => self.question(handle, &settled.next).map(Some),
            other => self.late(other).await,
        }
    }

    fn question(&self, handle: Handle, next: &Next) -> Result<Said, EngineError> {
        let locale = self.login.request.locales.first().copied().unwrap_or(model::Locale::En);
        let methods: &[Id] = if let Next::Choose(methods) = next { methods } else { &[] };
        let (asked, choices) = (asked(self.world, &self.login, locale)?, self.choices(methods));
        if asked.is_empty() && choices.is_empty() {
            return Ok(self.no(self.login.error.unwrap_or(Reason::Unavailable)));
        }
        let input = if asked.is_empty() { "method" } else { self.wanted().unwrap_or_default() };
        let page = self.engine.page(self.world, self.app, &self.login, &self.stage, locale);
        Ok(Said::Asked(LineAsked { handle, asked, input, choices, page }))
    }

    /// 160 random bits: base 32, and for agents digits only, since some of them read nothing else.
    fn handle(&self) -> Handle {
        if self.login.request.front != Front::Agent {
            return self.engine.handle();
        }
        let chance = self.engine.chance();
        let digits = (0..49).map(|_| char::from_digit(chance.below(10), 10).unwrap_or('0')).collect();
        Handle(model::Secret::new(digits))
    }

    /// Applies what has come together; a stored login ends with it.
    async fn close(&mut self, unit: Unit) -> Result<Applied, EngineError> {
        let client = self.login.request.client.clone();
        let behalf = Behalf {
            site: self.app.site.id,
            locale: self.login.request.locales.first().copied().unwrap_or(model::Locale::En),
            person: self.login.person.as_ref(),
            session: None,
            about: self.login.id,
            client: &client,
        };
        // Nothing is sent for a login that is over, but notices.
        let mut unit = self.engine.effects_into(unit, self.world, &self.done, &behalf, true);
        if self.stored {
            unit = unit.then(Write::DropLogin(self.login.id));
        }
        let sends = !unit.send.is_empty();
        let applied = self.engine.store().apply(unit).await?;
        if sends {
            self.engine.wake_outbox();
        }
        Ok(applied)
    }

    /// The code was spent, or the person is locked out: told in the audit record, looks like a wrong answer, is not counted, and
    /// ends the login all the same.
    async fn late(&self, applied: Applied) -> Outcome {
        let why = match applied {
            Applied::Spent => Reason::Replay,
            Applied::Locked => Reason::Locked,
            _ => return Ok(None),
        };
        let mut event = self.engine.event(self.world, &self.login, "method.missed", Some(why));
        event.method = self.passed.last().cloned().unwrap_or_default();
        let mut unit = Unit::new().audit(When::Always, event);
        if self.stored && self.login.request.front != Front::Agent {
            unit = unit.then(Write::DropLogin(self.login.id));
        }
        self.engine.store().apply(unit).await?;
        Ok(Some(self.no(why)))
    }

    /// What is told of a denial: a spent code, a lock and a throttle look like a wrong answer.
    fn no(&self, why: Reason) -> Said {
        let why = match why {
            Reason::Replay | Reason::Locked | Reason::Throttled | Reason::Undivided => Reason::Wrong,
            other => other,
        };
        Said::Denied { why, reference: self.login.id }
    }

    fn event(&self, action: &str, why: Reason) -> Event {
        let mut event = self.engine.event(self.world, &self.login, action, Some(why));
        event.method = self.passed.join(" ");
        event
    }
}
