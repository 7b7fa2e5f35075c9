//! The rows of a policy or of a mapping table, edited as the table that they are.

use axum::response::Response;
use kit::Form;
use manage::{attributes::Attributes, desk::Fault};
use model::{Finding, Noun};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{
    Console,
    form::{self, shown},
    gate::Seat,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
};

/// A column: the member of a row, and whether it is a box.
struct Column {
    name: &'static str,
    switch: bool,
    list: bool,
    /// Several texts, a line each.
    lines: bool,
    /// Left out of the row where nothing is typed: its being there says something.
    spare: bool,
}

const fn text(name: &'static str) -> Column {
    Column { name, switch: false, list: false, lines: false, spare: false }
}

const fn switch(name: &'static str) -> Column {
    Column { switch: true, ..text(name) }
}

const fn lines(name: &'static str) -> Column {
    Column { lines: true, ..text(name) }
}

const fn spare(name: &'static str) -> Column {
    Column { spare: true, ..text(name) }
}

const fn columns(noun: Noun) -> &'static [Column] {
    match noun {
        Noun::Policy => {
            const {
                &[
                    text("name"),
                    text("value"),
                    text("group"),
                    Column { list: true, ..text("scope") },
                    switch("single"),
                    switch("required"),
                    text("nameFormat"),
                    text("friendlyName"),
                ]
            }
        }
        Noun::UserMapping => const { &[lines("condition"), lines("mappingURL"), spare("service"), spare("directory")] },
        Noun::OutboundMapping => const { &[text("user"), text("username")] },
        _ => const { &[text("attributeName"), text("attributeValue"), lines("condition")] },
    }
}

/// The member that names a row in the API; kept, never typed here.
const fn key(noun: Noun) -> &'static str {
    if matches!(noun, Noun::Policy) { "item" } else { "name" }
}

#[derive(Debug, Serialize)]
struct Row {
    number: usize,
    named: String,
    cells: Vec<Cell>,
    removed: bool,
}

#[derive(Debug, Serialize)]
struct Cell {
    name: String,
    id: String,
    label: String,
    column: &'static str,
    switch: bool,
    /// How many lines it shows; none for a field of one.
    lines: usize,
    value: String,
    checked: bool,
    wrong: bool,
}

/// Rows to be filled in below those that there are.
const BLANK: usize = 3;

pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let present = here.seen.attributes.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let count = typed.map_or(present.len() + if here.may_write { BLANK } else { 0 }, numbers);
    let rows: Vec<Row> = (0..count).map(|at| row(here, seat, present.get(at), at, typed, findings)).collect();
    let wrong: Vec<form::Wrong> = findings.iter().map(|f| told(f, here, seat, typed)).collect();
    let groups: Vec<String> = if here.noun == Noun::Policy {
        let filter = manage::desk::Filter { limit: 200, ..Default::default() };
        console.desk.names(&seat.caller, Noun::Group, &filter).into_iter().map(|n| n.path).collect()
    } else {
        Vec::new()
    };
    let heads: Vec<Value> = columns(here.noun)
        .iter()
        .map(|c| json!({ "label": label(here.noun, c.name, seat), "switch": c.switch, "help": seat.speaker.help(here.noun.name(), &format!("items.{}", c.name)) }))
        .collect();
    let (example, given, hint) = match here.noun {
        Noun::Policy => ("policyItem", "attributeName=email attributeValue=user:email", "console-items-policy-hint"),
        Noun::UserMapping => (
            "inboundDirectoryMapping",
            "'condition=method:email=*' 'mappingURL=ldap:///??sub?(mail=%7Bmethod:email%7D)'",
            "console-items-user-hint",
        ),
        Noun::OutboundMapping => ("", "username=NAME", "console-items-outbound-hint"),
        _ => ("inboundPolicyItem", "attributeName=email attributeValue=mail", "console-items-mapping-hint"),
    };
    let cli = if example.is_empty() {
        format!("symbolon ctl link {} user /user/SITE/NAME {given}", quoted(&here.seen.id()))
    } else {
        format!("symbolon ctl put {} {given}", quoted(&format!("/{example}/{}/NAME", here.at.path)))
    };
    let context = json!({
        "rows": rows,
        "heads": heads,
        "errors": wrong,
        "groups": groups,
        "hint": seat.speaker.say(hint),
        "cli": cli,
    });
    let page = console.object_page(seat, here, "console/items.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn label(noun: Noun, column: &str, seat: &Seat) -> String {
    seat.speaker.label(noun.name(), &format!("items.{column}"))
}

/// How many rows a form had.
fn numbers(form: &Form) -> usize {
    let number = |name: &str| name.strip_prefix("row.")?.split('.').next()?.parse::<usize>().ok();
    form.names().filter_map(number).max().map_or(0, |last| (last + 1).min(1000))
}

fn row(
    here: &Here,
    seat: &Seat,
    present: Option<&Value>,
    at: usize,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Row {
    let member = |name: &str| present.and_then(|row| row.get(name)).cloned().unwrap_or_default();
    let sent = typed.map(|form| kept_before(form, here.noun, at));
    let cell = |column: &Column| {
        let name = format!("row.{at}.{}", column.name);
        let value = match typed {
            Some(form) => form.get(&name).unwrap_or_default().to_owned(),
            None if column.lines => shown(&member(column.name)),
            None => shown(&member(column.name)).replace('\n', " "),
        };
        let field = sent.map(|n| format!("items[{}].{}", n + 1, column.name));
        Cell {
            id: format!("f-items-{}-{}", at + 1, column.name),
            label: label(here.noun, column.name, seat),
            column: column.name,
            switch: column.switch,
            lines: if column.lines { value.lines().count().max(1) } else { 0 },
            checked: if typed.is_some() { value == "on" } else { member(column.name).as_bool().unwrap_or(false) },
            wrong: findings.iter().any(|f| Some(&f.field) == field.as_ref()),
            value,
            name,
        }
    };
    Row {
        number: at + 1,
        named: typed
            .and_then(|f| f.get(&format!("row.{at}.key")))
            .map_or_else(|| shown(&member(key(here.noun))), str::to_owned),
        cells: columns(here.noun).iter().map(cell).collect(),
        removed: typed.is_some_and(|f| f.get(&format!("row.{at}.remove")).is_some()),
    }
}

/// How many rows that were sent come before one: rows taken out and left empty do not count.
fn kept_before(form: &Form, noun: Noun, at: usize) -> usize {
    (0..at).filter(|n| is_kept(form, noun, *n)).count()
}

fn is_kept(form: &Form, noun: Noun, at: usize) -> bool {
    let filled = |c: &Column| form.filled(&format!("row.{at}.{}", c.name)).is_some_and(|v| !v.trim().is_empty());
    form.get(&format!("row.{at}.remove")).is_none() && columns(noun).iter().any(filled)
}

/// A finding with the way to its cell.
fn told(finding: &Finding, here: &Here, seat: &Seat, typed: Option<&Form>) -> form::Wrong {
    let number = super::speak::numbered(&finding.field, "items").and_then(|n| usize::try_from(n).ok());
    let column = finding.field.rsplit('.').next().unwrap_or_default().to_owned();
    let mut wrong = form::wrong(finding, "", &seat.speaker);
    if let (Some(number), Some(form)) = (number, typed) {
        let kept = (0..numbers(form)).filter(|at| is_kept(form, here.noun, *at));
        if let Some(at) = kept.clone().nth(number.saturating_sub(1)) {
            wrong.anchor = format!("f-items-{}-{column}", at + 1);
            let words = crate::words::Words::new("console-row")
                .with("row", i64::try_from(at + 1).unwrap_or_default())
                .with("column", label(here.noun, &column, seat));
            wrong.label = seat.speaker.words(&words);
        }
    }
    wrong
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    if race::left(sent, "items") {
        return Ok(saved(console, seat, here));
    }
    let mut rows: Vec<Value> =
        (0..numbers(sent)).filter(|at| is_kept(sent, here.noun, *at)).map(|at| taken(here.noun, sent, at)).collect();
    if here.noun == Noun::OutboundMapping {
        let nobody = by_ids(console, seat, &mut rows).await?;
        if !nobody.is_empty() {
            return Ok(show(console, seat, here, Some(sent), &nobody));
        }
    }
    let given = Attributes::from_iter([("items".to_owned(), Value::Array(rows))]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => {
            let present = here.seen.attributes.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
            let rows: Vec<Value> = given.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
            let whole = |rows: &[Value]| {
                vec![race::whole("items", seat.speaker.say("console-tab-items"), plain(here.noun, rows))]
            };
            Ok(race::page(console, seat, here, (whole(&rows), whole(&present)), sent))
        }
        Err(fault) => Err(fault),
    }
}

/// People are typed by their paths, and kept by what never becomes another's.
async fn by_ids(console: &Console, seat: &Seat, rows: &mut [Value]) -> Result<Vec<Finding>, Fault> {
    let mut nobody = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let typed = row["user"].as_str().unwrap_or_default().trim_start_matches("/user/").to_owned();
        // Somebody who is gone stands by their id until the row is taken out.
        if typed.parse::<model::Id>().is_ok() {
            continue;
        }
        match console.desk.id_of_user(&seat.caller, &typed).await {
            Ok(Some(id)) => row["user"] = id.to_string().into(),
            // One whom they may not see is nobody to them.
            Ok(None) | Err(Fault::Forbidden | Fault::Missing) => {
                let field = format!("items[{}].user", at + 1);
                nobody.push(Finding::broken(field, "outbound-nobody").with("user", typed));
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(nobody)
}

/// The rows with the paths of those whom the seat may see, in place of their ids.
pub(super) async fn by_paths(console: &Console, seat: &Seat, seen: &mut manage::desk::Seen) -> Result<(), Fault> {
    for row in seen.attributes.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(id) = row["user"].as_str().and_then(|id| id.parse().ok()) else { continue };
        let path = console.desk.path_of_user(id).await?;
        let may = |path: &String| {
            let site = path.rsplit_once('/').map(|(site, _)| site);
            seat.caller.may("read", "user", site)
        };
        if let Some(path) = path.filter(may) {
            row["user"] = path.into();
        }
    }
    Ok(())
}

/// Rows as text, a line each.
fn plain(noun: Noun, rows: &[Value]) -> String {
    let cell = |row: &Value, c: &Column| {
        let value = shown(row.get(c.name).unwrap_or(&Value::Null)).replace('\n', " ");
        if c.switch { if value == "true" { c.name.to_owned() } else { String::new() } } else { value }
    };
    let line = |row: &Value| {
        columns(noun).iter().map(|c| cell(row, c)).filter(|v| !v.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn taken(noun: Noun, form: &Form, at: usize) -> Value {
    let mut row = Map::new();
    for column in columns(noun) {
        let text = form.get(&format!("row.{at}.{}", column.name));
        if column.spare && text.is_none_or(|t| t.trim().is_empty()) {
            continue;
        }
        let value = match (column.switch, column.list) {
            (true, _) => Value::Bool(text.is_some()),
            (_, true) => Value::from(text.unwrap_or_default().split_whitespace().collect::<Vec<_>>()),
            _ if column.lines => {
                let filled = text.unwrap_or_default().lines().map(str::trim).filter(|line| !line.is_empty());
                Value::from(filled.collect::<Vec<_>>())
            }
            _ => text.unwrap_or_default().trim().into(),
        };
        row.insert(column.name.to_owned(), value);
    }
    if let Some(named) = form.filled(&format!("row.{at}.key")) {
        row.insert(key(noun).to_owned(), named.into());
    }
    Value::Object(row)
}
