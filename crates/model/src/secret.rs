//! A value that cannot be printed, serialised or compared with `==`, and that wipes itself.

use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Holds what must not be seen. `grep expose` finds every line that looks inside.
#[derive(Clone, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }
    /// The bytes themselves, for the one line that needs them.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl Secret<String> {
    /// Compares without telling by its duration where the difference is (the length may be told).
    pub fn is(&self, other: &str) -> bool {
        self.0.as_bytes().ct_eq(other.as_bytes()).into()
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Secret<Vec<u8>> {
    /// Compares without telling by its duration where the difference is.
    pub fn is(&self, other: &[u8]) -> bool {
        self.0.ct_eq(other).into()
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("********")
    }
}

impl From<String> for Secret<String> {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl<'de> serde::Deserialize<'de> for Secret<String> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// What a secret reads back as, everywhere; putting it back keeps the stored value.
pub const MASKED: &str = "********";
