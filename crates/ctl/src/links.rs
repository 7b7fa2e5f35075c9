//! Links between objects, read and written from either end.

use clap::Args;
use http::Method;
use serde_json::Value;

use crate::{
    Console, Told,
    api::{Api, Ask},
    objects::plain,
    table::Table,
    values::{Conditions, Pair, asked, target},
};

#[derive(Args, Debug)]
pub struct Links {
    /// Path of the object
    path: String,
    /// Name of a link, a type at its other end, `one` (what lies in it) or `sub` (also deeper)
    role: Option<String>,
    /// Only to objects of this type
    #[arg(value_name = "TYPE")]
    kind: Option<String>,
}

#[derive(Args, Debug)]
pub struct Link {
    /// Path of the object
    path: String,
    /// Name of the link
    role: String,
    /// Path of what it leads to, such as /method/totp.1
    target: String,
    /// Attributes of the link, such as enabled=true
    #[arg(value_name = "NAME=VALUE", value_parser = Pair::parse)]
    pairs: Vec<Pair>,
    /// Adds one more where a link may be there many times: an attribute that a policy gives a group
    #[arg(long)]
    add: bool,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Args, Debug)]
pub struct Unlink {
    /// Path of the object
    path: String,
    /// Name of the link
    role: String,
    /// Path of what it leads to
    target: String,
    #[command(flatten)]
    conditions: Conditions,
}

impl Links {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut at = format!("{}/$link", target(&self.path)?);
        for segment in self.role.iter().chain(&self.kind) {
            at.push_str(&target(segment)?);
        }
        let links = api.send(&Ask::get(at)).await?.well()?.json()?;
        if json {
            return crate::json(console, &links);
        }
        let mut table = Table::new(&["LINK", "TO", "WITH"]);
        for link in links["objects"].as_array().into_iter().flatten() {
            table.row(vec![plain(&link["link"]), plain(&link["id"]), with(link)]);
        }
        table.write(console.out)
    }
}

/// The attributes of a link that are true, what it calls a user, and the item that says more.
fn with(link: &Value) -> String {
    let members = link.as_object().into_iter().flatten();
    let set = members.filter(|(_, value)| **value == Value::Bool(true)).map(|(name, _)| name.clone());
    let name = link["username"].as_str().map(|name| format!("username={name}"));
    set.chain(name).chain(link["index"].as_str().map(str::to_owned)).collect::<Vec<_>>().join(" ")
}

impl Link {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let method = if self.add { Method::POST } else { Method::PUT };
        let ask = self.conditions.ask(method, place(&self.path, &self.role, &self.target)?);
        let answer = api.send(&asked(ask, &self.pairs, None, console)?).await?.well()?;
        if self.add {
            return crate::objects::written(console, &answer, self.conditions.word("made", "would be made"), json);
        }
        let link = answer.json()?;
        if json {
            return crate::json(console, &link);
        }
        let line = format!("{} {} {}", plain(&link["link"]), plain(&link["id"]), with(&link));
        writeln!(console.out, "{}", line.trim_end())?;
        Ok(writeln!(console.err, "{}", self.conditions.word("linked", "would be linked"))?)
    }
}

impl Unlink {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let place = place(&self.path, &self.role, &self.target)?;
        api.send(&self.conditions.ask(Method::DELETE, place)).await?.well()?;
        Ok(writeln!(console.err, "{}", self.conditions.word("unlinked", "would be unlinked"))?)
    }
}

/// `/application/acme/wiki/$link/method/totp.1`: the type is left out where the link is called like it.
fn place(path: &str, role: &str, to: &str) -> Result<String, Told> {
    let to = to.trim_matches('/');
    let (kind, rest) = to.split_once('/').unwrap_or((to, ""));
    let to = if kind.eq_ignore_ascii_case(role) && !rest.is_empty() { rest } else { to };
    Ok(format!("{}/$link{}{}", target(path)?, target(role)?, target(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_a_path_between_two() {
        for (path, role, to, place_of) in [
            ("/application/a/w", "method", "/method/totp.1", "/application/a/w/$link/method/totp.1"),
            ("/method/p", "nextFactor", "/method/totp.1", "/method/p/$link/nextFactor/method/totp.1"),
            ("/policy/a/p", "group", "/group/a/all of us", "/policy/a/p/$link/group/a/all%20of%20us"),
            ("/role/r", "assignedTo", "group/a/$x", "/role/r/$link/assignedTo/group/a/$$x"),
        ] {
            assert_eq!(place(path, role, to).ok().as_deref(), Some(place_of));
        }
    }
}
