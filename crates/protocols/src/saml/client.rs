//! Service providers: what their registration and their metadata say.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use model::{
    Application, Catalogue, Entry, Finding, Id, OutboundMapping,
    outbound::{Format, Look},
};
use saml::{
    Allow, Certificate, Instant, Limits, PublicKey,
    idp::Over,
    metadata::{BadMetadata, Entity, Source, SpRole},
    ns,
};
use serde::Deserialize;
use serde_json::Value;

use crate::registration::{Findings, nameless, parsed};

/// A service provider that can be served.
#[derive(Debug)]
pub struct Client {
    pub application: Id,
    pub path: String,
    pub entity: Entity,
    /// The keys that its messages are signed with.
    pub keys: Vec<PublicKey>,
    pub name: Named,
    pub over: Over,
    pub encryption: Encryption,
    /// The algorithm that we sign with toward it.
    pub algorithm: &'static str,
    pub must_sign: bool,
    /// A login may begin here, without a request.
    pub unsolicited: bool,
    pub relay_state: Option<String>,
    pub allow: Allow,
    pub attribute_format: Option<&'static str>,
    /// What it was read from, to find out whether to read it again.
    source: Value,
    outbound: Option<OutboundMapping>,
}

/// Which name an application gets, where its request says nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    pub kind: NameKind,
    /// Several applications that share persistent names (`SPNameQualifier`).
    pub affiliation: Option<String>,
}

/// Where a name comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NameKind {
    /// What the method delivered, after the method's rules (A2.8).
    #[default]
    Delivered,
    Transient,
    /// An XML identifier, other at each application.
    Persistent,
    PersistentUuid,
    /// By a table of registered users, and nobody else by anything (D5).
    Mapped(Arc<BTreeMap<Id, String>>),
    /// The first value of an attribute, in a format.
    Attribute {
        name: String,
        format: String,
    },
}

/// Whether assertions are encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// Where the metadata has a key for it.
    #[default]
    Possible,
    Always,
    Never,
}

/// Where metadata is fetched from, and whose signature it must have.
#[derive(Clone, Debug)]
pub struct Fetched {
    pub url: String,
    pub keys: Vec<PublicKey>,
    pub minutes: u32,
    pub entity: String,
}

impl Client {
    /// Reads the registration of an application.
    pub fn read(entry: &Entry, application: &Application) -> Result<Self, Vec<Finding>> {
        let mut findings = Findings::default();
        let raw: Option<Raw> = parsed(&application.metadata, Finding::unfit, &mut findings);
        let read = raw.and_then(|raw| raw.client(entry, &application.metadata, &mut findings));
        findings.unless_unfit(read)
    }

    pub fn role(&self) -> &SpRole {
        static NONE: std::sync::LazyLock<SpRole> = std::sync::LazyLock::new(SpRole::default);
        self.entity.sp.as_ref().unwrap_or(&NONE)
    }

    /// Whether its metadata may still be used.
    pub fn is_valid(&self, now: Instant) -> bool {
        self.entity.is_valid(now)
    }

    /// The certificate to encrypt to, where that is wished.
    pub fn recipient(&self) -> Option<&Certificate> {
        match self.encryption {
            Encryption::Never => None,
            Encryption::Possible | Encryption::Always => self.role().keys.recipient(),
        }
    }

    /// The same with the names of the application's outbound mapping policy, which goes before what is registered (D5).
    fn naming_by(mut self, outbound: Option<&OutboundMapping>) -> Self {
        let Some(policy) = outbound else { return self };
        self.name.kind = match (policy.format(), policy.name_value.meaning()) {
            (Some(Format::Transient), _) => NameKind::Transient,
            (Some(Format::Persistent), Some(Look::Uuid)) => NameKind::PersistentUuid,
            (Some(Format::Persistent), _) => NameKind::Persistent,
            // What does not read names nobody.
            (Some(Format::Manual) | None, _) => {
                let names = policy.items.iter().map(|item| (item.user, item.username.clone()));
                NameKind::Mapped(Arc::new(names.collect()))
            }
        };
        if !policy.affiliation.is_empty() {
            self.name.affiliation = Some(policy.affiliation.clone());
        }
        self.outbound = outbound.cloned();
        self
    }

    /// Who shares persistent names with it: itself, or its affiliation.
    pub fn qualifier(&self) -> &str {
        self.name.affiliation.as_deref().unwrap_or(&self.entity.id)
    }
}

/// What is wrong with a registration.
pub fn check(metadata: &Value) -> Vec<Finding> {
    let mut findings = Findings::default();
    let raw: Option<Raw> = parsed(metadata, Finding::unfit, &mut findings);
    if let Some(raw) = raw {
        raw.client(&nameless(), metadata, &mut findings);
    }
    findings.0
}

/// All service providers of a configuration.
#[derive(Debug, Default)]
pub struct Clients {
    pub version: i64,
    by_entity: HashMap<String, Arc<Client>>,
    by_application: HashMap<Id, Arc<Client>>,
}

impl Clients {
    /// Metadata is long: what did not change is not read again.
    pub fn of(catalogue: &Catalogue, before: &Self) -> Self {
        let mut clients = Self { version: catalogue.version, ..Self::default() };
        let mut taken = Vec::new();
        for (entry, application) in catalogue.applications().filter(|(_, a)| a.protocol == "saml") {
            let known = before.by_application.get(&entry.id);
            let outbound = catalogue.outbound_of(entry);
            let known = known.filter(|c| c.source == application.metadata && c.path == entry.path);
            let known = known.filter(|c| c.outbound.as_ref() == outbound).cloned();
            let read = || Some(Arc::new(Client::read(entry, application).ok()?.naming_by(outbound)));
            let Some(client) = known.or_else(read) else { continue };
            if clients.by_entity.insert(client.entity.id.clone(), Arc::clone(&client)).is_some() {
                taken.push(client.entity.id.clone());
            }
            clients.by_application.insert(client.application, client);
        }
        // Of two with one name neither is served.
        for entity in taken {
            clients.by_entity.remove(&entity);
            clients.by_application.retain(|_, client| client.entity.id != entity);
        }
        clients
    }

    pub fn named(&self, entity: &str) -> Option<&Arc<Client>> {
        self.by_entity.get(entity)
    }
    pub fn of_application(&self, application: Id) -> Option<&Arc<Client>> {
        self.by_application.get(&application)
    }
}

/// The registration as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Raw {
    entity_id: String,
    /// The metadata itself, of this entity alone.
    descriptor: String,
    descriptor_url: Option<String>,
    /// PEM, or base64 of the DER: one of them has signed what is fetched.
    descriptor_certificates: Vec<String>,
    descriptor_minutes: Option<u32>,
    /// When it was fetched last, RFC 3339; told, never needed.
    #[allow(dead_code, reason = "written by the refresh, for people")]
    descriptor_fetched: Option<String>,
    name_id: Option<String>,
    name_id_attribute: Option<String>,
    affiliation: Option<String>,
    sign: Option<String>,
    encrypt: Option<String>,
    signing_algorithm: Option<String>,
    signed_requests: bool,
    unsolicited: bool,
    relay_state: Option<String>,
    allow_sha1: bool,
    allow_cbc: bool,
    attribute_format: Option<String>,
}

impl Raw {
    fn client(self, entry: &Entry, source: &Value, findings: &mut Findings) -> Option<Client> {
        let allow = Allow { sha1: self.allow_sha1, cbc: self.allow_cbc };
        for (field, on) in [("metadata.allow_sha1", allow.sha1), ("metadata.allow_cbc", allow.cbc)] {
            if on {
                findings.add(Finding::warning(field, "saml-weak"));
            }
        }
        // What is wrong with where it is fetched from is told; the refresh reads it by itself.
        self.fetched(findings);
        let entity = self.entity(allow, findings);
        let (over, encryption) = (self.over(findings), self.encryption(findings));
        let (kind, algorithm) = (self.name_kind(findings), self.algorithm(findings));
        let attribute_format = self.attribute_format(findings);
        let relay_state = self.relay_state.clone().filter(|state| !state.is_empty());
        if relay_state.as_ref().is_some_and(|state| saml::binding::RelayState::new(state, MAX_RELAY_STATE).is_err()) {
            findings.add(Finding::unfit("metadata.relay_state", "saml-relay-state"));
        }
        let entity = entity?;
        let role = entity.sp.as_ref()?;
        weigh(role, encryption, findings);
        let must_sign = self.signed_requests || role.authn_requests_signed;
        if must_sign && role.keys.signing.is_empty() {
            findings.add(Finding::unfit("metadata.descriptor", "saml-no-signing-key"));
        }
        Some(Client {
            application: entry.id,
            path: entry.path.clone(),
            keys: role.keys.verifying(),
            name: Named { kind, affiliation: self.affiliation.filter(|a| !a.is_empty()) },
            over,
            encryption,
            algorithm,
            must_sign,
            unsolicited: self.unsolicited,
            relay_state,
            allow,
            attribute_format,
            source: source.clone(),
            outbound: None,
            entity,
        })
    }

    fn entity(&self, allow: Allow, findings: &mut Findings) -> Option<Entity> {
        if self.entity_id.is_empty() {
            findings.add(Finding::unfit("metadata.entity_id", "saml-entity-missing"));
            return None;
        }
        if self.descriptor.is_empty() {
            let key = if self.descriptor_url.is_some() { "saml-not-fetched" } else { "saml-no-metadata" };
            findings.add(Finding::unfit("metadata.descriptor", key));
            return None;
        }
        // An administrator brought it, or the refresh has judged its signature; when it ends is asked at each use.
        let now = Instant::from_millis(0);
        let source = Source { keys: None, allow, now, max_validity: None, limits: Limits::ENTITY };
        let entity = match source.entity(self.descriptor.as_bytes()) {
            Ok(entity) => entity,
            Err(why) => {
                findings.add(Finding::unfit("metadata.descriptor", "saml-metadata").with("why", why));
                return None;
            }
        };
        if entity.id != self.entity_id {
            findings.add(Finding::unfit("metadata.entity_id", "saml-entity-other").with("entity", &entity.id));
            return None;
        }
        if entity.sp.as_ref().and_then(SpRole::default_acs).is_none() {
            findings.add(Finding::unfit("metadata.descriptor", "saml-no-acs"));
            return None;
        }
        Some(entity)
    }

    fn fetched(&self, findings: &mut Findings) -> Option<Fetched> {
        let url = self.descriptor_url.clone().filter(|url| !url.is_empty())?;
        let field = "metadata.descriptor_url";
        if !url::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host()) {
            findings.add(Finding::unfit(field, "saml-url"));
            return None;
        }
        let mut keys = Vec::new();
        for (index, text) in self.descriptor_certificates.iter().enumerate() {
            match Certificate::from_text(text) {
                Ok(certificate) => keys.push(certificate.key().clone()),
                Err(_) => findings.add(Finding::unfit(
                    format!("metadata.descriptor_certificates[{}]", index + 1),
                    "saml-certificate",
                )),
            }
        }
        if keys.is_empty() {
            // Whoever could answer in its place would choose where assertions go.
            findings.add(Finding::unfit("metadata.descriptor_certificates", "saml-unpinned"));
            return None;
        }
        let minutes = self.descriptor_minutes.unwrap_or(360).clamp(5, 7 * 24 * 60);
        Some(Fetched { url, keys, minutes, entity: self.entity_id.clone() })
    }

    fn over(&self, findings: &mut Findings) -> Over {
        match self.sign.as_deref() {
            None | Some("both") => Over::Both,
            Some("response") => Over::Response,
            Some("assertion") => Over::Assertion,
            Some(other) => {
                findings.add(unknown("sign", other, "both, response, assertion"));
                Over::Both
            }
        }
    }

    fn encryption(&self, findings: &mut Findings) -> Encryption {
        match self.encrypt.as_deref() {
            None | Some("possible") => Encryption::Possible,
            Some("always") => Encryption::Always,
            Some("never") => Encryption::Never,
            Some(other) => {
                findings.add(unknown("encrypt", other, "possible, always, never"));
                Encryption::Always
            }
        }
    }

    fn algorithm(&self, findings: &mut Findings) -> &'static str {
        let known = login::signing_algorithms(model::key::KeyPurpose::Saml);
        let name = self.signing_algorithm.as_deref().unwrap_or("RS256");
        known.iter().find(|a| **a == name).copied().unwrap_or_else(|| {
            findings.add(unknown("signing_algorithm", name, &known.join(", ")));
            "RS256"
        })
    }

    fn name_kind(&self, findings: &mut Findings) -> NameKind {
        let attribute = self.name_id_attribute.clone().filter(|name| !name.is_empty());
        let name = self.name_id.as_deref().unwrap_or("delivered");
        let kind = match (name, attribute) {
            ("delivered", None) => NameKind::Delivered,
            ("transient", None) => NameKind::Transient,
            ("persistent", None) => NameKind::Persistent,
            ("persistent-uuid", None) => NameKind::PersistentUuid,
            ("delivered" | "transient" | "persistent" | "persistent-uuid", Some(_)) => {
                findings.add(Finding::unfit("metadata.name_id_attribute", "saml-attribute-unused"));
                return NameKind::Delivered;
            }
            (format, attribute) => match (model::method::format_urn(format), attribute) {
                (Some(urn), attribute) => NameKind::Attribute {
                    name: attribute.unwrap_or_else(|| "email".to_owned()),
                    format: urn.to_owned(),
                },
                (None, _) => {
                    findings.add(unknown(
                        "name_id",
                        format,
                        "delivered, transient, persistent, persistent-uuid, unspecified, emailAddress, X509SubjectName, WindowsDomainQualifiedName, kerberos, entity",
                    ));
                    NameKind::Delivered
                }
            },
        };
        match &kind {
            NameKind::Attribute { format, .. }
                if [ns::format::TRANSIENT, ns::format::PERSISTENT, ns::format::ENCRYPTED]
                    .contains(&format.as_str()) =>
            {
                findings.add(unknown("name_id", name, "transient, persistent"));
                NameKind::Delivered
            }
            _ => kind,
        }
    }

    fn attribute_format(&self, findings: &mut Findings) -> Option<&'static str> {
        match self.attribute_format.as_deref() {
            None => None,
            Some("basic") => Some(ns::attrname::BASIC),
            Some("uri") => Some(ns::attrname::URI),
            Some("unspecified") => Some(ns::attrname::UNSPECIFIED),
            Some(other) => {
                findings.add(unknown("attribute_format", other, "basic, uri, unspecified"));
                None
            }
        }
    }
}

/// What metadata has that is odd, or too little for what is wished.
fn weigh(role: &SpRole, encryption: Encryption, findings: &mut Findings) {
    if encryption == Encryption::Always && role.keys.recipient().is_none() {
        findings.add(Finding::unfit("metadata.encrypt", "saml-no-encryption-key"));
    }
    if role.keys.unusable > 0 {
        findings.add(Finding::warning("metadata.descriptor", "saml-keys-unusable").with("count", role.keys.unusable));
    }
    let clear = |url: &str| {
        url::Url::parse(url).is_ok_and(|url| url.scheme() == "http" && !url.host_str().is_some_and(is_loopback))
    };
    if role.acs.iter().any(|acs| clear(&acs.location)) {
        findings.add(Finding::warning("metadata.descriptor", "saml-clear-acs"));
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|a| a.is_loopback()) || host == "[::1]"
}

fn unknown(name: &str, value: &str, known: &str) -> Finding {
    Finding::unfit(format!("metadata.{name}"), "saml-value").with("value", value).with("known", known)
}

/// The longest RelayState that is given back; the standard's 80 are too few for many senders.
pub const MAX_RELAY_STATE: usize = 1_024;

/// What a registration says of metadata that is fetched, whatever else is wrong with it.
#[derive(Clone, Debug)]
pub struct Registered {
    pub fetched: Fetched,
    pub allow: Allow,
    /// Nothing was fetched yet.
    pub is_empty: bool,
}

pub fn registered(metadata: &Value) -> Option<Registered> {
    let mut findings = Findings::default();
    let raw: Raw = parsed(metadata, Finding::unfit, &mut findings)?;
    let allow = Allow { sha1: raw.allow_sha1, cbc: raw.allow_cbc };
    Some(Registered { fetched: raw.fetched(&mut findings)?, allow, is_empty: raw.descriptor.is_empty() })
}

/// Why fetched metadata is not taken over.
pub fn judged(fetched: &Fetched, allow: Allow, now: Instant, bytes: &[u8]) -> Result<Entity, BadMetadata> {
    Source::fetched(&fetched.keys, allow, now).entity_named(bytes, &fetched.entity)
}
