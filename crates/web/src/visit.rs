//! One visit of a browser: who reads, from where, and what it brought along.

use axum::{
    extract::{FromRef, FromRequestParts, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use kit::{Cookies, Form, Keep, Reader, SameSite};
use login::{Opener, SessionGrant};
use model::request::Client;
use plug::Answer;

use crate::State;

/// Name of the cookie that holds a session.
pub const SESSION: &str = "session";

/// Found once for each request; an extractor for handlers.
#[derive(Clone, Debug)]
pub struct Visit {
    pub reader: Reader,
    pub client: Client,
    pub opener: Opener,
    /// Value of the session cookie.
    pub session: Option<String>,
    pub headers: HeaderMap,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    State: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let reader = Reader::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        let state = State::from_ref(state);
        let address = parts.extensions.get::<kit::Client>().map(|client| client.0);
        let browser = login::hashed(&reader.browser);
        let agent = parts.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let client =
            Client { address, shared: false, browser: browser.clone(), agent: agent.chars().take(512).collect() };
        Ok(Self {
            opener: Opener { key: browser, client: client.clone() },
            client,
            session: state.kit().cookies.read(&parts.headers, SESSION).map(str::to_owned),
            headers: parts.headers.clone(),
            reader,
        })
    }
}

impl Visit {
    /// The same visit in the person's zone and language, once they are known.
    #[must_use]
    pub fn known(mut self, user: Option<&model::User>) -> Self {
        let zone = user.and_then(|u| u.first("zoneinfo")).and_then(|name| jiff::tz::TimeZone::get(name).ok());
        let locale = user.and_then(|u| u.first("locale")).and_then(kit::Locale::from_tag);
        let zone = zone.unwrap_or_else(|| self.reader.zone.clone());
        self.reader = self.reader.known(zone, locale);
        self
    }

    pub fn cookie(&self) -> Option<&str> {
        self.session.as_deref()
    }
}

/// A posted form of ours, checked.
pub async fn posted(state: &State, request: Request) -> Result<Form, Response> {
    state.kit().form(request).await.map(|(_, form)| form)
}

/// What was typed, for a method to judge; our own fields are left out.
pub fn answer(form: &Form) -> Answer {
    Answer::new(form.iter().filter(|(name, _)| *name != kit::csrf::FIELD && *name != "enrolment"))
}

/// The Set-Cookie value of a new session; `None` when the browser keeps the one it has.
pub fn session_cookie(cookies: &Cookies, grant: &SessionGrant) -> Option<HeaderValue> {
    let value = grant.cookie.as_ref()?;
    cookies.set(SESSION, value.expose(), Keep::Session, SameSite::Lax).ok()
}

/// The response with one more cookie.
pub fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
