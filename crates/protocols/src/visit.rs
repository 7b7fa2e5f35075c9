//! One visit: who reads, from where, and what the browser brought along.

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use kit::{Cookies, Keep, Kit, Page, Reader, SameSite, Surface, edge::Remember};
use login::{EngineError, Opener, SessionGrant};
use model::request::Client;
use serde::Serialize;

/// A front that people come to with a browser.
pub trait Door: Sync {
    fn kit(&self) -> &Kit;

    /// An error of the engine as a page.
    fn trouble(&self, reader: &Reader, error: &EngineError) -> Response {
        match error {
            EngineError::Unavailable(_) => {
                tracing::warn!(request.reference = %reader.reference, cause = %error, "A request could not be served just now");
                self.kit().problem(reader, StatusCode::SERVICE_UNAVAILABLE)
            }
            EngineError::Gone => self.say(reader, StatusCode::GONE, "front-gone"),
            EngineError::NoApplication => self.say(reader, StatusCode::BAD_REQUEST, "front-client"),
            EngineError::Broken(_) => self.kit().fault(reader, error),
        }
    }

    /// A page that says what is wrong and what to do, by the texts `KEY-title` and `KEY-remedy`.
    fn say(&self, reader: &Reader, status: StatusCode, key: &str) -> Response {
        if !reader.wants_html {
            return self.kit().problem(reader, status);
        }
        let words = Words { remedy: format!("{key}-remedy"), again: false };
        let page =
            Page::new(Surface::Portal, "error.html", format!("{key}-title")).with(words).status(status).error(true);
        self.kit().page(reader, page)
    }
}

#[derive(Serialize)]
struct Words {
    remedy: String,
    again: bool,
}

/// A silent request leaves no trace in the browser but a new session value.
pub fn with_cookie(mut response: Response, cookie: Option<HeaderValue>) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response.extensions_mut().insert(Remember);
    }
    response
}

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

impl<S: Door> FromRequestParts<S> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, front: &S) -> Result<Self, Response> {
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

    /// It is a frame in somebody's page, where other providers show nothing and answer nothing.
    pub fn is_framed(&self) -> bool {
        let dest = self.headers.get("sec-fetch-dest").and_then(|dest| dest.to_str().ok());
        matches!(dest, Some("iframe" | "frame" | "embed" | "object"))
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
