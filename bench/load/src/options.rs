//! Options of the command line: `--name value`, each known by name and with a value that stands when it is left out.

use std::collections::HashMap;
use std::fmt::Display;
use std::str::FromStr;

pub struct Options(HashMap<String, String>);

impl Options {
    /// What the process was started with; ends it with `usage` on anything unknown.
    pub fn read(usage: &str, known: &[&str]) -> Self {
        let mut given = HashMap::new();
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let name = word.strip_prefix("--").filter(|n| known.contains(n));
            let (Some(name), Some(value)) = (name, words.next()) else {
                end(&format!("{word} is not understood\n\n{usage}"));
            };
            given.insert(name.to_owned(), value);
        }
        Self(given)
    }

    pub fn needed<T: FromStr<Err: Display>>(&self, name: &str) -> T {
        self.given(name).unwrap_or_else(|| end(&format!("--{name} is needed")))
    }

    pub fn or<T: FromStr<Err: Display>>(&self, name: &str, otherwise: T) -> T {
        self.given(name).unwrap_or(otherwise)
    }

    fn given<T: FromStr<Err: Display>>(&self, name: &str) -> Option<T> {
        let text = self.0.get(name)?;
        Some(text.parse().unwrap_or_else(|why| end(&format!("--{name} {text}: {why}"))))
    }
}

/// Ends the process with a word to whoever started it.
pub fn end(why: &str) -> ! {
    eprintln!("{why}");
    std::process::exit(2)
}
