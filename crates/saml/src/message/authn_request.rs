//! The request to authenticate somebody.

use super::scoping::flag;
use super::{Conditions, Head, NameIdPolicy, Opener, Scoping, Subject, Unreadable};
use crate::context::RequestedContext;
use crate::xml::Writer;
use crate::{Malformed, Node, ns};

/// What a service provider asks of an identity provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthnRequest {
    pub head: Head,
    pub force_authn: bool,
    pub is_passive: bool,
    pub acs: AcsChoice,
    pub attribute_index: Option<u32>,
    pub provider_name: Option<String>,
    /// Who is to be authenticated, if it must be somebody.
    pub subject: Option<Subject>,
    pub name_id_policy: Option<NameIdPolicy>,
    pub conditions: Option<Conditions>,
    pub context: Option<RequestedContext>,
    pub scoping: Option<Scoping>,
    /// The language of the pages, as the Finnish trust network asks for it.
    pub language: Option<String>,
}

/// Where the answer is to go, and how: one of the places that the metadata lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AcsChoice {
    /// The metadata's default.
    #[default]
    Default,
    Index(u32),
    Named {
        url: Option<String>,
        binding: Option<String>,
    },
}

impl AuthnRequest {
    /// A request with nothing special in it.
    pub fn new(head: Head) -> Self {
        Self {
            head,
            force_authn: false,
            is_passive: false,
            acs: AcsChoice::Default,
            attribute_index: None,
            provider_name: None,
            subject: None,
            name_id_policy: None,
            conditions: None,
            context: None,
            scoping: None,
            language: None,
        }
    }

    /// Reads a request. Whether it must be signed is the metadata's word: `idp::Door` judges it.
    pub fn read(node: Node<'_>, opener: &Opener<'_>) -> Result<Self, Unreadable> {
        let head = Head::read(node, "AuthnRequest")?;
        let named = (node.attr("AssertionConsumerServiceURL"), node.attr("ProtocolBinding"));
        let acs = match (node.number("AssertionConsumerServiceIndex")?, named) {
            (None, (None, None)) => AcsChoice::Default,
            (Some(index), (None, None)) => AcsChoice::Index(index),
            (None, (url, binding)) => {
                AcsChoice::Named { url: url.map(str::to_owned), binding: binding.map(str::to_owned) }
            }
            // They exclude each other (SAML core, 3.4.1).
            (Some(_), _) => return Err(Malformed::Value("AssertionConsumerServiceIndex").into()),
        };
        Ok(Self {
            head,
            force_authn: node.flag("ForceAuthn")?.unwrap_or(false),
            is_passive: node.flag("IsPassive")?.unwrap_or(false),
            acs,
            attribute_index: node.number("AttributeConsumingServiceIndex")?,
            provider_name: node.attr("ProviderName").map(str::to_owned),
            subject: node.child(ns::SAML, "Subject")?.map(|subject| Subject::read(subject, opener)).transpose()?,
            name_id_policy: node.child(ns::SAMLP, "NameIDPolicy")?.map(NameIdPolicy::read).transpose()?,
            conditions: node.child(ns::SAML, "Conditions")?.map(Conditions::read).transpose()?,
            context: node.child(ns::SAMLP, "RequestedAuthnContext")?.map(RequestedContext::read).transpose()?,
            scoping: node.child(ns::SAMLP, "Scoping")?.map(Scoping::read).transpose()?,
            language: language(node)?,
        })
    }

    /// Writes it, to be signed.
    pub fn write(&self) -> String {
        let (index, url, binding) = match &self.acs {
            AcsChoice::Default => (None, None, None),
            AcsChoice::Index(index) => (Some(index.to_string()), None, None),
            AcsChoice::Named { url, binding } => (None, url.as_deref(), binding.as_deref()),
        };
        let attributes_index = self.attribute_index.map(|index| index.to_string());
        let attributes = [
            ("ForceAuthn", flag(self.force_authn.then_some(true))),
            ("IsPassive", flag(self.is_passive.then_some(true))),
            ("ProtocolBinding", binding),
            ("AssertionConsumerServiceIndex", index.as_deref()),
            ("AssertionConsumerServiceURL", url),
            ("AttributeConsumingServiceIndex", attributes_index.as_deref()),
            ("ProviderName", self.provider_name.as_deref()),
        ];
        let mut out = Writer::new();
        self.head.start(&mut out, "samlp:AuthnRequest", &attributes);
        if let Some(language) = &self.language {
            out.start("samlp:Extensions", &[])
                .start("vetuma", &[("xmlns", Some(VETUMA))])
                .leaf("LG", &[], language)
                .end()
                .end();
        }
        if let Some(subject) = &self.subject {
            subject.write(&mut out, None);
        }
        if let Some(policy) = &self.name_id_policy {
            policy.write(&mut out);
        }
        if let Some(conditions) = &self.conditions {
            conditions.write(&mut out);
        }
        if let Some(context) = &self.context {
            context.write(&mut out);
        }
        if let Some(scoping) = &self.scoping {
            scoping.write(&mut out);
        }
        out.finish()
    }
}

fn language(node: Node<'_>) -> Result<Option<String>, Malformed> {
    let Some(extensions) = node.child(ns::SAMLP, "Extensions")? else { return Ok(None) };
    let Some(vetuma) = extensions.child(VETUMA, "vetuma")? else { return Ok(None) };
    vetuma.child(VETUMA, "LG")?.map(|language| language.word("LG")).transpose()
}

/// The namespace of the Finnish trust network's extension.
const VETUMA: &str = "urn:vetuma:SAML:2.0:extensions";
