//! Texts on their way into attributes: no control characters, cut only between characters.

use std::borrow::Cow;

/// The text on one line: control characters and line separators become spaces. An attribute states its length, so
/// that none of them could forge another one; they could in what the client writes from it.
pub fn line(text: &str) -> Cow<'_, str> {
    clean(text, |_| false)
}

/// The text with its line breaks, each a single line feed; other control characters become spaces.
pub fn paragraph(text: &str) -> Cow<'_, str> {
    match clean(text, |c| c == '\n' || c == '\r') {
        Cow::Borrowed(text) if !text.contains('\r') => Cow::Borrowed(text),
        text => Cow::Owned(text.replace("\r\n", "\n").replace('\r', " ")),
    }
}

/// The beginning of a text, of at most so many bytes.
pub fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    &text[..end]
}

/// The whole text in pieces of at most so many bytes, at least four.
pub fn pieces(text: &str, bytes: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let piece = cut(rest, bytes.max(4));
        rest = &rest[piece.len()..];
        (!piece.is_empty()).then_some(piece)
    })
}

fn clean(text: &str, stays: impl Fn(char) -> bool) -> Cow<'_, str> {
    let harmful = |c: char| !stays(c) && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
    if text.contains(harmful) { Cow::Owned(text.replace(harmful, " ")) } else { Cow::Borrowed(text) }
}
