//! A site's own words and its colour: texts by language, and what the contrast guard makes of one colour.

use axum::response::Response;
use kit::{Form, Override, Rgb, Theme};
use manage::{attributes::Attributes, desk::Fault};
use model::{Finding, Locale};
use serde_json::{Map, Value, json};

use super::{
    Console,
    form::{self, shown},
    gate::Seat,
    object::{Here, answered},
    race,
    save::{how, quoted, saved},
};
use crate::words::Words;

pub(super) fn show(
    console: &Console,
    seat: &Seat,
    here: &Here,
    typed: Option<&Form>,
    findings: &[Finding],
) -> Response {
    let languages: Vec<Value> = Locale::ALL
        .into_iter()
        .map(|locale| {
            let name = format!("texts.{}", locale.tag());
            let value = typed.and_then(|f| f.get(&name)).map_or_else(|| lines(here, locale), str::to_owned);
            let errors: Vec<form::Wrong> = findings.iter().filter(|f| f.field == name).map(|f| form::wrong(f, &format!("f-texts-{}", locale.tag()), &seat.speaker)).collect();
            let own = kit::Locale::from_tag(locale.tag()).unwrap_or_default().own_name();
            json!({ "name": name, "id": format!("f-texts-{}", locale.tag()), "own": own, "tag": locale.tag(), "value": value, "rows": value.lines().count().clamp(2, 12) + 1, "errors": errors })
        })
        .collect();
    let wrong: Vec<form::Wrong> = findings
        .iter()
        .map(|f| {
            let mut wrong = form::wrong(f, &super::speak::anchor(&f.field), &seat.speaker);
            if let Some(tag) = f.field.strip_prefix("texts.") {
                wrong.label = kit::Locale::from_tag(tag).unwrap_or_default().own_name().to_owned();
            }
            wrong
        })
        .collect();
    let context = json!({
        "languages": languages,
        "errors": wrong,
        "cli": format!("symbolon ctl put {} texts.en.login-title=…", quoted(&here.seen.id())),
    });
    let page = console.object_page(seat, here, "console/texts.html", context);
    answered(console, seat, page, !wrong.is_empty())
}

/// A language's own texts, a line each; what has more lines goes on with indented ones.
fn lines(here: &Here, locale: Locale) -> String {
    let of = here.seen.attributes.get("texts").and_then(|t| t.get(locale.tag())).and_then(Value::as_object);
    let lines = of.into_iter().flatten().map(|(key, text)| {
        let text = shown(text)
            .lines()
            .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
            .collect::<Vec<_>>()
            .join("\n");
        format!("{key} = {}", text.trim_start())
    });
    lines.collect::<Vec<_>>().join("\n")
}

pub(super) async fn save(console: &Console, seat: &Seat, here: &Here, sent: &Form) -> Result<Response, Fault> {
    let (mut texts, mut findings) = taken(sent);
    for locale in Locale::ALL.into_iter().filter(|l| race::left(sent, &format!("texts.{}", l.tag()))) {
        let present = here.seen.attributes.get("texts").and_then(|t| t.get(locale.tag())).cloned();
        match present {
            Some(present) => drop(texts.insert(locale.tag().to_owned(), present)),
            None => drop(texts.shift_remove(locale.tag())),
        }
    }
    for locale in Locale::ALL {
        findings.extend(unusable(console, locale, &texts));
    }
    if !findings.is_empty() {
        return Ok(show(console, seat, here, Some(sent), &findings));
    }
    let given = Attributes::from_iter([("texts".to_owned(), Value::Object(texts))]);
    match console.desk.put(&seat.caller, &here.at, &given, &how(sent)).await {
        Ok(_) => Ok(saved(console, seat, here)),
        Err(Fault::Invalid(findings) | Fault::Refused(findings)) => {
            Ok(show(console, seat, here, Some(sent), &findings))
        }
        Err(Fault::Precondition) => {
            let field = |locale: Locale, value: String| {
                let own = kit::Locale::from_tag(locale.tag()).unwrap_or_default().own_name();
                race::whole(&format!("texts.{}", locale.tag()), own.to_owned(), value)
            };
            let mine =
                Locale::ALL.map(|l| field(l, sent.get(&format!("texts.{}", l.tag())).unwrap_or_default().to_owned()));
            let theirs = Locale::ALL.map(|l| field(l, lines(here, l)));
            Ok(race::page(console, seat, here, (mine.into(), theirs.into()), sent))
        }
        Err(fault) => Err(fault),
    }
}

/// `KEY = TEXT` lines of every language, as the attribute has them.
fn taken(form: &Form) -> (Map<String, Value>, Vec<Finding>) {
    let (mut all, mut findings) = (Map::new(), Vec::new());
    for locale in Locale::ALL {
        let field = format!("texts.{}", locale.tag());
        match read(form.get(&field).unwrap_or_default()) {
            Ok(own) if own.is_empty() => {}
            Ok(own) => drop(all.insert(locale.tag().to_owned(), Value::Object(own))),
            Err(lines) => findings
                .extend(lines.into_iter().map(|line| Finding::broken(&field, "console-text-line").with("line", line))),
        }
    }
    (all, findings)
}

/// Texts by key, or the numbers of the lines that are none. An indented line goes on with the text above it.
fn read(text: &str) -> Result<Map<String, Value>, Vec<usize>> {
    let (mut all, mut wrong) = (Vec::<(String, String)>::new(), Vec::new());
    for (number, line) in text.lines().enumerate() {
        let indented = line.starts_with([' ', '\t']) || line.is_empty();
        match (line.split_once('='), all.last_mut()) {
            (_, Some((_, text))) if indented => {
                text.push('\n');
                text.push_str(line.strip_prefix("    ").unwrap_or(line.trim_start()));
            }
            _ if line.trim().is_empty() => {}
            (Some((key, text)), _) if !key.trim().is_empty() => {
                all.push((key.trim().to_owned(), text.trim().to_owned()));
            }
            _ => wrong.push(number + 1),
        }
    }
    // One that says nothing is none either.
    let empty = all.iter().filter(|(_, text)| text.trim().is_empty()).filter_map(|(key, _)| line_of(text, key));
    wrong.extend(empty);
    if wrong.is_empty() {
        Ok(all.into_iter().map(|(key, text)| (key, text.trim().into())).collect())
    } else {
        Err(wrong)
    }
}

fn line_of(text: &str, key: &str) -> Option<usize> {
    let of = |line: &str| line.split_once('=').is_some_and(|(k, _)| k.trim() == key);
    text.lines().position(of).map(|at| at + 1)
}

/// Words that could not be said: an unknown key, or a variable that the original does not have.
fn unusable(console: &Console, locale: Locale, texts: &Map<String, Value>) -> Vec<Finding> {
    let common = console.state.kit().pages.texts();
    let field = format!("texts.{}", locale.tag());
    let Some(kit) = kit::Locale::from_tag(locale.tag()) else { return Vec::new() };
    let own = texts.get(locale.tag()).and_then(Value::as_object);
    let tried = own.into_iter().flatten().filter_map(|(key, text)| {
        let change = Override { locale: kit, key: key.clone(), value: text.as_str()?.to_owned() };
        common.with_overrides(&[change]).err().map(|(_, why)| (key, why))
    });
    let told = |(key, why): (&String, kit::texts::OverrideError)| {
        Finding::broken(&field, super::mails::reason(why)).with("key", key)
    };
    tried.map(told).collect()
}

/// The given colour beside what is used, and why they differ.
pub(super) fn colours(given: &Value, typed: Option<&Form>) -> Value {
    let text = typed.and_then(|f| f.get("theme.colour")).or_else(|| given.as_str()).unwrap_or_default();
    let Some((given, light, dark)) =
        Rgb::parse(text).and_then(|c| Theme { colour: Some(c), ..Theme::default() }.used())
    else {
        return Value::Null;
    };
    let scheme = |key: &str, act: &kit::theme::Act, ground: &str| {
        let moved = act.act != given;
        json!({
            "key": format!("console-colour-{key}"), "used": act.act.to_string(), "on": act.on.to_string(), "wash": act.wash.to_string(), "ground": ground,
            "worst": format!("{:.1}", act.worst), "text": format!("{:.1}", act.text),
            "why": Words::new(if moved { "console-colour-moved" } else { "console-colour-kept" }),
        })
    };
    json!({ "given": given.to_string(), "schemes": [scheme("light", &light, "#ffffff"), scheme("dark", &dark, "#141d21")] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_lines_and_go_on_where_they_are_indented() {
        let own =
            read("login-title = Come in\nmail-reset-text = Hello,\n\n    look here:\n        - there\n\nhelp = Help\n")
                .unwrap();
        assert_eq!(own["login-title"], "Come in");
        assert_eq!(own["mail-reset-text"], "Hello,\n\nlook here:\n    - there");
        assert_eq!(own["help"], "Help");
        assert_eq!(read("a = 1\nnothing\n= 2\nb =\n").unwrap_err(), [2, 3, 4]);
        assert!(read("\n  \n").unwrap().is_empty());
    }
}
