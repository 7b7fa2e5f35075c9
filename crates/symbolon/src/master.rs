//! Master keys: 32 random bytes each, from a file that only its owner can read, or from the environment (case M025).

use std::{fs::File, io::Read, os::unix::fs::PermissionsExt, path::Path};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use data_encoding::HEXLOWER_PERMISSIVE;
use model::Secret;
use store_sql::MasterKeys;

use crate::config::{ConfigError, Environment};

/// Reads every key of the list; the first seals, all open.
pub fn read(list: &[String], environment: &Environment) -> Result<MasterKeys, ConfigError> {
    let wrong = |what: String| ConfigError::key("master_key", what);
    let keys = list.iter().map(|from| one(from, environment).map_err(wrong)).collect::<Result<Vec<_>, _>>()?;
    MasterKeys::new(&keys)
        .map_err(|_| wrong(format!("name at least one key, such as file:/etc/symbolon/master.key; {MAKE}")))
}

fn one(from: &str, environment: &Environment) -> Result<Secret<Vec<u8>>, String> {
    let bytes = if let Some(path) = from.strip_prefix("file:") {
        file(Path::new(path))?
    } else if let Some(name) = from.strip_prefix("env:") {
        let value = environment
            .get(name)
            .ok_or_else(|| format!("the environment has no {name}; set it to the key in base 64"))?;
        Secret::new(value.clone().into_bytes())
    } else {
        return Err("write file:PATH or env:NAME".into());
    };
    decode(bytes.expose())
        .ok_or_else(|| format!("{from} does not hold 32 bytes, plain, in base 64 or in hexadecimal; {MAKE}"))
}

fn file(path: &Path) -> Result<Secret<Vec<u8>>, String> {
    let told = |e: std::io::Error| format!("{}: {e}; {MAKE}", path.display());
    let mut file = File::open(path).map_err(told)?;
    let mode = file.metadata().map_err(told)?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(format!("others can read {}; run chmod 600 {0}", path.display()));
    }
    let mut bytes = Vec::with_capacity(128);
    file.by_ref().take(1024).read_to_end(&mut bytes).map_err(told)?;
    Ok(Secret::new(bytes))
}

fn decode(bytes: &[u8]) -> Option<Secret<Vec<u8>>> {
    if bytes.len() == LENGTH {
        return Some(Secret::new(bytes.to_vec()));
    }
    let text = std::str::from_utf8(bytes).ok()?.trim();
    let decoded = HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok().or_else(|| BASE64_STANDARD.decode(text).ok())?;
    (decoded.len() == LENGTH).then(|| Secret::new(decoded))
}

const LENGTH: usize = 32;
const MAKE: &str = "make one with: (umask 077; head -c 32 /dev/urandom | base64 > FILE)";

#[cfg(test)]
mod tests {
    use super::*;

    fn told(from: &str) -> Result<String, String> {
        let environment =
            Environment::from([("KEY".to_owned(), "ab".repeat(32)), ("SHORT".to_owned(), "abcd".to_owned())]);
        read(&[from.to_owned()], &environment).map(|keys| keys.first_id()).map_err(|e| e.to_string())
    }

    /// M025: a key file that others can read is none.
    #[test]
    fn m025_a_key_that_others_can_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("master.key");
        std::fs::write(&path, [0xab; 32]).unwrap();
        let from = format!("file:{}", path.display());
        for (mode, good) in [(0o600, true), (0o400, true), (0o644, false), (0o640, false), (0o602, false)] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let read = told(&from);
            assert_eq!(read.is_ok(), good, "{mode:o}");
            assert!(good || read.unwrap_err().contains("chmod 600"), "{mode:o}");
        }
    }

    #[test]
    fn a_key_is_the_same_in_each_form() {
        let dir = tempfile::tempdir().unwrap();
        let forms = [
            vec![0xab; 32],
            "AB".repeat(32).into_bytes(),
            format!("{}\n", BASE64_STANDARD.encode([0xab; 32])).into_bytes(),
        ];
        for (n, form) in forms.iter().enumerate() {
            let path = dir.path().join(n.to_string());
            std::fs::write(&path, form).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
            assert_eq!(told(&format!("file:{}", path.display())), told("env:KEY"));
        }
        for (from, remedy) in
            [("env:NONE", "NONE"), ("env:SHORT", "32 bytes"), ("/etc/key", "file:PATH"), ("file:/nowhere", "/nowhere")]
        {
            assert!(told(from).unwrap_err().contains(remedy), "{from}");
        }
        assert!(read(&[], &Environment::new()).is_err());
    }
}
