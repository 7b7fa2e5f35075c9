//! Links: every relative link in a Markdown page leads to a file or folder of the repository.

use std::path::Path;

use anyhow::Result;

use super::Outcome;
use crate::tree;

pub fn run(root: &Path) -> Result<Outcome> {
    let mut findings = Vec::new();
    let mut pages = 0;
    for file in tree::files(root)?.iter().filter(|file| file.extension().is_some_and(|e| e == "md")) {
        let Some(text) = tree::text(root, file) else { continue };
        let folder = root.join(file.parent().unwrap_or(Path::new("")));
        pages += 1;
        let dead = links(&text).into_iter().filter(|link| !folder.join(link).exists());
        findings.extend(dead.map(|link| format!("{}: {link}", file.display())));
    }
    Ok(Outcome::of(findings, format!("{pages} pages"), "write the page, or take the link out"))
}

/// Targets of links and pictures that lie in the repository, without their anchors.
fn links(page: &str) -> Vec<&str> {
    let mut in_code = false;
    let mut found = Vec::new();
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        let paths = targets.map(|target| target.split('#').next().unwrap_or_default());
        found.extend(paths.filter(|path| !path.is_empty() && !path.contains("://") && !path.starts_with("mailto:")));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_within_the_repository_are_looked_at() {
        let page = "[a](b.md#c) [d](https://e.test) [f](#g) ![h](i/j.png)\n```\n[k](l)\n```\n";
        assert_eq!(links(page), ["b.md", "i/j.png"]);
    }
}
