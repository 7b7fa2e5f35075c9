//! The policy of a key (RFC 6030, section 5): what of it is not understood makes the key unusable.

use super::names::Space;
use super::xml::Element;
use crate::import::clean;
use crate::{KeyPolicy, PinCharacters, PinMode, PinPolicy, Why, when};

/// The uses that RFC 6030, section 12.6, registers.
const USES: [&str; 11] =
    ["OTP", "CR", "Encrypt", "Integrity", "Verify", "Unlock", "Decrypt", "KeyWrap", "Unwrap", "Derive", "Generate"];

/// Reads a policy. A key whose uses are named must be for one-time codes.
pub(super) fn read(element: &Element) -> Result<KeyPolicy, Why> {
    let mut policy = KeyPolicy::default();
    let (mut uses, mut codes) = (false, false);
    for child in element.children() {
        if child.space != Space::Pskc {
            return Err(Why::Policy);
        }
        let first = match child.name.as_str() {
            "StartDate" => policy.start_ms.replace(when::read(child.text())?).is_none(),
            "ExpiryDate" => policy.expiry_ms.replace(when::read(child.text())?).is_none(),
            "NumberOfTransactions" => policy.transactions.replace(number(child.text())?).is_none(),
            "PINPolicy" => policy.pin.replace(pin(child)?).is_none(),
            "KeyUsage" if USES.contains(&child.text()) => {
                uses = true;
                codes |= child.text() == "OTP";
                true
            }
            _ => false,
        };
        if !first {
            return Err(Why::Policy);
        }
    }
    if uses && !codes { Err(Why::Usage) } else { Ok(policy) }
}

fn pin(element: &Element) -> Result<PinPolicy, Why> {
    const KNOWN: [&str; 6] = ["PINKeyId", "PINUsageMode", "MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding"];
    if element.foreign || !element.children().is_empty() || !element.attributes().all(|name| KNOWN.contains(&name)) {
        return Err(Why::Policy);
    }
    let named = element.attribute("PINUsageMode").ok_or(Why::Policy)?;
    let mode = PinMode::ALL.into_iter().find(|mode| mode.name() == named).ok_or(Why::Policy)?;
    let characters = element
        .attribute("PINEncoding")
        .map(|named| PinCharacters::ALL.into_iter().find(|kind| kind.name() == named).ok_or(Why::Policy))
        .transpose()?;
    let number = |name: &str| element.attribute(name).map(number::<u32>).transpose();
    Ok(PinPolicy {
        mode,
        key_id: element.attribute("PINKeyId").map_or(Ok(None), clean)?,
        max_failed: number("MaxFailedAttempts")?,
        min_length: number("MinLength")?,
        max_length: number("MaxLength")?,
        characters,
    })
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Why> {
    let text = text.trim();
    text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten().ok_or(Why::Policy)
}
