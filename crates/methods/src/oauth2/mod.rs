#![doc = include_str!("README.md")]
//!
//! It speaks with the words and by the calls of the OpenID Connect method beside it; [`profile`] reads who somebody is,
//! [`preset`] knows providers.

mod config;
pub mod preset;
pub mod profile;

#[cfg(test)]
mod tests;

pub use config::Config;

use config::Way;
use model::Span;
use oidc::{
    Hidden,
    pkce::Challenge,
    rp::{
        AuthMethod, AuthorizationRequest, IssuerRule, Returned, answer,
        client::Proof,
        request,
        token::{self, Tokens},
    },
};
use plug::{Answer, Call, ConfigError, Cx, Departure, Evidence, Kind, Method, MethodError, Registration, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::oidc::{
    TEXTS, client,
    config::pair,
    trouble::{self, Trouble},
};

pub const REGISTRATION: Registration = Registration::of::<OAuth2>(include_str!("README.md"), TEXTS);

/// Logins at a provider of plain OAuth 2.0.
pub struct OAuth2 {
    config: Config,
    issuer: Option<IssuerRule>,
}

/// What a login that is elsewhere remembers.
#[derive(Clone, Serialize, Deserialize)]
pub struct State {
    /// Its challenge went with the request.
    verifier: String,
    /// Where people were sent.
    endpoint: String,
}

/// The longest profile that is read.
const MAX_PROFILE: usize = 262_144;
/// Codes are remembered for longer than any login lives.
const REMEMBERED: Span = Span::hours(1);

impl Method for OAuth2 {
    const KIND: Kind = Kind {
        name: "oauth2",
        type_name: "OAuth 2.0",
        events: &[trouble::INVALID, trouble::REFUSED],
        ..Kind::ELSEWHERE
    };
    type Config = Config;
    type State = State;

    fn open(config: Config) -> Result<Self, ConfigError> {
        let config = config.completed();
        config.check()?;
        Ok(Self { issuer: IssuerRule::parse(&config.issuer), config })
    }

    async fn challenge(&self, cx: &mut Cx<'_>) -> Result<Step<State>, MethodError> {
        let wish = &cx.around.wish;
        if wish.passive {
            // There is no way to ask silently.
            return trouble::refused("interaction_required", true).step(cx);
        }
        let state = State { verifier: client::fresh(cx), endpoint: self.config.authorize.clone() };
        let more: Vec<(String, String)> = self.config.parameter.iter().filter_map(|line| pair(line)).collect();
        let challenge = Challenge::of(&state.verifier);
        let asked = AuthorizationRequest {
            client_id: &self.config.client_id,
            return_address: &cx.around.return_address(),
            scope: &self.config.scopes,
            state: &cx.around.way_back,
            challenge: Some(&challenge),
            more: &more,
            ..AuthorizationRequest::default()
        };
        Ok(Step::Leave(Departure::Get(request::address(&self.config.authorize, &asked.parameters())), state))
    }

    async fn verify(&self, cx: &mut Cx<'_>, state: State, answer: &Answer) -> Result<Step<State>, MethodError> {
        match self.answered(cx, &state, answer).await {
            Ok(evidence) => Ok(Step::Pass(evidence)),
            Err(trouble) => trouble.step(cx),
        }
    }
}

impl OAuth2 {
    async fn answered(&self, cx: &mut Cx<'_>, state: &State, answer: &Answer) -> Result<Evidence, Trouble> {
        if answer.returned() != Some(cx.around.name.as_str()) {
            return Err(Trouble::not_believed("answer", "it did not come from the provider"));
        }
        if state.endpoint != self.config.authorize {
            return Err(Trouble::not_believed("answer", "another provider was asked"));
        }
        let code = match self.returned(answer)? {
            Returned::Code(code) => code,
            Returned::Refused(word) => return Err(trouble::refused(&word, false)),
        };
        let tokens = self.redeemed(cx, &code, state).await?;
        let profile = self.profile(cx, &tokens.access_token).await?;
        let subject = profile::subject(&profile, &self.config.subject)
            .ok_or_else(|| Trouble::not_believed("profile", "the member that names the person is missing"))?;
        let once = (cx.keyed)("oauth2-code", code.expose().as_bytes());
        let gate = format!("oauth2:{}", cx.around.method);
        cx.spend_once(gate, data_encoding::HEXLOWER.encode(&once), cx.now() + REMEMBERED);
        let mut evidence = Evidence::subject(&subject);
        evidence.attributes = profile::attributes(&profile, &self.config.attribute);
        Ok(evidence)
    }

    /// Where no issuer is configured, only the address that is this method's own tells providers apart (RFC 9700, section 2.1).
    fn returned(&self, answer: &Answer) -> Result<Returned, Trouble> {
        let read = |issuer: &IssuerRule, promised: bool| {
            let field = |name: &str| answer.get(name).filter(|_| promised || name != "iss");
            answer::read(field, issuer, promised).map_err(|e| Trouble::not_believed("answer", e))
        };
        match &self.issuer {
            Some(issuer) => read(issuer, true),
            None => read(&IssuerRule::unknown(), false),
        }
    }

    async fn redeemed(&self, cx: &Cx<'_>, code: &Hidden, state: &State) -> Result<Tokens, Trouble> {
        let secret = Hidden::new(self.config.client_secret.clone());
        let (method, secret) = match self.config.authentication {
            Way::ClientSecretBasic => (AuthMethod::Basic, Some(&secret)),
            Way::ClientSecretPost => (AuthMethod::Post, Some(&secret)),
            Way::None => (AuthMethod::None, None),
        };
        let verifier = Hidden::new(state.verifier.clone());
        let form = token::redeem(code, &cx.around.return_address(), Some(&verifier));
        let form = form.from(&self.config.client_id, method, Proof::Secret(secret));
        let (status, body) = client::send(cx, &self.config.token, form, token::MAX_BYTES).await?;
        token::read(status, &body).map_err(|e| trouble::no_tokens("token endpoint", e))
    }

    async fn profile(&self, cx: &Cx<'_>, access: &Hidden) -> Result<Value, Trouble> {
        let headers =
            [("accept", "application/json".to_owned()), ("authorization", format!("Bearer {}", access.expose()))];
        let call = Call { url: &self.config.profile, headers: &headers, body: None, most: MAX_PROFILE };
        let told = cx.web.call(call).await?;
        match told.status {
            200 => serde_json::from_slice(&told.body).map_err(|_| Trouble::not_believed("profile", "not JSON")),
            status @ 500.. => Err(Trouble::Silent(format!("profile: status {status}"))),
            status => Err(Trouble::not_believed("profile", format!("status {status}"))),
        }
    }
}
