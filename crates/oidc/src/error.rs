//! What is said to a client that asked wrongly: the codes of RFC 6749, RFC 6750 and OpenID Connect.

use serde_json::{Value, json};

/// A refusal in the protocol's own words. The description is for the client's developer: English and ASCII (RFC 6749,
/// section 5.2), fixed texts and parameter names only, never a value that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", self.code.as_str(), self.description())]
pub struct Error {
    /// The code a program reads.
    pub code: ErrorCode,
    what: &'static str,
    parameter: Option<&'static str>,
}

impl Error {
    /// A refusal with a fixed description; only ASCII without quotes and backslashes belongs in it.
    pub const fn new(code: ErrorCode, what: &'static str) -> Self {
        Self { code, what, parameter: None }
    }

    /// `invalid_request` about one parameter.
    pub const fn parameter(what: &'static str, name: &'static str) -> Self {
        Self { code: ErrorCode::InvalidRequest, what, parameter: Some(name) }
    }

    /// `invalid_request` about the whole.
    pub const fn invalid_request(what: &'static str) -> Self {
        Self::new(ErrorCode::InvalidRequest, what)
    }

    /// The text of `error_description`.
    pub fn description(&self) -> String {
        match self.parameter {
            Some(name) => format!("{}: {name}", self.what),
            None => self.what.to_owned(),
        }
    }

    /// The body of an error answer (RFC 6749, section 5.2).
    pub fn body(&self) -> Value {
        json!({ "error": self.code.as_str(), "error_description": self.description() })
    }
}

/// Every code this provider answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// RFC 6749, section 4.1.2.1
    InvalidRequest,
    /// RFC 6749, section 4.1.2.1
    UnauthorizedClient,
    /// RFC 6749, section 4.1.2.1
    AccessDenied,
    /// RFC 6749, section 4.1.2.1
    UnsupportedResponseType,
    /// RFC 6749, section 4.1.2.1
    InvalidScope,
    /// RFC 6749, section 4.1.2.1
    ServerError,
    /// RFC 6749, section 4.1.2.1
    TemporarilyUnavailable,
    /// OpenID Connect Core, section 3.1.2.6
    InteractionRequired,
    /// OpenID Connect Core, section 3.1.2.6
    LoginRequired,
    /// OpenID Connect Core, section 3.1.2.6
    AccountSelectionRequired,
    /// OpenID Connect Core, section 3.1.2.6
    ConsentRequired,
    /// OpenID Connect Core, section 3.1.2.6
    RequestNotSupported,
    /// OpenID Connect Core, section 3.1.2.6
    RequestUriNotSupported,
    /// OpenID Connect Core, section 3.1.2.6
    RegistrationNotSupported,
    /// OpenID Connect Core Unmet Authentication Requirements, section 2
    UnmetAuthenticationRequirements,
    /// RFC 6749, section 5.2
    InvalidClient,
    /// RFC 6749, section 5.2
    InvalidGrant,
    /// RFC 6749, section 5.2
    UnsupportedGrantType,
    /// RFC 6750, section 3.1
    InvalidToken,
    /// RFC 6750, section 3.1
    InsufficientScope,
}

impl ErrorCode {
    /// The code on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::AccessDenied => "access_denied",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::ServerError => "server_error",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
            Self::InteractionRequired => "interaction_required",
            Self::LoginRequired => "login_required",
            Self::AccountSelectionRequired => "account_selection_required",
            Self::ConsentRequired => "consent_required",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
        }
    }

    /// The HTTP status where the answer goes straight to the client (token and userinfo endpoints).
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidClient | Self::InvalidToken => 401,
            Self::InsufficientScope => 403,
            Self::ServerError => 500,
            Self::TemporarilyUnavailable => 503,
            _ => 400,
        }
    }
}
