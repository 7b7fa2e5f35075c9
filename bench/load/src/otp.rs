//! One-time codes of six digits over SHA-1 (RFC 4226, RFC 6238), written apart from the product's own.

use hmac::{Hmac, Mac};
use sha1::Sha1;

/// Seconds of a TOTP step.
pub const STEP: u64 = 30;

#[derive(Clone)]
pub struct Seed(Hmac<Sha1>);

impl Seed {
    pub fn new(secret: &[u8]) -> Self {
        Self(Hmac::new_from_slice(secret).expect("HMAC takes a key of any length"))
    }

    pub fn code(&self, counter: u64) -> String {
        let mut mac = self.0.clone();
        mac.update(&counter.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let at = usize::from(hash[19] & 15);
        let word = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
        format!("{:06}", word % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_4226() {
        let seed = Seed::new(b"12345678901234567890");
        assert_eq!(
            ["755224", "287082", "359152", "969429"],
            [0, 1, 2, 3].map(|c| seed.code(c)).each_ref().map(String::as_str)
        );
    }
}
