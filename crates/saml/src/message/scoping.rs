//! How far a request may be passed on.

use super::name_id::truth;
use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// Which identity providers a requester would have, and how many may stand in between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scoping {
    pub proxy_count: Option<u32>,
    /// Entities, the preferred ones first.
    pub idps: Vec<String>,
    /// Who asked before it was passed on.
    pub requesters: Vec<String>,
}

impl Scoping {
    /// Whether it may be passed on to another provider.
    pub fn may_proxy(&self) -> bool {
        self.proxy_count != Some(0)
    }

    /// The scoping of the request that passes this one on, for this requester.
    #[must_use]
    pub fn passed_on(&self, requester: &str) -> Self {
        let mut next = self.clone();
        next.proxy_count = self.proxy_count.map(|count| count.saturating_sub(1));
        next.requesters.push(requester.to_owned());
        next
    }

    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let list = node.child(ns::SAMLP, "IDPList")?;
        let entries = list.iter().flat_map(|list| list.all(ns::SAMLP, "IDPEntry"));
        let scoping = Self {
            proxy_count: node.number("ProxyCount")?,
            idps: entries.map(|entry| entry.need_attr("ProviderID").map(str::to_owned)).collect::<Result<_, _>>()?,
            requesters: node.all(ns::SAMLP, "RequesterID").map(|n| n.word("RequesterID")).collect::<Result<_, _>>()?,
        };
        let few = scoping.idps.len() <= MAX_NAMES && scoping.requesters.len() <= MAX_NAMES;
        if few { Ok(scoping) } else { Err(Malformed::Value("Scoping")) }
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        let count = self.proxy_count.map(|count| count.to_string());
        out.start("samlp:Scoping", &[("ProxyCount", count.as_deref())]);
        if !self.idps.is_empty() {
            out.start("samlp:IDPList", &[]);
            for idp in &self.idps {
                out.leaf("samlp:IDPEntry", &[("ProviderID", Some(idp))], "");
            }
            out.end();
        }
        for requester in &self.requesters {
            out.leaf("samlp:RequesterID", &[], requester);
        }
        out.end();
    }
}

const MAX_NAMES: usize = 64;

pub(super) fn flag(value: Option<bool>) -> Option<&'static str> {
    value.map(truth)
}
