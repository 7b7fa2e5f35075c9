//! Logout asked for by a client (OpenID Connect RP-Initiated Logout).

use serde::{Deserialize, Serialize};

use crate::redirect::{BadRedirectUri, RedirectUri};
use crate::{Error, Hidden, Params, params};

/// A logout request. Nothing in it is believed yet.
#[derive(Debug)]
pub struct LogoutRequest {
    /// An ID token of the session that shall end.
    pub id_token_hint: Option<Hidden>,
    /// The client, if there is no hint or it is issued to several.
    pub client_id: Option<String>,
    /// Where the person shall go then. Followed only if it is registered for a client that the hint or, after the
    /// person's confirmation, `client_id` names.
    pub post_logout_redirect_uri: Option<String>,
    /// Given back unchanged.
    pub state: Option<String>,
    /// Who shall be logged out.
    pub logout_hint: Option<Hidden>,
    /// Languages of the pages, the wanted one first.
    pub ui_locales: Vec<String>,
}

impl LogoutRequest {
    /// Reads a query or a form. Errors are shown on a page of this server.
    pub fn parse(params: &Params) -> Result<Self, Error> {
        let text = |name, max| params.at_most(name, max).map(|value| value.map(str::to_owned));
        Ok(Self {
            id_token_hint: params.at_most("id_token_hint", 8192)?.map(Hidden::new),
            client_id: text("client_id", 255)?,
            post_logout_redirect_uri: text("post_logout_redirect_uri", RedirectUri::MAX)?,
            state: text("state", 2048)?,
            logout_hint: params.at_most("logout_hint", 512)?.map(Hidden::new),
            ui_locales: params.words("ui_locales", 2048)?,
        })
    }

    /// Where to go, if the client has registered that very URI; byte for byte, ports of loopback too.
    pub fn destination<'a>(&self, registered: impl IntoIterator<Item = &'a PostLogoutUri>) -> Option<String> {
        let sent = self.post_logout_redirect_uri.as_deref()?;
        let uri = registered.into_iter().find(|uri| uri.as_str() == sent)?;
        Some(params::append(uri.as_str(), self.state.as_deref().map(|state| ("state", state))))
    }
}

/// A registered URI to go to after logout, of the same form as a redirect URI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostLogoutUri(RedirectUri);

impl PostLogoutUri {
    /// Takes a URI at registration.
    pub fn register(text: &str) -> Result<Self, BadRedirectUri> {
        RedirectUri::register(text).map(Self)
    }

    /// The URI.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}
