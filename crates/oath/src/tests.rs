//! The RFC vectors, the search, the URI.

mod files;
mod search;
mod uri;
mod vectors;

use std::cell::Cell;

use subtle::ConstantTimeEq;

use crate::{Algorithm, BadSeed, Code, Digits, Hotp, OutOfRange, Period, Seed, Totp, Window, code, search::newest_by};

fn seed() -> Seed {
    Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap()
}

fn typed(text: &str) -> Code {
    Code::parse(text).unwrap()
}

const WIDE: Window = Window::DEFAULT;

#[test]
fn a_code_is_found_only_in_its_window() {
    let totp = Totp::default();
    let now = 1_111_111_111_000; // step 0x23523ed
    let present = totp.step(now);
    for (offset, found) in [(-2i64, false), (-1, true), (0, true), (1, true), (2, false)] {
        let step = present.checked_add_signed(offset).unwrap();
        let code = code(&seed(), totp.algorithm, totp.digits, step);
        assert_eq!(totp.matches(&seed(), &code, now, WIDE, None), found.then_some(step), "offset {offset}");
    }
}

#[test]
fn a_code_at_or_before_the_last_accepted_step_is_refused() {
    let totp = Totp::default();
    let now = 1_111_111_111_000;
    let present = totp.step(now);
    let code = totp.code(&seed(), now);
    for (last, found) in [
        (None, true),
        (Some(0), true),
        (Some(present - 1), true),
        (Some(present), false),
        (Some(present + 1), false),
        (Some(u64::MAX), false),
    ] {
        assert_eq!(totp.matches(&seed(), &code, now, WIDE, last), found.then_some(present), "last {last:?}");
    }
}

#[test]
fn another_length_another_seed_another_algorithm_do_not_match() {
    let totp = Totp::default();
    let now = 59_000;
    assert_eq!(totp.matches(&seed(), &typed("287082"), now, WIDE, None), Some(1));
    assert_eq!(
        totp.matches(&seed(), &typed("94287082"), now, WIDE, None),
        None,
        "the eight-digit code of the same step"
    );
    assert_eq!(totp.matches(&seed(), &typed("87082"), now, WIDE, None), None, "its last five digits");
    assert_eq!(totp.matches(&Seed::from_bytes(vec![7; 20]).unwrap(), &typed("287082"), now, WIDE, None), None);
    assert_eq!(Totp { algorithm: Algorithm::Sha256, ..totp }.matches(&seed(), &typed("287082"), now, WIDE, None), None);
}

/// Structure, not timing: each candidate is compared byte by byte to the end, whatever fitted before, and the search
/// goes on after a match and over spent steps.
#[test]
fn a_code_right_in_five_digits_costs_as_much_as_one_right_in_none() {
    let right = code(&seed(), Algorithm::Sha1, Digits::SIX, 5);
    assert_eq!(right.expose(), "254676");
    let work = |text: &str, last: Option<u64>| {
        let (codes, bytes) = (Cell::new(0), Cell::new(0));
        let made = |factor| {
            codes.set(codes.get() + 1);
            code(&seed(), Algorithm::Sha1, Digits::SIX, factor)
        };
        let found = newest_by(&typed(text), 4..=6, last, made, |a, b| {
            bytes.set(bytes.get() + 1);
            a.ct_eq(&b)
        });
        (found, codes.get(), bytes.get())
    };
    assert_eq!(work("254676", None), (Some(5), 3, 24), "right");
    assert_eq!(work("254677", None), (None, 3, 24), "right in five digits");
    assert_eq!(work("154676", None), (None, 3, 24), "wrong in the first digit");
    assert_eq!(work("000000", None), (None, 3, 24), "right in none");
    assert_eq!(work("2546", None), (None, 3, 24), "another length");
    assert_eq!(work("254676", Some(5)), (None, 3, 24), "spent");
}

#[test]
fn of_two_steps_with_one_code_the_later_is_taken() {
    let same = typed("1234");
    let found = newest_by(
        &same,
        7..=9,
        None,
        |factor| if factor == 9 { typed("9999") } else { typed("1234") },
        |a, b| a.ct_eq(&b),
    );
    assert_eq!(found, Some(8), "so that it can not pass a second time as step 8");
}

#[test]
fn hotp_looks_ahead_but_not_back() {
    let hotp = Hotp::default();
    for (text, next, look_ahead, found) in [
        ("755224", 0, 0, Some(0)),
        ("520489", 0, 9, Some(9)),
        ("520489", 0, 8, None),
        ("755224", 1, 9, None),
        ("755224", u64::MAX, 9, None),
    ] {
        assert_eq!(hotp.matches(&seed(), &typed(text), next, look_ahead), found, "{text} from {next}");
    }
}

#[test]
fn moments_before_t0_are_step_zero_and_extremes_do_not_overflow() {
    let totp = Totp { t0_ms: 1_000_000, ..Totp::default() };
    for (now, step) in [
        (i64::MIN, 0),
        (0, 0),
        (1_000_000, 0),
        (1_029_999, 0),
        (1_030_000, 1),
        (i64::MAX, (i64::MAX - 1_000_000) as u64 / 30_000),
    ] {
        assert_eq!(totp.step(now), step, "{now}");
    }
    assert_eq!(Totp { t0_ms: i64::MIN, ..totp }.step(i64::MAX), u64::MAX / 30_000);
    assert_eq!(totp.begins(1), 1_030_000);
    assert_eq!(totp.begins(u64::MAX), i64::MAX);
    assert_eq!(totp.matches(&seed(), &typed("000000"), i64::MIN, WIDE, Some(u64::MAX)), None);
}

#[test]
fn parameters_out_of_range_are_refused() {
    for (n, ok) in [(0, false), (3, false), (4, true), (6, true), (8, true), (9, false), (255, false)] {
        assert_eq!(Digits::try_from(n).map(Digits::number), if ok { Ok(n) } else { Err(OutOfRange) });
    }
    for (ms, ok) in [(0, false), (999, false), (1_000, true), (30_500, true), (86_400_000, true), (86_400_001, false)] {
        assert_eq!(Period::from_ms(ms).is_ok(), ok, "{ms}");
    }
    assert_eq!(Period::from_secs(u64::MAX), Err(OutOfRange));
    assert!(Window::new(1_000, 1_000).is_ok());
    assert!(Window::new(1_001, 0).is_err());
}

#[test]
fn a_typed_code_is_four_to_eight_ascii_digits() {
    for (text, read) in [
        ("123456", Some("123456")),
        (" 123 456 ", Some("123456")),
        ("1234-5678", Some("12345678")),
        ("0000", Some("0000")),
        ("123", None),
        ("123456789", None),
        ("12345a", None),
        ("+12345", None),
        ("١٢٣٤٥٦", None),
        ("", None),
    ] {
        assert_eq!(Code::parse(text).as_ref().map(Code::expose), read, "{text:?}");
    }
}

#[test]
fn seeds_are_read_leniently_and_within_bounds() {
    let text = seed().to_base32();
    assert_eq!(*text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    for same in [
        "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
        "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====",
    ] {
        assert_eq!(Seed::from_base32(same).unwrap().expose(), seed().expose(), "{same}");
    }
    assert!(Seed::from_base32("ABCDEFGHIJKLMNOPQRSTUVWXYZ").is_ok(), "left-over bits are not checked");
    for (bad, why) in [
        ("GEZDGNBV", BadSeed::Length),
        ("", BadSeed::Length),
        ("0EZDGNBVGY3TQOJQ", BadSeed::NotBase32),
        ("GEZDGNBVGY3TQOJQA", BadSeed::NotBase32),
        ("GEZDGNBV=GY3TQOJQ", BadSeed::NotBase32),
    ] {
        assert_eq!(Seed::from_base32(bad).unwrap_err(), why, "{bad}");
    }
    assert!(Seed::from_bytes(vec![0; 9]).is_err() && Seed::from_bytes(vec![0; 129]).is_err());
    assert!(Seed::from_bytes(vec![0; 10]).is_ok() && Seed::from_bytes(vec![0; 128]).is_ok());
}

#[test]
fn neither_seed_nor_code_is_printed() {
    assert_eq!(format!("{:?} {:?}", seed(), typed("123456")), "Seed(…) Code(…)");
}
