//! The PIN that the server judges with a token's code (requirements F5.1, F5.2): its rules, its slow hash, its age. Pure.

use model::{Secret, Span, Time};
use plug::{Args, Chance, MethodError};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::slow::{Cost, digest};

/// The rules that a token got with its template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    pub by: By,
    pub place: Place,
    pub minimum: u8,
    pub maximum: u8,
    /// A PIN that somebody else knows is changed at its first use.
    pub first: bool,
    /// Days after which it is changed; zero means never.
    pub age: u16,
    /// Trivial PINs are taken too.
    pub trivial: bool,
    pub cost: Cost,
}

/// Who chooses a new PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum By {
    #[default]
    User,
    Server,
}

/// Where the PIN stands beside the code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Place {
    #[default]
    Prepend,
    Append,
}

/// The PIN of a token, in its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Pin {
    /// The device asks for it before it shows a code.
    Device,
    Server {
        rules: Rules,
        /// `None` before the token is somebody's: no code passes without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kept: Option<Kept>,
    },
}

/// A PIN as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub hash: Hash,
    pub since: Time,
    /// Somebody else knows it.
    pub told: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hash {
    salt: String,
    cost: Cost,
    digest: String,
}

impl Hash {
    /// Slow.
    pub fn of(pin: &str, salt: [u8; 16], cost: Cost) -> Result<Self, MethodError> {
        let digest = digest(pin, &salt, cost)?;
        Ok(Self { salt: data_encoding::HEXLOWER.encode(&salt), cost, digest })
    }
    /// Slow, and as slow whatever it is compared with.
    pub fn is(&self, pin: &str) -> Result<bool, MethodError> {
        let salt = data_encoding::HEXLOWER.decode(self.salt.as_bytes());
        let salt = salt.map_err(|e| MethodError::Corrupt(e.to_string()))?;
        Ok(digest(pin, &salt, self.cost)?.as_bytes().ct_eq(self.digest.as_bytes()).into())
    }
}

/// What is typed, parted into PIN and code. `None` where it cannot be both.
pub fn part(rules: Rules, digits: u8, typed: &str) -> Option<(&str, &str)> {
    if !typed.is_ascii() {
        return None;
    }
    let pin = typed.len().checked_sub(usize::from(digits)).filter(|pin| *pin > 0)?;
    Some(match rules.place {
        Place::Prepend => typed.split_at(pin),
        Place::Append => {
            let (code, pin) = typed.split_at(typed.len() - pin);
            (pin, code)
        }
    })
}

impl Kept {
    /// Whether a new one must be chosen before the next login is granted.
    pub fn due(&self, rules: Rules, now: Time) -> Option<&'static str> {
        if self.told && rules.first {
            return Some("oath-pin-first");
        }
        let old = rules.age > 0 && now >= self.since + Span::days(i64::from(rules.age));
        old.then_some("oath-pin-old")
    }
}

/// What is wrong with a new PIN, as keys of texts. The present one, and it backwards, are looked for elsewhere: that is slow.
pub fn refusals(rules: Rules, pin: &str) -> Vec<(String, Args)> {
    let bound = |name: &str, n: u8| Args::from([(name.to_owned(), i64::from(n).into())]);
    let length = pin.chars().count();
    let mut found = Vec::new();
    if length < usize::from(rules.minimum) {
        found.push(("oath-pin-short".to_owned(), bound("minimum", rules.minimum)));
    }
    if length > usize::from(rules.maximum) {
        found.push(("oath-pin-long".to_owned(), bound("maximum", rules.maximum)));
    }
    if !pin.bytes().all(|b| b.is_ascii_alphanumeric()) {
        found.push(("oath-pin-characters".to_owned(), Args::new()));
    }
    if !rules.trivial && found.is_empty() && is_trivial(pin) {
        found.push(("oath-pin-trivial".to_owned(), Args::new()));
    }
    found
}

/// Slow: whether a new PIN is the present one, read forwards or backwards.
pub fn is_same(kept: Option<&Kept>, pin: &str) -> Result<bool, MethodError> {
    let Some(kept) = kept else { return Ok(false) };
    let backwards = Secret::new(pin.chars().rev().collect::<String>());
    // Both are worked out in any case.
    let (one, other) = (kept.hash.is(pin)?, kept.hash.is(backwards.expose())?);
    Ok(one | other)
}

/// Repeats (`1111`, `1212`), runs (`1234`, `4321`, `abcd`, `7890`) and what reads the same from both ends (`1221`).
fn is_trivial(pin: &str) -> bool {
    let pin = pin.to_ascii_lowercase().into_bytes();
    let repeats = (1..=pin.len() / 2)
        .filter(|unit| pin.len().is_multiple_of(*unit))
        .any(|unit| pin.chunks(unit).all(|part| part == &pin[..unit]));
    let run =
        |up: bool| pin.windows(2).all(|pair| if up { follows(pair[0], pair[1]) } else { follows(pair[1], pair[0]) });
    let both_ways = pin.iter().eq(pin.iter().rev());
    repeats || run(true) || run(false) || both_ways
}

/// Neighbours on the keypad or in the alphabet.
const fn follows(one: u8, next: u8) -> bool {
    one.wrapping_add(1) == next && one.is_ascii_alphanumeric() == next.is_ascii_alphanumeric()
        || one == b'9' && next == b'0'
}

/// A PIN by chance that the rules take: digits, six of them where the rules let it.
pub fn fresh(rules: Rules, chance: &dyn Chance) -> Secret<String> {
    let length = usize::from(USUAL.clamp(rules.minimum, rules.maximum.max(rules.minimum)));
    loop {
        let mut pin = String::with_capacity(length);
        while pin.len() < length {
            let [byte] = chance.bytes::<1>();
            // 250 is the last multiple of ten: every digit is as likely.
            if byte < 250 {
                pin.push(char::from(b'0' + byte % 10));
            }
        }
        let pin = Secret::new(pin);
        if !is_trivial(pin.expose()) {
            return pin;
        }
    }
}

/// Digits of a PIN by chance.
const USUAL: u8 = 6;

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Rules = Rules {
        by: By::User,
        place: Place::Prepend,
        minimum: 4,
        maximum: 8,
        first: true,
        age: 90,
        trivial: false,
        cost: Cost { memory: 8, passes: 1 },
    };

    #[test]
    fn what_everybody_would_choose_is_refused() {
        for (pin, refused) in [
            ("1111", true),
            ("1212", true),
            ("123123", true),
            ("1234", true),
            ("4321", true),
            ("7890", true),
            ("abcd", true),
            ("DcBa", true),
            ("1221", true),
            ("48215", false),
            ("1357", false),
            ("12a4", false),
            ("1235", false),
        ] {
            assert_eq!(!refusals(RULES, pin).is_empty(), refused, "{pin}");
            assert_eq!(refusals(Rules { trivial: true, ..RULES }, pin), [], "{pin}");
        }
        let keys = |pin: &str| refusals(RULES, pin).into_iter().map(|(key, _)| key).collect::<Vec<_>>();
        assert_eq!(keys("135"), ["oath-pin-short"]);
        assert_eq!(keys("135792468"), ["oath-pin-long"]);
        assert_eq!(keys("13 57"), ["oath-pin-characters"]);
        assert_eq!(keys("ä3-"), ["oath-pin-short", "oath-pin-characters"]);
    }

    #[test]
    fn a_typed_line_is_parted_where_the_rules_say() {
        let append = Rules { place: Place::Append, ..RULES };
        assert_eq!(part(RULES, 6, "4821123456"), Some(("4821", "123456")));
        assert_eq!(part(append, 6, "1234564821"), Some(("4821", "123456")));
        for short in ["123456", "12345", "", "ä23456789"] {
            assert_eq!(part(RULES, 6, short), None, "{short}");
        }
    }

    #[test]
    fn a_pin_that_somebody_told_or_that_is_old_is_changed() {
        let now = Time::from_seconds(1_000_000);
        let kept = |told| Kept { hash: Hash::of("4821", [1; 16], RULES.cost).unwrap(), since: now, told };
        assert_eq!(kept(true).due(RULES, now), Some("oath-pin-first"));
        assert_eq!(kept(true).due(Rules { first: false, ..RULES }, now), None);
        assert_eq!(kept(false).due(RULES, now), None);
        assert_eq!(kept(false).due(RULES, now + Span::days(90)), Some("oath-pin-old"));
        assert_eq!(kept(false).due(Rules { age: 0, ..RULES }, now + Span::days(9_000)), None);
        for (new, same) in [("4821", true), ("1284", true), ("4822", false)] {
            assert_eq!(is_same(Some(&kept(false)), new).unwrap(), same, "{new}");
        }
        assert!(!is_same(None, "4821").unwrap());
    }

    #[test]
    fn a_pin_by_chance_is_one_that_the_rules_take() {
        let chance = crate::house::Seeded::default();
        for (minimum, maximum, length) in [(4, 16, 6), (3, 4, 4), (8, 16, 8)] {
            let rules = Rules { minimum, maximum, ..RULES };
            let pin = fresh(rules, &chance);
            assert_eq!(pin.expose().len(), length);
            assert_eq!(refusals(rules, pin.expose()), []);
        }
    }
}
