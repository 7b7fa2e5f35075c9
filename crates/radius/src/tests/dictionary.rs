//! Names, numbers and values.

use std::collections::HashMap;

use super::{key, packet, request};
use crate::{Attribute, BadValue, Form};

fn encoded(name: &str, value: &str) -> Result<Vec<u8>, BadValue> {
    let pairs = Attribute::named(name).unwrap_or_else(|| panic!("{name}")).encode(value)?;
    assert_eq!(pairs.len(), 1);
    Ok(pairs[0].value.clone())
}

#[test]
fn values_of_every_form() {
    let cases: &[(&str, &str, &[u8])] = &[
        ("Filter-Id", "std.ppp", b"std.ppp"),
        ("filter-id", "0x41", b"0x41"),
        ("Class", "staff", b"staff"),
        ("Class", "0x00ff", &[0, 255]),
        ("Session-Timeout", "3600", &[0, 0, 14, 16]),
        ("Session-Timeout", "0xFFFFFFFF", &[255; 4]),
        ("Service-Type", "Administrative-User", &[0, 0, 0, 6]),
        ("Service-Type", "administrative", &[0, 0, 0, 6]),
        ("Framed-IP-Address", "192.0.2.7", &[192, 0, 2, 7]),
        ("Login-IPv6-Host", "::1", &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
        ("Framed-IPv6-Prefix", "2001:db8::/32", &[0, 32, 0x20, 1, 0xd, 0xb8]),
        ("Framed-IPv6-Prefix", "2001:db8:ffff::/33", &[0, 33, 0x20, 1, 0xd, 0xb8, 0x80]),
        ("Framed-IPv6-Prefix", "::/0", &[0, 0]),
        ("Framed-Interface-Id", "1:2:3:4", &[0, 1, 0, 2, 0, 3, 0, 4]),
        ("Tunnel-Type", "VLAN", &[0, 0, 0, 13]),
        ("Tunnel-Type:1", "13", &[1, 0, 0, 13]),
        ("Tunnel-Medium-Type:31", "ieee-802", &[31, 0, 0, 6]),
        ("Tunnel-Private-Group-Id", "42", b"42"),
        ("Tunnel-Private-Group-ID:2", "42", b"\x0242"),
        ("Cisco-AVPair", "shell:priv-lvl=15", b"shell:priv-lvl=15"),
        ("privacyIDEA-Serial", "TOTP0001", b"TOTP0001"),
        ("F5-LTM-User-Role", "Guest", &[0, 0, 2, 188]),
        ("26.99999.7", "0xdead", &[0xde, 0xad]),
        ("Attr-26.99999.7", "text", b"text"),
        ("attr-200", "0x01", &[1]),
    ];
    for (name, value, bytes) in cases {
        assert_eq!(encoded(name, value).as_deref(), Ok(*bytes), "{name} = {value}");
        // What is shown is read as the same again.
        let attribute = Attribute::named(name).unwrap();
        assert_eq!(encoded(name, &attribute.show(bytes)).as_deref(), Ok(*bytes), "{name} = {}", attribute.show(bytes));
    }
}

#[test]
fn bad_values_are_refused() {
    let long = "x".repeat(254);
    let cases: &[(&str, &str, BadValue)] = &[
        ("Filter-Id", "", BadValue::Empty),
        ("Class", "0x", BadValue::Empty),
        ("Class", "0x123", BadValue::Hexadecimal),
        ("Class", "0xgg", BadValue::Hexadecimal),
        ("Class", "0x1é", BadValue::Hexadecimal),
        ("Class", &long, BadValue::Long),
        ("26.99999.7", &long[..248], BadValue::Long),
        ("Session-Timeout", "-1", BadValue::Number),
        ("Session-Timeout", "+1", BadValue::Number),
        ("Session-Timeout", "4294967296", BadValue::Number),
        ("Session-Timeout", "0x+1", BadValue::Number),
        ("Session-Timeout", "an hour", BadValue::Number),
        ("Service-Type", "Root", BadValue::Number),
        ("Tunnel-Type", "16777216", BadValue::Number),
        ("Framed-IP-Address", "2001:db8::1", BadValue::Address),
        ("Framed-IP-Address", "192.0.2", BadValue::Address),
        ("Framed-IPv6-Prefix", "2001:db8::", BadValue::Address),
        ("Framed-IPv6-Prefix", "2001:db8::/129", BadValue::Address),
        ("Framed-IPv6-Prefix", "2001:db8::/+1", BadValue::Address),
        ("Framed-Interface-Id", "1::4", BadValue::Address),
        ("Framed-Interface-Id", "1:2:3:4:5", BadValue::Address),
        ("User-Password", "secret", BadValue::Hidden),
        ("Tunnel-Password", "secret", BadValue::Hidden),
    ];
    for (name, value, bad) in cases {
        assert_eq!(encoded(name, value), Err(*bad), "{name} = {value}");
    }
}

/// R040
#[test]
fn r040_texts_are_cleaned_and_cut_between_characters() {
    assert_eq!(encoded("Filter-Id", "a\r\nb\0c\u{2028}d").unwrap(), b"a  b c d");
    assert_eq!(encoded("Filter-Id", &"ä".repeat(200)).unwrap().len(), 252);
    assert_eq!(encoded("Cisco-AVPair", &"ä".repeat(200)).unwrap().len(), 246);
    assert_eq!(encoded("Tunnel-Private-Group-Id:1", &"ä".repeat(200)).unwrap().len(), 253);
    assert_eq!(encoded("Tunnel-Private-Group-Id", "\u{1}42").unwrap(), b" 42", "no tag by the back door");
    let message = Attribute::named("Reply-Message").unwrap().encode(&"ä".repeat(300)).unwrap();
    assert_eq!(message.iter().map(|pair| pair.value.len()).collect::<Vec<_>>(), [252, 252, 96]);
}

#[test]
fn what_may_stand_in_an_answer() {
    let cases = [
        ("Filter-Id", true),
        ("Class", true),
        ("User-Name", true),
        ("Reply-Message", true),
        ("Session-Timeout", true),
        ("Acct-Interim-Interval", true),
        ("Tunnel-Private-Group-Id:1", true),
        ("Cisco-AVPair", true),
        ("MS-Primary-DNS-Server", true),
        ("privacyIDEA-Serial", true),
        ("26.99999.1", true),
        ("User-Password", false),
        ("CHAP-Password", false),
        ("Message-Authenticator", false),
        ("State", false),
        ("Proxy-State", false),
        ("EAP-Message", false),
        ("Tunnel-Password", false),
        ("NAS-Identifier", false),
        ("Acct-Session-Id", false),
        ("MS-CHAP2-Success", false),
        ("MS-MPPE-Send-Key", false),
        ("Attr-26.311.26", false),
        ("Attr-24", false),
        ("Attr-79", false),
        ("Attr-80", false),
    ];
    for (name, may) in cases {
        assert_eq!(Attribute::named(name).unwrap().may_answer(), may, "{name}");
    }
}

#[test]
fn names_that_are_none() {
    for name in [
        "",
        "Filter",
        "Filter-Id ",
        "Filter-Id:1",
        "Tunnel-Type:32",
        "Tunnel-Type:",
        "Tunnel-Type:+1",
        "11",
        "26",
        "Attr-0",
        "Attr-26",
        "Attr-256",
        "Attr-+1",
        "Attr-",
        "attr-é",
        "26.9",
        "26.9.0",
        "26.9.256",
        "26.4294967296.1",
        "27.9.1",
        "Attr-26.9.1.1",
    ] {
        assert_eq!(Attribute::named(name), None, "{name}");
    }
}

#[test]
fn the_tables_hold_together() {
    let mut names = HashMap::new();
    for attribute in Attribute::known() {
        let name = attribute.to_string();
        assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{name}");
        assert!(attribute.kind() != 0);
        assert_eq!(names.insert(name.to_lowercase(), attribute.kind()), None, "{name} twice");
        assert_eq!(Attribute::named(&name), Some(*attribute), "{name}");
        assert!(
            attribute.values().is_empty() || matches!(attribute.form(), Form::Integer | Form::TaggedInteger),
            "{name}"
        );
        for (value, number) in attribute.values() {
            let bytes = encoded(&name, value).unwrap();
            assert_eq!(bytes, number.to_be_bytes(), "{name} = {value}");
        }
    }
    assert!(names.len() > 300, "{}", names.len());
    for name in ["Attr-11", "26.9.1", "Attr-200", "26.99999.1", "Tunnel-Type:3"] {
        let attribute = Attribute::named(name).unwrap();
        assert_eq!(Attribute::named(&attribute.to_string()), Some(attribute), "{name}");
    }
}

#[test]
fn attributes_are_found_in_a_packet() {
    let bytes = request().vendor(9, 1, b"a=b").add(25, b"c").vendor(9, 1, b"d=e").vendor(10, 1, b"f").finish(&key());
    let bytes = bytes.unwrap();
    let read = |name| Attribute::named(name).unwrap().read(&packet(&bytes)).collect::<Vec<_>>();
    assert_eq!(read("Cisco-AVPair"), [b"a=b", b"d=e"]);
    assert_eq!(read("Class"), [b"c"]);
    assert_eq!(read("User-Name"), [b"ada"]);
    assert!(read("State").is_empty());
    assert_eq!(Attribute::named("User-Password").unwrap().show(b"secret"), "…");
    assert_eq!(Attribute::named("User-Name").unwrap().show(b"a\nb"), "0x610a62");
    assert_eq!(Attribute::named("Session-Timeout").unwrap().show(b"abc"), "0x616263");
}
