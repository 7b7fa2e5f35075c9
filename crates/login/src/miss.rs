//! What a miss does: it is counted and told in any case, and shown where the login did not move meanwhile.

use model::{Locale, Lockout, Login, Reason, audit::Event, login::LoginState};
use plug::{Effect, Prompt};
use store::{Applied, Miss, Told, Unit, When, Write};

use crate::{
    Answered, Engine, EngineError, Handle, hashed,
    judge::Judged,
    lend::Behalf,
    next::Next,
    settle::{Settled, Stage, tells},
    world::{App, Opened, World},
};

impl Engine {
    /// What is told of a pass that comes to nothing: its code was spent already, or the person is locked out meanwhile.
    pub(crate) fn too_late(&self, unit: Unit, world: &World, login: &Login, method: &str) -> Unit {
        let told = |why| {
            let mut event = self.event(world, login, "method.missed", Some(why));
            method.clone_into(&mut event.method);
            event
        };
        unit.audit(When::Spent, told(Reason::Replay)).audit(When::Locked, told(Reason::Locked))
    }

    /// A miss with its event and its count, which stand in any case.
    pub(crate) fn count_miss(
        &self,
        unit: Unit,
        world: &World,
        app: App<'_>,
        login: &Login,
        opened: &Opened,
        why: Reason,
        judged: &Judged,
    ) -> Unit {
        let mut event = self.event(world, login, "method.missed", Some(judged.refused.unwrap_or(why)));
        event.method.clone_from(&opened.name);
        event.person.clone_from(&judged.key.person);
        event.name = judged.known.as_ref().and_then(|k| k.user.as_ref()).map(|u| u.name.clone()).unwrap_or_default();
        let mut unit = unit.audit(When::Always, event.clone());
        for told in &judged.told {
            unit = unit.audit(
                When::Always,
                Event { action: told.action.clone(), detail: told.detail.clone(), ..event.clone() },
            );
        }
        if why.counts() && judged.refused.is_none() && !opened.kind.silent {
            let rule = world.catalogue.method(opened.id).map(|(_, m)| m.lockout()).unwrap_or_default();
            return unit.always(Write::Miss(self.miss(world, app, login, judged, rule)));
        }
        unit
    }

    /// A miss: counted in any case, shown if the login did not move.
    pub(crate) async fn missed(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        next: &Next,
        index: usize,
        why: Reason,
        judged: &Judged,
    ) -> Result<Option<Answered>, EngineError> {
        let method = login.open[index].method;
        let Some(opened) = world.opened(method) else { return Ok(None) };
        let unit = self.current(world, &login);
        let unit = self.count_miss(unit, world, app, &login, opened, why, judged);
        login.version += 1;
        if opened.kind.silent {
            // It goes on as if nothing had been tried.
            login.open.clear();
            let settled = self.settle(world, app, &mut login, stage).await?;
            return self.concluded(unit, world, app, login, handle, stage, &settled).await;
        }
        if login.request.passive {
            return self.quiet_end(unit, world, app, login, handle, stage, why).await;
        }
        login.error = Some(why);
        bear(world, &mut login, index, why);
        let applied = self.store().apply(unit.then(Write::PutLogin(Box::new(login.clone())))).await?;
        self.wake_outbox();
        if applied == Applied::Done {
            self.answered(world, app, &login, handle, next, stage).map(Some)
        } else {
            self.afresh(world, app, &handle, &login, stage, next).await
        }
    }

    /// Where nothing may be shown there is no second try: the application is told.
    async fn quiet_end(
        &self,
        unit: Unit,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        why: Reason,
    ) -> Result<Option<Answered>, EngineError> {
        let why = if tells(why) { why } else { Reason::LoginRequired };
        login.open.clear();
        login.state = LoginState::Denied(why);
        let unit = unit.audit(When::Done, self.event(world, &login, "login.denied", Some(why)));
        let settled = Settled { next: Next::Deny(why), path: Vec::new(), done: Vec::new() };
        self.concluded(unit, world, app, login, handle, stage, &settled).await
    }

    /// Somebody else's answer moved the login while this one missed: the present turn, with the miss told.
    async fn afresh(
        &self,
        world: &World,
        app: App<'_>,
        handle: &Handle,
        stale: &Login,
        stage: &Stage,
        next: &Next,
    ) -> Result<Option<Answered>, EngineError> {
        match self.store().login(&hashed(handle.expose())).await? {
            Some(mut login) => {
                login.error = stale.error;
                self.answered(world, app, &login, handle.clone(), next, stage).map(Some)
            }
            None => Err(EngineError::Gone),
        }
    }

    /// An error that is shown and not counted.
    pub(crate) async fn miss_uncounted(
        &self,
        world: &World,
        app: App<'_>,
        mut login: Login,
        handle: Handle,
        stage: &Stage,
        next: &Next,
        why: Reason,
    ) -> Result<Option<Answered>, EngineError> {
        let unit = self.current(world, &login);
        login.version += 1;
        if login.request.passive {
            return self.quiet_end(unit, world, app, login, handle, stage, why).await;
        }
        login.error = Some(why);
        let applied = self.store().apply(unit.then(Write::PutLogin(Box::new(login.clone())))).await?;
        if applied == Applied::Done {
            self.answered(world, app, &login, handle, next, stage).map(Some)
        } else {
            self.afresh(world, app, &handle, &login, stage, next).await
        }
    }

    fn miss(&self, world: &World, app: App<'_>, login: &Login, judged: &Judged, rule: Lockout) -> Miss {
        let mut event = self.event(world, login, "account.locked", Some(Reason::Locked));
        event.person.clone_from(&judged.key.person);
        event.detail = serde_json::json!({ "class": judged.key.class, "browser": !judged.key.browser.is_empty() });
        let locale = login.request.locales.first().copied().unwrap_or(Locale::En);
        let behalf = Behalf {
            site: app.site.id,
            locale,
            person: judged.person.as_ref(),
            session: None,
            about: login.id,
            client: &login.request.client,
        };
        let user = judged.known.as_ref().and_then(|k| k.user.as_ref()).filter(|_| app.of.lock_notices);
        let args = plug::Args::from([("minutes".to_owned(), plug::Value::Number(rule.duration.as_seconds() / 60))]);
        let send = user.and_then(|u| self.notice(u, "locked", args, &behalf)).into_iter().collect();
        Miss { key: judged.key.clone(), rule, now: self.now(), on_lock: Some(Box::new(Told { event, send })) }
    }
}

/// A challenge bears so many misses where it sends something.
pub(crate) fn bear(world: &World, login: &mut Login, index: usize, why: Reason) {
    let Some(challenge) = login.open.get_mut(index) else { return };
    challenge.misses += u32::from(why.counts());
    let most = world.catalogue.method(challenge.method).map(|(_, m)| m.sending.attempts_per_code).unwrap_or_default();
    if world.opened(challenge.method).is_some_and(|o| o.kind.sends) && challenge.misses >= most {
        login.open.remove(index);
        login.error = Some(Reason::Expired);
    }
}

/// What a method tells with a miss.
pub(crate) fn event(effect: Effect) -> Option<Event> {
    if let Effect::Audit(event) = effect { Some(*event) } else { None }
}

/// A miss may change what the challenge asks and remembers.
pub(crate) fn replace(
    login: &mut Login,
    index: usize,
    prompt: &Prompt,
    state: serde_json::Value,
) -> Result<(), EngineError> {
    if let Some(challenge) = login.open.get_mut(index) {
        challenge.prompt = serde_json::to_value(prompt).map_err(|e| EngineError::Broken(e.to_string()))?;
        challenge.state = state;
    }
    Ok(())
}
