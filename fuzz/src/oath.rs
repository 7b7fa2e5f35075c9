//! One-time codes: what people type, and the URI of the QR code.

use oath::{Algorithm, Code, OtpAuth, Seed};

use crate::text;

/// Whatever is read as a token is read as the same token again after it was written.
pub fn uri(data: &[u8]) {
    let Some(Ok(token)) = text(data).map(OtpAuth::parse) else { return };
    let Ok(written) = token.to_uri() else { return };
    // Percent-encoding makes a long name up to three times as long.
    if written.len() > OtpAuth::MAX {
        return;
    }
    let again = OtpAuth::parse(&written).unwrap_or_else(|e| panic!("{e}: {}", written.as_str()));
    assert_eq!(again.seed.expose(), token.seed.expose());
    assert_eq!((again.kind, &again.issuer), (token.kind, &token.issuer), "{}", written.as_str());
    assert_eq!(again.account, token.account, "{}", written.as_str());
    let twice = again.to_uri().unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(twice.as_str(), written.as_str());
}

/// Seeds in base32, codes and names of algorithms.
pub fn typed(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(seed) = Seed::from_base32(text) {
        assert!((Seed::MIN..=Seed::MAX).contains(&seed.expose().len()));
        let again = Seed::from_base32(&seed.to_base32()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(again.expose(), seed.expose());
    }
    if let Some(code) = Code::parse(text) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(code.expose(), digits);
        assert_eq!(code.expose().len(), usize::from(code.digits().number()));
    }
    if let Some(algorithm) = Algorithm::parse(text) {
        assert_eq!(Algorithm::parse(algorithm.name()), Some(algorithm));
    }
}
