//! As much of a browser as logins need: cookies by server, redirects, and forms that a page sends by itself.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{Error, Result};
use std::net::SocketAddr;

use crate::http::{Answer, Line};

#[derive(Default)]
pub struct Browser {
    lines: HashMap<SocketAddr, Line>,
    cookies: HashMap<SocketAddr, BTreeMap<String, String>>,
}

/// A step on the way: an address, and the fields of a form that is posted to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub url: String,
    pub fields: Option<Vec<(String, String)>>,
}

/// Where a step leads.
pub enum Led {
    On(Step),
    /// A page that a person would read.
    Page(Answer),
}

impl Browser {
    /// Takes a step. One whose connection breaks is not tried again; the next one has a fresh connection.
    pub fn take(&mut self, step: &Step) -> Result<Led> {
        let (server, path) = parted(&step.url).ok_or_else(|| Error::other(format!("no address: {}", step.url)))?;
        let request = self.request(server, path, step.fields.as_deref());
        let answer = self.lines.entry(server).or_insert_with(|| Line::to(server)).ask(&request);
        let answer = answer.inspect_err(|_| drop(self.lines.remove(&server)))?;
        if answer.closing {
            self.lines.remove(&server);
        }
        self.keep(server, &answer);
        let location = answer.location.as_deref().filter(|_| (300..400).contains(&answer.status));
        if let Some(location) = location {
            return Ok(Led::On(Step { url: absolute(server, location), fields: None }));
        }
        let page = String::from_utf8_lossy(&answer.body);
        match sent_by_itself(&page).filter(|_| answer.status == 200) {
            Some(Step { url, fields }) => Ok(Led::On(Step { url: absolute(server, &url), fields })),
            None => Ok(Led::Page(answer)),
        }
    }

    /// Nothing of this server is remembered any more.
    pub fn forget(&mut self, server: SocketAddr) {
        self.cookies.remove(&server);
    }

    /// Remembers cookies, as a `Cookie` header has them.
    pub fn remember(&mut self, server: SocketAddr, header: &str) {
        let pairs = header.split("; ").filter_map(|pair| pair.split_once('='));
        self.cookies.entry(server).or_default().extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    fn keep(&mut self, server: SocketAddr, answer: &Answer) {
        for cookie in &answer.cookies {
            let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) else { continue };
            let kept = self.cookies.entry(server).or_default();
            if value.is_empty() || cookie.contains("Max-Age=0") {
                kept.remove(name);
            } else {
                kept.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn request(&self, server: SocketAddr, path: &str, fields: Option<&[(String, String)]>) -> String {
        let method = if fields.is_some() { "POST" } else { "GET" };
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {server}\r\nAccept: text/html\r\nAccept-Language: en\r\n");
        if let Some(kept) = self.cookies.get(&server).filter(|kept| !kept.is_empty()) {
            let pairs: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let _ = write!(request, "Cookie: {}\r\n", pairs.join("; "));
        }
        let Some(fields) = fields else { return request + "\r\n" };
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
        let body = pairs.join("&");
        let kind = "application/x-www-form-urlencoded";
        let _ = write!(request, "Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        request
    }
}

/// The server of an `http` address, and the rest of it.
pub fn parted(url: &str) -> Option<(SocketAddr, &str)> {
    let rest = url.strip_prefix("http://")?;
    let (server, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Some((server.parse().ok()?, if path.is_empty() { "/" } else { path }))
}

/// Percent-encoded, as queries and forms want it.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn absolute(server: SocketAddr, place: &str) -> String {
    if place.starts_with('/') { format!("http://{server}{place}") } else { place.to_owned() }
}

/// The form that a script of the page sends at once.
fn sent_by_itself(page: &str) -> Option<Step> {
    let form =
        page.split("<form").skip(1).find(|form| form.split('>').next().is_some_and(|tag| tag.contains("data-send")))?;
    let form = form.split("</form").next()?;
    let url = attribute(form.split('>').next()?, "action")?;
    let inputs = form.split("<input").skip(1).filter_map(|input| {
        let tag = input.split('>').next()?;
        Some((attribute(tag, "name")?, attribute(tag, "value")?))
    });
    Some(Step { url, fields: Some(inputs.collect()) })
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

/// Text without its entities.
fn plain(text: &str) -> String {
    let mut parts = text.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (entity, rest) = part.split_once(';').unwrap_or(("", part));
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let meant = match entity {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            _ => entity
                .strip_prefix("#x")
                .and_then(|hex| number(hex, 16))
                .or_else(|| number(entity.strip_prefix('#')?, 10)),
        };
        out.extend(meant);
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_sends_itself_is_found_among_its_forms() {
        let page = r#"<form method="post" action="/language"><input name="l" value="en"></form>
            <form id="carry" method="post" action="http:&#x2f;&#x2f;app.test&#x2f;acs" data-send>
            <input type="hidden" name="SAMLResponse" value="PHNh&#x2f;&#43;&quot;=="><input type="hidden" name="RelayState" value="a&amp;b"></form>"#;
        let step = sent_by_itself(page).unwrap();
        assert_eq!(step.url, "http://app.test/acs");
        let fields = [("SAMLResponse", "PHNh/+\"=="), ("RelayState", "a&b")];
        assert_eq!(step.fields.unwrap(), fields.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(sent_by_itself(&page.replace(" data-send", "")).is_none(), "one that waits for a person");
    }

    #[test]
    fn cookies_are_kept_by_server_and_forgotten_when_they_end() {
        let (one, two) = ("127.0.0.1:1".parse().unwrap(), "127.0.0.1:2".parse().unwrap());
        let mut browser = Browser::default();
        let answer = |cookies: &[&str]| Answer {
            status: 200,
            location: None,
            cookies: cookies.iter().map(|c| (*c).to_owned()).collect(),
            body: Vec::new(),
            closing: false,
        };
        browser.remember(one, "session=s; browser=b");
        browser.keep(one, &answer(&["session=new; Path=/; HttpOnly", "browser=; Max-Age=0"]));
        assert!(browser.request(one, "/", None).contains("Cookie: session=new\r\n"));
        assert!(!browser.request(two, "/", None).contains("Cookie"));
        browser.forget(one);
        assert!(!browser.request(one, "/", None).contains("Cookie"));
        let posted = browser.request(one, "/a", Some(&[("x".to_owned(), "1+ /".to_owned())]));
        assert!(posted.starts_with("POST /a ") && posted.ends_with("\r\n\r\nx=1%2B%20%2F"), "{posted}");
    }

    #[test]
    fn addresses_fall_into_server_and_path() {
        assert_eq!(
            parted("http://127.0.0.1:80/a?b=http://c"),
            Some(("127.0.0.1:80".parse().unwrap(), "/a?b=http://c"))
        );
        assert_eq!(parted("https://127.0.0.1:80/"), None);
        assert_eq!(parted("http://app.test/acs"), None);
    }
}
