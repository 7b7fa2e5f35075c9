//! Where the person is logged in, and ending that.

use axum::{
    extract::{Path, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use login::World;
use model::{Id, Session};
use serde::Serialize;

use super::{Wish, gate};
use crate::{
    State,
    agent::Agent,
    visit::{self, Visit},
    words::{Scribe, Words},
};

/// One session, as a row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub device: Words,
    pub mobile: bool,
    pub here: bool,
    pub address: String,
    pub applications: String,
    pub since: String,
}

pub fn rows(world: &World, sessions: &[Session], here: Id, scribe: &Scribe) -> Vec<Row> {
    let mut rows: Vec<Row> = sessions.iter().map(|session| row(world, session, here, scribe)).collect();
    rows.sort_by_key(|row| !row.here);
    rows
}

fn row(world: &World, session: &Session, here: Id, scribe: &Scribe) -> Row {
    let agent = Agent::of(&session.agent);
    let known = session
        .participants
        .iter()
        .filter_map(|p| world.catalogue.application(p.application))
        .filter(|(_, a)| a.protocol != "page");
    let titles: Vec<&str> =
        known.map(|(entry, application)| application.title.or(scribe.locale(), entry.name())).collect();
    Row {
        id: session.id.to_string(),
        device: agent.words(),
        mobile: agent.mobile,
        here: session.id == here,
        address: session.address.clone(),
        applications: titles.join(", "),
        since: scribe.day(session.created),
    }
}

/// Ends one of the person's own sessions, and that one only (M068).
pub async fn end(Shared(state): Shared<State>, visit: Visit, Path(id): Path<String>, request: Request) -> Response {
    let done = async {
        visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::LoggedIn, "/account").await?;
        let sessions =
            state.engine().sessions_of(&guest.present.person).await.map_err(|error| guest.trouble(&state, &error))?;
        let Some(session) = sessions.iter().find(|s| s.id.to_string() == id) else {
            return Err(state.kit().problem(&guest.visit.reader, StatusCode::NOT_FOUND));
        };
        let name = guest.scribe(&state).say(&Agent::of(&session.agent).words());
        state
            .engine()
            .end_session(session.id, "self", &guest.visit.client)
            .await
            .map_err(|error| guest.trouble(&state, &error))?;
        Ok(guest.onward(&state, "/account", "session-ended", &name))
    };
    done.await.unwrap_or_else(|response: Response| response)
}

/// Ends all others, after recent proofs only (M068).
pub async fn end_others(Shared(state): Shared<State>, visit: Visit, request: Request) -> Response {
    let done = async {
        visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::Recent, "/account").await?;
        state
            .engine()
            .end_other_sessions(&guest.present, &guest.visit.client)
            .await
            .map_err(|error| guest.trouble(&state, &error))?;
        Ok(guest.onward(&state, "/account", "others-ended", ""))
    };
    done.await.unwrap_or_else(|response: Response| response)
}
