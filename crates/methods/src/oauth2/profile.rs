//! A profile: whatever JSON a provider answers with, read by paths.

use model::Attributes;
use serde_json::Value;

use crate::oidc::{attributes, config::pair};

/// Deepest path.
const DEEPEST: usize = 8;

/// Whether a text is a path: members, or places in a list, with dots between.
pub fn is_path(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() <= DEEPEST && parts.iter().all(|part| !part.is_empty() && !part.contains(char::is_whitespace))
}

/// The value at a path.
pub fn at<'a>(profile: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(profile, |value, part| match value {
        Value::Array(list) => part.parse::<usize>().ok().and_then(|n| list.get(n)),
        value => value.get(part),
    })
}

/// The person's name: a text or a whole number, not empty, of a length that a subject may have.
pub fn subject(profile: &Value, path: &str) -> Option<String> {
    let text = match at(profile, path)? {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
        _ => return None,
    };
    ((1..=255).contains(&text.len()) && !text.chars().any(char::is_control)).then_some(text)
}

/// The attributes that the lines name; without lines, every member.
pub fn attributes(profile: &Value, lines: &[String]) -> Attributes {
    if lines.is_empty() {
        return attributes::of(profile.as_object());
    }
    let mut all = Attributes::new();
    for (name, path) in lines.iter().filter_map(|line| pair(line)) {
        let values = at(profile, &path).map(attributes::values).unwrap_or_default();
        if !values.is_empty() {
            all.insert(name, values);
        }
    }
    all
}
