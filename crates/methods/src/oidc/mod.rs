#![doc = include_str!("README.md")]
//!
//! [`ask`] builds the request, [`answer`] judges what comes back, [`upstream`] knows the provider, [`client`] calls it in our
//! name, [`logout`] is logout both ways, [`register`] makes us known there.

mod answer;
mod ask;
pub(crate) mod attributes;
pub(crate) mod client;
pub(crate) mod config;
mod logout;
mod preset;
mod register;
pub(crate) mod trouble;
mod upstream;

#[cfg(test)]
pub(crate) mod tests;

pub use config::Config;

use model::{Finding, Span};
use oidc::{jws::Alg, rp::Client};
use plug::{
    Answer, ConfigError, Cx, Departure, Document, Documents, Evidence, Heard, Kind, Method, MethodError, Published,
    Registration, Spoken, Step,
};
use serde::{Deserialize, Serialize};
use upstream::Upstream;

pub const REGISTRATION: Registration = Registration::of::<OpenIdConnect>(include_str!("README.md"), TEXTS);
/// Plain OAuth 2.0 speaks with the same words.
pub(crate) const TEXTS: [(&str, &str); 5] = texts!();

/// Logins at another OpenID provider.
pub struct OpenIdConnect {
    config: Config,
    client: Option<Client>,
    upstream: Upstream,
    /// Keys and metadata stand in the store, and are looked after there.
    keeps: bool,
}

/// What a login that is elsewhere remembers.
#[derive(Clone, Serialize, Deserialize)]
pub struct State {
    /// Comes back in the ID token, once.
    pub(crate) nonce: String,
    /// Its challenge went with the request.
    pub(crate) verifier: String,
    /// Who was asked.
    pub(crate) issuer: String,
    /// Since when the person must have proved themselves there, in seconds since 1970; and whether the provider must say so.
    pub(crate) since: Option<(i64, bool)>,
}

impl Method for OpenIdConnect {
    const KIND: Kind = Kind {
        name: "oidc",
        type_name: "OpenID Connect",
        class_names: &["ubilogin.method.provider.openidconnect.OpenIDConnectMethod"],
        documents: &Document::ALL,
        events: &[trouble::INVALID, trouble::REFUSED],
        ..Kind::ELSEWHERE
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        Self::open_with(config, &Documents::default())
    }

    fn open_with(config: Config, documents: &Documents) -> Result<Self, ConfigError> {
        let config = config.completed();
        config.check()?;
        let upstream = Upstream::new(&config, documents)?;
        let stored = Client::parse(&documents.registration)
            .map_err(|_| ConfigError::new("registration", "upstream-registration"))?;
        let client = match stored {
            Some(client) => Some(client),
            None => Client::parse(&config.registration())
                .map_err(|_| ConfigError::new("clientId", "upstream-registration"))?,
        };
        if client.is_none() && !config.register {
            return Err(ConfigError::new("registration", "upstream-registration-missing"));
        }
        if !config.secret_key.is_empty() && client::key_of(&config.secret_key).is_none() {
            return Err(ConfigError::new("clientSecretKey", "line-value"));
        }
        let secret = client.as_ref().is_some_and(|c| c.secret.is_some());
        let needed = config.authentication.method().is_some_and(oidc::rp::AuthMethod::takes_secret);
        if client.is_some() && !secret && config.secret_key.is_empty() && (needed || config.shared_secret) {
            return Err(ConfigError::new("clientSecret", "upstream-secret-missing"));
        }
        let keeps = documents.jwks.as_object().is_some_and(|keys| !keys.is_empty())
            || !documents.metadata.trim().is_empty() && upstream.fetches();
        Ok(Self { config, client, upstream, keeps })
    }

    fn findings(config: &Config) -> Vec<Finding> {
        config.doubts()
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        match self.ask(cx).await {
            Ok((to, state)) => Ok(Step::Leave(to, state)),
            Err(trouble) => trouble.step(cx),
        }
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        match self.answered(cx, &state, answer).await {
            Ok(evidence) => Ok(Step::Pass(evidence)),
            Err(trouble) => trouble.step(cx),
        }
    }

    async fn publish(&self, cx: &mut Cx<'_>, name: &str) -> Result<Published, MethodError> {
        match name {
            "registration" => self.registration_request(cx).await,
            _ => Err(MethodError::Unsupported),
        }
    }

    async fn leave(&self, cx: &mut Cx<'_>, upstream: &str) -> Result<Option<Departure>, MethodError> {
        self.parting(cx, upstream).await
    }

    async fn hear(&self, cx: &mut Cx<'_>, spoken: &Spoken) -> Result<Heard, MethodError> {
        self.told(cx, spoken).await
    }

    fn relays_context(&self) -> bool {
        self.config.relay_acr
    }

    fn completed(&self, _cx: &Cx<'_>, provider: &str, evidence: Evidence) -> Evidence {
        if self.upstream.is_shared() {
            answer::one_of_several(provider, evidence)
        } else {
            Evidence { who: Some(evidence.subject.value.clone()), ..evidence }
        }
    }

    fn asks_quietly(&self) -> bool {
        !self.config.force
    }

    fn renews(&self) -> Option<Span> {
        match (self.client.is_none(), self.keeps) {
            (true, _) => Some(Span::minutes(1)),
            (false, true) => Some(Span::hours(24)),
            (false, false) => None,
        }
    }

    async fn renew(&self, cx: &mut Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        self.renewed(cx, documents).await
    }
}

impl OpenIdConnect {
    /// Who we are there; before the registration nobody.
    fn client(&self) -> Result<&Client, trouble::Trouble> {
        self.client.as_ref().ok_or_else(|| trouble::Trouble::Silent("not registered at the provider yet".into()))
    }

    /// What ID tokens may be signed with: what was registered, else what the provider says it uses.
    fn algorithms(&self, provider: &oidc::rp::Provider) -> Vec<Alg> {
        let registered = self.client.as_ref().and_then(|c| c.id_token_alg.as_deref());
        match registered {
            Some(name) => Alg::parse(name).into_iter().collect(),
            None if provider.signing.is_empty() => Alg::ACCEPTED.to_vec(),
            None => provider.signing.clone(),
        }
    }
}
