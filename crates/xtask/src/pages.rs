//! Pages of the book that are written from the declarations: docs/configuration.md, and one for each kind of method.
//!
//! `symbolon ctl schema` says what there is, under `config`, and what the console calls it, under `words`. What only a person can
//! say stands in docs/configuration.md between the tables, and in the README of each method's folder.

mod methods;
mod objects;
mod settings;
mod shape;

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

const CONFIGURATION: &str = "docs/configuration.md";
pub const METHODS: &str = "docs/methods";
const OPENS: &str = "<!-- written from the declarations: ";
const CLOSES: &str = "<!-- end of what is written -->";

/// Every page with its text.
pub fn render(root: &Path, told: &Value) -> Result<Vec<(String, String)>> {
    let (config, words) = (&told["config"], &told["words"]);
    let page = std::fs::read_to_string(root.join(CONFIGURATION)).context(CONFIGURATION)?;
    let filled = fill(&page, &[("settings", settings::render(config)?), ("objects", objects::render(config, words)?)])?;
    let mut pages = vec![(CONFIGURATION.to_owned(), filled)];
    pages.push((format!("{METHODS}/README.md"), methods::list(config, words)?));
    for name in shape::members(&config["kinds"])?.keys() {
        pages.push((format!("{METHODS}/{name}.md"), methods::render(name, config, words)?));
    }
    Ok(pages)
}

/// Writes each part behind the comment that opens it.
fn fill(page: &str, parts: &[(&str, String)]) -> Result<String> {
    let mut page = page.to_owned();
    for (name, text) in parts {
        let opens = format!("{OPENS}{name} -->");
        let (before, rest) = page.split_once(&opens).with_context(|| format!("{CONFIGURATION} has no `{opens}`"))?;
        let (_, after) = rest.split_once(CLOSES).with_context(|| format!("`{opens}` has no `{CLOSES}`"))?;
        page = format!("{before}{opens}\n\n{}\n\n{CLOSES}{after}", text.trim());
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_written_between_their_comments() {
        let page = format!("a\n{OPENS}one -->\nold\n{CLOSES}\nb\n");
        let filled = fill(&page, &[("one", "new\n".to_owned())]).unwrap();
        assert_eq!(filled, format!("a\n{OPENS}one -->\n\nnew\n\n{CLOSES}\nb\n"));
        assert_eq!(fill(&filled, &[("one", "new".to_owned())]).unwrap(), filled);
        assert!(fill("a", &[("one", String::new())]).is_err());
    }
}
