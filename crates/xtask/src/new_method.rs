//! `cargo xtask new method NAME`: the folder of a method and its line in the table, from `templates/method/`.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

const TEMPLATES: [(&str, &str); 11] = [
    ("README.md", include_str!("../templates/method/README.md.in")),
    ("mod.rs", include_str!("../templates/method/mod.rs.in")),
    ("config.rs", include_str!("../templates/method/config.rs.in")),
    ("verify.rs", include_str!("../templates/method/verify.rs.in")),
    ("enrol.rs", include_str!("../templates/method/enrol.rs.in")),
    ("tests.rs", include_str!("../templates/method/tests.rs.in")),
    ("texts/en.ftl", include_str!("../templates/method/texts/en.ftl.in")),
    ("texts/fi.ftl", include_str!("../templates/method/texts/fi.ftl.in")),
    ("texts/sv.ftl", include_str!("../templates/method/texts/sv.ftl.in")),
    ("texts/fr.ftl", include_str!("../templates/method/texts/fr.ftl.in")),
    ("texts/de.ftl", include_str!("../templates/method/texts/de.ftl.in")),
];

pub fn run(root: &Path, name: &str) -> Result<()> {
    ensure!(is_name(name), "a kind's name is lower-case letters and digits, and begins with a letter: `{name}`");
    let methods = root.join("crates/methods/src");
    let folder = methods.join(name);
    ensure!(!folder.exists(), "there is a method `{name}` already");
    let table = std::fs::read_to_string(methods.join("lib.rs")).context("crates/methods/src/lib.rs")?;
    let table = with_line(&table, name)?;
    for (file, template) in TEMPLATES {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().context("a file stands in a folder")?)?;
        std::fs::write(path, filled(template, name))?;
        println!("wrote crates/methods/src/{name}/{file}");
    }
    std::fs::write(methods.join("lib.rs"), table)?;
    println!(
        "wrote its line in crates/methods/src/lib.rs\nnext: cargo test -p symbolon-methods, then the rule in verify.rs"
    );
    Ok(())
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// The template with the method's name as an identifier, a type and a title.
fn filled(template: &str, name: &str) -> String {
    let capital = name[..1].to_ascii_uppercase() + &name[1..];
    template.replace("{{name}}", name).replace("{{Type}}", &format!("{capital}Method")).replace("{{Title}}", &capital)
}

/// The table's source with the module, in its place by the alphabet, and the row, at the end.
fn with_line(source: &str, name: &str) -> Result<String> {
    let module = format!("pub mod {name};");
    let modules: Vec<&str> = source.lines().filter(|line| line.starts_with("pub mod ")).collect();
    let Some(last) = modules.last() else { bail!("crates/methods/src/lib.rs has no `pub mod` line") };
    let source = match modules.iter().find(|line| **line > module.as_str()) {
        Some(after) => source.replacen(after, &format!("{module}\n{after}"), 1),
        None => source.replacen(last, &format!("{last}\n{module}"), 1),
    };
    let start = source.find("pub const ALL").context("crates/methods/src/lib.rs has no `pub const ALL`")?;
    let end = start + source[start..].find("];").context("the table ALL does not end")?;
    let (before, after) = source.split_at(end);
    let before = before.trim_end();
    let comma = if before.ends_with([',', '[']) { "" } else { "," };
    Ok(format!("{before}{comma} {name}::REGISTRATION{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "pub mod backup;\npub mod password;\n\npub const ALL: &[Registration] =\n    &[backup::REGISTRATION, password::REGISTRATION];\n";

    #[test]
    fn the_module_and_the_row_are_added() {
        let table = with_line(TABLE, "oath").unwrap();
        assert!(table.contains("pub mod backup;\npub mod oath;\npub mod password;\n"));
        assert!(table.contains("password::REGISTRATION, oath::REGISTRATION];"));
    }

    #[test]
    fn a_last_name_goes_last_and_a_comma_is_not_doubled() {
        let table = with_line(&TABLE.replace("REGISTRATION];", "REGISTRATION,\n];"), "teapot").unwrap();
        assert!(table.contains("pub mod password;\npub mod teapot;\n"));
        assert!(table.contains("password::REGISTRATION, teapot::REGISTRATION];"));
    }

    #[test]
    fn every_template_is_filled() {
        for (file, template) in TEMPLATES {
            assert!(!filled(template, "teapot").contains("{{"), "{file}");
        }
        assert!(filled("{{Type}} {{name}}", "teapot") == "TeapotMethod teapot");
    }

    #[test]
    fn names_that_are_no_identifiers_are_refused() {
        assert!(is_name("teapot2") && !is_name("2pot") && !is_name("tea-pot") && !is_name("Tea") && !is_name(""));
    }
}
