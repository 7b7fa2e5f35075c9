//! The audit record: searched, folded by login and change, and taken away as a file.

mod fold;

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    audit::Format,
    desk::{Fault, audit_cursor, audit_filter, audit_place},
};
use model::{Finding, Span};
use serde_json::{Value, json};
use store::AuditFilter;

use super::{
    Console,
    gate::{Seat, Sheet},
    nav::{Place, form},
    object::answered,
    save::quoted,
};
use crate::{visit::Visit, words::Words};

pub(super) use fold::{Fold, days, folds, recent};

/// Conditions of the search, as the API calls them.
const CONDITIONS: [&str; 11] =
    ["name", "application", "method", "action", "actor", "result", "since", "until", "site", "person", "login"];

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/audit?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let query = filled(&Form::parse(query.as_bytes()).unwrap_or_default());
    match found(&console, &seat, &query).await {
        Ok(context) => console.page(&seat, sheet(&seat, &query, context)),
        Err(Fault::Invalid(findings)) => {
            let wrong: Vec<super::form::Wrong> = findings
                .iter()
                .map(|f| super::form::Wrong {
                    label: label(&f.field, &seat),
                    ..super::form::wrong(f, &format!("a-{}", f.field), &seat.speaker)
                })
                .collect();
            answered(&console, &seat, sheet(&seat, &query, json!({ "errors": wrong })), true)
        }
        Err(fault) => console.refused(&seat, &fault),
    }
}

/// The same conditions, as a file.
pub async fn export(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/audit?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let query = filled(&Form::parse(query.as_bytes()).unwrap_or_default());
    let begun = async {
        let format = Format::parse(query.get("format").unwrap_or("csv")).ok_or(Fault::Missing)?;
        let filter = filter(&query).map_err(|finding| Fault::Invalid(vec![finding]))?;
        Ok((console.desk.audit_export(&seat.caller, query.filled("site"), filter, format).await?, format))
    };
    match begun.await {
        Ok((export, format)) => manage::rest::audit_file(export, format),
        Err(fault) => console.refused(&seat, &fault),
    }
}

/// The same search at a command line, which calls two of the conditions otherwise.
fn command(kept: &[(&str, &str)]) -> String {
    let flag = |name| match name {
        "result" => "outcome",
        "login" => "correlation",
        other => other,
    };
    let words = kept.iter().map(|(name, value)| format!(" --{} {}", flag(*name), quoted(value)));
    format!("symbolon ctl audit list{}", words.collect::<String>())
}

/// Without the fields that a search form sends empty.
fn filled(query: &Form) -> Form {
    let empty: Vec<&str> = query.iter().filter(|(_, v)| v.trim().is_empty()).map(|(n, _)| n).collect();
    query.clone().without(&empty)
}

/// A day that the search ends with is meant whole.
fn filter(query: &Form) -> Result<AuditFilter, Finding> {
    let mut filter = audit_filter(query)?;
    if query.get("until").is_some_and(|until| until.len() == 10) {
        filter.until = filter.until.map(|until| until + Span::days(1));
    }
    if let Some(after) = query.get("after") {
        filter.before = Some(audit_place(after)?);
    }
    Ok(filter)
}

async fn found(console: &Console, seat: &Seat, query: &Form) -> Result<Value, Fault> {
    let site = query.filled("site");
    // Whether the rights reach it is said before what is wrong with the question.
    console.desk.audit_sites(&seat.caller, site)?;
    let filter = filter(query).map_err(|finding| Fault::Invalid(vec![finding]))?;
    let (records, more) = console.desk.audit(&seat.caller, site, &filter).await?;
    let kept = kept(query);
    let next = records.last().filter(|_| more).map(|last| {
        let after = audit_cursor(last);
        format!("/console/audit?{}", form(&[kept.as_slice(), &[("after", &after)]].concat()))
    });
    let mut folds = folds(console, seat, &records).await?;
    if query.filled("login").is_some() {
        folds.iter_mut().for_each(|fold| fold.open = true);
    }
    Ok(json!({ "days": days(&folds), "next": next, "count": records.len() }))
}

fn kept(query: &Form) -> Vec<(&str, &str)> {
    CONDITIONS.iter().filter_map(|n| query.filled(n).map(|v| (*n, v))).collect()
}

fn label(field: &str, seat: &Seat) -> String {
    let key = format!("console-audit-{field}");
    if seat.speaker.knows(&key) { seat.speaker.say(&key) } else { field.to_owned() }
}

fn sheet(seat: &Seat, query: &Form, mut context: Value) -> Sheet {
    let kept = kept(query);
    let exports: Vec<Value> = Format::ALL
        .iter()
        .map(|f| json!({ "name": f.name(), "href": format!("/console/audit/export?{}", form(&[kept.as_slice(), &[("format", f.name())]].concat())) }))
        .collect();
    let site = query.filled("site").filter(|site| seat.caller.may("read", "audit", Some(site))).map(str::to_owned);
    if let Some(members) = context.as_object_mut() {
        let mut put = |name: &str, value: Value| drop(members.insert(name.to_owned(), value));
        for name in CONDITIONS {
            put(&format!("q_{name}"), query.get(name).unwrap_or_default().into());
        }
        put("exports", exports.into());
        put("actions", ACTIONS.into());
        put("filtered", kept.iter().any(|(name, _)| *name != "site").into());
        put("cli", command(&kept).into());
    }
    let place = Place { section: "audit", site, stays: Some("/console/audit".into()), ..Place::default() };
    Sheet::new("console/audit.html", Words::new("console-page-audit"), context).at(place)
}

/// What is often looked for; an action that ends with a point stands for all that begin so.
const ACTIONS: &[&str] = &[
    "login.",
    "login.granted",
    "login.denied",
    "method.missed",
    "account.locked",
    "user.unlocked",
    "object.",
    "user.",
    "credential.",
    "token.",
    "session.ended",
    "audit.exported",
];
