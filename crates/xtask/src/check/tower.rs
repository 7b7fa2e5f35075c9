//! The dependency picture: the edges of `cargo metadata` against the table in ARCHITECTURE.md.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use super::Outcome;

/// One row of the table: the floor a crate stands on, and what it may use.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    floor: u32,
    may_use: BTreeSet<String>,
}

type Tower = BTreeMap<String, Row>;
type Edges = BTreeMap<String, BTreeSet<String>>;

pub fn run(root: &Path) -> Result<Outcome> {
    let tower = read(&std::fs::read_to_string(root.join("ARCHITECTURE.md"))?)?;
    let edges = edges(root)?;
    let findings = judge(&tower, &edges);
    let note = format!("{} crates, {} edges", edges.len(), edges.values().map(BTreeSet::len).sum::<usize>());
    Ok(Outcome::of(
        findings,
        note,
        "move the code to the floor it belongs to; a new edge is a row in ARCHITECTURE.md, with a reason in the commit",
    ))
}

/// Reads the rows between the two comments that mark the table.
fn read(page: &str) -> Result<Tower> {
    let (_, rest) = page.split_once("<!-- tower:").context("ARCHITECTURE.md has no `<!-- tower:` comment")?;
    let (table, _) =
        rest.split_once("<!-- end of tower -->").context("ARCHITECTURE.md has no `<!-- end of tower -->`")?;
    let mut tower = Tower::new();
    for line in table.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [name, floor, may_use, ..] = cells[..] else { bail!("a row of the tower has too few cells: {line}") };
        let floor = floor.parse().with_context(|| format!("the floor of {name}"))?;
        let row = Row { floor, may_use: may_use.split_whitespace().map(str::to_owned).collect() };
        ensure!(tower.insert(name.trim_matches('`').to_owned(), row).is_none(), "{name} has two rows");
    }
    Ok(tower)
}

/// What differs from the table, and what in the table contradicts itself.
fn judge(tower: &Tower, edges: &Edges) -> Vec<String> {
    let mut findings = Vec::new();
    for (name, row) in tower {
        if !edges.contains_key(name) {
            findings.push(format!("`{name}` has a row but is no crate"));
        }
        for used in &row.may_use {
            match tower.get(used) {
                None => findings.push(format!("`{name}` may use `{used}`, which has no row")),
                Some(below) if below.floor >= row.floor => {
                    findings
                        .push(format!("`{name}` (floor {}) may not use `{used}` (floor {})", row.floor, below.floor));
                }
                Some(_) => {}
            }
        }
    }
    for (name, used) in edges {
        let Some(row) = tower.get(name) else {
            findings.push(format!("crate `{name}` has no row"));
            continue;
        };
        findings.extend(
            used.difference(&row.may_use).map(|used| format!("`{name}` uses `{used}`, which its row does not allow")),
        );
    }
    findings
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    path: Option<String>,
}

/// Edges between our own crates; development dependencies are none.
fn edges(root: &Path) -> Result<Edges> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Metadata = serde_json::from_slice(&output.stdout)?;
    Ok(metadata
        .packages
        .into_iter()
        .map(|package| {
            let ours = package
                .dependencies
                .into_iter()
                .filter(|used| used.path.is_some() && used.kind.as_deref() != Some("dev"));
            (short(&package.name), ours.map(|used| short(&used.name)).collect())
        })
        .collect())
}

fn short(package: &str) -> String {
    package.strip_prefix("symbolon-").unwrap_or(package).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "text\n<!-- tower: read by xtask -->\n| crate | floor | may use |\n| --- | --- | --- |\n\
        | `model` | 1 | | nouns |\n| `plug` | 2 | model | traits |\n| `login` | 3 | model plug | engine |\n<!-- end of tower -->\n";

    fn edges_of(list: &[(&str, &[&str])]) -> Edges {
        list.iter().map(|(name, used)| ((*name).to_owned(), used.iter().map(|u| (*u).to_owned()).collect())).collect()
    }

    #[test]
    fn the_table_is_read() {
        let tower = read(PAGE).unwrap();
        assert_eq!(tower.len(), 3);
        assert_eq!(tower["login"].floor, 3);
        assert!(tower["login"].may_use.contains("plug"));
    }

    #[test]
    fn edges_within_the_table_hold() {
        let edges = edges_of(&[("model", &[]), ("plug", &["model"]), ("login", &["model"])]);
        assert!(judge(&read(PAGE).unwrap(), &edges).is_empty());
    }

    #[test]
    fn an_edge_upwards_is_a_finding() {
        let edges = edges_of(&[("model", &["login"]), ("plug", &["model"]), ("login", &[])]);
        let findings = judge(&read(PAGE).unwrap(), &edges);
        assert_eq!(findings, ["`model` uses `login`, which its row does not allow"]);
    }

    #[test]
    fn a_crate_without_a_row_and_a_row_without_a_crate_are_findings() {
        let edges = edges_of(&[("model", &[]), ("plug", &[]), ("extra", &[])]);
        let findings = judge(&read(PAGE).unwrap(), &edges);
        assert_eq!(findings, ["`login` has a row but is no crate", "crate `extra` has no row"]);
    }

    #[test]
    fn a_table_that_contradicts_itself_is_a_finding() {
        let page = PAGE.replace("| `plug` | 2 | model |", "| `plug` | 2 | login |");
        let edges = edges_of(&[("model", &[]), ("plug", &[]), ("login", &[])]);
        assert_eq!(judge(&read(&page).unwrap(), &edges), ["`plug` (floor 2) may not use `login` (floor 3)"]);
    }
}
