//! Seeds and findings go through their targets, so that a mended fault stays mended.

use std::fs;
use std::path::{Path, PathBuf};

use symbolon_fuzz::TARGETS;

#[test]
fn seeds_and_findings_hold() {
    let mut broken = Vec::new();
    for target in TARGETS {
        for input in inputs("corpus", target.name).into_iter().chain(inputs("findings", target.name)) {
            let data = fs::read(&input).unwrap();
            if std::panic::catch_unwind(|| (target.run)(&data)).is_err() {
                broken.push(input);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_seeds_and_every_folder_a_target() {
    for target in TARGETS {
        assert!(!inputs("corpus", target.name).is_empty(), "fuzz/corpus/{}", target.name);
    }
    for folder in ["corpus", "findings"] {
        let Ok(folders) = fs::read_dir(home(folder)) else { continue };
        for name in folders.map(|entry| entry.unwrap().file_name()) {
            assert!(TARGETS.iter().any(|target| *target.name == *name), "fuzz/{folder}/{}", name.display());
        }
    }
}

fn inputs(folder: &str, target: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(home(folder).join(target)) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn home(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}
