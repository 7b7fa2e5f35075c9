//! The list of users: found by the beginnings of their names, by site, group and whether they are enabled.

use axum::{
    extract::{Request, State as Shared},
    response::Response,
};
use kit::Form;
use manage::{
    desk::{Fault, Filter as Names, Seen},
    users::Filter,
};
use model::Noun;
use serde_json::{Value, json};

use crate::{
    console::{
        Console,
        gate::{Seat, Sheet},
        nav::{Place, at_site, form},
        object::answered,
        save::quoted,
    },
    visit::Visit,
    words::Words,
};

/// Rows on one page.
const MOST: u32 = 50;
/// Groups that a select offers.
const GROUPS: usize = 300;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, request: Request) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let seat = match console.gate(visit, &format!("/console/user?{query}")).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let query = Form::parse(query.as_bytes()).unwrap_or_default();
    let filter = filter(&query);
    match console.desk.users(&seat.caller, &filter).await {
        Ok((seen, next, _)) => page(&console, &seat, &query, (&seen, next)),
        // A group or site that is gone: said, and the rest of the conditions stay.
        Err(Fault::Invalid(findings)) => {
            let sheet =
                sheet(&console, &seat, &query, json!({ "rows": [], "findings": seat.speaker.findings(&findings) }));
            answered(&console, &seat, sheet, true)
        }
        Err(fault) => console.refused(&seat, &fault),
    }
}

fn filter(query: &Form) -> Filter {
    let text = |name: &str| query.filled(name).map(|v| v.trim().to_owned()).unwrap_or_default();
    Filter {
        site: text("site"),
        below: true,
        group: text("group"),
        enabled: match query.get("state") {
            Some("enabled") => Some(true),
            Some("disabled") => Some(false),
            _ => None,
        },
        text: text("q"),
        after: text("after"),
        limit: Some(MOST),
        ..Filter::default()
    }
}

fn page(console: &Console, seat: &Seat, query: &Form, (seen, next): (&[Seen], Option<String>)) -> Response {
    let kept = kept(query);
    let next = next.map(|after| format!("/console/user?{}", form(&[kept.as_slice(), &[("after", &after)]].concat())));
    let rows: Vec<Value> = seen.iter().map(row).collect();
    console.page(seat, sheet(console, seat, query, json!({ "rows": rows, "next": next })))
}

fn kept(query: &Form) -> Vec<(&str, &str)> {
    ["q", "site", "group", "state"].iter().filter_map(|n| query.filled(n).map(|v| (*n, v))).collect()
}

fn sheet(console: &Console, seat: &Seat, query: &Form, mut context: Value) -> Sheet {
    let kept = kept(query);
    let site = query.filled("site");
    let new = seat.caller.may_somewhere("write", "user").then(|| match site {
        Some(site) => format!("/console/new/user?{}", form(&[("in", site)])),
        None => "/console/new/user".to_owned(),
    });
    let names = Names { limit: GROUPS, site: site.map(str::to_owned), ..Names::default() };
    let groups: Vec<Value> = console
        .desk
        .names(&seat.caller, Noun::Group, &names)
        .iter()
        .map(|g| json!({ "path": g.path, "title": seat.speaker.title(&g.titles, g.name()), "chosen": query.get("group") == Some(g.path.as_str()) }))
        .collect();
    let mut words = vec!["symbolon ctl user list".to_owned()];
    words.extend(site.map(|site| format!("--site {}", quoted(site))));
    words.extend(query.filled("q").map(|text| format!("--text {}", quoted(text))));
    let more = json!({
        "groups": groups,
        "text": query.get("q").unwrap_or_default(),
        "group": query.get("group").unwrap_or_default(),
        "state": query.get("state").unwrap_or_default(),
        "site": site,
        "new": new,
        "clear": at_site("/console/user", site),
        "filtered": kept.iter().any(|(name, _)| *name != "site") || query.filled("after").is_some(),
        "cli": words.join(" "),
    });
    if let (Some(members), Value::Object(more)) = (context.as_object_mut(), more) {
        members.extend(more);
    }
    let place = Place {
        section: "user",
        site: site.map(str::to_owned),
        stays: Some("/console/user".into()),
        ..Place::default()
    };
    Sheet::new("console/users.html", Words::new("console-page-user"), context).at(place)
}

fn row(seen: &Seen) -> Value {
    let (site, name) = seen.path.rsplit_once('/').unwrap_or(("", &seen.path));
    let first = |attribute: &str| seen.attributes.get(attribute).and_then(|v| v.get(0)).and_then(Value::as_str);
    json!({
        "name": name,
        "title": first("cn").unwrap_or_default(),
        "email": first("email").unwrap_or_default(),
        "site": site,
        "href": format!("/console{}", seen.id()),
        "enabled": seen.attributes.get("enabled"),
        "usable": seen.attributes.get("usable"),
    })
}

/// The first users of whom a name begins so, as the search shows them, and whether there are more.
pub async fn hits(console: &Console, seat: &Seat, text: &str, most: u32) -> Result<(Vec<Value>, bool), Fault> {
    let filter = Filter { text: text.to_owned(), limit: Some(most), ..Filter::default() };
    let (seen, next, _) = console.desk.users(&seat.caller, &filter).await?;
    Ok((seen.iter().map(row).collect(), next.is_some()))
}
