//! Kinds of method as in the product, but for what a password hash costs: test worlds log in thousands of times.
//!
//! Everything else of a password method is the product's own code; the real cost has a test of its own in `methods`.

use methods::password::{Config, Password, State, encoding::Cost};
use plug::{Answer, ConfigError, Cx, Kind, Method, MethodError, Registration, Step};

/// Argon2id as small as it goes. The decoy for unknown users costs the same.
pub const CHEAP: Cost = Cost { memory: 8, passes: 1, lanes: 1, bcrypt: 10, rounds: 1_000 };

/// The table that test servers are started with.
pub const KINDS: &[Registration] = &cheap();

/// A password whose hash costs little.
struct CheapPassword(Password);

impl Method for CheapPassword {
    const KIND: Kind = <Password as Method>::KIND;
    const FORM: u32 = <Password as Method>::FORM;
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Password::with_cost(&config, CHEAP).map(Self)
    }
    fn findings(config: &Config) -> Vec<model::Finding> {
        <Password as Method>::findings(config)
    }
    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        self.0.challenge(cx).await
    }
    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        self.0.verify(cx, state, answer).await
    }
    async fn enrol(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        self.0.enrol(cx).await
    }
    async fn confirm(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        self.0.confirm(cx, state, answer).await
    }
    fn replaced(credential: &model::Credential) -> Option<model::Time> {
        <Password as Method>::replaced(credential)
    }
}

const fn cheap() -> [Registration; methods::ALL.len()] {
    let mut kinds = [methods::ALL[PASSWORD]; methods::ALL.len()];
    let mut index = 0;
    while index < kinds.len() {
        kinds[index] = methods::ALL[index];
        index += 1;
    }
    let original = methods::ALL[PASSWORD];
    kinds[PASSWORD] = Registration::of::<CheapPassword>(original.readme, original.texts);
    kinds
}

/// Where the password stands in the product's table.
const PASSWORD: usize = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_is_another_than_in_the_product() {
        let names = |kinds: &[Registration]| kinds.iter().map(|k| k.kind.name).collect::<Vec<_>>();
        assert_eq!(names(KINDS), names(methods::ALL));
        assert_eq!(KINDS[PASSWORD].kind, methods::password::REGISTRATION.kind);
    }
}
