//! Words that belong to somebody's machine or workplace and to no repository.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::tree;

/// In two halves each, so that this list does not find itself.
const FORBIDDEN: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("../sha", "red"),
    ("shared/refer", "ence"),
    ("shared/archi", "tecture"),
    ("shared/require", "ments"),
    ("shared/des", "ign"),
    ("shared/se", "eds"),
    ("index.cra", "tes.io"),
    ("static.cra", "tes.io"),
    ("registry.npm", "js.org"),
    ("py", "pi.org"),
    ("python", "hosted.org"),
    ("deb.deb", "ian.org"),
];

pub fn run(root: &Path) -> Result<Outcome> {
    let files = tree::files(root)?;
    let mut findings = Vec::new();
    for file in &files {
        let Some(text) = tree::text(root, file) else { continue };
        for (number, line) in text.lines().enumerate() {
            findings.extend(forbidden(line).map(|word| format!("{}:{}: `{word}`", file.display(), number + 1)));
        }
    }
    Ok(Outcome::of(
        findings,
        format!("{} files", files.len()),
        "name the thing, not where it lies; npm leaves addresses out of its lock file with omit-lockfile-registry-resolved",
    ))
}

fn forbidden(line: &str) -> Option<String> {
    FORBIDDEN.iter().map(|(a, b)| [*a, *b].concat()).find(|word| line.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_path_is_found_and_a_relative_one_is_not() {
        assert!(forbidden(&["see /wo", "rk/main/x"].concat()).is_some());
        assert_eq!(forbidden("see crates/model"), None);
    }
}
