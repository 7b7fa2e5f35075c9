//! Checks that are other programs: rustfmt, clippy, cargo-deny, and our own generator.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::Outcome;
use crate::generate;

/// The last lines of a program's answer are enough to begin; the rest is one command away.
const SHOWN: usize = 60;

pub fn format(root: &Path) -> Result<Outcome> {
    let (ok, output) = run(Command::new("cargo").args(["fmt", "--all", "--", "--check", "-l"]).current_dir(root))?;
    Ok(if ok { Outcome::Holds(String::new()) } else { fails(&output, "cargo fmt --all") })
}

pub fn clippy(root: &Path) -> Result<Outcome> {
    let (ok, output) = run(Command::new("cargo")
        .args(["clippy", "--quiet", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])
        .current_dir(root))?;
    Ok(if ok {
        Outcome::Holds(String::new())
    } else {
        fails(&output, "cargo clippy --workspace --all-targets -- -D warnings")
    })
}

pub fn deny(root: &Path) -> Result<Outcome> {
    let Some(program) = cargo_deny() else {
        return Ok(Outcome::Fails {
            findings: vec!["cargo-deny is not installed".to_owned()],
            remedy: "bash test.sh install, or cargo install cargo-deny --locked",
        });
    };
    let (ok, output) = run(Command::new(program)
        .args(["--color", "never", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"])
        .current_dir(root))?;
    Ok(if ok {
        Outcome::Holds(output.lines().last().unwrap_or_default().to_owned())
    } else {
        fails(&output, "choose another crate, or give the reason for an exception in deny.toml")
    })
}

pub fn advisories(root: &Path) -> Result<Outcome> {
    let Some(program) = cargo_deny() else {
        return Ok(Outcome::NotChecked("cargo-deny is not installed".to_owned()));
    };
    let (ok, output) = run(Command::new(program).args(["--color", "never", "check", "advisories"]).current_dir(root))?;
    Ok(match ok {
        true => Outcome::Holds(String::new()),
        false if output.contains("failed to fetch advisory database") => {
            Outcome::NotChecked("the advisory database cannot be reached from here".to_owned())
        }
        false => fails(&output, "cargo update -p CRATE, or choose another crate"),
    })
}

/// Whoever changes the dependencies of a crate that a target fuzzes changes this lock, too, and no build of the workspace says so.
pub fn fuzz_lock(root: &Path) -> Result<Outcome> {
    let (ok, output) = run(Command::new("cargo")
        .args(["metadata", "--quiet", "--locked", "--format-version", "1", "--manifest-path", "fuzz/Cargo.toml"])
        .current_dir(root))?;
    Ok(if ok {
        Outcome::Holds(String::new())
    } else {
        fails(&output, "cargo fetch --manifest-path fuzz/Cargo.toml, and commit fuzz/Cargo.lock")
    })
}

pub fn generated(root: &Path) -> Result<Outcome> {
    let drift = generate::drift(root)?;
    let mut note = drift.unchanged.join(", ");
    if let Some(why) = drift.missing {
        note.push_str("; not checked: ");
        note.push_str(&why);
    }
    Ok(Outcome::of(drift.changed, note, "cargo xtask gen, and commit what it writes"))
}

/// The program on the path, or the one that `test.sh install` keeps in the cache folder.
fn cargo_deny() -> Option<PathBuf> {
    #[allow(clippy::disallowed_methods, reason = "the environment is where tools are found")]
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let cache = variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")));
    let own = cache.map(|cache| cache.join("symbolon/tools/bin/cargo-deny")).filter(|program| program.is_file());
    let works =
        |program: &PathBuf| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    [Some(PathBuf::from("cargo-deny")), own].into_iter().flatten().find(works)
}

fn run(command: &mut Command) -> Result<(bool, String)> {
    let output = command.output().with_context(|| format!("{command:?}"))?;
    let told = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Ok((output.status.success(), told))
}

fn fails(output: &str, remedy: &'static str) -> Outcome {
    let lines: Vec<&str> = output.lines().filter(|line| !line.trim().is_empty()).collect();
    let mut findings: Vec<String> = lines.iter().take(SHOWN).map(|line| (*line).to_owned()).collect();
    if lines.len() > SHOWN {
        findings.push(format!("… and {} lines more", lines.len() - SHOWN));
    }
    Outcome::Fails { findings, remedy }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A lock that was written before its manifest led to another crate fails, and what it says then is the remedy.
    #[test]
    fn a_lock_that_lags_behind_a_crate_of_ours_is_told() {
        #[allow(clippy::disallowed_methods, reason = "a folder for this test")]
        let root = std::env::temp_dir().join(format!("symbolon-xtask-lock-{}", std::process::id()));
        let package = |folder: &str, name: &str, needs: &str| {
            let folder = root.join(folder);
            fs::create_dir_all(folder.join("src")).unwrap();
            fs::write(folder.join("src/lib.rs"), "").unwrap();
            let text =
                format!("[workspace]\n[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\n{needs}");
            fs::write(folder.join("Cargo.toml"), text).unwrap();
        };
        package("fuzz", "outside", "ours = { path = \"../ours\" }\n");
        package("other", "other", "");
        let holds = || matches!(fuzz_lock(&root).unwrap(), Outcome::Holds(_));
        let lock =
            || run(Command::new("cargo").args(["update", "--offline", "--workspace"]).current_dir(root.join("fuzz")));
        package("ours", "ours", "");
        assert!(!holds(), "there is none yet");
        assert!(lock().unwrap().0 && holds(), "the control");
        package("ours", "ours", "other = { path = \"../other\" }\n");
        match fuzz_lock(&root).unwrap() {
            Outcome::Fails { findings, remedy } => {
                assert!(findings.iter().any(|line| line.contains("--locked")), "{findings:?}");
                assert!(remedy.contains("fuzz/Cargo.lock"));
            }
            _ => panic!("it lags behind"),
        }
        assert!(lock().unwrap().0 && holds(), "after the remedy");
        fs::remove_dir_all(&root).unwrap();
    }
}
