//! From a password to the bytes that are stored: the algorithms, their numbers and their bounds.

use super::parse::BCRYPT64;
use super::{Cost, Scheme};
use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::{digest, pbkdf2};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use md4::{Digest, Md4};
use model::Secret;
use std::num::NonZeroU32;
use zeroize::{Zeroize, Zeroizing};

/// One GiB, in KiB.
pub(super) const MOST_MEMORY: u32 = 1 << 20;
/// Memory times passes: four GiB written, a few seconds.
const MOST_WORK: u64 = 4 << 20;
const MOST_LANES: u32 = 64;
pub(super) const MOST_ROUNDS: u32 = 10_000_000;
pub(super) const BCRYPT_COST: std::ops::RangeInclusive<u32> = 4..=16;
/// The rounds that Atlassian's scheme always has.
pub(super) const PKCS5S2_ROUNDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(9_999);

/// What a scheme writes after its name, taken apart.
pub(super) enum Body {
    Argon2 { algorithm: Algorithm, version: Version, numbers: Argon2Cost, salt: Vec<u8>, hash: Vec<u8> },
    Bcrypt { cost: u32, salt: [u8; 16], hash: Vec<u8> },
    Pbkdf2 { rounds: NonZeroU32, salt: Vec<u8>, hash: Vec<u8> },
    Digest { salt: Vec<u8>, hash: Vec<u8> },
    Plain(Secret<String>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Argon2Cost {
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Argon2Cost {
    pub fn affordable(self) -> bool {
        (1..=MOST_LANES).contains(&self.lanes)
            && self.passes >= 1
            && (8 * self.lanes..=MOST_MEMORY).contains(&self.memory)
            && u64::from(self.memory) * u64::from(self.passes) <= MOST_WORK
    }
}

impl Body {
    pub fn hash(&self) -> &[u8] {
        match self {
            Self::Argon2 { hash, .. }
            | Self::Bcrypt { hash, .. }
            | Self::Pbkdf2 { hash, .. }
            | Self::Digest { hash, .. } => hash,
            Self::Plain(_) => &[],
        }
    }
    pub fn decoy(scheme: Scheme, cost: &Cost) -> Self {
        let (salt, hash) = (vec![0x5a; 16], vec![0x5a; length(scheme)]);
        match scheme {
            Scheme::Argon2id => Self::Argon2 {
                algorithm: Algorithm::Argon2id,
                version: Version::V0x13,
                numbers: cost.argon2(),
                salt,
                hash,
            },
            Scheme::Bcrypt => Self::Bcrypt { cost: cost.bcrypt, salt: [0x5a; 16], hash },
            Scheme::Pbkdf2Sha256 | Scheme::Pbkdf2 => Self::Pbkdf2 { rounds: rounds(cost), salt, hash },
            Scheme::Pkcs5s2 => Self::Pbkdf2 { rounds: PKCS5S2_ROUNDS, salt, hash },
            // Also for {PLAIN}: a hash that nothing is known to match, checked as quickly.
            _ => Self::Digest { salt, hash },
        }
    }
    /// Same algorithm, same numbers.
    pub fn costs_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Argon2 { numbers: a, .. }, Self::Argon2 { numbers: b, .. }) => a == b,
            (Self::Bcrypt { cost: a, .. }, Self::Bcrypt { cost: b, .. }) => a == b,
            (Self::Pbkdf2 { rounds: a, hash: x, .. }, Self::Pbkdf2 { rounds: b, hash: y, .. }) => {
                a == b && x.len() == y.len()
            }
            (Self::Digest { .. } | Self::Plain(_), Self::Digest { .. } | Self::Plain(_)) => true,
            _ => false,
        }
    }
    /// No number is higher than configured, and one is lower.
    pub fn is_cheaper_than(&self, scheme: Scheme, cost: &Cost) -> bool {
        match self {
            Self::Argon2 { algorithm, version, numbers, .. } => {
                let wanted = cost.argon2();
                let not_above = numbers.memory <= wanted.memory && numbers.passes <= wanted.passes;
                let below = numbers.memory < wanted.memory || numbers.passes < wanted.passes;
                not_above && (below || *algorithm != Algorithm::Argon2id || *version != Version::V0x13)
            }
            Self::Bcrypt { cost: had, .. } => *had < cost.bcrypt,
            Self::Pbkdf2 { rounds: had, .. } => scheme != Scheme::Pkcs5s2 && had.get() < cost.rounds,
            Self::Digest { .. } | Self::Plain(_) => false,
        }
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        match self {
            Self::Argon2 { hash, .. }
            | Self::Bcrypt { hash, .. }
            | Self::Pbkdf2 { hash, .. }
            | Self::Digest { hash, .. } => hash.zeroize(),
            Self::Plain(_) => {}
        }
    }
}

impl Cost {
    fn argon2(&self) -> Argon2Cost {
        Argon2Cost { memory: self.memory, passes: self.passes, lanes: self.lanes }
    }
}

pub(super) fn affordable(cost: &Cost) -> bool {
    cost.argon2().affordable() && BCRYPT_COST.contains(&cost.bcrypt) && (1..=MOST_ROUNDS).contains(&cost.rounds)
}

fn rounds(cost: &Cost) -> NonZeroU32 {
    NonZeroU32::new(cost.rounds).unwrap_or(NonZeroU32::MIN)
}

/// bcrypt reads 72 bytes and ends at a zero byte.
pub(super) fn bcrypt_reads_whole(password: &[u8]) -> bool {
    password.len() <= 72 && !password.contains(&0)
}

/// The length of a scheme's hash in bytes, as we write it.
pub(super) const fn length(scheme: Scheme) -> usize {
    match scheme {
        Scheme::Md4 => 16,
        Scheme::Sha | Scheme::Ssha | Scheme::Pbkdf2 => 20,
        Scheme::Bcrypt => 23,
        Scheme::Sha256 | Scheme::Ssha256 | Scheme::Pkcs5s2 | Scheme::Pbkdf2Sha256 | Scheme::Argon2id => 32,
        Scheme::Sha384 | Scheme::Ssha384 => 48,
        Scheme::Sha512 | Scheme::Ssha512 | Scheme::Plain => 64,
    }
}

pub(super) fn sha512(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(digest::digest(&digest::SHA512, bytes).as_ref().to_vec())
}

/// The hash of a password under the salt and numbers of `body`; nothing where the numbers are not to be worked with.
pub(super) fn hash(scheme: Scheme, body: &Body, password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut out = Zeroizing::new(vec![0; body.hash().len()]);
    match body {
        Body::Argon2 { algorithm, version, numbers, salt, .. } => {
            let params = Params::new(numbers.memory, numbers.passes, numbers.lanes, Some(out.len())).ok()?;
            Argon2::new(*algorithm, *version, params).hash_password_into(password, salt, &mut out).ok()?;
        }
        Body::Bcrypt { cost, salt, .. } => {
            let mut key = Zeroizing::new(password.iter().copied().take(72).collect::<Vec<u8>>());
            if key.len() < 72 {
                key.push(0);
            }
            let mut made = bcrypt::bcrypt(*cost, *salt, &key);
            out.copy_from_slice(&made[..23]);
            made.zeroize();
        }
        Body::Pbkdf2 { rounds, salt, .. } => {
            let algorithm =
                if scheme == Scheme::Pbkdf2Sha256 { pbkdf2::PBKDF2_HMAC_SHA256 } else { pbkdf2::PBKDF2_HMAC_SHA1 };
            pbkdf2::derive(algorithm, *rounds, salt, password, &mut out);
        }
        Body::Digest { salt, .. } => out = digested(scheme, password, salt),
        Body::Plain(_) => return None,
    }
    Some(out)
}

/// Password, then salt (what the RFC 2307 family of schemes does).
fn digested(scheme: Scheme, password: &[u8], salt: &[u8]) -> Zeroizing<Vec<u8>> {
    let input = Zeroizing::new([password, salt].concat());
    let algorithm = match scheme {
        Scheme::Md4 => return Zeroizing::new(Md4::digest(&*input).to_vec()),
        Scheme::Sha | Scheme::Ssha => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        Scheme::Sha256 | Scheme::Ssha256 => &digest::SHA256,
        Scheme::Sha384 | Scheme::Ssha384 => &digest::SHA384,
        _ => &digest::SHA512,
    };
    Zeroizing::new(digest::digest(algorithm, &input).as_ref().to_vec())
}

/// The whole stored text for a new password.
pub(super) fn stored(scheme: Scheme, cost: &Cost, password: &str, salt: &[u8; 16]) -> String {
    let mut body = Body::decoy(scheme, cost);
    match &mut body {
        Body::Argon2 { salt: s, .. } | Body::Pbkdf2 { salt: s, .. } => *s = salt.to_vec(),
        Body::Bcrypt { salt: s, .. } => *s = *salt,
        Body::Digest { salt: s, .. } => *s = if salted(scheme) { salt.to_vec() } else { Vec::new() },
        Body::Plain(_) => {}
    }
    if scheme == Scheme::Plain {
        return format!("{scheme}{password}");
    }
    let made = hash(scheme, &body, password.as_bytes()).unwrap_or_default();
    let joined =
        |first: &[u8], then: &[u8]| format!("{scheme}{}", STANDARD.encode(Zeroizing::new([first, then].concat())));
    match &body {
        Body::Argon2 { numbers: Argon2Cost { memory, passes, lanes }, salt, .. } => {
            let (salt, made) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(&*made));
            format!("{scheme}$argon2id$v=19$m={memory},t={passes},p={lanes}${salt}${made}")
        }
        Body::Bcrypt { cost, salt, .. } => {
            format!("{scheme}$2b${cost:02}${}{}", BCRYPT64.encode(salt), BCRYPT64.encode(&*made))
        }
        Body::Pbkdf2 { salt, .. } if scheme == Scheme::Pkcs5s2 => joined(salt, &made),
        Body::Pbkdf2 { rounds, salt, .. } => format!("{scheme}{rounds}${}${}", ab64(salt), ab64(&made)),
        Body::Digest { salt, .. } => joined(&made, salt),
        Body::Plain(_) => String::new(),
    }
}

/// Base64 without padding and with a dot for the plus sign (passlib, OpenLDAP's pw-pbkdf2).
fn ab64(bytes: &[u8]) -> String {
    STANDARD_NO_PAD.encode(bytes).replace('+', ".")
}

pub(super) const fn salted(scheme: Scheme) -> bool {
    matches!(scheme, Scheme::Ssha | Scheme::Ssha256 | Scheme::Ssha384 | Scheme::Ssha512)
}
