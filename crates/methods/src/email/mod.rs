#![doc = include_str!("README.md")]
//!
//! [`verify`] is the rule of a code, [`address`] of an address, [`sending`] what is sent, asked and proved.

pub mod address;
mod config;
mod sending;
mod verify;

#[cfg(test)]
mod tests;

pub use config::Config;

use address::Address;
use model::Reason;
use plug::{
    Answer, ConfigError, Cx, Factor, Field, Kind, Method, MethodError, Needs, Opens, Prompt, Registration, Step,
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
        shorthand: if REGISTERED { Some('e') } else { None },
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
        (6..=10)
            .contains(&config.length)
            .then_some(Self { length: config.length })
            .ok_or_else(|| ConfigError::new("codeLength", "line-value"))
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
            let early = cx.now() < sending::again(&sent, cx);
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
