//! A new password: the question, the rules, and what follows from a change.

use super::credential::Body;
use super::encoding::{Encoded, Encoding, LONGEST};
use super::policy::{Context, Policy, Refusal};
use super::{Method, Password, State, pass};
use model::{Credential, Reason, Secret, Time, User, message::Courier};
use plug::{Answer, Args, Cx, Field, MethodError, Outgoing, Prompt, Step};
use zeroize::Zeroizing;

/// Who is to prove the present password with the new one: everybody who has one and did not come by a mailed link.
pub(super) fn needs_current(cx: &Cx<'_>) -> bool {
    cx.credential().is_some() && !cx.around.recovering
}

impl Password {
    pub(super) fn question(&self, cx: &Cx<'_>, state: &State) -> Prompt {
        let minimum = i64::try_from(self.policy.minimum(cx.around.second_factor)).unwrap_or(i64::MAX);
        let new = Field::NewPassword {
            hint: "password-hint".into(),
            args: Args::from([("minimum".to_owned(), minimum.into())]),
        };
        let current = (*state == State::Enrolling && needs_current(cx)).then_some(Field::Password);
        Prompt {
            button: "password-button-change".into(),
            skippable: matches!(state, State::Expiring(_)),
            ..Prompt::new("password-heading-change", current.into_iter().chain([new]).collect())
        }
    }

    /// Takes a new password or says everything that is wrong with it. Whoever calls has seen to it that the person may.
    pub(super) async fn change(
        &self,
        cx: &mut Cx<'_>,
        user: &User,
        state: State,
        answer: &Answer,
    ) -> Result<Step<State>, MethodError> {
        let Some(new) = answer.get("new_password") else { return Ok(Step::Fail(Reason::Malformed)) };
        let refusals = if answer.get("new_password_again") == Some(new) {
            let candidate = Candidate::new(cx, user, &state, new);
            let (policy, encoding) = (self.policy.clone(), self.encoding);
            match self.pool.run(move || candidate.judge(&policy, &encoding)).await? {
                Ok(hash) => {
                    self.keep(cx, hash)?;
                    notify(cx, user);
                    return Ok(pass(user));
                }
                Err(refusals) => refusals.into_iter().map(|r| (r.key().to_owned(), arguments(r))).collect(),
            }
        } else {
            vec![("password-differ".to_owned(), Args::new())]
        };
        Ok(Step::Ask(Prompt { refusals, ..self.question(cx, &state) }, state))
    }

    fn keep(&self, cx: &mut Cx<'_>, hash: Secret<String>) -> Result<(), MethodError> {
        let now = cx.now();
        let credential = match cx.credential() {
            Some(old) => {
                let new = Body::new(hash.clone(), now);
                let floor = self.encoding.scheme();
                // A body that cannot be read has no history worth keeping.
                let body = Body::of(old).map_or(new, |body| body.followed_by(hash, now, self.policy.history, floor));
                Credential { body: body.to_json()?, ..old.clone() }
            }
            None => cx.new_credential(Self::KIND.name, "", Body::new(hash, now).to_json()?),
        };
        cx.put(credential);
        cx.end_others();
        Ok(())
    }
}

/// The owner hears of it at the address on record.
fn notify(cx: &mut Cx<'_>, user: &User) {
    let Some(to) = user.first("email") else { return };
    let args = Args::from([
        ("name".to_owned(), user.display().into()),
        ("site".to_owned(), cx.around.site_title.as_str().into()),
        ("at".to_owned(), cx.now().rfc3339().into()),
    ]);
    let text = "password-changed".to_owned();
    cx.send(Outgoing { courier: Courier::Mail, to: to.to_owned(), text, args, notice: true, blind: false });
}

/// A new password with all that it is judged among, on its way to the pool.
struct Candidate {
    new: Zeroizing<String>,
    salt: [u8; 16],
    username: String,
    personal: Vec<String>,
    site: String,
    applications: Vec<String>,
    second_factor: bool,
    current: Option<Encoded>,
    history: Vec<Encoded>,
    changed_at: Option<Time>,
    now: Time,
    voluntary: bool,
}

impl Candidate {
    fn new(cx: &Cx<'_>, user: &User, state: &State, new: &str) -> Self {
        let body = cx.credential().and_then(|c| Body::of(c).ok());
        let own = body.as_ref().is_some_and(|body| !body.imported && !body.must_change);
        let around = cx.around;
        Self {
            new: Zeroizing::new(new.to_owned()),
            salt: cx.chance.bytes(),
            username: user.name.clone(),
            personal: user.attributes.values().flatten().cloned().collect(),
            site: around.site_title.clone(),
            applications: [&around.application, &around.site]
                .into_iter()
                .chain(&around.context_words)
                .cloned()
                .collect(),
            second_factor: around.second_factor,
            current: body.as_ref().and_then(|body| body.encoded().ok()),
            history: body.as_ref().map(Body::earlier).unwrap_or_default(),
            changed_at: body.as_ref().and_then(|body| body.changed_at),
            now: cx.now(),
            voluntary: *state == State::Enrolling && own && !around.recovering,
        }
    }

    /// The hash to store, or why there is none.
    fn judge(self, policy: &Policy, encoding: &Encoding) -> Result<Secret<String>, Vec<Refusal>> {
        let cx = Context {
            username: &self.username,
            personal: &self.personal.iter().map(String::as_str).collect::<Vec<_>>(),
            site: &self.site,
            applications: &self.applications.iter().map(String::as_str).collect::<Vec<_>>(),
            second_factor: self.second_factor,
            current: self.current.as_ref(),
            history: &self.history,
            changed_at: self.changed_at,
            now: self.now,
            voluntary: self.voluntary,
        };
        let refusals = policy.judge(&self.new, &cx);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        encoding.encode(&self.new, &self.salt).map_err(|_| vec![Refusal::TooLong { maximum: LONGEST }])
    }
}

/// Arguments of a refusal's text. Moments are RFC 3339, under the name `until`.
fn arguments(refusal: Refusal) -> Args {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    let one = match refusal {
        Refusal::TooShort { minimum } => ("minimum", number(minimum)),
        Refusal::TooLong { maximum } => ("maximum", number(maximum)),
        Refusal::Reused { history } => ("history", number(history)),
        Refusal::TooYoung { until } => ("until", until.rfc3339().into()),
        _ => return Args::new(),
    };
    Args::from([(one.0.to_owned(), one.1)])
}
