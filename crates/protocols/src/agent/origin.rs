//! Where the end client is, as far as an agent may say so.
//!
//! The path is the agent's own address, what it forwards from right to left, and the parameter `client`. A chain of networks
//! says how far along that path somebody is believed.

use std::net::IpAddr;

use http::HeaderMap;
use model::network::{Networks, NotANetwork};

/// Who may say where the end client is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chains {
    /// Nobody knows: everybody comes through the agent, and its own address says nothing about them.
    Unknown,
    /// Networks: `10.0.0.1 > 10.1.0.0/16, 10.2.0.0/16`. Empty: nobody is believed, and the agent itself is the client.
    Listed(Vec<Vec<Networks>>),
}

impl Default for Chains {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl Chains {
    pub fn parse(text: &str) -> Result<Self, NotANetwork> {
        if text.trim() == "unknown" {
            return Ok(Self::Unknown);
        }
        let chains = text.split(',').filter(|chain| !chain.trim().is_empty());
        let network = |hop: &str| match Networks::parse(hop)? {
            empty if empty.is_empty() => Err(NotANetwork(hop.to_owned())),
            network => Ok(network),
        };
        let chain = |chain: &str| -> Result<Vec<Networks>, NotANetwork> {
            let mut hops: Vec<Networks> = chain.split('>').map(network).collect::<Result<_, _>>()?;
            if hops.len() == 1 {
                // One network alone may name any client.
                hops.push(Networks::parse("0.0.0.0/0 ::/0")?);
            }
            Ok(hops)
        };
        chains.map(chain).collect::<Result<_, _>>().map(Self::Listed)
    }

    /// The hop that the deepest chain leads to; the first where none holds.
    pub fn client(&self, path: &[IpAddr]) -> Option<IpAddr> {
        let Self::Listed(chains) = self else { return None };
        let holds = |chain: &&Vec<Networks>| {
            chain.len() <= path.len() && chain.iter().zip(path).all(|(network, hop)| network.contain(*hop))
        };
        let deepest = chains.iter().filter(holds).map(Vec::len).max().unwrap_or(1);
        path.get(deepest.saturating_sub(1)).copied()
    }
}

/// The path of a request, beginning at the agent. It ends at the first hop that is no address.
pub fn path(agent: Option<IpAddr>, headers: &HeaderMap, client: Option<&str>) -> Vec<IpAddr> {
    let Some(agent) = agent else { return Vec::new() };
    let listed: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    let listed = listed.join(",");
    let mut forwarded: Vec<Option<IpAddr>> =
        listed.split(',').rev().filter(|hop| !hop.trim().is_empty()).map(address).take(MOST).collect();
    // A proxy of ours has put the agent itself there, too.
    if let Some(at) = forwarded.iter().position(|hop| *hop == Some(agent)) {
        forwarded.drain(..=at);
    }
    let claimed = forwarded.into_iter().chain(client.map(address)).map_while(|hop| hop);
    std::iter::once(agent).chain(claimed).collect()
}

fn address(text: &str) -> Option<IpAddr> {
    text.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// Hops that are looked at.
const MOST: usize = 16;
