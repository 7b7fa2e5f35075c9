//! One person, one password method, a clock that stands still: lends a step what it needs and keeps what it put.

use crate::password::encoding::{Cost, Encoding, Scheme};
use crate::password::policy::Policy;
use crate::password::pool::Pool;
use crate::password::{Password, State, body_encoded, body_plain};
use model::{
    Attributes, Credential, Id, Locale, Lockout, Span, Time, User, credential::CredentialState, method::SendingLimits,
};
use plug::{
    Answer, Around, Chance, Clock, Cx, Directory, DirectoryError, Effect, Found, Method, MethodError, Place, Step,
};
use std::sync::atomic::{AtomicU8, Ordering};

pub const START: Time = Time::from_seconds(1_700_000_000);
pub const RIGHT: &str = "vuosi vaihtuu taas Kemissä";
pub const FRESH: &str = "purple tulips on a dull payroll";
const SMALL: Cost = Cost { memory: 64, passes: 1, lanes: 1, bcrypt: 4, rounds: 10 };

pub struct House {
    pub method: Password,
    pub clock: Still,
    pub around: Around,
    pub user: Option<User>,
    pub credentials: Vec<Credential>,
    pub outside: Option<Outside>,
    pub web: plug::Web,
    pub attributes: Attributes,
    pub chance: Counting,
}

pub type Stepped = (Result<Step<State>, MethodError>, Vec<Effect>);

pub fn encoding(scheme: Scheme) -> Encoding {
    Encoding::new(scheme, true, SMALL).unwrap()
}

pub fn answer<const N: usize>(fields: [(&str, &str); N]) -> Answer {
    Answer::new(fields)
}

impl House {
    /// Ada with the password [`RIGHT`], set at the start.
    pub fn new() -> Self {
        let house = Self {
            method: Password { policy: Policy::default(), encoding: encoding(Scheme::Argon2id), pool: Pool::new(2, 2) },
            clock: Still(START),
            around: around(),
            user: Some(ada()),
            credentials: Vec::new(),
            outside: None,
            web: plug::Web::new(model::network::Networks::default()).unwrap(),
            attributes: Attributes::new(),
            chance: Counting::default(),
        };
        let body = body_plain(&house.method.encoding, RIGHT, &[7; 16], START).unwrap();
        house.body(body)
    }
    pub fn body(mut self, body: serde_json::Value) -> Self {
        self.credentials = vec![Credential {
            id: Id::fixed(9),
            person: ada().person().key(),
            method: self.around.method,
            kind: "password".into(),
            label: String::new(),
            state: CredentialState::Active,
            created: START,
            used: None,
            counter: -1,
            version: 0,
            token: None,
            body,
        }];
        self
    }
    pub fn stored(self, hash: &str) -> Self {
        self.body(body_encoded(hash, START).unwrap())
    }
    pub fn policy(mut self, policy: Policy) -> Self {
        self.method.policy = policy;
        self
    }
    pub fn after(mut self, minutes: i64) -> Self {
        self.clock.0 = self.clock.0 + Span::minutes(minutes);
        self
    }
    pub fn hash(&self) -> &str {
        self.credentials[0].body["hash"].as_str().unwrap()
    }

    pub async fn challenge(&mut self) -> Stepped {
        let mut cx = self.cx();
        let step = self.method.challenge(&mut cx).await;
        let effects = cx.effects;
        self.kept((step, effects))
    }
    pub async fn login(&mut self, password: &str) -> Stepped {
        self.verify(State::Asked, &answer([("username", "ada"), ("password", password)])).await
    }
    pub async fn verify(&mut self, state: State, answer: &Answer) -> Stepped {
        let mut cx = self.cx();
        let step = self.method.verify(&mut cx, state, answer).await;
        let effects = cx.effects;
        self.kept((step, effects))
    }
    pub async fn change(&mut self, state: State, new: &str) -> Stepped {
        self.verify(state, &answer([("new_password", new), ("new_password_again", new)])).await
    }
    pub async fn enrol(&mut self) -> Stepped {
        let mut cx = self.cx();
        let step = self.method.enrol(&mut cx).await;
        let effects = cx.effects;
        self.kept((step, effects))
    }
    pub async fn confirm(&mut self, answer: &Answer) -> Stepped {
        let mut cx = self.cx();
        let step = self.method.confirm(&mut cx, State::Enrolling, answer).await;
        let effects = cx.effects;
        self.kept((step, effects))
    }

    /// What the engine does with effects, as far as it matters here.
    fn kept(&mut self, (step, effects): Stepped) -> Stepped {
        for effect in &effects {
            if let Effect::Put(credential) = effect {
                self.credentials = vec![(**credential).clone()];
            }
        }
        (step, effects)
    }

    fn cx(&self) -> Cx<'_> {
        Cx {
            clock: &self.clock,
            chance: &self.chance,
            around: &self.around,
            name: "ada",
            user: self.user.as_ref(),
            credentials: &self.credentials,
            spent: &[],
            attributes: &self.attributes,
            directory: self.outside.as_ref().map(|d| d as &dyn Directory),
            keyed: &|_, _| [0; 32],
            web: &self.web,
            keys: crate::house::Ring::EMPTY,
            opened: self.clock.0,
            effects: Vec::new(),
        }
    }
}

pub fn ada() -> User {
    let mut attributes = Attributes::new();
    for (name, value) in [("cn", "Ada Lovelace"), ("email", "ada@example.com"), ("phone_number", "+358401234567")] {
        attributes.insert(name.into(), vec![value.into()]);
    }
    User {
        id: Id::fixed(1),
        directory: Id::fixed(2),
        site: Id::fixed(3),
        name: "ada".into(),
        attributes,
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
        site_title: "Demo site".into(),
        application: "Payroll".into(),
        context_words: vec!["Zanzibarquay".into()],
        host: "login.example.com".into(),
        ..Place::default()
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
        follows: false,
        name: "password.1".into(),
        wish: plug::Wish::default(),
        way_back: String::new(),
    }
}

/// A directory that judges passwords itself: this one is right.
pub struct Outside(pub &'static str);

#[async_trait::async_trait]
impl Directory for Outside {
    async fn named(&self, _: &str) -> Result<Found, DirectoryError> {
        Ok(Vec::new())
    }
    async fn with(&self, _: &str, _: &str, _: u32) -> Result<Found, DirectoryError> {
        Ok(Vec::new())
    }
    async fn user(&self, _: Id) -> Result<Option<User>, DirectoryError> {
        Ok(None)
    }
    async fn judge(&self, _: &User, password: &str) -> Result<Option<bool>, DirectoryError> {
        if self.0.is_empty() { Err(DirectoryError::Unavailable("away".into())) } else { Ok(Some(password == self.0)) }
    }
}

pub struct Still(pub Time);

impl Clock for Still {
    fn now(&self) -> Time {
        self.0
    }
}

#[derive(Default)]
pub struct Counting(AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(self.0.fetch_add(1, Ordering::Relaxed));
    }
}
