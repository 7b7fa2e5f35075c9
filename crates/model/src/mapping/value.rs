//! The value of a mapping's item: a bare attribute name, or constants and `{…}` references one after another.
//!
//! `{NAME}` and `{method:NAME}` are an attribute; `{uppercase:…}` and `{lowercase:…}` hold more of the same.

use crate::{
    Attributes,
    letters::{lower, upper},
    written::{Meaning, Wrong},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Attribute(String),
    /// What the method calls the person; only filters have it.
    Subject,
    Case(Case, Vec<Part>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Case {
    Upper,
    Lower,
}

/// What may stand before a colon.
const OPERATIONS: [&str; 3] = ["method", "uppercase", "lowercase"];
/// Starts of attribute names that have a colon themselves.
const SCHEMES: [&str; 3] = ["urn", "http", "https"];
const LONGEST: usize = 2048;
const DEEPEST: usize = 16;
/// Bytes of one value that comes of it.
const LARGEST: usize = 16 * 1024;

impl Meaning for Value {
    fn read(text: &str) -> Result<Self, Wrong> {
        if text.len() > LONGEST {
            return Err(Wrong::bounds(LONGEST));
        }
        if text.is_empty() {
            return Err(Wrong::expected("value", 1));
        }
        if !text.contains(['{', '}']) {
            return Ok(Self(vec![Part::Attribute(text.to_owned())]));
        }
        let chars: Vec<char> = text.chars().collect();
        Reader { chars: &chars, at: 0, before: 0, in_filter: false }.whole().map(Self)
    }
}

impl Value {
    /// The value of a comparison in a search filter that begins at a place: constants as filters escape them (RFC 4515, 3), and
    /// references, `{subject:username}` among them.
    pub(crate) fn in_filter(text: &str, before: usize) -> Result<Self, Wrong> {
        let chars: Vec<char> = text.chars().collect();
        Reader { chars: &chars, at: 0, before, in_filter: true }.whole().map(Self)
    }

    /// Whether it holds anything that a login brings.
    pub(crate) fn refers(&self) -> bool {
        self.0.iter().any(|part| !matches!(part, Part::Text(_)))
    }

    /// Names of the attributes that it is made of.
    pub(crate) fn names(&self) -> Vec<&str> {
        names_in(&self.0)
    }

    /// One reference alone gives all that it has; where there is more, each gives its first. Nothing comes of what is absent.
    pub fn of(&self, given: &Attributes) -> Vec<String> {
        self.with(given, None)
    }

    /// The same with what the method calls the person.
    pub(crate) fn with(&self, given: &Attributes, subject: Option<&str>) -> Vec<String> {
        match self.0.as_slice() {
            [one] => all(one, given, subject),
            several => several
                .iter()
                .map(|part| all(part, given, subject).into_iter().next())
                .collect::<Option<Vec<_>>>()
                .map(|texts| texts.concat())
                .filter(|text| text.len() <= LARGEST)
                .into_iter()
                .collect(),
        }
    }
}

fn all(part: &Part, given: &Attributes, subject: Option<&str>) -> Vec<String> {
    match part {
        Part::Subject => subject.into_iter().map(str::to_owned).collect(),
        Part::Text(text) => vec![text.clone()],
        Part::Attribute(name) => given.get(name).cloned().unwrap_or_default(),
        Part::Case(case, parts) => {
            let turned = |text: String| match case {
                Case::Upper => upper(&text),
                Case::Lower => lower(&text),
            };
            Value(parts.clone()).with(given, subject).into_iter().map(turned).collect()
        }
    }
}

fn names_in(parts: &[Part]) -> Vec<&str> {
    let mut names = Vec::new();
    for part in parts {
        match part {
            Part::Attribute(name) => names.push(name.as_str()),
            Part::Case(_, parts) => names.extend(names_in(parts)),
            Part::Text(_) | Part::Subject => {}
        }
    }
    names
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    /// Characters before these in the whole text.
    before: usize,
    in_filter: bool,
}

impl Reader<'_> {
    fn whole(mut self) -> Result<Vec<Part>, Wrong> {
        let parts = self.parts(0)?;
        if self.at < self.chars.len() {
            return Err(self.expected("end"));
        }
        Ok(parts)
    }

    fn expected(&self, what: &str) -> Wrong {
        Wrong::expected(what, self.before + self.at + 1)
    }

    /// A byte as a filter writes it: a backslash and two digits.
    fn escaped(&mut self) -> Result<u8, Wrong> {
        let digits: String = self.chars[self.at..].iter().skip(1).take(2).collect();
        let byte = u8::from_str_radix(&digits, 16).ok().filter(|byte| digits.len() == 2 && *byte != 0);
        let byte = byte.ok_or_else(|| self.expected("\\XX"))?;
        self.at += 3;
        Ok(byte)
    }

    /// Up to the end, or up to a closing brace of a level above.
    fn parts(&mut self, depth: usize) -> Result<Vec<Part>, Wrong> {
        if depth > DEEPEST {
            return Err(Wrong::bounds(DEEPEST));
        }
        let mut parts = Vec::new();
        let mut text = String::new();
        while let Some(&c) = self.chars.get(self.at) {
            match c {
                '{' => {
                    if !text.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut text)));
                    }
                    self.at += 1;
                    parts.push(self.reference(depth)?);
                }
                '}' => break,
                '\\' if self.in_filter => {
                    let start = self.at;
                    let mut bytes = Vec::new();
                    while self.chars.get(self.at) == Some(&'\\') {
                        bytes.push(self.escaped()?);
                    }
                    let more = String::from_utf8(bytes);
                    text += &more.map_err(|_| Wrong::expected("\\XX", self.before + start + 1))?;
                }
                other => {
                    text.push(other);
                    self.at += 1;
                }
            }
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(parts)
    }

    /// What follows an opening brace, with the closing one.
    fn reference(&mut self, depth: usize) -> Result<Part, Wrong> {
        let start = self.at;
        let chars = self.chars;
        let rest = &chars[start..];
        let end = rest.iter().position(|c| matches!(c, '{' | '}')).unwrap_or(rest.len());
        let plain: String = rest[..end].iter().collect();
        let operation = plain.split_once(':').map(|(prefix, _)| prefix);
        let case = match operation {
            Some("uppercase") => Some(Case::Upper),
            Some("lowercase") => Some(Case::Lower),
            Some("subject") if self.in_filter => None,
            Some(other) if other != "method" && !SCHEMES.contains(&other) => {
                return Err(Wrong::unknown(other, self.before + start + 1, OPERATIONS.into_iter()));
            }
            _ => None,
        };
        let part = if let Some(case) = case {
            self.at += "uppercase:".len();
            let inner = self.parts(depth + 1)?;
            if inner.is_empty() {
                return Err(self.expected("value"));
            }
            Part::Case(case, inner)
        } else {
            let name = plain.strip_prefix("method:").unwrap_or(&plain);
            self.at = start + end;
            if name.trim().is_empty() {
                return Err(self.expected("name"));
            }
            match plain.strip_prefix("subject:").filter(|_| self.in_filter) {
                Some("username") => Part::Subject,
                Some(other) => {
                    return Err(Wrong::unknown(other, self.before + start + 9, ["username"].into_iter()));
                }
                None => Part::Attribute(name.to_owned()),
            }
        };
        if self.chars.get(self.at) != Some(&'}') {
            return Err(self.expected("}"));
        }
        self.at += 1;
        Ok(part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Attributes {
        Attributes::from([
            ("CUSTNAME".into(), vec!["Matti Meikäläinen".into()]),
            ("n".into(), vec!["One".into(), "Two".into()]),
            ("urn:oid:1.2".into(), vec!["x".into()]),
        ])
    }

    #[test]
    fn a3_1_values_are_constants_and_references() {
        for (text, made) in [
            ("n", &["One", "Two"][..]),
            ("{n}", &["One", "Two"]),
            ("{method:n}", &["One", "Two"]),
            ("{uppercase:{CUSTNAME}}", &["MATTI MEIKÄLÄINEN"]),
            ("{lowercase:{n}}", &["one", "two"]),
            ("{lowercase:{uppercase:{method:n}}}", &["one", "two"]),
            ("{uppercase:abc}", &["ABC"]),
            ("{uppercase:x-{n}}", &["X-ONE"]),
            ("a {n} b {CUSTNAME}", &["a One b Matti Meikäläinen"]),
            ("{urn:oid:1.2}", &["x"]),
            ("{gone}", &[]),
            ("a{gone}", &[]),
            ("{uppercase:{gone}}", &[]),
        ] {
            assert_eq!(Value::read(text).expect(text).of(&given()), made, "{text}");
        }
    }

    #[test]
    fn bad_syntax_is_told_with_its_place() {
        for (text, wrong) in [
            ("", Wrong::expected("value", 1)),
            ("{n", Wrong::expected("}", 3)),
            ("n}", Wrong::expected("end", 2)),
            ("{}", Wrong::expected("name", 2)),
            ("{method:}", Wrong::expected("name", 9)),
            ("{a{b}}", Wrong::expected("}", 3)),
            ("{uppercase:{n}", Wrong::expected("}", 15)),
            ("{uppercase:}", Wrong::expected("value", 12)),
            ("{method:{n}}", Wrong::expected("name", 9)),
            ("{uppercse:{n}}", Wrong::unknown("uppercse", 2, ["uppercase"].into_iter())),
        ] {
            assert_eq!(Value::read(text).expect_err(text), wrong, "{text}");
        }
        assert_eq!(
            Value::read(&format!("{}x{}", "{uppercase:".repeat(20), "}".repeat(20))).unwrap_err(),
            Wrong::bounds(16)
        );
        assert_eq!(Value::read(&"{".repeat(3000)).unwrap_err(), Wrong::bounds(2048));
    }
}
