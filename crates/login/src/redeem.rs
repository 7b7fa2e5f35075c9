//! Redeeming a granted login, once.

use model::{Credential, Id, Locale, Login, Proof, Reason, Request, Time, login::LoginState, ticket::TicketKind};
use store::{Applied, Expect, When, Write};

use crate::{
    Engine, EngineError, Grant, Opener, SessionGrant, groups,
    next::{self, Next},
    pipeline,
    release::{self, About, Refused},
    scene::Path,
    settle::{Stage, scene},
    wanted,
    world::{App, World},
};

impl Engine {
    /// What a granted login is worth, once; a denied one is taken back to its protocol with the reason.
    pub async fn redeem(
        &self,
        handle: &str,
        opener: &Opener,
        session_cookie: Option<&str>,
    ) -> Result<Result<Grant, (Reason, Request)>, EngineError> {
        self.redeem_as(handle, opener, session_cookie, &|_| None).await
    }

    /// The same; the session remembers that the application calls the person so, for its logout.
    pub async fn redeem_as(
        &self,
        handle: &str,
        opener: &Opener,
        session_cookie: Option<&str>,
        called: &(dyn Fn(&Grant) -> Option<String> + Sync),
    ) -> Result<Result<Grant, (Reason, Request)>, EngineError> {
        for _ in 0..4 {
            let login = self.mine(handle, opener).await?;
            if let LoginState::Denied(why) = login.state {
                return self.hand_back(login, &why.into()).await;
            }
            if let Some(outcome) = self.redeem_once(login, session_cookie, called).await? {
                return Ok(outcome);
            }
            self.reload().await?;
        }
        Err(EngineError::Unavailable("the login keeps changing".into()))
    }

    async fn hand_back(
        &self,
        mut login: Login,
        refused: &Refused,
    ) -> Result<Result<Grant, (Reason, Request)>, EngineError> {
        let world = self.world();
        let mut unit = self.current(&world, &login);
        // A denial was told when the login came to it; what fell between the grant and here is told now.
        if login.state == LoginState::Granted {
            let event = self.event(&world, &login, "login.denied", Some(refused.why)).detail(refused.detail());
            unit = unit.audit(When::Done, event);
        }
        login.version += 1;
        login.state = LoginState::Redeemed;
        match self.store().apply(unit.then(Write::PutLogin(Box::new(login.clone())))).await? {
            Applied::Done => Ok(Err((refused.why, login.request))),
            _ => Err(EngineError::Gone),
        }
    }

    /// `None` when somebody else was faster.
    async fn redeem_once(
        &self,
        mut login: Login,
        cookie: Option<&str>,
        called: &(dyn Fn(&Grant) -> Option<String> + Sync),
    ) -> Result<Option<Result<Grant, (Reason, Request)>>, EngineError> {
        let world = self.world();
        let app = world.app(login.request.application).ok_or(EngineError::NoApplication)?;
        let held = match cookie {
            Some(cookie) => self.session(cookie).await?,
            None => None,
        };
        let session = held.clone().filter(|s| Some(s.id) == login.session);
        let stage = self.stage(&world, &login, session.as_ref()).await?;
        let path: Vec<Proof> = {
            let scene = scene(&world, app, &login, &stage);
            match next::next(&scene) {
                (Next::Grant, path) if world.is_open(app) => path.0.into_iter().cloned().collect(),
                // What was granted is not any more: a method was disabled, the person left the group.
                (Next::Deny(why), _) => return self.hand_back(login, &why.into()).await.map(Some),
                _ => return Err(EngineError::Gone),
            }
        };
        let going_on = session.as_ref().filter(|s| path.first().is_some_and(|p| p.person == s.person));
        let mut grant = match grant(&world, app, &login, &stage, &path, going_on.map_or(login.id, |s| s.id)) {
            Ok(grant) => grant,
            Err(refused) => return self.hand_back(login, &refused).await.map(Some),
        };
        login.person = Some(grant.person.clone());
        let browser = login.request.front == model::request::Front::Browser;
        let mut unit = self.current(&world, &login);
        for (person, counter) in self.counters(&login, &stage) {
            unit = unit.expect(Expect::Unlocked { person, browser: counter, now: self.now() });
        }
        // What was proven is still the secret when the session begins: a change in between ends it, or undoes this.
        for credential in self.replaceable(&world, &login, &stage) {
            unit = unit.expect(Expect::Credential { id: credential.id, version: credential.version });
        }
        if browser {
            let theirs = session.as_ref().filter(|s| s.person == grant.person).cloned();
            // The browser gets another session, so the one it held ends: it was somebody else's, or left aside.
            if let Some(other) = held.as_ref().filter(|s| theirs.as_ref().is_none_or(|t| t.id != s.id)) {
                unit = self.ending(unit, other, "replaced", &login.request.client).await;
            }
            if let Some(old) = &theirs {
                unit = unit.expect(Expect::Session { id: old.id, version: old.version });
            }
            let subject = called(&grant).unwrap_or_else(|| grant.subject.value.clone());
            let (session, cookie) = self.session_after(&world, app, &login, theirs, &subject);
            let until = path.iter().filter_map(|proof| proof.until).fold(session.until, Time::min);
            grant.session = Some(SessionGrant { id: session.id, cookie, until });
            unit = unit.then(Write::PutSession(Box::new(session)));
        }
        let mut event = self.event(&world, &login, "login.granted", None);
        event.name.clone_from(&grant.subject.value);
        event.method = grant.methods.join(" ");
        event.detail =
            serde_json::json!({ "session": grant.session.as_ref().map(|s| s.id), "acr": grant.acr, "amr": grant.amr });
        unit = unit.audit(When::Done, event);
        if !login.request.client.browser.is_empty() && !login.proofs.is_empty() {
            unit = unit.then(Write::KnowBrowser {
                person: grant.person.key(),
                browser: login.request.client.browser.clone(),
                now: self.now(),
            });
        }
        if !login.proofs.is_empty() {
            unit = unit.then(Write::EndTicketsOf {
                person: grant.person.key(),
                kind: Some(TicketKind::Reset),
                application: None,
                now: self.now(),
            });
        }
        login.version += 1;
        login.state = LoginState::Redeemed;
        match self.store().apply(unit.then(Write::PutLogin(Box::new(login.clone())))).await? {
            Applied::Done => {
                metrics::counter!("symbolon_logins_total", "application" => app.entry.path.clone()).increment(1);
                Ok(Some(Ok(grant)))
            }
            Applied::Locked => Ok(Some(Err((Reason::Locked, login.request)))),
            _ => Ok(None),
        }
    }

    /// Counters that this login was judged under; for one that only a session carries, the person's.
    pub(crate) fn counters(&self, login: &Login, stage: &Stage) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> =
            login.judged.iter().map(|k| (k.person.clone(), k.browser.clone())).collect();
        if all.is_empty()
            && let (Some(person), Some(known)) = (&login.person, &stage.known)
        {
            let browser = if known.record.known_browser { login.request.client.browser.clone() } else { String::new() };
            all.push((person.key(), browser));
        }
        all.sort();
        all.dedup();
        all
    }

    /// Credentials that this login proved and that their owner can replace.
    pub(crate) fn replaceable<'a>(
        &self,
        world: &'a World,
        login: &'a Login,
        stage: &'a Stage,
    ) -> impl Iterator<Item = &'a Credential> {
        let all = stage.known.iter().flat_map(|known| &known.record.credentials);
        let proven = all.filter(|c| login.proofs.iter().any(|p| p.method == c.method));
        proven.filter(|c| world.opened(c.method).is_some_and(|o| o.method.replaced(c).is_some()))
    }
}

/// What a path of proofs is worth to the application, by its policy; a broken constraint denies. A session that begins with this
/// login takes the login's id, so that policies see one id from its first application on.
pub(crate) fn grant(
    world: &World,
    app: App<'_>,
    login: &Login,
    stage: &Stage,
    path: &[Proof],
    session: Id,
) -> Result<Grant, Refused> {
    let path = Path(path.iter().collect());
    let scene = scene(world, app, login, stage);
    let (Some(first), Some(last)) = (path.0.first().copied(), path.last()) else {
        return Err(Reason::LoginRequired.into());
    };
    let (_, method) = world.catalogue.method(first.method).ok_or(Reason::NothingOffered)?;
    let subject = pipeline::named(method, &first.subject).ok_or(Reason::FormatRule)?;
    let groups = scene.groups(&path);
    let user = stage.known.as_ref().and_then(|k| k.user.clone());
    let scopes = login.request.consent.scopes.clone();
    let delivered = path.attributes();
    let released = release::released(
        world,
        app,
        &About {
            groups: &groups,
            scopes: &scopes,
            method: &delivered,
            user: user.as_deref(),
            subject: &subject,
            session,
            locale: login.request.locales.first().copied().unwrap_or(Locale::En),
        },
    )?;
    let stating = path.0.iter().rev().find_map(|p| wanted::stated(&scene, p).map(|r| (*p, r)));
    let (stating, asked) = stating.map_or((last, None), |(p, r)| (p, Some(r)));
    let (_, stated) = world.catalogue.method(stating.method).ok_or(Reason::NothingOffered)?;
    // What the upstream stated stands in the place of the method's own class and acr, where that counts.
    let theirs =
        stating.references.as_ref().map(|r| asked.clone().filter(|a| r.contains(a)).or_else(|| r.first().cloned()));
    let mut amr: Vec<String> = Vec::new();
    for value in path.0.iter().flat_map(|p| &p.amr) {
        if !amr.contains(value) {
            amr.push(value.clone());
        }
    }
    if path.0.len() > 1 && !amr.contains(&"mfa".to_owned()) {
        amr.push("mfa".to_owned());
    }
    Ok(Grant {
        login: login.id,
        request: login.request.clone(),
        person: first.person.clone(),
        user,
        subject,
        attributes: released.attributes,
        forms: released.forms,
        given_name: released.name,
        groups: groups::names(world, &groups),
        acr: theirs
            .clone()
            .unwrap_or_else(|| asked.filter(|a| Some(a.as_str()) == stated.acr.as_deref()).or(stated.acr.clone())),
        class_reference: theirs.unwrap_or_else(|| stated.class_reference.clone()),
        declaration_reference: Some(stated.declaration_reference.clone()).filter(|d| !d.is_empty()),
        amr,
        auth_time: path.0.iter().map(|p| p.at).min().unwrap_or(login.created),
        methods: path.0.iter().map(|p| p.method_name.clone()).collect(),
        scopes,
        session: None,
    })
}
