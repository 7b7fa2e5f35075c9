//! The first page of the account: ways to log in, sessions, who the person is, what happened last.

use axum::{extract::State as Shared, response::Response};

use super::{Wish, activity, gate, permissions, profile, sessions, ways};
use crate::{
    State, flash,
    visit::{Visit, with_cookie},
};

/// Rows of the record on this page.
const LAST: usize = 5;

pub async fn show(Shared(state): Shared<State>, visit: Visit) -> Response {
    let shown = async {
        let said = flash::read(&state.kit().cookies, &visit.headers);
        let guest = gate(&state, visit, Wish::LoggedIn, "/account").await?;
        let record = ways::record(&state, &guest).await?;
        let records = activity::records(&state, &guest).await?;
        let all =
            state.engine().sessions_of(&guest.present.person).await.map_err(|error| guest.trouble(&state, &error))?;
        let (world, scribe, user) = (state.world(), guest.scribe(&state), ways::user_of(&guest));
        let (rows, warning) = ways::ways(&world, guest.site, user, &record, &scribe);
        let context = serde_json::json!({
            "flash": said,
            "ways": rows,
            "warning": warning,
            "addable": user.is_some(),
            "sessions": sessions::rows(&world, &all, guest.present.session.id, &scribe),
            "permissions": permissions::rows(&world, &record.consents, &scribe),
            "profile": profile::view(&guest.present, super::name_of(&guest.present)),
            "activity": activity::rows(&world, &records, &scribe, LAST),
        });
        let response =
            state.kit().page(&guest.visit.reader, guest.page("account/overview.html", "account-title", context));
        Ok(if said.is_some() { with_cookie(response, flash::clear(&state.kit().cookies)) } else { response })
    };
    shown.await.unwrap_or_else(|response: Response| response)
}
