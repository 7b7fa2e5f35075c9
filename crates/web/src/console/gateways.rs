//! The gateways for text messages of a site or the system: each with its fields, in the order in which they are asked.

use axum::response::Response;
use kit::Form;
use manage::{attributes::Attributes, desk::Fault};
use model::{Finding, Noun};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Console,
    form::{self as forms, Field, Sheet, Wrong, shown},
    gate::Seat,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
    schema::{self, Declared},
    speak::{anchor, numbered},
};
use crate::words::Words;

/// Fields that every gateway has, those of HTTP, and those of SMPP.
const ALL: [&str; 6] = ["name", "kind", "url", "from", "username", "password"];
const HTTP: [&str; 8] = ["auth", "method", "content", "body", "headers", "accepted", "answer", "refusal"];
const SMPP: [&str; 8] = ["bind", "systemType", "sourceTon", "sourceNpi", "destTon", "destNpi", "long", "trust"];

/// One gateway on the page.
#[derive(Debug, Serialize)]
struct Card {
    /// Empty for one to be filled in.
    title: String,
    at: usize,
    number: usize,
    fields: Vec<Field>,
    http: Vec<Field>,
    smpp: Vec<Field>,
    /// Its kind has these fields: they are shown unfolded.
    is_http: bool,
    is_smpp: bool,
    removed: bool,
}

pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let kinds = console.desk.engine().kinds();
    let sheet = Sheet { may_write: here.may_write, ..Sheet::new(here.noun, &[], &here.seen.attributes, kinds) };
    let declared = declared(&sheet.schema);
    let present = present(here);
    let rows: Vec<Value> = match typed {
        Some(form) => (0..numbers(form)).map(|at| half_taken(form, at, &present)).collect(),
        None if here.may_write => present.iter().cloned().chain([fresh()]).collect(),
        None => present,
    };
    let cards: Vec<Card> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let nth = typed.map(|form| places(form).iter().position(|kept| *kept == at));
            let about = |member: &str| match nth {
                Some(Some(nth)) => {
                    let field = format!("sms[{}].{member}", nth + 1);
                    findings.iter().filter(|f| f.field == field).cloned().collect()
                }
                _ => Vec::new(),
            };
            card(&sheet, seat, (at, row), &declared, &about, typed)
        })
        .collect();
    let beside: Vec<Wrong> = cards
        .iter()
        .flat_map(|c| c.fields.iter().chain(&c.http).chain(&c.smpp))
        .flat_map(|f| f.errors.clone())
        .collect();
    let rest = findings.iter().filter(|f| numbered(&f.field, "sms").is_none());
    let wrong: Vec<Wrong> = beside.into_iter().chain(rest.map(|f| forms::wrong(f, "", &seat.speaker))).collect();
    let context = json!({
        "cards": cards,
        "errors": wrong,
        "own": here.noun == Noun::Site,
        "cli": format!("symbolon ctl put {} sms='[{{\"name\": \"first\", \"url\": \"https://…\", \"body\": \"…\"}}]'", quoted(&here.seen.id())),
    });
    let page = console.object_page(seat, here, "console/gateways.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn card(
    sheet: &Sheet<'_>,
    seat: &Seat,
    (at, row): (usize, &Value),
    declared: &[(String, Declared)],
    about: &dyn Fn(&str) -> Vec<Finding>,
    typed: Option<&Form>,
) -> Card {
    let field = |member: &&str| {
        let (_, declared) = declared.iter().find(|(name, _)| name == member)?;
        let value = row.get(*member).unwrap_or(&declared.default);
        let mut field = sheet.made(&format!("sms.{member}"), declared, value, &seat.speaker);
        (field.name, field.id) = (format!("sms.{at}.{member}"), anchor(&format!("sms[{}].{member}", at + 1)));
        field.errors = about(member).iter().map(|f| forms::wrong(f, &field.id, &seat.speaker)).collect();
        for error in &mut field.errors {
            let words = Words::new("console-row").with("row", i64::try_from(at + 1).unwrap_or_default());
            error.label = seat.speaker.words(&words.with("column", field.label.as_str()));
        }
        let part = |end: &str, there: bool| there.then(|| format!("{}-{end}", field.id));
        let parts = part("error", !field.errors.is_empty()).into_iter().chain(part("hint", !field.hints.is_empty()));
        field.described = parts.collect::<Vec<_>>().join(" ");
        Some(field)
    };
    let fields = |members: &[&str]| members.iter().filter_map(field).collect();
    let kind = row.get("kind").and_then(Value::as_str).unwrap_or("http");
    let title = row.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    Card {
        at,
        number: typed.and_then(|f| f.get(&format!("sms.{at}.place"))?.trim().parse().ok()).unwrap_or(at + 1),
        fields: fields(&ALL),
        http: fields(&HTTP),
        smpp: fields(&SMPP),
        is_http: kind == "http" && !title.is_empty(),
        is_smpp: kind == "smpp",
        removed: typed.is_some_and(|f| f.get(&format!("sms.{at}.remove")).is_some()),
        title,
    }
}

/// What a gateway may have, by the schema of the object.
fn declared(schema: &Value) -> Vec<(String, Declared)> {
    let of = schema.get("$defs").and_then(|defs| defs.get("Gateway")).cloned().unwrap_or_default();
    let mut rooted = schema.clone();
    if let (Some(root), Some(properties)) = (rooted.as_object_mut(), of.get("properties")) {
        root.insert("properties".to_owned(), properties.clone());
    }
    schema::properties(&rooted)
}

fn present(here: &Here) -> Vec<Value> {
    here.seen.attributes.get("sms").and_then(Value::as_array).cloned().unwrap_or_default()
}

/// As one begins.
fn fresh() -> Value {
    serde_json::to_value(model::gateway::Gateway::default()).unwrap_or_default()
}

/// How many a form had.
fn numbers(form: &Form) -> usize {
    let number = |name: &str| name.strip_prefix("sms.")?.split('.').next()?.parse::<usize>().ok();
    form.names().filter_map(number).max().map_or(0, |last| (last + 1).min(model::gateway::MOST + 1))
}

/// Places of the form in the order wanted, without those that are taken out or left empty.
fn places(form: &Form) -> Vec<usize> {
    let filled = |at: usize| ["name", "url"].iter().any(|m| form.filled(&format!("sms.{at}.{m}")).is_some());
    let kept = |at: &usize| form.get(&format!("sms.{at}.remove")).is_none() && filled(*at);
    let mut places: Vec<usize> = (0..numbers(form)).filter(kept).collect();
    places
        .sort_by_key(|at| form.get(&format!("sms.{at}.place")).and_then(|p| p.trim().parse().ok()).unwrap_or(*at + 1));
    places
}

/// What was typed, whatever it is, to be shown again; a secret is not, the one that there is stays masked.
fn half_taken(form: &Form, at: usize, present: &[Value]) -> Value {
    let names = ALL.iter().chain(&HTTP).chain(&SMPP);
    let mut row: Map<String, Value> = names
        .filter_map(|member| Some(((*member).to_owned(), form.get(&format!("sms.{at}.{member}"))?.into())))
        .collect();
    let known = present.iter().find(|p| p.get("name") == row.get("name"));
    let secret = known.and_then(|p| p.get("password")).cloned().unwrap_or_default();
    row.insert("password".to_owned(), secret);
    Value::Object(row)
}

/// The list as it was typed, or what cannot be read.
fn taken(form: &Form, declared: &[(String, Declared)]) -> Result<Vec<Value>, Vec<Finding>> {
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for (nth, at) in places(form).into_iter().enumerate() {
        let mut row = Map::new();
        for (member, declared) in declared {
            let name = format!("sms.{at}.{member}");
            if form.get(&name).is_none() {
                continue;
            }
            match forms::taken(form, &name, declared) {
                Ok(Value::String(text)) => drop(row.insert(member.clone(), text.replace("\r\n", "\n").into())),
                Ok(value) => drop(row.insert(member.clone(), value)),
                Err(finding) => findings.push(Finding { field: format!("sms[{}].{member}", nth + 1), ..finding }),
            }
        }
        rows.push(Value::Object(row));
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    if race::left(sent, "sms") {
        return Ok(saved(console, seat, here));
    }
    let schema = manage::nouns::api_schema(here.noun, console.desk.engine().kinds());
    let rows = match taken(sent, &declared(&schema)) {
        Ok(rows) => rows,
        Err(findings) => return Ok(show(console, seat, here, Some(sent), &findings)),
    };
    let given = Attributes::from_iter([("sms".to_owned(), Value::Array(rows.clone()))]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => {
            let whole = |rows: &[Value]| vec![race::whole("sms", seat.speaker.say("console-tab-sms"), plain(rows))];
            Ok(race::page(console, seat, here, (whole(&rows), whole(&present(here))), sent))
        }
        Err(fault) => Err(fault),
    }
}

/// The list as text, a line each.
fn plain(rows: &[Value]) -> String {
    let line = |row: &Value| {
        let of = |name: &str| shown(row.get(name).unwrap_or(&Value::Null));
        ["name", "kind", "url", "from", "username"].map(of).join(" · ")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
