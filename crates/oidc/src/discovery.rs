//! The discovery document (OpenID Connect Discovery; RFC 8414): only what works is named.

use serde_json::{Value, json};

use crate::Issuer;
use crate::claims::BY_SCOPE;
use crate::jws::Alg;
use crate::token::AuthMethod;

/// Where the document is, below the issuer.
pub const WELL_KNOWN: &str = "/.well-known/openid-configuration";
/// The same for plain OAuth (RFC 8414).
pub const WELL_KNOWN_OAUTH: &str = "/.well-known/oauth-authorization-server";
/// Where a person logs in.
pub const AUTHORIZE: &str = "/oauth2/authorize";
/// Where codes and refresh tokens become tokens.
pub const TOKEN: &str = "/oauth2/token";
/// Where a client ends its tokens (RFC 7009).
pub const REVOKE: &str = "/oauth2/revoke";
/// Where claims are read.
pub const USERINFO: &str = "/oauth2/userinfo";
/// Where the public keys are.
pub const JWKS: &str = "/oauth2/jwks";
/// Where a client sends a person to log out.
pub const LOGOUT: &str = "/oauth2/logout";

/// What this installation adds to what is fixed.
#[derive(Clone, Copy, Debug)]
pub struct Discovery<'a> {
    /// This provider.
    pub issuer: &'a Issuer,
    /// The algorithms there are signing keys for.
    pub signing: &'a [Alg],
    /// Scopes beside `openid` and those of OpenID Connect.
    pub more_scopes: &'a [&'a str],
    /// Claims beside those of OpenID Connect.
    pub more_claims: &'a [&'a str],
    /// The contexts that methods can reach, from the weakest.
    pub acr_values: &'a [&'a str],
    /// The languages of the pages.
    pub ui_locales: &'a [&'a str],
}

impl Discovery<'_> {
    /// The document.
    pub fn document(&self) -> Value {
        let at = |path| self.issuer.endpoint(path);
        let mut document = json!({
            "issuer": self.issuer,
            "authorization_endpoint": at(AUTHORIZE),
            "token_endpoint": at(TOKEN),
            "userinfo_endpoint": at(USERINFO),
            "jwks_uri": at(JWKS),
            "revocation_endpoint": at(REVOKE),
            "revocation_endpoint_auth_methods_supported": AuthMethod::ALL,
            "revocation_endpoint_auth_signing_alg_values_supported": Alg::ACCEPTED,
            "end_session_endpoint": at(LOGOUT),
            "scopes_supported": self.scopes(),
            "response_types_supported": ["code"],
            "response_modes_supported": ["query", "form_post"],
            "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": self.signing,
            "token_endpoint_auth_methods_supported": AuthMethod::ALL,
            "token_endpoint_auth_signing_alg_values_supported": Alg::ACCEPTED,
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": true,
            "display_values_supported": ["page", "popup"],
            "prompt_values_supported": ["none", "login", "consent", "select_account"],
            "claim_types_supported": ["normal"],
            "claims_supported": self.claims(),
            "claims_parameter_supported": true,
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
            "backchannel_logout_supported": true,
            "backchannel_logout_session_supported": true,
        });
        for (name, values) in [("acr_values_supported", self.acr_values), ("ui_locales_supported", self.ui_locales)] {
            if !values.is_empty() {
                document[name] = json!(values);
            }
        }
        document
    }

    fn scopes(&self) -> Vec<&str> {
        let standard = BY_SCOPE.iter().map(|(scope, _)| *scope);
        ["openid"]
            .into_iter()
            .chain(standard)
            .chain(["offline_access"])
            .chain(self.more_scopes.iter().copied())
            .collect()
    }

    fn claims(&self) -> Vec<&str> {
        let about_login = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash"];
        let about_person = BY_SCOPE.iter().flat_map(|(_, claims)| claims.iter().copied());
        about_login.into_iter().chain(about_person).chain(self.more_claims.iter().copied()).collect()
    }
}
