//! An application: what a user logs in to.

use serde::{Deserialize, Serialize};

use crate::{
    Catalogue, Entry, Finding, LinkRole, Neighbours, Noun, Object, Titles, network::Networks, outbound::Format,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Application {
    pub title: Titles,
    pub enabled: bool,
    /// The front that serves it: `oidc`, `saml`, `radius`, `agent`, or `page` for pages of our own.
    pub protocol: String,
    /// Where the application list leads; empty keeps it off the list.
    pub url: String,
    /// Shown in the application list.
    pub listed: bool,
    /// Shorter than the system's, in minutes; zero means the system's (requirement G9).
    pub session_idle_minutes: u32,
    /// Ask people before their data goes out for the first time; off where the organisation decided for them.
    pub consent: bool,
    /// What the one typed field of `radius` and `agent` holds (requirement F3.2b).
    pub passcode: Passcodes,
    /// The protocol's registration: for `oidc` the client metadata of RFC 7591 with `client_id` and `client_secret`; for `saml` the
    /// `entity_id`, its metadata as `descriptor`, and how it is answered; for `radius`
    /// and `agent` who the client is and what it may do.
    #[schemars(extend("x-secret-members" = ["client_secret", "secret", "key"]))]
    pub metadata: serde_json::Value,
}

impl Default for Application {
    fn default() -> Self {
        Self {
            title: Titles::default(),
            enabled: true,
            protocol: "oidc".into(),
            url: String::new(),
            listed: true,
            session_idle_minutes: 0,
            consent: false,
            passcode: Passcodes::default(),
            metadata: serde_json::json!({}),
        }
    }
}

/// What a passcode field holds, where one line is all that can be typed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Passcodes {
    pub layout: Layout,
    /// An empty or one-letter passcode asks for a push or a message (requirement F3.2).
    pub simple: bool,
}

/// What stands in a passcode, and in which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// One secret; what is missing is asked for by a challenge.
    #[default]
    Separate,
    PasswordCode,
    CodePassword,
}

impl Object for Application {
    const NOUN: Noun = Noun::Application;
    const LINKS: &'static [LinkRole] = &[
        LinkRole {
            name: "method",
            target: Noun::Method,
            many: true,
            reverse: "application",
            payload: &["enabled", "opens"],
        },
        LinkRole { name: "allowedTo", target: Noun::Group, many: true, reverse: "accessTo", payload: &[] },
        LinkRole { name: "policy", target: Noun::Policy, many: false, reverse: "application", payload: &[] },
        LinkRole {
            name: "outboundMappingPolicy",
            target: Noun::OutboundMapping,
            many: false,
            reverse: "application",
            payload: &[],
        },
    ];

    fn check(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        let (me, catalogue) = (around.me, around.catalogue);
        let Some((site, _)) = catalogue.site_of(me) else {
            return vec![Finding::broken("path", "site-missing").with("path", &me.path)];
        };
        for link in me.links_as("method") {
            let linked = site.links_as("method").any(|l| l.to == link.to);
            if let (false, Some(method)) = (linked, catalogue.entry(link.to)) {
                findings.push(
                    Finding::broken("link.method", "method-not-in-site")
                        .with("method", &method.path)
                        .with("site", &site.path),
                );
            }
        }
        if me.links_as("method").all(|l| !l.has("enabled")) {
            findings.push(Finding::unfit("link.method", "nothing-allowed"));
        }
        if me.links_as("allowedTo").next().is_none() {
            findings.push(Finding::unfit("link.allowedTo", "nobody-allowed"));
        }
        if !matches!(self.protocol.as_str(), "oidc" | "saml" | "page" | "radius" | "agent") {
            findings.push(Finding::broken("protocol", "protocol-unknown").with("protocol", &self.protocol));
        }
        findings.extend(self.named_otherwise(around));
        findings.extend(self.opens_and_follows(around));
        findings.extend(self.networks_taken(around));
        findings.extend(self.client_id_taken(around));
        findings.extend(self.entity_taken(around));
        findings.extend(self.affiliation_taken(around));
        findings
    }
}

impl Application {
    /// D5: a policy that the protocol cannot keep is refused, and not passed over. In OpenID Connect a subject is the same for ever and
    /// nobody else's, which neither a name for one login nor one that an administrator may give to the next person is.
    fn named_otherwise(&self, around: &Neighbours<'_>) -> Option<Finding> {
        let link = around.me.links_as("outboundMappingPolicy").next()?;
        let (entry, mapping) = around.catalogue.outbound_mapping(link.to)?;
        let fits = match self.protocol.as_str() {
            "saml" => true,
            "oidc" => mapping.format() == Some(Format::Persistent),
            _ => false,
        };
        (!fits).then(|| {
            Finding::broken("link.outboundMappingPolicy", "outbound-protocol")
                .with("policy", &entry.path)
                .with("protocol", &self.protocol)
        })
    }

    /// R010: a RADIUS client is known by its network, so that no two may claim the same.
    fn networks_taken(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        if self.protocol != "radius" {
            return Vec::new();
        }
        let own = self.networks();
        let others = around.catalogue.applications().filter(|(e, a)| e.id != around.me.id && a.protocol == "radius");
        let taken = others.flat_map(|(entry, other)| {
            let shared: Vec<ipnet::IpNet> = other.networks().into_iter().filter(|n| own.contains(n)).collect();
            shared.into_iter().map(move |network| (entry, network))
        });
        let told = |(entry, network): (&Entry, ipnet::IpNet)| {
            Finding::broken("metadata.addresses", "network-taken")
                .with("network", network)
                .with("application", &entry.path)
        };
        taken.map(told).collect()
    }

    /// Of two clients with one name neither is served, so that no one may claim what another has. Whose it is is not told: it
    /// may belong to a site that the asker does not see.
    fn client_id_taken(&self, around: &Neighbours<'_>) -> Option<Finding> {
        let own = self.client_id()?;
        let mut others = around.catalogue.applications().filter(|(e, _)| e.id != around.me.id);
        others
            .any(|(_, other)| other.client_id() == Some(own))
            .then(|| Finding::broken("metadata.client_id", "client-id-taken"))
    }

    /// The same for the entity identifiers of service providers.
    fn entity_taken(&self, around: &Neighbours<'_>) -> Option<Finding> {
        let own = self.entity_id()?;
        let mut others = around.catalogue.applications().filter(|(e, _)| e.id != around.me.id);
        others
            .any(|(_, other)| other.entity_id() == Some(own))
            .then(|| Finding::broken("metadata.entity_id", "saml-entity-taken"))
    }

    /// Persistent names are shared by those of an affiliation, and by an application with nobody. Whoever names an affiliation of
    /// people whom single sign-on does not reach, or their application, would be told what those call everybody.
    fn affiliation_taken(&self, around: &Neighbours<'_>) -> Option<Finding> {
        let (me, catalogue) = (around.me, around.catalogue);
        let own = self.shares_names(me, catalogue);
        if own == Shares::default() {
            return None;
        }
        let top = |entry: &Entry| catalogue.site_of(entry).and_then(|(site, _)| catalogue.top_of(site.id));
        let near =
            |other: &Entry| top(me).is_some_and(|here| top(other).is_some_and(|there| catalogue.shared(here, there)));
        let others = catalogue.applications().filter(|(entry, _)| entry.id != me.id && !near(entry));
        let mut theirs = others.map(|(entry, other)| other.shares_names(entry, catalogue));
        let key = if own.affiliation.is_some() { "metadata.affiliation" } else { "metadata.entity_id" };
        theirs.any(|theirs| own.meets(theirs)).then(|| Finding::broken(key, "affiliation-taken"))
    }

    fn shares_names<'a>(&'a self, entry: &Entry, catalogue: &'a Catalogue) -> Shares<'a> {
        let by_policy = catalogue.outbound_of(entry).map(|policy| policy.affiliation.as_str());
        let by_policy = by_policy.filter(|_| matches!(self.protocol.as_str(), "saml" | "oidc"));
        let registered = self.metadata["affiliation"].as_str().filter(|_| self.protocol == "saml");
        let affiliation = by_policy.filter(|a| !a.is_empty()).or(registered.filter(|a| !a.is_empty()));
        Shares { affiliation, alone: self.entity_id() }
    }

    fn entity_id(&self) -> Option<&str> {
        self.metadata["entity_id"].as_str().filter(|id| self.protocol == "saml" && !id.is_empty())
    }

    fn client_id(&self) -> Option<&str> {
        self.metadata["client_id"].as_str().filter(|id| self.protocol == "oidc" && !id.is_empty())
    }

    /// The networks that its registration names; what is no network is its front's to complain of.
    pub fn networks(&self) -> Vec<ipnet::IpNet> {
        let listed = self.metadata["addresses"].as_array().into_iter().flatten().filter_map(|a| a.as_str());
        let read = listed.filter_map(|text| Networks::parse(text).ok());
        read.flat_map(|networks| networks.iter().map(ipnet::IpNet::trunc).collect::<Vec<_>>()).collect()
    }

    /// A code that opens here and also follows another method is worth one factor only.
    fn opens_and_follows(&self, around: &Neighbours<'_>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for link in around.me.links_as("method").filter(|l| l.has("opens")) {
            let follows = around
                .catalogue
                .linked_from(link.to, "nextFactor")
                .any(|(first, _)| around.me.links_as("method").any(|l| l.to == first.id));
            if let (true, Some(method)) = (follows, around.catalogue.entry(link.to)) {
                findings.push(Finding::warning("link.method", "opens-and-follows").with("method", &method.path));
            }
        }
        findings
    }
}

/// With whom an application shares what people are called.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Shares<'a> {
    affiliation: Option<&'a str>,
    /// The name under which it shares with nobody.
    alone: Option<&'a str>,
}

impl Shares<'_> {
    fn meets(self, other: Self) -> bool {
        let named = |one: Option<&str>, by: Self| one.is_some_and(|a| [by.affiliation, by.alone].contains(&Some(a)));
        named(self.affiliation, other) || named(other.affiliation, self)
    }
}
