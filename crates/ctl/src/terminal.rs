//! What is written to a person's terminal: texts that somebody else stored move no cursor, colour nothing and turn no line around.
//!
//! Names, titles, user agents and whole answers of a server are others' words. To a file or a pipe they go as they are.

use std::io::{Result, Write};

/// Shows control characters and marks of direction as such.
pub struct Terminal<W: Write> {
    inner: W,
    /// The beginning of a letter whose end is still to come.
    left: Vec<u8>,
}

impl<W: Write> Terminal<W> {
    pub const fn new(inner: W) -> Self {
        Self { inner, left: Vec::new() }
    }

    fn shown(&mut self, bytes: &[u8]) -> Result<()> {
        let mut out = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            for letter in chunk.valid().chars() {
                if is_shown(letter) { out.extend(letter.escape_default()) } else { out.push(letter) }
            }
            out.extend(chunk.invalid().iter().flat_map(|byte| byte.escape_ascii()).map(char::from));
        }
        self.inner.write_all(out.as_bytes())
    }
}

impl<W: Write> Write for Terminal<W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        let mut all = std::mem::take(&mut self.left);
        all.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&all) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            // What is wrong further in hides no unfinished letter at the end: that is shown byte by byte.
            _ => all.len(),
        };
        self.left = all.split_off(whole);
        self.shown(&all)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        let left = std::mem::take(&mut self.left);
        self.shown(&left)?;
        self.inner.flush()
    }
}

/// The marks of direction are those of CVE-2021-42574; a carriage return is how a progress is told.
pub fn is_shown(letter: char) -> bool {
    let turns =
        matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter.is_control() && !matches!(letter, '\n' | '\t' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(parts: &[&[u8]]) -> String {
        let mut out = Vec::new();
        let mut terminal = Terminal::new(&mut out);
        parts.iter().for_each(|part| terminal.write_all(part).unwrap());
        terminal.flush().unwrap();
        String::from_utf8(out).unwrap()
    }

    /// M074: a stored text is inert where it is shown, a terminal too.
    #[test]
    fn m074_nothing_stored_moves_a_cursor() {
        for (given, shown) in [
            ("\u{1b}]0;title\u{7}", "\\u{1b}]0;title\\u{7}"),
            ("\u{9b}2J \u{7f}", "\\u{9b}2J \\u{7f}"),
            ("a\u{202e}b\u{2066}", "a\\u{202e}b\\u{2066}"),
            ("äijä €\t1\r\n", "äijä €\t1\r\n"),
        ] {
            assert_eq!(written(&[given.as_bytes()]), shown);
            let bytes: Vec<&[u8]> = given.as_bytes().chunks(1).collect();
            assert_eq!(written(&bytes), shown, "a byte at a time");
        }
        assert_eq!(written(&[b"\xff\x9b", "ä".as_bytes()]), "\\xff\\x9bä");
        assert_eq!(written(&["€".as_bytes().split_at(2).0]), "\\xe2\\x82", "one that never ends");
    }
}
