//! Cookies: host-only, unreadable for scripts, small.
//!
//! With an https public URL every name gets the prefix `__Host-`, which browsers keep only when the cookie is
//! Secure, for the path `/` and without a Domain (RFC 6265bis, 4.1.3.2). Plain http exists for the loopback
//! demo alone; there the prefix and Secure are left out, since other clients drop such cookies.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, header};

use crate::PublicUrl;

/// Reads and writes the cookies of this server.
#[derive(Clone, Copy, Debug)]
pub struct Cookies {
    secure: bool,
}

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Until the browser ends.
    Session,
    For(Duration),
}

/// Which requests from other sites carry it. `None` does not exist here: an answer that arrives by a cross-site
/// POST continues by a same-site GET.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    Lax,
    Strict,
}

/// Why a cookie cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CookieError {
    #[error("the name or value has a character that cookies cannot hold")]
    Character,
    #[error("browsers would drop a cookie of this size")]
    TooLong,
}

impl Cookies {
    pub fn new(public: &PublicUrl) -> Self {
        Self { secure: public.is_https() }
    }

    /// The value of a cookie; `None` too when it came twice with different values, for one of them is not ours.
    pub fn read<'a>(&self, headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
        let name = self.name(name);
        let mut found = None;
        for line in headers.get_all(header::COOKIE) {
            let pairs = line.to_str().ok()?.split(';').filter_map(|pair| pair.trim().split_once('='));
            for (_, value) in pairs.filter(|(key, _)| *key == name) {
                if found.is_some_and(|before| before != value) {
                    return None;
                }
                found = Some(value);
            }
        }
        found.filter(|value| !value.is_empty() && value.len() <= MOST)
    }

    /// A Set-Cookie value.
    pub fn set(&self, name: &str, value: &str, keep: Keep, same_site: SameSite) -> Result<HeaderValue, CookieError> {
        let token = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !token || !value.bytes().all(is_octet) {
            return Err(CookieError::Character);
        }
        let age = match keep {
            Keep::Session => String::new(),
            Keep::For(time) => format!("; Max-Age={}", time.as_secs()),
        };
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie = format!("{}={value}; Path=/; HttpOnly; SameSite={same_site:?}{secure}{age}", self.name(name));
        if cookie.len() > MOST {
            return Err(CookieError::TooLong);
        }
        HeaderValue::from_str(&cookie).map_err(|_| CookieError::Character)
    }

    /// A Set-Cookie value that makes the browser forget it.
    pub fn clear(&self, name: &str) -> Result<HeaderValue, CookieError> {
        self.set(name, "", Keep::For(Duration::ZERO), SameSite::Lax)
    }

    fn name(&self, name: &str) -> String {
        format!("{}{name}", if self.secure { "__Host-" } else { "" })
    }
}

/// The cookie-octet of RFC 6265, 4.1.1.
fn is_octet(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}

/// Browsers drop what is longer, name and attributes counted.
const MOST: usize = 4000;

#[cfg(test)]
mod tests {
    use super::*;

    fn cookies(url: &str) -> Cookies {
        Cookies::new(&PublicUrl::parse(url).unwrap())
    }

    fn sent(line: &str) -> HeaderMap {
        [(header::COOKIE, line.parse().unwrap())].into_iter().collect()
    }

    /// M064
    #[test]
    fn a_cookie_is_host_only_secure_and_unreadable_for_scripts() {
        let set = cookies("https://id.example").set("session", "abc", Keep::Session, SameSite::Lax).unwrap();
        assert_eq!(set, "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
        let plain = cookies("http://127.0.0.1:8080")
            .set("session", "abc", Keep::For(Duration::from_secs(60)), SameSite::Strict)
            .unwrap();
        assert_eq!(plain, "session=abc; Path=/; HttpOnly; SameSite=Strict; Max-Age=60");
        assert_eq!(
            cookies("https://id.example").clear("session").unwrap(),
            "__Host-session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
        );
    }

    /// M064
    #[test]
    fn a_cookie_stays_under_4_kb_and_cannot_grow_attributes() {
        let cookies = cookies("https://id.example");
        let set = |value: &str| cookies.set("a", value, Keep::Session, SameSite::Lax);
        assert!(set(&"x".repeat(3900)).is_ok());
        assert_eq!(set(&"x".repeat(4000)), Err(CookieError::TooLong));
        for evil in ["a; Domain=evil.example", "a\r\nSet-Cookie: b=c", "a b", "\"a\"", "ä", "a,b"] {
            assert_eq!(set(evil), Err(CookieError::Character), "{evil:?}");
        }
    }

    #[test]
    fn only_our_own_cookie_is_read() {
        let https = cookies("https://id.example");
        assert_eq!(https.read(&sent("a=1; __Host-session=abc; b=2"), "session"), Some("abc"));
        for other in
            ["session=abc", "__Secure-session=abc", "__Host-session=", "__Host-session=abc; __Host-session=evil", ""]
        {
            assert_eq!(https.read(&sent(other), "session"), None, "{other:?}");
        }
        assert_eq!(cookies("http://127.0.0.1:1").read(&sent("session=abc"), "session"), Some("abc"));
    }
}
