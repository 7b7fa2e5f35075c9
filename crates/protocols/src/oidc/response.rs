//! What goes back: answers to clients through the browser, JSON to programs, pages where nobody else can be told.

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, header};
use kit::{Page, Reader, edge};
use model::Reason;
use oidc::redirect::{Answer, Delivery, ReturnTo};
use oidc::token::NO_STORE;
use oidc::{Error, ErrorCode};
use serde::Serialize;
use url::Url;

use super::Front;
use crate::visit::Door;

impl Front {
    /// The answer as the browser carries it: a 303, or a form that it posts.
    pub(super) fn deliver(&self, reader: &Reader, answer: Answer) -> Response {
        match answer.deliver() {
            Delivery::Redirect(url) => edge::see_other(&url),
            Delivery::FormPost(form) => match Url::parse(&form.action) {
                Ok(to) => {
                    let fields: Vec<(&str, &str)> =
                        form.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    self.kit().page(reader, Page::carry("front-form-post-title", &to, &fields))
                }
                Err(_) => self.kit().problem(reader, StatusCode::BAD_REQUEST),
            },
        }
    }

    /// A refusal that the client is told.
    pub(super) fn tell(&self, reader: &Reader, return_to: ReturnTo, error: &Error) -> Response {
        metrics::counter!("symbolon_oidc_authorizations_total", "outcome" => error.code.as_str()).increment(1);
        self.deliver(reader, Answer::error(return_to, self.issuer(), error))
    }

    /// A refusal on a page of ours, where no client can be told.
    pub(super) fn refuse(&self, reader: &Reader, error: &Error) -> Response {
        tracing::info!(request.reference = %reader.reference, oidc.error = %error, "Refused a request on a page of our own: {error}");
        self.say(reader, StatusCode::BAD_REQUEST, "front-client")
    }
}

/// What a client is told of a denial. Reasons that tell of a person's state read the same.
pub const fn refusal(reason: Reason) -> Error {
    const fn say(code: ErrorCode, what: &'static str) -> Error {
        Error::new(code, what)
    }
    match reason {
        Reason::LoginRequired => say(ErrorCode::LoginRequired, "the person must log in"),
        Reason::ConsentRequired => say(ErrorCode::ConsentRequired, "the person must consent"),
        Reason::InteractionRequired => say(ErrorCode::InteractionRequired, "the person must be asked something"),
        Reason::NoContext => {
            say(ErrorCode::UnmetAuthenticationRequirements, "the requested authentication context cannot be reached")
        }
        Reason::Unavailable | Reason::NotSent | Reason::SendingLimit => {
            say(ErrorCode::TemporarilyUnavailable, "the login cannot be made just now")
        }
        _ => say(ErrorCode::AccessDenied, "the login was not granted"),
    }
}

/// The same where nothing may be shown: what would have needed a page of the person is `login_required`.
pub const fn silent_refusal(reason: Reason) -> Error {
    match reason {
        Reason::WrongPerson | Reason::Wrong | Reason::Locked | Reason::Ambiguous | Reason::Expired | Reason::Gone => {
            refusal(Reason::LoginRequired)
        }
        other => refusal(other),
    }
}

/// JSON for one client and for no cache.
pub fn json(status: u16, body: &impl Serialize) -> Response {
    let bytes = serde_json::to_vec(body).unwrap_or_default();
    let mut response =
        public_json(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST), bytes.into(), "no-store");
    for (name, value) in NO_STORE {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// JSON that scripts of any place may read, and that no cookie changes (case O076).
pub fn public_json(status: StatusCode, body: Bytes, cache: &'static str) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, cache)];
    open((status, headers, body).into_response())
}

/// Lets scripts of any place read the answer. Never together with credentials: nothing here looks at a cookie.
pub fn open(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("WWW-Authenticate"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    response
}

/// The answer to a preflight of a browser.
pub async fn preflight() -> Response {
    let mut response = open(StatusCode::NO_CONTENT.into_response());
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    response
}
