//! Posted forms and queries, read strictly: bounded, UTF-8, no field twice.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use zeroize::Zeroizing;

use crate::csrf::is_form;

/// The fields of a form or a query. The values wipe themselves and are never printed.
#[derive(Clone, Default)]
pub struct Form(Vec<(String, Zeroizing<String>)>);

/// How much is read at most.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub bytes: usize,
    pub fields: usize,
}

/// Why a body is no form that we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    #[error("the body is too large")]
    TooLarge,
    #[error("the body is not an urlencoded form in UTF-8")]
    NotAForm,
    #[error("the body is malformed")]
    Malformed,
}

impl FormError {
    pub fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Malformed => StatusCode::BAD_REQUEST,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 64 * 1024, fields: 64 }
    }
}

impl Form {
    /// Reads a posted form; does not check where it comes from.
    pub async fn read(headers: &HeaderMap, body: Body, limits: Limits) -> Result<Self, FormError> {
        if !is_form(headers) {
            return Err(FormError::NotAForm);
        }
        Self::parse_within(&collect(body, limits.bytes).await?, limits)
    }

    /// Fields of an urlencoded body or query, under the usual limits.
    pub fn parse(encoded: &[u8]) -> Result<Self, FormError> {
        Self::parse_within(encoded, Limits::default())
    }

    /// The same with other limits.
    pub fn parse_within(encoded: &[u8], limits: Limits) -> Result<Self, FormError> {
        let form = Self::repeated(encoded, limits)?;
        let twice =
            form.0.iter().enumerate().any(|(at, (name, _))| form.0[..at].iter().any(|(known, _)| known == name));
        if twice { Err(FormError::Malformed) } else { Ok(form) }
    }

    /// The same where a field that is repeated is a list; [`Form::get`] gives its first value.
    pub fn repeated(encoded: &[u8], limits: Limits) -> Result<Self, FormError> {
        if encoded.len() > limits.bytes {
            return Err(FormError::TooLarge);
        }
        let mut fields: Vec<(String, Zeroizing<String>)> = Vec::new();
        for pair in encoded.split(|b| *b == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = match pair.iter().position(|b| *b == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &pair[..0]),
            };
            if fields.len() == limits.fields {
                return Err(FormError::Malformed);
            }
            fields.push((decode(name)?.to_string(), decode(value)?));
        }
        Ok(Self(fields))
    }

    /// A field's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A field's value, unless it is empty.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// The same form without some fields.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|(name, _)| !names.contains(&name.as_str()));
        self
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// All fields in the order they were sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// A whole body of at most `most` bytes.
pub async fn collect(body: Body, most: usize) -> Result<Bytes, FormError> {
    match Limited::new(body, most).collect().await {
        Ok(whole) => Ok(whole.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(FormError::TooLarge),
        Err(_) => Err(FormError::Malformed),
    }
}

/// Percent-decoding that refuses half escapes, bytes that are not UTF-8, and NUL.
fn decode(encoded: &[u8]) -> Result<Zeroizing<String>, FormError> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(encoded.len()));
    let mut rest = encoded.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || rest.next().and_then(|b| char::from(*b).to_digit(16)).ok_or(FormError::Malformed);
                (digit()? * 16 + digit()?) as u8
            }
            other => *other,
        });
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| FormError::Malformed)?;
    if text.contains('\0') {
        return Err(FormError::Malformed);
    }
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(kind: &str) -> HeaderMap {
        [(http::header::CONTENT_TYPE, kind.parse().unwrap())].into_iter().collect()
    }

    async fn read(kind: &str, body: impl Into<Body>) -> Result<Form, FormError> {
        Form::read(&headers(kind), body.into(), Limits::default()).await
    }

    #[tokio::test]
    async fn fields_are_decoded() {
        let form = read(FORM, "username=ada&password=a%2Bb+c%C3%A4&empty=&bare").await.unwrap();
        assert_eq!(form.get("password"), Some("a+b cä"));
        assert_eq!(
            (form.get("empty"), form.filled("empty"), form.get("bare"), form.get("none")),
            (Some(""), None, Some(""), None)
        );
        assert_eq!(format!("{form:?}"), r#"["username", "password", "empty", "bare"]"#);
    }

    /// M017, M093
    #[tokio::test]
    async fn what_is_no_honest_form_is_refused() {
        assert!(read(FORM, "code=123456").await.is_ok());
        for (kind, body, error) in [
            ("application/json", r#"{"code":["123456"]}"#.to_owned(), FormError::NotAForm),
            ("text/plain", "code=123456".into(), FormError::NotAForm),
            (FORM, "code=123456&code=654321".into(), FormError::Malformed),
            (FORM, "code=123456&%63ode=654321".into(), FormError::Malformed),
            (FORM, "code=%ff%fe".into(), FormError::Malformed),
            (FORM, "code=%zz".into(), FormError::Malformed),
            (FORM, "code=%4".into(), FormError::Malformed),
            (FORM, "code=1%00".into(), FormError::Malformed),
            (FORM, format!("code={}", "1".repeat(1 << 20)), FormError::TooLarge),
            (FORM, (0..65).map(|n| format!("f{n}=1&")).collect(), FormError::Malformed),
        ] {
            assert_eq!(read(kind, body.clone()).await.unwrap_err(), error, "{kind} {}", &body[..body.len().min(40)]);
        }
        let raw: Vec<u8> = b"code=\xff".to_vec();
        assert_eq!(read(FORM, raw).await.unwrap_err(), FormError::Malformed);
    }

    const FORM: &str = "application/x-www-form-urlencoded";
}
