//! Making ourselves known at the provider, and keeping what is stored of it as it is now.

use oidc::rp::registration::{self, Wanted};
use plug::{Call, Cx, Documents, MethodError, Published};
use serde_json::Value;

use super::{OpenIdConnect, trouble::Trouble};

impl OpenIdConnect {
    /// The request that an administrator takes to the provider.
    pub(super) async fn registration_request(&self, cx: &Cx<'_>) -> Result<Published, MethodError> {
        let provider = self.upstream.provider(cx).await.map_err(unavailable)?;
        let body = self.request(cx, Some(&provider)).to_string().into_bytes();
        Ok(Published { content_type: "application/json", body })
    }

    fn request(&self, cx: &Cx<'_>, provider: Option<&oidc::rp::Provider>) -> Value {
        let (around, back) = (cx.around, cx.around.return_address());
        let wanted = Wanted {
            origin: &around.origin,
            return_address: &back,
            name: &around.host,
            scope: &self.config.scopes,
            method: self.config.authentication.method(),
        };
        wanted.request(provider)
    }

    pub(super) async fn renewed(&self, cx: &Cx<'_>, documents: &Documents) -> Result<Option<Documents>, MethodError> {
        let mut fresh = documents.clone();
        if self.client.is_none() {
            fresh.registration = self.registered(cx).await.map_err(unavailable)?;
        }
        if !documents.metadata.trim().is_empty() && self.upstream.fetches() {
            fresh.metadata = self.upstream.text(cx).await.map_err(unavailable)?;
        }
        let provider = self.upstream.provider(cx).await.map_err(unavailable)?;
        let stored = documents.jwks.as_object().is_some_and(|keys| !keys.is_empty());
        if let Some(address) = provider.jwks_uri.as_deref().filter(|_| stored) {
            let body = self.upstream.document(cx, address, oidc::jwk::KeySet::MAX_BYTES).await.map_err(unavailable)?;
            let text = String::from_utf8(body).map_err(|_| MethodError::Corrupt("keys are not UTF-8".into()))?;
            oidc::jwk::KeySet::parse(&text).map_err(|e| MethodError::Corrupt(e.to_string()))?;
            fresh.jwks = serde_json::from_str(&text).map_err(|e| MethodError::Corrupt(e.to_string()))?;
        }
        Ok((fresh != *documents).then_some(fresh))
    }

    /// RFC 7591, section 3.1: asks to be registered, once.
    async fn registered(&self, cx: &Cx<'_>) -> Result<Value, Trouble> {
        let provider = self.upstream.provider(cx).await?;
        let url = provider.registration_endpoint.as_deref();
        let url = url.ok_or_else(|| Trouble::not_believed("metadata", "no registration_endpoint"))?;
        let request = self.request(cx, Some(&provider));
        let mut headers = vec![("accept", "application/json".to_owned())];
        if !self.config.initial_token.is_empty() {
            headers.push(("authorization", format!("Bearer {}", self.config.initial_token)));
        }
        let body = Some(("application/json", request.to_string().into_bytes()));
        let told = cx.web.call(Call { url, headers: &headers, body, most: registration::MAX_BYTES }).await?;
        match told.status {
            200 | 201 => registration::read(&told.body, &request).map_err(|e| Trouble::not_believed("registration", e)),
            status => Err(Trouble::not_believed("registration", format!("status {status}"))),
        }
    }
}

fn unavailable(trouble: Trouble) -> MethodError {
    match trouble {
        Trouble::Silent(why) => MethodError::Unavailable(why),
        Trouble::NotBelieved(why) | Trouble::Refused(why, _) => MethodError::Corrupt(why),
    }
}
