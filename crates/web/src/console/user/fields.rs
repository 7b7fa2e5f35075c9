//! What a user is, as fields of a form: the usual attributes each by itself, all others as lines.

use kit::Form;
use manage::{attributes::Attributes, audit::moment, desk::Seen};
use model::{Finding, Locale};
use serde_json::{Map, Value};

use crate::console::{
    form::{self, Choice, Field},
    gate::Seat,
    race,
    speak::{Line, anchor},
};

/// Attributes with a field of their own.
pub const USUAL: [&str; 7] = ["cn", "givenName", "sn", "email", "phone_number", "locale", "zoneinfo"];
/// Attributes that say something about the user and are no values of theirs.
const OWN: [&str; 9] =
    ["name", "directory", "enabled", "usable", "emailVerified", "phoneVerified", "notBefore", "expires", "groups"];
/// Attributes that are told and never typed.
const TOLD: [&str; 6] = ["created", "id", "password", "passwordHash", "method", "mustChange"];
pub const MORE: &str = "more";

/// What a form is made of.
pub struct Sheet<'a> {
    pub present: &'a Attributes,
    pub typed: Option<&'a Form>,
    pub findings: &'a [Finding],
    pub may_write: bool,
}

impl<'a> Sheet<'a> {
    pub fn of(seen: &'a Seen) -> Self {
        Self { present: &seen.attributes, typed: None, findings: &[], may_write: true }
    }

    /// The fields of the page, in groups: who they are, and when they may log in.
    pub fn fields(&self, seat: &Seat) -> Vec<Field> {
        let mut all = vec![self.check("enabled", seat)];
        all.extend(["cn", "givenName", "sn", "email"].map(|name| self.text(name, seat)));
        all.push(self.check("emailVerified", seat));
        all.push(self.text("phone_number", seat));
        all.push(self.check("phoneVerified", seat));
        all.push(self.locale(seat));
        all.extend(["zoneinfo", "notBefore", "expires"].map(|name| self.text(name, seat)));
        all.push(self.more(seat));
        all
    }

    /// What is wrong, for the summary above.
    pub fn wrong(&self, seat: &Seat) -> Vec<form::Wrong> {
        self.findings.iter().map(|finding| told(finding, seat)).collect()
    }

    fn made(&self, name: &str, shape: &'static str, seat: &Seat) -> Field {
        let id = anchor(name);
        let hints: Vec<Line> = seat.speaker.help("user", name).into_iter().collect();
        let errors: Vec<form::Wrong> =
            self.findings.iter().filter(|f| is_about(f, name)).map(|f| told(f, seat)).collect();
        let described = [(!hints.is_empty(), "hint"), (!errors.is_empty(), "error")];
        let described: Vec<String> =
            described.iter().filter(|(there, _)| *there).map(|(_, end)| format!("{id}-{end}")).collect();
        Field {
            name: name.to_owned(),
            shape,
            label: seat.speaker.label("user", name),
            hints,
            errors,
            described: described.join(" "),
            readonly: !self.may_write,
            id,
            ..Field::default()
        }
    }

    fn check(&self, name: &str, seat: &Seat) -> Field {
        let checked = match self.typed {
            Some(form) => form.get(name).is_some(),
            None => self.present.get(name).and_then(Value::as_bool).unwrap_or(false),
        };
        Field { checked, ..self.made(name, "check", seat) }
    }

    fn value(&self, name: &str) -> String {
        match self.typed.and_then(|form| form.get(name)) {
            Some(typed) => typed.to_owned(),
            None => self.present.get(name).map(form::shown).unwrap_or_default(),
        }
    }

    fn text(&self, name: &str, seat: &Seat) -> Field {
        let value = self.value(name);
        let lines = value.lines().count();
        let shape = if lines > 1 { "area" } else { "text" };
        let exact = !matches!(name, "cn" | "givenName" | "sn");
        let suggestions: &'static [&'static str] = if name == "zoneinfo" {
            &["Europe/Helsinki", "Europe/Stockholm", "Europe/Paris", "Europe/Berlin", "UTC"]
        } else {
            &[]
        };
        Field { value, rows: lines + 1, exact, suggestions, ..self.made(name, shape, seat) }
    }

    fn locale(&self, seat: &Seat) -> Field {
        let value = self.value("locale");
        let none = Choice {
            value: String::new(),
            label: seat.speaker.say("console-choice-none-set"),
            chosen: value.is_empty(),
        };
        let known = Locale::ALL.map(|l| {
            let own = kit::Locale::from_tag(l.tag()).unwrap_or_default().own_name();
            Choice { value: l.tag().to_owned(), label: own.to_owned(), chosen: value == l.tag() }
        });
        let mut options: Vec<Choice> = std::iter::once(none).chain(known).collect();
        // Another language that the directory holds stays what it is.
        if options.iter().all(|o| !o.chosen) {
            options.push(Choice { value: value.clone(), label: value.clone(), chosen: true });
        }
        Field { value, options, ..self.made("locale", "select", seat) }
    }

    /// All other attributes, a line for each value.
    fn more(&self, seat: &Seat) -> Field {
        let typed = self.typed.and_then(|form| form.get(MORE)).map(str::to_owned);
        let value = typed.unwrap_or_else(|| others(self.present));
        let mut field =
            Field { rows: value.lines().count().clamp(2, 12) + 1, value, exact: true, ..self.made(MORE, "area", seat) };
        field.label = seat.speaker.say("console-user-more");
        field.hints = vec![Line::key("console-user-more-hint")];
        field.described = format!(
            "{}-hint{}",
            field.id,
            if field.errors.is_empty() { String::new() } else { format!(" {}-error", field.id) }
        );
        field
    }
}

/// A field's place and words of what is wrong with it.
fn told(finding: &Finding, seat: &Seat) -> form::Wrong {
    let field = finding.field.trim_start_matches("attributes.");
    let known = USUAL.contains(&field) || OWN.contains(&field);
    let anchored = if known {
        anchor(field)
    } else if field.is_empty() {
        String::new()
    } else {
        anchor(MORE)
    };
    let label = match (field, known) {
        ("", _) => String::new(),
        (field, true) => seat.speaker.label("user", field),
        (field, false) => field.to_owned(),
    };
    form::Wrong { label, ..form::wrong(finding, &anchored, &seat.speaker) }
}

fn is_about(finding: &Finding, name: &str) -> bool {
    let field = finding.field.trim_start_matches("attributes.");
    if name == MORE { !field.is_empty() && !USUAL.contains(&field) && !OWN.contains(&field) } else { field == name }
}

/// `NAME = VALUE` lines of every attribute without a field.
pub fn others(present: &Attributes) -> String {
    let rest = present.iter().filter(|(name, _)| is_other(name));
    let lines = rest.flat_map(|(name, values)| {
        let values = values.as_array().cloned().unwrap_or_else(|| vec![values.clone()]);
        values.into_iter().map(move |value| format!("{name} = {}", form::shown(&value)))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn is_other(name: &str) -> bool {
    !USUAL.contains(&name) && !OWN.contains(&name) && !TOLD.contains(&name)
}

/// What was typed as attributes to put; a field that the person left as somebody else saved it is not among them.
pub fn taken(sent: &Form, present: &Attributes) -> Result<Attributes, Vec<Finding>> {
    let (mut given, mut findings) = (Attributes::new(), Vec::new());
    let mine = |name: &str| !race::left(sent, name);
    for name in ["enabled", "emailVerified", "phoneVerified"].into_iter().filter(|n| mine(n)) {
        if sent.get(&format!("was.{name}")).is_some() {
            given.insert(name.to_owned(), sent.get(name).is_some().into());
        }
    }
    for name in USUAL.into_iter().filter(|n| mine(n)) {
        if let Some(text) = sent.get(name) {
            let values: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            given.insert(name.to_owned(), values.into());
        }
    }
    for name in ["notBefore", "expires"].into_iter().filter(|n| mine(n)) {
        match sent.get(name).map(str::trim) {
            None => {}
            Some("") => drop(given.insert(name.to_owned(), Value::Null)),
            Some(text) => match moment(text) {
                Some(at) => drop(given.insert(name.to_owned(), at.rfc3339().into())),
                None => findings.push(Finding::broken(name, "user-time")),
            },
        }
    }
    if let Some(text) = sent.get(MORE).filter(|_| mine(MORE)) {
        match lines(text) {
            Ok(lines) => more(&mut given, lines, present),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(given) } else { Err(findings) }
}

/// Attributes whose lines are gone are taken away.
fn more(given: &mut Attributes, lines: Map<String, Value>, present: &Attributes) {
    for name in present.keys().filter(|name| is_other(name) && !lines.contains_key(*name)) {
        given.insert(name.clone(), Value::Array(Vec::new()));
    }
    given.extend(lines);
}

fn lines(text: &str) -> Result<Map<String, Value>, Finding> {
    let mut all = Map::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || Finding::broken(MORE, "console-user-line").with("line", number + 1);
        let (name, value) = line.split_once('=').map(|(n, v)| (n.trim(), v.trim())).ok_or_else(wrong)?;
        if name.is_empty() || value.is_empty() || !is_other(name) {
            return Err(wrong());
        }
        match all.entry(name.to_owned()).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(values) => values.push(value.into()),
            _ => return Err(wrong()),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(pairs: &[(&str, &str)]) -> Form {
        let sent: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        Form::parse(sent.as_bytes()).unwrap()
    }

    #[test]
    fn what_is_not_sent_stays_and_what_is_emptied_goes() {
        let present: Attributes =
            [("title".to_owned(), json!(["Dr"])), ("cn".to_owned(), json!(["Ada"]))].into_iter().collect();
        let given = taken(&form(&[("cn", " Ada \r\n Byron"), ("email", ""), ("more", "room = 1\nroom = 2")]), &present)
            .unwrap();
        assert_eq!(given["cn"], json!(["Ada", "Byron"]));
        assert_eq!((&given["email"], &given["title"], &given["room"]), (&json!([]), &json!([]), &json!(["1", "2"])));
        assert!(!given.contains_key("enabled") && !given.contains_key("sn") && !given.contains_key("notBefore"));
        let given =
            taken(&form(&[("was.enabled", "1"), ("expires", "2027-01-31"), ("notBefore", "")]), &present).unwrap();
        assert_eq!((&given["enabled"], &given["notBefore"]), (&json!(false), &Value::Null));
        assert_eq!(given["expires"], json!("2027-01-31T00:00:00.000Z"));
    }

    #[test]
    fn a_line_cannot_name_what_has_a_field_or_is_no_value() {
        for line in ["enabled = true", "cn = Mallory", "id = 1", "groups = acme/administrators", "x", "= y", "x ="] {
            let findings = taken(&form(&[("more", line)]), &Attributes::new()).unwrap_err();
            assert_eq!(findings[0].key, "console-user-line", "{line}");
        }
        for line in ["password = secret", "passwordHash = {SSHA}x", "method = x", "mustChange = true"] {
            assert!(taken(&form(&[("more", line)]), &Attributes::new()).is_err(), "{line}");
        }
    }
}
