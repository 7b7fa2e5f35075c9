#![doc = include_str!("README.md")]
//!
//! [`number`] is the rule of a number; what is sent and judged is in [`crate::codes`].

mod config;
mod number;

#[cfg(test)]
mod tests;

pub use config::Config;

use model::{Finding, Severity, gateway, phone};
use number::{Mobile, Rules};
use plug::{Answer, ConfigError, Cx, Factor, Kind, Method, MethodError, Needs, Opens, Registration, Step};

use crate::codes::{self, Codes};

pub const UNREGISTERED: Registration = Registration::of::<SmsMethod<false>>(include_str!("README.md"), texts!());
pub const REGISTERED: Registration = Registration::of::<SmsMethod<true>>(include_str!("README.md"), texts!());

/// Codes by text message, to the number of a registered person or to one that is typed.
pub struct SmsMethod<const REGISTERED: bool>(Codes<Mobile, REGISTERED>);

/// What a pending challenge remembers.
pub type State = codes::State<Mobile>;

impl<const REGISTERED: bool> Method for SmsMethod<REGISTERED> {
    const KIND: Kind = Kind {
        name: if REGISTERED { "sms.registered" } else { "sms.unregistered" },
        type_name: if REGISTERED { "SPI Mobile Phone" } else { "Mobile Phone Unregistered" },
        class_names: &[],
        factor: Factor::Possession,
        opens: if REGISTERED { Opens::WhereAsked } else { Opens::Yes },
        needs: Needs::Attribute("phone_number"),
        amr: if REGISTERED { &["otp", "sms"] } else { &["otp"] },
        code_lengths: &[6, 7, 8, 9, 10],
        shorthand: if REGISTERED { Some('s') } else { None },
        silent: false,
        enrols: false,
        takes_secret: true,
        sends: true,
        documents: &[],
        companion: false,
        icon: "phone",
        events: &[],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        let home = Some(config.home).filter(|code| *code != 0);
        if home.is_some_and(|code| !phone::is_country(code) || code > 998) {
            return Err(ConfigError::new("defaultCountry", "line-value"));
        }
        let codes = Codes::new(config.length, Rules { home });
        codes.map(Self).ok_or_else(|| ConfigError::new("codeLength", "line-value"))
    }

    fn findings(config: &Config) -> Vec<Finding> {
        let unfit = |f: Finding| Finding { severity: f.severity.min(Severity::Unfit), ..f };
        let found = gateway::check_lines(&config.lines()).into_iter();
        found.map(|f| if f.severity == Severity::Warning { f } else { unfit(f) }).collect()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        Ok(self.0.challenge(cx))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        Ok(self.0.verify(cx, state, answer))
    }
}
