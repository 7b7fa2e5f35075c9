//! How far an agent's word about the end client is taken.

use http::HeaderMap;

use crate::agent::origin::{Chains, path};

/// C0.9: chain by chain.
#[test]
fn the_deepest_chain_that_holds_names_the_client() {
    for (chains, forwarded, client, expected) in [
        ("", "192.0.2.1", "192.0.2.2", "10.0.0.1"),
        ("10.0.0.1", "", "", "10.0.0.1"),
        ("10.0.0.1", "", "192.0.2.2", "192.0.2.2"),
        ("10.0.0.1", "192.0.2.1", "", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.2", "192.0.2.1"),
        ("10.0.0.0/24 > 192.0.2.0/24", "", "192.0.2.2", "192.0.2.2"),
        ("10.0.0.0/24 > 192.0.2.0/24", "", "198.51.100.1", "10.0.0.1"),
        ("10.9.0.0/24", "", "192.0.2.2", "10.0.0.1"),
        ("10.0.0.1 > 10.0.0.2 > 192.0.2.0/24", "10.0.0.2", "192.0.2.2", "192.0.2.2"),
        ("10.0.0.1 > 10.0.0.2 > 192.0.2.0/24", "10.0.0.2", "", "10.0.0.1"),
        ("10.0.0.1 > 10.0.0.2, 10.0.0.1 > 10.0.0.2 > 0.0.0.0/0", "192.0.2.9, 10.0.0.2", "", "192.0.2.9"),
        // Not an address: nothing further is read, and nothing fails.
        ("10.0.0.1", "", "00-11-22-33-44-55", "10.0.0.1"),
        ("10.0.0.1", "unknown", "192.0.2.2", "10.0.0.1"),
        // A proxy of ours put the agent there, too.
        ("10.0.0.1", "192.0.2.1, 10.0.0.1", "", "192.0.2.1"),
        ("10.0.0.1", "192.0.2.1, 10.0.0.1, 172.16.0.1", "", "192.0.2.1"),
        ("10.0.0.1", "", "2001:db8::1", "2001:db8::1"),
    ] {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        }
        let hops = path("10.0.0.1".parse().ok(), &headers, Some(client).filter(|c| !c.is_empty()));
        let found = Chains::parse(chains).unwrap().client(&hops);
        assert_eq!(found, expected.parse().ok(), "{chains} | {forwarded} | {client}");
    }
    assert_eq!(Chains::parse("10.0.0.1").unwrap().client(&path(None, &HeaderMap::new(), Some("192.0.2.2"))), None);
    let hops = path("10.0.0.1".parse().ok(), &HeaderMap::new(), Some("192.0.2.2"));
    assert_eq!(Chains::parse("unknown").unwrap().client(&hops), None, "nobody's word, and not the agent's own address");
    for bad in ["10.0.0.1>", "x", "10.0.0.1 > y", ">"] {
        assert!(Chains::parse(bad).is_err(), "{bad}");
    }
}
