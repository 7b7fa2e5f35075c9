//! One visit: who reads, from where, and what the browser brought along.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, header};
use kit::{Cookies, Keep, Reader, SameSite};
use login::{Opener, SessionGrant};
use model::request::Client;

use super::Front;

/// Found once for each request; an extractor for handlers.
#[derive(Clone, Debug)]
pub struct Visit {
    pub reader: Reader,
    pub client: Client,
    pub opener: Opener,
    /// Value of the session cookie.
    session: Option<String>,
    pub headers: HeaderMap,
    pub query: String,
}

impl FromRequestParts<Front> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &Front) -> Result<Self, Response> {
        let reader = Reader::from_request_parts(parts, front).await.map_err(IntoResponse::into_response)?;
        let browser = login::hashed(&reader.browser);
        let client = Client { browser: browser.clone(), ..caller(parts) };
        Ok(Self {
            opener: Opener { key: browser, client: client.clone() },
            client,
            session: front.kit().cookies.read(&parts.headers, SESSION).map(str::to_owned),
            headers: parts.headers.clone(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            reader,
        })
    }
}

impl Visit {
    pub fn cookie(&self) -> Option<&str> {
        self.session.as_deref()
    }
}

/// Who is on the line, where it is no browser.
pub fn caller(parts: &Parts) -> Client {
    let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    Client {
        address: parts.extensions.get::<kit::Client>().map(|client| client.0),
        shared: false,
        browser: String::new(),
        agent: agent.chars().take(512).collect(),
    }
}

/// The Set-Cookie value of a new session; `None` when the browser keeps the one it has.
pub fn session_cookie(cookies: &Cookies, grant: &SessionGrant) -> Option<HeaderValue> {
    let value = grant.cookie.as_ref()?;
    cookies.set(SESSION, value.expose(), Keep::Session, SameSite::Lax).ok()
}

/// Name of the cookie that holds a session.
pub const SESSION: &str = "session";
