//! What can go wrong on the way to a provider and back, and what becomes of it.

use model::{
    Reason,
    audit::{Event, Outcome},
};
use plug::{Cx, MethodError, Step, web::WebError};

/// Something came back that is not believed, for a cause that only the audit tells.
pub const INVALID: &str = "upstream.invalid";
/// The provider says no.
pub const REFUSED: &str = "upstream.refused";

/// Why there is no identity.
#[derive(Debug)]
pub enum Trouble {
    /// It does not answer, or is in trouble itself: try later, or another way.
    Silent(String),
    /// What it sent is not believed. Fixed words and names of members, never a value that was sent.
    NotBelieved(String),
    /// It says no, in a word of the protocol.
    Refused(String, Reason),
}

impl From<WebError> for Trouble {
    fn from(error: WebError) -> Self {
        Self::Silent(error.to_string())
    }
}

impl Trouble {
    pub fn not_believed(what: &str, why: impl std::fmt::Display) -> Self {
        Self::NotBelieved(format!("{what}: {why}"))
    }

    /// The step that it comes to; the audit gets the cause.
    pub fn step<S>(self, cx: &mut Cx<'_>) -> Result<Step<S>, MethodError> {
        self.told(cx);
        match self {
            Self::Silent(why) => Err(MethodError::Unavailable(why)),
            Self::NotBelieved(_) => Ok(Step::Fail(Reason::UpstreamInvalid)),
            Self::Refused(_, reason) => Ok(Step::Fail(reason)),
        }
    }

    pub fn told(&self, cx: &mut Cx<'_>) {
        let (action, cause) = match self {
            Self::Silent(_) => return,
            Self::NotBelieved(cause) => (INVALID, cause),
            Self::Refused(word, _) => (REFUSED, word),
        };
        let event = Event::new(cx.now(), action, Outcome::Failure).detail(serde_json::json!({ "cause": cause }));
        cx.audit(event);
    }
}

/// What an error of the authorization endpoint means here (RFC 6749, section 4.1.2.1; OpenID Connect Core, section 3.1.2.6).
pub fn refused(word: &str, passive: bool) -> Trouble {
    let reason = match word {
        "login_required" if passive => Reason::LoginRequired,
        "consent_required" if passive => Reason::ConsentRequired,
        "interaction_required" | "account_selection_required" if passive => Reason::InteractionRequired,
        "access_denied"
        | "login_required"
        | "consent_required"
        | "interaction_required"
        | "account_selection_required" => Reason::UpstreamRefused,
        "unmet_authentication_requirements" => Reason::NoContext,
        "server_error" | "temporarily_unavailable" => Reason::Unavailable,
        // Our request displeased it: an administrator must look.
        _ => Reason::UpstreamInvalid,
    };
    Trouble::Refused(word.to_owned(), reason)
}

/// What the lack of tokens means.
pub fn no_tokens(what: &str, why: oidc::rp::token::NoTokens) -> Trouble {
    use oidc::rp::token::NoTokens;
    match why {
        NoTokens::Trouble(status @ 500..) => Trouble::Silent(format!("{what}: status {status}")),
        why => Trouble::not_believed(what, why),
    }
}
