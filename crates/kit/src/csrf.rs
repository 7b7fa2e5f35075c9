//! Protection against requests forged by other sites.
//!
//! Two independent checks stand before every change: what the browser says about the request's origin, and a
//! token in the field `csrf` that only a page of ours, shown to the same browser, can hold.

use aws_lc_rs::hmac;
use data_encoding::BASE64URL_NOPAD;
use http::{HeaderMap, Method, header};

use crate::{Form, PublicUrl};

/// Makes and checks tokens; the key is derived from the master key.
#[derive(Clone)]
pub struct Csrf {
    key: hmac::Key,
    origin: String,
}

/// Why a request was not taken for the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forged {
    #[error("a change needs POST")]
    Method,
    #[error("the request tries to override its method")]
    Override,
    #[error("another site sent it")]
    CrossSite,
    #[error("its body is not a form")]
    NotAForm,
    #[error("its token is missing or not this browser's")]
    Token,
}

impl Csrf {
    pub fn new(key: &[u8; 32], public: &PublicUrl) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, key), origin: public.origin() }
    }

    /// The token for the browser that holds the cookie value `browser`.
    pub fn token(&self, browser: &str) -> String {
        BASE64URL_NOPAD.encode(hmac::sign(&self.key, &message(browser)).as_ref())
    }

    /// The whole check of a posted form.
    pub fn check(
        &self,
        method: &Method,
        headers: &HeaderMap,
        browser: Option<&str>,
        form: &Form,
    ) -> Result<(), Forged> {
        self.check_origin(method, headers)?;
        if form.get("_method").is_some() {
            return Err(Forged::Override);
        }
        let (browser, token) = browser.zip(form.get(FIELD)).ok_or(Forged::Token)?;
        let tag = BASE64URL_NOPAD.decode(token.as_bytes()).map_err(|_| Forged::Token)?;
        hmac::verify(&self.key, &message(browser), &tag).map_err(|_| Forged::Token)
    }

    /// The part that needs no body: method, override headers, body type, origin.
    ///
    /// Our pages are `no-referrer`, so an honest Origin may be `null` (Fetch, "append a request Origin header");
    /// then Sec-Fetch-Site, which every current browser sends, or else the token alone decides.
    pub fn check_origin(&self, method: &Method, headers: &HeaderMap) -> Result<(), Forged> {
        if method != Method::POST {
            return Err(Forged::Method);
        }
        if OVERRIDES.iter().any(|name| headers.contains_key(*name)) {
            return Err(Forged::Override);
        }
        if !is_form(headers) {
            return Err(Forged::NotAForm);
        }
        let site = headers.get("sec-fetch-site").map(|site| site.as_bytes());
        if !matches!(site, None | Some(b"same-origin" | b"none")) {
            return Err(Forged::CrossSite);
        }
        match headers.get(header::ORIGIN).map(|origin| origin.as_bytes()) {
            None | Some(b"null") => Ok(()),
            Some(origin) => (origin == self.origin.as_bytes()).then_some(()).ok_or(Forged::CrossSite),
        }
    }
}

/// Whether the body says it is an urlencoded form in UTF-8.
pub(crate) fn is_form(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()) else { return false };
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().eq_ignore_ascii_case("application/x-www-form-urlencoded");
    essence
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.eq_ignore_ascii_case("charset") => {
                value.trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

fn message(browser: &str) -> Vec<u8> {
    [b"symbolon csrf 1\0", browser.as_bytes()].concat()
}

/// The name of the form field.
pub const FIELD: &str = "csrf";

const OVERRIDES: [&str; 3] = ["x-http-method-override", "x-http-method", "x-method-override"];

#[cfg(test)]
mod tests {
    use super::*;

    fn csrf() -> Csrf {
        Csrf::new(&[7; 32], &PublicUrl::parse("https://id.example").unwrap())
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        form.iter()
            .chain(pairs)
            .map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    fn check(method: Method, pairs: &[(&'static str, &str)], body: &str) -> Result<(), Forged> {
        csrf().check(&method, &headers(pairs), Some("browser-1"), &Form::parse(body.as_bytes()).unwrap())
    }

    fn body() -> String {
        format!("csrf={}&name=ada", csrf().token("browser-1"))
    }

    /// M070
    #[test]
    fn a_post_from_our_own_page_passes_and_every_other_is_refused() {
        let ours = [("origin", "https://id.example"), ("sec-fetch-site", "same-origin")];
        assert_eq!(check(Method::POST, &ours, &body()), Ok(()));
        assert_eq!(check(Method::POST, &[], &body()), Ok(()));
        assert_eq!(check(Method::POST, &[("origin", "null"), ("sec-fetch-site", "same-origin")], &body()), Ok(()));
        for (method, pairs, refused) in [
            (Method::GET, vec![], Forged::Method),
            (Method::PUT, vec![], Forged::Method),
            (Method::POST, vec![("origin", "https://evil.example")], Forged::CrossSite),
            (Method::POST, vec![("origin", "http://id.example")], Forged::CrossSite),
            (Method::POST, vec![("origin", "null"), ("sec-fetch-site", "cross-site")], Forged::CrossSite),
            (Method::POST, vec![("origin", "https://id.example"), ("sec-fetch-site", "same-site")], Forged::CrossSite),
            (Method::POST, vec![("x-http-method-override", "DELETE")], Forged::Override),
        ] {
            assert_eq!(check(method, &pairs, &body()), Err(refused), "{pairs:?}");
        }
        assert_eq!(check(Method::POST, &ours, &(body() + "&_method=DELETE")), Err(Forged::Override));
    }

    /// M070
    #[test]
    fn a_token_is_good_for_its_browser_only() {
        let other = csrf().token("browser-2");
        let key = Csrf::new(&[8; 32], &PublicUrl::parse("https://id.example").unwrap()).token("browser-1");
        for token in [other.as_str(), key.as_str(), "", "x", "%20"] {
            assert_eq!(check(Method::POST, &[], &format!("csrf={token}")), Err(Forged::Token), "{token}");
        }
        assert_eq!(check(Method::POST, &[], "name=ada"), Err(Forged::Token));
        let form = Form::parse(body().as_bytes()).unwrap();
        assert_eq!(csrf().check(&Method::POST, &headers(&[]), None, &form), Err(Forged::Token));
        assert_eq!(csrf().check(&Method::POST, &headers(&[]), Some("browser-1"), &form), Ok(()));
    }

    /// M070: JSON in a text/plain form is no form.
    #[test]
    fn only_an_urlencoded_form_is_a_form() {
        for (kind, good) in [
            ("application/x-www-form-urlencoded", true),
            ("application/x-www-form-urlencoded; charset=UTF-8", true),
            ("application/x-www-form-urlencoded; charset=utf-16", false),
            ("text/plain", false),
            ("application/json", false),
            ("multipart/form-data; boundary=x", false),
        ] {
            let sent = [(header::CONTENT_TYPE, kind.parse().unwrap())].into_iter().collect();
            assert_eq!(is_form(&sent), good, "{kind}");
            assert_eq!(csrf().check_origin(&Method::POST, &sent).is_ok(), good, "{kind}");
        }
        assert!(!is_form(&HeaderMap::new()));
    }
}
