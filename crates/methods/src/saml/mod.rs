#![doc = include_str!("README.md")]
//!
//! [`request`] asks, [`answer`] judges what comes back by the rules of the wire crate, [`said`] reads it; [`context`] is about how
//! somebody logged in there, [`provider`] about the other side's metadata, [`metadata`] about ours, [`logout`] about both ways out,
//! [`discovery`] about which of several providers it is.

mod answer;
mod config;
mod context;
mod discovery;
mod logout;
mod metadata;
mod provider;
mod request;
mod said;

#[cfg(test)]
mod tests;

pub use config::Config;
pub use discovery::{COMMON_DOMAIN, SERVICE};

use model::{Finding, Id, Reason, Span, Time};
use plug::{
    Answer, Call, Choices, ConfigError, Cx, Departure, Document, Documents, Evidence, Heard, Kind, Method, MethodError,
    Published, Registration, Spoken, Step,
};
use saml::{Instant, Limits, Ring, binding::soap};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use context::{Contexts, Wants};
use discovery::{By, Choosing, Providers};
use provider::{Fetched, Provider};

pub const REGISTRATION: Registration = Registration::of::<SamlMethod>(include_str!("README.md"), texts!());

/// Logins at another identity provider, by SAML.
pub struct SamlMethod {
    config: Config,
    contexts: Contexts,
    /// URN of the format of names that is asked for.
    name_format: Option<&'static str>,
    /// Nobody until their metadata was fetched for the first time.
    providers: Providers,
    /// How it is found out which of them it is.
    by: By,
    fetched: Option<Fetched>,
    ring: Ring<Id>,
}

/// What a pending challenge remembers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The provider is being found out.
    Choosing(Choosing),
    /// It was asked.
    Asked(State),
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Who was asked: an answer of another provider is none (case S017).
    pub provider: String,
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
        documents: &[Document::Metadata],
        events: EVENTS,
        ..Kind::ELSEWHERE
    };
    type Config = Config;
    type State = Stage;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Self::open_with(config, &Documents::default())
    }

    fn open_with(config: Config, documents: &Documents) -> Result<Self, ConfigError> {
        Self::open_by(config, documents, By::Lines)
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.findings()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<Stage>, MethodError> {
        self.begin(cx).await
    }

    async fn verify(&self, cx: &mut Cx<'_>, stage: Stage, answer: &Answer) -> Result<Step<Stage>, MethodError> {
        let state = match stage {
            Stage::Choosing(choosing) => {
                return match self.unasked(cx, answer) {
                    Some(Ok(state)) => self.judge(cx, &state, answer).await,
                    Some(Err(why)) => Ok(Step::Fail(why)),
                    None => self.chosen(cx, choosing, answer).await,
                };
            }
            Stage::Asked(state) => state,
        };
        self.judge(cx, &state, answer).await
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

    fn asks_quietly(&self) -> bool {
        self.finds_quietly()
    }

    fn choices(&self) -> Arc<Choices> {
        self.providers.choices()
    }

    fn lends_choices(&self) -> bool {
        self.config.discovery_service
    }

    /// A name without qualifiers: it is between the provider and us.
    fn completed(&self, cx: &Cx<'_>, provider: &str, evidence: Evidence) -> Evidence {
        let of = if provider.is_empty() { self.providers.only() } else { self.provider(cx, provider) };
        let us = self.entity(cx);
        let name = saml::message::NameId { value: evidence.subject.value.clone(), ..Default::default() };
        let who = of.map(|provider| said::Named { provider: provider.id(), us: &us, name: &name }.who());
        Evidence { who, ..evidence }
    }

    fn renews(&self) -> Option<Span> {
        self.fetched.as_ref().map(Fetched::every)
    }

    async fn renew(&self, cx: &mut Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        self.refetch(cx, documents).await
    }
}

impl SamlMethod {
    /// The same for each of the presets.
    fn open_by(config: Config, documents: &Documents, by: By) -> Result<Self, ConfigError> {
        let config = by.defaults(config);
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
        let providers = Providers::read(&config, documents)?;
        let by = by.read(&config)?;
        Ok(Self { contexts, name_format, providers, by, fetched, ring: Ring::default(), config })
    }

    async fn judge(&self, cx: &mut Cx<'_>, state: &State, answer: &Answer) -> Result<Step<Stage>, MethodError> {
        if answer.returned() != Some(cx.around.name.as_str()) {
            return Ok(Step::Fail(Reason::Malformed));
        }
        match self.provider(cx, &state.provider) {
            Some(provider) => self.take(cx, provider, state, answer).await,
            None => Err(no_metadata()),
        }
    }

    /// The provider of this name, while its metadata holds (case S050).
    fn provider(&self, cx: &Cx<'_>, id: &str) -> Option<&Provider> {
        self.providers.named(id).filter(|provider| provider.entity.is_valid(now(cx)))
    }

    /// The provider that says it sent a message; the only one, where there is no choice. That proves nothing yet.
    fn sender(&self, cx: &Cx<'_>, message: Option<saml::Node<'_>>) -> Option<&Provider> {
        let claimed = || message.and_then(saml::idp::claimed_issuer);
        match self.providers.only() {
            Some(only) => Some(only).filter(|provider| provider.entity.is_valid(now(cx))),
            None => claimed().and_then(|id| self.provider(cx, &id)),
        }
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

/// What the audit is told beside what it is told of every method.
const EVENTS: &[&str] = &[answer::REFUSED, answer::SCOPE, discovery::REFUSED, logout::REFUSED];

fn no_metadata() -> MethodError {
    MethodError::Unavailable("there is no valid metadata of the provider".to_owned())
}
