//! One-time codes: what people type, the URI of the QR code, and seed files.

use oath::pskc::{Protect, Suite, Unlock};
use oath::{Algorithm, Code, Import, Limits, OtpAuth, Seed, TokenRecord};

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

/// What is read from a table is read as the same tokens again after it was written; a list of URIs too.
pub fn csv(data: &[u8]) {
    if let Ok(import) = oath::csv::read(data, &Limits::default()) {
        let tokens = good(&import);
        let written = oath::csv::write(&tokens).unwrap_or_else(|e| panic!("{e}"));
        let again = oath::csv::read(written.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}"));
        same(&tokens, &again, &written);
    }
    let Ok(import) = oath::uris::read(data, &Limits::default()) else { return };
    let tokens = good(&import);
    // Percent-encoding can make a URI longer than one that is read.
    let Ok(written) = oath::uris::write(&tokens) else { return };
    let again = oath::uris::read(written.as_bytes(), &Limits::default()).unwrap_or_else(|e| panic!("{e}"));
    same(&tokens, &again, &written);
}

/// What is read from a key container is read as the same tokens again, whether it is written plain or encrypted.
pub fn pskc(data: &[u8]) {
    // Derivations of keys take as long as a file says: here no more than the least.
    let limits = Limits { iterations: Limits::LEAST_ITERATIONS, ..Limits::default() };
    let key = [0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12];
    for unlock in [Unlock::Nothing, Unlock::Password("qwerty"), Unlock::Key(&key)] {
        let Ok(import) = oath::pskc::read(data, unlock, &limits) else { continue };
        let tokens = good(&import);
        for (protect, unlock) in [
            (Protect::Plain, Unlock::Nothing),
            (Protect::Key { name: "k", key: &key, suite: Suite::Aes128 }, Unlock::Key(&key)),
        ] {
            let written = oath::pskc::write(&tokens, protect, &mut |out| out.fill(7)).unwrap_or_else(|e| panic!("{e}"));
            let again = oath::pskc::read(written.as_bytes(), unlock, &limits).unwrap_or_else(|e| panic!("{e}"));
            same(&tokens, &again, &written);
        }
    }
}

fn good(import: &Import) -> Vec<TokenRecord> {
    import.tokens.iter().filter_map(|token| token.as_ref().ok().cloned()).collect()
}

/// A key without a name gets one when it is written; nothing else differs.
fn same(tokens: &[TokenRecord], again: &Import, written: &str) {
    assert_eq!(again.tokens.len(), tokens.len(), "{written}");
    for (before, after) in tokens.iter().zip(&again.tokens) {
        let after = after.as_ref().unwrap_or_else(|e| panic!("{e:?}: {written}"));
        let key_id = before.key_id.clone().or(after.key_id.clone());
        let before = TokenRecord { key_id, ..before.clone() };
        assert_eq!(format!("{before:?}"), format!("{after:?}"), "{written}");
        assert_eq!(before.seed.expose(), after.seed.expose(), "{written}");
    }
}
