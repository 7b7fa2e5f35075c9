//! The one outgoing client: it refuses private and loopback addresses after name resolution, follows no redirect, and
//! caps time and size (case O012).

use model::network::Networks;
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

/// Lent to plug-ins and faces.
#[derive(Clone)]
pub struct Web {
    allow: Arc<Networks>,
    client: reqwest::Client,
    /// Calls only what `allow` opens: for what must not cross the internet in clear.
    near: reqwest::Client,
}

/// One call: a POST where there is a body, a GET otherwise.
#[derive(Clone, Debug, Default)]
pub struct Call<'a> {
    pub url: &'a str,
    pub headers: &'a [(&'a str, String)],
    /// Content type and bytes.
    pub body: Option<(&'a str, Vec<u8>)>,
    /// An answer with more bytes is none.
    pub most: usize,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Told {
    pub status: u16,
    pub content_type: String,
    pub body: Vec<u8>,
}

#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// The address is one that nothing of ours may call, unless `egress.allow` opens it.
    #[error("the address is not allowed")]
    Refused,
    #[error("no answer: {0}")]
    NoAnswer(String),
}

impl Web {
    /// `allow` opens networks that are closed otherwise: loopback in demos and tests.
    pub fn new(allow: Networks) -> Result<Self, WebError> {
        Self::trusting(allow, &[])
    }

    /// The same with certificate authorities (PEM) to trust beside the system's.
    pub fn trusting(allow: Networks, authorities: &[Vec<u8>]) -> Result<Self, WebError> {
        let told = |e: reqwest::Error| WebError::NoAnswer(e.to_string());
        let allow = Arc::new(allow);
        let trusted = authorities
            .iter()
            .map(|pem| reqwest::Certificate::from_pem(pem))
            .collect::<Result<Vec<_>, _>>()
            .map_err(told)?;
        let client = |guard: Guard| {
            reqwest::Client::builder()
                .tls_certs_merge(trusted.clone())
                .redirect(reqwest::redirect::Policy::none())
                .timeout(Duration::from_secs(10))
                .connect_timeout(Duration::from_secs(5))
                .no_proxy()
                .dns_resolver(Arc::new(guard))
                .user_agent("symbolon")
                .build()
                .map_err(told)
        };
        let near = client(Guard { allow: Arc::clone(&allow), public: false })?;
        let client = client(Guard { allow: Arc::clone(&allow), public: true })?;
        Ok(Self { allow, client, near })
    }

    /// Whether an address may be called.
    pub fn allowed(&self, address: IpAddr) -> bool {
        public(address) || self.allow.contain(address)
    }

    /// Whether an address lies in a network that was opened: what is sent there may be in clear.
    pub fn opened(&self, address: IpAddr) -> bool {
        self.allow.contain(address)
    }

    /// Addresses of a host that may be called; for dialers that are not HTTP.
    pub async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, WebError> {
        let found = tokio::net::lookup_host((host, port)).await.map_err(|e| WebError::NoAnswer(e.to_string()))?;
        let open: Vec<SocketAddr> = found.filter(|a| self.allowed(a.ip())).collect();
        if open.is_empty() { Err(WebError::Refused) } else { Ok(open) }
    }

    /// Posts a form; the status comes back, the body is not read.
    pub async fn post_form(&self, url: &str, fields: &[(String, String)]) -> Result<u16, WebError> {
        let target = url::Url::parse(url).map_err(|_| WebError::Refused)?;
        self.literal(&target)?;
        let sent = self.client.post(target).form(fields).send().await;
        sent.map(|answer| answer.status().as_u16()).map_err(|e| told(&e))
    }

    /// Posts XML, for SOAP; the status comes back with at most so many bytes of the body. An answer that is longer is none.
    pub async fn post_xml(&self, url: &str, body: String, most: usize) -> Result<(u16, Vec<u8>), WebError> {
        let target = url::Url::parse(url).map_err(|_| WebError::Refused)?;
        self.literal(&target)?;
        let post = self.client.post(target).header("content-type", "text/xml; charset=utf-8").header("soapaction", "");
        let answer = post.body(body).send().await.map_err(|e| told(&e))?;
        read(answer, most).await
    }

    /// Fetches a document; the status comes back with at most so many bytes of the body.
    pub async fn fetch(&self, url: &str, most: usize) -> Result<(u16, Vec<u8>), WebError> {
        let target = url::Url::parse(url).map_err(|_| WebError::Refused)?;
        self.literal(&target)?;
        read(self.client.get(target).send().await.map_err(|e| told(&e))?, most).await
    }

    /// Posts JSON with headers of its own; the status comes back, the body is not read. In clear only to what `allow` opens.
    pub async fn post_json(&self, url: &str, headers: &[(String, String)], body: String) -> Result<u16, WebError> {
        let target = url::Url::parse(url).map_err(|_| WebError::Refused)?;
        let post = self.guarded(&target)?.post(target).header("content-type", "application/json").body(body);
        let post = headers.iter().fold(post, |post, (name, value)| post.header(name, value));
        post.send().await.map(|answer| answer.status().as_u16()).map_err(|e| told(&e))
    }

    /// Calls a provider and reads what it says. In clear only to what `allow` opens.
    pub async fn call(&self, call: Call<'_>) -> Result<Told, WebError> {
        let target = url::Url::parse(call.url).map_err(|_| WebError::Refused)?;
        let client = self.guarded(&target)?;
        let asked = match call.body {
            Some((content_type, body)) => client.post(target).header("content-type", content_type).body(body),
            None => client.get(target),
        };
        let asked = call.headers.iter().fold(asked, |asked, (name, value)| asked.header(*name, value));
        let answer = asked.send().await.map_err(|e| told(&e))?;
        let content_type = answer.headers().get("content-type").and_then(|v| v.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        let (status, body) = read(answer, call.most).await?;
        Ok(Told { status, content_type, body })
    }

    /// The client for a target: what crosses the internet does so by TLS.
    fn guarded(&self, target: &url::Url) -> Result<&reqwest::Client, WebError> {
        match (target.scheme(), literal(target)?) {
            ("https", None) => Ok(&self.client),
            ("https", Some(address)) if self.allowed(address) => Ok(&self.client),
            ("http", None) => Ok(&self.near),
            ("http", Some(address)) if self.allow.contain(address) => Ok(&self.near),
            _ => Err(WebError::Refused),
        }
    }

    /// An address literal in a URL is not resolved, so it is judged here.
    fn literal(&self, url: &url::Url) -> Result<(), WebError> {
        match literal(url)? {
            Some(address) if !self.allowed(address) => Err(WebError::Refused),
            _ => Ok(()),
        }
    }
}

async fn read(mut answer: reqwest::Response, most: usize) -> Result<(u16, Vec<u8>), WebError> {
    let status = answer.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| told(&e))? {
        if body.len() + chunk.len() > most {
            return Err(WebError::NoAnswer("the answer is too long".into()));
        }
        body.extend_from_slice(&chunk);
    }
    Ok((status, body))
}

/// The address that a URL names in place of a host.
fn literal(url: &url::Url) -> Result<Option<IpAddr>, WebError> {
    match url.host() {
        Some(url::Host::Ipv4(v4)) => Ok(Some(IpAddr::from(v4))),
        Some(url::Host::Ipv6(v6)) => Ok(Some(IpAddr::from(v6))),
        Some(url::Host::Domain(_)) => Ok(None),
        None => Err(WebError::Refused),
    }
}

/// What may be told: never whether a closed port answered.
fn told(error: &reqwest::Error) -> WebError {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if inner.is::<Closed>() {
            return WebError::Refused;
        }
        source = inner.source();
    }
    WebError::NoAnswer(if error.is_timeout() { "time is up".into() } else { "no connection".into() })
}

struct Guard {
    allow: Arc<Networks>,
    /// Lets pass what belongs to the public internet.
    public: bool,
}

#[derive(Debug, thiserror::Error)]
#[error("the address is not allowed")]
struct Closed;

impl reqwest::dns::Resolve for Guard {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let (allow, open) = (Arc::clone(&self.allow), self.public);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let open: Vec<SocketAddr> = found.filter(|a| open && public(a.ip()) || allow.contain(a.ip())).collect();
            if open.is_empty() {
                return Err(Box::new(Closed) as Box<dyn std::error::Error + Send + Sync>);
            }
            Ok(Box::new(open.into_iter()) as reqwest::dns::Addrs)
        })
    }
}

/// Addresses that belong to the public internet.
fn public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || v4.is_unspecified())
                && !(a == 0
                    || a >= 240
                    || (a == 100 && (64..128).contains(&b))
                    || (a == 192 && b == 0 && c == 0)
                    || (a == 198 && (18..20).contains(&b)))
        }
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local())
                && first != 0x0064
                && first != 0x2002
                && first != 0x2001
                && first & 0xffc0 != 0xfec0
                || first == 0x2001 && v6.segments()[1] >= 0x0200 && v6.segments()[1] != 0x0db8
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_called() {
        for (address, expected) in [
            ("127.0.0.1", false),
            ("::1", false),
            ("169.254.169.254", false),
            ("10.1.2.3", false),
            ("fd00::8", false),
            ("::ffff:127.0.0.1", false),
            ("0.0.0.0", false),
            ("100.64.0.1", false),
            ("192.168.0.1", false),
            ("64:ff9b::7f00:1", false),
            ("2001:db8::1", false),
            ("2001::1", false),
            ("93.184.216.34", true),
            ("2a00:1450:4001::1", true),
            ("2001:4860:4860::8888", true),
        ] {
            assert_eq!(public(address.parse().unwrap()), expected, "{address}");
        }
    }
}
