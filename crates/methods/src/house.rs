//! What a step is lent, in tests: one person, a clock that is turned by hand, chance from a seed. Effects are done as
//! the engine would do them, as far as a method can tell.

use model::{Attributes, Credential, Id, Locale, Lockout, Span, Time, User, method::SendingLimits};
use plug::{Answer, Around, Chance, Clock, Cx, Effect, Method, MethodError, Outgoing, Place, Step};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

pub const START: Time = Time::from_seconds(1_700_000_010);

pub struct House {
    pub now: Time,
    pub chance: Seeded,
    pub around: Around,
    pub name: String,
    pub user: Option<User>,
    pub credentials: Vec<Credential>,
    pub spent: Vec<(String, String)>,
    pub attributes: Attributes,
    pub sent: Vec<Outgoing>,
    pub events: Vec<String>,
    /// Calls loopback only, where a test has a provider.
    pub web: plug::Web,
    pub keys: Ring,
}

/// Keys that a test puts there.
#[derive(Default)]
pub struct Ring(pub Vec<model::key::Key>);

impl Ring {
    pub const EMPTY: &Self = &Self(Vec::new());
}

#[async_trait::async_trait]
impl plug::Keys for Ring {
    async fn signing(&self, purpose: model::key::KeyPurpose, algorithm: &str) -> Result<model::key::Key, MethodError> {
        let mut all = self.0.iter().filter(|k| k.purpose == purpose && k.algorithm == algorithm);
        all.next().cloned().ok_or(MethodError::Unsupported)
    }
    async fn published(&self, purpose: model::key::KeyPurpose) -> Vec<model::key::Key> {
        self.0.iter().filter(|k| k.purpose == purpose).cloned().collect()
    }
}

pub type Stepped<M> = Result<Step<<M as Method>::State>, MethodError>;

/// What a step came to, in a word.
pub fn told<S>(step: &Result<Step<S>, MethodError>) -> String {
    match step {
        Ok(Step::Ask(prompt, _)) => format!("ask {}", prompt.text),
        Ok(Step::Pass(evidence)) => format!("pass {}", evidence.subject.value),
        Ok(Step::Fail(reason)) => format!("fail {}", reason.key()),
        Ok(Step::Again(reason, ..)) => format!("again {}", reason.key()),
        Ok(_) => "something else".into(),
        Err(error) => format!("error {error}"),
    }
}

/// The question and what is remembered of it.
pub fn asked<S>(step: Result<Step<S>, MethodError>) -> (plug::Prompt, S) {
    match step {
        Ok(Step::Ask(prompt, state) | Step::Again(_, prompt, state)) => (prompt, state),
        other => panic!("{}", told(&other)),
    }
}

pub fn answer<const N: usize>(fields: [(&str, &str); N]) -> Answer {
    Answer::new(fields)
}

impl House {
    /// Ada, who has proven something already.
    pub fn new() -> Self {
        Self {
            now: START,
            chance: Seeded::default(),
            around: around(),
            name: "ada".into(),
            user: Some(ada()),
            credentials: Vec::new(),
            spent: Vec::new(),
            attributes: Attributes::new(),
            sent: Vec::new(),
            events: Vec::new(),
            web: plug::Web::new(model::network::Networks::parse("127.0.0.0/8").unwrap()).unwrap(),
            keys: Ring::default(),
        }
    }
    /// The same with nothing proven yet.
    pub fn opening() -> Self {
        let mut house = Self::new();
        house.around.follows = false;
        house
    }
    /// A name that nobody has, with nothing proven yet.
    pub fn nobody() -> Self {
        Self { user: None, ..Self::opening() }
    }
    pub fn pass(&mut self, span: Span) {
        self.now = self.now + span;
    }

    pub async fn challenge<M: Method>(&mut self, method: &M) -> Stepped<M> {
        let (step, effects) = self.at(async |cx| method.challenge(cx).await).await;
        self.done(step, effects)
    }
    pub async fn verify<M: Method>(&mut self, method: &M, state: M::State, answer: &Answer) -> Stepped<M> {
        let (step, effects) = self.at(async |cx| method.verify(cx, state, answer).await).await;
        self.done(step, effects)
    }
    pub async fn enrol<M: Method>(&mut self, method: &M) -> Stepped<M> {
        let (step, effects) = self.at(async |cx| method.enrol(cx).await).await;
        self.done(step, effects)
    }
    pub async fn confirm<M: Method>(&mut self, method: &M, state: M::State, answer: &Answer) -> Stepped<M> {
        let (step, effects) = self.at(async |cx| method.confirm(cx, state, answer).await).await;
        self.done(step, effects)
    }

    /// Whatever else a method does with what it is lent; what it wants done is done, too.
    pub async fn lent<T>(&mut self, act: impl AsyncFnOnce(&mut Cx<'_>) -> T) -> T {
        let (came, effects) = self.at(act).await;
        self.done(came, effects)
    }

    /// The same, where what it wants done comes back with it and nothing is done.
    pub async fn at<T>(&self, act: impl AsyncFnOnce(&mut Cx<'_>) -> T) -> (T, Vec<Effect>) {
        let clock = Still(self.now);
        let mut cx = self.cx(&clock);
        let came = act(&mut cx).await;
        (came, cx.effects)
    }

    /// The code in the last message.
    pub fn code(&self) -> String {
        match &self.sent.last().unwrap().args["code"] {
            plug::Value::Text(code) => code.clone(),
            plug::Value::Number(_) => panic!("leading zeros are kept"),
        }
    }

    /// Counters move forward only, and a gate takes a key once; whatever comes too late stops the test.
    fn done<T>(&mut self, came: T, effects: Vec<Effect>) -> T {
        for effect in effects {
            match effect {
                Effect::SpendCounter { credential, to } => {
                    let held = self.credentials.iter_mut().find(|c| c.id == credential).unwrap();
                    assert!(held.counter < to, "the counter moves forward");
                    held.counter = to;
                }
                Effect::SpendOnce { gate, key, until } => {
                    assert!(until > self.now);
                    assert!(!self.spent.contains(&(gate.clone(), key.clone())), "good once");
                    self.spent.push((gate, key));
                }
                Effect::Put(credential) => match self.credentials.iter_mut().find(|c| c.id == credential.id) {
                    Some(held) => *held = Credential { counter: held.counter.max(credential.counter), ..*credential },
                    None => self.credentials.push(*credential),
                },
                Effect::Remove(id) => self.credentials.retain(|c| c.id != id),
                Effect::Send(message) => self.sent.push(*message),
                Effect::Audit(event) => self.events.push(event.action),
                Effect::EndOthers => self.events.push("end others".into()),
                Effect::Unsent(_) => {}
            }
        }
        came
    }

    fn cx<'a>(&'a self, clock: &'a Still) -> Cx<'a> {
        Cx {
            clock,
            chance: &self.chance,
            around: &self.around,
            name: &self.name,
            user: self.user.as_ref(),
            credentials: &self.credentials,
            spent: &self.spent,
            attributes: &self.attributes,
            directory: None,
            keyed: &keyed,
            web: &self.web,
            keys: &self.keys,
            opened: self.now,
            effects: Vec::new(),
        }
    }
}

pub fn keyed(purpose: &str, bytes: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(purpose).chain_update([0]).chain_update(bytes).finalize().into()
}

pub fn ada() -> User {
    User {
        id: Id::fixed(1),
        directory: Id::fixed(2),
        site: Id::fixed(3),
        name: "ada".into(),
        attributes: Attributes::from([
            ("email".into(), vec!["ada@acme.example".into()]),
            ("phone_number".into(), vec!["+358 40 123 4567".into()]),
        ]),
        email_verified: true,
        phone_verified: true,
        enabled: true,
        not_before: None,
        expires: None,
        created: START,
        version: 1,
    }
}

fn around() -> Around {
    let place = Place {
        site: "demosite".into(),
        site_title: "Acme & Söhne: demo".into(),
        application: "Payroll".into(),
        context_words: Vec::new(),
        host: "login.acme.example".into(),
        origin: "https://login.acme.example".into(),
    };
    Around {
        place: place.into(),
        method: Id::fixed(4),
        locale: Locale::default(),
        lockout: Lockout::default(),
        sending: SendingLimits::default(),
        mfa: false,
        second_factor: false,
        enrolling: false,
        recovering: false,
        follows: true,
        name: "method.1".into(),
        wish: plug::Wish::default(),
        way_back: "w".repeat(32),
    }
}

pub struct Still(Time);

impl Clock for Still {
    fn now(&self) -> Time {
        self.0
    }
}

/// Well mixed and the same in every run.
#[derive(Default)]
pub struct Seeded(AtomicU64);

impl Chance for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            let block = Sha256::digest(self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            part.copy_from_slice(&block[..part.len()]);
        }
    }
}
