//! What a provider sends the browser back with (RFC 6749, section 4.1.2; RFC 9207).

use crate::Hidden;

use super::IssuerRule;

/// The answer of the authorization endpoint.
#[derive(Debug)]
pub enum Returned {
    /// A code to redeem.
    Code(Hidden),
    /// It says no, in a word of the protocol (`access_denied`).
    Refused(String),
}

/// Why an answer is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAnswer {
    /// It is from another provider than the one that was asked: a mix-up (RFC 9207, section 2.4).
    #[error("iss is another provider's")]
    OtherIssuer,
    #[error("iss is missing, which the metadata promises")]
    NoIssuer,
    #[error("neither code nor error")]
    Nothing,
    #[error("code or error is malformed")]
    Malformed,
}

/// The longest code that is taken.
const MAX_CODE: usize = 4096;

/// Reads an answer; `iss` is judged first, before any word of it is used.
pub fn read<'a>(
    field: impl Fn(&str) -> Option<&'a str>,
    issuer: &IssuerRule,
    promised: bool,
) -> Result<Returned, BadAnswer> {
    let field = |name| field(name).filter(|value| !value.is_empty());
    match field("iss") {
        Some(said) if !issuer.may_be(said) => return Err(BadAnswer::OtherIssuer),
        None if promised => return Err(BadAnswer::NoIssuer),
        _ => {}
    }
    if let Some(error) = field("error") {
        let word =
            error.len() <= 64 && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        return if word { Ok(Returned::Refused(error.to_owned())) } else { Err(BadAnswer::Malformed) };
    }
    let code = field("code").ok_or(BadAnswer::Nothing)?;
    if code.len() > MAX_CODE || !code.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Err(BadAnswer::Malformed);
    }
    Ok(Returned::Code(Hidden::new(code)))
}
