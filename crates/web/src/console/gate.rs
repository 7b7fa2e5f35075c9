//! Who sits at the console: a session that satisfies the page application `console`, and the rights of its person's roles.

use std::sync::Arc;

use axum::{
    extract::{Request, State as Shared},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kit::{Brand, Form, Page, Surface, edge::see_other};
use login::{Actor, Present, World};
use manage::{
    address::Address,
    caller::Caller,
    desk::{Fault, Refused},
};
use model::{Id, Noun};
use serde::Serialize;

use super::{Console, nav::Place, speak::Speaker};
use crate::{account, state::Note, visit::Visit, words::Words};

/// Somebody at the console. Made anew for each request, so that a role taken away is gone at once.
pub struct Seat {
    pub visit: Visit,
    pub present: Present,
    pub caller: Caller,
    pub brand: Arc<Brand>,
    pub speaker: Speaker,
}

impl Console {
    /// Lets the visitor in, or leads them through a login back to `back`.
    pub(super) async fn gate(&self, visit: Visit, back: &str) -> Result<Seat, Response> {
        self.let_in(visit, |_| see_other(&login(back))).await
    }

    /// The same for a form: what was typed is not lost with a session that has ended.
    pub(super) async fn gate_of(&self, visit: Visit, path: &str, sent: &Form) -> Result<Seat, Response> {
        self.let_in(visit, |visit| self.ended(visit, path, sent)).await
    }

    async fn let_in(&self, visit: Visit, absent: impl FnOnce(&Visit) -> Response) -> Result<Seat, Response> {
        match self.present(&visit).await {
            Ok(Some(present)) => self.seat(visit, present).await,
            Ok(None) => Err(absent(&visit)),
            Err(error) => Err(self.state.trouble(&visit.reader, &error)),
        }
    }

    /// Holds what was sent until the person has logged in elsewhere and sends it again.
    fn ended(&self, visit: &Visit, path: &str, sent: &Form) -> Response {
        let fields: Vec<(&str, &str)> = sent.iter().filter(|(name, _)| *name != kit::csrf::FIELD).collect();
        let context = serde_json::json!({ "action": path, "fields": fields, "login": login("/console") });
        let page = Page::new(Surface::Portal, "console/ended.html", "console-ended-title").with(context);
        self.state.kit().page(&visit.reader, page.status(StatusCode::FORBIDDEN).error(true))
    }

    async fn present(&self, visit: &Visit) -> Result<Option<Present>, login::EngineError> {
        let Some(cookie) = visit.cookie() else { return Ok(None) };
        let engine = self.state.engine();
        let Some(session) = engine.session(cookie).await? else { return Ok(None) };
        let Some(application) = application(&self.state.world(), Some(session.site)) else { return Ok(None) };
        engine.present(Some(cookie), application, None, &visit.client).await
    }

    async fn seat(&self, visit: Visit, present: Present) -> Result<Seat, Response> {
        let engine = self.state.engine();
        let from = visit.client.address.map(|a| a.to_string()).unwrap_or_default();
        let actor = Actor { from, ..Actor::default() };
        let caller = Caller::person(engine, &self.state.world(), &present.person, actor).await;
        let caller = caller.map_err(|error| self.state.trouble(&visit.reader, &error))?;
        let visit = visit.known(present.user.as_deref());
        let brand: Arc<Brand> = Arc::default();
        if caller.is_nobody() {
            let mut page = self.denied(&visit);
            page.extensions_mut().insert(TurnedAway { caller, why: "forbidden" });
            return Err(page);
        }
        let speaker = Speaker::new(self.state.scribe(&brand, &visit.reader), self.state.kit().pages.texts());
        Ok(Seat { visit, present, caller, brand, speaker })
    }

    /// Nobody gave this person a role: said so, with what they can do.
    fn denied(&self, visit: &Visit) -> Response {
        let note = Note {
            state: "apart",
            hint: Words::new("console-nobody-hint"),
            act: Some(crate::state::Link::new("/", "console-nobody-home")),
            more: Some(crate::state::Link::new("/account", "console-nobody-account")),
        };
        self.state
            .note(None, "console-nobody-title", note)
            .status(StatusCode::FORBIDDEN)
            .answer(&self.state, &visit.reader)
    }

    /// A page of the console around what `context` holds.
    pub(super) fn page(&self, seat: &Seat, sheet: Sheet) -> Response {
        let nav = self.nav(seat, &sheet.place);
        let mut context = sheet.context;
        if let Some(members) = context.as_object_mut() {
            members.insert("nav".into(), serde_json::to_value(nav).unwrap_or_default());
            members.insert("who".into(), account::name_of(&seat.present).into());
            members.insert("crumbs".into(), serde_json::to_value(&sheet.place.crumbs).unwrap_or_default());
            let said = self.said(seat);
            members.insert("flash".into(), serde_json::to_value(&said).unwrap_or_default());
        }
        let page = sheet.title.args.iter().fold(
            Page::new(Surface::Console, sheet.template, sheet.title.key.clone()),
            |page, (name, value)| match value {
                plug::Value::Number(n) => page.arg(name, *n as f64),
                plug::Value::Text(text) => page.arg(name, text.as_str()),
            },
        );
        let page = page.with(context).brand(Arc::clone(&seat.brand)).status(sheet.status).error(sheet.error);
        let response = self.state.kit().page(&seat.visit.reader, page);
        self.said_once(seat, response)
    }

    /// Why the desk did not do it, as a page; what can be mended beside its field is the form's to show.
    pub(super) fn refused(&self, seat: &Seat, fault: &Fault) -> Response {
        let (key, status) = match fault {
            Fault::Engine(error) => return self.state.trouble(&seat.visit.reader, error),
            Fault::Missing => ("missing", StatusCode::NOT_FOUND),
            Fault::Forbidden => ("forbidden", StatusCode::FORBIDDEN),
            Fault::Outranked => ("outranked", StatusCode::FORBIDDEN),
            Fault::Precondition | Fault::Done | Fault::Moved => ("moved", StatusCode::CONFLICT),
            Fault::Conflict(_) => ("conflict", StatusCode::CONFLICT),
            Fault::Invalid(_) | Fault::Refused(_) => ("invalid", StatusCode::UNPROCESSABLE_ENTITY),
            Fault::Unsupported => ("unsupported", StatusCode::BAD_REQUEST),
        };
        let findings = match fault {
            Fault::Invalid(f) | Fault::Refused(f) | Fault::Conflict(f) => f.as_slice(),
            _ => &[],
        };
        let context = serde_json::json!({
            "hint": Words::new(format!("console-{key}-hint")),
            "findings": seat.speaker.findings(findings),
            "back": "/console",
        });
        let title = Words::new(format!("console-{key}-title"));
        let mut page =
            self.page(seat, Sheet { status, error: true, ..Sheet::new("console/refused.html", title, context) });
        if status == StatusCode::FORBIDDEN {
            page.extensions_mut().insert(TurnedAway { caller: seat.caller.clone(), why: key });
        }
        page
    }
}

/// Stands beside a page that tells somebody that their rights do not reach.
#[derive(Clone)]
struct TurnedAway {
    caller: Caller,
    why: &'static str,
}

/// A change that was refused leaves its record, as one that was sent to the API does (cases X015, M096).
pub(super) async fn recorded(Shared(console): Shared<Console>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let mut response = next.run(request).await;
    let Some(TurnedAway { caller, why }) = response.extensions_mut().remove() else { return response };
    let at = path.strip_prefix("/console").and_then(|path| Address::parse(path).ok());
    let site = at.as_ref().and_then(Address::site);
    let refused = Refused { method: method.as_str(), path: path.trim_start_matches('/'), site, why, rows: None };
    if let Err(error) = console.desk.refused(&caller, refused).await {
        tracing::error!(cause = %error, "A refused change is not in the audit record");
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    response
}

fn login(back: &str) -> String {
    url::form_urlencoded::Serializer::new(String::from("/console/login?")).append_pair("return", back).finish()
}

/// A page of the console on its way.
pub(super) struct Sheet {
    pub template: &'static str,
    pub title: Words,
    pub context: serde_json::Value,
    pub place: Place,
    pub status: StatusCode,
    pub error: bool,
}

impl Sheet {
    pub fn new(template: &'static str, title: Words, context: impl Serialize) -> Self {
        let context = serde_json::to_value(context).unwrap_or_default();
        Self { template, title, context, place: Place::default(), status: StatusCode::OK, error: false }
    }
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }
    /// What was sent has mistakes that are shown beside their fields.
    #[must_use]
    pub fn mistaken(self, mistaken: bool) -> Self {
        let status = if mistaken { StatusCode::UNPROCESSABLE_ENTITY } else { self.status };
        Self { error: mistaken || self.error, status, ..self }
    }
}

/// The application that the console is for people of a top-level site: the site's own, else the first there is.
pub(super) fn application(world: &World, site: Option<Id>) -> Option<Id> {
    let of = |path: &str| {
        let entry = world.catalogue.at(Noun::Application, &format!("{path}/console"))?;
        world.catalogue.application(entry.id).filter(|(_, a)| a.protocol == "page" && a.enabled).map(|(e, _)| e.id)
    };
    let own = site.and_then(|site| world.catalogue.entry(site)).and_then(|entry| of(&entry.path));
    let tops = world.catalogue.sites().filter(|(entry, site)| !entry.path.contains('/') && site.enabled);
    own.or_else(|| tops.map(|(entry, _)| entry).find_map(|entry| of(&entry.path)))
}
