//! Seed files, in and out.

use clap::{Args, ValueEnum};
use http::Method;
use manage::tokens::{Format, Inventory, Order, Report, Row, TokenError, Unlock, Wrap, export};
use model::{Catalogue, Finding, Secret};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

use crate::{
    Console, House, Told,
    api::{Api, Ask},
};

#[derive(Args, Debug)]
pub struct Import {
    file: PathBuf,
    /// Path of the site that gets the tokens
    #[arg(long)]
    site: String,
    /// Method whose tokens they become; its lines are their template
    #[arg(long)]
    method: String,
    #[arg(long, value_enum, default_value = "auto")]
    format: Named,
    /// Key that the file is sealed with: hexadecimal or base64
    #[arg(long, value_name = "FILE", conflicts_with = "password_file")]
    key_file: Option<PathBuf>,
    /// Password that the file is sealed with, as the first line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Looks at everything and writes nothing
    #[arg(long)]
    dry_run: bool,
    /// Tokens that are written at once: all of them or none
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    batch: u16,
    /// They must be initialised before anybody can have them
    #[arg(long)]
    initialise: bool,
    /// Gives each token to the user of the site whom the file names; prints the PIN where the server judges one, this once
    #[arg(long, conflicts_with = "initialise")]
    assign: bool,
}

#[derive(Args, Debug)]
pub struct Export {
    /// Path of the site; tokens of those below it too
    #[arg(long)]
    site: String,
    /// Seals the keys with this key of 32 bytes: hexadecimal or base64
    #[arg(long, value_name = "FILE", group = "wrap")]
    key_file: Option<PathBuf>,
    /// What the other side calls that key
    #[arg(long, default_value = "transport", requires = "key_file")]
    key_name: String,
    /// Seals the keys with this password, the first line
    #[arg(long, value_name = "FILE", group = "wrap")]
    password_file: Option<PathBuf>,
    /// Seals nothing: whoever sees the file has the tokens
    #[arg(long, value_name = "FORMAT", value_enum, group = "wrap")]
    in_clear: Option<Named>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    Auto,
    Pskc,
    Csv,
    Uris,
}

const UNSEALED: &str = "name --key-file, --password-file or --in-clear";

impl Named {
    const fn format(self) -> Option<Format> {
        match self {
            Self::Auto => None,
            Self::Pskc => Some(Format::Pskc),
            Self::Csv => Some(Format::Csv),
            Self::Uris => Some(Format::Uris),
        }
    }
}

impl Import {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let file = Secret::new(bytes(&self.file)?);
        let key = self.key_file.as_deref().map(key).transpose()?;
        let password = self.password_file.as_deref().map(password).transpose()?;
        let unlock = match (&key, &password) {
            (Some(key), _) => Unlock::Key(key.expose()),
            (None, Some(password)) => Unlock::Password(password.expose()),
            (None, None) => Unlock::Nothing,
        };
        let engine = house.engine().await?;
        let inventory = Inventory { engine: &engine, kinds: house.kinds(), actor: &crate::actor() };
        let order = Order {
            site: &self.site,
            method: &self.method,
            file: file.expose(),
            format: self.format.format(),
            unlock,
            batch: self.batch.into(),
            initialise: self.initialise,
            dry_run: self.dry_run,
        };
        let err = &mut *console.err;
        // A progress that nobody reads any more stops no import.
        let mut progress = |done: usize, all: usize| drop(writeln!(err, "{done} of {all}"));
        let mut report = inventory.import(&order, &mut progress).await?;
        if self.assign && !self.dry_run {
            self.give(&inventory, &mut report, console).await?;
        }
        self.tell(&report, console, json)
    }

    /// To a running server, sealed as the file is.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut query = vec![
            ("site".to_owned(), self.site.clone()),
            ("method".to_owned(), self.method.clone()),
            ("batch".to_owned(), self.batch.to_string()),
        ];
        query.extend(self.format.format().map(|format| ("format".to_owned(), format.key().to_owned())));
        let truth = |name: &str, truth: bool| truth.then(|| (name.to_owned(), "true".to_owned()));
        query.extend(truth("dryRun", self.dry_run));
        query.extend(truth("initialise", self.initialise));
        let mut ask = Ask::new(Method::POST, "/import/token").with_query(&query);
        if let Some(file) = &self.key_file {
            ask = ask.header("unlock-key", data_encoding::BASE64.encode(key(file)?.expose()));
        }
        if let Some(file) = &self.password_file {
            ask = ask.header("unlock-password", password(file)?.expose().as_str());
        }
        let answer = api.send(&ask.body("application/octet-stream", bytes(&self.file)?)).await?.well()?.json()?;
        let mut report = reported(&answer);
        writeln!(console.err, "{0} of {0}", report.taken.len())?;
        if self.assign && !self.dry_run {
            for (serial, user) in std::mem::take(&mut report.owners) {
                let ask = Ask::new(Method::POST, format!("{}/$action/assign", super::place(&serial)?));
                let given = api.send(&ask.json(&json!({ "user": user }))).await?;
                match given.status {
                    400 | 404 | 409 | 422 => {
                        report.refused.push(Row { line: None, serial, why: "user".to_owned() });
                    }
                    _ => {
                        let given = given.well()?.json()?;
                        if let Some(pin) = given["pin"].as_str() {
                            writeln!(console.out, "{serial} {user} {pin}")?;
                        }
                    }
                }
            }
        }
        self.tell(&report, console, json)
    }

    /// A token whose user is not there stays in the inventory, and is told.
    async fn give(
        &self,
        inventory: &Inventory<'_>,
        report: &mut Report,
        console: &mut Console<'_>,
    ) -> Result<(), Told> {
        for (serial, user) in std::mem::take(&mut report.owners) {
            match inventory.assign(&serial, "", &user).await {
                Ok(Some(pin)) => writeln!(console.out, "{serial} {user} {}", pin.expose())?,
                Ok(None) => {}
                Err(TokenError::Wrong(part, _)) => {
                    report.refused.push(Row { line: None, serial, why: part.to_owned() })
                }
                Err(other) => return Err(other.into()),
            }
        }
        Ok(())
    }

    fn tell(&self, report: &Report, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let (taken, refused) = (report.taken.len(), report.refused.len());
        if json {
            let row = |row: &Row| json!({ "line": row.line, "serial": row.serial, "why": row.why });
            let rows: Vec<Value> = report.refused.iter().map(row).collect();
            crate::json(
                console,
                &json!({ "format": report.format.key(), "taken": report.taken, "refused": rows, "dryRun": self.dry_run,
                    "signatureUnchecked": report.signature_unchecked }),
            )?;
        } else {
            let word = if self.dry_run { "would be taken" } else { "taken" };
            writeln!(console.out, "{taken} {word}, {refused} refused")?;
        }
        if report.signature_unchecked {
            writeln!(console.err, "the file carries a signature, which was not checked")?;
        }
        let findings: Vec<Finding> = report.refused.iter().map(finding).collect();
        if findings.is_empty() { Ok(()) } else { Err(Told::Refused(findings)) }
    }
}

fn finding(row: &Row) -> Finding {
    let place = row.line.map_or_else(|| "token".to_owned(), |line| format!("line {line}"));
    Finding::broken(row.serial.escape_debug().to_string(), "token").with("why", &row.why).at(place)
}

impl Export {
    /// From a running server. The key or the password goes there, and is not kept there.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let mut query = vec![("site".to_owned(), self.site.clone())];
        let mut ask = Ask::new(Method::POST, "/token/$export");
        match (&self.key_file, &self.password_file, self.in_clear) {
            (Some(file), ..) => {
                ask = ask.header("export-key", data_encoding::BASE64.encode(key(file)?.expose()));
                ask = ask.header("export-key-name", self.key_name.as_str());
            }
            (_, Some(file), _) => ask = ask.header("export-password", password(file)?.expose().as_str()),
            (.., Some(named)) => {
                query.push(("inClear".to_owned(), named.format().unwrap_or(Format::Pskc).key().to_owned()));
            }
            _ => return Err(Told::Usage(UNSEALED.into())),
        }
        let file = api.send(&ask.with_query(&query)).await?.well()?;
        Ok(console.out.write_all(&file.body)?)
    }

    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let key = self.key_file.as_deref().map(key).transpose()?;
        let password = self.password_file.as_deref().map(password).transpose()?;
        let wrap = match (&key, &password, self.in_clear) {
            (Some(key), ..) => Wrap::Key(&self.key_name, key.expose()),
            (_, Some(password), _) => Wrap::Password(password.expose()),
            (.., Some(named)) => Wrap::InClear(named.format().unwrap_or(Format::Pskc)),
            _ => return Err(Told::Usage(UNSEALED.into())),
        };
        let store = house.beside().await?;
        let (version, entries) = store.catalogue().await?;
        let catalogue = Catalogue::load(version, entries);
        let actor = crate::actor();
        let by = (&actor, house.now(), house.chance());
        let file = export(&store, (&catalogue, house.kinds()), &self.site, &wrap, by).await?;
        Ok(console.out.write_all(file.expose().as_bytes())?)
    }
}

/// What a server says of an import.
fn reported(answer: &Value) -> Report {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let row = |row: &Value| Row {
        line: row["line"].as_u64().and_then(|line| line.try_into().ok()),
        serial: text(&row["serial"]),
        why: text(&row["why"]),
    };
    Report {
        format: answer["format"].as_str().and_then(Format::parse).unwrap_or(Format::Csv),
        taken: all("taken").iter().map(text).collect(),
        refused: all("refused").iter().map(row).collect(),
        owners: all("owners").iter().map(|o| (text(&o["serial"]), text(&o["user"]))).collect(),
        signature_unchecked: answer["signatureUnchecked"] == true,
    }
}

fn bytes(file: &Path) -> Result<Vec<u8>, Told> {
    std::fs::read(file).map_err(|e| Told::Usage(format!("{}: {e}", file.display())))
}

/// A key as text: hexadecimal or base64.
fn key(file: &Path) -> Result<Secret<Vec<u8>>, Told> {
    let text = Secret::new(crate::graph::read(file)?);
    let text = text.expose().trim();
    let hex = data_encoding::HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok();
    let key = hex.or_else(|| data_encoding::BASE64.decode(text.as_bytes()).ok());
    let key = key.filter(|key| (8..=64).contains(&key.len())).map(Secret::new);
    key.ok_or_else(|| Told::Usage(format!("{}: no key in hexadecimal or base64", file.display())))
}

fn password(file: &Path) -> Result<Secret<String>, Told> {
    let text = Secret::new(crate::graph::read(file)?);
    let first = text.expose().lines().next().unwrap_or_default();
    let given = (!first.is_empty()).then(|| Secret::new(first.to_owned()));
    given.ok_or_else(|| Told::Usage(format!("{}: no password in its first line", file.display())))
}
