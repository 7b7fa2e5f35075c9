//! What is looked at before there is a tree: how much there is, and what the standard has replaced before anything is read.

use super::{Limits, Malformed};

/// Counts what would cost a tree much before there is one. It judges tags only; what it lets pass is parsed. The answer is
/// whether the text must be made [`normal`].
pub(super) fn scan(source: &str, limits: &Limits) -> Result<bool, Malformed> {
    let bytes = source.as_bytes();
    let mut odd = bytes.contains(&b'\r');
    let mut tags = 0usize;
    let mut at = 0;
    while let Some(open) = bytes[at..].iter().position(|b| *b == b'<') {
        at += open + 1;
        at += match Markup::at(&bytes[at..])? {
            Markup::Other(length) => length,
            Markup::Tag => {
                tags += 1;
                if tags > limits.elements {
                    return Err(Malformed::TooManyElements);
                }
                let tag = Tag::at(&bytes[at..], limits.attributes)?;
                odd |= tag.spaced;
                tag.length
            }
        };
    }
    Ok(odd)
}

/// The text with one kind of line end (XML, 2.11), and spaces for all white space that stands literally in attributes
/// (3.3.3): the parser leaves both as they are, and a signature is over what everybody else reads.
pub(super) fn normal(source: &str) -> Result<String, Malformed> {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(open) = rest.find('<') {
        let (before, markup) = rest.split_at(open + 1);
        lines(&mut out, before);
        rest = match Markup::at(markup.as_bytes())? {
            Markup::Other(length) => {
                let (other, behind) = markup.split_at(length);
                lines(&mut out, other);
                behind
            }
            Markup::Tag => {
                let length = Tag::at(markup.as_bytes(), usize::MAX)?.length;
                let (tag, behind) = markup.split_at(length);
                spaces(&mut out, tag);
                behind
            }
        };
    }
    lines(&mut out, rest);
    Ok(out)
}

fn lines(out: &mut String, text: &str) {
    let mut pieces = text.split('\r');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        if !piece.starts_with('\n') {
            out.push('\n');
        }
        out.push_str(piece);
    }
}

fn spaces(out: &mut String, tag: &str) {
    let mut quote = None;
    let mut characters = tag.chars().peekable();
    while let Some(mut c) = characters.next() {
        if c == '\r' {
            characters.next_if_eq(&'\n');
            c = '\n';
        }
        match quote {
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if open == c => quote = None,
            Some(_) if matches!(c, '\t' | '\n') => c = ' ',
            _ => {}
        }
        out.push(c);
    }
}

/// What begins behind a `<`.
enum Markup {
    /// The tag that begins an element.
    Tag,
    /// A comment, an instruction, CDATA, or an end: so many bytes of it hold no tag.
    Other(usize),
}

impl Markup {
    /// What begins and does not end ends the reading, too: else a document full of beginnings would be searched through
    /// for each.
    fn at(bytes: &[u8]) -> Result<Self, Malformed> {
        let (start, end): (usize, &[u8]) = match bytes {
            [b'!', b'-', b'-', ..] => (3, b"-->"),
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => (8, b"]]>"),
            [b'?', ..] => (1, b"?>"),
            _ if bytes.starts_with(b"!DOCTYPE") => return Err(Malformed::Doctype),
            [b'/' | b'!', ..] | [] => return Ok(Self::Other(0)),
            _ => return Ok(Self::Tag),
        };
        let length = bytes[start..].windows(end.len()).position(|window| window == end).ok_or(Malformed::NotXml)?;
        Ok(Self::Other(start + length + end.len()))
    }
}

/// A tag whose quoted values were counted.
struct Tag {
    length: usize,
    /// White space other than spaces stands in a value.
    spaced: bool,
}

impl Tag {
    fn at(bytes: &[u8], most: usize) -> Result<Self, Malformed> {
        let mut quote = None;
        let (mut values, mut spaced) = (0, false);
        for (at, byte) in bytes.iter().enumerate() {
            match (quote, byte) {
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    values += 1;
                    if values > most {
                        return Err(Malformed::TooManyAttributes);
                    }
                }
                (None, b'>') => return Ok(Self { length: at, spaced }),
                (Some(open), _) if open == byte => quote = None,
                // Not allowed in values: the parser will say so.
                (_, b'<') => return Ok(Self { length: at, spaced }),
                (Some(_), b'\t' | b'\n' | b'\r') => spaced = true,
                _ => {}
            }
        }
        Ok(Self { length: bytes.len(), spaced })
    }
}
