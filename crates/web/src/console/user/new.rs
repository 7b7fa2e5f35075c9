//! A new user: where, what they are called, and perhaps a first password.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    address::{Address, Type, is_segment},
    attributes::Attributes,
    desk::{Fault, Filter, How},
};
use model::{Finding, Noun};
use serde_json::{Value, json};

use crate::{
    console::{
        Console, form,
        gate::{Seat, Sheet},
        nav::{Crumb, Place, at_site},
        object::{LIMITS, answered},
        said::Said,
        speak::anchor,
    },
    visit::Visit,
    words::Words,
};

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/new/user?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    if !seat.caller.may_somewhere("write", "user") {
        return console.refused(&seat, &Fault::Forbidden);
    }
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    page(&console, &seat, &query, &[])
}

pub async fn make(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let sent = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    let seat = match console.gate_of(visit, "/console/new/user", &sent.clone().without(&["password"])).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    made(&console, &seat, &sent).await.unwrap_or_else(|fault| console.refused(&seat, &fault))
}

/// Fields of an attribute each.
const ASKED: [&str; 5] = ["cn", "givenName", "sn", "email", "phone_number"];

fn page(console: &Console, seat: &Seat, typed: &Form, findings: &[Finding]) -> Response {
    let sites = sites(console, seat, typed.filled("in"));
    let wrong: Vec<form::Wrong> = findings.iter().map(|finding| told(finding, seat)).collect();
    let fields: Vec<Value> = ASKED
        .iter()
        .map(|name| json!({ "name": name, "id": anchor(name), "label": seat.speaker.label("user", name), "value": typed.get(name).unwrap_or_default() }))
        .collect();
    let world = console.desk.engine().world();
    let local: Vec<String> =
        world.catalogue.directories().filter(|(_, d)| d.kind == "local").map(|(e, _)| e.path.clone()).collect();
    let context = json!({
        "sites": sites,
        "directories": if local.len() > 1 { local } else { Vec::new() },
        "directory": typed.get("directory").unwrap_or_default(),
        "name": typed.get("name").unwrap_or_default(),
        "fields": fields,
        "must_change": typed.names().next().is_none() || typed.filled("in").is_some() && typed.get("name").is_none() || typed.get("mustChange").is_some(),
        "errors": wrong,
        "cli": "symbolon ctl user put SITE NAME --attribute cn='…' --attribute email='…' --password-stdin --must-change",
    });
    let site = typed.filled("in").map(str::to_owned);
    let place = Place {
        crumbs: vec![Crumb::key("console-page-user", at_site("/console/user", site.as_deref()))],
        section: "user",
        site,
        stays: None,
    };
    let sheet = Sheet::new("console/new_user.html", Words::new("console-new-user"), context).at(place);
    answered(console, seat, sheet, !wrong.is_empty())
}

/// The sites in which the seat may make users.
fn sites(console: &Console, seat: &Seat, chosen: Option<&str>) -> Vec<Value> {
    let all = console.desk.names(&seat.caller, Noun::Site, &Filter { limit: 2000, ..Filter::default() });
    let mine = all.iter().filter(|n| seat.caller.may("write", "user", Some(&n.path)));
    mine.map(|n| json!({ "value": n.path, "label": format!("{} ({})", seat.speaker.title(&n.titles, n.name()), n.path), "chosen": chosen == Some(n.path.as_str()) })).collect()
}

fn told(finding: &Finding, seat: &Seat) -> form::Wrong {
    let field = finding.field.trim_start_matches("attributes.");
    let (place, label) = match field {
        "" => (String::new(), String::new()),
        "site" => ("f-in".to_owned(), seat.speaker.say("console-new-in")),
        "name" => ("f-name".to_owned(), seat.speaker.say("console-user-login-name")),
        field => (anchor(field), seat.speaker.label("user", field)),
    };
    form::Wrong { label, ..form::wrong(finding, &place, &seat.speaker) }
}

async fn made(console: &Console, seat: &Seat, sent: &Form) -> Result<Response, Fault> {
    let site = sent.get("in").unwrap_or_default().trim_matches('/');
    let name = sent.get("name").unwrap_or_default().trim();
    if !seat.caller.may("write", "user", Some(site).filter(|s| !s.is_empty())) {
        return Err(Fault::Forbidden);
    }
    if name.is_empty() || !is_segment(name) {
        let key = if name.is_empty() { "missing" } else { "name" };
        return Ok(page(console, seat, sent, &[Finding::broken("name", key)]));
    }
    let mut given = Attributes::from_iter([("enabled".to_owned(), Value::Bool(true))]);
    for attribute in ASKED {
        if let Some(value) = sent.get(attribute).map(str::trim).filter(|v| !v.is_empty()) {
            given.insert(attribute.to_owned(), json!([value]));
        }
    }
    if let Some(directory) = sent.filled("directory") {
        given.insert("directory".to_owned(), directory.into());
    }
    if let Some(password) = sent.filled("password") {
        given.insert("password".to_owned(), password.into());
        given.insert("mustChange".to_owned(), sent.get("mustChange").is_some().into());
    }
    let at = Address::object(Type::User, format!("{site}/{name}"));
    let how = How { create_only: true, ..How::default() };
    match console.desk.put(&seat.caller, &at, &given, &how).await {
        Ok(written) => {
            Ok(console.onward(seat, &format!("/console{}", written.seen.id()), Said::new("made").with("title", name)))
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings) | Fault::Conflict(findings)) => {
            Ok(page(console, seat, sent, &findings))
        }
        Err(Fault::Precondition) => {
            Ok(page(console, seat, sent, &[Finding::broken("name", "name-taken").with("name", name)]))
        }
        Err(fault) => Err(fault),
    }
}
