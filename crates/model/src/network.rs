//! Networks: `192.168.1.0/255.255.255.0`, CIDR, IPv4 and IPv6 (requirement A2.13).

use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Addresses among which the client must be; none means everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Networks(#[schemars(with = "String")] Vec<ipnet::IpNet>);

/// One of the space-separated entries is no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no network; write 192.168.1.0/24, 192.168.1.0/255.255.255.0 or 2001:db8::/32")]
pub struct NotANetwork(pub String);

impl Networks {
    pub fn parse(text: &str) -> Result<Self, NotANetwork> {
        text.split_whitespace().map(one).collect::<Result<_, _>>().map(Self)
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn iter(&self) -> impl Iterator<Item = &ipnet::IpNet> {
        self.0.iter()
    }
    /// Whether the address is inside; an IPv4 address mapped into IPv6 counts as IPv4.
    pub fn contain(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|net| net.contains(&address))
    }
    /// Whether a client at this address may see what these networks limit.
    pub fn admit(&self, address: Option<IpAddr>) -> bool {
        self.is_empty() || address.is_some_and(|a| self.contain(a))
    }
}

fn one(text: &str) -> Result<ipnet::IpNet, NotANetwork> {
    let wrong = || NotANetwork(text.to_owned());
    if let Ok(net) = text.parse::<ipnet::IpNet>() {
        return Ok(net);
    }
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(address.into());
    }
    let (address, mask) = text.split_once('/').ok_or_else(wrong)?;
    let (address, mask): (IpAddr, IpAddr) = (address.parse().map_err(|_| wrong())?, mask.parse().map_err(|_| wrong())?);
    ipnet::IpNet::with_netmask(address, mask).map_err(|_| wrong())
}

impl TryFrom<String> for Networks {
    type Error = NotANetwork;
    fn try_from(text: String) -> Result<Self, NotANetwork> {
        Self::parse(&text)
    }
}

impl From<Networks> for String {
    fn from(networks: Networks) -> Self {
        networks.0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    }
}

/// The network an address is throttled by: /24 for IPv4, /64 for IPv6.
pub fn source_of(address: IpAddr) -> ipnet::IpNet {
    let address = address.to_canonical();
    let length = if address.is_ipv4() { 24 } else { 64 };
    ipnet::IpNet::new(address, length).map_or_else(|_| address.into(), |net| net.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_and_prefixes_are_the_same() {
        let networks = Networks::parse("192.168.1.0/255.255.255.0 10.0.0.0/8 2001:db8::/32").unwrap();
        for (address, inside) in [
            ("192.168.1.9", true),
            ("192.168.2.9", false),
            ("10.9.9.9", true),
            ("2001:db8::1", true),
            ("::ffff:10.1.1.1", true),
            ("fd00::1", false),
        ] {
            assert_eq!(networks.contain(address.parse().unwrap()), inside, "{address}");
        }
        assert!(Networks::parse("10.0.0.0/33").is_err());
        assert!(Networks::default().admit(None));
    }
}
