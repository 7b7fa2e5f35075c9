//! A template with variables, each escaped for the place where it stands, so that no text and no number can be more than a value.

use serde_json::Value;

/// What a message says, by the names of variables.
#[derive(Clone, Copy, Debug, Default)]
pub struct Values<'a> {
    /// `{mobile}`: the receiver with the `+`. `{number}` is the same without.
    pub mobile: &'a str,
    /// `{text}`, and `{challenge}` as the source product calls it: the whole message.
    pub text: &'a str,
    pub from: &'a str,
    pub id: &'a str,
    pub username: &'a str,
    pub password: &'a str,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// In URLs and forms: all but unreserved characters percent-encoded.
    Url,
    /// In JSON: inside quotes as part of the text, outside as a text with its quotes.
    Json,
    Xml,
    /// In the value of a header: visible ASCII; no text of the message.
    Header,
    /// The body is the value.
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
    escape: Escape,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A variable, and whether it stands inside quotes.
    Value(Name, bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    Mobile,
    Number,
    Text,
    From,
    Id,
    Username,
    Password,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No such variable, or none that may stand here.
    Variable(String),
    /// It is no JSON, whatever the values are.
    Json,
    Header(String),
}

impl Wrong {
    /// Key of the finding.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Variable(_) => "gateway-variable",
            Self::Json => "gateway-json",
            Self::Header(_) => "gateway-header",
        }
    }
    pub fn what(&self) -> &str {
        match self {
            Self::Variable(what) | Self::Header(what) => what,
            Self::Json => "",
        }
    }
}

impl Template {
    /// A brace that does not begin a variable is itself.
    pub fn parse(text: &str, escape: Escape) -> Result<Self, Wrong> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        let mut quotes = Quotes::default();
        while let Some(c) = rest.chars().next() {
            if let Some((name, after)) = variable(rest) {
                let known = Name::parse(name).filter(|n| escape != Escape::Header || *n != Name::Text);
                let name = known.ok_or_else(|| Wrong::Variable(name.to_owned()))?;
                parts.push(Part::Text(std::mem::take(&mut plain)));
                parts.push(Part::Value(name, quotes.open));
                rest = after;
                continue;
            }
            quotes.pass(c);
            plain.push(c);
            rest = &rest[c.len_utf8()..];
        }
        parts.push(Part::Text(plain));
        Ok(Self { parts, escape })
    }

    /// Itself, where what it makes reads as what it says it is.
    pub fn fits(self) -> Result<Self, Wrong> {
        let odd = "\"\\{}\u{7}&<>é";
        let values = Values { mobile: odd, text: odd, from: odd, id: odd, username: odd, password: odd };
        let reads = self.escape != Escape::Json || serde_json::from_str::<Value>(&self.write(&values)).is_ok();
        if reads { Ok(self) } else { Err(Wrong::Json) }
    }

    pub fn write(&self, values: &Values<'_>) -> String {
        let mut made = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => made.push_str(text),
                Part::Value(name, quoted) => escaped(&mut made, name.of(values), self.escape, *quoted),
            }
        }
        made
    }
}

/// Whether one is inside the quotes of a JSON text.
#[derive(Default)]
struct Quotes {
    open: bool,
    escaping: bool,
}

impl Quotes {
    fn pass(&mut self, c: char) {
        match c {
            _ if self.escaping => self.escaping = false,
            '\\' if self.open => self.escaping = true,
            '"' => self.open = !self.open,
            _ => {}
        }
    }
}

impl Name {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "mobile" => Self::Mobile,
            "number" => Self::Number,
            "text" | "challenge" => Self::Text,
            "from" => Self::From,
            "id" => Self::Id,
            "username" => Self::Username,
            "password" => Self::Password,
            _ => return None,
        })
    }
    fn of<'a>(self, values: &Values<'a>) -> &'a str {
        match self {
            Self::Mobile => values.mobile,
            Self::Number => values.mobile.trim_start_matches('+'),
            Self::Text => values.text,
            Self::From => values.from,
            Self::Id => values.id,
            Self::Username => values.username,
            Self::Password => values.password,
        }
    }
}

/// The name in braces that a text begins with, and what follows.
fn variable(text: &str) -> Option<(&str, &str)> {
    let (name, after) = text.strip_prefix('{')?.split_once('}')?;
    (!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())).then_some((name, after))
}

fn escaped(made: &mut String, value: &str, escape: Escape, quoted: bool) {
    match escape {
        Escape::Url => value.bytes().for_each(|b| percent(made, b)),
        Escape::Json => {
            let text = Value::from(value).to_string();
            made.push_str(if quoted { &text[1..text.len() - 1] } else { &text });
        }
        Escape::Xml => value.chars().for_each(|c| entity(made, c)),
        Escape::Header => made.extend(value.chars().filter(|c| c.is_ascii_graphic() || *c == ' ')),
        Escape::None => made.push_str(value),
    }
}

/// Unreserved characters of RFC 3986 stand for themselves.
fn percent(made: &mut String, byte: u8) {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        made.push(char::from(byte));
    } else {
        made.push_str(&format!("%{byte:02X}"));
    }
}

/// XML 1.0 has no place for most control characters, not even escaped.
fn entity(made: &mut String, c: char) {
    match c {
        '&' => made.push_str("&amp;"),
        '<' => made.push_str("&lt;"),
        '>' => made.push_str("&gt;"),
        '"' => made.push_str("&quot;"),
        '\'' => made.push_str("&apos;"),
        '\n' => made.push_str("&#10;"),
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
        c => made.push(c),
    }
}
