//! What if: what somebody would be asked for, where each answer leads, and why; and why a login went as it did.

mod told;

use std::net::IpAddr;

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use login::whatif::{Question, Story, Who};
use manage::desk::{Fault, Filter};
use model::{
    Attributes, Finding, Id, Noun,
    request::{Front, Wanted},
};
use serde_json::{Value, json};

use super::{
    Console, form as forms,
    gate::{Seat, Sheet},
    nav::{Place, form},
    object::answered,
};
use crate::{visit::Visit, words::Words};

/// Applications that a select offers; above it the path is typed.
const MOST: usize = 300;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/whatif?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    if !seat.caller.may_somewhere("read", "whatif") {
        return console.refused(&seat, &Fault::Forbidden);
    }
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    match answer(&console, &seat, &query).await {
        Ok(context) => console.page(&seat, sheet(&console, &seat, &query, context, &[])),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            let sheet = sheet(&console, &seat, &query, json!({}), &findings);
            answered(&console, &seat, sheet, true)
        }
        Err(fault) => console.refused(&seat, &fault),
    }
}

async fn answer(console: &Console, seat: &Seat, query: &Form) -> Result<Value, Fault> {
    if let Some(login) = query.filled("login") {
        let login: Id = login.trim().parse().map_err(|_| invalid("login", "expected an id"))?;
        return Ok(of_story(console, seat, console.desk.story_of_login(&seat.caller, login).await?));
    }
    if query.filled("application").is_none() {
        return Ok(json!({}));
    }
    let question = question(query)?;
    let explained = console.desk.what_if(&seat.caller, &question).await?;
    Ok(json!({ "answer": told::explained(console, seat, &explained) }))
}

/// What happened in a login, and what the same would come to now.
fn of_story(console: &Console, seat: &Seat, story: Story) -> Value {
    let moments: Vec<Value> = story.moments.iter().rev().map(|m| told::moment(seat, m)).collect();
    json!({ "moments": moments, "answer": story.now.map(|now| told::explained(console, seat, &now)), "story": true })
}

fn invalid(field: &str, why: &str) -> Fault {
    Fault::Invalid(vec![Finding::broken(field, "attribute-value").with("why", why)])
}

fn question(query: &Form) -> Result<Question, Fault> {
    let text = |name: &str| query.get(name).map(str::trim).unwrap_or_default();
    let words = |name: &str| {
        text(name).split([' ', ',', '\n']).filter(|w| !w.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    let user = text("user").trim_start_matches("/user/").trim_matches('/');
    let who = match user.rsplit_once('/') {
        _ if ["by", "subject", "attributes"].iter().any(|name| !text(name).is_empty()) => Some(comes(query)?),
        _ if user.is_empty() => None,
        Some((site, name)) => Some(Who::User { site: site.to_owned(), name: name.to_owned() }),
        None => return Err(invalid("user", "expected a path such as acme/ada")),
    };
    let address: Option<IpAddr> = match text("address") {
        "" => None,
        address => Some(address.parse().map_err(|_| invalid("address", "expected an IP address"))?),
    };
    let references = words("wanted");
    let mut question = Question::at(text("application").trim_start_matches("/application/").trim_matches('/'));
    question.who = who;
    question.address = address;
    question.passed = words("passed");
    question.front = match text("front") {
        "radius" => Front::Radius,
        "agent" => Front::Agent,
        _ => Front::Browser,
    };
    question.wanted = match (references.is_empty(), text("strict")) {
        (true, _) => Wanted::Any,
        (false, "on") => Wanted::Demand { references, comparison: model::request::Comparison::Exact },
        (false, _) => Wanted::Prefer(references),
    };
    question.passive = query.get("passive").is_some();
    question.scopes = words("scopes");
    Ok(question)
}

/// Somebody who comes by a method, with what it tells of them.
fn comes(query: &Form) -> Result<Who, Fault> {
    let text = |name: &str| query.get(name).map(str::trim).unwrap_or_default();
    if query.filled("user").is_some() {
        return Err(invalid("by", "expected a person or a method, not both"));
    }
    if text("by").is_empty() {
        return Err(invalid("by", "expected the name of a method"));
    }
    if text("subject").is_empty() {
        return Err(invalid("subject", "expected what the method calls them"));
    }
    let mut attributes = Attributes::new();
    for line in text("attributes").lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, value) = line
            .split_once('=')
            .ok_or_else(|| invalid("attributes", "expected lines such as email=ada@acme.example"))?;
        attributes.entry(name.trim().to_owned()).or_default().push(value.trim().to_owned());
    }
    Ok(Who::ComesBy {
        method: text("by").trim_start_matches("/method/").to_owned(),
        provider: text("provider").to_owned(),
        subject: text("subject").to_owned(),
        attributes,
    })
}

fn sheet(console: &Console, seat: &Seat, query: &Form, mut context: Value, findings: &[Finding]) -> Sheet {
    let typed = |name: &str| query.get(name).unwrap_or_default();
    let all = console.desk.names(&seat.caller, Noun::Application, &Filter { limit: MOST + 1, ..Filter::default() });
    let chosen = typed("application").trim_start_matches("/application/");
    let mine = all.iter().filter(|a| seat.caller.may("read", "whatif", a.path.rsplit_once('/').map(|(site, _)| site)));
    let mut applications: Vec<Value> = mine
        .map(
            |a| json!({ "path": a.path, "title": seat.speaker.title(&a.titles, a.name()), "chosen": a.path == chosen }),
        )
        .collect();
    if applications.len() > MOST || !chosen.is_empty() && applications.iter().all(|a| a["chosen"] != true) {
        applications.clear();
    }
    let wrong: Vec<forms::Wrong> = findings.iter().map(|f| told_wrong(f, query, seat)).collect();
    let members = [
        "application",
        "user",
        "by",
        "subject",
        "provider",
        "attributes",
        "address",
        "passed",
        "front",
        "wanted",
        "strict",
        "passive",
        "scopes",
        "login",
    ];
    let kept: Vec<(&str, &str)> = members.iter().filter_map(|n| query.filled(n).map(|v| (*n, v))).collect();
    if let Some(context) = context.as_object_mut() {
        let mut put = |name: &str, value: Value| drop(context.insert(name.to_owned(), value));
        for name in members {
            put(&format!("q_{name}"), typed(name).into());
        }
        put("applications", applications.into());
        put("errors", serde_json::to_value(&wrong).unwrap_or_default());
        put("asked", (!kept.is_empty()).into());
        put("keep", format!("/console/whatif?{}", form(&kept)).into());
        put("cli", command(query).into());
    }
    let place = Place { section: "whatif", ..Place::default() };
    Sheet::new("console/whatif.html", Words::new("console-page-whatif"), context).at(place)
}

fn told_wrong(finding: &Finding, query: &Form, seat: &Seat) -> forms::Wrong {
    let field = match finding.field.as_str() {
        "site" => "user",
        "method" if told_of(query, finding) => "by",
        "method" => "passed",
        field => field,
    };
    let key = format!("console-whatif-{field}");
    let label = if seat.speaker.knows(&key) { seat.speaker.say(&key) } else { String::new() };
    forms::Wrong { label, ..forms::wrong(finding, &format!("w-{field}"), &seat.speaker) }
}

/// Whether a finding names the method that somebody comes by.
fn told_of(query: &Form, finding: &Finding) -> bool {
    let by = query.get("by").map(|by| by.trim().trim_start_matches("/method/")).filter(|by| !by.is_empty());
    by.is_some_and(|by| finding.args.iter().any(|(_, value)| value == by))
}

/// The same question to the API.
fn command(query: &Form) -> String {
    if let Some(login) = query.filled("login") {
        return format!("symbolon ctl raw GET '/whatif/story?login={}'", login.trim().replace('\'', ""));
    }
    let Ok(asked) = question(query) else { return "symbolon ctl raw POST /whatif --data @question.json".to_owned() };
    let mut body = json!({ "application": asked.application });
    match &asked.who {
        Some(Who::User { site, name }) => body["who"] = json!({ "user": { "site": site, "name": name } }),
        Some(Who::ComesBy { method, provider, subject, attributes }) => {
            let told = json!({ "method": method, "provider": provider, "subject": subject, "attributes": attributes });
            body["who"] = json!({ "comesBy": told });
        }
        _ => {}
    }
    if let Some(address) = asked.address {
        body["address"] = address.to_string().into();
    }
    if !asked.passed.is_empty() {
        body["passed"] = asked.passed.into();
    }
    if asked.front != Front::Browser {
        body["front"] = json!(asked.front);
    }
    if asked.wanted != Wanted::Any {
        body["wanted"] = json!(asked.wanted);
    }
    if asked.passive {
        body["passive"] = true.into();
    }
    if !asked.scopes.is_empty() {
        body["scopes"] = asked.scopes.into();
    }
    format!("symbolon ctl raw POST /whatif --data @- <<'END'\n{body}\nEND")
}
