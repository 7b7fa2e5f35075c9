//! What is typed behind a path: `NAME=VALUE`, its value perhaps from a file, or a whole JSON object.

use clap::Args;
use http::Method;
use serde_json::Value;
use std::path::PathBuf;

use crate::{Console, Told, api::Ask};

/// One pair as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub name: String,
    pub value: String,
}

impl Pair {
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self { name: name.trim().to_owned(), value: value.to_owned() })
            }
            _ => Err("write NAME=VALUE".to_owned()),
        }
    }

    /// `@FILE` and `@-` stand for what is in a file and in standard input, so that no secret is an argument; `@@` for `@`.
    pub fn read(&self, console: &mut Console<'_>) -> Result<(String, String), Told> {
        let value = match self.value.strip_prefix('@') {
            None => self.value.clone(),
            Some(text) if text.starts_with('@') => text.to_owned(),
            Some("") => return Err(Told::Usage(format!("{}=@: name a file, or - for standard input", self.name))),
            Some(file) => {
                let text = crate::graph::text(&PathBuf::from(file), console)?;
                let end = text.trim_end_matches(['\r', '\n']).len();
                text[..end].to_owned()
            }
        };
        Ok((self.name.clone(), value))
    }
}

/// Attributes of an object.
#[derive(Args, Debug)]
pub struct Values {
    /// Attributes: repeated for several values, NAME= for the default, title.fi or mail.host for one member, NAME=@FILE for what
    /// stands in a file
    #[arg(value_name = "NAME=VALUE", value_parser = Pair::parse)]
    pairs: Vec<Pair>,
    /// JSON object with the attributes; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "pairs")]
    from: Option<PathBuf>,
}

impl Values {
    pub fn asked(&self, ask: Ask, console: &mut Console<'_>) -> Result<Ask, Told> {
        asked(ask, &self.pairs, self.from.as_ref(), console)
    }
}

/// The pairs as a form, whose values the API reads as its schema says, or the file as JSON.
pub fn asked(ask: Ask, pairs: &[Pair], from: Option<&PathBuf>, console: &mut Console<'_>) -> Result<Ask, Told> {
    if let Some(file) = from {
        let text = crate::graph::text(file, console)?;
        let value: Value = serde_json::from_str(&text).map_err(|e| {
            Told::Usage(format!("{}: no JSON at line {}, column {}", file.display(), e.line(), e.column()))
        })?;
        if !value.is_object() {
            return Err(Told::Usage(format!("{}: a JSON object is expected", file.display())));
        }
        return Ok(ask.body("application/json", text));
    }
    let fields = pairs.iter().map(|pair| pair.read(console)).collect::<Result<Vec<_>, _>>()?;
    Ok(ask.form(&fields))
}

/// Under which conditions something is changed.
#[derive(Args, Debug)]
pub struct Conditions {
    /// Judges everything and changes nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Only where it is as it was read: the etag that `get` shows
    #[arg(long, value_name = "ETAG")]
    if_match: Option<String>,
}

impl Conditions {
    pub fn ask(&self, method: Method, target: String) -> Ask {
        let mut ask = Ask::new(method, target);
        if let Some(tag) = &self.if_match {
            let tag = tag.trim_matches('"');
            ask = ask.header("if-match", if tag == "*" { tag.to_owned() } else { format!("\"{tag}\"") });
        }
        if self.dry_run { ask.with_query(&[("dryRun".into(), "true".into())]) } else { ask }
    }

    /// What was done, or would be.
    pub const fn word<'a>(&self, done: &'a str, would: &'a str) -> &'a str {
        if self.dry_run { would } else { done }
    }
}

/// A path as it is typed, names as they are, as one of the API: `/application/acme/my wiki`.
pub fn target(path: &str) -> Result<String, Told> {
    let inner = path.strip_prefix('/').unwrap_or(path);
    let inner = inner.strip_suffix('/').unwrap_or(inner);
    if inner.split('/').any(str::is_empty) || inner.chars().any(char::is_control) {
        return Err(Told::Usage(format!("{}: no path such as /application/acme/wiki", path.escape_debug())));
    }
    Ok(inner.split('/').map(|segment| format!("/{}", manage::address::encoded(segment))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_typed_as_they_are_read() {
        for (typed, sent) in [
            ("/method/password.1", "/method/password.1"),
            ("method/password.1/", "/method/password.1"),
            ("/application/acme/my wiki?x", "/application/acme/my%20wiki%3Fx"),
            ("/group/acme/$all", "/group/acme/$$all"),
            ("/server", "/server"),
        ] {
            assert_eq!(target(typed).ok().as_deref(), Some(sent), "{typed}");
        }
        for wrong in ["", "/", "//", "/site//a", "/site/a\n"] {
            assert!(target(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn values_may_come_from_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "line one\nline two\n").unwrap();
        let (mut input, mut out, mut err) = (&b"typed\r\n"[..], Vec::new(), Vec::new());
        let mut console = Console { input: &mut input, out: &mut out, err: &mut err };
        let mut read = |text: &str| Pair::parse(text).unwrap().read(&mut console).map(|(_, value)| value).ok();
        for (typed, value) in [
            ("a=b=c", Some("b=c")),
            ("a=", Some("")),
            ("a=@@b", Some("@b")),
            ("a=@", None),
            ("a=@/no/such/file", None),
            ("a=@-", Some("typed")),
        ] {
            assert_eq!(read(typed).as_deref(), value, "{typed}");
        }
        assert_eq!(read(&format!("a=@{}", file.display())).as_deref(), Some("line one\nline two"));
        assert!(Pair::parse("a").is_err() && Pair::parse("=a").is_err());
    }
}
