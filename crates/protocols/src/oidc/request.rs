//! The authorization request in the engine's words.

use model::request::{Client as Caller, Comparison, ConsentAsked, Front, Request, Wanted};
use model::{Id, Locale, Person, Span, Time};
use oidc::authorize::{AuthorizationRequest, Prompt};
use oidc::{Error, ErrorCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::RESUME;
use super::client::Client;

/// What the front remembers of a request while the person logs in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    pub request: AuthorizationRequest,
}

impl Memory {
    /// What was remembered; `None` for a login that this front did not begin.
    pub fn of(request: &Request) -> Option<Self> {
        serde_json::from_value(request.memory.clone()).ok()
    }
}

/// Judges the request by what the client may do, and leaves only the scopes that it is registered for: what nobody
/// configured is never granted (case O044).
pub fn allowed(client: &Client, mut request: AuthorizationRequest) -> Result<AuthorizationRequest, Error> {
    if !client.grants.code {
        return Err(Error::new(ErrorCode::UnauthorizedClient, "this client may not use the authorization code"));
    }
    request.need_pkce(client.need_pkce)?;
    request.scope = request.scope.filter(|name| client.scopes.contains(name));
    if request.scope.is_empty() {
        return Err(Error::new(ErrorCode::InvalidScope, "no scope of the request is allowed for this client"));
    }
    Ok(request)
}

/// Who is on the line, and when.
#[derive(Clone, Debug)]
pub struct Circumstances {
    pub caller: Caller,
    /// The language that the reader chose or the browser prefers.
    pub locale: Locale,
    pub now: Time,
    /// The one person that is expected.
    pub only: Option<Person>,
}

/// The request that the engine gets.
pub fn login_request(client: &Client, request: &AuthorizationRequest, about: Circumstances) -> Request {
    let passive = request.prompt == Prompt::Silent;
    let returns_to = Url::parse(&request.return_to.redirect_uri).map(|url| url.origin().ascii_serialization());
    Request {
        application: client.application,
        wanted: wanted(request),
        fresh_since: fresh_since(request, about.now),
        passive,
        only: about.only,
        hint: request.login_hint.clone().filter(|hint| hint.len() <= 255 && !hint.chars().any(char::is_control)),
        consent: ConsentAsked {
            scopes: request.scope.iter().map(str::to_owned).collect(),
            again: request.prompt.consent(),
            unproved: unproved(client, request),
        },
        locales: locales(request, about.locale),
        front: Front::Browser,
        client: about.caller,
        resume: RESUME.to_owned(),
        returns_to: returns_to.into_iter().collect(),
        forwarding: Default::default(),
        memory: serde_json::to_value(Memory { request: request.clone() }).unwrap_or_default(),
    }
}

/// `id_token_hint` and the `claims` parameter may both name the person; they must agree.
pub fn expected_subject(hinted: Option<&str>, request: &AuthorizationRequest) -> Result<Option<String>, Error> {
    let mut named: Vec<&str> = hinted.into_iter().chain(request.claims.subjects()).collect();
    named.sort_unstable();
    named.dedup();
    match named.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).to_owned())),
        _ => Err(Error::invalid_request("more than one person is expected")),
    }
}

/// An essential `acr` is a demand (OpenID Connect Core, section 5.5.1.1), everything else a wish.
fn wanted(request: &AuthorizationRequest) -> Wanted {
    let texts =
        |values: &[Value]| -> Vec<String> { values.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect() };
    match request.claims.acr() {
        Some(acr) if acr.essential && !acr.values.is_empty() => {
            Wanted::Demand { references: texts(&acr.values), comparison: Comparison::Exact }
        }
        Some(acr) if !acr.values.is_empty() && request.acr_values.is_empty() => Wanted::Prefer(texts(&acr.values)),
        _ if !request.acr_values.is_empty() => Wanted::Prefer(request.acr_values.clone()),
        _ => Wanted::Any,
    }
}

/// What was proven before counts only from then on. To ask again means: nothing of the past counts, not even of this
/// very moment.
fn fresh_since(request: &AuthorizationRequest, now: Time) -> Option<Time> {
    let asked = request.prompt.login() || request.prompt.select_account() || request.max_age == Some(0);
    if asked {
        return Some(now + Span::millis(1));
    }
    let age = request.max_age?;
    let seconds = i64::try_from(age).unwrap_or(i64::MAX / 1000).min(i64::MAX / 1000);
    Some(now - Span::seconds(seconds))
}

/// A public client proves who it is only by an address that nobody else can claim (case O043).
fn unproved(client: &Client, request: &AuthorizationRequest) -> bool {
    client.is_public() && !request.return_to.redirect_uri.starts_with("https://")
}

fn locales(request: &AuthorizationRequest, first: Locale) -> Vec<Locale> {
    let mut locales = vec![first];
    for locale in request.ui_locales.iter().take(16).filter_map(|tag| Locale::parse(tag)) {
        if !locales.contains(&locale) {
            locales.push(locale);
        }
    }
    locales
}

/// The application that a request is for must still be the client's.
pub fn still_fits(client: &Client, application: Id, request: &AuthorizationRequest) -> bool {
    client.application == application && client.returns_to(&request.return_to.redirect_uri)
}
