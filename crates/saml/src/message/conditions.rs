//! When, where and how often an assertion may be used.

use crate::xml::Writer;
use crate::{Malformed, Node, Window, ns};

/// The conditions of an assertion, or those that a request asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    pub window: Window,
    /// Every restriction must hold; one holds if any of its audiences is us.
    pub audiences: Vec<Vec<String>>,
    pub one_time_use: bool,
    pub proxy: Option<ProxyRestriction>,
    /// There is a condition that is not understood; then the assertion is not valid (SAML core, 2.5.1.1).
    pub unknown: bool,
}

/// How far an assertion may be the base of others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProxyRestriction {
    pub count: Option<u32>,
    pub audiences: Vec<String>,
}

impl Conditions {
    pub(crate) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let window = Window { not_before: node.instant("NotBefore")?, not_on_or_after: node.instant("NotOnOrAfter")? };
        let mut conditions = Self { window, ..Self::default() };
        for condition in node.children() {
            match (condition.namespace(), condition.name()) {
                (ns::SAML, "AudienceRestriction") => conditions.audiences.push(audiences(condition)?),
                (ns::SAML, "OneTimeUse") => conditions.one_time_use = true,
                (ns::SAML, "ProxyRestriction") if conditions.proxy.is_some() => {
                    return Err(Malformed::Repeated("ProxyRestriction"));
                }
                (ns::SAML, "ProxyRestriction") => {
                    let (count, audiences) = (condition.number("Count")?, audiences(condition)?);
                    conditions.proxy = Some(ProxyRestriction { count, audiences });
                }
                _ => conditions.unknown = true,
            }
        }
        Ok(conditions)
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        let [from, until] = [self.window.not_before, self.window.not_on_or_after].map(|t| t.map(|t| t.to_string()));
        out.start("saml:Conditions", &[("NotBefore", from.as_deref()), ("NotOnOrAfter", until.as_deref())]);
        for restriction in &self.audiences {
            out.start("saml:AudienceRestriction", &[]);
            write_audiences(out, restriction);
            out.end();
        }
        if self.one_time_use {
            out.leaf("saml:OneTimeUse", &[], "");
        }
        if let Some(proxy) = &self.proxy {
            let count = proxy.count.map(|count| count.to_string());
            out.start("saml:ProxyRestriction", &[("Count", count.as_deref())]);
            write_audiences(out, &proxy.audiences);
            out.end();
        }
        out.end();
    }
}

fn audiences(node: Node<'_>) -> Result<Vec<String>, Malformed> {
    node.all(ns::SAML, "Audience").map(|audience| audience.word("Audience")).collect()
}

fn write_audiences(out: &mut Writer, audiences: &[String]) {
    for audience in audiences {
        out.leaf("saml:Audience", &[], audience);
    }
}
