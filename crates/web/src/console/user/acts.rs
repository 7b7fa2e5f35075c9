//! What is done to a user from their page; the form's field `act` says what.

use axum::response::Response;
use kit::Form;
use manage::{
    address::Address,
    attributes::Attributes,
    desk::{Fault, How},
};
use model::Finding;
use serde_json::{Value, json};

use super::{Them, fields, give, href, tabs};
use crate::console::{
    Console,
    form::Field,
    gate::{Seat, Sheet},
    nav::at_site,
    race,
    said::Said,
    save::how,
};
use crate::words::Words;
use http::StatusCode;

pub async fn act(console: &Console, seat: &Seat, at: Address, sent: &Form) -> Result<Response, Fault> {
    let them = console.them(seat, at, sent.get("tab").unwrap_or_default()).await?;
    match sent.get("act").unwrap_or_default() {
        "save" => save(console, seat, &them, sent).await,
        "delete" => {
            console.desk.delete(&seat.caller, &them.at, &how(sent)).await?;
            let list = at_site("/console/user", them.at.site());
            Ok(console.onward(seat, &list, Said::new("deleted").with("title", &them.title)))
        }
        "unlock" => done(console, seat, &them, ("unlock", json!({})), "unlocked").await,
        "endSessions" => done(console, seat, &them, ("endSessions", json!({})), "sessions-ended").await,
        "endSession" => {
            let given = json!({ "session": sent.get("session").unwrap_or_default() });
            done(console, seat, &them, ("endSession", given), "session-ended").await
        }
        act @ ("suspendCredential" | "resumeCredential" | "removeCredential") => {
            let given = json!({ "credential": sent.get("credential").unwrap_or_default() });
            let said = match act {
                "suspendCredential" => "suspended",
                "resumeCredential" => "resumed",
                _ => "way-removed",
            };
            done(console, seat, &them, (act, given), said).await
        }
        "requirePasswordChange" => {
            let given = json!({ "method": sent.get("method").unwrap_or_default() });
            done(console, seat, &them, ("requirePasswordChange", given), "must-change").await
        }
        "setPassword" => password(console, seat, &them, sent).await,
        act @ ("join" | "leave") => {
            member(console, seat, &them, (act == "join", sent.get("group").unwrap_or_default())).await
        }
        "giveRole" => match give::give(console, seat, &them, sent).await {
            Err(Fault::Invalid(findings) | Fault::Refused(findings)) => tabs::groups(console, seat, &them, &findings),
            given => given,
        },
        act @ ("allow" | "forbid") => {
            method(console, seat, &them, (act == "allow", sent.get("method").unwrap_or_default())).await
        }
        _ => Err(Fault::Unsupported),
    }
}

fn attributes(given: Value) -> Attributes {
    match given {
        Value::Object(members) => members.into_iter().collect(),
        _ => Attributes::new(),
    }
}

/// One of the API's actions, and back to the tab, which says that it was done.
async fn done(
    console: &Console,
    seat: &Seat,
    them: &Them,
    (action, given): (&str, Value),
    said: &str,
) -> Result<Response, Fault> {
    console.desk.act_on_user(&seat.caller, &them.at, action, &attributes(given)).await?;
    Ok(console.onward(seat, &href(&them.seen.id(), them.tab), Said::new(said).with("title", &them.title)))
}

async fn password(console: &Console, seat: &Seat, them: &Them, sent: &Form) -> Result<Response, Fault> {
    let given = attributes(json!({
        "password": sent.get("password").unwrap_or_default(),
        "method": sent.get("method").unwrap_or_default(),
        "mustChange": sent.get("mustChange").is_some(),
    }));
    match console.desk.act_on_user(&seat.caller, &them.at, "setPassword", &given).await {
        Ok(_) => {
            let said = Said::new("password-set").with("title", &them.title);
            Ok(console.onward(seat, &href(&them.seen.id(), "ways"), said))
        }
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => tabs::ways(console, seat, them, &findings),
        Err(fault) => Err(fault),
    }
}

async fn member(console: &Console, seat: &Seat, them: &Them, (joins, group): (bool, &str)) -> Result<Response, Fault> {
    let group = group.trim().trim_start_matches("/group/").trim_matches('/');
    let segments = ["memberOf".to_owned(), "group".to_owned()].into_iter();
    let segments: Vec<String> = segments.chain(group.split('/').map(str::to_owned)).collect();
    let (at, id) = (&them.at, them.seen.id());
    let back = |undone: &str| {
        vec![
            ("act".to_owned(), undone.to_owned()),
            ("tab".to_owned(), "groups".to_owned()),
            ("group".to_owned(), group.to_owned()),
        ]
    };
    let (said, undone) = if joins {
        match console.desk.link(&seat.caller, at, &segments, &Attributes::new(), &How::default()).await {
            Ok(_) => {}
            Err(Fault::Missing) => {
                let finding = Finding::broken("group", "console-link-missing").with("path", group);
                return tabs::groups(console, seat, them, &[finding]);
            }
            Err(fault) => return Err(fault),
        }
        ("linked", "leave")
    } else {
        console.desk.unlink(&seat.caller, at, &segments, &How::default()).await?;
        ("unlinked", "join")
    };
    let said = Said::new(said).with("title", group).undone_by(format!("/console{id}"), back(undone));
    Ok(console.onward(seat, &href(&id, "groups"), said))
}

async fn method(console: &Console, seat: &Seat, them: &Them, (on, method): (bool, &str)) -> Result<Response, Fault> {
    let segments = ["method".to_owned(), "method".to_owned(), method.to_owned()];
    let given = attributes(json!({ "enabled": on }));
    console.desk.link(&seat.caller, &them.at, &segments, &given, &How::default()).await?;
    let id = them.seen.id();
    let undone = if on { "forbid" } else { "allow" };
    let undo =
        [("act", undone), ("tab", "ways"), ("method", method)].map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec();
    let said = Said::new(if on { "method-on" } else { "method-off" }).with("method", method).with("title", &them.title);
    Ok(console.onward(seat, &href(&id, "ways"), said.undone_by(format!("/console{id}"), undo)))
}

async fn save(console: &Console, seat: &Seat, them: &Them, sent: &Form) -> Result<Response, Fault> {
    let given = match fields::taken(sent, &them.seen.attributes) {
        Ok(given) => given,
        Err(findings) => return Ok(tabs::main(console, seat, them, Some(sent), &findings)),
    };
    match console.desk.put(&seat.caller, &them.at, &given, &how(sent)).await {
        Ok(_) => Ok(console.onward(seat, &href(&them.seen.id(), ""), Said::new("saved").with("title", &them.title))),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(tabs::main(console, seat, them, Some(sent), &findings))
        }
        Err(Fault::Precondition) => Ok(race(console, seat, them, sent)),
        Err(fault) => Err(fault),
    }
}

/// Somebody else saved first.
fn race(console: &Console, seat: &Seat, them: &Them, sent: &Form) -> Response {
    let theirs: Vec<Field> = fields::Sheet::of(&them.seen).fields(seat);
    let mine = fields::Sheet { typed: Some(sent), ..fields::Sheet::of(&them.seen) }.fields(seat);
    let (rows, kept) = race::rows(seat, (&mine, &theirs), sent);
    let context = json!({ "rows": rows, "kept": kept, "back": href(&them.seen.id(), "") });
    let page = console.user_page(seat, them, "console/race.html", context);
    let title = Words::new("console-race-title").with("title", them.title.as_str());
    console.page(seat, Sheet { status: StatusCode::CONFLICT, error: true, title, ..page })
}
