//! The vectors of the RFCs, from files.

use crate::{Algorithm, Code, Digits, Hotp, Period, Seed, Totp, Window, hotp::truncated};

const RFC_4226: &str = include_str!("../../vectors/rfc4226.txt");
const RFC_6238: &str = include_str!("../../vectors/rfc6238.txt");

fn rows(file: &str) -> Vec<Vec<&str>> {
    file.lines().filter(|l| !l.starts_with('#')).map(|l| l.split_whitespace().collect()).collect()
}

/// M008
#[test]
fn m008_rfc_4226_vectors() {
    let seed = Seed::from_bytes(b"12345678901234567890".to_vec()).unwrap();
    let rows = rows(RFC_4226);
    assert_eq!(rows.len(), 10);
    for row in rows {
        let counter: u64 = row[0].parse().unwrap();
        assert_eq!(truncated(&seed, Algorithm::Sha1, counter).to_string(), row[1]);
        assert_eq!(Hotp::default().code(&seed, counter).expose(), row[2]);
        assert_eq!(Hotp::default().matches(&seed, &Code::parse(row[2]).unwrap(), counter, 0), Some(counter));
    }
}

/// M008
#[test]
fn m008_rfc_6238_vectors_of_three_algorithms_with_eight_and_six_digits() {
    let rows = rows(RFC_6238);
    assert_eq!(rows.len(), 18);
    let still = Window::new(0, 0).unwrap();
    for row in rows {
        let now = row[0].parse::<i64>().unwrap() * 1_000;
        let step = u64::from_str_radix(row[1], 16).unwrap();
        let seed = Seed::from_bytes(row[4].as_bytes().to_vec()).unwrap();
        let totp = Totp {
            algorithm: Algorithm::parse(row[3]).unwrap(),
            digits: Digits::EIGHT,
            period: Period::DEFAULT,
            t0_ms: 0,
        };
        assert_eq!(totp.step(now), step);
        assert_eq!(totp.code(&seed, now).expose(), row[2], "{row:?}");
        assert_eq!(totp.matches(&seed, &Code::parse(row[2]).unwrap(), now, still, None), Some(step));
        for digits in 4..=8u8 {
            let shorter = Totp { digits: digits.try_into().unwrap(), ..totp };
            assert_eq!(
                shorter.code(&seed, now).expose(),
                &row[2][usize::from(8 - digits)..],
                "{digits} digits of {row:?}"
            );
        }
    }
}
