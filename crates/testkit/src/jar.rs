//! The cookies of one browser.

use std::collections::BTreeMap;
use url::Url;

/// What one browser keeps. Host-only cookies with the path `/` are all there should be, so nothing else is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Jar(BTreeMap<(String, String), Cookie>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Cookie {
    value: String,
    secure: bool,
}

impl Jar {
    /// Takes a Set-Cookie value that came from this URL.
    pub fn take(&mut self, url: &Url, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else { return };
        let attributes: Vec<String> = parts.map(str::to_ascii_lowercase).collect();
        let has = |name: &str| attributes.iter().any(|a| a == name);
        let secure = has("secure");
        let https = url.scheme() == "https";
        if secure && !https || name.starts_with("__Host-") && !(secure && has("path=/")) {
            return;
        }
        let key = (host(url), name.to_owned());
        if value.is_empty() || has("max-age=0") {
            self.0.remove(&key);
        } else {
            self.0.insert(key, Cookie { value: value.to_owned(), secure });
        }
    }

    /// The Cookie header for a URL.
    pub fn header(&self, url: &Url) -> Option<String> {
        let at = host(url);
        let sent = self.0.iter().filter(|((host, _), c)| *host == at && (!c.secure || url.scheme() == "https"));
        let pairs: Vec<String> = sent.map(|((_, name), c)| format!("{name}={}", c.value)).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// The value of a cookie, whatever prefix its name carries.
    pub fn value(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|((_, n), _)| n == name || n.strip_prefix("__Host-") == Some(name));
        found.map(|(_, cookie)| cookie.value.as_str())
    }

    /// Puts another value into a cookie that is there already.
    pub fn replace(&mut self, name: &str, value: &str) {
        for ((_, n), cookie) in &mut self.0 {
            if n == name || n.strip_prefix("__Host-") == Some(name) {
                value.clone_into(&mut cookie.value);
            }
        }
    }

    pub fn forget(&mut self, name: &str) {
        self.0.retain(|(_, n), _| n != name && n.strip_prefix("__Host-") != Some(name));
    }

    /// Names of all cookies.
    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(|(_, name)| name.as_str()).collect()
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secure_cookies_stay_on_https_and_empty_ones_go() {
        let (https, http) = (Url::parse("https://a.example/x").unwrap(), Url::parse("http://a.example/").unwrap());
        let mut jar = Jar::default();
        jar.take(&https, "__Host-session=1; Path=/; HttpOnly; SameSite=Lax; Secure");
        jar.take(&http, "__Host-other=1; Path=/");
        assert_eq!(jar.header(&https).as_deref(), Some("__Host-session=1"));
        assert_eq!(jar.header(&http), None);
        assert_eq!(jar.value("session"), Some("1"));
        jar.take(&https, "__Host-session=; Path=/; Secure; Max-Age=0");
        assert_eq!(jar, Jar::default());
    }
}
