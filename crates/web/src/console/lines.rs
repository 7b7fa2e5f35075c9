//! The lines of a kind as fields, and all lines as text where a mistake names its line (requirement A2.15).

use axum::response::Response;
use kit::Form;
use manage::{
    attributes::{self, Attributes},
    desk::Fault,
};
use model::{Finding, Noun};
use serde_json::{Value, json};

use super::{
    Console,
    form::{self, Field, Fold, Part, shown},
    gate::Seat,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
    schema,
    speak::numbered,
};

/// `typed` is a form that comes back: that of the fields, or that of the text.
pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let names = names(console, here);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let as_text = typed.is_some_and(|form| form.get("lines").is_some());
    let parts = fields(console, seat, here, &names, typed.filter(|_| !as_text), if as_text { &[] } else { findings });
    let text = typed
        .and_then(|form| form.get("lines"))
        .map_or_else(|| shown(here.seen.attributes.get(attributes::LINES).unwrap_or(&Value::Null)), str::to_owned);
    let mut wrong: Vec<form::Wrong> = Vec::new();
    if as_text {
        wrong.extend(findings.iter().map(|f| form::wrong(f, "lines", &seat.speaker)));
    } else {
        wrong.extend(parts.iter().flat_map(|p| &p.fields).flat_map(|f| f.errors.clone()));
        let rest = findings.iter().filter(|f| {
            !parts.iter().flat_map(|p| &p.fields).any(|field| !field.errors.is_empty() && about(f, &field.name))
        });
        wrong.extend(rest.map(|f| form::wrong(f, "", &seat.speaker)));
    }
    let context = json!({
        "parts": parts,
        "errors": wrong,
        "text": text,
        "text_wrong": as_text && !wrong.is_empty(),
        "numbers": if as_text { findings.iter().filter_map(|f| numbered(&f.field, "configuration")).collect() } else { Vec::new() },
        "rows": text.lines().count().clamp(4, 20) + 2,
        "cli": format!("symbolon ctl get {}", quoted(&here.seen.id())),
    });
    let page = console.object_page(seat, here, "console/lines.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn about(finding: &Finding, field: &str) -> bool {
    finding.args.iter().any(|(key, value)| key == "name" && field.strip_prefix("line.") == Some(value))
}

/// The lines that the kind declares; those of every kind stand on the main page.
fn names(console: &Console, here: &Here) -> Vec<String> {
    let kinds = console.desk.engine().kinds();
    let kind = attributes::kind_of(here.noun, &here.seen.attributes, kinds).ok().flatten();
    let Some(registration) = kinds.iter().find(|r| here.noun == Noun::Method && Some(r.kind.name) == kind.as_deref())
    else {
        return Vec::new();
    };
    let declared = schema::properties(&(registration.schema)().to_value());
    let names =
        declared.into_iter().map(|(name, _)| name).filter(|n| !model::method::COMMON_LINES.contains(&n.as_str()));
    names.map(|name| format!("line.{name}")).collect()
}

/// The form has as many fields as the kind has lines, so they are looked up one by one.
fn fields(
    console: &Console,
    seat: &Seat,
    here: &Here,
    names: &[&str],
    typed: Option<&Form>,
    findings: &[Finding],
) -> Vec<Part> {
    let kinds = console.desk.engine().kinds();
    let sheet = form::Sheet {
        typed,
        findings,
        may_write: here.may_write,
        ..form::Sheet::new(here.noun, &[], &here.seen.attributes, kinds)
    };
    let usual = |name: &&&str| sheet.declared(name).is_some_and(|declared| declared.usual);
    let (first, rest): (Vec<&str>, Vec<&str>) = names.iter().partition(usual);
    let of = |names: Vec<&str>| -> Vec<Field> {
        names.into_iter().filter_map(|name| sheet.field(name, &seat.speaker)).collect()
    };
    // A kind that calls none of its lines usual has few.
    let (first, rest) = if first.is_empty() { (of(rest), Vec::new()) } else { (of(first), of(rest)) };
    let said = rest.iter().any(|field| !field.value.is_empty() || !field.errors.is_empty());
    let fold = Some(if said { Fold::Open } else { Fold::Shut });
    let parts = [Part { key: "", fields: first, fold: None }, Part { key: "console-lines-more", fields: rest, fold }];
    parts.into_iter().filter(|part| !part.fields.is_empty()).collect()
}

fn race(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Response {
    let fields = match sent.get("lines") {
        Some(text) => {
            let present = shown(here.seen.attributes.get(attributes::LINES).unwrap_or(&Value::Null));
            let whole = |value: String| vec![race::whole("lines", seat.speaker.say("console-lines-label"), value)];
            (whole(text.to_owned()), whole(present))
        }
        None => {
            let names = names(console, here);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let of =
                |typed| fields(console, seat, here, &names, typed, &[]).into_iter().flat_map(|p| p.fields).collect();
            (of(Some(sent)), of(None))
        }
    };
    race::page(console, seat, here, fields, sent)
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let given = match sent.get("lines") {
        Some(_) if race::left(sent, "lines") => Value::Null,
        Some(text) => {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
            Value::from(lines)
        }
        None => {
            let names = names(console, here);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let sheet = form::Sheet::new(here.noun, &[], &here.seen.attributes, console.desk.engine().kinds());
            match sheet.taken_of(sent, &names) {
                Ok(given) => given.get(attributes::LINES).cloned().unwrap_or_default(),
                Err(findings) => return Ok(show(console, seat, here, Some(sent), &findings)),
            }
        }
    };
    if given.is_null() {
        return Ok(saved(console, seat, here));
    }
    let given = Attributes::from_iter([(attributes::LINES.to_owned(), given)]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => Ok(race(console, seat, here, sent)),
        Err(fault) => Err(fault),
    }
}
