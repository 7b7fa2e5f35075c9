//! A text message as the units that carry it: one, or several that belong together. Pure.

use model::gateway::{Gateway, GatewayLong};

use super::{
    super::gsm::{self, Coded},
    pdu::{Address, MESSAGE_PAYLOAD, Parameter, SAR_REFERENCE, SAR_SEQUENCE, SAR_TOTAL, Submit},
};

/// Octets of one message: 160 characters of seven bits, or 70 of UCS-2.
const SEVENS: usize = 160;
const UCS2: usize = 140;
/// The same beside the header that joins parts (3GPP TS 23.040, 9.2.3.24.1).
const SEVENS_JOINED: usize = 153;
const UCS2_JOINED: usize = 134;
/// Parts of one message at most.
const MOST: usize = 20;

/// `None` where a text is longer than anybody reads.
pub fn units(gateway: &Gateway, to: &str, text: &str, reference: u16) -> Option<Vec<Submit>> {
    let coded = gsm::coded(text);
    let (characters, data_coding, whole, joined) = match &coded {
        Coded::Seven(characters) => (characters, 0x00, SEVENS, SEVENS_JOINED),
        Coded::Ucs2(characters) => (characters, 0x08, UCS2, UCS2_JOINED),
    };
    let one = Submit { source: source(gateway), dest: dest(gateway, to), data_coding, ..Submit::default() };
    let length: usize = characters.iter().map(Vec::len).sum();
    if length <= whole {
        return Some(vec![Submit { text: characters.concat(), ..one }]);
    }
    let parts = gsm::split(characters, joined);
    let total = u8::try_from(parts.len()).ok().filter(|n| usize::from(*n) <= MOST)?;
    if gateway.long == GatewayLong::Payload {
        let payload = Parameter { tag: MESSAGE_PAYLOAD, value: characters.concat() };
        return Some(vec![Submit { more: vec![payload], ..one }]);
    }
    let join = |(number, part): (u8, Vec<u8>)| match gateway.long {
        GatewayLong::Sar => {
            let parameter = |tag: u16, value: &[u8]| Parameter { tag, value: value.to_vec() };
            let more = vec![
                parameter(SAR_REFERENCE, &reference.to_be_bytes()),
                parameter(SAR_TOTAL, &[total]),
                parameter(SAR_SEQUENCE, &[number]),
            ];
            Submit { text: part, more, ..one.clone() }
        }
        GatewayLong::Udh | GatewayLong::Payload => {
            let head = [0x05, 0x00, 0x03, reference.to_be_bytes()[1], total, number];
            Submit { esm_class: 0x40, text: [&head[..], &part].concat(), ..one.clone() }
        }
    };
    Some((1..=total).zip(parts).map(join).collect())
}

/// A word is of type 5, a number with `+` international, any other number as its operator made it (SMPP 3.4, 5.2.5).
fn source(gateway: &Gateway) -> Address {
    let from = gateway.from.as_str();
    let digits = from.trim_start_matches('+');
    let (ton, npi) = match (from.is_empty(), from.starts_with('+'), digits.bytes().all(|b| b.is_ascii_digit())) {
        (true, ..) => (0, 0),
        (_, true, true) => (1, 1),
        (_, false, true) => (3, 0),
        (_, _, false) => (5, 0),
    };
    Address {
        ton: gateway.source_ton.unwrap_or(ton),
        npi: gateway.source_npi.unwrap_or(npi),
        digits: digits.to_owned(),
    }
}

fn dest(gateway: &Gateway, to: &str) -> Address {
    let digits = to.trim_start_matches('+').to_owned();
    Address { ton: gateway.dest_ton.unwrap_or(1), npi: gateway.dest_npi.unwrap_or(1), digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(long: GatewayLong, text: &str) -> Vec<Submit> {
        units(&Gateway { from: "Symbolon".into(), long, ..Gateway::default() }, "+358401234567", text, 0x0107).unwrap()
    }

    #[test]
    fn a_short_text_is_one_unit() {
        for (text, coding, octets) in [
            ("123456 is your code\n@id.example #123456".to_owned(), 0, 39),
            ("a".repeat(160), 0, 160),
            ("€".repeat(80), 0, 160),
            ("ж".repeat(70), 8, 140),
        ] {
            let units = of(GatewayLong::Udh, &text);
            assert_eq!((units.len(), units[0].data_coding, units[0].esm_class), (1, coding, 0), "{text}");
            assert_eq!(units[0].text.len(), octets, "{text}");
            assert_eq!((units[0].dest.ton, units[0].dest.npi, units[0].dest.digits.as_str()), (1, 1, "358401234567"));
        }
    }

    #[test]
    fn a_long_text_is_joined_as_the_gateway_wants() {
        let (sevens, ucs2) = ("a".repeat(161), "ж".repeat(71));
        for (text, parts) in [(&sevens, [153, 8]), (&ucs2, [134, 8])] {
            let units = of(GatewayLong::Udh, text);
            assert_eq!(units.iter().map(|u| u.text.len() - 6).collect::<Vec<_>>(), parts);
            assert!(units.iter().all(|u| u.esm_class == 0x40));
            assert_eq!(units[1].text[..6], [0x05, 0x00, 0x03, 0x07, 2, 2]);

            let units = of(GatewayLong::Sar, text);
            assert_eq!(units.iter().map(|u| u.text.len()).collect::<Vec<_>>(), parts);
            let values: Vec<&[u8]> = units[1].more.iter().map(|p| p.value.as_slice()).collect();
            assert_eq!(values, [&[0x01, 0x07][..], &[2], &[2]]);

            let units = of(GatewayLong::Payload, text);
            assert_eq!((units.len(), units[0].text.len(), units[0].more[0].tag), (1, 0, MESSAGE_PAYLOAD));
        }
        assert!(units(&Gateway::default(), "+358401234567", &"a".repeat(4_000), 1).is_none());
    }

    #[test]
    fn a_sender_has_the_type_of_its_form() {
        for (from, expected) in [("", (0, 0)), ("+358401234567", (1, 1)), ("16510", (3, 0)), ("Symbolon", (5, 0))] {
            let source = source(&Gateway { from: from.into(), ..Gateway::default() });
            assert_eq!((source.ton, source.npi), expected, "{from}");
            assert!(!source.digits.contains('+'));
        }
        let set = Gateway {
            source_ton: Some(6),
            source_npi: Some(9),
            dest_ton: Some(2),
            dest_npi: Some(8),
            ..Gateway::default()
        };
        assert_eq!((source(&set).ton, source(&set).npi, dest(&set, "1").ton, dest(&set, "1").npi), (6, 9, 2, 8));
    }
}
