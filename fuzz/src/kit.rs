//! What every face reads: forms, cookies, addresses, hosts, languages, local paths.

use http::{HeaderMap, HeaderName, HeaderValue, header};
use kit::{Client, Cookies, Form, Keep, LocalPath, Locale, Proxies, PublicUrl, SameSite};
use url::{Url, form_urlencoded};

use crate::{lines, text};

/// No field twice, and each as any other form decoder reads it.
pub fn form(data: &[u8]) {
    let Ok(form) = Form::parse(data) else { return };
    let names: Vec<&str> = form.names().collect();
    let fields: Vec<(String, String)> = form_urlencoded::parse(data).into_owned().collect();
    assert_eq!(names.len(), fields.len());
    for ((name, value), (theirs, their_value)) in form.iter().zip(&fields) {
        assert_eq!((name, value), (theirs.as_str(), their_value.as_str()));
        assert_eq!(names.iter().filter(|n| **n == name).count(), 1, "{name:?}");
        assert_eq!(form.get(name), Some(value));
        assert!(!value.contains('\0'));
    }
}

/// A cookie that is written is one attribute and comes back as it was; other names are never read as ours.
pub fn cookies(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([url, name, value], sent) = lines(text);
    let Some(cookies) = PublicUrl::parse(url).ok().map(|public| Cookies::new(&public)) else { return };
    if let Ok(line) = HeaderValue::from_bytes(sent.as_bytes()) {
        let headers = HeaderMap::from_iter([(header::COOKIE, line)]);
        if let Some(found) = cookies.read(&headers, name) {
            assert!(sent.contains(&format!("{name}={found}")));
        }
    }
    let Ok(set) = cookies.set(name, value, Keep::Session, SameSite::Lax) else { return };
    let set = set.to_str().unwrap_or_default();
    let (pair, attributes) = set.split_once("; ").unwrap_or_default();
    assert!(attributes.starts_with("Path=/; HttpOnly; SameSite=Lax"), "{set:?}");
    assert_eq!(
        set.matches(';').count(),
        if url.trim().starts_with("http:") { 3 } else { attributes.matches(';').count() + 1 }
    );
    let headers = HeaderMap::from_iter([(header::COOKIE, pair.parse().unwrap_or_else(|_| panic!("{pair:?}")))]);
    assert_eq!(cookies.read(&headers, name), Some(value).filter(|value| !value.is_empty()), "{set:?}");
}

/// Forwarding headers of strangers count for nothing, and what a client puts before a proxy's own entry changes nothing.
pub fn address(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([listed, forwarded], _) = lines(text);
    let proxies = Proxies::new(["10.0.0.0/8", "fd00::/8"].map(|net| net.parse().unwrap_or_else(|_| panic!("{net}"))));
    let (near, far) = ("10.0.0.1", "198.51.100.9").into();
    let [near, far] = [near, far].map(|address: &str| address.parse().unwrap_or_else(|_| panic!("{address}")));
    for (name, line, forged) in
        [("x-forwarded-for", listed, "203.0.113.66"), ("forwarded", forwarded, "for=203.0.113.66")]
    {
        let Some(sent) = headers(&[(name, line)]) else { return };
        assert_eq!(proxies.client(far, &sent), Ok(Client(far)));
        let Ok(client) = proxies.client(near, &sent) else { continue };
        assert_eq!(client.0, client.0.to_canonical());
        let prefixed =
            headers(&[(name, &format!("{forged}, {line}"))]).and_then(|sent| proxies.client(near, &sent).ok());
        if !proxies.trusts(client.0) {
            assert_eq!(prefixed, Some(client), "{name}: {line:?}");
        }
    }
    if let Some(sent) = headers(&[("x-forwarded-for", listed), ("forwarded", forwarded)])
        && let Ok(client) = proxies.client(near, &sent)
    {
        let alone = headers(&[("x-forwarded-for", listed)]).and_then(|sent| proxies.client(near, &sent).ok());
        assert_eq!(alone, Some(client));
    }
}

/// A Host that is ours leads a browser to us, and our own name always is.
pub fn host(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let ([public, host], _) = lines(text);
    let Ok(public) = PublicUrl::parse(public) else { return };
    assert_eq!(PublicUrl::parse(&public.origin()).map(|p| p.origin()), Ok(public.origin()));
    assert!(public.is_named(&public.authority()), "{public:?}");
    assert!(public.is_https() || public.origin().starts_with("http://"));
    if public.is_named(host) {
        let reached = Url::parse(&format!("{}://{host}/x", public.as_url().scheme())).map(|url| url.origin());
        assert_eq!(reached.as_ref(), Ok(&public.as_url().origin()), "{host:?}");
    }
}

/// A language comes out only where its tag (or the star) went in.
pub fn language(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let lower = text.to_ascii_lowercase();
    if let Some(locale) = Locale::accepted(text) {
        assert!(lower.contains(locale.tag()) || lower.contains('*'), "{locale:?} {text:?}");
    }
    if let Some(locale) = Locale::from_list(text) {
        assert!(lower.contains(locale.tag()), "{locale:?} {text:?}");
    }
    let ([chosen, asked, accepted], _) = lines(text);
    let got = Locale::negotiate(Some(chosen), Some(asked), Some(accepted));
    assert_eq!(Locale::from_tag(chosen).unwrap_or(got), got);
}

/// A local path stays on this server wherever it is resolved, and is local again when it is read again.
pub fn path(data: &[u8]) {
    let Some(path) = text(data).and_then(LocalPath::parse) else { return };
    let written = path.as_str();
    assert!(written.starts_with('/') && !written.starts_with("//") && !written.contains('\\'), "{written:?}");
    assert!(written.bytes().all(|b| b.is_ascii_graphic()), "{written:?}");
    for base in ["https://id.example/", "http://127.0.0.1:8080/login/x?y#z", "https://id.example:8443//a//"] {
        let base = Url::parse(base).unwrap_or_else(|e| panic!("{e}"));
        let reached = base.join(written).unwrap_or_else(|e| panic!("{e}: {written:?}"));
        assert_eq!(reached.origin(), base.origin(), "{written:?}");
        assert!(reached.username().is_empty() && reached.password().is_none(), "{written:?}");
    }
    // Percent-encoding may have made it longer than a path is read.
    if written.len() <= 2048 {
        assert_eq!(LocalPath::parse(written).as_ref(), Some(&path), "{written:?}");
    }
    assert!(HeaderValue::from_str(written).is_ok());
}

fn headers(pairs: &[(&'static str, &str)]) -> Option<HeaderMap> {
    pairs
        .iter()
        .map(|(name, value)| Some((HeaderName::from_static(name), HeaderValue::from_str(value).ok()?)))
        .collect()
}
