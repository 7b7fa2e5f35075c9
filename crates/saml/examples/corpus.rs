//! Writes the corpus of hostile documents into a folder: `cargo run -p symbolon-saml --example corpus -- FOLDER`.
//!
//! Each file is a document; `verdicts.tsv` says of each what must become of it, and which control it stands beside. The
//! keys are of this run only.

#![allow(clippy::unwrap_used, reason = "a tool of the tests")]

#[path = "../tests/all/corpus/mod.rs"]
#[allow(dead_code)]
mod corpus;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("corpus"), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let mut verdicts = String::new();
    for case in corpus::all() {
        std::fs::write(folder.join(format!("{}.xml", case.name)), &case.xml)?;
        verdicts.push_str(&format!("{}\t{:?}\t{}\n", case.name, case.verdict, case.control));
    }
    std::fs::write(folder.join("verdicts.tsv"), verdicts)
}
