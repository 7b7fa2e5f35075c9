//! What the seed files have in common, and the files of RFC 6030.

mod csv;
mod pskc;
mod uris;

use crate::{Import, Refused, TokenRecord, Why};

/// What is left of a record when secrets print nothing: every field, the seed in base32.
pub(super) fn shown(token: &TokenRecord) -> String {
    format!("{token:?} {}", *token.seed.to_base32())
}

fn good(import: &Import) -> Vec<&TokenRecord> {
    import.tokens.iter().map(|token| token.as_ref().unwrap()).collect()
}

fn bad(import: &Import) -> Vec<(u32, Option<&str>, Why)> {
    let refused = import.tokens.iter().filter_map(|token| token.as_ref().err());
    refused.map(|Refused { line, column, why, .. }| (*line, *column, *why)).collect()
}

#[test]
fn names_of_reasons_and_formats_are_their_own() {
    let mut keys: Vec<_> = Why::ALL.iter().map(|why| why.key()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), Why::ALL.len());
    assert_eq!(Why::NoMac.to_string(), "no-mac");
}

#[test]
fn a_format_is_guessed_by_how_the_file_begins() {
    use crate::Format::{Csv, Pskc, Uris};
    for (file, format) in [
        ("<?xml version=\"1.0\"?><KeyContainer/>", Pskc),
        ("\u{feff}\r\n  <KeyContainer/>", Pskc),
        ("# mine\n\nOTPAUTH://totp/a?secret=GEZDGNBVGY3TQOJQ", Uris),
        ("serial,secret", Csv),
        ("", Csv),
        ("otpauth:", Csv),
    ] {
        assert_eq!(crate::Format::guess(file.as_bytes()), format, "{file:?}");
    }
}
