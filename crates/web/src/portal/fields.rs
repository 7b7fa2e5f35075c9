//! A prompt's fields as inputs: fixed names, labels, hints, and what helps password managers and keyboards.

use plug::{Field, Prompt};
use serde::Serialize;

use crate::words::{Scribe, Words, dashed};

/// One part of a form, in the order of the prompt.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "part", rename_all = "lowercase")]
pub enum Part {
    Input(Box<Input>),
    /// A key for an app: picture, link and letters.
    Key {
        uri: String,
        secret: String,
        facts: Words,
    },
    List {
        items: Vec<String>,
    },
    Number {
        value: u8,
    },
}

/// An input with its label above, its error between and its hint below.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Input {
    pub id: String,
    pub name: &'static str,
    pub kind: &'static str,
    pub class: &'static str,
    pub label: Words,
    pub value: String,
    pub autocomplete: &'static str,
    pub inputmode: &'static str,
    pub pattern: &'static str,
    pub capitals: &'static str,
    pub optional: bool,
    pub hint: Option<Words>,
    /// What is wrong with what was typed; shown between label and input.
    pub errors: Vec<Words>,
    pub invalid: bool,
    pub described: String,
    pub focus: bool,
}

/// What surrounds the fields.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// Distinguishes inputs of the same name on one page: empty for the first form.
    pub suffix: &'a str,
    /// The page's only form with inputs.
    pub alone: bool,
}

/// The parts of a prompt. Errors stand beside the field that was judged, or above all (then only marked here).
pub fn parts(prompt: &Prompt, scribe: &Scribe, around: Around<'_>, errors: &[Words]) -> Vec<Part> {
    let mut parts: Vec<Part> = prompt.fields.iter().flat_map(|field| part(field, prompt, scribe, around)).collect();
    let (above, refused) = (stands_above(prompt), !prompt.refusals.is_empty());
    let count = inputs(&mut parts).count();
    if !errors.is_empty() {
        let judged = |input: &&mut Input| if refused { input.name.starts_with("new_") } else { is_judged(input.name) };
        if let Some(input) = inputs(&mut parts).find(judged) {
            input.focus = true;
            input.invalid = true;
            input.described = format!("error {}", input.described).trim_end().to_owned();
            input.errors = if above { Vec::new() } else { errors.to_vec() };
        }
    } else if count == 1 && around.alone {
        inputs(&mut parts).for_each(|input| input.focus = input.value.is_empty());
    }
    parts
}

/// An error about a pair of fields (name and password) stands above both.
pub fn stands_above(prompt: &Prompt) -> bool {
    let named = prompt.fields.iter().any(|f| matches!(f, Field::Username { .. }));
    let judged = prompt.fields.iter().filter_map(Field::input).filter(|name| is_judged(name)).count();
    judged == 0 || named && judged > 0 && prompt.refusals.is_empty()
}

fn is_judged(name: &str) -> bool {
    matches!(name, "password" | "code" | "new_password" | "new_pin" | "email" | "phone")
}

fn inputs(parts: &mut [Part]) -> impl Iterator<Item = &mut Input> {
    parts.iter_mut().filter_map(|part| match part {
        Part::Input(input) => Some(input.as_mut()),
        _ => None,
    })
}

fn part(field: &Field, prompt: &Prompt, scribe: &Scribe, around: Around<'_>) -> Vec<Part> {
    let made = match field {
        Field::Username { value } => vec![Input { value: value.clone(), autocomplete: "username", ..text("username") }],
        Field::Email { value } => vec![Input {
            value: value.clone(),
            kind: "email",
            autocomplete: "email",
            inputmode: "email",
            ..text("email")
        }],
        Field::Phone { value } => {
            vec![Input { value: value.clone(), kind: "tel", autocomplete: "tel", inputmode: "tel", ..text("phone") }]
        }
        Field::Password => vec![password("password", "current-password")],
        Field::NewPassword { hint, args } => {
            let hint = (!hint.is_empty()).then(|| scribe.words(hint, args));
            vec![
                Input { hint, ..password("new_password", "new-password") },
                password("new_password_again", "new-password"),
            ]
        }
        Field::NewPin { hint, args } => {
            let hint = (!hint.is_empty()).then(|| scribe.words(hint, args));
            vec![Input { hint, ..password("new_pin", "off") }, password("new_pin_again", "off")]
        }
        Field::Code { digits, numeric } => {
            vec![Input { hint: code_hint(prompt, *numeric, scribe), ..code(*digits, *numeric) }]
        }
        Field::Label { value } => vec![Input {
            value: value.clone(),
            optional: true,
            hint: Some(Words::new("field-name-hint")),
            ..text("name")
        }],
        Field::Key { uri, secret, args } => {
            let facts = scribe.words("key-facts", args);
            return vec![Part::Key { uri: uri.clone(), secret: groups(secret), facts }];
        }
        Field::List { items } => return vec![Part::List { items: items.clone() }],
        Field::Number { value } => return vec![Part::Number { value: *value }],
        // They have a page of their own.
        Field::Providers { .. } => return Vec::new(),
    };
    made.into_iter().map(|input| Part::Input(Box::new(dress(input, prompt, around)))).collect()
}

/// Label, ids and what describes the input.
fn dress(mut input: Input, prompt: &Prompt, around: Around<'_>) -> Input {
    let changing = input.name == "password" && prompt.fields.iter().any(|f| matches!(f, Field::NewPassword { .. }));
    input.label = Words::new(if changing {
        "field-password-current".to_owned()
    } else {
        format!("field-{}", dashed(input.name))
    });
    input.id = format!("{}{}", input.name, around.suffix);
    if input.hint.is_some() {
        input.described = format!("{}-hint", input.id);
    }
    input
}

fn text(name: &'static str) -> Input {
    Input { name, kind: "text", class: "input", autocomplete: "off", capitals: "none", ..Input::default() }
}

fn password(name: &'static str, autocomplete: &'static str) -> Input {
    Input { name, kind: "password", class: "input", autocomplete, ..Input::default() }
}

fn code(digits: u8, numeric: bool) -> Input {
    let (inputmode, pattern, capitals) =
        if numeric { ("numeric", "[0-9 ]*", "none") } else { ("text", "", "characters") };
    Input {
        class: if digits > 8 { "input code long" } else { "input code" },
        autocomplete: "one-time-code",
        inputmode,
        pattern,
        capitals,
        ..text("code")
    }
}

/// What helps with typing a code, unless the method says it under the heading.
fn code_hint(prompt: &Prompt, numeric: bool, scribe: &Scribe) -> Option<Words> {
    let key = match scribe.hint(prompt) {
        _ if prompt.fields.iter().any(|f| matches!(f, Field::Key { .. })) => "key-code-hint",
        Some(_) => return None,
        None if numeric => "field-code-hint",
        None => "field-code-hint-letters",
    };
    Some(Words::new(key))
}

/// `JBSW Y3DP …`: letters to copy by hand, in fours.
fn groups(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().filter(|c| !c.is_whitespace()).collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
