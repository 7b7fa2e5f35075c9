//! The rule of a code that was sent: made by chance, kept as a keyed hash, good once and for a while. Pure.

use model::{Id, Secret, Time};
use plug::Chance;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::Address;

/// A keyed hash by purpose.
pub type Keyed<'a> = &'a (dyn Fn(&str, &[u8]) -> [u8; 32] + Send + Sync);

/// A code on its way. It lies in its login and is worth nothing in another (case M009).
#[derive(Clone, Serialize, Deserialize)]
pub struct Sent<A> {
    /// By chance; names the gate that lets a code pass once.
    pub nonce: String,
    pub to: To<A>,
    /// Keyed hash over nonce, address and code, hex (case M014).
    mac: String,
    pub at: Time,
    pub until: Time,
    /// Wrong answers that it still bears.
    left: u32,
}

/// Where a code went.
#[derive(Clone, Serialize, Deserialize)]
pub struct To<A> {
    /// `None` when there was nobody to send to; no code is right then.
    pub address: Option<A>,
    /// The registered person that it was sent to.
    pub whose: Option<Id>,
    /// The page may tell the address, masked.
    pub shown: bool,
}

pub enum Verdict<A> {
    Good,
    /// Past its life, or answered wrongly too often.
    Over,
    Wrong(Sent<A>),
}

impl<A: Address> Sent<A> {
    pub fn new(
        nonce: String,
        to: To<A>,
        code: &Secret<String>,
        (at, until): (Time, Time),
        left: u32,
        keyed: Keyed<'_>,
    ) -> Self {
        let mut sent = Self { nonce, to, mac: String::new(), at, until, left };
        sent.mac = sent.mac_of(code.expose(), keyed);
        sent
    }

    pub fn judge(&self, code: &str, now: Time, keyed: Keyed<'_>) -> Verdict<A> {
        let same = bool::from(self.mac_of(code, keyed).as_bytes().ct_eq(self.mac.as_bytes()));
        if now >= self.until || self.left == 0 {
            Verdict::Over
        } else if same && self.to.address.is_some() {
            Verdict::Good
        } else {
            Verdict::Wrong(Self { left: self.left - 1, ..self.clone() })
        }
    }

    fn mac_of(&self, code: &str, keyed: Keyed<'_>) -> String {
        let to = self.to.address.as_ref().map_or("", Address::as_str);
        let text = Secret::new(format!("{}\n{to}\n{code}", self.nonce));
        data_encoding::HEXLOWER.encode(&keyed(&format!("{}-code", A::WAY), text.expose().as_bytes()))
    }
}

/// That many digits, each number as likely as the other (case M010).
pub fn code(length: u8, chance: &dyn Chance) -> Secret<String> {
    Secret::new((0..length).map(|_| char::from_digit(chance.below(10), 10).unwrap_or('0')).collect())
}
