#![doc = include_str!("README.md")]
//!
//! [`address`] is the rule of an address; what is sent and judged is in [`crate::codes`].

pub mod address;
mod config;

#[cfg(test)]
mod tests;

pub use config::Config;

use address::Address;
use plug::{Answer, ConfigError, Cx, Factor, Kind, Method, MethodError, Needs, Opens, Registration, Step};

use crate::codes::{self, Codes};

pub const UNREGISTERED: Registration = Registration::of::<EmailMethod<false>>(include_str!("README.md"), texts!());
pub const REGISTERED: Registration = Registration::of::<EmailMethod<true>>(include_str!("README.md"), texts!());

/// Codes by e-mail, to the address of a registered person or to one that is typed.
pub struct EmailMethod<const REGISTERED: bool>(Codes<Address, REGISTERED>);

/// What a pending challenge remembers.
pub type State = codes::State<Address>;

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
        documents: &[],
        companion: false,
        icon: "email",
        events: &[],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Codes::new(config.length, ()).map(Self).ok_or_else(|| ConfigError::new("codeLength", "line-value"))
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        Ok(self.0.challenge(cx))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        Ok(self.0.verify(cx, state, answer))
    }
}
