//! The application's pages: what it learned about the person, logging in, logging out, and the message that a session ended.

use axum::{
    extract::{RawQuery, Request, State},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, header};
use kit::{Form, FormTargets, Keep, Limits, Page, Reader, SameSite, Surface, edge::Remember};
use serde_json::{Value, json};

use super::{AppError, Claims, Session, token};
use crate::Stage;

/// Holds the application's session.
const COOKIE: &str = "demoapp";

pub async fn show(State(stage): State<Stage>, reader: Reader, headers: HeaderMap) -> Response {
    let session = stage.kit.cookies.read(&headers, COOKIE).and_then(|cookie| stage.app.session(cookie));
    let title = if session.is_some() { "demo-app-in-title" } else { "demo-app-title" };
    let name = session.as_ref().map(|s| called(&s.userinfo));
    let context = json!({
        "name": name,
        "id_token": session.as_ref().map(|s| rows(&s.claims)),
        "userinfo": session.as_ref().map(|s| rows(&s.userinfo)),
    });
    let page = Page::new(Surface::Account, "demo/app.html", title).arg("name", name.unwrap_or_default()).with(context);
    // Logout may go by whatever provider the person came from.
    let page = match (session, url::Url::parse(&stage.facts.url)) {
        (Some(_), Ok(issuer)) => page.targets(FormTargets::journey(&issuer)),
        _ => page,
    };
    stage.kit.page(&reader, page)
}

/// `by=sms` asks for a code by text message.
pub async fn login(State(stage): State<Stage>, reader: Reader, RawQuery(query): RawQuery) -> Response {
    let by_sms = Form::parse(query.as_deref().unwrap_or_default().as_bytes()).is_ok_and(|q| q.get("by") == Some("sms"));
    let (state, begun) = stage.app.begin(&reader.browser);
    match stage
        .app
        .client
        .authorize(&state, &begun.nonce, &begun.verifier, reader.locale.tag(), by_sms.then_some(crate::world::SMS))
        .await
    {
        Ok(url) => {
            let mut away = kit::edge::see_other(&url);
            away.extensions_mut().insert(Remember);
            away
        }
        Err(error) => trouble(&stage, &reader, &error),
    }
}

pub async fn callback(
    State(stage): State<Stage>,
    reader: Reader,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    match finish(&stage, &reader, query.as_deref().unwrap_or_default()).await {
        Ok(session) => {
            if let Some(old) = stage.kit.cookies.read(&headers, COOKIE) {
                stage.app.leave(old);
            }
            let cookie = stage.app.enter(session);
            let mut away = kit::edge::see_other(crate::facts::APP);
            if let Ok(value) = stage.kit.cookies.set(COOKIE, &cookie, Keep::Session, SameSite::Lax) {
                away.headers_mut().append(header::SET_COOKIE, value);
            }
            away
        }
        Err(error) => trouble(&stage, &reader, &error),
    }
}

async fn finish(stage: &Stage, reader: &Reader, query: &str) -> Result<Session, AppError> {
    let answer = Form::parse(query.as_bytes()).map_err(|e| AppError::Refused(e.to_string()))?;
    let state = answer.get("state").unwrap_or_default();
    let begun = stage.app.take(state, &reader.browser).ok_or(AppError::NotBelieved("state"))?;
    if !stage.app.client.is_of_issuer(answer.get("iss")) {
        return Err(AppError::NotBelieved("issuer"));
    }
    let Some(code) = answer.get("code") else {
        return Err(AppError::Refused(answer.get("error").unwrap_or("no code").to_owned()));
    };
    let done = stage.app.client.finish(code, &begun.verifier, &begun.nonce, stage.app.now().seconds()).await?;
    Ok(Session { at: stage.app.now(), claims: done.claims, userinfo: done.userinfo, id_token: done.id_token })
}

pub async fn logout(State(stage): State<Stage>, request: Request) -> Response {
    let headers = request.headers().clone();
    let (reader, _) = match stage.kit.form(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    let session = stage.kit.cookies.read(&headers, COOKIE).and_then(|cookie| stage.app.leave(cookie));
    let Some(session) = session else { return kit::edge::see_other(crate::facts::APP) };
    match stage.app.client.logout(&session.id_token, &stage.facts.app.url).await {
        Ok(url) => kit::edge::see_other(&url),
        Err(error) => trouble(&stage, &reader, &error),
    }
}

/// OpenID Connect Back-Channel Logout, section 2.8.
pub async fn backchannel(State(stage): State<Stage>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(form) = Form::read(&parts.headers, body, Limits::default()).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let text = form.get("logout_token").unwrap_or_default();
    match stage.app.client.judged(text, stage.app.now().seconds(), token::Kind::Logout).await {
        Ok(claims) => {
            let named = |name: &str| claims.get(name).and_then(Value::as_str);
            stage.app.end(named("sid"), named("sub"));
            StatusCode::OK.into_response()
        }
        Err(error) => {
            tracing::warn!(cause = %error, "The demo application was sent a logout token that it does not believe");
            StatusCode::BAD_REQUEST.into_response()
        }
    }
}

fn trouble(stage: &Stage, reader: &Reader, error: &AppError) -> Response {
    tracing::warn!(request.reference = %reader.reference, cause = %error, "The demo application could not log somebody in or out");
    let denied = matches!(error, AppError::Refused(why) if why == "access_denied");
    let hint = if denied { "demo-app-denied" } else { "demo-app-trouble" };
    let status = if matches!(error, AppError::NoAnswer(_)) { StatusCode::BAD_GATEWAY } else { StatusCode::BAD_REQUEST };
    let page = Page::new(Surface::Account, "demo/trouble.html", "demo-app-trouble-title")
        .with(json!({ "hint": hint }))
        .status(status)
        .error(true);
    stage.kit.page(reader, page)
}

fn called(claims: &Claims) -> String {
    ["name", "preferred_username", "email", "sub"]
        .iter()
        .find_map(|n| claims.get(*n))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// Names and values, text as it is and all else as JSON.
fn rows(claims: &Claims) -> Vec<(String, String)> {
    claims
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect()
}
