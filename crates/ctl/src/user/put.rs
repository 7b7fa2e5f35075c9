//! A user as somebody wants one.

use clap::Args;
use http::Method;
use model::Secret;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, path::PathBuf};

use super::{Whom, act::UNCHANGED, secret};
use crate::{Console, Told, api::Api, values::Pair};

#[derive(Args, Debug)]
pub struct Put {
    #[command(flatten)]
    whom: Whom,
    /// NAME=VALUE; repeated for several values; NAME= removes it
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = Pair::parse)]
    attributes: Vec<Pair>,
    /// Reads a new password from the first line of standard input
    #[arg(long, group = "new_password")]
    password_stdin: bool,
    /// Reads a new password from the first line of a file
    #[arg(long, value_name = "FILE", group = "new_password")]
    password_file: Option<PathBuf>,
    /// The password is good for one login, in which it is changed
    #[arg(long, requires = "new_password")]
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
    /// The user may not log in before this time, such as 2027-01-31T12:00:00Z; empty for no such time
    #[arg(long, value_name = "TIME")]
    not_before: Option<String>,
    /// The user may not log in from this time on; empty for no such time
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Judges everything and changes nothing
    #[arg(long)]
    dry_run: bool,
}

impl Put {
    pub fn password(&self, console: &mut Console<'_>) -> Result<Option<Secret<String>>, Told> {
        let asked = self.password_stdin || self.password_file.is_some();
        asked.then(|| secret(console, self.password_file.as_deref(), "password")).transpose()
    }

    pub async fn run(
        &self,
        api: &dyn Api,
        password: Option<Secret<String>>,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<(), Told> {
        let fresh = password.is_some();
        let given = self.given(password);
        let before = api.send(&self.whom.ask(Method::GET, "")?).await?;
        let mut ask = self.whom.ask(Method::PUT, "")?.json(&json!({ "attributes": given }));
        if self.dry_run {
            ask = ask.with_query(&[("dryRun".to_owned(), "true".to_owned())]);
        }
        let after = api.send(&ask).await?.well()?;
        let told = after.json()?;
        let same = |was: &Value| was["attributes"]["groups"] == told["attributes"]["groups"];
        let word = match (before.status, self.dry_run) {
            (404, false) => "made",
            (404, true) => "would be made",
            (_, true) => "would be done",
            // Neither a password nor a list of members is in the entity tag.
            (200, false) if !fresh && before.header("etag") == after.header("etag") && same(&before.json()?) => {
                UNCHANGED
            }
            _ => "changed",
        };
        if json {
            crate::json(console, &told)?;
        }
        Ok(writeln!(console.err, "{word}")?)
    }

    fn given(&self, password: Option<Secret<String>>) -> Map<String, Value> {
        let mut attributes: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in &self.attributes {
            attributes.entry(pair.name.clone()).or_default().push(pair.value.clone());
        }
        // An empty value takes away, beside others it says nothing.
        let values = |all: Vec<String>| all.into_iter().filter(|v| !v.is_empty()).collect::<Vec<_>>();
        let mut given: Map<String, Value> =
            attributes.into_iter().map(|(name, all)| (name, values(all).into())).collect();
        let mut put = |name: &str, value: Option<Value>| given.extend(value.map(|value| (name.to_owned(), value)));
        put("enabled", self.enabled.map(Value::from));
        put("emailVerified", self.email_verified.map(Value::from));
        put("phoneVerified", self.phone_verified.map(Value::from));
        put("notBefore", self.not_before.clone().map(Value::from));
        put("expires", self.expires.clone().map(Value::from));
        put("groups", (!self.groups.is_empty()).then(|| self.groups.clone().into()));
        put("method", (!self.method.is_empty()).then(|| self.method.as_str().into()));
        put("password", password.map(|password| password.expose().as_str().into()));
        put("mustChange", self.must_change.then(|| true.into()));
        given
    }
}
