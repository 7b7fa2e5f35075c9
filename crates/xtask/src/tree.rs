//! The files of the repository: where it begins, and what git knows or would take.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> Result<PathBuf> {
    // The one cargo names while it runs us: a binary shared by two checkouts must work on the one it was called in.
    #[allow(clippy::disallowed_methods, reason = "cargo tells a program where it is by the environment")]
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Ok(Path::new(&here).ancestors().nth(2).context("xtask stands in crates/xtask")?.to_owned())
}

/// Every file that git tracks or would take, relative to the root, in byte order.
pub fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout)?;
    let mut files: Vec<PathBuf> = listed
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(PathBuf::from)
        .filter(|name| root.join(name).is_file())
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// The text of a file, or nothing when it is not text.
pub fn text(root: &Path, file: &Path) -> Option<String> {
    std::fs::read(root.join(file)).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

/// True for a file that holds nothing but tests.
pub fn is_test(file: &Path) -> bool {
    file.components()
        .any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "benches" | "e2e" | "fuzz" | "bench")))
        || file.file_name().is_some_and(|name| name == "tests.rs")
        || file.starts_with("crates/testkit")
}

/// The lines of Rust before the file's own test module.
pub fn without_tests(source: &str) -> impl Iterator<Item = &str> {
    let mut lines = source.lines().peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let opens_tests = line.starts_with("#[cfg(test)]")
            && lines.peek().is_some_and(|next| next.trim_start().starts_with("mod ") && next.trim_end().ends_with('{'));
        (!opens_tests).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_module_is_left_out_but_a_declared_one_is_not() {
        let inline = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n";
        assert_eq!(without_tests(inline).collect::<Vec<_>>(), ["fn a() {}"]);
        let declared = "fn a() {}\n#[cfg(test)]\nmod tests;\nfn c() {}\n";
        assert_eq!(without_tests(declared).count(), 4);
    }

    #[test]
    fn test_folders_and_files_are_known() {
        assert!(is_test(Path::new("crates/oath/tests/vectors.rs")));
        assert!(is_test(Path::new("crates/methods/src/oath/tests.rs")));
        assert!(!is_test(Path::new("crates/methods/src/oath/verify.rs")));
    }
}
