//! Our own metadata.

use super::role::SHIBMD;
use super::{Contact, Endpoint, Entity, IdpRole, Keys, Organization, Service, SpRole, Ui};
use crate::signature::{DigestMethod, SignatureMethod};
use crate::xml::Writer;
use crate::{Certificate, ns, signature};

impl Entity {
    /// Writes it as a document, to be signed by `signature::sign` where it has a [`Entity::document`].
    pub fn write(&self) -> String {
        let mut out = Writer::new();
        self.write_in(&mut out);
        out.finish()
    }

    /// Several as one document, each with its own end.
    pub fn write_all(entities: &[Self]) -> String {
        let mut out = Writer::new();
        out.start("md:EntitiesDescriptor", &[("xmlns:md", Some(ns::MD))]);
        for entity in entities {
            entity.write_in(&mut out);
        }
        out.end();
        out.finish()
    }

    fn write_in(&self, out: &mut Writer) {
        let (until, cache) = (self.valid_until.map(|t| t.to_string()), self.cache_duration.map(|s| format!("PT{s}S")));
        let attributes = [
            ("xmlns:md", Some(ns::MD)),
            ("xmlns:ds", Some(ns::DS)),
            ("entityID", Some(self.id.as_str())),
            ("ID", self.document.as_deref()),
            ("validUntil", until.as_deref()),
            ("cacheDuration", cache.as_deref()),
        ];
        out.start("md:EntityDescriptor", &attributes);
        if !self.attributes.is_empty() {
            out.start("md:Extensions", &[]).start(
                "mdattr:EntityAttributes",
                &[("xmlns:mdattr", Some(ns::MDATTR)), ("xmlns:saml", Some(ns::SAML))],
            );
            for attribute in &self.attributes {
                attribute.write(out);
            }
            out.end().end();
        }
        if let Some(idp) = &self.idp {
            idp.write(out);
        }
        if let Some(sp) = &self.sp {
            sp.write(out);
        }
        if let Some(organization) = &self.organization {
            organization.write(out);
        }
        for contact in &self.contacts {
            contact.write(out);
        }
        out.end();
    }
}

impl IdpRole {
    fn write(&self, out: &mut Writer) {
        let attributes = [
            ("protocolSupportEnumeration", Some(ns::SAMLP)),
            ("WantAuthnRequestsSigned", self.want_requests_signed.then_some("true")),
            ("errorURL", self.error_url.as_deref()),
        ];
        out.start("md:IDPSSODescriptor", &attributes);
        extensions(out, &self.ui, &self.scopes, self.tells_algorithms, &[]);
        self.keys.write(out);
        endpoints(out, "md:ArtifactResolutionService", &self.artifact);
        endpoints(out, "md:SingleLogoutService", &self.slo);
        formats(out, &self.name_id_formats);
        endpoints(out, "md:SingleSignOnService", &self.sso);
        out.end();
    }
}

impl SpRole {
    fn write(&self, out: &mut Writer) {
        let truth = |flag| Some(if flag { "true" } else { "false" });
        let attributes = [
            ("protocolSupportEnumeration", Some(ns::SAMLP)),
            ("AuthnRequestsSigned", truth(self.authn_requests_signed)),
            ("WantAssertionsSigned", truth(self.want_assertions_signed)),
        ];
        out.start("md:SPSSODescriptor", &attributes);
        extensions(out, &self.ui, &[], false, &self.discovery);
        self.keys.write(out);
        endpoints(out, "md:ArtifactResolutionService", &self.artifact);
        endpoints(out, "md:SingleLogoutService", &self.slo);
        formats(out, &self.name_id_formats);
        endpoints(out, "md:AssertionConsumerService", &self.acs);
        for service in &self.services {
            service.write(out);
        }
        out.end();
    }
}

impl Service {
    fn write(&self, out: &mut Writer) {
        let index = self.index.to_string();
        let default = self.is_default.then_some("true");
        out.start("md:AttributeConsumingService", &[("index", Some(&index)), ("isDefault", default)]);
        texts(out, "md:ServiceName", &self.names);
        for requested in &self.attributes {
            let attributes = [
                ("Name", Some(requested.attribute.name.as_str())),
                ("NameFormat", requested.attribute.format.as_deref()),
                ("FriendlyName", requested.attribute.friendly_name.as_deref()),
                ("isRequired", requested.is_required.then_some("true")),
            ];
            out.leaf("md:RequestedAttribute", &attributes, "");
        }
        out.end();
    }
}

impl Keys {
    fn write(&self, out: &mut Writer) {
        for certificate in &self.signing {
            key(out, "signing", certificate);
            out.end();
        }
        for certificate in &self.encryption {
            key(out, "encryption", certificate);
            for method in METHODS {
                out.leaf("md:EncryptionMethod", &[("Algorithm", Some(method))], "");
            }
            out.end();
        }
    }
}

fn key(out: &mut Writer, usage: &str, certificate: &Certificate) {
    out.start("md:KeyDescriptor", &[("use", Some(usage))]);
    signature::key_info(out, certificate);
}

impl Organization {
    fn write(&self, out: &mut Writer) {
        out.start("md:Organization", &[]);
        texts(out, "md:OrganizationName", &self.names);
        texts(out, "md:OrganizationDisplayName", &self.display_names);
        texts(out, "md:OrganizationURL", &self.urls);
        out.end();
    }
}

impl Contact {
    fn write(&self, out: &mut Writer) {
        out.start("md:ContactPerson", &[("contactType", Some(&self.kind))]);
        if let Some(name) = &self.given_name {
            out.leaf("md:GivenName", &[], name);
        }
        for mail in &self.mails {
            out.leaf("md:EmailAddress", &[], mail);
        }
        out.end();
    }
}

fn extensions(out: &mut Writer, ui: &Ui, scopes: &[String], algorithms: bool, discovery: &[Endpoint]) {
    if ui.is_empty() && scopes.is_empty() && !algorithms && discovery.is_empty() {
        return;
    }
    out.start("md:Extensions", &[]);
    if algorithms {
        let named = |out: &mut Writer, name, uri| {
            out.leaf(name, &[("xmlns:alg", Some(ns::ALG)), ("Algorithm", Some(uri))], "");
        };
        named(out, "alg:DigestMethod", DigestMethod::Sha256.uri());
        for method in [SignatureMethod::RsaSha256, SignatureMethod::EcdsaSha256] {
            named(out, "alg:SigningMethod", method.uri());
        }
    }
    for scope in scopes {
        out.leaf("shibmd:Scope", &[("xmlns:shibmd", Some(SHIBMD)), ("regexp", Some("false"))], scope);
    }
    if !ui.is_empty() {
        ui.write(out);
    }
    for response in discovery {
        response.write_in(out, "idpdisc:DiscoveryResponse", ("xmlns:idpdisc", ns::DISCOVERY));
    }
    out.end();
}

fn endpoints(out: &mut Writer, name: &'static str, endpoints: &[Endpoint]) {
    for endpoint in endpoints {
        endpoint.write(out, name);
    }
}

fn formats(out: &mut Writer, formats: &[String]) {
    for format in formats {
        out.leaf("md:NameIDFormat", &[], format);
    }
}

fn texts(out: &mut Writer, name: &'static str, texts: &[(String, String)]) {
    for (language, text) in texts {
        out.leaf(name, &[("xml:lang", Some(language))], text);
    }
}

/// What can be decrypted here, so that nobody chooses something else.
const METHODS: [&str; 3] = [
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
];
