//! `multipart/form-data` (RFC 7578), as much of it as one client library sends: named texts, no files.

use super::params::Unreadable;

/// Names and contents of the parts that are no files.
pub fn read(content_type: &str, body: &[u8], most: usize) -> Result<Vec<(String, Vec<u8>)>, Unreadable> {
    let delimiter = format!("\r\n--{}", boundary(content_type).ok_or(Unreadable::Malformed)?);
    let first = &delimiter.as_bytes()[2..];
    // The preamble is empty, or ends before a delimiter (RFC 2046, 5.1.1).
    let mut rest = match body.strip_prefix(first) {
        Some(rest) => rest,
        None => split(body, delimiter.as_bytes()).ok_or(Unreadable::Malformed)?.1,
    };
    let mut parts = Vec::new();
    loop {
        if rest.starts_with(b"--") {
            return Ok(parts);
        }
        let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let inside = rest[padding..].strip_prefix(b"\r\n").ok_or(Unreadable::Malformed)?;
        let (part, behind) = split(inside, delimiter.as_bytes()).ok_or(Unreadable::Malformed)?;
        if let Some(part) = field(part)? {
            if parts.len() == most {
                return Err(Unreadable::TooMuch);
            }
            parts.push(part);
        }
        rest = behind;
    }
}

/// A part's name and content; `None` for files.
fn field(part: &[u8]) -> Result<Option<(String, Vec<u8>)>, Unreadable> {
    let (head, content) = match part.strip_prefix(b"\r\n") {
        Some(content) => (&part[..0], content),
        None => split(part, b"\r\n\r\n").ok_or(Unreadable::Malformed)?,
    };
    let head = std::str::from_utf8(head).map_err(|_| Unreadable::Malformed)?;
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let disposition = disposition.ok_or(Unreadable::Malformed)?;
    if parameter(disposition, "filename").is_some() {
        return Ok(None);
    }
    let name = parameter(disposition, "name").ok_or(Unreadable::Malformed)?;
    Ok(Some((name, content.to_vec())))
}

/// RFC 2046, 5.1.1: one to seventy characters.
fn boundary(content_type: &str) -> Option<String> {
    parameter(content_type, "boundary").filter(|b| (1..=70).contains(&b.len()) && b.is_ascii())
}

/// A parameter of a header's value, quoted or not.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (found, next) = match behind.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let end = behind.find(';').unwrap_or(behind.len());
                (behind[..end].trim().to_owned(), &behind[end..])
            }
        };
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(found);
        }
        rest = next.split_once(';')?.1;
    }
}

/// What stands before the closing quote, and what behind it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut found = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((found, &text[at + 1..])),
            '\\' => found.push(chars.next()?.1),
            other => found.push(other),
        }
    }
    None
}

fn split<'a>(bytes: &'a [u8], at: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let found = bytes.windows(at.len()).position(|window| window == at)?;
    Some((&bytes[..found], &bytes[found + at.len()..]))
}
