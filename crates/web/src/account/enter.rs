//! In and out: a login for the account pages begins and ends here.

use axum::{
    extract::{Path, Query, Request as Posted, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::{
    LocalPath,
    edge::{Remember, see_other},
};
use login::{Answered, Turn};
use model::request::{ConsentAsked, Front, Request, Wanted};
use serde::Deserialize;

use super::{RECENT, application, default_site};
use crate::{
    State,
    state::Note,
    visit::{self, SESSION, Visit, session_cookie, with_cookie},
    words::{Words, ours},
};

#[derive(Deserialize)]
pub struct Wanting {
    #[serde(rename = "return")]
    back: Option<String>,
    recent: Option<String>,
}

/// Opens a login for the account pages; a session that is enough comes straight back.
pub async fn begin(Shared(state): Shared<State>, visit: Visit, Query(wanting): Query<Wanting>) -> Response {
    match open(&state, &visit, &wanting).await {
        Ok(Some(answered)) => {
            let path = if matches!(answered.turn, Turn::Granted) { ENTER } else { "/login/" };
            let mut response = see_other(&format!("{path}{}", answered.handle.expose()));
            response.extensions_mut().insert(Remember);
            response
        }
        Ok(None) => {
            let note = Note { state: "none", hint: Words::new("account-none-hint"), ..Note::default() };
            state.note(None, "account-none-title", note).status(StatusCode::NOT_FOUND).answer(&state, &visit.reader)
        }
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

async fn open(state: &State, visit: &Visit, wanting: &Wanting) -> Result<Option<Answered>, login::EngineError> {
    let engine = state.engine();
    let session = match visit.cookie() {
        Some(cookie) => engine.session(cookie).await?,
        None => None,
    };
    let world = state.world();
    let Some(application) =
        session.as_ref().map(|s| s.site).or_else(|| default_site(&world)).and_then(|site| application(&world, site))
    else {
        return Ok(None);
    };
    let recent = wanting.recent.is_some();
    let request = Request {
        application,
        wanted: Wanted::Any,
        fresh_since: recent.then(|| engine.now() - RECENT),
        passive: false,
        // A confirmation is the same person's; a login may be anybody's.
        only: session.as_ref().filter(|_| recent).map(|s| s.person.clone()),
        hint: session.as_ref().filter(|_| recent).and_then(|s| s.proofs.first()).map(|p| p.subject.value.clone()),
        consent: ConsentAsked::default(),
        locales: vec![ours(visit.reader.locale)],
        front: Front::Browser,
        client: visit.client.clone(),
        resume: ENTER.to_owned(),
        returns_to: Vec::new(),
        forwarding: Default::default(),
        memory: serde_json::json!({ "return": LocalPath::or(wanting.back.as_deref(), "/account").as_str() }),
    };
    engine.open(request, &visit.opener, visit.cookie()).await.map(Some)
}

/// Takes a finished login: the session's new value becomes the cookie (M062).
pub async fn enter(Shared(state): Shared<State>, visit: Visit, Path(handle): Path<String>) -> Response {
    match state.engine().redeem(&handle, &visit.opener, visit.cookie()).await {
        Ok(Ok(grant)) if grant.request.resume == ENTER => {
            let back = grant.request.memory.get("return").and_then(|path| path.as_str());
            let cookie = grant.session.as_ref().and_then(|session| session_cookie(&state.kit().cookies, session));
            with_cookie(see_other(LocalPath::or(back, "/account").as_str()), cookie)
        }
        Ok(_) => see_other("/"),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// Ends the session of this browser.
pub async fn leave(Shared(state): Shared<State>, visit: Visit, request: Posted) -> Response {
    if let Err(refusal) = visit::posted(&state, request).await {
        return refusal;
    }
    let over = "/logged-out";
    let mut to = over.to_owned();
    if let Some(cookie) = visit.cookie() {
        let ended = match state.engine().session(cookie).await {
            Ok(Some(session)) => {
                // Some applications can be told by this browser alone.
                let walk = state.engine().walk(&session, over).await;
                to = walk.unwrap_or(to);
                state.engine().end_session(session.id, "logout", &visit.client).await
            }
            Ok(None) => Ok(false),
            Err(error) => Err(error),
        };
        if let Err(error) = ended {
            return state.trouble(&visit.reader, &error);
        }
    }
    with_cookie(see_other(&to), state.kit().cookies.clear(SESSION).ok())
}

/// Where logins for these pages come back.
pub const ENTER: &str = "/account/enter/";
