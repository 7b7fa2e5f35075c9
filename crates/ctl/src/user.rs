//! Users: put, import, list, show, and what is done to one.

mod import;
mod list;

use clap::{ArgAction, Args, Subcommand};
use manage::{
    groups::Groups,
    users::{Filter, Outcome, Patch, Register, UserError, Values, Wish},
};
use model::{Id, Secret};
use std::collections::BTreeMap;

use crate::{Console, House, Told};

#[derive(Subcommand, Debug)]
pub enum User {
    /// Makes a user, or changes what is given of one
    Put(Put),
    /// Makes or changes the users of a file, a table or one JSON object a line, and tells what became of each row
    Import(import::Import),
    /// Shows users
    List(list::List),
    /// Shows one user: attributes, groups, methods, credentials, locks, sessions
    Show {
        #[command(flatten)]
        whom: Whom,
    },
    /// Deletes a user; sessions end, tokens go back to the inventory
    Delete {
        #[command(flatten)]
        whom: Whom,
    },
    /// Lets a user log in
    Enable {
        #[command(flatten)]
        whom: Whom,
    },
    /// Keeps a user from logging in and ends what was let in
    Disable {
        #[command(flatten)]
        whom: Whom,
    },
    /// Ends the lockout of a user
    Unlock {
        #[command(flatten)]
        whom: Whom,
    },
    /// Sets a password, read from the first line of standard input, or has the user change it
    Password(Password),
    /// Lets a user have a method, or not
    Method {
        #[command(flatten)]
        whom: Whom,
        method: String,
        #[arg(long, action = ArgAction::Set)]
        active: bool,
    },
    /// Shows the sessions of a user, or ends them
    Sessions {
        #[command(flatten)]
        whom: Whom,
        /// Ends this one
        #[arg(long, value_name = "ID", conflicts_with = "end_all")]
        end: Option<Id>,
        /// Ends all, and every token that applications hold
        #[arg(long)]
        end_all: bool,
    },
    /// Takes a credential away; tokens are revoked instead
    RemoveCredential {
        #[command(flatten)]
        whom: Whom,
        id: Id,
    },
    /// Members that groups list themselves
    #[command(subcommand)]
    Group(Group),
}

/// Who it is about.
#[derive(Args, Debug)]
pub struct Whom {
    /// Path of the site
    site: String,
    name: String,
    #[arg(long, default_value = "")]
    directory: String,
}

impl Whom {
    fn unknown(&self) -> Told {
        Told::Usage(format!("no user {} in {}", self.name, self.site))
    }
}

#[derive(Subcommand, Debug)]
pub enum Group {
    /// Puts a user on a group's list
    Add {
        /// Path of the group
        group: String,
        #[command(flatten)]
        whom: Whom,
    },
    /// Strikes a user from a group's list
    Remove {
        /// Path of the group
        group: String,
        #[command(flatten)]
        whom: Whom,
    },
    /// Shows whom a group lists
    List {
        /// Path of the group
        group: String,
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        limit: u32,
    },
}

#[derive(Args, Debug)]
pub struct Password {
    #[command(flatten)]
    whom: Whom,
    /// Method of the password, where there are several
    #[arg(long, default_value = "")]
    method: String,
    /// The password is good for one login, in which it is changed
    #[arg(long)]
    must_change: bool,
    /// No new one: the present one is changed at the next login
    #[arg(long, conflicts_with = "must_change")]
    expire: bool,
}

#[derive(Args, Debug)]
pub struct Put {
    #[command(flatten)]
    whom: Whom,
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

impl User {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        match self {
            Self::Put(put) => return put.run(house, console).await,
            Self::Import(import) => return import.run(house, console, json).await,
            Self::List(list) => return list.run(house, console, json).await,
            Self::Show { whom } => return list::show(whom, house, console, json).await,
            Self::Sessions { whom, end: None, end_all: false } => {
                return list::sessions(whom, house, console, json).await;
            }
            Self::Group(Group::List { group, limit }) => {
                let filter = Filter { group: group.clone(), ..Filter::default() };
                return list::pages(filter, *limit, house, console, json).await;
            }
            _ => {}
        }
        // Before the store is opened: it may be waited for.
        let password = match self {
            Self::Password(password) if !password.expire => Some(first_line(console)?),
            _ => None,
        };
        let engine = house.engine().await?;
        let register = Register { engine: &engine, passwords: house.passwords(), actor: &crate::actor() };
        let done = self.act(&register, password).await?;
        Ok(writeln!(console.err, "{done}")?)
    }

    /// What is done to one user, and the word for it.
    async fn act(&self, register: &Register<'_>, password: Option<Secret<String>>) -> Result<&'static str, Told> {
        let groups = Groups { engine: register.engine, actor: register.actor };
        let Some(whom) = self.whom() else { return Ok("") };
        let user = register.find(&whom.site, &whom.directory, &whom.name).await?;
        let id = user.ok_or_else(|| whom.unknown())?.id;
        let otherwise = |done: bool, word: &'static str| if done { word } else { "unchanged" };
        let patch = |enabled: bool| Patch { enabled: Some(enabled), ..Patch::default() };
        Ok(match self {
            Self::Delete { .. } => register.delete(id, None).await.map(|()| "deleted"),
            Self::Enable { .. } => register.patch(id, None, &patch(true)).await.map(|_| "enabled"),
            Self::Disable { .. } => register.patch(id, None, &patch(false)).await.map(|_| "disabled"),
            Self::Unlock { .. } => register.unlock(id).await.map(|()| "unlocked"),
            Self::Password(Password { method, must_change, .. }) => match password {
                Some(password) => register.set_password(id, method, password, *must_change).await.map(|()| "set"),
                None => register.require_password_change(id, method).await.map(|()| "expired"),
            },
            Self::Method { method, active, .. } => {
                let word = if *active { "activated" } else { "deactivated" };
                register.activate(id, method, *active).await.map(|done| otherwise(done, word))
            }
            Self::Sessions { end: Some(session), .. } => {
                register.end_session(id, *session).await.map(|done| otherwise(done, "ended"))
            }
            Self::Sessions { .. } => register.end_sessions(id).await.map(|_| "ended"),
            Self::RemoveCredential { id: credential, .. } => {
                register.remove_credential(id, *credential).await.map(|()| "removed")
            }
            Self::Group(Group::Add { group, .. }) => groups.add(group, id).await.map(|done| otherwise(done, "added")),
            Self::Group(Group::Remove { group, .. }) => {
                groups.remove(group, id).await.map(|done| otherwise(done, "removed"))
            }
            Self::Put(_) | Self::Import(_) | Self::List(_) | Self::Show { .. } | Self::Group(Group::List { .. }) => {
                Ok("")
            }
        }?)
    }

    fn whom(&self) -> Option<&Whom> {
        match self {
            Self::Show { whom }
            | Self::Delete { whom }
            | Self::Enable { whom }
            | Self::Disable { whom }
            | Self::Unlock { whom }
            | Self::Method { whom, .. }
            | Self::Sessions { whom, .. }
            | Self::RemoveCredential { whom, .. }
            | Self::Group(Group::Add { whom, .. } | Group::Remove { whom, .. }) => Some(whom),
            Self::Password(password) => Some(&password.whom),
            Self::Put(put) => Some(&put.whom),
            Self::Import(_) | Self::List(_) | Self::Group(Group::List { .. }) => None,
        }
    }
}

impl Put {
    async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let wish = self.wish(console)?;
        let engine = house.engine().await?;
        let register = Register { engine: &engine, passwords: house.passwords(), actor: &crate::actor() };
        let (_, outcome) = register.put(&wish).await?;
        let done = match outcome {
            Outcome::Made => "made",
            Outcome::Changed => "changed",
            Outcome::Unchanged => "unchanged",
        };
        Ok(writeln!(console.err, "{done}")?)
    }

    fn wish(&self, console: &mut Console<'_>) -> Result<Wish, Told> {
        let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in &self.attributes {
            attributes.entry(name.clone()).or_default().push(value.clone());
        }
        let password = if self.password_stdin { Some(first_line(console)?) } else { None };
        Ok(Wish {
            site: self.whom.site.clone(),
            name: self.whom.name.clone(),
            directory: self.whom.directory.clone(),
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

impl From<UserError> for Told {
    fn from(error: UserError) -> Self {
        match error {
            UserError::Refused(finding) => Self::Refused(vec![finding]),
            UserError::Missing(what) => Self::Usage(format!("there is no such {what}")),
            other => Self::Failed(other.to_string()),
        }
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
