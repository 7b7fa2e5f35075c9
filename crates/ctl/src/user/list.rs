//! Users and what hangs on them, as tables or JSON. All of it may be read beside a server.

use clap::{ArgAction, Args};
use http::Method;
use manage::Address;
use serde_json::{Map, Value};

use super::Whom;
use crate::{
    Console, House, Told,
    api::Api,
    objects::plain,
    pages::{Pages, condition, yes},
    table::Table,
};

#[derive(Args, Debug)]
pub struct List {
    /// Path of the site
    #[arg(long, default_value = "")]
    site: String,
    /// Of the sites below it as well
    #[arg(long, requires = "site")]
    below: bool,
    /// Name of the directory
    #[arg(long, default_value = "")]
    directory: String,
    /// Path of a group that lists the user
    #[arg(long, default_value = "")]
    group: String,
    #[arg(long, action = ArgAction::Set)]
    enabled: Option<bool>,
    /// Beginnings of words of the name, display name or e-mail address
    #[arg(long, default_value = "")]
    text: String,
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    limit: u32,
}

impl List {
    pub async fn run(
        &self,
        api: &dyn Api,
        house: &dyn House,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<(), Told> {
        let mut query = Vec::new();
        condition(&mut query, "site", &self.site);
        condition(&mut query, "below", if self.below { "true" } else { "" });
        condition(&mut query, "directory", &self.directory);
        condition(&mut query, "group", &self.group);
        condition(&mut query, "enabled", self.enabled.map_or("", |truth| if truth { "true" } else { "false" }));
        condition(&mut query, "q", &self.text);
        told(query, self.limit, (api, house), console, json).await
    }
}

/// Whom a group lists.
pub async fn members(
    group: &str,
    limit: u32,
    api: &dyn Api,
    house: &dyn House,
    console: &mut Console<'_>,
    json: bool,
) -> Result<(), Told> {
    told(vec![("group".to_owned(), group.to_owned())], limit, (api, house), console, json).await
}

async fn told(
    query: Vec<(String, String)>,
    limit: u32,
    (api, house): (&dyn Api, &dyn House),
    console: &mut Console<'_>,
    json: bool,
) -> Result<(), Told> {
    let pages = Pages { api, house, path: "/user", member: "objects" };
    let read = pages.read(query, limit, console).await?;
    let all: Vec<Value> = read.all.iter().map(summary).collect();
    if json {
        crate::json(console, &all.into())?;
    } else {
        let mut table = Table::new(&["SITE", "NAME", "ENABLED", "DISPLAY NAME", "EMAIL"]);
        for user in all {
            let enabled = yes(user["enabled"] == true);
            let email = plain(&user["attributes"]["email"][0]);
            table.row(vec![plain(&user["site"]), plain(&user["name"]), enabled, plain(&user["display"]), email]);
        }
        table.write(console.out)?;
    }
    if read.more {
        writeln!(console.err, "there are more: --limit N shows them")?;
    }
    Ok(())
}

/// What the API tells of a user besides their own attributes.
const TOLD: [&str; 9] =
    ["id", "name", "directory", "enabled", "usable", "emailVerified", "phoneVerified", "notBefore", "expires"];

/// One line of a list: what is the user's own stands apart.
fn summary(object: &Value) -> Value {
    let site = object["id"].as_str().and_then(|id| Address::parse(id).ok()).map(|at| at.parent().to_owned());
    let (mut user, mut own) = (Map::new(), Map::new());
    user.insert("site".into(), site.into());
    for (name, value) in object["attributes"].as_object().into_iter().flatten() {
        let told = TOLD.contains(&name.as_str()) || name == "created";
        (if told { &mut user } else { &mut own }).insert(name.clone(), value.clone());
    }
    let display = own.get("cn").map_or_else(|| object["attributes"]["name"].clone(), |cn| cn[0].clone());
    user.insert("display".into(), display);
    user.insert("attributes".into(), own.into());
    user.into()
}

pub async fn show(whom: &Whom, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let view = view(whom, api).await?;
    if json {
        return crate::json(console, &view);
    }
    let mut table = Table::new(&["MEMBER", "VALUE"]);
    for (member, value) in view.as_object().into_iter().flatten() {
        rows(&mut table, member, value);
    }
    table.write(console.out)
}

pub async fn sessions(whom: &Whom, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let sessions = view(whom, api).await?["sessions"].take();
    if json {
        return crate::json(console, &sessions);
    }
    let mut table = Table::new(&["ID", "SINCE", "USED", "UNTIL", "ADDRESS", "APPLICATIONS"]);
    for session in sessions.as_array().into_iter().flatten() {
        let of = |name: &str| plain(&session[name]);
        let applications = session["applications"].as_array().into_iter().flatten().map(plain);
        let applications = applications.collect::<Vec<_>>().join(" ");
        table.row(vec![of("id"), of("created"), of("used"), of("until"), of("address"), applications]);
    }
    table.write(console.out)
}

async fn view(whom: &Whom, api: &dyn Api) -> Result<Value, Told> {
    whom.send(api, &whom.ask(Method::GET, "/$attribute/details")?).await?.json()
}

/// A member with its value, one line for each that it holds.
fn rows(table: &mut Table, member: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| rows(table, &format!("{member}.{name}"), value))
        }
        Value::Array(values) if values.iter().any(Value::is_object) => {
            for (at, value) in values.iter().enumerate() {
                rows(table, &format!("{member}.{}", at + 1), value);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| rows(table, member, value)),
        Value::Null => {}
        Value::Bool(truth) => table.row(vec![member.to_owned(), yes(*truth)]),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => table.row(vec![member.to_owned(), text.clone()]),
        number @ Value::Number(_) => table.row(vec![member.to_owned(), number.to_string()]),
    }
}
