//! One line on its way through a login: what it is for, what it proves, and what is missing then. Nothing is written before
//! the end; a login that ends with its first line is never stored.

use model::{Id, Locale, Login, Person, Proof, Reason, lockout::Class, request::Front};
use plug::{Factor, Kind, Prompt};
use serde::Deserialize as _;
use store::{Expect, Unit, When, Write};

use super::{
    Choice, Line, Said,
    parts::{self, Parts},
};
use crate::{
    Engine, EngineError, Offer,
    flow::offer,
    judge::{Judged, Taken, Verdict, targets},
    lend::Done,
    miss::replace,
    next::{self, Next},
    settle::{Stage, scene},
    world::{App, Opened, World},
};

/// A login in hand. It goes from step to step in a box: each of them would keep a copy in the future otherwise, of which
/// thousands may wait.
#[derive(Clone)]
pub struct Walk<'a> {
    pub(super) engine: &'a Engine,
    pub(super) world: &'a World,
    pub(super) app: App<'a>,
    pub(super) login: Login,
    pub(super) stage: Stage,
    /// It is in the store, at the version it carries.
    pub(super) stored: bool,
    /// What has come together so far.
    pub(super) unit: Unit,
    pub(super) done: Vec<Done>,
    /// Names of the methods that passed with this line.
    pub(super) passed: Vec<String>,
}

/// `None`: somebody else was faster, and all of it is decided again.
pub type Outcome = Result<Option<Said>, EngineError>;

impl<'a> Walk<'a> {
    pub fn new(
        engine: &'a Engine,
        world: &'a World,
        app: App<'a>,
        login: Login,
        stage: Stage,
        stored: bool,
    ) -> Box<Self> {
        let mut unit = Unit::new().expect(Expect::Catalogue(world.catalogue.version));
        if stored {
            unit = unit.expect(Expect::Login { id: login.id, version: login.version });
        }
        Box::new(Self { engine, world, app, login, stage, stored, unit, done: Vec::new(), passed: Vec::new() })
    }

    /// The first line of a login.
    pub async fn first(mut self: Box<Self>, line: &Line) -> Outcome {
        if !self.world.is_open(self.app) {
            return self.denied(Reason::NothingOffered).await;
        }
        let methods = match self.missing() {
            (Next::Choose(methods), _) => methods,
            (Next::Deny(why), _) => return self.denied(why).await,
            _ => return self.denied(Reason::NothingOffered).await,
        };
        let openers: Vec<&Opened> = methods.iter().filter_map(|id| self.world.opened(*id)).collect();
        let typed: Vec<Id> = openers.iter().filter(|o| is_typed(o)).map(|o| o.id).collect();
        let secret = openers.iter().any(|o| is_typed(o) && o.kind.code_lengths.is_empty());
        let simple = self.app.application.passcode.simple;
        let letter = if simple || matches!(line, Line::Plain(_)) { parts::trigger(line) } else { None };
        if let Some(letter) = letter.filter(|letter| simple || !secret && *letter == ' ') {
            return self.triggered(&openers, letter).await;
        }
        if typed.is_empty() {
            // Nothing can be typed yet: the name alone asks for a message.
            return self.triggered(&openers, ' ').await;
        }
        for method in typed {
            self.open(method, &[]).await?;
        }
        self.judge(line).await
    }

    /// A name alone, to be asked for something that its owner has.
    pub async fn named(self: Box<Self>, wished: &(dyn Fn(&Kind) -> bool + Sync)) -> Outcome {
        if !self.world.is_open(self.app) {
            return self.denied(Reason::NothingOffered).await;
        }
        let (Next::Choose(methods), _) = self.missing() else { return self.denied(Reason::NothingOffered).await };
        let openers = methods.iter().filter_map(|id| self.world.opened(*id));
        let had: Vec<&Opened> = openers.filter(|o| o.kind.factor == Factor::Possession && wished(o.kind)).collect();
        self.triggered(&had, ' ').await
    }

    /// A later line.
    pub async fn later(mut self: Box<Self>, line: &Line) -> Outcome {
        if !self.world.is_open(self.app) {
            return self.denied(Reason::NothingOffered).await;
        }
        let (next, path) = self.missing();
        let (offered, choosing) = match &next {
            Next::Choose(methods) => {
                self.login.open.retain(|c| methods.contains(&c.method) && !c.enrolling);
                (methods.clone(), true)
            }
            Next::Owed(_) => {
                self.login.open = self.login.due.iter().cloned().collect();
                (Vec::new(), false)
            }
            Next::Deny(why) => return self.denied(*why).await,
            _ => return self.onward(None).await,
        };
        let choices = self.choices(&offered);
        let input = self.wanted();
        if choosing && matches!(input, None | Some("code")) {
            let resend = parts::trigger(line).filter(|_| self.login.open.len() == 1 && self.resends());
            let open = self.login.open.first().and_then(|c| self.world.opened(c.method)).and_then(|o| o.kind.shorthand);
            if resend.is_some_and(|letter| letter == ' ' || Some(letter) == open) {
                return self.again(&path).await;
            }
            if let Some(choice) = parts::chosen(line, &choices) {
                let method = choice.offer.method;
                self.login.open.clear();
                return self.begin(method, &path).await;
            }
        }
        if self.login.open.is_empty() {
            return self.ask().await;
        }
        self.lines(line, input).await
    }

    /// A question with several fields takes a line for each; the last one makes the answer.
    async fn lines(mut self: Box<Self>, line: &Line, input: Option<&'static str>) -> Outcome {
        let prompts = self.prompts();
        let needed = prompts.iter().map(|p| parts::inputs(p).len()).max().unwrap_or_default();
        let (Some(input), Line::Plain(text)) = (input, line) else { return self.judged_next(line, &[]).await };
        let skips = text.expose().is_empty() && prompts.iter().any(|p| p.skippable) && self.login.typed.is_empty();
        if skips {
            return self.judged_next(line, &["skip"]).await;
        }
        if self.login.typed.len() + 1 < needed {
            let value = text.expose().clone();
            self.login.typed.push(model::login::Typed { input: input.to_owned(), value });
            return self.ask().await;
        }
        let inputs = match input {
            "password" | "code" => &["password", "code"][..],
            one => &[one][..],
        };
        self.judged_next(line, inputs).await
    }

    /// Judges the first line: all of it, or parted as the application says.
    async fn judge(self: Box<Self>, line: &Line) -> Outcome {
        let layout = self.app.application.passcode.layout;
        let lengths = self.lengths_behind();
        let Line::Plain(text) = line else {
            // All of it may be a password or a code; one with the other behind it cannot be told from a wrong one.
            let parted = layout != model::application::Layout::Separate && !lengths.is_empty();
            let missed = if parted { Reason::Undivided } else { Reason::Wrong };
            return self.judge_first(vec![(line.clone(), String::new())], missed).await;
        };
        let parted = parts::parted(text.expose(), layout, &lengths);
        let plain = |p: &Parts<'_>| (Line::Plain(model::Secret::new(p.password.to_owned())), p.code.to_owned());
        self.judge_first(parted.iter().map(plain).collect(), Reason::Wrong).await
    }

    /// `missed` is what a wrong secret is called.
    async fn judge_first(mut self: Box<Self>, parts: Vec<(Line, String)>, missed: Reason) -> Outcome {
        let Some(first) = self.login.open.first().and_then(|c| self.world.opened(c.method)) else {
            return self.denied(Reason::NothingOffered).await;
        };
        let found = self.engine.counter_of(self.world, self.app, first, &[], &self.login).await?;
        let (key, person) = match found {
            Ok(found) => found,
            Err(why) => return self.denied(why).await,
        };
        let Some(_turn) = self.engine.0.queue.enter(&key).await else { return Err(crowded()) };
        let judged = self.engine.judged(self.world, &key, person, Class::First, &self.login).await?;
        self.login.judged.push(judged.key.clone());
        if judged.refused == Some(Reason::Throttled) {
            return self.missed(0, Reason::Wrong, &judged).await;
        }
        let mut miss = (0, Reason::Wrong);
        for (line, code) in parts {
            let answer = parts::answer(&self.login.name, &line, &["password", "code"], &[]);
            let (world, app) = (self.world, self.app);
            let targets = targets(self.world, &self.login, &answer);
            let verdict = self.engine.verdict(world, app, &self.login, &[], &judged, &targets, &answer).await?;
            match verdict {
                Verdict::Pass { challenge, evidence, owed, effects } if judged.refused.is_none() && code.is_empty() => {
                    let method = self.login.open[challenge].method;
                    let taken = Taken { challenge, evidence, owed, effects: &effects };
                    self.take(&[], judged, taken).await?;
                    self.done.push(Done { method, effects });
                    return self.onward(None).await;
                }
                Verdict::Pass { challenge, evidence, owed, effects } if judged.refused.is_none() => {
                    let mut after = self.clone();
                    let taken = Taken { challenge, evidence, owed, effects: &effects };
                    after.take(&[], judged.copy(), taken).await?;
                    after.done.push(Done { method: self.login.open[challenge].method, effects });
                    // A code that nothing asks for makes the passcode wrong.
                    miss = (challenge, Reason::Wrong);
                    if after.takes_code() {
                        return after.onward(Some(code)).await;
                    }
                }
                Verdict::Again { challenge, prompt, state, effects, .. }
                    if judged.refused.is_none() && code.is_empty() =>
                {
                    return self.asked_again(challenge, (&prompt, state), effects, &judged).await;
                }
                Verdict::Pass { challenge, .. } | Verdict::Again { challenge, .. } => miss = (challenge, Reason::Wrong),
                Verdict::Miss { challenge, why, .. } => miss = (challenge, why),
            }
        }
        let why = if miss.1 == Reason::Wrong { missed } else { miss.1 };
        self.missed(miss.0, why, &judged).await
    }

    /// What a pass leaves; then the code that came along, a question, or the end.
    pub(super) async fn onward(mut self: Box<Self>, code: Option<String>) -> Outcome {
        if let Some(code) = code {
            return self.follow(code).await;
        }
        let (engine, world, app) = (self.engine, self.world, self.app);
        let settled = engine.settle(world, app, &mut self.login, &self.stage).await?;
        self.done.extend(settled.done);
        match settled.next {
            Next::Grant => self.granted(settled.path).await,
            Next::Deny(why) => self.denied(why).await,
            Next::Choose(methods) if self.login.request.front == Front::Agent && self.login.open.is_empty() => {
                // Agents take a code for whatever shows one, and tell nobody to choose first.
                let path = self.missing().1;
                for method in methods {
                    if self.world.opened(method).is_some_and(is_typed) {
                        self.open(method, &path).await?;
                    }
                }
                self.ask().await
            }
            _ => self.ask().await,
        }
    }

    /// The code that came with the password, judged by every follower of the person's that takes one.
    async fn follow(mut self: Box<Self>, code: String) -> Outcome {
        let (next, path) = self.missing();
        let Next::Choose(methods) = next else { return Box::pin(self.onward(None)).await };
        for method in methods {
            if self.world.opened(method).is_some_and(|o| is_typed(o) && !o.kind.code_lengths.is_empty()) {
                self.open(method, &path).await?;
            }
        }
        let line = Line::Plain(model::Secret::new(code));
        let judged = self.second();
        let answer = parts::answer(&self.login.name, &line, &["code"], &[]);
        Box::pin(self.answered(&path, judged, &answer)).await
    }

    /// A later line, judged on what the login has become.
    async fn judged_next(mut self: Box<Self>, line: &Line, inputs: &[&str]) -> Outcome {
        let path = self.missing().1;
        let inputs = if inputs.is_empty() { &["password", "code"][..] } else { inputs };
        let answer = parts::answer(&self.login.name, line, inputs, &self.login.typed);
        self.login.typed.clear();
        self.judge_on(&path, &answer).await
    }

    /// The message once more.
    async fn again(self: Box<Self>, path: &[Proof]) -> Outcome {
        let answer = plug::Answer::new([("again", "")]);
        self.judge_on(path, &answer).await
    }

    async fn judge_on(mut self: Box<Self>, path: &[Proof], answer: &plug::Answer) -> Outcome {
        let first = self.login.open.first().and_then(|c| self.world.opened(c.method));
        let Some(first) = first else { return self.denied(Reason::NothingOffered).await };
        let class = if path.is_empty() { Class::First } else { Class::Second };
        let (key, person) = match self.engine.counter_of(self.world, self.app, first, path, &self.login).await? {
            Ok(found) => found,
            Err(why) => return self.denied(why).await,
        };
        let Some(_turn) = self.engine.0.queue.enter(&key).await else { return Err(crowded()) };
        let judged = self.engine.judged(self.world, &key, person, class, &self.login).await?;
        self.login.judged.retain(|k| *k != judged.key);
        self.login.judged.push(judged.key.clone());
        if judged.refused == Some(Reason::Throttled) {
            return self.missed(0, Reason::Wrong, &judged).await;
        }
        self.answered(path, judged, answer).await
    }

    /// Lets the open challenges judge an answer, and goes on from there.
    async fn answered(mut self: Box<Self>, path: &[Proof], judged: Judged, answer: &plug::Answer) -> Outcome {
        let (world, app) = (self.world, self.app);
        let targets = targets(self.world, &self.login, answer);
        if targets.is_empty() {
            return self.ask().await;
        }
        let verdict = self.engine.verdict(world, app, &self.login, path, &judged, &targets, answer).await?;
        match (verdict, judged.refused) {
            (Verdict::Miss { challenge, why, instead, .. }, refused) => {
                if let (Some(instead), None) = (instead, refused) {
                    replace(&mut self.login, challenge, &instead.0, instead.1)?;
                }
                self.missed(challenge, why, &judged).await
            }
            (Verdict::Pass { challenge, .. } | Verdict::Again { challenge, .. }, Some(_)) => {
                self.missed(challenge, Reason::Wrong, &judged).await
            }
            (Verdict::Again { challenge, prompt, state, effects, .. }, None) => {
                self.asked_again(challenge, (&prompt, state), effects, &judged).await
            }
            (Verdict::Pass { challenge, evidence, owed, effects }, None) => {
                let method = self.login.open[challenge].method;
                let taken = Taken { challenge, evidence, owed, effects: &effects };
                self.take(path, judged, taken).await?;
                self.done.push(Done { method, effects });
                self.onward(None).await
            }
        }
    }

    /// Takes a pass into the login and the unit.
    async fn take(&mut self, path: &[Proof], judged: Judged, taken: Taken<'_>) -> Result<(), EngineError> {
        let (engine, world) = (self.engine, self.world);
        let method = self.login.open.get(taken.challenge).map(|c| c.method);
        let name = method.and_then(|m| world.opened(m)).map(|o| o.name.clone()).unwrap_or_default();
        let key = judged.key.clone();
        let had_misses = judged.known.as_ref().is_none_or(|k| k.record.misses.iter().any(|(c, _)| *c == key.class));
        let (_, known) = engine.take(world, &mut self.login, path, judged, taken).await?;
        self.stage.known = Some(known);
        let mut unit = std::mem::take(&mut self.unit);
        if self.passed.is_empty() {
            let (person, browser) = (key.person.clone(), key.browser.clone());
            unit = unit.expect(Expect::Unlocked { person, browser, now: engine.now() });
        }
        if had_misses {
            unit = unit.then(Write::ClearMisses { person: key.person, class: key.class, browser: key.browser });
        }
        self.unit = unit;
        self.passed.push(name);
        Ok(())
    }

    /// The one-letter way of requirement F3.2: the method of the letter, else a push, else what else is sent, else a code.
    async fn triggered(self: Box<Self>, openers: &[&Opened], letter: char) -> Outcome {
        let by = |l: char| openers.iter().find(|o| o.kind.shorthand == Some(l));
        let code = openers.iter().find(|o| is_typed(o) && !o.kind.code_lengths.is_empty());
        let sent = || openers.iter().find(|o| o.kind.sends);
        let chosen = by(letter).or_else(|| by('p')).or_else(|| by('s')).or_else(|| by('g')).or(code).or_else(sent);
        match chosen.map(|o| o.id) {
            Some(method) => self.begin(method, &[]).await,
            None => self.denied(Reason::Malformed).await,
        }
    }

    /// Opens one challenge and asks; a question for the name alone has its answer already.
    pub(super) async fn begin(mut self: Box<Self>, method: Id, path: &[Proof]) -> Outcome {
        if self.open(method, path).await? {
            return self.onward(None).await;
        }
        let named = path.is_empty() && self.prompts().iter().any(|p| parts::inputs(p).is_empty());
        if named {
            let answer = parts::answer(&self.login.name, &Line::Plain(model::Secret::new(String::new())), &[], &[]);
            return self.judge_on(path, &answer).await;
        }
        if self.login.open.is_empty() && self.login.error.is_some() {
            let why = self.login.error.unwrap_or(Reason::Unavailable);
            return self.denied(why).await;
        }
        self.ask().await
    }

    async fn open(&mut self, method: Id, path: &[Proof]) -> Result<bool, EngineError> {
        let (engine, world, app) = (self.engine, self.world, self.app);
        engine.begin(world, app, &mut self.login, &self.stage, method, path, false, &mut self.done).await
    }

    /// What is missing, and the proofs it builds on.
    pub(super) fn missing(&self) -> (Next, Vec<Proof>) {
        let scene = scene(self.world, self.app, &self.login, &self.stage);
        let (next, path) = next::next(&scene);
        (next, path.0.into_iter().cloned().collect())
    }

    pub(super) fn prompts(&self) -> Vec<Prompt> {
        self.login.open.iter().filter_map(|c| Prompt::deserialize(&c.prompt).ok()).collect()
    }

    /// The input that the next line is for.
    pub(super) fn wanted(&self) -> Option<&'static str> {
        self.prompts().iter().find_map(|p| parts::wanted(p, &self.login.typed))
    }

    fn resends(&self) -> bool {
        self.prompts().iter().any(|p| p.again.is_some())
    }

    pub(super) fn choices(&self, methods: &[Id]) -> Vec<Choice> {
        let locale = self.login.request.locales.first().copied().unwrap_or(Locale::En);
        let closed = methods.iter().filter(|id| !self.login.open.iter().any(|c| c.method == **id));
        let offers = closed.filter_map(|id| {
            let opened = self.world.opened(*id)?;
            let offer: Offer = offer(self.world, *id, locale, false)?;
            Some(Choice { offer, letter: opened.kind.shorthand })
        });
        offers.collect()
    }

    /// Something that follows takes a code that was known beforehand.
    fn takes_code(&self) -> bool {
        let Next::Choose(methods) = self.missing().0 else { return false };
        methods.iter().filter_map(|id| self.world.opened(*id)).any(|o| is_typed(o) && !o.kind.code_lengths.is_empty())
    }

    /// Lengths of the codes that may come with a password here.
    fn lengths_behind(&self) -> Vec<u8> {
        let scene = scene(self.world, self.app, &self.login, &self.stage);
        let open = self.login.open.iter().flat_map(|c| scene.links_after(c.method));
        let typed = open.filter(|o| is_typed(o)).flat_map(|o| o.method.code_lengths());
        let mut lengths: Vec<u8> = typed.collect();
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }

    /// The second answer of one packet is judged on what is known of the person since the first.
    fn second(&self) -> Judged {
        let person: Option<Person> = self.login.person.clone();
        let browser = String::new();
        let key = person.as_ref().map(Person::key).unwrap_or_default();
        Judged {
            key: model::lockout::CounterKey { person: key, class: Class::Second, browser },
            known: self.stage.known.clone(),
            person,
            refused: None,
            told: Vec::new(),
        }
    }
}

/// A secret that is typed, and that nothing has to be sent for.
fn is_typed(opened: &Opened) -> bool {
    opened.kind.takes_secret && !opened.kind.sends && !opened.kind.silent
}

fn crowded() -> EngineError {
    EngineError::Unavailable("too many answers of one person are waiting".into())
}

/// Kept for the audit record of passes that are not the end.
pub(super) fn told(walk: &Walk<'_>, unit: Unit) -> Unit {
    walk.passed.iter().fold(unit, |unit, name| {
        let mut event = walk.engine.event(walk.world, &walk.login, "method.passed", None);
        event.method.clone_from(name);
        unit.audit(When::Done, event)
    })
}
