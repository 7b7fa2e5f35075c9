//! Reading a stored password: from text to checked parts.
//!
//! Forms that real software writes under one name are all read:
//! `{MD4}` and the unsalted `{SHA…}` as hexadecimal (Dovecot, passlib) or base64; `{MD4}` is of the UTF-8 bytes. The
//! NT hash, which is MD4 of UTF-16, goes by other names (`{NT}`, `sambaNTPassword`) and is not read here.
//! `{PBKDF2}` and `{PBKDF2-SHA256}` as `ROUNDS$SALT$HASH` in adapted or standard base64 (OpenLDAP, passlib);
//! `{PBKDF2}` also as `$1$SALT$ROUNDS$HEX` (Dovecot).

use super::derive::{Argon2Cost, BCRYPT_COST, Body, MOST_ROUNDS, PKCS5S2_ROUNDS, length, salted};
use super::{LONGEST, Scheme};
use argon2::{Algorithm, Version};
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use data_encoding::HEXLOWER_PERMISSIVE;
use model::Secret;
use std::num::NonZeroU32;

/// Why a stored password cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Set the password anew: no scheme in braces, or none that is known.
    #[error("the password is stored in an unknown scheme")]
    Scheme,
    /// Import it again: it is not what the scheme writes.
    #[error("the stored password is damaged")]
    Damaged,
    /// Set the password anew: checking it would take too long.
    #[error("the stored password is too costly to check")]
    TooCostly,
}

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_encode_padding(false)
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
/// bcrypt's own alphabet.
pub(super) const BCRYPT64: GeneralPurpose = GeneralPurpose::new(&alphabet::BCRYPT, LENIENT);
/// The shortest hash of a free length: fewer bytes would be met by chance.
const SHORTEST_HASH: usize = 16;
const LONGEST_HASH: usize = 64;
const LONGEST_SALT: usize = 1024;

type Read<T> = Result<T, Unreadable>;

pub(super) fn parse(stored: &str) -> Read<(Scheme, Body)> {
    if stored.len() > LONGEST + 64 {
        return Err(Unreadable::Damaged);
    }
    let (name, rest) = stored.strip_prefix('{').and_then(|s| s.split_once('}')).ok_or(Unreadable::Scheme)?;
    let scheme = (!name.is_empty()).then(|| Scheme::named(name)).flatten().ok_or(Unreadable::Scheme)?;
    let body = match scheme {
        Scheme::Plain => Body::Plain(Secret::new(rest.to_owned())),
        Scheme::Argon2id => argon2(rest, name.eq_ignore_ascii_case("ARGON2"))?,
        Scheme::Bcrypt => bcrypt(rest)?,
        Scheme::Pbkdf2Sha256 => pbkdf2(rest)?,
        Scheme::Pbkdf2 => rest.strip_prefix("$1$").map_or_else(|| pbkdf2(rest), dovecot)?,
        Scheme::Pkcs5s2 => pkcs5s2(rest)?,
        scheme => digest(scheme, rest)?,
    };
    Ok((scheme, body))
}

/// The PHC string format. OpenLDAP's `{ARGON2}` may hold any of the three variants.
fn argon2(text: &str, any: bool) -> Read<Body> {
    let mut parts = text.strip_prefix('$').ok_or(Unreadable::Damaged)?.split('$').peekable();
    let algorithm = match parts.next() {
        Some("argon2id") => Algorithm::Argon2id,
        Some("argon2i") if any => Algorithm::Argon2i,
        Some("argon2d") if any => Algorithm::Argon2d,
        _ => return Err(Unreadable::Damaged),
    };
    let version = match parts.next_if(|p| p.starts_with("v=")) {
        Some("v=19") => Version::V0x13,
        None | Some("v=16") => Version::V0x10,
        Some(_) => return Err(Unreadable::Damaged),
    };
    let (Some(numbers), Some(salt), Some(hash), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(Unreadable::Damaged);
    };
    let numbers = argon2_numbers(numbers)?;
    let salt = base64(salt)?;
    if !(8..=LONGEST_SALT).contains(&salt.len()) {
        return Err(Unreadable::Damaged);
    }
    Ok(Body::Argon2 { algorithm, version, numbers, salt, hash: free_length(base64(hash)?)? })
}

fn argon2_numbers(text: &str) -> Read<Argon2Cost> {
    let mut fields = text.split(',');
    let mut field =
        |key: &str| fields.next().and_then(|f| f.strip_prefix(key)).ok_or(Unreadable::Damaged).and_then(number);
    let numbers = Argon2Cost { memory: field("m=")?, passes: field("t=")?, lanes: field("p=")? };
    if fields.next().is_some() || numbers.passes == 0 || numbers.lanes == 0 {
        return Err(Unreadable::Damaged);
    }
    numbers.affordable().then_some(numbers).ok_or(Unreadable::TooCostly)
}

/// `$2a$`, `$2b$` or `$2y$`; `$2x$` marks a hash made with a faulty program and is not taken.
fn bcrypt(text: &str) -> Read<Body> {
    let rest = ["$2a$", "$2b$", "$2y$"].into_iter().find_map(|p| text.strip_prefix(p)).ok_or(Unreadable::Damaged)?;
    let (cost, rest) = rest
        .split_once('$')
        .filter(|(cost, rest)| cost.len() == 2 && rest.len() == 53 && rest.is_ascii())
        .ok_or(Unreadable::Damaged)?;
    let cost = number(cost)?;
    if !BCRYPT_COST.contains(&cost) {
        return Err(if cost > *BCRYPT_COST.end() { Unreadable::TooCostly } else { Unreadable::Damaged });
    }
    let part = |text: &str| BCRYPT64.decode(text).map_err(|_| Unreadable::Damaged);
    let salt = part(&rest[..22])?.try_into().map_err(|_| Unreadable::Damaged)?;
    Ok(Body::Bcrypt { cost, salt, hash: exact(part(&rest[22..])?, length(Scheme::Bcrypt))? })
}

fn pbkdf2(text: &str) -> Read<Body> {
    let parts: Vec<&str> = text.splitn(4, '$').collect();
    let [rounds, salt, hash] = parts[..] else { return Err(Unreadable::Damaged) };
    let salt = base64(salt)?;
    bounded(rounds, salt, base64(hash)?)
}

/// `SALT$ROUNDS$HEX`; the salt is used as written.
fn dovecot(text: &str) -> Read<Body> {
    let parts: Vec<&str> = text.splitn(4, '$').collect();
    let [salt, rounds, hash] = parts[..] else { return Err(Unreadable::Damaged) };
    bounded(rounds, salt.as_bytes().to_vec(), hex(hash)?)
}

fn bounded(rounds: &str, salt: Vec<u8>, hash: Vec<u8>) -> Read<Body> {
    let rounds = NonZeroU32::new(number(rounds)?).ok_or(Unreadable::Damaged)?;
    if rounds.get() > MOST_ROUNDS {
        return Err(Unreadable::TooCostly);
    }
    if salt.len() > LONGEST_SALT {
        return Err(Unreadable::Damaged);
    }
    Ok(Body::Pbkdf2 { rounds, salt, hash: free_length(hash)? })
}

/// Sixteen bytes of salt, then thirty-two of hash.
fn pkcs5s2(text: &str) -> Read<Body> {
    let mut salt = exact(base64(text)?, 48)?;
    let hash = salt.split_off(16);
    Ok(Body::Pbkdf2 { rounds: PKCS5S2_ROUNDS, salt, hash })
}

/// A digest, then the salt where the scheme has one (it may be empty).
fn digest(scheme: Scheme, text: &str) -> Read<Body> {
    let length = length(scheme);
    if !salted(scheme) {
        // A hexadecimal digest read as base64 is half as long again as the digest, so the two cannot be confused.
        let hash = if text.len() == 2 * length { hex(text)? } else { base64(text)? };
        return Ok(Body::Digest { salt: Vec::new(), hash: exact(hash, length)? });
    }
    let mut hash = base64(text)?;
    if !(length..=length + LONGEST_SALT).contains(&hash.len()) {
        return Err(Unreadable::Damaged);
    }
    let salt = hash.split_off(length);
    Ok(Body::Digest { salt, hash })
}

/// Standard or adapted base64, padded or not.
fn base64(text: &str) -> Read<Vec<u8>> {
    BASE64.decode(text.replace('.', "+")).map_err(|_| Unreadable::Damaged)
}

fn hex(text: &str) -> Read<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).map_err(|_| Unreadable::Damaged)
}

fn exact(bytes: Vec<u8>, length: usize) -> Read<Vec<u8>> {
    (bytes.len() == length).then_some(bytes).ok_or(Unreadable::Damaged)
}

fn free_length(bytes: Vec<u8>) -> Read<Vec<u8>> {
    (SHORTEST_HASH..=LONGEST_HASH).contains(&bytes.len()).then_some(bytes).ok_or(Unreadable::Damaged)
}

/// Decimal digits only; more than fit in 32 bits is a cost that nobody can pay.
fn number(text: &str) -> Read<u32> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Unreadable::Damaged);
    }
    text.parse().map_err(|_| Unreadable::TooCostly)
}
