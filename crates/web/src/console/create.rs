//! New objects. A method begins with its type, an application with its protocol; everything else with where it is and what it
//! is called.

use axum::{
    extract::{Path, Request, State as Shared},
    response::Response,
};
use http::StatusCode;
use kit::Form;
use manage::{
    address::{Address, Type},
    attributes::{self, Attributes},
    desk::{Fault, Filter, How},
};
use model::{Finding, Noun};
use plug::{Needs, Registration};
use serde_json::{Map, Value, json};

use super::{
    Console, form,
    gate::{Seat, Sheet},
    layout,
    nav::{Crumb, Place, at_site, owned},
    object::{LIMITS, object, tab_href},
    registration,
    said::Said,
    save::quoted,
    wizard,
};
use crate::{visit::Visit, words::Words};

pub async fn show(
    Shared(console): Shared<Console>,
    visit: Visit,
    Path(noun): Path<String>,
    request: Request,
) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/new/{noun}?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    match allowed(&seat, &noun) {
        Ok(noun) => page(&console, &seat, noun, &query, false, &[]),
        Err(fault) => console.refused(&seat, &fault),
    }
}

pub async fn make(
    Shared(console): Shared<Console>,
    visit: Visit,
    Path(noun): Path<String>,
    request: Request,
) -> Response {
    let form = match console.state.kit().form_within(request, LIMITS).await {
        Ok((_, form)) => form,
        Err(response) => return response,
    };
    let seat = match console.gate_of(visit, &format!("/console/new/{noun}"), &form).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let made = match allowed(&seat, &noun) {
        Ok(Noun::Application) => wizard::make(&console, &seat, &form).await,
        Ok(noun) => made(&console, &seat, noun, &form).await,
        Err(fault) => Err(fault),
    };
    made.unwrap_or_else(|fault| console.refused(&seat, &fault))
}

/// A noun that the seat may make some of.
fn allowed(seat: &Seat, noun: &str) -> Result<Noun, Fault> {
    let noun = Type::parse(noun).and_then(Type::noun).filter(|n| *n != Noun::System).ok_or(Fault::Missing)?;
    let may = if owned(noun) {
        seat.caller.may_somewhere("write", noun.name())
    } else {
        seat.caller.may("write", noun.name(), None)
    };
    if may { Ok(noun) } else { Err(Fault::Forbidden) }
}

/// The sites in which the seat may make one, as choices; roles and sites may also be the whole system's.
pub(super) fn sites(console: &Console, seat: &Seat, noun: Noun, chosen: Option<&str>) -> Vec<Value> {
    if !owned(noun) {
        return Vec::new();
    }
    let all = console.desk.names(&seat.caller, Noun::Site, &Filter { limit: 2000, ..Filter::default() });
    let may = |path: &str| seat.caller.may("write", noun.name(), Some(path).filter(|p| !p.is_empty()));
    let system = matches!(noun, Noun::Site | Noun::Role) && may("");
    let top = system
        .then(|| json!({ "value": "", "label": seat.speaker.say("console-site-none"), "chosen": chosen.is_none() }));
    let one = |n: &manage::desk::Named| json!({ "value": n.path, "label": format!("{} ({})", seat.speaker.title(&n.titles, n.name()), n.path), "chosen": chosen == Some(n.path.as_str()) });
    top.into_iter().chain(all.iter().filter(|n| may(&n.path)).map(one)).collect()
}

/// The form; `typed` says that it comes back with what was typed.
pub(super) fn page(
    console: &Console,
    seat: &Seat,
    noun: Noun,
    form: &Form,
    typed: bool,
    findings: &[Finding],
) -> Response {
    if noun == Noun::Application {
        return wizard::page(console, seat, form, typed, findings);
    }
    let kinds = console.desk.engine().kinds();
    let kind = form.filled("kind").and_then(|kind| kinds.iter().find(|r| r.kind.name == kind));
    if noun == Noun::Method && kind.is_none() {
        return types(console, seat, kinds);
    }
    let from = form.filled("from").and_then(|path| console.desk.named(&seat.caller, noun, path)).map(|n| n.path);
    let chosen = form.filled("in");
    let sheet = form::Sheet {
        typed: Some(form).filter(|_| typed),
        findings,
        ..form::Sheet::new(noun, layout::needed(noun), &Attributes::new(), kinds)
    };
    let parts = sheet.parts(&seat.speaker);
    let (beside, rest) = sheet.beside(&parts);
    let wrong: Vec<form::Wrong> = rest.into_iter().map(|f| placed(f, seat)).chain(beside).collect();
    let directory = kind.is_some_and(|r| r.kind.needs == Needs::Credential);
    let fields = layout::needed(noun).iter().flat_map(|group| group.fields);
    let needed: String = fields.map(|field| format!(" {field}={}", field.to_uppercase())).collect();
    let context = json!({
        "noun": noun.name(),
        "sites": sites(console, seat, noun, chosen),
        "kind": kind.map(|r| json!({ "name": r.kind.name, "type": seat.speaker.kind(r.kind.name, r.kind.type_name) })),
        "directories": if directory { names(console, seat, Noun::Directory) } else { Vec::new() },
        "chosen_directory": form.get("directory"),
        "name": form.get("name"),
        "title": form.get("title"),
        "from": from,
        "built_in": if noun == Noun::Role && from.is_none() { roles(seat, form.get("builtIn")) } else { Vec::new() },
        "formats": if noun == Noun::OutboundMapping { formats(seat, form.get("format")) } else { Vec::new() },
        "titled": noun != Noun::Template,
        "parts": parts,
        "errors": wrong,
        "cli": format!("symbolon ctl put {}", quoted(&format!("/{}/{}NAME", noun.name(), chosen.map(|c| format!("{c}/")).unwrap_or_default()))) + &needed,
    });
    let status = if wrong.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let sheet = Sheet {
        status,
        error: !wrong.is_empty(),
        ..Sheet::new("console/new.html", Words::new(format!("console-new-{}", noun.name())), context)
    };
    console.page(seat, sheet.at(place(noun, chosen)))
}

pub(super) fn place(noun: Noun, site: Option<&str>) -> Place {
    let list = at_site(&format!("/console/{}", noun.name()), site.filter(|_| owned(noun)));
    let crumb = Crumb::key(format!("console-page-{}", noun.name()), list);
    Place { crumbs: vec![crumb], section: noun.name(), site: site.map(str::to_owned), stays: None }
}

/// The types of method to begin with.
fn types(console: &Console, seat: &Seat, kinds: &[Registration]) -> Response {
    let factor = |registration: &Registration| match registration.kind.factor {
        plug::Factor::Knowledge => "console-factor-knowledge",
        plug::Factor::Possession => "console-factor-possession",
        plug::Factor::Inherence => "console-factor-inherence",
        plug::Factor::Elsewhere => "console-factor-elsewhere",
    };
    let choices: Vec<Value> = kinds
        .iter()
        .map(|r| {
            let title = seat.speaker.kind(r.kind.name, r.kind.type_name);
            json!({ "href": format!("/console/new/method?{}", super::nav::form(&[("kind", r.kind.name)])), "title": title, "name": r.kind.type_name, "hint": factor(r) })
        })
        .collect();
    let sheet = Sheet::new(
        "console/choose.html",
        Words::new("console-new-method"),
        json!({ "choices": choices, "hint": "console-new-method-hint" }),
    );
    console.page(seat, sheet.at(place(Noun::Method, None)))
}

fn names(console: &Console, seat: &Seat, noun: Noun) -> Vec<Value> {
    let all = console.desk.names(&seat.caller, noun, &Filter { limit: 500, ..Filter::default() });
    all.iter().map(|n| json!({ "value": n.path, "label": seat.speaker.title(&n.titles, n.name()) })).collect()
}

fn roles(seat: &Seat, chosen: Option<&str>) -> Vec<Value> {
    let all = model::role::BuiltIn::ALL.into_iter();
    all.map(|b| json!({ "value": b.name(), "label": seat.speaker.say(&format!("console-role-{}", b.name())), "chosen": chosen == Some(b.name()) })).collect()
}

/// What decides about an outbound mapping policy, and never changes.
fn formats(seat: &Seat, chosen: Option<&str>) -> Vec<Value> {
    let all = ["persistent", "transient", "unspecified"];
    all.map(|f| json!({ "value": f, "label": seat.speaker.say(&format!("console-format-{f}")), "chosen": chosen == Some(f) })).into()
}

/// A finding with the field of this form that it is about.
pub(super) fn placed(finding: &Finding, seat: &Seat) -> form::Wrong {
    let anchor = match finding.field.as_str() {
        "name" | "path" => "f-name".to_owned(),
        "title" => "f-title".to_owned(),
        field if field.starts_with("metadata.") => super::speak::anchor(field.split('[').next().unwrap_or(field)),
        _ => String::new(),
    };
    let wrong = form::wrong(finding, &anchor, &seat.speaker);
    match finding.field.as_str() {
        "name" | "path" => form::Wrong { label: seat.speaker.say("console-name"), ..wrong },
        _ => wrong,
    }
}

/// Where a new object stands, or what is wrong with its name.
pub(super) fn address(noun: Noun, form: &Form) -> Result<Address, Vec<Finding>> {
    let name = form.get("name").unwrap_or_default().trim();
    let templates = noun == Noun::Template && name.split('/').all(manage::address::is_segment);
    if name.is_empty() {
        return Err(vec![Finding::broken("name", "missing")]);
    }
    if !manage::address::is_segment(name) && !templates {
        return Err(vec![Finding::broken("name", "name")]);
    }
    let site = form.filled("in").filter(|_| owned(noun));
    Ok(object(noun, &site.map_or_else(|| name.to_owned(), |site| format!("{site}/{name}"))))
}

async fn made(console: &Console, seat: &Seat, noun: Noun, form: &Form) -> Result<Response, Fault> {
    let at = match address(noun, form) {
        Ok(at) => at,
        Err(findings) => return Ok(page(console, seat, noun, form, true, &findings)),
    };
    let mut given = given(console, seat, noun, form).await?;
    let kinds = console.desk.engine().kinds();
    match form::Sheet::new(noun, layout::needed(noun), &Attributes::new(), kinds).taken(form) {
        Ok(needed) => given.extend(needed),
        Err(findings) => return Ok(page(console, seat, noun, form, true, &findings)),
    }
    match console.desk.put(&seat.caller, &at, &given, &How { create_only: true, ..How::default() }).await {
        Ok(written) => {
            if let Some(directory) = form.filled("directory") {
                let segments = ["directory", "directory", directory].map(str::to_owned);
                console.desk.link(&seat.caller, &at, &segments, &Attributes::new(), &How::default()).await?;
            }
            let said = Said::new("made").with("title", form.filled("title").unwrap_or_else(|| at.name()));
            Ok(console.onward(seat, &tab_href(&written.seen.id(), ""), said))
        }
        Err(Fault::Precondition) => {
            let taken = Finding::broken("name", "name-taken").with("name", at.name());
            Ok(page(console, seat, noun, form, true, &[taken]))
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(page(console, seat, noun, form, true, &findings))
        }
        Err(fault) => Err(fault),
    }
}

/// Attributes of a new object; a role that is copied has the rights of the other as its own.
async fn given(console: &Console, seat: &Seat, noun: Noun, form: &Form) -> Result<Attributes, Fault> {
    let mut given = Attributes::new();
    if let Some(title) = form.filled("title") {
        let tag = seat.speaker.scribe.locale().tag();
        given.insert("title".to_owned(), Value::Object(Map::from_iter([(tag.to_owned(), title.trim().into())])));
    }
    if let Some(kind) = form.filled("kind") {
        given.insert(attributes::CLASS.to_owned(), format!("symbolon.{kind}").into());
    }
    if let (Noun::OutboundMapping, Some(format)) = (noun, form.filled("format")) {
        let urn = model::method::format_urn(format).unwrap_or(format);
        given.insert("nameIDFormat".to_owned(), urn.into());
    }
    if noun == Noun::Role {
        if let Some(from) = form.filled("from") {
            let seen = console.desk.read(&seat.caller, &object(Noun::Role, from)).await?;
            let built_in = seen.attributes.get("builtIn").and_then(Value::as_str);
            let rights = model::role::BuiltIn::ALL
                .into_iter()
                .find(|b| Some(b.name()) == built_in)
                .map(model::role::BuiltIn::rights);
            let rights = rights
                .map(|r| serde_json::to_value(r).unwrap_or_default())
                .or_else(|| seen.attributes.get("rights").cloned());
            given.insert("rights".to_owned(), rights.unwrap_or_else(|| Value::Array(Vec::new())));
        } else if let Some(of) = form.filled("builtIn") {
            given.insert("builtIn".to_owned(), of.into());
        }
    }
    Ok(given)
}

/// The secrets of a new registration, for its wizard.
pub(super) fn fresh(console: &Console) -> String {
    registration::fresh(console)
}
