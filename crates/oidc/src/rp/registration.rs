//! The request to be registered at a provider (OpenID Connect Dynamic Client Registration, section 3.1; RFC 7591).

use serde_json::{Map, Value, json};

use super::client::{AuthMethod, BadClient, Client};
use super::provider::Provider;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Our public URL, without a slash at its end.
    pub origin: &'a str,
    /// Where answers come back.
    pub return_address: &'a str,
    /// What people at the provider read.
    pub name: &'a str,
    /// Scopes between spaces.
    pub scope: &'a str,
    /// How to authenticate, where the administrator says so.
    pub method: Option<AuthMethod>,
}

impl Wanted<'_> {
    /// The request, as far as the provider's metadata decides it. Without metadata the usual ways are asked for.
    pub fn request(&self, provider: Option<&Provider>) -> Value {
        let logout = format!("{}/logout", self.return_address);
        let method = self.method.unwrap_or_else(|| usual(provider));
        let mut request = json!({
            "client_name": self.name,
            "application_type": "web",
            "redirect_uris": [self.return_address],
            "response_types": ["code"],
            "grant_types": ["authorization_code"],
            "scope": self.scope,
            "token_endpoint_auth_method": method.name(),
            "post_logout_redirect_uris": [logout],
            "backchannel_logout_uri": logout,
            "backchannel_logout_session_required": true,
            "frontchannel_logout_uri": logout,
            "frontchannel_logout_session_required": true,
        });
        if method == AuthMethod::KeyJwt {
            request["jwks_uri"] = format!("{}{}", self.origin, crate::discovery::JWKS).into();
        }
        if let Some(alg) = provider.and_then(|p| p.signing.first()) {
            request["id_token_signed_response_alg"] = alg.name().into();
        }
        request
    }
}

/// A secret in a header where the provider takes it, since that is what it must support.
fn usual(provider: Option<&Provider>) -> AuthMethod {
    let Some(provider) = provider else { return AuthMethod::Basic };
    let order = [AuthMethod::Basic, AuthMethod::Post, AuthMethod::KeyJwt, AuthMethod::SecretJwt, AuthMethod::None];
    let speaks = |method: &AuthMethod| provider.client_authentication.iter().any(|m| m == method.name());
    order.into_iter().find(speaks).unwrap_or(AuthMethod::Basic)
}

/// The longest answer that is read.
pub const MAX_BYTES: usize = 65_536;

/// Reads the answer of the registration endpoint. What was asked for and left unsaid is kept (RFC 7591, section 3.2.1).
pub fn read(body: &[u8], request: &Value) -> Result<Value, BadClient> {
    let answer: Map<String, Value> = serde_json::from_slice(body).map_err(|_| BadClient::Malformed)?;
    let mut whole = request.as_object().cloned().unwrap_or_default();
    whole.extend(answer.into_iter().filter(|(_, value)| !value.is_null()));
    let asked = |name: &str| request.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let given = |name: &str| whole.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    if asked("redirect_uris").iter().any(|uri| !given("redirect_uris").contains(uri)) {
        return Err(BadClient::Member("redirect_uris"));
    }
    let whole = Value::Object(whole);
    Client::parse(&whole)?.ok_or(BadClient::NoId)?;
    Ok(whole)
}
