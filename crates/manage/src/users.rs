//! Users of the embedded directories as administrators have them: made, changed, read, listed and deleted, with what hangs on them.
//!
//! [`Register`] is the whole of it; a [`Wish`] says what a user shall be, whether it comes from a form, a script or a row of a file.
//! Every change is decided on what was read and refused if that was changed meanwhile, and leaves an audit event with what was before and
//! after, secrets masked. What a password credential holds is its method's business; the binary lends [`Passwords`].

mod credentials;
mod edit;
mod list;
mod sessions;
mod show;
mod view;
mod wish;

use login::{Actor, Engine, EngineError};
use model::{Catalogue, Finding, Id, Lines, Noun, Secret, Time, User};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{Applied, Store, Unit};

pub use edit::Patch;
pub use list::{Filter, Page, Summary, list};
pub(crate) use show::event;
pub use view::{CredentialView, LockView, MethodView, SessionView, View, groups_of, view};
pub use wish::{Outcome, Prepared, prepare, write};
pub(crate) use wish::{PasswordRule, decide, named};

/// How bodies of password credentials are made and judged.
#[derive(Clone, Copy)]
pub struct Passwords {
    /// The kind of methods they belong to.
    pub kind: &'static str,
    /// From a known password, by the lines of its method, with a salt. Slow.
    pub plain: fn(&Lines, &str, &[u8; 16], Time) -> Result<Value, String>,
    /// From a hash that other software made, such as `{SSHA}…`.
    pub encoded: fn(&str, Time) -> Result<Value, String>,
    /// The same, to be changed at the next login.
    pub to_be_changed: fn(Value) -> Value,
    /// Whether a body is to be changed at the next login.
    pub must_change: fn(&Value) -> bool,
    /// Whether two bodies hold the same hash.
    pub same: fn(&Value, &Value) -> bool,
}

/// A user as somebody wants it. What is not said stays as it is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Wish {
    /// Path of the site, such as `demosite`.
    #[serde(default)]
    pub site: String,
    pub name: String,
    /// Name of the directory; the only one that is embedded where empty.
    #[serde(default)]
    pub directory: String,
    /// Each with its values; none removes it.
    #[serde(default)]
    pub attributes: BTreeMap<String, Values>,
    pub enabled: Option<bool>,
    pub email_verified: Option<bool>,
    pub phone_verified: Option<bool>,
    /// RFC 3339.
    pub not_before: Option<String>,
    pub expires: Option<String>,
    /// Paths of groups that shall list the user.
    #[serde(default)]
    pub groups: Vec<String>,
    pub password: Option<Secret<String>>,
    /// A hash made by other software.
    pub password_hash: Option<Secret<String>>,
    /// Name of the password's method; the only one of the directory where empty.
    #[serde(default)]
    pub method: String,
    /// The password is good for one login, in which it is changed.
    #[serde(default)]
    pub must_change: bool,
}

/// One value or several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Values {
    One(String),
    Many(Vec<String>),
}

/// Why something was not done to a user.
#[derive(Debug, thiserror::Error)]
pub enum UserError {
    /// Mend what was asked: which member of it, and what is wrong; the words are in the texts under `finding-KEY`.
    #[error("{}", .0.plain())]
    Refused(Finding),
    /// There is no such user, session or credential.
    #[error("there is no {0}")]
    Missing(&'static str),
    /// Somebody else changed the user meanwhile: read again.
    #[error("the user was changed by somebody else meanwhile")]
    Moved,
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl UserError {
    pub(crate) fn refused(member: &str, key: &str) -> Self {
        Self::Refused(Finding::broken(member, key))
    }
    pub(crate) fn named(member: &str, key: &str, argument: &str, value: impl ToString) -> Self {
        Self::Refused(Finding::broken(member, key).with(argument, value))
    }
}

impl From<store::StoreError> for UserError {
    fn from(error: store::StoreError) -> Self {
        match error {
            // A name that somebody took at the same moment.
            store::StoreError::Conflict(_) => Self::Moved,
            other => Self::Engine(other.into()),
        }
    }
}

/// The users, in the hands of somebody. Whether they may is the caller's question.
#[derive(Clone, Copy)]
pub struct Register<'a> {
    pub engine: &'a Engine,
    pub passwords: Passwords,
    /// Who audit events name.
    pub actor: &'a Actor,
}

impl Register<'_> {
    /// The user of a site, directory (the only embedded one where empty) and name.
    pub async fn find(&self, site: &str, directory: &str, name: &str) -> Result<Option<User>, UserError> {
        let (site, directory) = place(&self.engine.world().catalogue, site, directory)?;
        find(self.engine.store().as_ref(), directory, site, name).await
    }

    pub async fn user(&self, id: Id) -> Result<User, UserError> {
        self.engine.store().user(id).await?.ok_or(UserError::Missing("user"))
    }

    /// Everything about one user that an administrator may see.
    pub async fn view(&self, id: Id) -> Result<View, UserError> {
        let (store, world) = (self.engine.store().as_ref(), self.engine.world());
        let view = view::view(store, &world.catalogue, &self.passwords, self.engine.now(), id).await?;
        view.ok_or(UserError::Missing("user"))
    }

    /// A page of users; only of these sites, if any are named.
    pub async fn list(&self, filter: &Filter, within: Option<&[Id]>) -> Result<Page, UserError> {
        list::list(self.engine.store().as_ref(), &self.engine.world().catalogue, filter, within).await
    }

    /// Makes a user, or changes what is given of one.
    pub async fn put(&self, wish: &Wish) -> Result<(User, Outcome), UserError> {
        let prepared = decide(self, wish, PasswordRule::Set).await?;
        let (user, outcome) = (prepared.user.clone(), prepared.outcome);
        write(self.engine, vec![prepared]).await?;
        Ok((user, outcome))
    }

    async fn apply(&self, unit: Unit) -> Result<(), UserError> {
        let applied = self.engine.store().apply(unit).await?;
        self.engine.wake_outbox();
        if applied == Applied::Done { Ok(()) } else { Err(UserError::Moved) }
    }
}

/// Clears every counter of a user. Says whether there is such a user.
pub async fn unlock(
    engine: &Engine,
    site: &str,
    directory: &str,
    name: &str,
    actor: &Actor,
) -> Result<bool, UserError> {
    let (site, directory) = place(&engine.world().catalogue, site, directory)?;
    let Some(user) = find(engine.store().as_ref(), directory, site, name).await? else { return Ok(false) };
    edit::unlock(engine, &user, actor).await?;
    Ok(true)
}

/// The site and directory of these names.
pub fn place(catalogue: &Catalogue, site: &str, directory: &str) -> Result<(Id, Id), UserError> {
    let of_site =
        catalogue.at(Noun::Site, site).ok_or_else(|| UserError::named("site", "user-no-site", "path", site))?;
    let embedded: Vec<_> = catalogue.directories().filter(|(_, d)| d.kind == "local").map(|(e, _)| e).collect();
    let of_directory = match (&embedded[..], directory) {
        ([only], "") => only,
        (_, "") => return Err(UserError::named("directory", "user-which-directory", "count", embedded.len())),
        (all, name) => all
            .iter()
            .find(|e| e.path == name)
            .ok_or_else(|| UserError::named("directory", "user-no-directory", "path", name))?,
    };
    Ok((of_site.id, of_directory.id))
}

pub(crate) async fn find(store: &dyn Store, directory: Id, site: Id, name: &str) -> Result<Option<User>, UserError> {
    Ok(store.users_named(directory, name).await?.into_iter().find(|u| u.site == site))
}
