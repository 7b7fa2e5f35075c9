//! A client: what its registration says, read once, and what is wrong with it.

use std::sync::OnceLock;
use std::time::Duration;

use ipnet::IpNet;
use model::network::Networks;
use model::{Application, Entry, Finding, Id, Locale, Secret, Severity};
use radius::Key;
use serde::Deserialize;
use serde_json::Value;

use super::limits::Bucket;
use super::peer::Certificate;
use super::words::Words;
use crate::registration::{Findings, nameless, parsed};

/// A registered client, ready for use.
#[derive(Debug)]
pub struct Client {
    pub application: Id,
    /// Path of the application, for logs and audit.
    pub path: String,
    pub networks: Vec<IpNet>,
    /// What its datagrams are protected with; without one it comes over TLS only.
    pub key: Option<Key>,
    /// What it shows over TLS; without one it comes by datagrams only.
    pub certificate: Option<Certificate>,
    /// Requests without a Message-Authenticator are heard (case R001).
    pub unsigned: bool,
    pub accounting: bool,
    /// Its Calling-Station-Id is an address to be believed (requirement A2.13).
    pub tells_address: bool,
    /// It can show a challenge and take what is typed.
    pub challenge: bool,
    /// An empty passcode asks for something there (requirement F3.2).
    pub simple: bool,
    /// How long a refusal is held back (case R037).
    pub reject_delay: Duration,
    pub chap: bool,
    pub mschap2: bool,
    /// Clients of one name are one for fail-over.
    pub group: String,
    pub language: Locale,
    pub bucket: Bucket,
    /// Made with the first text that it is sent.
    pub words: OnceLock<Words>,
    /// Somebody said what it is to receive: without a policy an accept carries nothing about the person.
    pub has_policy: bool,
}

impl Client {
    /// Reads the registration of an application. `Err` when it cannot be used at all.
    pub fn read(entry: &Entry, application: &Application) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let client = Raw::read(&application.metadata, &mut findings)
            .map(|raw| Self { simple: application.passcode.simple, ..raw.client(entry, &mut findings) });
        findings.unless_unfit(client)
    }
}

/// What is wrong with a registration.
pub fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    if let Some(raw) = Raw::read(metadata, &mut findings) {
        raw.client(&nameless(), &mut findings);
    }
    findings.0
}

/// The registration as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Raw {
    addresses: Vec<String>,
    secret: Secret<String>,
    short_secret: bool,
    require_message_authenticator: bool,
    certificate: String,
    accounting: bool,
    calling_station: CallingStation,
    challenge: bool,
    reject_delay: u64,
    chap: bool,
    mschap2: bool,
    group: String,
    language: Locale,
    /// Requests a second.
    rate: u32,
}

/// What Calling-Station-Id is worth.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CallingStation {
    /// A text for the audit record.
    #[default]
    Told,
    /// The address that the person really comes from.
    Trusted,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            addresses: Vec::new(),
            secret: Secret::default(),
            short_secret: false,
            require_message_authenticator: true,
            certificate: String::new(),
            accounting: false,
            calling_station: CallingStation::default(),
            challenge: true,
            reject_delay: 1000,
            chap: false,
            mschap2: false,
            group: String::new(),
            language: Locale::default(),
            rate: RATE,
        }
    }
}

impl Raw {
    fn read(metadata: &Value, findings: &mut Findings) -> Option<Self> {
        let members = metadata.as_object().into_iter().flat_map(|m| m.keys());
        for unknown in members.filter(|name| !MEMBERS.contains(&name.as_str())) {
            findings.add(Finding::broken("metadata", "radius-member").with("member", unknown));
        }
        parsed(metadata, Finding::broken, findings)
    }

    fn client(self, entry: &Entry, findings: &mut Findings) -> Client {
        let certificate = self.certificate(findings);
        let key = self.key(certificate.is_some(), findings);
        self.warn(findings);
        Client {
            application: entry.id,
            path: entry.path.clone(),
            networks: self.networks(findings),
            key,
            certificate,
            unsigned: !self.require_message_authenticator,
            accounting: self.accounting,
            tells_address: self.calling_station == CallingStation::Trusted,
            challenge: self.challenge,
            simple: false,
            reject_delay: Duration::from_millis(self.reject_delay.min(MOST_DELAY)),
            chap: self.chap,
            mschap2: self.mschap2,
            group: self.group,
            language: self.language,
            bucket: Bucket::of(self.rate.max(1)),
            words: OnceLock::new(),
            has_policy: entry.links_as("policy").next().is_some(),
        }
    }

    fn networks(&self, findings: &mut Findings) -> Vec<IpNet> {
        let mut networks: Vec<IpNet> = Vec::new();
        for text in &self.addresses {
            match Networks::parse(text) {
                Ok(parsed) => networks.extend(parsed.iter().map(IpNet::trunc)),
                Err(_) => findings.add(Finding::broken("metadata.addresses", "radius-address").with("value", text)),
            }
        }
        if self.addresses.is_empty() {
            findings.add(Finding::broken("metadata.addresses", "radius-address-missing"));
        }
        let count = networks.len();
        networks.sort_unstable();
        networks.dedup();
        if networks.len() < count {
            findings.add(Finding::warning("metadata.addresses", "radius-address-twice"));
        }
        networks
    }

    /// R011: a secret that can be searched for, or that stands in handbooks, protects nothing.
    fn key(&self, by_certificate: bool, findings: &mut Findings) -> Option<Key> {
        let secret = self.secret.expose();
        if secret.is_empty() {
            if !by_certificate {
                findings.add(Finding::broken("metadata.secret", "radius-secret-missing"));
            }
            return None;
        }
        let sample = SAMPLES.iter().any(|s| secret.eq_ignore_ascii_case(s));
        let repeated = secret.chars().all(|c| secret.starts_with(c));
        if sample || repeated || secret.len() < SHORTEST {
            let severity = if self.short_secret { Severity::Warning } else { Severity::Broken };
            let key = if secret.len() < SHORTEST { "radius-secret-short" } else { "radius-secret-known" };
            findings.add(Finding::new(severity, "metadata.secret", key).with("shortest", SHORTEST));
        }
        Some(Key::new(secret.as_bytes()))
    }

    fn certificate(&self, findings: &mut Findings) -> Option<Certificate> {
        if self.certificate.is_empty() {
            return None;
        }
        let read = Certificate::parse(&self.certificate);
        if read.is_none() {
            findings
                .add(Finding::broken("metadata.certificate", "radius-certificate").with("value", &self.certificate));
        }
        read
    }

    fn warn(&self, findings: &mut Findings) {
        if !self.require_message_authenticator {
            findings.add(Finding::warning("metadata.requireMessageAuthenticator", "radius-unsigned"));
        }
        for (member, on) in [("chap", self.chap), ("mschap2", self.mschap2)] {
            if on {
                findings.add(Finding::warning(format!("metadata.{member}"), "radius-hashed"));
            }
        }
        if self.reject_delay > MOST_DELAY {
            findings.add(Finding::warning("metadata.rejectDelay", "radius-reject-delay").with("most", MOST_DELAY));
        }
    }
}

const MEMBERS: [&str; 14] = [
    "addresses",
    "secret",
    "shortSecret",
    "requireMessageAuthenticator",
    "certificate",
    "accounting",
    "callingStation",
    "challenge",
    "rejectDelay",
    "chap",
    "mschap2",
    "group",
    "language",
    "rate",
];

/// Shortest secret, in bytes.
const SHORTEST: usize = 16;
/// Longest delay of a refusal, in milliseconds: clients ask again after a few seconds.
const MOST_DELAY: u64 = 5000;
/// Requests a second where nothing was said: a ceiling for what went wild, not for what works.
const RATE: u32 = 100_000;
/// What stands in handbooks and configuration files of this field.
const SAMPLES: [&str; 22] = [
    "testing123",
    "testing123testing123",
    "secret",
    "sharedsecret",
    "shared-secret",
    "shared_secret",
    "radius",
    "radiussecret",
    "radius_secret",
    "radius-secret",
    "radiusradiusradius",
    "radsec",
    "password",
    "changeme",
    "changemechangeme",
    "changemechangemechangeme",
    "symbolon",
    "whatever",
    "0123456789abcdef",
    "1234567890123456",
    "your-shared-secret",
    "mysharedsecret",
];
