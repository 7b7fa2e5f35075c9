//! What a line may be: a choice, an answer to a field, or two secrets in one. Pure.

use model::{application::Layout, login::Typed};
use plug::{Answer, Field, Prompt};

use super::{Choice, Line};

/// The most places at which a passcode is tried to be parted; each may cost a password hash.
const MOST_PARTS: usize = 6;

/// A passcode parted in two; the code is empty where all of it may be the password.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    pub password: &'a str,
    pub code: &'a str,
}

/// The ways to part a passcode, longest code first, the whole last. They depend on what was typed and on the configuration,
/// never on the person, so that a name that nobody has costs the same.
pub fn parted<'a>(typed: &'a str, layout: Layout, lengths: &[u8]) -> Vec<Parts<'a>> {
    let mut lengths: Vec<usize> = lengths.iter().map(|l| usize::from(*l)).collect();
    lengths.sort_unstable();
    lengths.dedup();
    lengths.truncate(MOST_PARTS);
    lengths.reverse();
    let count = typed.chars().count();
    let at = |chars: usize| typed.char_indices().nth(chars).map_or(typed.len(), |(at, _)| at);
    let mut parts = Vec::new();
    for length in lengths.into_iter().filter(|l| *l < count) {
        match layout {
            Layout::Separate => {}
            Layout::PasswordCode => {
                let (password, code) = typed.split_at(at(count - length));
                parts.push(Parts { password, code });
            }
            Layout::CodePassword => {
                let (code, password) = typed.split_at(at(length));
                parts.push(Parts { password, code });
            }
        }
    }
    parts.retain(|p| p.code.bytes().all(|b| b.is_ascii_alphanumeric()));
    parts.push(Parts { password: typed, code: "" });
    parts
}

/// The letter that an empty or one-letter passcode means: itself, or a space for none.
pub fn trigger(line: &Line) -> Option<char> {
    match line {
        Line::Plain(typed) => {
            let mut chars = typed.expose().trim().chars();
            match (chars.next(), chars.next()) {
                (None, _) => Some(' '),
                (Some(one), None) => one.to_lowercase().next(),
                _ => None,
            }
        }
        Line::Response(response) => ["p", "s", "g", " "].into_iter().find_map(|letter| {
            let typed = response.is(letter) || response.is(&letter.to_uppercase());
            letter.chars().next().filter(|_| typed)
        }),
    }
}

/// The choice that a line names: by its number, its letter or its method's name.
pub fn chosen<'a>(line: &Line, choices: &'a [Choice]) -> Option<&'a Choice> {
    let Line::Plain(typed) = line else {
        let letter = trigger(line)?;
        return choices.iter().find(|c| c.letter == Some(letter));
    };
    let typed = typed.expose().trim();
    let digits = !typed.is_empty() && typed.len() <= 2 && typed.bytes().all(|b| b.is_ascii_digit());
    if let Some(number) = typed.parse::<usize>().ok().filter(|_| digits) {
        return choices.get(number.checked_sub(1)?);
    }
    let letter = trigger(line).filter(|l| *l != ' ');
    choices.iter().find(|c| letter.is_some() && c.letter == letter || c.offer.name.eq_ignore_ascii_case(typed))
}

/// The inputs of a question that lines fill, in order; the name has come beside the line.
pub fn inputs(prompt: &Prompt) -> Vec<&'static str> {
    let mut inputs = Vec::new();
    for field in &prompt.fields {
        match field {
            Field::NewPassword { .. } => inputs.extend(["new_password", "new_password_again"]),
            Field::Username { .. } | Field::Email { .. } | Field::Phone { .. } | Field::Label { .. } => {}
            other => inputs.extend(other.input()),
        }
    }
    inputs
}

/// The input that the next line is for; `None` where nothing is to be typed, and any line goes on.
pub fn wanted(prompt: &Prompt, typed: &[Typed]) -> Option<&'static str> {
    inputs(prompt).into_iter().find(|input| typed.iter().all(|t| t.input != *input))
}

/// The answer that a line makes, with the name and the lines before it.
pub fn answer(name: &str, line: &Line, inputs: &[&str], typed: &[Typed]) -> Answer {
    let mut fields = vec![("username".to_owned(), name.to_owned())];
    fields.extend(typed.iter().map(|t| (t.input.clone(), t.value.clone())));
    match line {
        Line::Plain(text) => {
            fields.extend(inputs.iter().map(|input| ((*input).to_owned(), text.expose().clone())));
            Answer::new(fields)
        }
        Line::Response(response) => Answer::new(fields).responding(std::sync::Arc::clone(response)),
    }
}
