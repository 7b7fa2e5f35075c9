//! Texts: every folder named `texts` has the five languages, with the same keys, and nothing left in English.
//!
//! A text that is rightly equal to the English one (a product name, "TOTP") is listed in `same.txt` beside the files,
//! one `LANGUAGE KEY` per line, `*` for every language. Texts without a word of their own need no line.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::Outcome;
use crate::tree;

/// English first: the others are compared with it.
const LANGUAGES: [&str; 5] = ["en", "fi", "sv", "fr", "de"];

pub fn run(root: &Path) -> Result<Outcome> {
    let folders: BTreeSet<PathBuf> = tree::files(root)?
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "ftl"))
        .filter_map(|file| file.parent())
        .filter(|folder| folder.file_name().is_some_and(|name| name == "texts"))
        .map(Path::to_owned)
        .collect();
    let mut findings = Vec::new();
    let mut keys = 0;
    for folder in &folders {
        let same = tree::text(root, &folder.join("same.txt")).unwrap_or_default();
        let languages: Vec<Option<Texts>> = LANGUAGES
            .iter()
            .map(|language| tree::text(root, &folder.join(format!("{language}.ftl"))).map(|source| read(&source)))
            .collect();
        keys += languages[0].as_ref().map_or(0, BTreeMap::len);
        findings.extend(judge(&languages, &same).into_iter().map(|finding| format!("{}: {finding}", folder.display())));
    }
    let note = format!("{} folders, {keys} texts in {} languages", folders.len(), LANGUAGES.len());
    Ok(Outcome::of(findings, note, "write the text in each language; list one that is rightly equal in texts/same.txt"))
}

/// Keys (`message`, `message.attribute`, `-term`) with their patterns, lines joined.
type Texts = BTreeMap<String, String>;

/// Reads as much of Fluent as is needed to see keys and patterns.
fn read(source: &str) -> Texts {
    let mut texts = Texts::new();
    let mut message = String::new();
    let mut current = String::new();
    for line in source.lines() {
        let indented = line.starts_with([' ', '\t', '}']);
        let trimmed = line.trim();
        if trimmed.is_empty() || line.starts_with('#') {
            continue;
        }
        let attribute = trimmed.strip_prefix('.').and_then(|rest| rest.split_once('=')).filter(|_| indented);
        if let Some((name, value)) = attribute {
            current = format!("{message}.{}", name.trim());
            texts.insert(current.clone(), value.trim().to_owned());
        } else if indented {
            let text = texts.entry(current.clone()).or_default();
            text.push(' ');
            text.push_str(trimmed);
        } else if let Some((name, value)) = line.split_once('=') {
            message = name.trim().to_owned();
            current = message.clone();
            texts.insert(current.clone(), value.trim().to_owned());
        }
    }
    texts.retain(|_, text| !text.trim().is_empty());
    texts
}

/// Missing files, missing and surplus keys, texts left in English; languages stand in the order of `LANGUAGES`.
fn judge(languages: &[Option<Texts>], same: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let Some(english) = &languages[0] else { return vec!["there is no en.ftl".to_owned()] };
    let listed: BTreeSet<(&str, &str)> = same
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.trim().split_once(' '))
        .map(|(l, k)| (l, k.trim()))
        .collect();
    for (language, texts) in LANGUAGES.iter().zip(languages).skip(1) {
        let Some(texts) = texts else {
            findings.push(format!("there is no {language}.ftl"));
            continue;
        };
        findings.extend(
            english.keys().filter(|key| !texts.contains_key(*key)).map(|key| format!("{language} lacks `{key}`")),
        );
        findings.extend(
            texts
                .keys()
                .filter(|key| !english.contains_key(*key))
                .map(|key| format!("{language} has `{key}`, en has not")),
        );
        for (key, text) in texts {
            let equal = english.get(key).is_some_and(|english| english == text);
            let allowed = listed.contains(&(language, key.as_str())) || listed.contains(&("*", key.as_str()));
            if equal && !allowed && has_words(text) {
                findings.push(format!("{language} `{key}` is the English text"));
            }
        }
    }
    findings
}

/// True when letters are left after the placeables are taken out.
fn has_words(text: &str) -> bool {
    let mut depth = 0_u32;
    text.chars().any(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && c.is_alphabetic()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five(others: &str, english: &str) -> Vec<Option<Texts>> {
        LANGUAGES.iter().map(|l| Some(read(if *l == "en" { english } else { others }))).collect()
    }

    #[test]
    fn messages_attributes_and_lines_are_read() {
        let texts = read("# note\nhello = Hello\n    there\n    .title = Greeting\n-brand = Symbolon\n");
        assert_eq!(texts["hello"], "Hello there");
        assert_eq!(texts["hello.title"], "Greeting");
        assert_eq!(texts["-brand"], "Symbolon");
    }

    #[test]
    fn a_text_in_every_language_holds() {
        assert!(judge(&five("a = Hei\nb = { $n }\n", "a = Hello\nb = { $n }\n"), "").is_empty());
    }

    #[test]
    fn a_missing_and_a_surplus_key_are_findings() {
        let findings = judge(&five("b = Hei\n", "a = Hello\n"), "");
        assert!(findings.contains(&"fi lacks `a`".to_owned()));
        assert!(findings.contains(&"de has `b`, en has not".to_owned()));
    }

    #[test]
    fn english_left_over_is_a_finding_unless_listed() {
        let texts = five("a = TOTP\n", "a = TOTP\n");
        assert_eq!(judge(&texts, "").len(), 4);
        assert!(judge(&texts, "* a\n").is_empty());
        assert_eq!(judge(&texts, "fi a\n").len(), 3);
    }

    #[test]
    fn a_missing_language_is_a_finding() {
        let mut texts = five("a = Hei\n", "a = Hello\n");
        texts[3] = None;
        assert_eq!(judge(&texts, ""), ["there is no fr.ftl"]);
    }
}
