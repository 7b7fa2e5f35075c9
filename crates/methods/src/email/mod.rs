#![doc = include_str!("README.md")]
//!
//! [`verify`] is the rule of a code, [`address`] of an address.

pub mod address;
mod config;
mod verify;

#[cfg(test)]
mod tests;

pub use config::Config;

use address::Address;
use model::{Reason, Span, Time};
use plug::{
    Answer, Args, ConfigError, Cx, Evidence, Factor, Field, Kind, Method, MethodError, Needs, Opens, Outgoing, Prompt,
    Registration, Step,
};
use serde::{Deserialize, Serialize};
use verify::{Sent, To, Verdict};

pub const UNREGISTERED: Registration = Registration::of::<EmailMethod<false>>(include_str!("README.md"), texts!());
pub const REGISTERED: Registration = Registration::of::<EmailMethod<true>>(include_str!("README.md"), texts!());

/// Codes by e-mail, to the address of a registered person or to one that is typed.
pub struct EmailMethod<const REGISTERED: bool> {
    length: u8,
}

/// What a pending challenge remembers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Whom to send to has yet to be said.
    Asked,
    Sent(Sent),
}

impl<const REGISTERED: bool> Method for EmailMethod<REGISTERED> {
    const KIND: Kind = Kind {
        name: if REGISTERED { "email.registered" } else { "email.unregistered" },
        type_name: if REGISTERED { "SMTP" } else { "SMTP Unregistered" },
        class_names: &[],
        factor: Factor::Possession,
        opens: if REGISTERED { Opens::WhereAsked } else { Opens::Yes },
        needs: Needs::Attribute("email"),
        amr: &["otp"],
        code_lengths: &[6, 7, 8, 9, 10],
        shorthand: None,
        silent: false,
        enrols: false,
        takes_secret: true,
        sends: true,
        companion: false,
        icon: "email",
        events: &[],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        (6..=10).contains(&config.length).then_some(Self { length: config.length }).ok_or_else(|| ConfigError::new("codeLength", "line-value"))
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        if cx.around.follows || cx.around.mfa {
            let known = cx.attributes.get("email").and_then(|v| v.first()).and_then(|v| Address::parse(v));
            return Ok(known.map_or(Step::Fail(Reason::NotSent), |to| self.send(cx, To::known(Some(to), cx))));
        }
        let prompt = if REGISTERED {
            Prompt::new("email-name", vec![Field::Username { value: cx.name.to_owned() }])
        } else {
            Prompt::new("email-ask", vec![Field::Email { value: String::new() }])
        };
        Ok(Step::Ask(prompt, State::Asked))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let sent = match state {
            State::Asked if REGISTERED => {
                if answer.get("username").is_none_or(|n| n.trim().is_empty()) {
                    return Ok(Step::Fail(Reason::Malformed));
                }
                let theirs = cx.user.and_then(|u| u.first("email")).and_then(Address::parse);
                let unnamed = To { shown: false, ..To::known(theirs, cx) };
                return Ok(self.send(cx, unnamed));
            }
            State::Asked => {
                let typed = answer.get("email").and_then(Address::parse);
                return Ok(typed.map_or(Step::Fail(Reason::Malformed), |to| self.send(cx, To::known(Some(to), cx))));
            }
            State::Sent(sent) => sent,
        };
        if answer.has("again") {
            let early = cx.now() < again(&sent, cx);
            return Ok(if early { Step::Fail(Reason::SendingLimit) } else { self.send(cx, sent.to) });
        }
        let Some(code) = answer.code().filter(|c| self.fits(c)) else { return Ok(Step::Fail(Reason::Malformed)) };
        Ok(match sent.judge(&code, cx.now(), cx.keyed) {
            Verdict::Good => Self::pass(cx, &sent),
            Verdict::Over => Step::Fail(Reason::Expired),
            Verdict::Wrong(left) => Step::Again(Reason::Wrong, self.prompt(&left, cx), State::Sent(left)),
        })
    }
}

impl<const REGISTERED: bool> EmailMethod<REGISTERED> {
    fn fits(&self, code: &str) -> bool {
        code.len() == usize::from(self.length) && code.bytes().all(|b| b.is_ascii_digit())
    }

    /// Makes a code and sends it. To nobody nothing is sent, and the rest is the same.
    fn send(&self, cx: &mut Cx<'_>, to: To) -> Step<State> {
        let (code, minutes) = (verify::code(self.length, cx.chance), cx.around.sending.code_minutes.max(1));
        let until = cx.now() + Span::minutes(i64::from(minutes));
        let nonce = data_encoding::HEXLOWER.encode(&cx.chance.bytes::<16>());
        let tries = cx.around.sending.attempts_per_code.max(1);
        let sent = Sent::new(nonce, to, &code, (cx.now(), until), tries, cx.keyed);
        if let Some(to) = &sent.to.address {
            cx.send(Outgoing {
                courier: model::message::Courier::Mail,
                to: to.as_str().to_owned(),
                text: "code".into(),
                args: Args::from([
                    ("code".into(), code.expose().as_str().into()),
                    ("minutes".into(), i64::from(minutes).into()),
                    ("application".into(), crate::named(cx).into()),
                ]),
                notice: false,
            });
        }
        Step::Ask(self.prompt(&sent, cx), State::Sent(sent))
    }

    fn prompt(&self, sent: &Sent, cx: &Cx<'_>) -> Prompt {
        let text = if sent.to.shown { "email-code" } else { "email-code-unnamed" };
        let mut prompt = Prompt::new(text, vec![Field::Code { digits: self.length, numeric: true }])
            .arg("digits", i64::from(self.length))
            .arg("sent", sent.at.millis())
            .arg("until", sent.until.millis());
        if let Some(address) = sent.to.address.as_ref().filter(|_| sent.to.shown) {
            prompt = prompt.arg("address", model::mask::email(address.as_str()));
        }
        Prompt { until: Some(sent.until), again: Some(again(sent, cx)), ..prompt }
    }

    /// A registered person's code proves the person that it was sent to, whatever name came with the answer.
    fn pass(cx: &mut Cx<'_>, sent: &Sent) -> Step<State> {
        let Some(address) = sent.to.address.as_ref().map(Address::as_str) else { return Step::Fail(Reason::Wrong) };
        let name = match cx.user {
            Some(user) if REGISTERED && sent.to.whose == Some(user.id) => user.name.as_str(),
            _ if REGISTERED => return Step::Fail(Reason::Wrong),
            _ => address,
        };
        let evidence = Evidence::subject(name).with("email", address);
        cx.spend_once(format!("code:{}", sent.nonce), "1".into(), sent.until);
        Step::Pass(evidence)
    }
}

impl To {
    /// An address, for the person that this login is about.
    fn known(address: Option<Address>, cx: &Cx<'_>) -> Self {
        Self { address, whose: cx.user.map(|u| u.id), shown: true }
    }
}

/// From when a new code may be asked for.
fn again(sent: &Sent, cx: &Cx<'_>) -> Time {
    sent.at + Span::seconds(i64::from(cx.around.sending.resend_seconds))
}
