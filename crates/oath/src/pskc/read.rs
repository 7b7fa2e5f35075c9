//! Reading a key container: what it is locked with, then package by package.

use std::num::NonZeroU32;

use zeroize::Zeroizing;

use super::names::{Cipher, Hmac, Space, is_pbkdf2};
use super::seal::{self, Derivation, Keys, Octets};
use super::xml::{Element, Pieces};
use super::{Lock, Unlock, token};
use crate::import::{clean, text};
use crate::{BadFile, Format, Import, Limits, Refused, Why};

/// Reads a file. With [`Unlock::Nothing`], an encrypted file answers [`BadFile::Locked`] with what it needs.
///
/// A wrong key or password is seen by the MAC of each encrypted value, so it shows as [`Why::WrongKey`] of those
/// tokens; nothing that a MAC does not vouch for is decrypted.
pub fn read(file: &[u8], unlock: Unlock<'_>, limits: &Limits) -> Result<Import, BadFile> {
    let (root, mut pieces) = Pieces::open(text(file, limits)?)?;
    container(&root)?;
    let mut reading = Reading { unlock, limits, state: State::Head(Head::default()) };
    let (mut import, mut lines) = (Import::new(Format::Pskc), Vec::new());
    while let Some(piece) = pieces.next()? {
        if piece.is(Space::Signature, "Signature") {
            import.signature_unchecked = true;
        } else if piece.is(Space::Pskc, "KeyPackage") {
            let keys = reading.keys()?;
            for (line, token) in package(&piece, keys) {
                if import.tokens.len() >= limits.tokens {
                    return Err(BadFile::TooLarge);
                }
                lines.push(line);
                import.tokens.push(token);
            }
        } else if !reading.head(&piece)? && !piece.is(Space::Pskc, "Extensions") {
            return Err(BadFile::NotPskc { line: piece.line });
        }
    }
    // A file without a package must still say what it is locked with.
    reading.keys()?;
    Ok(import.without_repeats(&lines))
}

/// The root must be a key container of version 1; a greater minor version only adds what may be skipped (RFC 6030,
/// section 1.2).
fn container(root: &Element) -> Result<(), BadFile> {
    let first = root
        .attribute("Version")
        .and_then(|version| version.split_once('.'))
        .is_some_and(|(major, minor)| major == "1" && !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()));
    (root.is(Space::Pskc, "KeyContainer") && first).then_some(()).ok_or(BadFile::NotPskc { line: root.line })
}

/// What stands in front of the packages, and the keys made from it once.
struct Reading<'a> {
    unlock: Unlock<'a>,
    limits: &'a Limits,
    state: State,
}

enum State {
    Head(Head),
    Body(Option<Keys>),
}

#[derive(Default)]
struct Head {
    encryption: Option<Protection>,
    mac: Option<MacMethod>,
}

enum Protection {
    Password { name: Option<String>, derivation: Derivation },
    Key { names: Vec<String> },
}

struct MacMethod {
    hash: Hmac,
    key: Option<(Cipher, Vec<u8>)>,
}

impl Reading<'_> {
    /// Takes an element in front of the packages; `false` if it is none of those, or stands behind.
    fn head(&mut self, piece: &Element) -> Result<bool, BadFile> {
        let State::Head(head) = &mut self.state else { return Ok(false) };
        if piece.is(Space::Pskc, "EncryptionKey") && head.encryption.is_none() {
            head.encryption = Some(protection(piece, self.limits)?);
        } else if piece.is(Space::Pskc, "MACMethod") && head.mac.is_none() {
            head.mac = Some(mac_method(piece)?);
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// The keys; `None` if the file has none. Derived at the first call.
    fn keys(&mut self) -> Result<Option<&Keys>, BadFile> {
        if let State::Head(head) = &mut self.state {
            let made = keys(std::mem::take(head), self.unlock)?;
            self.state = State::Body(made);
        }
        match &self.state {
            State::Body(keys) => Ok(keys.as_ref()),
            State::Head(_) => Ok(None),
        }
    }
}

fn keys(head: Head, unlock: Unlock<'_>) -> Result<Option<Keys>, BadFile> {
    let encryption: Octets = match (head.encryption, unlock) {
        // Some makers leave out the name of the key.
        (None | Some(Protection::Key { .. }), Unlock::Key(key)) => Zeroizing::new(key.to_vec()),
        (None, _) => return Ok(None),
        (Some(Protection::Password { name, derivation }), Unlock::Password(password)) => {
            derivation.key(password).ok_or(BadFile::Locked(Lock::Password { name }))?
        }
        (Some(Protection::Password { name, .. }), _) => return Err(BadFile::Locked(Lock::Password { name })),
        (Some(Protection::Key { names }), _) => return Err(BadFile::Locked(Lock::Key { names })),
    };
    let mac = head.mac.map(|method| {
        let key = match method.key {
            Some((cipher, sealed)) => seal::mac_key(&encryption, cipher, &sealed),
            None => encryption.clone(),
        };
        (method.hash, key)
    });
    Ok(Some(Keys { encryption, mac }))
}

/// `EncryptionKey`: a derived key, or the name of a shared one (RFC 6030, sections 6.1 and 6.2).
fn protection(element: &Element, limits: &Limits) -> Result<Protection, BadFile> {
    if let Some(derived) = element.child(Space::Encryption11, "DerivedKey") {
        let name = derived.any("MasterKeyName").map(|name| clean(name.text())).transpose();
        let name = name.map_err(|_| BadFile::Encryption)?.flatten();
        return Ok(Protection::Password { name, derivation: derivation(derived, limits)? });
    }
    let known = |child: &Element| child.is(Space::Signature, "KeyName");
    // An empty element is what python-pskc writes for a shared key without a name.
    if !element.children().iter().all(known) {
        return Err(BadFile::Encryption);
    }
    let names: Result<Vec<_>, _> = element.children().iter().map(|name| clean(name.text())).collect();
    Ok(Protection::Key { names: names.map_err(|_| BadFile::Encryption)?.into_iter().flatten().collect() })
}

fn derivation(derived: &Element, limits: &Limits) -> Result<Derivation, BadFile> {
    let unknown = BadFile::Encryption;
    let method = derived
        .child(Space::Encryption11, "KeyDerivationMethod")
        .filter(|method| method.attribute("Algorithm").is_some_and(is_pbkdf2));
    let params = method.and_then(|method| method.any("PBKDF2-params")).ok_or(unknown.clone())?;
    let number = |name: &str| params.any(name).and_then(|value| value.text().parse::<u32>().ok());
    let salt = params.any("Salt").and_then(|salt| salt.any("Specified")).and_then(|salt| octets(salt.text()));
    let salt = salt.filter(|salt| SALT.contains(&salt.len())).ok_or(unknown.clone())?.to_vec();
    let key_len = number("KeyLength").filter(|len| matches!(len, 16 | 24 | 32)).ok_or(unknown.clone())? as usize;
    let prf = match params.any("PRF").and_then(|prf| prf.attribute("Algorithm")) {
        None => Hmac::Sha1,
        Some(uri) => Hmac::of(uri).ok_or(unknown.clone())?,
    };
    let iterations = number("IterationCount").and_then(NonZeroU32::new).ok_or(unknown)?;
    if !(Limits::LEAST_ITERATIONS..=limits.iterations).contains(&iterations.get()) {
        return Err(BadFile::Iterations);
    }
    Ok(Derivation { prf, salt, iterations, key_len })
}

/// The lengths of a salt; RFC 8018, section 4.1, asks for eight octets.
const SALT: std::ops::RangeInclusive<usize> = 8..=1024;

fn mac_method(element: &Element) -> Result<MacMethod, BadFile> {
    let hash = element.attribute("Algorithm").and_then(Hmac::of).ok_or(BadFile::Encryption)?;
    // A reference names a key that only an arrangement outside the file knows.
    if element.pskc("MACKeyReference").is_some() {
        return Err(BadFile::Encryption);
    }
    let sealed = |key: &Element| token::encrypted(key).map_err(|_| BadFile::Encryption);
    Ok(MacMethod { hash, key: element.pskc("MACKey").map(sealed).transpose()? })
}

/// The keys of one package; RFC 6030 has one at most, some makers have more.
fn package(package: &Element, keys: Option<&Keys>) -> Vec<(u32, Result<crate::TokenRecord, Refused>)> {
    let serial = package.pskc("DeviceInfo").and_then(|device| device.pskc("SerialNo"));
    let serial = serial.and_then(|serial| clean(serial.text()).ok().flatten());
    let refused = |line: u32, id: Option<&str>, why: Why| Refused {
        line,
        serial: serial.clone(),
        id: id.and_then(|id| clean(id).ok().flatten()),
        column: None,
        why,
    };
    // Once, for a package may have more keys than it should.
    let device = token::device(package);
    let of_package = package.children().iter().filter(|child| child.is(Space::Pskc, "Key"));
    let mut read: Vec<_> = of_package
        .map(|key| {
            let record = token::record(&device, key, keys);
            (key.line, record.map_err(|why| refused(key.line, key.attribute("Id"), why)))
        })
        .collect();
    if read.is_empty() {
        read.push((package.line, Err(refused(package.line, None, Why::NoSeed))));
    }
    read
}

/// Base64 with space anywhere between.
pub(super) fn octets(text: &str) -> Option<Octets> {
    let mut clean = Zeroizing::new(Vec::with_capacity(text.len()));
    clean.extend(text.bytes().filter(|b| !b.is_ascii_whitespace()));
    let mut octets = Zeroizing::new(vec![0; data_encoding::BASE64.decode_len(clean.len()).ok()?]);
    let length = data_encoding::BASE64.decode_mut(&clean, &mut octets).ok()?;
    octets.truncate(length);
    Some(octets)
}
