//! Words and signs of an expression.

use crate::written::Wrong;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Name(String),
    /// `re:replace`: a function of a family, written without spaces and with its bracket.
    Function(String, String),
    Text(String),
    Number(i64),
    Sign(&'static str),
    /// The brace that closes the expression, or the end of the text.
    End,
}

/// Longer ones first, so that `==` is not two.
const SIGNS: [&str; 15] = ["==", "!=", "&&", "||", "(", ")", "[", "]", ".", ",", "?", ":", "!", "-", "}"];

/// The token at a place after any space, where it begins and where the next may.
pub(super) fn token(chars: &[char], mut at: usize) -> Result<(Token, usize, usize), Wrong> {
    while chars.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    let Some(&first) = chars.get(at) else { return Ok((Token::End, at, at)) };
    if first == '\'' || first == '"' {
        return quoted(chars, at, first);
    }
    if first.is_ascii_digit() {
        let end = run_of(chars, at, |c| c.is_ascii_digit());
        let digits: String = chars[at..end].iter().collect();
        let number = digits.parse::<i64>().ok().filter(|n| *n <= i64::from(i32::MAX));
        return number.map(|n| (Token::Number(n), at, end)).ok_or_else(|| Wrong::expected("number", at + 1));
    }
    if is_first(first) {
        let end = run_of(chars, at, is_letter);
        let name: String = chars[at..end].iter().collect();
        if chars.get(end) == Some(&':') && chars.get(end + 1).copied().is_some_and(is_first) {
            let last = run_of(chars, end + 1, is_letter);
            if chars.get(last) == Some(&'(') {
                return Ok((Token::Function(name, chars[end + 1..last].iter().collect()), at, last));
            }
        }
        return Ok((Token::Name(name), at, end));
    }
    let sign = SIGNS.iter().find(|sign| sign.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c)));
    match sign {
        Some(&"}") => Ok((Token::End, at, at + 1)),
        Some(sign) => Ok((Token::Sign(sign), at, at + sign.len())),
        None => Err(Wrong::expected("value", at + 1)),
    }
}

/// A backslash takes the next character as it is.
fn quoted(chars: &[char], start: usize, quote: char) -> Result<(Token, usize, usize), Wrong> {
    let mut text = String::new();
    let mut at = start + 1;
    loop {
        match chars.get(at) {
            None => return Err(Wrong::expected(if quote == '"' { "\"" } else { "'" }, at + 1)),
            Some(c) if *c == quote => return Ok((Token::Text(text), start, at + 1)),
            Some('\\') => {
                at += 1;
                text.extend(chars.get(at));
            }
            Some(c) => text.push(*c),
        }
        at += 1;
    }
}

fn run_of(chars: &[char], at: usize, fits: impl Fn(char) -> bool) -> usize {
    at + chars[at..].iter().take_while(|c| fits(**c)).count()
}

fn is_first(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
