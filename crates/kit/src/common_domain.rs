//! The second name of this server: a host of the common domain, under which one cookie is kept that other servers of that domain read.
//!
//! Nothing else is served there, and none of our own cookies is ever set there: only [`PATH`] is, and only there.

use http::{HeaderMap, HeaderValue, header};
use url::{Host, Url};

use crate::PublicUrl;

/// Everything that is served under the second name begins so.
pub const PATH: &str = "/cdc/";
/// Where the cookie is read, and where it is written.
pub const READ: &str = "/cdc/read";
pub const WRITE: &str = "/cdc/write";

/// A host in the common domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommonDomain {
    url: PublicUrl,
    domain: String,
}

/// Why a URL cannot be the second name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCommonDomain {
    #[error("it is not the bare URL of a host, with the scheme of the public one")]
    Unreadable,
    #[error("it is the public URL itself")]
    Public,
    #[error("its host has no domain above it: it needs three parts, such as cdc.example.org")]
    NoDomain,
}

impl CommonDomain {
    pub fn parse(text: &str, public: &PublicUrl) -> Result<Self, BadCommonDomain> {
        let url = Url::parse(text).map_err(|_| BadCommonDomain::Unreadable)?;
        let Some(Host::Domain(host)) = url.host() else { return Err(BadCommonDomain::Unreadable) };
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        if !bare || !nobody || url.scheme() != public.as_url().scheme() {
            return Err(BadCommonDomain::Unreadable);
        }
        if url.host_str() == public.as_url().host_str() {
            return Err(BadCommonDomain::Public);
        }
        // A cookie for a whole top-level domain is one that no browser keeps, and nobody should write.
        let above = host.split_once('.').map(|(_, above)| above.to_owned());
        let domain = above.filter(|above| above.contains('.') && !above.starts_with('.') && !above.ends_with('.'));
        Ok(Self { domain: domain.ok_or(BadCommonDomain::NoDomain)?, url: PublicUrl::second(url) })
    }

    pub const fn url(&self) -> &PublicUrl {
        &self.url
    }

    /// A Set-Cookie value for everybody in the domain.
    ///
    /// The one exception from cookies being host-only (`__Host-`): SAML profiles, 4.3.1, has it read by others, so it names the domain.
    /// It says which providers somebody was at and nothing else; whoever reads it believes it to be nothing but a hint.
    pub fn cookie(&self, name: &'static str, value: &str) -> Option<HeaderValue> {
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'%' | b'-' | b'_' | b'.'));
        let secure = if self.url.is_https() { "; Secure" } else { "" };
        let cookie = format!("{name}={value}; Path=/; Domain={}; HttpOnly; SameSite=Lax{secure}", self.domain);
        HeaderValue::from_str(&cookie).ok().filter(|_| plain && cookie.len() <= MOST)
    }

    /// What it says, where it says one thing.
    pub fn read<'h>(&self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(known, _)| *known == name).map(|(_, value)| value);
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    }
}

/// Browsers drop what is longer.
const MOST: usize = 4000;

#[cfg(test)]
mod tests {
    use super::*;

    fn public(url: &str) -> PublicUrl {
        PublicUrl::parse(url).unwrap()
    }

    #[test]
    fn a_second_name_has_a_domain_above_it() {
        let common = |text| CommonDomain::parse(text, &public("https://id.example"));
        assert_eq!(common("https://cdc.common.example").unwrap().domain, "common.example");
        assert_eq!(common("https://cdc.common.example:8443/").unwrap().domain, "common.example");
        for (bad, why) in [
            ("https://id.example", BadCommonDomain::Public),
            ("https://cdc.example", BadCommonDomain::NoDomain),
            ("https://cdc", BadCommonDomain::NoDomain),
            ("https://cdc..example", BadCommonDomain::NoDomain),
            ("https://cdc.example.", BadCommonDomain::NoDomain),
            ("https://192.0.2.1", BadCommonDomain::Unreadable),
            ("http://cdc.common.example", BadCommonDomain::Unreadable),
            ("https://cdc.common.example/x", BadCommonDomain::Unreadable),
            ("https://u@cdc.common.example", BadCommonDomain::Unreadable),
            ("cdc.common.example", BadCommonDomain::Unreadable),
        ] {
            assert_eq!(common(bad), Err(why), "{bad}");
        }
    }

    /// M064: the exception is one cookie with nothing secret in it, and grows no attributes.
    #[test]
    fn m064_the_common_domain_cookie_is_the_only_one_with_a_domain() {
        let common = CommonDomain::parse("https://cdc.common.example", &public("https://id.example")).unwrap();
        let set = common.cookie("_saml_idp", "aHR0%3D").unwrap();
        assert_eq!(set, "_saml_idp=aHR0%3D; Path=/; Domain=common.example; HttpOnly; SameSite=Lax; Secure");
        for evil in ["a; Domain=evil.example", "a b", "a,b", "a\r\n", &"x".repeat(4000)] {
            assert_eq!(common.cookie("_saml_idp", evil), None, "{evil:?}");
        }
        let sent = |line: &str| [(header::COOKIE, line.parse().unwrap())].into_iter().collect::<HeaderMap>();
        assert_eq!(common.read(&sent("a=1; _saml_idp=x%20y"), "_saml_idp"), Some("x%20y"));
        assert_eq!(common.read(&sent("_saml_idp=x; _saml_idp=evil"), "_saml_idp"), None);
        assert_eq!(common.read(&sent("saml_idp=x"), "_saml_idp"), None);
    }
}
