//! Objects of any type: read, listed, made, changed and deleted by their paths.

use clap::{Args, builder::PossibleValue};
use http::Method;
use manage::Type;
use serde_json::{Value, json};
use std::path::PathBuf;

use crate::{
    Console, House, Told,
    api::{Answer, Api, Ask},
    problem::finding_lines,
    table::Table,
    values::{Conditions, Pair, Values, asked, target},
};

#[derive(Args, Debug)]
pub struct Get {
    /// Path of an object, such as /application/acme/wiki
    path: String,
}

#[derive(Args, Debug)]
pub struct List {
    /// What to show, such as application
    #[arg(value_name = "TYPE", value_parser = TypeName)]
    kind: String,
    /// In this site and below
    #[arg(long, value_name = "PATH")]
    site: Option<String>,
    /// Part of name or title
    #[arg(long)]
    text: Option<String>,
    /// Only with this value; repeated for several attributes
    #[arg(long = "filter", value_name = "NAME=VALUE", value_parser = Pair::parse)]
    filters: Vec<Pair>,
    /// All of them, page by page
    #[arg(long, conflicts_with = "limit")]
    all: bool,
    /// How many at most
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
}

#[derive(Args, Debug)]
pub struct Put {
    /// Path of the object
    path: String,
    #[command(flatten)]
    values: Values,
    /// Only where there is no such object yet
    #[arg(long)]
    create: bool,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Args, Debug)]
pub struct Add {
    /// Path of what it lies in: a site, a table, or /server
    parent: String,
    /// What to make, such as group
    #[arg(value_name = "TYPE", value_parser = TypeName)]
    kind: String,
    /// Name, where it needs one, and attributes as NAME=VALUE
    #[arg(value_name = "NAME|NAME=VALUE")]
    rest: Vec<String>,
    /// JSON object with the attributes; `-` for standard input
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Made once for all tries under this key
    #[arg(long, value_name = "KEY")]
    once: Option<String>,
    /// Judges everything and makes nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args, Debug)]
pub struct Patch {
    /// Path of the object
    path: String,
    /// +NAME=VALUE adds a value to a list, -NAME=VALUE takes one out, NAME=VALUE sets; flags stand before the path
    #[arg(value_name = "[+-]NAME=VALUE", required = true, allow_hyphen_values = true, trailing_var_arg = true)]
    changes: Vec<String>,
    #[command(flatten)]
    conditions: Conditions,
}

#[derive(Args, Debug)]
pub struct Delete {
    /// Path of the object
    path: String,
    #[command(flatten)]
    conditions: Conditions,
}

impl Get {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let answer = api.send(&Ask::get(target(&self.path)?)).await?.well()?;
        let mut object = answer.json()?;
        let etag = answer.header("etag").map(|tag| tag.trim_matches('"').to_owned());
        if let (Some(etag), Some(members)) = (etag, object.as_object_mut()) {
            members.insert("etag".into(), etag.into());
        }
        if json || !object["attributes"].is_object() {
            return crate::json(console, &object);
        }
        let mut rows = vec![("id".to_owned(), plain(&object["id"]))];
        flatten(&mut rows, "", &object["attributes"]);
        rows.push(("etag".to_owned(), plain(&object["etag"])));
        let mut table = Table::bare();
        rows.into_iter().for_each(|(name, value)| table.row(vec![name, value]));
        table.write(console.out)?;
        findings(console, &object)
    }
}

impl List {
    pub async fn run(
        &self,
        api: &dyn Api,
        house: &dyn House,
        console: &mut Console<'_>,
        json: bool,
    ) -> Result<(), Told> {
        let limit = if self.all { 1_000 } else { self.limit };
        let mut query: Vec<(String, String)> = vec![("limit".into(), limit.to_string())];
        query.extend(self.site.iter().map(|site| ("site".to_owned(), site.trim_matches('/').to_owned())));
        query.extend(self.text.iter().map(|text| ("q".to_owned(), text.clone())));
        query.extend(self.filters.iter().map(|pair| (pair.name.clone(), pair.value.clone())));
        let mut ask = Ask::get(target(&self.kind)?).with_query(&query);
        let mut objects = Vec::new();
        let next = loop {
            let mut page = api.send(&ask).await?.well()?.json()?;
            if let Value::Array(more) = page["objects"].take() {
                objects.extend(more);
            }
            let next = page["next"].take();
            match next.as_str() {
                Some(target) if self.all => ask = Ask::get(target),
                _ => break next,
            }
            if house.progress() {
                write!(console.err, "\r{} read", objects.len())?;
                console.err.flush()?;
            }
        };
        if house.progress() && self.all {
            write!(console.err, "\r{:20}\r", "")?;
        }
        if json {
            return crate::json(console, &json!({ "type": self.kind, "objects": objects, "next": next }));
        }
        table(&objects).write(console.out)?;
        if next.is_string() {
            writeln!(console.err, "there are more: --all shows them")?;
        }
        Ok(())
    }
}

fn table(objects: &[Value]) -> Table {
    let mut table = Table::new(&["ID", "TITLE", "ENABLED", "FINDINGS"]);
    for object in objects {
        let attributes = &object["attributes"];
        let title = match &attributes["title"] {
            Value::Object(titles) => titles.get("en").or_else(|| titles.values().next()).map(plain),
            other => Some(plain(other)),
        };
        let found = object["findings"].as_array().map_or(0, Vec::len);
        let found = if found == 0 { String::new() } else { found.to_string() };
        table.row(vec![plain(&object["id"]), title.unwrap_or_default(), plain(&attributes["enabled"]), found]);
    }
    table
}

impl Put {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut ask = self.conditions.ask(Method::PUT, target(&self.path)?);
        if self.create {
            ask = ask.header("if-none-match", "*");
        }
        let answer = api.send(&self.values.asked(ask, console)?).await?.well()?;
        written(console, &answer, self.conditions.word("done", "would be done"), json)
    }
}

impl Add {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let (name, pairs) = match self.rest.split_first() {
            Some((first, rest)) if !first.contains('=') => (Some(first.clone()), rest),
            _ => (None, self.rest.as_slice()),
        };
        let mut pairs = pairs.iter().map(|p| Pair::parse(p).map_err(Told::Usage)).collect::<Result<Vec<_>, _>>()?;
        let mut ask = Ask::new(Method::POST, target(&self.parent)?);
        if self.dry_run {
            ask = ask.with_query(&[("dryRun".into(), "true".into())]);
        }
        if let Some(key) = &self.once {
            ask = ask.header("idempotency-key", key);
        }
        let ask = match &self.from {
            None => {
                let plain = |name: &str, value: &str| Pair {
                    name: name.into(),
                    value: value.replacen('@', "@@", usize::from(value.starts_with('@'))),
                };
                pairs.extend(name.iter().map(|name| plain("name", name)));
                pairs.push(plain("type", &self.kind));
                asked(ask, &pairs, None, console)?
            }
            Some(_) if !pairs.is_empty() => {
                return Err(Told::Usage("attributes come from --from or as NAME=VALUE, not both".into()));
            }
            Some(file) => {
                let asked = asked(ask.clone(), &[], Some(file), console)?;
                let given = asked.body.map(|(_, bytes)| serde_json::from_slice(&bytes).unwrap_or(Value::Null));
                let mut body = match given {
                    Some(Value::Object(mut members)) if members.get("attributes").is_some_and(Value::is_object) => {
                        json!({ "attributes": members.remove("attributes") })
                    }
                    other => json!({ "attributes": other }),
                };
                body["type"] = self.kind.as_str().into();
                if let Some(name) = name {
                    body["name"] = name.into();
                }
                ask.body("application/json", body.to_string())
            }
        };
        let answer = api.send(&ask).await?.well()?;
        written(console, &answer, if self.dry_run { "would be made" } else { "made" }, json)
    }
}

impl Patch {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>, json: bool) -> Result<(), Told> {
        let mut pairs = Vec::new();
        for change in &self.changes {
            if change.starts_with("--") {
                return Err(Told::Usage(format!("{change}: flags stand before the path")));
            }
            let (start, rest) = match change.strip_prefix('+') {
                Some(rest) => ("add.", rest),
                None => change.strip_prefix('-').map_or(("", change.as_str()), |rest| ("remove.", rest)),
            };
            let pair = Pair::parse(rest).map_err(|why| Told::Usage(format!("{change}: {why}")))?;
            pairs.push(Pair { name: format!("{start}{}", pair.name), value: pair.value });
        }
        let ask = self.conditions.ask(Method::PATCH, target(&self.path)?);
        let answer = api.send(&asked(ask, &pairs, None, console)?).await?.well()?;
        written(console, &answer, self.conditions.word("done", "would be done"), json)
    }
}

impl Delete {
    pub async fn run(&self, api: &dyn Api, console: &mut Console<'_>) -> Result<(), Told> {
        api.send(&self.conditions.ask(Method::DELETE, target(&self.path)?)).await?.well()?;
        Ok(writeln!(console.err, "{}", self.conditions.word("deleted", "would be deleted"))?)
    }
}

/// The object as it is now; people read its path and what is to be mended.
pub fn written(console: &mut Console<'_>, answer: &Answer, done: &str, json: bool) -> Result<(), Told> {
    let mut object = answer.json()?;
    if json {
        if let (Some(etag), Some(members)) = (answer.header("etag"), object.as_object_mut()) {
            members.insert("etag".into(), etag.trim_matches('"').into());
        }
        return crate::json(console, &object);
    }
    writeln!(console.out, "{}", plain(&object["id"]))?;
    findings(console, &object)?;
    Ok(writeln!(console.err, "{done}")?)
}

fn findings(console: &mut Console<'_>, object: &Value) -> Result<(), Told> {
    for finding in object["findings"].as_array().into_iter().flatten() {
        for line in finding_lines(finding) {
            writeln!(console.err, "{line}")?;
        }
    }
    Ok(())
}

/// Members by their paths, a list's values one by one.
fn flatten(rows: &mut Vec<(String, String)>, path: &str, value: &Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(rows, &path, value);
            }
        }
        Value::Array(values) if values.iter().all(|v| !v.is_object() && !v.is_array()) => {
            rows.extend(values.iter().map(|value| (path.to_owned(), plain(value))));
        }
        value => rows.push((path.to_owned(), plain(value))),
    }
}

/// A text without quotes, nothing for nothing.
pub fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A type of the API. Those that are known complete; a server may know more.
#[derive(Clone, Copy, Debug)]
pub struct TypeName;

impl clap::builder::TypedValueParser for TypeName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        _: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value.to_str().filter(|text| !text.is_empty() && !text.contains('/'));
        text.map(str::to_owned).ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidValue).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Type::all().map(|t| PossibleValue::new(t.name()))))
    }
}
