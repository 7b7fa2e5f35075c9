//! Users and what hangs on them, as tables or JSON. All of it may be read beside a server.

use clap::{ArgAction, Args};
use manage::users::{self, Filter, Page, View};
use model::Catalogue;
use serde_json::{Value, json};
use std::sync::Arc;
use store::Store;

use super::Whom;
use crate::{Console, House, Told, table::Table};

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
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let filter = Filter {
            site: self.site.clone(),
            below: self.below,
            directory: self.directory.clone(),
            group: self.group.clone(),
            enabled: self.enabled,
            text: self.text.clone(),
            ..Filter::default()
        };
        pages(filter, self.limit, house, console, json).await
    }
}

async fn beside(house: &dyn House) -> Result<(Arc<dyn Store>, Catalogue), Told> {
    let store = house.beside().await?;
    let (version, entries) = store.catalogue().await?;
    Ok((store, Catalogue::load(version, entries)))
}

/// Users that fit, page after page up to a limit.
pub async fn pages(
    mut filter: Filter,
    limit: u32,
    house: &dyn House,
    console: &mut Console<'_>,
    json: bool,
) -> Result<(), Told> {
    let (store, catalogue) = beside(house).await?;
    let mut found = Vec::new();
    loop {
        filter.limit = Some(limit.saturating_sub(u32::try_from(found.len()).unwrap_or(limit)).min(1000));
        let Page { users, next, .. } = users::list(store.as_ref(), &catalogue, &filter, None).await?;
        found.extend(users);
        match next {
            Some(next) if found.len() < limit as usize => filter.after = next,
            _ => break,
        }
    }
    if json {
        return crate::json(console, &json!(found));
    }
    let mut table = Table::new(&["SITE", "NAME", "ENABLED", "DISPLAY NAME", "EMAIL"]);
    for user in found {
        let email = user.attributes.get("email").and_then(|all| all.first()).cloned().unwrap_or_default();
        table.row(vec![user.site, user.name, yes(user.enabled), user.display, email]);
    }
    table.write(console.out)
}

pub async fn show(whom: &Whom, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let view = view(whom, house).await?;
    if json {
        return crate::json(console, &json!(view));
    }
    let mut table = Table::new(&["MEMBER", "VALUE"]);
    let Value::Object(members) = json!(view) else { return Ok(()) };
    for (member, value) in members {
        rows(&mut table, &member, &value);
    }
    table.write(console.out)
}

pub async fn sessions(whom: &Whom, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
    let sessions = view(whom, house).await?.sessions;
    if json {
        return crate::json(console, &json!(sessions));
    }
    let mut table = Table::new(&["ID", "SINCE", "USED", "UNTIL", "ADDRESS", "APPLICATIONS"]);
    for s in sessions {
        table.row(vec![s.id.to_string(), s.created, s.used, s.until, s.address, s.applications.join(" ")]);
    }
    table.write(console.out)
}

async fn view(whom: &Whom, house: &dyn House) -> Result<View, Told> {
    let (store, catalogue) = beside(house).await?;
    let (site, directory) = users::place(&catalogue, &whom.site, &whom.directory)?;
    let named = store.users_named(directory, &whom.name).await?;
    let user = named.into_iter().find(|user| user.site == site).ok_or_else(|| whom.unknown())?;
    let view = users::view(store.as_ref(), &catalogue, &house.passwords(), house.now(), user.id).await?;
    view.ok_or_else(|| whom.unknown())
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

fn yes(truth: bool) -> String {
    (if truth { "yes" } else { "no" }).to_owned()
}
