//! Two people saved the same thing: what both want, for each field that differs, and nothing chosen beforehand.

use axum::response::Response;
use http::StatusCode;
use kit::Form;
use serde_json::{Value, json};

use super::{
    Console,
    form::Field,
    gate::{Seat, Sheet},
    object::{Here, tab_href},
    speak::anchor,
};
use crate::words::Words;

/// The page on which one chooses. What was typed comes along in hidden fields; `choose.FIELD` says whose value stays.
pub(super) fn page(
    console: &Console,
    seat: &Seat,
    here: &Here,
    fields: (Vec<Field>, Vec<Field>),
    sent: &Form,
) -> Response {
    let (rows, kept) = rows(seat, (&fields.0, &fields.1), sent);
    let context = json!({ "rows": rows, "kept": kept, "back": tab_href(&here.seen.id(), here.tab.name) });
    let page = console.object_page(seat, here, "console/race.html", context);
    let title = Words::new("console-race-title").with("title", here.title.as_str());
    console.page(seat, Sheet { status: StatusCode::CONFLICT, error: true, title, ..page })
}

/// What differs, and what was typed besides, to come along in hidden fields.
pub(super) fn rows(
    seat: &Seat,
    (mine, theirs): (&[Field], &[Field]),
    sent: &Form,
) -> (Vec<Value>, Vec<(String, String)>) {
    let mut rows = Vec::new();
    for (mine, theirs) in mine.iter().zip(theirs).filter(|(mine, _)| !mine.readonly && !left(sent, &mine.name)) {
        let (one, other) = (told(mine, seat), told(theirs, seat));
        if one != other {
            rows.push(json!({ "name": mine.name, "label": mine.label, "mine": one, "theirs": other, "id": mine.id }));
        }
    }
    let open = |name: &str| rows.iter().any(|r| name.strip_prefix("choose.") == r["name"].as_str());
    let kept = sent.iter().filter(|(name, _)| !matches!(*name, "csrf" | "etag") && !open(name));
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    (rows, kept)
}

/// Whether the person left a field as somebody else saved it.
pub(super) fn left(sent: &Form, name: &str) -> bool {
    sent.get(&format!("choose.{name}")) == Some("theirs")
}

/// A whole text or table as one field to choose.
pub(super) fn whole(name: &str, label: String, value: String) -> Field {
    Field { name: name.to_owned(), id: anchor(name), shape: "area", label, value, ..Field::default() }
}

/// A field's value in one line or a few.
fn told(field: &Field, seat: &Seat) -> String {
    match field.shape {
        "check" => seat.speaker.say(if field.checked { "console-choice-true" } else { "console-choice-false" }),
        "titles" => {
            let all = field.languages.iter().filter(|l| !l.value.is_empty());
            all.map(|l| format!("{}: {}", l.tag, l.value)).collect::<Vec<_>>().join("\n")
        }
        "select" => field.options.iter().find(|o| o.chosen).map_or_else(|| field.value.clone(), |o| o.label.clone()),
        _ => field.value.replace("\r\n", "\n").trim_end().to_owned(),
    }
}
