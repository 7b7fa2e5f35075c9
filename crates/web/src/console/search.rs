//! Finding things by name or title, and pages by theirs: what the field in the top bar leads to.

use axum::{
    extract::{Query, State as Shared},
    response::Response,
};
use manage::desk::{Fault, Filter};
use model::Noun;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Console,
    gate::{Seat, Sheet},
    nav::{Place, form},
    token, user,
};
use crate::{visit::Visit, words::Words};

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

/// What was found of one kind.
#[derive(Debug, Serialize)]
struct Hits {
    key: String,
    hits: Vec<Hit>,
    /// There are more; the list of the kind shows them.
    more: Option<String>,
}

#[derive(Debug, Serialize)]
struct Hit {
    title: String,
    path: String,
    href: String,
}

/// Of each kind.
const MOST: usize = 10;
const RECORDS: u32 = 10;

pub async fn show(Shared(console): Shared<Console>, visit: Visit, Query(asked): Query<Asked>) -> Response {
    let text: String = asked.q.trim().chars().take(200).collect();
    let back = format!("/console/search?{}", form(&[("q", &text)]));
    let seat = match console.gate(visit, &back).await {
        Ok(seat) => seat,
        Err(response) => return response,
    };
    let mut groups = groups(&console, &seat, &text);
    match records(&console, &seat, &text).await {
        Ok(found) => groups.extend(found),
        Err(fault) => return console.refused(&seat, &fault),
    }
    let found: usize = groups.iter().map(|g| g.hits.len()).sum();
    let context = serde_json::json!({ "q": text, "groups": groups, "found": found });
    let title = if text.is_empty() {
        Words::new("console-search-title")
    } else {
        Words::new("console-search-for").with("text", text.as_str())
    };
    let sheet = Sheet::new("console/search.html", title, context);
    console.page(&seat, sheet.at(Place { section: "search", ..Place::default() }))
}

fn groups(console: &Console, seat: &Seat, text: &str) -> Vec<Hits> {
    let lower = text.to_lowercase();
    let pages = console.pages(seat).into_iter().filter(|(title, _)| title.to_lowercase().contains(&lower));
    let pages: Vec<Hit> =
        pages.map(|(title, path)| Hit { title, path: String::new(), href: path.to_owned() }).collect();
    let mut groups = vec![Hits { key: "console-search-pages".into(), hits: pages, more: None }];
    if !text.is_empty() {
        let nouns = Noun::ALL.iter().copied().filter(|n| *n != Noun::System);
        groups.extend(nouns.map(|noun| objects(console, seat, noun, text)));
    }
    groups.retain(|g| !g.hits.is_empty());
    groups
}

/// Users by the beginnings of their names, and tokens by a part of their number.
async fn records(console: &Console, seat: &Seat, text: &str) -> Result<Vec<Hits>, Fault> {
    let mut all = Vec::new();
    if text.is_empty() {
        return Ok(all);
    }
    let text_of = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    if seat.caller.may_somewhere("read", "user") {
        let (rows, more) = user::hits(console, seat, text, RECORDS).await?;
        let hit = |row: &Value| {
            let (name, title) = (text_of(row, "name"), text_of(row, "title"));
            let path = format!("{}/{name}", text_of(row, "site"));
            Hit { title: if title.is_empty() { name } else { title }, path, href: text_of(row, "href") }
        };
        let more = more.then(|| user::found(text));
        all.push(Hits { key: "console-page-user".into(), hits: rows.iter().map(hit).collect(), more });
    }
    if seat.caller.may_somewhere("read", "token") {
        let (rows, more) = token::hits(console, seat, text, RECORDS).await?;
        let hit = |row: &Value| Hit {
            title: text_of(row, "serial"),
            path: text_of(row, "owner"),
            href: text_of(row, "href"),
        };
        let more = more.then(|| format!("/console/token?{}", form(&[("q", text)])));
        all.push(Hits { key: "console-page-token".into(), hits: rows.iter().map(hit).collect(), more });
    }
    all.retain(|group| !group.hits.is_empty());
    Ok(all)
}

fn objects(console: &Console, seat: &Seat, noun: Noun, text: &str) -> Hits {
    let filter = Filter { text: Some(text.to_owned()), limit: MOST + 1, ..Filter::default() };
    let found = console.desk.names(&seat.caller, noun, &filter);
    let more = (found.len() > MOST).then(|| format!("/console/{}?{}", noun.name(), form(&[("q", text)])));
    let hit = |named: &manage::desk::Named| Hit {
        title: seat.speaker.title(&named.titles, named.name()),
        path: named.path.clone(),
        href: format!("/console{}", named.id()),
    };
    Hits { key: format!("console-page-{}", noun.name()), hits: found.iter().take(MOST).map(hit).collect(), more }
}
