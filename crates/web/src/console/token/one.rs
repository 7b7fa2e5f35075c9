//! One token: what it is, whose, and what its state and the seat's rights let be done to it.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    attributes::Attributes,
    desk::{Action, Fault, TOKEN_ACTIONS},
};
use model::{
    Finding,
    credential::CredentialState,
    token::{Act, Revoked},
};
use serde_json::{Value, json};

use super::{badge, key};
use crate::{
    console::{
        Console, form as forms,
        gate::{Seat, Sheet},
        nav::{Crumb, Place, at_site},
        object::{LIMITS, answered},
        said::Said,
        save::quoted,
        user::token_href,
    },
    visit::Visit,
    words::Words,
};

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let (path, query) = (request.uri().path().to_owned(), request.uri().query().unwrap_or_default().to_owned());
    let seat = match console.gate(visit, &format!("{path}?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(serial) = serial(&path) else { return console.refused(&seat, &Fault::Missing) };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    let asks = query.get("ask").filter(|ask| matches!(*ask, "delete" | "revoke")).unwrap_or_default().to_owned();
    match console.desk.token(&seat.caller, &serial).await {
        Ok(token) => page(&console, &seat, &token, (&asks, query.get("to").unwrap_or("inventory")), &[]),
        Err(fault) => console.refused(&seat, &fault),
    }
}

pub async fn act(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let sent = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    let seat = match console.gate_of(visit, &path, &sent.clone().without(&["pin", "first", "second"])).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let Some(serial) = serial(&path) else { return console.refused(&seat, &Fault::Missing) };
    done(&console, &seat, &serial, &sent).await.unwrap_or_else(|fault| console.refused(&seat, &fault))
}

/// The number in `/console/token/NUMBER`.
fn serial(path: &str) -> Option<String> {
    let segment = path.strip_prefix("/console/token/").filter(|s| !s.is_empty() && !s.contains('/'))?;
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

async fn done(console: &Console, seat: &Seat, serial: &str, sent: &Form) -> Result<Response, Fault> {
    let action = sent.get("act").unwrap_or_default();
    let known = Action::find(&TOKEN_ACTIONS, action).ok_or(Fault::Unsupported)?;
    let names = known.arguments.iter().map(|argument| argument.name);
    let filled = names.filter_map(|name| sent.filled(name).map(|value| (name.to_owned(), Value::from(value.trim()))));
    let given: Attributes = filled.collect();
    match console.desk.act_on_token(&seat.caller, serial, action, &given).await {
        Ok(answer) => match answer["pin"].as_str() {
            Some(pin) => Ok(told_once(console, seat, &answer, serial, pin)),
            None if action == "delete" => {
                Ok(console.onward(seat, "/console/token", Said::new("deleted").with("title", serial)))
            }
            None => Ok(console.onward(
                seat,
                &token_href(serial),
                Said::new(&format!("token-{action}")).with("title", serial),
            )),
        },
        Err(Fault::Invalid(findings) | Fault::Conflict(findings)) => {
            let token = console.desk.token(&seat.caller, serial).await?;
            Ok(page(console, seat, &token, ("", ""), &findings))
        }
        Err(fault) => Err(fault),
    }
}

/// The one page that shows a PIN which the server made.
fn told_once(console: &Console, seat: &Seat, token: &Value, serial: &str, pin: &str) -> Response {
    let site = token["attributes"]["site"].as_str().unwrap_or_default();
    let context = json!({ "label_key": "console-token-pin", "secret": pin, "back": token_href(serial) });
    let title = Words::new("console-secret-title").with("title", serial);
    console.page(seat, Sheet::new("console/told.html", title, context).at(place(site)))
}

fn place(site: &str) -> Place {
    let list = at_site("/console/token", Some(site).filter(|s| !s.is_empty()));
    Place {
        crumbs: vec![Crumb::key("console-page-token", list)],
        section: "token",
        site: Some(site.to_owned()).filter(|s| !s.is_empty()),
        stays: Some("/console/token".into()),
    }
}

/// Whether an action can be tried in this state; the desk decides.
fn fits(state: CredentialState, action: &str) -> bool {
    let act = match action {
        "assign" => Act::Assign,
        "activate" => Act::Activate,
        "suspend" => Act::Suspend,
        "resume" => Act::Resume,
        "lock" => Act::Lock,
        "unlock" => Act::Unlock,
        "initialise" => Act::Initialise,
        "revoke" => Act::Revoke(Revoked::Lost),
        "allocate" => Act::Allocate,
        "delete" => Act::Delete,
        // A PIN and a counter are their owner's.
        _ => return state.owned(),
    };
    state.after(act).is_ok()
}

fn page(console: &Console, seat: &Seat, token: &Value, (asks, to): (&str, &str), findings: &[Finding]) -> Response {
    let of = |name: &str| token["attributes"][name].as_str().unwrap_or_default();
    let (serial, state, site) = (of("serial"), of("state"), of("site"));
    let may = |verb: &str| seat.caller.may(verb, "token", Some(site).filter(|s| !s.is_empty()));
    let now = CredentialState::parse(state);
    let mut acts = serde_json::Map::new();
    for Action { name, verb, .. } in &TOKEN_ACTIONS {
        let open = now.is_some_and(|now| fits(now, name)) && may(verb);
        acts.insert((*name).to_owned(), open.into());
    }
    let wrong: Vec<forms::Wrong> = findings.iter().map(|f| told(f, seat)).collect();
    let kinds = console.desk.engine().kinds();
    let kind = kinds.iter().map(|r| r.kind).find(|k| k.name == of("kind"));
    let owner = of("owner");
    let href = token_href(serial);
    let cli = command(asks, serial, now, &acts);
    let context = json!({
        "token": {
            "serial": serial, "state": key(state), "badge": badge(state), "site": site, "method": of("method"),
            "kind": kind.map_or_else(|| of("kind").to_owned(), |k| seat.speaker.kind(k.name, k.type_name)),
            "owner": manage::Address::parse(owner).map(|at| at.path).unwrap_or_default(),
            "owner_href": (!owner.is_empty()).then(|| format!("/console{owner}")),
            "created": token["attributes"]["created"], "used": token["attributes"]["used"],
        },
        "acts": acts,
        "asks": asks,
        "ends": ends(now),
        "to": to,
        "action": href,
        "errors": wrong,
        "cli": cli,
    });
    let title = Words::new("console-token-title").with("serial", serial);
    let sheet = Sheet::new("console/token.html", title, context).at(place(site));
    answered(console, seat, sheet, !wrong.is_empty())
}

/// What is asked, or what this state lets be done first.
fn command(asks: &str, serial: &str, now: Option<CredentialState>, acts: &serde_json::Map<String, Value>) -> String {
    let serial = quoted(serial);
    let open = |act: &str| acts.get(act).and_then(Value::as_bool).unwrap_or_default();
    match asks {
        "delete" => format!("symbolon ctl token delete {serial}"),
        "revoke" => {
            let to = ends(now).first().copied().unwrap_or("lost");
            format!("symbolon ctl token revoke {serial} --as {to}")
        }
        _ if open("assign") => format!("symbolon ctl token assign {serial} USER"),
        _ => match ["suspend", "resume", "unlock", "initialise"].into_iter().find(|act| open(act)) {
            Some(act) => format!("symbolon ctl token {act} {serial}"),
            None => format!("symbolon ctl token show {serial}"),
        },
    }
}

/// What a token can end as from here.
fn ends(now: Option<CredentialState>) -> Vec<&'static str> {
    let all = [("inventory", Revoked::Inventory), ("lost", Revoked::Lost), ("faulty", Revoked::Faulty)];
    let open = |to: Revoked| now.is_some_and(|now| now.after(Act::Revoke(to)).is_ok_and(|then| then != now));
    all.into_iter().filter(|(_, to)| open(*to)).map(|(name, _)| name).collect()
}

fn told(finding: &Finding, seat: &Seat) -> forms::Wrong {
    let key = format!("console-token-{}", finding.field);
    let label = if seat.speaker.knows(&key) { seat.speaker.say(&key) } else { String::new() };
    forms::Wrong { label, ..forms::wrong(finding, &format!("t-{}", finding.field), &seat.speaker) }
}
