//! One key of a container as a token, and the values of its data, plain or encrypted.

use super::names::{Cipher, Profile, Space};
use super::policy;
use super::read::octets;
use super::seal::{Keys, Octets};
use super::xml::Element;
use crate::import::clean;
use crate::{Algorithm, Device, Digits, Hotp, Period, Seed, TokenKind, TokenRecord, Totp, Why, when};

/// Reads a key (RFC 6030, sections 4.1 and 10.1) of a device.
pub(super) fn record(device: &OfDevice, key: &Element, keys: Option<&Keys>) -> Result<TokenRecord, Why> {
    let profile = key.attribute("Algorithm").and_then(Profile::of).ok_or(Why::Kind)?;
    let (algorithm, digits) = parameters(key.pskc("AlgorithmParameters"))?;
    let policy = key.pskc("Policy").map_or(Ok(Default::default()), policy::read)?;
    let data = Values { data: key.pskc("Data"), keys };
    let kind = match profile {
        // The counter may be missing, as in figure 7 of RFC 6030.
        Profile::Hotp => TokenKind::Hotp {
            hotp: Hotp { algorithm, digits },
            counter: data
                .number("Counter", Why::Counter)?
                .map_or(Ok(0), |n| u64::try_from(n).map_err(|_| Why::Counter))?,
        },
        Profile::Totp => {
            let period = data.number("TimeInterval", Why::Period)?.map_or(Ok(Period::DEFAULT), |secs| {
                u64::try_from(secs).ok().and_then(|secs| Period::from_secs(secs).ok()).ok_or(Why::Period)
            })?;
            // RFC 6030 has the steps passed since some start here, the drafts of its profiles have T0 itself; both are 0
            // in all the files that makers ship.
            if data.number("Time", Why::Time)?.is_some_and(|time| time != 0) {
                return Err(Why::Time);
            }
            let drift = data.number("TimeDrift", Why::Drift)?.unwrap_or(0);
            let drift = i32::try_from(drift).map_err(|_| Why::Drift)?;
            TokenKind::Totp { totp: Totp { algorithm, digits, period, t0_ms: 0 }, drift }
        }
    };
    let seed = data.octets("Secret", Why::Seed)?.ok_or(Why::NoSeed)?;
    let text = |name: &str| key.pskc(name).map_or(Ok(None), |e| clean(e.text()));
    let (serial, device) = device.clone()?;
    Ok(TokenRecord {
        serial,
        key_id: key.attribute("Id").map_or(Ok(None), clean)?,
        kind,
        seed: Seed::from_bytes(seed.to_vec())?,
        issuer: text("Issuer")?,
        label: text("FriendlyName")?,
        user: text("UserId")?,
        profile: text("KeyProfileId")?,
        device,
        policy,
    })
}

/// The hash and the length of the codes. Without a word on them it is SHA-1 and six digits.
fn parameters(parameters: Option<&Element>) -> Result<(Algorithm, Digits), Why> {
    let Some(parameters) = parameters else { return Ok((Algorithm::Sha1, Digits::SIX)) };
    let suite = parameters.pskc("Suite").map(Element::text).filter(|suite| !suite.is_empty());
    let algorithm = suite.map_or(Ok(Algorithm::Sha1), |suite| Algorithm::parse(suite).ok_or(Why::Algorithm))?;
    let Some(response) = parameters.pskc("ResponseFormat") else { return Ok((algorithm, Digits::SIX)) };
    let check_digit = response.attribute("CheckDigits").or(response.attribute("CheckDigit"));
    // Both profiles have digits only, so that some writers leave it out.
    if !matches!(response.attribute("Encoding"), None | Some("DECIMAL"))
        || !matches!(check_digit, None | Some("false" | "0"))
    {
        return Err(Why::Response);
    }
    let digits = response.attribute("Length").and_then(|n| n.trim().parse::<u8>().ok());
    Ok((algorithm, digits.and_then(|n| Digits::try_from(n).ok()).ok_or(Why::Digits)?))
}

/// The serial of a package, and what it says about the device.
pub(super) type OfDevice = Result<(Option<String>, Device), Why>;

/// Reads the device of a package (RFC 6030, sections 4.3.1 and 4.3.2).
pub(super) fn device(package: &Element) -> OfDevice {
    let module = package.pskc("CryptoModuleInfo").and_then(|module| module.pskc("Id"));
    let module = module.map_or(Ok(None), |id| clean(id.text()))?;
    let Some(device) = package.pskc("DeviceInfo") else { return Ok((None, Device { module, ..Device::default() })) };
    let text = |name: &str| device.pskc(name).map_or(Ok(None), |e| clean(e.text()));
    let date = |name: &str| device.pskc(name).map(|e| when::read(e.text())).transpose();
    let read = Device {
        manufacturer: text("Manufacturer")?,
        model: text("Model")?,
        issue: text("IssueNo")?,
        binding: text("DeviceBinding")?,
        user: text("UserId")?,
        module,
        start_ms: date("StartDate")?,
        expiry_ms: date("ExpiryDate")?,
    };
    Ok((text("SerialNo")?, read))
}

/// The `Data` of a key.
struct Values<'a> {
    data: Option<&'a Element>,
    keys: Option<&'a Keys>,
}

impl Values<'_> {
    /// The octets of a value; `broken` is the reason if they can not be had from what is there.
    fn octets(&self, name: &str, broken: Why) -> Result<Option<Octets>, Why> {
        let Some(value) = self.data.and_then(|data| data.pskc(name)) else { return Ok(None) };
        match value.pskc("PlainValue") {
            Some(plain) => octets(plain.text()).ok_or(broken).map(Some),
            None => self.opened(value, broken).map(Some),
        }
    }

    /// A number: decimal if plain, else up to eight octets, the first the greatest (RFC 6030, section 11). Makers leave
    /// out leading zeros, so only four or eight octets can be negative.
    fn number(&self, name: &str, broken: Why) -> Result<Option<i64>, Why> {
        let Some(value) = self.data.and_then(|data| data.pskc(name)) else { return Ok(None) };
        if let Some(plain) = value.pskc("PlainValue") {
            return plain.text().parse().map(Some).map_err(|_| broken);
        }
        let opened = self.opened(value, broken)?;
        match opened.as_slice() {
            [a, b, c, d] => Ok(Some(i64::from(i32::from_be_bytes([*a, *b, *c, *d])))),
            octets @ [_, ..] if octets.len() <= 8 => {
                Ok(Some(octets.iter().fold(0i64, |number, octet| number << 8 | i64::from(*octet))))
            }
            _ => Err(broken),
        }
    }

    fn opened(&self, value: &Element, broken: Why) -> Result<Octets, Why> {
        let (cipher, sealed) = encrypted(value.pskc("EncryptedValue").ok_or(broken)?)?;
        let mac = value.pskc("ValueMAC").map(|mac| octets(mac.text()).ok_or(Why::WrongKey)).transpose()?;
        let keys = self.keys.ok_or(Why::Locked)?;
        keys.open(cipher, &sealed, mac.as_ref().map(|mac| mac.as_slice()), broken)
    }
}

/// The cipher and the octets of an encrypted value; they must be in the file itself.
pub(super) fn encrypted(value: &Element) -> Result<(Cipher, Vec<u8>), Why> {
    let method = value.child(Space::Encryption, "EncryptionMethod").ok_or(Why::Cipher)?;
    // PBES2 of the drafts names the cipher one level below.
    let method = method.any("EncryptionScheme").unwrap_or(method);
    let cipher = method.attribute("Algorithm").and_then(Cipher::of).ok_or(Why::Cipher)?;
    let sealed = value.child(Space::Encryption, "CipherData");
    let sealed = sealed.and_then(|data| data.child(Space::Encryption, "CipherValue")).ok_or(Why::Cipher)?;
    Ok((cipher, octets(sealed.text()).ok_or(Why::Cipher)?.to_vec()))
}
