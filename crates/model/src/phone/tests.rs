//! Numbers: each refusal beside a control that differs only in what is attacked.

use super::*;

fn read(text: &str, home: Option<u16>) -> Option<String> {
    Number::parse(text, home).map(|n| n.as_str().to_owned())
}

#[test]
fn a_number_is_read_strictly() {
    for (text, home, expected) in [
        ("+358401234567", None, Some("+358401234567")),
        (" +358 40 123-4567 ", None, Some("+358401234567")),
        ("+358 (0)40 123 4567", None, Some("+358401234567")),
        ("00358 40 1234567", None, Some("+358401234567")),
        ("+1 (415) 555-0123", None, Some("+14155550123")),
        ("+49.170.1234567", None, Some("+491701234567")),
        ("+44\u{a0}7700\u{a0}900123", None, Some("+447700900123")),
        ("040 123 4567", Some(358), Some("+358401234567")),
        ("40 123 4567", Some(358), Some("+358401234567")),
        ("040 123 4567", None, None),
        ("+46 70 123 45 67", Some(358), Some("+46701234567")),
        ("(415) 555-0123", Some(1), Some("+14155550123")),
        ("1 415 555 0123", Some(1), Some("+14155550123")),
        ("415 555 012", Some(1), None),
        ("8 912 345 67 89", Some(7), Some("+79123456789")),
        ("06 20 123 4567", Some(36), Some("+36201234567")),
        ("92 12 34 56", Some(47), Some("+4792123456")),
        ("358401234567", Some(358), None),
        ("0401234567", Some(35), None),
        ("000358401234567", None, None),
        ("+0401234567", None, None),
        ("+358", None, None),
        ("+35840123", None, Some("+35840123")),
        ("+358401", None, None),
        ("+358401234567890", None, Some("+358401234567890")),
        ("+3584012345678901", None, None),
        ("+999123456789", None, None),
        ("+210123456789", None, None),
        ("++358401234567", None, None),
        ("+358401234567,+358401234568", None, None),
        ("+358401234567;ext=1", None, None),
        ("+358401234567&to=+882123456789", None, None),
        ("+358401234567\r\nBcc", None, None),
        ("+358 40 123 4567x12", None, None),
        ("tel:+358401234567", None, None),
        ("＋358401234567", None, None),
        ("+٣٥٨٤٠١٢٣٤٥٦٧", None, None),
        ("", None, None),
        ("+", None, None),
    ] {
        assert_eq!(read(text, home).as_deref(), expected, "{text:?} {home:?}");
    }
    assert!(Number::parse(&format!("+358401234567{}", " ".repeat(100)), None).is_some(), "spaces around do not count");
    assert!(Number::parse(&format!("+358401234567{}1", " ".repeat(100)), None).is_none());
}

/// M088: a country is open by its code, and who shares a code is not opened with it.
#[test]
fn m088_a_country_is_open_by_its_code() {
    for (number, countries, open) in [
        ("+358401234567", &[358][..], true),
        ("+358401234567", &[46, 358], true),
        ("+358401234567", &[46], false),
        ("+358401234567", &[], false),
        ("+358401234567", &[35], false),
        ("+14155550123", &[1], true),
        ("+18765550123", &[1], false),
        ("+18765550123", &[1876], true),
        ("+14155550123", &[1876], false),
        ("+79123456789", &[7], true),
        ("+77012345678", &[7], false),
        ("+77012345678", &[77], true),
    ] {
        let number = Number::parse(number, None).unwrap();
        assert_eq!(number.is_open(countries), open, "{number:?} {countries:?}");
    }
    for (code, known) in [(358, true), (1, true), (1876, true), (77, true), (999, false), (0, false), (35, false)] {
        assert_eq!(is_country(code), known, "{code}");
    }
}

/// M088: what costs extra, and satellites, are refused whatever is open; mobile numbers beside them are not.
#[test]
fn m088_premium_and_satellite_ranges_are_barred() {
    for (number, country, open) in [
        ("+881612345678", 881, false),
        ("+870773123456", 870, false),
        ("+8821612345678", 882, false),
        ("+979123456789", 979, false),
        ("+19005550123", 1, false),
        ("+12125550123", 1, true),
        ("+449098790123", 44, false),
        ("+447012345678", 44, false),
        ("+447700900123", 44, true),
        ("+358600123456", 358, false),
        ("+358501234567", 358, true),
        ("+46900123456", 46, false),
        ("+46701234567", 46, true),
        ("+4982012345678", 49, true),
        ("+387901234567", 387, false),
        ("+38761123456", 387, true),
        ("+351601123456", 351, false),
        ("+351912345678", 351, true),
        ("+27862123456", 27, false),
        ("+27821234567", 27, true),
        ("+33836123456", 33, false),
        ("+40906123456", 40, false),
        ("+40712345678", 40, true),
        ("+15005550123", 1, false),
        ("+12469761234", 1246, false),
        ("+12462501234", 1246, true),
        ("+49900512345", 49, false),
        ("+491701234567", 49, true),
        ("+33899123456", 33, false),
        ("+33612345678", 33, true),
        ("+421900123456", 421, false),
        ("+421905123456", 421, true),
        ("+79123456789", 7, true),
        ("+78091234567", 7, false),
    ] {
        assert_eq!(Number::parse(number, None).unwrap().is_open(&[country]), open, "{number}");
    }
}

/// M088: one phone has one spelling, whatever its owner or a thief writes, so that nothing counts it twice.
#[test]
fn m088_one_phone_is_one_number() {
    for text in [
        "+358 40 123 4567",
        "+358 (0)40 123 4567",
        "+358 040 1234567",
        "00358 040 1234567",
        "00358 (0)40-123 45 67",
        "+3580401234567",
        "040 1234567",
    ] {
        assert_eq!(Number::parse(text, Some(358)).unwrap().as_str(), "+358401234567", "{text}");
    }
    for (text, home, expected) in [
        ("+358 0040 1234567", None, None),
        // A zero that belongs to the number stays.
        ("+225 07 12 34 56 78", None, Some("+2250712345678")),
        ("07 12 34 56 78", Some(225), Some("+2250712345678")),
        ("+39 340 1234567", None, Some("+393401234567")),
        // What is dialled beyond the end.
        ("+1 415 555 0123", None, Some("+14155550123")),
        ("+1 415 555 0123 99", None, None),
        ("+7 912 345 67 89 1", None, None),
        ("+7 912 345 67 89", None, Some("+79123456789")),
    ] {
        assert_eq!(Number::parse(text, home).as_ref().map(Number::as_str), expected, "{text}");
    }
}

#[test]
fn numbers_in_a_row_are_one_range() {
    let range = |text: &str| Number::parse(text, None).unwrap().range().to_owned();
    assert_eq!(range("+358401230000"), range("+358401239999"));
    assert_ne!(range("+358401230000"), range("+358401240000"));
    assert_eq!(Number::parse("+18765550123", None).unwrap().country(), 1);
}

/// What is stored is read as strictly as what is typed.
#[test]
fn a_stored_number_reads_back() {
    let number = Number::parse("040 1234567", Some(358)).unwrap();
    let json = serde_json::to_string(&number).unwrap();
    assert_eq!(serde_json::from_str::<Number>(&json).unwrap(), number);
    assert!(serde_json::from_str::<Number>("\"0401234567\"").is_err());
}
