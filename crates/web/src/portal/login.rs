//! The pages of a login: each GET shows the present turn, each POST answers it and leads to the next page by 303.

use axum::{
    extract::{Path, Request, State as Shared},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kit::{
    FormTargets, Page as Sheet, Surface,
    edge::{see_other, unchained},
};
use login::{Answered, Input, Offer, Page, Turn};
use model::{Locale, Reason, Span, message::MessageState};
use plug::Departure;

use super::{
    denied, elsewhere,
    view::{Setting, view},
};
use crate::{
    State, brands,
    visit::{self, Visit},
    words,
};

pub async fn show(Shared(state): Shared<State>, visit: Visit, Path(handle): Path<String>) -> Response {
    match state.engine().advance(&handle, &visit.opener, visit.cookie(), Input::Look).await {
        Ok(mut answered) => {
            tell_messages(&state, &mut answered.turn).await;
            turn(&state, visit, answered)
        }
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

pub async fn answer(
    Shared(state): Shared<State>,
    visit: Visit,
    Path(handle): Path<String>,
    request: Request,
) -> Response {
    let form = match visit::posted(&state, request).await {
        Ok(form) => form,
        Err(refusal) => return refusal,
    };
    let input = if form.get("cancel").is_some() { Input::Cancel } else { Input::Answer(visit::answer(&form)) };
    match state.engine().advance(&handle, &visit.opener, visit.cookie(), input).await {
        Ok(answered) => next(&state, &visit, &answered),
        Err(error) => state.trouble(&visit.reader, &error),
    }
}

/// Where an answer leads: always a GET, so that going back or reloading repeats nothing (O037).
pub(super) fn next(state: &State, visit: &Visit, answered: &Answered) -> Response {
    match (onward(answered), &answered.turn) {
        (Some(target), _) => see_other(&target),
        (None, Turn::Redirect { to, .. }) => leaving(state, visit, to, answered.handle.expose()),
        _ => see_other(&format!("/login/{}", answered.handle.expose())),
    }
}

/// Off to another provider; the browser remembers that it was.
fn leaving(state: &State, visit: &Visit, to: &Departure, handle: &str) -> Response {
    visit::with_cookie(depart(state, visit, to), elsewhere::mark(state, handle))
}

/// The address of the front that takes a finished login back.
fn onward(answered: &Answered) -> Option<String> {
    let back = match answered.turn {
        Turn::Granted => true,
        Turn::Denied(reason) => denied::goes_straight_back(reason),
        _ => false,
    };
    back.then(|| format!("{}{}", answered.page.resume, answered.handle.expose()))
}

pub(super) fn depart(state: &State, visit: &Visit, departure: &Departure) -> Response {
    match departure {
        // The form's page names https for whatever comes next; a provider without TLS, which a test has, is gone to by a page.
        Departure::Get(to) if state.kit().public.is_https() && !to.starts_with("https:") => unchained(see_other(to)),
        Departure::Get(to) => see_other(to),
        Departure::Post { to, fields } => {
            let Ok(target) = to.parse::<url::Url>() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = Sheet::carry("form-post-title", &target, &fields);
            state.kit().page(&visit.reader, page)
        }
    }
}

/// Waits a moment for messages that are on their way, so that the page can say at once when one did not leave.
///
/// Only where the page names the address: elsewhere the waiting would tell whether there is somebody to write to (M054).
async fn tell_messages(state: &State, turn: &mut Turn) {
    let asked = match turn {
        Turn::Prompt { asked, .. } => asked.as_mut_slice(),
        Turn::Wait { asked, .. } => std::slice::from_mut(asked),
        _ => return,
    };
    for question in asked.iter_mut().filter(|q| q.error.is_none() && q.prompt.args.contains_key("address")) {
        let Some(message) = question.message else { continue };
        if let Ok(Some(MessageState::Failed)) = state.engine().message_outcome(message, MOMENT).await {
            question.error = Some(Reason::NotSent);
        }
    }
}

fn turn(state: &State, visit: Visit, mut answered: Answered) -> Response {
    if let Some(target) = onward(&answered) {
        return see_other(&target);
    }
    if let Turn::Redirect { to, .. } = &answered.turn
        && !elsewhere::is_marked(state, &visit, answered.handle.expose())
    {
        return leaving(state, &visit, to, answered.handle.expose());
    }
    let reader = visit.reader.asked(&tags(&answered.page.locales));
    let world = state.world();
    localize(&world.catalogue, &mut answered, words::ours(reader.locale));
    let brand = state.brand(Some(answered.page.site));
    let ours = world.catalogue.application(answered.page.application).is_some_and(|(_, a)| a.protocol == "page");
    if ours {
        // One logs in to the site, not to its account pages.
        answered.page.application_title.clone_from(&brand.name);
    }
    let page = &answered.page;
    let scribe = state.scribe(&brand, &reader);
    let support = brands::support(&world.catalogue, page.site);
    let forgotten = super::forgot::address(&world, page.site);
    let setting =
        Setting { page, handle: answered.handle.expose(), support: &support, forgotten: forgotten.as_deref() };
    let Some(view) = view(&answered.turn, setting, &scribe) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = if matches!(answered.turn, Turn::Denied(_)) { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let sheet = targets(page, &answered.turn, sheet(&view)).brand(brand).status(status);
    state.kit().page(&reader, sheet)
}

/// The page of a view, before brand and status.
pub fn sheet(view: &super::view::View) -> Sheet {
    let mut sheet = Sheet::new(Surface::Portal, view.template, &view.title.key)
        .with(serde_json::json!({ "view": view }))
        .error(view.error);
    for (name, value) in view.title.values().iter() {
        sheet = sheet.arg(name, value.clone());
    }
    if view.two { sheet.two() } else { sheet }
}

/// The application that the login goes back to must be named where a form is shown: browsers that follow the policy apply
/// it to the redirects behind the form, too.
fn targets(page: &Page, turn: &Turn, sheet: Sheet) -> Sheet {
    let origins = page.returns_to.iter().filter_map(|origin| origin.parse().ok());
    let sheet = origins.fold(sheet, |sheet, origin| sheet.targets(FormTargets::journey(&origin)));
    let offers: &[Offer] = match turn {
        Turn::Menu { offers, .. } | Turn::Redirect { offers, .. } => offers,
        Turn::Prompt { others, .. } | Turn::Wait { others, .. } => others,
        _ => &[],
    };
    let https = "https://anywhere.invalid".parse().ok().filter(|_| offers.iter().any(|o| LEAVING.contains(&o.kind)));
    https.into_iter().fold(sheet, |sheet, target| sheet.targets(FormTargets::journey(&target)))
}

/// Titles in the language that is read, which may have been changed since the login was opened.
fn localize(catalogue: &model::Catalogue, answered: &mut Answered, locale: Locale) {
    let retitle = |offer: &mut Offer| {
        if let Some((entry, method)) = catalogue.method(offer.method) {
            method.title.or(locale, &entry.path).clone_into(&mut offer.title);
        }
    };
    match &mut answered.turn {
        Turn::Menu { offers, .. } | Turn::Redirect { offers, .. } => offers.iter_mut().for_each(retitle),
        Turn::Prompt { asked, others } => asked.iter_mut().map(|a| &mut a.method).chain(others).for_each(retitle),
        Turn::Wait { asked, others, .. } => std::iter::once(&mut asked.method).chain(others).for_each(retitle),
        _ => {}
    }
    let page = &mut answered.page;
    let before = page.locales.first().copied().unwrap_or(Locale::En);
    if let Some((entry, application)) = catalogue.application(page.application) {
        application.title.or(locale, entry.name()).clone_into(&mut page.application_title);
    }
    for title in page.who.iter_mut().flat_map(|who| &mut who.proven) {
        if let Some((entry, method)) = catalogue.methods().find(|(e, m)| m.title.or(before, &e.path) == title) {
            *title = method.title.or(locale, &entry.path).to_owned();
        }
    }
}

fn tags(locales: &[Locale]) -> String {
    locales.iter().map(|l| l.tag()).collect::<Vec<_>>().join(" ")
}

/// How long a page waits for a message to leave.
const MOMENT: Span = Span::millis(1500);

/// Kinds whose login goes on elsewhere.
const LEAVING: [&str; 6] = ["saml", "oidc", "oauth2", "openid2", "tupas", "provider"];
