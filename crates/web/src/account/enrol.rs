//! Adding a way, making a new list of codes, changing the password: one enrolment each.

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::edge::see_other;
use login::{Asked, EnrolError, Enrolled, Handle, Offer};
use model::{Id, Reason};
use plug::Prompt;

use super::{Guest, Wish, gate, ways};
use crate::{
    State,
    portal::{Place, add_address, choice, question},
    state::{Link, Note},
    visit::{self, Visit},
    words::Words,
};

/// What could be added.
pub async fn choose(Shared(state): Shared<State>, visit: Visit) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::LoggedIn, "/account/add").await?;
        let scribe = guest.scribe(&state);
        let offers = state.engine().enrolments(&guest.present, scribe.locale(), &guest.visit.client).await;
        let offers = offers.map_err(|error| refused(&state, &guest, &error, "/account"))?;
        let record = ways::record(&state, &guest).await?;
        let choices: Vec<_> = offers
            .iter()
            .filter(|o| ways::is_new(&state.world(), o, &record))
            .map(|offer| choice(&Offer { enrol: false, ..offer.clone() }, &scribe))
            .collect();
        let context = serde_json::json!({ "choices": choices });
        Ok(state.kit().page(&guest.visit.reader, guest.page("account/add.html", "ways-add-title", context)))
    };
    shown.await.unwrap_or_else(|response: Response| response)
}

/// Begins an enrolment and shows its first question. Looking at the page again begins another; the earlier one runs out.
pub async fn begin(Shared(state): Shared<State>, visit: Visit, Path(method): Path<String>) -> Response {
    let shown = async {
        let guest = gate(&state, visit, Wish::Recent, &add_address(&method)).await?;
        let id = named(&state, &method).ok_or_else(|| nothing(&state, &guest))?;
        match state.engine().begin_enrolment(&guest.present, id, &guest.visit.client).await {
            Ok((handle, prompt)) => Ok(page(&state, &guest, id, &handle, &prompt, None)),
            Err(error) => Err(refused(&state, &guest, &error, &add_address(&method))),
        }
    };
    shown.await.unwrap_or_else(|response: Response| response)
}

/// Takes an answer. The next question is the answer's page itself: it may show what is shown once.
pub async fn confirm(
    Shared(state): Shared<State>,
    visit: Visit,
    Path(method): Path<String>,
    request: Request,
) -> Response {
    let done = async {
        let form = visit::posted(&state, request).await?;
        let guest = gate(&state, visit, Wish::Recent, &add_address(&method)).await?;
        let id = named(&state, &method).ok_or_else(|| nothing(&state, &guest))?;
        let handle = form.get("enrolment").unwrap_or_default();
        match state.engine().confirm_enrolment(&guest.present, handle, &visit::answer(&form), &guest.visit.client).await
        {
            Ok(Enrolled::Done(grant)) => {
                let cookie = grant.and_then(|grant| visit::session_cookie(&state.kit().cookies, &grant));
                Ok(visit::with_cookie(finished(&state, &guest, id, form.filled("name")), cookie))
            }
            Ok(Enrolled::Ask(handle, prompt, error)) => Ok(page(&state, &guest, id, &handle, &prompt, error)),
            Ok(Enrolled::Gone) => Ok(guest.onward(&state, "/account", "gone", "")),
            Err(error) => Err(refused(&state, &guest, &error, &add_address(&method))),
        }
    };
    done.await.unwrap_or_else(|response: Response| response)
}

fn named(state: &State, method: &str) -> Option<Id> {
    state.world().named(method).map(|m| m.id)
}

fn nothing(state: &State, guest: &Guest) -> Response {
    state.kit().problem(&guest.visit.reader, StatusCode::NOT_FOUND)
}

fn page(state: &State, guest: &Guest, method: Id, handle: &Handle, prompt: &Prompt, error: Option<Reason>) -> Response {
    let (world, scribe) = (state.world(), guest.scribe(state));
    let kind = world.opened(method).map_or("", |o| o.kind.name);
    let offer = Offer { method, name: String::new(), title: String::new(), icon: "", kind, enrol: true };
    let asked = Asked { method: offer, prompt: prompt.clone(), error, message: None };
    let question =
        question(&asked, Place { index: 0, alone: true, proven: true, opening: false, waiting: None }, &scribe);
    let name = world.catalogue.entry(method).map(|e| e.path.clone()).unwrap_or_default();
    let context = serde_json::json!({
        "action": add_address(&name), "enrolment": handle.expose(), "hint": scribe.hint(prompt), "question": question,
    });
    let mut page =
        guest.page("account/enrol.html", &prompt.text, context).error(error.is_some() || !prompt.refusals.is_empty());
    for (name, value) in scribe.of_prompt(&prompt.text, prompt).values().iter() {
        page = page.arg(name, value.clone());
    }
    state.kit().page(&guest.visit.reader, page)
}

fn finished(state: &State, guest: &Guest, method: Id, label: Option<&str>) -> Response {
    let world = state.world();
    let title = world
        .catalogue
        .method(method)
        .map(|(entry, m)| m.title.or(guest.scribe(state).locale(), &entry.path).to_owned())
        .unwrap_or_default();
    let changed = world.opened(method).is_some_and(|o| o.kind.factor == plug::Factor::Knowledge);
    guest.onward(state, "/account", if changed { "changed" } else { "added" }, label.unwrap_or(&title))
}

/// A change that the engine does not allow.
pub fn refused(state: &State, guest: &Guest, error: &EnrolError, back: &str) -> Response {
    match error {
        EnrolError::Engine(error) => guest.trouble(state, error),
        EnrolError::NotOffered => see_other("/account"),
        EnrolError::StepUp => {
            let again = url::form_urlencoded::Serializer::new("/account/login?recent=1".to_owned())
                .append_pair("return", back)
                .finish();
            let note = Note {
                state: "first",
                hint: Words::new("step-up-hint"),
                act: Some(Link::new(again, "login-button")),
                more: Some(Link::new("/account", "account-back")),
            };
            state
                .note(Some(Arc::clone(&guest.brand)), "step-up-title", note)
                .status(StatusCode::FORBIDDEN)
                .answer(state, &guest.visit.reader)
        }
    }
}
