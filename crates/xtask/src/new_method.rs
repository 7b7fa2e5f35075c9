//! `cargo xtask new method NAME`: the folder of a method and its line in the table.

use std::path::Path;

use anyhow::{Result, bail};

pub fn run(_root: &Path, name: &str) -> Result<()> {
    bail!("there is no template for `{name}` yet")
}
