//! Stored passwords: a scheme name in braces, then what that scheme writes (requirements B1).
//!
//! Hashes made by other software are read as that software wrote them. A password is the bytes of what was typed, in UTF-8:
//! nothing is cut, trimmed, folded or normalised, since other software hashed the bytes it got and a normal form would
//! refuse them. Every cost has an upper bound, so that a stored value cannot stall a login.

mod derive;
mod parse;
#[cfg(test)]
mod tests;

use derive::Body;
use model::Secret;
pub use parse::Unreadable;
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The longest password that is looked at, in bytes.
pub const LONGEST: usize = 4096;

/// How a stored password was made.
///
/// In order of strength, weakest first: `a < b` means that `b` is harder to guess from a stolen store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Scheme {
    Plain,
    Md4,
    Sha,
    Sha256,
    Sha384,
    Sha512,
    Ssha,
    Ssha256,
    Ssha384,
    Ssha512,
    /// PBKDF2 with HMAC-SHA-1, 10 000 rounds, as Atlassian products write it.
    Pkcs5s2,
    /// PBKDF2 with HMAC-SHA-1.
    Pbkdf2,
    Pbkdf2Sha256,
    Bcrypt,
    #[default]
    Argon2id,
}

impl Scheme {
    pub const ALL: [Self; 15] = [
        Self::Argon2id,
        Self::Bcrypt,
        Self::Pbkdf2Sha256,
        Self::Pbkdf2,
        Self::Pkcs5s2,
        Self::Ssha512,
        Self::Ssha384,
        Self::Ssha256,
        Self::Ssha,
        Self::Sha512,
        Self::Sha384,
        Self::Sha256,
        Self::Sha,
        Self::Md4,
        Self::Plain,
    ];

    /// Its name without braces.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Argon2id => "ARGON2ID",
            Self::Bcrypt => "BCRYPT",
            Self::Pbkdf2Sha256 => "PBKDF2-SHA256",
            Self::Pbkdf2 => "PBKDF2",
            Self::Pkcs5s2 => "PKCS5S2",
            Self::Ssha512 => "SSHA512",
            Self::Sha512 => "SHA512",
            Self::Ssha384 => "SSHA384",
            Self::Sha384 => "SHA384",
            Self::Ssha256 => "SSHA256",
            Self::Sha256 => "SHA256",
            Self::Ssha => "SSHA",
            Self::Sha => "SHA",
            Self::Md4 => "MD4",
            Self::Plain => "PLAIN",
        }
    }
    /// From a name in any case, with or without braces; nothing at all is the default.
    ///
    /// `ARGON2` and `PBKDF2-SHA1` are OpenLDAP's names for two of them.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let name = name.strip_prefix('{').and_then(|n| n.strip_suffix('}')).unwrap_or(name);
        match name {
            "" => Some(Self::default()),
            n if n.eq_ignore_ascii_case("ARGON2") => Some(Self::Argon2id),
            n if n.eq_ignore_ascii_case("PBKDF2-SHA1") => Some(Self::Pbkdf2),
            n => Self::ALL.into_iter().find(|s| s.name().eq_ignore_ascii_case(n)),
        }
    }
    /// Fit for new passwords without `policy.password.encoding.unsafe true`.
    pub const fn safe(self) -> bool {
        matches!(self, Self::Argon2id | Self::Bcrypt | Self::Pbkdf2Sha256)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.name())
    }
}

/// How new passwords are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Encoding {
    scheme: Scheme,
    cost: Cost,
}

/// What a guess shall cost. Only the numbers of the scheme in use matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Argon2id: memory in KiB, passes over it, lanes.
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
    /// bcrypt: the power of two.
    pub bcrypt: u32,
    /// Rounds of `{PBKDF2-SHA256}` and `{PBKDF2}`.
    pub rounds: u32,
}

impl Default for Cost {
    fn default() -> Self {
        Self { memory: 19 * 1024, passes: 2, lanes: 1, bcrypt: 12, rounds: 600_000 }
    }
}

/// Why a way to store new passwords is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Choose another scheme, or say `policy.password.encoding.unsafe true`.
    #[error("this scheme does not protect stored passwords")]
    Unsafe,
    /// Choose numbers within the bounds.
    #[error("the cost is out of bounds")]
    Cost,
}

/// The password is longer than [`LONGEST`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the password is too long")]
pub struct TooLong;

impl Encoding {
    /// M047, M101: a weak scheme needs the word `unsafe`.
    pub fn new(scheme: Scheme, allow_unsafe: bool, cost: Cost) -> Result<Self, Unfit> {
        if !scheme.safe() && !allow_unsafe {
            return Err(Unfit::Unsafe);
        }
        if !derive::affordable(&cost) {
            return Err(Unfit::Cost);
        }
        Ok(Self { scheme, cost })
    }
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }
    /// What to store for a new password. `salt` is fresh randomness.
    ///
    /// bcrypt reads 72 bytes and stops at a zero byte. A password that it would not read whole is stored as
    /// `{ARGON2ID}` instead: it is neither cut nor refused (M044).
    pub fn encode(&self, password: &str, salt: &[u8; 16]) -> Result<Secret<String>, TooLong> {
        if password.len() > LONGEST {
            return Err(TooLong);
        }
        let whole = self.scheme != Scheme::Bcrypt || derive::bcrypt_reads_whole(password.as_bytes());
        let scheme = if whole { self.scheme } else { Scheme::Argon2id };
        Ok(Secret::new(derive::stored(scheme, &self.cost, password, salt)))
    }
    /// A well-formed hash that no password is known for, as costly to check as one of this encoding.
    pub fn decoy(&self) -> Encoded {
        Encoded { scheme: self.scheme, body: Body::decoy(self.scheme, &self.cost) }
    }
}

/// A stored password that was read.
pub struct Encoded {
    scheme: Scheme,
    body: Body,
}

impl Encoded {
    pub fn parse(stored: &str) -> Result<Self, Unreadable> {
        parse::parse(stored).map(|(scheme, body)| Self { scheme, body })
    }
    pub const fn scheme(&self) -> Scheme {
        self.scheme
    }
    /// Whether this is the password. Over [`LONGEST`] bytes it never is.
    ///
    /// Takes as long as its cost says: run it on the pool for hashing.
    pub fn verify(&self, password: &str) -> bool {
        if password.len() > LONGEST {
            return false;
        }
        let password = password.as_bytes();
        match &self.body {
            Body::Plain(stored) => {
                // Digests first, so that not even the length tells.
                let (a, b) = (derive::sha512(stored.expose().as_bytes()), derive::sha512(password));
                a.as_slice().ct_eq(b.as_slice()).into()
            }
            Body::Bcrypt { .. } if password.contains(&0) => false,
            body => {
                let made: Option<Zeroizing<Vec<u8>>> = derive::hash(self.scheme, body, password);
                made.is_some_and(|made| made.as_slice().ct_eq(body.hash()).into())
            }
        }
    }
    /// Whether it is what a response was made of; `None` where only a hash is stored, of which a response tells nothing (case R039).
    pub fn answers(&self, is: &dyn Fn(&str) -> bool) -> Option<bool> {
        match &self.body {
            Body::Plain(stored) => Some(is(stored.expose())),
            _ => None,
        }
    }
    /// Whether checking it takes microseconds: such hashes are worked out on the spot.
    pub const fn is_quick(&self) -> bool {
        matches!(self.body, Body::Plain(_) | Body::Digest { .. })
    }
    /// Whether checking a password reads all of it: bcrypt reads 72 bytes. One that is not read whole must not be
    /// written anew, since its end was never proved.
    pub fn reads_whole(&self, password: &str) -> bool {
        self.scheme != Scheme::Bcrypt || derive::bcrypt_reads_whole(password.as_bytes())
    }
    /// Whether a proved password should be stored anew: only ever as something stronger (M047).
    pub fn needs_rehash(&self, configured: &Encoding) -> bool {
        match configured.scheme.cmp(&self.scheme) {
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => self.body.is_cheaper_than(self.scheme, &configured.cost),
        }
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}********", self.scheme)
    }
}

/// Judges a typed password, doing about the same work whether or not there is anything to compare it with (M055).
///
/// Where the stored hash is of another cost than a new one would be, the decoy is worked out as well.
pub fn judge(stored: Option<&Encoded>, decoy: &Encoded, password: &str) -> bool {
    match stored {
        None => {
            decoy.verify(password);
            false
        }
        Some(stored) => {
            let matched = stored.verify(password);
            if !stored.body.costs_like(&decoy.body) {
                decoy.verify(password);
            }
            matched
        }
    }
}
