//! The answer: an identity, or the one thing about it that is not believed.

use model::{Span, Time};
use oidc::{
    Hidden,
    claims::Claims,
    jws::{Alg, BadJwt},
    rp::{
        Client, Expected, Identity, Keys, Provider, Returned, answer,
        idtoken::{self, Fresh},
        token::{self, Tokens},
        userinfo,
    },
};
use plug::{Answer, Call, Cx, Evidence};

use super::{
    OpenIdConnect, State, attributes, client,
    trouble::{self, Trouble},
};

/// Nonces are remembered for longer than any login lives.
const REMEMBERED: Span = Span::hours(1);

impl OpenIdConnect {
    pub(super) async fn answered(&self, cx: &mut Cx<'_>, state: &State, answer: &Answer) -> Result<Evidence, Trouble> {
        if answer.returned() != Some(cx.around.name.as_str()) {
            return Err(Trouble::not_believed("answer", "it did not come from the provider"));
        }
        let (client, provider) = (self.client()?, self.upstream.provider(cx).await?);
        if provider.issuer.as_str() != state.issuer {
            return Err(Trouble::not_believed("answer", "another provider was asked"));
        }
        let returned = answer::read(|name| answer.get(name), &provider.issuer, provider.names_itself)
            .map_err(|e| Trouble::not_believed("answer", e))?;
        let code = match returned {
            Returned::Code(code) => code,
            Returned::Refused(word) => return Err(trouble::refused(&word, cx.around.wish.passive)),
        };
        let tokens = self.redeemed(cx, (&provider, client), &code, state).await?;
        let id_token = tokens.id_token.as_ref().ok_or_else(|| Trouble::not_believed("answer", "no ID token"))?;
        let expected = Expected {
            issuer: &provider.issuer,
            client_id: &client.id,
            nonce: &state.nonce,
            access_token: Some(tokens.access_token.expose()),
            code: Some(code.expose()),
            fresh: match state.since {
                None => Fresh::Any,
                Some((since, true)) => Fresh::Since(since),
                Some((since, false)) => Fresh::IfSaid(since),
            },
            now: cx.now().seconds(),
        };
        let judge = |keys: Keys<'_>| idtoken::judge(id_token.expose(), keys, &expected);
        let who =
            self.verified(cx, (&provider, client), judge).await?.map_err(|e| Trouble::not_believed("ID token", e))?;
        if let Some(said) = answer.get("iss").filter(|iss| !iss.is_empty())
            && said != who.issuer
        {
            return Err(Trouble::not_believed("answer", "iss is another provider's"));
        }
        let about = self.userinfo(cx, (&provider, client), &tokens.access_token, &who).await?;
        let gate = format!("{}:{}", Self::gate(), cx.around.method);
        cx.spend_once(gate, state.nonce.clone(), cx.now() + REMEMBERED);
        Ok(self.evidence(cx, &provider, who, &about, id_token))
    }

    const fn gate() -> &'static str {
        "oidc"
    }

    async fn redeemed(
        &self,
        cx: &Cx<'_>,
        (provider, client): (&Provider, &Client),
        code: &Hidden,
        state: &State,
    ) -> Result<Tokens, Trouble> {
        let form = token::redeem(code, &cx.around.return_address(), Some(&Hidden::new(state.verifier.clone())));
        let call = (provider.token_endpoint.as_str(), form, token::MAX_BYTES);
        let (status, body) = client::post(cx, (&self.config, provider, client), call).await?;
        token::read(status, &body).map_err(|e| trouble::no_tokens("token endpoint", e))
    }

    /// Judges something signed by the keys there are; where none fits, once more by those there are now (case O113).
    pub(super) async fn verified<T>(
        &self,
        cx: &Cx<'_>,
        (provider, client): (&Provider, &Client),
        judge: impl Fn(Keys<'_>) -> Result<T, BadJwt>,
    ) -> Result<Result<T, BadJwt>, Trouble> {
        if self.config.shared_secret {
            let secret =
                client.secret.as_ref().ok_or_else(|| Trouble::not_believed("ID token", "no secret of ours"))?;
            return Ok(judge(Keys::Shared(secret)));
        }
        let allowed: Vec<Alg> = self.algorithms(provider);
        let set = self.upstream.keys(cx, provider, false).await?;
        match judge(Keys::Public { set: &set, allowed: &allowed }) {
            Err(BadJwt::NoKey) => {
                let set = self.upstream.keys(cx, provider, true).await?;
                Ok(judge(Keys::Public { set: &set, allowed: &allowed }))
            }
            judged => Ok(judged),
        }
    }

    async fn userinfo(
        &self,
        cx: &Cx<'_>,
        (provider, client): (&Provider, &Client),
        access: &Hidden,
        who: &Identity,
    ) -> Result<Claims, Trouble> {
        let Some(url) = provider.userinfo_endpoint.as_deref().filter(|_| self.config.userinfo) else {
            return Ok(Claims::new());
        };
        let headers = [
            ("accept", "application/json, application/jwt".to_owned()),
            ("authorization", format!("Bearer {}", access.expose())),
        ];
        let told = cx.web.call(Call { url, headers: &headers, body: None, most: userinfo::MAX_BYTES }).await?;
        match told.status {
            200 => {}
            status @ 500.. => return Err(Trouble::Silent(format!("userinfo answers with status {status}"))),
            status => return Err(Trouble::not_believed("userinfo", format!("status {status}"))),
        }
        let expected = userinfo::Expected { subject: &who.subject, issuer: &provider.issuer, client_id: &client.id };
        let judge = |keys: Keys<'_>| userinfo::read(&told.content_type, &told.body, keys, &expected);
        self.verified(cx, (provider, client), judge).await?.map_err(|e| Trouble::not_believed("userinfo", e))
    }

    fn evidence(&self, cx: &Cx<'_>, provider: &Provider, who: Identity, about: &Claims, hint: &Hidden) -> Evidence {
        let mut evidence = Evidence::subject(&who.subject);
        evidence.attributes = attributes::of([&who.claims, about]);
        if provider.issuer.is_shared() {
            evidence = one_of_several(&who.issuer, evidence);
        }
        evidence.at = who.auth_time.map(Time::from_seconds);
        if self.config.trust_amr && !who.amr.is_empty() {
            evidence.amr = Some(who.amr.clone());
        }
        if self.config.relay_acr {
            evidence.references = who.acr.as_deref().map(|acr| self.ours(acr));
        }
        evidence.upstream_names = Self::names(cx, &who.issuer, who.sid.as_deref(), Some(&who.subject));
        evidence.upstream = super::logout::remembered(hint.expose());
        evidence
    }
}

/// One issuer of many tenants: the same subject may be somebody else in another. Without an issuer nobody knows who it is.
pub(super) fn one_of_several(issuer: &str, evidence: Evidence) -> Evidence {
    Evidence {
        who: (!issuer.is_empty()).then(|| format!("{issuer} {}", evidence.subject.value)),
        attributes: attributes::unchecked(evidence.attributes),
        ..evidence
    }
}
