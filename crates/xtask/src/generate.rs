//! `cargo xtask gen`: docs/config.json and docs/api.json, written from the declarations in the code, and the tables of
//! docs/progress.md, written from the tests; and the pages of the book that say the same in words.
//!
//! The binary knows its own configuration keys, object kinds and links; `symbolon ctl schema` prints them as one JSON
//! object with the members `config` and `api`, each of which becomes a file, and `words`, of which `pages` makes pages.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{pages, progress};

/// How the files on disk compare with what would be written.
pub struct Drift {
    /// Files that would change.
    pub changed: Vec<String>,
    pub unchanged: Vec<String>,
    /// Why some of them cannot be generated yet.
    pub missing: Option<String>,
}

const FILES: [(&str, &str); 2] = [("config", "docs/config.json"), ("api", "docs/api.json")];

pub fn run(root: &Path, check: bool) -> Result<ExitCode> {
    if check {
        let drift = drift(root)?;
        println!("unchanged: {}", drift.unchanged.join(", "));
        drift.missing.iter().for_each(|why| println!("NOT CHECKED: {why}"));
        if drift.changed.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        println!("would change: {}; run cargo xtask gen", drift.changed.join(", "));
        return Ok(ExitCode::FAILURE);
    }
    let (files, missing) = generated(root)?;
    for (file, text) in files {
        std::fs::create_dir_all(root.join(&file).parent().unwrap_or(root))?;
        std::fs::write(root.join(&file), text).with_context(|| file.clone())?;
        println!("wrote {file}");
    }
    missing.iter().for_each(|why| println!("not written: {why}"));
    Ok(ExitCode::SUCCESS)
}

pub fn drift(root: &Path) -> Result<Drift> {
    let (files, missing) = generated(root)?;
    let same = |(file, text): &(String, String)| std::fs::read_to_string(root.join(file)).ok().as_ref() == Some(text);
    let stale = if missing.is_none() { stale(root, &files)? } else { Vec::new() };
    let (unchanged, changed): (Vec<_>, Vec<_>) = files.into_iter().partition(same);
    let names = |files: Vec<(String, String)>| files.into_iter().map(|(file, _)| file).collect::<Vec<_>>();
    Ok(Drift { changed: names(changed).into_iter().chain(stale).collect(), unchanged: names(unchanged), missing })
}

/// Pages of kinds that there are no more.
fn stale(root: &Path, files: &Files) -> Result<Vec<String>> {
    let Ok(folder) = std::fs::read_dir(root.join(pages::METHODS)) else { return Ok(Vec::new()) };
    let mut stale = Vec::new();
    for entry in folder {
        let name = format!("{}/{}", pages::METHODS, entry?.file_name().to_string_lossy());
        if !files.iter().any(|(file, _)| *file == name) {
            stale.push(format!("{name} (of no kind: delete it)"));
        }
    }
    Ok(stale)
}

type Files = Vec<(String, String)>;

/// Every generated file with its text, and why some are missing.
fn generated(root: &Path) -> Result<(Files, Option<String>)> {
    let mut files = vec![(progress::PAGE.to_owned(), progress::render(root)?)];
    let missing = match declared(root)? {
        Declared::Files(declared) => {
            files.extend(declared);
            None
        }
        Declared::Nothing(why) => Some(why),
    };
    Ok((files, missing))
}

enum Declared {
    Files(Files),
    Nothing(String),
}

fn declared(root: &Path) -> Result<Declared> {
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "--package", "symbolon", "--", "ctl", "schema"])
        .current_dir(root)
        .output()
        .context("cargo run -p symbolon -- ctl schema")?;
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stderr);
        let why = match told.contains("could not compile") {
            true => "the binary does not compile",
            false => told.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing"),
        };
        return Ok(Declared::Nothing(format!(
            "{}, {}: `symbolon ctl schema` does not answer ({why})",
            FILES[0].1, FILES[1].1
        )));
    }
    if output.stdout.iter().all(u8::is_ascii_whitespace) {
        return Ok(Declared::Nothing("`symbolon ctl schema` prints nothing yet".to_owned()));
    }
    let told: Value =
        serde_json::from_slice(&output.stdout).context("`symbolon ctl schema` must print one JSON object")?;
    let mut files = render(&told)?;
    files.extend(pages::render(root, &told)?);
    Ok(Declared::Files(files))
}

/// The members as files, indented, each with a last line break.
fn render(told: &Value) -> Result<Files> {
    FILES
        .into_iter()
        .filter_map(|(member, file)| told.get(member).map(|value| (file, value)))
        .map(|(file, value)| Ok((file.to_owned(), serde_json::to_string_pretty(value)? + "\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_becomes_a_file_with_a_last_line_break() {
        let told = serde_json::json!({"config": {"listen": "address"}, "other": 1});
        let files = render(&told).unwrap();
        assert_eq!(files, [("docs/config.json".to_owned(), "{\n  \"listen\": \"address\"\n}\n".to_owned())]);
    }
}
