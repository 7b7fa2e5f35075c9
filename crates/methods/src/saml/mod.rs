#![doc = include_str!("README.md")]
//!
//! [`request`] asks, [`answer`] judges what comes back by the rules of the wire crate, [`said`] reads it; [`context`] is about how
//! somebody logged in there, [`provider`] about the other side's metadata, [`metadata`] about ours, [`logout`] about both ways out.

mod answer;
mod config;
mod context;
mod logout;
mod metadata;
mod provider;
mod request;
mod said;

#[cfg(test)]
mod tests;

pub use config::Config;

use model::{Finding, Id, Reason, Span, Time};
use plug::{
    Answer, Call, ConfigError, Cx, Departure, Documents, Factor, Heard, Kind, Method, MethodError, Needs, Opens,
    Published, Registration, Spoken, Step,
};
use saml::{Instant, Limits, Ring, binding::soap};
use serde::{Deserialize, Serialize};

use context::{Contexts, Wants};
use provider::{Fetched, Provider};

pub const REGISTRATION: Registration = Registration::of::<SamlMethod>(include_str!("README.md"), texts!());

/// Logins at another identity provider, by SAML.
pub struct SamlMethod {
    config: Config,
    contexts: Contexts,
    /// URN of the format of names that is asked for.
    name_format: Option<&'static str>,
    /// `None` until its metadata was fetched for the first time.
    provider: Option<Provider>,
    fetched: Option<Fetched>,
    ring: Ring<Id>,
}

/// What a pending challenge remembers: what was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Identifier of the request.
    pub request: String,
    /// The person has to log in there anew.
    pub fresh: bool,
    /// Nothing may be shown there.
    pub passive: bool,
    /// The context that was asked for.
    pub wants: Option<Wants>,
    pub at: Time,
}

impl Method for SamlMethod {
    const KIND: Kind = Kind {
        name: "saml",
        type_name: "SAML",
        class_names: &["ubilogin.method.provider.saml2.AssertionConsumerMethod"],
        factor: Factor::Elsewhere,
        opens: Opens::Yes,
        needs: Needs::Nothing,
        // What was done elsewhere is not known here; see `context::amr`.
        amr: &[],
        code_lengths: &[],
        shorthand: None,
        silent: false,
        enrols: false,
        takes_secret: false,
        sends: false,
        companion: false,
        icon: "window",
        events: &[answer::REFUSED, answer::SCOPE, logout::REFUSED],
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Self::open_with(config, &Documents::default())
    }

    fn open_with(config: Config, documents: &Documents) -> Result<Self, ConfigError> {
        let known = |word: &str| config::FLAGS.contains(&word) || config::IDLE.contains(&word);
        if !config.words().all(known) {
            return Err(ConfigError::new("compatibilityFlags", "saml-idp-flag"));
        }
        let name_format = match config.name_id_format.as_str() {
            "" => None,
            format => Some(
                model::method::format_urn(format)
                    .filter(|urn| *urn != saml::ns::format::ENCRYPTED)
                    .ok_or_else(|| ConfigError::new("nameIdFormat", "saml-idp-format"))?,
            ),
        };
        if config.entity.contains(char::is_whitespace) || config.entity.len() > 1024 {
            return Err(ConfigError::new("entityId", "saml-idp-entity"));
        }
        let (contexts, fetched) = (Contexts::read(&config)?, Fetched::read(&config)?);
        let provider = Provider::read(&config, documents)?;
        Ok(Self { contexts, name_format, provider, fetched, ring: Ring::default(), config })
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.findings()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        match self.provider(cx) {
            Some(provider) => self.ask(cx, provider).await,
            None => Err(no_metadata()),
        }
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        if answer.returned() != Some(cx.around.name.as_str()) {
            return Ok(Step::Fail(Reason::Malformed));
        }
        match self.provider(cx) {
            Some(provider) => self.take(cx, provider, &state, answer).await,
            None => Err(no_metadata()),
        }
    }

    async fn publish(&self, cx: &mut Cx<'_>, name: &str) -> Result<Published, MethodError> {
        match name {
            "metadata" => self.own_metadata(cx).await,
            _ => Err(MethodError::Unsupported),
        }
    }

    async fn leave(&self, cx: &mut Cx<'_>, upstream: &str) -> Result<Option<Departure>, MethodError> {
        self.part(cx, upstream).await
    }

    async fn leave_quietly(&self, cx: &mut Cx<'_>, upstream: &str) -> Result<bool, MethodError> {
        self.part_quietly(cx, upstream).await
    }

    async fn hear(&self, cx: &mut Cx<'_>, spoken: &Spoken) -> Result<Heard, MethodError> {
        self.listen(cx, spoken).await
    }

    fn relays_context(&self) -> bool {
        self.contexts.relays()
    }

    fn takes_unasked(&self) -> bool {
        self.config.unsolicited
    }

    fn renews(&self) -> Option<Span> {
        self.fetched.as_ref().map(Fetched::every)
    }

    async fn renew(&self, cx: &mut Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        self.refetch(cx, documents).await
    }
}

impl SamlMethod {
    /// The provider, while its metadata holds (case S050).
    fn provider(&self, cx: &Cx<'_>) -> Option<&Provider> {
        self.provider.as_ref().filter(|provider| provider.entity.is_valid(now(cx)))
    }
}

fn now(cx: &Cx<'_>) -> Instant {
    Instant::from_millis(cx.now().millis())
}

/// A fresh identifier of a message: 160 bits that nobody can guess (SAML core, 1.3.4).
fn fresh_id(cx: &Cx<'_>) -> String {
    format!("_{}", data_encoding::HEXLOWER.encode(&cx.chance.bytes::<20>()))
}

/// A signed message to a server of the provider.
fn soap_call<'a>(url: &'a str, message: &str) -> Call<'a> {
    static HEADERS: std::sync::LazyLock<[(&str, String); 1]> =
        std::sync::LazyLock::new(|| [("soapaction", "http://www.oasis-open.org/committees/security".to_owned())]);
    Call {
        url,
        headers: &*HEADERS,
        body: Some(("text/xml; charset=utf-8", soap::envelope(message).into_bytes())),
        most: Limits::MESSAGE.bytes,
    }
}

fn no_metadata() -> MethodError {
    MethodError::Unavailable("there is no valid metadata of the provider".to_owned())
}
