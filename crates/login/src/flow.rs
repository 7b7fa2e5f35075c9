//! The three calls: `open` and `advance` here, `redeem` beside it.

use model::{
    Id, Locale, Login, Person, Proof, Reason, Request, Session, Time,
    audit::{Event, Outcome},
    login::{LIFE, LoginState, WayBack},
};
use plug::{Answer, Departure, Field, Prompt};
use store::{Applied, Expect, Unit, When, Write};

use crate::{
    Answered, Asked, Engine, EngineError, Handle, Input, Offer, Opener, Page, Turn, Who, hashed,
    lend::Behalf,
    next::Next,
    scene::Known,
    settle::{Settled, Stage, scene},
    world::{App, World},
};

/// How often a step is decided again after somebody else was faster.
const TRIES: u32 = 4;

impl Engine {
    /// Opens a login for a request. The first turn may already be the last: a session can satisfy it.
    pub async fn open(
        &self,
        request: Request,
        opener: &Opener,
        session_cookie: Option<&str>,
    ) -> Result<Answered, EngineError> {
        for _ in 0..TRIES {
            let world = self.world();
            let app = world.app(request.application).ok_or(EngineError::NoApplication)?;
            let now = self.now();
            let handle = self.handle();
            let mut login = Login {
                id: self.new_id(),
                handle: hashed(handle.expose()),
                way_back: way_back(&handle),
                opener: opener.key.clone(),
                version: 1,
                request: request.clone(),
                created: now,
                until: now + LIFE,
                proofs: Vec::new(),
                open: Vec::new(),
                due: None,
                due_later: Vec::new(),
                linking: None,
                name: request.hint.clone().unwrap_or_default(),
                person: None,
                session: None,
                consented: None,
                error: None,
                judged: Vec::new(),
                typed: Vec::new(),
                tried: Vec::new(),
                state: LoginState::Open,
            };
            let session = self.usable_session(&world, app, session_cookie).await?;
            login.session = session.as_ref().map(|s| s.id);
            let stage = self.stage(&world, &login, session.as_ref()).await?;
            let settled = if world.is_open(app) {
                self.settle(&world, app, &mut login, &stage).await?
            } else {
                login.state = LoginState::Denied(Reason::NothingOffered);
                Settled { next: Next::Deny(Reason::NothingOffered), path: Vec::new(), done: Vec::new() }
            };
            let mut unit = Unit::new().expect(Expect::Catalogue(world.catalogue.version));
            if let LoginState::Denied(why) = login.state {
                unit = unit.audit(When::Done, self.event(&world, &login, "login.denied", Some(why)));
            }
            if self.commit(unit, &world, app, &mut login, &settled, None).await? == Applied::Done {
                return self.answered(&world, app, &login, handle, &settled.next, &stage);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the configuration keeps changing".into()))
    }

    /// Takes an answer and says what comes next. `Input::Look` shows the present turn and changes nothing.
    pub async fn advance(
        &self,
        handle: &str,
        opener: &Opener,
        session_cookie: Option<&str>,
        input: Input,
    ) -> Result<Answered, EngineError> {
        for _ in 0..TRIES {
            if let Some(answered) = self.advance_once(handle, opener, session_cookie, &input).await? {
                return Ok(answered);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the login keeps changing".into()))
    }

    /// `None` when somebody else was faster.
    async fn advance_once(
        &self,
        handle: &str,
        opener: &Opener,
        session_cookie: Option<&str>,
        input: &Input,
    ) -> Result<Option<Answered>, EngineError> {
        // Answers to one login are taken one at a time, so that each is judged on what the one before left.
        let _turn = match input {
            Input::Answer(_) => Some(
                self.0
                    .queue
                    .enter(&hashed(handle))
                    .await
                    .ok_or_else(|| EngineError::Unavailable("too many answers are waiting".into()))?,
            ),
            Input::Look | Input::Cancel => None,
        };
        let world = self.world();
        let mut login = self.mine(handle, opener).await?;
        login.way_back = WayBack(model::Secret::new(handle.to_owned()));
        // The client's address may change from one step to the next; the present one is judged.
        login.request.client = opener.client.clone();
        let app = world.app(login.request.application).ok_or(EngineError::NoApplication)?;
        let session = self.bound_session(&login, session_cookie).await?;
        let stage = self.stage(&world, &login, session.as_ref()).await?;
        let same = Handle(model::Secret::new(handle.to_owned()));
        if !world.is_open(app) {
            login.state = LoginState::Denied(Reason::NothingOffered);
        }
        if matches!(login.state, LoginState::Granted | LoginState::Denied(_)) {
            return self.closed(&world, app, login, same, input, &stage).await;
        }
        match input {
            Input::Look => self.look(&world, app, login, same, &stage).await.map(Some),
            Input::Cancel => self.deny(&world, app, login, same, Reason::Cancelled, &stage).await,
            Input::Answer(answer) => {
                if answer.returned().is_some() {
                    // What came back from elsewhere answers the one question that went there, whatever else it says.
                    self.judge(&world, app, login, same, &stage, answer).await
                } else if answer.has("cancel") {
                    self.deny(&world, app, login, same, Reason::Cancelled, &stage).await
                } else if answer.has("restart") {
                    self.restart(&world, app, login, same).await
                } else if let Some(method) = answer.get("method") {
                    self.pick(&world, app, login, same, &stage, method).await
                } else if let Some(choice) = answer.get("consent") {
                    self.consent(&world, app, login, same, &stage, choice == "yes").await
                } else {
                    self.judge(&world, app, login, same, &stage, answer).await
                }
            }
        }
    }

    /// The login of a handle, for the opener it was given to.
    pub(crate) async fn mine(&self, handle: &str, opener: &Opener) -> Result<Login, EngineError> {
        let login = self.store().login(&hashed(handle)).await?.ok_or(EngineError::Gone)?;
        let theirs = model::Secret::new(login.opener.clone());
        if !theirs.is(&opener.key) || self.now() >= login.until || login.state == LoginState::Redeemed {
            return Err(EngineError::Gone);
        }
        Ok(login)
    }

    /// What the turn is decided on.
    pub(crate) async fn stage(
        &self,
        world: &World,
        login: &Login,
        session: Option<&Session>,
    ) -> Result<Stage, EngineError> {
        let now = self.now();
        let person = login.proofs.first().map(|p| &p.person).or(session.map(|s| &s.person));
        let known = match person {
            Some(person) => Some(self.known(world, person, &login.request.client.browser).await?),
            None => None,
        };
        // A password that was proven here was changed elsewhere since: everything of before is over (case M067).
        let replaced = |p: &Proof| known.as_ref().and_then(|k| replaced(world, k, p)).is_some_and(|at| p.at < at);
        if login.proofs.iter().any(replaced) {
            return Err(EngineError::Gone);
        }
        let session = session
            .map(|s| s.proofs.iter().filter(|p| p.counts(login.request.fresh_since, now)).cloned().collect())
            .unwrap_or_default();
        Ok(Stage { session, known })
    }

    /// Writes a settled login with everything that goes with it. On `Full` the messages stay behind and the page says so.
    pub(crate) async fn commit(
        &self,
        unit: Unit,
        world: &World,
        app: App<'_>,
        login: &mut Login,
        settled: &Settled,
        person: Option<&Person>,
    ) -> Result<Applied, EngineError> {
        let locale = login.request.locales.first().copied().unwrap_or(Locale::En);
        let person = person.or(login.person.as_ref()).cloned();
        let client = login.request.client.clone();
        let behalf = Behalf {
            site: app.site.id,
            locale,
            person: person.as_ref(),
            session: login.session,
            about: login.id,
            client: &client,
        };
        let full = self.effects_into(unit.clone(), world, &settled.done, &behalf, false);
        note_messages(login, &full);
        let applied = self.store().apply(full.then(Write::PutLogin(Box::new(login.clone())))).await?;
        if applied != Applied::Full {
            self.wake_outbox();
            return Ok(applied);
        }
        login.error = Some(Reason::SendingLimit);
        login.open.retain(|c| world.opened(c.method).is_none_or(|m| !m.kind.sends));
        let event = self.event(world, login, "message.limited", Some(Reason::SendingLimit));
        let quiet = self.effects_into(unit, world, &settled.done, &behalf, true).audit(When::Done, event);
        Ok(self.store().apply(quiet.then(Write::PutLogin(Box::new(login.clone())))).await?)
    }

    /// The present turn. A challenge that is no longer offered is left out; nothing is written.
    async fn look(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
    ) -> Result<Answered, EngineError> {
        let (next, _) = crate::next::next(&scene(world, app, &login, stage));
        if let Next::Choose(methods) | Next::Enrol(methods) = &next {
            login.open.retain(|c| methods.contains(&c.method));
        }
        if matches!(next, Next::Owed(_)) {
            login.open = login.due.iter().cloned().collect();
        }
        self.answered(world, app, &login, handle, &next, stage)
    }

    /// Over, or waiting for its front: only restarting still does something.
    async fn closed(
        &self,
        world: &World,
        app: App<'_>,
        login: Login,
        handle: Handle,
        input: &Input,
        stage: &Stage,
    ) -> Result<Option<Answered>, EngineError> {
        let restart = matches!(input, Input::Answer(answer) if answer.has("restart"));
        if restart && matches!(login.state, LoginState::Denied(_)) && world.is_open(app) {
            return self.restart(world, app, login, handle).await;
        }
        let cancelled = matches!(input, Input::Cancel) || matches!(input, Input::Answer(a) if a.has("cancel"));
        if cancelled && login.state == LoginState::Granted {
            return self.deny(world, app, login, handle, Reason::Cancelled, stage).await;
        }
        let next = match login.state {
            LoginState::Denied(why) => Next::Deny(why),
            _ => Next::Grant,
        };
        self.answered(world, app, &login, handle, &next, stage).map(Some)
    }

    async fn deny(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        why: Reason,
        stage: &Stage,
    ) -> Result<Option<Answered>, EngineError> {
        let unit = self.current(world, &login).audit(When::Done, self.event(world, &login, "login.denied", Some(why)));
        login.version += 1;
        login.open.clear();
        login.state = LoginState::Denied(why);
        let settled = Settled { next: Next::Deny(why), path: Vec::new(), done: Vec::new() };
        self.concluded(unit, world, app, login, handle, stage, &settled).await
    }

    /// Begins again, for another person: nothing proven is kept, the session is left aside.
    async fn restart(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        _old: Handle,
    ) -> Result<Option<Answered>, EngineError> {
        let unit = self.current(world, &login);
        let handle = self.handle();
        login.handle = hashed(handle.expose());
        login.way_back = way_back(&handle);
        login.version += 1;
        login.proofs.clear();
        login.open.clear();
        login.due = None;
        login.due_later.clear();
        login.linking = None;
        login.name.clear();
        login.person = None;
        login.session = None;
        login.consented = None;
        login.error = None;
        let stage = Stage { session: Vec::new(), known: None };
        let settled = self.settle(world, app, &mut login, &stage).await?;
        self.concluded(unit, world, app, login, handle, &stage, &settled).await
    }

    /// Opens the challenge of a method that was picked among those offered.
    async fn pick(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        name: &str,
    ) -> Result<Option<Answered>, EngineError> {
        let (next, path) = {
            let scene = scene(world, app, &login, stage);
            let (next, path) = crate::next::next(&scene);
            (next, path.0.into_iter().cloned().collect::<Vec<_>>())
        };
        let (offered, enrolling) = match &next {
            Next::Choose(methods) => (methods.as_slice(), false),
            Next::Enrol(methods) => (methods.as_slice(), true),
            _ => (&[][..], false),
        };
        let Some(method) = world.named(name).filter(|m| offered.contains(&m.id)).map(|m| m.id) else {
            return self.look(world, app, login, handle, stage).await.map(Some);
        };
        let unit = self.current(world, &login);
        login.version += 1;
        login.open.clear();
        login.error = None;
        let mut done = Vec::new();
        let passed = self.begin(world, app, &mut login, stage, method, &path, enrolling, &mut done).await?;
        let mut settled = Settled { next, path, done };
        if passed {
            let more = self.settle(world, app, &mut login, stage).await?;
            (settled.next, settled.path) = (more.next, more.path);
            settled.done.extend(more.done);
        }
        self.concluded(unit, world, app, login, handle, stage, &settled).await
    }

    async fn consent(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        yes: bool,
    ) -> Result<Option<Answered>, EngineError> {
        let (next, _) = crate::next::next(&scene(world, app, &login, stage));
        if next != Next::Consent {
            return self.look(world, app, login, handle, stage).await.map(Some);
        }
        if !yes {
            return self.deny(world, app, login, handle, Reason::ConsentRejected, stage).await;
        }
        let scopes = login.request.consent.scopes.clone();
        let mut unit = self.current(world, &login).audit(
            When::Done,
            self.event(world, &login, "consent.given", None).detail(serde_json::json!({ "scopes": scopes })),
        );
        if let Some(person) = &login.person {
            let consent = model::user::Consent {
                person: person.key(),
                application: app.entry.id,
                scopes: with_earlier(stage, app.entry.id, &scopes),
                at: self.now(),
            };
            unit = unit.then(Write::PutConsent(consent));
        }
        login.version += 1;
        login.consented = Some(scopes);
        let settled = self.settle(world, app, &mut login, stage).await?;
        self.concluded(unit, world, app, login, handle, stage, &settled).await
    }

    /// Commits a settled login and answers with it; `None` when somebody else was faster.
    pub(crate) async fn concluded(
        &self,
        unit: Unit,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        settled: &Settled,
    ) -> Result<Option<Answered>, EngineError> {
        match self.commit(unit, world, app, &mut login, settled, None).await? {
            Applied::Done => self.answered(world, app, &login, handle, &settled.next, stage).map(Some),
            _ => Ok(None),
        }
    }

    /// A unit that stands only if neither the login nor the configuration moved.
    pub(crate) fn current(&self, world: &World, login: &Login) -> Unit {
        Unit::new()
            .expect(Expect::Catalogue(world.catalogue.version))
            .expect(Expect::Login { id: login.id, version: login.version })
    }

    pub(crate) fn handle(&self) -> Handle {
        let bytes: [u8; 20] = self.chance().bytes();
        Handle(model::Secret::new(data_encoding::BASE32_NOPAD.encode(&bytes).to_lowercase()))
    }

    /// An audit event of a login.
    pub(crate) fn event(&self, world: &World, login: &Login, action: &str, why: Option<Reason>) -> Event {
        let outcome = if why.is_some() { Outcome::Failure } else { Outcome::Success };
        let mut event = Event::new(self.now(), action, outcome);
        event.reason = why.map(Reason::key).unwrap_or_default().to_owned();
        event.person = login.person.as_ref().map(Person::key).unwrap_or_default();
        // A typed name is kept only once it is somebody's: people type passwords into the wrong field (case M096).
        if login.person.is_some() {
            event.name = login.name.chars().take(256).collect();
        }
        event.application =
            world.catalogue.entry(login.request.application).map(|e| e.path.clone()).unwrap_or_default();
        event.from = login.request.client.address.map(|a| a.to_string()).unwrap_or_default();
        event.agent = login.request.client.agent.chars().take(256).collect();
        event.correlation = Some(login.id);
        event
    }

    pub(crate) fn answered(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        handle: Handle,
        next: &Next,
        stage: &Stage,
    ) -> Result<Answered, EngineError> {
        let locale = login.request.locales.first().copied().unwrap_or(Locale::En);
        let offers = |methods: &[Id], enrol: bool| -> Vec<Offer> {
            // What is tried without a menu is in none.
            let seen = methods.iter().filter(|id| world.opened(**id).is_none_or(|m| !m.kind.silent));
            seen.filter_map(|id| offer(world, *id, locale, enrol)).collect()
        };
        let turn = match next {
            Next::Grant => Turn::Granted,
            Next::Deny(why) => Turn::Denied(*why),
            Next::Owed(_) => Turn::Prompt { asked: asked(world, login, locale)?, others: Vec::new() },
            Next::Consent => Turn::Consent { scopes: login.request.consent.scopes.clone() },
            Next::Choose(methods) | Next::Enrol(methods) => {
                let enrol = matches!(next, Next::Enrol(_));
                let asked = asked(world, login, locale)?;
                if let (Some(to), None) = (departure(login)?, login.error) {
                    Turn::Redirect { to, offers: offers(methods, enrol), first: login.person.is_none() }
                } else if asked.is_empty() {
                    Turn::Menu { offers: offers(methods, enrol), first: login.person.is_none() }
                } else {
                    let others: Vec<Id> =
                        methods.iter().copied().filter(|id| !asked.iter().any(|a| a.method.method == *id)).collect();
                    Turn::Prompt { asked, others: offers(&others, enrol) }
                }
            }
        };
        Ok(Answered { handle, turn, page: self.page(world, app, login, stage, locale) })
    }

    pub(crate) fn page(&self, world: &World, app: App<'_>, login: &Login, stage: &Stage, locale: Locale) -> Page {
        let (_, path) = crate::next::next(&scene(world, app, login, stage));
        let who = path.0.first().map(|first| Who {
            name: stage
                .known
                .as_ref()
                .and_then(|k| k.user.as_ref())
                .map_or_else(|| first.subject.value.clone(), |u| u.name.clone()),
            proven: path.0.iter().filter_map(|p| offer(world, p.method, locale, false)).map(|o| o.title).collect(),
        });
        Page {
            site: app.site.id,
            application: app.entry.id,
            application_title: app.application.title.or(locale, app.entry.name()).to_owned(),
            resume: login.request.resume.clone(),
            returns_to: login.request.returns_to.clone(),
            locales: login.request.locales.clone(),
            who,
            error: login.error,
            reference: login.id,
            until: login.until,
            quiet: login.request.passive,
        }
    }
}

/// What upstreams carry back, for the step that is made now.
pub(crate) fn way_back(handle: &Handle) -> WayBack {
    WayBack(handle.0.clone())
}

/// Where the browser goes for the open question, if it is one that is answered elsewhere.
fn departure(login: &Login) -> Result<Option<Departure>, EngineError> {
    let Some(challenge) = login.open.iter().find(|c| !c.departure.is_null()) else { return Ok(None) };
    serde_json::from_value(challenge.departure.clone()).map(Some).map_err(|e| EngineError::Broken(e.to_string()))
}

pub(crate) fn offer(world: &World, method: Id, locale: Locale, enrol: bool) -> Option<Offer> {
    let opened = world.opened(method)?;
    let (entry, m) = world.catalogue.method(method)?;
    Some(Offer {
        method,
        name: opened.name.clone(),
        title: m.title.or(locale, &entry.path).to_owned(),
        icon: opened.kind.icon,
        kind: opened.kind.name,
        enrol,
    })
}

pub(crate) fn asked(world: &World, login: &Login, locale: Locale) -> Result<Vec<Asked>, EngineError> {
    let mut all = Vec::new();
    for challenge in login.open.iter().filter(|c| c.departure.is_null()) {
        let mut prompt: Prompt =
            serde_json::from_value(challenge.prompt.clone()).map_err(|e| EngineError::Broken(e.to_string()))?;
        // The name that was typed stays after a wrong answer.
        for field in prompt.fields.iter_mut().filter(|_| !login.name.is_empty()) {
            if let Field::Username { value } | Field::Email { value } | Field::Phone { value } = field {
                value.clone_from(&login.name);
            }
        }
        if let Some(method) = offer(world, challenge.method, locale, challenge.enrolling) {
            all.push(Asked { method, prompt, error: login.error, message: challenge.message });
        }
    }
    Ok(all)
}

/// Since when the secret behind a proof is what it is.
fn replaced(world: &World, known: &Known, proof: &Proof) -> Option<Time> {
    let opened = world.opened(proof.method)?;
    let theirs = known.record.credentials.iter().filter(|c| c.method == proof.method);
    theirs.filter_map(|c| opened.method.replaced(c)).max()
}

/// Scopes allowed now and before: allowing less once more takes nothing back (that is what withdrawing is for).
fn with_earlier(stage: &Stage, application: Id, scopes: &[String]) -> Vec<String> {
    let given = stage.known.iter().flat_map(|k| &k.record.consents).filter(|c| c.application == application);
    let mut all: Vec<String> = given.flat_map(|c| c.scopes.clone()).collect();
    all.extend(scopes.iter().filter(|s| !all.contains(s)).cloned().collect::<Vec<_>>());
    all
}

/// Remembers which message belongs to which challenge, so that the page can say what became of it.
fn note_messages(login: &mut Login, unit: &Unit) {
    let newest = unit.send.iter().rev().find(|(_, m)| m.about == Some(login.id)).map(|(_, m)| m.id);
    if let (Some(id), Some(challenge)) = (newest, login.open.last_mut()) {
        challenge.message = Some(id);
    }
}

/// Whether an answer holds anything that a prompt could take.
pub(crate) fn meant_for(prompt: &Prompt, answer: &Answer) -> bool {
    prompt.takes(answer)
}
