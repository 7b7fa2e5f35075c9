//! Columns for people.

use std::io::Write;

use crate::Told;

/// Rows of text under a heading, each column as wide as its widest cell.
pub struct Table(Vec<Vec<String>>);

impl Table {
    pub fn new(heading: &[&str]) -> Self {
        Self(vec![heading.iter().map(|cell| (*cell).to_owned()).collect()])
    }

    /// Without a heading.
    pub const fn bare() -> Self {
        Self(Vec::new())
    }

    /// Control characters are shown as such, so that no stored text moves a terminal's cursor.
    pub fn row(&mut self, cells: Vec<String>) {
        self.0.push(cells.iter().map(|cell| crate::problem::tame(cell)).collect());
    }

    pub fn write(&self, out: &mut (dyn Write + Send)) -> Result<(), Told> {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column: usize| {
            self.0.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        for row in &self.0 {
            let padded = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_control_characters_are_tamed() {
        let mut table = Table::new(&["A", "LONG"]);
        table.row(vec!["äää".into(), "x\u{1b}[2J".into()]);
        table.row(vec![String::new(), "y".into()]);
        let mut out = Vec::new();
        table.write(&mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "A    LONG\näää  x\\u{1b}[2J\n     y\n");
    }
}
