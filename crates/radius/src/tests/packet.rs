//! Which datagrams are packets, and what is read from them.

use super::{packet, raw, request};
use crate::{Code, Malformed, Packet, kind};

/// R029
#[test]
fn r029_only_a_well_formed_datagram_is_a_packet() {
    let whole = raw(1, &[&[1, 5, b'a', b'd', b'a'], &[24, 2]]);
    assert!(Packet::parse(&whole).is_ok());
    let with_length = |length: u16| {
        let mut bytes = whole.clone();
        bytes[2..4].copy_from_slice(&length.to_be_bytes());
        bytes
    };
    let filling = [[25, 255].as_slice(), &[1; 253]].concat();
    let longest = raw(1, &[&filling.repeat(15), &[25, 251], &[1; 249]]);
    assert_eq!(longest.len(), Packet::MAX);
    assert!(Packet::parse(&longest).is_ok());
    let cases: &[(&str, Vec<u8>, Malformed)] = &[
        ("nothing", vec![], Malformed::Short),
        ("19 bytes", whole[..19].to_vec(), Malformed::Short),
        ("length 0", with_length(0), Malformed::Length),
        ("length 19", with_length(19), Malformed::Length),
        ("length larger than the datagram", with_length(28), Malformed::Length),
        ("length over 4096", { [with_length(4097), vec![0; 4069]].concat() }, Malformed::Length),
        ("datagram over 4096", { [whole.clone(), vec![0; 4070]].concat() }, Malformed::Length),
        ("length inside an attribute", with_length(26), Malformed::Attribute),
        ("length inside the first attribute", with_length(21), Malformed::Attribute),
        ("attribute of length 0", raw(1, &[&[1, 0, b'a']]), Malformed::Attribute),
        ("attribute of length 1", raw(1, &[&[1, 1, b'a']]), Malformed::Attribute),
        ("attribute past the end", raw(1, &[&[1, 6, b'a', b'd', b'a']]), Malformed::Attribute),
        ("lonely byte", raw(1, &[&[1]]), Malformed::Attribute),
        ("257 attributes", raw(1, &[&[33, 2][..]; 257]), Malformed::TooMany),
    ];
    for (name, bytes, malformed) in cases {
        assert_eq!(Packet::parse(bytes).err(), Some(*malformed), "{name}");
    }
    assert!(Packet::parse(&raw(1, &[&[33, 2][..]; 256])).is_ok());
}

/// R029: what is behind the stated length is padding, and no attribute.
#[test]
fn r029_padding_is_not_read() {
    let mut padded = raw(1, &[&[1, 5, b'a', b'd', b'a']]);
    let length = padded.len();
    padded.extend_from_slice(&[1, 5, b'b', b'o', b'b']);
    let read = packet(&padded);
    assert_eq!(read.bytes(), &padded[..length]);
    assert_eq!(read.all(kind::USER_NAME).count(), 1);
}

#[test]
fn attributes_come_in_order() {
    let bytes = raw(4, &[&[33, 3, 1], &[1, 5, b'a', b'd', b'a'], &[33, 3, 2], &[33, 2], &[5, 6, 0, 0, 1, 0]]);
    let read = packet(&bytes);
    assert_eq!((read.code(), read.id(), read.authenticator()), (Code::AccountingRequest, 7, b"0123456789abcdef"));
    assert_eq!(read.all(kind::PROXY_STATE).collect::<Vec<_>>(), [&[1][..], &[2], &[]]);
    assert_eq!(read.first(kind::PROXY_STATE), Some(&[1][..]));
    assert_eq!(read.only(kind::PROXY_STATE), Err(Malformed::Repeated));
    assert_eq!(read.only(kind::STATE), Ok(None));
    assert_eq!(read.user_name(), Some(&b"ada"[..]));
    assert_eq!((read.text(kind::USER_NAME), read.integer(kind::NAS_PORT)), (Some("ada"), Some(256)));
    assert_eq!((read.text(kind::NAS_IDENTIFIER), read.integer(kind::USER_NAME)), (None, None));
    assert!(!read.has_eap());
    assert_eq!(read.attributes().map(|(kind, _)| kind).collect::<Vec<_>>(), [33, 1, 33, 33, 5]);
}

/// R032: two names are no name; what a name holds is the caller's to judge.
#[test]
fn r032_two_names_are_none() {
    let twice = raw(1, &[&[1, 5, b'a', b'd', b'a'], &[1, 5, b'b', b'o', b'b']]);
    assert_eq!(packet(&twice).user_name(), None);
    let odd = raw(1, &[&[1, 5, 0, 0xff, b'*']]);
    assert_eq!((packet(&odd).user_name(), packet(&odd).text(kind::USER_NAME)), (Some(&[0, 0xff, b'*'][..]), None));
}

#[test]
fn vendors_attributes_are_read_where_they_are_well_formed() {
    let bytes = raw(
        1,
        &[
            // Two of one vendor in one attribute, one of another.
            &[26, 14, 0, 0, 0, 9, 1, 4, b'a', b'b', 2, 4, b'c', b'd'],
            &[26, 9, 0, 0, 1, 55, 26, 3, b'e'],
            // Not in the suggested form: too short, running past the end, without a length.
            &[26, 5, 0, 0, 0],
            &[26, 9, 0, 0, 0, 9, 1, 4, b'x'],
            &[26, 8, 0, 0, 0, 9, 1, 0],
            &[26, 7, 0, 0, 0, 9, 1],
            &[26, 9, 0, 0, 0, 9, 1, 3, b'f'],
        ],
    );
    let read = packet(&bytes);
    let all: Vec<_> = read.vendor_attributes().map(|a| (a.vendor, a.kind, a.value)).collect();
    assert_eq!(all, [(9, 1, &b"ab"[..]), (9, 2, b"cd"), (311, 26, b"e"), (9, 1, b"f")]);
    assert_eq!(read.only_of_vendor(9, 1), Err(Malformed::Repeated));
    assert_eq!(read.only_of_vendor(9, 2), Ok(Some(&b"cd"[..])));
}

#[test]
fn codes_are_what_they_were() {
    for byte in 0..=255 {
        assert_eq!(Code::of(byte).byte(), byte);
    }
    assert_eq!(Code::of(12), Code::StatusServer);
    assert_eq!((Code::of(40).name(), Code::of(40)), ("other", Code::Other(40)));
}

#[test]
fn a_packet_prints_no_attribute() {
    let bytes = request().add(kind::STATE, b"secret-state").finish(&super::key()).unwrap();
    assert_eq!(format!("{:?}", packet(&bytes)), "Packet(Access-Request 7, 57 bytes)");
    assert_eq!(format!("{:?}", super::key()), "Key(…)");
}

#[test]
fn where_a_client_says_it_is() {
    let four: &[u8] = &[4, 6, 192, 0, 2, 1];
    let six: &[u8] = &[95, 18, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    let cases: &[(&[&[u8]], Option<&str>)] = &[
        (&[four], Some("192.0.2.1")),
        (&[six], Some("2001:db8::1")),
        (&[six, four], Some("192.0.2.1")),
        (&[&[4, 5, 192, 0, 2]], None),
        (&[&[95, 6, 192, 0, 2, 1]], None),
        (&[], None),
    ];
    for (attributes, address) in cases {
        let bytes = raw(1, attributes);
        assert_eq!(packet(&bytes).nas_address(), address.map(|address| address.parse().unwrap()), "{attributes:?}");
    }
}
