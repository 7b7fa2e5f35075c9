//! Findings: every key that the sources give one has a text, which uses only what each of its makers fills in, and no text
//! of a finding is left without a maker.
//!
//! A maker is a call of a constructor with a key in quotes. Where the key is a variable, only the last of the three is seen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::tree;

/// A constructor, and which of its arguments is the key.
const MAKERS: [(&str, usize); 7] = [
    ("Finding::broken(", 1),
    ("Finding::unfit(", 1),
    ("Finding::warning(", 1),
    ("Finding::new(", 2),
    ("ConfigError::new(", 1),
    ("findings.bad(", 1),
    ("findings.odd(", 1),
];
/// Filled in by what makes findings of its own out of others: the name of the line or member.
const LINE: &str = "name";
/// Said after another finding, by what shows them.
const TOGETHER: &str = "nearest";

pub fn run(root: &Path) -> Result<Outcome> {
    let mut made = Vec::new();
    let mut quoted = BTreeSet::from([TOGETHER.to_owned()]);
    let mut texts = BTreeMap::new();
    for file in tree::files(root)? {
        let Some(source) = tree::text(root, &file) else { continue };
        if file.file_name().is_some_and(|name| name == "en.ftl") {
            texts.extend(read(&source));
        } else if file.extension().is_some_and(|e| e == "rs") && file.starts_with("crates") && !tree::is_test(&file) {
            let source = tree::without_tests(&source).collect::<Vec<_>>().join("\n");
            quoted.extend(source.split('"').skip(1).map(str::to_owned));
            let place = file.display().to_string();
            let of_method = file.starts_with("crates/methods");
            made.extend(makers(&source).into_iter().map(|(key, mut filled)| {
                filled.extend(of_method.then(|| LINE.to_owned()));
                Made { key, filled, place: place.clone() }
            }));
        }
    }
    let note = format!("{} keys, {} makers", texts.len(), made.len());
    let findings = judge(&made, &texts, &quoted);
    Ok(Outcome::of(
        findings,
        note,
        "write `finding-KEY` into the texts beside its maker, with what every maker fills in",
    ))
}

/// One place that makes a finding, with the names that it fills in.
struct Made {
    key: String,
    filled: BTreeSet<String>,
    place: String,
}

/// Keys of findings with the variables of their texts.
type Texts = BTreeMap<String, BTreeSet<String>>;

fn read(source: &str) -> Texts {
    let lines =
        source.lines().filter_map(|line| line.strip_prefix("finding-")).filter_map(|line| line.split_once(" = "));
    lines.map(|(key, text)| (key.to_owned(), variables(text))).collect()
}

fn variables(text: &str) -> BTreeSet<String> {
    text.split("{ $").skip(1).filter_map(|rest| rest.split([' ', '}']).next()).map(str::to_owned).collect()
}

fn judge(made: &[Made], texts: &Texts, quoted: &BTreeSet<String>) -> Vec<String> {
    let mut findings = Vec::new();
    for Made { key, filled, place } in made {
        match texts.get(key) {
            None => findings.push(format!("{place}: `{key}` has no text")),
            Some(used) => {
                let lacking = used.difference(filled);
                findings
                    .extend(lacking.map(|name| format!("{place}: the text of `{key}` uses `{name}`, not filled in")));
            }
        }
    }
    let unmade = texts.keys().filter(|key| !quoted.contains(*key));
    findings.extend(unmade.map(|key| format!("nothing makes `finding-{key}`")));
    findings
}

fn makers(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut found = Vec::new();
    for (maker, which) in MAKERS {
        for (at, _) in source.match_indices(maker) {
            let Some((arguments, rest)) = call(&source[at + maker.len()..]) else { continue };
            let key = arguments.get(which).and_then(|a| a.trim().strip_prefix('"')?.strip_suffix('"'));
            let Some(key) = key else { continue };
            let mut filled = chained(rest);
            filled.extend((!maker.starts_with("Finding::")).then(|| LINE.to_owned()));
            found.push((key.to_owned(), filled));
        }
    }
    found
}

/// The arguments of a call whose bracket was just opened, and what follows it.
fn call(source: &str) -> Option<(Vec<&str>, &str)> {
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    let mut arguments = Vec::new();
    let mut before = ' ';
    for (at, c) in source.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                arguments.push(&source[start..at]);
                return Some((arguments, &source[at + 1..]));
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                arguments.push(&source[start..at]);
                start = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    None
}

/// The names that `.with(…)` fills in, one after the other.
fn chained(mut rest: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    while let Some((method, after)) = rest.trim_start().strip_prefix('.').and_then(|r| r.split_once('(')) {
        let Some((arguments, next)) = call(after) else { break };
        if method == "with" {
            names.extend(arguments.first().map(|name| name.trim().trim_matches('"').to_owned()));
        }
        rest = next;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_read_with_what_they_fill_in() {
        let source = r#"f(Finding::broken(format!("items[{}].a, b", i + 1), "odd")
            .with("value", shown(a, b))
            .at(place)
            .with("near", n)); Finding::unfit(field, key); ConfigError::new("line", "bent")"#;
        let found = makers(source);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "odd");
        assert_eq!(found[0].1.iter().map(String::as_str).collect::<Vec<_>>(), ["near", "value"]);
        assert_eq!(found[1], ("bent".to_owned(), BTreeSet::from(["name".to_owned()])));
    }

    #[test]
    fn what_has_no_text_or_fills_in_too_little_or_is_never_made_is_told() {
        let made = |key: &str| Made { key: key.to_owned(), filled: BTreeSet::new(), place: "a.rs".to_owned() };
        let texts = read("finding-used = It is { $value }.\nfinding-idle = Nothing.\nother = A text.");
        let quoted = BTreeSet::from(["used".to_owned()]);
        let told = judge(&[made("used"), made("bare")], &texts, &quoted);
        assert_eq!(
            told,
            [
                "a.rs: the text of `used` uses `value`, not filled in",
                "a.rs: `bare` has no text",
                "nothing makes `finding-idle`"
            ]
        );
    }
}
