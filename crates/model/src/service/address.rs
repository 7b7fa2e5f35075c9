//! The address that a service is asked at: a URL whose host stands fixed, with expressions behind it.
//!
//! What a login brings fills a place in a path or a query and can be nothing else there: it is percent-encoded, it never is a step of a
//! path, and where it would lead elsewhere nothing is asked.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::{
    Attributes,
    expr::{Expression, Piece, Scope, Sight, Sso, Template},
    proof::Subject,
    written::{Meaning, Wrong},
};

#[derive(Clone, Debug)]
pub struct Address {
    template: Template,
    /// Scheme, host and port.
    base: Url,
}

/// The address for one login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    Url(String),
    /// The login brought nothing to ask with, or what cannot be asked with: nobody fits.
    Nothing,
}

/// The login brought several values of what is asked with: nobody says which of them is the person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Several;

/// Bytes of one value that is asked with; nobody has a longer one.
const LONGEST: usize = 512;
/// Unreserved characters of RFC 3986 stand for themselves.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Meaning for Address {
    fn read(text: &str) -> Result<Self, Wrong> {
        let template = Template::read(text)?;
        let malformed = || Wrong::new("service-template");
        let Some(Piece::Text(start)) = template.pieces().next() else { return Err(malformed()) };
        let base = base(start).ok_or_else(malformed)?;
        // `{NAME}` by itself is how other tables write it.
        if let Some(brace) = start.find(['{', '}']) {
            return Err(Wrong::expected("${", start[..brace].chars().count() + 1));
        }
        let mut brought = false;
        for piece in template.pieces() {
            match piece {
                Piece::Text(plain) if !plain.chars().all(is_plain) || !is_encoded(plain) => return Err(malformed()),
                Piece::Text(_) => {}
                Piece::Expression(expression) => brought |= told(expression)?,
            }
        }
        if brought { Ok(Self { template, base }) } else { Err(Wrong::new("service-anchor")) }
    }
}

impl Address {
    /// Whether what is asked and answered crosses the network in clear.
    pub fn is_clear(&self) -> bool {
        self.base.scheme() == "http"
    }

    /// Attributes of the method that are asked with.
    pub fn asks_with(&self) -> Vec<&str> {
        let expressions = self.template.pieces().filter_map(|piece| match piece {
            Piece::Expression(expression) => Some(expression),
            Piece::Text(_) => None,
        });
        let seen = expressions.flat_map(Expression::sees);
        let mut names: Vec<&str> =
            seen.filter_map(|sight| if let Sight::Method(name) = sight { Some(name) } else { None }).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The address with what a method delivered.
    pub fn filled(&self, given: &Attributes, subject: &Subject) -> Result<Filled, Several> {
        let several = |name: &&str| given.get(*name).is_some_and(|values| values.iter().any(|v| *v != values[0]));
        if self.asks_with().iter().any(several) {
            return Err(Several);
        }
        let sso = Sso { id: "", locale: "", template: "" };
        let scope = Scope { user: None, method: given, username: subject, sso };
        Ok(self.url(&scope).map_or(Filled::Nothing, Filled::Url))
    }

    fn url(&self, scope: &Scope<'_>) -> Option<String> {
        let mut made = String::new();
        for piece in self.template.pieces() {
            match piece {
                Piece::Text(plain) => made.push_str(plain),
                Piece::Expression(expression) => {
                    let value = expression.text(scope).ok()??;
                    let in_path = !made.contains('?');
                    let odd = |c: char| c.is_control() || in_path && matches!(c, '/' | '\\');
                    if value.trim().is_empty() || value.len() > LONGEST || value.chars().any(odd) {
                        return None;
                    }
                    made.extend(utf8_percent_encode(&value, ESCAPED));
                }
            }
        }
        let path = made.split('?').next().unwrap_or_default();
        let leads_there = Url::parse(&made).is_ok_and(|url| url.origin() == self.base.origin());
        (leads_there && !path.split('/').any(|step| matches!(step, "." | ".."))).then_some(made)
    }
}

/// Whether an expression looks at what the method delivered; nothing else is there to be looked at.
fn told(expression: Expression<'_>) -> Result<bool, Wrong> {
    let seen = expression.sees();
    let other = seen.iter().find_map(|sight| if let Sight::Other(name) = sight { Some(*name) } else { None });
    match other {
        Some(name) => Err(Wrong::new("service-sees").with("name", name)),
        None => Ok(!seen.is_empty()),
    }
}

/// Scheme and host, which end before the first expression begins.
fn base(start: &str) -> Option<Url> {
    let host = start.find("://")? + 3;
    let end = host + start[host..].find(['/', '?'])?;
    let url = Url::parse(&start[..end]).ok()?;
    let plain = url.host_str().is_some_and(|h| !h.is_empty()) && url.username().is_empty() && url.password().is_none();
    (plain && matches!(url.scheme(), "https" | "http")).then_some(url)
}

/// What may stand in a path or a query as it is (RFC 3986, 3).
const fn is_plain(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | '#' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Every `%` begins an escape.
fn is_encoded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let escape = |at: usize| bytes.get(at + 1..at + 3).is_some_and(|h| h.iter().all(u8::is_ascii_hexdigit));
    bytes.iter().enumerate().all(|(at, byte)| *byte != b'%' || escape(at))
}
