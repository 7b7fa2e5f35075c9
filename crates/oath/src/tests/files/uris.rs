//! Lists of URIs.

use super::{bad, good, shown};
use crate::uris::{read, write};
use crate::{BadFile, KeyPolicy, Limits, NotWritten, TokenKind, TokenRecord, Why};

/// E10
#[test]
fn a_list_has_one_uri_a_line() {
    let file = "\u{feff}# mine\r\n\r\n otpauth://totp/Wiki:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Wiki \r\n\
                otpauth://hotp/bob?secret=GEZDGNBVGY3TQOJQ&counter=3\n\
                otpauth://hotp/bob?secret=GEZDGNBVGY3TQOJQ\n\
                otpauth://totp/a%01b?secret=GEZDGNBVGY3TQOJQ\n\
                otpauth://totp/ab?secret=A\n\
                otpauth://totp/ab?secret=GEZDGNBVGY3TQOJQ&digits=9\n\
                otpauth://totp/ab?secret=GEZDGNBVGY3TQOJQ&period=0\n\
                otpauth://totp/ab?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5\n\
                serial,secret\n";
    let import = read(file.as_bytes(), &Limits::default()).unwrap();
    let reasons = [
        (5, None, Why::Counter),
        (6, None, Why::Text),
        (7, None, Why::Seed),
        (8, None, Why::Digits),
        (9, None, Why::Period),
        (10, None, Why::Algorithm),
        (11, None, Why::Uri),
    ];
    assert_eq!(bad(&import), reasons);
    let token = import.tokens[0].as_ref().unwrap();
    assert_eq!((token.label.as_deref(), token.issuer.as_deref(), &token.serial), (Some("ada"), Some("Wiki"), &None));
    assert!(matches!(import.tokens[1].as_ref().unwrap().kind, TokenKind::Hotp { counter: 3, .. }));
    assert_eq!(read(file.as_bytes(), &Limits { tokens: 8, ..Limits::default() }).unwrap_err(), BadFile::TooLarge);
}

#[test]
fn what_is_written_is_read_back() {
    let file = "otpauth://totp/Wiki:ada?secret=GEZDGNBVGY3TQOJQ\notpauth://hotp/bob?secret=GEZDGNBVGY3TQOJQ&counter=3";
    let import = read(file.as_bytes(), &Limits::default()).unwrap();
    let tokens: Vec<TokenRecord> = good(&import).into_iter().cloned().collect();
    let again = read(write(&tokens).unwrap().as_bytes(), &Limits::default()).unwrap();
    assert_eq!(good(&again).into_iter().map(shown).collect::<Vec<_>>(), tokens.iter().map(shown).collect::<Vec<_>>());
    let policy = KeyPolicy { expiry_ms: Some(1), ..KeyPolicy::default() };
    let limited = TokenRecord { policy, ..tokens[1].clone() };
    assert_eq!(
        write(&[tokens[0].clone(), limited]).unwrap_err(),
        NotWritten::NotExpressible(1),
        "its end would be lost"
    );
    let serial = TokenRecord { label: None, serial: Some("S1".into()), ..tokens[1].clone() };
    assert!(write(&[serial]).unwrap().starts_with("otpauth://hotp/S1?"));
}
