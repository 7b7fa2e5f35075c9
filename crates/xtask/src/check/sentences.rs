//! Sentences in Rust: a rough look for text that a user would read, in the crates that draw pages and prompts.
//!
//! A string that begins with a capital letter, has four words or more and ends like a sentence is one, unless the line
//! is for a developer: a log, an error's display, an attribute, an assertion.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::tree;

const FACES: [&str; 5] =
    ["crates/kit/src", "crates/web/src", "crates/methods/src", "crates/couriers/src", "crates/demo/src"];
const FOR_DEVELOPERS: [&str; 12] = [
    "#[", "trace!(", "debug!(", "info!(", "warn!(", "error!(", "expect(", "anyhow!(", "bail!(", "context(", "assert",
    "reason =",
];

pub fn run(root: &Path) -> Result<Outcome> {
    let mut findings = Vec::new();
    let mut looked_at = 0;
    for file in tree::files(root)? {
        let rust = file.extension().is_some_and(|e| e == "rs");
        if !rust || tree::is_test(&file) || !FACES.iter().any(|face| file.starts_with(face)) {
            continue;
        }
        let Some(source) = tree::text(root, &file) else { continue };
        looked_at += 1;
        for (number, line) in tree::without_tests(&source).enumerate() {
            findings.extend(sentence(line).map(|text| format!("{}:{}: {text}", file.display(), number + 1)));
        }
    }
    Ok(Outcome::of(
        findings,
        format!("{looked_at} files"),
        "put the text into texts/*.ftl, in five languages, and carry its key",
    ))
}

/// The first string of a line that reads like a sentence for a user.
fn sentence(line: &str) -> Option<&str> {
    let code = line.trim_start();
    if code.starts_with("//") || FOR_DEVELOPERS.iter().any(|mark| code.contains(mark)) {
        return None;
    }
    code.split('"').skip(1).step_by(2).find(|text| {
        text.starts_with(|c: char| c.is_uppercase())
            && text.ends_with(['.', '!', '?', '…'])
            && text
                .split_whitespace()
                .filter(|word| word.chars().all(|c| c.is_alphabetic() || ",.'’!?…".contains(c)))
                .count()
                >= 4
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_seen() {
        assert_eq!(
            sentence(r#"let a = "That code is not valid any more.";"#),
            Some("That code is not valid any more.")
        );
    }

    #[test]
    fn keys_logs_and_attributes_are_not() {
        assert_eq!(sentence(r#"let a = "totp-wrong-code";"#), None);
        assert_eq!(sentence(r#"warn!("Directory did not answer, trying the next.");"#), None);
        assert_eq!(sentence(r#"#[error("That code is not valid any more.")]"#), None);
        assert_eq!(sentence(r#"// say "That code is not valid any more.""#), None);
    }
}
