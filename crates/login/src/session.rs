//! Sessions: proofs that outlive a login, their time-outs, and their end.

use model::{
    Id, Login, Person, Session, Span, Time,
    audit::{Event, Outcome},
    message::Message,
    request::{Client, ConsentAsked, Front, Request, Wanted},
    session::Participant,
};
use store::{Applied, Unit, When, Write};

use crate::{
    Engine, EngineError, Handle, Present, hashed,
    next::{self, Next},
    scene::Scene,
    settle::Stage,
    world::{App, World},
};

impl Engine {
    /// The session of a cookie, if it is alive and its person may still log in.
    pub async fn session(&self, cookie: &str) -> Result<Option<Session>, EngineError> {
        let found = self.store().session(&hashed(cookie)).await?;
        Ok(found.filter(|s| s.alive(self.now())))
    }

    /// A session whose proofs this application may use (single sign-on reaches one top-level site, or sharing ones).
    pub(crate) async fn usable_session(
        &self,
        world: &World,
        app: App<'_>,
        cookie: Option<&str>,
    ) -> Result<Option<Session>, EngineError> {
        let Some(cookie) = cookie else { return Ok(None) };
        let session = self.session(cookie).await?;
        Ok(session
            .filter(|s| world.catalogue.top_of(app.site.id).is_some_and(|top| world.catalogue.shared(s.site, top))))
    }

    /// The session that a login began with, as long as the browser still has it.
    pub(crate) async fn bound_session(
        &self,
        login: &Login,
        cookie: Option<&str>,
    ) -> Result<Option<Session>, EngineError> {
        let (Some(id), Some(cookie)) = (login.session, cookie) else { return Ok(None) };
        Ok(self.session(cookie).await?.filter(|s| s.id == id))
    }

    /// Whether a session alone satisfies a page of ours right now; `fresh_since` asks for recent proofs (cases M022, M068).
    pub async fn present(
        &self,
        cookie: Option<&str>,
        application: Id,
        fresh_since: Option<Time>,
        client: &Client,
    ) -> Result<Option<Present>, EngineError> {
        let world = self.world();
        let app = world.app(application).ok_or(EngineError::NoApplication)?;
        let Some(session) = self.usable_session(&world, app, cookie).await? else { return Ok(None) };
        let request = page_request(application, fresh_since, client);
        let known = self.known(&world, &session.person, &client.browser).await?;
        let fresh = session.proofs.iter().filter(|p| p.counts(fresh_since, self.now())).cloned().collect();
        let stage = Stage { session: fresh, known: Some(known) };
        let scene = Scene {
            world: &world,
            app,
            request: &request,
            own: &[],
            session: &stage.session,
            known: stage.known.as_ref(),
            consented: None,
            owed: None,
            recorder: None,
        };
        let (step, path) = next::next(&scene);
        if step != Next::Grant || !world.is_open(app) {
            return Ok(None);
        }
        let auth_time = path.0.iter().map(|p| p.at).min().unwrap_or(session.created);
        let user = stage.known.as_ref().and_then(|k| k.user.clone());
        if self.now() - session.used > Span::minutes(1) {
            self.store().apply(Unit::new().then(Write::TouchSession { id: session.id, now: self.now() })).await?;
        }
        Ok(Some(Present { person: session.person.clone(), session, user, auth_time }))
    }

    /// Sessions of a person that are alive, newest first.
    pub async fn sessions_of(&self, person: &Person) -> Result<Vec<Session>, EngineError> {
        let all = self.store().sessions_of(&person.key()).await?;
        Ok(all.into_iter().filter(|s| s.alive(self.now())).collect())
    }

    /// The session after a granted login: the old one with a new value, or a new one.
    pub(crate) fn session_after(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        old: Option<Session>,
        subject: &str,
    ) -> (Session, Option<Handle>) {
        let now = self.now();
        let system = world.catalogue.system();
        let cookie = self.handle();
        let person = login.person.clone();
        let same = old.filter(|s| Some(&s.person) == person.as_ref());
        let mut session = same.unwrap_or_else(|| Session {
            id: login.id,
            hash: String::new(),
            site: world.catalogue.top_of(app.site.id).unwrap_or(app.site.id),
            person: person.unwrap_or(Person::Unregistered { method: app.entry.id, subject: String::new() }),
            proofs: Vec::new(),
            created: now,
            used: now,
            idle: Span::minutes(i64::from(system.session_idle_minutes)),
            until: now + Span::minutes(i64::from(system.session_minutes)),
            address: String::new(),
            agent: String::new(),
            browser: String::new(),
            participants: Vec::new(),
            ended: None,
            version: 0,
        });
        for proof in &login.proofs {
            session.proofs.retain(|p| p.method != proof.method);
            session.proofs.push(proof.clone());
        }
        if app.application.session_idle_minutes > 0 {
            session.idle = session.idle.min(Span::minutes(i64::from(app.application.session_idle_minutes)));
        }
        // A new value with every proof (case M062); a silent login keeps it, so that requests side by side do not end each other's.
        let fresh = session.hash.is_empty() || !login.proofs.is_empty();
        if fresh {
            session.hash = hashed(cookie.expose());
        }
        session.used = now;
        session.version += 1;
        let client = &login.request.client;
        session.address = client.address.map(|a| a.to_string()).unwrap_or_default();
        session.agent = client.agent.chars().take(256).collect();
        session.browser.clone_from(&client.browser);
        match session.participants.iter_mut().find(|p| p.application == app.entry.id) {
            // What it was called last is what it is logged out as.
            Some(known) => subject.clone_into(&mut known.subject),
            None => session.participants.push(Participant {
                application: app.entry.id,
                protocol: app.application.protocol.clone(),
                subject: subject.to_owned(),
                since: now,
            }),
        }
        (session, fresh.then_some(cookie))
    }

    /// Ends one session: its tickets go with it, and its applications are told.
    pub async fn end_session(&self, id: Id, why: &str, client: &Client) -> Result<bool, EngineError> {
        self.end_session_but(id, why, client, &[], Vec::new()).await
    }

    /// The same, where some of its applications know already, or are told otherwise: `messages` are committed with the end.
    pub async fn end_session_but(
        &self,
        id: Id,
        why: &str,
        client: &Client,
        told: &[Id],
        messages: Vec<Message>,
    ) -> Result<bool, EngineError> {
        let Some(mut session) = self.store().session_by_id(id).await? else { return Ok(false) };
        session.participants.retain(|p| !told.contains(&p.application));
        if session.ended.is_some() {
            return Ok(false);
        }
        let unit = self.ending(Unit::new(), &session, why, client).await;
        let unit = messages.into_iter().fold(unit, |unit, message| unit.send(When::Done, message));
        let applied = self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(applied == Applied::Done)
    }

    /// Ends all other sessions of the person; how many those were.
    pub async fn end_other_sessions(&self, present: &Present, client: &Client) -> Result<usize, EngineError> {
        let others: Vec<Session> =
            self.sessions_of(&present.person).await?.into_iter().filter(|s| s.id != present.session.id).collect();
        let mut unit = Unit::new();
        for session in &others {
            unit = self.ending(unit, session, "others", client).await;
        }
        self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(others.len())
    }

    /// Adds the end of a session to a unit.
    pub async fn ending(&self, unit: Unit, session: &Session, why: &str, client: &Client) -> Unit {
        let now = self.now();
        let mut event = Event::new(now, "session.ended", Outcome::Success)
            .detail(serde_json::json!({ "session": session.id, "why": why }));
        event.person = session.person.key();
        event.from = client.address.map(|a| a.to_string()).unwrap_or_default();
        event.correlation = Some(session.id);
        let mut unit = unit
            .then(Write::EndSession { id: session.id, now })
            .then(Write::EndTicketsOfSession { session: session.id, now })
            .audit(When::Done, event);
        if let Some(farewell) = self.0.farewell.get() {
            for message in farewell.goodbyes(session).await {
                unit = unit.send(When::Done, message);
            }
        }
        unit
    }

    /// Ends every session of a person, after a lost device, a disabled account or a forgotten password (case M067).
    pub async fn end_all_sessions(&self, person: &Person, why: &str, client: &Client) -> Result<usize, EngineError> {
        let all = self.sessions_of(person).await?;
        let mut unit = Unit::new();
        for session in &all {
            unit = self.ending(unit, session, why, client).await;
        }
        self.store().apply(unit).await?;
        self.wake_outbox();
        Ok(all.len())
    }
}

/// What a page of ours asks of a session.
fn page_request(application: Id, fresh_since: Option<Time>, client: &Client) -> Request {
    Request {
        application,
        wanted: Wanted::Any,
        fresh_since,
        passive: true,
        only: None,
        hint: None,
        consent: ConsentAsked::default(),
        locales: Vec::new(),
        front: Front::Browser,
        client: client.clone(),
        resume: String::new(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: serde_json::Value::Null,
    }
}
