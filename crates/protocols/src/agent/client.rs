//! An agent: what its registration says, read once, what is wrong with one, and which of them a request is from.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use ipnet::IpNet;
use model::network::Networks;
use model::{Application, Catalogue, Entry, Finding, Id, Locale, Secret};
use serde::Deserialize;
use serde_json::Value;
use subtle::ConstantTimeEq;
use url::Url;

use super::origin::Chains;
use super::params::{Encoding, Params};
use super::request::Named;
use crate::registration::{Findings, nameless, parsed};

/// A registered agent, ready for use.
#[derive(Clone, Debug)]
pub struct Agent {
    pub application: Id,
    /// Path of the application, for logs and audit.
    pub path: String,
    addresses: Vec<IpNet>,
    key: Option<Hash>,
    pub realms: Vec<String>,
    pub split_realm: bool,
    encoding: Option<Encoding>,
    /// Who may say where the end client is.
    pub chains: Chains,
    pub service: Option<Service>,
    pub trigger: bool,
    pub saml_check: bool,
    /// Pages that may poll from the browser.
    pub poll_origins: Vec<String>,
    pub locale: Option<Locale>,
    pub per_minute: u32,
    pub hide_version: bool,
    pub offline: Option<Offline>,
}

/// The account that an agent logs in with for what goes beyond checking.
#[derive(Clone, Debug)]
pub struct Service {
    pub name: String,
    secret: Hash,
}

/// Codes handed out for machines without a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offline {
    pub count: u32,
    pub rounds: u32,
}

/// The hash that a secret is compared by, so that the comparison takes the same time for all lengths.
#[derive(Clone, Copy)]
struct Hash([u8; 32]);

impl std::fmt::Debug for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hash(…)")
    }
}

impl Hash {
    fn of(secret: &str) -> Self {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, secret.as_bytes()).as_ref());
        Self(hash)
    }
    fn is(&self, secret: &str) -> bool {
        Self::of(secret).0.ct_eq(&self.0).into()
    }
}

impl Service {
    /// Whether this is the account's secret.
    pub fn opens(&self, name: &str, secret: &str) -> bool {
        let same = self.secret.is(secret);
        same && self.name == name
    }
    /// Changes with the secret, and tells nothing of it.
    pub fn imprint(&self) -> &[u8] {
        &self.secret.0
    }
}

impl Agent {
    /// Reads the registration of an application. `Err` when it cannot be used at all.
    pub fn read(entry: &Entry, application: &Application) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let agent = Raw::read(&application.metadata, &mut findings).map(|raw| raw.agent(entry, &mut findings));
        findings.unless_unfit(agent)
    }

    /// What this agent's parameters say, given how it encodes them.
    pub fn meant(&self, params: &Params, product: &str) -> Params {
        params.clone().as_sent_by(self.encoding.unwrap_or_else(|| Encoding::of_product(product)))
    }

    /// How exactly the request is this agent's; `None` where it is not. All that is registered must hold.
    fn fits(&self, shown: &Shown<'_>) -> Option<Fit> {
        let key = match &self.key {
            None => false,
            Some(key) => shown.keys.iter().any(|shown| key.is(shown)).then_some(true)?,
        };
        let network = match (self.addresses.is_empty(), shown.address) {
            (true, _) => None,
            (false, None) => return None,
            (false, Some(address)) => {
                let address = address.to_canonical();
                let nets = self.addresses.iter().filter(|net| net.contains(&address));
                Some(nets.map(|net| u32::from(net.prefix_len()) * 128 / u32::from(net.max_prefix_len())).max()?)
            }
        };
        let realm = match self.realms.is_empty() {
            true => false,
            false => {
                let named = Named::of(&self.meant(shown.params, shown.product), self);
                self.has_realm(&named.realm).then_some(true)?
            }
        };
        Some(Fit { key, network, realm })
    }

    pub fn has_realm(&self, realm: &str) -> bool {
        self.realms.iter().any(|known| known.eq_ignore_ascii_case(realm))
    }
}

/// What a request shows of who sends it.
pub struct Shown<'a> {
    pub address: Option<IpAddr>,
    /// Keys of its headers.
    pub keys: &'a [String],
    pub product: &'a str,
    pub params: &'a Params,
}

/// The more exact one wins: by key, then by the smaller network, then by realm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    key: bool,
    network: Option<u32>,
    realm: bool,
}

/// All agents of one state of the configuration.
#[derive(Default)]
pub struct Agents {
    pub version: i64,
    all: Vec<Arc<Agent>>,
}

impl Agents {
    pub fn of(catalogue: &Catalogue) -> Self {
        let mut agents = Self { version: catalogue.version, all: Vec::new() };
        for (entry, application) in catalogue.applications().filter(|(_, a)| a.protocol == "agent") {
            match Agent::read(entry, application) {
                Ok(agent) => agents.all.push(Arc::new(agent)),
                Err(findings) => {
                    for finding in findings {
                        tracing::warn!(application.path = %entry.path, "An agent cannot be served: {}", finding.plain());
                    }
                }
            }
        }
        agents
    }

    /// The agent that a request is from. Of two that fit equally well neither is believed.
    pub fn recognised(&self, shown: &Shown<'_>) -> Option<Arc<Agent>> {
        let mut best: Option<(Fit, &Arc<Agent>)> = None;
        let mut tied = false;
        for agent in &self.all {
            let Some(fit) = agent.fits(shown) else { continue };
            match best {
                Some((known, _)) if known > fit => {}
                Some((known, other)) if known == fit => {
                    tracing::warn!(application.path = %agent.path, "Two applications fit a request equally well, the other is `{}`; neither is served", other.path);
                    tied = true;
                }
                _ => (best, tied) = (Some((fit, agent)), false),
            }
        }
        best.filter(|_| !tied).map(|(_, agent)| Arc::clone(agent))
    }

    pub fn of_origin(&self, origin: &str) -> Option<&Arc<Agent>> {
        self.all.iter().find(|agent| agent.poll_origins.iter().any(|known| known == origin))
    }

    pub fn of_application(&self, application: Id) -> Option<&Arc<Agent>> {
        self.all.iter().find(|agent| agent.application == application)
    }
}

#[cfg(test)]
impl<const N: usize> From<[Agent; N]> for Agents {
    fn from(agents: [Agent; N]) -> Self {
        Self { version: 1, all: agents.into_iter().map(Arc::new).collect() }
    }
}

/// What is wrong with a registration.
pub fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    if let Some(raw) = Raw::read(metadata, &mut findings) {
        raw.agent(&nameless(), &mut findings);
    }
    findings.0
}

impl Findings {
    fn bad(&mut self, member: &str, key: &str) {
        self.add(Finding::unfit(format!("metadata.{member}"), key).with("name", member));
    }
    fn odd(&mut self, member: &str, key: &str) {
        self.add(Finding::warning(format!("metadata.{member}"), key).with("name", member));
    }
}

/// The registration as it is written.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Raw {
    addresses: Addresses,
    key: Secret<String>,
    realms: Vec<String>,
    split_realm: Option<bool>,
    encoding: Option<String>,
    client_from: String,
    service_account: String,
    secret: Secret<String>,
    trigger_challenge: bool,
    saml_check: bool,
    poll_origins: Vec<String>,
    language: Option<String>,
    per_minute: Option<u32>,
    hide_version: bool,
    offline: Option<RawOffline>,
}

/// Networks in one text or in a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Addresses {
    Text(String),
    List(Vec<String>),
}

impl Default for Addresses {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Addresses {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List(list) => list.join(" "),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RawOffline {
    count: u32,
    rounds: u32,
}

impl Default for RawOffline {
    fn default() -> Self {
        Self { count: 100, rounds: ROUNDS }
    }
}

impl Raw {
    /// A member that is not known would silently recognise more than was meant, so it is refused.
    fn read(metadata: &Value, findings: &mut Findings) -> Option<Self> {
        for name in metadata.as_object().into_iter().flat_map(|members| members.keys()) {
            if name == "certificate" {
                findings.bad(name, "agent-certificate");
            } else if !MEMBERS.contains(&name.as_str()) {
                let nearest = plug::config::nearest(name, MEMBERS.into_iter());
                let field = format!("metadata.{name}");
                findings.add(Finding::unfit(field, "agent-member").with("name", name).with("nearest", nearest));
            }
        }
        parsed(metadata, Finding::unfit, findings)
    }

    fn agent(self, entry: &Entry, findings: &mut Findings) -> Agent {
        let addresses = self.networks(findings);
        let key = self.key(findings);
        self.identified(&addresses, findings);
        if self.trigger_challenge && self.service_account.is_empty() {
            findings.bad("triggerChallenge", "agent-trigger-alone");
        }
        Agent {
            application: entry.id,
            path: entry.path.clone(),
            addresses,
            key,
            split_realm: self.split_realm.unwrap_or(true),
            encoding: self.encoding(findings),
            chains: self.chains(findings),
            service: self.service(findings),
            trigger: self.trigger_challenge,
            saml_check: self.saml_check,
            poll_origins: self.origins(findings),
            locale: self.locale(findings),
            per_minute: self.per_minute(findings),
            hide_version: self.hide_version,
            offline: self.offline(findings),
            realms: self.realms,
        }
    }

    fn networks(&self, findings: &mut Findings) -> Vec<IpNet> {
        let parsed = Networks::parse(&self.addresses.text()).map(String::from).unwrap_or_else(|_| {
            findings.bad("addresses", "agent-networks");
            String::new()
        });
        parsed.split_whitespace().filter_map(|net| net.parse().ok()).collect()
    }

    fn key(&self, findings: &mut Findings) -> Option<Hash> {
        let key = self.key.expose();
        match key.len() {
            0 => return None,
            1..SHORT => findings.odd("key", "agent-secret-short"),
            _ => {}
        }
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            findings.bad("key", "agent-key-unprintable");
        }
        Some(Hash::of(key))
    }

    /// Something must tell this agent from everybody else.
    fn identified(&self, addresses: &[IpNet], findings: &mut Findings) {
        let anywhere = addresses.iter().any(|net| net.prefix_len() == 0);
        if !self.key.is_empty() {
            return;
        }
        match (self.addresses.text().trim().is_empty(), self.realms.is_empty()) {
            (true, true) => findings.bad("addresses", "agent-unidentified"),
            (true, false) => findings.odd("realms", "agent-realm-alone"),
            (false, _) if anywhere => findings.odd("addresses", "agent-anywhere"),
            (false, _) => {}
        }
    }

    fn encoding(&self, findings: &mut Findings) -> Option<Encoding> {
        match self.encoding.as_deref() {
            None | Some("product") => None,
            Some("once") => Some(Encoding::Once),
            Some("twice") => Some(Encoding::Twice),
            Some("twiceAsForm") => Some(Encoding::TwiceAsForm),
            Some(_) => {
                findings.bad("encoding", "agent-encoding");
                None
            }
        }
    }

    fn chains(&self, findings: &mut Findings) -> Chains {
        Chains::parse(&self.client_from).unwrap_or_else(|_| {
            findings.bad("clientFrom", "agent-networks");
            Chains::default()
        })
    }

    fn service(&self, findings: &mut Findings) -> Option<Service> {
        let secret = self.secret.expose();
        match (self.service_account.is_empty(), secret.len()) {
            (true, 0) => return None,
            (true, _) => findings.odd("secret", "agent-secret-idle"),
            (false, 0) => findings.bad("secret", "agent-secret-missing"),
            (false, 1..SHORT) => findings.odd("secret", "agent-secret-short"),
            (false, _) => {}
        }
        let named = !self.service_account.is_empty() && !secret.is_empty();
        named.then(|| Service { name: self.service_account.clone(), secret: Hash::of(secret) })
    }

    fn origins(&self, findings: &mut Findings) -> Vec<String> {
        let origin = |text: &String| {
            let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "https" | "http"))?;
            let origin = url.origin().ascii_serialization();
            (origin == text.trim_end_matches('/')).then_some(origin)
        };
        let origins: Vec<String> = self.poll_origins.iter().filter_map(origin).collect();
        if origins.len() != self.poll_origins.len() {
            findings.bad("pollOrigins", "agent-origin");
        }
        origins
    }

    fn locale(&self, findings: &mut Findings) -> Option<Locale> {
        let tag = self.language.as_deref()?;
        let locale = Locale::parse(tag);
        if locale.is_none() {
            findings.bad("language", "agent-language");
        }
        locale
    }

    fn per_minute(&self, findings: &mut Findings) -> u32 {
        let per_minute = self.per_minute.unwrap_or(PER_MINUTE);
        if per_minute == 0 {
            findings.bad("perMinute", "agent-per-minute");
        }
        per_minute
    }

    fn offline(&self, findings: &mut Findings) -> Option<Offline> {
        let RawOffline { count, rounds } = self.offline.as_ref()?;
        let cheap = count.checked_mul(*rounds).is_some_and(|all| all <= MOST_WORK);
        if !cheap || *count == 0 || *rounds < FEWEST_ROUNDS {
            findings.bad("offline", "agent-offline");
            return None;
        }
        // Each of these hashes guards a PIN and six digits, or a password, on a machine that can be stolen.
        findings.odd("offline", "agent-offline-hazard");
        Some(Offline { count: *count, rounds: *rounds })
    }
}

/// Members of a registration.
const MEMBERS: [&str; 15] = [
    "addresses",
    "key",
    "realms",
    "splitRealm",
    "encoding",
    "clientFrom",
    "serviceAccount",
    "secret",
    "triggerChallenge",
    "samlCheck",
    "pollOrigins",
    "language",
    "perMinute",
    "hideVersion",
    "offline",
];
/// A secret of fewer bytes can be guessed.
const SHORT: usize = 24;
/// Requests of one agent in a minute.
const PER_MINUTE: u32 = 60_000;
/// PBKDF2 rounds of an offline hash.
const ROUNDS: u32 = 10_000;
const FEWEST_ROUNDS: u32 = 6549;
/// Rounds that one login may cost in all: some seconds.
const MOST_WORK: u32 = 5_000_000;
