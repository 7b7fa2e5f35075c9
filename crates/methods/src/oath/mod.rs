#![doc = include_str!("README.md")]
//!
//! [`verify`] is the rule, [`enrol`] the making of a token.

mod config;
mod enrol;
mod token;
mod verify;

#[cfg(test)]
mod tests;

pub use config::Config;
pub use token::Token;

use model::{
    Credential, Finding, Reason,
    audit::{Event, Outcome},
};
use oath::{Code, Totp, Window};
use plug::{
    Answer, ConfigError, Cx, Evidence, Factor, Field, Kind, Method, MethodError, Needs, Opens, Prompt, Registration,
    Step,
};
use serde::{Deserialize, Serialize};
use verify::{Held, Verdict};

pub const REGISTRATION: Registration = Registration::of::<TotpMethod>(include_str!("README.md"), texts!());

/// Codes by time.
pub struct TotpMethod {
    totp: Totp,
    window: Window,
    key_size: usize,
}

/// What a pending challenge remembers.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A code is asked for. `opens`: nothing is proven yet, so nothing may depend on the person.
    Asked { opens: bool },
    /// A new token, not yet confirmed.
    Offered(Token),
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
        companion: false,
        icon: "totp",
        events: &["totp.drift"],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Ok(Self { totp: config.totp()?, window: config.window()?, key_size: usize::from(config.key_size) })
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
        let held = cx.credentials.iter().map(Held::read).collect::<Result<Vec<_>, _>>()?;
        let Some(code) = answer.code().and_then(|c| Code::parse(&c)).filter(|c| opens || self.fits(c, &held)) else {
            return Ok(Step::Fail(Reason::Malformed));
        };
        Ok(match verify::judge(&held, self.totp, &code, cx.now(), self.window) {
            Verdict::Good { index, step, offset } => {
                let credential = &cx.credentials[index];
                let name = cx.user.map_or(cx.name, |u| u.name.as_str());
                let evidence = Evidence::subject(name);
                follow(cx, credential, &held[index].token, step, offset)?;
                Step::Pass(evidence)
            }
            Verdict::Replay => Step::Fail(Reason::Replay),
            Verdict::Wrong => Step::Fail(Reason::Wrong),
        })
    }

    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        enrol::offer(self.totp, self.key_size, cx)
    }

    async fn confirm(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        let State::Offered(token) = state else { return Err(MethodError::Unsupported) };
        enrol::confirm(token, self.window, cx, answer)
    }
}

impl TotpMethod {
    /// Whether a code of this length can be right: as long as a token's of the person, or as the settings say.
    fn fits(&self, code: &Code, held: &[Held]) -> bool {
        let usual = held.is_empty() && code.digits() == self.totp.digits;
        usual || held.iter().any(|h| h.token.totp.digits == code.digits())
    }
}

/// Spends the step, and remembers how far the device is off.
fn follow(cx: &mut Cx<'_>, credential: &Credential, token: &Token, step: u64, offset: i64) -> Result<(), MethodError> {
    cx.spend(credential.id, i64::try_from(step).unwrap_or(i64::MAX));
    if let Some(moved) = token.after(offset) {
        if moved.drift != token.drift {
            let detail = serde_json::json!({ "steps": moved.drift });
            cx.audit(Event::new(cx.now(), "totp.drift", Outcome::Success).detail(detail));
        }
        // The counter moves by what is spent alone; a stale put cannot move it back.
        cx.put(Credential { body: moved.body()?, ..credential.clone() });
    }
    Ok(())
}
