//! Settling a login: asking `next` what is missing and opening the challenge that follows from it.

use model::{
    Id, Locale, Login, Proof, Reason, Time,
    audit::{Event, Outcome},
    login::{Challenge, LoginState},
};
use plug::{MethodError, Prompt, Step};

use crate::{
    Engine, EngineError,
    lend::{Done, Occasion},
    next::{self, Next},
    pipeline::{self, Passing},
    redeem,
    scene::{Known, Path, Scene},
    world::{App, Opened, World},
};

/// What a turn is decided on, read before anything is written.
#[derive(Clone)]
pub(crate) struct Stage {
    /// Fresh proofs of the session, and the session they come from.
    pub session: Vec<Proof>,
    pub known: Option<Known>,
}

/// What settling did beside changing the login.
pub(crate) struct Settled {
    pub next: Next,
    /// The proofs that it builds on.
    pub path: Vec<Proof>,
    pub done: Vec<Done>,
}

impl Engine {
    /// Brings the login's challenges in line with what is missing. Runs no judgement of an answer; writes nothing.
    pub(crate) async fn settle(
        &self,
        world: &World,
        app: App<'_>,
        login: &mut Login,
        stage: &Stage,
    ) -> Result<Settled, EngineError> {
        let mut done = Vec::new();
        for _ in 0..8 {
            let (step, path) = {
                let scene = scene(world, app, login, stage);
                let (step, path) = next::next(&scene);
                (step, path.0.into_iter().cloned().collect::<Vec<Proof>>())
            };
            let step = self.by_policy(world, app, login, stage, (step, &path), &mut done);
            login.person =
                path.first().map(|p| p.person.clone()).or_else(|| login.proofs.first().map(|p| p.person.clone()));
            let wanted = match &step {
                Next::Choose(methods) => self.keep(world, login, methods, false),
                Next::Enrol(methods) => self.keep(world, login, methods, true),
                Next::Owed(_) => {
                    login.open = login.due.iter().cloned().collect();
                    None
                }
                Next::Grant | Next::Consent | Next::Deny(_) => {
                    login.open.clear();
                    None
                }
            };
            login.state = match &step {
                Next::Grant => LoginState::Granted,
                Next::Deny(why) => LoginState::Denied(*why),
                _ => LoginState::Open,
            };
            let Some(method) = wanted else {
                let step = self.nothing_seen(world, login, step);
                return Ok(Settled { next: nothing_shown(login, step), path, done });
            };
            let enrolling = matches!(step, Next::Enrol(_));
            if !self.begin(world, app, login, stage, method, &path, enrolling, &mut done).await? {
                return Ok(Settled { next: nothing_shown(login, step), path, done });
            }
            // A method that needs no answer has passed: ask again what is missing.
        }
        Err(EngineError::Broken("methods keep passing without an answer".into()))
    }

    /// What the application's policy wants of the person is asked before the login is granted, so that they read of it on our page.
    fn by_policy(
        &self,
        world: &World,
        app: App<'_>,
        login: &Login,
        stage: &Stage,
        (step, path): (Next, &[Proof]),
        done: &mut Vec<Done>,
    ) -> Next {
        // Where nothing is asked of anybody the grant is made once, when it is redeemed.
        if step != Next::Grant || app.entry.links_as("policy").next().is_none() {
            return step;
        }
        match redeem::grant(world, app, login, stage, path, login.id) {
            Ok(_) => step,
            Err(refused) => {
                if let (Some(_), Some(last)) = (&refused.unmet, path.last()) {
                    let event = Event::new(self.now(), "policy.unmet", Outcome::Failure).detail(refused.detail());
                    done.push(Done { method: last.method, effects: vec![plug::Effect::Audit(Box::new(event))] });
                }
                Next::Deny(refused.why)
            }
        }
    }

    /// Drops challenges that are no longer offered. The method to begin with, where there is no choice to make.
    fn keep(&self, world: &World, login: &mut Login, methods: &[Id], enrolling: bool) -> Option<Id> {
        login.open.retain(|c| methods.contains(&c.method) && c.enrolling == enrolling);
        if !login.open.is_empty() || login.error == Some(Reason::SendingLimit) {
            return None;
        }
        let opened: Vec<&Opened> = methods.iter().filter_map(|id| world.opened(*id)).collect();
        let (silent, opened): (Vec<_>, Vec<_>) = opened.into_iter().partition(|m| m.kind.silent);
        if let Some(untried) = silent.into_iter().find(|m| !enrolling && !login.tried.contains(&m.id)) {
            login.tried.push(untried.id);
            return Some(untried.id);
        }
        let main: Vec<&&Opened> = opened.iter().filter(|m| !m.kind.companion).collect();
        if login.request.passive {
            // What can be asked without a page is asked once.
            let untried = opened.iter().map(|m| m.id).find(|id| !login.tried.contains(id));
            login.tried.extend(untried);
            return untried;
        }
        match (main.as_slice(), opened.as_slice()) {
            ([only], _) => Some(only.id),
            ([], [only]) => Some(only.id),
            // After a first factor the one that needs no message is at hand at once; the others stand beside it.
            (several, _) if login.person.is_some() && !enrolling => {
                let mut quiet = several.iter().filter(|m| !m.kind.sends);
                match (quiet.next(), quiet.next()) {
                    (Some(one), None) => Some(one.id),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Silent methods are no choice: where they were the only ones and none has passed, nothing is offered.
    fn nothing_seen(&self, world: &World, login: &mut Login, step: Next) -> Next {
        let Next::Choose(methods) = &step else { return step };
        let is_silent = |id: &Id| world.opened(*id).is_some_and(|m| m.kind.silent);
        if login.request.passive || !login.open.is_empty() || !methods.iter().all(is_silent) {
            return step;
        }
        login.state = LoginState::Denied(Reason::NothingOffered);
        Next::Deny(Reason::NothingOffered)
    }

    /// Opens one challenge. True when the method passed at once, or has silently nothing to say, and the login must be settled again.
    pub(crate) async fn begin(
        &self,
        world: &World,
        app: App<'_>,
        login: &mut Login,
        stage: &Stage,
        method: Id,
        path: &[Proof],
        enrolling: bool,
        done: &mut Vec<Done>,
    ) -> Result<bool, EngineError> {
        let Some(opened) = world.opened(method) else { return Ok(false) };
        let attributes = Path(path.iter().collect()).attributes();
        let name = if login.name.is_empty() {
            stage.known.as_ref().and_then(|k| k.user.as_ref()).map(|u| u.name.clone()).unwrap_or_default()
        } else {
            login.name.clone()
        };
        let occasion = Occasion {
            locale: login.request.locales.first().copied().unwrap_or(Locale::En),
            name: &name,
            known: stage.known.as_ref(),
            attributes,
            enrolling,
            recovering: false,
            follows: !path.is_empty(),
            second_factor: second_factor_possible(world, method),
            login: Some(login),
        };
        let lent = self.lend(world, app, opened, occasion);
        let now = self.now();
        let (step, effects) = {
            let mut cx = lent.cx(self, now);
            let step =
                if enrolling { opened.method.enrol(&mut cx).await } else { opened.method.challenge(&mut cx).await };
            (step, std::mem::take(&mut cx.effects))
        };
        let step = match step {
            Ok(step) => step,
            Err(error) => {
                self.method_failed(&opened.name, &error);
                if opened.kind.silent {
                    return Ok(true);
                }
                login.error = Some(Reason::Unavailable);
                return Ok(false);
            }
        };
        match step {
            Step::Ask(prompt, state) | Step::Wait { prompt, state, .. } => {
                login.open.push(self.challenge(opened, &prompt, state, enrolling, now)?);
            }
            Step::Leave(to, state) => {
                let departure = serde_json::to_value(to).map_err(|e| EngineError::Broken(e.to_string()))?;
                let asked = self.challenge(opened, &Prompt::new(ELSEWHERE, Vec::new()), state, enrolling, now)?;
                login.open.push(Challenge { departure, ..asked });
            }
            Step::Fail(_) | Step::Again(..) if opened.kind.silent => {
                done.push(Done { method, effects });
                return Ok(true);
            }
            Step::Fail(why) | Step::Again(why, ..) => login.error = Some(why),
            Step::Pass(evidence) | Step::Owe(evidence, ..) => {
                let person = login.person.clone();
                let user = stage.known.as_ref().and_then(|k| k.user.as_deref());
                let passing =
                    Passing { method: opened, id: self.new_id(), now, person, user, after: path.last().map(|p| p.id) };
                login.proofs.push(pipeline::prove(world, evidence, &passing));
                done.push(Done { method, effects });
                return Ok(true);
            }
        }
        done.push(Done { method, effects });
        Ok(false)
    }

    pub(crate) fn challenge(
        &self,
        opened: &Opened,
        prompt: &Prompt,
        state: serde_json::Value,
        enrolling: bool,
        now: Time,
    ) -> Result<Challenge, EngineError> {
        let prompt = serde_json::to_value(prompt).map_err(|e| EngineError::Broken(e.to_string()))?;
        Ok(Challenge {
            id: self.new_id(),
            method: opened.id,
            kind: opened.kind.name.to_owned(),
            form: opened.method.form(),
            state,
            prompt,
            departure: serde_json::Value::Null,
            enrolling,
            misses: 0,
            message: None,
            at: now,
        })
    }

    pub(crate) fn method_failed(&self, method: &str, error: &MethodError) {
        metrics::counter!("symbolon_method_errors_total", "method" => method.to_owned()).increment(1);
        tracing::warn!(method.name = %method, error = %error, "Method `{method}` could not do its part");
    }
}

/// Text of a question that is not asked here.
pub(crate) const ELSEWHERE: &str = "elsewhere";

/// Where nothing may be shown, whatever does not go on elsewhere by itself ends here.
fn nothing_shown(login: &mut Login, step: Next) -> Next {
    let goes_on = login.open.iter().any(|challenge| !challenge.departure.is_null());
    if !login.request.passive || goes_on || matches!(step, Next::Grant | Next::Deny(_)) {
        return step;
    }
    let why = login.error.filter(|why| tells(*why)).unwrap_or(Reason::LoginRequired);
    login.open.clear();
    login.state = LoginState::Denied(why);
    Next::Deny(why)
}

/// What an application is told of a question that came to nothing without a page; all else is that somebody would have to log in.
pub(crate) const fn tells(why: Reason) -> bool {
    matches!(why, Reason::LoginRequired | Reason::ConsentRequired | Reason::InteractionRequired | Reason::NoContext)
}

/// The scene of a login.
pub(crate) fn scene<'a>(world: &'a World, app: App<'a>, login: &'a Login, stage: &'a Stage) -> Scene<'a> {
    Scene {
        world,
        app,
        request: &login.request,
        own: &login.proofs,
        session: &stage.session,
        known: stage.known.as_ref(),
        consented: login.consented.as_deref(),
        owed: login.due.as_ref().map(|c| c.method),
        recorder: None,
    }
}

/// Whether something may follow a method at all: passwords before a second factor may be shorter (case M044).
pub(crate) fn second_factor_possible(world: &World, method: Id) -> bool {
    world.catalogue.entry(method).is_some_and(|e| e.links_as("nextFactor").next().is_some())
}
