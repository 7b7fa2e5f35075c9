//! The password: what a person knows, stored so that a stolen store is of little use.
//!
//! [`encoding`] reads, checks and writes stored hashes, [`policy`] judges a new password and the age of one,
//! [`blocklist`] knows what everybody would guess. All three are pure: time, randomness and names are arguments.
//! Here they become a method. Every answer costs one evaluation of a hash, whoever it is about (M055), and no state
//! but [`State::Asked`] and [`State::Enrolling`] is reached without a password judged right in this login (M018).

pub mod blocklist;
mod change;
mod config;
mod credential;
pub mod encoding;
mod judge;
pub mod policy;
mod pool;
#[cfg(test)]
mod tests;

pub use config::Config;
pub use credential::{body_encoded, body_plain, must_change, same_hash, to_be_changed};

use model::{Credential, Finding, Id, Reason, Time, User};
use plug::{
    Answer, ConfigError, Cx, Evidence, Factor, Field, Kind, Method, MethodError, Needs, Opens, Prompt, Registration,
    Step,
};
use serde::{Deserialize, Serialize};

use encoding::Encoding;
use judge::Judged;
use policy::{Age, Policy};
use pool::Pool;

/// Its row in the table of kinds.
pub const REGISTRATION: Registration = Registration::of::<Password>(include_str!("README.md"), texts!());

/// A password method as its lines say.
pub struct Password {
    policy: Policy,
    encoding: Encoding,
    pool: Pool,
}

/// What a pending question remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub enum State {
    Asked,
    /// The password was right and must be changed before it counts.
    Change(Proved),
    /// The password was right and may be changed now or later.
    Expiring(Proved),
    /// A password is set or changed outside of a login.
    Enrolling,
}

/// The password that was judged right earlier in this login: whose, and which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    user: Id,
    changed_at: Option<Time>,
}

impl Method for Password {
    const KIND: Kind = Kind {
        name: "password",
        type_name: "SPI Password",
        class_names: &["ubilogin.method.provider.spi.DirectoryPasswordMethod"],
        factor: Factor::Knowledge,
        opens: Opens::Yes,
        needs: Needs::Credential,
        amr: &["pwd"],
        code_lengths: &[],
        shorthand: None,
        silent: false,
        enrols: true,
        takes_secret: true,
        sends: false,
        documents: &[],
        companion: false,
        icon: "password",
        events: &[judge::REHASHED],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Ok(Self { policy: config.policy(), encoding: config.encoding()?, pool: Pool::of_this_machine() })
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.doubts()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let follows = cx.around.follows || !cx.attributes.is_empty();
        let name = (!follows).then(|| Field::Username { value: cx.name.to_owned() });
        let fields = name.into_iter().chain([Field::Password]).collect();
        Ok(Step::Ask(Prompt::new("password-heading", fields), State::Asked))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        match &state {
            State::Asked => self.opened(cx, answer).await,
            State::Expiring(proved) if answer.has("skip") => {
                Ok(proved.owner(cx).map_or(Step::Fail(Reason::Expired), pass))
            }
            State::Change(proved) | State::Expiring(proved) => match proved.owner(cx) {
                Some(user) => self.change(cx, user, state, answer).await,
                None => Ok(Step::Fail(Reason::Expired)),
            },
            State::Enrolling => Ok(Step::Fail(Reason::Malformed)),
        }
    }

    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        cx.user.ok_or(MethodError::Unsupported)?;
        Ok(Step::Ask(self.question(cx, &State::Enrolling), State::Enrolling))
    }

    async fn confirm(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let user = cx.user.ok_or(MethodError::Unsupported)?;
        if state != State::Enrolling {
            return Ok(Step::Fail(Reason::Malformed));
        }
        if change::needs_current(cx) {
            match self.judge(cx, answer).await? {
                Judged::Not(reason) => return Ok(Step::Fail(reason)),
                Judged::Elsewhere => return Err(MethodError::Unsupported),
                Judged::Ours(_) => {}
            }
        }
        self.change(cx, user, state, answer).await
    }

    fn replaced(credential: &Credential) -> Option<Time> {
        credential::Body::of(credential).ok()?.changed_at
    }
}

impl Password {
    /// A method whose hashes cost something else than the default: for worlds that only tests live in.
    pub fn with_cost(config: &Config, cost: encoding::Cost) -> Result<Self, ConfigError> {
        let encoding = Encoding::new(config.encoding()?.scheme(), config.allow_unsafe, cost);
        let encoding = encoding.map_err(|_| ConfigError::new("policy.password.encoding", "password-encoding-cost"))?;
        Ok(Self { policy: config.policy(), encoding, pool: Pool::of_this_machine() })
    }

    async fn opened(&self, cx: &mut Cx<'_>, answer: &Answer) -> Result<Step<State>, MethodError> {
        let (user, mut body) = match (self.judge(cx, answer).await?, cx.user) {
            (Judged::Not(reason), _) => return Ok(Step::Fail(reason)),
            (_, None) => return Ok(Step::Fail(Reason::Wrong)),
            (Judged::Elsewhere, Some(user)) => return Ok(pass(user)),
            (Judged::Ours(body), Some(user)) => (user, body),
        };
        self.upgrade(cx, &mut body, answer).await?;
        let proved = Proved { user: user.id, changed_at: body.changed_at };
        let ask = |state: State, notice: &str| {
            let prompt = self.question(cx, &state);
            (Prompt { notice: notice.to_owned(), ..prompt }, state)
        };
        let (prompt, state) = match self.policy.age(body.changed_at, cx.now()) {
            _ if body.must_change => ask(State::Change(proved), "password-must-change"),
            Age::MustChange => ask(State::Change(proved), "password-expired"),
            Age::Expiring { until } => {
                let (prompt, state) = ask(State::Expiring(proved), "password-expiring");
                (prompt.arg("until", until.rfc3339()), state)
            }
            Age::Fine | Age::TooYoung { .. } => return Ok(pass(user)),
        };
        let Step::Pass(evidence) = pass(user) else { return Err(MethodError::Unsupported) };
        Ok(Step::Owe(evidence, prompt, state))
    }
}

impl Proved {
    /// The person, where the password that was proved still is theirs: a change elsewhere undoes the proof.
    fn owner<'a>(&self, cx: &Cx<'a>) -> Option<&'a User> {
        let body = credential::Body::of(cx.credential()?).ok()?;
        cx.user.filter(|user| user.id == self.user && body.changed_at == self.changed_at)
    }
}

/// The person with what their directory says of them.
fn pass(user: &User) -> Step<State> {
    Step::Pass(Evidence { attributes: user.attributes.clone(), ..Evidence::subject(&user.name) })
}
