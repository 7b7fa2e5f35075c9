//! The tables of docs/progress.md: for each case and requirement the tests that name it.
//!
//! A test names a number in its own name (`o055_a_short_verifier_is_refused`) or in the comments right above it
//! (`/// O055`). The page itself says which numbers are due, in the comment that opens each table.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tree;

pub const PAGE: &str = "docs/progress.md";
const OPENS: &str = "<!-- tests of: ";
const CLOSES: &str = "<!-- end of tests -->";
/// More names than this say nothing more.
const NAMED: usize = 3;

/// The page with its tables written anew.
pub fn render(root: &Path) -> Result<String> {
    let page = std::fs::read_to_string(root.join(PAGE)).context(PAGE)?;
    fill(&page, &tests(root)?)
}

/// Numbers with the tests that name them, each as `file: name`.
type Tests = BTreeMap<String, Vec<String>>;

fn tests(root: &Path) -> Result<Tests> {
    let mut tests = Tests::new();
    for file in tree::files(root)? {
        let found = match file.extension().and_then(|e| e.to_str()) {
            Some("rs") if !file.starts_with("crates/xtask") => {
                tree::text(root, &file).map(|source| in_rust(&source, is_suite(&file)))
            }
            Some("mjs" | "js" | "ts") if file.starts_with("e2e") || file.starts_with("authenticator") => {
                tree::text(root, &file).map(|source| in_script(&source))
            }
            _ => None,
        };
        for (number, name) in found.unwrap_or_default() {
            let place = file.strip_prefix("crates").unwrap_or(&file).display().to_string();
            let named = tests.entry(number).or_default();
            let entry = format!("{place}: {name}");
            if !named.contains(&entry) {
                named.push(entry);
            }
        }
    }
    Ok(tests)
}

/// A suite that other crates run: its public functions are tests.
fn is_suite(file: &Path) -> bool {
    file.to_string_lossy().contains("conformance")
}

fn in_rust(source: &str, suite: bool) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    for line in source.lines() {
        let code = line.trim();
        if code.starts_with("//") || code.starts_with("#[") {
            above.push(code);
        } else if code.starts_with("on_both!") {
            // The macro makes a test for each database of the function inside.
            above.push("#[test]");
        } else if let Some(name) = function(code) {
            let is_test = suite || above.iter().any(|line| line.starts_with("#[") && line.contains("test"));
            if is_test {
                let comments = above.iter().filter(|line| line.starts_with("//"));
                let numbers = comments.flat_map(|line| numbers(line)).chain(numbers(name));
                found.extend(numbers.map(|number| (number, name.to_owned())));
            }
            above.clear();
        } else {
            above.clear();
        }
    }
    found
}

fn function(code: &str) -> Option<&str> {
    let code =
        ["pub(crate) ", "pub ", "async "].iter().fold(code, |code, word| code.strip_prefix(word).unwrap_or(code));
    let rest = code.strip_prefix("fn ")?;
    rest.split(['(', '<']).next()
}

/// Tests of node's runner and of our own: `test("O055: …", …)`, with comments above.
fn in_script(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    for line in source.lines() {
        let code = line.trim();
        if code.starts_with("//") || code.starts_with('*') || code.starts_with("/*") {
            above.push(code);
            continue;
        }
        let call = code.strip_prefix("await ").unwrap_or(code);
        let named =
            ["test(", "it(", "check(", "step(", "t.test(", "scenario("].iter().find_map(|name| call.strip_prefix(name));
        if let Some(title) = named.and_then(quoted) {
            let all = above.iter().flat_map(|line| numbers(line)).chain(numbers(title));
            found.extend(all.map(|number| (number, title.to_owned())));
        }
        above.clear();
    }
    found
}

fn quoted(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|c| "\"'`".contains(*c))?;
    text[1..].split(quote).next()
}

/// Numbers of cases (`O055`, in a name `o055`) and of requirements (`A2.14`, `G4b`).
fn numbers(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
        .map(|word| word.trim_matches('.'))
        .filter_map(number)
        .collect()
}

fn number(word: &str) -> Option<String> {
    let letter = word.chars().next()?.to_ascii_uppercase();
    let rest = &word[1..];
    let case = "OSRMXL".contains(letter) && rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit());
    let digits = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let requirement = ('A'..='H').contains(&word.chars().next()?) && {
        let plain = rest.strip_suffix('b').unwrap_or(rest);
        match plain.split_once('.') {
            Some((section, item)) => digits(section) && digits(item),
            None => digits(plain),
        }
    };
    (case || requirement).then(|| format!("{letter}{rest}"))
}

/// Writes a table behind each comment that opens one.
fn fill(page: &str, tests: &Tests) -> Result<String> {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once(OPENS) {
        let (due, after) = after.split_once(" -->").context("a comment `tests of:` does not end")?;
        let (_, after) = after.split_once(CLOSES).with_context(|| format!("the table of {due} has no `{CLOSES}`"))?;
        out.push_str(before);
        out.push_str(&table(due, tests));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

fn table(due: &str, tests: &Tests) -> String {
    let numbers: Vec<&str> = due.split_whitespace().collect();
    let held = numbers.iter().filter(|number| tests.contains_key(**number)).count();
    let mut out = format!(
        "{OPENS}{due} -->\n{held} of {} have a test that names them.\n\n| number | tests | state |\n| --- | --- | --- |\n",
        numbers.len()
    );
    for number in numbers {
        let row = match tests.get(number) {
            None => format!("| {number} | | open |\n"),
            Some(named) => {
                let shown = named
                    .iter()
                    .take(NAMED)
                    .map(|name| format!("`{}`", name.replace('|', "/")))
                    .collect::<Vec<_>>()
                    .join("<br>");
                let more =
                    if named.len() > NAMED { format!("<br>and {} more", named.len() - NAMED) } else { String::new() };
                format!("| {number} | {shown}{more} | tested |\n")
            }
        };
        out.push_str(&row);
    }
    out + CLOSES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_from_the_comment_and_from_the_name() {
        let source = "/// O055, A2.14: what it shows.\n#[test]\nfn a_short_verifier() {}\n\n#[tokio::test]\nasync fn m001_replay() {}\n\n/// O001\nfn no_test() {}\n";
        let found = in_rust(source, false);
        let pairs: Vec<(&str, &str)> = found.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        assert_eq!(pairs, [("O055", "a_short_verifier"), ("A2.14", "a_short_verifier"), ("M001", "m001_replay")]);
    }

    #[test]
    fn a_function_for_both_databases_is_a_test() {
        let source = "on_both! {\n    /// O016: alike.\n    async fn by_get_and_post(database: Database) {\n}\n}\nfn o017_no_test() {}";
        assert_eq!(in_rust(source, false), [("O016".to_owned(), "by_get_and_post".to_owned())]);
    }

    #[test]
    fn a_suite_s_functions_are_tests() {
        assert_eq!(
            in_rust("/// L010\npub async fn one_wins(s: &S) {}\n", true),
            [("L010".to_owned(), "one_wins".to_owned())]
        );
    }

    #[test]
    fn a_script_s_titles_are_read() {
        assert_eq!(in_script("test('M064: cookies', async () => {"), [("M064".to_owned(), "M064: cookies".to_owned())]);
    }

    #[test]
    fn words_that_only_look_like_numbers_are_none() {
        assert!(numbers("SHA-256 A100 OX55 l10n RFC6238 m1").is_empty());
        assert_eq!(numbers("(O047, G4b; C5/C6)."), ["O047", "G4b", "C5", "C6"]);
    }

    #[test]
    fn a_table_is_written_between_its_comments_and_nothing_else_changes() {
        let page = format!("head\n{OPENS}O001 O002 -->\nold\n{CLOSES}\ntail\n");
        let tests = Tests::from([("O001".to_owned(), vec!["a: b".to_owned()])]);
        let filled = fill(&page, &tests).unwrap();
        assert!(filled.starts_with("head\n") && filled.ends_with("\ntail\n"));
        assert!(
            filled.contains("1 of 2 have a test")
                && filled.contains("| O001 | `a: b` | tested |")
                && filled.contains("| O002 | | open |")
        );
        assert_eq!(fill(&filled, &tests).unwrap(), filled);
    }
}
