//! What was just done, said once on the next page: a small cookie that the page takes away.
//!
//! It holds the key of a text and one name. Somebody who could set it could only say one of our own sentences.

use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, HeaderValue};
use kit::{Cookies, Keep, SameSite};

use crate::words::Words;

const COOKIE: &str = "flash";
const KEEP: Keep = Keep::For(std::time::Duration::from_secs(60));

/// The cookie that says it: `flash-KEY`, with a name of something.
pub fn set(cookies: &Cookies, key: &str, name: &str) -> Option<HeaderValue> {
    let name: String = name.chars().take(80).collect();
    let value = BASE64URL_NOPAD.encode(format!("{key}\n{name}").as_bytes());
    cookies.set(COOKIE, &value, KEEP, SameSite::Lax).ok()
}

/// What the page before wanted to be said.
pub fn read(cookies: &Cookies, headers: &HeaderMap) -> Option<Words> {
    let value = cookies.read(headers, COOKIE)?;
    let text = String::from_utf8(BASE64URL_NOPAD.decode(value.as_bytes()).ok()?).ok()?;
    let (key, name) = text.split_once('\n')?;
    let key = KEYS.iter().find(|known| **known == key)?;
    Some(Words::new(format!("flash-{key}")).with("name", name))
}

/// The cookie that takes it away.
pub fn clear(cookies: &Cookies) -> Option<HeaderValue> {
    cookies.clear(COOKIE).ok()
}

const KEYS: [&str; 9] =
    ["added", "removed", "renamed", "changed", "session-ended", "others-ended", "language", "withdrawn", "gone"];

#[cfg(test)]
mod tests {
    use super::*;
    use http::header;
    use kit::PublicUrl;

    fn sent(value: &str) -> HeaderMap {
        [(header::COOKIE, format!("__Host-flash={value}").parse().unwrap())].into_iter().collect()
    }

    #[test]
    fn only_our_own_sentences_are_said() {
        let cookies = Cookies::new(&PublicUrl::parse("https://id.example").unwrap());
        let set = set(&cookies, "removed", "<b>Old phone</b>").unwrap();
        let value = set.to_str().unwrap().split([';', '=']).nth(1).unwrap().to_owned();
        let words = read(&cookies, &sent(&value)).unwrap();
        assert_eq!(words, Words::new("flash-removed").with("name", "<b>Old phone</b>"));
        for evil in ["evil\nx", "../login-title\nx", "removed"] {
            assert_eq!(read(&cookies, &sent(&BASE64URL_NOPAD.encode(evil.as_bytes()))), None, "{evil}");
        }
        assert_eq!(read(&cookies, &sent("!")), None);
    }
}
