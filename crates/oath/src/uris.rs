//! A text file of `otpauth://` URIs, one a line, read and written. Empty lines and lines that begin with `#` do not count.

use zeroize::Zeroizing;

use crate::import::{clean, reserve, text};
use crate::{BadFile, Format, Import, KeyPolicy, Limits, NotWritten, OtpAuth, Refused, TokenKind, TokenRecord, Why};

/// Reads a file. The URI has no serial: the label's account becomes the token's label, and the caller makes one up.
pub fn read(file: &[u8], limits: &Limits) -> Result<Import, BadFile> {
    let mut import = Import::new(Format::Uris);
    for (line, number) in text(file, limits)?.lines().zip(1u32..) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if import.tokens.len() >= limits.tokens {
            return Err(BadFile::TooLarge);
        }
        let refused = |why| Refused { line: number, serial: None, id: None, column: None, why };
        import.tokens.push(token(line).map_err(refused));
    }
    Ok(import)
}

fn token(line: &str) -> Result<TokenRecord, Why> {
    let read = OtpAuth::parse(line)?;
    let (issuer, label) = (clean(&read.issuer)?, clean(&read.account)?);
    Ok(TokenRecord { issuer, label, ..TokenRecord::new(read.kind.into(), read.seed) })
}

/// Writes a file. It contains the seeds, unprotected.
///
/// The account of a URI is the token's label, or else its user, or else its serial; what the URI has no word for is
/// left out. A token with a policy is not written, for its limits would be lost, nor one with a T0 or broken seconds.
pub fn write(tokens: &[TokenRecord]) -> Result<Zeroizing<String>, NotWritten> {
    let mut file = Zeroizing::new(String::with_capacity(OtpAuth::MAX));
    for (index, token) in tokens.iter().enumerate() {
        let lost = token.policy != KeyPolicy::default() || token.valid() != (None, None) || drifted(token);
        let account = token.label.as_ref().or(token.user.as_ref()).or(token.serial.as_ref());
        let uri = OtpAuth {
            issuer: token.issuer.clone().unwrap_or_default(),
            account: account.cloned().unwrap_or_default(),
            seed: token.seed.clone(),
            kind: token.kind.into(),
        };
        let written = uri.to_uri().ok().filter(|written| !lost && written.len() <= OtpAuth::MAX);
        reserve(&mut file, OtpAuth::MAX + 1);
        file.push_str(&written.ok_or(NotWritten::NotExpressible(index))?);
        file.push('\n');
    }
    Ok(file)
}

/// Whether the clock is known to be off by more than the next code would show anyway.
fn drifted(token: &TokenRecord) -> bool {
    matches!(token.kind, TokenKind::Totp { drift, .. } if drift != 0)
}
