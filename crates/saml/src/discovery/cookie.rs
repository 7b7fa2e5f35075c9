//! The common domain cookie: which providers a browser was at, the newest last.

use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Name of the cookie (SAML profiles, 4.3.1).
pub const COOKIE: &str = "_saml_idp";

/// Entity identifiers, the newest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Providers(Vec<String>);

impl Providers {
    /// Reads a value that anybody in the domain may have written: what is not one of few plain identifiers is left out.
    pub fn read(value: &str) -> Self {
        if value.len() > LONGEST {
            return Self::default();
        }
        let decoded = percent_decode_str(value).decode_utf8_lossy();
        let parts: Vec<&str> = decoded.trim_matches('"').split(' ').filter(|part| !part.is_empty()).collect();
        let newest = parts.into_iter().rev().take(MOST).filter_map(identifier);
        let mut providers = Self::default();
        for id in newest {
            if !providers.0.contains(&id) {
                providers.0.insert(0, id);
            }
        }
        providers
    }

    /// From the newest to the oldest.
    pub fn newest_first(&self) -> impl Iterator<Item = &str> {
        self.0.iter().rev().map(String::as_str)
    }

    /// The same with somebody's latest provider at the end.
    #[must_use]
    pub fn with(mut self, id: &str) -> Self {
        self.0.retain(|known| known != id);
        self.0.push(id.to_owned());
        self
    }

    /// The value of the cookie; the oldest are left out where it would be too long for browsers.
    pub fn write(&self) -> String {
        let mut from = self.0.len().saturating_sub(MOST);
        loop {
            let parts: Vec<String> = self.0[from..].iter().map(|id| STANDARD.encode(id)).collect();
            let value = utf8_percent_encode(&parts.join(" "), &ESCAPED).to_string();
            if value.len() <= SHORT_ENOUGH || from >= self.0.len() {
                return value;
            }
            from += 1;
        }
    }
}

fn identifier(part: &str) -> Option<String> {
    let id = String::from_utf8(STANDARD.decode(part).ok()?).ok()?;
    let plain = !id.is_empty() && id.len() <= 1024 && id.bytes().all(|b| b.is_ascii_graphic());
    plain.then_some(id)
}

/// Everything but letters, digits and what no reader takes for anything else.
const ESCAPED: AsciiSet = NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');
/// So many are read.
const MOST: usize = 16;
const LONGEST: usize = 8192;
const SHORT_ENOUGH: usize = 3500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_last() {
        let providers = Providers::default().with("https://a.test").with("https://b.test").with("https://a.test");
        let value = providers.write();
        assert_eq!(value, "aHR0cHM6Ly9iLnRlc3Q%3D%20aHR0cHM6Ly9hLnRlc3Q%3D");
        let read = Providers::read(&value);
        assert_eq!(read, providers);
        assert_eq!(read.newest_first().collect::<Vec<_>>(), ["https://a.test", "https://b.test"]);
    }

    #[test]
    fn others_write_it_in_their_own_way() {
        for value in
            ["aHR0cHM6Ly9iLnRlc3Q= aHR0cHM6Ly9hLnRlc3Q=", "\"aHR0cHM6Ly9iLnRlc3Q%3d%20aHR0cHM6Ly9hLnRlc3Q%3d\""]
        {
            let read = Providers::read(value);
            assert_eq!(read.newest_first().collect::<Vec<_>>(), ["https://a.test", "https://b.test"], "{value}");
        }
    }

    #[test]
    fn what_is_no_list_of_identifiers_is_left_out() {
        let good = STANDARD.encode("https://a.test");
        for evil in [
            "",
            "%",
            "=",
            "!!",
            "%00",
            "\"",
            &STANDARD.encode([0xff, 0xfe]),
            &STANDARD.encode("a b"),
            &STANDARD.encode("a".repeat(2000)),
        ] {
            assert_eq!(Providers::read(evil), Providers::default(), "{evil}");
            assert_eq!(
                Providers::read(&format!("{evil}%20{good}")).newest_first().collect::<Vec<_>>(),
                ["https://a.test"],
                "{evil}"
            );
        }
        assert_eq!(Providers::read(&format!("{good}%20").repeat(400)), Providers::default(), "too long");
        let many: Vec<String> = (0..40).map(|n| STANDARD.encode(format!("https://{n}.test"))).collect();
        let read = Providers::read(&many.join(" "));
        assert_eq!((read.0.len(), read.newest_first().next()), (MOST, Some("https://39.test")));
    }

    #[test]
    fn it_stays_short_enough_for_browsers() {
        let all =
            (0..16).fold(Providers::default(), |all, n| all.with(&format!("https://{n}.test/{}", "x".repeat(900))));
        let value = all.write();
        assert!(value.len() <= SHORT_ENOUGH, "{}", value.len());
        assert_eq!(Providers::read(&value).newest_first().next(), all.newest_first().next());
    }
}
