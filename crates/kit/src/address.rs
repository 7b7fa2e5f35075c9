//! Where a request comes from and which server it means: public URL, Host, trusted proxies, client address.
//!
//! Nothing a client sends decides either. The Host must be ours; forwarding headers count only when the
//! socket's peer is a proxy we were told to trust; a scheme or host in such a header never counts.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, Uri, header};
use ipnet::IpNet;
use url::{Host, Url};

/// The one address under which people and programs reach this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
}

/// Why a URL cannot be the public one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPublicUrl {
    #[error("it is not an absolute http or https URL of a host")]
    Unreadable,
    #[error("plain http is only for the loopback address")]
    PlainHttp,
    #[error("it has a user, a path, a query or a fragment")]
    TooLong,
}

impl PublicUrl {
    pub fn parse(text: &str) -> Result<Self, BadPublicUrl> {
        let url = Url::parse(text).map_err(|_| BadPublicUrl::Unreadable)?;
        let loopback = match url.host().ok_or(BadPublicUrl::Unreadable)? {
            Host::Domain(name) => name == "localhost",
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
        };
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(BadPublicUrl::PlainHttp),
            _ => return Err(BadPublicUrl::Unreadable),
        }
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let nobody = url.username().is_empty() && url.password().is_none();
        if !(bare && nobody) {
            return Err(BadPublicUrl::TooLong);
        }
        // A name that no Host header is believed to say would be reached by nobody.
        let public = Self { url };
        public.is_named(&public.authority()).then_some(public).ok_or(BadPublicUrl::Unreadable)
    }

    /// Another name of this server, which was judged elsewhere.
    pub(crate) const fn second(url: Url) -> Self {
        Self { url }
    }

    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Host and, if unusual, port: what an honest Host header says.
    pub fn authority(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// The full URL of a path that begins with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    pub fn as_url(&self) -> &Url {
        &self.url
    }

    /// Whether `authority`, of a Host header or a request line, names this server.
    pub fn is_named(&self, authority: &str) -> bool {
        self.names(authority, |named, ours| named.origin() == ours.origin())
    }

    /// The same with whatever port.
    fn is_named_at_a_port(&self, authority: &str) -> bool {
        self.names(authority, |named, ours| named.host() == ours.host())
    }

    fn names(&self, authority: &str, same: fn(&Url, &Url) -> bool) -> bool {
        let odd = |c: char| c.is_whitespace() || matches!(c, '/' | '\\' | '@' | '?' | '#' | '%' | ',');
        if authority.is_empty() || authority.contains(odd) {
            return false;
        }
        Url::parse(&format!("{}://{authority}/", self.url.scheme())).is_ok_and(|named| same(&named, &self.url))
    }

    /// Whether the request is meant for us: exactly one Host, ours, and no other name in its target (RFC 9112, 3.2). On a listener
    /// apart the port may be any.
    pub fn is_meant(&self, uri: &Uri, headers: &HeaderMap, any_port: bool) -> bool {
        let fits =
            |authority: &str| if any_port { self.is_named_at_a_port(authority) } else { self.is_named(authority) };
        let mut hosts = headers.get_all(header::HOST).iter();
        let (host, more) = (hosts.next(), hosts.next());
        let host_fits = host.is_none_or(|host| host.to_str().is_ok_and(fits));
        let target_fits = uri.authority().is_none_or(|authority| fits(authority.as_str()));
        more.is_none() && host_fits && target_fits && (host.is_some() || uri.authority().is_some())
    }
}

/// The address a request came from, behind all trusted proxies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client(pub IpAddr);

/// The networks whose forwarding headers are believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies(Vec<IpNet>);

/// A trusted proxy sent a forwarding header that cannot be read, or two that disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a trusted proxy sent a forwarding header that cannot be read")]
pub struct Unreadable;

impl Proxies {
    pub fn new(networks: impl IntoIterator<Item = IpNet>) -> Self {
        Self(networks.into_iter().collect())
    }

    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The rightmost address that is no trusted proxy, beginning at the socket's peer.
    ///
    /// From an untrusted peer the headers are ignored. From a trusted one `X-Forwarded-For` and `Forwarded`
    /// (RFC 7239) are read; where both are present they must agree, since a proxy that keeps one of them passes
    /// the client's own version of the other.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> Result<Client, Unreadable> {
        let peer = peer.to_canonical();
        if !self.trusts(peer) {
            return Ok(Client(peer));
        }
        let listed = lines(headers, "x-forwarded-for")?.map(|all| all.split(',').map(|e| address(e.trim())).collect());
        let forwarded = lines(headers, "forwarded")?.map(|all| forwarded(&all)).transpose()?;
        match (listed, forwarded) {
            (None, None) => Ok(Client(peer)),
            (Some(hops), None) | (None, Some(hops)) => self.outermost(hops),
            (Some(hops), Some(others)) => {
                let client = self.outermost(hops)?;
                (self.outermost(others)? == client).then_some(client).ok_or(Unreadable)
            }
        }
    }

    fn outermost(&self, hops: Vec<Option<IpAddr>>) -> Result<Client, Unreadable> {
        let mut last = Err(Unreadable);
        for hop in hops.into_iter().rev() {
            let hop = hop.ok_or(Unreadable)?;
            last = Ok(Client(hop));
            if !self.trusts(hop) {
                break;
            }
        }
        last
    }
}

/// All lines of a header as one list; `None` when there is none.
fn lines(headers: &HeaderMap, name: &str) -> Result<Option<String>, Unreadable> {
    let mut all: Option<String> = None;
    for line in headers.get_all(name) {
        let line = line.to_str().map_err(|_| Unreadable)?;
        all = Some(all.map_or_else(|| line.to_owned(), |before| format!("{before},{line}")));
    }
    Ok(all)
}

/// An address, in brackets or with a port if a proxy adds one.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let found = bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))?;
    Some(IpAddr::to_canonical(&found))
}

/// The `for` of each element of a Forwarded header, in order.
fn forwarded(all: &str) -> Result<Vec<Option<IpAddr>>, Unreadable> {
    let mut hops = Vec::new();
    for element in split_unquoted(all, ',')? {
        let mut node = None;
        for pair in split_unquoted(element, ';')? {
            let Some((name, value)) = pair.split_once('=') else { continue };
            if name.trim().eq_ignore_ascii_case("for") && node.replace(value.trim().trim_matches('"')).is_some() {
                return Err(Unreadable);
            }
        }
        hops.push(node.and_then(address));
    }
    Ok(hops)
}

/// Splits outside quoted strings; an open quote is an error.
fn split_unquoted(text: &str, at: char) -> Result<Vec<&str>, Unreadable> {
    let (mut pieces, mut begin, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (index, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            c if c == at && !quoted => {
                pieces.push(&text[begin..index]);
                begin = index + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[begin..]);
    if quoted { Err(Unreadable) } else { Ok(pieces) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (http::HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn the_public_url_is_https_or_loopback_and_bare() {
        for good in [
            "https://id.example",
            "https://id.example:8443/",
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:8080",
        ] {
            assert!(PublicUrl::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://id.example", BadPublicUrl::PlainHttp),
            ("http://127.0.0.1.evil.example", BadPublicUrl::PlainHttp),
            ("https://id.example/x", BadPublicUrl::TooLong),
            ("https://me@id.example", BadPublicUrl::TooLong),
            ("https://id.example?x", BadPublicUrl::TooLong),
            ("ftp://id.example", BadPublicUrl::Unreadable),
            ("id.example", BadPublicUrl::Unreadable),
            ("https://id.example,evil.example", BadPublicUrl::Unreadable),
        ] {
            assert_eq!(PublicUrl::parse(bad), Err(why), "{bad}");
        }
        assert_eq!(PublicUrl::parse("https://id.example:443/").unwrap().origin(), "https://id.example");
        assert_eq!(PublicUrl::parse("http://127.0.0.1:8080").unwrap().join("/login"), "http://127.0.0.1:8080/login");
    }

    /// M058
    #[test]
    fn a_host_that_is_not_ours_is_not_meant_for_us() {
        let ours = PublicUrl::parse("https://id.example").unwrap();
        for (uri, host, meant) in [
            ("/", Some("id.example"), true),
            ("/", Some("ID.example:443"), true),
            ("https://id.example/", None, true),
            ("/", Some("evil.example"), false),
            ("/", Some("id.example.evil.example"), false),
            ("/", Some("id.example:8443"), false),
            ("/", Some("id.example@evil.example"), false),
            ("/", Some("evil.example#id.example"), false),
            ("/", Some("id.example, evil.example"), false),
            ("/", Some(""), false),
            ("/", None, false),
            ("https://evil.example/", Some("id.example"), false),
        ] {
            let sent = host.map_or_else(HeaderMap::new, |host| headers(&[("host", host)]));
            assert_eq!(ours.is_meant(&uri.parse().unwrap(), &sent, false), meant, "{uri} {host:?}");
        }
        let mut two = headers(&[("host", "id.example")]);
        two.append("host", "evil.example".parse().unwrap());
        assert!(!ours.is_meant(&"/".parse().unwrap(), &two, true));
        for (host, meant) in
            [("id.example:8443", true), ("id.example", true), ("evil.example:8443", false), ("", false)]
        {
            let sent = headers(&[("host", host)]);
            assert_eq!(ours.is_meant(&"/".parse().unwrap(), &sent, true), meant, "apart: {host}");
        }
        let forwarded = headers(&[("host", "id.example"), ("x-forwarded-host", "evil.example")]);
        assert!(ours.is_meant(&"/".parse().unwrap(), &forwarded, false));
    }

    /// M077
    #[test]
    fn forwarding_headers_count_only_from_a_trusted_proxy() {
        let proxies = Proxies::new(["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()]);
        let xff = "x-forwarded-for";
        for (peer, sent, expected) in [
            ("10.0.0.1", vec![(xff, "203.0.113.7")], Ok("203.0.113.7")),
            ("198.51.100.1", vec![(xff, "203.0.113.7")], Ok("198.51.100.1")),
            ("198.51.100.1", vec![(xff, "rubbish"), ("forwarded", "for=\"")], Ok("198.51.100.1")),
            ("198.51.100.1", vec![("x-real-ip", "203.0.113.7")], Ok("198.51.100.1")),
            ("10.0.0.1", vec![("x-real-ip", "203.0.113.7")], Ok("10.0.0.1")),
            ("10.0.0.1", vec![(xff, "1.1.1.1, 203.0.113.7, 10.0.0.2")], Ok("203.0.113.7")),
            ("10.0.0.1", vec![(xff, "rubbish, 203.0.113.7")], Ok("203.0.113.7")),
            ("10.0.0.1", vec![(xff, "10.0.0.9, 10.0.0.2")], Ok("10.0.0.9")),
            ("10.0.0.1", vec![(xff, "203.0.113.7:5555")], Ok("203.0.113.7")),
            ("10.0.0.1", vec![(xff, "[2001:db8::1]:5555")], Ok("2001:db8::1")),
            ("::ffff:10.0.0.1", vec![(xff, "::ffff:203.0.113.7")], Ok("203.0.113.7")),
            ("fd00::1", vec![(xff, "2001:db8::1")], Ok("2001:db8::1")),
            ("10.0.0.1", vec![(xff, "rubbish")], Err(Unreadable)),
            ("10.0.0.1", vec![(xff, "203.0.113.7, rubbish")], Err(Unreadable)),
            ("10.0.0.1", vec![(xff, "")], Err(Unreadable)),
            ("10.0.0.1", vec![("forwarded", "for=203.0.113.7;proto=https")], Ok("203.0.113.7")),
            ("10.0.0.1", vec![("forwarded", "for=x, For=\"[2001:db8::1]:80\", for=10.1.1.1")], Ok("2001:db8::1")),
            ("10.0.0.1", vec![("forwarded", "for=unknown")], Err(Unreadable)),
            ("10.0.0.1", vec![("forwarded", "proto=https")], Err(Unreadable)),
            ("10.0.0.1", vec![("forwarded", "for=\"evil, for=203.0.113.7")], Err(Unreadable)),
            ("10.0.0.1", vec![(xff, "203.0.113.7"), ("forwarded", "for=203.0.113.7")], Ok("203.0.113.7")),
            ("10.0.0.1", vec![(xff, "203.0.113.7"), ("forwarded", "for=192.0.2.1")], Err(Unreadable)),
        ] {
            let found = proxies.client(peer.parse().unwrap(), &headers(&sent));
            assert_eq!(found, expected.map(|ip| Client(ip.parse().unwrap())), "{peer} {sent:?}");
        }
    }

    /// M077: several lines of one header are one list.
    #[test]
    fn lines_of_a_header_are_joined_in_order() {
        let proxies = Proxies::new(["10.0.0.0/8".parse().unwrap()]);
        let mut sent = headers(&[("x-forwarded-for", "1.1.1.1")]);
        sent.append("x-forwarded-for", "203.0.113.7".parse().unwrap());
        assert_eq!(proxies.client("10.0.0.1".parse().unwrap(), &sent), Ok(Client("203.0.113.7".parse().unwrap())));
    }
}
