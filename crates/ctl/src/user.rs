//! Users: put, import, list, show, and what is done to one.

mod act;
mod import;
mod list;
mod put;
mod send;

use clap::{ArgAction, Args, Subcommand};
use http::Method;
use model::{Id, Secret};
use std::path::{Path, PathBuf};

use crate::{
    Console, Ctl, House, Told,
    api::{Answer, Api, Ask},
    place::Place,
    values::target,
};

#[derive(Subcommand, Debug)]
pub enum User {
    /// Makes a user, or changes what is given of one
    Put(put::Put),
    /// Makes or changes the users of a file, a table or one JSON object a line, and tells what became of each row
    Import(import::Import),
    /// Shows users
    #[command(visible_alias = "search")]
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
        /// Asks nothing; without it a terminal is asked
        #[arg(long)]
        yes: bool,
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
    /// Sets a password, read from the first line of standard input or of a file, or has the user change it
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
    /// Keeps a credential from being accepted
    SuspendCredential {
        #[command(flatten)]
        whom: Whom,
        id: Id,
    },
    /// Ends the suspension of a credential
    ResumeCredential {
        #[command(flatten)]
        whom: Whom,
        id: Id,
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
    /// Reads the password from the first line of a file
    #[arg(long, value_name = "FILE", conflicts_with = "expire")]
    password_file: Option<PathBuf>,
    /// The password is good for one login, in which it is changed
    #[arg(long)]
    must_change: bool,
    /// No new one: the present one is changed at the next login
    #[arg(long, conflicts_with = "must_change")]
    expire: bool,
}

impl User {
    pub async fn run(&self, ctl: &Ctl, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        if let Self::Import(import) = self {
            return match ctl.place(house)? {
                Place::Server(remote) => import.over(remote.as_ref(), console, ctl.json).await,
                Place::Store => import.run(house, console, ctl.json).await,
            };
        }
        if let Self::Delete { whom, yes } = self {
            crate::confirmed(house, console, *yes, &format!("delete {} of {}", whom.name, whom.site))?;
        }
        // Before the store is opened: it may be waited for.
        let password = match self {
            Self::Password(password) if !password.expire => {
                Some(secret(console, password.password_file.as_deref(), "password")?)
            }
            Self::Put(put) => put.password(console)?,
            _ => None,
        };
        let api = if self.reads() { ctl.reading(house).await? } else { ctl.api(house).await? };
        let api = api.as_ref();
        match self {
            Self::Put(put) => put.run(api, password, console, ctl.json).await,
            Self::List(list) => list.run(api, house, console, ctl.json).await,
            Self::Show { whom } => list::show(whom, api, console, ctl.json).await,
            Self::Sessions { whom, end: None, end_all: false } => list::sessions(whom, api, console, ctl.json).await,
            Self::Group(Group::List { group, limit }) => {
                list::members(group, *limit, api, house, console, ctl.json).await
            }
            act => Ok(writeln!(console.err, "{}", act.act(api, password).await?)?),
        }
    }

    /// Whether it only looks, so that it may be done beside a server.
    const fn reads(&self) -> bool {
        matches!(
            self,
            Self::List(_)
                | Self::Show { .. }
                | Self::Sessions { end: None, end_all: false, .. }
                | Self::Group(Group::List { .. })
        )
    }
}

impl Whom {
    fn unknown(&self) -> Told {
        Told::Usage(format!("no user {} in {}", self.name, self.site))
    }

    /// A request about this user; what hangs on them follows their path.
    fn ask(&self, method: Method, tail: &str) -> Result<Ask, Told> {
        let user = target(&format!("user/{}/{}", self.site.trim_matches('/'), self.name))?;
        let ask = Ask::new(method, format!("{user}{tail}"));
        let directory = (!self.directory.is_empty()).then(|| ("directory".to_owned(), self.directory.clone()));
        Ok(ask.with_query(&directory.into_iter().collect::<Vec<_>>()))
    }

    async fn send(&self, api: &dyn Api, ask: &Ask) -> Result<Answer, Told> {
        let answer = api.send(ask).await?;
        if answer.status == 404 { Err(self.unknown()) } else { answer.well() }
    }
}

/// A secret of a file's first line, or of the first line of standard input.
pub fn secret(console: &mut Console<'_>, file: Option<&Path>, what: &str) -> Result<Secret<String>, Told> {
    let mut line = String::new();
    match file {
        Some(file) if file.as_os_str() != "-" => line = crate::graph::read(file)?,
        _ => drop(console.input.read_line(&mut line)?),
    }
    let length = line.find(['\r', '\n']).unwrap_or(line.len());
    let given = Secret::new(line[..length].to_owned());
    drop(Secret::new(line));
    if given.is_empty() { Err(Told::Usage(format!("no {what} in the first line"))) } else { Ok(given) }
}
