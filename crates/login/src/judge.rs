//! Judging an answer: who it is from, whether it may be judged, what the method says, and the one unit that follows.

use model::{
    Locale, Login, Person, Proof, Reason,
    audit::Event,
    lockout::{Class, CounterKey},
    login::Challenge,
};
use plug::{Answer, Departure, Effect, Evidence, Field, Needs, Opens, Prompt, Step};
use serde::Deserialize as _;
use std::sync::Arc;
use store::{Applied, Expect, When, Write};

use crate::{
    Answered, Engine, EngineError, Handle,
    flow::{meant_for, way_back},
    hashed,
    lend::{Behalf, Done, Occasion},
    link::{self, LINK},
    miss::{event, replace},
    next::{self, Next},
    people::Named,
    pipeline::{self, Passing},
    scene::{Known, Path},
    settle::{ELSEWHERE, Settled, Stage, scene, second_factor_possible},
    world::{App, Opened, World},
};

/// Whose answer it is, as far as counters are concerned.
pub(crate) struct Judged {
    pub key: CounterKey,
    pub known: Option<Known>,
    pub person: Option<Person>,
    /// Why nothing this answer says can pass: locked, or throttled before anything was looked at.
    pub refused: Option<Reason>,
    /// What the method had to say of a miss, for the audit alone.
    pub told: Vec<Event>,
}

impl Judged {
    /// The same judgement for another try at the same line.
    pub(crate) fn copy(&self) -> Self {
        Self {
            key: self.key.clone(),
            known: self.known.clone(),
            person: self.person.clone(),
            refused: self.refused,
            told: Vec::new(),
        }
    }
}

/// What the open challenges made of an answer.
#[allow(clippy::large_enum_variant, reason = "one verdict at a time, soon used up")]
pub(crate) enum Verdict {
    Pass {
        challenge: usize,
        evidence: Evidence,
        owed: Option<(Prompt, serde_json::Value)>,
        effects: Vec<Effect>,
    },
    Again {
        challenge: usize,
        prompt: Prompt,
        state: serde_json::Value,
        /// It goes on elsewhere, or further on.
        departure: Option<Departure>,
        effects: Vec<Effect>,
    },
    /// `instead` is what the challenge asks and remembers from now on.
    Miss {
        challenge: usize,
        why: Reason,
        instead: Option<Box<(Prompt, serde_json::Value)>>,
        told: Vec<Event>,
    },
}

/// A pass on its way into the login.
pub(crate) struct Taken<'a> {
    pub challenge: usize,
    pub evidence: Evidence,
    pub owed: Option<(Prompt, serde_json::Value)>,
    pub effects: &'a [Effect],
}

impl Engine {
    pub(crate) async fn judge(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        answer: &Answer,
    ) -> Result<Option<Answered>, EngineError> {
        let (next, path) = {
            let scene = scene(world, app, &login, stage);
            let (next, path) = next::next(&scene);
            (next, path.0.into_iter().cloned().collect::<Vec<Proof>>())
        };
        match &next {
            Next::Choose(methods) | Next::Enrol(methods) => login.open.retain(|c| methods.contains(&c.method)),
            Next::Owed(_) => login.open = login.due.iter().cloned().collect(),
            _ => login.open.clear(),
        }
        let targets = targets(world, &login, answer);
        let Some(first) = targets.first().and_then(|i| login.open.get(*i)).and_then(|c| world.opened(c.method)) else {
            return self.answered(world, app, &login, handle, &next, stage).map(Some);
        };
        if path.is_empty()
            && let Some(name) = named_in(&login, &targets, answer)
        {
            login.name = name;
        }
        let class = if path.is_empty() { Class::First } else { Class::Second };
        let key = self.counter_of(world, app, first, &path, &login).await?;
        let (person_key, person) = match key {
            Ok(found) => found,
            Err(why) => return self.miss_uncounted(world, app, login, handle, stage, &next, why).await,
        };
        let Some(_turn) = self.0.queue.enter(&person_key).await else {
            return Err(EngineError::Unavailable("too many answers of one person are waiting".into()));
        };
        let mut judged = self.judged(world, &person_key, person, class, &login).await?;
        login.judged.retain(|k| *k != judged.key);
        login.judged.push(judged.key.clone());
        if judged.refused == Some(Reason::Throttled) {
            return self.missed(world, app, login, handle, stage, &next, targets[0], Reason::Wrong, &judged).await;
        }
        let owner = path.first().map(|p| &p.person);
        let verdict = match self.link_answered(&login, owner, targets[0], answer).await? {
            Some(verdict) => verdict,
            None => self.verdict(world, app, &login, &path, &judged, &targets, answer).await?,
        };
        match (verdict, judged.refused) {
            (Verdict::Miss { challenge, why, instead, told }, refused) => {
                judged.told = told;
                if let (Some(instead), None) = (instead, refused) {
                    replace(&mut login, challenge, &instead.0, instead.1)?;
                }
                self.missed(world, app, login, handle, stage, &next, challenge, why, &judged).await
            }
            (Verdict::Pass { challenge, .. } | Verdict::Again { challenge, .. }, Some(_)) => {
                self.missed(world, app, login, handle, stage, &next, challenge, Reason::Wrong, &judged).await
            }
            (Verdict::Again { challenge, prompt, state, departure, effects }, None) => {
                let instead = (&prompt, state, departure);
                self.asked_again(world, app, login, handle, stage, next, &judged, challenge, instead, effects).await
            }
            (Verdict::Pass { challenge, evidence, owed, effects }, None) => {
                let judged = match self.whose(world, app, &login, &path, judged, challenge, &evidence).await? {
                    Ok(judged) => judged,
                    Err((judged, why)) => {
                        if let (Reason::LinkFirst, Person::Unregistered { subject: who, .. }) =
                            (why, pipeline::stranger(first, &evidence))
                        {
                            link::note(&mut login, first.id, who, &link::label(&evidence));
                            return self.miss_uncounted(world, app, login, handle, stage, &next, why).await;
                        }
                        return self.missed(world, app, login, handle, stage, &next, challenge, why, &judged).await;
                    }
                };
                login.judged.retain(|k| *k != judged.key);
                login.judged.push(judged.key.clone());
                self.passed(world, app, login, stage, &path, judged, challenge, (evidence, owed), effects, next, handle)
                    .await
            }
        }
    }

    /// Under which key the answer counts, and who that is. `Err` when the directory does not answer.
    pub(crate) async fn counter_of(
        &self,
        world: &World,
        app: App<'_>,
        method: &Opened,
        path: &[Proof],
        login: &Login,
    ) -> Result<Result<(String, Option<Person>), Reason>, EngineError> {
        if let Some(first) = path.first() {
            return Ok(Ok((first.person.key(), Some(first.person.clone()))));
        }
        if method.kind.leaves() {
            // Nobody is guessing here, and nobody is known yet: each login stands in a line of its own.
            return Ok(Ok((self.nobody_key(method.id, &login.id.to_string()), None)));
        }
        if finds_people(method) {
            return Ok(match self.named(world, app, method.id, &login.name).await {
                Ok(Named::One(user)) => Ok((user.person().key(), Some(user.person()))),
                Ok(Named::Nobody | Named::Many) => Ok((self.nobody_key(method.id, &login.name), None)),
                Err(why) => Err(why),
            });
        }
        Ok(Ok((self.nobody_key(method.id, &login.name), None)))
    }

    /// Reads what is known of the person, inside their queue.
    pub(crate) async fn judged(
        &self,
        world: &World,
        key: &str,
        person: Option<Person>,
        class: Class,
        login: &Login,
    ) -> Result<Judged, EngineError> {
        let now = self.now();
        let client = &login.request.client;
        let record = self.store().person(key, &client.browser).await?;
        let browser = if record.known_browser { client.browser.clone() } else { String::new() };
        let locked = record.misses.iter().any(|(_, m)| m.locked(now).is_some());
        let known = match &person {
            Some(person) => Some(self.known_with(world, person, record).await?),
            None => None,
        };
        let refused = if !self.0.throttle.take(key, client.source(), now) {
            Some(Reason::Throttled)
        } else if locked {
            Some(Reason::Locked)
        } else {
            None
        };
        let key = CounterKey { person: key.to_owned(), class, browser };
        Ok(Judged { key, known, person, refused, told: Vec::new() })
    }

    /// Asks each challenge that has a field for the answer; the first pass wins.
    pub(crate) async fn verdict(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        path: &[Proof],
        judged: &Judged,
        targets: &[usize],
        answer: &Answer,
    ) -> Result<Verdict, EngineError> {
        let mut miss = None;
        let mut again = None;
        for index in targets {
            let Some(challenge) = login.open.get(*index) else { continue };
            let Some(opened) = world.opened(challenge.method) else { continue };
            let name = judged
                .known
                .as_ref()
                .and_then(|k| k.user.as_ref())
                .map_or_else(|| login.name.clone(), |u| u.name.clone());
            let occasion = Occasion {
                locale: login.request.locales.first().copied().unwrap_or(Locale::En),
                name: &name,
                known: judged.known.as_ref(),
                attributes: Path(path.iter().collect()).attributes(),
                enrolling: challenge.enrolling,
                recovering: false,
                follows: !path.is_empty(),
                second_factor: second_factor_possible(world, opened.id),
                login: Some(login),
            };
            let lent = self.lend(world, app, opened, occasion);
            let mut cx = lent.cx(self, challenge.at);
            let step = if challenge.form != opened.method.form() {
                Ok(None)
            } else if challenge.enrolling {
                opened.method.confirm(&mut cx, &challenge.state, answer).await
            } else {
                opened.method.verify(&mut cx, &challenge.state, answer).await
            };
            let effects = std::mem::take(&mut cx.effects);
            let told = |effects: Vec<Effect>| effects.into_iter().filter_map(event).collect();
            match step {
                Ok(Some(Step::Pass(evidence))) if believable(opened, judged.known.as_ref()) => {
                    return Ok(Verdict::Pass { challenge: *index, evidence, owed: None, effects });
                }
                Ok(Some(Step::Owe(evidence, prompt, state))) if believable(opened, judged.known.as_ref()) => {
                    return Ok(Verdict::Pass { challenge: *index, evidence, owed: Some((prompt, state)), effects });
                }
                Ok(Some(Step::Pass(_) | Step::Owe(..))) => {
                    miss = Some(Verdict::Miss {
                        challenge: *index,
                        why: Reason::Wrong,
                        instead: None,
                        told: told(effects),
                    })
                }
                Ok(Some(Step::Ask(prompt, state) | Step::Wait { prompt, state, .. })) => {
                    again = Some(Verdict::Again { challenge: *index, prompt, state, departure: None, effects })
                }
                Ok(Some(Step::Leave(to, state))) => {
                    let (prompt, departure) = (Prompt::new(ELSEWHERE, Vec::new()), Some(to));
                    again = Some(Verdict::Again { challenge: *index, prompt, state, departure, effects })
                }
                Ok(Some(Step::Fail(why))) if miss.is_none() || why.counts() => {
                    miss = Some(Verdict::Miss { challenge: *index, why, instead: None, told: told(effects) })
                }
                Ok(Some(Step::Again(why, prompt, state))) => {
                    let instead = Some(Box::new((prompt, state)));
                    miss = Some(Verdict::Miss { challenge: *index, why, instead, told: told(effects) })
                }
                Ok(Some(Step::Fail(_))) => {}
                Ok(None) => {
                    miss = Some(Verdict::Miss {
                        challenge: *index,
                        why: Reason::Expired,
                        instead: None,
                        told: told(effects),
                    })
                }
                Err(error) => {
                    self.method_failed(&opened.name, &error);
                    miss = miss.or_else(|| {
                        let why = Reason::Unavailable;
                        Some(Verdict::Miss { challenge: *index, why, instead: None, told: told(effects) })
                    });
                }
            }
        }
        again.or(miss).ok_or(EngineError::Gone)
    }

    /// A proof: the login goes on under a new handle.
    async fn passed(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        stage: &Stage,
        path: &[Proof],
        judged: Judged,
        challenge: usize,
        (evidence, owed): (Evidence, Option<(Prompt, serde_json::Value)>),
        effects: Vec<Effect>,
        next: Next,
        old: Handle,
    ) -> Result<Option<Answered>, EngineError> {
        let before = login.clone();
        let method = login.open[challenge].method;
        let Some(opened) = world.opened(method) else { return Ok(None) };
        let passed = match (login.open[challenge].kind.as_str(), effects.is_empty()) {
            (LINK, true) => "account.link-declined",
            (LINK, false) => "account.linked",
            _ => "method.passed",
        };
        let key = judged.key.clone();
        let mut unit = self.current(world, &login);
        let handle = self.handle();
        login.handle = hashed(handle.expose());
        login.way_back = way_back(&handle);
        login.version += 1;
        let linked = (passed == "account.linked").then(|| judged.known.as_ref()?.user.clone()).flatten();
        let taken = Taken { challenge, evidence, owed, effects: &effects };
        let (person, known) = self.take(world, &mut login, path, judged, taken).await?;
        let session = stage.session.iter().filter(|p| p.person == person).cloned().collect();
        let after = Stage { session, known: Some(known) };
        let mut settled = self.settle(world, app, &mut login, &after).await?;
        settled.done.insert(0, Done { method, effects });
        let mut event = self.event(world, &login, passed, None);
        event.method.clone_from(&opened.name);
        unit = unit
            .expect(Expect::Unlocked { person: key.person.clone(), browser: key.browser.clone(), now: self.now() })
            .then(Write::ClearMisses { person: key.person.clone(), class: key.class, browser: key.browser })
            .audit(When::Done, event);
        if let Some(user) = linked {
            let behalf = Behalf {
                site: user.site,
                locale: user.first("locale").and_then(Locale::parse).unwrap_or_default(),
                person: Some(&person),
                session: None,
                about: login.id,
                client: &login.request.client,
            };
            if let Some(notice) = self.link_notice(world, &user, method, &behalf) {
                unit = unit.send(When::Done, notice);
            }
        }
        unit = self.too_late(unit, world, &before, &opened.name);
        if let model::login::LoginState::Denied(why) = login.state {
            unit = unit.audit(When::Done, self.event(world, &login, "login.denied", Some(why)));
        }
        match self.commit(unit, world, app, &mut login, &settled, Some(&person)).await? {
            Applied::Done => {
                self.0.throttle.clear(&key.person, login.request.client.source());
                self.answered(world, app, &login, handle, &settled.next, &after).map(Some)
            }
            Applied::Moved | Applied::Full => Ok(None),
            // Looks exactly like a wrong answer, and is not counted.
            Applied::Spent | Applied::Locked => {
                let why = if opened.kind.leaves() { Reason::UpstreamInvalid } else { Reason::Wrong };
                self.miss_uncounted(world, app, before, old, stage, &next, why).await
            }
        }
    }

    /// What a pass makes of the login: one proof more, or a debt paid. Whose it is, and what is known of them now.
    pub(crate) async fn take(
        &self,
        world: &World,
        login: &mut Login,
        path: &[Proof],
        judged: Judged,
        taken: Taken<'_>,
    ) -> Result<(Person, Known), EngineError> {
        let Taken { challenge, evidence, owed, effects } = taken;
        let challenge = login.open.get(challenge).ok_or(EngineError::Gone)?;
        let (method, paid) = (challenge.method, login.due.as_ref().is_some_and(|d| d.id == challenge.id));
        let challenge_kind = challenge.kind.clone();
        let opened = world.opened(method).ok_or(EngineError::Gone)?;
        let user = judged.known.as_ref().filter(|k| k.usable).and_then(|k| k.user.as_deref());
        let passing = Passing {
            method: opened,
            id: self.new_id(),
            now: self.now(),
            person: judged.person.clone(),
            user,
            after: path.last().map(|p| p.id),
        };
        let proof = pipeline::prove(world, evidence, &passing);
        let person = proof.person.clone();
        login.open.clear();
        login.error = None;
        login.person = Some(person.clone());
        // Behind another proof it is another question.
        login.tried.clear();
        if challenge_kind == LINK {
            login.linking = None;
        }
        if path.is_empty() {
            // What was proven before leads nowhere any more, and may be somebody else's.
            login.proofs.clear();
            (login.due, login.due_later) = (None, Vec::new());
        }
        if paid {
            login.due = (!login.due_later.is_empty()).then(|| login.due_later.remove(0));
            // A secret that was replaced just now was proven in this login.
            login.proofs.iter_mut().filter(|p| p.method == method).for_each(|p| p.at = proof.at);
        } else {
            login.proofs.push(proof);
        }
        if let Some((prompt, state)) = owed {
            let owed = self.challenge(opened, &prompt, state, false, self.now())?;
            // One debt does not pay another: a new password and a new PIN may both be due.
            match &login.due {
                Some(_) => login.due_later.push(owed),
                None => login.due = Some(owed),
            }
        }
        let known = match judged.known {
            Some(mut known) => {
                put_ahead(&mut known, effects);
                known
            }
            None => self.known(world, &person, &login.request.client.browser).await?,
        };
        // What must be said of the secrets themselves comes first.
        if login.due.is_none() {
            login.due = self.link_question(world, login, &known);
        }
        Ok((person, known))
    }

    /// The method asks on: a new password, a new code.
    async fn asked_again(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        next: Next,
        judged: &Judged,
        index: usize,
        (prompt, state, departure): (&Prompt, serde_json::Value, Option<Departure>),
        effects: Vec<Effect>,
    ) -> Result<Option<Answered>, EngineError> {
        let key = &judged.key;
        let unit = self.current(world, &login).expect(Expect::Unlocked {
            person: key.person.clone(),
            browser: key.browser.clone(),
            now: self.now(),
        });
        login.version += 1;
        login.error = None;
        let old = login.open[index].clone();
        let Some(opened) = world.opened(old.method) else { return Ok(None) };
        let mut fresh = self.challenge(opened, prompt, state, old.enrolling, self.now())?;
        if let Some(to) = departure {
            fresh.departure = serde_json::to_value(to).map_err(|e| EngineError::Broken(e.to_string()))?;
        }
        fresh.misses =
            if effects.iter().any(|e| matches!(e, Effect::Send(_) | Effect::Unsent(_))) { 0 } else { old.misses };
        let method = old.method;
        if login.due.as_ref().is_some_and(|d| d.id == old.id) {
            login.due = Some(fresh.clone());
        }
        login.open = vec![fresh];
        let settled = Settled { next, path: Vec::new(), done: vec![Done { method, effects }] };
        match self.commit(unit, world, app, &mut login, &settled, judged.person.as_ref()).await? {
            Applied::Done => self.answered(world, app, &login, handle, &settled.next, stage).map(Some),
            Applied::Moved | Applied::Full => Ok(None),
            Applied::Spent | Applied::Locked => {
                self.miss_uncounted(world, app, login, handle, stage, &settled.next, Reason::Wrong).await
            }
        }
    }
}

/// The name in an answer, where an open question asks for one.
fn named_in(login: &Login, targets: &[usize], answer: &Answer) -> Option<String> {
    let asked = targets.iter().filter_map(|i| login.open.get(*i)).filter_map(|c| Prompt::deserialize(&c.prompt).ok());
    let mut fields = asked
        .flat_map(|p| p.fields)
        .filter(|f| matches!(f, Field::Username { .. } | Field::Email { .. } | Field::Phone { .. }));
    let name = fields.find_map(|f| f.input().and_then(|input| answer.get(input).map(str::to_owned)))?;
    Some(name.trim().chars().take(256).collect())
}

/// Open challenges that have a field for the answer.
///
/// What comes back from elsewhere is for the challenge that went there, or whose method takes what nobody asked for; nothing that is
/// typed is.
pub(crate) fn targets(world: &World, login: &Login, answer: &Answer) -> Vec<usize> {
    let takes = |c: &Challenge| match answer.returned() {
        Some(name) => world
            .opened(c.method)
            .is_some_and(|o| o.name == name && (!c.departure.is_null() || o.method.takes_unasked())),
        None => c.departure.is_null() && Prompt::deserialize(&c.prompt).is_ok_and(|p| meant_for(&p, answer)),
    };
    let open = login.open.iter().enumerate();
    open.filter(|(_, c)| takes(c)).map(|(i, _)| i).collect()
}

/// Whether a login that begins with a method is about the registered person of the typed name. A kind that proves an address must
/// never be lent one by a name that came along.
pub(crate) fn finds_people(method: &Opened) -> bool {
    method.kind.needs == Needs::Credential || method.kind.opens == Opens::WhereAsked
}

/// A kind that works on credentials cannot pass for nobody.
pub(crate) fn believable(method: &Opened, known: Option<&Known>) -> bool {
    method.kind.needs != Needs::Credential || known.is_some_and(|k| k.usable && k.user.is_some())
}

/// What the step is about to store counts already for what comes next.
fn put_ahead(known: &mut Known, effects: &[Effect]) {
    if !effects.iter().any(|e| matches!(e, Effect::Put(_) | Effect::Remove(_))) {
        return;
    }
    let record = Arc::make_mut(&mut known.record);
    for effect in effects {
        match effect {
            Effect::Put(credential) => {
                record.credentials.retain(|c| c.id != credential.id);
                record.credentials.push((**credential).clone());
            }
            Effect::Remove(id) => record.credentials.retain(|c| c.id != *id),
            _ => {}
        }
    }
}
