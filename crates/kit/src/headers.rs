//! The headers that every response carries: what a browser may do with it.
//!
//! A form of a page may post to this server only. Chromium applies that to every redirect that answers the post as
//! well, also to those that the application itself adds after our last one, and stops silently at the first that is
//! not named. So each page whose form can end a login, or lead to another identity provider, or that posts itself to an
//! application, carries [`FormTargets::journey`] of that place in the response's extensions ([`crate::Page::targets`]).

use http::{HeaderMap, HeaderName, HeaderValue, header};
use url::Url;

use crate::PublicUrl;

/// Where the forms of one page may lead besides this server.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTargets(Vec<String>);

impl FormTargets {
    /// The target alone, where it is known to redirect nowhere: the origin for http and https, the scheme for an app's own scheme.
    ///
    /// An IPv6 address cannot be named in a policy (CSP3, host-source); then the scheme stands for it.
    pub fn of(target: &Url) -> Self {
        let v6 = matches!(target.host(), Some(url::Host::Ipv6(_)));
        let web = matches!(target.scheme(), "http" | "https");
        Self(vec![if web && !v6 { target.origin().ascii_serialization() } else { format!("{}:", target.scheme()) }])
    }

    /// The target and wherever it redirects to in turn, which nobody can foresee: everything of its scheme.
    pub fn journey(target: &Url) -> Self {
        Self(vec![format!("{}:", target.scheme())])
    }

    /// Both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// Puts the headers on a response; those marked so may have been chosen by the handler already.
pub fn harden(public: &PublicUrl, targets: Option<&FormTargets>, has_body: bool, headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(targets));
    for (name, value) in ALWAYS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    for (name, value) in UNLESS_CHOSEN {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if public.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    charset(has_body, headers);
}

/// Text without a charset is UTF-8; a body without a type is plain text.
fn charset(has_body: bool, headers: &mut HeaderMap) {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default().to_owned());
    let chosen = match kind {
        None if has_body => "text/plain; charset=utf-8".to_owned(),
        Some(kind) if kind.starts_with("text/") && !kind.contains("charset") => format!("{kind}; charset=utf-8"),
        _ => return,
    };
    if let Ok(value) = HeaderValue::from_str(&chosen) {
        headers.insert(header::CONTENT_TYPE, value);
    }
}

fn policy(targets: Option<&FormTargets>) -> HeaderValue {
    let named = targets.map(|t| t.0.as_slice()).unwrap_or_default();
    let safe =
        |target: &&String| target.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b';' | b',' | b'\'' | b'"'));
    let extra: String = named.iter().filter(safe).map(|target| format!(" {target}")).collect();
    HeaderValue::from_str(&format!("{POLICY}; form-action 'self'{extra}")).unwrap_or(HeaderValue::from_static(POLICY))
}

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

const ALWAYS: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=(), \
         publickey-credentials-create=(self), publickey-credentials-get=(self)",
    ),
];

const UNLESS_CHOSEN: [(&str, &str); 4] = [
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn hardened(url: &str, targets: Option<&FormTargets>, own: &[(HeaderName, &str)]) -> HeaderMap {
        let mut headers = own.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        harden(&PublicUrl::parse(url).unwrap(), targets, true, &mut headers);
        headers
    }

    /// M072, M073
    #[test]
    fn a_response_says_what_a_browser_may_do() {
        let headers = hardened("https://id.example", None, &[(header::CONTENT_TYPE, "text/html")]);
        let policy = headers["content-security-policy"].to_str().unwrap();
        for part in [
            "default-src 'none'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.split("; ").any(|p| p == part), "{part} in {policy}");
        }
        assert!(!policy.contains("unsafe"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("strict-transport-security", "max-age=31536000"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("content-type", "text/html; charset=utf-8"),
        ] {
            assert_eq!(headers[name], value);
        }
        assert!(hardened("http://127.0.0.1:1", None, &[]).get("strict-transport-security").is_none());
    }

    /// M072: a handler cannot weaken the policy, and may choose caching.
    #[test]
    fn a_handler_may_choose_some_and_not_others() {
        let own = [
            (header::CONTENT_SECURITY_POLICY, "default-src *"),
            (header::CACHE_CONTROL, "max-age=60"),
            (header::CONTENT_TYPE, "application/json"),
        ];
        let headers = hardened("https://id.example", None, &own);
        assert!(headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        assert_eq!(
            (&headers["cache-control"], &headers["content-type"]),
            (&HeaderValue::from_static("max-age=60"), &HeaderValue::from_static("application/json"))
        );
        // O076
        assert!(headers.get("access-control-allow-origin").is_none());
    }

    #[test]
    fn a_page_may_lead_to_the_application_it_logs_in_to() {
        assert_eq!(FormTargets::journey(&"http://127.0.0.1:1/x".parse().unwrap()), FormTargets(vec!["http:".into()]));
        assert_eq!(
            FormTargets::journey(&"com.example.app:/x".parse().unwrap()),
            FormTargets(vec!["com.example.app:".into()])
        );
        for (target, named) in [
            ("https://wiki.example/callback?x=1", "https://wiki.example"),
            ("https://wiki.example:8443/", "https://wiki.example:8443"),
            ("http://127.0.0.1:3000/cb", "http://127.0.0.1:3000"),
            ("http://[::1]:3000/cb", "http:"),
            ("com.example.app:/cb", "com.example.app:"),
        ] {
            let targets = FormTargets::of(&target.parse().unwrap());
            let headers = hardened("https://id.example", Some(&targets), &[]);
            assert!(
                headers["content-security-policy"]
                    .to_str()
                    .unwrap()
                    .ends_with(&format!("; form-action 'self' {named}")),
                "{target}"
            );
        }
        let both = FormTargets::of(&"https://a.example".parse().unwrap())
            .and(FormTargets::journey(&"https://b.example/x".parse().unwrap()));
        assert!(
            hardened("https://id.example", Some(&both), &[])["content-security-policy"]
                .to_str()
                .unwrap()
                .ends_with("'self' https://a.example https:")
        );
        let evil = FormTargets(vec!["https://x; script-src *".into(), "'unsafe-inline'".into()]);
        assert!(
            hardened("https://id.example", Some(&evil), &[])["content-security-policy"]
                .to_str()
                .unwrap()
                .ends_with("form-action 'self'")
        );
    }
}
