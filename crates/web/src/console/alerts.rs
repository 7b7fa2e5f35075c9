//! What a role's members are told of: a table of events and the ways in which each is told.

use axum::response::Response;
use kit::Form;
use manage::{attributes::Attributes, desk::Fault};
use model::{
    Finding,
    role::{Alert, AlertEvent, AlertWay},
};
use serde_json::{Value, json};

use super::{
    Console, form as forms,
    gate::Seat,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
};

/// Ways that can be chosen; alerts do not go by text message.
const WAYS: [AlertWay; 2] = [AlertWay::Mail, AlertWay::Webhook];

pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let own = own(here);
    let rows: Vec<Value> = AlertEvent::ALL
        .into_iter()
        .map(|event| {
            let cells: Vec<Value> = WAYS.into_iter().map(|way| cell(event, way, &own, typed)).collect();
            json!({ "key": format!("console-alert-{}", event.name()), "cells": cells })
        })
        .collect();
    let wrong: Vec<forms::Wrong> = findings.iter().map(|f| forms::wrong(f, "", &seat.speaker)).collect();
    let id = here.seen.id();
    let context = json!({
        "rows": rows,
        "ways": WAYS.map(|way| format!("console-alert-by-{}", name(way))),
        "errors": wrong,
        "cli": format!("symbolon ctl put {} alerts='{{\"event\": \"lockout\", \"by\": [\"mail\"]}}'", quoted(&id)),
    });
    let page = console.object_page(seat, here, "console/alerts.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

fn cell(event: AlertEvent, way: AlertWay, own: &[Alert], typed: Option<&Form>) -> Value {
    let field = format!("alert.{}.{}", event.name(), name(way));
    let on = match typed {
        Some(form) => form.get(&field).is_some(),
        None => own.iter().any(|alert| alert.event == event && alert.by.contains(&way)),
    };
    json!({ "name": field, "id": super::speak::anchor(&field), "on": on, "way": format!("console-alert-by-{}", name(way)) })
}

const fn name(way: AlertWay) -> &'static str {
    match way {
        AlertWay::Mail => "mail",
        AlertWay::Webhook => "webhook",
        AlertWay::Sms => "sms",
    }
}

fn own(here: &Here) -> Vec<Alert> {
    here.seen.attributes.get("alerts").cloned().and_then(|all| serde_json::from_value(all).ok()).unwrap_or_default()
}

/// What the boxes say, with the ways that have no box left as they are.
fn taken(sent: &Form, own: &[Alert]) -> Vec<Alert> {
    let by = |event: AlertEvent| -> Vec<AlertWay> {
        let boxes =
            WAYS.into_iter().filter(|way| sent.get(&format!("alert.{}.{}", event.name(), name(*way))).is_some());
        let kept =
            own.iter().filter(|a| a.event == event).flat_map(|a| &a.by).copied().filter(|way| !WAYS.contains(way));
        boxes.chain(kept).collect()
    };
    let all = AlertEvent::ALL.into_iter().map(|event| Alert { event, by: by(event) });
    all.filter(|alert| !alert.by.is_empty()).collect()
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    if race::left(sent, "alerts") {
        return Ok(saved(console, seat, here));
    }
    let mine = taken(sent, &own(here));
    let given = Attributes::from_iter([("alerts".to_owned(), serde_json::to_value(&mine).unwrap_or_default())]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => {
            let plain = |all: &[Alert]| {
                let line = |a: &Alert| {
                    format!("{}: {}", a.event.name(), a.by.iter().map(|w| name(*w)).collect::<Vec<_>>().join(", "))
                };
                all.iter().map(line).collect::<Vec<_>>().join("\n")
            };
            let whole = |all: &[Alert]| vec![race::whole("alerts", seat.speaker.say("console-tab-alerts"), plain(all))];
            Ok(race::page(console, seat, here, (whole(&mine), whole(&own(here))), sent))
        }
        Err(fault) => Err(fault),
    }
}
