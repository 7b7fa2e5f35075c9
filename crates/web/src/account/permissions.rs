//! What the person allowed applications to see, and taking it back.

use axum::{
    extract::{Path, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use login::World;
use model::{Id, user::Consent};
use serde::Serialize;

use super::{Wish, gate, ways};
use crate::{
    State,
    portal::scope,
    visit::{self, Visit},
    words::Scribe,
};

/// One application, as a row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub id: String,
    pub title: String,
    /// What it may do, in words.
    pub scopes: String,
    pub since: String,
}

pub fn rows(world: &World, consents: &[Consent], scribe: &Scribe) -> Vec<Row> {
    consents.iter().filter_map(|consent| row(world, consent, scribe)).collect()
}

fn row(world: &World, consent: &Consent, scribe: &Scribe) -> Option<Row> {
    let (entry, application) = world.catalogue.application(consent.application)?;
    let scopes: Vec<String> = consent.scopes.iter().map(|name| scribe.say(&scope(name, scribe))).collect();
    Some(Row {
        id: consent.application.to_string(),
        title: application.title.or(scribe.locale(), entry.name()).to_owned(),
        scopes: scopes.join(", "),
        since: scribe.day(consent.at),
    })
}

/// Takes a permission back: what the application got by it ends with it.
pub async fn withdraw(
    Shared(state): Shared<State>,
    visit: Visit,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let done = async {
        visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::LoggedIn, "/account").await?;
        let record = ways::record(&state, &guest).await?;
        let given = rows(&state.world(), &record.consents, &guest.scribe(&state)).into_iter().find(|row| row.id == id);
        let (Some(row), Ok(application)) = (given, id.parse::<Id>()) else {
            return Err(state.kit().problem(&guest.visit.reader, StatusCode::NOT_FOUND));
        };
        let withdrawn = state.engine().revoke_for(&guest.present.person, application, &guest.visit.client).await;
        withdrawn.map_err(|error| guest.trouble(&state, &error))?;
        Ok(guest.onward(&state, "/account", "withdrawn", &row.title))
    };
    done.await.unwrap_or_else(|response: Response| response)
}
