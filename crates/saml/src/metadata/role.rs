//! What an entity can do: as an identity provider, as a service provider.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::ui::texts;
use super::{BadMetadata, Endpoint, Ui};
use crate::idp::ReturnTo;
use crate::message::{AcsChoice, Attribute};
use crate::{Certificate, Node, PublicKey, ns};

/// The certificates of a role, by use. One for both stands in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    pub signing: Vec<Certificate>,
    pub encryption: Vec<Certificate>,
    /// How many are of no use: too short, of an unknown kind, or without a certificate.
    pub unusable: usize,
}

/// A role as identity provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdpRole {
    pub keys: Keys,
    pub want_requests_signed: bool,
    pub sso: Vec<Endpoint>,
    pub slo: Vec<Endpoint>,
    pub artifact: Vec<Endpoint>,
    pub name_id_formats: Vec<String>,
    /// The domains that it may speak for in scoped attributes; patterns are passed over.
    pub scopes: Vec<String>,
    pub ui: Ui,
    pub error_url: Option<String>,
    /// Which algorithms it would have others sign with is told (algorithm support profile): ours, where it is we who write.
    pub tells_algorithms: bool,
}

/// A role as service provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpRole {
    pub keys: Keys,
    pub authn_requests_signed: bool,
    pub want_assertions_signed: bool,
    pub acs: Vec<Endpoint>,
    pub slo: Vec<Endpoint>,
    pub artifact: Vec<Endpoint>,
    pub name_id_formats: Vec<String>,
    pub services: Vec<Service>,
    pub ui: Ui,
    /// Where a discovery service may send people back to (discovery protocol, 2.5).
    pub discovery: Vec<Endpoint>,
}

/// What a service would have told about people (`AttributeConsumingService`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    pub index: u32,
    pub is_default: bool,
    pub names: Vec<(String, String)>,
    pub attributes: Vec<RequestedAttribute>,
}

/// One attribute of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedAttribute {
    pub attribute: Attribute,
    pub is_required: bool,
}

impl Keys {
    /// The keys that signatures are checked with.
    pub fn verifying(&self) -> Vec<PublicKey> {
        self.signing.iter().map(|certificate| certificate.key().clone()).collect()
    }

    /// The certificate to encrypt to: the first with a key for it.
    pub fn recipient(&self) -> Option<&Certificate> {
        self.encryption.iter().find(|certificate| certificate.key().can_encrypt())
    }

    fn read(role: Node<'_>) -> Result<Self, BadMetadata> {
        let mut keys = Self::default();
        for descriptor in role.all(ns::MD, "KeyDescriptor") {
            let (signs, encrypts) = match descriptor.attr("use") {
                None => (true, true),
                Some("signing") => (true, false),
                Some("encryption") => (false, true),
                Some(_) => return Err(BadMetadata::KeyUse),
            };
            for certificate in certificates(descriptor)? {
                let Some(certificate) = certificate else {
                    keys.unusable += 1;
                    continue;
                };
                if signs {
                    keys.signing.push(certificate.clone());
                }
                if encrypts {
                    keys.encryption.push(certificate);
                }
            }
            if keys.signing.len().max(keys.encryption.len()).max(keys.unusable) > MAX_KEYS {
                return Err(BadMetadata::TooMany);
            }
        }
        Ok(keys)
    }
}

impl IdpRole {
    /// Whether it may speak for the scope of a value (`user@scope`), as its metadata has it.
    pub fn owns_scope(&self, value: &str) -> bool {
        let scope = value.rsplit_once('@').map(|(_, scope)| scope).filter(|scope| !scope.is_empty());
        scope.is_some_and(|scope| self.scopes.iter().any(|own| own.eq_ignore_ascii_case(scope)))
    }

    /// Where requests go by this binding.
    pub fn sso_by(&self, binding: &str) -> Option<&Endpoint> {
        self.sso.iter().find(|endpoint| endpoint.binding == binding)
    }

    pub(super) fn read(role: Node<'_>) -> Result<Self, BadMetadata> {
        let extensions = role.child(ns::MD, "Extensions")?;
        let scopes = extensions.iter().flat_map(|e| e.all(SHIBMD, "Scope"));
        let plain = scopes.filter(|scope| !matches!(scope.attr("regexp"), Some("true" | "1")));
        Ok(Self {
            keys: Keys::read(role)?,
            want_requests_signed: role.flag("WantAuthnRequestsSigned")?.unwrap_or(false),
            sso: endpoints(role, "SingleSignOnService")?,
            slo: endpoints(role, "SingleLogoutService")?,
            artifact: endpoints(role, "ArtifactResolutionService")?,
            name_id_formats: formats(role)?,
            scopes: plain.map(|scope| scope.word("Scope")).collect::<Result<_, _>>()?,
            ui: Ui::read(extensions)?,
            error_url: role.attr("errorURL").map(str::to_owned),
            tells_algorithms: extensions.is_some_and(|e| e.all(ns::ALG, "SigningMethod").next().is_some()),
        })
    }
}

impl SpRole {
    /// Where an answer goes that nobody asked for: the default place.
    pub fn default_acs(&self) -> Option<ReturnTo> {
        ReturnTo::find(&AcsChoice::Default, self).ok()
    }

    /// The service of this index, else the default one.
    pub fn service(&self, index: Option<u32>) -> Option<&Service> {
        match index {
            Some(index) => self.services.iter().find(|service| service.index == index),
            None => self.services.iter().find(|service| service.is_default).or_else(|| self.services.first()),
        }
    }

    pub(super) fn read(role: Node<'_>) -> Result<Self, BadMetadata> {
        let services = role.all(ns::MD, "AttributeConsumingService").map(Service::read);
        let extensions = role.child(ns::MD, "Extensions")?;
        let acs = endpoints(role, "AssertionConsumerService")?;
        let mut indexes: Vec<Option<u16>> = acs.iter().map(|endpoint| endpoint.index).collect();
        indexes.sort_unstable();
        if indexes.windows(2).any(|pair| pair[0] == pair[1] && pair[0].is_some()) {
            return Err(BadMetadata::Index);
        }
        Ok(Self {
            keys: Keys::read(role)?,
            authn_requests_signed: role.flag("AuthnRequestsSigned")?.unwrap_or(false),
            want_assertions_signed: role.flag("WantAssertionsSigned")?.unwrap_or(false),
            acs,
            slo: endpoints(role, "SingleLogoutService")?,
            artifact: endpoints(role, "ArtifactResolutionService")?,
            name_id_formats: formats(role)?,
            services: services.collect::<Result<_, _>>()?,
            ui: Ui::read(extensions)?,
            discovery: responses(extensions)?,
        })
    }
}

impl Service {
    fn read(node: Node<'_>) -> Result<Self, BadMetadata> {
        let requested = |n: Node<'_>| {
            Ok(RequestedAttribute {
                attribute: Attribute::read(n)?,
                is_required: n.flag("isRequired")?.unwrap_or(false),
            })
        };
        Ok(Self {
            index: node.number("index")?.unwrap_or(0),
            is_default: node.flag("isDefault")?.unwrap_or(false),
            names: texts(node, ns::MD, "ServiceName"),
            attributes: node
                .all(ns::MD, "RequestedAttribute")
                .take(MAX_ENDPOINTS)
                .map(requested)
                .collect::<Result<_, BadMetadata>>()?,
        })
    }
}

/// The certificates of a descriptor, `None` for each that is of no use. Of those that stand together the first has the
/// entity's key; the others are whoever issued it, and sign nothing here.
fn certificates(descriptor: Node<'_>) -> Result<Vec<Option<Certificate>>, BadMetadata> {
    let info = descriptor.need(ns::DS, "KeyInfo")?;
    let mut certificates = Vec::new();
    for held in info.all(ns::DS, "X509Data") {
        let Some(node) = held.all(ns::DS, "X509Certificate").next() else { continue };
        let text: String = node.text("X509Certificate")?.split_ascii_whitespace().collect();
        let der = STANDARD.decode(text).ok().filter(|_| certificates.len() <= MAX_KEYS);
        certificates.push(der.and_then(|der| Certificate::from_der(&der).ok()));
    }
    if certificates.is_empty() {
        certificates.push(None);
    }
    Ok(certificates)
}

fn endpoints(role: Node<'_>, name: &'static str) -> Result<Vec<Endpoint>, BadMetadata> {
    let all: Vec<Endpoint> = role.all(ns::MD, name).map(Endpoint::read).collect::<Result<_, _>>()?;
    if all.len() > MAX_ENDPOINTS { Err(BadMetadata::TooMany) } else { Ok(all) }
}

/// Those of the binding that the discovery protocol names; another is none that it could be answered by.
fn responses(extensions: Option<Node<'_>>) -> Result<Vec<Endpoint>, BadMetadata> {
    let all = extensions.into_iter().flat_map(|e| e.all(ns::DISCOVERY, "DiscoveryResponse")).map(Endpoint::read);
    let all: Vec<Endpoint> =
        all.filter(|e| e.as_ref().map_or(true, |e| e.binding == ns::DISCOVERY)).collect::<Result<_, _>>()?;
    if all.len() > MAX_ENDPOINTS { Err(BadMetadata::TooMany) } else { Ok(all) }
}

fn formats(role: Node<'_>) -> Result<Vec<String>, BadMetadata> {
    Ok(role.all(ns::MD, "NameIDFormat").take(MAX_KEYS).map(|n| n.word("NameIDFormat")).collect::<Result<_, _>>()?)
}

/// More than anybody has, and little enough to try each.
const MAX_KEYS: usize = 16;
const MAX_ENDPOINTS: usize = 512;
pub(super) const SHIBMD: &str = "urn:mace:shibboleth:metadata:1.0";
