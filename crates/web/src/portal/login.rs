//! The pages of a login: each GET shows the present turn, each POST answers it and leads to the next page by 303.

use axum::{
    extract::{Path, Request, State as Shared},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, StatusCode, Uri};
use kit::{
    FormTargets, Page as Sheet, Surface,
    edge::{see_other, unchained},
    providers::{self, Providers},
};
use login::{Answered, Asked, Input, Offer, Page, Turn, World};
use model::{Locale, Reason, Span, message::MessageState};
use plug::{Departure, Field};

use super::{
    denied, elsewhere,
    view::{Setting, view},
};
use crate::{
    State, brands,
    visit::{self, Visit},
    words,
};

pub async fn show(Shared(state): Shared<State>, visit: Visit, Path(handle): Path<String>, uri: Uri) -> Response {
    match state.engine().advance(&handle, &visit.opener, visit.cookie(), Input::Look).await {
        Ok(mut answered) => {
            tell_messages(&state, &mut answered.turn).await;
            turn(&state, visit, answered, &searched(&uri))
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
    if form.get("forget").is_some() {
        let again = see_other(&format!("/login/{handle}"));
        return visit::with_cookie(again, providers::forget(&state.kit().cookies));
    }
    let input = if form.get("cancel").is_some() { Input::Cancel } else { Input::Answer(visit::answer(&form)) };
    match state.engine().advance(&handle, &visit.opener, visit.cookie(), input).await {
        Ok(answered) => {
            let chosen = form.get("provider").filter(|_| matches!(answered.turn, Turn::Redirect { .. }));
            let remembered = chosen.and_then(|id| providers::remember(&state.kit().cookies, &visit.headers, id));
            visit::with_cookie(next(&state, &visit, &answered), remembered)
        }
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
        Turn::Denied(reason) => answered.page.quiet || denied::goes_straight_back(reason),
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

fn turn(state: &State, visit: Visit, mut answered: Answered, search: &str) -> Response {
    if let Some(target) = onward(&answered) {
        return see_other(&target);
    }
    if let Turn::Redirect { to, .. } = &answered.turn
        && !elsewhere::is_marked(state, &visit, answered.handle.expose())
    {
        return leaving(state, &visit, to, answered.handle.expose());
    }
    let reader = visit.reader.clone().asked(&tags(&answered.page.locales));
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
    let handle = answered.handle.expose();
    let providers = list(state, &world, (&visit.headers, words::ours(reader.locale)), &answered, search);
    let (forgotten, providers) = (forgotten.as_deref(), providers.as_ref());
    let setting = Setting { page, handle, support: &support, forgotten, providers };
    let Some(view) = view(&answered.turn, setting, &scribe) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let status = if matches!(answered.turn, Turn::Denied(_)) { StatusCode::FORBIDDEN } else { StatusCode::OK };
    let sheet = targets(state, page, &answered.turn, sheet(&view)).brand(brand).status(status);
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
fn targets(state: &State, page: &Page, turn: &Turn, sheet: Sheet) -> Sheet {
    let origins = page.returns_to.iter().filter_map(|origin| origin.parse().ok());
    let sheet = origins.fold(sheet, |sheet, origin| sheet.targets(FormTargets::journey(&origin)));
    let offers: &[Offer] = match turn {
        Turn::Menu { offers, .. } | Turn::Redirect { offers, .. } => offers,
        Turn::Prompt { others, .. } | Turn::Wait { others, .. } => others,
        _ => &[],
    };
    let asked: &[Asked] = if let Turn::Prompt { asked, .. } = turn { asked } else { &[] };
    let world = state.world();
    let leads_on = |offer: &Offer| world.opened(offer.method).is_some_and(|method| method.kind.leaves());
    let leaves = offers.iter().chain(asked.iter().map(|a| &a.method)).any(leads_on);
    // What runs without TLS itself, on a developer's machine, has providers of its kind.
    let clear = (!state.kit().public.is_https()).then_some("http://anywhere.invalid");
    let schemes = ["https://anywhere.invalid"].into_iter().chain(clear).filter(|_| leaves);
    schemes
        .filter_map(|target| target.parse().ok())
        .fold(sheet, |sheet, target| sheet.targets(FormTargets::journey(&target)))
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

/// What somebody types to find a provider.
fn searched(uri: &Uri) -> String {
    let mut pairs = url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
    pairs.find(|(name, _)| name == "search").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The providers of the question, where it is which one.
fn list(
    state: &State,
    world: &World,
    (headers, locale): (&HeaderMap, Locale),
    answered: &Answered,
    search: &str,
) -> Option<Providers> {
    let Turn::Prompt { asked, .. } = &answered.turn else { return None };
    let [one] = asked.as_slice() else { return None };
    let first = one.prompt.fields.iter().find_map(|field| match field {
        Field::Providers { first } => Some(first.as_str()),
        _ => None,
    })?;
    let choices = world.opened(one.method.method)?.method.choices();
    let recent = providers::remembered(&state.kit().cookies, headers);
    let asked =
        providers::Asked { choices: &choices, locale, now: state.engine().now(), search, recent: &recent, first };
    Some(Providers::of(asked, &format!("/login/{}", answered.handle.expose())))
}

fn tags(locales: &[Locale]) -> String {
    locales.iter().map(|l| l.tag()).collect::<Vec<_>>().join(" ")
}

/// How long a page waits for a message to leave.
const MOMENT: Span = Span::millis(1500);
