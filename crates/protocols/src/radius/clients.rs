//! All clients of one state of the configuration, found by their address.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use model::Catalogue;

use super::client::Client;

/// The clients, by network. Of several networks around an address the most specific one counts (case R010).
#[derive(Default)]
pub struct Clients {
    pub version: i64,
    four: Family,
    six: Family,
}

/// Networks of one family, the longest prefix first.
#[derive(Default)]
struct Family(Vec<(u8, HashMap<IpNet, Arc<Client>>)>);

impl Clients {
    /// Reads all registrations. Where two claim the same network, nobody is served from it.
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut by_network: BTreeMap<IpNet, Option<Arc<Client>>> = BTreeMap::new();
        for (entry, application) in catalogue.applications().filter(|(_, a)| a.protocol == "radius") {
            match Client::read(entry, application).map(Arc::new) {
                Ok(client) => {
                    for network in &client.networks {
                        let held = by_network.entry(*network).or_insert_with(|| Some(Arc::clone(&client)));
                        if held.as_ref().is_none_or(|other| other.application != client.application) {
                            tracing::warn!(radius.network = %network, "Two applications claim the network {network}; nobody is served from it");
                            *held = None;
                        }
                    }
                }
                Err(findings) => {
                    for finding in findings {
                        tracing::warn!(application.path = %entry.path, "A RADIUS client cannot be served: {}", finding.plain());
                    }
                }
            }
        }
        let served = || by_network.iter().filter_map(|(n, c)| Some((*n, Arc::clone(c.as_ref()?))));
        Self {
            version: catalogue.version,
            four: Family::of(served().filter(|(n, _)| n.addr().is_ipv4())),
            six: Family::of(served().filter(|(n, _)| n.addr().is_ipv6())),
        }
    }

    /// The client at an address.
    pub fn at(&self, address: IpAddr) -> Option<&Arc<Client>> {
        let address = address.to_canonical();
        if address.is_ipv4() { self.four.at(address) } else { self.six.at(address) }
    }
}

impl Family {
    fn of(networks: impl Iterator<Item = (IpNet, Arc<Client>)>) -> Self {
        let mut lengths: BTreeMap<u8, HashMap<IpNet, Arc<Client>>> = BTreeMap::new();
        for (network, client) in networks {
            lengths.entry(network.prefix_len()).or_default().insert(network, client);
        }
        Self(lengths.into_iter().rev().collect())
    }

    fn at(&self, address: IpAddr) -> Option<&Arc<Client>> {
        self.0.iter().find_map(|(length, networks)| networks.get(&IpNet::new(address, *length).ok()?.trunc()))
    }
}
