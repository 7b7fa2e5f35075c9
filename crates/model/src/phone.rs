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
    /// Spaces, hyphens, dots, slashes and brackets do not count, nor does the `(0)` of `+358 (0)40 …` or the `0` of `+358 040 …`: networks
    /// that pass over it would deliver to one phone what was counted as two (case M088).
    pub fn parse(text: &str, home: Option<u16>) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.len() > LONGEST_TEXT {
            return None;
        }
        let international = text.strip_prefix('+').or_else(|| text.strip_prefix("00"));
        let digits = match international {
            Some(rest) => untrunked(plain(&rest.replacen("(0)", "", 1))?)?,
            None => national(&plain(text)?, home?)?,
        };
        let known = match code_of(&digits) {
            // Ten digits behind it; what is dialled beyond them, some networks pass over.
            Some(1 | 7) => digits.len() == 11,
            Some(_) => (SHORTEST..=LONGEST).contains(&digits.len()),
            None => false,
        };
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

/// A number without the zero that is dialled within its country before it; `None` where more of them follow.
fn untrunked(digits: String) -> Option<String> {
    let code = code_of(&digits)?;
    let (code, rest) = digits.split_at(code.to_string().len());
    match rest.strip_prefix('0').filter(|_| !keeps_zero(code)) {
        None => Some(digits),
        Some(rest) => (!rest.starts_with('0')).then(|| format!("{code}{rest}")),
    }
}

fn keeps_zero(code: &str) -> bool {
    KEEP_ZERO.iter().any(|keeps| keeps.to_string() == code)
}

/// A national number in international form.
fn national(digits: &str, home: u16) -> Option<String> {
    let code = code_of(&home.to_string()).filter(|code| *code == home)?.to_string();
    let local = match home {
        1 => Some(digits.strip_prefix('1').unwrap_or(digits)).filter(|d| d.len() == 10),
        7 => Some(digits.strip_prefix('8').filter(|d| d.len() == 10).unwrap_or(digits)).filter(|d| d.len() == 10),
        36 => Some(digits.strip_prefix("06").unwrap_or(digits)),
        home if KEEP_ZERO.contains(&home) => Some(digits),
        _ => Some(digits.strip_prefix('0').unwrap_or(digits)),
    }?;
    // `358401234567` could be a number of the country or one with the plus forgotten.
    let ambiguous =
        local.len() == digits.len() && !matches!(home, 1 | 7) && local.len() >= 10 && local.starts_with(&code);
    let zero = local.starts_with('0') && !KEEP_ZERO.contains(&home);
    (!local.is_empty() && !zero && !ambiguous).then(|| format!("{code}{local}"))
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

/// Countries whose numbers may begin with a zero that is dialled from abroad, too.
const KEEP_ZERO: [u16; 9] = [39, 225, 226, 229, 241, 242, 250, 378, 992];

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

/// Beginnings of numbers that cost extra, or that belong to no country: a line for a country or for neighbours in the list.
///
/// 870 is satellites, 881 global mobile satellite systems, 882 and 883 networks of no country, 979 premium rate, as ITU-T's *List of
/// Recommendation ITU-T E.164 assigned country codes* has them; 800, 808, 878, 888 and 991 are no codes here at all. The others are
/// what `resources/PhoneNumberMetadata.xml` of google/libphonenumber (July 2026), which follows the numbering plans that regulators
/// notify to the ITU, calls premium rate or shared cost, rounded up where no mobile number begins so; personal numbers of +1 and +44
/// are among them. Ranges that lie within those of mobile numbers are left out: there the limits on sending have to do.
#[rustfmt::skip]
const BARRED: &[&str] = &[
    "870", "881", "882", "883", "979",
    "1500", "1533", "1544", "1566", "1577", "1588", "1700", "1710", "1900", "1246976", "1345976",
    "20900",
    "21289", "2138011", "2138021", "2138031", "2138041", "2138051", "2138061", "2138081", "2138091", "21688", "2168110", "2168210",
    "22181", "22188", "22709", "23030", "2313323", "2313324", "2368776", "24090", "242800", "242801", "242802", "24885",
    "250900", "254900", "25584", "25586", "25590", "25690",
    "26281", "26282", "26288", "26289", "2648701", "26790", "268900", "2698", "2786", "2790", "2791", "2792",
    "297900", "29890",
    "3090", "30801", "30806", "30812", "30825", "30850", "30875",
    "31900", "31906", "31909", "3184", "3187",
    "3270", "3278", "3290",
    "3381", "3382", "3383", "3384", "3385", "3386", "3388", "3389", "33118",
    "34803", "34806", "34807", "34901", "34902", "34905",
    "351601", "351607", "351608", "351646", "351648", "351707", "351708", "351760", "351761", "351762", "351808", "351809",
    "352801", "352900", "352901", "352905",
    "35315", "3531850", "3531890", "353118",
    "35490", "355808", "355900", "35650", "35780", "357900", "357909",
    "358600", "358606", "358700", "358118",
    "359700", "35990",
    "3690", "3691",
    "370808", "370900", "370902", "370903", "370909", "370910", "37181", "37190", "37240", "372900",
    "373808", "373900", "373905", "373906", "374801", "374802", "374803", "374804", "374900", "374901", "374906",
    "375810", "375902", "3761", "3769", "37871", "37877", "37878",
    "380900", "38178", "38190", "38294", "38295", "383900",
    "38560", "38561", "38564", "38565", "38569", "38689", "38690", "38781", "38782", "38790", "38792", "38794", "38796",
    "3895", "3898",
    "390878", "39144", "39163", "39164", "39166", "39178", "39199", "39840", "39841", "39847", "39848", "3989",
    "40801", "4090",
    "41840", "41842", "41844", "41848", "41900", "41901", "41906",
    "42081", "42083", "42084", "42090", "420976", "42185", "42186", "42187", "42188", "42189", "421900", "42197", "42198", "42390",
    "43118", "43810", "43820", "43821", "43828", "4386", "4389", "43900", "43901", "43930", "43931", "43939",
    "44118", "4470", "4484", "4487", "449",
    "4590",
    "46118", "46649", "4677", "46900", "46939", "46944", "4699",
    "47810", "47815", "4782",
    "4870", "4880",
    "49118", "49137", "49138", "49180", "49700", "49900",
    "50219", "503900", "506900", "506905", "506909",
    "507822", "507855", "507860", "507877", "507878", "507886", "507900", "507981",
    "51801", "51805", "52300", "52900", "53807", "54600", "54604", "54605", "54607", "54609",
    "55300", "55303", "55400", "55500", "55900", "56600", "57901", "571900", "571901", "58900", "58901",
    "59081", "59082", "59089", "5929008", "59481", "59482", "59489", "59681", "59682", "59689", "59790", "59890", "599600", "599601", "599602",
    "61190", "6113", "62804", "62809", "6450", "6490", "651900", "661900", "67090", "68736",
    "7800", "7803", "7809",
    "81990", "8260", "841900", "852900", "88620",
    "90888", "90898", "90900", "911860", "911861", "911862", "92900",
    "9629", "96285", "96180", "96190", "96191", "966920", "966925", "968900",
    "9701700", "9717000", "9717005", "9719000", "9719002",
    "9721200", "9721212", "9721700", "9721900", "9721901", "9721902", "9721919", "972199",
    "97384", "97387", "97390", "97391", "97392", "97393", "97394", "97395", "97396", "97397", "97398",
    "994900",
];

#[cfg(test)]
mod tests;
