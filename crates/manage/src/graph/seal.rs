//! Sealing of exported secrets so that equal graphs give equal bytes.
//!
//! A sealed value is `sealed:1:` and base64 of `synthetic (28) ‖ ciphertext ‖ tag (16)`. The synthetic part is an HMAC-SHA-256
//! over place and secret under one half-key, cut to 28 bytes: 16 of them choose the AES-256-GCM key of this value (HMAC under the
//! other half-key), 12 are its nonce. So a key and nonce meet again only for the same secret at the same place, which is what
//! makes an equal value (the construction of RFC 5297, 3, with GCM in the place of CTR). Object path and place are
//! associated data: a sealed value fits nowhere else. Secrets are padded to whole blocks of 32 bytes, so that the text tells their
//! length only roughly.

use aws_lc_rs::{aead, hmac};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use model::Secret;

/// Begins a sealed value.
pub const SEALED: &str = "sealed:1:";
const SYNTHETIC: usize = 28;
const SALT: usize = 16;
const BLOCK: usize = 32;

/// The key that exported secrets are sealed under. It belongs into a place of its own, not beside the export.
pub struct ExportKey {
    synthetic: hmac::Key,
    values: hmac::Key,
}

/// The key file holds neither 64 hexadecimal digits nor base64 of 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an export key is 32 random bytes, written in hexadecimal or base64")]
pub struct NotAnExportKey;

/// Another key, another place, or altered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the sealed value does not open here with this key")]
pub struct NotOpened;

impl ExportKey {
    /// Reads the text of a key file.
    pub fn parse(text: &str) -> Result<Self, NotAnExportKey> {
        let text = text.trim().as_bytes();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(text).ok().filter(|b| b.len() == 32);
        let bytes = bytes
            .or_else(|| STANDARD.decode(text).ok().filter(|b| b.len() == 32))
            .map(Secret::new)
            .ok_or(NotAnExportKey)?;
        let root = hmac::Key::new(hmac::HMAC_SHA256, bytes.expose());
        let half = |purpose: &[u8]| hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, purpose).as_ref());
        Ok(Self { synthetic: half(b"symbolon export: synthetic"), values: half(b"symbolon export: values") })
    }

    /// Seals a secret for its place in an object.
    pub fn seal(&self, object: &str, place: &str, secret: &str) -> String {
        let about = about(object, place);
        let mut context = hmac::Context::with_key(&self.synthetic);
        context.update(&about);
        context.update(secret.as_bytes());
        let mut sealed = context.sign().as_ref()[..SYNTHETIC].to_vec();
        let mut body = padded(secret.as_bytes());
        let (key, nonce) = self.value_key(&sealed);
        // Sealing fails only for bodies of many gigabytes.
        if key.seal_in_place_append_tag(nonce, aead::Aad::from(about), &mut body).is_err() {
            return String::new();
        }
        sealed.extend_from_slice(&body);
        format!("{SEALED}{}", STANDARD.encode(sealed))
    }

    /// Opens what was sealed for this place.
    pub fn open(&self, object: &str, place: &str, sealed: &str) -> Result<String, NotOpened> {
        let bytes = sealed.strip_prefix(SEALED).and_then(|text| STANDARD.decode(text).ok()).ok_or(NotOpened)?;
        if bytes.len() < SYNTHETIC {
            return Err(NotOpened);
        }
        let (key, nonce) = self.value_key(&bytes);
        let mut body = bytes[SYNTHETIC..].to_vec();
        let plain =
            key.open_in_place(nonce, aead::Aad::from(about(object, place)), &mut body).map_err(|_| NotOpened)?;
        let end = plain.iter().rposition(|b| *b == PAD).ok_or(NotOpened)?;
        String::from_utf8(plain[..end].to_vec()).map_err(|_| NotOpened)
    }

    fn value_key(&self, synthetic: &[u8]) -> (aead::LessSafeKey, aead::Nonce) {
        let tag = hmac::sign(&self.values, &synthetic[..SALT]);
        let mut key = [0; 32];
        key.copy_from_slice(tag.as_ref());
        let mut nonce = [0; 12];
        nonce.copy_from_slice(&synthetic[SALT..SYNTHETIC]);
        #[allow(clippy::expect_used, reason = "32 bytes are an AES-256 key")]
        let key = aead::UnboundKey::new(&aead::AES_256_GCM, &key).expect("32 bytes");
        (aead::LessSafeKey::new(key), aead::Nonce::assume_unique_for_key(nonce))
    }
}

const PAD: u8 = 0x80;

/// One byte 80 and as many zeros as fill the last block.
fn padded(secret: &[u8]) -> Vec<u8> {
    let mut body = secret.to_vec();
    body.push(PAD);
    body.resize(body.len().next_multiple_of(BLOCK), 0);
    body
}

/// Lengths first, so that no other pair gives the same bytes.
fn about(object: &str, place: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in [object, place] {
        bytes.extend_from_slice(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: &str) -> ExportKey {
        ExportKey::parse(&byte.repeat(32)).unwrap()
    }

    /// M025
    #[test]
    fn a_sealed_secret_opens_in_its_place_with_its_key_and_equals_only_itself() {
        let sealed = key("a1").seal("/method/sms.1", "configuration.smsPassword", "hunter2");
        assert_eq!(sealed, key("a1").seal("/method/sms.1", "configuration.smsPassword", "hunter2"), "equal bytes");
        assert!(!sealed.contains("hunter2"));
        let open = |k: &str, object: &str, place: &str, value: &str| key(k).open(object, place, value);
        let (object, place) = ("/method/sms.1", "configuration.smsPassword");
        assert_eq!(open("a1", object, place, &sealed).as_deref(), Ok("hunter2"), "control");
        assert_eq!(open("a2", object, place, &sealed), Err(NotOpened), "another key");
        assert_eq!(open("a1", "/method/sms.2", place, &sealed), Err(NotOpened), "another object");
        assert_eq!(open("a1", object, "configuration.smsPassword#2", &sealed), Err(NotOpened), "another place");
        assert_ne!(
            sealed,
            key("a1").seal("/method/sms.2", place, "hunter2"),
            "no equal bytes for equal secrets elsewhere"
        );
        let bytes = STANDARD.decode(sealed.strip_prefix(SEALED).unwrap()).unwrap();
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            let altered = format!("{SEALED}{}", STANDARD.encode(altered));
            assert_eq!(open("a1", object, place, &altered), Err(NotOpened), "byte {at}");
        }
        assert_eq!(open("a1", object, place, "sealed:1:AAAA"), Err(NotOpened), "too short");
    }

    #[test]
    fn lengths_show_only_in_blocks() {
        let length = |secret: &str| key("a1").seal("/server", "mail.password", secret).len();
        assert_eq!(length("a"), length(&"a".repeat(31)));
        assert_ne!(length("a"), length(&"a".repeat(32)));
        for secret in ["", "a", "\u{80}", &"x".repeat(31), &"x".repeat(32), "ends with \u{0080}\0"] {
            let sealed = key("a1").seal("/server", "mail.password", secret);
            assert_eq!(key("a1").open("/server", "mail.password", &sealed).as_deref(), Ok(secret));
        }
    }

    #[test]
    fn a_key_is_32_bytes_in_hexadecimal_or_base64() {
        assert!(ExportKey::parse(&format!("{}\n", "AB".repeat(32))).is_ok());
        assert!(ExportKey::parse(&STANDARD.encode([7; 32])).is_ok());
        for wrong in ["", "ab", &"ab".repeat(31), &STANDARD.encode([7; 31]), "a pass phrase of some length"] {
            assert!(ExportKey::parse(wrong).is_err(), "{wrong}");
        }
    }
}
