//! A difference in words: one line each, secrets masked.

use model::{Entry, Id, Link, Noun};
use plug::Registration;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{api_path, write};
use crate::{
    attributes::{self, Attributes},
    secrets,
};

/// What putting an object changes; nothing, where it is so already.
pub fn put(
    current: Option<&Entry>,
    new: &Entry,
    kinds: &[Registration],
    ids: &HashMap<(Noun, String), Id>,
) -> Vec<String> {
    let path = new.api_path();
    let Some(current) = current else { return vec![format!("+ {path}")] };
    let (was, is) = (attributes::of(current, kinds), attributes::of(new, kinds));
    let mut shown = changed_attributes(new.noun(), &was, &is, kinds);
    shown.extend(changed_links(&current.links, &new.links, ids));
    shown.into_iter().map(|line| format!("~ {path} {line}")).collect()
}

fn changed_attributes(noun: Noun, was: &Attributes, is: &Attributes, kinds: &[Registration]) -> Vec<String> {
    let (secret_was, secret_is) = (secrets::of(noun, was, kinds), secrets::of(noun, is, kinds));
    let (was, is) = (secrets::masked(noun, was.clone(), kinds), secrets::masked(noun, is.clone(), kinds));
    let mut shown = Vec::new();
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    for name in names {
        compare(&mut shown, name, was.get(name), is.get(name));
    }
    let places: BTreeSet<&String> = secret_was.keys().chain(secret_is.keys()).collect();
    let both = places.into_iter().filter(|place| secret_was.get(*place) != secret_is.get(*place));
    shown.extend(
        both.filter(|place| secret_was.contains_key(*place) && secret_is.contains_key(*place))
            .map(|place| format!("{place}: another secret")),
    );
    shown
}

fn compare(shown: &mut Vec<String>, name: &str, was: Option<&Value>, is: Option<&Value>) {
    match (was, is) {
        (Some(was), Some(is)) if was == is => {}
        (Some(Value::Object(was)), Some(Value::Object(is))) => {
            let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
            names
                .into_iter()
                .for_each(|inner| compare(shown, &format!("{name}.{inner}"), was.get(inner), is.get(inner)));
        }
        (Some(Value::Array(was)), Some(Value::Array(is))) => {
            let before = shown.len();
            shown.extend(was.iter().filter(|v| !is.contains(v)).map(|v| format!("{name} - {}", short(v))));
            shown.extend(is.iter().filter(|v| !was.contains(v)).map(|v| format!("{name} + {}", short(v))));
            if shown.len() == before {
                shown.push(format!("{name}: another order"));
            }
        }
        (None, Some(is)) => shown.push(format!("{name} + {}", short(is))),
        (Some(was), None) => shown.push(format!("{name} - {}", short(was))),
        (Some(was), Some(is)) => shown.push(format!("{name}: {} -> {}", short(was), short(is))),
        (None, None) => {}
    }
}

fn changed_links(was: &[Link], is: &[Link], ids: &HashMap<(Noun, String), Id>) -> Vec<String> {
    let paths: HashMap<Id, String> = ids.iter().map(|((noun, path), id)| (*id, api_path(*noun, path))).collect();
    let keyed = |links: &[Link]| -> BTreeMap<(String, String), BTreeSet<String>> {
        let path = |id: &Id| paths.get(id).cloned().unwrap_or_else(|| id.to_string());
        links.iter().map(|l| ((l.role.clone(), path(&l.to)), l.with.iter().cloned().collect())).collect()
    };
    let (was, is) = (keyed(was), keyed(is));
    let words = |with: &BTreeSet<String>| with.iter().map(|a| format!(" {a}")).collect::<String>();
    let mut shown = Vec::new();
    for (key, with) in &was {
        if is.get(key) != Some(with) {
            shown.push(format!("link.{} - {}{}", key.0, key.1, words(with)));
        }
    }
    for (key, with) in &is {
        if was.get(key) != Some(with) {
            shown.push(format!("link.{} + {}{}", key.0, key.1, words(with)));
        }
    }
    shown
}

/// A value on one line of bearable length.
fn short(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::String(text) => write::inline(&mut out, &Value::String(text.replace('\n', " "))),
        other => write::inline(&mut out, other),
    }
    let out = out.replace('\n', " ");
    match out.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &out[..end]),
        None => out,
    }
}

const LONGEST: usize = 160;
