//! The rows of a table (RFC 4180).

use zeroize::Zeroizing;

/// One row.
pub(super) struct Row {
    /// Where it begins, from 1.
    pub line: u32,
    /// What stands in it, quotes resolved.
    pub cells: Vec<Zeroizing<String>>,
    /// A quote is open at the end of the file, or something stands behind a closing one.
    pub broken: bool,
}

/// The rows of a text that hold something.
pub(super) struct Rows<'a> {
    rest: &'a str,
    line: u32,
    separator: char,
}

/// More cells are not kept: a row that has them is wrong in any case.
const CELLS: usize = 64;

impl<'a> Rows<'a> {
    /// The rows of a text, by its own separator.
    pub fn new(text: &'a str) -> Self {
        let mut lines = text.lines().filter(|line| !skipped(line));
        let first = lines.next().unwrap_or_default();
        let separator = if first.contains(';') && !first.contains(',') { ';' } else { ',' };
        Self { rest: text, line: 1, separator }
    }

    fn row(&mut self) -> Row {
        let mut row = Row { line: self.line, cells: Vec::new(), broken: false };
        loop {
            let (cell, sound) = self.cell();
            row.broken |= !sound;
            if row.cells.len() < CELLS {
                row.cells.push(cell);
            }
            match self.rest.chars().next() {
                Some(c) if c == self.separator => self.rest = &self.rest[1..],
                _ => break,
            }
        }
        self.end_of_line();
        row
    }

    /// One cell, up to the separator, the end of the line or the end of the text.
    fn cell(&mut self) -> (Zeroizing<String>, bool) {
        let inner = self.rest.trim_start_matches([' ', '\t']);
        let Some(mut quoted) = inner.strip_prefix('"') else {
            let end = self.rest.find([self.separator, '\n', '\r']).unwrap_or(self.rest.len());
            let (cell, rest) = self.rest.split_at(end);
            self.rest = rest;
            return (Zeroizing::new(cell.to_owned()), !cell.contains('"'));
        };
        let mut cell = Zeroizing::new(String::with_capacity(quoted.find('"').unwrap_or(0) + 16));
        loop {
            let Some((part, rest)) = quoted.split_once('"') else {
                self.rest = "";
                return (cell, false);
            };
            self.line = self.line.saturating_add(breaks(part));
            cell.push_str(part);
            match rest.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    quoted = more;
                }
                None => {
                    let end = rest.find([self.separator, '\n', '\r']).unwrap_or(rest.len());
                    let (behind, rest) = rest.split_at(end);
                    self.rest = rest;
                    return (cell, behind.trim().is_empty());
                }
            }
        }
    }

    fn end_of_line(&mut self) {
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        self.line = self.line.saturating_add(1);
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        loop {
            let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
            if self.rest.is_empty() {
                return None;
            }
            if !skipped(&self.rest[..end]) {
                return Some(self.row());
            }
            self.rest = &self.rest[end..];
            self.end_of_line();
        }
    }
}

fn skipped(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn breaks(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX)
}

/// Writes a cell, in quotes wherever a reader could misunderstand it.
pub(super) fn quote(out: &mut String, cell: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:@+/=".contains(c);
    if cell.chars().all(plain) {
        return out.push_str(cell);
    }
    out.push('"');
    for c in cell.chars() {
        out.push_str(if c == '"' { "\"" } else { "" });
        out.push(c);
    }
    out.push('"');
}
