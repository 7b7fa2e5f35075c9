//! Asking: the request that a browser takes to the provider.

use model::request::Forwarding;
use plug::{Cx, Departure, MethodError, Step};
use saml::{
    SigningKey,
    binding::{Parameter, RelayState, post, redirect},
    message::{AcsChoice, AuthnRequest, Head, NameIdPolicy, Scoping},
    metadata::Endpoint,
    ns, signature,
};

use super::{
    SamlMethod, Stage, State,
    config::{ACS_URL, FINNISH, ResponseBinding, UNSPECIFIED},
    context::Wants,
    provider::Provider,
};

impl SamlMethod {
    /// `quiet`: nothing may be shown there, whatever the application says.
    pub(super) async fn ask(
        &self,
        cx: &mut Cx<'_>,
        provider: &Provider,
        quiet: bool,
    ) -> Result<Step<Stage>, MethodError> {
        let state = self.state(cx, provider.id().to_owned(), quiet);
        let endpoint = provider.role().sso_by(self.config.request_binding.urn()).ok_or_else(no_door)?;
        let request = self.request(cx, &state, &endpoint.location).write();
        let key = if self.config.sign_requests { Some(self.signing(cx).await?) } else { None };
        let to = departure(endpoint, (Parameter::Request, &request), &cx.around.way_back, key.as_deref())?;
        Ok(Step::Leave(to, Stage::Asked(state)))
    }

    /// What an answer has to be like, if it is asked for now.
    pub(super) fn state(&self, cx: &Cx<'_>, provider: String, quiet: bool) -> State {
        let wish = &cx.around.wish;
        State {
            provider,
            request: super::fresh_id(cx),
            // Nobody can say how old a login there may be: one that must not be old is made anew.
            fresh: self.config.force_authn || wish.fresh || wish.fresh_since.is_some(),
            passive: wish.passive || quiet,
            wants: self.contexts.wants(&wish.wanted),
            at: cx.now(),
        }
    }

    fn request(&self, cx: &Cx<'_>, state: &State, to: &str) -> AuthnRequest {
        let config = &self.config;
        let mut request = AuthnRequest::new(Head::new(&state.request, super::now(cx), &self.entity(cx)).to(to));
        request.force_authn = state.fresh;
        request.is_passive = state.passive;
        request.acs = match config.response_binding {
            _ if config.flag(ACS_URL) => AcsChoice::Named {
                url: Some(cx.around.return_address()),
                binding: Some(config.response_binding.urn().to_owned()),
            },
            ResponseBinding::Post => AcsChoice::Default,
            ResponseBinding::Artifact => AcsChoice::Index(super::metadata::ARTIFACT_INDEX.into()),
        };
        let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        request.name_id_policy = Some(NameIdPolicy {
            format: self.name_format.map(str::to_owned),
            sp_name_qualifier: named(&config.sp_name_qualifier),
            allow_create: Some(config.allow_create),
        });
        request.context = state.wants.as_ref().map(Wants::requested).or_else(|| self.unspecified());
        request.scoping = self.scoping(&cx.around.wish.forwarding);
        request.language = config.flag(FINNISH).then(|| cx.around.locale.tag().to_owned());
        request
    }

    /// What the lines say, within what the application allows (case S080).
    fn scoping(&self, forwarding: &Forwarding) -> Option<Scoping> {
        let proxy_count = match (self.config.proxy_count, forwarding.providers) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
        let scoping =
            Scoping { proxy_count, idps: self.config.scoping.clone(), requesters: forwarding.requesters.clone() };
        (scoping != Scoping::default()).then_some(scoping)
    }

    fn unspecified(&self) -> Option<saml::context::RequestedContext> {
        let wants =
            Wants { comparison: model::request::Comparison::Exact, references: vec![ns::class::UNSPECIFIED.into()] };
        self.config.flag(UNSPECIFIED).then(|| wants.requested())
    }
}

/// How a message gets to an endpoint, signed where there is a key.
pub fn departure(
    endpoint: &Endpoint,
    (parameter, message): (Parameter, &str),
    state: &str,
    key: Option<&SigningKey>,
) -> Result<Departure, MethodError> {
    let to = match parameter {
        Parameter::Request => &endpoint.location,
        Parameter::Response => endpoint.answers_at(),
    };
    let state = RelayState::new(state, MAX_RELAY_STATE).ok().filter(|state| !state.as_str().is_empty());
    if endpoint.binding == ns::binding::REDIRECT {
        let query = redirect::query(parameter, message, state.as_ref(), key).ok_or_else(unsigned)?;
        return redirect::address(to, &query).map(Departure::Get).ok_or_else(no_door);
    }
    let signed = key.map(|key| signature::sign(message, key)).transpose().map_err(|_| unsigned())?;
    let fields = post::fields(parameter, signed.as_deref().unwrap_or(message), state.as_ref());
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Departure::Post { to: to.to_owned(), fields })
}

pub fn no_door() -> MethodError {
    MethodError::Corrupt("the provider's metadata has no place for this message".to_owned())
}

pub fn unsigned() -> MethodError {
    MethodError::Corrupt("the message cannot be signed".to_owned())
}

/// The longest RelayState that is carried; providers' own may be longer than the standard's 80.
pub const MAX_RELAY_STATE: usize = 1_024;
