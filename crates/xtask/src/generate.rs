//! `cargo xtask gen`: docs/config.json and docs/api.json, written from the declarations in the code.
//!
//! The binary knows its own configuration keys, object kinds and links; `symbolon ctl schema` prints them as one JSON
//! object with the members `config` and `api`, and each becomes a file.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use serde_json::Value;

/// How the files on disk compare with what would be written.
pub enum Drift {
    None(Vec<String>),
    Files(Vec<String>),
    /// Nothing can be generated yet, and why.
    NothingToSay(String),
}

const FILES: [(&str, &str); 2] = [("config", "docs/config.json"), ("api", "docs/api.json")];

pub fn run(root: &Path, check: bool) -> Result<ExitCode> {
    if check {
        return Ok(match drifted(root)? {
            Drift::None(files) => {
                println!("unchanged: {}", files.join(", "));
                ExitCode::SUCCESS
            }
            Drift::NothingToSay(why) => {
                println!("NOT CHECKED: {why}");
                ExitCode::SUCCESS
            }
            Drift::Files(files) => {
                println!("would change: {}; run cargo xtask gen", files.join(", "));
                ExitCode::FAILURE
            }
        });
    }
    match declared(root)? {
        Declared::Files(files) => {
            for (file, text) in files {
                std::fs::write(root.join(file), text).with_context(|| file.to_owned())?;
                println!("wrote {file}");
            }
        }
        Declared::Nothing(why) => println!("nothing written: {why}"),
    }
    Ok(ExitCode::SUCCESS)
}

pub fn drifted(root: &Path) -> Result<Drift> {
    let files = match declared(root)? {
        Declared::Nothing(why) => return Ok(Drift::NothingToSay(why)),
        Declared::Files(files) => files,
    };
    let differs = |(file, text): &&(&str, String)| std::fs::read_to_string(root.join(file)).ok().as_ref() != Some(text);
    let drifted: Vec<String> = files.iter().filter(differs).map(|(file, _)| (*file).to_owned()).collect();
    Ok(if drifted.is_empty() {
        Drift::None(files.iter().map(|(file, _)| (*file).to_owned()).collect())
    } else {
        Drift::Files(drifted)
    })
}

enum Declared {
    Files(Vec<(&'static str, String)>),
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
        let why = told.lines().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing").to_owned();
        anyhow::ensure!(!why.starts_with("error: could not compile"), "{told}");
        return Ok(Declared::Nothing(format!("`symbolon ctl schema` is not there yet ({why})")));
    }
    if output.stdout.iter().all(u8::is_ascii_whitespace) {
        return Ok(Declared::Nothing("`symbolon ctl schema` prints nothing yet".to_owned()));
    }
    let told: Value =
        serde_json::from_slice(&output.stdout).context("`symbolon ctl schema` must print one JSON object")?;
    Ok(Declared::Files(render(&told)?))
}

/// The members as files, indented, each with a last line break.
fn render(told: &Value) -> Result<Vec<(&'static str, String)>> {
    FILES
        .into_iter()
        .filter_map(|(member, file)| told.get(member).map(|value| (file, value)))
        .map(|(file, value)| Ok((file, serde_json::to_string_pretty(value)? + "\n")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_becomes_a_file_with_a_last_line_break() {
        let told = serde_json::json!({"config": {"listen": "address"}, "other": 1});
        let files = render(&told).unwrap();
        assert_eq!(files, [("docs/config.json", "{\n  \"listen\": \"address\"\n}\n".to_owned())]);
    }
}
