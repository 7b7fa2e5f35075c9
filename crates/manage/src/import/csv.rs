//! Records of a table (RFC 4180) as they come in: bytes in, cells out, a record at a time and none longer than a limit.
//!
//! A field may hold separators and line breaks between quotes, and a quote written twice. What does not keep to that is told with the line
//! it begins on, and reading goes on behind it.

use std::io::{self, BufRead};

/// A record, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it begins.
    pub line: u64,
    pub cells: Result<Vec<String>, Odd>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// A quote where none may be, or one that is never closed.
    Quote,
    /// Not UTF-8.
    Encoding,
    TooLong,
}

pub struct Records<R> {
    source: R,
    separator: u8,
    /// Lines read so far.
    lines: u64,
}

/// Bytes of a record.
pub const LONGEST: usize = 64 * 1024;

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    Plain,
    Quoted,
    /// Behind a quote inside of quotes: it ends the field, or is the first of two.
    Closed,
}

impl<R: BufRead> Records<R> {
    pub const fn new(source: R, separator: u8) -> Self {
        Self { source, separator, lines: 0 }
    }

    /// The next record that is not an empty line.
    pub fn next(&mut self) -> io::Result<Option<Record>> {
        loop {
            let line = self.lines + 1;
            let Some(cells) = self.record()? else { return Ok(None) };
            if cells.as_ref().is_ok_and(|cells| matches!(&cells[..], [only] if only.is_empty())) {
                continue;
            }
            return Ok(Some(Record { line, cells }));
        }
    }

    fn record(&mut self) -> io::Result<Option<Result<Vec<String>, Odd>>> {
        let (mut cells, mut cell) = (Vec::new(), Vec::new());
        let (mut at, mut odd, mut length, mut any) = (At::Start, None, 0, false);
        while let Some(byte) = self.byte()? {
            any = true;
            length += 1;
            if length > LONGEST {
                odd = Some(Odd::TooLong);
            }
            let ends = byte == b'\n' && (at != At::Quoted || odd == Some(Odd::TooLong));
            self.lines += u64::from(byte == b'\n');
            if ends {
                break;
            }
            if odd == Some(Odd::TooLong) {
                continue;
            }
            match (at, byte) {
                (At::Quoted, b'"') => at = At::Closed,
                (At::Quoted, other) => cell.push(other),
                (_, byte) if byte == self.separator => {
                    cells.push(std::mem::take(&mut cell));
                    at = At::Start;
                }
                (At::Start, b'"') => at = At::Quoted,
                (At::Closed, b'"') => {
                    cell.push(b'"');
                    at = At::Quoted;
                }
                // The line break's other half.
                (At::Closed, b'\r') => {}
                (At::Closed, _) | (At::Plain, b'"') => odd = Some(Odd::Quote),
                (_, other) => {
                    cell.push(other);
                    at = At::Plain;
                }
            }
        }
        if !any {
            return Ok(None);
        }
        if at != At::Closed && at != At::Quoted && cell.last() == Some(&b'\r') {
            cell.pop();
        }
        cells.push(cell);
        if at == At::Quoted && odd.is_none() {
            odd = Some(Odd::Quote);
        }
        let cells = match odd {
            Some(odd) => Err(odd),
            None => cells.into_iter().map(|cell| String::from_utf8(cell).map_err(|_| Odd::Encoding)).collect(),
        };
        Ok(Some(cells))
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.source.fill_buf()?.first().copied();
        self.source.consume(usize::from(byte.is_some()));
        Ok(byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &[u8]) -> Vec<(u64, Result<Vec<String>, Odd>)> {
        let mut records = Records::new(text, b',');
        let mut all = Vec::new();
        while let Some(record) = records.next().unwrap() {
            all.push((record.line, record.cells));
        }
        all
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, Odd> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn a_table_reads_as_rfc_4180_has_it() {
        for (text, expected) in [
            ("a,b\r\nc,d\r\n", vec![(1, cells(&["a", "b"])), (2, cells(&["c", "d"]))]),
            ("a,b\nc,", vec![(1, cells(&["a", "b"])), (2, cells(&["c", ""]))]),
            (
                "\"a\r\nb\",\"say \"\"hi\"\"\"\r\nc,d",
                vec![(1, cells(&["a\r\nb", "say \"hi\""])), (3, cells(&["c", "d"]))],
            ),
            ("\n\r\na\n\n", vec![(3, cells(&["a"]))]),
            ("\"\",\"x,y\"\n", vec![(1, cells(&["", "x,y"]))]),
            ("a\"b,c\nd,e\n", vec![(1, Err(Odd::Quote)), (2, cells(&["d", "e"]))]),
            ("\"a\"b,c\nd\n", vec![(1, Err(Odd::Quote)), (2, cells(&["d"]))]),
            ("d\n\"never closed\nx\n", vec![(1, cells(&["d"])), (2, Err(Odd::Quote))]),
            ("", vec![]),
        ] {
            assert_eq!(all(text.as_bytes()), expected, "{text:?}");
        }
        assert_eq!(all(b"a,\xff\nb,c\n"), [(1, Err(Odd::Encoding)), (2, cells(&["b", "c"]))]);
    }

    #[test]
    fn a_record_without_end_costs_no_memory_and_the_next_one_is_read() {
        let long = format!("{},b\nc,d\n", "x".repeat(LONGEST));
        assert_eq!(all(long.as_bytes()), [(1, Err(Odd::TooLong)), (2, cells(&["c", "d"]))]);
        let quoted = format!("\"{}\nc,d\n", "x\n".repeat(LONGEST / 2));
        let read = all(quoted.as_bytes());
        assert_eq!((read[0].1.clone(), read.last().unwrap().1.clone()), (Err(Odd::TooLong), cells(&["c", "d"])));
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(table in prop::collection::vec(prop::collection::vec("[a-z\",\r\n;é ]{0,6}", 2..5), 0..6)) {
            let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
            let text: String = table.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n").collect();
            let read: Vec<Vec<String>> = all(text.as_bytes()).into_iter().map(|(_, cells)| cells.unwrap()).collect();
            prop_assert_eq!(read, table);
        }

        #[test]
        fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            all(&bytes);
        }
    }
}
