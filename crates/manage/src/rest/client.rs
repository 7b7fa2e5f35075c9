//! What the command line is to the OpenID Connect front: a public client on anybody's machine.

use model::Application;
use serde_json::json;

use super::SCOPE;

/// Its `client_id`.
pub const COMMAND_LINE: &str = "symbolon-ctl";

/// Its registration; the title is whoever's that makes it. It comes back to whatever port is free there (RFC 8252, 7.3).
pub fn command_line() -> Application {
    let metadata = json!({
        "client_id": COMMAND_LINE,
        "token_endpoint_auth_method": "none",
        "redirect_uris": ["http://127.0.0.1/callback"],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": format!("openid {SCOPE} offline_access"),
        "require_pkce": true,
    });
    Application { listed: false, metadata, ..Application::default() }
}
