//! An expression worked out: pure, and at a bounded price.

use data_encoding::HEXLOWER;
use regex::{Captures, Regex};
use sha2::Digest as _;

use crate::letters::{lower, upper};

use super::{
    LARGEST, Part, STEPS, Scope, Template,
    tree::{AttributeParts, Call, Facet, Field, Hash, NameParts, Node, Shape},
};

/// What a text with expressions comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    Values(Vec<String>),
    /// What the person is called instead.
    Name(MadeName),
    /// Another attribute than the item's own.
    Attribute {
        name: String,
        values: Vec<String>,
        format: Option<String>,
        friendly: Option<String>,
    },
}

/// A name by an expression; what it does not say stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeName {
    /// `None` where the expression says nothing of it; several or none are for the policy to refuse.
    pub value: Option<Vec<String>>,
    /// URN.
    pub format: Option<String>,
    pub name_qualifier: Option<String>,
    pub sp_name_qualifier: Option<String>,
}

/// It would cost more, or come to more, than any login needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overrun;

pub(super) fn made(template: &Template, scope: &Scope<'_>) -> Result<Made, Overrun> {
    let mut run = Run { scope, left: STEPS };
    if let [Part::Expression(node)] = template.0.as_slice() {
        return run.result(node);
    }
    let mut text = String::new();
    for part in &template.0 {
        match part {
            Part::Text(plain) => text.push_str(plain),
            Part::Expression(node) => match run.text(node)? {
                Some(more) => text.push_str(&more),
                None => return Ok(Made::Values(Vec::new())),
            },
        }
        run.pay(text.len())?;
    }
    Ok(Made::Values(vec![text]))
}

/// The first value of one expression by itself.
pub(super) fn text(node: &Node, scope: &Scope<'_>) -> Result<Option<String>, Overrun> {
    Run { scope, left: STEPS }.text(node)
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    Nothing,
    Text(String),
    Number(i64),
    Truth(bool),
    Many(Vec<String>),
}

impl Value {
    fn first(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Text(text) => Some(text),
            Self::Number(number) => Some(number.to_string()),
            Self::Truth(truth) => Some(truth.to_string()),
            Self::Many(values) => values.into_iter().next(),
        }
    }
    fn all(self) -> Vec<String> {
        match self {
            Self::Many(values) => values,
            one => one.first().into_iter().collect(),
        }
    }
    fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) => text.is_empty(),
            Self::Many(values) => values.iter().all(String::is_empty),
            Self::Number(_) | Self::Truth(_) => false,
        }
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

struct Run<'a> {
    scope: &'a Scope<'a>,
    left: u32,
}

impl Run<'_> {
    /// A step, and what handling so many bytes adds to it.
    fn pay(&mut self, bytes: usize) -> Result<(), Overrun> {
        if bytes > LARGEST {
            return Err(Overrun);
        }
        let price = u32::try_from(bytes / 16 + 1).map_err(|_| Overrun)?;
        self.left = self.left.checked_sub(price).ok_or(Overrun)?;
        Ok(())
    }

    fn result(&mut self, node: &Node) -> Result<Made, Overrun> {
        match node {
            Node::Choice(condition, yes, no) => {
                self.pay(0)?;
                let chosen = if self.truth(condition)? { yes } else { no };
                self.result(chosen)
            }
            Node::Name(parts) => self.name(parts).map(Made::Name),
            Node::Attribute(parts) => self.attribute(parts),
            other => Ok(Made::Values(self.value(other)?.all())),
        }
    }

    fn name(&mut self, parts: &NameParts) -> Result<MadeName, Overrun> {
        let value = parts.value.as_ref().map(|node| self.value(node)).transpose()?;
        let qualifier = |node: &Option<Node>, run: &mut Self| match node {
            Some(node) => run.text(node),
            None => Ok(None),
        };
        Ok(MadeName {
            value: value.map(Value::all),
            format: parts.format.clone(),
            name_qualifier: qualifier(&parts.name_qualifier, self)?,
            sp_name_qualifier: qualifier(&parts.sp_name_qualifier, self)?,
        })
    }

    fn attribute(&mut self, parts: &AttributeParts) -> Result<Made, Overrun> {
        let mut values = Vec::new();
        for node in &parts.values {
            values.extend(self.value(node)?.all());
        }
        let AttributeParts { name, format, friendly, .. } = parts.clone();
        Ok(Made::Attribute { name, values, format, friendly })
    }

    fn text(&mut self, node: &Node) -> Result<Option<String>, Overrun> {
        Ok(self.value(node)?.first())
    }

    fn truth(&mut self, node: &Node) -> Result<bool, Overrun> {
        Ok(match self.value(node)? {
            Value::Truth(truth) => truth,
            other => other.first().is_some_and(|text| text.eq_ignore_ascii_case("true")),
        })
    }

    fn value(&mut self, node: &Node) -> Result<Value, Overrun> {
        self.pay(0)?;
        let made = match node {
            Node::Text(text) => Value::Text(text.clone()),
            Node::Number(number) => Value::Number(*number),
            Node::Truth(truth) => Value::Truth(*truth),
            Node::Nothing | Node::Name(_) | Node::Attribute(_) => Value::Nothing,
            Node::User(name) => many(self.scope.user.map(|user| user.values(name)).unwrap_or_default()),
            Node::Method(name) => many(self.scope.method.get(name).cloned().unwrap_or_default()),
            Node::Username(field) => self.username(*field),
            Node::Sso(facet) => {
                let sso = &self.scope.sso;
                let text = match facet {
                    Facet::Id => sso.id,
                    Facet::Locale => sso.locale,
                    Facet::Template => sso.template,
                };
                Some(text.to_owned()).filter(|t| !t.is_empty()).into()
            }
            Node::Index(of, at) => {
                let (values, at) = (self.value(of)?.all(), self.number(at)?);
                at.and_then(|at| values.into_iter().nth(at)).into()
            }
            Node::Call(call, of, given) => self.call(*call, of, given)?,
            Node::Hash(hash, shape, of) => match self.text(of)? {
                Some(text) => {
                    self.pay(text.len())?;
                    Value::Text(hashed(*hash, *shape, &text))
                }
                None => Value::Nothing,
            },
            Node::Replace(of, regex, with) => match (self.text(of)?, self.text(with)?) {
                (Some(of), Some(with)) => Value::Text(self.replaced(regex, &of, &with)?),
                _ => Value::Nothing,
            },
            Node::Choice(condition, yes, no) => {
                let chosen = if self.truth(condition)? { yes } else { no };
                self.value(chosen)?
            }
            Node::Equal(one, other, opposite) => {
                let (one, other) = (self.value(one)?, self.value(other)?);
                Value::Truth(equal(one, other) != *opposite)
            }
            Node::Both(one, other) => Value::Truth(self.truth(one)? && self.truth(other)?),
            Node::Either(one, other) => Value::Truth(self.truth(one)? || self.truth(other)?),
            Node::Not(of) => Value::Truth(!self.truth(of)?),
            Node::Empty(of) => Value::Truth(self.value(of)?.is_empty()),
        };
        match &made {
            Value::Text(text) => self.pay(text.len())?,
            Value::Many(values) => {
                for value in values {
                    self.pay(value.len())?;
                }
            }
            _ => {}
        }
        Ok(made)
    }

    fn username(&self, field: Field) -> Value {
        let subject = self.scope.username;
        let text = match field {
            Field::Value => Some(&subject.value),
            Field::Format => Some(&subject.format),
            Field::NameQualifier => subject.name_qualifier.as_ref(),
            Field::SpNameQualifier => subject.sp_name_qualifier.as_ref(),
        };
        text.filter(|t| !t.is_empty()).cloned().into()
    }

    fn number(&mut self, node: &Node) -> Result<Option<usize>, Overrun> {
        Ok(match self.value(node)? {
            Value::Number(number) => usize::try_from(number).ok(),
            other => other.first().and_then(|text| text.parse().ok()),
        })
    }

    fn call(&mut self, call: Call, of: &Node, given: &[Node]) -> Result<Value, Overrun> {
        let Some(of) = self.text(of)? else { return Ok(Value::Nothing) };
        if call == Call::Substring {
            return self.substring(&of, given);
        }
        let with = match given.first() {
            Some(node) => match self.text(node)? {
                Some(text) => text,
                None => return Ok(Value::Nothing),
            },
            None => String::new(),
        };
        self.pay(of.len().saturating_add(with.len()))?;
        Ok(match call {
            Call::Concat => Value::Text(of + &with),
            Call::IndexOf => {
                let at = of.find(&with).map(|at| of[..at].chars().count());
                Value::Number(at.and_then(|at| i64::try_from(at).ok()).unwrap_or(-1))
            }
            Call::ToUpperCase => Value::Text(upper(&of)),
            Call::ToLowerCase => Value::Text(lower(&of)),
            Call::StartsWith => Value::Truth(of.starts_with(&with)),
            Call::EndsWith => Value::Truth(of.ends_with(&with)),
            Call::Contains => Value::Truth(of.contains(&with)),
            Call::Length => Value::Number(i64::try_from(of.chars().count()).unwrap_or(i64::MAX)),
            Call::Trim => Value::Text(of.trim().to_owned()),
            Call::Substring => Value::Nothing,
        })
    }

    /// From one character to before another; nothing where the text is shorter.
    fn substring(&mut self, of: &str, given: &[Node]) -> Result<Value, Overrun> {
        let length = of.chars().count();
        let mut ends = Vec::new();
        for node in given {
            ends.push(self.number(node)?);
        }
        let begin = ends.first().copied().flatten();
        let end = ends.get(1).map_or(Some(length), |end| *end);
        Ok(match (begin, end) {
            (Some(begin), Some(end)) if begin <= end && end <= length => {
                Value::Text(of.chars().skip(begin).take(end - begin).collect())
            }
            _ => Value::Nothing,
        })
    }

    /// All matches replaced. `$1` in the new text is a group, as in Java; a backslash takes the next character as it is.
    fn replaced(&mut self, regex: &Regex, of: &str, with: &str) -> Result<String, Overrun> {
        // A pattern may look at each byte a few times.
        self.pay(of.len())?;
        let price = u32::try_from(of.len()).map_err(|_| Overrun)?.saturating_mul(4);
        self.left = self.left.checked_sub(price).ok_or(Overrun)?;
        let mut text = String::new();
        let mut last = 0;
        for found in regex.captures_iter(of) {
            let Some(whole) = found.get(0) else { continue };
            text.push_str(&of[last..whole.start()]);
            expand(&found, with, &mut text)?;
            last = whole.end();
            // Each search may look as far as the end, whatever it finds: many of them would take the square of the time.
            self.pay(of.len() - whole.start())?;
        }
        text.push_str(&of[last..]);
        self.pay(text.len())?;
        Ok(text)
    }
}

fn expand(found: &Captures<'_>, with: &str, into: &mut String) -> Result<(), Overrun> {
    let mut chars = with.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek().and_then(|d| d.to_digit(10))) {
            ('$', Some(group)) => {
                chars.next();
                let group = usize::try_from(group).ok().and_then(|group| found.get(group));
                into.push_str(group.map_or("", |m| m.as_str()));
            }
            ('\\', _) => into.extend(chars.next()),
            _ => into.push(c),
        }
        // A group may be as long as the text, and stand as often in the new one.
        if into.len() > LARGEST {
            return Err(Overrun);
        }
    }
    Ok(())
}

fn many(values: Vec<String>) -> Value {
    if values.is_empty() { Value::Nothing } else { Value::Many(values) }
}

/// An attribute of several values is equal to a text that is one of them.
fn equal(one: Value, other: Value) -> bool {
    match (one, other) {
        (Value::Nothing, Value::Nothing) => true,
        (Value::Nothing, _) | (_, Value::Nothing) => false,
        (Value::Many(one), Value::Many(other)) => one == other,
        (Value::Many(values), one) | (one, Value::Many(values)) => {
            one.first().is_some_and(|text| values.contains(&text))
        }
        (one, other) => one.first() == other.first(),
    }
}

/// A UUID of a hash has the version that says so: 5 for SHA-1, 8 for others (RFC 9562, 5.5 and 5.8).
fn hashed(hash: Hash, shape: Shape, text: &str) -> String {
    let (bytes, version) = match hash {
        Hash::Sha1 => (sha1::Sha1::digest(text.as_bytes()).to_vec(), 0x50),
        Hash::Sha256 => (sha2::Sha256::digest(text.as_bytes()).to_vec(), 0x80),
    };
    if shape == Shape::Hex {
        return HEXLOWER.encode(&bytes);
    }
    let mut bytes = bytes[..16].to_vec();
    bytes[6] = bytes[6] & 0x0f | version;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = HEXLOWER.encode(&bytes);
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}
