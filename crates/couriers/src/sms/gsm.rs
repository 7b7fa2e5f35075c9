//! The alphabet of text messages (3GPP TS 23.038, 6.2.1): seven bits, with an extension table behind an escape; else UCS-2.

/// The default alphabet, by its codes; the escape stands where no character does.
const BASIC: [char; 128] = [
    '@', '£', '$', '¥', 'è', 'é', 'ù', 'ì', 'ò', 'Ç', '\n', 'Ø', 'ø', '\r', 'Å', 'å', //
    'Δ', '_', 'Φ', 'Γ', 'Λ', 'Ω', 'Π', 'Ψ', 'Σ', 'Θ', 'Ξ', '\u{1b}', 'Æ', 'æ', 'ß', 'É', //
    ' ', '!', '"', '#', '¤', '%', '&', '\'', '(', ')', '*', '+', ',', '-', '.', '/', //
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', ':', ';', '<', '=', '>', '?', //
    '¡', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', //
    'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'Ä', 'Ö', 'Ñ', 'Ü', '§', //
    '¿', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', //
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 'ä', 'ö', 'ñ', 'ü', 'à', //
];

const ESCAPE: u8 = 0x1b;

/// The extension table.
const MORE: [(char, u8); 10] = [
    ('\u{c}', 0x0a),
    ('^', 0x14),
    ('{', 0x28),
    ('}', 0x29),
    ('\\', 0x2f),
    ('[', 0x3c),
    ('~', 0x3d),
    (']', 0x3e),
    ('|', 0x40),
    ('€', 0x65),
];

/// Octets of a message's text: with seven bits each character is one or two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Coded {
    /// Each character's octets, unpacked; two belong together.
    Seven(Vec<Vec<u8>>),
    /// Each character's UTF-16 units, big end first; a pair belongs together.
    Ucs2(Vec<Vec<u8>>),
}

/// Whether a text needs no more than the default alphabet and its extension.
pub fn fits(text: &str) -> bool {
    text.chars().all(|c| seven(c).is_some())
}

pub fn coded(text: &str) -> Coded {
    let sevens: Option<Vec<Vec<u8>>> = text.chars().map(seven).collect();
    sevens.map_or_else(|| Coded::Ucs2(text.chars().map(units).collect()), Coded::Seven)
}

fn seven(c: char) -> Option<Vec<u8>> {
    if let Some(at) = BASIC.iter().position(|known| *known == c && c != '\u{1b}') {
        return u8::try_from(at).ok().map(|code| vec![code]);
    }
    MORE.iter().find(|(known, _)| *known == c).map(|(_, code)| vec![ESCAPE, *code])
}

fn units(c: char) -> Vec<u8> {
    c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_be_bytes()).collect()
}

/// The text again; for tests, and for what a peer shows. `None` where an octet is no character.
pub fn read(octets: &[u8]) -> Option<String> {
    let mut text = String::new();
    let mut octets = octets.iter();
    while let Some(octet) = octets.next() {
        text.push(match *octet {
            ESCAPE => {
                let code = octets.next()?;
                MORE.iter().find(|(_, known)| known == code)?.0
            }
            code => *BASIC.get(usize::from(code))?,
        });
    }
    Some(text)
}

/// A message's text in parts that fit, at most so many octets each; what belongs together stays together.
pub fn split(characters: &[Vec<u8>], most: usize) -> Vec<Vec<u8>> {
    let mut parts: Vec<Vec<u8>> = vec![Vec::new()];
    for character in characters {
        if parts.last().is_some_and(|part| part.len() + character.len() > most) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.extend(character);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 3GPP TS 23.038, 6.2.1: the tables, by some of their entries.
    #[test]
    fn the_tables_are_those_of_the_standard() {
        for (c, octets) in [
            ('@', &[0x00][..]),
            ('_', &[0x11]),
            ('Δ', &[0x10]),
            ('É', &[0x1f]),
            (' ', &[0x20]),
            ('¤', &[0x24]),
            ('0', &[0x30]),
            ('¡', &[0x40]),
            ('A', &[0x41]),
            ('Ä', &[0x5b]),
            ('§', &[0x5f]),
            ('¿', &[0x60]),
            ('a', &[0x61]),
            ('à', &[0x7f]),
            ('\n', &[0x0a]),
            ('€', &[0x1b, 0x65]),
            ('[', &[0x1b, 0x3c]),
            ('|', &[0x1b, 0x40]),
        ] {
            assert_eq!(seven(c).as_deref(), Some(octets), "{c:?}");
        }
        for c in ['\u{1b}', 'ç', '’', '`', 'ê', '😀', '\t'] {
            assert_eq!(seven(c), None, "{c:?}");
        }
        assert_eq!(BASIC.iter().collect::<std::collections::BTreeSet<_>>().len(), 128);
    }

    #[test]
    fn what_belongs_together_stays_together() {
        let Coded::Seven(text) = coded(&format!("{}€", "a".repeat(152))) else { panic!() };
        let parts = split(&text, 153);
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [152, 2]);
        let Coded::Ucs2(text) = coded(&format!("{}😀", "ж".repeat(66))) else { panic!() };
        assert_eq!(split(&text, 134).iter().map(Vec::len).collect::<Vec<_>>(), [132, 4]);
        assert_eq!(split(&[], 10), [Vec::<u8>::new()]);
    }

    proptest::proptest! {
        #[test]
        fn a_text_reads_back(text in "[@£$a-zÄäÖöÅå€\\[\\]{}~^|\\\\0-9 \n]{0,400}") {
            let Coded::Seven(octets) = coded(&text) else { panic!("{text}") };
            let parts = split(&octets, 153);
            proptest::prop_assert_eq!(read(&parts.concat()), Some(text));
            proptest::prop_assert!(parts.iter().all(|part| part.len() <= 153));
        }
    }
}
