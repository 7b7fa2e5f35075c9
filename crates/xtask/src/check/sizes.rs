//! File sizes: a file of more than 600 lines without its tests is listed, one of more than 800 fails.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::tree;

const LISTED: usize = 600;
const FAILS: usize = 800;

pub fn run(root: &Path) -> Result<Outcome> {
    let mut sized: Vec<(usize, String)> = tree::files(root)?
        .iter()
        .filter(|file| is_code(file) && !tree::is_test(file))
        .filter_map(|file| Some((lines(file, &tree::text(root, file)?), file.display().to_string())))
        .filter(|(lines, _)| *lines > LISTED)
        .collect();
    sized.sort_by(|a, b| b.cmp(a));
    let (fail, listed): (Vec<_>, Vec<_>) = sized.into_iter().partition(|(lines, _)| *lines > FAILS);
    let tell = |(lines, file): &(usize, String)| format!("{file}: {lines} lines");
    let note = match listed.len() {
        0 => format!("none over {LISTED} lines"),
        _ => format!("over {LISTED} lines: {}", listed.iter().map(tell).collect::<Vec<_>>().join(", ")),
    };
    Ok(Outcome::of(fail.iter().map(tell).collect(), note, "the file has two subjects: name them, and move one"))
}

fn is_code(file: &Path) -> bool {
    let known = matches!(
        file.extension().and_then(|e| e.to_str()),
        Some("rs" | "ts" | "mjs" | "js" | "css" | "html" | "sh" | "py")
    );
    known && !file.starts_with("docs")
}

fn lines(file: &Path, source: &str) -> usize {
    if file.extension().is_some_and(|e| e == "rs") {
        tree::without_tests(source).count()
    } else {
        source.lines().count()
    }
}
