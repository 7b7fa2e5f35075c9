//! Logins that go on elsewhere: where answers come back, what methods publish, and logouts on their way through providers.
//!
//! A form that another site posts comes without our cookies. What it holds is stored under a value that is good once, and goes on as a
//! GET, where the browser shows whose it is (rule 6 of the engine).

use axum::{
    body::Body,
    extract::{Path, State as Shared},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use kit::{
    Keep, SameSite,
    edge::{see_other, unchained},
};
use login::{EngineError, Input, Onward};
use model::{Secret, ticket::TicketKind};
use plug::{Answer, Published, Spoken};

use super::login::{depart, next};
use crate::{State, visit::Visit};

/// `GET /login/return/{method}`
pub async fn returned(Shared(state): Shared<State>, visit: Visit, Path(method): Path<String>, uri: Uri) -> Response {
    let Ok(query) = fields(uri.query().unwrap_or_default().as_bytes()) else {
        return state.kit().problem(&visit.reader, StatusCode::BAD_REQUEST);
    };
    match go_on(&state, &visit, &method, query).await {
        Ok(response) => response,
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// `POST /login/return/{method}`
pub async fn posted(
    Shared(state): Shared<State>,
    visit: Visit,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let fields = match form(&headers, body).await {
        Ok(fields) => fields,
        Err(status) => return state.kit().problem(&visit.reader, status),
    };
    match keep(&state, &visit, &method, &fields).await {
        Ok(Some(to)) => see_other(&to),
        Ok(None) => state.trouble(&visit.reader, &EngineError::Gone),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// Keeps what was posted. Where it goes on; `None` where nobody waits for it.
async fn keep(
    state: &State,
    visit: &Visit,
    method: &str,
    fields: &[(String, String)],
) -> Result<Option<String>, EngineError> {
    let Some(held) = state.engine().hold(method, carried(fields), fields, &visit.client).await? else {
        return Ok(None);
    };
    let mut to = url::form_urlencoded::Serializer::new(String::new());
    if !held.unasked {
        to.append_pair("answer", held.value.expose());
        return Ok(Some(format!("{RETURN}{method}?{}", to.finish())));
    }
    // It names the application itself; whether people may begin there is that front's to say.
    to.append_pair("application", carried(fields))
        .append_pair("method", method)
        .append_pair("answer", held.value.expose());
    Ok(Some(format!("{START}?{}", to.finish())))
}

async fn go_on(
    state: &State,
    visit: &Visit,
    method: &str,
    query: Vec<(String, String)>,
) -> Result<Response, EngineError> {
    let engine = state.engine();
    let stored = match value(&query, "answer") {
        Some(answer) => Some(engine.take_ticket(TicketKind::Return, answer).await?.ok_or(EngineError::Gone)?),
        None => None,
    };
    let fields: Vec<(String, String)> = match &stored {
        Some(ticket) if ticket.body["method"] == method => {
            serde_json::from_value(ticket.body["fields"].clone()).map_err(|e| EngineError::Broken(e.to_string()))?
        }
        Some(_) => return Err(EngineError::Gone),
        None => query.clone(),
    };
    let handle = value(&query, "login").filter(|_| stored.is_some()).unwrap_or_else(|| carried(&fields)).to_owned();
    let mut handle = handle;
    if !engine.waits_for(&handle, method).await? && value(&query, "login").is_some() {
        // A login that began for this answer: its method is picked first.
        let picked = Input::Answer(Answer::new([("method", method)]));
        let answered = engine.advance(&handle, &visit.opener, visit.cookie(), picked).await?;
        answered.handle.expose().clone_into(&mut handle);
    }
    let input = Input::Answer(Answer::new(fields).returned_to(method));
    let answered = engine.advance(&handle, &visit.opener, visit.cookie(), input).await?;
    Ok(next(state, visit, &answered))
}

/// `GET` and `POST /saml2/sp/{method}/{what}`, and `/login/return/{method}/{what}`: what a method publishes, and what its provider says by itself.
pub async fn spoken(
    Shared(state): Shared<State>,
    visit: Visit,
    Path((method, what)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let is_posted = headers.contains_key(header::CONTENT_TYPE);
    if !is_posted && !matches!(what.as_str(), "slo" | "logout") {
        return match state.engine().published(&method, &what).await {
            Ok(Some(document)) => document_of(document),
            Ok(None) => state.kit().problem(&visit.reader, StatusCode::NOT_FOUND),
            Err(error) => state.trouble(&visit.reader, &error),
        };
    }
    let spoken = match hear(uri.query().unwrap_or_default(), &headers, body).await {
        Ok(spoken) => spoken,
        Err(status) => return state.kit().problem(&visit.reader, status),
    };
    match state.engine().heard(&method, &spoken, &visit.client).await {
        Ok(Some(onward)) => go(&state, &visit, onward),
        Ok(None) => state.kit().problem(&visit.reader, StatusCode::BAD_REQUEST),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// `GET /login/leave/{ticket}`
pub async fn leave(Shared(state): Shared<State>, visit: Visit, Path(ticket): Path<String>) -> Response {
    match state.engine().leave(&ticket).await {
        Ok(Some(onward)) => unchained(go(&state, &visit, onward)),
        // What was left to do was done, or cannot be done any more: the session ended before.
        Ok(None) => see_other("/logged-out"),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

fn go(state: &State, visit: &Visit, onward: Onward) -> Response {
    match onward {
        Onward::Elsewhere(to) => depart(state, visit, &to),
        Onward::To(to) => see_other(&to),
        Onward::Document(document) => document_of(document),
    }
}

fn document_of(document: Published) -> Response {
    let kind = HeaderValue::from_static(document.content_type);
    ([(header::CONTENT_TYPE, kind)], document.body).into_response()
}

async fn hear(query: &str, headers: &HeaderMap, body: Body) -> Result<Spoken, StatusCode> {
    let posted = headers.contains_key(header::CONTENT_TYPE);
    if is_form(headers) {
        let fields = Answer::new(form(headers, body).await?);
        return Ok(Spoken { query: query.to_owned(), fields, body: Secret::default(), posted });
    }
    let bytes = kit::form::collect(body, LONGEST).await.map_err(kit::FormError::status)?;
    let fields = Answer::new(fields(query.as_bytes()).map_err(|()| StatusCode::BAD_REQUEST)?);
    Ok(Spoken { query: query.to_owned(), fields, body: Secret::new(bytes.to_vec()), posted })
}

async fn form(headers: &HeaderMap, body: Body) -> Result<Vec<(String, String)>, StatusCode> {
    if !is_form(headers) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let bytes = kit::form::collect(body, LONGEST).await.map_err(kit::FormError::status)?;
    fields(&bytes).map_err(|()| StatusCode::BAD_REQUEST)
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// The fields; one that is there twice could be read in two ways, so such an answer is none.
fn fields(encoded: &[u8]) -> Result<Vec<(String, String)>, ()> {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(encoded).map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let twice = pairs.iter().enumerate().any(|(n, (name, _))| pairs[..n].iter().any(|(before, _)| before == name));
    if twice || pairs.len() > 64 { Err(()) } else { Ok(pairs) }
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
}

/// What the provider was given to carry back.
fn carried(fields: &[(String, String)]) -> &str {
    value(fields, "RelayState").or_else(|| value(fields, "state")).unwrap_or_default()
}

/// Marks in the browser that it went off with this login, so that coming back without an answer shows the ways there are.
pub fn mark(state: &State, handle: &str) -> Option<HeaderValue> {
    state.kit().cookies.set(LEFT, &marking(handle), Keep::Session, SameSite::Lax).ok()
}

/// Whether the browser went off with this login before.
pub fn is_marked(state: &State, visit: &Visit, handle: &str) -> bool {
    state.kit().cookies.read(&visit.headers, LEFT) == Some(&marking(handle))
}

fn marking(handle: &str) -> String {
    login::hashed(handle).chars().take(32).collect()
}

/// Where answers come back; the method's name is appended.
pub const RETURN: &str = "/login/return/";
/// Where a login begins that no application asked for.
const START: &str = "/saml2/start";
/// Name of the cookie.
const LEFT: &str = "left";
/// The longest answer of a provider, in bytes.
const LONGEST: usize = 512 * 1024;
