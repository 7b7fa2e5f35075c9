//! The request: where the browser goes, and what is remembered until it is back.

use oidc::{
    Hidden,
    pkce::Challenge,
    rp::{AuthorizationRequest, Client, Provider, client::Form, request, token},
};
use plug::{Cx, Departure};

use super::{
    OpenIdConnect, State, client,
    config::{Mode, pair},
    trouble::{self, Trouble},
};

impl OpenIdConnect {
    pub(super) async fn ask(&self, cx: &Cx<'_>) -> Result<(Departure, State), Trouble> {
        let client = self.client()?;
        let wish = &cx.around.wish;
        let fresh = wish.fresh || self.config.force;
        if fresh && wish.passive {
            return Err(trouble::refused("login_required", true));
        }
        let provider = self.upstream.provider(cx).await?;
        let now = cx.now().seconds();
        let since = match wish.fresh_since.map(model::Time::seconds) {
            _ if fresh => Some((now, false)),
            Some(since) => Some((since, true)),
            None => None,
        };
        let state = State {
            nonce: client::fresh(cx),
            verifier: client::fresh(cx),
            issuer: provider.issuer.as_str().to_owned(),
            since,
        };
        let more: Vec<(String, String)> = self.config.parameter.iter().filter_map(|line| pair(line)).collect();
        let (return_address, contexts) = (cx.around.return_address(), self.contexts(cx));
        let challenge = Challenge::of(&state.verifier);
        let asked = AuthorizationRequest {
            client_id: &client.id,
            return_address: &return_address,
            scope: &self.config.scopes,
            state: &cx.around.way_back,
            nonce: Some(&state.nonce),
            challenge: Some(&challenge),
            form_post: self.config.response_mode == Mode::FormPost,
            prompt: match (wish.passive, fresh) {
                (true, _) => Some("none"),
                (false, true) => Some("login"),
                (false, false) => None,
            },
            max_age: since.filter(|(_, said)| *said).map(|(since, _)| now - since),
            acr_values: &contexts,
            login_hint: wish.hint.as_deref().filter(|_| self.config.login_hint),
            ui_locales: cx.around.locale.tag(),
            more: &more,
        };
        let parameters = self.parameters(cx, &provider, &asked).await?;
        let parameters = match &provider.pushed_endpoint {
            Some(endpoint) if provider.pushed_required || self.config.pushed_request => {
                self.pushed(cx, (&provider, client), endpoint, parameters).await?
            }
            None if provider.pushed_required || self.config.pushed_request => {
                return Err(Trouble::not_believed("metadata", "no endpoint for the pushed requests that it requires"));
            }
            _ => parameters,
        };
        Ok((Departure::Get(request::address(&provider.authorization_endpoint, &parameters)), state))
    }

    async fn parameters(
        &self,
        cx: &Cx<'_>,
        provider: &Provider,
        asked: &AuthorizationRequest<'_>,
    ) -> Result<Vec<(String, String)>, Trouble> {
        if !self.config.signed_request {
            return Ok(asked.parameters());
        }
        let key = client::signing_key(cx, &[]).await?;
        let signed = asked.signed(&key, provider.issuer.as_str(), &client::fresh(cx), cx.now().seconds());
        signed.map_err(|e| Trouble::Silent(e.to_string()))
    }

    /// Hands the request over and goes with a reference to it (RFC 9126).
    async fn pushed(
        &self,
        cx: &Cx<'_>,
        (provider, client): (&Provider, &Client),
        endpoint: &str,
        parameters: Vec<(String, String)>,
    ) -> Result<Vec<(String, String)>, Trouble> {
        let fields = parameters.into_iter().filter(|(name, _)| name != "client_id");
        let form = Form::named(fields.map(|(name, value)| (name, Hidden::new(value))).collect());
        let call = (endpoint, form, token::MAX_BYTES);
        let (status, body) = client::post(cx, (&self.config, provider, client), call).await?;
        let reference = token::pushed(status, &body).map_err(|e| trouble::no_tokens("pushed request", e))?;
        Ok(vec![("client_id".to_owned(), client.id.clone()), ("request_uri".to_owned(), reference)])
    }

    /// The contexts to ask for: the application's in the provider's words, or the administrator's.
    fn contexts(&self, cx: &Cx<'_>) -> String {
        if self.config.relay_acr {
            let wanted = cx.around.wish.wanted.references();
            let theirs: Vec<String> = wanted.iter().flat_map(|ours| self.theirs(ours)).collect();
            if !theirs.is_empty() {
                return theirs.join(" ");
            }
        }
        self.config.acr_values.clone()
    }

    /// What the provider calls a context; without a table it is called the same there.
    fn theirs(&self, ours: &str) -> Vec<String> {
        if self.config.acr_map.is_empty() {
            return vec![ours.to_owned()];
        }
        let table = self.config.acr_map.iter().filter_map(|line| pair(line));
        table.filter(|(here, _)| here == ours).map(|(_, there)| there).collect()
    }

    /// What a context that the provider states is called here.
    pub(super) fn ours(&self, theirs: &str) -> Vec<String> {
        if self.config.acr_map.is_empty() {
            return vec![theirs.to_owned()];
        }
        let table = self.config.acr_map.iter().filter_map(|line| pair(line));
        table.filter(|(_, there)| there == theirs).map(|(here, _)| here).collect()
    }
}
