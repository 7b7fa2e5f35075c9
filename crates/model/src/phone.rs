//! A phone number that a code may be sent to: E.164, of a country that is open, and in no range that costs its caller extra.
//!
//! Who makes a server send text messages to numbers of his choice is paid for them by some networks (*pumping*, case M088).
//! So a number is read strictly, its country must be among those that are open, and premium, shared-cost and satellite
//! ranges are refused whatever is open.

use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// A number in international form, such as `+358401234567`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(String);

impl Number {
    /// Reads a number as people write it: with `+` or `00` in front, else as one of the country `home`, where there is one.
    /// Spaces, hyphens, dots, slashes and brackets do not count, nor does the `(0)` of `+358 (0)40 …`.
    pub fn parse(text: &str, home: Option<u16>) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.len() > LONGEST_TEXT {
            return None;
        }
        let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        let digits = match international {
            Some(rest) => plain(&rest.replacen("(0)", "", 1))?,
            None => national(&plain(text)?, home?)?,
        };
        let known = (SHORTEST..=LONGEST).contains(&digits.len()) && code_of(&digits).is_some();
        known.then(|| Self(format!("+{digits}")))
    }

    /// With the `+`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    pub fn digits(&self) -> &str {
        &self.0[1..]
    }
    /// The country calling code.
    pub fn country(&self) -> u16 {
        code_of(self.digits()).unwrap_or_default()
    }

    /// Whether it belongs to a country as an administrator names it: by its calling code, or by a longer beginning of its numbers such as 1876.
    /// 1 is the United States and Canada alone, 7 is Russia alone; who shares their code is named with what follows it.
    pub fn is_of(&self, country: u16) -> bool {
        let rest = self.digits().strip_prefix(&country.to_string()).filter(|_| is_country(country));
        match (country, rest) {
            (_, None) => false,
            (1, Some(rest)) => !ISLANDS.iter().any(|area| rest.starts_with(area)),
            (7, Some(rest)) => !rest.starts_with(['6', '7']),
            (_, Some(_)) => true,
        }
    }

    /// Whether messages may go there, if `countries` are open.
    pub fn is_open(&self, countries: &[u16]) -> bool {
        !self.is_barred() && countries.iter().any(|country| self.is_of(*country))
    }

    /// Premium, shared-cost, satellite and network numbers of no country.
    pub fn is_barred(&self) -> bool {
        BARRED.iter().any(|start| self.digits().starts_with(start))
    }

    /// What numbers in a row have in common: all but the last four digits.
    pub fn range(&self) -> &str {
        &self.0[..self.0.len() - 4]
    }
}

impl TryFrom<String> for Number {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text, None).ok_or("phone number")
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// Whether it is a country calling code, or begins with one.
pub fn is_country(code: u16) -> bool {
    code_of(&code.to_string()).is_some()
}

/// The digits of a number that has nothing else but what people set between them.
fn plain(text: &str) -> Option<String> {
    let between = |c: char| matches!(c, ' ' | '\u{a0}' | '-' | '\u{2011}' | '.' | '/' | '(' | ')');
    let digits: String = text.chars().filter(|c| !between(*c)).collect();
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(digits)
}

/// A national number in international form.
fn national(digits: &str, home: u16) -> Option<String> {
    let code = code_of(&home.to_string()).filter(|code| *code == home)?.to_string();
    let local = match home {
        1 => Some(digits.strip_prefix('1').unwrap_or(digits)).filter(|d| d.len() == 10),
        7 => Some(digits.strip_prefix('8').filter(|d| d.len() == 10).unwrap_or(digits)).filter(|d| d.len() == 10),
        36 => Some(digits.strip_prefix("06").unwrap_or(digits)),
        _ => Some(digits.strip_prefix('0').unwrap_or(digits)),
    }?;
    // `358401234567` could be a number of the country or one with the plus forgotten.
    let ambiguous =
        local.len() == digits.len() && !matches!(home, 1 | 7) && local.len() >= 10 && local.starts_with(&code);
    (!local.is_empty() && !local.starts_with('0') && !ambiguous).then(|| format!("{code}{local}"))
}

/// The calling code that digits begin with.
fn code_of(digits: &str) -> Option<u16> {
    let start = |n: usize| {
        digits
            .get(..n)
            .and_then(|d| d.parse::<u16>().ok())
            .filter(|code| *code >= 10_u16.pow(u32::try_from(n).unwrap_or(0) - 1))
    };
    start(1)
        .filter(|c| matches!(c, 1 | 7))
        .or_else(|| start(2).filter(|c| TWO.contains(c)))
        .or_else(|| start(3).filter(|c| THREE.iter().any(|range| range.contains(c))))
}

const SHORTEST: usize = 8;
/// Digits of an international number (E.164, 6.1).
const LONGEST: usize = 15;
const LONGEST_TEXT: usize = 40;

/// Calling codes of two digits (ITU-T E.164, annex).
const TWO: &[u16] = &[
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
];

/// Calling codes of three digits; what is assigned to nobody is left out, so that nothing is sent there.
const THREE: &[RangeInclusive<u16>] = &[
    211..=213,
    216..=216,
    218..=218,
    220..=258,
    260..=269,
    290..=291,
    297..=299,
    350..=359,
    370..=378,
    380..=383,
    385..=387,
    389..=389,
    420..=421,
    423..=423,
    500..=509,
    590..=599,
    670..=670,
    672..=683,
    685..=692,
    850..=850,
    852..=853,
    855..=856,
    880..=880,
    886..=886,
    960..=968,
    970..=977,
    992..=996,
    998..=998,
    // Satellite, international networks and premium rate: assigned, and barred below.
    870..=870,
    881..=883,
    979..=979,
];

/// Area codes of +1 that lie neither in the United States nor in Canada.
const ISLANDS: &[&str] = &[
    "242", "246", "264", "268", "284", "340", "345", "441", "473", "649", "658", "664", "670", "671", "684", "721",
    "758", "767", "784", "787", "809", "829", "849", "868", "869", "876", "939",
];

/// Beginnings of numbers that cost extra, by the national numbering plans, or that belong to no country (ITU-T E.164): a
/// line for each country.
#[rustfmt::skip]
const BARRED: &[&str] = &[
    "870", "881", "882", "883", "979",
    "1900", "1700", "1710",
    "449", "4470", "4484", "4487", "44118",
    "358600", "358700", "358606", "358118",
    "46900", "46939", "46944", "4699", "4677", "46118",
    "4782", "47810", "47815",
    "4590",
    "49900", "49180", "49137", "49138", "49118", "49700",
    "3389", "3381", "3382", "33118",
    "43900", "43901", "43930", "43931", "43939", "43810", "43820", "43821", "43828", "43118",
    "41900", "41901", "41906", "41840", "41842", "41844", "41848",
    "31900", "31906", "31909", "3184", "3187",
    "3290", "3270", "3278",
    "3989", "39199", "39178", "39166",
    "34803", "34806", "34807", "34905", "34901", "34902",
    "35315", "353118",
    "351760", "351761", "351762", "351707", "351708",
    "4870", "4880",
    "42090", "421900", "3690", "3691", "38690",
    "372900", "37190", "370900",
    "35990", "40900", "30901", "30909",
    "7803", "7809", "7800",
    "61190", "6113", "64900",
];

#[cfg(test)]
mod tests;
