//! `cargo xtask check`: the list of checks, and how their outcome is told.

mod commands;
mod findings;
mod links;
mod sentences;
mod sizes;
mod texts;
mod tower;
mod words;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};

/// What a check found.
pub enum Outcome {
    /// It holds; the note says what was looked at.
    Holds(String),
    /// It could not be looked at here, which is no failure; the note says why.
    NotChecked(String),
    /// It does not hold: each finding with its place, and what to do about them.
    Fails { findings: Vec<String>, remedy: &'static str },
}

impl Outcome {
    fn of(findings: Vec<String>, note: String, remedy: &'static str) -> Self {
        if findings.is_empty() { Self::Holds(note) } else { Self::Fails { findings, remedy } }
    }
}

struct Check {
    name: &'static str,
    holds: &'static str,
    run: fn(&Path) -> Result<Outcome>,
}

/// Cheap ones first, so that a slip is told in a second.
const ALL: &[Check] = &[
    Check { name: "format", holds: "cargo fmt would change nothing", run: commands::format },
    Check { name: "tower", holds: "crates use only what ARCHITECTURE.md's table lets them", run: tower::run },
    Check {
        name: "sizes",
        holds: "no file over 800 lines without its tests; those over 600 are listed",
        run: sizes::run,
    },
    Check { name: "texts", holds: "every text stands in all five languages", run: texts::run },
    Check {
        name: "findings",
        holds: "every finding has a text, and every text of a finding a maker",
        run: findings::run,
    },
    Check { name: "sentences", holds: "no sentence that a user reads stands in Rust", run: sentences::run },
    Check { name: "links", holds: "relative links in pages lead somewhere", run: links::run },
    Check { name: "words", holds: "no path of a machine and no registry host in any file", run: words::run },
    Check { name: "deny", holds: "licences, bans and sources of dependencies (deny.toml)", run: commands::deny },
    Check { name: "advisories", holds: "no dependency has a known advisory", run: commands::advisories },
    Check {
        name: "fuzz-lock",
        holds: "the lock file of fuzz/, outside the workspace, fits what its manifest leads to",
        run: commands::fuzz_lock,
    },
    Check { name: "clippy", holds: "clippy finds nothing, in code and in tests", run: commands::clippy },
    Check { name: "generated", holds: "cargo xtask gen would change nothing", run: commands::generated },
];

pub fn list() {
    for check in ALL {
        println!("{:<11} {}", check.name, check.holds);
    }
}

/// Runs the named checks, or all of them, and says how many hold.
pub fn run(root: &Path, names: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = names.iter().find(|name| ALL.iter().all(|check| check.name != **name)) {
        bail!("there is no check `{unknown}`; cargo xtask check --list names them");
    }
    let mut held = 0;
    let mut failed = 0;
    let mut skipped = 0;
    for check in ALL.iter().filter(|check| names.is_empty() || names.iter().any(|name| name == check.name)) {
        match (check.run)(root) {
            Ok(Outcome::Holds(note)) => {
                held += 1;
                println!("ok           {:<11} {note}", check.name);
            }
            Ok(Outcome::NotChecked(why)) => {
                skipped += 1;
                println!("NOT CHECKED  {:<11} {why}", check.name);
            }
            Ok(Outcome::Fails { findings, remedy }) => {
                failed += 1;
                println!("FAIL         {:<11} {}", check.name, check.holds);
                findings.iter().for_each(|finding| println!("               {finding}"));
                println!("             remedy: {remedy}");
            }
            Err(error) => {
                failed += 1;
                println!("FAIL         {:<11} could not run: {error:#}", check.name);
            }
        }
    }
    println!("{held} passed, {failed} failed, {skipped} skipped");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
