//! Users: put, import, list, unlock.

use clap::{Args, Subcommand};
use manage::users::{self, Prepared, UserError, Values, Wish};
use model::{Finding, Secret, Time, user::fold};
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};
use store::UserQuery;

use crate::{ACTOR, Console, House, Told, table::Table};

#[derive(Subcommand, Debug)]
pub enum User {
    /// Makes a user, or changes what is given of one
    Put(Put),
    /// Makes or changes the users of a file, one JSON object a line; nothing where one line is wrong
    Import {
        /// Members: site, name, directory, attributes, enabled, emailVerified, phoneVerified, notBefore, expires, groups,
        /// password or passwordHash ({SSHA}… and others), method, mustChange
        file: PathBuf,
    },
    /// Shows users
    List(List),
    /// Ends the lockout of a user
    Unlock {
        /// Path of the site
        site: String,
        name: String,
        #[arg(long, default_value = "")]
        directory: String,
    },
}

#[derive(Args, Debug)]
pub struct Put {
    /// Path of the site
    site: String,
    name: String,
    #[arg(long, default_value = "")]
    directory: String,
    /// NAME=VALUE; repeated for several values; NAME= removes it
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = pair)]
    attributes: Vec<(String, String)>,
    /// Reads a new password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// The password is good for one login, in which it is changed
    #[arg(long, requires = "password_stdin")]
    must_change: bool,
    /// Method of the password, where there are several
    #[arg(long, default_value = "")]
    method: String,
    /// Path of a group that lists the user
    #[arg(long = "group", value_name = "PATH")]
    groups: Vec<String>,
    #[arg(long)]
    enabled: Option<bool>,
    #[arg(long)]
    email_verified: Option<bool>,
    #[arg(long)]
    phone_verified: Option<bool>,
}

#[derive(Args, Debug)]
pub struct List {
    /// Path of the site
    #[arg(long, default_value = "")]
    site: String,
    /// Part of the name, display name or e-mail address
    #[arg(long)]
    text: Option<String>,
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
}

impl User {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Put(put) => put.run(house, console).await,
            Self::Import { file } => import(file, house, console).await,
            Self::List(list) => list.run(house, console, json).await,
            Self::Unlock { site, name, directory } => {
                let engine = house.engine().await?;
                if !users::unlock(&engine, site, directory, name, ACTOR).await.map_err(wrong)? {
                    return Err(Told::Usage(format!("no user {name} in {site}")));
                }
                Ok(writeln!(console.err, "unlocked")?)
            }
        }
    }
}

impl Put {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let wish = self.wish(console)?;
        let engine = house.engine().await?;
        let prepared = users::prepare(&engine, &house.passwords(), &wish, ACTOR).await.map_err(wrong)?;
        let done = if prepared.fresh { "made" } else { "changed" };
        users::write(&engine, vec![prepared]).await?;
        Ok(writeln!(console.err, "{done}")?)
    }

    fn wish(&self, console: &mut Console<'_>) -> Result<Wish, Told> {
        let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &self.attributes {
            attributes.entry(name.clone()).or_default().push(value.clone());
        }
        let password = if self.password_stdin { Some(first_line(console)?) } else { None };
        Ok(Wish {
            site: self.site.clone(),
            name: self.name.clone(),
            directory: self.directory.clone(),
            attributes: attributes.into_iter().map(|(name, values)| (name, Values::Many(values))).collect(),
            enabled: self.enabled,
            email_verified: self.email_verified,
            phone_verified: self.phone_verified,
            groups: self.groups.clone(),
            password,
            method: self.method.clone(),
            must_change: self.must_change,
            ..Wish::default()
        })
    }
}

/// Users written in one unit.
const PORTION: usize = 100;

async fn import(file: &std::path::Path, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
    let wishes = wishes(&crate::graph::read(file)?)?;
    let engine = house.engine().await?;
    let passwords = house.passwords();
    let (mut prepared, mut findings) = (Vec::new(), Vec::new());
    for (line, wish) in &wishes {
        match users::prepare(&engine, &passwords, wish, ACTOR).await {
            Ok(one) => prepared.push(one),
            Err(UserError::Wrong(member, why)) => findings.push(finding(*line, member, &why)),
            Err(other) => return Err(other.into()),
        }
    }
    if !findings.is_empty() {
        return Err(Told::Refused(findings));
    }
    let made = prepared.iter().filter(|p| p.fresh).count();
    let changed = prepared.len() - made;
    let mut rest = prepared;
    while !rest.is_empty() {
        let later: Vec<Prepared> = rest.split_off(rest.len().min(PORTION));
        users::write(&engine, std::mem::replace(&mut rest, later)).await?;
        writeln!(console.err, "{} left", rest.len())?;
    }
    Ok(writeln!(console.out, "{made} made, {changed} changed")?)
}

/// The wishes of a file with their lines; every line that cannot be meant is a finding.
fn wishes(text: &str) -> Result<Vec<(usize, Wish)>, Told> {
    let (mut wishes, mut findings, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Wish>(line) {
            Ok(wish) if !seen.insert((wish.site.clone(), wish.directory.clone(), fold(&wish.name))) => {
                findings.push(finding(index + 1, "name", "named twice"));
            }
            Ok(wish) => wishes.push((index + 1, wish)),
            // What serde says of a value may repeat it, and it may be a password: only where it is wrong is told.
            Err(error) => findings.push(finding(index + 1, "", &format!("column {}", error.column()))),
        }
    }
    if findings.is_empty() { Ok(wishes) } else { Err(Told::Refused(findings)) }
}

fn finding(line: usize, member: &str, why: &str) -> Finding {
    Finding::broken(member, "user").with("why", why).at(format!("line {line}"))
}

impl List {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let store = house.beside().await?;
        let (version, entries) = store.catalogue().await?;
        let catalogue = model::Catalogue::load(version, entries);
        let site = match self.site.as_str() {
            "" => None,
            path => {
                Some(catalogue.at(model::Noun::Site, path).ok_or_else(|| Told::Usage(format!("no site {path}")))?.id)
            }
        };
        let query = UserQuery { site, text: self.text.clone(), limit: self.limit, ..UserQuery::default() };
        let found = store.users(&query).await?;
        let site = |id| catalogue.entry(id).map_or("", |e| e.path.as_str()).to_owned();
        if json {
            let member = |u: &model::User| {
                json!({ "id": u.id, "site": site(u.site), "name": u.name, "enabled": u.enabled, "attributes": u.attributes,
                "emailVerified": u.email_verified, "phoneVerified": u.phone_verified, "notBefore": u.not_before.map(Time::rfc3339), "expires": u.expires.map(Time::rfc3339) })
            };
            return crate::json(console, &found.iter().map(member).collect());
        }
        let mut table = Table::new(&["SITE", "NAME", "ENABLED", "DISPLAY NAME", "EMAIL"]);
        for user in found {
            let enabled = if user.enabled { "yes" } else { "no" };
            let email = user.first("email").unwrap_or_default().to_owned();
            table.row(vec![site(user.site), user.name.clone(), enabled.into(), user.display().to_owned(), email]);
        }
        table.write(console.out)
    }
}

fn wrong(error: UserError) -> Told {
    match error {
        UserError::Wrong(member, why) => Told::Refused(vec![Finding::broken(member, "user").with("why", why)]),
        other => other.into(),
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.to_owned())),
        _ => Err("write NAME=VALUE".to_owned()),
    }
}

/// The first line of standard input without its line break.
pub fn first_line(console: &mut Console<'_>) -> Result<Secret<String>, Told> {
    let mut line = String::new();
    console.input.read_line(&mut line)?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    if line.is_empty() { Err(Told::Usage("no password on standard input".into())) } else { Ok(Secret::new(line)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        match wishes(text) {
            Err(Told::Refused(findings)) => findings.iter().map(Finding::plain).collect(),
            other => panic!("{:?}", other.map(|w| w.len())),
        }
    }

    #[test]
    fn a_wrong_line_is_named_and_its_values_are_not_told() {
        let good = "{\"site\":\"a\",\"name\":\"ada\",\"passwordHash\":\"{SSHA}x\",\"attributes\":{\"email\":\"a@b\",\"tel\":[\"1\",\"2\"]}}\n";
        assert_eq!(wishes(&format!("{good}\n\n")).unwrap().len(), 1, "control");
        let found = told(&format!(
            "{good}{{\"site\":\"a\",\"name\":\"bob\",\"passwort\":\"hunter2\"}}\n{{\"site\":\"a\",\"name\":\"cy\",\"enabled\":\"hunter3\"}}\nno\n"
        ));
        assert_eq!(found.len(), 3);
        for (n, line) in found.iter().enumerate() {
            assert!(line.starts_with(&format!("broken line {} : user (why=column ", n + 2)), "{line}");
            assert!(!line.contains("hunter"), "{line}");
        }
    }

    #[test]
    fn nobody_stands_in_a_file_twice() {
        let line = |name: &str| format!("{{\"site\":\"a\",\"name\":\"{name}\"}}\n");
        assert_eq!(wishes(&(line("ada") + &line("bob"))).unwrap().len(), 2, "control");
        assert_eq!(told(&(line("ada") + &line(" ADA "))), ["broken line 2 name: user (why=named twice)"]);
    }
}
