//! Configuration as code: export, diff, apply.

use clap::{Args, ValueEnum};
use http::Method;
use manage::graph::{self, ExportKey, Given, Plan, Secrets};
use model::{Catalogue, Finding};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use store::{Unit, When};

use crate::{
    Console, House, Told,
    api::{Api, Ask},
};

#[derive(Args, Debug)]
pub struct Export {
    /// Whether secrets are left out or sealed under the key of --key-file
    #[arg(long, value_enum, default_value = "omit")]
    secrets: Keep,
    /// File with 32 random bytes in hexadecimal or base64 (`openssl rand -hex 32`)
    #[arg(long, value_name = "FILE", required_if_eq("secrets", "sealed"))]
    key_file: Option<PathBuf>,
}

#[derive(ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    Omit,
    Sealed,
}

#[derive(Args, Debug)]
pub struct Diff {
    #[command(flatten)]
    source: Source,
}

#[derive(Args, Debug)]
pub struct Apply {
    #[command(flatten)]
    source: Source,
    /// Shows what would change and changes nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args, Clone, Debug)]
struct Source {
    /// TOML as `export` writes it; `-` for standard input
    file: PathBuf,
    /// Deletes what the file does not name
    #[arg(long)]
    prune: bool,
    /// Key that secrets in the file are sealed under
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

impl Export {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>) -> Result<(), Told> {
        let key = self.key_file.as_deref().map(key).transpose()?;
        let secrets = match (self.secrets, &key) {
            (Keep::Sealed, Some(key)) => Secrets::Sealed(key),
            _ => Secrets::Omit,
        };
        let store = house.beside().await?;
        let (version, entries) = store.catalogue().await?;
        let text = graph::export(&Catalogue::load(version, entries), house.kinds(), &secrets);
        if matches!(secrets, Secrets::Sealed(_)) {
            let event = crate::actor().event(house.now(), "configuration.exported").detail(json!({ "sealed": true }));
            store.apply(Unit::new().audit(When::Always, event)).await?;
        }
        Ok(console.out.write_all(text.as_bytes())?)
    }

    /// From a running server.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        let file = self.key_file.as_deref().filter(|_| self.secrets == Keep::Sealed);
        let ask = with_key(Ask::get("/configuration"), file)?;
        Ok(console.out.write_all(&api.send(&ask).await?.well()?.body)?)
    }
}

impl Diff {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let text = self.source.text(console)?;
        let store = house.beside().await?;
        let (version, entries) = store.catalogue().await?;
        let catalogue = Catalogue::load(version, entries);
        let plan = self.source.plan(&text, &catalogue, house)?;
        let lived_in = graph::lived_in(store.as_ref(), &catalogue, &plan).await?;
        if !lived_in.is_empty() {
            return Err(Told::Refused(lived_in));
        }
        show(console, &plan, &plan.findings, false, json)
    }

    /// Against a running server.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let ask = self.source.asked("diff", false, console)?;
        told(console, &api.send(&ask).await?.well()?.json()?, json)
    }
}

impl Apply {
    pub async fn run(&self, house: &dyn House, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        if self.dry_run {
            let diff = Diff { source: self.source.clone() };
            return diff.run(house, console, json).await;
        }
        let text = self.source.text(console)?;
        let engine = house.engine().await?;
        let plan = self.source.plan(&text, &engine.world().catalogue, house)?;
        let findings = graph::apply(&engine, &plan, crate::ACTOR).await?;
        let planned =
            |f: &Finding| plan.findings.iter().any(|p| (&p.object, &p.field, &p.key) == (&f.object, &f.field, &f.key));
        let more = findings.into_iter().filter(|f| !planned(f));
        let all: Vec<Finding> = plan.findings.iter().cloned().chain(more).collect();
        show(console, &plan, &all, true, json)
    }

    /// To a running server.
    pub async fn over(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let ask = self.source.asked("apply", self.dry_run, console)?;
        told(console, &api.send(&ask).await?.well()?.json()?, json)
    }
}

impl Source {
    fn text(&self, console: &mut Console<'_>) -> Result<String, Told> {
        text(&self.file, console)
    }

    /// The same question to a running server.
    fn asked(&self, what: &str, dry_run: bool, console: &mut Console<'_>) -> Result<Ask, Told> {
        let mut query = Vec::new();
        query.extend(self.prune.then(|| ("prune".to_owned(), "true".to_owned())));
        query.extend(dry_run.then(|| ("dryRun".to_owned(), "true".to_owned())));
        let ask = Ask::new(Method::POST, format!("/configuration/{what}")).with_query(&query);
        Ok(with_key(ask, self.key_file.as_deref())?.body("application/toml", self.text(console)?))
    }

    fn plan(&self, text: &str, catalogue: &Catalogue, house: &dyn House) -> Result<Plan, Told> {
        let key = self.key_file.as_deref().map(key).transpose()?;
        let wanted = graph::parse(text).map_err(Told::Refused)?;
        let given = Given {
            catalogue,
            kinds: house.kinds(),
            key: key.as_ref(),
            now: house.now(),
            chance: house.chance(),
            prune: self.prune,
        };
        graph::diff(&wanted, &given).map_err(Told::Refused)
    }
}

/// The export key goes in a header, and so only to where a token may go.
fn with_key(ask: Ask, file: Option<&Path>) -> Result<Ask, Told> {
    let Some(file) = file else { return Ok(ask) };
    key(file)?;
    Ok(ask.header(EXPORT_KEY, read(file)?.trim()))
}

const EXPORT_KEY: &str = "export-key";

fn key(file: &Path) -> Result<ExportKey, Told> {
    ExportKey::parse(&read(file)?).map_err(|e| Told::Usage(format!("{}: {e}", file.display())))
}

/// A file's text, or that of standard input for `-`.
pub fn text(file: &Path, console: &mut Console<'_>) -> Result<String, Told> {
    if file.as_os_str() != "-" {
        return read(file);
    }
    let mut text = String::new();
    console.input.read_to_string(&mut text)?;
    Ok(text)
}

/// A file's text; one that cannot be read is the command's mistake.
pub fn read(file: &Path) -> Result<String, Told> {
    std::fs::read_to_string(file).map_err(|e| Told::Usage(format!("{}: {e}", file.display())))
}

/// What a server says of a difference, in the words of [`show`].
fn told(console: &mut Console<'_>, answer: &Value, json: bool) -> Result<(), Told> {
    if json {
        return crate::json(console, answer);
    }
    for line in answer["changes"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        writeln!(console.out, "{line}")?;
    }
    for finding in answer["findings"].as_array().into_iter().flatten() {
        for line in crate::problem::finding_lines(finding) {
            writeln!(console.err, "{line}")?;
        }
    }
    let done = if answer["applied"] == true { "changed" } else { "to change" };
    Ok(writeln!(console.err, "{} objects {done}", answer["objects"])?)
}

fn show(console: &mut Console<'_>, plan: &Plan, findings: &[Finding], applied: bool, json: bool) -> Result<(), Told> {
    if json {
        return crate::json(console, &json!({ "changes": plan.shown, "findings": findings, "applied": applied }));
    }
    for line in &plan.shown {
        writeln!(console.out, "{line}")?;
    }
    for finding in findings {
        writeln!(console.err, "{}", finding.plain())?;
    }
    let done = if applied { "changed" } else { "to change" };
    Ok(writeln!(console.err, "{} objects {done}", plan.changes.len())?)
}
