//! Addresses and stored passwords.

use methods::email::address::Address;
use methods::password::encoding::{Encoded, Scheme};

use crate::{lines, text};

/// One mailbox has one spelling, and nothing in it could end a mail header or an SMTP command.
pub fn address(data: &[u8]) {
    let Some(address) = text(data).and_then(Address::parse) else { return };
    let written = address.as_str();
    assert_eq!(Address::parse(written).as_ref(), Some(&address), "{written:?}");
    assert!(written.bytes().all(|b| b.is_ascii_graphic() && !b"<>(),:;\"\\[]".contains(&b)), "{written:?}");
    assert_eq!(written.matches('@').count(), 1, "{written:?}");
    assert!(written.len() <= Address::LONGEST && !written.contains(|c: char| c.is_ascii_uppercase()));
}

/// Every stored password that is read can be checked, and no two passwords open it. The costly schemes are only read.
pub fn encoding(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([password], stored) = lines(text);
    let Ok(encoded) = Encoded::parse(stored) else { return };
    assert!(stored.starts_with('{') && format!("{encoded:?}").ends_with("********"));
    if encoded.scheme() < Scheme::Pkcs5s2 {
        let right = encoded.verify(password);
        let wrong = encoded.verify(&format!("{password}x"));
        assert!(!(right && wrong));
        assert_eq!(right, encoded.verify(password));
    }
}
