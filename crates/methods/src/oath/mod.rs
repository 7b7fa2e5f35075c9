#![doc = include_str!("README.md")]
//!
//! [`verify`] is the rule, [`step`] what a login does with it, [`enrol`] the making of a token, [`pin`] the PIN beside the code,
//! [`craft`] what the inventory asks. [`TotpMethod`] and [`OathMethod`] are two presets of them.

mod config;
mod craft;
mod enrol;
mod pin;
mod preset;
mod step;
mod template;
mod token;
mod verify;

#[cfg(test)]
mod tests;

pub use config::Config;
pub use pin::Pin;
pub use preset::OathMethod;
pub use template::Template;
pub use token::{Moving, Reach, Token};

use model::{Finding, Id};
use oath::{Code, Totp};
use plug::{
    Answer, ConfigError, Cx, Factor, Field, Kind, Method, MethodError, Needs, Opens, Passcode, Prompt, Registration,
    Step,
};
use serde::{Deserialize, Serialize};
use step::Judging;

/// Apps that people enrol by themselves.
pub const REGISTRATION: Registration = Registration::of::<TotpMethod>(include_str!("README.md"), texts!());
/// Tokens of the inventory, by event or by time, with or without a PIN.
pub const OATH: Registration = Registration::of::<OathMethod>(include_str!("README.md"), texts!());

/// Codes by time, from apps.
pub struct TotpMethod {
    totp: Totp,
    reach: Reach,
    key_size: usize,
}

/// What a pending challenge remembers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A code is asked for. `opens`: nothing is proven yet, so nothing may depend on the person.
    Asked { opens: bool },
    /// A code of the outer window came, with the right PIN: the next one decides.
    Next { token: Id, factor: u64, opens: bool },
    /// The login is as good as granted, and owes a new PIN; `first` when it was typed once on a line of its own.
    NewPin { token: Id, first: Option<pin::Hash> },
    /// A PIN was shown and is not yet in force.
    Given { token: Id, pin: pin::Hash },
    /// A new token, not yet confirmed.
    Offered(Token),
    /// A new token that is complete once its owner has seen its PIN.
    Shown { token: Token, counter: i64, label: String },
}

impl Method for TotpMethod {
    const KIND: Kind = Kind {
        name: "totp",
        type_name: "SPI TOTP",
        class_names: &["ubilogin.method.provider.spi.DirectoryTOTPMethod"],
        factor: Factor::Possession,
        opens: Opens::WhereAsked,
        needs: Needs::Credential,
        amr: &["otp"],
        code_lengths: &[4, 5, 6, 7, 8],
        shorthand: None,
        silent: false,
        enrols: true,
        takes_secret: true,
        sends: false,
        documents: &[],
        companion: false,
        icon: "totp",
        events: &["totp.drift"],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Ok(Self { totp: config.totp()?, reach: config.reach(), key_size: usize::from(config.key_size) })
    }

    fn code_lengths(&self) -> Vec<u8> {
        vec![self.totp.digits.number()]
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.findings()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let opens = !cx.around.follows;
        let mut fields = vec![Field::Code { digits: self.totp.digits.number(), numeric: true }];
        if opens {
            fields.insert(0, Field::Username { value: cx.name.to_owned() });
        }
        let prompt = Prompt::new("totp-prompt", fields).arg("digits", i64::from(self.totp.digits.number()));
        Ok(Step::Ask(prompt, State::Asked { opens }))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let State::Asked { opens } = state else { return Err(MethodError::Unsupported) };
        let held = step::held(cx)?;
        if let Some(Passcode::Response(response)) = answer.passcode("code") {
            let judging = Judging { held, usual: self.moving(), reach: self.reach };
            return judging.responded(cx, response, "totp.drift");
        }
        let code = answer.code().and_then(|c| Code::parse(&c)).filter(|c| opens || self.fits(c, &held));
        let Some(code) = code else { return Ok(Step::Fail(model::Reason::Malformed)) };
        let judging = Judging { held, usual: self.moving(), reach: self.reach };
        judging.simply(cx, &|candidate| step::same(candidate, &code), "totp.drift")
    }

    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        enrol::offer("totp", Token::new(enrol::seed(self.key_size, cx)?, self.totp), cx)
    }

    async fn confirm(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let State::Offered(token) = state else { return Err(MethodError::Unsupported) };
        Ok(match enrol::first_code(token, self.reach, cx, answer) {
            Ok((token, counter)) => enrol::keep(Self::KIND.name, &token, counter, &enrol::label(answer), cx)?,
            Err(why) => Step::Fail(why),
        })
    }
}

impl TotpMethod {
    const fn moving(&self) -> Moving {
        Moving::Time { totp: self.totp, drift: 0, seen: None }
    }
    /// Whether a code of this length can be right: as long as a token's of the person, or as the settings say.
    fn fits(&self, code: &Code, held: &[verify::Held]) -> bool {
        let usual = held.is_empty() && code.digits() == self.totp.digits;
        usual || held.iter().any(|h| h.token.digits() == code.digits())
    }
}
