//! The page that makes the first administrator on an empty store. What is typed is judged by whoever holds the set-up code.

use kit::{Kit, Page, Reader, Surface};
use model::Time;
use plug::{Field, Prompt};

use super::fields::{Around, Part, parts};
use crate::words::{Scribe, Words};

/// The form at `/setup`: fields `code`, `username`, `password` rules as `new_password`. `wrong` marks a refused code;
/// `refusals` are what is wrong with the password.
pub fn page(
    kit: &Kit,
    reader: &Reader,
    now: Time,
    username: &str,
    wrong: bool,
    refusals: &[(String, plug::Args)],
) -> Page {
    let scribe = Scribe::new(kit.pages.texts(), reader, now);
    let mut prompt = Prompt::new(
        "setup",
        vec![
            Field::Code { digits: 12, numeric: false },
            Field::Username { value: username.to_owned() },
            Field::NewPassword { hint: String::new(), args: plug::Args::new() },
        ],
    );
    prompt.refusals = refusals.to_vec();
    let refused: Vec<Words> = refusals.iter().map(|(key, args)| scribe.words(key, args)).collect();
    let mut parts = parts(&prompt, &scribe, Around { suffix: "", alone: true }, &refused);
    for part in &mut parts {
        if let Part::Input(input) = part
            && input.name == "code"
        {
            input.label = Words::new("setup-code");
            input.class = "input";
            input.autocomplete = "off";
        }
    }
    let errors: Vec<Words> = wrong.then(|| Words::new("setup-wrong")).into_iter().collect();
    let question = serde_json::json!({ "parts": parts, "errors_above": errors, "button": Words::new("setup-button") });
    let context =
        serde_json::json!({ "action": "/setup", "hint": Words::new("setup-hint"), "question": question, "hidden": [] });
    Page::new(Surface::Portal, "portal/form.html", "setup-title").with(context).error(wrong || !refusals.is_empty())
}
