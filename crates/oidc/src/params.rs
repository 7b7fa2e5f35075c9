//! Parameters of a query or a form body, read strictly (`application/x-www-form-urlencoded`).
//!
//! A parameter that counts and comes twice is refused (RFC 6749, sections 3.1 and 3.2); unknown ones are ignored;
//! one without a value counts as omitted. Nothing is ever cut short: what is too long is refused.

use std::fmt;

use zeroize::Zeroizing;

use crate::{Error, ErrorCode};

/// The parameters of one request. Values may be secret, so that `Debug` shows names only.
pub struct Params(Vec<(String, Zeroizing<String>)>);

impl Params {
    /// The longest query or body that is read.
    pub const MAX_BYTES: usize = 65_536;
    /// The most parameters that are read.
    pub const MAX_COUNT: usize = 128;

    /// Reads a query without its question mark, or a body.
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > Self::MAX_BYTES {
            return Err(Error::invalid_request("the request is too long"));
        }
        let mut pairs = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            if pairs.len() == Self::MAX_COUNT {
                return Err(Error::invalid_request("too many parameters"));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let broken = Error::invalid_request("a parameter is not properly form-encoded");
            let name = decode(name).ok_or(broken)?;
            pairs.push((name.as_str().to_owned(), decode(value).ok_or(broken)?));
        }
        Ok(Self(pairs))
    }

    /// Reads a body as it came.
    pub fn parse_bytes(body: &[u8]) -> Result<Self, Error> {
        std::str::from_utf8(body).map_err(|_| Error::invalid_request("the body is not UTF-8")).and_then(Self::parse)
    }

    /// Reads the body of a POST, which must be a form.
    pub fn parse_body(content_type: Option<&str>, body: &[u8]) -> Result<Self, Error> {
        let kind = content_type.and_then(|t| t.split(';').next()).unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Error::invalid_request("the body must be application/x-www-form-urlencoded"));
        }
        Self::parse_bytes(body)
    }

    /// The value of a parameter; `None` if it is missing or empty, an error if it comes more than once.
    pub fn one(&self, name: &'static str) -> Result<Option<&str>, Error> {
        let mut values = self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let first = values.next();
        match values.next() {
            Some(_) => Err(Error::parameter("parameter given more than once", name)),
            None => Ok(first.filter(|value| !value.is_empty())),
        }
    }

    /// The same, and an error if it is longer than `max` bytes.
    pub fn at_most(&self, name: &'static str, max: usize) -> Result<Option<&str>, Error> {
        match self.one(name)? {
            Some(value) if value.len() > max => Err(Error::parameter("parameter too long", name)),
            value => Ok(value),
        }
    }

    /// A parameter that must be there.
    pub fn required(&self, name: &'static str, max: usize) -> Result<&str, Error> {
        self.at_most(name, max)?.ok_or(Error::parameter("parameter missing", name))
    }

    /// A parameter that is a list of words between spaces.
    pub fn words(&self, name: &'static str, max: usize) -> Result<Vec<String>, Error> {
        let text = self.at_most(name, max)?.unwrap_or_default();
        Ok(text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect())
    }

    /// Whether the name occurs at all, with a value or without.
    pub fn names(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// Refuses parameters that must not be here (in a URL, for example) by the names given.
    pub fn refuse(&self, names: &[&'static str], what: &'static str) -> Result<(), Error> {
        match names.iter().find(|name| self.names(name)) {
            Some(name) => Err(Error::parameter(what, name)),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Decodes one name or value: `+` is a space, `%` two hexadecimal digits, the result UTF-8; `None` if it is not so.
pub(crate) fn decode(text: &str) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let [high, low, tail @ ..] = tail else { return None };
                bytes.push(nibble(*high)? << 4 | nibble(*low)?);
                rest = tail;
            }
            other => bytes.push(*other),
        }
    }
    std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned()))
}

/// Encodes a value for a query: RFC 3986 *unreserved* stays, everything else is `%XX`, also the space, so that both
/// form decoders and URI decoders read it alike.
pub(crate) fn encode(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// Appends parameters to a URI, behind the query it may have (RFC 6749, section 4.1.2).
pub(crate) fn append<'a>(uri: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut out = uri.to_owned();
    for (name, value) in fields {
        // Only the first question mark begins a query; a further one belongs to a value.
        match out.find('?') {
            None => out.push('?'),
            Some(begin) if begin + 1 == out.len() || out.ends_with('&') => {}
            Some(_) => out.push('&'),
        }
        encode(&mut out, name);
        out.push('=');
        encode(&mut out, value);
    }
    out
}

/// What a client without standing learns: nothing.
pub(crate) const UNKNOWN_CLIENT: Error = Error::new(ErrorCode::InvalidClient, "client authentication failed");

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
