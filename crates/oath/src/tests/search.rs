//! The search where nobody can show the code, and the device that ran ahead.

use std::cell::{Cell, RefCell};

use super::{seed, typed};
use crate::{Code, Hotp, Totp, Window, code, search::newest_pair};

const NOW: i64 = 1_111_111_111_000; // step 0x23523ed

/// F5.1
#[test]
fn a_door_that_only_says_yes_or_no_finds_the_same_factor() {
    let totp = Totp::default();
    let (present, window) = (totp.step(NOW), Window::new(2, 1).unwrap());
    for offset in -3i64..=2 {
        let shown = code(&seed(), totp.algorithm, totp.digits, present.checked_add_signed(offset).unwrap());
        for last in [None, Some(present - 1), Some(present), Some(u64::MAX)] {
            let by = totp.matches_by(&seed(), NOW, window, last, &|code| code == shown.expose());
            assert_eq!(by, totp.matches(&seed(), &shown, NOW, window, last), "offset {offset}, last {last:?}");
        }
    }
    let hotp = Hotp::default();
    for (text, next, look_ahead) in
        [("755224", 0, 0), ("520489", 0, 9), ("520489", 0, 8), ("755224", 1, 9), ("755224", u64::MAX, 9)]
    {
        let by = hotp.matches_by(&seed(), next, look_ahead, &|code| code == text);
        assert_eq!(by, hotp.matches(&seed(), &typed(text), next, look_ahead), "{text} from {next}");
    }
}

#[test]
fn every_code_of_the_window_is_asked_about_whatever_the_answers() {
    let hotp = Hotp::default();
    for answer in ["755224", "338314", "000000", "all", "none"] {
        let asked = RefCell::new(Vec::new());
        let found = hotp.matches_by(&seed(), 0, 4, &|code| {
            asked.borrow_mut().push(code.to_owned());
            answer == "all" || code == answer
        });
        assert_eq!(*asked.borrow(), ["755224", "287082", "359152", "969429", "338314"], "{answer}");
        let expected = match answer {
            "755224" => Some(0),
            "338314" | "all" => Some(4),
            _ => None,
        };
        assert_eq!(found, expected, "{answer}");
    }
    // Spent ones too.
    let asked = Cell::new(0);
    let totp = Totp::default();
    let found = totp.matches_by(&seed(), NOW, Window::DEFAULT, Some(totp.step(NOW) + 1), &|_| {
        asked.set(asked.get() + 1);
        true
    });
    assert_eq!((found, asked.get()), (None, 3));
}

/// Leading zeros are part of the code: RFC 6238 has 07081804, and its counter's six digits are 081804.
#[test]
fn leading_zeros_are_shown_to_the_door() {
    let totp = Totp::default();
    let at = 1_111_111_109_000;
    let still = Window::new(0, 0).unwrap();
    let shown = |digits: u8| {
        let seen = RefCell::new(String::new());
        let totp = Totp { digits: digits.try_into().unwrap(), ..totp };
        totp.matches_by(&seed(), at, still, None, &|code| seen.replace(code.to_owned()).is_empty());
        seen.into_inner()
    };
    assert_eq!((shown(8).as_str(), shown(6).as_str()), ("07081804", "081804"));
    assert_eq!(totp.matches_by(&seed(), at, still, None, &|code| code == "81804"), None);
}

/// The ten codes of RFC 4226, appendix D.
const CODES: [&str; 10] =
    ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];

#[test]
fn two_codes_in_a_row_find_a_counter_that_ran_ahead() {
    let hotp = Hotp::default();
    for (first, second, next, look_ahead, found) in [
        (7, 8, 0, 100, Some(8)),
        (7, 8, 0, 7, Some(8)),
        (7, 8, 0, 6, None),
        (0, 1, 0, 0, Some(1)),
        (0, 1, 1, 100, None),
        (7, 9, 0, 100, None),
        (8, 7, 0, 100, None),
        (7, 7, 0, 100, None),
        (8, 9, 8, 0, Some(9)),
        (8, 9, u64::MAX, 100, None),
    ] {
        let pair = (typed(CODES[first]), typed(CODES[second]));
        assert_eq!(hotp.resync(&seed(), &pair.0, &pair.1, next, look_ahead), found, "{first} {second} from {next}");
    }
    let far = |n| hotp.code(&seed(), n);
    assert_eq!(hotp.resync(&seed(), &far(10_000), &far(10_001), 0, u32::MAX), Some(10_001));
    assert_eq!(hotp.resync(&seed(), &far(10_001), &far(10_002), 0, u32::MAX), None, "no further than that");
}

#[test]
fn two_codes_in_a_row_find_a_clock_that_is_wrong() {
    let totp = Totp::default();
    let present = totp.step(NOW);
    let shown = |step: u64| code(&seed(), totp.algorithm, totp.digits, step);
    let wide = Window::new(100, 100).unwrap();
    for (offset, last, found) in [
        (57i64, None, true),
        (-100, None, true),
        (-101, None, false),
        (99, None, true),
        (100, None, false),
        (5, Some(present + 4), true),
        (5, Some(present + 5), false),
        (5, Some(u64::MAX), false),
    ] {
        let first = present.checked_add_signed(offset).unwrap();
        let typed = (&shown(first), &shown(first + 1));
        let step = totp.resync(&seed(), typed, NOW, wide, last);
        assert_eq!(step, found.then_some(first + 1), "offset {offset}, last {last:?}");
    }
}

#[test]
fn a_pair_costs_the_same_wherever_it_is() {
    let work = |first: &str, second: &str, last| {
        let codes = Cell::new(0);
        let made = |factor: u64| -> Code {
            codes.set(codes.get() + 1);
            typed(CODES[usize::try_from(factor).unwrap()])
        };
        let found = newest_pair(&typed(first), &typed(second), 0..=9, last, made);
        (found, codes.get())
    };
    assert_eq!(work("755224", "287082", None), (Some(1), 10));
    assert_eq!(work("399871", "520489", None), (Some(9), 10));
    assert_eq!(work("399871", "520489", Some(9)), (None, 10));
    assert_eq!(work("000000", "000000", None), (None, 10));
}
