//! The first administrator of an empty store (case M099): a code that was printed once opens `/setup`, once, for an hour.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    response::Response,
    routing::get,
};
use http::StatusCode;
use kit::{Kit, Reader};
use login::{Engine, EngineError, Handle, NewTicket};
use methods::password::policy::{Context, Policy, Refusal};
use model::{Secret, Span, Ticket, ticket::TicketKind};

use crate::founding;

#[derive(Clone)]
struct Desk {
    kit: Arc<Kit>,
    engine: Engine,
}

/// A code for `/setup`, where the store is empty.
pub async fn offer(engine: &Engine) -> Result<Option<Handle>, EngineError> {
    if !engine.world().catalogue.is_empty() {
        return Ok(None);
    }
    let body = serde_json::Value::Null;
    let new = NewTicket {
        kind: TicketKind::Setup,
        person: String::new(),
        application: None,
        session: None,
        family: None,
        life: Span::hours(1),
        body,
    };
    Ok(Some(engine.issue(new).await?.0))
}

pub fn routes(kit: &Arc<Kit>, engine: &Engine) -> Router {
    let desk = Desk { kit: Arc::clone(kit), engine: engine.clone() };
    Router::new().route("/setup", get(show).post(set)).with_state(desk)
}

async fn show(State(desk): State<Desk>, reader: Reader) -> Response {
    if !desk.engine.world().catalogue.is_empty() {
        return desk.kit.problem(&reader, StatusCode::NOT_FOUND);
    }
    let page = web::portal::setup::page(&desk.kit, &reader, desk.engine.now(), "", false, &[]);
    desk.kit.page(&reader, page)
}

async fn set(State(desk): State<Desk>, request: Request) -> Response {
    let (reader, form) = match desk.kit.form(request).await {
        Ok(read) => read,
        Err(refusal) => return refusal,
    };
    if !desk.engine.world().catalogue.is_empty() {
        return desk.kit.problem(&reader, StatusCode::NOT_FOUND);
    }
    let field = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let name = field("username").trim().to_owned();
    let wish = Wish {
        code: field("code").into(),
        password: field("new_password").into(),
        again: field("new_password_again").into(),
        name,
    };
    match wish.grant(&desk).await {
        Ok(()) => kit::edge::see_other("/account"),
        Err(Refused::Form { wrong, refusals }) => {
            let page = web::portal::setup::page(&desk.kit, &reader, desk.engine.now(), &wish.name, wrong, &refusals);
            desk.kit.page(&reader, page.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Refused::Late) => desk.kit.problem(&reader, StatusCode::NOT_FOUND),
        Err(Refused::Failed(error)) => desk.kit.fault(&reader, &error),
    }
}

/// What was typed.
struct Wish {
    code: Secret<String>,
    name: String,
    password: Secret<String>,
    again: Secret<String>,
}

enum Refused {
    /// `wrong`: the code is not, or no more, one of ours.
    Form {
        wrong: bool,
        refusals: Vec<(String, plug::Args)>,
    },
    /// Somebody else was first.
    Late,
    Failed(EngineError),
}

impl From<EngineError> for Refused {
    fn from(error: EngineError) -> Self {
        Self::Failed(error)
    }
}

impl Wish {
    async fn grant(&self, desk: &Desk) -> Result<(), Refused> {
        let ticket = self.ticket(&desk.engine).await?.ok_or(Refused::Form { wrong: true, refusals: Vec::new() })?;
        let refusals = self.judge(desk);
        if !refusals.is_empty() {
            return Err(Refused::Form { wrong: false, refusals });
        }
        let founder = founding::Founder { name: &self.name, password: self.password.expose() };
        let made = founding::found(&desk.engine, founder, &ticket).await?;
        if made { Ok(()) } else { Err(Refused::Late) }
    }

    async fn ticket(&self, engine: &Engine) -> Result<Option<Ticket>, EngineError> {
        let typed: String = self.code.expose().chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let ticket = engine.ticket(TicketKind::Setup, &typed.to_ascii_lowercase()).await?;
        Ok(ticket.filter(|t| t.usable(engine.now())))
    }

    fn judge(&self, desk: &Desk) -> Vec<(String, plug::Args)> {
        let none = plug::Args::new;
        if self.name.is_empty() || self.name.len() > 128 || self.name.chars().any(char::is_control) {
            return vec![("setup-name".into(), none())];
        }
        if !self.password.is(self.again.expose()) {
            return vec![("password-differ".into(), none())];
        }
        let site = desk.kit.public.authority();
        let context = Context {
            username: &self.name,
            personal: &[],
            site: &site,
            applications: &["symbolon"],
            second_factor: false,
            current: None,
            history: &[],
            changed_at: None,
            now: desk.engine.now(),
            voluntary: false,
        };
        Policy::default()
            .judge(self.password.expose(), &context)
            .into_iter()
            .map(|refusal| (refusal.key().to_owned(), arguments(refusal)))
            .collect()
    }
}

fn arguments(refusal: Refusal) -> plug::Args {
    let one = |name: &str, number: usize| {
        plug::Args::from([(name.to_owned(), plug::Value::from(i64::try_from(number).unwrap_or(0)))])
    };
    match refusal {
        Refusal::TooShort { minimum } => one("minimum", minimum),
        Refusal::TooLong { maximum } => one("maximum", maximum),
        _ => plug::Args::new(),
    }
}
